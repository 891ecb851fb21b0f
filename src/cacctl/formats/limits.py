"""Patterns and limits for schedules in all formats."""

import re
from datetime import timedelta

from cacctl.base.i18n import _
from cacctl.formats.diagnostics import Advice, advise
from cacctl.times.zones import is_key

SECONDS = "[0-9]{1,7}"
POSITION = r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-9]{2})"
"""A position in a video: `1:02:03`, `62:03`."""
# An IANA key. Files of the database that are not zones start with a lowercase letter.
ZONE = r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*)*"

LARGEST_FILE_BYTES = 64 * 1024 * 1024
MOST_SESSIONS = 100_000
MOST_CITIES = 10_000
MOST_LINKS = 100
"""How many links a session can have beside its streams and recordings."""
LONGEST_SESSION = timedelta(days=31)
LONGEST_VIDEO_SECONDS = 31 * 24 * 60 * 60
LONGEST_DELAY_MINUTES = 24 * 60
SHORTEST_REFRESH = timedelta(minutes=1)
LONGEST_REFRESH = timedelta(days=30)
# Calendars count revisions in 32 bits.
LARGEST_REVISION = 1_000_000_000

# Parsing takes memory for each part of a text. Schedules that people write have far fewer.
MOST_PARTS = 3_000_000
PARTS_OF_ANY_TEXT = 200_000


def is_zone(key: str) -> bool:
    """Return whether a text is the IANA key of a time zone, spelled exactly."""
    return bool(re.fullmatch(ZONE, key)) and key != "Factory" and is_key(key)


def too_large(data: bytes) -> Advice | None:
    """Return what is wrong if a file is larger than the limit."""
    if len(data) <= LARGEST_FILE_BYTES:
        return None
    text = _("the file is larger than the limit of {most} MiB.")
    return advise(text, most=LARGEST_FILE_BYTES // 1024**2)


def too_many_sessions(count: int) -> Advice | None:
    """Return what is wrong if a schedule has more sessions than the limit."""
    if count <= MOST_SESSIONS:
        return None
    text = _("too many sessions: {count}. The limit is {most}.")
    return advise(text, count=count, most=MOST_SESSIONS)


def too_many_parts(count: int, letters: int, letters_per_part: int) -> Advice | None:
    """Return what is wrong if a text of this length has more parts than the limit."""
    most = min(PARTS_OF_ANY_TEXT + letters // letters_per_part, MOST_PARTS)
    if count <= most:
        return None
    return advise(_("the file exceeds the limit of {most} elements."), most=most)
