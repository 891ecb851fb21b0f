"""Events of schema.org (https://schema.org/Event) as drafts of sessions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.formats import unsupported
from cacctl.formats.base import JsonText, ReadResult
from cacctl.formats.common.build import build_result
from cacctl.formats.common.cancellation import title_and_cancelled
from cacctl.formats.common.drafts import EventDetails, MediaLink, SessionDraft
from cacctl.formats.common.fields import Fields
from cacctl.formats.common.json_text import object_lines
from cacctl.formats.common.links import kind_by_host
from cacctl.formats.common.problems import EventLines, unusable
from cacctl.formats.common.text import LONGEST_TEXT, name_of, plain_text
from cacctl.formats.common.values import instant, language, usable_uid
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.common.zones import likely_zone
from cacctl.formats.diagnostics import Advice, quoted
from cacctl.formats.jsonld.nodes import EventNode, Graph, iri, text, types, values
from cacctl.formats.jsonld.times import end_of, moment, start_of
from cacctl.formats.limits import too_many_sessions
from cacctl.model.platforms import platform


class Page(NamedTuple):
    """What a file says beside its events: its text, the title, and the URL of relative links."""

    text: str
    title: str = ""
    url: str = ""


class Place(NamedTuple):
    """The name of a place and that of its city; "" where there is none."""

    name: str
    city: str


def read(file: JsonText, source: str, event_tz: str = "") -> ReadResult | None:
    """Read JSON-LD with events of schema.org (a `JsonReader`)."""
    graph = Graph([file.tree])
    if not graph.events:
        return None
    if only_repeats(graph):
        return unusable(source, file.text, unsupported.repeating())
    page = Page(file.text, url=source if "://" in source else "")
    lines = partial(object_lines, file.text, _event_objects)
    return read_events(source, page, graph, lines, event_tz)


def only_repeats(graph: Graph) -> bool:
    """Return whether events repeat by a Schedule (https://schema.org/Schedule), and none is dated.

    Which dates these mean is not worked out.
    """
    fields = [event.fields for event in graph.events]
    return any(map(_repeats, fields)) and not any(map(start_of, fields))


def _repeats(fields: Fields) -> bool:
    return bool(fields.get("eventSchedule"))


def _event_objects(tree: object) -> list[object]:
    return [event.fields for event in Graph([tree]).events]


def read_events(
    source: str,
    page: Page,
    graph: Graph,
    lines: EventLines,
    event_tz: str = "",
    problems: Iterable[Advice] = (),
) -> ReadResult:
    """Return the programme of the events in a graph; `lines` has those of `graph.events`.

    `problems` are those found before, which become warnings.
    """
    warnings = Warnings()
    for problem in problems:
        warnings.add((), problem)
    found = graph.events
    warnings.events = len(found)
    if advice := too_many_sessions(len(found)):
        return unusable(source, page.text, advice)
    places = Places(graph, found)
    starts = [start.reading for event in found if (start := start_of(event.fields))]
    zone = ZoneInfo(event_tz or likely_zone(places.city, starts, warnings))
    reader = EventReader(graph, places, page.url, zone, warnings)
    drafts = filter(None, (reader.draft(number, event) for number, event in enumerate(found)))
    details = _details(found, places, page, source, zone)
    return build_result(source, page.text, details, drafts, warnings, lines)


class Places:
    """Where events take place. `venue` is the place of all of them, `city` that of most."""

    def __init__(self, graph: Graph, found: Sequence[EventNode]) -> None:
        self._graph = graph
        wholes = {id(whole): whole for event in found if event.parents for whole in event.parents}
        own = [self._of(event.fields) for event in found]
        of_wholes = [self._of(whole) for whole in wholes.values()]
        cities = Counter(place.city for place in chain(own, of_wholes) if place.city)
        self.city = max(cities, key=cities.__getitem__, default="")
        names = {place.name for place in own if place.name}
        of_whole = next((place.name for place in of_wholes if place.name), "")
        self.venue = of_whole or (names.pop() if len(names) == 1 else "")

    def room(self, event: EventNode) -> str:
        """Return the name of an event's place, "" where all are in it."""
        name = self._of(event.fields).name
        return "" if name == self.venue else name

    def _of(self, fields: Fields) -> Place:
        for value in values(fields.get("location")):
            if isinstance(value, str):
                name = plain_text(value[:LONGEST_TEXT]).strip()
                if "://" not in name:
                    return Place(name, "")
            for place in self._graph.objects(value):
                if "VirtualLocation" not in types(place):
                    address = place.get("address")
                    cities = (part.get("addressLocality") for part in self._graph.objects(address))
                    return Place(_name(place) or text(address), next(map(text, cities), ""))
        return Place("", "")


class EventReader:
    """Drafts of events. Relative URLs are resolved against `base_url`."""

    def __init__(
        self, graph: Graph, places: Places, base_url: str, zone: ZoneInfo, warnings: Warnings
    ) -> None:
        self._graph = graph
        self._places = places
        self._base = base_url
        self._zone = zone
        self._warnings = warnings

    def draft(self, number: int, event: EventNode) -> SessionDraft | None:
        """Return an event as a draft; None, with a warning, if its start is unreadable."""
        fields, path = event.fields, ("event", number)
        start = start_of(fields)
        if start is None:
            if written := text(fields.get("startDate")):
                message = _("skipped because the start is unreadable: {value}.")
                self._warnings.skip(path, message, value=quoted(written))
            elif _repeats(fields):
                message = _("skipped because its repeat schedule (eventSchedule) cannot be read.")
                self._warnings.skip(path, message)
            else:
                self._warnings.skip(path, _("skipped because it has no start time."))
            return None
        begins = instant(start.reading, self._zone)
        end = end_of(fields, start, self._zone)
        # Dates of a tour may have no names of their own.
        names = (name for node in (fields, *event.parents) if (name := _name(node)))
        name, cancelled = title_and_cancelled(next(names, ""))
        host = _name_in(fields.get("organizer"), self._graph)
        links = tuple(self._links(event))
        page = _url(fields.get("url"), self._base)
        return SessionDraft(
            path=path,
            start=begins,
            end=end or begins + self._warnings.assume_duration(path),
            name=name,
            uid=usable_uid(text(fields.get("@id"))),
            lang=_language(fields.get("inLanguage")),
            description=text(fields.get("description")),
            room=self._places.room(event),
            # The parts of a festival can have parts themselves, such as its stages.
            track=_name(event.parents[0]) if len(event.parents) > 1 else "",
            host=host if host not in map(_name, (fields, *event.parents)) else "",
            speakers=tuple(self._performers(fields)),
            page="" if page in [link.url for link in links] else page,
            links=links,
            cancelled=cancelled or self._is_cancelled(event, path),
        )

    def _is_cancelled(self, event: EventNode, path: tuple[str, int]) -> bool:
        statuses = [
            re.split(r"[/#:]", iri(status))[-1].lower()
            for node in (event.fields, *event.parents)
            for status in values(node.get("eventStatus"))
        ]
        if "eventpostponed" in statuses and "eventrescheduled" not in statuses:
            self._warnings.postponed(path)
            return True
        return not {"eventcancelled", "eventcanceled"}.isdisjoint(statuses)

    def _performers(self, fields: Fields) -> Iterator[str]:
        for key in ("performer", "performers"):
            for value in values(fields.get(key)):
                yield _name_in(value, self._graph)

    def _links(self, event: EventNode) -> Iterator[MediaLink]:
        """Yield the streams and recordings. A place to attend that is the event's page is none."""
        nodes = (event.fields, *event.parents)
        pages = [_url(node.get("url"), self._base) for node in nodes]
        urls = [pages[0]] if platform(pages[0]) != "web" else []
        location = next((found for node in nodes if (found := node.get("location"))), None)
        for value in values(location):
            if isinstance(value, str):
                urls.append(_url(value, ""))
            for place in self._graph.objects(value):
                url = _url(place.get("url"), self._base)
                if "VirtualLocation" in types(place) or kind_by_host(url) == "live":
                    urls.append(url)
        for url in dict.fromkeys(urls):
            if url and (url not in pages or platform(url) != "web"):
                yield MediaLink(url, kind_by_host(url) or "live")
        for value in values(event.fields.get("recordedIn")):
            works = self._graph.objects(value)
            keys = ("url", "contentUrl", "embedUrl")
            found = (_url(work.get(key), self._base) for work in works for key in keys)
            if url := next(filter(None, found), _url(value, self._base)):
                yield MediaLink(url, "recording")


def _details(
    found: Sequence[EventNode], places: Places, page: Page, source: str, zone: ZoneInfo
) -> EventDetails:
    outer = [(event.fields, *event.parents)[-1] for event in found]
    only: Fields = outer[0] if all(whole is outer[0] for whole in outer) else {}
    # A single event is as long as its session.
    keys = ("startDate", "endDate") if any(event.parents for event in found) else ()
    days = [
        day and instant(day.reading, zone).astimezone(zone).date()
        for day in (moment(text(only.get(key))) for key in keys)
    ] or [None, None]
    return EventDetails(
        name=_name(only) or page.title or name_of(source),
        zone=zone.key,
        names_zone=False,
        place=", ".join(dict.fromkeys(filter(None, (places.venue, places.city)))),
        site=_url(only.get("url"), page.url),
        first_date=days[0],
        last_date=days[1],
    )


def _url(value: object, base: str) -> str:
    """Return an absolute URL; "" if the value has none."""
    url = iri(value)
    if url.startswith("/"):
        try:
            url = urljoin(base or "https:", url)
        except ValueError:
            return ""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _name(node: Fields) -> str:
    return " ".join(plain_text(text(node.get("name"))[:LONGEST_TEXT]).split())


def _name_in(value: object, graph: Graph) -> str:
    """Return the name of a person or organisation, given as an object or a text."""
    nodes = graph.objects(value)
    return next(filter(None, map(_name, nodes)), "") if nodes else _name({"name": value})


def _language(value: object) -> str:
    """Return the tag of a language that is given as a tag, or as an object with one."""
    for item in values(value):
        names = (item.get("alternateName"), item.get("name")) if isinstance(item, dict) else [item]
        if tag := next((tag for name in names if (tag := language(text(name)))), ""):
            return tag
    return ""
