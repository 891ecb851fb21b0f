"""The time, time zones, and times and lengths in words. The only importer of pendulum.

Times are read and zones are kept by the standard library. pendulum, which takes as long to load as
Typer, is asked only which zone a system has that does not tell it by a link. The rest of it would
mislead a viewer: a time without an offset means UTC to it, a time that exists twice is silently the
later one, one that does not exist is silently moved, `diff_for_humans` turns 119 minutes into an
hour, and its interval from 3 June 2020 to 2 June 2026 is six years. So local times are resolved by
`local_instant`, which refuses the doubtful ones, and lengths are counted by the calendar of UTC.
"""

import re
import warnings
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from math import ceil, floor
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import N_, _, ngettext
from cacctl.times.zones import offset_minutes

MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
LOCALTIME = Path("/etc/localtime")
UTC_KEYS = ("UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu")

# Times outside of these years overflow in some zone; schedules keep to them too.
FIRST_YEAR, LAST_YEAR = 1970, 9000

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
DAY_NAMES = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTH_NAMES = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
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


Hours = Literal[12, 24]
"""With how many hours the clock counts a day."""


class Waking(NamedTuple):
    """The hours of a day in which a viewer is awake; all of it where both are the same.

    An `end` that is not after `start` is on the next date.
    """

    start: time = time(7)
    end: time = time(23)


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def zone(key: str) -> tzinfo:
    """The zone with an IANA key, or with a fixed offset such as `UTC+09:00`."""
    if "/" not in key and key != "UTC" and (minutes := offset_minutes(key)) is not None:
        return timezone(minutes * MINUTE, key)
    return ZoneInfo(key)


def system_zone() -> tzinfo | None:
    """The zone that this machine is set to, without the variable TZ; None where it is not known."""
    with suppress(OSError, ValueError, LookupError):
        # What the C library reads, on all systems that have it, and so the zone of `date`.
        return ZoneInfo(LOCALTIME.resolve(strict=True).as_posix().partition("/zoneinfo/")[2])
    from pendulum.tz import get_local_timezone

    with (
        suppress(Warning, OSError, ValueError, RuntimeError, LookupError),
        warnings.catch_warnings(),
    ):
        # pendulum only warns where it finds nothing.
        warnings.simplefilter("error")
        return get_local_timezone()
    return None


def agree(one: tzinfo, other: tzinfo, instants: Iterable[datetime]) -> bool:
    """Whether both zones' clocks show the same at all of the instants."""
    return all(i.astimezone(one).utcoffset() == i.astimezone(other).utcoffset() for i in instants)


def zone_name(tz: tzinfo) -> str:
    """The zone's IANA key, or its offset where that is all there is to it."""
    name = getattr(tz, "key", None) or tz.tzname(None) or _("local time")
    return "UTC" if name in UTC_KEYS else str(name)


def zone_label(tz: tzinfo, instants: Iterable[datetime]) -> str:
    """The zone's name, abbreviation and offset: `America/Los_Angeles (PDT, UTC-07:00)`.

    Where the offset changes between the instants, each of its values is named in turn.
    """
    readings = [instant.astimezone(tz) for instant in instants]
    phases = list(dict.fromkeys(_phase(reading) for reading in readings))
    name = zone_name(tz)
    label = " → ".join(phases)
    return name if label == name else f"{name} ({label})"


def zone_abbreviation(reading: datetime) -> str:
    """What stands behind a time of day: `PDT`, or `UTC+05:45` in a zone that has only numbers."""
    abbreviation = reading.tzname() or ""
    return abbreviation if abbreviation.isalpha() else utc_offset(reading)


def utc_offset(reading: datetime) -> str:
    """The reading's offset from UTC: `UTC-07:00`, or `UTC` alone."""
    offset = reading.utcoffset() or timedelta()
    minutes = round(offset / MINUTE)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def local_instant(local: datetime, tz: tzinfo) -> datetime:
    """The instant, in UTC, of a local time without an offset.

    Raises UsageProblem, with both readings, where that time does not exist in the zone or exists
    twice (https://peps.python.org/pep-0495/).
    """
    earlier, later = sorted(local.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1))
    if earlier == later:
        return earlier
    readings = _(" or ").join(
        instant.astimezone(tz).isoformat(timespec="minutes") for instant in (earlier, later)
    )
    exists = earlier.astimezone(tz).replace(tzinfo=None) == local
    reason = (
        N_("{time} exists twice in {zone}: the clock is put back.")
        if exists
        else N_("{time} does not exist in {zone}: the clock is put forward.")
    )
    raise UsageProblem(
        _(reason).format(time=f"{local:%Y-%m-%d %H:%M}", zone=zone_name(tz)),
        _("Write {readings}.").format(readings=readings),
    )


