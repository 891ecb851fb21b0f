"""When an event starts and ends, as schedule XML and JSON write it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.formats.common.values import instant
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.frab.tree import (
    Fields,
    ScheduleDay,
    ScheduleTree,
    words,
)
from cacctl.formats.limits import MOST_SESSIONS

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class TimedEvent(NamedTuple):
    """An event with its start as it was read: with an offset, or local.

    `of_day` is its day's start, where that has an offset and the event's own start has none.
    """

    number: int
    room: str
    fields: Fields
    start: datetime
    of_day: datetime | None


def timed_events(schedule: ScheduleTree, warnings: Warnings) -> Iterable[TimedEvent]:
    change = clock_time(words(schedule.conference.get("day_change")))
    for day in schedule.days:
        stated = map(date_time, (day.start, day.end, day.date))
        of_day = next((reading for reading in stated if reading and reading.tzinfo), None)
        for room, fields in day.events:
            number = warnings.events
            warnings.events += 1
            if warnings.events > MOST_SESSIONS:
                return
            if start := start_of(fields, day, change):
                yield TimedEvent(number, room, fields, start, None if start.tzinfo else of_day)
            else:
                text = _("its start is missing or unreadable, so it is skipped.")
                warnings.skip(("event", number), text)


def start_of(fields: Fields, day: ScheduleDay, change: time | None) -> datetime | None:
    """The start as it stands in the file: with an offset or, without one, local."""
    told, clock = words(fields.get("date")), words(fields.get("start"))
    # The newer form of the JSON has the whole in `start`.
    for text in (told, clock):
        if len(text) > len("2020-06-02") and (reading := date_time(text)):
            return reading
    own, of_day = date_time(told), date_time(day.date) or date_time(day.start)
    midnight, at = own or of_day, clock_time(clock)
    if midnight is None or at is None:
        return None
    start = datetime.combine(midnight.date(), at)
    if own is None and _is_after_midnight(start, day, change):
        start += timedelta(days=1)
    return start


def _is_after_midnight(start: datetime, day: ScheduleDay, change: time | None) -> bool:
    """Whether a time is only on the next date, as the day in the programme begins later."""
    first, last = date_time(day.start), date_time(day.end)
    if change is None and first:
        change = first.time()
    if change is None or start.time() >= change:
        return False
    return last is None or start + timedelta(days=1) < last.replace(tzinfo=None)


def duration(text: str) -> timedelta | None:
    """`HH:MM`, `DDD:HH:MM` or minutes; None where no time passes in it or it is none of them."""
    match = re.fullmatch(r"(?:(?:(\d{1,6}):)?(\d{1,6}):)?(\d{1,6})", text)
    if match is None:
        return None
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes) or None


def clock_time(text: str) -> time | None:
    match = _CLOCK.fullmatch(text)
    try:
        return time.fromisoformat(text.zfill(len("00:00"))) if match else None
    except ValueError:
        return None


def date_time(text: str) -> datetime | None:
    """A date and time, or a date as its midnight."""
    if not text[:1].isdigit():
        return None
    try:
        reading = datetime.fromisoformat(text)
        # One near the ends of the calendar has no instant.
        if reading.tzinfo:
            reading.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return reading if 1 < reading.year < 9999 else None


def date_in(text: str, zone: ZoneInfo) -> date | None:
    reading = date_time(text)
    return instant(reading, zone).astimezone(zone).date() if reading else None
