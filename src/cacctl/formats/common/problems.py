"""The places of problems in a file of another format, and files that cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.formats.base import ReadResult
from cacctl.formats.common.warnings import Doubts
from cacctl.formats.diagnostics import Advice, Finding, Problem

Lines = Callable[[], Sequence[int]]
"""The line of each event in the file, from 1; asked only where a problem is to be told."""


def unusable(
    source: str,
    text: str,
    advice: Advice,
    doubts: Doubts | None = None,
    lines: Lines = tuple,
    *,
    line: int = 0,
    column: int = 0,
) -> ReadResult:
    """What is left of a file that cannot be used, and why."""
    findings = doubts.findings if doubts else []
    message, hint = map(visible, advice)
    fault = Problem("error", visible(source), line, column, message, hint)
    placed = placing(source, lines, fault)
    return ReadResult(source, text, None, [], [], [], [], findings, placed, "")


def placing(
    source: str, lines: Lines, fault: Problem | None = None
) -> Callable[[Sequence[Finding]], list[Problem]]:
    def placed(findings: Sequence[Finding]) -> list[Problem]:
        if not findings:
            return [fault] if fault else []
        known = lines()
        problems = [fault] if fault else []
        for finding in findings:
            number = finding.path[1] if len(finding.path) > 1 else None
            line, where = 0, ""
            if isinstance(number, int):
                line = known[number] if number < len(known) else 0
                where = _("event {number}: ").format(number=number + 1)
            message, hint = (visible(text) for text in finding.advice)
            problems.append(
                Problem(finding.severity, visible(source), line, 1 if line else 0,
                        where + message, hint)
            )  # fmt: skip
        return sorted(problems, key=lambda problem: (problem.line, problem.column))

    return placed
