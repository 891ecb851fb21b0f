"""Starts, durations and ends of events."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.formats.frab.schedules import (
    document,
    refusal,
    session,
    start_of,
)


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("00:30", timedelta(minutes=30)),
        ("1:05", timedelta(minutes=65)),
        ("100:00", timedelta(hours=100)),
        ("1:00:00", timedelta(days=1)),
        ("02:06:15", timedelta(days=2, hours=6, minutes=15)),
        ("010:00:00", timedelta(days=10)),
        ("45", timedelta(minutes=45)),
        (45, timedelta(minutes=45)),
        # These are read as an hour.
        ("00:00", timedelta(hours=1)),
        ("", timedelta(hours=1)),
        (None, timedelta(hours=1)),
        ("half an hour", timedelta(hours=1)),
        ("1:2:3:4", timedelta(hours=1)),
        ("9" * 7, timedelta(hours=1)),
        ({}, timedelta(hours=1)),
    ],
)
def test_duration_is_read(value: Any, length: timedelta) -> None:
    found = session(duration=value)
    assert found.end - found.start == length


def test_end_beyond_the_calendar_is_assumed_to_be_an_hour_later() -> None:
    found = session(date="8999-05-04T10:00:00+09:00", duration="999999:00:00")
    assert found.end - found.start == timedelta(hours=1)


@pytest.mark.parametrize(
    ("end", "minutes"),
    [
        ("2024-05-04T10:20:00+09:00", 20),
        ("2024-05-04T10:20:00", 20),
        # Ends that are not later than the start.
        ("2024-05-04T10:00:00+09:00", 30),
        ("2024-05-04", 30),
        ("10:20", 30),
    ],
)
def test_end_takes_precedence_over_the_duration(end: str, minutes: int) -> None:
    found = session(end=end)
    assert found.end - found.start == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("event", "start"),
    [
        ({}, "2024-05-04T01:00Z"),
        ({"date": "2024-05-04T10:00:00"}, "2024-05-04T01:00Z"),
        ({"date": "2024-05-04 10:00:00"}, "2024-05-04T01:00Z"),
        ({"date": "2024-05-04T01:00:00Z"}, "2024-05-04T01:00Z"),
        ({"date": "2024-05-03T20:00-0500"}, "2024-05-04T01:00Z"),
        # The time with an offset takes precedence over the time of day beside it.
        ({"date": "2024-05-04T02:00:00+00:00", "start": "10:00"}, "2024-05-04T02:00Z"),
        ({"date": "2024-05-05"}, "2024-05-05T01:00Z"),
        ({"date": "2024-05-05", "start": "9:05"}, "2024-05-05T00:05Z"),
        ({"date": None}, "2024-05-04T01:00Z"),
        ({"date": "soon"}, "2024-05-04T01:00Z"),
        ({"date": "2024-05-32T10:00:00+09:00"}, "2024-05-04T01:00Z"),
        ({"date": "", "start": "10:00:30"}, "2024-05-04T01:00Z"),
    ],
)
def test_start_is_read(event: dict[str, Any], start: str) -> None:
    assert start_of(document(event)) == start


@pytest.mark.parametrize(
    "event",
    [
        {"date": "", "start": "24:30"},
        {"date": "", "start": "10"},
        {"date": "", "start": None},
        {"date": "0001-01-01T00:00:00+14:00", "start": ""},
        {"date": "9999-12-31T23:00:00-12:00", "start": ""},
    ],
)
def test_event_without_a_start_is_skipped(event: dict[str, Any]) -> None:
    assert "no sessions could be read." in refusal(document(event))


@pytest.mark.parametrize(
    ("day", "conference", "start"),
    [
        ({}, {}, "2024-05-04T00:30Z"),
        # 00:30 is before the day's start, so it is on the next date.
        ({"day_start": "2024-05-04T04:00:00+09:00"}, {}, "2024-05-05T00:30Z"),
        (
            {
                "day_start": "2024-05-04T09:00:00+09:00",
                "day_end": "2024-05-05T04:00:00+09:00",
            },
            {},
            "2024-05-05T00:30Z",
        ),
        # The day ends before the next date.
        (
            {
                "day_start": "2024-05-04T09:00:00+09:00",
                "day_end": "2024-05-04T18:00:00+09:00",
            },
            {},
            "2024-05-04T00:30Z",
        ),
        ({}, {"day_change": "04:00"}, "2024-05-05T00:30Z"),
        ({}, {"day_change": "00:30:00"}, "2024-05-04T00:30Z"),
        ({"date": None, "day_start": "2024-05-04T00:00:00+09:00"}, {}, "2024-05-04T00:30Z"),
    ],
)
def test_time_after_midnight_is_on_the_next_date(
    day: dict[str, Any], conference: dict[str, Any], start: str
) -> None:
    conference = {"time_zone_name": "UTC"} | conference
    event = {"date": None, "start": "00:30"}
    assert start_of(document(event, conference | {"days": [_day(event, day)]})) == start


def _day(event: dict[str, Any], day: dict[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(document(event, day=day))
    found: dict[str, Any] = tree["schedule"]["conference"]["days"][0]
    return found
