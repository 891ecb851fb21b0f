"""A schedule in cacctl's own format -> `Programme`; every problem with its place and remedy.

The format is described in docs/schedule-format.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import is_normalized, normalize
from zoneinfo import ZoneInfo

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import address_problem
from cacctl.formats.advice import (
    FIRST_YEAR,
    LAST_YEAR,
    ZONE,
    Advice,
    cut,
    instant_advice,
    said,
    shown,
    standard_time_advice,
    year_advice,
    zone_advice,
)
from cacctl.formats.diagnostics import (
    ID,
    LANGUAGE,
    LARGEST_REVISION,
    LONGEST_REFRESH,
    LONGEST_SESSION,
    MOST_CITIES,
    MOST_SESSIONS,
    SHORTEST_REFRESH,
    Examined,
    Finding,
    Problem,
    Severity,
)
from cacctl.formats.native.toml_text import Parsed, Table, parsed
from cacctl.model.programme import (
    Channel,
    Event,
    Link,
    Note,
    Programme,
    Session,
    Speaker,
    Words,
    numbered,
)
from cacctl.times.clock import read_length

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath

SCHEMA = 1
LONGEST_DELAY_MINUTES = 24 * 60

# What a file full of mistakes may cost, so that telling them stays fast.
MOST_COMPARISONS = 30_000
MOST_FINDINGS = 100_000

_TOP_KEYS = ("schema", "event", "channel", "session")
_EVENT_KEYS = (
    "id",
    "name",
    "full_name",
    "theme",
    "slogan",
    "place",
    "organiser",
    "site",
    "zone",
    "start",
    "end",
    "refresh",
    "revision",
    "revised",
    "delay",
    "note",
)
_DELAY_KEYS = ("from", "minutes")
_CHANNEL_KEYS = ("id", "platform", "lang", "name", "url", "sessions", "replays", "note")
_SESSION_KEYS = (
    "id",
    "start",
    "end",
    "moved",
    "cancelled",
    "canceled",
    "name",
    "topic",
    "description",
    "lang",
    "room",
    "track",
    "host",
    "cities",
    "city_count",
    "speakers",
    "page",
    "stream",
    "recording",
    "note",
)
# What cannot be ignored where it is no key: it is written to change a time, or to cancel something.
# Each with the key that is probably meant; the first are also meant by what is nearly the same.
_GRAVE_KEYS = {
    **{key: key for key in ("start", "end", "moved", "cancelled", "delay", "zone")},
    **{key: key for key in ("from", "minutes")},
    **dict.fromkeys(("cancellation", "canceled"), "cancelled"),
    **dict.fromkeys(("postponed", "rescheduled"), "moved"),
    "duration": "end",
    "timezone": "zone",
}
_GRAVE_WORDS = {
    **_GRAVE_KEYS,
    **dict.fromkeys(("begin", "begins", "date", "day", "time", "start_time", "starts_at"), "start"),
    **dict.fromkeys(("end_time", "ends_at", "finish", "length", "until"), "end"),
    **dict.fromkeys(("cancel", "state", "status"), "cancelled"),
    **dict.fromkeys(("move", "move_to", "new_start"), "moved"),
    **dict.fromkeys(("time_zone", "tz"), "zone"),
}
_CLOSE = 0.76
_SPEAKER_KEYS = ("name", "role", "place")
_LINK_KEYS = ("channel", "url")
_NOTE_KEYS = ("text", "sources")

_EXAMPLES = {
    "schema": "schema = 1",
    "event": "[event]",
    "id": 'id = "climate"',
    "name": 'name.en = "Climate"',
    "zone": 'zone = "Asia/Seoul"',
    "start": "start = 2020-06-02T22:00:00",
    "end": "end = 2020-06-02T23:30:00",
    "from": "from = 2020-06-02T22:00:00",
    "minutes": "minutes = 20",
    "platform": 'platform = "youtube"',
    "lang": 'lang = "ko"',
    "channel": 'channel = "youtube-ko"',
    "url": 'url = "https://www.example.org/live"',
    "text": 'text.en = "The start was moved."',
}


def examine(data: bytes, source: str) -> Examined:
    """What is in a schedule file's bytes, right or wrong. `source` names the file in messages."""
    text = parsed(data)
    reader = _Reader()
    programme = None if text.tree is None else reader.programme(text.tree)
    # A warning about a value that is refused says nothing more.
    wrong = {finding.path for finding in reader.errors}
    return Examined(
        source,
        text.original,
        None if text.mistakes else programme,
        reader.channels,
        reader.sessions,
        reader.addresses,
        reader.ids,
        [f for f in reader.findings if f.severity == "error" or f.path not in wrong],
        partial(_placed, source, text),
        is_whole=not text.mistakes,
    )


