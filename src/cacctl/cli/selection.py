"""The sessions and days that the arguments of a command name."""

from collections.abc import Iterable, Sequence
from datetime import date

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.model.programme import Day, Session
from cacctl.times import parse
from cacctl.viewer.names import SEPARATOR, part_words
from cacctl.viewer.selection import all_sessions_hint
from cacctl.viewer.view import View

MOST_CANDIDATES = 6


def named_session(seen: View, text: str) -> Session:
    """The session with this id, number or part of a name. Raises UsageProblem for none, or more."""
    found = seen.programme.named(text)
    if len(found) == 1:
        return found[0]
    if not found:
        hint = all_sessions_hint(seen.programme)
        if seen.programme.part:
            hint = _("It was looked for only in {part}.").format(part=part_words(seen))
        if near := seen.programme.nearest(text):
            hint = _("Did you mean {b}?").format(b=f"{near.id} ({seen.name(near)})")
        raise UsageProblem(_("There is no session {name}.").format(name=repr(text[:40])), hint)
    candidates = [f"{session.id} ({seen.name(session)})" for session in found[:MOST_CANDIDATES]]
    if len(found) > MOST_CANDIDATES:
        candidates.append("…")
    raise UsageProblem(
        _("{name} can mean several sessions.").format(name=text[:40]),
        _("Say which: {sessions}").format(sessions=SEPARATOR.join(candidates)),
    )


def named_day(seen: View, text: str) -> Day | date:
    """A programme day by its number, or a date in the viewer's zone."""
    days = seen.programme.whole.days()
    numbered = {str(day.number): day for day in seen.programme.days()}
    if (number := text.removesuffix("일차")) in numbered:
        return numbered[number]
    if number in (str(day.number) for day in days):
        raise UsageProblem(
            _("None of these sessions is on day {number}.").format(number=number),
            _("Their days are {numbers}.").format(numbers=", ".join(numbered)),
        )
    if found := parse.read_date(text, seen.today, days[0].date, days[-1].date):
        return found
    raise UsageProblem(
        _("There is no day {name}.").format(name=repr(text[:40])),
        _("Write 1 to {count}, a date such as {date}, tomorrow or a weekday.").format(
            count=len(days), date=days[0].date.isoformat()
        ),
    )


def chosen_sessions(
    seen: View, named: Sequence[str], day: str | None, query: str | None
) -> list[Session]:
    """The sessions that all choices leave, in order. Raises UsageProblem where they leave none."""
    choices: list[Iterable[Session]] = []
    if named:
        choices.append(named_session(seen, text) for text in named)
    if day is not None:
        meant = named_day(seen, day)
        choices.append(seen.sessions_on(meant) if isinstance(meant, date) else meant.sessions)
    if query is not None:
        choices.append(match.session for match in seen.programme.find(query))
    left = {session.id for session in seen.programme.sessions}
    for choice in choices:
        left &= {session.id for session in choice}
    if not left:
        raise UsageProblem(
            _("No session is left by what was asked for."),
            all_sessions_hint(seen.programme),
        )
    return [session for session in seen.programme.sessions if session.id in left]
