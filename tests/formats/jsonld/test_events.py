"""Events of schema.org in JSON-LD."""

import json
from datetime import UTC, date, datetime, timedelta
from html import unescape
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.diagnostics import line
from cacctl.formats.loading import examine, read_programme
from cacctl.model.programme import Link, Programme, Session, in_language
from tests.conftest import SCHEDULES, SOME_TIME, Run, examples
from tests.formats.fuzzing import changed_bytes, changed_trees, tried

FILE = SCHEDULES / "jsonld" / "festival.json"
FESTIVAL = FILE.read_bytes()
START = "2026-10-09T10:00:00+02:00"


def read(tree: Any, event_tz: str = "", source: str = "some.json") -> Programme:
    data = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return read_programme(data, source, SOME_TIME, event_tz).programme


def event(**fields: Any) -> dict[str, Any]:
    return {"@type": "Event", "name": "Tides", "startDate": START} | fields


def one(**fields: Any) -> Session:
    (found,) = read(event(**fields)).sessions
    return found


def refusal(tree: Any) -> list[str]:
    with pytest.raises(ScheduleProblem) as caught:
        read(tree)
    return list(caught.value.problems)


def links(session: Session) -> list[str]:
    return [link.url for link in (*session.streams, *session.recordings)]


def titles(programme: Programme) -> list[str]:
    return [in_language(session.name, "en") for session in programme.sessions]