def _placed(source: str, parsed: Parsed, findings: Sequence[Finding]) -> list[Problem]:
    """What is wrong with a text and what was found in its tree, in order of the places."""
    if not findings and not parsed.mistakes:
        return []
    from cacctl.base.toml_positions import Positions

    # Without a tree there are no keys whose places could be asked for.
    positions = Positions("" if parsed.tree is None else parsed.text)

    def problem(severity: Severity, place: tuple[int, int], path: KeyPath, said: Advice) -> Problem:
        message = visible(_where(parsed.tree, path) + said.message)
        return Problem(severity, visible(source), *place, message, visible(said.hint))

    problems = [
        problem("error", (line, mistake.column), positions.path_at(line), mistake.advice)
        for line, mistake in parsed.mistakes.items()
    ]
    for severity, path, advice, at_key in findings:
        place = positions.place(path, at_key=at_key)
        # What is said of a value that could not be read would only repeat that.
        if place[0] not in parsed.mistakes:
            problems.append(problem(severity, place, path, advice))
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def _where(tree: Table | None, path: KeyPath) -> str:
    """A path in words: `session 3 (climate), name.ko: `."""
    parts: list[str] = []
    node: Any = tree
    starts_part = True
    for key in path:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            node = None
        if isinstance(key, int):
            parts[-1] += f" {key + 1}"
            known = node.get("id") if isinstance(node, dict) else None
            if isinstance(known, str) and re.fullmatch(ID, known):
                parts[-1] += f" ({known})"
            starts_part = True
        elif starts_part:
            parts.append(cut(key))
            starts_part = path[0] == "event" and len(parts) == 1
        else:
            parts[-1] += f".{cut(key)}"
    return ", ".join(parts) + ": " if parts else ""


class _Delay(NamedTuple):
    """From `start` on, the sessions of that date begin so much later; `path` is where it stands."""

    start: datetime
    date: date
    length: timedelta
    path: KeyPath


