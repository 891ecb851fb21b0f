"""Where the sessions are in the picture: its rows, the hours across, and the cells of each session.

Each hour of a row has the same number of cells. A cell belongs to the session that covers any
minute of it as the viewer's clock reads, also on the dates when that clock is changed.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from itertools import accumulate, pairwise
from typing import NamedTuple

from cacctl.model.programme import Session
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.viewer.view import ONE_DAY, View

FEWEST_HOURS = 8
# So many hours without a session between others are folded.
LEAST_FOLDED_HOURS = 3

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LEAST = timedelta(microseconds=1)
DAY_MINUTES = 24 * 60


class Block(NamedTuple):
    """The cells [start, stop) of a session on one date, in a lane from 0.

    `before` and `after` tell whether it goes on from the date before, and on the date after.
    """

    session: Session
    lane: int
    start: int
    stop: int
    before: bool
    after: bool


class Axis(NamedTuple):
    """A zone's abbreviation, and its hours by the minute of the viewer's date they begin at.

    Hours of the zone's next date are over 23, those of the date before are negative.
    """

    zone: str
    hours: dict[int, int]


class Fold(NamedTuple):
    """A run of dates without a session."""

    days: int


def rows(seen: View) -> list[date | Fold]:
    """The viewer's dates from the first that has a session to the last.

    Two or more dates without one are folded; today never is.
    """
    busy = set(sessions_by_date(seen))
    if min(busy) < seen.today < max(busy):
        busy.add(seen.today)
    found: list[date | Fold] = [min(busy)]
    for one, other in pairwise(sorted(busy)):
        # Counted in instants, as a zone can have skipped a date.
        begin, end = clock.day_bounds(one, seen.tz)[1], clock.day_bounds(other, seen.tz)[0]
        empty = round((end - begin) / ONE_DAY)
        if empty == 1:
            found.append(begin.astimezone(seen.tz).date())
        elif empty:
            found.append(Fold(empty))
        found.append(other)
    return found


def rooms(seen: View) -> tuple[str, ...]:
    """The rooms that a date's sessions are drawn in; none where never two are at once.

    What is in no room, and so concerns all, is in one without a name that comes first.
    """
    known = seen.programme.groups("room")
    changes = [(s.start, 1) for s in seen.programme.sessions]
    changes += [(s.visible_end, -1) for s in seen.programme.sessions]
    at_once = accumulate(change for _instant, change in sorted(changes))
    if len(known) < 2 or max(at_once) < 2:
        return ()
    return tuple(dict.fromkeys(["", *map(seen.words, known)]))


def blocks(
    seen: View, day: date, hour_cells: int, sessions: Iterable[Session] | None = None
) -> list[Block]:
    """Where the sessions stand on a date of the viewer's, each in the first lane that is free.

    Where a block has no cell to spare behind its number, another one may not follow at once.
    """
    spans = [
        (span[0] * hour_cells // 60, span[1] * hour_cells // 60 + 1, session.number, session)
        for session in (seen.sessions_on(day) if sessions is None else sessions)
        if (span := minutes(session, day, seen.tz))
    ]
    found: list[Block] = []
    free: list[int] = []
    for start, stop, number, session in sorted(spans, key=lambda span: (span[0], span[2])):
        lane = next((lane for lane, cell in enumerate(free) if cell <= start), len(free))
        first, last = _first_and_last(session, seen.tz)
        block = Block(session, lane, start, stop, first < day, last > day)
        room = stop - start - block.before - block.after
        free[lane : lane + 1] = [stop + (room <= len(str(number)))]
        found.append(block)
    return found


def night(waking: clock.Waking, hour_cells: int) -> list[bool]:
    """For each cell of a row, whether the viewer sleeps at its middle."""
    wakes, sleeps = (60 * time.hour + time.minute for time in waking)
    awake = (sleeps - wakes) % DAY_MINUTES or DAY_MINUTES
    middles = ((cell + 0.5) * 60 / hour_cells for cell in range(24 * hour_cells))
    return [(middle - wakes) % DAY_MINUTES >= awake for middle in middles]


def axis(seen: View, day: date, tz: tzinfo) -> Axis:
    """The hours of a zone that begin on a date of the viewer's.

    Where the viewer's clock is put back, the first of two at one time counts.
    """
    begin, end = clock.day_bounds(day, seen.tz)
    hours: dict[int, int] = {}
    instant = begin
    while instant < end:
        reading = instant.astimezone(tz)
        past = timedelta(minutes=reading.minute)
        if not past:
            hour = 24 * (reading.date() - day).days + reading.hour
            hours.setdefault(minute_of(instant.astimezone(seen.tz)), hour)
        instant += HOUR - past
    ends = (instant.astimezone(tz) for instant in (begin, end - LEAST))
    first, last = map(time_format.zone_abbreviation, ends)
    # There is no room for `UTC+05:45`, nor for both names on the date of a change.
    zone = last.removeprefix("UTC") or last
    return Axis(zone if first == last else f"→{zone}", hours)


def hours_shown(seen: View) -> tuple[range, ...]:
    """The hours from the first to the last that is needed on any date, without the longest gap."""
    spans = [
        span
        for session in seen.programme.sessions
        for day in dates(session, seen.tz)
        if (span := minutes(session, day, seen.tz))
    ]
    busy = {hour for first, last in spans for hour in range(first // 60, last // 60 + 1)}
    if seen.today in rows(seen):
        busy.add(seen.now.astimezone(seen.tz).hour)
    first, last = min(busy), max(busy) + 1
    last = max(last, min(first + FEWEST_HOURS, 24))
    first = min(first, last - FEWEST_HOURS)
    gap = max(pairwise(sorted(busy)), key=lambda ends: ends[1] - ends[0], default=(0, 0))
    needed = last - first - (gap[1] - gap[0] - 1)
    fold = gap[0] + 1 + max(0, FEWEST_HOURS - needed)
    if gap[1] - fold < LEAST_FOLDED_HOURS:
        return (range(first, last),)
    return range(first, fold), range(gap[1], last)


def sessions_by_date(seen: View) -> dict[date, list[Session]]:
    """The sessions of each of the viewer's dates that has some."""
    found: dict[date, list[Session]] = {}
    for session in seen.programme.sessions:
        for day in dates(session, seen.tz):
            found.setdefault(day, []).append(session)
    return found


