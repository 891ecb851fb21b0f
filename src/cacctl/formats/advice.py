"""How the values of a schedule file are rightly written, and how wrong ones are quoted."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.times.zones import STANDARD_TIMES, fixed_key

FIRST_YEAR = 1970
LAST_YEAR = 9000
LONGEST_QUOTED = 60

# An IANA key as the database spells it; files in it that are no zones begin with a small letter.
ZONE = r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*)*"

EXAMPLE_TIME = "2020-06-02T22:00:00"

# A date and time as people write it, rightly or not: 2020-6-4 24:30, 2020/06/04T10:00:60+25:00.
_TIME = (
    r"(?P<date>(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2}))"
    r"(?:(?:[Tt]|[ ]+)(?P<clock>(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?)"
    r"(?:\.\d+)?[ ]*(?P<offset>[Zz]|[+-]\d{2}:?\d{2})?)?"
)
_CLOCK = r"\d{1,2}:\d{1,2}(?::\d{1,2})?"


class Advice(NamedTuple):
    """What is wrong, and what to do about it, if that is known."""

    message: str
    hint: str


def said(text: str, **fields: object) -> Advice:
    """A text of the catalogue: its first sentence is what is wrong, the rest what to do."""
    # The text is parted before it is filled, since a value may have a full stop, too.
    message, stop, hint = text.partition(". ")
    message, hint = (part.format(**fields) if fields else part for part in (message, hint))
    return Advice(message + stop.rstrip(), hint)


def time_advice(text: str) -> Advice | None:
    """What is wrong with the time that `text` begins with, and the right way; None without one."""
    match = re.match(_TIME, text)
    if not match:
        if clock := re.match(_CLOCK, text):
            advice = _("{value} has no date. Write both: {example}")
            return said(advice, value=clock[0], example=EXAMPLE_TIME)
        return None
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    try:
        midnight = datetime(year, month, day)  # noqa: DTZ001
    except ValueError:
        return said(_("{value} is no day of the calendar."), value=match["date"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return year_advice(year)
    if match["hour"] is None:
        advice = _("{value} has no time of day. Write both: {example}")
        return said(advice, value=match["date"], example=f"{midnight:%Y-%m-%d}T22:00:00")
    offset = (match["offset"] or "").upper()
    if len(offset) > 1:
        offset = f"{offset[:3]}:{offset[-2:]}"
        if int(offset[1:3]) > 23 or int(offset[4:]) > 59:
            advice = _("{value} is no offset from UTC. They go from -12:00 to +14:00.")
            return said(advice, value=offset)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 47 or minute > 60 or second > 60:
        return said(_("{value} is not a time of day."), value=match["clock"])
    time_of_day = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    right = time_of_day.isoformat() + offset
    if time_of_day.date() > midnight.date():
        advice = _("{value} is not a time of day. Write {time} on the next day: {right}")
        return said(advice, value=match["clock"], time=f"{time_of_day:%H:%M}", right=right)
    if minute == 60 or second == 60:
        advice = _("{value} is not a time of day. Write {right}")
        return said(advice, value=match["clock"], right=right)
    return said(
        _("{value} is not written as it should be. Write {right}"),
        value=cut(text.strip()),
        right=right,
    )


def instant_advice(value: object) -> Advice:
    """How to write a date-time, for a value of another type."""
    if isinstance(value, str) and (advice := time_advice(value)):
        return advice._replace(hint=(advice.hint + " " + _("Leave the quotes out.")).lstrip())
    if isinstance(value, (date, time)) and (advice := time_advice(value.isoformat())):
        return advice
    text = _("{value} is no date and time. Write it like {example}, without quotes.")
    return said(text, value=shown(value), example=EXAMPLE_TIME)


def year_advice(year: int) -> Advice:
    text = _("the year {year} is not between {first} and {last}.")
    return said(text, year=year, first=FIRST_YEAR, last=LAST_YEAR)


def zone_advice(value: object) -> Advice:
    """What is probably meant by a zone that is none."""
    text = _("{value} is no time zone. Write a name of the IANA database, such as Asia/Seoul.")
    advice = said(text, value=shown(value))
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
    return said(
        _("{value} is no name of the IANA database. Write zone = {right}"),
        value=shown(value),
        right=f'"{meant}"',
    )


def standard_time_advice(zone: str) -> Advice | None:
    """What is probably meant by a zone that is a place's standard time, summer and winter."""
    if zone not in STANDARD_TIMES:
        return None
    offset = datetime(2020, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    text = _(
        "{zone} has no daylight saving time. Write {place} for the time there, or {fixed} if that "
        "is meant."
    )
    return said(text, zone=zone, place=STANDARD_TIMES[zone], fixed=fixed_key(offset))


def shown(value: object) -> str:
    """A value of a TOML file as it is quoted in a message."""
    if isinstance(value, str):
        return f'"{cut(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, list):
        return "[...]"
    if isinstance(value, dict):
        return "{...}"
    # Python refuses to write out a number of more than 4,300 digits.
    if isinstance(value, int) and value.bit_length() > 64:
        return _("a number too large")
    return str(value)


def cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED] + "…"