def oracle(data: bytes, zone: ZoneInfo) -> list[tuple[datetime, str]]:
    """Return the starts and names of all dated events without parts, by json and datetime alone."""
    found = []

    def visit(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                visit(item)
        elif isinstance(node, dict):
            for value in node.values():
                visit(value)
            written = node.get("startDate", "")
            if "subEvent" not in node and written[:1].isdigit():
                start = datetime.fromisoformat(str(node.get("doorTime", written)))
                start = start if start.tzinfo else start.replace(tzinfo=zone)
                found.append((start.astimezone(UTC), unescape(node["name"])))

    visit(json.loads(data))
    return sorted(found)


def test_file_has_what_an_independent_reader_finds() -> None:
    expected = oracle(FESTIVAL, ZoneInfo("Europe/Oslo"))
    programme = read(FESTIVAL)
    assert len(expected) == 4
    assert [(session.start, in_language(session.name, "en")) for session in programme.sessions] == (
        expected
    )


def test_event_with_parts_is_the_event_of_its_sessions() -> None:
    found = read(FESTIVAL).event
    assert found.name == {"und": "Tides & Ships 2026"}
    assert (found.first_date, found.last_date) == (date(2026, 10, 8), date(2026, 10, 10))
    assert found.place == {"und": "Old Harbour, Oslo"}
    assert found.site == {"und": "https://tides.example/"}
    assert found.zone == "Europe/Oslo"


def test_session_has_speakers_room_language_and_links() -> None:
    keynote = read(FESTIVAL).sessions[0]
    assert [speaker.name for speaker in keynote.speakers] == [{"und": "Ida Holm"}, {"und": "김준"}]
    assert (keynote.room, keynote.lang) == ({"und": "Pier 2"}, "nb")
    assert keynote.page == "https://tides.example/talks/keynote"
    assert keynote.recordings == (Link("pier-2-web", "https://media.tides.example/keynote.mp4"),)
    programme = read(FESTIVAL)
    stream = next(c for c in programme.channels if keynote.id in (c.carries or ()))
    assert stream.platform in ("youtube", "web")
    assert "https://www.youtube.com/watch?v=keynote0001" in links(keynote)


def test_part_of_a_part_has_that_as_its_track() -> None:
    tracks = {in_language(s.name, "en"): s.track for s in read(FESTIVAL).sessions}
    assert tracks["Foghorn choir"] == tracks["Shanties — 뱃노래"] == {"und": "Night stage"}
    assert tracks["Open harbour"] == {}


def test_order_of_keys_does_not_matter() -> None:
    def backwards(node: Any) -> Any:
        if isinstance(node, list):
            return [backwards(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {key: backwards(node[key]) for key in reversed(node)}

    again = read(json.dumps(backwards(json.loads(FESTIVAL))).encode())
    assert again.event == read(FESTIVAL).event
    assert again.sessions == read(FESTIVAL).sessions


@pytest.mark.parametrize(
    "tree",
    [
        event(),
        [event()],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, event()]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": event()}]},
        {"@type": "Organization", "name": "Harbour", "event": event()},
        event(**{"@type": "EventSeries"}),
        event(**{"@type": ["Thing", "http://schema.org/BusinessEvent"]}),
        event(**{"@type": "schema:SocialEvent"}),
    ],
)
def test_single_event_is_an_event_with_one_session(tree: Any) -> None:
    programme = read(tree)
    assert titles(programme) == ["Tides"]
    assert programme.event.name == {"und": "Tides"}


@pytest.mark.parametrize("kind", ["DeliveryEvent", "PublicationEvent", "Recipe", "", None, 7])
def test_other_types_are_no_events(kind: Any) -> None:
    assert "this JSON file is not a conference schedule." in refusal(event(**{"@type": kind}))[0]


def test_event_without_a_name_has_that_of_its_whole() -> None:
    dates = [{"startDate": "2026-10-09T20:00Z"}, {"startDate": "2026-10-10T20:00Z"}]
    assert titles(read({"@type": "EventSeries", "name": "Tour", "subEvent": dates})) == ["Tour"] * 2


def test_events_that_are_described_twice_are_one_session() -> None:
    assert len(read([event(), event(description="More")]).sessions) == 1
    full = event(**{"@id": "#1"}, description="More")
    assert len(read([{"@id": "#1", "@type": "Event"}, full, event(**{"@id": "#1"})]).sessions) == 1
    assert len(read([event(location="A"), event(location="B")]).sessions) == 2
    # Some sites give all events one id.
    other = event(**{"@id": "#1"}, startDate="2026-10-10T10:00:00Z")
    assert len(read([full, other]).sessions) == 2


def test_page_with_the_id_of_its_event_does_not_hide_it() -> None:
    page = {"@type": "WebPage", "@id": "#1", "name": "a", "url": "b", "image": "c", "author": "d"}
    assert titles(read([page, event(**{"@id": "#1"})])) == ["Tides"]


def test_events_that_contain_each_other_are_refused() -> None:
    circle = [
        {"@type": "Event", "@id": "#a", "startDate": START, "subEvent": {"@id": "#b"}},
        {"@type": "Event", "@id": "#b", "startDate": START, "subEvent": {"@id": "#a"}},
    ]
    assert "not a conference schedule" in refusal(circle)[0]
    assert titles(read(event(**{"@id": "#a"}, subEvent={"@id": "#a"}))) == ["Tides"]


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({"endDate": "2026-10-09T11:30:00+02:00"}, "10-09T08:00", "10-09T09:30"),
        ({"duration": "PT1H30M"}, "10-09T08:00", "10-09T09:30"),
        ({"duration": "P1D"}, "10-09T08:00", "10-10T08:00"),
        ({}, "10-09T08:00", "10-09T09:00"),
        ({"endDate": "2026-10-09T07:00:00Z"}, "10-09T08:00", "10-09T09:00"),
        ({"endDate": "2026-10-09"}, "10-09T08:00", "10-09T22:00"),
        ({"endDate": {"@type": "DateTime", "@value": "2026-10-09T09:00Z"}},
         "10-09T08:00", "10-09T09:00"),
        ({"startDate": "2026-10-09 10:00 +0200"}, "10-09T08:00", "10-09T09:00"),
        ({"startDate": "2026-10-09t10:00:00.000z"}, "10-09T10:00", "10-09T11:00"),
        ({"startDate": "2026-10-9T9:30-5:00"}, "10-09T14:30", "10-09T15:30"),
        ({"startDate": "2026-10-9", "endDate": "2026-10-9"}, "10-08T22:00", "10-09T22:00"),
        ({"startDate": "2026-10-09"}, "10-08T22:00", "10-09T22:00"),
        ({"startDate": "2026-10-09", "endDate": "2026-10-11"}, "10-08T22:00", "10-11T22:00"),
        ({"startDate": "2026-10-09", "doorTime": "19:00"}, "10-09T17:00", "10-09T18:00"),
        ({"startDate": "2026-10-09", "doorTime": "T19:00"}, "10-09T17:00", "10-09T18:00"),
        ({"startDate": "2026-10-09", "doorTime": "2026-10-09T19:00Z"},
         "10-09T19:00", "10-09T20:00"),
        ({"startDate": "2026-10-09", "doorTime": "2026-10-02T19:00Z"},
         "10-08T22:00", "10-09T22:00"),
        ({"doorTime": "2026-10-09T09:00:00+02:00"}, "10-09T08:00", "10-09T09:00"),
        ({"startDate": None, "doorTime": "2026-10-09T19:00Z"}, "10-09T19:00", "10-09T20:00"),
        # The clock goes back on the 25th, so that day has 25 hours.
        ({"startDate": "2026-10-25"}, "10-24T22:00", "10-25T23:00"),
    ],
)  # fmt: skip
def test_times_are_read(fields: dict[str, Any], start: str, end: str) -> None:
    (found,) = read(event(**fields), "Europe/Berlin").sessions
    spelled = [time.isoformat()[5:16] for time in (found.start, found.end)]
    assert spelled == [start, end]


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("soon", 'skipped because the start is unreadable: "soon".'),
        ("10:00", 'skipped because the start is unreadable: "10:00".'),
        (None, "skipped because it has no start time."),
        (["", {}], "skipped because it has no start time."),
    ],
)
def test_event_without_a_readable_start_is_skipped(start: Any, why: str) -> None:
    examined = examine(json.dumps(event(startDate=start)).encode(), "some.json", SOME_TIME)
    assert [why] == [f"{p.advice.message} {p.advice.hint}".strip() for p in examined.problems]


