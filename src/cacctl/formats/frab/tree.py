"""The tree that schedule XML and schedule JSON share: a conference, its days and its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cacctl.formats.frab.roundtrip import PHRASES

Fields = Mapping[str, Any]

NAME_KEYS = ("public_name", "full_public_name", "name", "title", "en")
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


def words(value: object, lang: str = "") -> str:
    """Return the text of a value, or of an object by its name or by language; else ""."""
    # Fast paths: most values are texts or missing.
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    # The name in an object can itself be an object of languages.
    for _level in range(3):
        if isinstance(value, str):
            return value.strip()
        if not isinstance(value, Mapping):
            return ""
        keys = (lang, *NAME_KEYS, *value)
        value = next((value[key] for key in keys if value.get(key)), "")
    return ""


def items(value: object) -> list[Any]:
    """Return the items of a list, or the values of an object in its place; else no items."""
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def site_of(schedule: ScheduleTree) -> str:
    """Return the URL of the conference's site, or ""."""
    site = words(schedule.conference.get("url"))
    return site if site.startswith(("https://", "http://")) else ""
