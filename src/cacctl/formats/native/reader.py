"""Read a schedule in cacctl's own format, TOML, and report all its problems.

The format is described in docs/schedule-format.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.formats.base import ReadResult
from cacctl.formats.diagnostics import advise, quoted
from cacctl.formats.limits import (
    LARGEST_REVISION,
    LONGEST_REFRESH,
    LONGEST_SESSION,
    MOST_CITIES,
    SHORTEST_REFRESH,
    too_many_sessions,
)
from cacctl.formats.native.keys import (
    CHANNEL,
    EVENT,
    LINK,
    NOTE,
    RECORDING,
    SCHEDULE,
    SCHEMA,
    SESSION,
    SPEAKER,
)
from cacctl.formats.native.problems import KINDS, Problems, located
from cacctl.formats.native.syntax import Table, parsed
from cacctl.formats.native.times import Times
from cacctl.formats.native.values import Values
from cacctl.model.programme import (
    Channel,
    Event,
    Link,
    Note,
    Programme,
    Session,
    SessionLink,
    Speaker,
    numbered,
)
from cacctl.times.parse import read_length

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.native import keys
    from cacctl.formats.native.delays import Delay
    from cacctl.model.stream_rules import StreamRule

_UNREAD = datetime.min.replace(tzinfo=UTC)
"""Placeholder for a start or end that cannot be read."""


def read(data: bytes, source: str, _now: datetime, _event_tz: str = "") -> ReadResult:
    """Read a schedule file; see `ScheduleReader`. It always names its time zone."""
    text = parsed(data)
    reader = _Reader()
    programme = None if text.tree is None else reader.programme(text.tree)
    # A warning about a value with an error adds nothing.
    wrong = {problem.path for problem in reader.problems.errors}
    return ReadResult(
        source,
        text.original,
        None if text.mistakes else programme,
        reader.channels,
        reader.sessions,
        reader.values.urls,
        reader.ids,
        [f for f in reader.problems.all if f.severity == "error" or f.path not in wrong],
        partial(located, source, text),
        is_whole=not text.mistakes,
    )


class _Reader:
    """Turns the tree of a TOML file into a programme, and collects its problems."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.values = Values(self.problems)
        self.times = Times(self.problems)
        self.channels: list[tuple[KeyPath, Channel]] = []
        self.sessions: list[tuple[KeyPath, Session]] = []
        self.ids: list[tuple[KeyPath, str]] = []
        self._channel_ids: dict[str, int] = {}
        self._session_ids: dict[str, int] = {}

    def programme(self, tree: Table) -> Programme | None:
        """Return the programme, or None if there are errors among the `problems`."""
        problems = self.problems
        if not tree:
            problems.error((), _("the file is empty."))
            return None
        if self._is_newer(tree):
            return None
        problems.check_keys(tree, (), SCHEDULE)
        event_table = self._event_table(tree)
        tables = self.values.tables(tree, "channel", ())
        sessions = self.values.tables(tree, "session", ())
        if advice := too_many_sessions(len(sessions)):
            problems.error(("session",), advice)
            return None
        self.ids = [
            ((*path, "id"), table["id"])
            for path, table in [*tables, *sessions]
            if isinstance(table.get("id"), str)
        ]
        if not sessions and not any(problem.path[:1] == ("session",) for problem in problems.all):
            problems.error((), _("the schedule has no sessions. Add at least one [[session]]."))
        self._channel_ids = _first_of_each_id(tables)
        self._session_ids = _first_of_each_id(sessions)
        zone = self.times.event_zone(event_table)
        self.channels = [(path, self._channel(table, path)) for path, table in tables]
        self.sessions = [
            (path, session)
            for path, table in sessions
            if (session := self._session(table, path)) is not None
        ]
        event = self._event(event_table, zone)
        delays = self._delays(event_table or {})
        rules = self._stream_rules(event_table or {})
        problems.refuse_grave_keys()
        if event is None or problems.errors:
            return None
        actual = [session for _path, session in self.sessions]
        if delays:
            from cacctl.formats.native.delays import held_up

            actual = held_up(actual, delays, self.times.zone, problems)
        channels = tuple(channel for _path, channel in self.channels)
        programme = Programme(event, channels, numbered(actual))
        if not rules:
            return programme
        from cacctl.formats.native.streams import with_streams

        return with_streams(programme, rules, self.values, problems)

    # Tables

    def _is_newer(self, tree: Table) -> bool:
        value = tree.get("schema")
        if value is None:
            self.problems.missing(tree, "schema", (), SCHEDULE)
        elif type(value) is not int or value < 1:
            text = _("unknown schema version: {value}. Use schema = {schema}.")
            self.problems.error(("schema",), text, value=quoted(value), schema=SCHEMA)
        elif value > SCHEMA:
            text = _(
                "schema {value} requires a newer cacctl; this version supports schema "
                "{schema}. Update cacctl."
            )
            self.problems.error(("schema",), text, value=quoted(value), schema=SCHEMA)
            return True
        return False

    def _event_table(self, tree: Table) -> Table | None:
        value = tree.get("event")
        if isinstance(value, dict):
            return value
        if value is None:
            self.problems.missing(tree, "event", (), SCHEDULE)
        else:
            self.problems.error(
                ("event",),
                _("event must be a table. Use [event], with its keys on the lines below it."),
            )
        return None

    def _event(self, table: Table | None, zone: str) -> Event | None:
        if table is None:
            return None
        path: KeyPath = ("event",)
        self.problems.check_keys(table, path, EVENT)
        first, last = self._dates(table, path)
        site = self.values.words(table, "site", path)
        for tag, url in site.items():
            self.values.check_url(url, (*path, "site", tag))
        return Event(
            id=self._id(table, path, EVENT),
            name=self.values.words(table, "name", path, EVENT),
            full_name=self.values.words(table, "full_name", path),
            theme=self.values.words(table, "theme", path),
            slogan=self.values.words(table, "slogan", path),
            place=self.values.words(table, "place", path),
            organiser=self.values.words(table, "organiser", path),
            site=site,
            zone=zone,
            first_date=first,
            last_date=last,
            notes=self._notes(table, path),
            refresh=self._refresh(table, path),
            revision=self._revision(table, path),
            revised=self.times.instant(table, "revised", path, EVENT)[0]
            if "revised" in table
            else None,
            streams_api=self.values.url_or_path(table, "streams_api", path),
            recordings=self.values.url_or_path(table, "recordings", path),
        )

    def _dates(self, table: Table, path: KeyPath) -> tuple[date, date]:
        """Return the event's first and last date in its zone, by default those of its sessions."""
        start = self.times.calendar_date(table, "start", path)
        end = self.times.calendar_date(table, "end", path)
        dates = [session.date for _path, session in self.sessions]
        first, last = start or min(dates, default=date.max), end or max(dates, default=date.min)
        if start and end and end < start:
            text = _("{end} is before the start, {start}.")
            self.problems.error((*path, "end"), text, end=end, start=start)
        elif dates and last < first:
            text = _("all sessions, from {first} to {last}, are outside the event's dates.")
            key = "start" if start else "end"
            self.problems.error((*path, key), text, first=min(dates), last=max(dates))
        else:
            text = _("{date} is outside the event's dates, {first} to {last}.")
            for session_path, session in self.sessions:
                if not first <= session.date <= last:
                    key_path = (*session_path, "moved" if session.announced else "start")
                    self.problems.warning(key_path, text, date=session.date, first=first, last=last)
        return first, last

    def _revision(self, table: Table, path: KeyPath) -> int:
        value = table.get("revision", 0)
        if type(value) is int and 0 <= value <= LARGEST_REVISION:
            return value
        text = _(
            "{value} is not a valid revision. Use a whole number from 0 to {most}, without quotes."
        )
        self.problems.error((*path, "revision"), text, value=quoted(value), most=LARGEST_REVISION)
        return 0

    def _refresh(self, table: Table, path: KeyPath) -> timedelta | None:
        value = table.get("refresh")
        if value is None:
            return None
        with suppress(UsageProblem):
            if isinstance(value, str) and (length := read_length(value)) >= SHORTEST_REFRESH:
                return min(length, LONGEST_REFRESH)
        text = _(
            "{value} is not a valid refresh interval. Use one minute or more, such as {example}."
        )
        self.problems.error((*path, "refresh"), text, value=quoted(value), example='"15m"')
        return None

    def _delays(self, event: Table) -> Sequence[Delay]:
        if "delay" not in event:
            return []
        from cacctl.formats.native.delays import read_delays

        return read_delays(event, self.values, self.times, self.problems)

    def _stream_rules(self, event: Table) -> Sequence[StreamRule]:
        if "streams" not in event:
            return ()
        from cacctl.formats.native.streams import read_streams

        return read_streams(event["streams"], self.problems)

    def _channel(self, table: Table, path: KeyPath) -> Channel:
        self.problems.check_keys(table, path, CHANNEL)
        return Channel(
            id=self._id(table, path, CHANNEL, self._channel_ids),
            platform=self.values.name(table, "platform", path, CHANNEL),
            lang=self.values.language(table, path, CHANNEL),
            name=self.values.words(table, "name", path, CHANNEL),
            url=self.values.url(table, path) if "url" in table else None,
            carries=self._carried(table, path),
            keeps_replays=self.values.flag(table, "replays", path),
            notes=self._notes(table, path),
        )

    def _session(self, table: Table, path: KeyPath) -> Session | None:
        """Return a session without its number, or None if its start or end cannot be read."""
        values = self.values
        self.problems.check_keys(table, path, SESSION)
        start, start_date = self.times.instant(table, "start", path, SESSION)
        end, _end_date = self.times.instant(table, "end", path, SESSION)
        moved_to = (
            self.times.instant(table, "moved", path, SESSION)[0] if "moved" in table else None
        )
        flags = [values.flag(table, key, path) for key in ("cancelled", "canceled")]
        items = values.items(table, "cities", path)
        cities = [values.words_of(city, item_path) for item_path, city in items]
        session = Session(
            id=self._session_id(table, path),
            number=0,
            day=0,
            date=start_date or _UNREAD.date(),
            start=start or _UNREAD,
            end=end or _UNREAD,
            name=values.words(table, "name", path, SESSION),
            topic=values.words(table, "topic", path),
            host=values.words(table, "host", path),
            cities=tuple(cities),
            speakers=self._speakers(table, path),
            recordings=self._links(table, "recording", path, RECORDING),
            notes=self._notes(table, path),
            cancelled=any(flags),
            description=values.words(table, "description", path),
            room=values.words(table, "room", path),
            track=values.words(table, "track", path),
            lang=values.language(table, path, SESSION) if "lang" in table else "",
            page=values.url(table, path, "page") if "page" in table else None,
            streams=self._links(table, "stream", path, LINK),
            city_count=self._city_count(table, path, len(cities)),
            links=self._links_beside(table, path),
        )
        # Everything else has been read all the same, to report its problems.
        if start is None or end is None:
            return None
        self._check_length(table, start, end, path)
        if moved_to is None:
            return session
        from cacctl.formats.native.delays import moved

        return moved(session, moved_to, self.times.zone)

    def _session_id(self, table: Table, path: KeyPath) -> str:
        found = self._id(table, path, SESSION, self._session_ids)
        if found.isdigit():
            text = _("{id} looks like a session number. Add a letter or a hyphen.")
            self.problems.error((*path, "id"), text, id=quoted(found))
        return found

    def _city_count(self, table: Table, path: KeyPath, named: int) -> int:
        value = table.get("city_count")
        if value is None:
            return 0
        if type(value) is int and named <= value <= MOST_CITIES:
            return value
        text = _(
            "{value} is not a valid number of cities. Use a whole number from {least} to {most}."
        )
        self.problems.error(
            (*path, "city_count"), text, value=quoted(value), least=named, most=MOST_CITIES
        )
        return 0

    def _speakers(self, table: Table, path: KeyPath) -> tuple[Speaker, ...]:
        tables = self.values.tables(table, "speakers", path)
        return tuple([self._speaker(speaker, item_path) for item_path, speaker in tables])

    def _speaker(self, table: Table, path: KeyPath) -> Speaker:
        self.problems.check_keys(table, path, SPEAKER)
        return Speaker(
            name=self.values.words(table, "name", path, SPEAKER),
            role=self.values.words(table, "role", path),
            place=self.values.words(table, "place", path),
        )

    def _links(self, table: Table, key: str, path: KeyPath, known: keys.Keys) -> tuple[Link, ...]:
        tables = self.values.tables(table, key, path)
        return tuple([self._link(link, item_path, known) for item_path, link in tables])

    def _link(self, table: Table, path: KeyPath, known: keys.Keys) -> Link:
        self.problems.check_keys(table, path, known)
        channel = ""
        if "channel" not in table:
            self.problems.missing(table, "channel", path, known)
        else:
            channel = self._reference(table["channel"], (*path, "channel"), self._channel_ids)
        if "url" not in table:
            self.problems.missing(table, "url", path, known)
            return Link(channel, "")
        starts = self.values.position(table, path) if "starts" in table else 0
        return Link(channel, self.values.url(table, path) or "", starts)

    def _links_beside(self, table: Table, path: KeyPath) -> tuple[SessionLink, ...]:
        if "link" not in table:
            return ()
        from cacctl.formats.native.links import read_links

        return read_links(table, path, self.values, self.problems)

    def _notes(self, table: Table, path: KeyPath) -> tuple[Note, ...]:
        notes = []
        for item_path, note in self.values.tables(table, "note", path):
            self.problems.check_keys(note, item_path, NOTE)
            items = self.values.items(note, "sources", item_path)
            sources = tuple([self.values.words_of(source, item) for item, source in items])
            notes.append(Note(self.values.words(note, "text", item_path, NOTE), sources))
        return tuple(notes)

    def _id(
        self, table: Table, path: KeyPath, known: keys.Keys, first: dict[str, int] | None = None
    ) -> str:
        """Return the ID of a table. `first` has the index of the first table with each ID."""
        found = self.values.name(table, "id", path, known)
        if first is not None and found in first and (index := first[found]) != path[-1]:
            kind = _(KINDS[str(path[0])])
            text = _("the ID {id} is already used by {kind} {number}. Use a different ID.")
            self.problems.error((*path, "id"), text, id=quoted(found), kind=kind, number=index + 1)
        return found

    def _carried(self, table: Table, path: KeyPath) -> frozenset[str] | None:
        if "sessions" not in table:
            return None
        return frozenset(
            self._reference(item, item_path, self._session_ids)
            for item_path, item in self.values.items(table, "sessions", path)
        )

    def _reference(self, value: object, path: KeyPath, known: Collection[str]) -> str:
        if isinstance(value, str) and value in known:
            return value
        kind = _(KINDS["session" if path[0] == "channel" else "channel"])
        text = _("no {kind} has the ID {value}.")
        advice = advise(text, kind=kind, value=quoted(value))
        self.problems.error(path, self.problems.guess(advice, value, known))
        return ""

    def _check_length(self, table: Table, start: datetime, end: datetime, path: KeyPath) -> None:
        if start < end <= start + LONGEST_SESSION:
            return
        values = {"end": quoted(table["end"]), "start": quoted(table["start"])}
        if end <= start:
            text = _(
                "{end} is not after the start, {start}. For an end after "
                "midnight, use the next day's date."
            )
            self.problems.error((*path, "end"), advise(text, **values))
        else:
            text = _("{end} is more than {days} days after the start, {start}.")
            self.problems.error((*path, "end"), advise(text, **values, days=LONGEST_SESSION.days))


def _first_of_each_id(tables: list[tuple[KeyPath, Table]]) -> dict[str, int]:
    """Return the index of the first table with each ID."""
    first: dict[str, int] = {}
    for path, table in tables:
        if isinstance(table.get("id"), str):
            index = path[-1]
            assert isinstance(index, int)
            first.setdefault(table["id"], index)
    return first