WEEKLY = {"@type": "Schedule", "startDate": "2026-10-09", "repeatFrequency": "P1W"}


def test_event_that_only_repeats_is_said_to() -> None:
    repeating = event(startDate=None, eventSchedule=WEEKLY)
    assert refusal([repeating, event(startDate=None, name="Ebb")]) == [
        "some.json: cacctl cannot read the repeat schedules (eventSchedule) in this JSON-LD. "
        "Look for the same calendar in iCalendar (.ics) format."
    ]
    data = json.dumps([event(duration="PT1H"), repeating | {"name": "Ebb"}]).encode()
    examined = examine(data, "some.json", SOME_TIME, "UTC")
    assert [line(problem) for problem in examined.locate(examined.problems)] == [
        "some.json:1: warning: event 2: skipped because its repeat schedule "
        "(eventSchedule) cannot be read."
    ]
    assert one(eventSchedule=WEEKLY).name == {"und": "Tides"}


def test_time_with_many_blanks_is_read_in_linear_time() -> None:
    started = process_time()
    assert refusal(event(startDate="2026-10-09" + " " * 40_000 + "x"))
    assert process_time() - started < 2


@pytest.mark.parametrize("duration", ["P999999D", "P99999W"])
def test_end_beyond_the_calendar_is_assumed_to_be_an_hour_later(duration: str) -> None:
    found = one(startDate="8999-12-31T10:00:00Z", duration=duration)
    assert found.end - found.start == timedelta(hours=1)


@pytest.mark.parametrize(
    ("status", "cancelled"),
    [
        ("https://schema.org/EventCancelled", True),
        ("EventCancelled", True),
        ({"@id": "http://schema.org/EventCancelled"}, True),
        ("https://schema.org/EventPostponed", True),
        (["EventMovedOnline", "EventPostponed"], True),
        (["EventPostponed", "EventRescheduled"], False),
        ("https://schema.org/EventRescheduled", False),
        ("https://schema.org/EventScheduled", False),
        ("EventMovedOnline", False),
        (None, False),
    ],
)
def test_status_is_read(status: Any, cancelled: bool) -> None:
    assert one(eventStatus=status).cancelled is cancelled


def test_postponed_event_is_told_in_a_warning() -> None:
    data = json.dumps(event(eventStatus="EventPostponed", duration="PT1H")).encode()
    examined = examine(data, "some.json", SOME_TIME, "UTC")
    warned = [line(problem) for problem in examined.locate(examined.problems)]
    assert warned == [
        "some.json:1: warning: event 1: postponed without a new date, so it is shown as cancelled."
    ]


def test_postponed_events_are_not_counted_as_partly_read() -> None:
    postponed = event(eventStatus="EventPostponed", duration="PT1H")
    whole = "some.json: 1 event is postponed without a new date, so it is shown as cancelled."
    examined = examine(json.dumps(postponed).encode(), "some.json", SOME_TIME, "UTC")
    assert examined.remarks == [whole]
    # One without an end as well, one without a name, which is skipped, and one as it should be.
    events = [postponed, event(name="Ebb", eventStatus="EventPostponed")]
    events += [postponed | {"name": ""}, event(name="Flow", duration="PT1H")]
    examined = examine(json.dumps(events).encode(), "some.json", SOME_TIME, "UTC")
    assert examined.remarks == [
        "some.json: skipped 1 of 4 events; 1 could only be read in part. "
        "For details: cacctl check some.json",
        "some.json: 2 events are postponed without a new date, so they are shown as cancelled.",
    ]


