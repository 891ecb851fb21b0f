"""Events in trees of JSON-LD, and the texts in their values.

Of JSON-LD (https://www.w3.org/TR/json-ld11/) this is what pages about events use: objects within
each other, in lists and in `@graph`, which can refer to each other by `@id`. A value is a text, an
object, or a list of these. Contexts are never fetched, so the names must be those of schema.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cacctl.formats.common.fields import Fields, is_object
from cacctl.formats.common.values import language

# Event and its subtypes (https://schema.org/Event) but for deliveries, sales and publications.
EVENT_TYPES = {
    *("Event", "BroadcastEvent", "BusinessEvent", "ChildrensEvent", "ComedyEvent"),
    *("ConferenceEvent", "CourseInstance", "DanceEvent", "EducationEvent", "EventSeries"),
    *("ExhibitionEvent", "Festival", "FoodEvent", "Hackathon", "LiteraryEvent", "MusicEvent"),
    *("PerformingArtsEvent", "ScreeningEvent", "SocialEvent", "SportsEvent", "TheaterEvent"),
    "VisualArtsEvent",
}
_PARTS = ("subEvent", "subEvents")
_MOST_PARENTS = 5


class EventNode(NamedTuple):
    """An event, and the events that it is a part of, the closest first."""

    fields: Fields
    parents: tuple[Fields, ...]


class Graph:
    """The objects of some trees, which can refer to each other.

    `events` are those that have no dated parts, in the order of the file, each once.
    """

    def __init__(self, trees: Sequence[object]) -> None:
        self._by_id: dict[str, Fields] = {}
        self._events: dict[int, Fields] = {}
        self._parent: dict[int, Fields] = {}
        ranks: dict[str, tuple[bool, int]] = {}
        for node, is_part in _objects(trees):
            is_event = is_part or not EVENT_TYPES.isdisjoint(types(node))
            if is_event:
                self._events[id(node)] = node
            name, rank = node.get("@id"), (is_event, len(node))
            # Some events have the id of their page.
            if isinstance(name, str) and rank > ranks.get(name, (False, 0)):
                self._by_id[name], ranks[name] = node, rank
        for event in self._events.values():
            for part in filter(is_object, (p for key in _PARTS for p in values(event.get(key)))):
                self._set_parent(self.resolved(part), event)
        for event in self._events.values():
            for whole in filter(is_object, values(event.get("superEvent"))):
                self._set_parent(event, self.resolved(whole))
        self.events = self._without_parts()

    def _without_parts(self) -> list[EventNode]:
        wholes = {
            id(parent)
            for number, parent in self._parent.items()
            if number in self._events and "startDate" in self._events[number]
        }
        found: dict[object, Fields] = {}
        for number, event in self._events.items():
            if number not in wholes and not self._is_reference(event):
                key = _identity(event)
                if len(event) > len(found.get(key, ())):
                    found[key] = event
        return [EventNode(event, tuple(self._parents(event))) for event in found.values()]

    def _is_reference(self, event: Fields) -> bool:
        """Return whether another node describes the same event, and better."""
        best = self.resolved(event)
        return best is not event and text(event.get("startDate")) in (
            "",
            text(best.get("startDate")),
        )

    def resolved(self, node: Fields) -> Fields:
        """Return the object that has the most to say about what a node refers to: often itself."""
        name = node.get("@id")
        return self._by_id.get(name, node) if isinstance(name, str) else node

    def objects(self, value: object) -> list[Fields]:
        """Return the objects of a value, those that it refers to for references."""
        return [self.resolved(item) for item in values(value) if is_object(item)]

    def _set_parent(self, event: Fields, parent: Fields) -> None:
        if event is not parent:
            self._parent.setdefault(id(event), parent)

    def _parents(self, event: Fields) -> Iterator[Fields]:
        for _level in range(_MOST_PARENTS):
            parent = self._parent.get(id(event))
            if parent is None:
                return
            yield parent
            event = parent


def types(node: Fields) -> list[str]:
    """Return the types of a node without the prefix of the vocabulary."""
    names = [name for name in values(node.get("@type")) if isinstance(name, str)]
    return [re.split(r"[/#:]", name)[-1] for name in names]


def values(value: object) -> list[Any]:
    """Return the items of a list, or the value in its place; none for None."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def text(value: object) -> str:
    """Return the text of a value: the first of several, or the name of an object; else ""."""
    for _level in range(5):
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, list):
            value = next((item for item in value if item), None)
        elif isinstance(value, dict):
            # Some have an object with a text for each language.
            langs = [key for key in value if key != "url" and language(key)]
            keys = ("@value", "name", *langs)
            value = next((value[key] for key in keys if value.get(key)), None)
        else:
            return ""
    return ""


def iri(value: object) -> str:
    """Return the URL or the like in a value, which can be given as a reference; else ""."""
    names = [item.get("@id") if is_object(item) else item for item in values(value)]
    return text(names) or text(value)


def _objects(trees: Sequence[object]) -> Iterator[tuple[Fields, bool]]:
    """Yield all objects, each before those within it, and whether it is a part of an event."""
    waiting: list[tuple[object, bool]] = [(tree, False) for tree in reversed(trees)]
    while waiting:
        node, is_part = waiting.pop()
        if isinstance(node, dict):
            yield node, is_part
            waiting += [(value, key in _PARTS) for key, value in reversed(node.items())]
        elif isinstance(node, list):
            waiting += [(item, is_part) for item in reversed(node)]


def _identity(event: Fields) -> object:
    """Return what two descriptions of one event have in common."""
    name = event.get("@id")
    keys = ("startDate",) if isinstance(name, str) else ("name", "startDate", "url", "location")
    return (name if isinstance(name, str) else "", *(text(event.get(key)) for key in keys))
