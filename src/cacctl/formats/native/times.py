"""Read the dates, times and zone of a schedule file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.formats.diagnostics import quoted, standard_time_advice
from cacctl.formats.limits import is_zone
from cacctl.formats.native.keys import EVENT
from cacctl.formats.native.time_advice import instant_advice, year_advice, zone_advice
from cacctl.times.clock import FIRST_YEAR, LAST_YEAR, instants_of

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.native import keys
    from cacctl.formats.native.problems import Problems
    from cacctl.formats.native.syntax import Table


class Times:
    """Reads dates and times in the event's zone, and adds to the file's problems."""

    def __init__(self, problems: Problems) -> None:
        self.zone = ZoneInfo("UTC")
        self._problems = problems
        # Local times that have been read, with their instants.
        self._instants: dict[datetime, datetime] = {}

    def event_zone(self, table: Table | None) -> str:
        """Return the key of the event's zone, and read local times in it from now on."""
        if table is None:
            return ""
        value = table.get("zone")
        if value is None:
            self._problems.missing(table, "zone", ("event",), EVENT)
            return ""
        if isinstance(value, str) and is_zone(value):
            self.zone = ZoneInfo(value)
            if advice := standard_time_advice(value):
                self._problems.warning(("event", "zone"), advice)
            return value
        self._problems.error(("event", "zone"), zone_advice(value))
        return ""

    def calendar_date(self, table: Table, key: str, path: KeyPath) -> date | None:
        value = table.get(key)
        if value is None:
            return None
        if type(value) is not date:
            text = _("{value} is not a valid date. Use a date without quotes or a time: 2020-06-01")
            self._problems.error((*path, key), text, value=quoted(value))
            return None
        return value if self._is_year_known(value, (*path, key)) else None

    def _is_year_known(self, value: date, path: KeyPath) -> bool:
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            return True
        self._problems.error(path, year_advice(value.year))
        return False

    def instant(
        self, table: Table, key: str, path: KeyPath, known: keys.Keys
    ) -> tuple[datetime, date] | tuple[None, None]:
        """Return a date-time in UTC, and its date in the event's zone."""
        value = table.get(key)
        if value is None:
            self._problems.missing(table, key, path, known)
            return None, None
        path = (*path, key)
        if not isinstance(value, datetime):
            self._problems.error(path, instant_advice(value))
            return None, None
        if not self._is_year_known(value, path):
            return None, None
        if value.tzinfo is not None:
            return value.astimezone(UTC), value.astimezone(self.zone).date()
        # Where many rooms start together, this saves a third of the time.
        if known_instant := self._instants.get(value):
            return known_instant, value.date()
        readings = instants_of(value, self.zone)
        if readings[0] == readings[1]:
            self._instants[value] = readings[0]
            return readings[0], value.date()
        text = (
            _("{value} does not exist in {zone} because clocks go forward. Use {first} or {second}")
            if readings[1] < readings[0]
            else _("{value} occurs twice in {zone} because clocks go back. Use {first} or {second}")
        )
        first, second = (reading.astimezone(self.zone).isoformat() for reading in sorted(readings))
        self._problems.error(
            path, text, value=value.isoformat(), zone=self.zone.key, first=first, second=second
        )
        return None, None
