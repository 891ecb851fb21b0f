"""The JSON of Sessionize: its views, and what is made of their fields."""

import json
import random
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.diagnostics import line
from cacctl.formats.loading import examine, read_programme
from cacctl.model.programme import Link, Programme, Session, SessionLink, in_language
from tests.conftest import SCHEDULES, SOME_TIME, Run, examples
from tests.formats.fuzzing import changed_bytes, changed_trees, tried

FILES = SCHEDULES / "sessionize"
ALL, GRID, SESSIONS = (
    (FILES / name).read_bytes() for name in ("all.json", "grid-smart.json", "sessions.json")
)
API = "https://sessionize.com/api/v2/tides26/view/All"
ZONE = "Europe/Oslo"
EMPTY: dict[str, Any] = {
    key: [] for key in ("sessions", "speakers", "questions", "categories", "rooms")
}
NO_SESSIONS = "this Sessionize schedule has no sessions yet."


def read(data: bytes, event_tz: str = ZONE) -> Programme:
    return read_programme(data, API, SOME_TIME, event_tz).programme


def one(**fields: Any) -> Session:
    """Return a session of the view All with these fields."""
    talk = {"id": "7", "title": "Tides", "startsAt": "2026-10-09T10:00:00",
            "endsAt": "2026-10-09T10:30:00", "isServiceSession": False}  # fmt: skip
    (found,) = read(json.dumps({"sessions": [talk | fields]}).encode()).sessions
    return found


def names(data: bytes) -> dict[Any, str]:
    return {room["id"]: room["name"] for room in json.loads(data)["rooms"]}


def facts(programme: Programme) -> list[tuple[datetime, str, str]]:
    return sorted(
        (session.start, in_language(session.name, "en"), in_language(session.room, "en"))
        for session in programme.sessions
    )


def oracle(data: bytes) -> list[tuple[datetime, str, str]]:
    """Return the same of the view All, read by json and datetime alone."""
    rooms = names(data)
    return sorted(
        (
            datetime.fromisoformat(talk["startsAt"]).replace(tzinfo=ZoneInfo(ZONE)),
            talk["title"].strip(),
            rooms.get(talk["roomId"], ""),
        )
        for talk in json.loads(data)["sessions"]
        if talk["startsAt"]
    )


def test_every_view_has_what_an_independent_reader_finds() -> None:
    expected = oracle(ALL)
    assert len(expected) == 8
    assert facts(read(ALL)) == expected
    assert facts(read(GRID)) == expected
    # Its times are in UTC, whatever the zone of the event.
    at_utc = [(start.replace(tzinfo=UTC), *rest) for start, *rest in expected]
    assert facts(read(SESSIONS)) == at_utc


def test_views_with_local_times_give_the_same_sessions() -> None:
    assert read(ALL).sessions == read(GRID).sessions


@pytest.mark.parametrize("data", [ALL, GRID, SESSIONS])
def test_order_of_keys_does_not_matter(data: bytes) -> None:
    def shuffled(node: Any) -> Any:
        if isinstance(node, list):
            return [shuffled(item) for item in node]
        if not isinstance(node, dict):
            return node
        keys = list(node)
        random.Random(7).shuffle(keys)
        return {key: shuffled(node[key]) for key in keys}

    again = json.dumps(shuffled(json.loads(data))).encode()
    assert again != data
    assert read(again).sessions == read(data).sessions


def test_session_has_room_track_speakers_and_links() -> None:
    buoy = next(s for s in read(ALL).sessions if s.id == "session-700102")
    assert (buoy.room, buoy.track) == ({"und": "Pier"}, {"und": "Instruments"})
    assert [speaker.name for speaker in buoy.speakers] == [{"und": "김준"}]
    assert buoy.recordings == (Link("pier-youtube", "https://www.youtube.com/watch?v=buoy0000001"),)
    assert buoy.uid == "700102"
    channel = next(c for c in read(ALL).channels if c.url == "https://live.example.org/pier")
    assert buoy.id in (channel.carries or ())


