"""Problems of schedules, errors and warnings: what is wrong, where, and what to do."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _, ngettext
from cacctl.base.sanitize import visible
from cacctl.times.zones import STANDARD_TIMES, fixed_key

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath

Severity = Literal["error", "warning"]

LONGEST_QUOTED = 60

OF_SETTINGS: "KeyPath" = (-1,)
"""The path of what the settings add to a schedule, which has no position in its file."""


class Advice(NamedTuple):
    """What is wrong, and what to do about it; the hint may be empty."""

    message: str
    hint: str


class Problem(NamedTuple):
    """A problem with its position.

    `line` and `column` count from 1; both are 0 for a problem of the whole file. With an "error",
    the file cannot be used; a "warning" is a probable mistake. The hint may be empty.
    """

    severity: Severity
    file: str
    line: int
    column: int
    message: str
    hint: str


class PathProblem(NamedTuple):
    """A problem of the value at a path, or of its key, whose position is not known yet."""

    severity: Severity
    path: "KeyPath"
    advice: Advice
    at_key: bool = False

    def located(self, source: str, line: int, column: int, where: str = "") -> Problem:
        """Return the problem with its position in a file or URL; the message begins `where`."""
        message, hint = visible(where + self.advice.message), visible(self.advice.hint)
        return Problem(self.severity, visible(source), line, column, message, hint)


def advise(text: str, **fields: object) -> Advice:
    """Split a message after its first sentence: what is wrong, and what to do."""
    # Before formatting, because a value may contain a full stop.
    message, stop, hint = text.partition(". ")
    message, hint = (part.format(**fields) if fields else part for part in (message, hint))
    return Advice(message + stop.rstrip(), hint)


def quoted(value: object) -> str:
    """Return a value of a file as messages quote it."""
    if isinstance(value, str):
        return f'"{shorten(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, list):
        return "[...]"
    if isinstance(value, dict):
        return "{...}"
    # Python refuses to convert a number of more than 4,300 digits.
    if isinstance(value, int) and value.bit_length() > 64:
        return _("a number that is too large")
    return str(value)


def shorten(text: str) -> str:
    """Shorten a text from the file to what fits in a message."""
    return text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED] + "…"


def standard_time_advice(zone: str) -> Advice | None:
    """Return what is probably meant by a zone such as EST, which has no daylight saving time."""
    if zone not in STANDARD_TIMES:
        return None
    offset = datetime(2020, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    text = _(
        "{zone} has no daylight saving time. Use {place} for local time, or {fixed} for a "
        "fixed offset."
    )
    return advise(text, zone=zone, place=STANDARD_TIMES[zone], fixed=fixed_key(offset))


def line(problem: Problem) -> str:
    """Return a problem in one line: `my-event.toml:12: session 3 (climate), end: ...`.

    Warnings are marked, because they can be listed among errors.
    """
    position = f"{problem.file}:{problem.line}" if problem.line else problem.file
    kind = _("warning") + ": " if problem.severity == "warning" else ""
    return f"{position}: {kind}{problem.message} {problem.hint}".rstrip()


def refusal(source: str, problems: Sequence[Problem]) -> ScheduleProblem:
    """Return the error for a file that cannot be used."""
    lines = [line(problem) for problem in problems]
    count = sum(problem.severity == "error" for problem in problems)
    message = ngettext(
        "{file} is not a valid schedule ({count} problem).",
        "{file} is not a valid schedule ({count} problems).",
        count,
    )
    return ScheduleProblem(
        message.format(file=visible(source), count=count),
        lines[0] if len(lines) == 1 else _("First problem: {line}").format(line=lines[0]),
        file=source,
        problems=lines,
    )
