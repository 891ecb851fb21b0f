"""Dates, times, offsets and durations (RFC 5545, 3.3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from cacctl.formats.limits import LONGEST_REFRESH, SHORTEST_REFRESH

DateOrTime = date | datetime
"""A day as a whole, or a time in its zone."""

FIRST_READ_YEAR = 1900
TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*([Zz]|[+-]\d\d:?\d\d)?)?"
)
_LENGTH = re.compile(
    r"\+?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?",
    re.IGNORECASE,
)


def in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def offset_zone(text: str) -> tzinfo:
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    length = timedelta(hours=hours, minutes=minutes)
    return timezone(-length if text.startswith("-") else length)


def duration(text: str) -> tuple[timedelta, timedelta] | None:
    """The days of a length, and the rest of it; None where it is none."""
    match = _LENGTH.fullmatch(text.strip())
    if not match:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (
        timedelta(weeks=weeks, days=days),
        timedelta(hours=hours, minutes=minutes, seconds=seconds),
    )


def refresh_interval(text: str) -> timedelta | None:
    """How often a calendar is to be asked for, where it tells."""
    parts = duration(text)
    if parts is None or not any(parts):
        return None
    return min(max(sum(parts, timedelta()), SHORTEST_REFRESH), LONGEST_REFRESH)
