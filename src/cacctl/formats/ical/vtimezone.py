"""Zones that a calendar defines itself (VTIMEZONE), and those that Windows names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from io import StringIO

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

MOST_ZONE_LINES = 500
"""A zone that is defined by more lines is not read: the longest histories have some 300."""
MOST_ZONE_LETTERS = 50_000
_OFFSET = re.compile(r"[+-](?:0\d|1[0-5])[0-5]\d(?:[0-5]\d)?")


def windows_zone(name: str) -> str:
    """The IANA key of a zone by its name in Windows; nothing where it is none."""
    return WINDOWS_TO_OLSON.get(name, "")


def defined_zone(lines: Sequence[str]) -> tzinfo | None:
    """The zone that the lines of a VTIMEZONE define; None where they do not."""
    if len(lines) > MOST_ZONE_LINES or sum(map(len, lines)) > MOST_ZONE_LETTERS:
        return None
    kept = ["BEGIN:VTIMEZONE", "TZID:X"]
    parts = 0
    for line in lines:
        name, _, value = line.partition(":")
        name, value = name.partition(";")[0].strip().upper(), value.strip()
        match name:
            case "BEGIN" if value.upper() in ("STANDARD", "DAYLIGHT"):
                # What is called daylight saving time makes no difference to what a clock shows,
                # but dateutil fails on a zone that has nothing else.
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
        # Whether it can tell an offset shows only when it is asked for one.
        datetime(2020, 1, 1, tzinfo=zone).astimezone(UTC)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return zone if isinstance(zone, tzinfo) else None
