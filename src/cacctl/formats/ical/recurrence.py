"""Occurrences of recurring events, by libraries.

Every step is bounded, as a short rule can ask for more than any computer has time for.
"""

import re
import time as ticks
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import inf, prod
from typing import NamedTuple

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event
from icalendar.prop import vDDDLists, vDDDTypes, vRecur
from recurring_ical_events import of  # type: ignore[import-untyped]

from cacctl.formats.ical.values import DateOrTime

Added = DateOrTime | tuple[datetime, datetime]
"""A start from RDATE, or a start and an end."""

MOST_OCCURRENCES = 5_000
"""How many occurrences of an event are read. The latest count."""
MOST_TIMES = 50_000
"""How many times the rules of an event may give. No real event has so many."""
FURTHEST_END = timedelta(days=3653)
"""How far beyond the horizon a rule's own end counts. One in 2099 means no end."""

LONGEST_RULE = 20_000
MOST_RULES = 20
"""How many different rules of an event are read."""
MOST_A_DAY = 100
"""How many times of a day a rule may name. No real event has so many."""
MOST_POSITIONS = 50
"""How many different values of BYSETPOS a rule may have."""

MARGIN = timedelta(days=1)
# Late years, by what determines the weekdays of a year and the 28 that follow. After 28 years the
# calendar repeats, except around centuries that are not leap years.
_LATE_YEARS = {(year % 4, date(year, 1, 1).weekday()): year for year in range(9944, 9972)}
# The longest periods, in days, in which BYSETPOS counts.
_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}

_END = re.compile(r";?\b(?:UNTIL|COUNT)=[^;]*")
_UNTIL = re.compile(r";?\bUNTIL=(\d{8})[^;]*")


class TooLong(ValueError):
    """The occurrences take too long to compute."""


class Member(NamedTuple):
    """An event of a series: the one that recurs, or a change to an occurrence of it.

    `replaces` is the original start of a changed occurrence. With `onward`, the change also applies
    to all later ones.
    """

    start: DateOrTime
    end: DateOrTime
    sequence: int
    rules: Sequence[str]
    added: Sequence[Added]
    excluded: Sequence[DateOrTime]
    replaces: DateOrTime | None
    onward: bool


class Occurrence(NamedTuple):
    """One occurrence of a series. `instant` is its start by the rule alone."""

    member: int
    start: DateOrTime
    end: DateOrTime
    instant: DateOrTime


class Occurrences(NamedTuple):
    """The occurrences of a series, and whether there are more than these."""

    found: Sequence[Occurrence]
    more: bool


def occurrences(
    members: Sequence[Member], horizon: datetime, earliest: datetime, deadline: float = inf
) -> Occurrences:
    """Return the occurrences of a series from `earliest`; without an end, up to `horizon`.

    Raises ValueError for a rule that is unreadable, has no occurrence or too many of them, and
    TooLong at `deadline`, in seconds of `time.monotonic`.
    """
    calendar = Calendar()
    times: list[Sequence[datetime]] = []
    try:
        for number, member in enumerate(members):
            rules = []
            for text in member.rules:
                most = MOST_TIMES - sum(map(len, times))
                rules.append(_bounded(text, member.start, horizon, deadline, most))
                times.append(rules[-1].times)
            calendar.add_component(_component(number, member, [rule.text for rule in rules]))
        _in_time(deadline)
        first, last, more = _span(members, times, earliest)
        found = of(calendar).between(first, last)
    # The libraries raise all of these for meaningless rules.
    except (ArithmeticError, AttributeError, LookupError, TypeError) as error:
        raise ValueError(str(error)) from error
    occurrences = []
    for event in found:
        number, start, instant = (
            event["X-MEMBER"], event["DTSTART"].dt, event["RECURRENCE-ID"].dt
        )  # fmt: skip
        # The library gives all occurrences after such a change the time of the first of them.
        instant = start if members[number].onward else instant
        if more and _aware(start) < first:
            continue
        occurrences.append(Occurrence(number, start, event["DTEND"].dt, instant))
    return Occurrences(occurrences, more)


class _Rule(NamedTuple):
    """A rule with an end, and its times, which are aware."""

    text: str
    times: Sequence[datetime]