def day_bounds(day: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """The instants, in UTC, at which a calendar date begins and ends in a zone.

    A date can have 23 or 25 hours, begin at 01:00, or be skipped; then both are the same.
    """
    return _midnight(day, tz, fold=0), _midnight(day + ONE_DAY, tz, fold=1)


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


def waking_bounds(waking: Waking, day: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """The instants, in UTC, between which a viewer is awake from that date's morning on."""
    last = day if waking.end > waking.start else day + ONE_DAY
    start, end = datetime.combine(day, waking.start, tz), datetime.combine(last, waking.end, tz)
    return start.astimezone(UTC), end.astimezone(UTC)


def waking_words(waking: Waking, hours: Hours) -> str:
    """`07:00-23:00`."""
    return f"{time_words(waking.start, hours)}-{time_words(waking.end, hours)}"


def time_words(reading: datetime | time, hours: Hours) -> str:
    """The time of day: `15:30`, or with 12 hours `3:30 PM`, `오후 3:30`."""
    if hours == 24:
        return f"{reading:%H:%M}"
    pattern = _("{hour}:{minute} AM") if reading.hour < 12 else _("{hour}:{minute} PM")
    return pattern.format(hour=reading.hour % 12 or 12, minute=f"{reading.minute:02}")


def range_words(start: datetime, end: datetime) -> tuple[str, str]:
    """Both ends, with 12 hours, of a stretch within a half of a day, which is named once."""
    texts = [f"{reading.hour % 12 or 12}:{reading.minute:02}" for reading in (start, end)]
    pattern = _("{start}-{end} AM") if start.hour < 12 else _("{start}-{end} PM")
    first, _dash, last = pattern.format(start=texts[0], end=texts[1]).partition("-")
    return first, last


def length_words(
    start: datetime, end: datetime, *, rounding: Literal["down", "up"], units: int = 2
) -> str:
    """The length from `start` to `end` in whole minutes, in so many units: `3 hours 20 minutes`.

    What has passed is rounded down and what remains is rounded up, so that both add up.
    """
    minutes = _whole(max(timedelta(), end - start) / MINUTE, rounding)
    if not minutes:
        return _("less than a minute")
    begin = start.astimezone(UTC)
    finish = begin + minutes * MINUTE
    months = _whole_months(begin, finish)
    rest = finish - _months_after(begin, months)
    hours, minutes = divmod(rest.seconds // 60, 60)
    counted = (
        (months // 12, ngettext("{count} year", "{count} years", months // 12)),
        (months % 12, ngettext("{count} month", "{count} months", months % 12)),
        (rest.days, ngettext("{count} day", "{count} days", rest.days)),
        (hours, ngettext("{count} hour", "{count} hours", hours)),
        (minutes, ngettext("{count} minute", "{count} minutes", minutes)),
    )
    largest = [text.format(count=count) for count, text in counted if count][:units]
    return " ".join(largest)


def _whole_months(start: datetime, end: datetime) -> int:
    """How many months of the calendar fit into [start, end]; both are UTC."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return months if _months_after(start, months) <= end else months - 1


def _months_after(instant: datetime, months: int) -> datetime:
    """The same day so many months later, or the last one of a month that is too short for it."""
    year, month = divmod(12 * instant.year + instant.month - 1 + months, 12)
    first = instant.replace(year=year, month=month + 1, day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first.replace(day=min(instant.day, (following - first).days))


def countdown(start: datetime, end: datetime, *, rounding: Literal["down", "up"]) -> str:
    """The length from `start` to `end` in whole seconds, `1:10:05`; in words from a day on."""
    if end - start >= ONE_DAY:
        return length_words(start, end, rounding=rounding)
    seconds = _whole(max(timedelta(), end - start) / timedelta(seconds=1), rounding)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def date_words(day: date, *, year: bool = True) -> str:
    """The date with its weekday: `Wed 3 June 2020`, `2020년 6월 3일 (수)`."""
    pattern = _("{weekday} {day} {month} {year}") if year else _("{weekday} {day} {month}")
    return pattern.format(
        weekday=weekday_words(day),
        day=day.day,
        month=_(MONTH_NAMES[day.month - 1]),
        year=day.year,
    )


def weekday_words(day: date) -> str:
    """The date's weekday: `Wed`, `수`."""
    return _(DAY_NAMES[day.weekday()])


def date_range_words(first: date, last: date) -> str:
    """The dates from `first` to `last`: `Mon 1 June to Fri 5 June 2020`, the year once."""
    if first == last:
        return date_words(first)
    if first.year != last.year:
        pattern = _("{first_and_year} to {last_and_year}")
    else:
        pattern = _("{first} to {last_and_year}")
    return pattern.format(
        first=date_words(first, year=False),
        first_and_year=date_words(first),
        last=date_words(last, year=False),
        last_and_year=date_words(last),
    )


def _whole(count: float, rounding: Literal["down", "up"]) -> int:
    return floor(count) if rounding == "down" else ceil(count)


def _phase(reading: datetime) -> str:
    abbreviation, offset = zone_abbreviation(reading), utc_offset(reading)
    return abbreviation if abbreviation == offset else f"{abbreviation}, {offset}"


def _midnight(day: date, tz: tzinfo, *, fold: Literal[0, 1]) -> datetime:
    midnight = datetime.combine(day, time(0), tz)
    before, after = (midnight.replace(fold=f).astimezone(UTC) for f in (0, 1))
    if before <= after:  # It exists, once or twice.
        return after if fold else before
    # The clock is put forward over midnight: the date begins at that very moment, at which the
    # offset becomes the one that `after` was read with.
    offset = midnight.replace(fold=1).utcoffset()
    earlier, later = after, before
    while later - earlier > timedelta(seconds=1):
        middle = earlier + (later - earlier) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(tz).utcoffset() == offset:
            later = middle
        else:
            earlier = middle
    return later


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
