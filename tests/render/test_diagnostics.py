"""The mark under a problem's position, and the commands for GitHub's runner."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cacctl.formats.diagnostics import Problem
from cacctl.render.diagnostics import excerpt, github_commands


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
def test_mark_is_under_the_column(
    line: str, column: int, columns: int, quoted: str, mark: str
) -> None:
    assert excerpt(line, column, columns) == (quoted, mark)


@given(st.text(st.characters(exclude_characters="\n"), max_size=200), st.data())
def test_any_line_fits_and_keeps_no_control_characters(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 1))
    columns = data.draw(st.integers(12, 100))
    quoted, mark = excerpt(line, column, columns)
    assert cell_len(quoted) <= columns
    assert cell_len(mark) <= columns + 1
    assert "\x1b" not in quoted
    assert mark.strip() == "^"


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (
            Problem("error", "a.toml", 3, 7, "session 1, end: 1 is wrong.", "Write 2"),
            "::error file=a.toml,line=3,col=7::session 1, end: 1 is wrong. Write 2",
        ),
        (Problem("warning", "a.toml", 0, 0, "Odd.", ""), "::warning file=a.toml::Odd."),
        (
            Problem("error", "a,b:c%.toml", 1, 1, "50 %\r\n::set-env::x", ""),
            "::error file=a%2Cb%3Ac%25.toml,line=1,col=1::50 %25%0D%0A::set-env::x",
        ),
    ],
)
def test_problem_is_a_workflow_command(problem: Problem, line: str) -> None:
    assert github_commands([problem]) == [line]


@given(st.text(), st.text())
def test_runner_reads_the_exact_file_and_message(file: str, message: str) -> None:
    (line,) = github_commands([Problem("error", file, 1, 2, message + ".", "")])
    read = re.fullmatch(r"::error file=([^,:]*),line=1,col=2::([^\r\n]*)", line)
    assert read
    assert "%" not in re.sub("%(25|0D|0A|3A|2C)", "", line)
    assert unquote(read[1], errors="surrogatepass") == file
    assert unquote(read[2], errors="surrogatepass") == message + "."
