"""Time zones that only libraries know: defined in a calendar (VTIMEZONE), or named by Windows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from io import StringIO

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

MOST_ZONE_LINES = 500
"""The longest histories of zones have some 300 lines."""
MOST_ZONE_LETTERS = 50_000
_OFFSET = re.compile(r"[+-](?:0\d|1[0-5])[0-5]\d(?:[0-5]\d)?")


def windows_zone(name: str) -> str:
    """Return the IANA key of a zone by its name in Windows, or ""."""
    return WINDOWS_TO_OLSON.get(name, "")


def defined_zone(lines: Sequence[str]) -> tzinfo | None:
    """Return the zone that the lines of a VTIMEZONE define; None if they are unusable."""
    if len(lines) > MOST_ZONE_LINES or sum(map(len, lines)) > MOST_ZONE_LETTERS:
        return None
    kept = ["BEGIN:VTIMEZONE", "TZID:X"]
    parts = 0
    for line in lines:
        name, _, value = line.partition(":")
        name, value = name.partition(";")[0].strip().upper(), value.strip()
        match name:
            case "BEGIN" if value.upper() in ("STANDARD", "DAYLIGHT"):
                # For offsets it makes no difference which part is called daylight saving time,
                # and dateutil fails on a zone without a standard time.
                kept.append("BEGIN:STANDARD")
                parts += 1
            case "END" if value.upper() in ("STANDARD", "DAYLIGHT"):
                kept.append("END:STANDARD")
            case "RRULE" if "FREQ=YEARLY" not in value.upper():
                return None
            case "TZOFFSETFROM" | "TZOFFSETTO" if not _OFFSET.fullmatch(value):
                return None
            case "DTSTART" | "RRULE" | "RDATE" | "TZOFFSETFROM" | "TZOFFSETTO":
                kept.append(f"{name}:{value}")
    if not parts:
        return None
    kept.append("END:VTIMEZONE")
    try:
        zone = tzical(StringIO("\r\n".join(kept))).get()
        # Some definitions fail only when they are used.
        datetime(2020, 1, 1, tzinfo=zone).astimezone(UTC)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return zone if isinstance(zone, tzinfo) else None
