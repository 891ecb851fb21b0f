"""What acts on a terminal is written out; what is read stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.sanitize import visible

ACTING = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
    *map(chr, range(0xD800, 0xE000)),
    *map(chr, range(0xE0000, 0xE0080)),
    *map(chr, range(0xFDD0, 0xFDF0)),
    *(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF)),
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("\x1b]8;;http://x\x07y", "\\x1b]8;;http://x\\x07y"),
        ("\x9b2J\x7f\x00", "\\x9b2J\\x7f\\x00"),
        ("a\u202eb", "a\\u202eb"),
        ("a\ufeffb", "a\\ufeffb"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("a\r\n\tb", "a b"),
    ],
)
def test_control_characters_are_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "기후·환경",
        "\u1100\u1161",
        "e\u0301",
        "👩\u200d👩\u200d👧",
        "❤\ufe0f",
        "می\u200cخواهم",
        "[/] :smile:",
        "",
    ],
)
def test_readable_characters_stay(text: str) -> None:
    assert visible(text) == text


def test_every_control_character_is_escaped() -> None:
    assert not [letter for letter in ACTING if letter in visible(f"a{letter}b")]


@given(st.text(st.characters(exclude_categories=[]) | st.sampled_from(sorted(ACTING))))
def test_no_control_character_remains(text: str) -> None:
    shown = visible(text)
    assert not ACTING & set(shown)
    assert visible(shown) == shown


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"])))
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert visible(text) == text
