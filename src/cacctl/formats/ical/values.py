"""Values of iCalendar properties: dates, times, offsets, durations (RFC 5545, 3.3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from cacctl.formats.common.values import iso_duration
from cacctl.formats.limits import LONGEST_REFRESH, SHORTEST_REFRESH

DateOrTime = date | datetime
"""A whole day, or an aware time."""

FIRST_READ_YEAR = 1900
TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*([Zz]|[+-]\d\d:?\d\d)?)?"
)


def offset_zone(text: str) -> tzinfo:
    """Return the zone of `Z`, `+0900` or `-05:30`. Raises ValueError from 24 hours."""
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    length = timedelta(hours=hours, minutes=minutes)
    return timezone(-length if text.startswith("-") else length)


def refresh_interval(text: str) -> timedelta | None:
    """Return how often a calendar asks to be fetched, within limits; None if it does not."""
    parts = iso_duration(text)
    if parts is None or not any(parts):
        return None
    return min(max(sum(parts, timedelta()), SHORTEST_REFRESH), LONGEST_REFRESH)
