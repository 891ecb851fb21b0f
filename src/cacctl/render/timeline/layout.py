"""The layout of the picture: its rows, its hours, and the cells of each session.

All hours have the same number of cells. A session has every cell of which it covers a minute by the
viewer's clock, also on dates when that clock is changed.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from itertools import accumulate, pairwise
from typing import NamedTuple

from cacctl.model.programme import Session
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.times.clock import MINUTE, ONE_DAY
from cacctl.viewer.view import View

FEWEST_HOURS = 8
# A gap of at least so many hours is folded.
LEAST_FOLDED_HOURS = 3

HOUR = timedelta(hours=1)
LEAST = timedelta(microseconds=1)
DAY_MINUTES = 24 * 60


class Block(NamedTuple):
    """The cells [start, stop) of a session on one date, in a lane counted from 0.

    `before` and `after` are set if the session is also on earlier or later dates.
    """

    session: Session
    lane: int
    start: int
    stop: int
    before: bool
    after: bool


class Axis(NamedTuple):
    """A zone's abbreviation, and its hours by the minute of the viewer's date when they begin.

    Hours are counted from midnight of the viewer's date: negative before, over 23 after that date.
    """

    zone: str
    hours: dict[int, int]


class Fold(NamedTuple):
    """Consecutive dates without sessions."""

    days: int


def rows(view: View, busy_dates: Iterable[date]) -> list[date | Fold]:
    """Return the viewer's dates from the first of the dates with sessions to the last.

    Two or more dates without sessions are folded, except today.
    """
    busy = set(busy_dates)
    if min(busy) < view.today < max(busy):
        busy.add(view.today)
    found: list[date | Fold] = [min(busy)]
    for one, other in pairwise(sorted(busy)):
        # Not a difference of dates, as a zone can have skipped one.
        begin, end = clock.day_bounds(one, view.tz)[1], clock.day_bounds(other, view.tz)[0]
        empty = round((end - begin) / ONE_DAY)
        if empty == 1:
            found.append(begin.astimezone(view.tz).date())
        elif empty:
            found.append(Fold(empty))
        found.append(other)
    return found


def rooms(view: View) -> tuple[str, ...]:
    """Return the rooms that get rows; none if sessions never overlap.

    The first is "", for sessions without a room, which concern everybody.
    """
    known = view.programme.groups("room")
    changes = [(s.start, 1) for s in view.programme.sessions]
    changes += [(s.visible_end, -1) for s in view.programme.sessions]
    at_once = accumulate(change for _instant, change in sorted(changes))
    if len(known) < 2 or max(at_once) < 2:
        return ()
    return tuple(dict.fromkeys(["", *map(view.words, known)]))


def blocks(view: View, day: date, hour_cells: int, sessions: Iterable[Session]) -> list[Block]:
    """Return the sessions' blocks on one of the viewer's dates, each in the first free lane.

    After a block that its number fills, the next one in the lane leaves a cell free.
    """
    spans = [
        (span[0] * hour_cells // 60, span[1] * hour_cells // 60 + 1, session.number, session)
        for session in sessions
        if (span := minutes(session, day, view.tz))
    ]
    found: list[Block] = []
    free: list[int] = []
    for start, stop, number, session in sorted(spans, key=lambda span: (span[0], span[2])):
        lane = next((lane for lane, cell in enumerate(free) if cell <= start), len(free))
        first, last = _first_and_last(session, view.tz)
        block = Block(session, lane, start, stop, first < day, last > day)
        room = stop - start - block.before - block.after
        free[lane : lane + 1] = [stop + (room <= len(str(number)))]
        found.append(block)
    return found


def night(waking: clock.Waking, hour_cells: int) -> list[bool]:
    """Return for each cell of a row whether the viewer sleeps at its middle."""
    wakes, sleeps = (60 * time.hour + time.minute for time in waking)
    awake = (sleeps - wakes) % DAY_MINUTES or DAY_MINUTES
    middles = ((cell + 0.5) * 60 / hour_cells for cell in range(24 * hour_cells))
    return [(middle - wakes) % DAY_MINUTES >= awake for middle in middles]


def axis(view: View, day: date, tz: tzinfo) -> Axis:
    """Return the hours of a zone that begin on one of the viewer's dates.

    When the viewer's clock is put back, the first of two equal times counts.
    """
    begin, end = clock.day_bounds(day, view.tz)
    hours: dict[int, int] = {}
    instant = begin
    while instant < end:
        reading = instant.astimezone(tz)
        past = timedelta(minutes=reading.minute)
        if not past:
            hour = 24 * (reading.date() - day).days + reading.hour
            hours.setdefault(minute_of(instant.astimezone(view.tz)), hour)
        instant += HOUR - past
    ends = (instant.astimezone(tz) for instant in (begin, end - LEAST))
    first, last = map(time_format.zone_abbreviation, ends)
    # There is no room for `UTC+05:45`, or for both abbreviations on the date of a change.
    zone = last.removeprefix("UTC") or last
    return Axis(zone if first == last else f"→{zone}", hours)


def hours_shown(view: View, sessions: Mapping[date, Iterable[Session]]) -> tuple[range, ...]:
    """Return the hours that any date needs, from the first to the last, without the longest gap."""
    spans = [
        span
        for day, on_day in sessions.items()
        for session in on_day
        if (span := minutes(session, day, view.tz))
    ]
    busy = {hour for first, last in spans for hour in range(first // 60, last // 60 + 1)}
    if min(sessions) <= view.today <= max(sessions):
        busy.add(view.now.astimezone(view.tz).hour)
    first, last = min(busy), max(busy) + 1
    last = max(last, min(first + FEWEST_HOURS, 24))
    first = min(first, last - FEWEST_HOURS)
    gap = max(pairwise(sorted(busy)), key=lambda ends: ends[1] - ends[0], default=(0, 0))
    needed = last - first - (gap[1] - gap[0] - 1)
    fold = gap[0] + 1 + max(0, FEWEST_HOURS - needed)
    if gap[1] - fold < LEAST_FOLDED_HOURS:
        return (range(first, last),)
    return range(first, fold), range(gap[1], last)


def sessions_by_date(view: View) -> dict[date, list[Session]]:
    """Group the sessions by the viewer's dates."""
    found: dict[date, list[Session]] = {}
    for session in view.programme.sessions:
        for day in dates(session, view.tz):
            found.setdefault(day, []).append(session)
    return found


