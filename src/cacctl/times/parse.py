"""Dates, times of day, lengths and hours as people type them, in English and Korean.

What can mean two things is refused with both, never guessed: `6/3` in English, `밤 12시` in Korean.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import partial

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _, message_language
from cacctl.times.clock import (
    FIRST_YEAR,
    LAST_YEAR,
    MINUTE,
    ONE_DAY,
    Hours,
    Waking,
    local_instant,
    use_hint,
    zone,
)
from cacctl.times.zones import is_short_name, zone_key

DAY_WORDS = {
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "오늘": 0,
    "내일": 1,
    "어제": -1,
    "모레": 2,
}
WEEKDAYS = (
    ("monday", "월요일"),
    ("tuesday", "화요일"),
    ("wednesday", "수요일"),
    ("thursday", "목요일"),
    ("friday", "금요일"),
    ("saturday", "토요일"),
    ("sunday", "일요일"),
)
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

ISO_INSTANT = (
    r"(?P<date>\d{4}-\d{2}-\d{2})[t ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
    r" ?(?P<offset>z|[+-]\d{2}:?\d{2})?"
)
_WEEKDAY = r"(?: ?\(?(?P<weekday>[월화수목금토일])(?:요일)?\)?)?"
_ENGLISH_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:day)?,? )?"
_ENGLISH_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ENGLISH_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_ENGLISH_YEAR = r"(?:,? (?P<year>[0-9]{4}))?,?"
DATES = (
    # 2020년 6월 3일(수), 6월 3일, 3일
    r"(?:(?:(?P<year>[0-9]{4})년 ?)?(?P<month>[0-9]{1,2})월 ?)?(?P<day>[0-9]{1,2})일" + _WEEKDAY,
    # 2020-06-03, 2020.6.3, 2020. 6. 3.(수), 2020/6/3
    r"(?P<year>[0-9]{4})(?P<sign>[-./]) ?(?P<month>[0-9]{1,2})(?P=sign) ?(?P<day>[0-9]{1,2})\.?"
    + _WEEKDAY,
    # 20200603
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    # 6/3, 6.3, 6. 3.(수)
    r"(?P<month>[0-9]{1,2})(?P<sign>[./]) ?(?P<day>[0-9]{1,2})\.?" + _WEEKDAY,
    # Wed 3 June 2020, 3 Jun, 3rd June
    f"{_ENGLISH_WEEKDAY}{_ENGLISH_DAY} {_ENGLISH_MONTH}{_ENGLISH_YEAR}",
    # Wednesday, June 3, 2020, Jun 3
    f"{_ENGLISH_WEEKDAY}{_ENGLISH_MONTH} {_ENGLISH_DAY}{_ENGLISH_YEAR}",
)
# `6월 3일10시` and `내일오전 9시` are a date and a time.
DATE_THEN_TIME = r"(?<=[일)])(?=[0-9오새아낮저밤정자])"
LONGEST_DATE = 5  # words
DAYS_SEARCHED = 366
MOST_READINGS = 3
MONTHS, HOURS = 12, 24

Suggest = Callable[[Iterable[date]], Iterable[str]]
DATES_ALONE: Suggest = partial(map, str)

CLOCK_TIME = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?"
TWELVE_HOUR_TIME = r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-5][0-9]))? ?(?P<half>[ap])\.?m\.?"
KOREAN_TIME = (
    r"(?P<part>오전|오후|새벽|아침|낮|저녁|밤)? ?(?P<hour>[0-9]{1,2})"
    r"(?:시(?: ?(?P<minute>[0-5]?[0-9])분| ?(?P<half>반))?|:(?P<minutes>[0-5][0-9]))"
)
LENGTH = (
    r"(?:([0-9]{1,3}) ?(?:h|hours?|시간))? ?(?:([0-9]{1,3}) ?(?:m|min|minutes?|분))?"
    r" ?(?:([0-9]{1,3}) ?(?:s|seconds?|초))?"
)
ISO_LENGTH = r"pt(?=[0-9])(?:[0-9]{1,3}h)?(?:[0-9]{1,3}m)?(?:[0-9]{1,3}s)?"
TIME_WORDS = {"noon": 12, "midnight": 0, "정오": 12, "자정": 0}
"""Words for a time of day, in hours. By the National Institute of Korean Language 자정 is 0시."""

# The hours of a part of the day in hours of its date, counted on over midnight. People disagree
# about 오전 12시, which is 0 or 12, and about the hours after 밤 11시: some are on the next date.
PARTS_OF_THE_DAY: Mapping[str, Mapping[int, tuple[int, ...]]] = {
    "오전": {hour: (hour,) for hour in range(12)} | {12: (0, 12)},
    "오후": {hour: (hour + 12,) for hour in range(1, 12)} | {12: (12,)},
    "새벽": {hour: (hour,) for hour in range(8)} | {12: (0,)},
    "아침": {hour: (hour,) for hour in range(5, 12)},
    "낮": {hour: (hour + 12,) for hour in range(1, 6)} | {10: (10,), 11: (11,), 12: (12,)},
    "저녁": {hour: (hour + 12,) for hour in range(5, 12)},
    "밤": {hour: (hour + 12,) for hour in range(6, 12)}
    | {hour % 12: (hour % 12, hour % 12 + 24) for hour in range(12, 18)}
    | {12: (0, 24)},
}


def read_time(text: str, tz: tzinfo, now: datetime, dates: Sequence[date] = ()) -> datetime:
    """Return the instant, in UTC, that a person means by `text` in the zone `tz` at `now`.

    RFC 3339, `2020-06-03 10:00`, `10:00`, `9am`, `3 June 9am`, `6월 3일 오전 10시 30분`, or a date
    alone, which is its midnight; dates as for `read_date`. The abbreviation or key of another zone
    can follow. Raises UsageProblem for anything else, for what can mean several times, and for a
    time that does not exist in its zone or exists twice.
    """
    wanted = " ".join(text.split()).casefold()
    if wanted in ("now", "지금"):
        return now
    readings = _readings(wanted, now.astimezone(tz).date(), dates)
    local, _blank, name = " ".join(text.split()).rpartition(" ")
    if not readings and local and is_short_name(name):
        tz = zone(zone_key(name))
        readings = _readings(local.casefold(), now.astimezone(tz).date(), dates, tz)
        readings = [each for each in readings if not each.tzinfo]
    else:
        name = ""
    if not readings or not all(FIRST_YEAR <= each.year <= LAST_YEAR for each in readings):
        raise UsageProblem(
            _("Invalid time: {text}.").format(text=repr(text[:40])),
            _(
                "Use a format such as 2020-06-03T10:00+09:00, '2020-06-03 10:00', 10:00 or "
                "'tomorrow 9am'."
            ),
        )
    if len(readings) > 1:
        in_zone = (each.replace(tzinfo=tz) if name else each for each in readings)
        raise _ambiguous(text, map(_shortest, in_zone))
    instant = readings[0]
    if instant.tzinfo:
        return instant.astimezone(UTC)
    _refuse_other_season(text, instant, tz, name.upper())
    return local_instant(instant, tz)


def read_date(
    text: str, today: date, dates: Sequence[date] = (), suggest: Suggest = DATES_ALONE
) -> date | None:
    """Return the date meant by `tomorrow`, `wed`, `Wed 3 June`, `6월 3일(수)`; None for others.

    `dates` are those with sessions, in order, if there is an event. A weekday is one of these,
    else one between them, else the coming one; during the event, the coming one of several. A date
    without a year is the one between them, else the nearest to them; without an event, the nearest
    to today. A day without a month is the one between them. `6/3` is 6월 3일 in Korean, and
    refused in English unless only one order of the two is a date. Raises UsageProblem for what can
    mean several dates; `suggest` returns what to type instead of them.
    """
    wanted = " ".join(text.split()).casefold()
    for pattern in DATES:
        if match := re.fullmatch(pattern, wanted):
            first, last = (dates[0], dates[-1]) if dates else (today, today)
            return _typed_date(text, match.groupdict(), first, last, suggest)
    if wanted in DAY_WORDS:
        return today + DAY_WORDS[wanted] * ONE_DAY
    weekday = _weekday(wanted)
    return None if weekday is None else _date_of_weekday(text, weekday, today, dates, suggest)


def read_day_number(text: str) -> str:
    """Return the number in `3`, `3일차`, `3일 차` or `3일째` as typed; else an empty text."""
    match = re.fullmatch(r"([0-9]{1,6})(?: ?일 ?[차째])?", text.strip())
    return match[1] if match else ""


def read_waking(text: str) -> Waking:
    """Return the hours meant by `07:00-23:00`, `7-23` or `7am-11pm`.

    Raises UsageProblem for anything else.
    """
    ends = [_waking_end(end) for end in re.split(r" ?[-–~] ?", text.strip().casefold())]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
        return Waking(ends[0], ends[1])
    raise UsageProblem(
        _("Invalid waking hours: {text}.").format(text=repr(text[:40])),
        _("Use this format: {example}.").format(example="07:00-23:00"),
    )


def read_length(text: str) -> timedelta:
    """Return the length meant by `2m`, `90s`, `1h 30m`, `2분`, `PT2M`.

    Raises UsageProblem for anything else.
    """
    wanted = text.strip().casefold()
    match = re.fullmatch(LENGTH, wanted)
    if match and any(match.groups()):
        hours, minutes, seconds = (int(found or 0) for found in match.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if re.fullmatch(ISO_LENGTH, wanted):
        import pendulum

        length = pendulum.parse(wanted.upper())
        if isinstance(length, pendulum.Duration):
            return length.as_timedelta()
    raise UsageProblem(
        _("Invalid duration: {text}.").format(text=repr(text[:40])),
        _("Use a format such as {example}.").format(example=_("2m, 90s, 1h30m")),
    )


def read_hours(text: str) -> Hours:
    """Return the clock meant by `12` or `24h`. Raises UsageProblem for anything else."""
    match text.strip().casefold().removesuffix("h"):
        case "12":
            return 12
        case "24":
            return 24
    raise UsageProblem(_("must be 12 or 24, not {text}.").format(text=repr(text[:40])))


def _ambiguous(text: str, readings: Iterable[str]) -> UsageProblem:
    return UsageProblem(
        _("{text} is ambiguous.").format(text=repr(text[:40])),
        use_hint(readings),
    )


def _refuse_other_season(text: str, local: datetime, tz: tzinfo, abbreviation: str) -> None:
    """Raise UsageProblem for an abbreviation that its zone does not use then: EST in June."""
    reading = local.replace(tzinfo=tz)
    for month in (1, 7):
        season = reading.replace(month=month, day=1)
        if season.tzname() == abbreviation != reading.tzname():
            literal = local.replace(tzinfo=timezone(season.utcoffset() or timedelta()))
            raise _ambiguous(text, map(_shortest, (literal, reading)))


def _readings(
    wanted: str, today: date, dates: Sequence[date], tz: tzinfo | None = None
) -> list[datetime]:
    """Return the times that can be meant: local ones, or one with an offset."""
    if match := re.fullmatch(ISO_INSTANT, wanted):
        return _iso_readings(match)
    return _local_readings(wanted, today, dates, tz)


def _iso_readings(match: re.Match[str]) -> list[datetime]:
    """Return the time as written: aware where an offset is given, else naive."""
    stated = f"{match['date']}T{match['time']}{(match['offset'] or '').upper()}"
    try:
        return [datetime.fromisoformat(stated)]
    except ValueError:
        return []


def _local_readings(
    wanted: str, today: date, dates: Sequence[date], tz: tzinfo | None
) -> list[datetime]:
    """Return the local times meant by a date, a time of day, or one after the other.

    Suggestions have the offset of the zone `tz`, if one is given.
    """
    words = re.sub(DATE_THEN_TIME, " ", wanted).split()
    for count in range(min(len(words), LONGEST_DATE), -1, -1):
        date_text, time_text = " ".join(words[:count]), " ".join(words[count:])
        lengths = _lengths_from_midnight(time_text)
        if not lengths and (time_text or not count):
            continue
        suggest = partial(_suggested, lengths=lengths, tz=tz)
        day = read_date(date_text, today, dates, suggest) if count else today
        if day:
            midnight = datetime.combine(day, time(0))
            return [midnight + length for length in lengths or (timedelta(),)]
    return []


def _suggested(
    dates: Iterable[date], lengths: Sequence[timedelta], tz: tzinfo | None
) -> Iterator[str]:
    """Yield the dates, each with the times of day that are so long after midnight in a zone."""
    for day in dates:
        midnight = datetime.combine(day, time(0), tz)
        times_of_day = [_shortest(midnight + length) for length in lengths]
        yield from times_of_day or [_shortest(midnight) if tz else str(day)]


def _shortest(local: datetime) -> str:
    return local.isoformat(timespec="seconds" if local.second else "minutes")


def _typed_date(
    text: str,
    parts: Mapping[str, str | None],
    first: date,
    last: date,
    suggest: Suggest,
) -> date | None:
    """Return the date meant by the parts of one of DATES, for an event on these dates."""
    year, day = (int(parts.get(name) or -1) for name in ("year", "day"))
    month = _month(parts.get("month") or "-1")
    orders = {(month, day)}
    if parts.get("sign") and year < 0 and (message_language() != "ko" or month > MONTHS):
        if parts["sign"] == ".":
            return None  # 10.30 may be a time of day.
        orders.add((day, month))
    readings = sorted(each for order in orders for each in _dates(year, *order, first, last))
    if weekday := parts.get("weekday"):
        fitting = [each for each in readings if each.weekday() == _weekday(weekday)]
        if readings and not fitting:
            raise UsageProblem(
                _("The weekday does not match the date: {text}.").format(text=repr(text[:40])),
                use_hint(suggest(readings[:1])),
            )
        readings = fitting
    if len(readings) > 1:
        raise _ambiguous(text, suggest(readings[:MOST_READINGS]))
    return readings[0] if readings else None


def _date_of_weekday(
    text: str, weekday: int, today: date, dates: Sequence[date], suggest: Suggest
) -> date:
    """Return the date meant by a weekday. Raises UsageProblem where it can mean several."""
    coming = today + (weekday - today.weekday()) % 7 * ONE_DAY
    between = _dates_between(dates[0], dates[-1]) if dates else ()
    for candidates in (dates, between):
        found = [each for each in candidates if each.weekday() == weekday]
        if len(found) == 1:
            return found[0]
        if found and not dates[0] <= coming <= dates[-1]:
            raise _ambiguous(text, suggest(found[:MOST_READINGS]))
    return coming


def _dates_between(first: date, last: date) -> Iterable[date]:
    return (first + n * ONE_DAY for n in range(min((last - first).days, DAYS_SEARCHED) + 1))


def _dates(year: int, month: int, day: int, first: date, last: date) -> list[date]:
    """Return the dates meant by a day, a month and a year; a missing one is negative."""
    if month < 0:
        return [each for each in _dates_between(first, last) if each.day == day]
    found = []
    for each in [year] if year >= 0 else range(first.year - 1, last.year + 2):
        with suppress(ValueError):
            found.append(date(each, month, day))
    found = [each for each in found if FIRST_YEAR <= each.year <= LAST_YEAR]
    if year >= 0 or not found:
        return found
    outside = {each: max(first - each, each - last, timedelta()) for each in found}
    nearest = min(outside.values())
    return [each for each in found if outside[each] == nearest]


def _month(text: str) -> int:
    """Return the month's number, from a number or an English name."""
    return MONTH_NAMES.index(text[:3]) + 1 if text.isalpha() else int(text)