def test_parts_of_a_cancelled_event_are_cancelled() -> None:
    whole = {"@type": "Event", "eventStatus": "EventCancelled", "subEvent": [event()]}
    assert read(whole).sessions[0].cancelled


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"location": {"@type": "VirtualLocation", "url": "https://live.example.com/1"}},
         ["https://live.example.com/1"]),
        # Many pages name themselves as the place to attend.
        ({"location": {"@type": "VirtualLocation", "url": "https://example.com/e"},
          "url": "https://example.com/e"}, []),
        ({"location": {"@type": "VirtualLocation", "name": "Online"}}, []),
        ({"location": {"@type": "Place", "name": "Bar", "url": "https://bar.example.com/"}}, []),
        ({"location": {"@type": "Place", "name": "Zoom", "url": "https://zoom.us/j/1"}},
         ["https://zoom.us/j/1"]),
        ({"location": "https://www.twitch.tv/tides"}, ["https://www.twitch.tv/tides"]),
        ({"location": [{"@type": "Place", "name": "Bar"},
                       {"@type": "VirtualLocation", "url": "https://vimeo.com/1"}]},
         ["https://vimeo.com/1"]),
        ({"url": "https://www.youtube.com/watch?v=1"}, ["https://www.youtube.com/watch?v=1"]),
        ({"recordedIn": {"@type": "VideoObject", "url": "https://example.com/v"}},
         ["https://example.com/v"]),
        ({"recordedIn": "https://example.com/v"}, ["https://example.com/v"]),
        ({"recordedIn": {"url": {"@id": "https://example.com/v"}}}, ["https://example.com/v"]),
        ({"recordedIn": [{"@type": "CreativeWork", "name": "Film"}]}, []),
        ({"location": {"@type": "VirtualLocation", "url": "javascript:alert(1)"}}, []),
        ({"location": {"@type": "VirtualLocation", "url": "https://a:b@example.com/"}}, []),
        ({"location": {"@type": "VirtualLocation", "url": "TBA"}}, []),
    ],
)  # fmt: skip
def test_streams_and_recordings_are_read(fields: dict[str, Any], expected: list[str]) -> None:
    programme = read([event(**fields)])
    urls = links(programme.sessions[0]) + [c.url for c in programme.channels if c.url]
    assert urls == expected


def test_stream_of_the_whole_is_that_of_parts_without_a_place() -> None:
    place = {"@type": "VirtualLocation", "url": "https://live.example.com/"}
    parts = [event(), event(name="Ebb", location="Bar")]
    programme = read({"@type": "Event", "name": "Fair", "location": place, "subEvent": parts})
    assert [links(session) for session in programme.sessions] == [[place["url"]], []]


def test_relative_url_is_that_of_the_site() -> None:
    source = "https://tides.example.com/events.json"
    assert one(url="/tides").page is None
    programme = read(event(url="/tides"), source=source)
    assert programme.sessions[0].page == "https://tides.example.com/tides"
    assert read(event(url="//[", location="/x"), source=source).sessions[0].page is None


def test_place_that_all_sessions_share_is_the_place_of_the_event() -> None:
    place = {"@type": "Place", "name": "Bar", "address": {"addressLocality": "Seoul"}}
    programme = read([event(location=place), event(name="Ebb", location=place)])
    assert programme.event.place == {"und": "Bar, Seoul"}
    assert [session.room for session in programme.sessions] == [{}, {}]
    programme = read([event(location=place), event(name="Ebb", location="Pier")])
    assert [s.room for s in programme.sessions] == [{"und": "Bar"}, {"und": "Pier"}]


@pytest.mark.parametrize(
    ("value", "lang"),
    [
        ("en", "en"),
        ("ko-KR", "ko-KR"),
        ({"@type": "Language", "name": "Korean", "alternateName": "ko"}, "ko"),
        ({"@type": "Language", "name": "de"}, "de"),
        (["fr", "en"], "fr"),
        ("English", ""),
        (None, ""),
    ],
)
def test_language_is_read(value: Any, lang: str) -> None:
    assert one(inLanguage=value).lang == lang


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"@value": "Tides", "@language": "en"}, "Tides"),
        ([{"@value": "조수", "@language": "ko"}, {"@value": "Tides", "@language": "en"}], "조수"),
        ({"nl": "Getijden", "en": "Tides"}, "Getijden"),
        ("Tides &amp; <i>ships</i>", "Tides & ships"),
        ("CANCELLED: Tides", "Tides"),
    ],
)
def test_name_is_read(name: Any, expected: str) -> None:
    assert list(one(name=name).name.values()) == [expected]


