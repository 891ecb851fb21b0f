"""The time zones that a calendar names or defines, and the times in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from cacctl.formats.common.values import zone_named
from cacctl.formats.ical.components import Calendar, CalendarEvent
from cacctl.formats.ical.syntax import BLANKS, Property
from cacctl.formats.ical.values import (
    FIRST_READ_YEAR,
    TIME,
    DateOrTime,
    duration,
    in_utc,
    offset_zone,
)
from cacctl.times.clock import LAST_YEAR
from cacctl.times.zones import STANDARD_TIMES, zone_meant

MOST_DEFINED_ZONES = 50
MOST_SPOKEN_ZONES = 200
"""How many zones are looked up by what Windows or people call them, which takes a while."""


class CalendarZones:
    """The zones that a calendar names, and the one that it is in.

    That is the one it says it is in, else that of most of its events, else the only one it defines,
    else the one that the viewer names.
    `key` is its IANA key, as near as that is known; `local` is the zone of times that name none.
    `keys` are those of all the zones that are named, in the same order.
    """

    def __init__(self, calendar: Calendar, event_tz: str) -> None:
        self._defined = calendar.zones
        self._known: dict[str, tzinfo | None] = {}
        self._tried = 0
        self._spoken = 0
        starts = (event.first("DTSTART") for event in calendar.events)
        counted = Counter(tzid for start in starts if start and (tzid := tzid_of(start)))
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

    def moment(self, stated: Property) -> DateOrTime | None:
        """The day or the time that a property tells; None where it tells none."""
        match = TIME.fullmatch(stated.value.strip(BLANKS))
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
                return moment.replace(tzinfo=offset_zone(offset))
            if tzid := tzid_of(stated):
                return moment.replace(tzinfo=self.named(tzid) or self.local)
        except ValueError:
            return None
        return moment

    def utc(self, moment: DateOrTime) -> datetime:
        """A time, or the beginning of a day in the calendar's zone, as an instant."""
        if isinstance(moment, datetime):
            return in_utc(moment)
        return in_utc(datetime.combine(moment, time(), self.local))

    def later(self, start: DateOrTime, length: str) -> DateOrTime | None:
        """The end of what begins at `start`; None where no length can be read."""
        parts = duration(length)
        if parts is None:
            return None
        days, rest = parts
        try:
            if not isinstance(start, datetime):
                if not rest:
                    return start + days
                start = datetime.combine(start, time(), self.local)
            # Days are those of the clock, hours are exact (RFC 5545, 3.3.6).
            return in_utc(start + days) + rest
        except OverflowError:
            return None

    def unknown(self, event: CalendarEvent) -> str:
        """The name of a zone that an event needs and that is not known."""
        for name in ("DTSTART", "DTEND"):
            stated = event.first(name)
            if stated and (tzid := tzid_of(stated)) and not self.named(tzid):
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
        from cacctl.formats.ical import vtimezone

        self._spoken += 1
        for spoken in _spoken(name) if self._spoken <= MOST_SPOKEN_ZONES else ():
            if key := zone_named(vtimezone.windows_zone(spoken) or spoken):
                return ZoneInfo(key)
        return self._as_defined(name)

    def _as_defined(self, name: str) -> tzinfo | None:
        """The zone that the file defines under that name."""
        from cacctl.formats.ical import vtimezone

        lines = self._defined.get(name)
        self._tried += 1
        if not lines or self._tried > MOST_DEFINED_ZONES:
            return None
        return vtimezone.defined_zone(lines)

    def _place(self, name: str) -> str:
        """The IANA key that a zone's definition says it is like."""
        prefix = "X-LIC-LOCATION:"
        lines = self._defined.get(name, ())
        return next(
            (zone_named(t[len(prefix) :].strip()) for t in lines if t.startswith(prefix)), ""
        )


def tzid_of(stated: Property) -> str:
    """The name of the zone that a time is in; a time in UTC needs none."""
    return "" if stated.value.rstrip().upper().endswith("Z") else stated.parameter("TZID")


def is_floating(event: CalendarEvent) -> bool:
    """Whether an event starts at a time of day in no zone."""
    stated = event.first("DTSTART")
    match = TIME.fullmatch(stated.value.strip(BLANKS)) if stated else None
    return bool(match and stated and match[4] and not match[7] and not tzid_of(stated))


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
