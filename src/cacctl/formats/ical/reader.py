"""An iCalendar file's bytes (RFC 5545, RFC 7986) -> `Programme`.

The lines are read here rather than by a library: real files break the standard in ways that
parsers refuse, `check` needs the line of each event, and it takes a tenth of the time. Rules of
recurrence and zones that a file defines are left to libraries, in `recurrence` and `vtimezone`,
which are imported only for files that have them.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from urllib.parse import urlsplit

from cacctl.base.i18n import _
from cacctl.formats.base import ReadResult
from cacctl.formats.common.build import build_result
from cacctl.formats.common.cancellation import title_and_cancelled
from cacctl.formats.common.drafts import EventDetails, SessionDraft
from cacctl.formats.common.problems import unusable
from cacctl.formats.common.text import LONGEST_TEXT
from cacctl.formats.common.values import DEFAULT_DURATION, language
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.diagnostics import advise, shorten, standard_time_advice
from cacctl.formats.ical.components import MOST_EVENTS, Calendar, CalendarEvent, parse_calendar
from cacctl.formats.ical.links import links_and_room
from cacctl.formats.ical.series import EARLIEST, ReadEvent, SeriesReader, at
from cacctl.formats.ical.syntax import blocks, decoded
from cacctl.formats.ical.values import DateOrTime, in_utc, refresh_interval
from cacctl.formats.ical.versions import newest_versions
from cacctl.formats.ical.zones import CalendarZones, is_floating
from cacctl.formats.limits import too_large, too_many_sessions

OWN_PRODUCT = "-//cacctl//"
MOST_LINES = 6_000_000
_BEGIN_EVENT = re.compile(r"^BEGIN:[^\S\n]*VEVENT[^\S\n]*$", re.IGNORECASE | re.MULTILINE)


def read(data: bytes, source: str, now: datetime, event_tz: str = "") -> ReadResult:
    """What is in an iCalendar file, as far as it can be read.

    What recurs without an end is read for a year from `now`. `event_tz` is the event's zone where
    the file names none.
    """
    if advice := too_large(data):
        return unusable(source, "", advice)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        text = _("the file has too many lines. At most {most} are read.")
        return unusable(source, "", advise(text, most=MOST_LINES))
    warnings = Warnings()
    calendar = parse_calendar(data, warnings)
    warnings.events = len(calendar.events)
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    original = "".join(map(decoded, blocks(data.removeprefix(BOM_UTF8))))
    lines = partial(_event_lines, original)
    if len(calendar.events) > MOST_EVENTS and (advice := too_many_sessions(len(lines()))):
        return unusable(source, original, advice)
    reader = _Reader(calendar, source, now, warnings, event_tz)
    return build_result(source, original, reader.facts(), reader.drafts(), warnings, lines)


def _event_lines(text: str) -> list[int]:
    lines, line, counted = [], 1, 0
    for begin in _BEGIN_EVENT.finditer(text):
        line += text.count("\n", counted, begin.start())
        counted = begin.start()
        lines.append(line)
    return lines


class _Reader:
    """Reads the events of a calendar, and the facts that it tells about them all."""

    def __init__(
        self, calendar: Calendar, source: str, now: datetime, warnings: Warnings, event_tz: str
    ) -> None:
        self.calendar = calendar
        self.source = source
        self.now = now
        self.warnings = warnings
        self.zones = CalendarZones(calendar, event_tz)
        if self.zones.is_assumed and any(map(is_floating, calendar.events)):
            warnings.assume_utc()
        for key in self.zones.keys:
            if advice := standard_time_advice(key):
                warnings.add((), advice)
        self.is_own = OWN_PRODUCT in calendar.text("PRODID")
        self.is_cancelled = calendar.text("METHOD").upper() == "CANCEL"
        self.name = calendar.text("NAME", "X-WR-CALNAME") or _name_of(source)

    def facts(self) -> EventDetails:
        calendar = self.calendar
        changed = [
            moment
            for event in calendar.events
            if (stamp := event.first("LAST-MODIFIED"))
            and isinstance(moment := self.zones.moment(stamp), datetime)
        ]
        named = calendar.properties.get("NAME")
        return EventDetails(
            name=self.name,
            zone=self.zones.key,
            names_zone=bool(self.zones.keys),
            id=calendar.text("UID") if self.is_own else "",
            lang=language(named.parameter("LANGUAGE")) if named else "",
            site=calendar.text("URL"),
            revision=max((event.sequence for event in calendar.events), default=0),
            revised=max(map(in_utc, changed), default=None),
            refresh=refresh_interval(calendar.text("REFRESH-INTERVAL", "X-PUBLISHED-TTL")),
        )

    def drafts(self) -> Iterator[SessionDraft]:
        """The sessions of all events, those that recur at each of their times."""
        events = newest_versions(self.calendar.events, self.warnings, is_own=self.is_own)
        recurring = {
            event.text("UID") or event.path
            for event in events
            if not event.properties.keys().isdisjoint(("RRULE", "RDATE", "RECURRENCE-ID"))
        }
        series: dict[object, list[CalendarEvent]] = defaultdict(list)
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
                yield at(read.draft, self.zones.utc(read.start), self.zones.utc(read.end))
        members = ([read for e in events if (read := self._read(e))] for events in series.values())
        yield from SeriesReader(self.zones, self.now, self.warnings).drafts(filter(None, members))

    def _read(self, event: CalendarEvent) -> ReadEvent | None:
        """An event with its times, unless it has no start that can be read."""
        stated = event.first("DTSTART")
        start = self.zones.moment(stated) if stated else None
        if start is None:
            if value := stated.value.strip() if stated else "":
                text = _("its start is unreadable, so it is skipped: {value}")
                self.warnings.skip(event.path, text, value=f'"{shorten(value)}"')
            else:
                self.warnings.skip(event.path, _("it has no start, so it is skipped."))
            return None
        unknown = self.zones.unknown(event)
        if unknown:
            text = _("unknown time zone: {name}. Its times are read as {zone}.")
            self.warnings.partly_read(
                event.path, text, name=f'"{shorten(unknown)}"', zone=self.zones.key
            )  # fmt: skip
        return ReadEvent(event, start, self._end(event, start), self._draft(event))

    def _end(self, event: CalendarEvent, start: DateOrTime) -> DateOrTime:
        is_day = not isinstance(start, datetime)
        end: DateOrTime | None = None
        if stated := event.first("DTEND"):
            end = self.zones.moment(stated)
        elif stated := event.first("DURATION"):
            end = self.zones.later(start, stated.value)
        # A time at which nothing lasts is a moment; a day that is its own end lasts all the same.
        if end is not None and (not is_day or self.zones.utc(end) != self.zones.utc(start)):
            return end
        if is_day:
            return start + timedelta(days=1)
        if self.is_own and not event.first("DTEND"):
            return start
        text = _("its end is missing or unreadable. One hour is assumed.")
        self.warnings.partly_read(event.path, text)
        return start + DEFAULT_DURATION

    def _draft(self, event: CalendarEvent) -> SessionDraft:
        """The session that an event is, without its times."""
        summary, organizer = event.first("SUMMARY"), event.first("ORGANIZER")
        links, room = links_and_room(event, is_own=self.is_own)
        page = event.text("URL")
        if page in [link.url for link in links]:
            page = ""
        uid = event.text("UID")
        host = _name(organizer.parameter("CN")) if organizer else ""
        name, is_cancelled = event.text("SUMMARY"), False
        if not self.is_own:
            name, is_cancelled = title_and_cancelled(name)
        return SessionDraft(
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


def _name_of(source: str) -> str:
    """A name for a calendar that has none."""
    if "://" in source:
        return urlsplit(source).hostname or ""
    return PurePath(source).stem


def _categories(event: CalendarEvent) -> Iterator[str]:
    for stated in event.all("CATEGORIES"):
        for value in re.split(r"(?<!\\),", stated.value[:LONGEST_TEXT]):
            if text := stated._replace(value=value).text().strip():
                yield text


def _name(text: str) -> str:
    """The name of who organises; many programs put an address there."""
    return "" if "@" in text else text
