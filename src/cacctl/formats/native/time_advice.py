"""Suggest how to correct the dates, times and zones of a schedule file."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.formats.diagnostics import Advice, advise, quoted, shorten
from cacctl.formats.limits import is_zone
from cacctl.times.clock import FIRST_YEAR, LAST_YEAR
from cacctl.times.zones import zone_key

EXAMPLE_TIME = "2020-06-02T22:00:00"

# A date and time as people write it, valid or not: 2020-6-4 24:30, 2020/06/04T10:00:60+25:00.
_TIME = (
    r"(?P<date>(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2}))"
    r"(?:(?:[Tt]|[ ]+)(?P<clock>(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?)"
    r"(?:\.\d+)?[ ]*(?P<offset>[Zz]|[+-]\d{2}:?\d{2})?)?"
)
_CLOCK = r"\d{1,2}:\d{1,2}(?::\d{1,2})?"


def time_advice(text: str, shown: Callable[[str], str] = shorten) -> Advice | None:
    """Return how to correct the time at the start of `text`; None if there is none.

    A text in the wrong format is `shown` as it is written in the file.
    """
    match = re.match(_TIME, text)
    if not match:
        if clock := re.match(_CLOCK, text):
            advice = _("{value} has no date. Include both the date and the time: {example}")
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
        advice = _("{value} has no time. Include both the date and the time: {example}")
        return advise(advice, value=match["date"], example=f"{midnight:%Y-%m-%d}T22:00:00")
    offset = (match["offset"] or "").upper()
    if len(offset) > 1:
        offset = f"{offset[:3]}:{offset[-2:]}"
        if int(offset[1:3]) > 23 or int(offset[4:]) > 59:
            advice = _("{value} is not a UTC offset. Offsets range from -12:00 to +14:00.")
            return advise(advice, value=offset)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 47 or minute > 60 or second > 60:
        return advise(_("{value} is not a valid time of day."), value=match["clock"])
    time_of_day = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    right = time_of_day.isoformat() + offset
    if time_of_day.date() > midnight.date():
        advice = _("{value} is not a valid time of day. For {time} the next day, use {right}")
        return advise(advice, value=match["clock"], time=f"{time_of_day:%H:%M}", right=right)
    if minute == 60 or second == 60:
        advice = _("{value} is not a valid time of day. Use {right}")
        return advise(advice, value=match["clock"], right=right)
    return advise(
        _("{value} is not in the right format. Use {right}"),
        value=shown(text.strip()),
        right=right,
    )


def instant_advice(value: object) -> Advice:
    """Return how to write a date-time, for a value of another type."""
    if isinstance(value, str) and (advice := time_advice(value, quoted)):
        if not advice.hint:
            return advice._replace(hint=_("Remove the quotes."))
        return advice._replace(hint=_("{hint} (without quotes)").format(hint=advice.hint))
    if isinstance(value, (date, time)) and (advice := time_advice(value.isoformat())):
        return advice
    text = _("{value} is not a valid date and time. Use this format, without quotes: {example}")
    return advise(text, value=quoted(value), example=EXAMPLE_TIME)


def year_advice(year: int) -> Advice:
    text = _("the year {year} is not between {first} and {last}.")
    return advise(text, year=year, first=FIRST_YEAR, last=LAST_YEAR)


def zone_advice(value: object) -> Advice:
    """Return what is probably meant by a zone that is not valid."""
    text = _("unknown time zone: {value}. Use an IANA name, such as Asia/Seoul.")
    advice = advise(text, value=quoted(value))
    if not isinstance(value, str):
        return advice
    try:
        meant = zone_key(value)
    except UsageProblem as problem:
        if "/" not in problem.hint:
            return advice
        return advice._replace(hint=f"{advice.hint} {problem.hint}")
    if not is_zone(meant):
        return advice
    return advise(
        _("{value} is not an IANA name. Use zone = {right}"),
        value=quoted(value),
        right=f'"{meant}"',
    )
