"""Times, dates and lengths in words, in English and Korean."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base import i18n
from cacctl.times import clock
from cacctl.times import format as time_format

NOW = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "seconds", "down", "up"),
    [
        (0, 20, "less than a minute", "1 minute"),
        (1, 0, "1 minute", "1 minute"),
        (119, 0, "1 hour 59 minutes", "1 hour 59 minutes"),
        (119, 1, "1 hour 59 minutes", "2 hours"),
        (200, 0, "3 hours 20 minutes", "3 hours 20 minutes"),
        (60 * 49, 0, "2 days 1 hour", "2 days 1 hour"),
        (60 * 24 * 365 * 6, 0, "5 years 11 months", "5 years 11 months"),
    ],
)
def test_length_has_at_most_two_units(minutes: int, seconds: int, down: str, up: str) -> None:
    end = NOW + timedelta(minutes=minutes, seconds=seconds)
    assert time_format.length_words(NOW, end, rounding="down") == down
    assert time_format.length_words(NOW, end, rounding="up") == up


def test_lengths_and_dates_are_translated() -> None:
    i18n.use_language("ko")
    assert time_format.length_words(NOW, NOW + 200 * MINUTE, rounding="up") == "3시간 20분"
    assert time_format.date_words(date(2020, 6, 3)) == "2020년 6월 3일(수)"


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001
    st.integers(1, 60 * 24 * 366 * 60),
)
def test_lengths_are_those_of_the_calendar(start: datetime, minutes: int) -> None:
    """As dateutil counts years, months and days."""
    start = start.replace(tzinfo=UTC)
    length = relativedelta(start + minutes * MINUTE, start)
    units = [(length.years, "year"), (length.months, "month"), (length.days, "day")]
    units += [(length.hours, "hour"), (length.minutes, "minute")]
    expected = [f"{count} {unit}{'s' * (count > 1)}" for count, unit in units if count][:2]
    words = time_format.length_words(start, start + minutes * MINUTE, rounding="down")
    assert words == " ".join(expected)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_elapsed_and_remaining_time_add_up(passed: int, remaining: int) -> None:
    """In a whole number of minutes, at any second."""
    total = passed + remaining + (-(passed + remaining)) % 60
    start, now = NOW, NOW + timedelta(seconds=passed)
    end = start + timedelta(seconds=total)
    assert (now - start) // MINUTE - (now - end) // MINUTE == total // 60


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("America/Los_Angeles", "America/Los_Angeles (PDT, UTC-07:00)"),
        ("Asia/Kathmandu", "Asia/Kathmandu (UTC+05:45)"),
        ("UTC+05:45", "UTC+05:45"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
    ],
)
def test_zone_is_labelled_with_its_abbreviation_and_offset(key: str, label: str) -> None:
    assert time_format.zone_label(clock.zone(key), [NOW]) == label


def test_zone_label_has_every_offset() -> None:
    label = time_format.zone_label(clock.zone("Europe/London"), [NOW, NOW + timedelta(days=180)])
    assert label == "Europe/London (BST, UTC+01:00 → GMT, UTC)"


def test_12_hour_clock_is_that_of_strftime() -> None:
    for minute in range(24 * 60):
        of_day = time(*divmod(minute, 60))
        assert time_format.time_words(of_day, 12) == f"{of_day:%I:%M %p}".lstrip("0")
        assert time_format.time_words(of_day, 24) == f"{of_day:%H:%M}"
    i18n.use_language("ko")
    assert [time_format.time_words(time(hour), 12) for hour in (0, 11, 12, 23)] == [
        "오전 0:00",
        "오전 11:00",
        "낮 12:00",
        "오후 11:00",
    ]


@pytest.mark.parametrize(
    ("start", "end", "hours", "english", "korean"),
    [
        (9, 10, 24, "09:00-10:30", "09:00~10:30"),
        (9, 10, 12, "9:00-10:30 AM", "오전 9:00~10:30"),
        (0, 9, 12, "12:00-9:30 AM", "오전 0:00~9:30"),
        (9, 12, 12, "9:00 AM-12:30 PM", "오전 9:00~낮 12:30"),
        (9, 21, 12, "9:00 AM-9:30 PM", "오전 9:00~오후 9:30"),
        (12, 12, 12, "12:00-12:30 PM", "낮 12:00~12:30"),
        (12, 13, 12, "12:00-1:30 PM", "낮 12:00~오후 1:30"),
        (13, 23, 12, "1:00-11:30 PM", "오후 1:00~11:30"),
    ],
)
def test_range_names_a_shared_half_of_the_day_once(
    start: int, end: int, hours: clock.Hours, english: str, korean: str
) -> None:
    first, last = NOW.replace(hour=start), NOW.replace(hour=end, minute=30)
    for lang, expected in (("en", english), ("ko", korean)):
        i18n.use_language(lang)
        ends = time_format.range_ends(first, last, hours)
        assert time_format.range_words(*ends) == expected
    tomorrow = last + timedelta(days=1)
    assert time_format.range_ends(first, tomorrow, hours) == (
        time_format.time_words(first, hours),
        time_format.time_words(tomorrow, hours),
    )


@pytest.mark.parametrize(
    ("seconds", "down", "up"),
    [
        (0, "0:00:00", "0:00:00"),
        (0.4, "0:00:00", "0:00:01"),
        (3725.5, "1:02:05", "1:02:06"),
        (86399, "23:59:59", "23:59:59"),
        (86400, "1 day", "1 day"),
        (90061, "1 day 1 hour", "1 day 1 hour"),
        (-5, "0:00:00", "0:00:00"),
    ],
)
def test_countdown_has_seconds_below_a_day(seconds: float, down: str, up: str) -> None:
    end = NOW + timedelta(seconds=seconds)
    assert time_format.countdown(NOW, end, rounding="down") == down
    assert time_format.countdown(NOW, end, rounding="up") == up
