"""The tree that schedule XML and schedule JSON share: a conference, its days and its events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cacctl.formats.common.fields import Fields, words
from cacctl.formats.frab.roundtrip import PHRASES

LANGUAGES = {
    name.lower(): tag for phrases in PHRASES.values() for tag, name in phrases.languages.items()
} | {"german": "de", "deutsch": "de"}
"""The tags of languages by the names that schedules use, all of cacctl's own among them."""


class ScheduleDay(NamedTuple):
    """A day with its events, each with the name of the room that contains it, or "".

    `date`, `start` and `end` are as in the file.
    """

    date: str
    start: str
    end: str
    events: Iterable[tuple[str, Fields]]


class ScheduleTree(NamedTuple):
    """A schedule. `generator` is the name of the program that wrote it."""

    generator: str
    version: str
    base_url: str
    conference: Fields
    days: Iterable[ScheduleDay]


def site_of(schedule: ScheduleTree) -> str:
    """Return the URL of the conference's site, or ""."""
    site = words(schedule.conference.get("url"))
    return site if site.startswith(("https://", "http://")) else ""
