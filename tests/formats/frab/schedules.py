"""Schedules with one event, and functions that read them."""

import json
from typing import Any

import pytest

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.base import ReadResult
from cacctl.formats.diagnostics import line
from cacctl.formats.loading import read_programme
from cacctl.model.programme import Programme, Session
from tests.conftest import SCHEDULES, SOME_TIME

FILES = SCHEDULES / "frab"
PENTABARF, PRETALX, FRAB = (
    (FILES / name).read_bytes() for name in ("pentabarf.xml", "pretalx.xml", "frab.json")
)


def read(data: bytes) -> Programme:
    return read_programme(data, "some.xml", SOME_TIME).programme


def refusal(data: bytes) -> str:
    with pytest.raises(ScheduleProblem) as caught:
        read(data)
    assert caught.value.exit_code == 3
    return caught.value.hint


def summary(data: bytes) -> list[str]:
    return list(read_programme(data, "some.xml", SOME_TIME).warnings)


def problem_lines(examined: ReadResult) -> list[str]:
    return [line(problem) for problem in examined.locate(examined.problems)]


def document(event: Any = None, conference: Any = None, day: Any = None) -> bytes:
    """Return schedule JSON with one event, on 4 May 2024 in Seoul."""
    fields = {
        "id": 7,
        "title": "Tides",
        "date": "2024-05-04T10:00:00+09:00",
        "start": "10:00",
        "duration": "00:30",
        "room": "Pier",
    }
    of_day = {"date": "2024-05-04", "rooms": {"Pier": [fields | (event or {})]}} | (day or {})
    of_conference = {
        "acronym": "harbour",
        "title": "Harbour Days",
        "time_zone_name": "Asia/Seoul",
        "days": [of_day],
    }
    return json.dumps({"schedule": {"conference": of_conference | (conference or {})}}).encode()


def session(**event: Any) -> Session:
    """Return the session read from an event with these fields."""
    return read(document(event)).sessions[0]


def xml(event: str = "", conference: str = "", day: str = 'date="2024-05-04"') -> bytes:
    """Return schedule XML with one event on 4 May 2024, without a zone."""
    return (
        f"<schedule><conference>{conference}</conference><day {day}>"
        f"<room name='Pier'><event id='7'><title>Tides</title>{event}</event></room>"
        "</day></schedule>"
    ).encode()


def start_of(data: bytes) -> str:
    return f"{read(data).sessions[0].start:%Y-%m-%dT%H:%MZ}"
