"""Read schedule JSON, as frab, pretalx and others write it.

Real files differ from the published form: they lack the outer object, have days or events beside
the conference, or rooms as a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from cacctl.formats.base import JsonText, ReadResult
from cacctl.formats.common.fields import Fields, is_object, items, words
from cacctl.formats.common.json_text import object_lines
from cacctl.formats.frab.events import read_tree
from cacctl.formats.frab.tree import ScheduleDay, ScheduleTree


def read(file: JsonText, source: str, event_tz: str = "") -> ReadResult | None:
    """Read schedule JSON (a `JsonReader`)."""
    schedule = _schedule(file.tree)
    if schedule is None:
        return None
    lines = partial(object_lines, file.text, _event_objects)
    return read_tree(source, file.text, schedule, lines, event_tz)


def _event_objects(tree: object) -> Sequence[object]:
    schedule = _schedule(tree)
    return [fields for day in schedule.days for _room, fields in day.events] if schedule else []


def _schedule(tree: object) -> ScheduleTree | None:
    outer = _object(tree)
    inner = _object(outer.get("schedule")) or outer
    conference = _object(inner.get("conference")) or inner
    days = items(conference.get("days")) or items(inner.get("days"))
    events = items(inner.get("events"))
    if not days and not events:
        return None
    generator = inner.get("generator") or outer.get("generator")
    return ScheduleTree(
        generator=words(generator),
        version=words(inner.get("version")),
        base_url=words(inner.get("base_url")) or words(conference.get("base_url")),
        conference=conference,
        days=chain(
            map(_day, filter(is_object, days)), [ScheduleDay("", "", "", _of_room("", events))]
        ),
    )


def _day(day: Fields) -> ScheduleDay:
    start, end = (words(day.get(f"day_{key}") or day.get(key)) for key in ("start", "end"))
    return ScheduleDay(words(day.get("date")), start, end, _events(day))


def _events(day: Fields) -> Iterator[tuple[str, Fields]]:
    rooms = day.get("rooms")
    if isinstance(rooms, Mapping):
        for name, events in rooms.items():
            yield from _of_room(name, items(events))
    else:
        for room in filter(is_object, items(rooms)):
            yield from _of_room(words(room), items(room.get("events")))
    yield from _of_room("", items(day.get("events")))


def _of_room(name: str, events: list[Any]) -> Iterator[tuple[str, Fields]]:
    return ((name, event) for event in filter(is_object, events))


def _object(value: object) -> Fields:
    return value if isinstance(value, dict) else {}
