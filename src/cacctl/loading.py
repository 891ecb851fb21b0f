"""A schedule file's text -> `Programme`; every problem with its place and its remedy.

The format is described in docs/schedule-format.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize
from zoneinfo import ZoneInfo

import tomli

from cacctl.address import address_problem
from cacctl.errors import ScheduleProblem, UsageProblem
from cacctl.messages import _, ngettext
from cacctl.programme import Channel, Event, Note, Programme, Recording, Session, Speaker, Words
from cacctl.visible import visible

if TYPE_CHECKING:
    from cacctl.positions import KeyPath

SCHEMA = 1
LARGEST_FILE_BYTES = 20 * 1024 * 1024
MOST_SESSIONS = 50_000
LONGEST_SESSION = timedelta(days=31)
FIRST_YEAR = 1970
LAST_YEAR = 9000

# What a file full of mistakes may cost, so that telling them stays fast.
MOST_COMPARISONS = 30_000
MOST_REPAIRS = 50
MOST_REPAIRED_CHARACTERS = 20_000_000
LONGEST_QUOTED = 60

Table = dict[str, Any]

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
    "note",
)
_CHANNEL_KEYS = ("id", "platform", "lang", "name", "url", "sessions", "replays", "note")
_SESSION_KEYS = (
    "id",
    "start",
    "end",
    "name",
    "topic",
    "host",
    "cities",
    "speakers",
    "recording",
    "note",
)
_SPEAKER_KEYS = ("name", "role", "place")
_RECORDING_KEYS = ("channel", "url")
_NOTE_KEYS = ("text", "sources")

_EXAMPLES = {
    "schema": "schema = 1",
    "event": "[event]",
    "id": 'id = "climate"',
    "name": 'name.en = "Climate"',
    "zone": 'zone = "Asia/Seoul"',
    "start": "start = 2020-06-02T22:00:00",
    "end": "end = 2020-06-02T23:30:00",
    "platform": 'platform = "youtube"',
    "lang": 'lang = "ko"',
    "channel": 'channel = "youtube-ko"',
    "url": 'url = "https://www.example.org/live"',
    "text": 'text.en = "The start was moved."',
}

_EXAMPLE_TIME = "2020-06-02T22:00:00"

# A date and time as people write it, rightly or not: 2020-6-4 24:30, 2020/06/04T10:00:60+25:00.
_TIME = (
    r"(?P<date>(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2}))"
    r"(?:(?:[Tt]|[ ]+)(?P<clock>(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?)"
    r"(?:\.\d+)?[ ]*(?P<offset>[Zz]|[+-]\d{2}:?\d{2})?)?"
)
_CLOCK = r"\d{1,2}:\d{1,2}(?::\d{1,2})?"
_ASSIGNMENT = r"([ \t]*[^=#\[\]{}]+?[ \t]*=[ \t]*)(.*)"

_ID = r"[a-z0-9][a-z0-9-]{0,63}"
_LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
# An IANA key as the database spells it; files in it that are no zones begin with a small letter.
_ZONE = r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*)*"


class Loaded(NamedTuple):
    """A programme, and a line for everything in its file that is probably a mistake."""

    programme: Programme
    warnings: tuple[str, ...]


def read_file(path: Path) -> Loaded:
    """The programme in a schedule file. Raises ScheduleProblem, also where it cannot be read."""
    file = visible(str(path))
    try:
        with path.open("rb") as stream:
            # One byte more than allowed tells a file that is too large without reading it all, and
            # unlike its size, which a pipe or a device does not have.
            data = stream.read(LARGEST_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise ScheduleProblem(
            _("{file}: there is no such file.").format(file=file),
            _("Check the path; it counts from the folder you are in."),
        ) from error
    except IsADirectoryError as error:
        raise ScheduleProblem(
            _("{file} is a folder, not a schedule file.").format(file=file),
            _("Name the file in it."),
        ) from error
    except PermissionError as error:
        raise ScheduleProblem(
            _("{file}: no permission to read it.").format(file=file),
            _("Change its permissions, or copy it to a place of your own."),
        ) from error
    # ValueError: a path with NUL in it.
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScheduleProblem(
            _("{file} cannot be read: {reason}.").format(file=file, reason=visible(reason)),
            _("Check the path."),
        ) from error
    return read_programme(data, str(path))


def read_programme(data: bytes, source: str) -> Loaded:
    """The programme in a schedule file's bytes. `source` names the file in messages.

    Raises ScheduleProblem with everything that is wrong, in order of the lines.
    """
    text = _decoded(data, source)
    try:
        tree = tomli.loads(text)
    # RecursionError: nested too deeply. ValueError: tomli's own error, or a number with more digits
    # than Python converts.
    except (ValueError, RecursionError) as error:
        raise _syntax_problem(text, source) from error
    reader = _Reader()
    programme = reader.programme(tree)
    if programme is None:
        wrong = {path for path, _text in reader.problems}
        others = [warning for warning in reader.warnings if warning[0] not in wrong]
        remarks = _placed(text, tree, reader.problems + others)
        raise _refusal(source, remarks, len(reader.problems))
    return Loaded(programme, tuple(_lines(source, _placed(text, tree, reader.warnings))))


class _Remark(NamedTuple):
    """What is to be said about a line of a file; line 0 is the file as a whole."""

    line: int
    where: str
    text: str


class _Reader:
    """Turns the tree of a TOML file into a programme, and collects what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[tuple[KeyPath, str]] = []
        self.warnings: list[tuple[KeyPath, str]] = []
        self._zone = ZoneInfo("UTC")
        self._channel_ids: dict[str, int] = {}
        self._session_ids: dict[str, int] = {}
        self._comparisons_left = MOST_COMPARISONS

    def programme(self, tree: Table) -> Programme | None:
        """The programme, or None where there are `problems`."""
        if self._is_newer(tree):
            return None
        self._check_keys(tree, (), _TOP_KEYS)
        event_table = self._event_table(tree)
        channels = self._tables(tree, "channel", ())
        sessions = self._tables(tree, "session", ())
        if len(sessions) > MOST_SESSIONS:
            text = _("{count} sessions are too many. At most {most} are read.")
            self._problem(("session",), text.format(count=len(sessions), most=MOST_SESSIONS))
            return None
        if not sessions and not self._problems_at("session"):
            self._problem((), _("there is no session. Write at least one [[session]]."))
        self._channel_ids = _first_of_each_id(channels)
        self._session_ids = _first_of_each_id(sessions)
        zone = self._read_zone(event_table)
        read_channels = tuple(self._channel(table, path) for path, table in channels)
        read_sessions = [
            (path, session)
            for path, table in sessions
            if (session := self._session(table, path)) is not None
        ]
        event = self._event(event_table, zone, read_sessions)
        if self.problems or event is None:
            return None
        return Programme(event, read_channels, _numbered([session for _, session in read_sessions]))

    # Tables

    def _is_newer(self, tree: Table) -> bool:
        value = tree.get("schema")
        if value is None:
            self._missing(tree, "schema", (), _TOP_KEYS)
        elif type(value) is not int or value < 1:
            text = _("{value} is no version of the format. Write schema = {schema}.")
            self._problem(("schema",), text.format(value=_shown(value), schema=SCHEMA))
        elif value > SCHEMA:
            text = _(
                "a file of schema {value} needs a newer cacctl; this one reads schema {schema}. "
                "Update cacctl."
            )
            self._problem(("schema",), text.format(value=_shown(value), schema=SCHEMA))
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
        value = parent.get(key, [])
        path = (*path, key)
        if not isinstance(value, list):
            # A header under another one carries its whole name: [[session.note]].
            name = ".".join(part for part in path if isinstance(part, str))
            text = _("{key} is a list of tables. Write [[{name}]], in double brackets.")
            self._problem(path, text.format(key=key, name=name))
            return []
        tables: list[tuple[KeyPath, Table]] = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                tables.append(((*path, index), item))
            else:
                self._problem((*path, index), _("{value} is no table.").format(value=_shown(item)))
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
            self._problem((*path, "end"), text.format(end=end, start=start))
        elif sessions and last < first:
            text = _("every session is outside of the event, which is on these dates: {dates}.")
            self._problem(
                (*path, "start" if start else "end"),
                text.format(dates=f"{min(dates)} - {max(dates)}"),
            )
        else:
            for session_path, session in sessions:
                if not first <= session.date <= last:
                    text = _("{date} is outside of the event, {first} to {last}.")
                    self._warning(
                        (*session_path, "start"),
                        text.format(date=session.date, first=first, last=last),
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
        )

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
            self._problem((*path, "id"), text.format(id=session_id))
        start, start_date = self._instant(table, "start", path)
        end, _end_date = self._instant(table, "end", path)
        name = self._words(table, "name", path, _SESSION_KEYS)
        topic = self._words(table, "topic", path)
        host = self._words(table, "host", path)
        cities = tuple(
            self._words_of(city, place) for place, city in self._items(table, "cities", path)
        )
        speakers = tuple(
            self._speaker(speaker, place)
            for place, speaker in self._tables(table, "speakers", path)
        )
        recordings = tuple(
            self._recording(recording, place)
            for place, recording in self._tables(table, "recording", path)
        )
        notes = self._notes(table, path)
        if start is None or end is None or start_date is None:
            return None
        self._check_length(table, start, end, path)
        return Session(
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
            recordings=recordings,
            notes=notes,
        )

    def _speaker(self, table: Table, path: KeyPath) -> Speaker:
        self._check_keys(table, path, _SPEAKER_KEYS)
        return Speaker(
            name=self._words(table, "name", path, _SPEAKER_KEYS),
            role=self._words(table, "role", path),
            place=self._words(table, "place", path),
        )

    def _recording(self, table: Table, path: KeyPath) -> Recording:
        self._check_keys(table, path, _RECORDING_KEYS)
        channel = ""
        if "channel" not in table:
            self._missing(table, "channel", path, _RECORDING_KEYS)
        else:
            channel = self._reference(table["channel"], (*path, "channel"), self._channel_ids)
        if "url" not in table:
            self._missing(table, "url", path, _RECORDING_KEYS)
            return Recording(channel, "")
        return Recording(channel, self._address(table, path) or "")

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
            return {"und": self._text(value, path)}
        if not isinstance(value, dict):
            text = _('{value} is not text. Write it in double quotes, by language: en = "...".')
            self._problem(path, text.format(value=_shown(value)))
            return {}
        if not value:
            self._problem(path, _('there is no text in it. Write it by language: en = "...".'))
        for tag in value:
            if not re.fullmatch(_LANGUAGE, tag):
                self._no_language(tag, (*path, tag))
        return {tag: self._text(text, (*path, tag)) for tag, text in value.items()}

    def _text(self, value: object, path: KeyPath) -> str:
        if not isinstance(value, str):
            text = _("{value} is not text. Write it in double quotes.")
            self._problem(path, text.format(value=_shown(value)))
            return ""
        # Composed letters, so that what is searched for is found however it was typed.
        readable = visible(normalize("NFC", value)).strip(" ")
        if not readable:
            self._problem(path, _("the text is empty. Write one, or leave the key out."))
        return readable

    def _items(self, table: Table, key: str, path: KeyPath) -> list[tuple[KeyPath, object]]:
        """The items of an array, each with its path."""
        value = table.get(key, [])
        path = (*path, key)
        if not isinstance(value, list):
            text = _('{value} is no list. Write it in brackets: {key} = ["...", "..."].')
            self._problem(path, text.format(value=_shown(value), key=key))
            return []
        return [((*path, index), item) for index, item in enumerate(value)]

    def _flag(self, table: Table, key: str, path: KeyPath) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            text = _("{value} is neither true nor false. Write one of them, without quotes.")
            self._problem((*path, key), text.format(value=_shown(value)))
        return value is True

    def _id(self, table: Table, path: KeyPath, first: dict[str, int] | None = None) -> str:
        """The id of a table. `first` tells which of its kind has an id first."""
        found = self._name(table, "id", path)
        if first is not None and found in first and (index := first[found]) != path[-1]:
            text = _("the id {id} is taken by {kind} {number}. Give each its own.")
            self._problem((*path, "id"), text.format(id=found, kind=path[0], number=index + 1))
        return found

    def _name(self, table: Table, key: str, path: KeyPath) -> str:
        """An identifier, or "" where there is none or it is not written as one."""
        value = table.get(key)
        if value is None:
            self._missing(table, key, path, ("id", "platform"))
            return ""
        if isinstance(value, str) and re.fullmatch(_ID, value):
            return value
        text = _(
            "{value} cannot be used. Write 1 to 64 small letters a-z, digits and hyphens in double "
            "quotes, and begin with no hyphen: {example}"
        )
        self._problem((*path, key), text.format(value=_shown(value), example=_EXAMPLES[key]))
        return ""

    def _language(self, table: Table, path: KeyPath) -> str:
        value = table.get("lang")
        if value is None:
            self._missing(table, "lang", path, _CHANNEL_KEYS)
        elif isinstance(value, str) and re.fullmatch(_LANGUAGE, value):
            return value
        else:
            self._no_language(value, (*path, "lang"))
        return ""

    def _no_language(self, value: object, path: KeyPath) -> None:
        text = _("{value} is no language tag. Write one such as ko, en or pt-BR.")
        self._problem(path, text.format(value=_shown(value)))

    def _address(self, table: Table, path: KeyPath) -> str | None:
        value, path = table["url"], (*path, "url")
        if isinstance(value, str):
            self._check_address(value, path)
            return value
        text = _("{value} is not text. Write the address in double quotes: {example}")
        self._problem(path, text.format(value=_shown(value), example=_EXAMPLES["url"]))
        return None

    def _check_address(self, address: str, path: KeyPath) -> None:
        # An empty one has been refused as a text where it is one of several.
        if reason := address_problem(address):
            text = _(
                "{value} cannot be opened: {reason}. Write an address such as "
                "https://www.example.org/live"
            )
            self._problem(path, text.format(value=_shown(address), reason=reason))

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
        self._problem(path, self._guess(text.format(kind=kind, value=_shown(value)), value, known))
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
        if isinstance(value, str) and re.fullmatch(_ZONE, value) and value != "Factory":
            # "No such zone" comes as its own error (a KeyError), as ValueError for a file that is
            # no zone, and as OSError for a folder or a name that is too long.
            try:
                self._zone = ZoneInfo(value)
            except (KeyError, ValueError, OSError):
                pass
            else:
                return value
        self._problem(("event", "zone"), _zone_advice(value))
        return ""

    def _date(self, table: Table, key: str, path: KeyPath) -> date | None:
        value = table.get(key)
        if value is None:
            return None
        if type(value) is not date:
            text = _("{value} is no date. Write it without quotes and without a time: 2020-06-01")
            self._problem((*path, key), text.format(value=_shown(value)))
            return None
        return value if self._is_year_known(value, (*path, key)) else None

    def _is_year_known(self, value: date, path: KeyPath) -> bool:
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            return True
        self._problem(path, _year_advice(value.year))
        return False

    def _instant(
        self, table: Table, key: str, path: KeyPath
    ) -> tuple[datetime, date] | tuple[None, None]:
        """A date-time in UTC, and its date in the event's zone."""
        value = table.get(key)
        if value is None:
            self._missing(table, key, path, _SESSION_KEYS)
            return None, None
        path = (*path, key)
        if not isinstance(value, datetime):
            self._problem(path, _instant_advice(value))
            return None, None
        if not self._is_year_known(value, path):
            return None, None
        if value.tzinfo is not None:
            return value.astimezone(UTC), value.astimezone(self._zone).date()
        # A local time that is there twice has two offsets, the earlier one first, and so has one
        # that is skipped (PEP 495), where the second is the larger.
        offsets = [value.replace(tzinfo=self._zone, fold=fold).utcoffset() for fold in (0, 1)]
        readings = [(value - (offset or timedelta())).replace(tzinfo=UTC) for offset in offsets]
        if offsets[0] == offsets[1]:
            return readings[0], value.date()
        text = (
            _("{value} is skipped by the clocks in {zone}. Write {first} or {second}")
            if readings[1] < readings[0]
            else _("{value} is there twice in {zone}. Write {first} or {second}")
        )
        first, second = (reading.astimezone(self._zone).isoformat() for reading in sorted(readings))
        self._problem(
            path,
            text.format(value=value.isoformat(), zone=self._zone.key, first=first, second=second),
        )
        return None, None

    def _check_length(self, table: Table, start: datetime, end: datetime, path: KeyPath) -> None:
        shown = {"end": _shown(table["end"]), "start": _shown(table["start"])}
        if end <= start:
            text = _(
                "{end} is not after the start, {start}. An end after midnight has the next date."
            )
            self._problem((*path, "end"), text.format(**shown))
        elif end - start > LONGEST_SESSION:
            text = _("{end} is more than {days} days after the start, {start}.")
            self._problem((*path, "end"), text.format(**shown, days=LONGEST_SESSION.days))

    # What is wrong

    def _problem(self, path: KeyPath, text: str) -> None:
        self.problems.append((path, text))

    def _problems_at(self, key: str) -> bool:
        return any(path[:1] == (key,) for path, _text in self.problems)

    def _warning(self, path: KeyPath, text: str) -> None:
        self.warnings.append((path, text))

    def _missing(self, table: Table, key: str, path: KeyPath, known: Collection[str]) -> None:
        strangers = [name for name in table if name not in known]
        if (meant := self._nearest(key, strangers)) is not None:
            text = _("{key} is missing. Write {key} instead of {meant}.")
            self._problem((*path, meant), text.format(key=key, meant=meant))
        else:
            text = _("{key} is missing. Write, for example: {example}")
            self._problem(path, text.format(key=key, example=_EXAMPLES[key]))

    def _check_keys(self, table: Table, path: KeyPath, known: Sequence[str]) -> None:
        for key in table:
            if key not in known:
                text = _("this key is not known and is ignored.")
                self._warning((*path, key), self._guess(text, key, known))

    def _guess(self, text: str, word: object, known: Collection[str]) -> str:
        meant = self._nearest(word, known) if isinstance(word, str) else None
        return text if meant is None else text + " " + _("Did you mean {word}?").format(word=meant)

    def _nearest(self, word: str, known: Collection[str]) -> str | None:
        self._comparisons_left -= len(known)
        if self._comparisons_left < 0 or len(word) > 64:
            return None
        from difflib import get_close_matches

        short = [name for name in known if len(name) <= 64]
        return next(iter(get_close_matches(word.lower(), short, 1)), None)


