"""Read the dates, times and zone of a schedule file, and suggest corrections for wrong ones."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.formats.diagnostics import Advice, advise, quoted, shorten, standard_time_advice
from cacctl.formats.limits import ZONE
from cacctl.formats.native.keys import EVENT
from cacctl.times.clock import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.native import keys
    from cacctl.formats.native.problems import Problems
    from cacctl.formats.native.syntax import Table

EXAMPLE_TIME = "2020-06-02T22:00:00"

# A date and time as people write it, valid or not: 2020-6-4 24:30, 2020/06/04T10:00:60+25:00.
_TIME = (
    r"(?P<date>(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2}))"
    r"(?:(?:[Tt]|[ ]+)(?P<clock>(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?)"
    r"(?:\.\d+)?[ ]*(?P<offset>[Zz]|[+-]\d{2}:?\d{2})?)?"
)
_CLOCK = r"\d{1,2}:\d{1,2}(?::\d{1,2})?"


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
        if isinstance(value, str) and re.fullmatch(ZONE, value) and value != "Factory":
            # KeyError: no such zone. ValueError: the file is not a zone. OSError: it is a folder,
            # or its name is too long.
            try:
                self.zone = ZoneInfo(value)
            except (KeyError, ValueError, OSError):
                pass
            else:
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
            text = _(
                "{value} is not a date. Write it without quotes and without a time: 2020-06-01"
            )
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
        # An ambiguous local time has two offsets, that of the earlier instant first. So has a
        # skipped one (PEP 495), that of the later instant first.
        offsets = [value.replace(tzinfo=self.zone, fold=fold).utcoffset() for fold in (0, 1)]
        readings = [(value - (offset or timedelta())).replace(tzinfo=UTC) for offset in offsets]
        if offsets[0] == offsets[1]:
            self._instants[value] = readings[0]
            return readings[0], value.date()
        text = (
            _(
                "{value} does not exist in {zone} because clocks go forward. "
                "Write {first} or {second}"
            )
            if readings[1] < readings[0]
            else _(
                "{value} occurs twice in {zone} because clocks go back. Write {first} or {second}"
            )
        )
        first, second = (reading.astimezone(self.zone).isoformat() for reading in sorted(readings))
        self._problems.error(
            path, text, value=value.isoformat(), zone=self.zone.key, first=first, second=second
        )
        return None, None


def time_advice(text: str) -> Advice | None:
    """Return how to correct the time at the start of `text`; None if there is none."""
    match = re.match(_TIME, text)
    if not match:
        if clock := re.match(_CLOCK, text):
            advice = _("{value} has no date. Write a date and a time: {example}")
            return advise(advice, value=clock[0], example=EXAMPLE_TIME)
        return None
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    try:
        midnight = datetime(year, month, day)  # noqa: DTZ001
    except ValueError:
        return advise(_("{value} is not a valid date."), value=match["date"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return year_advice(year)
    if match["hour"] is None:
        advice = _("{value} has no time. Write a date and a time: {example}")
        return advise(advice, value=match["date"], example=f"{midnight:%Y-%m-%d}T22:00:00")
    offset = (match["offset"] or "").upper()
    if len(offset) > 1:
        offset = f"{offset[:3]}:{offset[-2:]}"
        if int(offset[1:3]) > 23 or int(offset[4:]) > 59:
            advice = _("{value} is not a UTC offset. Offsets range from -12:00 to +14:00.")
            return advise(advice, value=offset)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 47 or minute > 60 or second > 60:
        return advise(_("{value} is not a time of day."), value=match["clock"])
    time_of_day = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    right = time_of_day.isoformat() + offset
    if time_of_day.date() > midnight.date():
        advice = _("{value} is not a time of day. Write {time} on the next day: {right}")
        return advise(advice, value=match["clock"], time=f"{time_of_day:%H:%M}", right=right)
    if minute == 60 or second == 60:
        advice = _("{value} is not a time of day. Write {right}")
        return advise(advice, value=match["clock"], right=right)
    return advise(
        _("{value} is not in the right format. Write {right}"),
        value=shorten(text.strip()),
        right=right,
    )


def instant_advice(value: object) -> Advice:
    """Return how to write a date-time, for a value of another type."""
    if isinstance(value, str) and (advice := time_advice(value)):
        if not advice.hint:
            return advice._replace(hint=_("Remove the quotes."))
        return advice._replace(hint=_("{hint} (without quotes)").format(hint=advice.hint))
    if isinstance(value, (date, time)) and (advice := time_advice(value.isoformat())):
        return advice
    text = _("{value} is not a date and time. Write it like {example}, without quotes.")
    return advise(text, value=quoted(value), example=EXAMPLE_TIME)


def year_advice(year: int) -> Advice:
    text = _("the year {year} is not between {first} and {last}.")
    return advise(text, year=year, first=FIRST_YEAR, last=LAST_YEAR)


def zone_advice(value: object) -> Advice:
    """Return what is probably meant by a zone that is not valid."""
    text = _("unknown time zone: {value}. Write an IANA name, such as Asia/Seoul.")
    advice = advise(text, value=quoted(value))
    if not isinstance(value, str):
        return advice
    from cacctl.times.zones import zone_key

    try:
        meant = zone_key(value)
    except UsageProblem as problem:
        if "/" not in problem.hint:
            return advice
        return advice._replace(hint=f"{advice.hint} {problem.hint}")
    if not re.fullmatch(ZONE, meant):
        return advice
    return advise(
        _("{value} is not an IANA name. Write zone = {right}"),
        value=quoted(value),
        right=f'"{meant}"',
    )
