"""Problems in a calendar or a conference schedule, with the lines of the events they concern."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.formats.base import ReadResult
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.diagnostics import Advice, Finding, Problem

EventLines = Callable[[], Sequence[int]]
"""Returns the line of each event, from 1. As that takes time, it is called only for problems."""


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
    findings = warnings.findings if warnings else []
    message, hint = map(visible, advice)
    fault = Problem("error", visible(source), line, column, message, hint)
    return ReadResult(
        source, text, None, [], [], [], [], findings, locator(source, lines, fault), ""
    )


def locator(
    source: str, lines: EventLines, fault: Problem | None = None
) -> Callable[[Sequence[Finding]], list[Problem]]:
    """Return a function that turns findings into problems, ordered by line, `fault` among them."""

    def located(findings: Sequence[Finding]) -> list[Problem]:
        problems = [fault] if fault else []
        known = lines() if findings else ()
        for finding in findings:
            number = finding.path[1] if len(finding.path) > 1 else None
            line, event = 0, ""
            if isinstance(number, int):
                line = known[number] if number < len(known) else 0
                event = _("event {number}: ").format(number=number + 1)
            message, hint = map(visible, finding.advice)
            column = 1 if line else 0
            problems.append(
                Problem(finding.severity, visible(source), line, column, event + message, hint)
            )
        return sorted(problems, key=lambda problem: (problem.line, problem.column))

    return located