def dates(session: Session, tz: tzinfo) -> list[date]:
    """Return the dates in a zone on which the session has at least a minute."""
    first, numbers = _possible_dates(session, tz)
    days = (first + number * ONE_DAY for number in numbers)
    return [day for day in days if minutes(session, day, tz)]


def _first_and_last(session: Session, tz: tzinfo) -> tuple[date, date]:
    """Return the first and the last of these dates, without computing those between."""
    first, numbers = _possible_dates(session, tz)
    orders = [(first + number * ONE_DAY for number in order) for order in (numbers, numbers[::-1])]
    begin, end = (next(day for day in days if minutes(session, day, tz)) for days in orders)
    return begin, end


def _possible_dates(session: Session, tz: tzinfo) -> tuple[date, range]:
    """Return a date, and the numbers of days after it on which the session may have a minute."""
    instants = session.start, session.visible_end - LEAST
    ends = [instant.astimezone(tz).date() for instant in instants]
    # One more, as a clock that is put back over midnight returns to the date before.
    return min(ends), range((max(ends) - min(ends)).days + 2)


def minutes(session: Session, day: date, tz: tzinfo) -> tuple[int, int] | None:
    """Return the first and the last minute of a date that the session covers, by its clock."""
    begin, end = clock.day_bounds(day, tz)
    first, last = max(begin, session.start), min(end, session.visible_end) - LEAST
    if last < first:
        return None
    instants = [first, last]
    if begin.astimezone(tz).utcoffset() != (end - LEAST).astimezone(tz).utcoffset():
        # The clock is changed on that date, so the end can read earlier than the start.
        instants += [first + number * MINUTE for number in range((last - first) // MINUTE)]
    readings = [instant.astimezone(tz) for instant in instants]
    minutes = [minute_of(reading) for reading in readings if reading.date() == day]
    return (min(minutes), max(minutes)) if minutes else None


def minute_of(reading: datetime) -> int:
    return 60 * reading.hour + reading.minute
