"""What schedule XML and schedule JSON share: the conference, its days, and events as fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Fields = Mapping[str, Any]
NAME_KEYS = ("public_name", "full_public_name", "name", "title", "en")
LANGUAGES = {
    "english": "en",
    "영어": "en",
    "korean": "ko",
    "한국어": "ko",
    "german": "de",
    "deutsch": "de",
}


class ScheduleDay(NamedTuple):
    """A day with its events, each with the name of the room that it stands under, if any.

    `date`, `start` and `end` are as they stand in the file.
    """

    date: str
    start: str
    end: str
    events: Iterable[tuple[str, Fields]]


class ScheduleTree(NamedTuple):
    """A file's tree. `generator` is the name of the program that wrote it."""

    generator: str
    version: str
    base_url: str
    conference: Fields
    days: Iterable[ScheduleDay]


def words(value: object, lang: str = "") -> str:
    """The text that a value is, or that it has as its name or in a language; else nothing."""
    # Most are texts, and most of what is not is missing.
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    # The name of what is told as an object can itself be told by language.
    for _level in range(3):
        if isinstance(value, str):
            return value.strip()
        if not isinstance(value, Mapping):
            return ""
        keys = (lang, *NAME_KEYS, *value)
        value = next((value[key] for key in keys if value.get(key)), "")
    return ""


def items(value: object) -> list[Any]:
    """What is in a list, or in an object that stands for one."""
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def site_of(schedule: ScheduleTree) -> str:
    site = words(schedule.conference.get("url"))
    return site if site.startswith(("https://", "http://")) else ""
