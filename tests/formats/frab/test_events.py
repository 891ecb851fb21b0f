"""Fields of events and of the conference, in XML and JSON alike."""

import json
from datetime import UTC, date, datetime, timedelta
from time import process_time
from typing import Any

import pytest

from cacctl.formats.loading import examine, read_programme
from cacctl.model.programme import SessionLink
from cacctl.model.streams import stream_links
from tests.conftest import SOME_TIME
from tests.formats.frab.schedules import (
    FRAB,
    PENTABARF,
    PRETALX,
    document,
    problem_lines,
    read,
    refusal,
    session,
    summary,
)


def test_pentabarf_without_offsets_and_dates_is_read() -> None:
    programme = read(PENTABARF)
    event = programme.event
    assert (event.id, event.name, event.zone) == (
        "harbour-days",
        {"und": "Harbour Days"},
        "Europe/Brussels",
    )
    assert event.place == {"und": "Pier 3, Brussels"}
    assert (event.first_date, event.last_date) == (date(2011, 3, 26), date(2011, 3, 27))
    # Clocks go forward that night, so 02:30 does not exist.
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
    assert summary(PENTABARF) == []
    assert problem_lines(examine(PENTABARF, "old.xml", SOME_TIME)) == [
        (
            "old.xml: warning: no time zone is specified. Using the time "
            "zone of Brussels: Europe/Brussels."
        )
    ]


def test_pretalx_is_read() -> None:
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
    assert [(p.channel.lang, p.url, p.is_recording) for p in stream_links(programme, tides)] == [
        ("en", "https://youtu.be/abc123", False),
        ("und", "https://media.example.com/tides.mp4", True),
    ]
    assert tides.links == (
        SessionLink("feedback", "https://harbour.example.com/2024/talk/KX9QTR/feedback/"),
        SessionLink("other", "https://harbour.example.com/map", {"und": "Map"}),
    )
    assert (hack_day.id, hack_day.lang) == ("harbour-2024-432", "de")
    assert hack_day.end - hack_day.start == timedelta(days=1, hours=2, minutes=30)
    assert problem_lines(examine(PRETALX, "new.xml", SOME_TIME)) == [
        (
            "new.xml:50: warning: event 2: several languages are listed "
            "(de, en). Only the first is used."
        ),
    ]


def test_frab_is_read() -> None:
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
    assert [(p.channel.id, p.url) for p in stream_links(programme, ropes)] == [
        ("pier", "https://www.youtube.com/@harbour/live")
    ]
    assert stream_links(programme, stars) == ()
    assert (stars.room, stars.day, stars.end - stars.start) == (
        {"und": "Deck"},
        2,
        timedelta(hours=1),
    )
    assert summary(FRAB) == [
        (
            "some.xml: skipped 1 of 3 events; 1 could only be read in "
            "part. For details: cacctl check some.xml"
        )
    ]
    assert problem_lines(examine(FRAB, "a.json", SOME_TIME)) == [
        (
            "a.json: warning: no time zone is specified. Using "
            "Etc/GMT-2, which matches the UTC offsets of the times."
        ),
        (
            "a.json:52: warning: event 2: the end time is missing or "
            "unreadable. Assuming a duration of one hour."
        ),
        "a.json:62: warning: event 3: skipped because the start is missing or unreadable.",
    ]


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
def test_track_is_read_by_name_or_slug(track: Any, name: str) -> None:
    found = read(document({"track": track}, _TRACKS)).sessions[0].track
    assert found == ({"und": name} if name else {})


def test_further_languages_are_reported() -> None:
    data = document({"language": "de, en"})
    text = "event 1: several languages are listed (de, en). Only the first is used."
    assert problem_lines(examine(data, "some.json", SOME_TIME)) == [f"some.json:1: warning: {text}"]


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
def test_cancelled_in_the_title_cancels_the_session(title: str, name: str | None) -> None:
    found = session(title=title)
    assert (found.cancelled, found.name) == (name is not None, {"und": name or title})


@pytest.mark.parametrize("fields", [{"state": "canceled"}, {"status": "CANCELLED"}])
def test_cancelled_state_cancels_the_session(fields: dict[str, str]) -> None:
    assert session(**fields).cancelled


