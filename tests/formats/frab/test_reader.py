"""Schedule XML and schedule JSON: the usual, the odd, and the hostile."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.common import foreign
from cacctl.formats.diagnostics import Examined, line
from cacctl.formats.frab import json as frab_json
from cacctl.formats.frab import xml as frab_xml
from cacctl.formats.lint import report
from cacctl.formats.loading import examine, kind, read_programme
from cacctl.model.programme import Programme, Session
from cacctl.model.streams import places_of
from tests.conftest import ROOT, SOME_TIME, examples

FILES = ROOT / "tests" / "schedules" / "frab"
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


def remark(data: bytes) -> list[str]:
    return list(read_programme(data, "some.xml", SOME_TIME).warnings)


def told(examined: Examined) -> list[str]:
    return [line(problem) for problem in examined.placed(examined.findings)]


def document(event: Any = None, conference: Any = None, day: Any = None) -> bytes:
    """A schedule JSON of one event, on 4 May 2024 in Seoul."""
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
    """The session that is read of an event with these fields."""
    return read(document(event)).sessions[0]


def xml(event: str = "", conference: str = "", day: str = 'date="2024-05-04"') -> bytes:
    """A schedule XML of one event on 4 May 2024, in a zone that is not told."""
    return (
        f"<schedule><conference>{conference}</conference><day {day}>"
        f"<room name='Pier'><event id='7'><title>Tides</title>{event}</event></room>"
        "</day></schedule>"
    ).encode()


def start_of(data: bytes) -> str:
    return f"{read(data).sessions[0].start:%Y-%m-%dT%H:%MZ}"


# Files as others write them


def test_pentabarf_without_offsets_and_dates() -> None:
    programme = read(PENTABARF)
    event = programme.event
    assert (event.id, event.name, event.zone) == (
        "harbour-days",
        {"und": "Harbour Days"},
        "Europe/Brussels",
    )
    assert event.place == {"und": "Pier 3, Brussels"}
    assert (event.first_date, event.last_date) == (date(2011, 3, 26), date(2011, 3, 27))
    # The night of the change to summer time: 02:30 is not there.
    assert [(s.id, f"{s.start:%d %H:%M}", f"{s.end:%d %H:%M}") for s in programme.sessions] == [
        ("welcome-all", "26 09:00", "26 09:45"),
        ("night-swim", "27 01:30", "27 03:00"),
        ("knots", "27 08:00", "27 08:45"),
    ]
    welcome, swim, knots = programme.sessions
    assert (welcome.name, welcome.lang, welcome.track) == (
        {"en": "Welcome"},
        "en",
        {"und": "Opening"},
    )
    assert welcome.description == {"en": "The harbour opens."}
    assert [speaker.name for speaker in welcome.speakers] == [{"und": "Mara Okafor"}]
    assert [(link.channel, link.url) for link in welcome.recordings] == [
        ("cafe-nord", "http://video.fosdem.org/2011/welcome.webm")
    ]
    assert (swim.cancelled, swim.name) == (True, {"und": "Night swim"})
    assert (swim.room, knots.room) == ({"und": "Café Nord"}, {"und": "Deck"})
    assert remark(PENTABARF) == []
    assert told(examine(PENTABARF, "old.xml", SOME_TIME)) == [
        "old.xml: warning: it names no time zone; that of Brussels is taken: Europe/Brussels."
    ]


def test_pretalx() -> None:
    programme = read(PRETALX)
    event = programme.event
    assert (event.id, event.name, event.zone) == (
        "harbour-2024",
        {"und": "항구의 날 2024"},
        "Asia/Seoul",
    )
    assert event.site == {"und": "https://harbour.example.com/2024/"}
    assert (event.first_date, event.last_date) == (date(2024, 5, 4), date(2024, 5, 5))
    assert (event.revision, event.revised) == (1004, datetime(2024, 5, 1, 3, 30, tzinfo=UTC))
    tides, hack_day = programme.sessions
    assert (tides.id, tides.uid) == ("kx9qtr", "2c6a5b0e-7a6e-5d59-a8ee-222222222222")
    assert tides.start == datetime(2024, 5, 4, 1, tzinfo=UTC)
    assert tides.end - tides.start == timedelta(minutes=30)
    assert (tides.topic, tides.description) == (
        {"en": "A quiet start"},
        {"en": "How water moves. And why."},
    )
    assert tides.page == "https://harbour.example.com/2024/talk/KX9QTR/"
    assert [(p.channel.lang, p.url, p.is_recording) for p in places_of(programme, tides)] == [
        ("en", "https://youtu.be/abc123", False),
        ("und", "https://media.example.com/tides.mp4", True),
    ]
    assert (hack_day.id, hack_day.lang) == ("harbour-2024-432", "de")
    assert hack_day.end - hack_day.start == timedelta(days=1, hours=2, minutes=30)
    assert told(examine(PRETALX, "new.xml", SOME_TIME)) == [
        "new.xml: warning: 1 link to a chat, a feedback form or an attachment is not kept.",
        "new.xml:50: warning: event 2: only the first of its languages (de, en) is kept.",
    ]


def test_frab() -> None:
    programme = read(FRAB)
    event = programme.event
    assert (event.id, event.zone, event.revision) == ("harbour19", "Etc/GMT-2", 91)
    ropes, stars = programme.sessions
    assert (ropes.id, ropes.name, ropes.day) == ("harbour19-77", {"de": "Ropes"}, 1)
    assert ropes.description == {"de": "Seile & Taue"}
    assert ropes.page == "https://harbour.example.com/2019/events/77.html"
    assert [speaker.name for speaker in ropes.speakers] == [{"und": "Lea"}, {"und": "Ida"}]
    assert (ropes.topic, ropes.track, ropes.uid) == (
        {},
        {},
        "8909a42b-c36a-58b3-af07-444444444444",
    )
    assert [(p.channel.id, p.url) for p in places_of(programme, ropes)] == [
        ("pier", "https://www.youtube.com/@harbour/live")
    ]
    assert places_of(programme, stars) == ()
    assert (stars.room, stars.day, stars.end - stars.start) == (
        {"und": "Deck"},
        2,
        timedelta(hours=1),
    )
    assert remark(FRAB) == [
        "some.xml: of 3 events, 1 could not be read, 1 could only be read in part. "
        "Which: cacctl check some.xml"
    ]
    assert told(examine(FRAB, "a.json", SOME_TIME)) == [
        "a.json: warning: it names no time zone; by the offsets of its times, Etc/GMT-2 is taken.",
        "a.json:52: warning: event 2: its end is not told. It is taken to last an hour.",
        "a.json:62: warning: event 3: it has no start that can be read.",
    ]


def test_where_events_stand_in_xml() -> None:
    without_time = PENTABARF.replace(b"<start>02:30</start>", b"<start>late</start>")
    assert told(examine(without_time, "old.xml", SOME_TIME)) == [
        "old.xml: warning: it names no time zone; that of Brussels is taken: Europe/Brussels.",
        "old.xml:40: warning: event 2: it has no start that can be read.",
    ]


def test_the_newer_json_with_its_events_in_one_list() -> None:
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


# Times


@pytest.mark.parametrize(
    ("told", "length"),
    [
        ("00:30", timedelta(minutes=30)),
        ("1:05", timedelta(minutes=65)),
        ("100:00", timedelta(hours=100)),
        ("1:00:00", timedelta(days=1)),
        ("02:06:15", timedelta(days=2, hours=6, minutes=15)),
        ("010:00:00", timedelta(days=10)),
        ("45", timedelta(minutes=45)),
        (45, timedelta(minutes=45)),
        # An hour is assumed.
        ("00:00", timedelta(hours=1)),
        ("", timedelta(hours=1)),
        (None, timedelta(hours=1)),
        ("half an hour", timedelta(hours=1)),
        ("1:2:3:4", timedelta(hours=1)),
        ("9" * 7, timedelta(hours=1)),
        ({}, timedelta(hours=1)),
    ],
)
def test_lengths(told: Any, length: timedelta) -> None:
    found = session(duration=told)
    assert found.end - found.start == length


@pytest.mark.parametrize(
    ("end", "minutes"),
    [
        ("2024-05-04T10:20:00+09:00", 20),
        ("2024-05-04T10:20:00", 20),
        # It would end before it starts.
        ("2024-05-04T10:00:00+09:00", 30),
        ("2024-05-04", 30),
        ("10:20", 30),
    ],
)
def test_an_end_wins_over_the_length(end: str, minutes: int) -> None:
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
        # The offset wins over the time of day beside it.
        ({"date": "2024-05-04T02:00:00+00:00", "start": "10:00"}, "2024-05-04T02:00Z"),
        ({"date": "2024-05-05"}, "2024-05-05T01:00Z"),
        ({"date": "2024-05-05", "start": "9:05"}, "2024-05-05T00:05Z"),
        ({"date": None}, "2024-05-04T01:00Z"),
        ({"date": "soon"}, "2024-05-04T01:00Z"),
        ({"date": "2024-05-32T10:00:00+09:00"}, "2024-05-04T01:00Z"),
        ({"date": "", "start": "10:00:30"}, "2024-05-04T01:00Z"),
    ],
)
def test_starts(event: dict[str, Any], start: str) -> None:
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
def test_an_event_without_a_start_is_left_out(event: dict[str, Any]) -> None:
    assert "there is no session in it that can be read." in refusal(document(event))


@pytest.mark.parametrize(
    ("day", "conference", "start"),
    [
        ({}, {}, "2024-05-04T00:30Z"),
        # 00:30 in Seoul is before the day begins: that is the next date.
        ({"day_start": "2024-05-04T04:00:00+09:00"}, {}, "2024-05-05T00:30Z"),
        (
            {
                "day_start": "2024-05-04T09:00:00+09:00",
                "day_end": "2024-05-05T04:00:00+09:00",
            },
            {},
            "2024-05-05T00:30Z",
        ),
        # The day does not go on for so long.
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
def test_a_time_after_midnight_is_on_the_next_date(
    day: dict[str, Any], conference: dict[str, Any], start: str
) -> None:
    conference = {"time_zone_name": "UTC"} | conference
    event = {"date": None, "start": "00:30"}
    assert start_of(document(event, conference | {"days": [_day(event, day)]})) == start


def _day(event: dict[str, Any], day: dict[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(document(event, day=day))
    found: dict[str, Any] = tree["schedule"]["conference"]["days"][0]
    return found


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("US/Eastern", "US/Eastern"),
        ("europe/berlin", "Europe/Berlin"),
        ("Seoul", "Asia/Seoul"),
        ("UTC", "UTC"),
        # None of these is one; the offset of the event decides.
        ("Factory", "Etc/GMT-9"),
        ("../../etc/passwd", "Etc/GMT-9"),
        ("UTC+09:00", "Etc/GMT-9"),
        ("CST", "Etc/GMT-9"),
        ("", "Etc/GMT-9"),
        (None, "Etc/GMT-9"),
    ],
)
def test_zones(name: str | None, zone: str) -> None:
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
        # There is none of these.
        ("+15:00", "UTC"),
        ("+05:30", "UTC"),
        ("-03:30", "UTC"),
    ],
)
def test_the_zone_of_an_offset(offset: str, zone: str) -> None:
    event = {"date": f"2024-05-04T10:00:00{offset}"}
    programme = read(document(event, {"time_zone_name": None}))
    assert programme.event.zone == zone
    # Whatever the zone, the moment is that of the file.
    assert programme.sessions[0].start == datetime.fromisoformat(event["date"])


def test_the_zone_of_a_city_has_to_fit_the_offsets() -> None:
    conference = {"time_zone_name": None, "city": "Busan"}
    assert read(document(conference=conference)).event.zone == "Asia/Seoul"
    conference["city"] = "Berlin"
    assert read(document(conference=conference)).event.zone == "Etc/GMT-9"
    conference["city"] = "Atlantis"
    assert read(document(conference=conference)).event.zone == "Etc/GMT-9"


def test_standard_time_all_year_is_probably_not_meant() -> None:
    found = examine(document(conference={"time_zone_name": "MST"}), "some.json", SOME_TIME)
    assert found.programme
    assert found.programme.event.zone == "MST"
    assert told(found) == [
        "some.json: warning: MST has no daylight saving time. "
        "Write America/Denver for the time there, or Etc/GMT+7 if that is meant."
    ]


def test_where_nothing_tells_the_zone_it_is_said_once() -> None:
    data = xml("<start>10:00</start><duration>01:00</duration>")
    assert read(data).event.zone == "UTC"
    assert remark(data) == [
        "some.xml: it names no known time zone, so times without one are taken as UTC. "
        "Name the event's zone with --event-tz."
    ]


def test_the_viewer_names_the_zone_of_a_schedule_without_one() -> None:
    data = xml("<start>10:00</start><duration>01:00</duration>")
    loaded = read_programme(data, "some.xml", SOME_TIME, "Europe/Berlin")
    assert loaded.programme.event.zone == "Europe/Berlin"
    assert loaded.programme.sessions[0].start == datetime(2024, 5, 4, 8, tzinfo=UTC)
    assert loaded.warnings == ()
    # What is guessed by the offsets gives way, and the moments stay.
    data = document(conference={"time_zone_name": None})
    programme = read_programme(data, "some.json", SOME_TIME, "Asia/Tokyo").programme
    assert programme.event.zone == "Asia/Tokyo"
    assert programme.sessions == read(data).sessions


def test_a_schedule_that_names_its_zone_keeps_it() -> None:
    loaded = read_programme(document(), "some.json", SOME_TIME, "Europe/Berlin")
    assert loaded.programme == read(document())
    assert loaded.warnings == (
        "some.json names its own time zone, Asia/Seoul, so Europe/Berlin isn't used for it.",
    )
    assert read_programme(document(), "some.json", SOME_TIME, "Asia/Seoul").warnings == ()


@pytest.mark.parametrize("url", ["twitch.tv/pier", "www.youtube.com/watch?v=1", "youtu.be/abc"])
def test_a_link_without_a_scheme_is_one(url: str) -> None:
    found = session(links=[{"url": url, "title": "Live stream"}])
    assert [link.url for link in found.streams] == [f"https://{url}"]


_TRACKS = {"tracks": [{"slug": "deep", "name": "Deep Sea", "color": "#00f"}, None, "x"]}


@pytest.mark.parametrize(
    ("track", "name"),
    [
        ({"slug": "deep", "name": "Deep"}, "Deep"),
        ({"id": 3, "slug": "deep"}, "Deep Sea"),
        ({"slug": "deep"}, "Deep Sea"),
        ("deep", "Deep Sea"),
        ({"slug": "shore"}, "shore"),
        ({"en": "Shore", "slug": "deep"}, "Shore"),
        ("Shore", "Shore"),
        (None, ""),
    ],
)
def test_tracks(track: Any, name: str) -> None:
    found = read(document({"track": track}, _TRACKS)).sessions[0].track
    assert found == ({"und": name} if name else {})


def test_the_other_languages_are_not_lost_in_silence() -> None:
    data = document({"language": "de, en"})
    text = "event 1: only the first of its languages (de, en) is kept."
    assert told(examine(data, "some.json", SOME_TIME)) == [f"some.json:1: warning: {text}"]


_BESIDE = "links to chats, feedback forms and attachments are not kept."


def test_links_to_what_is_beside_a_session_are_no_streams_but_counted() -> None:
    event = {
        "feedback_url": "https://example.com/feedback",
        "attachments": [{"url": "https://example.com/slides.pdf", "title": "Slides"}, None],
        "links": [
            {"url": "https://meet.jit.si/pier", "title": "Chat"},
            {"url": "https://example.com/a", "title": "Live (questions)", "type": "chat"},
            {"url": "https://video.fosdem.org/a", "title": "Submit feedback"},
            {"url": "https://example.com/b", "title": "Stream and chat"},
            {"url": "https://example.com/c", "title": "Chat", "type": "stream"},
        ],
    }
    examined = examine(document(event), "some.json", SOME_TIME)
    assert told(examined) == [f"some.json: warning: 5 {_BESIDE}"]
    assert examined.programme
    found = examined.programme.sessions[0]
    assert [link.url[-1] for link in found.streams] == ["b", "c"]
    assert found.recordings == ()


def test_links_beside_a_session_are_counted_in_xml() -> None:
    event = (
        "<date>2024-05-04T10:00:00+09:00</date><duration>00:30</duration>"
        "<feedback_url>https://example.com/f</feedback_url><attachments>"
        "<attachment href='https://example.com/a.pdf'>Slides</attachment></attachments>"
        "<links><link href='https://example.com/b'>Chat room (web)</link></links>"
    )
    zone = "<time_zone_name>Asia/Seoul</time_zone_name>"
    examined = examine(xml(event, zone), "some.xml", SOME_TIME)
    assert told(examined) == [f"some.xml: warning: 3 {_BESIDE}"]


_NIGHT = {"title": "Late", "start": "23:30", "date": None, "end": None}
_DAY = {"date": "2024-05-04", "day_start": "2024-05-04T09:00:00+02:00"}
_NOWHERE = {"time_zone_name": None, "city": None}


@pytest.mark.parametrize(
    ("conference", "day", "event_tz", "start"),
    [
        # A day's offset counts, whether there are hours in it or more.
        ({}, {}, "", "21:30"),
        ({}, {"day_start": "2024-05-04T09:00:00+05:30"}, "", "18:00"),
        ({}, {"day_start": None, "day_end": "2024-05-05T03:00:00-04:00"}, "", "03:30"),
        # Also against a place or a zone that contradict it, but not against the file's own zone.
        ({"city": "Berlin"}, {}, "", "21:30"),
        ({"city": "London"}, {}, "", "21:30"),
        ({}, {}, "Europe/London", "21:30"),
        ({"time_zone_name": "Europe/London"}, {}, "", "22:30"),
        # Without any, a zone that is given.
        ({}, {"day_start": "2024-05-04T09:00:00"}, "Europe/London", "22:30"),
        ({}, {"day_start": None}, "", "23:30"),
    ],
)
def test_the_offset_of_a_day_counts_for_its_events(
    conference: dict[str, Any], day: dict[str, Any], event_tz: str, start: str
) -> None:
    data = document(_NIGHT, _NOWHERE | conference, _DAY | day)
    (late,) = read_programme(data, "some.json", SOME_TIME, event_tz).programme.sessions
    assert f"{late.start:%H:%M}" == start
    assert late.end - late.start == timedelta(minutes=30)


def test_an_end_without_an_offset_has_that_of_the_day() -> None:
    event = {"date": None, "end": "2024-05-04T11:00:00", "duration": None}
    day = {"day_start": "2024-05-04T09:00:00+05:30"}
    (found,) = read(document(event, _NOWHERE, day)).sessions
    assert found.end - found.start == timedelta(hours=1)


def test_in_the_night_of_the_change_a_city_knows_more_than_a_day() -> None:
    xml = b"""<schedule><conference><city>Brussels</city></conference>
        <day date='2024-03-30' start='2024-03-30T09:00:00+01:00' end='2024-03-31T05:00:00+02:00'>
        <room name='Pier'><event><title>Night</title><start>04:00</start><duration>00:30</duration>
        </event></room></day></schedule>"""
    (found,) = read(xml).sessions
    assert f"{found.start:%d %H:%M}" == "31 02:00"


# Texts and names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("CANCELLED Tides", "Tides"),
        ("CANCELED: Tides", "Tides"),
        ("CANCELLED! Tides", "Tides"),
        ("[CANCELLED] Tides", "Tides"),
        ("(cancelled) Tides", "Tides"),
        ("Cancelled: Tides", "Tides"),
        ("Tides ! CANCELLED !", "Tides"),
        ("Tides CANCELED!!!", "Tides"),
        ("Abgesagt: Tides", "Tides"),
        ("FÄLLT AUS: Tides", "Tides"),
        ("취소: 밀물", "밀물"),
        ("CANCELLED", "CANCELLED"),
        ("Cancelled flights and their data", None),
        ("Cancelling system calls", None),
        ("CANCELLEDNESS", None),
        ("Ropes (REPLACES CANCELLED TALK)", None),
    ],
)
def test_cancelled_by_the_title(title: str, name: str | None) -> None:
    found = session(title=title)
    assert (found.cancelled, found.name) == (name is not None, {"und": name or title})


@pytest.mark.parametrize("fields", [{"state": "canceled"}, {"status": "CANCELLED"}])
def test_cancelled_by_the_state(fields: dict[str, str]) -> None:
    assert session(**fields).cancelled


@pytest.mark.parametrize(
    ("told", "lang"),
    [
        ("en", "en"),
        ("De", "de"),
        ("en_US", "en-US"),
        ("English", "en"),
        ("ko-KR", "ko-KR"),
        # A session has one language: the first.
        ("de, en", "de"),
        ("English and German", "en"),
        ("ko/en", "ko"),
        ("de, who knows", ""),
        ("", ""),
        (None, ""),
        (["en"], ""),
    ],
)
def test_languages(told: Any, lang: str) -> None:
    found = session(language=told)
    assert (found.lang, found.name) == (lang, {lang or "und": "Tides"})


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ({"en": "Tides", "ko": "밀물"}, "밀물"),
        ({"de": "Gezeiten", "en": "Tides"}, "Tides"),
        ({"de": "Gezeiten"}, "Gezeiten"),
        ({"name": {"ko": "밀물"}}, "밀물"),
        (12, "12"),
        (1.50, "1.5"),
        ("  Tides \n", "Tides"),
    ],
)
def test_titles(title: Any, name: str) -> None:
    assert session(title=title, language="ko").name == {"ko": name}


@pytest.mark.parametrize("title", ["", None, True, [], {}, {"name": {}}, [["Tides"]]])
def test_an_event_without_a_title_is_left_out(title: Any) -> None:
    assert "there is no session in it that can be read." in refusal(document({"title": title}))


@pytest.mark.parametrize(
    ("persons", "names"),
    [
        (["Ida", " Lea "], ["Ida", "Lea"]),
        ("Ida & Lea", ["Ida & Lea"]),
        ([{"public_name": "Ida"}, {"full_public_name": "Lea"}], ["Ida", "Lea"]),
        ({"1": {"name": "Ida"}}, ["Ida"]),
        ([None, "", 7, {"id": None}], ["7"]),
        (None, []),
        (True, []),
    ],
)  # fmt: skip
def test_persons(persons: Any, names: list[str]) -> None:
    assert [speaker.name["und"] for speaker in session(persons=persons).speakers] == names


@pytest.mark.parametrize(
    ("room", "name"),
    [("Deck", "Deck"), ({"name": "Deck"}, "Deck"), ("", "Pier"), (None, "Pier"), ([], "Pier")],
)
def test_rooms(room: Any, name: str) -> None:
    assert session(room=room).room == {"und": name}


@pytest.mark.parametrize(
    "rooms",
    [
        [{"name": "Pier", "events": [{"title": "Tides", "date": "2024-05-04T10:00Z"}]}],
        {"Pier": {"7": {"title": "Tides", "date": "2024-05-04T10:00Z"}}},
        {"Pier": [None, 5, {"title": "Tides", "date": "2024-05-04T10:00Z"}]},
    ],
)
def test_rooms_in_another_shape(rooms: Any) -> None:
    assert read(document(day={"rooms": rooms})).sessions[0].room == {"und": "Pier"}


@pytest.mark.parametrize(
    ("abstract", "description", "text"),
    [
        ("Short.", "Long.", "Short. Long."),
        ("Short.", "Short. And long.", "Short. And long."),
        ("Short. And long.", "long", "Short. And long."),
        ("Short.", None, "Short."),
        (None, "<p>Ropes &amp; <b>knots</b></p><p>Knots</p>", "Ropes & knots Knots"),
        ("*Short* \r\n\r\n and [long](https://example.com)", "",
         "*Short*   and [long](https://example.com)"),
    ],
)  # fmt: skip
def test_descriptions(abstract: str | None, description: str | None, text: str) -> None:
    assert session(abstract=abstract, description=description).description == {"und": text}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, "harbour-7"),
        ({"code": "KX9QTR"}, "kx9qtr"),
        ({"code": None, "id": "0042"}, "harbour-0042"),
        ({"id": None, "slug": "harbour_-_tides"}, "harbour-tides"),
        ({"id": None}, "tides"),
        ({"id": None, "title": "밀물"}, "session"),
        ({"code": "123456"}, "tides"),
        ({"id": int("9" * 400)}, "harbour"),
        ({"id": "../../x"}, "harbour-x"),
    ],
)
def test_ids(fields: dict[str, Any], found: str) -> None:
    assert session(**fields).id == found


@pytest.mark.parametrize("uid", ["a\x1b[2J", "\ud800", "x" * 256, None, 5 * [""]])
def test_a_uid_that_is_none_is_left_out(uid: Any) -> None:
    assert session(guid=uid).uid == ""


# Addresses


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ({"url": "https://example.com/a", "title": "Live stream"}, "live"),
        ({"url": "https://example.com/a", "title": "Livestream (English)"}, "live"),
        ({"url": "https://example.com/a", "title": "Live video stream from the room"}, "live"),
        ({"url": "https://example.com/a", "title": "생중계: 유튜브"}, "live"),
        ({"href": "https://example.com/a", "title": "x", "type": "stream"}, "live"),
        ({"url": "https://live.fosdem.org/watch/a", "title": ""}, "live"),
        ({"url": "https://zoom.us/j/123"}, "live"),
        ("https://zoom.us/j/123", "live"),
        ({"url": "https://example.com/a", "title": "Video recording (WebM) - 9 MB"}, "recording"),
        ({"url": "https://example.com/a", "title": "Video (Ogg/Theora)"}, "recording"),
        ({"url": "https://example.com/a", "title": "녹화"}, "recording"),
        ({"url": "https://zoom.us/rec/123", "title": "Recording"}, "recording"),
        ({"url": "https://video.fosdem.org/a.webm"}, "recording"),
        # References, which most links are.
        ({"url": "https://video.fosdem.org/a.vtt", "title": "Video recording subtitle file"}, None),
        ({"url": "https://youtu.be/a", "title": "Video of an earlier talk"}, None),
        ({"url": "https://media.ccc.de/v/36c3-1", "title": "My last talk"}, None),
        ({"url": "https://twitch.tv/a", "title": "I also stream my work on it"}, None),
        ({"url": "https://example.com/a", "title": "Live demo"}, None),
        ({"url": "https://example.com/a", "title": "Upstream"}, None),
        ({"url": "https://example.com/a", "title": "Join us!"}, None),
        ({"url": "", "title": "Livestream"}, None),
        ({"url": None}, None),
        (None, None),
        ([["https://zoom.us/j/1"]], None),
        # What may not be opened is mentioned, not offered.
        ({"url": "javascript:alert(1)", "title": "Livestream"}, None),
        ({"url": "https://a@example.com/", "title": "Livestream"}, None),
    ],
)  # fmt: skip
def test_kinds_of_links(link: Any, kind: str | None) -> None:
    found = session(links=[link])
    assert (len(found.streams), len(found.recordings)) == (kind == "live", kind == "recording")


@pytest.mark.parametrize(
    ("told", "page"),
    [
        ("https://harbour.example.com/7", "https://harbour.example.com/7"),
        ("/talk/7", "https://harbour.example.com/talk/7"),
        ("7", "https://harbour.example.com/2024/7"),
        ("//harbour.example.com/7", "https://harbour.example.com/7"),
        (" https://harbour.example.com/7 ", "https://harbour.example.com/7"),
        ("https://harbour.example.com/a b", "https://harbour.example.com/a%20b"),
        ("javascript:alert(1)", None),
        ("https://a:b@harbour.example.com/", None),
        ("//[", None),
        # It says no more than the event's own.
        ("https://harbour.example.com/2024/", None),
        ("", None),
        (7, "https://harbour.example.com/2024/7"),
        (None, None),
    ],
)
def test_pages(told: Any, page: str | None) -> None:
    conference = {"url": "https://harbour.example.com/2024/"}
    assert read(document({"url": told}, conference)).sessions[0].page == page


def test_a_relative_page_without_a_base_is_dropped() -> None:
    assert session(url="/talk/7").page is None
    origin = session(url="/talk/7", origin_url="https://cfp.example.com/7")
    assert origin.page == "https://cfp.example.com/7"


@pytest.mark.parametrize(
    "fields",
    [
        {"video_download_url": "https://example.com/a.mp4"},
        {"recording": {"license": "", "optout": False, "url": "https://example.com/a.mp4"}},
        {"recording": {"link": "https://example.com/a.mp4"}},
        {
            "recording": {"url": "https://example.com/a.mp4"},
            "video_download_url": "https://example.com/a.mp4",
        },
    ],
)
def test_recordings(fields: dict[str, Any]) -> None:
    assert [link.url for link in session(**fields).recordings] == ["https://example.com/a.mp4"]


# The conference


@pytest.mark.parametrize(
    ("version", "revision"),
    [
        ("7", 7000),
        ("1.5", 1005),
        ("v1.5 Blue water", 1005),
        ("0.91 Herring", 91),
        ("1.0-public", 1000),
        ("0.2.2 In the end", 2),
        ("2024-05-01 12:30", 0),
        ("Blue water 3", 0),
        ("99999999", 1_000_000_000),
        ("9" * 5000, 0),
        ("", 0),
        (None, 0),
        (2, 2000),
    ],
)
def test_revisions(version: Any, revision: int) -> None:
    tree = json.loads(document())
    tree["schedule"]["version"] = version
    assert read(json.dumps(tree).encode()).event.revision == revision


@pytest.mark.parametrize(
    ("version", "revised"),
    [
        ("2024-05-01 12:30", datetime(2024, 5, 1, 3, 30, tzinfo=UTC)),
        ("1.1 2024-05-01T12:30:10Z", datetime(2024, 5, 1, 12, 30, 10, tzinfo=UTC)),
        ("mkdir; wiki 2024-05-01 12:30", datetime(2024, 5, 1, 3, 30, tzinfo=UTC)),
        ("2024-05-41 12:30", None),
        ("2024-05-01", None),
    ],
)
def test_when_it_was_revised(version: str, revised: datetime | None) -> None:
    tree = json.loads(document())
    tree["schedule"]["version"] = version
    assert read(json.dumps(tree).encode()).event.revised == revised


def test_a_conference_without_anything() -> None:
    tree = {"days": [{"rooms": {"": [{"title": "Tides", "date": "2024-05-04T10:00:00"}]}}]}
    programme = read_programme(json.dumps(tree).encode(), "/tmp/Harbour Days.json", SOME_TIME)
    event = programme.programme.event
    assert (event.id, event.name) == ("harbour-days-json", {"und": "Harbour Days.json"})
    assert (event.first_date, event.last_date) == (date(2024, 5, 4), date(2024, 5, 4))
    assert programme.programme.sessions[0].room == {}


def test_days_can_stand_beside_the_conference() -> None:
    conference = json.loads(document())["schedule"]["conference"]
    days = conference.pop("days")
    for tree in ({"conference": conference, "days": days}, conference | {"days": days}):
        event = read(json.dumps(tree).encode()).event
        assert (event.id, event.zone) == ("harbour", "Asia/Seoul")


@pytest.mark.parametrize(
    ("start", "end", "dates"),
    [
        ("2024-05-03", "2024-05-05", ("2024-05-03", "2024-05-05")),
        ("2024-05-02T16:00:00+00:00", None, ("2024-05-03", "2024-05-04")),
        (None, "soon", ("2024-05-04", "2024-05-04")),
        # Those of another year.
        ("2023-05-01", "2023-05-03", ("2024-05-04", "2024-05-04")),
        ("2025-05-01", "2025-05-03", ("2024-05-04", "2024-05-04")),
    ],
)
def test_dates(start: str | None, end: str | None, dates: tuple[str, str]) -> None:
    event = read(document(conference={"start": start, "end": end})).event
    assert (str(event.first_date), str(event.last_date)) == dates


# XML of other shapes


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("<schedule>", "<schedule xmlns='https://example.com/s'>"),
        lambda text: text.replace("schedule>", "Schedule>").replace("event", "Event"),
        lambda text: text.replace("<schedule>", "<s:schedule xmlns:s='urn:s'>").replace(
            "</schedule>", "</s:schedule>"
        ),
        lambda text: text.replace("<schedule>", "<schedule><days>").replace(
            "</schedule>", "</days></schedule>"
        ),
        lambda text: text.replace("<room name='Pier'>", "<room>").replace(
            "<title>", "<room>Pier</room><title>"
        ),
        lambda text: text.replace("<room name='Pier'>", "").replace("</room>", "").replace(
            "<title>", "<room>Pier</room><title>"
        ),
        lambda text: text.replace('<day date="2024-05-04">', "").replace("</day>", ""),
        lambda text: "\ufeff" + text,
        lambda text: f'\n<?xml-stylesheet href="a.xsl"?><!-- a -->\n{text}<!-- b -->',
        lambda text: text.replace("<title>Tides</title>", "<title/><title>Tides</title>"),
        lambda text: text.replace("Tides", "<i>Ti</i>des"),
        lambda text: text.replace("Tides", "<![CDATA[Tides]]>"),
    ],
)  # fmt: skip
def test_shapes_of_xml(change: Any) -> None:
    text = xml("<date>2024-05-04T10:00:00+09:00</date><duration>00:30</duration>").decode()
    found = read(change(text).encode()).sessions[0]
    assert (found.name, found.room) == ({"und": "Tides"}, {"und": "Pier"})
    assert found.start == datetime(2024, 5, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"),
        ("EUC-KR", "euc-kr"),
        ("cp949", "cp949"),
        ("Shift_JIS", "shift_jis"),
    ],
)
def test_encodings_of_xml(name: str, codec: str) -> None:
    text = xml("<start>10:00</start><subtitle>東</subtitle>").decode()
    data = f'<?xml version="1.0" encoding="{name}"?>{text}'.encode(codec)
    assert kind(data) == "xml"
    assert read(data).sessions[0].topic == {"und": "東"}


@pytest.mark.parametrize(
    "name", ["nonsense", "punycode", "idna", "unicode_escape", "zlib", "utf-8"]
)
def test_an_encoding_that_cannot_be(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?>'.encode() + xml("<start>10:00</start>\xe9")
    data = data.replace("\xe9".encode(), b"\xe9")
    assert refusal(data) == (
        "some.xml: the file is not in the encoding that it says. Save it as UTF-8."
    )


# What is no schedule


DOCTYPE = (
    "some.xml: it has a DOCTYPE, with which no XML is read. A schedule needs none: leave it out."
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg/>", "some.xml: this is XML, but no schedule: it begins with <svg>."),
        (b"<schedules/>", "some.xml: this is XML, but no schedule: it begins with <schedules>."),
        (b"<schedule/>", "some.xml: there is no session in it that can be read."),
        (b"<schedule>\n<day></schedule>", "some.xml:2:8: this is not XML: mismatched tag."),
        (b"<schedule>\n <a>\xea\xb0\x80&nbsp;", "some.xml:2:6: this is not XML: undefined entity."),
        (b"<schedule><a>\0</a></schedule>",
         "some.xml:1:14: this is not XML: not well-formed (invalid token)."),
        (b"<schedule>", "some.xml:1:11: this is not XML: no element found."),
        (b"<x:schedule/>", "some.xml:1:1: this is not XML: unbound prefix."),
        (b"<", "some.xml:1:1: this is not XML: unclosed token."),
        (b"{1",
         "some.xml:1:2: this is not JSON: Expecting property name enclosed in double quotes."),
        (b'{"schedule": {"conference":\n {"title": "a" "b"}}}',
         "some.xml:2:16: this is not JSON: Expecting ',' delimiter."),
        (b'{"a": "\n"}', "some.xml:1:8: this is not JSON: Invalid control character at."),
        (b"{}", "some.xml: this JSON is no conference schedule. "
                "It has neither a conference with days nor events."),
        (b'[{"title": "a"}]', "some.xml: this JSON is no conference schedule. "
                              "It has neither a conference with days nor events."),
        (b'{"schedule": null, "conference": [], "days": "x", "events": 5}',
         "some.xml: this JSON is no conference schedule. "
         "It has neither a conference with days nor events."),
        (b'{"days": [null, 1, "x", [], {}]}',
         "some.xml: there is no session in it that can be read."),
        (b'{"a": "\xff"}', "some.xml: the file is not UTF-8. Save it as UTF-8."),
    ],
)  # fmt: skip
def test_refused(data: bytes, why: str) -> None:
    # The column stands in what `check` tells.
    told_of = report(examine(data, "some.xml", SOME_TIME)).problems
    assert len(told_of) == 1
    problem = told_of[0]
    place = f"some.xml:{problem.line}:{problem.column}" if problem.line else "some.xml"
    assert f"{place}: {problem.message} {problem.hint}".rstrip() == why
    assert refusal(data)


# What would do harm


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE schedule [<!ENTITY l0 "lol">{LAUGHS}]><schedule a="&l11;">&l11;</schedule>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        f"<?xml version='1.0'?>\n{BOMB}",
        f"<!-- > --><?a > ?>\n<!-- <schedule> -->\t{BOMB}",
        f"{'<!-- -->' * 50_000}{BOMB}",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule>&x;</schedule>',
        '<!DOCTYPE schedule SYSTEM "https://example.com/a.dtd"><schedule/>',
        '<!DOCTYPE schedule PUBLIC "a" "b.dtd" [<!ENTITY % p "">%p;]><schedule/>',
        "<!doctype schedule><schedule/>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_doctype_is_refused(text: str, codec: str) -> None:
    assert refusal(text.encode(codec)) == DOCTYPE


def test_a_doctype_in_an_encoding_of_its_own() -> None:
    data = BOMB.encode("utf-16")
    assert refusal(b'<?xml version="1.0" encoding="cp037"?>' + BOMB.encode("cp037")) != DOCTYPE
    assert refusal(b'<?xml version="1.0" encoding="EUC-KR"?>' + BOMB.encode()) == DOCTYPE
    assert refusal(data) == DOCTYPE


@pytest.mark.parametrize(
    "data",
    [
        b"<schedule>" + b"<a>" * 200_000,
        b"<schedule>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</schedule>",
        b'{"days":' + b"[" * 200_000,
        b'{"days":' * 200_000,
        b'{"days":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b"{" + b'"title":{' * 900 + b"}" * 901,
        b'{"days": [{"events": [' + b"9" * 1_000_000 + b"]}]}",
        b"<!--" * 100_000,
        b"<?" * 100_000,
        b"<schedule " + b"a" * 1_000_000,
    ],
)
def test_what_is_deep_or_long_is_refused(data: bytes) -> None:
    assert refusal(data)


def test_texts_that_are_deep_are_none() -> None:
    title: Any = "Tides"
    for _level in range(400):
        title = {"name": title}
    assert "there is no session" in refusal(document({"title": title}))


def test_numbers_are_not_counted_with() -> None:
    data = document({"room": "X"}).replace(b'"X"', b"9" * 5000).replace(b'"id": 7', b'"id": NaN')
    found = read(data).sessions[0]
    assert (found.id, found.room) == ("harbour-nan", {"und": "9" * 5000})


def test_what_acts_is_made_visible() -> None:
    found = session(title="a\x1b[2Jb\u202ec", room="\x9b", persons=["\x00"], subtitle="[bold]")
    assert found.name == {"und": "a\\x1b[2Jb\\u202ec"}
    assert (found.room, found.topic) == ({"und": "\\x9b"}, {"und": "[bold]"})
    assert found.speakers[0].name == {"und": "\\x00"}


@pytest.mark.parametrize("start", [b"<schedule/>", b"{}"])
def test_a_file_that_is_too_large(start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "LARGEST_FILE_BYTES", 3 * 1024**2)
    whole = start.ljust(3 * 1024**2)
    assert "too large" not in refusal(whole)
    why = "some.xml: the file is larger than 3 MiB, the most that is read."
    assert refusal(whole + b" ") == why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<schedule>" + b"<a/>" * 300_000,
         "some.xml: it has more than 275000 parts, the most that are read."),
        (b"<schedule>" + b"<a>" * 300_000,
         "some.xml: it has more than 256250 parts, the most that are read."),
        (b"<schedule><a " + b"".join(b"a%x='' " % n for n in range(800_000)) + b"/></schedule>",
         "some.xml: it has more than 695632 parts, the most that are read."),
        (b'{"a":[' + b"{}," * 150_000 + b"[]," * 150_000,
         "some.xml: it has more than 312500 parts, the most that are read."),
        (b'{"days":[' + b"11," * 500_000 + b"1]}",
         "some.xml: it has more than 387501 parts, the most that are read."),
        (b"<schedule><day>" + b"<event/>" * 100_001 + b"</day></schedule>",
         "some.xml: 100001 sessions are too many. At most 100000 are read."),
        (b'{"events": [' + b"{}," * 100_000 + b"{}]}",
         "some.xml: 100001 sessions are too many. At most 100000 are read."),
    ],
)  # fmt: skip
def test_too_many(data: bytes, why: str) -> None:
    assert refusal(data) == why


def test_many_that_want_the_same_id() -> None:
    events = "".join(
        f"<event><title>밀물</title><room>방 {n}</room><start>10:00</start></event>"
        for n in range(5_000)
    )
    text = f"<schedule><day date='2024-05-04'>{events}</day></schedule>"
    ids = {found.id for found in read(text.encode()).sessions}
    assert len(ids) == 5_000
    assert {"session", "session-2", "session-5000"} <= ids


# Whatever stands in it


odd: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "x", "\x00", "\ud800", "9" * 99, [], {}, [[]], {"": {}}, "00:00",
     "2024-05-04", "2024-05-04T10:00:00+25:00", "0001-01-01T00:00:00+14:00", "24:61", "-1:-1",
     "9999-12-31T23:59:59-14:00", "https://[", "//[", "http://a b", "javascript:1", "999999:999999",
     {"name": None}, {"en": 1}, ["a", None, {"url": {}}], "<![CDATA[", "<b", "&#xD800;", "Factory"]
)  # fmt: skip
KEYS = ("id", "guid", "code", "title", "date", "start", "end", "duration", "room", "slug", "url",
        "persons", "links", "recording", "language", "track", "abstract", "description", "state",
        "subtitle", "video_download_url")  # fmt: skip
OUTER = ("acronym", "title", "start", "end", "url", "base_url", "time_zone_name", "city", "venue",
         "rooms", "day_change", "days")  # fmt: skip


@settings(max_examples=examples(300))
@given(
    st.dictionaries(st.sampled_from(KEYS), odd),
    st.dictionaries(st.sampled_from(OUTER), odd),
    st.dictionaries(st.sampled_from(("date", "day_start", "day_end", "rooms", "events")), odd),
)
def test_odd_values_are_read_or_refused(
    event: dict[str, Any], conference: dict[str, Any], day: dict[str, Any]
) -> None:
    _tried(document(event, conference, day))


@settings(max_examples=examples(300))
@given(
    st.sampled_from([PENTABARF, PRETALX, FRAB]),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 40),
            st.one_of(
                st.binary(max_size=3),
                st.sampled_from(
                    [b"<event>", b"</room>", b"<!--", b"]]>", b'"', b"{", b"}", b"[", b"null,",
                     b"&amp;", b"&#0;", b"\xff", b"\xef\xbb\xbf", b"<day>", b"'", b"/>", b"\\u0000"]
                ),
            ),
        ),
        min_size=1,
        max_size=4,
    ),
)  # fmt: skip
def test_changed_files_are_read_or_refused(
    data: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    for place, length, new in changes:
        at = int(place * len(data))
        data = data[:at] + new + data[at + length :]
    _tried(data)


def _tried(data: bytes) -> None:
    for reader in (frab_xml, frab_json) if data[:1] in b"<{" else (frab_xml,):
        examined = reader.examine(data, "some")
        for problem in report(examined).problems:
            assert problem.message.isprintable()
        if examined.programme:
            for found in examined.programme.sessions:
                assert found.start < found.end
                assert found.uid.isprintable()
        else:
            assert report(examined).errors
