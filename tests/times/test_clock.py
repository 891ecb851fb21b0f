"""Times and zones, against the standard library's zoneinfo and brute force."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base import i18n
from cacctl.base.errors import UsageProblem
from cacctl.model.programme import Programme
from cacctl.times import clock, parse
from cacctl.times import format as time_format
from cacctl.viewer.view import View

HARD_ZONES = [
    "Africa/Casablanca",
    "America/Los_Angeles",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Asia/Seoul",
    "Australia/Lord_Howe",
    "Etc/GMT+12",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
]
NOW = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

zones = st.sampled_from(HARD_ZONES)
local_times = st.datetimes(datetime(1971, 1, 1), datetime(2037, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)


def readings(local: datetime, zone: str) -> list[datetime]:
    """Every instant that reads `local` in the zone: all offsets are tried."""
    found = []
    for minutes in range(-15 * 60, 15 * 60 + 1, 5):
        instant = local.replace(tzinfo=UTC) - minutes * MINUTE
        if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local:
            found.append(instant)
    return sorted(found)


@given(local_times, zones)
def test_a_local_time_is_the_one_instant_that_reads_so(local: datetime, zone: str) -> None:
    # Offsets of old days have odd seconds; those that are whole multiples are enough.
    expected = readings(local, zone)
    try:
        instant = clock.local_instant(local, clock.zone(zone))
    except UsageProblem:
        assert len(expected) != 1
    else:
        assert expected == [instant]


@pytest.mark.parametrize(
    ("zone", "local", "message", "hint"),
    [
        (
            "America/Los_Angeles",
            "2020-03-08 02:30",
            "2020-03-08 02:30 does not exist in America/Los_Angeles: the clock is put forward.",
            "Write 2020-03-08T01:30-08:00 or 2020-03-08T03:30-07:00.",
        ),
        (
            "America/Los_Angeles",
            "2020-11-01 01:30",
            "2020-11-01 01:30 exists twice in America/Los_Angeles: the clock is put back.",
            "Write 2020-11-01T01:30-07:00 or 2020-11-01T01:30-08:00.",
        ),
    ],
)
def test_a_doubtful_time_is_refused_with_both_readings(
    zone: str, local: str, message: str, hint: str
) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse.read_time(local, clock.zone(zone), NOW)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def instants_of(day: date, zone: str) -> list[datetime]:
    """The minutes of a calendar date in a zone, found by trying all that are near."""
    first = datetime.combine(day, time(0), UTC) - timedelta(hours=27)
    tried = (first + n * MINUTE for n in range(79 * 60))
    return [i for i in tried if i.astimezone(ZoneInfo(zone)).date() == day]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/Los_Angeles", date(2020, 3, 8), 23),
        ("America/Los_Angeles", date(2020, 11, 1), 25),
        ("America/Santiago", date(2022, 9, 11), 23),
        ("Australia/Lord_Howe", date(2021, 4, 4), 24.5),
        ("Antarctica/Troll", date(2020, 3, 29), 22),
        ("Asia/Kathmandu", date(2020, 6, 3), 24),
        ("Asia/Pyongyang", date(2018, 5, 4), 23.5),
        ("America/Toronto", date(1975, 10, 26), 25),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_the_bounds_of_a_day_hold_exactly_its_minutes(zone: str, day: date, hours: float) -> None:
    start, end = clock.day_bounds(day, clock.zone(zone))
    expected = instants_of(day, zone)
    assert (end - start) == timedelta(hours=hours)
    if expected:
        assert (start, end) == (expected[0], expected[-1] + MINUTE)
    else:
        assert start == end


@given(st.dates(date(1972, 1, 1), date(2036, 1, 1)), zones)
def test_days_follow_each_other_without_a_gap(day: date, zone: str) -> None:
    tz = clock.zone(zone)
    start, end = clock.day_bounds(day, tz)
    following, _end = clock.day_bounds(day + timedelta(days=1), tz)
    assert following <= end
    assert start <= following
    if start < end:
        assert start.astimezone(tz).date() == day
        assert (start - timedelta(seconds=1)).astimezone(tz).date() != day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-06-03T10:00+09:00", "2020-06-03T01:00"),
        ("2020-06-03T10:00:30.5Z", "2020-06-03T10:00:30.500"),
        ("2020-06-03t10:00 +0900", "2020-06-03T01:00"),
        ("2020-06-03 10:00", "2020-06-03T17:00"),
        ("2020-06-03", "2020-06-03T07:00"),
        ("10:00", "2020-06-02T17:00"),
        ("9am", "2020-06-02T16:00"),
        ("12am", "2020-06-02T07:00"),
        ("12:15 PM", "2020-06-02T19:15"),
        ("noon", "2020-06-02T19:00"),
        ("tomorrow 9am", "2020-06-03T16:00"),
        ("  Tomorrow   9 a.m. ", "2020-06-03T16:00"),
        ("yesterday", "2020-06-01T07:00"),
        ("wed 18:30", "2020-06-04T01:30"),
        ("내일 오전 9시", "2020-06-03T16:00"),
        ("오늘 오후 3시 30분", "2020-06-02T22:30"),
        ("수요일 정오", "2020-06-03T19:00"),
        ("now", "2020-06-03T01:00"),
    ],
)
def test_times_as_people_write_them(text: str, expected: str) -> None:
    """At 18:00 on Tuesday 2 June in Los Angeles."""
    instant = parse.read_time(text, clock.zone("America/Los_Angeles"), NOW)
    assert instant == datetime.fromisoformat(f"{expected}+00:00")
    assert type(instant) is datetime


@pytest.mark.parametrize(
    "text",
    ["", "junk", "24:30", "13pm", "0am", "2020-02-30", "2020-02-30 10:00", "2020-06-03T25:00",
     "9999-12-31 10:00", "1969-01-01", "2020", "P1D", "10:60", "tomorrow tomorrow", "\0", "٣:٠٠",
     "2020-06-03T10:00+25:00", "x" * 5000],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse.read_time(text, clock.zone("Asia/Seoul"), NOW)
    assert len(caught.value.message) < 200


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_a_usage_problem(text: str) -> None:
    with suppress(UsageProblem):
        assert parse.read_time(text, clock.zone("Asia/Seoul"), NOW).tzinfo is UTC


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
def test_lengths_in_words(minutes: int, seconds: int, down: str, up: str) -> None:
    end = NOW + timedelta(minutes=minutes, seconds=seconds)
    assert time_format.length_words(NOW, end, rounding="down") == down
    assert time_format.length_words(NOW, end, rounding="up") == up


def test_lengths_and_dates_in_korean() -> None:
    i18n.use_language("ko")
    assert time_format.length_words(NOW, NOW + 200 * MINUTE, rounding="up") == "3시간 20분"
    assert time_format.date_words(date(2020, 6, 3)) == "2020년 6월 3일 (수)"


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
def test_what_passed_and_what_remains_add_up(passed: int, remaining: int) -> None:
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
def test_zone_labels(key: str, label: str) -> None:
    assert time_format.zone_label(clock.zone(key), [NOW]) == label


def test_a_change_of_the_offset_is_on_the_label() -> None:
    label = time_format.zone_label(clock.zone("Europe/London"), [NOW, NOW + timedelta(days=180)])
    assert label == "Europe/London (BST, UTC+01:00 → GMT, UTC)"


@pytest.mark.parametrize(
    ("text", "waking"),
    [
        ("07:00-23:00", clock.Waking(time(7), time(23))),
        ("7-24", clock.Waking(time(7), time(0))),
        ("6:30 ~ 22:15", clock.Waking(time(6, 30), time(22, 15))),
        ("14:00–02:00", clock.Waking(time(14), time(2))),
        ("0-24", clock.Waking(time(0), time(0))),
        ("7am-11:30pm", clock.Waking(time(7), time(23, 30))),
    ],
)
def test_waking_hours_as_people_write_them(text: str, waking: clock.Waking) -> None:
    assert parse.read_waking(text) == waking


@pytest.mark.parametrize("text", ["", "7", "dawn-dusk", "25-3", "7-24:30", "7:60-8", "7-8-9"])
def test_what_are_no_waking_hours_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem, match="waking hours"):
        parse.read_waking(text)


@pytest.mark.parametrize("text", ["12", "12h", " 12H "])
def test_clocks_of_12_and_24_hours(text: str) -> None:
    assert parse.read_hours(text) == 12
    assert parse.read_hours("24h") == 24
    with pytest.raises(UsageProblem, match="no clock"):
        parse.read_hours("13")


def test_a_time_of_day_with_12_hours_is_what_strftime_says() -> None:
    for minute in range(24 * 60):
        of_day = time(*divmod(minute, 60))
        assert time_format.time_words(of_day, 12) == f"{of_day:%I:%M %p}".lstrip("0")
        assert time_format.time_words(of_day, 24) == f"{of_day:%H:%M}"
    i18n.use_language("ko")
    assert [time_format.time_words(time(hour), 12) for hour in (0, 11, 12, 23)] == [
        "오전 12:00",
        "오전 11:00",
        "오후 12:00",
        "오후 11:00",
    ]


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
def test_countdowns(seconds: float, down: str, up: str) -> None:
    end = NOW + timedelta(seconds=seconds)
    assert time_format.countdown(NOW, end, rounding="down") == down
    assert time_format.countdown(NOW, end, rounding="up") == up


@pytest.mark.parametrize("text", ["", "soon", "2x", "m", "-2m", "1.5h", "1000h"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem, match="not a length of time"):
        parse.read_length(text)


@given(st.datetimes(datetime(2020, 5, 30), datetime(2020, 6, 7)), zones, st.integers(1, 40))  # noqa: DTZ001
def test_what_falls_into_the_night_is_counted_by_the_minute(
    summit: Programme, start: datetime, zone: str, quarters: int
) -> None:
    """Every minute is looked at on the standard library's clock."""
    first = start.replace(second=0, microsecond=0, tzinfo=UTC)
    session = summit.sessions[0]._replace(start=first, end=first + quarters * 15 * MINUTE)
    for waking in (clock.Waking(), clock.Waking(time(14), time(2)), clock.Waking(time(0), time(0))):
        minutes = [first + n * MINUTE for n in range(quarters * 15)]
        times = [minute.astimezone(ZoneInfo(zone)).time() for minute in minutes]
        if waking.start < waking.end:
            awake = sum(waking.start <= t < waking.end for t in times)
        else:
            awake = sum(t >= waking.start or t < waking.end for t in times)
        seen = View(summit, first, clock.zone(zone), "en", waking=waking)
        assert seen.in_night(session) == (awake <= len(times) / 2)