def test_answers_with_urls_are_links_named_after_their_questions() -> None:
    answers = {
        28453: "https://speakerdeck.com/tides/ropes",
        28454: "ropes",
        28455: "https://www.example.org/live",
        28456: "https://www.example.org/q",
        1: None,
    }
    talk = {
        "id": "7",
        "title": "Tides",
        "startsAt": "2026-10-09T10:00:00",
        "endsAt": "2026-10-09T10:30:00",
        "isServiceSession": False,
        "questionAnswers": [{"questionId": n, "answerValue": a} for n, a in answers.items()],
    }
    questions = [
        {"id": 28455, "question": "Streaming URL", "questionType": "Short_Text"},
        {"id": 28456, "question": "Q&A", "questionType": "Web_Address"},
    ]
    (found,) = read(json.dumps({"sessions": [talk], "questions": questions}).encode()).sessions
    assert found.links == (
        SessionLink("questions", "https://www.example.org/q", {"und": "Q&A"}),
        SessionLink("slides", "https://speakerdeck.com/tides/ropes"),
        SessionLink("other", "https://www.example.org/live", {"und": "Streaming URL"}),
    )


def test_plenary_session_in_every_room_of_a_grid_is_one_session_without_a_room() -> None:
    doors = [s for s in read(GRID).sessions if s.name == {"und": "Doors open"}]
    assert [session.room for session in doors] == [{}]


def test_room_of_a_grid_is_used_where_the_session_names_none() -> None:
    talk = {"title": "Tides", "startsAt": "2026-10-09T10:00:00"}
    grid = [{"date": "2026-10-09T00:00:00", "rooms": [{"name": "Pier", "sessions": [talk]}]}]
    assert read(json.dumps(grid).encode()).sessions[0].room == {"und": "Pier"}


@pytest.mark.parametrize(
    ("status", "cancelled"),
    [("Accepted", False), (None, False), ("Declined", True), ("Cancelled", True)],
)
def test_declined_session_is_cancelled(status: str | None, cancelled: bool) -> None:
    assert one(status=status).cancelled is cancelled


def test_title_that_marks_a_session_as_cancelled_is_read() -> None:
    found = one(title="CANCELLED: Tides")
    assert (found.name, found.cancelled) == ({"und": "Tides"}, True)


@pytest.mark.parametrize(
    ("titles", "track"),
    [
        (("Level", "Track"), "b"),
        (("Which track does your session fit into?", "Track"), "a"),
        (("Topic", "Session track"), "b"),
        (("Topic", "Level"), "a"),
        (("Level", "Format"), None),
    ],
)
def test_track_is_the_category_of_tracks(titles: tuple[str, str], track: str | None) -> None:
    categories = [
        {"id": n, "name": title, "categoryItems": [{"id": n + 10, "name": name}]}
        for n, (title, name) in enumerate(zip(titles, "ab", strict=True))
    ]
    assert one(categories=categories).track == ({"und": track} if track else {})


def test_tracks_of_many_sessions_are_read_in_linear_time() -> None:
    tracks = [f"Track {n}" for n in range(3_000)]
    talk = {"title": "Tides", "startsAt": "2026-10-09T10:00:00", "isServiceSession": False}
    talks = [talk | {"id": str(n), "categoryItems": [n]} for n in range(3_000)]
    category = {"title": "Track", "items": [{"id": n, "name": t} for n, t in enumerate(tracks)]}
    data = json.dumps({"sessions": talks, "categories": [category]}).encode()
    started = process_time()
    found = [in_language(session.track, "") for session in read(data).sessions]
    assert process_time() - started < 3
    assert sorted(found) == sorted(tracks)


def test_texts_by_language_and_offsets_are_read() -> None:
    """As in the API that DroidKaigi makes of Sessionize's."""
    found = one(title={"ja": "ようこそ", "en": "Welcome"}, startsAt="2026-10-09T10:00:00+09:00")
    assert (found.name, found.start.hour) == ({"und": "Welcome"}, 1)