def _first_of_each_id(tables: list[tuple[KeyPath, Table]]) -> dict[str, int]:
    """For each id, the index of the first table that has it."""
    first: dict[str, int] = {}
    for path, table in tables:
        if isinstance(table.get("id"), str):
            index = path[-1]
            assert isinstance(index, int)
            first.setdefault(table["id"], index)
    return first


def _numbered(sessions: list[Session]) -> tuple[Session, ...]:
    """The sessions by start, then in the order of the file, with their numbers and days."""
    days = {day: number for number, day in enumerate(sorted({s.date for s in sessions}), 1)}
    return tuple(
        session._replace(number=number, day=days[session.date])
        for number, session in enumerate(sorted(sessions, key=lambda s: s.start), 1)
    )


def _refusal(source: str, remarks: Sequence[_Remark], count: int = 0) -> ScheduleProblem:
    """What is wrong with a file. `count` is how many of the remarks are problems; 0 is all."""
    lines = _lines(source, remarks)
    count = count or len(lines)
    message = ngettext("{file}: {count} problem", "{file}: {count} problems", count)
    return ScheduleProblem(
        message.format(file=visible(source), count=count),
        lines[0] if len(lines) == 1 else _("The first is {line}").format(line=lines[0]),
        problems=lines,
    )


def _lines(source: str, remarks: Iterable[_Remark]) -> list[str]:
    return [
        visible(f"{source}:{remark.line}: {remark.where}{remark.text}")
        if remark.line
        else visible(f"{source}: {remark.text}")
        for remark in sorted(remarks, key=lambda remark: remark.line)
    ]