def _bounded(rule: str, start: DateOrTime, horizon: datetime, deadline: float, most: int) -> _Rule:
    """Return the rule with an end, which replaces one that is too far away."""
    rule = _plain(rule)
    if "COUNT=" in rule:
        # A rule must not have both, and dateutil warns of it.
        rule = _UNTIL.sub("", rule)
    zone = start.tzinfo if isinstance(start, datetime) else None
    local = _aware(start).replace(tzinfo=None)
    # No event recurs every minute, and a rule by hours can take forever to find a match.
    by_hours = "FREQ=HOURLY" in rule and (zone is None or "BYSETPOS" in rule)
    if by_hours or re.search("FREQ=(?:MINUTE|SECOND)LY", rule):
        raise ValueError(rule)
    _in_time(deadline)
    if not _has_times(_END.sub("", rule), local):
        raise ValueError(rule)
    end = horizon + FURTHEST_END if _END.search(rule) else horizon
    behind = None
    if until := _UNTIL.search(rule):
        # Its zone is unknown here, so a margin is kept, and the library decides on the last times.
        behind = datetime.strptime(until[1], "%Y%m%d").replace(tzinfo=UTC) + 2 * MARGIN
    times: list[datetime] = []
    for moment in rrulestr(_UNTIL.sub("", rule), dtstart=local):
        instant = moment.replace(tzinfo=zone or UTC)
        if behind and instant > behind:
            break
        if instant > end:
            last = f"{end:%Y%m%dT%H%M%SZ}" if zone else f"{end:%Y%m%d}"
            return _Rule(f"{_END.sub('', rule)};UNTIL={last}", times)
        if len(times) == most:
            raise ValueError(rule)
        if len(times) % 1000 == 0:
            _in_time(deadline)
        times.append(instant)
    return _Rule(rule, times)


def _component(number: int, member: Member, rules: Sequence[str]) -> Event:
    event = Event()
    event["UID"] = "series"
    event["X-MEMBER"] = number
    event["SEQUENCE"] = member.sequence
    event["DTSTART"] = vDDDTypes(member.start)
    event["DTEND"] = vDDDTypes(member.end)
    if rules:
        event["RRULE"] = [vRecur.from_ical(rule) for rule in rules]
    if member.added:
        event["RDATE"] = vDDDLists(list(member.added))
    if member.excluded:
        event["EXDATE"] = vDDDLists(list(member.excluded))
    if member.replaces:
        event["RECURRENCE-ID"] = vDDDTypes(member.replaces)
        if member.onward:
            event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return event


def _span(
    members: Sequence[Member], times: Sequence[Sequence[datetime]], earliest: datetime
) -> tuple[datetime, datetime, bool]:
    """Return from when to when a series is read, and whether it has more times than are read."""
    moments = [
        moment[0] if isinstance(moment, tuple) else moment
        for member in members
        for moment in (member.start, member.end, *member.added)
    ]
    instants = [
        *map(_aware, moments),
        *(time for given in times for time in (*given[:1], *given[-1:])),
    ]
    moved = [_aware(m.start) - _aware(m.replaces) for m in members if m.onward and m.replaces]
    last = max(instants) + max(moved, default=timedelta())
    first, more = min(instants) - MARGIN, False
    if sum(map(len, times)) > MOST_OCCURRENCES:
        # Several rules can give the same time.
        latest = sorted({time for given in times for time in given[-MOST_OCCURRENCES - 1 :]})
        if more := len(latest) > MOST_OCCURRENCES:
            first = latest[-MOST_OCCURRENCES]
    first = max(first, earliest)
    return first, max(first, last) + timedelta(seconds=1), more


def _in_time(deadline: float) -> None:
    """Raise TooLong after the deadline."""
    if ticks.monotonic() > deadline:
        raise TooLong


def _plain(rule: str) -> str:
    """Return the rule without repeated values and positions that cannot be reached.

    Raises ValueError if it still has too many of them.
    """
    if len(rule) > LONGEST_RULE:
        raise ValueError(rule)
    parts: dict[str, list[str]] = {}
    for part in rule.split(";"):
        name, equals, text = part.partition("=")
        parts[name] = list(dict.fromkeys(text.split(","))) if equals else []
    times = prod(len(parts.get(name, "x")) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if times > MOST_A_DAY:
        raise ValueError(rule)
    if positions := parts.get("BYSETPOS"):
        frequency = re.search(r"FREQ=(\w+)", rule)
        most = times * _DAYS.get(frequency[1] if frequency else "", 1)
        parts["BYSETPOS"] = [text for text in positions if 0 < abs(int(text)) <= most]
        if not 0 < len(parts["BYSETPOS"]) <= MOST_POSITIONS:
            raise ValueError(rule)
    return ";".join(f"{name}={','.join(found)}" if found else name for name, found in parts.items())


@lru_cache(maxsize=512)
def _has_times(rule: str, start: datetime) -> bool:
    """Return whether a rule without an end has any time.

    For a rule such as 30 February, dateutil tries every day until the year 9999. So it starts here
    shortly before that, in a year with the same weekdays.
    """
    if re.search(r"INTERVAL=0+(?:;|$)", rule):
        return False
    late = start.replace(year=_LATE_YEARS[start.year % 4, date(start.year, 1, 1).weekday()])
    return next(iter(rrulestr(rule, dtstart=late)), None) is not None


def _aware(moment: DateOrTime) -> datetime:
    """Return a time, or the start of a day in UTC."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(), UTC)
