"""The time zones of a calendar, and dates and times in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from cacctl.formats.common.values import iso_duration, zone_named
from cacctl.formats.ical.components import Calendar, CalendarEvent
from cacctl.formats.ical.syntax import BLANKS, Property
from cacctl.formats.ical.values import (
    FIRST_READ_YEAR,
    TIME,
    DateOrTime,
    offset_zone,
)
from cacctl.times.clock import LAST_YEAR
from cacctl.times.zones import STANDARD_TIMES, zone_meant

MOST_DEFINED_ZONES = 50
MOST_LOOKUPS = 200
"""How many zones are looked up by the names that Windows or people use, which is slow."""


class CalendarZones:
    """The zones that a calendar names, and its own.

    Its own is the one of the calendar, else that of most events, else the only one it defines, else
    `event_tz`. `key` is its IANA key, or the nearest one. `local` is the zone of times that name
    none. `keys` are those of all named zones, in that order. `is_assumed` says that it is UTC for
    lack of any.
    """

    def __init__(self, calendar: Calendar, event_tz: str) -> None:
        self._defined = calendar.zones
        self._known: dict[str, tzinfo | None] = {}
        self._definitions = 0
        self._lookups = 0
        starts = (event.first("DTSTART") for event in calendar.events)
        counted = Counter(tzid for start in starts if start and (tzid := tzid_of(start)))
        names = [
            calendar.text("X-WR-TIMEZONE"),
            calendar.text("TIMEZONE-ID"),
            *(name for name, _count in counted.most_common()),
            *(calendar.zones if len(calendar.zones) == 1 else ()),
        ]
        found = [(name, zone) for name in names if name and (zone := self.named(name))]
        keys = (_key(zone) or self._location(name) for name, zone in found)
        self.keys = list(dict.fromkeys(filter(None, keys)))
        self.key = next(iter(self.keys), event_tz or "UTC")
        self.local = found[0][1] if found else ZoneInfo(self.key)
        self.is_assumed = not found and not event_tz

    def named(self, name: str) -> tzinfo | None:
        """Return the zone with that name; None if it is unknown."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def date_or_time(self, prop: Property) -> DateOrTime | None:
        """Return the date or time of a property; None if it is unreadable."""
        match = TIME.fullmatch(prop.value.strip(BLANKS))
        if not match:
            return None
        year, month, day, hour, minute, second, offset = match.groups()
        # Close to the first and the last year, zones lead out of the calendar.
        if not FIRST_READ_YEAR <= int(year) <= LAST_YEAR:
            return None
        try:
            if hour is None:
                return date(int(year), int(month), int(day))
            # A time can be 24:00:00, or have a leap second.
            clock = timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0))
            moment = datetime(int(year), int(month), int(day), tzinfo=self.local) + clock
            if offset:
                return moment.replace(tzinfo=offset_zone(offset))
            if tzid := tzid_of(prop):
                return moment.replace(tzinfo=self.named(tzid) or self.local)
        except ValueError:
            return None
        return moment

    def utc(self, moment: DateOrTime) -> datetime:
        """Return a time, or the start of a day in the calendar's zone, in UTC."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(), self.local)
        return moment.astimezone(UTC)

    def later(self, start: DateOrTime, length: str) -> DateOrTime | None:
        """Return the end by a DURATION from `start`; None if it is unreadable."""
        parts = iso_duration(length)
        if parts is None:
            return None
        days, rest = parts
        try:
            if not isinstance(start, datetime):
                if not rest:
                    return start + days
                start = datetime.combine(start, time(), self.local)
            # Days are by the clock, hours are exact (RFC 5545, 3.3.6).
            return (start + days).astimezone(UTC) + rest
        except OverflowError:
            return None

    def unknown(self, event: CalendarEvent) -> str:
        """Return the name of an unknown zone that an event uses, or ""."""
        for name in ("DTSTART", "DTEND"):
            prop = event.first(name)
            if prop and (tzid := tzid_of(prop)) and not self.named(tzid):
                return tzid
        return ""

    def _found(self, name: str) -> tzinfo | None:
        # As an IANA key, EST has no daylight saving time; the file may define it with some.
        if name in STANDARD_TIMES and (zone := self._as_defined(name)):
            return zone
        # The name of a program can precede it: /mozilla.org/20050126_1/Europe/Berlin.
        parts = name.strip().strip("/").split("/")[-4:]
        for start in range(len(parts)):
            if key := zone_named("/".join(parts[start:])):
                return ZoneInfo(key)
        from cacctl.formats.ical import vtimezone

        self._lookups += 1
        for other in _names_of(name) if self._lookups <= MOST_LOOKUPS else ():
            if key := zone_named(vtimezone.windows_zone(other) or other):
                return ZoneInfo(key)
        return self._as_defined(name)

    def _as_defined(self, name: str) -> tzinfo | None:
        """Return the zone that the file defines by that name."""
        from cacctl.formats.ical import vtimezone

        lines = self._defined.get(name)
        self._definitions += 1
        if not lines or self._definitions > MOST_DEFINED_ZONES:
            return None
        return vtimezone.defined_zone(lines)

    def _location(self, name: str) -> str:
        """Return the IANA key that the definition of a zone refers to, or ""."""
        prefix = "X-LIC-LOCATION:"
        lines = self._defined.get(name, ())
        return next(
            (zone_named(x[len(prefix) :].strip()) for x in lines if x.startswith(prefix)), ""
        )


def tzid_of(prop: Property) -> str:
    """Return the name of the zone of a time; "" for one in UTC or without a zone."""
    return "" if prop.value.rstrip().upper().endswith("Z") else prop.parameter("TZID")


def is_floating(event: CalendarEvent) -> bool:
    """Return whether an event starts at a time without a zone."""
    prop = event.first("DTSTART")
    match = TIME.fullmatch(prop.value.strip(BLANKS)) if prop else None
    return bool(match and prop and match[4] and not match[7] and not tzid_of(prop))


def _names_of(name: str) -> Iterator[str]:
    """Yield what a name can stand for, also the offset and cities that Outlook shows."""
    yield name.strip()
    shown = re.match(r"\((?:UTC|GMT)[^)]*\)(.*)", name.strip())
    if shown:
        # (UTC-05:00) Eastern Time (US & Canada)
        yield re.sub(r" Time \(.*", " Standard Time", shown[1].strip())
        yield from filter(None, map(zone_meant, shown[1].split(",")[:5]))


def _key(zone: tzinfo) -> str:
    return zone.key if isinstance(zone, ZoneInfo) else ""
