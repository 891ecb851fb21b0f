"""Events in order and in words: those that are live, the coming ones, and the past ones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Literal, NamedTuple

from cacctl.base.hints import quoted
from cacctl.base.i18n import _, language
from cacctl.model import directory
from cacctl.model.directory import EventNow
from cacctl.model.programme import Session, in_language
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.viewer.labels import joined_names
from cacctl.viewer.states import status_name

EventState = Literal["live", "in-progress", "upcoming", "unknown", "past"]
"""An event is in progress on its dates if no session is known to be live."""

ORDER: tuple[EventState, ...] = ("live", "in-progress", "upcoming", "unknown", "past")


class EventRow(NamedTuple):
    """An event as it is listed: in words, and with the command that opens it, if one does.

    `live` are the sessions that are live, and `name` is what --event opens it by.
    """

    known: EventNow
    name: str
    state: EventState
    live: Sequence[Session]
    title: str
    dates: str
    state_words: str

    @property
    def command(self) -> str:
        """The command line that opens the event; "" without a schedule."""
        return f"cacctl --event {quoted(self.name)}" if self.known.event.schedule else ""

    @property
    def command_words(self) -> str:
        """The command, or that there is no schedule."""
        return self.command or (_("no schedule") if self.state == "past" else _("no schedule yet"))

    @property
    def live_words(self) -> str:
        """The names of the live sessions, of many the first."""
        return joined_names([in_language(session.name, language()) for session in self.live])


def listing(
    known: Iterable[EventNow], now: datetime, tz: tzinfo, names: Mapping[str, str]
) -> list[EventRow]:
    """Return the events, soonest first, those of unknown dates, and the past ones, latest first.

    Dates without a zone are read in `tz`, that of the viewer. `names` has the names of events that
    are shorter than their IDs.
    """
    rows = [_row(event, now, tz, names.get(event.event.id, event.event.id)) for event in known]
    return sorted(rows, key=_order)


def short_names(known: Sequence[EventNow], today: date) -> dict[str, str]:
    """Return the shortest name of each event by its ID: `fosdem` for the current edition."""
    found: dict[str, str] = {}
    for name, event in directory.meanings([each.event for each in known], today).items():
        if event and len(name) < len(found.get(event.id, event.id)):
            found[event.id] = name
    return found


def _row(known: EventNow, now: datetime, tz: tzinfo, name: str) -> EventRow:
    event, programme = known.event, known.programme
    words = programme.event.name if programme and not event.name else event.name
    live = known.live_at(now)
    state, state_words = _state(known, now, tz)
    if live:
        state, state_words = "live", status_name("live")
    dates = time_format.date_range_words(*known.dates) if known.dates else ""
    title = in_language(words, language()) or event.id
    return EventRow(known, name, state, live, title, dates, state_words)


def _state(known: EventNow, now: datetime, tz: tzinfo) -> tuple[EventState, str]:
    """Return the state of an event by its dates, in its own zone, and the words for it.

    What is known are dates, so days of the calendar are counted, not hours.
    """
    if known.dates is None:
        return "unknown", _("dates unknown")
    first, last = known.dates
    today = now.astimezone(clock.zone(known.zone) if known.zone else tz).date()
    if today < first:
        is_tomorrow = first - today == clock.ONE_DAY
        words = _("in {length}").format(length=_days_words(today, first))
        return "upcoming", _("tomorrow") if is_tomorrow else words
    if today <= last:
        has_begun = today > first or (known.programme and known.programme.start <= now)
        return "in-progress", _("in progress") if has_begun else _("today")
    if today - last == clock.ONE_DAY:
        return "past", _("ended yesterday")
    ago = _("{length} ago").format(length=_days_words(last, today))
    return "past", _("ended {ago}").format(ago=ago)


def _days_words(first: date, last: date) -> str:
    """Return how many days, months or years of the calendar lie between two dates."""
    start, end = (datetime.combine(day, time(), UTC) for day in (first, last))
    return time_format.length_words(start, end, rounding="down", units=1)


def _order(row: EventRow) -> tuple[int, int, str]:
    dates, rank = row.known.dates, ORDER.index(row.state)
    if dates is None:
        return rank, 0, row.name
    return rank, -dates[1].toordinal() if row.state == "past" else dates[0].toordinal(), row.name