def _placed(text: str, tree: Table, found: list[tuple[KeyPath, str]]) -> list[_Remark]:
    """What was found, each with its line."""
    if not found:
        return []
    from cacctl.positions import Positions

    positions = Positions(text)
    return [_Remark(positions.line(path), _where(tree, path), words) for path, words in found]


def _where(tree: Table, path: KeyPath) -> str:
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
            if isinstance(known, str) and re.fullmatch(_ID, known):
                parts[-1] += f" ({known})"
            starts_part = True
        elif starts_part:
            parts.append(_cut(key))
            starts_part = path[0] == "event" and len(parts) == 1
        else:
            parts[-1] += f".{_cut(key)}"
    return ", ".join(parts) + ": " if parts else ""


def _decoded(data: bytes, source: str) -> str:
    """The text of a file, with a line break as "\\n" alone."""

    def refusal(line: int, text: str) -> ScheduleProblem:
        return _refusal(source, [_Remark(line, "", text)])

    if len(data) > LARGEST_FILE_BYTES:
        text = _("the file is larger than {most} MiB, the most that is read.")
        raise refusal(0, text.format(most=LARGEST_FILE_BYTES // 1024**2))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise refusal(0, _("the file is UTF-16, not UTF-8. Save it as UTF-8."))
    # A byte-order mark would be a syntax error.
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            data.decode("cp949")
        except UnicodeDecodeError:
            raise refusal(line, _("the file is not UTF-8. Save it as UTF-8.")) from error
        text = _("the file is not UTF-8 but probably CP949 (EUC-KR). Save it as UTF-8.")
        raise refusal(line, text) from error


# Mistakes in TOML itself


def _syntax_problem(text: str, source: str) -> ScheduleProblem:
    """Everything that is wrong in a text that is no TOML.

    tomli stops at the first mistake. A value that it cannot read is replaced (by 0, on its line),
    and so it goes on, while that does not take long.
    """
    mistakes: dict[int, str] = {}
    tree: Table | None = None
    for _attempt in range(min(MOST_REPAIRS, MOST_REPAIRED_CHARACTERS // (len(text) + 1) + 1)):
        try:
            tree = tomli.loads(text)
            break
        except tomli.TOMLDecodeError as error:
            if error.lineno in mistakes:
                break
            lines = text.split("\n")
            wrong = lines[error.lineno - 1]
            mistakes[error.lineno] = _syntax_advice(error.msg, wrong)
            match = re.fullmatch(_ASSIGNMENT, wrong)
            if not match:
                break
            is_repeated = error.msg.startswith("Cannot ")
            lines[error.lineno - 1] = "" if is_repeated else match[1] + "0"
            text = "\n".join(lines)
        except RecursionError:
            mistakes[0] = _("its lists, tables or keys are nested too deeply.")
            break
        except ValueError:
            digits = re.search(r"[0-9_]{4301,}", text)
            line = text.count("\n", 0, digits.start()) + 1 if digits else 0
            mistakes[line] = _("a number has too many digits.")
            break
    if tree is None:
        remarks = [_Remark(line, "", advice) for line, advice in mistakes.items()]
        return _refusal(source, remarks)
    reader = _Reader()
    reader.programme(tree)
    from cacctl.positions import Positions

    positions = Positions(text)
    remarks = [
        _Remark(line, _where(tree, positions.path_at(line)), advice)
        for line, advice in mistakes.items()
    ]
    others = _placed(text, tree, reader.problems)
    remarks += [remark for remark in others if remark.line not in mistakes]
    return _refusal(source, remarks)


def _syntax_advice(reason: str, line: str) -> str:
    match = re.fullmatch(_ASSIGNMENT, line)
    value = match[2] if match else ""
    if reason.startswith("Cannot "):
        return _("this is here for the second time. Keep one of them.")
    if match and (advice := _time_advice(value)):
        return advice
    if reason == "Invalid value" and value[:1] not in ("", '"', "'", "[", "{"):
        return _('this is no TOML value. Write a text in double quotes: "{value}"').format(
            value=_cut(value.strip())
        )
    if "string" in reason or "Illegal character" in reason:
        text = _(
            "a text is not written as TOML has it: {reason}. Begin and end it with a double quote "
            "on one line; write \\\\ for a backslash."
        )
        return text.format(reason=reason)
    return _("this is not TOML: {reason}. See https://toml.io").format(reason=reason)


# How things are written right


def _time_advice(text: str) -> str | None:
    """What is wrong with the time that `text` begins with, and the right way; None without one."""
    match = re.match(_TIME, text)
    if not match:
        if clock := re.match(_CLOCK, text):
            advice = _("{value} has no date. Write both: {example}")
            return advice.format(value=clock[0], example=_EXAMPLE_TIME)
        return None
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    try:
        midnight = datetime(year, month, day)  # noqa: DTZ001
    except ValueError:
        return _("{value} is no day of the calendar.").format(value=match["date"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _year_advice(year)
    if match["hour"] is None:
        advice = _("{value} has no time of day. Write both: {example}")
        return advice.format(value=match["date"], example=f"{midnight:%Y-%m-%d}T22:00:00")
    offset = (match["offset"] or "").upper()
    if len(offset) > 1:
        offset = f"{offset[:3]}:{offset[-2:]}"
        if int(offset[1:3]) > 23 or int(offset[4:]) > 59:
            advice = _("{value} is no offset from UTC. They go from -12:00 to +14:00.")
            return advice.format(value=offset)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 47 or minute > 60 or second > 60:
        return _("{value} is not a time of day.").format(value=match["clock"])
    time_of_day = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    right = time_of_day.isoformat() + offset
    if time_of_day.date() > midnight.date():
        advice = _("{value} is not a time of day. Write {time} on the next day: {right}")
        return advice.format(value=match["clock"], time=f"{time_of_day:%H:%M}", right=right)
    if minute == 60 or second == 60:
        advice = _("{value} is not a time of day. Write {right}")
        return advice.format(value=match["clock"], right=right)
    return _("{value} is not written as it should be. Write {right}").format(
        value=_cut(text.strip()), right=right
    )


def _instant_advice(value: object) -> str:
    """How to write a date-time, for a value of another type."""
    if isinstance(value, str) and (advice := _time_advice(value)):
        return advice + " " + _("Leave the quotes out.")
    if isinstance(value, (date, time)) and (advice := _time_advice(value.isoformat())):
        return advice
    text = _("{value} is no date and time. Write it like {example}, without quotes.")
    return text.format(value=_shown(value), example=_EXAMPLE_TIME)


def _year_advice(year: int) -> str:
    text = _("the year {year} is not between {first} and {last}.")
    return text.format(year=year, first=FIRST_YEAR, last=LAST_YEAR)


def _zone_advice(value: object) -> str:
    """What is probably meant by a zone that is none."""
    text = _("{value} is no time zone. Write a name of the IANA database, such as Asia/Seoul.")
    advice = text.format(value=_shown(value))
    if not isinstance(value, str):
        return advice
    from cacctl.zones import zone_key

    try:
        meant = zone_key(value)
    except UsageProblem as problem:
        return f"{advice} {problem.hint}" if "/" in problem.hint else advice
    if not re.fullmatch(_ZONE, meant):
        return advice
    return _("{value} is no name of the IANA database. Write zone = {right}").format(
        value=_shown(value), right=f'"{meant}"'
    )


def _shown(value: object) -> str:
    """A value of a TOML file as it is quoted in a message."""
    if isinstance(value, str):
        return f'"{_cut(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, list):
        return "[...]"
    if isinstance(value, dict):
        return "{...}"
    # Python refuses to write out a number of more than 4,300 digits.
    if isinstance(value, int) and value.bit_length() > 64:
        return _("a number too large")
    return str(value)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED] + "…"