def _waking_end(text: str) -> time | None:
    if re.fullmatch(r"24(:00)?", text):
        return time(0)
    lengths = _lengths_from_midnight(f"{text}:00" if text.isdecimal() else text)
    ends = {length % ONE_DAY for length in lengths}
    return time(*divmod(ends.pop() // MINUTE, 60)) if len(ends) == 1 else None


def _lengths_from_midnight(wanted: str) -> tuple[timedelta, ...]:
    """Return how long after its date begins a time of day can be; nothing for other texts."""
    hours: tuple[int, ...] = ()
    minute, second = 0, 0
    if wanted in TIME_WORDS:
        hours = (TIME_WORDS[wanted],)
    elif match := re.fullmatch(CLOCK_TIME, wanted):
        hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
        hours = (hour,) if hour < HOURS else ()
    elif match := re.fullmatch(TWELVE_HOUR_TIME, wanted):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if 1 <= hour <= HOURS // 2:
            hours = (hour % 12 + 12 * (match["half"] == "p"),)
    elif match := re.fullmatch(KOREAN_TIME, wanted):
        hour, minute = int(match["hour"]), int(match["minute"] or match["minutes"] or 0)
        minute = 30 if match["half"] else minute
        if part := match["part"]:
            hours = PARTS_OF_THE_DAY[part].get(hour, ())
            # 12:30 is not before noon.
            hours = hours[:1] if part == "오전" and minute else hours
        elif hour < HOURS:
            hours = (hour,)
    return tuple(timedelta(hours=hour, minutes=minute, seconds=second) for hour in hours)


def _weekday(wanted: str) -> int | None:
    """Return 0 for Monday to 6 for a name, three letters or more of it, or one in Korean."""
    for number, (english, korean) in enumerate(WEEKDAYS):
        if len(wanted) >= 3 and english.startswith(wanted):
            return number
        if wanted in (korean, korean[0]):
            return number
    return None