def dates(session: Session, tz: tzinfo) -> list[date]:
    """The dates of a zone on which the session has a minute."""
    first, numbers = _possible_dates(session, tz)
    days = (first + number * ONE_DAY for number in numbers)
    return [day for day in days if minutes(session, day, tz)]


def _first_and_last(session: Session, tz: tzinfo) -> tuple[date, date]:
    """The first and the last of these dates, without a look at those between them."""
    first, numbers = _possible_dates(session, tz)
    orders = [(first + number * ONE_DAY for number in order) for order in (numbers, numbers[::-1])]
    begin, end = (next(day for day in days if minutes(session, day, tz)) for days in orders)
    return begin, end


def _possible_dates(session: Session, tz: tzinfo) -> tuple[date, range]:
    """A date, and how many days after it the session can have a minute on one."""
    instants = session.start, session.visible_end - LEAST
    ends = [instant.astimezone(tz).date() for instant in instants]
    # One more: a clock that is put back over midnight shows the next date between two of one.
    return min(ends), range((max(ends) - min(ends)).days + 2)


def minutes(session: Session, day: date, tz: tzinfo) -> tuple[int, int] | None:
    """The first and the last minute of a date that the session covers, as the clock reads."""
    begin, end = clock.day_bounds(day, tz)
    first, last = max(begin, session.start), min(end, session.visible_end) - LEAST
    if last < first:
        return None
    instants = [first, last]
    if begin.astimezone(tz).utcoffset() != (end - LEAST).astimezone(tz).utcoffset():
        # The clock is changed on that date: the end can read before the start.
        instants += [first + number * MINUTE for number in range((last - first) // MINUTE)]
    readings = [instant.astimezone(tz) for instant in instants]
    minutes = [minute_of(reading) for reading in readings if reading.date() == day]
    return (min(minutes), max(minutes)) if minutes else None


def minute_of(reading: datetime) -> int:
    return 60 * reading.hour + reading.minute
