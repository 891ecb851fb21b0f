"""An iCalendar file's bytes (RFC 5545, RFC 7986) -> `Programme`.

The lines are read here rather than by a library: real files break the standard in ways that
parsers refuse, `check` has to tell the places, and it takes a tenth of the time. What is more than
reading, rules of recurrence and zones that a file defines, is left to libraries, in `ical_rules`,
which is loaded only where there is such a thing.
"""

import re
import time as ticks
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from html import unescape
from itertools import islice
from math import inf
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.formats.advice import FIRST_YEAR, LAST_YEAR, cut, said, standard_time_advice
from cacctl.formats.common.foreign import (
    ASSUMED_LENGTH,
    LONGEST_TEXT,
    RECORDING_WORDS,
    Doubts,
    Draft,
    Facts,
    Found,
    Kind,
    examined,
    is_recorded_meeting,
    language,
    plain_text,
    platform,
    slug,
    title_and_cancelled,
    too_large,
    unusable,
    zone_named,
)
from cacctl.formats.diagnostics import (
    LARGEST_REVISION,
    LONGEST_REFRESH,
    MOST_SESSIONS,
    SHORTEST_REFRESH,
    Examined,
)
from cacctl.times.zones import STANDARD_TIMES, zone_meant

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.ical.recurrence import Member, Moment

OWN_PRODUCT = "-//cacctl//"
AHEAD = timedelta(days=365)
"""How far what recurs without an end is read."""
RULES_SECONDS = 20
"""What all rules of a file together may take."""
MOST_DATES = 5_000
"""How many dates are read that an event has beside its rules, and how many that it leaves out."""
MOST_DEFINED_ZONES = 50
MOST_SPOKEN_ZONES = 200
"""How many zones are looked up by what Windows or people call them, which takes a while."""
MOST_EVENTS = 2 * MOST_SESSIONS
"""How many events are read at most; some are earlier versions of others."""
MOST_ZONES = 1_000
MOST_LINES = 6_000_000
MOST_OF_ONE_NAME = 5_000
"""How many properties of one name an event has at most."""
MOST_ADDRESSES = 100
"""How many addresses of a description are looked at."""
LONGEST_HEAD = 10_000
LONGEST_VALUE = 5 * LONGEST_TEXT
BLOCK = 64 * 1024
"""How much of a file is taken apart at a time, as each part takes many times its size meanwhile."""
FIRST_READ_YEAR = 1900
EARLIEST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)

TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")
CONFERENCES = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
)
OF_EVENT = frozenset(
    [
        *(*TEXTS, *CONFERENCES, "CONFERENCE", "URL", "CATEGORIES", "ORGANIZER", "STATUS", "UID"),
        "X-CACCTL-ID",
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("SEQUENCE", "LAST-MODIFIED", "DTSTAMP"),
    ]
)
SEVERAL = frozenset(["RRULE", "RDATE", "EXDATE", "CONFERENCE", "CATEGORIES"])
"""Those of which all count, not only the first."""
OF_CALENDAR = frozenset(
    [
        *("PRODID", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "TIMEZONE-ID", "URL", "METHOD"),
        *("UID", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
    ]
)

# Where a meeting is joined; meetings have addresses for other things, too.
JOINING = {
    "zoom": r"/(?:j|w|my|s|wc)/",
    "meet": r"/[a-z]{3}-|/lookup/",
    "teams": r"/l/meetup-join/|/meet/",
    "webex": r"/j\.php|/(?:meet|join|m)/|MTID=",
    "jitsi": r"/.",
}
# What stands directly before an address of a description that is the live stream itself; and what
# else is enough where the address can be nothing but live. Most are of other talks and videos.
_PLATFORM = "youtube|twitch|vimeo|facebook|유튜브|페이스북"
_OF_STREAM = re.compile(
    rf"\W*(?:(?:please|you can|watch|join|follow|view|see|find|tune in to|us|it|this|the|our"
    rf"|official|event|online|{_PLATFORM})\s+)*"
    r"(?:live[ -]?(?:video[ -]?)?stream(?:ed|ing|s)?|(?:video[ -]?)?stream(?:ing)?|live"
    r"|생중계|실시간)"
    rf"(?:[\s(]+(?:on|at|via|over|here|is|will be|available|link|url|video|event|channel"
    rf"|{_PLATFORM}|링크|방송|보기))*\W*",
    re.IGNORECASE,
)
_OF_RECORDING = re.compile(
    r"\W*(?:(?:the|video|session|watch|event)\s+)*"
    r"(?:recordings?|replay|vod|aufzeichnung|다시보기|녹화)"
    rf"(?:[\s(]+(?:on|at|here|is|available|link|url|{_PLATFORM}|링크|영상))*\W*",
    re.IGNORECASE,
)
_TO_WATCH = re.compile(
    r"\W*(?:join|watch|tune in)(?:\s+(?:us|it|on|at|via|here))*\W*", re.IGNORECASE
)
_LIVE_ADDRESS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:twitch\.tv/(?!videos/)[\w]+/?|youtube\.com/(?:[^?#]+/)?live\b.*)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r".*(?:\n|[.;!?•|]\s)", re.DOTALL)
_OPEN_TAG = re.compile(r"<[^<>]*\Z")
_LINK_TEXT = re.compile(r"""["'][^<>]{0,200}>([^<>]{1,60})</a""", re.IGNORECASE)

# A line break before white space is none, also of files with doubled signs. What stands in front
# keeps the expression from being tried again at every sign of a long row.
_BEGIN_EVENT = re.compile(r"^BEGIN:[^\S\n]*VEVENT[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
_BEFORE_BREAK = re.compile(rb"[^\r\n](?=[\r\n])")
_FOLD = re.compile(rb"(?<![\r\n])[\r\n]+[ \t]")
_BREAKS = re.compile(rb"[\r\n]+")
_KNOWN = "|".join(sorted(OF_EVENT | OF_CALENDAR | {"BEGIN", "END"}))
# Small letters are allowed, but nobody writes them, and "Note: ..." is a line of some text.
_BEGINNING = rf"(?:[A-Z][A-Z0-9_.-]*|(?i:X-[\w.-]+|{_KNOWN}))[;:]"
_NAME = re.compile(_BEGINNING)
_STRAY = re.compile(rf"\n(?!{_BEGINNING}|\Z)")
_HEAD = re.compile(r'(?:[^":]++|"[^"]*+")*+:')
_PARAMETER = re.compile(r';\s*([\w-]+)\s*=\s*("[^"]*"|[^;]*)')
_ESCAPED = re.compile(r'\\([nN\\,;:"])')
_CIRCUMFLEX = re.compile(r"\^([n^'])")  # RFC 6868
_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*([Zz]|[+-]\d\d:?\d\d)?)?"
)
_LENGTH = re.compile(
    r"\+?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)

_UNSAID = re.compile(r"[A-Z-]+=|COUNT=(?:-\d+|0+)")
_LIMIT = re.compile(r"\b(?:COUNT|UNTIL)\s*=", re.IGNORECASE)

BLANKS = ' \t"'
STRAY = "\0"
"""Stands before what was a line, but begins like none."""


class _Property(NamedTuple):
    """A line: its name with its parameters, and its value, as they stand in the file."""

    head: str
    value: str

    def parameter(self, name: str) -> str:
        return _parameters(self.head).get(name, "")

    def text(self) -> str:
        value = self.value[:LONGEST_VALUE]
        return _ESCAPED.sub(_meant, value) if "\\" in value else value


class _Event(NamedTuple):
    """What stands in a VEVENT."""

    path: "KeyPath"
    properties: dict[str, list[_Property]]

    def all(self, name: str) -> Sequence[_Property]:
        return self.properties.get(name, ())

    def first(self, name: str) -> _Property | None:
        found = self.properties.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        found = self.properties.get(name)
        return found[0].text().strip() if found else ""

    @property
    def sequence(self) -> int:
        digits = self.text("SEQUENCE")
        known = digits.isascii() and digits.isdigit() and len(digits) < 12
        return min(int(digits), LARGEST_REVISION) if known else 0

    @property
    def stamp(self) -> str:
        """When it was changed, in a form that can be compared; nothing where it does not tell."""
        return re.sub(r"\D", "", self.text("LAST-MODIFIED") or self.text("DTSTAMP"))


class _Calendar(NamedTuple):
    """What stands in a file: of several calendars, as if it were one."""

    properties: dict[str, _Property]
    events: list[_Event]
    zones: dict[str, list[str]]

    def text(self, *names: str) -> str:
        """The first of these properties that says something."""
        found = (self.properties[name].text().strip() for name in names if name in self.properties)
        return next(filter(None, found), "")


class _Read(NamedTuple):
    """An event's times, and the session that it is, with whatever does not depend on them."""

    event: _Event
    start: "Moment"
    end: "Moment"
    draft: Draft


def examine(data: bytes, source: str, now: datetime, event_tz: str = "") -> Examined:
    """What is in an iCalendar file, as far as it can be read.

    What recurs without an end is read for a year from `now`. `event_tz` is the event's zone where
    the file names none.
    """
    if advice := too_large(data):
        return unusable(source, "", advice)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        text = _("it has more than {most} parts, the most that are read.")
        return unusable(source, "", said(text, most=MOST_LINES))
    doubts = Doubts()
    calendar = _calendar(data, doubts)
    doubts.events = len(calendar.events)
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    original = "".join(map(_decoded, _blocks(data.removeprefix(BOM_UTF8))))

    def lines() -> list[int]:
        found, line, place = [], 1, 0
        for begin in _BEGIN_EVENT.finditer(original):
            line += original.count("\n", place, begin.start())
            place = begin.start()
            found.append(line)
        return found

    if len(calendar.events) > MOST_EVENTS:
        text = _("{count} sessions are too many. At most {most} are read.")
        return unusable(source, original, said(text, count=len(lines()), most=MOST_SESSIONS))
    reader = _Reader(calendar, source, now, doubts, event_tz)
    return examined(source, original, reader.facts(), reader.drafts(), doubts, lines)


class _Reader:
    """Reads the events of a calendar, and the facts that it tells about them all."""

    def __init__(
        self, calendar: _Calendar, source: str, now: datetime, doubts: Doubts, event_tz: str
    ) -> None:
        self.calendar = calendar
        self.source = source
        self.now = now
        self.doubts = doubts
        self.zones = _Zones(calendar, event_tz)
        if self.zones.is_assumed and any(map(_floats, calendar.events)):
            doubts.assume_utc()
        for key in self.zones.keys:
            if advice := standard_time_advice(key):
                doubts.mention((), advice)
        self.is_own = OWN_PRODUCT in calendar.text("PRODID")
        self.is_cancelled = calendar.text("METHOD").upper() == "CANCEL"
        self.name = calendar.text("NAME", "X-WR-CALNAME") or _name_of(source)

    def facts(self) -> Facts:
        calendar = self.calendar
        changed = [
            moment
            for event in calendar.events
            if (stamp := event.first("LAST-MODIFIED"))
            and isinstance(moment := self.zones.moment(stamp), datetime)
        ]
        named = calendar.properties.get("NAME")
        return Facts(
            name=self.name,
            zone=self.zones.key,
            names_zone=bool(self.zones.keys),
            id=calendar.text("UID") if self.is_own else "",
            lang=language(named.parameter("LANGUAGE")) if named else "",
            site=calendar.text("URL"),
            revision=max((event.sequence for event in calendar.events), default=0),
            revised=max(map(_instant, changed), default=None),
            refresh=_refresh(calendar.text("REFRESH-INTERVAL", "X-PUBLISHED-TTL")),
        )

    def drafts(self) -> Iterator[Draft]:
        """The sessions of all events, those that recur at each of their times."""
        events = _newest(self.calendar.events, self.doubts, is_own=self.is_own)
        recurring = {
            event.text("UID") or event.path
            for event in events
            if not event.properties.keys().isdisjoint(("RRULE", "RDATE", "RECURRENCE-ID"))
        }
        series: dict[object, list[_Event]] = defaultdict(list)
        plain = []
        for event in events:
            # Without a UID, it belongs to no other.
            key = event.text("UID") or event.path
            if key in recurring:
                series[key].append(event)
            else:
                plain.append(event)
        for event in plain:
            if read := self._read(event):
                yield _at(read.draft, self._utc(read.start), self._utc(read.end))
        yield from self._recurring(series.values())

    def _recurring(self, series: Iterable[Sequence[_Event]]) -> Iterator[Draft]:
        deadline = ticks.monotonic() + RULES_SECONDS
        count = 0
        for events in series:
            members = [read for event in events if (read := self._read(event))]
            if not members:
                continue
            until = deadline if count <= MOST_SESSIONS else -inf
            for draft in self._occurrences(members, until):
                count += 1
                yield draft

    def _occurrences(self, members: Sequence[_Read], deadline: float) -> Iterator[Draft]:
        """The sessions of what is a series together."""
        from cacctl.formats.ical import recurrence

        path = members[0].event.path
        reason = ""
        try:
            if ticks.monotonic() > deadline:
                raise recurrence.TooLong
            series = [self._member(read) for read in members]
            found, more = recurrence.occurrences(series, self.now + AHEAD, EARLIEST, deadline)
        except recurrence.TooLong:
            reason = _("too much in the file recurs. Only its first time is read.")
        except ValueError:
            reason = _("the rule {rule} by which it recurs is not read. Only its first time is.")
        if reason:
            rule = next((text for r in members if (text := r.event.text("RRULE"))), "")
            self.doubts.assume(path, reason, rule=cut(rule))
            for read in members:
                yield _at(read.draft, self._utc(read.start), self._utc(read.end))
            return
        if more:
            text = _("it recurs more than {most} times. Only the latest of them are read.")
            self.doubts.assume(path, text, most=f"{recurrence.MOST_OCCURRENCES:,}")
        for member, start, end, moment in found:
            instant = self._utc(moment)
            day = instant.astimezone(ZoneInfo(self.zones.key)).date()
            draft = members[member].draft
            wanted = f"{draft.id or slug(draft.name) or 'session'}-{day}"
            uid = f"{draft.uid}/{instant:%Y%m%dT%H%M%SZ}" if draft.uid else ""
            first, last = self._utc(start), self._utc(end)
            if isinstance(start, datetime) and isinstance(end, datetime):
                last = first + (end.replace(tzinfo=None) - start.replace(tzinfo=None))
            yield _at(draft._replace(id=wanted, uid=uid), first, last)

    def _member(self, read: _Read) -> "Member":
        from cacctl.formats.ical.recurrence import MOST_RULES, Member

        event = read.event
        replaced = event.first("RECURRENCE-ID")
        rules = list(dict.fromkeys(self._rule(event, f.value) for f in event.all("RRULE")))
        if len(rules) > MOST_RULES:
            _shorten(event, "RRULE", MOST_RULES, self.doubts)
        return Member(
            read.start,
            self._exact(read.start, read.end),
            event.sequence,
            rules[:MOST_RULES],
            list(self._added(event)),
            [
                moment
                for part in self._dates(event, "EXDATE")
                if (moment := self.zones.moment(part)) is not None
            ],
            self.zones.moment(replaced) if replaced else None,
            onward=replaced is not None and "THISANDFUTURE" in replaced.parameter("RANGE").upper(),
        )

    def _rule(self, event: _Event, text: str) -> str:
        """A rule without blanks, and without what says nothing: `COUNT=-1;UNTIL=`."""
        parts = "".join(text.split()).upper().split(";")
        rule = ";".join(part for part in parts if part and not _UNSAID.fullmatch(part))
        if _LIMIT.search(text) and not _LIMIT.search(rule):
            endless = _("the rule {rule} tells no end. It is taken to go on.")
            self.doubts.assume(event.path, endless, rule=cut(text))
        return rule

    def _exact(self, start: "Moment", end: "Moment") -> "Moment":
        """The end by a clock that is not changed meanwhile.

        It is the exact length that recurs (RFC 5545, 3.8.5.3), and the library goes by the clock.
        """
        if isinstance(start, datetime):
            return start + (self._utc(end) - self._utc(start))
        return end

    def _added(self, event: _Event) -> "Iterator[Moment | tuple[datetime, datetime]]":
        """The times of RDATE, some of which can be periods."""
        for part in self._dates(event, "RDATE"):
            first, _slash, last = part.value.partition("/")
            start = self.zones.moment(part._replace(value=first))
            end = self.zones.moment(part._replace(value=last)) if last else None
            if isinstance(start, datetime) and last and end is None:
                end = self._later(start, last)
            if isinstance(start, datetime) and isinstance(end, datetime) and end > start:
                yield start, start + (self._utc(end) - self._utc(start))
            elif start is not None:
                yield start

    def _dates(self, event: _Event, name: str) -> Iterable[_Property]:
        """The dates of the properties of that name, each once, and as a property of its own."""
        found: dict[_Property, None] = {}
        left = MOST_DATES
        for stated in event.all(name):
            # What is behind the last of them is not even split.
            values = stated.value.split(",", left)
            found.update(dict.fromkeys(stated._replace(value=value) for value in values[:left]))
            if len(values) > left:
                _shorten(event, name, MOST_DATES, self.doubts)
                break
            left -= len(values)
        return found

    def _read(self, event: _Event) -> _Read | None:
        """An event with its times, unless it has no start that can be read."""
        stated = event.first("DTSTART")
        start = self.zones.moment(stated) if stated else None
        if start is None:
            text = stated.value if stated else ""
            self.doubts.leave_out(
                event.path, _("its start is no date and time: {value}"), value=f'"{cut(text)}"'
            )
            return None
        unknown = self.zones.unknown(event)
        if unknown:
            text = _("the time zone {name} is not known. Its times are taken to be in {zone}.")
            self.doubts.assume(
                event.path, text, name=f'"{cut(unknown)}"', zone=self.zones.key
            )  # fmt: skip
        return _Read(event, start, self._end(event, start), self._draft(event))

    def _end(self, event: _Event, start: "Moment") -> "Moment":
        is_day = not isinstance(start, datetime)
        end: Moment | None = None
        if stated := event.first("DTEND"):
            end = self.zones.moment(stated)
        elif stated := event.first("DURATION"):
            end = self._later(start, stated.value)
        # A time at which nothing lasts is a moment; a day that is its own end lasts all the same.
        if end is not None and (not is_day or self._utc(end) != self._utc(start)):
            return end
        if is_day:
            return start + timedelta(days=1)
        if self.is_own and not event.first("DTEND"):
            return start
        text = _("its end is not told. It is taken to last an hour.")
        self.doubts.assume(event.path, text)
        return start + ASSUMED_LENGTH

    def _later(self, start: "Moment", length: str) -> "Moment | None":
        """The end of what begins at `start`; None where no length can be read."""
        parts = _length(length)
        if parts is None:
            return None
        days, rest = parts
        try:
            if not isinstance(start, datetime):
                if not rest:
                    return start + days
                start = datetime.combine(start, time(), self.zones.local)
            # Days are those of the clock, hours are exact (RFC 5545, 3.3.6).
            return _instant(start + days) + rest
        except OverflowError:
            return None

    def _draft(self, event: _Event) -> Draft:
        """The session that an event is, without its times."""
        summary, organizer = event.first("SUMMARY"), event.first("ORGANIZER")
        links, room = self._links(event)
        page = event.text("URL")
        if page in [link.url for link in links]:
            page = ""
        uid = event.text("UID")
        host = _name(organizer.parameter("CN")) if organizer else ""
        name, is_cancelled = event.text("SUMMARY"), False
        if not self.is_own:
            name, is_cancelled = title_and_cancelled(name)
        return Draft(
            path=event.path,
            start=EARLIEST,
            end=EARLIEST,
            name=name,
            id=(event.text("X-CACCTL-ID") or uid.partition("@")[0]) if self.is_own else "",
            uid=uid,
            text_lang=language(summary.parameter("LANGUAGE")) if summary else "",
            description=event.text("DESCRIPTION"),
            room=room,
            track=next(_categories(event), ""),
            host=host if host != self.name else "",
            page=page,
            links=links,
            cancelled=is_cancelled
            or self.is_cancelled
            or event.text("STATUS").upper() in ("CANCELLED", "CANCELED"),
        )

    def _links(self, event: _Event) -> tuple[tuple[Found, ...], str]:
        """The addresses at which it can be watched, and the room: what else LOCATION says."""
        links = []
        for conference in event.properties.get("CONFERENCE", ()):
            url = conference.value.strip()
            # Others can be telephone numbers.
            if url.lower().startswith("http"):
                label = conference.parameter("LABEL")
                lang = language(conference.parameter("LANGUAGE"))
                links.append(Found(url, _kind(label, url), lang))
        known = {link.url for link in links}
        stated = [event.text(name) for name in CONFERENCES]
        location = event.text("LOCATION")
        if self.is_own:
            # Ours says only what the rest does, where it names no room.
            return tuple(links), "" if location in known else location
        addresses = [_bare(match[0]) for match in _ADDRESS.finditer(location)]
        stated += addresses
        room = _ADDRESS.sub("", location).strip(" \n,;:|()[]<>-–—/") if addresses else location
        url = event.text("URL")
        if url and platform(url) != "web":
            stated.append(url)
        links += [
            Found(url, _kind("", url)) for url in dict.fromkeys(stated) if url and url not in known
        ]
        links += _in_text(event.text("DESCRIPTION"), links)
        return tuple(links), room

    def _utc(self, moment: "Moment") -> datetime:
        """A time, or the beginning of a day in the calendar's zone, as an instant."""
        if isinstance(moment, datetime):
            return _instant(moment)
        return _instant(datetime.combine(moment, time(), self.zones.local))


class _Zones:
    """The zones that a calendar names, and the one that it is in.

    That is the one it says it is in, else that of most of its events, else the only one it defines,
    else the one that the viewer names.
    `key` is its IANA key, as near as that is known; `local` is the zone of times that name none.
    `keys` are those of all the zones that are named, in the same order.
    """

    def __init__(self, calendar: _Calendar, event_tz: str) -> None:
        self._defined = calendar.zones
        self._known: dict[str, tzinfo | None] = {}
        self._tried = 0
        self._spoken = 0
        starts = (event.first("DTSTART") for event in calendar.events)
        counted = Counter(tzid for start in starts if start and (tzid := _tzid(start)))
        names = [
            calendar.text("X-WR-TIMEZONE"),
            calendar.text("TIMEZONE-ID"),
            *(name for name, _count in counted.most_common()),
            *(calendar.zones if len(calendar.zones) == 1 else ()),
        ]
        found = [(name, zone) for name in names if name and (zone := self.named(name))]
        keys = (_key(zone) or self._place(name) for name, zone in found)
        self.keys = list(dict.fromkeys(filter(None, keys)))
        self.key = next(iter(self.keys), event_tz or "UTC")
        self.local = found[0][1] if found else ZoneInfo(self.key)
        self.is_assumed = not found and not event_tz

    def named(self, name: str) -> tzinfo | None:
        """The zone with that name; None where there is none."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def moment(self, stated: _Property) -> "Moment | None":
        """The day or the time that a property tells; None where it tells none."""
        match = _TIME.fullmatch(stated.value.strip(BLANKS))
        if not match:
            return None
        year, month, day, hour, minute, second, offset = match.groups()
        # At the very ends, no zone could be applied.
        if not FIRST_READ_YEAR <= int(year) <= LAST_YEAR:
            return None
        try:
            if hour is None:
                return date(int(year), int(month), int(day))
            # A time can be 24:00, or have a leap second.
            clock = timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0))
            moment = datetime(int(year), int(month), int(day), tzinfo=self.local) + clock
            if offset:
                return moment.replace(tzinfo=_offset(offset))
            if tzid := _tzid(stated):
                return moment.replace(tzinfo=self.named(tzid) or self.local)
        except ValueError:
            return None
        return moment

    def unknown(self, event: _Event) -> str:
        """The name of a zone that an event needs and that is not known."""
        for name in ("DTSTART", "DTEND"):
            stated = event.first(name)
            if stated and (tzid := _tzid(stated)) and not self.named(tzid):
                return tzid
        return ""

    def _found(self, name: str) -> tzinfo | None:
        # What the file says of it counts: as a key it is without daylight saving time.
        if name in STANDARD_TIMES and (zone := self._as_defined(name)):
            return zone
        # Behind a name of the program that made it: /mozilla.org/20050126_1/Europe/Berlin.
        parts = name.strip().strip("/").split("/")[-4:]
        for start in range(len(parts)):
            if key := zone_named("/".join(parts[start:])):
                return ZoneInfo(key)
        from cacctl.formats.ical import recurrence

        self._spoken += 1
        for spoken in _spoken(name) if self._spoken <= MOST_SPOKEN_ZONES else ():
            if key := zone_named(recurrence.windows_zone(spoken) or spoken):
                return ZoneInfo(key)
        return self._as_defined(name)

    def _as_defined(self, name: str) -> tzinfo | None:
        """The zone that the file defines under that name."""
        from cacctl.formats.ical import recurrence

        lines = self._defined.get(name)
        self._tried += 1
        if not lines or self._tried > MOST_DEFINED_ZONES:
            return None
        return recurrence.defined_zone(lines)

    def _place(self, name: str) -> str:
        """The IANA key that a zone's definition says it is like."""
        prefix = "X-LIC-LOCATION:"
        lines = self._defined.get(name, ())
        return next(
            (zone_named(t[len(prefix) :].strip()) for t in lines if t.startswith(prefix)), ""
        )


def _calendar(data: bytes, doubts: Doubts) -> _Calendar:
    """The lines of a file, sorted by what they belong to. Whatever else is in it is passed over."""
    calendar = _Calendar({}, [], {})
    event: _Event | None = None
    zone: list[str] | None = None
    inner = ""
    for line in _lines(data):
        match = _NAME.match(line)
        name = match[0][:-1].upper() if match else ""
        if name in ("BEGIN", "END"):
            component = line[len(name) + 1 :].partition(STRAY)[0].strip().upper()
            if component in ("VEVENT", "VCALENDAR"):
                event, zone, inner = None, None, ""
                if (name, component) == ("BEGIN", "VEVENT"):
                    if len(calendar.events) > MOST_EVENTS:
                        return calendar
                    event = _Event(("event", len(calendar.events)), {})
                    calendar.events.append(event)
            elif component == "VTIMEZONE":
                if zone and name == "END" and len(calendar.zones) < MOST_ZONES:
                    calendar.zones.setdefault(_named(zone), zone)
                zone = [] if name == "BEGIN" else None
            elif zone is not None:
                if len(zone) <= MOST_OF_ONE_NAME:
                    zone.append(f"{name}:{component}")
            elif name == "BEGIN":
                inner = inner or component
            elif component == inner:
                inner = ""
        elif zone is not None:
            if len(zone) <= MOST_OF_ONE_NAME:
                zone.append(line.partition(STRAY)[0])
        elif inner:
            continue
        elif event is not None and name in OF_EVENT:
            if STRAY in line and name not in TEXTS:
                doubts.assume(event.path, _("it has lines that are none of a calendar."))
                line = line.partition(STRAY)[0]
            found = event.properties.setdefault(name, [])
            if len(found) < (MOST_OF_ONE_NAME if name in SEVERAL else 1):
                found.append(_property(line.replace(STRAY, "\n")))
            elif name in SEVERAL:
                _shorten(event, name, MOST_OF_ONE_NAME, doubts)
        elif event is None and name in OF_CALENDAR:
            calendar.properties.setdefault(name, _property(line.partition(STRAY)[0]))
    if event is not None:
        doubts.assume(event.path, _("the file ends in the middle of it."))
    return calendar


def _shorten(event: _Event, name: str, most: int, doubts: Doubts) -> None:
    """Keep in mind that an event has more of something than is read."""
    text = _("it has more than {most} of {name}. Only the first of them are read.")
    doubts.assume(event.path, text, most=f"{most:,}", name=name)


def _blocks(data: bytes) -> Iterator[bytes]:
    """The bytes in blocks, each of which but the first begins with a line break."""
    place = 0
    while place < len(data):
        found = _BEFORE_BREAK.search(data, place + BLOCK)
        end = found.end() if found else len(data)
        yield data[place:end]
        place = end


def _lines(data: bytes) -> Iterator[str]:
    """The lines of a file without their folds; what begins like none belongs to the one before."""
    data = data.removeprefix(BOM_UTF8)
    # First the folds everywhere, as one can be within a letter.
    data = b"".join(_BREAKS.sub(b"\n", _FOLD.sub(b"", block)) for block in _blocks(data))
    line = ""
    for block in _blocks(data):
        first, *others = _STRAY.sub(STRAY, _decoded(block).replace(STRAY, "")).split("\n")
        line += first
        for other in others:
            yield line
            line = other
    yield line


def _decoded(data: bytes) -> str:
    """The text of lines, or of those that are no UTF-8 in what Windows has."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "\n".join(_decoded_line(line) for line in data.split(b"\n"))


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _property(line: str) -> _Property:
    head, _colon, value = line.partition(":")
    if '"' in head and (match := _HEAD.match(line)):
        head, value = line[: match.end() - 1], line[match.end() :]
    head = head[:LONGEST_HEAD]
    if ":" in value and head.upper().startswith("DT"):
        # Outlook's names of zones have a colon, which some write without quotes.
        before, _colon, behind = line.rpartition(":")
        if _TIME.fullmatch(behind.strip(BLANKS)):
            return _Property(before, behind)
    return _Property(head, value)


@lru_cache(maxsize=512)
def _parameters(head: str) -> Mapping[str, str]:
    """The parameters of a line, by their names."""
    return {
        name.upper(): _CIRCUMFLEX.sub(_meant, value.strip(BLANKS))
        for name, value in reversed(_PARAMETER.findall(head))
    }


def _meant(escaped: re.Match[str]) -> str:
    return {"n": "\n", "N": "\n", "'": '"'}.get(escaped[1], escaped[1])


def _named(zone: Sequence[str]) -> str:
    """The TZID of the lines of a VTIMEZONE."""
    lines = (_property(line) for line in zone)
    return next((p.text().strip() for p in lines if p.head.upper().startswith("TZID")), "")


def _name_of(source: str) -> str:
    """A name for a calendar that has none."""
    if "://" in source:
        return urlsplit(source).hostname or ""
    return PurePath(source).stem


def _newest(events: Sequence[_Event], doubts: Doubts, *, is_own: bool) -> list[_Event]:
    """The events without earlier versions of the same, and none twice (RFC 5546, 2.1.5).

    Events with one UID are versions of one, and so are those that change one of its recurrences.
    As some programs give one UID to all events, those that start at different times though their
    SEQUENCE is the same are different ones, and so are those of other names that are as old.
    """
    versions: dict[object, list[_Event]] = defaultdict(list)
    for event in events:
        uid = event.text("UID") or event.path
        key = (uid, event.text("RECURRENCE-ID"), event.text("X-CACCTL-ID"))
        versions[key].append(event)
    left_out: dict[KeyPath, KeyPath] = {}
    for found in versions.values():
        if len(found) > 1:
            left_out.update(_older(found, is_own=is_own))
    for path, newer in left_out.items():
        text = _("event {number} is a newer version with the same UID. Only that one is read.")
        doubts.mention(path, text, number=int(newer[1]) + 1)
    return [event for event in events if event.path not in left_out]


def _older(versions: Sequence[_Event], *, is_own: bool) -> "Iterator[tuple[KeyPath, KeyPath]]":
    """The paths of older versions, each with that of the version that replaces it."""
    sequence = max(event.sequence for event in versions)
    latest = max(versions, key=lambda event: (event.sequence, event.stamp))
    by_start: dict[str, list[_Event]] = defaultdict(list)
    for event in versions:
        if event.sequence == sequence:
            by_start["" if is_own else event.text("DTSTART")].append(event)
        else:
            yield event.path, latest.path
    for together in by_start.values():
        newest = max(together, key=lambda event: event.stamp)
        named: dict[str, _Event] = {newest.text("SUMMARY"): newest}
        for event in together:
            # Within a minute, a program can have stamped what it wrote into one file.
            is_older = is_own or event.stamp[:12] < newest.stamp[:12]
            other = newest if is_older else named.setdefault(event.text("SUMMARY"), event)
            if event is not other:
                yield event.path, other.path


def _at(draft: Draft, start: datetime, end: datetime) -> Draft:
    return draft._replace(start=start, end=end)


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _tzid(stated: _Property) -> str:
    """The name of the zone that a time is in; a time in UTC needs none."""
    return "" if stated.value.rstrip().upper().endswith("Z") else stated.parameter("TZID")


def _floats(event: _Event) -> bool:
    """Whether an event starts at a time of day in no zone."""
    stated = event.first("DTSTART")
    match = _TIME.fullmatch(stated.value.strip(BLANKS)) if stated else None
    return bool(match and stated and match[4] and not match[7] and not _tzid(stated))


def _spoken(name: str) -> Iterator[str]:
    """What Windows can mean by a zone's name, or by what Outlook shows: its offset and cities."""
    yield name.strip()
    shown = re.match(r"\((?:UTC|GMT)[^)]*\)(.*)", name.strip())
    if shown:
        # (UTC-05:00) Eastern Time (US & Canada)
        yield re.sub(r" Time \(.*", " Standard Time", shown[1].strip())
        yield from filter(None, map(zone_meant, shown[1].split(",")[:5]))


def _key(zone: tzinfo) -> str:
    return zone.key if isinstance(zone, ZoneInfo) else ""


def _offset(text: str) -> tzinfo:
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    length = timedelta(hours=hours, minutes=minutes)
    return timezone(-length if text.startswith("-") else length)


def _length(text: str) -> tuple[timedelta, timedelta] | None:
    """The days of a length, and the rest of it; None where it is none."""
    match = _LENGTH.fullmatch(text.strip())
    if not match:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (
        timedelta(weeks=weeks, days=days),
        timedelta(hours=hours, minutes=minutes, seconds=seconds),
    )


def _refresh(text: str) -> timedelta | None:
    """How often a calendar is to be asked for, where it tells."""
    parts = _length(text)
    if parts is None or not any(parts):
        return None
    return min(max(sum(parts, timedelta()), SHORTEST_REFRESH), LONGEST_REFRESH)


def _categories(event: _Event) -> Iterator[str]:
    for stated in event.all("CATEGORIES"):
        for value in re.split(r"(?<!\\),", stated.value[:LONGEST_TEXT]):
            if text := stated._replace(value=value).text().strip():
                yield text


def _name(text: str) -> str:
    """The name of who organises; many programs put an address there."""
    return "" if "@" in text else text


def _kind(label: str, url: str) -> Kind:
    """What a conference is for, by its label and address. A "video call" is no recording."""
    called = re.sub(r"\bvideo\b", "", label, flags=re.IGNORECASE)
    is_recording = RECORDING_WORDS.search(called) or is_recorded_meeting(url)
    return "recording" if is_recording else "live"


def _bare(url: str) -> str:
    """An address without what belongs to the sentence around it."""
    url = unescape(url).rstrip(".,;:!?*")
    return url if "(" in url else url.rstrip(")].,;")


def _in_text(text: str, known: Sequence[Found]) -> Iterator[Found]:
    """Where one joins, by a description, and what it calls its stream or its recording.

    Of each platform it is the first: what follows is for those without the program. A video that is
    merely mentioned is none of it.
    """
    taken = {(platform(link.url), link.kind) for link in known}
    for match in islice(_ADDRESS.finditer(text), MOST_ADDRESSES):
        url = _bare(match[0])
        place = platform(url)
        kind: Kind | None
        if place in JOINING:
            before = text[: match.start()].rpartition("\n")[2]
            joins = re.search(JOINING[place], url.partition("://")[2])
            is_meant = joins or is_recorded_meeting(url)
            kind = _kind(before[-60:], url) if is_meant else None
        else:
            kind = _kind_by_label(url, _before(text, match.start()))
            if kind is None and (linked := _LINK_TEXT.match(text, match.end())):
                kind = _kind_by_label(url, linked[1])
        if kind and (place, kind) not in taken:
            taken.add((place, kind))
            yield Found(url, kind)


def _before(text: str, place: int) -> str:
    """What stands before a place of a text, in its sentence or line, without markup."""
    label = plain_text(_OPEN_TAG.sub("", text[max(0, place - 120) : place]))
    return _CLAUSE.sub("", label.rstrip())


def _kind_by_label(url: str, label: str) -> Kind | None:
    """What an address is for by what stands before it; None where it is merely mentioned."""
    if _OF_STREAM.fullmatch(label) or (_LIVE_ADDRESS.match(url) and _TO_WATCH.fullmatch(label)):
        return "live"
    return "recording" if _OF_RECORDING.fullmatch(label) else None
