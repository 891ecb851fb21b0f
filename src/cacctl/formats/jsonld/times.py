"""Starts and ends of events: dates, times with or without an offset, durations (ISO 8601)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from cacctl.formats.common.fields import Fields
from cacctl.formats.common.values import date_time, instant, iso_duration
from cacctl.formats.jsonld.nodes import text

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# The lookbehind keeps it from being tried again within a long row of blanks.
_BEFORE_OFFSET = re.compile(r"(?<!\s)\s++(?=(?:[+-]\d\d:?\d\d|Z)$)", re.IGNORECASE)

# Some programs write 2026-6-3T9:30-5:00.
_SINGLE_DIGIT = re.compile(r"(?<![\d.])(\d)(?=[-:T ]|\Z)", re.IGNORECASE)


class Moment(NamedTuple):
    """A time, with an offset or local, or the midnight of a date."""

    reading: datetime
    is_date: bool


def start_of(fields: Fields) -> Moment | None:
    """Return the start of an event. Of a mere date, it is when the doors open, if that is known."""
    start, doors = moment(text(fields.get("startDate"))), text(fields.get("doorTime"))
    opening = moment(doors)
    if start is None or opening is None:
        clock = _clock(doors) if start and start.is_date else None
        if start and clock:
            return Moment(datetime.combine(start.reading.date(), clock), is_date=False)
        return start or opening
    is_that_day = opening.reading.date() == start.reading.date() and not opening.is_date
    return opening if start.is_date and is_that_day else start


def end_of(fields: Fields, start: Moment, zone: tzinfo) -> datetime | None:
    """Return the end of an event, in UTC; None if it is missing or not after the start.

    An event without times lasts until the end of its last date.
    """
    begins = instant(start.reading, zone)
    lasting = iso_duration(text(fields.get("duration")))
    end = moment(text(fields.get("endDate")))
    if end:
        reading = end.reading + timedelta(days=end.is_date)
        if (ends := instant(reading, zone)) > begins:
            return ends
    if lasting and any(lasting):
        days, rest = lasting
        # An end beyond the calendar is unreadable.
        with suppress(OverflowError):
            return instant(start.reading + days, zone) + rest
    if start.is_date:
        return instant(start.reading + timedelta(days=1), zone)
    return None


def moment(written: str) -> Moment | None:
    """Return the time or date in a text; None if it has none."""
    spelled = _SINGLE_DIGIT.sub(r"0\1", _BEFORE_OFFSET.sub("", written)).upper()
    reading = date_time(spelled)
    return Moment(reading, bool(_DATE.fullmatch(spelled))) if reading else None


def _clock(written: str) -> time | None:
    try:
        return time.fromisoformat(written.upper()) if ":" in written else None
    except ValueError:
        return None
