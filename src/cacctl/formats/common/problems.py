"""Problems in a calendar or a conference schedule, with the lines of the events they concern."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cacctl.base.i18n import _
from cacctl.formats.base import ReadResult
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.diagnostics import Advice, PathProblem, Problem

EventLines = Callable[[], Sequence[int]]
"""A function for the line of each event, from 1. It is slow, so called only for problems."""


def unusable(
    source: str,
    text: str,
    advice: Advice,
    warnings: Warnings | None = None,
    lines: EventLines = tuple,
    *,
    line: int = 0,
    column: int = 0,
) -> ReadResult:
    """Return the result for a file that cannot be used, with the reason."""
    problems = warnings.problems if warnings else []
    fault = PathProblem("error", (), advice).located(source, line, column)
    return ReadResult(
        source, text, None, [], [], [], [], problems, locator(source, lines, fault), remarks=()
    )


def locator(
    source: str, lines: EventLines, fault: Problem | None = None
) -> Callable[[Sequence[PathProblem]], list[Problem]]:
    """Return a function that locates problems and orders them by line, `fault` among them."""

    def located(found: Sequence[PathProblem]) -> list[Problem]:
        problems = [fault] if fault else []
        known = lines() if found else ()
        for problem in found:
            number = problem.path[1] if len(problem.path) > 1 else None
            line, event = 0, ""
            if isinstance(number, int):
                line = known[number] if number < len(known) else 0
                event = _("event {number}: ").format(number=number + 1)
            problems.append(problem.located(source, line, 1 if line else 0, event))
        return sorted(problems, key=lambda problem: (problem.line, problem.column))

    return located
