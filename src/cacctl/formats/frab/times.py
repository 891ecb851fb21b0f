"""Starts and durations of events in schedule XML and JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.formats.common.fields import Fields, words
from cacctl.formats.common.values import date_time, instant
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.frab.tree import ScheduleDay, ScheduleTree
from cacctl.formats.limits import MOST_SESSIONS

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class TimedEvent(NamedTuple):
    """An event with its start, which has an offset or is local.

    For a local start, `of_day` is a time of its day that has an offset, if there is one.
    """

    number: int
    room: str
    fields: Fields
    start: datetime
    of_day: datetime | None


def timed_events(schedule: ScheduleTree, warnings: Warnings) -> Iterable[TimedEvent]:
    """Yield the events that have a start, and warn of the others. Counts them all."""
    change = clock_time(words(schedule.conference.get("day_change")))
    for day in schedule.days:
        readings = map(date_time, (day.start, day.end, day.date))
        of_day = next((reading for reading in readings if reading and reading.tzinfo), None)
        for room, fields in day.events:
            number = warnings.events
            warnings.events += 1
            if warnings.events > MOST_SESSIONS:
                return
            if start := start_of(fields, day, change):
                yield TimedEvent(number, room, fields, start, None if start.tzinfo else of_day)
            else:
                text = _("skipped because the start is missing or unreadable.")
                warnings.skip(("event", number), text)


def start_of(fields: Fields, day: ScheduleDay, change: time | None) -> datetime | None:
    """Return the start of an event, with an offset or local; None if it is unreadable."""
    dated, clock = words(fields.get("date")), words(fields.get("start"))
    # The newer form of the JSON has date and time in `start`.
    for text in (dated, clock):
        if len(text) > len("2020-06-02") and (reading := date_time(text)):
            return reading
    own, of_day = date_time(dated), date_time(day.date) or date_time(day.start)
    midnight, at = own or of_day, clock_time(clock)
    if midnight is None or at is None:
        return None
    start = datetime.combine(midnight.date(), at)
    if own is None and _is_after_midnight(start, day, change):
        start += timedelta(days=1)
    return start


def _is_after_midnight(start: datetime, day: ScheduleDay, change: time | None) -> bool:
    """Return whether a start is on the next date, being earlier than the day's change."""
    first, last = date_time(day.start), date_time(day.end)
    if change is None and first:
        change = first.time()
    if change is None or start.time() >= change:
        return False
    return last is None or start + timedelta(days=1) < last.replace(tzinfo=None)


def duration(text: str) -> timedelta | None:
    """Return the duration of `HH:MM`, `DDD:HH:MM` or minutes; None for zero or anything else."""
    match = re.fullmatch(r"(?:(?:(\d{1,6}):)?(\d{1,6}):)?(\d{1,6})", text)
    if match is None:
        return None
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes) or None


def clock_time(text: str) -> time | None:
    """Return the time of day in a text; None if it has none."""
    match = _CLOCK.fullmatch(text)
    try:
        return time.fromisoformat(text.zfill(len("00:00"))) if match else None
    except ValueError:
        return None


def date_in(text: str, zone: ZoneInfo) -> date | None:
    """Return the date, in `zone`, of a time or date; None if the text has none."""
    reading = date_time(text)
    return instant(reading, zone).astimezone(zone).date() if reading else None
