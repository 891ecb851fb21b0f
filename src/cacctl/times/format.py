"""Times, dates, lengths and zones in words, in the language in use."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import ceil, floor
from typing import Literal

from cacctl.base.i18n import N_, _, ngettext
from cacctl.times.clock import MINUTE, ONE_DAY, Hours, Waking, zone_name
from cacctl.times.zones import offset_key

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

Rounding = Literal["down", "up"]
"""What has passed is rounded down and what remains is rounded up, so that both add up."""


def zone_label(tz: tzinfo, instants: Iterable[datetime]) -> str:
    """Return the zone's name, abbreviation and offset: `America/Los_Angeles (PDT, UTC-07:00)`.

    Where the offset changes between the instants, each of its values is named in turn.
    """
    readings = [instant.astimezone(tz) for instant in instants]
    phases = list(dict.fromkeys(_phase(reading) for reading in readings))
    name = zone_name(tz)
    label = " → ".join(phases)
    return name if label == name else f"{name} ({label})"


def zone_abbreviation(reading: datetime) -> str:
    """Return the zone as it follows a time of day: `PDT`, or `UTC+05:45` in a zone of numbers."""
    abbreviation = reading.tzname() or ""
    return abbreviation if abbreviation.isalpha() else utc_offset(reading)


def utc_offset(reading: datetime) -> str:
    """Return the reading's offset from UTC: `UTC-07:00`, or `UTC` alone."""
    offset = reading.utcoffset() or timedelta()
    minutes = round(offset / MINUTE)
    return offset_key(minutes) if minutes else "UTC"


def time_words(reading: datetime | time, hours: Hours) -> str:
    """Return the time of day: `15:30`; with 12 hours `3:30 PM`, `오후 3:30`, `낮 12:00`."""
    if hours == 24:
        return f"{reading:%H:%M}"
    minute = f"{reading.minute:02}"
    if reading.hour % 12 == 0:
        # In Korean 오전 12:00 can mean noon, and 오후 12:00 midnight.
        pattern = _("12:{minute} PM") if reading.hour else _("12:{minute} AM")
        return pattern.format(minute=minute)
    pattern = _("{hour}:{minute} AM") if reading.hour < 12 else _("{hour}:{minute} PM")
    return pattern.format(hour=reading.hour % 12, minute=minute)


def range_ends(start: datetime, end: datetime, hours: Hours) -> tuple[str, str]:
    """Return both ends of a range; a half of the day that they share is named once.

    `9:00` and `10:30 AM`, `오전 9:00` and `10:30`, `낮 12:00` and `오후 1:00`.
    """
    first, last = time_words(start, hours), time_words(end, hours)
    if hours == 12 and (start.date(), start.hour < 12) == (end.date(), end.hour < 12):
        before, after = first.split(" "), last.split(" ")
        if before[0] == after[0]:
            return first, after[1]
        if before[1] == after[1]:
            return before[0], last
    return first, last


def range_words(first: str, last: str) -> str:
    """Return the two ends as one text: `07:00-23:00`, `07:00~23:00`."""
    return _("{first}-{last}").format(first=first, last=last)


def waking_words(waking: Waking, hours: Hours) -> str:
    """Return the hours in which a viewer is awake: `07:00-23:00`."""
    return range_words(time_words(waking.start, hours), time_words(waking.end, hours))


def length_words(start: datetime, end: datetime, *, rounding: Rounding, units: int = 2) -> str:
    """Return the length from `start` to `end`, in whole minutes and so many units.

    `3 hours 20 minutes`. Years and months are those of the calendar in UTC.
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


def countdown(start: datetime, end: datetime, *, rounding: Rounding) -> str:
    """Return the length from `start` to `end` in seconds, `1:10:05`; in words from a day on."""
    if end - start >= ONE_DAY:
        return length_words(start, end, rounding=rounding)
    seconds = _whole(max(timedelta(), end - start) / timedelta(seconds=1), rounding)
    return position_words(seconds)


def position_words(seconds: int) -> str:
    """Return a position in a video, as video players show it: `1:02:03`."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def date_words(day: date, *, year: bool = True) -> str:
    """Return the date with its weekday: `Wed 3 June 2020`, `2020년 6월 3일(수)`."""
    pattern = _("{weekday} {day} {month} {year}") if year else _("{weekday} {day} {month}")
    return pattern.format(
        weekday=weekday_words(day),
        day=day.day,
        month=_(MONTH_NAMES[day.month - 1]),
        year=day.year,
    )


def weekday_words(day: date) -> str:
    """Return the date's weekday: `Wed`, `수`."""
    return _(DAY_NAMES[day.weekday()])


def date_range_words(first: date, last: date) -> str:
    """Return the dates from `first` to `last`: `Mon 1 June to Fri 5 June 2020`, the year once."""
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


def _whole_months(start: datetime, end: datetime) -> int:
    """Return how many months of the calendar fit into [start, end]; both are UTC."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return months if _months_after(start, months) <= end else months - 1


def _months_after(instant: datetime, months: int) -> datetime:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(12 * instant.year + instant.month - 1 + months, 12)
    first = instant.replace(year=year, month=month + 1, day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first.replace(day=min(instant.day, (following - first).days))


def _whole(count: float, rounding: Rounding) -> int:
    return floor(count) if rounding == "down" else ceil(count)


def _phase(reading: datetime) -> str:
    abbreviation, offset = zone_abbreviation(reading), utc_offset(reading)
    return abbreviation if abbreviation == offset else f"{abbreviation}, {offset}"
