"""iCalendar files, some of which break the standard, as sessions."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.diagnostics import line
from cacctl.formats.loading import read_programme
from cacctl.model.programme import in_language
from tests.formats.ical.calendars import (
    FILES,
    IN_NO_ZONE,
    NOW,
    calendar,
    examined,
    joined,
    programme,
    session,
    streams,
    warnings,
)


def test_calendar_of_a_community_is_read() -> None:
    found = examined((FILES / "community.ics").read_bytes())
    assert found.remarks == []
    assert found.programme
    event, sessions = found.programme.event, found.programme.sessions
    assert (event.id, event.name, event.zone) == (
        "open-kitchen", {"und": "Open Kitchen"}, "Europe/Berlin"
    )  # fmt: skip
    assert (event.revision, event.revised) == (4, datetime(2026, 2, 28, 10, 15, tzinfo=UTC))
    # Clocks go forward on 29 March. The occurrence on the 18th is excluded, that on the 25th moved,
    # and that on 8 April cancelled.
    assert [(s.id, f"{s.start:%m-%d %H:%M}", s.cancelled) for s in sessions] == [
        ("weekly-call-2026-03-04", "03-04 15:00", False),
        ("weekly-call-2026-03-11", "03-11 15:00", False),
        ("weekly-call-one-day-later-2026-03-25", "03-26 17:00", False),
        ("hack-days", "03-29 22:00", False),
        ("weekly-call-2026-04-01", "04-01 14:00", False),
        ("weekly-call-2026-04-08", "04-08 14:00", True),
        ("weekly-call-2026-04-15", "04-15 14:00", False),
    ]
    assert sessions[0].uid == "weekly1@google.com/20260304T150000Z"
    assert sessions[2].uid == "weekly1@google.com/20260325T150000Z"
    assert sessions[0].host == {}  # The calendar itself.
    assert sessions[3].end == datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert sessions[0].description == {
        "und": "Bring a dish. Join Zoom Meeting https://zoom.us/j/123456789 "
        "Find your local number: https://zoom.us/u/abcdef"
    }
    assert streams(found.programme, sessions[0]) == [
        ("https://meet.google.com/abc-defg-hij", "und", False),
        ("https://zoom.us/j/123456789?pwd=abc&from=x", "und", False),
    ]
    assert streams(found.programme, sessions[3]) == [
        ("https://www.youtube.com/watch?v=hackdays", "und", False)
    ]
    assert [channel.platform for channel in found.programme.channels] == ["meet", "zoom", "youtube"]


def test_calendar_of_an_office_is_read() -> None:
    found = examined((FILES / "office.ics").read_bytes())
    assert found.remarks == []
    assert found.programme
    # Zones by names of Windows and Outlook, and by a definition in the file.
    sessions = found.programme.sessions
    assert [(in_language(s.name, "en"), f"{s.start:%m-%d %H:%M}") for s in sessions] == [
        ("Far away, in summer", "07-01 06:30"),
        ("Without quotes", "10-19 22:00"),
        ("Review", "10-20 07:00"),
        ("As Outlook shows it", "10-20 13:00"),
        ("Far away, in winter", "12-01 07:30"),
    ]  # fmt: skip
    review = sessions[2]
    assert review.name == {"en-US": "Review"}
    assert (review.room, review.lang) == ({"und": "Microsoft Teams Meeting"}, "")
    assert streams(found.programme, review) == [
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting_x", "und", False)
    ]


def test_handmade_calendar_is_read_with_warnings() -> None:
    found = examined((FILES / "by-hand.ics").read_bytes())
    assert found.programme
    kimchi, last = found.programme.sessions
    assert found.programme.event.name == {"und": "한국 요리 대회"}
    assert found.programme.event.zone == "UTC"
    assert kimchi.name == {"ko": "김치, 처음부터 끝까지"}
    assert kimchi.end - kimchi.start == timedelta(minutes=90)
    assert kimchi.room == {"und": "온라인"}
    assert kimchi.track == {"und": "발효"}
    assert kimchi.description == {
        "ko": "모두를 위한 시간입니다. 재료: 배추, 소금 고춧가루도 준비하세요."
    }
    assert streams(found.programme, kimchi) == [("https://youtu.be/kimchi", "und", False)]
    assert (last.start.hour, last.end.hour, last.page) == (15, 16, None)
    assert found.remarks == [
        (
            "team.ics: skipped 2 of 4 events; 1 could only be read in "
            "part. For details: cacctl check team.ics"
        ),
        f"team.ics: {IN_NO_ZONE}",
    ]
    assert [line(problem) for problem in found.locate(found.problems)] == [
        f"team.ics: warning: {IN_NO_ZONE}",
        "team.ics:16: warning: event 2: skipped because it has no start time.",
        "team.ics:20: warning: event 3: skipped because the start is "
        'unreadable: "3 October 2026, 14:00".',
        (
            "team.ics:25: warning: event 4: the end time is missing or "
            "unreadable. Assuming a duration of one hour."
        ),
        'team.ics:25: warning: event 4: the link "javascript:alert(1)" to the session\'s page was '
        "omitted: "
        "the URL does not start with https:// or http://.",
    ]


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (["DTEND:20260311T104500Z"], 45),
        (["DURATION:PT45M"], 45),
        (["DURATION:P1DT2H"], 26 * 60),
        (["DURATION:P1W"], 7 * 24 * 60),
        (["DURATION:+PT90S"], 1.5),
        # The day on which clocks go forward has 23 hours.
        (["DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1D"], 23 * 60),
        (["DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:PT24H"], 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DTEND;VALUE=DATE:20260313"], 2 * 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DTEND;VALUE=DATE:20260311"], 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DTEND:"], 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DURATION:P3D"], 3 * 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DURATION:PT12H"], 12 * 60),
    ],
)
def test_end_is_read_from_dtend_or_duration(lines: Sequence[str], minutes: float) -> None:
    text = calendar(*lines)
    if not any(text.startswith("DTEND") for text in lines):
        text = text.replace("DTEND:20260311T110000Z\r\n", "")
    (found,) = programme(text).sessions
    assert found.end - found.start == timedelta(minutes=minutes)
    assert warnings(text) == []


@pytest.mark.parametrize(
    "end",
    ["DTEND:", "DTEND:tomorrow", "DURATION:-PT5M", "DURATION:soon", "DURATION:P99999W"]
)  # fmt: skip
def test_missing_end_is_assumed_to_be_an_hour_later(end: str) -> None:
    text = calendar(end)
    if end.startswith("DURATION"):
        text = text.replace("DTEND:20260311T110000Z\r\n", "")
    if end == "DURATION:P99999W":
        text = text.replace("2026", "8999")
    (found,) = programme(text).sessions
    assert found.end - found.start == timedelta(hours=1)
    assert warnings(text) == [
        (
            "team.ics:2: warning: event 1: the end time is missing or "
            "unreadable. Assuming a duration of one hour."
        )
    ]


@pytest.mark.parametrize("end", ["DTEND:20260311T100000Z", "DURATION:PT0S", "DURATION:P0D"])
def test_event_can_have_zero_length(end: str) -> None:
    text = calendar(end)
    if end.startswith("DURATION"):
        text = text.replace("DTEND:20260311T110000Z\r\n", "")
    (found,) = programme(text).sessions
    assert found.start == found.end == datetime(2026, 3, 11, 10, tzinfo=UTC)
    assert found.status(found.start) == "over"
    assert warnings(text) == []


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            ["DTSTART:20261341T100000Z"],
            'skipped because the start is unreadable: "20261341T100000Z".',
        ),
        (
            ["DTSTART:20260311T109900Zx"],
            'skipped because the start is unreadable: "20260311T109900Zx".',
        ),
        (
            ["DTSTART:00010101T000000Z"],
            'skipped because the start is unreadable: "00010101T000000Z".',
        ),
        (["DTSTART:20260312T100000Z"], "skipped because it ends before it starts."),
        (["DTSTART:20200312T100000Z"], "skipped because it is longer than 31 days."),
        (
            ["DTSTART:19600312T100000Z"],
            "skipped because the year 1960 is not between 1970 and 9000.",
        ),
        (["SUMMARY:"], "skipped because it has no name."),
    ],
)
def test_unusable_event_is_skipped_with_a_warning(lines: Sequence[str], reason: str) -> None:
    good = calendar("SUMMARY:Good").removesuffix("END:VCALENDAR\r\n")
    bad = calendar(*lines, "UID:2@x").removeprefix("BEGIN:VCALENDAR\r\n")
    assert [s.id for s in programme(good + bad).sessions] == ["good"]
    assert warnings(good + bad) == [f"team.ics:8: warning: event 2: {reason}"]


def test_room_page_track_and_host_are_read() -> None:
    found = session(
        r"LOCATION:Hall 3 (first floor)\, west", "URL:https://example.org/talk",
        r"CATEGORIES:Food\, drink,Other", 'ORGANIZER;CN="Kim, Mina":mailto:m@example.org',
    )  # fmt: skip
    assert found.room == {"und": "Hall 3 (first floor), west"}
    assert found.page == "https://example.org/talk"
    assert found.track == {"und": "Food, drink"}
    assert found.host == {"und": "Kim, Mina"}
    assert session("ORGANIZER;CN=m@example.org:mailto:m@example.org").host == {}
    assert session("ORGANIZER:mailto:m@example.org").host == {}


@pytest.mark.parametrize("status", ["CANCELLED", "cancelled", "CANCELED"])
def test_cancelled_status_cancels_the_session(status: str) -> None:
    assert session(f"STATUS:{status}").cancelled
    assert not session("STATUS:TENTATIVE").cancelled


def test_cancelled_in_the_title_cancels_the_session() -> None:
    found = session("STATUS:CONFIRMED", "SUMMARY:Tides ! CANCELLED !")
    assert (found.cancelled, found.name) == (True, {"und": "Tides"})
    found = session("SUMMARY:The cancelled flight problem")
    assert (found.cancelled, found.name) == (False, {"und": "The cancelled flight problem"})


def test_ids_come_from_names() -> None:
    names = ["Opening", "Opening", "점심", "Talk 2!"]
    events = [
        joined("BEGIN:VEVENT", f"UID:{n}-x", f"SUMMARY:{name}", f"DTSTART:2026031{n}T100000Z",
               "DURATION:PT1H", "END:VEVENT")
        for n, name in enumerate(names)
    ]  # fmt: skip
    text = "BEGIN:VCALENDAR\r\n" + "".join(events)
    assert [s.id for s in programme(text).sessions] == ["opening", "opening-2", "session", "talk-2"]


def test_file_without_a_readable_session_is_refused() -> None:
    for text in (joined("BEGIN:VCALENDAR", "END:VCALENDAR"), calendar("DTSTART:soon")):
        with pytest.raises(ScheduleProblem) as refused:
            read_programme(text.encode(), "team.ics", NOW)
        assert "no sessions could be read." in refused.value.hint
