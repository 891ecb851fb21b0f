"""Times, dates, lengths and hours as people type them, in English and Korean."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.times.clock import FIRST_YEAR, LAST_YEAR, ONE_DAY, Hours, Waking, local_instant

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
TIME_WORDS = {"noon": time(12), "midnight": time(0), "정오": time(12), "자정": time(0)}
ISO_DATE = r"\d{4}-\d{2}-\d{2}"
ISO_INSTANT = (
    r"(?P<date>\d{4}-\d{2}-\d{2})[t ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
    r" ?(?P<offset>z|[+-]\d{2}:?\d{2})?"
)
CLOCK_TIME = r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?|(\d{1,2})(?::([0-5]\d))? ?([ap])\.?m\.?"
LENGTH = (
    r"(?:(\d{1,3}) ?(?:h|hours?|시간))? ?(?:(\d{1,3}) ?(?:m|min|minutes?|분))?"
    r" ?(?:(\d{1,3}) ?(?:s|seconds?|초))?"
)
KOREAN_TIME = r"(오전|오후)? ?(\d{1,2})시(?: ?([0-5]?\d)분)?"


def read_time(text: str, tz: tzinfo, now: datetime) -> datetime:
    """The instant, in UTC, that a person means by `text`, read in the zone `tz` at `now`.

    RFC 3339, `2020-06-03 10:00`, `10:00`, `9am`, `tomorrow 9am`, `내일 오전 9시`, a date alone (its
    midnight). Raises UsageProblem for anything else, and for a time that is none or two in `tz`.
    """
    wanted = " ".join(text.split()).casefold()
    problem = UsageProblem(
        _("{text} is not a time that cacctl can read.").format(text=repr(text[:40])),
        _("Write it like 2020-06-03T10:00+09:00, '2020-06-03 10:00', 10:00 or 'tomorrow 9am'."),
    )
    today = now.astimezone(tz).date()
    if wanted in ("now", "지금"):
        return now
    if match := re.fullmatch(ISO_INSTANT, wanted):
        instant = _read_iso(match)
    else:
        day_words, _space, time_words = wanted.partition(" ")
        day = read_date(day_words, today)
        of_day = _read_time_of_day(time_words if day else wanted)
        if day and not time_words:
            of_day = time(0)
        instant = datetime.combine(day or today, of_day) if of_day is not None else None
    if instant is None or not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise problem
    return instant.astimezone(UTC) if instant.tzinfo else local_instant(instant, tz)


def read_date(
    text: str, today: date, first: date | None = None, last: date | None = None
) -> date | None:
    """The date meant by `2020-06-03`, `tomorrow`, `wed`, `수요일`; None where it means none.

    A weekday is the one between `first` and `last` where there is exactly one, else the coming one.
    """
    wanted = text.strip().casefold()
    if re.fullmatch(ISO_DATE, wanted):
        try:
            named = date.fromisoformat(wanted)
        except ValueError:
            return None
        return named if FIRST_YEAR <= named.year <= LAST_YEAR else None
    if wanted in DAY_WORDS:
        return today + DAY_WORDS[wanted] * ONE_DAY
    weekday = _weekday(wanted)
    if weekday is None:
        return None
    if first and last and (last - first).days < 7:
        within = first + (weekday - first.weekday()) % 7 * ONE_DAY
        if within <= last:
            return within
    return today + (weekday - today.weekday()) % 7 * ONE_DAY


def read_waking(text: str) -> Waking:
    """The hours meant by `07:00-23:00`, `7-23` or `7am-11pm`. Raises UsageProblem for others."""
    ends = [_read_waking_end(end) for end in re.split(r" ?[-–~] ?", text.strip().casefold())]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
        return Waking(ends[0], ends[1])
    raise UsageProblem(
        _("{text} cannot be read as waking hours.").format(text=repr(text[:40])),
        _("Write them like {example}.").format(example="07:00-23:00"),
    )


def read_length(text: str) -> timedelta:
    """The length meant by `2m`, `90s`, `1h 30m`, `2분`. Raises UsageProblem for anything else."""
    match = re.fullmatch(LENGTH, text.strip().casefold())
    if match and any(match.groups()):
        hours, minutes, seconds = (int(found or 0) for found in match.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    raise UsageProblem(
        _("{text} is not a length of time.").format(text=repr(text[:40])),
        _("Write it like {example}.").format(example="2m, 90s, 1h30m"),
    )


def read_hours(text: str) -> Hours:
    """The clock meant by `12`, `24h`. Raises UsageProblem for anything else."""
    match text.strip().casefold().removesuffix("h"):
        case "12":
            return 12
        case "24":
            return 24
    raise UsageProblem(
        _("{text} is no clock.").format(text=repr(text[:40])),
        _("It can be {clocks}.").format(clocks="12, 24"),
    )


def _read_iso(match: re.Match[str]) -> datetime | None:
    """The time as written: aware where an offset is given, else naive."""
    stated = f"{match['date']}T{match['time']}{(match['offset'] or '').upper()}"
    try:
        return datetime.fromisoformat(stated)
    except ValueError:
        return None


def _read_time_of_day(wanted: str) -> time | None:
    if wanted in TIME_WORDS:
        return TIME_WORDS[wanted]
    if match := re.fullmatch(CLOCK_TIME, wanted):
        hours, minutes, seconds, hours12, minutes12, half = match.groups()
        if half:
            return _twelve_hour(int(hours12), int(minutes12 or 0), afternoon=half == "p")
        return _time(int(hours), int(minutes), int(seconds or 0))
    if match := re.fullmatch(KOREAN_TIME, wanted):
        korean_half, korean_hours, korean_minutes = match.groups()
        hour, minute = int(korean_hours), int(korean_minutes or 0)
        if korean_half:
            return _twelve_hour(hour, minute, afternoon=korean_half == "오후")
        return _time(hour, minute)
    return None


def _read_waking_end(text: str) -> time | None:
    if re.fullmatch(r"24(:00)?", text):
        return time(0)
    return _read_time_of_day(f"{text}:00" if text.isdecimal() else text)


def _twelve_hour(hour: int, minute: int, *, afternoon: bool) -> time | None:
    return _time(hour % 12 + 12 * afternoon, minute) if 1 <= hour <= 12 else None


def _time(hour: int, minute: int, second: int = 0) -> time | None:
    return time(hour, minute, second) if hour < 24 else None


def _weekday(wanted: str) -> int | None:
    """0 for Monday to 6, from a whole name, three letters or more of it, or one in Korean."""
    for number, (english, korean) in enumerate(WEEKDAYS):
        if len(wanted) >= 3 and english.startswith(wanted):
            return number
        if wanted in (korean, korean[0]):
            return number
    return None
