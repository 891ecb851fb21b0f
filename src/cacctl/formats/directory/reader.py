"""Read a directory of events in TOML, described in docs/directories.md, or another format.

What cannot be read of it is left out, with a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from cacctl.base import hints
from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import is_private, url_problem, with_https
from cacctl.formats import registry
from cacctl.formats.diagnostics import Problem, line, quoted
from cacctl.formats.limits import is_zone
from cacctl.formats.native.keys import Key, Keys
from cacctl.formats.native.problems import Problems, located
from cacctl.formats.native.streams import read_streams
from cacctl.formats.native.syntax import Parsed, Table, parsed
from cacctl.formats.native.time_advice import zone_advice
from cacctl.formats.native.times import Times
from cacctl.formats.native.values import Values
from cacctl.model.directory import Directory, ListedEvent

if TYPE_CHECKING:
    from datetime import date

    from cacctl.base.toml_positions import KeyPath
    from cacctl.model.stream_rules import StreamRule

MOST_EVENTS = 5000

RESOURCES = ("streams_api", "recordings")
# scripts/schedule_schema.py makes a JSON Schema of these.
FILE: Keys = {"event": Key("[event]", "Events", "The events.", "[[event]]")}
EVENT: Keys = {
    "id": Key("id", "ID", "The name for --event.", 'id = "fosdem-2027"'),
    "name": Key("text", "Name", "The event's name in each language.", 'name = "FOSDEM 2027"'),
    "start": Key("date", "First date", "A date without quotes.", "start = 2027-01-30"),
    "end": Key("date", "Last date", "A date without quotes.", "end = 2027-01-31"),
    "zone": Key("zone", "Time zone", "A name from the IANA time zone database."),
    "schedule": Key("location", "Schedule", "A URL, or a path relative to this file."),
    "streams": Key("streams", "Streams", "Rules that generate stream URLs."),
    "streams_api": Key("location", "Streams API", "The URL of a streaming API."),
    "recordings": Key("location", "Recordings", "The URL of a list of recordings."),
    "sources": Key("[url]", "Sources", "The URLs of the pages with these facts."),
}


class Examined(NamedTuple):
    """The events of a directory that could be read, its problems, and its text.

    `unusable` are the events with an error that have an ID.
    """

    events: Sequence[ListedEvent]
    problems: Sequence[Problem]
    text: str
    unusable: Sequence[ListedEvent] = ()


def read(data: bytes, origin: str) -> Directory:
    """Return the events of a directory from a file or URL, `origin`. Raises ScheduleProblem.

    A problem is a warning of a line; several are counted in one.
    """
    found = examine(data, origin)
    warnings = tuple(line(problem) for problem in found.problems[:1])
    if (count := len(found.problems)) > 1:
        text = _("{file}: {count} problems. To list them: {command}")
        command = hints.command("check", origin)
        warnings = (text.format(file=visible(origin), count=count, command=command),)
    return Directory(tuple(found.events), warnings, tuple(found.unusable))


def examine(data: bytes, origin: str) -> Examined:
    """Read a directory as far as possible. Raises ScheduleProblem for a file that is none."""
    if registry.detect(data).name == "json":
        from cacctl.formats.directory import giggity

        return giggity.examine(data, origin)
    text = parsed(data)
    if text.tree is None:
        raise ScheduleProblem(line(located(origin, text, [])[0]))
    if not isinstance(text.tree.get("event"), list):
        raise unusable(origin)
    return _Reader(origin, text).examine(text.tree)


def unusable(origin: str) -> ScheduleProblem:
    """Return the error for a file in which there are no events."""
    text = _("{file} is not an event directory.")
    return ScheduleProblem(text.format(file=visible(origin)))


def schedule_url(named: str, origin: str) -> tuple[str, str]:
    """Return the URL or path that a directory names, and why it must not be used, or "".

    A directory from a URL must not lead into a private network, unless it is there itself, nor to
    a file.
    """
    # First of all: a host that is not valid cannot be joined.
    if "://" in named and (problem := url_problem(named)):
        return named, problem
    if "://" in origin:
        named = urljoin(origin, named)
        is_elsewhere = urlsplit(named).hostname != urlsplit(origin).hostname
        problem = url_problem(named)
        if not problem and is_elsewhere and is_private(named):
            problem = _("it is on a private network")
        return named, problem or ""
    if "://" in named:
        return named, ""
    from pathlib import Path

    return str(Path(origin).parent / named), ""


class _Reader:
    """Reads the tables of a directory, and collects their problems."""

    def __init__(self, origin: str, text: Parsed) -> None:
        self._origin, self._text = origin, text
        self._problems = Problems()
        self._values, self._times = Values(self._problems), Times(self._problems)
        self._ids: set[str] = set()

    def examine(self, tree: Table) -> Examined:
        self._problems.check_keys(tree, (), FILE)
        tables = self._values.tables(tree, "event", ())
        if len(tables) > MOST_EVENTS:
            text = _("too many events: {count}. The limit is {most}.")
            self._problems.error(("event",), text, count=len(tables), most=MOST_EVENTS)
        events = [self._event(table, path) for path, table in tables[:MOST_EVENTS]]
        wrong = {problem.path[:2] for problem in self._problems.errors}
        lines = self._lines([path for path, _table in tables])
        good, unusable = [], []
        for (path, _table), event, number in zip(tables, events, lines, strict=False):
            known = event._replace(location=f"{visible(self._origin)}:{number}")
            if path not in wrong:
                good.append(known)
            elif event.id:
                unusable.append(known)
        problems = located(self._origin, self._text, self._problems.all)
        return Examined(good, problems, self._text.original, unusable)

    def _lines(self, paths: Sequence[KeyPath]) -> list[int]:
        from cacctl.base.toml_positions import Positions

        positions = Positions(self._text.text)
        return [positions.line(path) for path in paths]

    def _event(self, table: Table, path: KeyPath) -> ListedEvent:
        """Return an event, with placeholders for the values that cannot be read."""
        self._problems.check_keys(table, path, EVENT)
        start, end = self._date(table, "start", path), self._date(table, "end", path)
        if start and end and end < start:
            text = _("{end} is before the start, {start}.")
            self._problems.error((*path, "end"), text, end=end, start=start)
        sources = [
            self._values.url({"url": url}, item_path[:-1])
            for item_path, url in self._values.items(table, "sources", path)
        ]
        streams: tuple[StreamRule, ...] = ()
        if "streams" in table:
            streams = read_streams(table["streams"], self._problems, (*path, "streams"))
        return ListedEvent(
            self._id(table, path),
            self._resource(table, "schedule", path),
            "",
            self._values.words(table, "name", path, EVENT),
            start,
            end,
            self._zone(table, path),
            streams,
            {key: self._resource(table, key, path) for key in RESOURCES if key in table},
            tuple(filter(None, sources)),
        )

    def _id(self, table: Table, path: KeyPath) -> str:
        event_id = self._values.name(table, "id", path, EVENT)
        if event_id and event_id in self._ids:
            text = _("the ID {id} is used more than once. Use a different ID.")
            self._problems.error((*path, "id"), text, id=event_id)
        self._ids.add(event_id)
        return event_id

    def _date(self, table: Table, key: str, path: KeyPath) -> date | None:
        if key not in table:
            self._problems.missing(table, key, path, EVENT)
        return self._times.calendar_date(table, key, path)

    def _zone(self, table: Table, path: KeyPath) -> str:
        value = table.get("zone", "")
        if value == "" or (isinstance(value, str) and is_zone(value)):
            return str(value)
        self._problems.error((*path, "zone"), zone_advice(value))
        return ""

    def _resource(self, table: Table, key: str, path: KeyPath) -> str:
        """Return the URL or path of a schedule, or of another resource; "" if there is none."""
        value = table.get(key, "")
        if isinstance(value, str):
            value = with_https(value)
        named = self._values.url_or_path({**table, key: value} if value else {}, key, path)
        if not named:
            return ""
        location, problem = schedule_url(named, self._origin)
        # A URL that is not valid has been reported.
        if problem and not ("://" in named and url_problem(named)):
            text = _("{value} was not used: {problem}.")
            self._problems.error((*path, key), text, value=quoted(named), problem=problem)
        return location
