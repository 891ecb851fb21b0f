"""Plain text from HTML, slugs, control characters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.names import ID
from cacctl.formats.common.text import plain_text, slug
from tests.formats.common.drafts import draft, programme


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Opening", "opening"),
        ("  Ünïcode & more!  ", "unicode-more"),
        ("36C3", "36c3"),
        ("2030", ""),
        ("개막", ""),
        ("", ""),
        ("a" * 99, "a" * 40),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"),
    ],
)
def test_slug_is_made_of_latin_letters_and_digits(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_any_slug_is_an_id_or_empty(text: str) -> None:
    found = slug(text)
    assert not found or re.fullmatch(ID, found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>One &amp; two<br>three</p><ul><li>four</li></ul>5", "One & two three four 5"),
        ("in<b>line</b> <a href='x'>link</a>", "inline link"),
        ("<p>5 < 6, &lt;p&gt;</p>", "5 < 6, <p>"),
        ("plain * text", "plain * text"),
        ("a Vec<T> &amp; 5 < 6", "a Vec<T> & 5 < 6"),
        ("<p>broken <b", "broken <b"),
        ("<p>" * 2000, ""),
    ],
)
def test_html_is_read_as_text(text: str, words: str) -> None:
    assert " ".join(plain_text(text).split()) == words


def test_control_characters_are_made_visible() -> None:
    found = programme(
        draft(0, "a\x1b[2J\u202e", description="<b>x</b>\x07", room="R\x9b", speakers=("\x1b]8;;",))
    )
    session = found.sessions[0]
    assert session.name == {"und": "a\\x1b[2J\\u202e"}
    assert session.description == {"und": "x\\x07"}
    assert session.room == {"und": "R\\x9b"}
    assert session.speakers[0].name == {"und": "\\x1b]8;;"}
