"""Directories of events: what events there are, when, and where their schedules are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cacctl.model.programme import NO_WORDS, Programme, Session, Words

if TYPE_CHECKING:
    from datetime import datetime

    from cacctl.model.stream_rules import StreamRule

# Editions of a series end in a year or a number of two digits or more: `fosdem-2027`, `gpn24`.
_EDITION = r"(?<=[a-z])[-_]?\d{2,4}$"


class ListedEvent(NamedTuple):
    """An event of a directory or of the settings. What is unknown is empty, or None for dates.

    `schedule` is a path or URL, `zone` an IANA key. `resources` are the paths or URLs of further
    resources of the schedule by their keys. `sources` are the URLs that the facts are from,
    and `location` is the line with them.
    """

    id: str
    schedule: str
    location: str
    name: Words = NO_WORDS
    start: date | None = None
    end: date | None = None
    zone: str = ""
    streams: "tuple[StreamRule, ...]" = ()
    resources: Mapping[str, str] = NO_WORDS
    sources: tuple[str, ...] = ()


class Directory(NamedTuple):
    """The events of a directory, and warnings about it. Those with an error are `unusable`.

    `failures` are those of the warnings that are not about single events.
    """

    events: tuple[ListedEvent, ...]
    warnings: tuple[str, ...] = ()
    unusable: tuple[ListedEvent, ...] = ()
    failures: tuple[str, ...] = ()


class EventNow(NamedTuple):
    """An event with its programme, if that is known without going online."""

    event: ListedEvent
    programme: Programme | None = None

    @property
    def dates(self) -> tuple[date, date] | None:
        """The first and the last date; None if neither a directory nor a programme has them."""
        if self.event.start and self.event.end:
            return self.event.start, self.event.end
        if self.programme is None:
            return None
        return self.programme.event.first_date, self.programme.event.last_date

    @property
    def zone(self) -> str:
        """The IANA key of the event's zone, or ""."""
        return self.event.zone or (self.programme.event.zone if self.programme else "")

    def live_at(self, now: "datetime") -> Sequence[Session]:
        """Return the sessions that are live, as far as is known."""
        return self.programme.live_at(now) if self.programme else ()


def named(name: str, events: Iterable[ListedEvent], today: date) -> ListedEvent | None:
    """Return the event with this ID, or the current edition of a series such as `fosdem`.

    That is the first one with a schedule that has not ended, else the one that ended last. `today`
    is in UTC.
    """
    wanted, editions = _folded(name), []
    for event in events:
        if (known := _folded(event.id)) == wanted:
            return event
        if _series(known) == wanted and event.schedule and event.start and event.end:
            editions.append((event.start, event.end, event))
    coming = [edition for edition in editions if edition[1] >= today]
    if coming:
        return min(coming, key=lambda edition: edition[0])[2]
    return max(editions, key=lambda edition: edition[1])[2] if editions else None


def names(events: Iterable[ListedEvent]) -> list[str]:
    """Return the names that `named` knows, once each: IDs, and those of series."""
    found: dict[str, None] = {}
    for event in events:
        found[event.id] = None
        if event.schedule and event.start and (series := _series(event.id)):
            found[series] = None
    return list(found)


def meanings(events: Sequence[ListedEvent], today: date) -> dict[str, ListedEvent | None]:
    """Return the event that `named` returns for each of the `names`."""
    alike: defaultdict[str, list[ListedEvent]] = defaultdict(list)
    for event in events:
        known = _folded(event.id)
        for name in {known, _series(known)}:
            alike[name].append(event)
    return {name: named(name, alike[_folded(name)], today) for name in names(events)}


def with_schedule(schedule: str, events: Iterable[ListedEvent]) -> ListedEvent | None:
    """Return the first of the events with this schedule, if there is one."""
    return next((event for event in events if schedule and event.schedule == schedule), None)


def same_event(own: EventNow, events: Iterable[ListedEvent]) -> ListedEvent | None:
    """Return the event of a directory that one under another name is; None if that is not sure.

    The schedule is below the event's page, as `https://fosdem.org/2027/schedule/xml` is below
    `https://fosdem.org/2027/`. If its dates are known, they are the same, and for those it is
    enough that the name is that of the series, or that the schedule has the event's name.
    """
    programme, name = own.programme, _folded(own.event.id)
    titles = set(map(str.casefold, programme.event.name.values())) if programme else set()
    found = []
    for event in events:
        is_same = any(_is_below(own.event.schedule, page) for page in event.sources)
        if own.dates:
            is_named = _series(_folded(event.id)) == name
            is_named |= not titles.isdisjoint(map(str.casefold, event.name.values()))
            is_same = (is_same or is_named) and own.dates == (event.start, event.end)
        if is_same:
            found.append(event)
    return found[0] if len(found) == 1 else None


def _is_below(url: str, page: str) -> bool:
    """Return whether a URL is below a page that is not the front page of a site."""
    from urllib.parse import urlsplit

    return url.startswith(page.rstrip("/") + "/") and urlsplit(page).path.strip("/") != ""


def without_repeated(events: Iterable[ListedEvent]) -> tuple[ListedEvent, ...]:
    """Return the first of the events with the same ID, or with the same schedule.

    Of the same schedule, the others add the streams and the zone that the first one lacks.
    """
    found: dict[str, ListedEvent] = {}
    by_schedule: dict[str, str] = {}
    for event in events:
        first = by_schedule.get(event.schedule, event.id)
        if known := found.get(first):
            if event.schedule == known.schedule:
                found[first] = known._replace(
                    streams=known.streams or event.streams,
                    resources={**event.resources, **known.resources},
                    zone=known.zone or event.zone,
                )
        else:
            found[event.id] = event
            if event.schedule:
                by_schedule[event.schedule] = event.id
    return tuple(found.values())


def _series(event_id: str) -> str:
    """Return the name of the series, if the ID ends as that of an edition; else the ID."""
    return re.sub(_EDITION, "", event_id)


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-")
