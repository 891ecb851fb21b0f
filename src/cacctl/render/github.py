"""Problems as commands for GitHub's runner, which shows them beside the lines.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from collections.abc import Sequence

from cacctl.formats.diagnostics import Problem

# What the runner would take for the end of a value, as its own library writes it.
MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def commands(problems: Sequence[Problem]) -> list[str]:
    """A line for each problem: `::error file=my-event.toml,line=3,col=1::...`."""
    return [_command(problem) for problem in problems]


def _command(problem: Problem) -> str:
    place = f"file={problem.file.translate(PROPERTY)}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    text = f"{problem.message} {problem.hint}".rstrip()
    return f"::{problem.severity} {place}::{text.translate(MESSAGE)}"
