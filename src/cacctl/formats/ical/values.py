"""Values of iCalendar properties: dates, times, offsets, durations (RFC 5545, 3.3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from cacctl.formats.limits import LONGEST_REFRESH, SHORTEST_REFRESH

DateOrTime = date | datetime
"""A whole day, or an aware time."""

FIRST_READ_YEAR = 1900
TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*([Zz]|[+-]\d\d:?\d\d)?)?"
)
_LENGTH = re.compile(
    r"\+?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?",
    re.IGNORECASE,
)


def offset_zone(text: str) -> tzinfo:
    """Return the zone of `Z`, `+0900` or `-05:30`. Raises ValueError from 24 hours."""
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    length = timedelta(hours=hours, minutes=minutes)
    return timezone(-length if text.startswith("-") else length)


def duration(text: str) -> tuple[timedelta, timedelta] | None:
    """Return the days of a DURATION and the rest of it; None for anything else."""
    match = _LENGTH.fullmatch(text.strip())
    if not match:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (
        timedelta(weeks=weeks, days=days),
        timedelta(hours=hours, minutes=minutes, seconds=seconds),
    )


def refresh_interval(text: str) -> timedelta | None:
    """Return how often a calendar asks to be fetched, within limits; None if it does not."""
    parts = duration(text)
    if parts is None or not any(parts):
        return None
    return min(max(sum(parts, timedelta()), SHORTEST_REFRESH), LONGEST_REFRESH)
