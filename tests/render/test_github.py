"""The commands for GitHub's runner, and what it would read in them."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.formats.diagnostics import Problem
from cacctl.render.github import commands


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
def test_a_command(problem: Problem, line: str) -> None:
    assert commands([problem]) == [line]


@given(st.text(), st.text())
def test_the_runner_reads_what_was_said(file: str, message: str) -> None:
    (line,) = commands([Problem("error", file, 1, 2, message + ".", "")])
    read = re.fullmatch(r"::error file=([^,:]*),line=1,col=2::([^\r\n]*)", line)
    assert read
    assert "%" not in re.sub("%(25|0D|0A|3A|2C)", "", line)
    assert unquote(read[1], errors="surrogatepass") == file
    assert unquote(read[2], errors="surrogatepass") == message + "."
