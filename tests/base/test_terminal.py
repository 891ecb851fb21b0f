"""Width, encoding, wrapping."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cacctl.base import i18n
from cacctl.base.terminal import bar, has_colour, padded, wrapped

texts = st.text(st.sampled_from("ab기후 "), max_size=60)


@given(texts, st.integers(8, 40))
def test_wrapping_keeps_every_word_and_the_width(text: str, columns: int) -> None:
    lines = wrapped(text, columns, "  ").split("\n")
    assert " ".join(lines).split() == text.split()
    for line in lines:
        assert cell_len(line) <= columns or len(line.split()) == 1


@given(texts, st.integers(0, 30))
def test_padding_counts_cells(text: str, columns: int) -> None:
    assert cell_len(padded(text, columns)) == max(columns, cell_len(text))


@pytest.mark.parametrize("locale", ["ko", "KO_kr", "ko.UTF-8", "ko@x", "Korean_Korea.949"])
def test_locale_is_korean(locale: str) -> None:
    assert i18n.language_of_locale({"LANG": locale}) == "ko"


@pytest.mark.parametrize("locale", ["kok_IN", "kok", "koi_RU.UTF-8"])
def test_locale_that_begins_like_korean_is_not_korean(locale: str) -> None:
    assert i18n.language_of_locale({"LANG": locale}) == "en"


def test_colour_needs_a_terminal_that_supports_it() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert has_colour(Terminal(), {"TERM": "xterm"})
    assert not has_colour(Terminal(), {"TERM": "dumb"})
    assert not has_colour(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"})
    assert has_colour(io.StringIO(), {"TERM": "xterm", "FORCE_COLOR": "1"})
    assert not has_colour(io.StringIO(), {"TERM": "xterm"})
    closed = Terminal()
    closed.close()
    assert not has_colour(closed, {"TERM": "xterm"})


@given(st.floats(0, 1), st.integers(1, 100))
def test_bar_is_full_only_at_the_end(share: float, cells: int) -> None:
    shown = bar(share, cells)
    assert len(shown) == cells
    assert shown == "━" * shown.count("━") + "─" * shown.count("─")
    assert (shown == "━" * cells) == (share == 1)


def test_bar_is_nearly_full_just_before_the_end() -> None:
    assert bar(89 / 90, 30) == "━" * 29 + "─"