def test_session_without_an_end_lasts_an_hour() -> None:
    assert one(endsAt=None).end - one().start == timedelta(hours=1)
    assert one(endsAt="2026-10-09T09:00:00").end - one().start == timedelta(hours=1)


def test_event_is_named_after_the_api_or_the_file() -> None:
    assert read(ALL).event.name == {"und": "Sessionize tides26"}
    assert read_programme(ALL, "tides.json", SOME_TIME).programme.event.name == {"und": "tides"}


def test_zone_is_the_one_given_as_the_file_names_none() -> None:
    examined = examine(ALL, "tides.json", SOME_TIME, ZONE)
    assert (examined.names_zone, examined.remarks) == (False, [
        "tides.json: skipped 1 of 9 events; 1 could only be read in part. "
        "For details: cacctl check tides.json"
    ])  # fmt: skip
    without = examine(ALL, "tides.json", SOME_TIME)
    assert without.programme
    assert without.programme.event.zone == "UTC"
    assert without.remarks
    assert "--event-tz" in without.remarks[1]


def test_problems_have_the_lines_of_their_sessions() -> None:
    for data in (ALL, GRID):
        examined = examine(data, "tides.json", SOME_TIME, ZONE)
        lunch = next(n for n, text in enumerate(data.decode().splitlines(), 1) if "e21" in text)
        problems = [line(problem) for problem in examined.locate(examined.problems)]
        assert any(p.startswith(f"tides.json:{lunch - 1}: warning: event") for p in problems)


@pytest.mark.parametrize(
    ("tree", "why"),
    [
        ([{"id": "x", "fullName": "Ida", "sessions": [{"id": 7, "name": "Tides"}]}], (
            "this is a Sessionize speaker list, not a schedule. Use the URL that ends in "
            "/view/All or /view/GridSmart."
        )),
        ([{"date": "2026-10-09T00:00:00", "rooms": [{"hasOnlyPlenumSessions": False}]}],
         NO_SESSIONS),
        (EMPTY, NO_SESSIONS),
        (EMPTY | {"rooms": [{"id": 1, "name": "Pier"}], "speakers": [{"fullName": "Ida"}]},
         NO_SESSIONS),
        ([{"groupId": None, "groupName": "All", "sessions": []}], NO_SESSIONS),
        ({"sessions": [], "speakers": []}, "this JSON file is not a conference schedule."),
        ({"sessions": [{"title": "Tides", "startsAt": None}]}, "no sessions could be read."),
        ({"sessions": [{"title": "Tides"}]}, "this JSON file is not a conference schedule."),
    ],
)  # fmt: skip
def test_json_without_a_schedule_is_refused(tree: Any, why: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        read(json.dumps(tree).encode())
    assert any(why in problem for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("https://sessionize.com/api/v2/tides26/view/GridSmart", "has no sessions yet."),
        ("https://tides.example/view/GridSmart", "is not a conference schedule."),
        ("grid.json", "is not a conference schedule."),
    ],
)
def test_empty_list_is_a_schedule_only_from_sessionize(source: str, why: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        read_programme(b"[]", source, SOME_TIME)
    assert why in caught.value.problems[0]


def test_commands_follow_a_session_with_its_stream(run: Run) -> None:
    file = str(FILES / "all.json")
    at = ("--at", "2026-10-09T09:30", "--tz", "Europe/Oslo", "--event-tz", "Europe/Oslo")
    answer = run("watch", "--print", "--schedule", file, *at)
    assert answer.out.strip() == "https://www.youtube.com/watch?v=keynote0001"


@settings(max_examples=examples(300))
@given(changed_trees([json.loads(data) for data in (ALL, GRID, SESSIONS)]))
def test_odd_values_are_read_or_refused(tree: Any) -> None:
    tried(json.dumps(tree).encode())


@settings(max_examples=examples(300))
@given(changed_bytes([ALL, GRID, SESSIONS]))
def test_changed_files_are_read_or_refused(data: bytes) -> None:
    tried(data)
