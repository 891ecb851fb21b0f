"""The time zone of a conference: named, or guessed from its city or from offsets."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cacctl.formats.loading import examine, read_programme
from tests.conftest import SOME_TIME
from tests.formats.frab.schedules import document, problem_lines, read, summary, xml


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("US/Eastern", "US/Eastern"),
        ("europe/berlin", "Europe/Berlin"),
        ("Seoul", "Asia/Seoul"),
        ("UTC", "UTC"),
        # These are not names of zones, so the offset decides.
        ("Factory", "Etc/GMT-9"),
        ("../../etc/passwd", "Etc/GMT-9"),
        ("UTC+09:00", "Etc/GMT-9"),
        ("CST", "Etc/GMT-9"),
        ("", "Etc/GMT-9"),
        (None, "Etc/GMT-9"),
    ],
)
def test_zone_is_read_by_name(name: str | None, zone: str) -> None:
    assert read(document(conference={"time_zone_name": name})).event.zone == zone


@pytest.mark.parametrize(
    ("offset", "zone"),
    [
        ("+00:00", "UTC"),
        ("Z", "UTC"),
        ("+01:00", "Etc/GMT-1"),
        ("-05:00", "Etc/GMT+5"),
        ("+14:00", "Etc/GMT-14"),
        ("-12:00", "Etc/GMT+12"),
        # No zone has these offsets alone.
        ("+15:00", "UTC"),
        ("+05:30", "UTC"),
        ("-03:30", "UTC"),
    ],
)
def test_zone_is_guessed_from_offsets(offset: str, zone: str) -> None:
    event = {"date": f"2024-05-04T10:00:00{offset}"}
    programme = read(document(event, {"time_zone_name": None}))
    assert programme.event.zone == zone
    # Whatever the zone, the instant is that of the file.
    assert programme.sessions[0].start == datetime.fromisoformat(event["date"])


def test_zone_of_the_city_must_fit_the_offsets() -> None:
    conference = {"time_zone_name": None, "city": "Busan"}
    assert read(document(conference=conference)).event.zone == "Asia/Seoul"
    conference["city"] = "Berlin"
    assert read(document(conference=conference)).event.zone == "Etc/GMT-9"
    conference["city"] = "Atlantis"
    assert read(document(conference=conference)).event.zone == "Etc/GMT-9"


def test_standard_time_all_year_is_warned_of() -> None:
    found = examine(document(conference={"time_zone_name": "MST"}), "some.json", SOME_TIME)
    assert found.programme
    assert found.programme.event.zone == "MST"
    assert problem_lines(found) == [
        (
            "some.json: warning: MST has no daylight saving time. Use "
            "America/Denver for local time, or Etc/GMT+7 for a fixed "
            "offset."
        )
    ]


def test_unknown_zone_is_reported_once() -> None:
    data = xml("<start>10:00</start><duration>01:00</duration>")
    assert read(data).event.zone == "UTC"
    assert summary(data) == [
        (
            "some.xml: the event's time zone is unknown, so times "
            "without a time zone are read as UTC. Set the event's time "
            "zone with --event-tz."
        )
    ]


def test_event_tz_is_the_zone_of_a_schedule_without_one() -> None:
    data = xml("<start>10:00</start><duration>01:00</duration>")
    loaded = read_programme(data, "some.xml", SOME_TIME, "Europe/Berlin")
    assert loaded.programme.event.zone == "Europe/Berlin"
    assert loaded.programme.sessions[0].start == datetime(2024, 5, 4, 8, tzinfo=UTC)
    assert loaded.warnings == ()
    # It replaces a guess from the offsets, and the instants stay.
    data = document(conference={"time_zone_name": None})
    programme = read_programme(data, "some.json", SOME_TIME, "Asia/Tokyo").programme
    assert programme.event.zone == "Asia/Tokyo"
    assert programme.sessions == read(data).sessions


def test_event_tz_does_not_replace_the_zone_of_a_schedule() -> None:
    loaded = read_programme(document(), "some.json", SOME_TIME, "Europe/Berlin")
    assert loaded.programme == read(document())
    assert loaded.warnings == (
        "some.json has its own time zone, Asia/Seoul, so Europe/Berlin is ignored.",
    )
    # A zone with the same times makes no difference.
    for zone in ("Asia/Seoul", "Asia/Tokyo"):
        assert read_programme(document(), "some.json", SOME_TIME, zone).warnings == ()


_NIGHT = {"title": "Late", "start": "23:30", "date": None, "end": None}
_DAY = {"date": "2024-05-04", "day_start": "2024-05-04T09:00:00+02:00"}
_NOWHERE = {"time_zone_name": None, "city": None}


@pytest.mark.parametrize(
    ("conference", "day", "event_tz", "start"),
    [
        # The offset may have minutes.
        ({}, {}, "", "21:30"),
        ({}, {"day_start": "2024-05-04T09:00:00+05:30"}, "", "18:00"),
        ({}, {"day_start": None, "day_end": "2024-05-05T03:00:00-04:00"}, "", "03:30"),
        # It takes precedence over a city and --event-tz, but not over the zone that the file names.
        ({"city": "Berlin"}, {}, "", "21:30"),
        ({"city": "London"}, {}, "", "21:30"),
        ({}, {}, "Europe/London", "21:30"),
        ({"time_zone_name": "Europe/London"}, {}, "", "22:30"),
        # Without an offset, --event-tz applies.
        ({}, {"day_start": "2024-05-04T09:00:00"}, "Europe/London", "22:30"),
        ({}, {"day_start": None}, "", "23:30"),
    ],
)
def test_offset_of_a_day_applies_to_its_events(
    conference: dict[str, Any], day: dict[str, Any], event_tz: str, start: str
) -> None:
    data = document(_NIGHT, _NOWHERE | conference, _DAY | day)
    (late,) = read_programme(data, "some.json", SOME_TIME, event_tz).programme.sessions
    assert f"{late.start:%H:%M}" == start
    assert late.end - late.start == timedelta(minutes=30)


def test_end_without_an_offset_has_that_of_its_day() -> None:
    event = {"date": None, "end": "2024-05-04T11:00:00", "duration": None}
    day = {"day_start": "2024-05-04T09:00:00+05:30"}
    (found,) = read(document(event, _NOWHERE, day)).sessions
    assert found.end - found.start == timedelta(hours=1)


def test_zone_of_the_city_decides_in_the_night_of_a_clock_change() -> None:
    xml = b"""<schedule><conference><city>Brussels</city></conference>
        <day date='2024-03-30' start='2024-03-30T09:00:00+01:00' end='2024-03-31T05:00:00+02:00'>
        <room name='Pier'><event><title>Night</title><start>04:00</start><duration>00:30</duration>
        </event></room></day></schedule>"""
    (found,) = read(xml).sessions
    assert f"{found.start:%d %H:%M}" == "31 02:00"
