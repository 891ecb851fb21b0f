"""What of a calendar takes a library: rules of recurrence, and zones that it defines itself.

Both are bounded, as a rule can ask for more than anybody has time for.
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
"""A further start, or a start and an end."""

MOST_OCCURRENCES = 5_000
"""How many of one event are read: the latest of them."""
MOST_TIMES = 50_000
"""Rules of an event that give more than this until the horizon are none of a programme."""
FURTHEST_END = timedelta(days=3653)
"""How far behind the horizon a rule's own end counts: what ends in 2099 is without an end."""

LONGEST_RULE = 20_000
MOST_RULES = 20
"""How many different rules of one event are read."""
MOST_A_DAY = 100
"""How many times of a day a rule can name: a programme has fewer."""
MOST_POSITIONS = 50
"""How many different BYSETPOS of a rule are followed."""


MARGIN = timedelta(days=1)
# Late years by what makes the days of a year, and of the 28 that follow: between those centuries
# that are no leap years, the calendar repeats itself after as many.
_LATE_YEARS = {(year % 4, date(year, 1, 1).weekday()): year for year in range(9944, 9972)}
# How many days there are at most in what BYSETPOS counts in.
_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}

_END = re.compile(r";?\b(?:UNTIL|COUNT)=[^;]*")
_UNTIL = re.compile(r";?\bUNTIL=(\d{8})[^;]*")


class TooLong(ValueError):
    """What recurs takes longer than there is time for."""


class Member(NamedTuple):
    """One of the events that are a series together: what recurs, or a change to one recurrence.

    `replaces` is the time that a changed one had; `onward` says that all later ones change with it.
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
    """When a series takes place once; `instant` is when it would have by its rule alone."""

    member: int
    start: DateOrTime
    end: DateOrTime
    instant: DateOrTime


class Occurrences(NamedTuple):
    """The occurrences of a series, and whether there are more of them than are read."""

    found: Sequence[Occurrence]
    more: bool


def occurrences(
    members: Sequence[Member], horizon: datetime, earliest: datetime, deadline: float = inf
) -> Occurrences:
    """When a series takes place.

    What recurs without an end is read up to `horizon`, and nothing before `earliest`. Raises
    ValueError where a rule cannot be read, never comes, or comes too often; TooLong where it is not
    done at `deadline`, in seconds of `time.monotonic`.
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
    # What the libraries raise for rules that make no sense.
    except (ArithmeticError, AttributeError, LookupError, TypeError) as error:
        raise ValueError(str(error)) from error
    occurrences = []
    for event in found:
        number, start, instant = (
            event["X-MEMBER"], event["DTSTART"].dt, event["RECURRENCE-ID"].dt
        )  # fmt: skip
        # All that come after a change are marked with the time of the first that was changed.
        instant = start if members[number].onward else instant
        if more and _aware(start) < first:
            continue
        occurrences.append(Occurrence(number, start, event["DTEND"].dt, instant))
    return Occurrences(occurrences, more)


class _Rule(NamedTuple):
    """A rule that has an end, and the times it gives: by the clock of its zone, with that."""

    text: str
    times: Sequence[datetime]


def _bounded(rule: str, start: DateOrTime, horizon: datetime, deadline: float, most: int) -> _Rule:
    """The rule, with an end where it has none or one that is too far away."""
    rule = _plain(rule)
    if "COUNT=" in rule:
        # To have both is wrong, and dateutil warns of it.
        rule = _UNTIL.sub("", rule)
    zone = start.tzinfo if isinstance(start, datetime) else None
    local = _aware(start).replace(tzinfo=None)
    # What goes on by minutes is no programme, and a filter on hours can be looked for forever.
    by_hours = "FREQ=HOURLY" in rule and (zone is None or "BYSETPOS" in rule)
    if by_hours or re.search("FREQ=(?:MINUTE|SECOND)LY", rule):
        raise ValueError(rule)
    _in_time(deadline)
    if not _comes(_END.sub("", rule), local):
        raise ValueError(rule)
    end = horizon + FURTHEST_END if _END.search(rule) else horizon
    behind = None
    if until := _UNTIL.search(rule):
        # It can be in UTC or in any zone; which of the last times are before it is found out later.
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
    """From when to when a series is read, and whether there are more times than are read."""
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
        # Those of several rules can be the same.
        latest = sorted({time for given in times for time in given[-MOST_OCCURRENCES - 1 :]})
        if more := len(latest) > MOST_OCCURRENCES:
            first = latest[-MOST_OCCURRENCES]
    first = max(first, earliest)
    return first, max(first, last) + timedelta(seconds=1), more


def _in_time(deadline: float) -> None:
    if ticks.monotonic() > deadline:
        raise TooLong


def _plain(rule: str) -> str:
    """The rule with each value of its parts once, and with no position that is never reached.

    Raises ValueError where it has more of them than a programme needs.
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
def _comes(rule: str, start: datetime) -> bool:
    """Whether a rule without an end ever gives a time.

    For one that does not, such as 30 February, dateutil looks at every day until the year 9999. So
    it is asked near there, from a year with the same days.
    """
    if re.search(r"INTERVAL=0+(?:;|$)", rule):
        return False
    late = start.replace(year=_LATE_YEARS[start.year % 4, date(start.year, 1, 1).weekday()])
    return next(iter(rrulestr(rule, dtstart=late)), None) is not None


def _aware(moment: DateOrTime) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(), UTC)
