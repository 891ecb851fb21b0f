"""Values that a file can write in many ways: languages, zones, instants, lengths."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from cacctl.formats.limits import LANGUAGE, ZONE

ASSUMED_LENGTH = timedelta(hours=1)
"""How long a session is taken to be whose end is not told."""


def language(text: str) -> str:
    """The language tag that is meant by `de`, `en_US`, `EN`; nothing for anything else."""
    first, *rest = text.strip().replace("_", "-").split("-")
    tag = "-".join([first.lower(), *rest])
    return tag if re.fullmatch(LANGUAGE, tag) else ""


def zone_named(name: str) -> str:
    """The IANA key that a file means by a zone's name; nothing where there is no such zone."""
    if not re.fullmatch(ZONE, name) or name == "Factory":
        return ""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ""
    return name


def instant(reading: datetime, zone: tzinfo) -> datetime:
    """A local or aware time as an instant in UTC; of a local time that is there twice, the first.

    Files of others are not refused for a time that their zone skips: it is the one after the gap.
    """
    return (reading if reading.tzinfo else reading.replace(tzinfo=zone)).astimezone(UTC)
