"""What is wrong with a schedule file: the place, the words, the refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _, ngettext
from cacctl.base.sanitize import visible
from cacctl.formats.advice import Advice

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.model.programme import Channel, Programme, Session

Severity = Literal["error", "warning"]

ID = r"[a-z0-9][a-z0-9-]{0,63}"
LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"

MOST_SESSIONS = 100_000
LONGEST_SESSION = timedelta(days=31)
SHORTEST_REFRESH = timedelta(minutes=1)
LONGEST_REFRESH = timedelta(days=30)
# Calendars count in 32 bits.
LARGEST_REVISION = 1_000_000_000
MOST_CITIES = 10_000


class Problem(NamedTuple):
    """What is to be said about a place of a file, and what to do about it, if that is known.

    `line` and `column` count from 1; both are 0 where the file as a whole is meant. With an
    "error" the file cannot be used; a "warning" is something that is probably not meant.
    """

    severity: Severity
    file: str
    line: int
    column: int
    message: str
    hint: str


class Finding(NamedTuple):
    """What was found at a value, or at its key."""

    severity: Severity
    path: KeyPath
    advice: Advice
    at_key: bool = False


class Examined(NamedTuple):
    """What was read from a schedule, and what was found, also where it cannot be used.

    `text` is what stands in it; where it `is_whole`, nothing is wrong with it as a text. Of its
    `channels`, `sessions`, `addresses` and `ids` there are those that can be read, each with its
    path. `placed` tells findings, and what is wrong with the text, in order of their places. A
    schedule in a format of others is read as far as that goes: `remark` then is one line of what
    could not be, or empty; in our own format it is None. `names_zone` is False where it names no
    time zone.
    """

    source: str
    text: str
    programme: Programme | None
    channels: Sequence[tuple[KeyPath, Channel]]
    sessions: Sequence[tuple[KeyPath, Session]]
    addresses: Sequence[tuple[KeyPath, str]]
    ids: Sequence[tuple[KeyPath, str]]
    findings: Sequence[Finding]
    placed: Callable[[Sequence[Finding]], list[Problem]]
    remark: str | None = None
    is_whole: bool = True
    names_zone: bool = True


def line(problem: Problem) -> str:
    """A problem in one line: `my-event.toml:12: session 3 (climate), end: ...`.

    A warning says that it is one, as it can stand among what makes a file unusable.
    """
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    kind = _("warning") + ": " if problem.severity == "warning" else ""
    return f"{place}: {kind}{problem.message} {problem.hint}".rstrip()


def refusal(source: str, problems: Sequence[Problem]) -> ScheduleProblem:
    """That a file cannot be used, and why."""
    lines = [line(problem) for problem in problems]
    count = sum(problem.severity == "error" for problem in problems)
    message = ngettext("{file}: {count} problem", "{file}: {count} problems", count)
    return ScheduleProblem(
        message.format(file=visible(source), count=count),
        lines[0] if len(lines) == 1 else _("The first is {line}").format(line=lines[0]),
        file=source,
        problems=lines,
    )