class _Reader:
    """Turns the tree of a TOML file into a programme, and collects what is wrong with it."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.channels: list[tuple[KeyPath, Channel]] = []
        self.sessions: list[tuple[KeyPath, Session]] = []
        self.addresses: list[tuple[KeyPath, str]] = []
        self.ids: list[tuple[KeyPath, str]] = []
        self._zone = ZoneInfo("UTC")
        self._channel_ids: dict[str, int] = {}
        self._session_ids: dict[str, int] = {}
        self._comparisons_left = MOST_COMPARISONS
        self._is_refused = False
        self._grave: list[tuple[KeyPath, Advice]] = []
        # Found right already: language tags, and local times with their instants.
        self._tags: set[str] = set()
        self._instants: dict[datetime, datetime] = {}

    def programme(self, tree: Table) -> Programme | None:
        """The programme, or None where there are `errors`."""
        if not tree:
            self._problem((), _("the file is empty."))
            return None
        if self._is_newer(tree):
            return None
        self._check_keys(tree, (), _TOP_KEYS)
        event_table = self._event_table(tree)
        channels = self._tables(tree, "channel", ())
        sessions = self._tables(tree, "session", ())
        if len(sessions) > MOST_SESSIONS:
            text = _("{count} sessions are too many. At most {most} are read.")
            self._problem(("session",), text, count=len(sessions), most=MOST_SESSIONS)
            return None
        self.ids = [
            ((*path, "id"), table["id"])
            for path, table in [*channels, *sessions]
            if isinstance(table.get("id"), str)
        ]
        if not sessions and not any(finding.path[:1] == ("session",) for finding in self.findings):
            self._problem((), _("there is no session. Write at least one [[session]]."))
        self._channel_ids = _first_of_each_id(channels)
        self._session_ids = _first_of_each_id(sessions)
        zone = self._read_zone(event_table)
        self.channels = [(path, self._channel(table, path)) for path, table in channels]
        self.sessions = [
            (path, session)
            for path, table in sessions
            if (session := self._session(table, path)) is not None
        ]
        event = self._event(event_table, zone, self.sessions)
        delays = self._delays(event_table or {})
        # Of one that stands for a missing key, that has been told.
        told = {finding.path for finding in self.errors}
        for path, advice in self._grave:
            if path not in told:
                self._problem(path, advice, at_key=True)
        if self.errors or event is None:
            return None
        held_up = self._held_up([session for _path, session in self.sessions], delays)
        return Programme(
            event, tuple(channel for _path, channel in self.channels), numbered(held_up)
        )

    # Tables

    def _is_newer(self, tree: Table) -> bool:
        value = tree.get("schema")
        if value is None:
            self._missing(tree, "schema", (), _TOP_KEYS)
        elif type(value) is not int or value < 1:
            text = _("{value} is no version of the format. Write schema = {schema}.")
            self._problem(("schema",), text, value=shown(value), schema=SCHEMA)
        elif value > SCHEMA:
            text = _(
                "a file of schema {value} needs a newer cacctl; this one reads schema {schema}. "
                "Update cacctl."
            )
            self._problem(("schema",), text, value=shown(value), schema=SCHEMA)
            return True
        return False

    def _event_table(self, tree: Table) -> Table | None:
        value = tree.get("event")
        if isinstance(value, dict):
            return value
        if value is None:
            self._missing(tree, "event", (), _TOP_KEYS)
        else:
            self._problem(
                ("event",), _("this is no table. Write [event], and its keys on the next lines.")
            )
        return None

    def _tables(self, parent: Table, key: str, path: KeyPath) -> list[tuple[KeyPath, Table]]:
        """The tables of an array of tables such as [[session]], each with its path."""
        if key not in parent:
            return []
        value = parent[key]
        path = (*path, key)
        if not isinstance(value, list):
            # A header under another one carries its whole name: [[session.note]].
            name = ".".join(part for part in path if isinstance(part, str))
            text = _("{key} is a list of tables. Write [[{name}]], in double brackets.")
            self._problem(path, text, key=key, name=name)
            return []
        tables: list[tuple[KeyPath, Table]] = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                tables.append(((*path, index), item))
            else:
                self._problem((*path, index), _("{value} is no table."), value=shown(item))
        return tables

    def _event(
        self, table: Table | None, zone: str, sessions: list[tuple[KeyPath, Session]]
    ) -> Event | None:
        if table is None:
            return None
        path: KeyPath = ("event",)
        self._check_keys(table, path, _EVENT_KEYS)
        start = self._date(table, "start", path)
        end = self._date(table, "end", path)
        dates = [session.date for _, session in sessions]
        first, last = start or min(dates, default=date.max), end or max(dates, default=date.min)
        if start and end and end < start:
            text = _("{end} is before the start, {start}.")
            self._problem((*path, "end"), text, end=end, start=start)
        elif sessions and last < first:
            text = _("every session is outside of the event, which is on these dates: {dates}.")
            self._problem(
                (*path, "start" if start else "end"),
                text,
                dates=f"{min(dates)} - {max(dates)}",
            )
        else:
            for session_path, session in sessions:
                if not first <= session.date <= last:
                    text = _("{date} is outside of the event, {first} to {last}.")
                    self._warning(
                        (*session_path, "moved" if session.announced else "start"),
                        text,
                        date=session.date,
                        first=first,
                        last=last,
                    )
        site = self._words(table, "site", path)
        for tag, address in site.items():
            self._check_address(address, (*path, "site", tag))
        return Event(
            id=self._id(table, path),
            name=self._words(table, "name", path, _EVENT_KEYS),
            full_name=self._words(table, "full_name", path),
            theme=self._words(table, "theme", path),
            slogan=self._words(table, "slogan", path),
            place=self._words(table, "place", path),
            organiser=self._words(table, "organiser", path),
            site=site,
            zone=zone,
            first_date=first,
            last_date=last,
            notes=self._notes(table, path),
            refresh=self._refresh(table, path),
            revision=self._revision(table, path),
            revised=self._instant(table, "revised", path)[0] if "revised" in table else None,
        )

    def _revision(self, table: Table, path: KeyPath) -> int:
        value = table.get("revision", 0)
        if type(value) is int and 0 <= value <= LARGEST_REVISION:
            return value
        text = _("{value} is no revision. Write a whole number from 0 to {most}, without quotes.")
        self._problem((*path, "revision"), text, value=shown(value), most=LARGEST_REVISION)
        return 0

    def _refresh(self, table: Table, path: KeyPath) -> timedelta | None:
        value = table.get("refresh")
        if value is None:
            return None
        with suppress(UsageProblem):
            if isinstance(value, str) and (length := read_length(value)) >= SHORTEST_REFRESH:
                return min(length, LONGEST_REFRESH)
        text = _("{value} is no length of time from a minute on. Write it like {example}.")
        self._problem((*path, "refresh"), text, value=shown(value), example='"15m"')
        return None

    def _channel(self, table: Table, path: KeyPath) -> Channel:
        self._check_keys(table, path, _CHANNEL_KEYS)
        return Channel(
            id=self._id(table, path, self._channel_ids),
            platform=self._name(table, "platform", path),
            lang=self._language(table, path),
            name=self._words(table, "name", path, _CHANNEL_KEYS),
            url=self._address(table, path) if "url" in table else None,
            carries=self._carried(table, path),
            keeps_replays=self._flag(table, "replays", path),
            notes=self._notes(table, path),
        )

    def _session(self, table: Table, path: KeyPath) -> Session | None:
        """The session, not numbered yet; None without a start and an end."""
        self._check_keys(table, path, _SESSION_KEYS)
        session_id = self._id(table, path, self._session_ids)
        if session_id.isdigit():
            text = _("{id} could be confused with a session's number. Write it with a letter.")
            self._problem((*path, "id"), text, id=session_id)
        start, start_date = self._instant(table, "start", path)
        end, _end_date = self._instant(table, "end", path)
        moved = self._instant(table, "moved", path)[0] if "moved" in table else None
        flags = [self._flag(table, key, path) for key in ("cancelled", "canceled")]
        name = self._words(table, "name", path, _SESSION_KEYS)
        topic = self._words(table, "topic", path)
        host = self._words(table, "host", path)
        cities = tuple(
            [self._words_of(city, place) for place, city in self._items(table, "cities", path)]
        )
        speakers = tuple(
            [
                self._speaker(speaker, place)
                for place, speaker in self._tables(table, "speakers", path)
            ]
        )
        city_count = self._city_count(table, path, len(cities))
        lang = self._language(table, path) if "lang" in table else ""
        page = self._address(table, path, "page") if "page" in table else None
        links = {
            kind: tuple(
                [self._link(link, place) for place, link in self._tables(table, kind, path)]
            )
            for kind in ("stream", "recording")
        }
        notes = self._notes(table, path)
        if start is None or end is None or start_date is None:
            return None
        self._check_length(table, start, end, path)
        session = Session(
            id=session_id,
            number=0,
            day=0,
            date=start_date,
            start=start,
            end=end,
            name=name,
            topic=topic,
            host=host,
            cities=cities,
            speakers=speakers,
            recordings=links["recording"],
            notes=notes,
            cancelled=any(flags),
            description=self._words(table, "description", path),
            room=self._words(table, "room", path),
            track=self._words(table, "track", path),
            lang=lang,
            page=page,
            streams=links["stream"],
            city_count=city_count,
        )
        return self._starting(session, moved) if moved else session

    def _city_count(self, table: Table, path: KeyPath, named: int) -> int:
        value = table.get("city_count")
        if value is None:
            return 0
        if type(value) is int and named <= value <= MOST_CITIES:
            return value
        text = _("{value} is not a number of cities. Write a whole number from {least} to {most}.")
        self._problem(
            (*path, "city_count"), text, value=shown(value), least=named, most=MOST_CITIES
        )
        return 0

    def _speaker(self, table: Table, path: KeyPath) -> Speaker:
        self._check_keys(table, path, _SPEAKER_KEYS)
        return Speaker(
            name=self._words(table, "name", path, _SPEAKER_KEYS),
            role=self._words(table, "role", path),
            place=self._words(table, "place", path),
        )

    def _link(self, table: Table, path: KeyPath) -> Link:
        self._check_keys(table, path, _LINK_KEYS)
        channel = ""
        if "channel" not in table:
            self._missing(table, "channel", path, _LINK_KEYS)
        else:
            channel = self._reference(table["channel"], (*path, "channel"), self._channel_ids)
        if "url" not in table:
            self._missing(table, "url", path, _LINK_KEYS)
            return Link(channel, "")
        return Link(channel, self._address(table, path) or "")

    def _notes(self, table: Table, path: KeyPath) -> tuple[Note, ...]:
        notes = []
        for place, note in self._tables(table, "note", path):
            self._check_keys(note, place, _NOTE_KEYS)
            sources = tuple(
                self._words_of(source, item) for item, source in self._items(note, "sources", place)
            )
            notes.append(Note(self._words(note, "text", place, _NOTE_KEYS), sources))
        return tuple(notes)

    # Values

    def _words(
        self, table: Table, key: str, path: KeyPath, required_among: Sequence[str] = ()
    ) -> Words:
        """One text in several languages; `required_among` are its table's keys if it must be."""
        value = table.get(key)
        if value is None:
            if required_among:
                self._missing(table, key, path, required_among)
            return {}
        return self._words_of(value, (*path, key))

    def _words_of(self, value: object, path: KeyPath) -> Words:
        if isinstance(value, str):
            return {"und": value if _is_clean(value) else self._text(value, path)}
        if not isinstance(value, dict):
            text = _('{value} is not text. Write it in double quotes, by language: en = "...".')
            self._problem(path, text, value=shown(value))
            return {}
        if not value:
            self._problem(path, _('there is no text in it. Write it by language: en = "...".'))
        words = {}
        for tag, text in value.items():
            if tag not in self._tags:
                self._check_tag(tag, (*path, tag))
            words[tag] = text if _is_clean(text) else self._text(text, (*path, tag))
        return words

    def _check_tag(self, tag: str, path: KeyPath) -> None:
        if re.fullmatch(LANGUAGE, tag):
            self._tags.add(tag)
        else:
            self._no_language(tag, path)

    def _text(self, value: object, path: KeyPath) -> str:
        if not isinstance(value, str):
            text = _("{value} is not text. Write it in double quotes.")
            self._problem(path, text, value=shown(value))
            return ""
        # Composed letters, so that what is searched for is found however it was typed.
        readable = visible(normalize("NFC", value)).strip(" ")
        if not readable:
            self._problem(path, _("the text is empty. Write one, or leave the key out."))
        return readable

    def _items(self, table: Table, key: str, path: KeyPath) -> list[tuple[KeyPath, object]]:
        """The items of an array, each with its path."""
        if key not in table:
            return []
        value = table[key]
        path = (*path, key)
        if not isinstance(value, list):
            text = _('{value} is no list. Write it in brackets: {key} = ["...", "..."].')
            self._problem(path, text, value=shown(value), key=key)
            return []
        return [((*path, index), item) for index, item in enumerate(value)]

    def _flag(self, table: Table, key: str, path: KeyPath) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            text = _("{value} is neither true nor false. Write one of them, without quotes.")
            self._problem((*path, key), text, value=shown(value))
        return value is True

    def _id(self, table: Table, path: KeyPath, first: dict[str, int] | None = None) -> str:
        """The id of a table. `first` tells which of its kind has an id first."""
        found = self._name(table, "id", path)
        if first is not None and found in first and (index := first[found]) != path[-1]:
            text = _("the id {id} is taken by {kind} {number}. Give each its own.")
            self._problem((*path, "id"), text, id=found, kind=path[0], number=index + 1)
        return found

    def _name(self, table: Table, key: str, path: KeyPath) -> str:
        """An identifier, or "" where there is none or it is not written as one."""
        value = table.get(key)
        if value is None:
            self._missing(table, key, path, ("id", "platform"))
            return ""
        if isinstance(value, str) and re.fullmatch(ID, value):
            return value
        text = _(
            "{value} cannot be used. Write 1 to 64 small letters a-z, digits and hyphens in double "
            "quotes, and begin with no hyphen: {example}"
        )
        self._problem((*path, key), text, value=shown(value), example=_EXAMPLES[key])
        return ""

    def _language(self, table: Table, path: KeyPath) -> str:
        value = table.get("lang")
        if value is None:
            self._missing(table, "lang", path, _CHANNEL_KEYS)
        elif isinstance(value, str) and re.fullmatch(LANGUAGE, value):
            return value
        else:
            self._no_language(value, (*path, "lang"))
        return ""

    def _no_language(self, value: object, path: KeyPath) -> None:
        text = _("{value} is no language tag. Write one such as ko, en or pt-BR.")
        self._problem(path, text, value=shown(value))

    def _address(self, table: Table, path: KeyPath, key: str = "url") -> str | None:
        value, path = table[key], (*path, key)
        if isinstance(value, str):
            self._check_address(value, path)
            return value
        text = _("{value} is not text. Write the address in double quotes: {example}")
        self._problem(path, text, value=shown(value), example=_EXAMPLES["url"])
        return None

    def _check_address(self, address: str, path: KeyPath) -> None:
        # An empty one has been refused as a text where it is one of several.
        if reason := address_problem(address):
            text = _(
                "{value} cannot be opened: {reason}. Write an address such as "
                "https://www.example.org/live"
            )
            self._problem(path, text, value=shown(address), reason=reason)
        else:
            self.addresses.append((path, address))

    def _carried(self, table: Table, path: KeyPath) -> frozenset[str] | None:
        if "sessions" not in table:
            return None
        return frozenset(
            self._reference(item, place, self._session_ids)
            for place, item in self._items(table, "sessions", path)
        )

    def _reference(self, value: object, path: KeyPath, known: Collection[str]) -> str:
        if isinstance(value, str) and value in known:
            return value
        kind = "session" if path[0] == "channel" else "channel"
        text = _("there is no {kind} with the id {value}.")
        self._problem(path, self._guess(said(text, kind=kind, value=shown(value)), value, known))
        return ""

    # Times

    def _read_zone(self, table: Table | None) -> str:
        """The key of the event's zone, from now on the one in which local times are read."""
        if table is None:
            return ""
        value = table.get("zone")
        if value is None:
            self._missing(table, "zone", ("event",), _EVENT_KEYS)
            return ""
        if isinstance(value, str) and re.fullmatch(ZONE, value) and value != "Factory":
            # "No such zone" comes as its own error (a KeyError), as ValueError for a file that is
            # no zone, and as OSError for a folder or a name that is too long.
            try:
                self._zone = ZoneInfo(value)
            except (KeyError, ValueError, OSError):
                pass
            else:
                if advice := standard_time_advice(value):
                    self._warning(("event", "zone"), advice)
                return value
        self._problem(("event", "zone"), zone_advice(value))
        return ""

    def _date(self, table: Table, key: str, path: KeyPath) -> date | None:
        value = table.get(key)
        if value is None:
            return None
        if type(value) is not date:
            text = _("{value} is no date. Write it without quotes and without a time: 2020-06-01")
            self._problem((*path, key), text, value=shown(value))
            return None
        return value if self._is_year_known(value, (*path, key)) else None

    def _is_year_known(self, value: date, path: KeyPath) -> bool:
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            return True
        self._problem(path, year_advice(value.year))
        return False

    def _instant(
        self, table: Table, key: str, path: KeyPath, known: Sequence[str] = _SESSION_KEYS
    ) -> tuple[datetime, date] | tuple[None, None]:
        """A date-time in UTC, and its date in the event's zone."""
        value = table.get(key)
        if value is None:
            self._missing(table, key, path, known)
            return None, None
        path = (*path, key)
        if not isinstance(value, datetime):
            self._problem(path, instant_advice(value))
            return None, None
        if not self._is_year_known(value, path):
            return None, None
        if value.tzinfo is not None:
            return value.astimezone(UTC), value.astimezone(self._zone).date()
        # Where many rooms start together, looking at the zone again would take a third of the time.
        if known_instant := self._instants.get(value):
            return known_instant, value.date()
        # A local time that is there twice has two offsets, the earlier one first, and so has one
        # that is skipped (PEP 495), where the second is the larger.
        offsets = [value.replace(tzinfo=self._zone, fold=fold).utcoffset() for fold in (0, 1)]
        readings = [(value - (offset or timedelta())).replace(tzinfo=UTC) for offset in offsets]
        if offsets[0] == offsets[1]:
            self._instants[value] = readings[0]
            return readings[0], value.date()
        text = (
            _("{value} is skipped by the clocks in {zone}. Write {first} or {second}")
            if readings[1] < readings[0]
            else _("{value} is there twice in {zone}. Write {first} or {second}")
        )
        first, second = (reading.astimezone(self._zone).isoformat() for reading in sorted(readings))
        self._problem(
            path,
            text,
            value=value.isoformat(),
            zone=self._zone.key,
            first=first,
            second=second,
        )
        return None, None

    def _check_length(self, table: Table, start: datetime, end: datetime, path: KeyPath) -> None:
        if start < end <= start + LONGEST_SESSION:
            return
        values = {"end": shown(table["end"]), "start": shown(table["start"])}
        if end <= start:
            text = _(
                "{end} is not after the start, {start}. An end after midnight has the next date."
            )
            self._problem((*path, "end"), said(text, **values))
        else:
            text = _("{end} is more than {days} days after the start, {start}.")
            self._problem((*path, "end"), said(text, **values, days=LONGEST_SESSION.days))

    # What changes while the event runs

    def _starting(self, session: Session, start: datetime) -> Session:
        """The session with another start and the same length."""
        announced = session.announced or session.start
        return session._replace(
            start=start,
            end=session.end + (start - session.start),
            date=start.astimezone(self._zone).date(),
            announced=None if start == announced else announced,
        )

    def _delays(self, table: Table) -> list[_Delay]:
        path: KeyPath = ("event", "delay")
        value = table.get("delay", [])
        if isinstance(value, dict):
            tables = [(path, value)]
        elif isinstance(value, list):
            tables = self._tables(table, "delay", ("event",))
        else:
            text = _("{value} is no table. Write {example}")
            example = f"delay = {{ {_EXAMPLES['from']}, {_EXAMPLES['minutes']} }}"
            self._problem(path, text, value=shown(value), example=example)
            return []
        return [delay for place, item in tables if (delay := self._delay(item, place)) is not None]

    def _delay(self, table: Table, path: KeyPath) -> _Delay | None:
        self._check_keys(table, path, _DELAY_KEYS)
        start, day = self._instant(table, "from", path, _DELAY_KEYS)
        minutes = table.get("minutes")
        if minutes is None:
            self._missing(table, "minutes", path, _DELAY_KEYS)
        elif type(minutes) is not int or not 0 <= minutes <= LONGEST_DELAY_MINUTES:
            text = _("{value} is no delay. Write whole minutes from 0 to {most}, without quotes.")
            self._problem(
                (*path, "minutes"), text, value=shown(minutes), most=LONGEST_DELAY_MINUTES
            )
        elif start is not None and day is not None:
            return _Delay(start, day, timedelta(minutes=minutes), path)
        return None

    def _held_up(self, sessions: list[Session], delays: list[_Delay]) -> list[Session]:
        """The sessions, each later by the last delay of its date that it starts at or after."""
        by_date: dict[date, list[_Delay]] = {}
        for delay in sorted(delays, key=lambda delay: delay.start):
            by_date.setdefault(delay.date, []).append(delay)
        later, used = [], set()
        for session in sessions:
            of_date = by_date.get(session.date, [])
            place = bisect_right(of_date, session.start, key=lambda delay: delay.start)
            if place:
                used.add(of_date[place - 1].path)
                session = self._starting(session, session.start + of_date[place - 1].length)
            later.append(session)
        for delay in delays:
            if delay.path not in used:
                text = _("this delay is for no session. Check {time}, and others of that day.")
                time = delay.start.astimezone(self._zone).isoformat()
                self._warning((*delay.path, "from"), text, time=time)
        return later

    # What is wrong

    def _problem(
        self, path: KeyPath, text: str | Advice, *, at_key: bool = False, **fields: object
    ) -> None:
        self._found("error", path, text, fields, at_key=at_key)

    def _warning(
        self, path: KeyPath, text: str | Advice, *, at_key: bool = False, **fields: object
    ) -> None:
        self._found("warning", path, text, fields, at_key=at_key)

    def _found(
        self,
        severity: Severity,
        path: KeyPath,
        text: str | Advice,
        fields: Mapping[str, object],
        *,
        at_key: bool,
    ) -> None:
        # Nobody reads more, but that a file is refused must not depend on what precedes.
        if len(self.findings) >= MOST_FINDINGS and (severity == "warning" or self._is_refused):
            return
        self._is_refused |= severity == "error"
        advice = said(text, **fields) if isinstance(text, str) else text
        self.findings.append(Finding(severity, path, advice, at_key))

    @property
    def errors(self) -> list[Finding]:
        """What makes the file unusable."""
        return [finding for finding in self.findings if finding.severity == "error"]

    def _missing(self, table: Table, key: str, path: KeyPath, known: Collection[str]) -> None:
        strangers = [name for name in table if name not in known]
        if (meant := self._nearest(key, strangers)) is not None:
            text = _("{key} is missing. Write {key} instead of {meant}.")
            self._problem((*path, meant), text, at_key=True, key=key, meant=meant)
        else:
            text = _("{key} is missing. Write, for example: {example}")
            self._problem(path, text, key=key, example=_EXAMPLES[key])

    def _check_keys(self, table: Table, path: KeyPath, known: Sequence[str]) -> None:
        for key in table:
            if key in known:
                continue
            if _bears_times(path) and (meant := self._grave_meaning(key)):
                advice = said(
                    _(
                        "this key is unknown, and looks as if it changed a time or cancelled "
                        "something. Correct or remove it."
                    )
                )
                self._grave.append(((*path, key), self._guess(advice, meant, known)))
            else:
                text = _("this key is not known and is ignored.")
                self._warning((*path, key), self._guess(said(text), key, known), at_key=True)

    def _grave_meaning(self, key: str) -> str | None:
        """The key that changes a time or a state for which another is probably meant."""
        word = key.lower().replace("-", "_")
        near = word if word in _GRAVE_WORDS else self._nearest(word, _GRAVE_KEYS, _CLOSE)
        return _GRAVE_WORDS[near] if near else None

    def _guess(self, advice: Advice, word: object, known: Collection[str]) -> Advice:
        meant = self._nearest(word, known) if isinstance(word, str) else None
        if meant is None:
            return advice
        return advice._replace(hint=_("Did you mean {word}?").format(word=meant))

    def _nearest(self, word: str, known: Collection[str], cutoff: float = 0.6) -> str | None:
        self._comparisons_left -= len(known)
        if self._comparisons_left < 0 or len(word) > 64:
            return None
        from difflib import get_close_matches

        short = [name for name in known if len(name) <= 64]
        return next(iter(get_close_matches(word.lower(), short, 1, cutoff)), None)


def _bears_times(path: KeyPath) -> bool:
    """Whether a table is the file's, the event's, a delay's or a session's."""
    match path:
        case () | ("event",) | ("event", "delay", *_) | ("session", _):
            return True
    return False


def _first_of_each_id(tables: list[tuple[KeyPath, Table]]) -> dict[str, int]:
    """For each id, the index of the first table that has it."""
    first: dict[str, int] = {}
    for path, table in tables:
        if isinstance(table.get("id"), str):
            index = path[-1]
            assert isinstance(index, int)
            first.setdefault(table["id"], index)
    return first


def _is_clean(value: object) -> bool:
    """Whether a value is a text that is taken as it is, as nearly all are."""
    return (
        type(value) is str
        and value.isprintable()
        and is_normalized("NFC", value)
        and value.strip(" ") == value != ""
    )
