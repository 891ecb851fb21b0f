"""A line with a mark under the place: wide letters, tabs, long lines, control characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cacctl.render.excerpts import excerpt


@pytest.mark.parametrize(
    ("line", "column", "columns", "quoted", "mark"),
    [
        ("start = 1", 9, 40, "start = 1", "        ^"),
        ("start = 1", 10, 40, "start = 1", "         ^"),
        ('name = "개막" x', 13, 40, 'name = "개막" x', "              ^"),
        ("\t\ta =\t1", 7, 40, " a = 1", "     ^"),
        ("a = '\x1b[2J\u202e' b", 11, 40, r"a = '\x1b[2J\u202e' b", " " * 18 + "^"),
        ("0123456789" * 3, 1, 10, "012345678…", "^"),
        ("0123456789" * 3, 30, 10, "…23456789", "        ^"),
        ("0123456789" * 3, 15, 10, "…01234567…", "     ^"),
        ("가나다라마바사아자차", 6, 9, "…마바사…", "   ^"),
    ],
)
def test_a_line(line: str, column: int, columns: int, quoted: str, mark: str) -> None:
    assert excerpt(line, column, columns) == (quoted, mark)


@given(st.text(st.characters(exclude_characters="\n"), max_size=200), st.data())
def test_any_line_fits_and_steers_nothing(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 1))
    columns = data.draw(st.integers(12, 100))
    quoted, mark = excerpt(line, column, columns)
    assert cell_len(quoted) <= columns
    assert cell_len(mark) <= columns + 1
    assert "\x1b" not in quoted
    assert mark.strip() == "^"
