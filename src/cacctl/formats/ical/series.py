"""Recurring events, and changes to some of their occurrences, as sessions."""

from __future__ import annotations

import re
import time as ticks
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from math import inf
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.formats.common.drafts import SessionDraft
from cacctl.formats.common.text import slug
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.diagnostics import shorten
from cacctl.formats.ical.components import CalendarEvent, warn_truncated
from cacctl.formats.ical.syntax import Property
from cacctl.formats.ical.values import DateOrTime
from cacctl.formats.ical.zones import CalendarZones
from cacctl.formats.limits import MOST_SESSIONS
from cacctl.times.clock import FIRST_YEAR

if TYPE_CHECKING:
    from cacctl.formats.ical.recurrence import Member

AHEAD = timedelta(days=365)
"""How far events that recur without an end are read."""
RULES_SECONDS = 20
"""How long all rules of a file together may take."""
MOST_DATES = 5_000
"""How many dates are read that an event adds to its rules, and how many that it excludes."""
EARLIEST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
_EMPTY_PART = re.compile(r"[A-Z-]+=|COUNT=(?:-\d+|0+)")
_LIMIT = re.compile(r"\b(?:COUNT|UNTIL)\s*=", re.IGNORECASE)


class ReadEvent(NamedTuple):
    """An event with its first start and end, and its draft, which has no times yet."""

    event: CalendarEvent
    start: DateOrTime
    end: DateOrTime
    draft: SessionDraft


def first_occurrence(read: ReadEvent, zones: CalendarZones) -> SessionDraft:
    """Return the draft of an event with its first start and end, in UTC."""
    return read.draft._replace(start=zones.utc(read.start), end=zones.utc(read.end))


class SeriesReader:
    """Drafts of series: an event that recurs, with the events that change its occurrences."""

    def __init__(self, zones: CalendarZones, now: datetime, warnings: Warnings) -> None:
        self.zones = zones
        self.now = now
        self.warnings = warnings

    def drafts(self, series: Iterable[Sequence[ReadEvent]]) -> Iterator[SessionDraft]:
        """Yield a draft for every occurrence of every series."""
        deadline = ticks.monotonic() + RULES_SECONDS
        count = 0
        for members in series:
            until = deadline if count <= MOST_SESSIONS else -inf
            for draft in self._occurrences(members, until):
                count += 1
                yield draft

    def _occurrences(self, members: Sequence[ReadEvent], deadline: float) -> Iterator[SessionDraft]:
        """Yield a draft for every occurrence of a series; only for the first if it has too many."""
        from cacctl.formats.ical import recurrence

        path = members[0].event.path
        reason = ""
        try:
            if ticks.monotonic() > deadline:
                raise recurrence.TooLong
            series = [self._member(read) for read in members]
            found, more = recurrence.occurrences(series, self.now + AHEAD, EARLIEST, deadline)
        except recurrence.TooLong:
            reason = _(
                "the file has too many recurring events. Only the first occurrence of this one "
                "is read."
            )
        except ValueError:
            reason = _(
                "the recurrence rule is not supported: {rule}. Only the first occurrence is read."
            )
        if reason:
            rule = next((text for r in members if (text := r.event.text("RRULE"))), "")
            self.warnings.partly_read(path, reason, rule=shorten(rule))
            for read in members:
                yield first_occurrence(read, self.zones)
            return
        if more:
            text = _("more than {most} occurrences. Only the last {most} are read.")
            self.warnings.partly_read(path, text, most=f"{recurrence.MOST_OCCURRENCES:,}")
        for member, start, end, moment in found:
            instant = self.zones.utc(moment)
            day = instant.astimezone(ZoneInfo(self.zones.key)).date()
            draft = members[member].draft
            wanted = f"{draft.id or slug(draft.name) or 'session'}-{day}"
            uid = f"{draft.uid}/{instant:%Y%m%dT%H%M%SZ}" if draft.uid else ""
            first, last = self.zones.utc(start), self.zones.utc(end)
            if isinstance(start, datetime) and isinstance(end, datetime):
                last = first + (end.replace(tzinfo=None) - start.replace(tzinfo=None))
            yield draft._replace(id=wanted, uid=uid, start=first, end=last)

    def _member(self, read: ReadEvent) -> Member:
        from cacctl.formats.ical.recurrence import MOST_RULES, Member

        event = read.event
        replaced = event.first("RECURRENCE-ID")
        rules = list(dict.fromkeys(self._rule(event, f.value) for f in event.all("RRULE")))
        if len(rules) > MOST_RULES:
            warn_truncated(event, "RRULE", MOST_RULES, self.warnings)
        return Member(
            read.start,
            self._exact(read.start, read.end) if isinstance(read.start, datetime) else read.end,
            event.sequence,
            rules[:MOST_RULES],
            list(self._added(event)),
            [
                moment
                for part in self._dates(event, "EXDATE")
                if (moment := self.zones.date_or_time(part)) is not None
            ],
            self.zones.date_or_time(replaced) if replaced else None,
            onward=replaced is not None and "THISANDFUTURE" in replaced.parameter("RANGE").upper(),
        )

    def _rule(self, event: CalendarEvent, text: str) -> str:
        """Return a rule without blanks and empty parts: `COUNT=-1;UNTIL=`."""
        parts = "".join(text.split()).upper().split(";")
        rule = ";".join(part for part in parts if part and not _EMPTY_PART.fullmatch(part))
        if _LIMIT.search(text) and not _LIMIT.search(rule):
            endless = _(
                "invalid end in the recurrence rule: {rule}. The event is assumed to repeat "
                "indefinitely."
            )
            self.warnings.partly_read(event.path, endless, rule=shorten(text))
        return rule

    def _exact(self, start: datetime, end: DateOrTime) -> datetime:
        """Return the end by a clock that is not changed in between.

        Each occurrence has the same exact duration (RFC 5545, 3.8.5.3), but the library computes
        with clock times.
        """
        return start + (self.zones.utc(end) - self.zones.utc(start))

    def _added(self, event: CalendarEvent) -> Iterator[DateOrTime | tuple[datetime, datetime]]:
        """Yield the times of RDATE, some of which can be periods."""
        for part in self._dates(event, "RDATE"):
            first, _slash, last = part.value.partition("/")
            start = self.zones.date_or_time(part._replace(value=first))
            end = self.zones.date_or_time(part._replace(value=last)) if last else None
            if isinstance(start, datetime) and last and end is None:
                end = self.zones.later(start, last)
            if isinstance(start, datetime) and isinstance(end, datetime) and end > start:
                yield start, self._exact(start, end)
            elif start is not None:
                yield start

    def _dates(self, event: CalendarEvent, name: str) -> Iterable[Property]:
        """Return each date of the properties with that name, once, as a property of its own."""
        found: dict[Property, None] = {}
        left = MOST_DATES
        for prop in event.all(name):
            # Values beyond the limit are not even split.
            values = prop.value.split(",", left)
            found.update(dict.fromkeys(prop._replace(value=value) for value in values[:left]))
            if len(values) > left:
                warn_truncated(event, name, MOST_DATES, self.warnings)
                break
            left -= len(values)
        return found
