"""Schedule JSON of other shapes."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.formats.frab.schedules import (
    document,
    read,
    refusal,
)


def test_newer_json_with_a_list_of_events_is_read() -> None:
    tree = {
        "schedule": {
            "version": "2024-05-01 12:30",
            "conference": {"acronym": "harbour", "title": "Harbour", "days": [{"index": 1}]},
            "events": [
                {
                    "code": "HQCCYH",
                    "start": "2024-05-04T10:00:00+09:00",
                    "end": "2024-05-04T10:20:00+09:00",
                    "room": {"name": {"en": "Pier", "ko": "부두"}, "slug": "pier"},
                    "title": "Tides",
                    "track": {"slug": "ships"},
                    "participants": [{"name": "Ida", "role": "SPEAKER"}],
                }
            ],
        }
    }
    programme = read(json.dumps(tree).encode())
    tides = programme.sessions[0]
    assert programme.event.zone == "Etc/GMT-9"
    assert programme.event.revised == datetime(2024, 5, 1, 3, 30, tzinfo=UTC)
    assert (tides.id, tides.room, tides.track) == ("hqccyh", {"und": "Pier"}, {"und": "ships"})
    assert (tides.end - tides.start, len(tides.speakers)) == (timedelta(minutes=20), 1)


@pytest.mark.parametrize(
    "rooms",
    [
        [{"name": "Pier", "events": [{"title": "Tides", "date": "2024-05-04T10:00Z"}]}],
        {"Pier": {"7": {"title": "Tides", "date": "2024-05-04T10:00Z"}}},
        {"Pier": [None, 5, {"title": "Tides", "date": "2024-05-04T10:00Z"}]},
    ],
)
def test_rooms_can_have_other_shapes(rooms: Any) -> None:
    assert read(document(day={"rooms": rooms})).sessions[0].room == {"und": "Pier"}


def test_days_can_be_beside_the_conference() -> None:
    conference = json.loads(document())["schedule"]["conference"]
    days = conference.pop("days")
    for tree in ({"conference": conference, "days": days}, conference | {"days": days}):
        event = read(json.dumps(tree).encode()).event
        assert (event.id, event.zone) == ("harbour", "Asia/Seoul")


def test_deeply_nested_text_is_ignored() -> None:
    title: Any = "Tides"
    for _level in range(400):
        title = {"name": title}
    assert "no sessions could be read." in refusal(document({"title": title}))


def test_numbers_are_kept_as_texts() -> None:
    data = document({"room": "X"}).replace(b'"X"', b"9" * 5000).replace(b'"id": 7', b'"id": NaN')
    found = read(data).sessions[0]
    assert (found.id, found.room) == ("harbour-nan", {"und": "9" * 5000})
