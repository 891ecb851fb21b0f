"""Instants of local times and dates, compared with zoneinfo and brute force."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import UsageProblem
from cacctl.model.programme import Programme
from cacctl.times import clock
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
def test_local_time_is_its_only_instant_or_refused(local: datetime, zone: str) -> None:
    # Offsets of old days have odd seconds; those that are whole multiples are enough.
    expected = readings(local, zone)
    try:
        instant = clock.local_instant(local, clock.zone(zone))
    except UsageProblem:
        assert len(expected) != 1
    else:
        assert expected == [instant]


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
def test_bounds_of_a_day_hold_exactly_its_minutes(zone: str, day: date, hours: float) -> None:
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


@given(st.datetimes(datetime(2020, 5, 30), datetime(2020, 6, 7)), zones, st.integers(1, 40))  # noqa: DTZ001
def test_session_in_the_night_is_counted_by_the_minute(
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
        seen = View(summit, first, clock.zone(zone), waking=waking)
        assert seen.in_night(session) == (awake <= len(times) / 2)