def test_host_is_the_organizer() -> None:
    assert one(organizer={"name": "Harbour"}).host == one(organizer="Harbour").host
    assert one(organizer="Harbour").host == {"und": "Harbour"}
    assert one(organizer="Tides").host == {}


@pytest.mark.parametrize(("offset", "zone", "hour"), [("Z", "UTC", 10), ("+09:00", "Etc/GMT-9", 1)])
def test_zone_of_times_without_an_offset_among_others_is_a_warning(
    offset: str, zone: str, hour: int
) -> None:
    tree = [
        event(name="A", startDate=f"2026-10-09T12:00:00{offset}"),
        event(name="B", startDate="2026-10-09T10:00:00"),
    ]
    found = read_programme(json.dumps(tree).encode(), "some.json", SOME_TIME)
    starts = {s.name["und"]: s.start.astimezone(UTC) for s in found.programme.sessions}
    assert starts["B"] == datetime(2026, 10, 9, hour, tzinfo=UTC)
    words = f"the event's time zone is unknown, so times without a time zone are read as {zone}."
    assert [warning for warning in found.warnings if words in warning]
    examined = examine(json.dumps(tree).encode(), "some.json", SOME_TIME)
    [message] = [p.advice.message for p in examined.problems if p.path == ()]
    assert message == words


def test_utc_is_not_said_to_match_an_offset_without_a_zone() -> None:
    tree = event(name="A", startDate="2026-10-09T12:00:00+05:30")
    examined = examine(json.dumps(tree).encode(), "some.json", SOME_TIME)
    [advice] = [p.advice for p in examined.problems if p.path == ()]
    assert advice == ("no time zone is specified.", "Using UTC.")


def test_zone_is_that_of_the_city_or_of_the_offsets() -> None:
    def zone(city: str, start: str, event_tz: str = "") -> str:
        place = {"@type": "Place", "name": "Bar", "address": {"addressLocality": city}}
        return read(event(location=place, startDate=start), event_tz).event.zone

    assert zone("Seoul", "2026-10-09T10:00:00+09:00") == "Asia/Seoul"
    assert zone("Seoul", "2026-10-09T10:00:00") == "Asia/Seoul"
    assert zone("Seoul", "2026-10-09T10:00:00-05:00") == "Etc/GMT+5"
    assert zone("Nowhere", "2026-10-09T10:00:00") == "UTC"
    assert zone("Seoul", "2026-10-09T10:00:00", "Europe/Oslo") == "Europe/Oslo"


def test_problems_have_the_lines_of_their_events() -> None:
    examined = examine(FESTIVAL, "tides.json", SOME_TIME)
    assert [line(problem) for problem in examined.locate(examined.problems)][1:] == [
        'tides.json:76: warning: event 5: skipped because the start is unreadable: "if the '
        'weather allows".'
    ]


def test_dates_of_another_year_are_ignored() -> None:
    whole = {"@type": "Event", "startDate": "2025-10-09", "endDate": "2025-10-10",
             "subEvent": [event()]}  # fmt: skip
    assert read(whole).event.last_date == date(2026, 10, 9)


def test_commands_follow_a_session_with_its_stream(run: Run) -> None:
    at = ("--at", "2026-10-09T09:30", "--tz", "Europe/Oslo")
    answer = run("watch", "--print", "--schedule", str(FILE), *at)
    assert answer.out.strip() == "https://www.youtube.com/watch?v=keynote0001"


def test_deeply_nested_values_are_read_or_refused() -> None:
    for key in ("subEvent", "name", "location", "superEvent"):
        tree: Any = event()
        for _level in range(300):
            tree = event(**{key: tree})
        tried(json.dumps(tree).encode())
    tried(b'{"@type":"Event","subEvent":' * 100_000)


def test_many_events_take_little_time() -> None:
    numbers = range(10_000)
    events = [
        event(name=f"Tides {n}", location={"@id": f"#{n}"}, **{"@id": f"#{n}"}) for n in numbers
    ]
    started = process_time()
    assert len(read({"@graph": events}).sessions) == len(numbers)
    assert process_time() - started < 8


@settings(max_examples=examples(500))
@given(changed_trees([json.loads(FESTIVAL)]))
def test_odd_values_are_read_or_refused(tree: Any) -> None:
    tried(json.dumps(tree).encode())


@settings(max_examples=examples(300))
@given(changed_bytes([FESTIVAL]))
def test_changed_files_are_read_or_refused(data: bytes) -> None:
    tried(data)
