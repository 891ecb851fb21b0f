"""Read schedule JSON, as frab, pretalx and others write it.

Real files differ from the published form: they lack the outer object, have days or events beside
the conference, or rooms as a list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any

from cacctl.base.i18n import _
from cacctl.base.reasons import translated
from cacctl.formats.base import ReadResult
from cacctl.formats.common.problems import unusable
from cacctl.formats.common.text import with_plain_line_ends
from cacctl.formats.diagnostics import advise
from cacctl.formats.frab.events import read_tree
from cacctl.formats.frab.tree import Fields, ScheduleDay, ScheduleTree, items, words
from cacctl.formats.limits import too_large, too_many_parts

# In schedules that people make, every value with its key has more letters than this.
LETTERS_PER_PART = 8

_OBJECT_OR_STRING = re.compile(r'\{|"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def read(data: bytes, source: str, _now: datetime, event_tz: str = "") -> ReadResult:
    """Read schedule JSON (a `ScheduleReader`)."""
    if advice := too_large(data):
        return unusable(source, "", advice)
    encoding = json.detect_encoding(data)
    try:
        text = with_plain_line_ends(data.decode(encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError:
        advice = advise(_("the file is not UTF-8. Save it as UTF-8."))
        return unusable(source, data.decode(errors="replace"), advice)
    if advice := too_many_parts(sum(map(text.count, "{[,")), len(text), LETTERS_PER_PART):
        return unusable(source, text, advice)
    try:
        tree = _parsed(text)
    except json.JSONDecodeError as error:
        advice = advise(_("invalid JSON: {reason}."), reason=translated(error.msg))
        return unusable(source, text, advice, line=error.lineno, column=error.colno)
    except RecursionError:
        return unusable(source, text, advise(_("lists and objects are nested too deeply.")))
    schedule = _schedule(tree)
    if schedule is None:
        text_of_advice = _(
            "this JSON file is not a conference schedule. It contains neither a conference "
            "with days nor a list of events."
        )
        return unusable(source, text, advise(text_of_advice))
    return read_tree(source, text, schedule, partial(_lines, text), event_tz)


def _parsed(text: str) -> object:
    # Numbers stay texts, as some are too long for Python, and NaN is not one.
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


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
            map(_day, filter(_object, days)), [ScheduleDay("", "", "", _of_room("", events))]
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
        for room in filter(_object, items(rooms)):
            yield from _of_room(words(room), items(room.get("events")))
    yield from _of_room("", items(day.get("events")))


def _of_room(name: str, events: list[Any]) -> Iterator[tuple[str, Fields]]:
    return ((name, event) for event in events if isinstance(event, Mapping))


def _object(value: object) -> Fields:
    return value if isinstance(value, dict) else {}


def _lines(text: str) -> list[int]:
    """Return the line of each event, from 1.

    The objects of the tree have the order of their braces in the text, unless a key is repeated.
    """
    tree = _parsed(text)
    schedule = _schedule(tree)
    events = [fields for day in schedule.days for _room, fields in day.events] if schedule else []
    number_of = {id(event): number for number, event in enumerate(events)}
    lines = [0] * len(events)
    line, counted = 1, 0
    braces = (found.start() for found in _OBJECT_OR_STRING.finditer(text) if found[0] == "{")
    for node, position in zip(_objects(tree), braces, strict=False):
        if (number := number_of.get(id(node))) is not None:
            line += text.count("\n", counted, position)
            counted = position
            lines[number] = line
    return lines


def _objects(tree: object) -> Iterator[object]:
    """Yield the objects of a tree, each before those within it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(reversed(node.values()))
        elif isinstance(node, list):
            waiting.extend(reversed(node))
