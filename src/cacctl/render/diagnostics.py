"""The problems of a schedule file, with a mark under each position or as GitHub commands."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from cacctl.base import terminal
from cacctl.base.sanitize import visible
from cacctl.formats import lint
from cacctl.formats.diagnostics import Problem
from cacctl.formats.lint import Report

INDENT = "  "
CUT = "…"
# A hostile line can have millions of characters.
MOST_CHARACTERS = 1000

# Escapes as in GitHub's own library: what would end a value.
MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def lines(report: Report, columns: int, *, colour: bool) -> Iterator[str]:
    """Each problem with its line in the file, then a summary."""
    source = report.text.split("\n")
    digits = len(str(max((problem.line for problem in report.problems), default=0)))
    margin = " " * (digits + len(" │ "))
    for problem in report.problems:
        heading = terminal.wrapped(lint.heading(problem), columns, INDENT)
        yield terminal.styled(heading, problem.severity, colour=colour)
        if problem.line:
            room = columns - len(margin)
            quoted, mark = excerpt(source[problem.line - 1], problem.column, room)
            yield f"{problem.line:{digits}} │ {quoted}".rstrip()
            mark = terminal.styled(mark, problem.severity, colour=colour)
            yield f"{'':{digits}} │ {mark}"
        if problem.hint:
            yield margin + terminal.wrapped(problem.hint, columns - len(margin), margin)
        yield ""
    summary = terminal.wrapped(lint.summary(report), columns)
    yield terminal.styled(summary, "bold", colour=colour)


def excerpt(line: str, column: int, columns: int) -> tuple[str, str]:
    """Return the line, cut to `columns` cells around `column` (from 1), and a mark below it."""
    index = column - 1
    before = visible(line[max(0, index - MOST_CHARACTERS) : index])
    behind = visible(line[index : index + MOST_CHARACTERS])
    before = _last_cells(before, max(columns // 2, columns - cell_len(behind) - 1))
    behind = terminal.cut(behind, columns - cell_len(before))
    return before + behind, " " * cell_len(before) + "^"


def github(report: Report) -> str:
    """Return one command per problem, then a summary."""
    return "\n".join([*github_commands(report.problems), lint.summary(report)])


def github_commands(problems: Sequence[Problem]) -> list[str]:
    """Return one line per problem: `::error file=my-event.toml,line=3,col=1::...`.

    https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
    """
    return [_command(problem) for problem in problems]


def _last_cells(text: str, cells: int) -> str:
    """The end of the text, at most `cells` wide, with "…" where it was cut."""
    if cell_len(text) <= cells:
        return text
    kept = text[-cells:]
    while cell_len(kept) > cells - 1:
        kept = kept[1:]
    return CUT + kept


def _command(problem: Problem) -> str:
    position = f"file={problem.file.translate(PROPERTY)}"
    if problem.line:
        position += f",line={problem.line},col={problem.column}"
    text = f"{problem.message} {problem.hint}".rstrip()
    return f"::{problem.severity} {position}::{text.translate(MESSAGE)}"