@pytest.mark.parametrize(
    ("value", "lang"),
    [
        ("en", "en"),
        ("De", "de"),
        ("en_US", "en-US"),
        ("English", "en"),
        ("ko-KR", "ko-KR"),
        # Of several, a session has the first.
        ("de, en", "de"),
        ("English and German", "en"),
        ("ko/en", "ko"),
        ("de, who knows", ""),
        ("", ""),
        (None, ""),
        (["en"], ""),
    ],
)
def test_language_is_read(value: Any, lang: str) -> None:
    found = session(language=value)
    assert (found.lang, found.name) == (lang, {lang or "und": "Tides"})


def test_language_with_many_blanks_is_read_in_linear_time() -> None:
    started = process_time()
    assert session(language="de" + " " * 40_000 + "x").lang == ""
    assert process_time() - started < 2


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
def test_title_is_read(title: Any, name: str) -> None:
    assert session(title=title, language="ko").name == {"ko": name}


@pytest.mark.parametrize("title", ["", None, True, [], {}, {"name": {}}, [["Tides"]]])
def test_event_without_a_title_is_skipped(title: Any) -> None:
    assert "no sessions could be read." in refusal(document({"title": title}))


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
def test_speakers_are_read(persons: Any, names: list[str]) -> None:
    assert [speaker.name["und"] for speaker in session(persons=persons).speakers] == names


@pytest.mark.parametrize(
    ("room", "name"),
    [("Deck", "Deck"), ({"name": "Deck"}, "Deck"), ("", "Pier"), (None, "Pier"), ([], "Pier")],
)
def test_room_is_read(room: Any, name: str) -> None:
    assert session(room=room).room == {"und": name}


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
def test_abstract_and_description_are_joined(
    abstract: str | None, description: str | None, text: str
) -> None:
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
def test_id_comes_from_code_number_slug_or_title(fields: dict[str, Any], found: str) -> None:
    assert session(**fields).id == found


@pytest.mark.parametrize("uid", ["a\x1b[2J", "\ud800", "x" * 256, None, 5 * [""]])
def test_unusable_uid_is_left_out(uid: Any) -> None:
    assert session(guid=uid).uid == ""


def test_control_characters_are_made_visible() -> None:
    found = session(title="a\x1b[2Jb\u202ec", room="\x9b", persons=["\x00"], subtitle="[bold]")
    assert found.name == {"und": "a\\x1b[2Jb\\u202ec"}
    assert (found.room, found.topic) == ({"und": "\\x9b"}, {"und": "[bold]"})
    assert found.speakers[0].name == {"und": "\\x00"}


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
def test_revision_is_read_from_the_version(version: Any, revision: int) -> None:
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
def test_time_of_the_revision_is_read_from_the_version(
    version: str, revised: datetime | None
) -> None:
    tree = json.loads(document())
    tree["schedule"]["version"] = version
    assert read(json.dumps(tree).encode()).event.revised == revised


def test_conference_without_details_is_read() -> None:
    tree = {"days": [{"rooms": {"": [{"title": "Tides", "date": "2024-05-04T10:00:00"}]}}]}
    programme = read_programme(json.dumps(tree).encode(), "/tmp/Harbour Days.json", SOME_TIME)
    event = programme.programme.event
    assert (event.id, event.name) == ("harbour-days-json", {"und": "Harbour Days.json"})
    assert (event.first_date, event.last_date) == (date(2024, 5, 4), date(2024, 5, 4))
    assert programme.programme.sessions[0].room == {}


@pytest.mark.parametrize(
    ("start", "end", "dates"),
    [
        ("2024-05-03", "2024-05-05", ("2024-05-03", "2024-05-05")),
        ("2024-05-02T16:00:00+00:00", None, ("2024-05-03", "2024-05-04")),
        (None, "soon", ("2024-05-04", "2024-05-04")),
        # Dates of another year.
        ("2023-05-01", "2023-05-03", ("2024-05-04", "2024-05-04")),
        ("2025-05-01", "2025-05-03", ("2024-05-04", "2024-05-04")),
    ],
)
def test_dates_of_the_conference_are_read(
    start: str | None, end: str | None, dates: tuple[str, str]
) -> None:
    event = read(document(conference={"start": start, "end": end})).event
    assert (str(event.first_date), str(event.last_date)) == dates
