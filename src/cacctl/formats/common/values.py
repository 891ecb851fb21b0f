"""Languages, time zones and times, which files write in many ways."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from cacctl.base.names import LANGUAGE
from cacctl.formats.limits import is_zone

DEFAULT_DURATION = timedelta(hours=1)
"""The duration of a session without an end."""
_LENGTH = re.compile(
    r"\+?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?",
    re.IGNORECASE,
)
_LONGEST_UID = 255


def language(text: str) -> str:
    """Return a language tag for `de`, `en_US` or `EN`; "" for anything else."""
    first, *rest = text.strip().replace("_", "-").split("-")
    tag = "-".join([first.lower(), *rest])
    return tag if re.fullmatch(LANGUAGE, tag) else ""


def usable_uid(text: str) -> str:
    """Return the UID that a file has for an event; "" if it is too long, or not printable."""
    return text if text.isprintable() and len(text) <= _LONGEST_UID else ""


def zone_named(name: str) -> str:
    """Return `name` if it is the IANA key of a time zone, else ""."""
    return name if is_zone(name) else ""


def instant(reading: datetime, zone: tzinfo) -> datetime:
    """Return a time in UTC. One without an offset is local to `zone`.

    Of a local time that occurs twice, it is the first. One that the zone skips is moved to after
    the gap: a file is not refused for it, as its author may be somebody else.
    """
    return (reading if reading.tzinfo else reading.replace(tzinfo=zone)).astimezone(UTC)


def date_time(text: str) -> datetime | None:
    """Return the date and time in a text, or the midnight of a date; None if it has none."""
    if not text[:1].isdigit():
        return None
    try:
        reading = datetime.fromisoformat(text)
        # Close to the first and the last year, an offset leads out of the calendar.
        if reading.tzinfo:
            reading.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return reading if 1 < reading.year < 9999 else None


def iso_duration(text: str) -> tuple[timedelta, timedelta] | None:
    """Return the days of a duration such as `P1DT2H` and the rest of it; None for anything else."""
    match = _LENGTH.fullmatch(text.strip())
    if not match:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (
        timedelta(weeks=weeks, days=days),
        timedelta(hours=hours, minutes=minutes, seconds=seconds),
    )
