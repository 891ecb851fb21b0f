"""Read iCalendar files (RFC 5545, RFC 7986).

A library would refuse files that break the standard, as real ones do, would not give `check` the
line of each event, and would take ten times as long. Libraries are used only for rules of
recurrence and for zones that a file defines: `recurrence` and `vtimezone` are imported for files
that have them.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from cacctl.base.i18n import _
from cacctl.formats.base import ReadResult
from cacctl.formats.common.build import build_result
from cacctl.formats.common.cancellation import title_and_cancelled
from cacctl.formats.common.drafts import EventDetails, SessionDraft
from cacctl.formats.common.problems import unusable
from cacctl.formats.common.text import LONGEST_TEXT, name_of
from cacctl.formats.common.values import language
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.diagnostics import advise, quoted, standard_time_advice
from cacctl.formats.ical.components import MOST_EVENTS, Calendar, CalendarEvent, parse_calendar
from cacctl.formats.ical.links import links_and_room
from cacctl.formats.ical.revisions import newest_versions
from cacctl.formats.ical.series import EARLIEST, ReadEvent, SeriesReader, first_occurrence
from cacctl.formats.ical.syntax import blocks, decoded
from cacctl.formats.ical.values import DateOrTime, refresh_interval
from cacctl.formats.ical.zones import CalendarZones, is_floating
from cacctl.formats.limits import too_large, too_many_sessions

OWN_PRODUCT = "-//cacctl//"
MOST_LINES = 6_000_000
_BEGIN_EVENT = re.compile(r"^BEGIN:[^\S\n]*VEVENT[^\S\n]*$", re.IGNORECASE | re.MULTILINE)


def read(data: bytes, source: str, now: datetime, event_tz: str = "") -> ReadResult:
    """Read an iCalendar file (a `ScheduleReader`)."""
    if advice := too_large(data):
        return unusable(source, "", advice)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        text = _("the file exceeds the limit of {most} lines.")
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
    return build_result(source, original, reader.details(), reader.drafts(), warnings, lines)


def _event_lines(text: str) -> list[int]:
    lines, line, counted = [], 1, 0
    for begin in _BEGIN_EVENT.finditer(text):
        line += text.count("\n", counted, begin.start())
        counted = begin.start()
        lines.append(line)
    return lines


class _Reader:
    """Drafts of the events of a calendar, and the details of the calendar as a whole."""

    def __init__(
        self, calendar: Calendar, source: str, now: datetime, warnings: Warnings, event_tz: str
    ) -> None:
        self.calendar = calendar
        self.source = source
        self.now = now
        self.warnings = warnings
        self.zones = CalendarZones(calendar, event_tz)
        if self.zones.is_assumed and any(map(is_floating, calendar.events)):
            warnings.assume_zone()
        for key in self.zones.keys:
            if advice := standard_time_advice(key):
                warnings.add((), advice)
        self.is_own = OWN_PRODUCT in calendar.text("PRODID")
        self.is_cancelled = calendar.text("METHOD").upper() == "CANCEL"
        self.name = calendar.text("NAME", "X-WR-CALNAME") or name_of(source)

    def details(self) -> EventDetails:
        """Return what the calendar says about the event as a whole."""
        calendar = self.calendar
        changed = [
            moment.astimezone(UTC)
            for event in calendar.events
            if (stamp := event.first("LAST-MODIFIED"))
            and isinstance(moment := self.zones.date_or_time(stamp), datetime)
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
            revised=max(changed, default=None),
            refresh=refresh_interval(calendar.text("REFRESH-INTERVAL", "X-PUBLISHED-TTL")),
        )

    def drafts(self) -> Iterator[SessionDraft]:
        """Yield the sessions of all events, one for each time that an event recurs."""
        events = newest_versions(self.calendar.events, self.warnings, is_own=self.is_own)
        recurring = {
            event.series
            for event in events
            if not event.properties.keys().isdisjoint(("RRULE", "RDATE", "RECURRENCE-ID"))
        }
        series: dict[object, list[CalendarEvent]] = defaultdict(list)
        plain = []
        for event in events:
            if event.series in recurring:
                series[event.series].append(event)
            else:
                plain.append(event)
        for event in plain:
            if read := self._read(event):
                yield first_occurrence(read, self.zones)
        members = ([read for e in events if (read := self._read(e))] for events in series.values())
        yield from SeriesReader(self.zones, self.now, self.warnings).drafts(filter(None, members))

    def _read(self, event: CalendarEvent) -> ReadEvent | None:
        """Return an event with its times; None, with a warning, if its start is unreadable."""
        prop = event.first("DTSTART")
        start = self.zones.date_or_time(prop) if prop else None
        if start is None:
            if value := prop.value.strip() if prop else "":
                text = _("skipped because the start is unreadable: {value}.")
                self.warnings.skip(event.path, text, value=quoted(value))
            else:
                self.warnings.skip(event.path, _("skipped because it has no start time."))
            return None
        if unknown := self.zones.unknown(event):
            text = _("unknown time zone: {name}. Using {zone} instead.")
            self.warnings.partly_read(event.path, text, name=quoted(unknown), zone=self.zones.key)
        return ReadEvent(event, start, self._end(event, start), self._draft(event))

    def _end(self, event: CalendarEvent, start: DateOrTime) -> DateOrTime:
        is_day = not isinstance(start, datetime)
        end: DateOrTime | None = None
        if prop := event.first("DTEND"):
            end = self.zones.date_or_time(prop)
        elif prop := event.first("DURATION"):
            end = self.zones.later(start, prop.value)
        # An event may have no duration, but an all-day event that ends on its day lasts that day.
        if end is not None and (not is_day or self.zones.utc(end) != self.zones.utc(start)):
            return end
        if is_day:
            return start + timedelta(days=1)
        if self.is_own and not event.first("DTEND"):
            return start
        return start + self.warnings.assume_duration(event.path)

    def _draft(self, event: CalendarEvent) -> SessionDraft:
        """Return an event as a draft, still without its times."""
        summary, organizer = event.first("SUMMARY"), event.first("ORGANIZER")
        links, beside, room = links_and_room(event, is_own=self.is_own)
        page = event.text("URL")
        if page in [link.url for link in links]:
            page = ""
        uid = event.text("UID")
        host = _organiser(organizer.parameter("CN")) if organizer else ""
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
            beside=beside,
            cancelled=is_cancelled
            or self.is_cancelled
            or event.text("STATUS").upper() in ("CANCELLED", "CANCELED"),
        )


def _categories(event: CalendarEvent) -> Iterator[str]:
    for prop in event.all("CATEGORIES"):
        for value in re.split(r"(?<!\\),", prop.value[:LONGEST_TEXT]):
            if text := prop._replace(value=value).text().strip():
                yield text


def _organiser(text: str) -> str:
    """Return an organiser's name; "" for an email address, which many programs put there."""
    return "" if "@" in text else text
