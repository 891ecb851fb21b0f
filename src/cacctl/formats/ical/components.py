"""The components of an iCalendar file: events, time zones, and the calendar itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cacctl.base.i18n import _
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.ical.syntax import (
    MULTIPLE,
    NAME,
    OF_CALENDAR,
    OF_EVENT,
    STRAY,
    TEXTS,
    Property,
    content_lines,
    parse_property,
)
from cacctl.formats.limits import LARGEST_REVISION, MOST_SESSIONS

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath

MOST_EVENTS = 2 * MOST_SESSIONS
"""More than the sessions, as some events are earlier versions of others."""
MOST_ZONES = 1_000
MOST_OF_ONE_NAME = 5_000
"""How many properties of the same name are read of an event."""
LONGEST_ATTACHED = 10_000
"""A longer attachment is a file within the calendar, rather than the URL of one."""


class CalendarEvent(NamedTuple):
    """A VEVENT with its properties, by name."""

    path: KeyPath
    properties: dict[str, list[Property]]

    def all(self, name: str) -> Sequence[Property]:
        """Return the properties with that name."""
        return self.properties.get(name, ())

    def first(self, name: str) -> Property | None:
        """Return the first property with that name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """Return the text of the first property with that name, or ""."""
        found = self.first(name)
        return found.text().strip() if found else ""

    @property
    def series(self) -> str | KeyPath:
        """The UID, which the events of a series share. Without one, an event is by itself."""
        return self.text("UID") or self.path

    @property
    def sequence(self) -> int:
        """The number of the event's version; 0 if it has none."""
        digits = self.text("SEQUENCE")
        known = digits.isascii() and digits.isdigit() and len(digits) < 12
        return min(int(digits), LARGEST_REVISION) if known else 0

    @property
    def stamp(self) -> str:
        """When the event was changed, as digits that sort by time; "" if unknown."""
        return re.sub(r"\D", "", self.text("LAST-MODIFIED") or self.text("DTSTAMP"))


class Calendar(NamedTuple):
    """The properties, the events and the VTIMEZONEs of a file, as lines by TZID.

    Several calendars in one file count as one.
    """

    properties: dict[str, Property]
    events: list[CalendarEvent]
    zones: dict[str, list[str]]

    def text(self, *names: str) -> str:
        """Return the text of the first of these properties that has one, or ""."""
        found = (self.properties[name].text().strip() for name in names if name in self.properties)
        return next(filter(None, found), "")


def parse_calendar(data: bytes, warnings: Warnings) -> Calendar:
    """Return the calendar in a file's bytes, without the components that are not used."""
    calendar = Calendar({}, [], {})
    event: CalendarEvent | None = None
    zone: list[str] | None = None
    inner = ""
    for line in content_lines(data):
        match = NAME.match(line)
        name = match[0][:-1].upper() if match else ""
        if name in ("BEGIN", "END"):
            component = line[len(name) + 1 :].partition(STRAY)[0].strip().upper()
            if component in ("VEVENT", "VCALENDAR"):
                event, zone, inner = None, None, ""
                if (name, component) == ("BEGIN", "VEVENT"):
                    if len(calendar.events) > MOST_EVENTS:
                        return calendar
                    event = CalendarEvent(("event", len(calendar.events)), {})
                    calendar.events.append(event)
            elif component == "VTIMEZONE":
                if zone and name == "END" and len(calendar.zones) < MOST_ZONES:
                    calendar.zones.setdefault(_tzid(zone), zone)
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
        elif inner or (name == "ATTACH" and len(line) > LONGEST_ATTACHED):
            continue
        elif event is not None and name in OF_EVENT:
            if STRAY in line and name not in TEXTS:
                warnings.partly_read(
                    event.path, _("lines that are not valid iCalendar are ignored.")
                )
                line = line.partition(STRAY)[0]
            found = event.properties.setdefault(name, [])
            if len(found) < (MOST_OF_ONE_NAME if name in MULTIPLE else 1):
                found.append(parse_property(line.replace(STRAY, "\n")))
            elif name in MULTIPLE:
                warn_truncated(event, name, MOST_OF_ONE_NAME, warnings)
        elif event is None and name in OF_CALENDAR:
            calendar.properties.setdefault(name, parse_property(line.partition(STRAY)[0]))
    if event is not None:
        warnings.partly_read(
            event.path, _("the file ends in the middle of this event. Download the file again.")
        )
    return calendar


def warn_truncated(event: CalendarEvent, name: str, most: int, warnings: Warnings) -> None:
    """Warn that an event has more values than are read."""
    text = _("more than {most} {name} values. Only the first {most} are read.")
    warnings.partly_read(event.path, text, most=f"{most:,}", name=name)


def _tzid(zone: Sequence[str]) -> str:
    """Return the TZID in the lines of a VTIMEZONE."""
    lines = (parse_property(line) for line in zone)
    return next((p.text().strip() for p in lines if p.head.upper().startswith("TZID")), "")
