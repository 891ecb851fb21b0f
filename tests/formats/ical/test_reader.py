"""iCalendar files, from programs that keep to the standard and from those that do not."""

import gc
import itertools
import time
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cacctl.base.errors import ScheduleProblem
from cacctl.base.sanitize import visible
from cacctl.formats.advice import cut
from cacctl.formats.diagnostics import Examined, line
from cacctl.formats.ical import reader, writer
from cacctl.formats.loading import read_programme
from cacctl.model.programme import Programme, Session, in_language
from cacctl.model.streams import places_of
from tests.conftest import ROOT, examples

FILES = ROOT / "tests" / "schedules" / "ical"
NOW = datetime(2026, 3, 10, tzinfo=UTC)


IN_NO_ZONE = (
    "it names no known time zone, so times without one are taken as UTC. "
    "Name the event's zone with --event-tz."
)


def examined(text: str | bytes) -> Examined:
    data = text.encode() if isinstance(text, str) else text
    return reader.examine(data, "team.ics", NOW)


def programme(text: str | bytes) -> Programme:
    found = examined(text).programme
    assert found
    return found


def calendar(*lines: str) -> str:
    """A calendar with one event, `Talk` at ten, but for what the lines change."""
    names = [text.partition(":")[0].partition(";")[0].upper() for text in lines]
    usual = ["UID:1@x", "SUMMARY:Talk", "DTSTART:20260311T100000Z", "DTEND:20260311T110000Z"]
    kept = [text for text in usual if text.partition(":")[0] not in names]
    return joined("BEGIN:VCALENDAR", "BEGIN:VEVENT", *kept, *lines, "END:VEVENT", "END:VCALENDAR")


def joined(*lines: str) -> str:
    return "\r\n".join(lines) + "\r\n"


def session(*lines: str) -> Session:
    (found,) = programme(calendar(*lines)).sessions
    return found


def warnings(text: str | bytes) -> list[str]:
    found = examined(text)
    return [line(problem) for problem in found.placed(found.findings)]


def starts(sessions: Iterable[Session]) -> list[str]:
    return [f"{s.start:%Y-%m-%d %H:%M}" for s in sessions]


def streams(found: Programme, which: Session) -> list[tuple[str, str, bool]]:
    places = places_of(found, which)
    return [(place.url, place.channel.lang, place.is_recording) for place in places]


def test_a_calendar_of_a_community() -> None:
    found = examined((FILES / "community.ics").read_bytes())
    assert found.remark == ""
    assert found.programme
    event, sessions = found.programme.event, found.programme.sessions
    assert (event.id, event.name, event.zone) == (
        "open-kitchen", {"und": "Open Kitchen"}, "Europe/Berlin"
    )  # fmt: skip
    assert (event.revision, event.revised) == (4, datetime(2026, 2, 28, 10, 15, tzinfo=UTC))
    # Clocks go forward on 29 March. What is on the 18th is left out, that of the 25th is moved, and
    # that of 8 April cancelled.
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


def test_a_calendar_of_an_office() -> None:
    found = examined((FILES / "office.ics").read_bytes())
    assert found.remark == ""
    assert found.programme
    # Zones by their names in Windows, by a definition in the file, and by what Outlook shows.
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


def test_a_calendar_by_hand() -> None:
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
    assert found.remark == (
        "team.ics: of 4 events, 2 could not be read, 1 could only be read in part. "
        "Which: cacctl check team.ics "
        f"team.ics: {IN_NO_ZONE}"
    )
    assert [line(problem) for problem in found.placed(found.findings)] == [
        f"team.ics: warning: {IN_NO_ZONE}",
        'team.ics:16: warning: event 2: its start is no date and time: ""',
        'team.ics:20: warning: event 3: its start is no date and time: "3 October 2026, 14:00"',
        "team.ics:25: warning: event 4: its end is not told. It is taken to last an hour.",
        "team.ics:25: warning: event 4: its page cannot be opened: "
        "it does not begin with https:// or http://.",
    ]


@pytest.mark.parametrize(
    ("head", "start", "expected"),
    [
        ([], "DTSTART:20260311T100000Z", "2026-03-11 10:00"),
        ([], "DTSTART;TZID=Asia/Seoul:20260311T100000", "2026-03-11 01:00"),
        ([], 'DTSTART;TZID="Asia/Seoul":20260311T100000', "2026-03-11 01:00"),
        ([], "dtstart;tzid=Asia/Seoul:20260311T100000", "2026-03-11 01:00"),
        ([], "DTSTART;VALUE=DATE-TIME;TZID=Asia/Seoul:20260311T100000", "2026-03-11 01:00"),
        ([], "DTSTART;TZID=Korea Standard Time:20260311T100000", "2026-03-11 01:00"),
        ([], 'DTSTART;TZID="Korea Standard Time:20260311T100000"', "2026-03-11 01:00"),
        ([], "DTSTART;TZID=(UTC+09:00) Seoul:20260311T100000", "2026-03-11 01:00"),
        ([], "DTSTART;TZID=/mozilla.org/20050126_1/Asia/Seoul:20260311T100000", "2026-03-11 01:00"),
        (
            [],
            "DTSTART;TZID=/freeassociation.sourceforge.net/Asia/Seoul:20260311T100000",
            "2026-03-11 01:00",
        ),
        (
            [],
            "DTSTART;TZID=/citadel.org/20190914_1/America/Argentina/Salta:20260311T100000",
            "2026-03-11 13:00",
        ),
        # UTC is UTC, whatever else is said; offsets and separators are not of this format.
        ([], "DTSTART;TZID=Asia/Seoul:20260311T100000Z", "2026-03-11 10:00"),
        ([], "DTSTART:20260311T100000+0900", "2026-03-11 01:00"),
        ([], "DTSTART:2026-03-11T10:00:00-05:30", "2026-03-11 15:30"),
        ([], "DTSTART:20260311T1000Z", "2026-03-11 10:00"),
        ([], "DTSTART:20260310T240000Z", "2026-03-11 00:00"),
        ([], "DTSTART:20261231T235960Z", "2027-01-01 00:00"),
        # Times that name no zone are in the calendar's, else in UTC.
        ([], "DTSTART:20260311T100000", "2026-03-11 10:00"),
        (["X-WR-TIMEZONE:Asia/Seoul"], "DTSTART:20260311T100000", "2026-03-11 01:00"),
        (["X-WR-TIMEZONE:Korea Standard Time"], "DTSTART:20260311T100000", "2026-03-11 01:00"),
        (["X-WR-TIMEZONE:Nowhere"], "DTSTART:20260311T100000", "2026-03-11 10:00"),
        (
            ["BEGIN:VTIMEZONE", "TZID:Asia/Seoul", "END:VTIMEZONE"],
            "DTSTART:20260311T100000",
            "2026-03-11 01:00",
        ),
        # A time that the zone skips is the one after the gap; of two, it is the first.
        ([], "DTSTART;TZID=Europe/Berlin:20260329T023000", "2026-03-29 01:30"),
        ([], "DTSTART;TZID=Europe/Berlin:20261025T023000", "2026-10-25 00:30"),
        # A day begins at midnight in the calendar's zone.
        (["X-WR-TIMEZONE:Asia/Seoul"], "DTSTART;VALUE=DATE:20260311", "2026-03-10 15:00"),
        (["X-WR-TIMEZONE:Asia/Seoul"], "DTSTART:20260311", "2026-03-10 15:00"),
    ],
)  # fmt: skip
def test_times(head: Sequence[str], start: str, expected: str) -> None:
    text = calendar("DURATION:PT1H", start).replace("DTEND:20260311T110000Z\r\n", "")
    text = text.replace("BEGIN:VEVENT", joined(*head, "BEGIN:VEVENT").rstrip())
    assert starts(programme(text).sessions) == [expected]
    is_in_no_zone = start == "DTSTART:20260311T100000" and "10:00" in expected
    assert warnings(text) == is_in_no_zone * [f"team.ics: warning: {IN_NO_ZONE}"]


def test_times_without_a_zone_are_in_that_of_most_others() -> None:
    zones = ["Europe/Berlin", "Asia/Seoul", "Asia/Seoul"]
    events = [
        joined("BEGIN:VEVENT", f"SUMMARY:{zone}", f"DTSTART;TZID={zone}:20260311T100000",
               "DURATION:PT1H", "END:VEVENT")
        for zone in zones
    ]  # fmt: skip
    text = "BEGIN:VCALENDAR\r\n" + "".join(events)
    text += joined("BEGIN:VEVENT", "SUMMARY:Floating", "DTSTART:20260311T120000", "DURATION:PT1H")
    found = programme(text)
    assert found.event.zone == "Asia/Seoul"
    assert starts(found.named("floating")) == ["2026-03-11 03:00"]


FLOATING = calendar("DTSTART:20260711T100000", "DTEND:20260711T110000")
IN_UTC = calendar("DTSTART:20260711T230000Z", "DTEND:20260711T233000Z")


def test_the_viewer_names_the_zone_of_a_calendar_without_one() -> None:
    assert starts(programme(FLOATING).sessions) == ["2026-07-11 10:00"]
    loaded = read_programme(FLOATING.encode(), "team.ics", NOW)
    assert loaded.warnings == (f"team.ics: {IN_NO_ZONE}",)
    loaded = read_programme(FLOATING.encode(), "team.ics", NOW, "Europe/Berlin")
    assert loaded.programme.event.zone == "Europe/Berlin"
    assert starts(loaded.programme.sessions) == ["2026-07-11 08:00"]
    assert loaded.warnings == ()
    # Times in UTC stay where they are; their date is that of the event.
    assert read_programme(IN_UTC.encode(), "team.ics", NOW).warnings == ()
    loaded = read_programme(IN_UTC.encode(), "team.ics", NOW, "Europe/Berlin")
    assert starts(loaded.programme.sessions) == ["2026-07-11 23:00"]
    assert loaded.programme.sessions[0].date == date(2026, 7, 12)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("BEGIN:VEVENT", "X-WR-TIMEZONE:Asia/Seoul\r\nBEGIN:VEVENT"),
        ("DTSTART:", "DTSTART;TZID=Asia/Seoul:"),
    ],
)
def test_a_calendar_that_names_its_zone_keeps_it(old: str, new: str) -> None:
    data = FLOATING.replace(old, new).encode()
    loaded = read_programme(data, "team.ics", NOW, "Europe/Berlin")
    assert loaded.programme == read_programme(data, "team.ics", NOW).programme
    assert loaded.warnings == (
        "team.ics names its own time zone, Asia/Seoul, so Europe/Berlin isn't used for it.",
    )


def test_a_zone_that_nobody_knows_is_taken_to_be_the_calendars() -> None:
    text = calendar("DTSTART;TZID=Middle Earth:20260311T100000", "DURATION:PT1H")
    text = text.replace("DTEND:20260311T110000Z\r\n", "")
    text = text.replace("BEGIN:VEVENT", "X-WR-TIMEZONE:Asia/Seoul\r\nBEGIN:VEVENT")
    assert starts(programme(text).sessions) == ["2026-03-11 01:00"]
    assert warnings(text) == [
        'team.ics:3: warning: event 1: the time zone "Middle Earth" is not known. '
        "Its times are taken to be in Asia/Seoul."
    ]


def test_nothing_is_suggested_for_the_unknown_zones_of_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That compares the name with hundreds of others; of a thousand zones, it takes seconds."""

    def suggested(name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr("cacctl.times.zones._unknown", suggested)
    text = calendar('DTSTART;TZID="(UTC+01:00) Berlinchen, There":20260311T100000', "DURATION:PT1H")
    assert "is not known" in warnings(text)[0]
    text = calendar('DTSTART;TZID="(UTC+01:00) Elsewhere, Paris":20260311T100000', "DURATION:PT1H")
    assert starts(programme(text).sessions) == ["2026-03-11 09:00"]


def test_a_zone_whose_definition_is_empty_is_not_known() -> None:
    zone = joined("BEGIN:VTIMEZONE", "TZID:Ours", "END:VTIMEZONE", "BEGIN:VEVENT").rstrip()
    text = calendar("DTSTART;TZID=Ours:20260311T100000").replace("BEGIN:VEVENT", zone)
    assert '"Ours" is not known' in warnings(text)[0]


def test_a_zone_that_the_file_defines_with_a_place() -> None:
    zone = joined(
        "BEGIN:VTIMEZONE", "TZID:Ours", "X-LIC-LOCATION:Asia/Kathmandu", "BEGIN:DAYLIGHT",
        "DTSTART:19700101T000000", "TZOFFSETFROM:+0545", "TZOFFSETTO:+0545", "END:DAYLIGHT",
        "END:VTIMEZONE", "BEGIN:VEVENT",
    ).rstrip()  # fmt: skip
    text = calendar("DTSTART;TZID=Ours:20260311T100000", "DURATION:PT1H")
    found = programme(text.replace("BEGIN:VEVENT", zone).replace("DTEND:20260311T110000Z\r\n", ""))
    assert found.event.zone == "Asia/Kathmandu"
    assert starts(found.sessions) == ["2026-03-11 04:15"]


def test_est_is_standard_time_unless_the_calendar_defines_it() -> None:
    text = calendar("DTSTART;TZID=EST:20260711T100000", "DTEND;TZID=EST:20260711T110000")
    assert starts(programme(text).sessions) == ["2026-07-11 15:00"]
    assert warnings(text) == [
        "team.ics: warning: EST has no daylight saving time. "
        "Write America/New_York for the time there, or Etc/GMT+5 if that is meant."
    ]
    zone = joined(
        "BEGIN:VTIMEZONE", "TZID:EST", "BEGIN:STANDARD", "DTSTART:20071104T020000",
        "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:20070311T020000", "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "END:DAYLIGHT",
        "END:VTIMEZONE", "BEGIN:VEVENT",
    ).rstrip()  # fmt: skip
    defined = text.replace("BEGIN:VEVENT", zone)
    assert starts(programme(defined).sessions) == ["2026-07-11 14:00"]
    assert warnings(defined) == []


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=YEARLY;BYDAY=XX",
        "TZOFFSETTO:nonsense",
        "TZOFFSETTO:+2400",
        "RDATE:x",
    ],
)
def test_a_zone_whose_definition_makes_no_sense_is_not_known(rule: str) -> None:
    zone = joined(
        "BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0545", "TZOFFSETTO:+0545", rule, "END:STANDARD", "END:VTIMEZONE",
        "BEGIN:VEVENT",
    ).rstrip()  # fmt: skip
    text = calendar("DTSTART;TZID=Ours:20260311T100000").replace("BEGIN:VEVENT", zone)
    assert starts(programme(text).sessions) == ["2026-03-11 10:00"]
    assert '"Ours" is not known' in warnings(text)[0]


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (["DTEND:20260311T104500Z"], 45),
        (["DURATION:PT45M"], 45),
        (["DURATION:P1DT2H"], 26 * 60),
        (["DURATION:P1W"], 7 * 24 * 60),
        (["DURATION:+PT90S"], 1.5),
        # A day of the clock is an hour shorter where clocks go forward.
        (["DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1D"], 23 * 60),
        (["DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:PT24H"], 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DTEND;VALUE=DATE:20260313"], 2 * 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DTEND;VALUE=DATE:20260311"], 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DTEND:"], 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DURATION:P3D"], 3 * 24 * 60),
        (["DTSTART;VALUE=DATE:20260311", "DURATION:PT12H"], 12 * 60),
    ],
)
def test_ends(lines: Sequence[str], minutes: float) -> None:
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
def test_an_hour_is_assumed_where_no_end_is_told(end: str) -> None:
    text = calendar(end)
    if end.startswith("DURATION"):
        text = text.replace("DTEND:20260311T110000Z\r\n", "")
    if end == "DURATION:P99999W":
        text = text.replace("2026", "8999")
    (found,) = programme(text).sessions
    assert found.end - found.start == timedelta(hours=1)
    assert warnings(text) == [
        "team.ics:2: warning: event 1: its end is not told. It is taken to last an hour."
    ]


@pytest.mark.parametrize("end", ["DTEND:20260311T100000Z", "DURATION:PT0S", "DURATION:P0D"])
def test_a_moment(end: str) -> None:
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
        (["DTSTART:20261341T100000Z"], 'its start is no date and time: "20261341T100000Z"'),
        (["DTSTART:20260311T109900Zx"], 'its start is no date and time: "20260311T109900Zx"'),
        (["DTSTART:00010101T000000Z"], 'its start is no date and time: "00010101T000000Z"'),
        (["DTSTART:20260312T100000Z"], "it ends before it has started."),
        (["DTSTART:20200312T100000Z"], "it is longer than 31 days."),
        (["DTSTART:19600312T100000Z"], "the year 1960 is not between 1970 and 9000."),
        (["SUMMARY:"], "it has no name."),
    ],
)
def test_what_is_left_out(lines: Sequence[str], reason: str) -> None:
    good = calendar("SUMMARY:Good").removesuffix("END:VCALENDAR\r\n")
    bad = calendar(*lines, "UID:2@x").removeprefix("BEGIN:VCALENDAR\r\n")
    assert [s.id for s in programme(good + bad).sessions] == ["good"]
    assert warnings(good + bad) == [f"team.ics:8: warning: event 2: {reason}"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Talk", "Talk"),
        (r"One\, two\; three\\four\nfive", r"One, two; three\four five"),
        (r"\\New\\now", r"\New\now"),
        (r"C:\temp", r"C:\temp"),
        ("One, two; three: four", "One, two; three: four"),
        ("[bold] <b>", "[bold] <b>"),
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("한국어 🧑‍🚀", "한국어 🧑‍🚀"),
        ("half\r\n \r\n  folded", "half folded"),
        ("half\r\n\tfolded", "halffolded"),
        ("half\n\n folded", "halffolded"),
        ("not\r\nfolded at all", "not folded at all"),
        ("its own\r\nhttps://example.org/x", "its own https://example.org/x"),
    ],
)
def test_texts(written: str, read: str) -> None:
    assert session(f"SUMMARY:{written}").name == {"und": read}


def test_a_line_in_the_wrong_place_is_counted() -> None:
    text = calendar("DTSTART:20260311T100000Z\r\nand what is this")
    assert warnings(text) == [
        "team.ics:2: warning: event 1: it has lines that are none of a calendar."
    ]
    assert starts(programme(text).sessions) == ["2026-03-11 10:00"]


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_endings(ending: str, mark: bytes) -> None:
    text = calendar("SUMMARY:Ein\r\n  Vortrag").replace("\r\n", ending)
    (found,) = programme(mark + text.encode()).sessions
    assert found.name == {"und": "Ein Vortrag"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = calendar("SUMMARY:Caf\u00e9 \u2013 Gespr\u00e4ch")
    (found,) = programme(text.encode(encoding)).sessions
    assert found.name == {"und": "Café – Gespräch"}


def test_lines_in_different_encodings() -> None:
    """As where texts of others are pasted into a page without looking."""
    text = calendar("SUMMARY:한국", "LOCATION:CAFE").encode().replace(b"CAFE", b"Caf\xe9")
    (found,) = programme(text).sessions
    assert (found.name, found.room) == ({"und": "한국"}, {"und": "Café"})


def test_a_letter_that_a_fold_splits() -> None:
    data = calendar("SUMMARY:한국").encode().replace("국".encode(), b"\xea\r\n \xb5\xad")
    assert programme(data).sessions[0].name == {"und": "한국"}


def test_what_surrounds_the_events() -> None:
    """Several calendars, other components, no ends, no heads, text after the end."""
    text = joined(
        "BEGIN:VCALENDAR", "X-WR-CALNAME:One", "BEGIN:VTODO", "SUMMARY:Todo",
        "DTSTART:20260311T100000Z", "END:VTODO", "BEGIN:VFREEBUSY", "END:VFREEBUSY",
        "BEGIN:VEVENT", "SUMMARY:A", "DTSTART:20260311T100000Z", "DTEND:20260311T110000Z",
        "BEGIN:VALARM", "DESCRIPTION:Alarm", "DURATION:PT5M", "END:VALARM", "LOCATION:Hall",
        "END:VEVENT", "END:VCALENDAR", "",
        "BEGIN:VCALENDAR", "X-WR-CALNAME:Two", "BEGIN:VJOURNAL", "SUMMARY:J", "END:VJOURNAL",
        "BEGIN:VEVENT", "SUMMARY:B", "DTSTART:20260312T100000Z", "DTEND:20260312T110000Z",
        "BEGIN:VALARM", "DESCRIPTION:Alarm",
        "BEGIN:VEVENT", "SUMMARY:C", "DTSTART:20260313T100000Z", "DTEND:20260313T110000Z",
        "END:VCALENDAR", "SUMMARY:D", "<!-- made by hand -->",
    )  # fmt: skip
    found = programme(text)
    assert found.event.name == {"und": "One"}
    assert [(s.id, s.description, s.room) for s in found.sessions] == [
        ("a", {}, {"und": "Hall"}), ("b", {}, {}), ("c", {}, {})
    ]  # fmt: skip
    assert warnings(text) == []


def test_a_calendar_without_a_name_is_called_by_its_file_or_host() -> None:
    data = calendar().encode()
    for source, name in [("/tmp/a/team-calls.ics", "team-calls"), ("https://x.org/a.ics", "x.org")]:
        found = reader.examine(data, source, NOW).programme
        assert found
        assert found.event.name == {"und": name}


def test_facts_of_the_calendar() -> None:
    head = joined(
        "NAME;LANGUAGE=de:Tage der Küche", "X-WR-CALNAME:Kitchen days", "URL:https://example.org/",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M", "X-PUBLISHED-TTL:PT2H", "BEGIN:VEVENT",
    ).rstrip()  # fmt: skip
    text = calendar("SEQUENCE:7", "LAST-MODIFIED:20260301T100000Z", "DTSTAMP:20260309T100000Z")
    event = programme(text.replace("BEGIN:VEVENT", head)).event
    assert event.name == {"de": "Tage der Küche"}
    assert event.site == {"und": "https://example.org/"}
    assert event.refresh == timedelta(minutes=30)
    assert (event.revision, event.revised) == (7, datetime(2026, 3, 1, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("PT30M", 30), ("P1W", 7 * 24 * 60), ("PT1S", 1), ("P1Y", 0), ("P900D", 30 * 24 * 60),
     ("PT0S", 0), ("", 0), ("often", 0)]
)  # fmt: skip
def test_how_often_to_ask(text: str, minutes: int) -> None:
    head = f"X-PUBLISHED-TTL:{text}\r\nBEGIN:VEVENT"
    refresh = programme(calendar().replace("BEGIN:VEVENT", head)).event.refresh
    assert refresh == (timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(
    ("text", "revision"),
    [("5", 5), ("0", 0), ("-1", 0), ("x", 0), ("٣", 0), ("9" * 11, 10**9), ("9" * 5000, 0)],
)
def test_sequences(text: str, revision: int) -> None:
    assert programme(calendar(f"SEQUENCE:{text}")).event.revision == revision


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["LOCATION:Hall 3"], []),
        (["LOCATION:https://example.org/live"], [("https://example.org/live", "und", False)]),
        (["LOCATION:Zoom: https://zoom.us/j/1."], [("https://zoom.us/j/1", "und", False)]),
        (["URL:https://example.org/talk"], []),
        (["URL:https://youtu.be/x"], [("https://youtu.be/x", "und", False)]),
        (["URL:https://zoom.us/j/1", "LOCATION:https://zoom.us/j/1"],
         [("https://zoom.us/j/1", "und", False)]),
        (["CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LANGUAGE=ko;LABEL=\"Live: one, two\":"
          "https://example.org/ko", "CONFERENCE;LANGUAGE=en;VALUE=URI:https://example.org/en"],
         [("https://example.org/ko", "ko", False), ("https://example.org/en", "en", False)]),
        (["CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+1-412-555-0123,,,654321"], []),
        (["CONFERENCE;VALUE=URI;LABEL=Video call:https://example.org/v"],
         [("https://example.org/v", "und", False)]),
        (["CONFERENCE;VALUE=URI;LABEL=Recording:https://example.org/v"],
         [("https://example.org/v", "und", True)]),
        (["URL:https://zoom.us/rec/share/x"], [("https://zoom.us/rec/share/x", "und", True)]),
        (["DESCRIPTION:Join: https://zoom.us/j/1\\nSee https://x.zoom.us/rec/play/y."],
         [("https://zoom.us/j/1", "und", False), ("https://x.zoom.us/rec/play/y", "und", True)]),
        (["CONFERENCE;VALUE=URI:https://zoom.us/rec/share/x"],
         [("https://zoom.us/rec/share/x", "und", True)]),
        (["CONFERENCE;VALUE=URI;LABEL=다시보기:https://example.org/v"],
         [("https://example.org/v", "und", True)]),
        (["X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij"],
         [("https://meet.google.com/abc-defg-hij", "und", False)]),
        (["X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:https://example.org/m"],
         [("https://example.org/m", "und", False)]),
        (["DESCRIPTION:Join https://x.zoom.us/j/1 or https://x.zoom.us/j/2\\, settings: "
          "https://zoom.us/profile"], [("https://x.zoom.us/j/1", "und", False)]),
        (["DESCRIPTION:https://acme.webex.com/acme/j.php?MTID=m1 (https://meet.jit.si/Talk)"],
         [("https://acme.webex.com/acme/j.php?MTID=m1", "und", False),
          ("https://meet.jit.si/Talk", "und", False)]),
        (["DESCRIPTION:Help: https://support.zoom.us/hc and https://example.org/"], []),
        (["DESCRIPTION:Watch https://www.twitch.tv/talks!"],
         [("https://www.twitch.tv/talks", "und", False)]),
        (["DESCRIPTION:Recording: https://youtu.be/x\\nSlides: https://youtu.be/y"],
         [("https://youtu.be/x", "und", True)]),
        (["DESCRIPTION:Livestream: https://example.org/hall"],
         [("https://example.org/hall", "und", False)]),
        (["DESCRIPTION:Talks.\\nWatch the live stream on YouTube: https://youtu.be/x\\n"
          "Recording: https://youtu.be/y"],
         [("https://youtu.be/x", "und", False), ("https://youtu.be/y", "und", True)]),
        (["DESCRIPTION:유튜브 생중계: https://youtu.be/x"], [("https://youtu.be/x", "und", False)]),
        (["DESCRIPTION:Join us at https://www.youtube.com/@talks/live"],
         [("https://www.youtube.com/@talks/live", "und", False)]),
        (["DESCRIPTION:<p>Livestream:<br><a href=\"https://youtu.be/x\">here</a></p>"],
         [("https://youtu.be/x", "und", False)]),
        (["DESCRIPTION:<a href=\"https://youtu.be/x\">Live stream</a>"],
         [("https://youtu.be/x", "und", False)]),
        # A video that is mentioned is no stream.
        (["DESCRIPTION:As in https://youtu.be/x"], []),
        (["DESCRIPTION:Watch: https://youtu.be/x"], []),
        (["DESCRIPTION:Last year's live stream: https://youtu.be/x"], []),
        (["DESCRIPTION:Stream processing in five minutes: https://youtu.be/x"], []),
        (["DESCRIPTION:<a href=\"https://youtu.be/x\">Our trailer</a> https://vimeo.com/1"], []),
        (["DESCRIPTION:As in https://youtu.be/x", "LOCATION:https://zoom.us/j/1"],
         [("https://zoom.us/j/1", "und", False)]),
        (["LOCATION:javascript:alert(1)", "CONFERENCE:https://user@example.org/"], []),
        (["X-ALT-DESC;FMTTYPE=text/html:<a href=\"https://zoom.us/j/1\">x</a>"], []),
    ],
)  # fmt: skip
def test_where_it_can_be_seen(lines: Sequence[str], expected: list[tuple[str, str, bool]]) -> None:
    found = programme(calendar(*lines))
    assert streams(found, found.sessions[0]) == expected


def test_rooms_pages_tracks_and_hosts() -> None:
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
def test_a_cancelled_event(status: str) -> None:
    assert session(f"STATUS:{status}").cancelled
    assert not session("STATUS:TENTATIVE").cancelled


def test_an_event_that_its_title_calls_cancelled() -> None:
    found = session("STATUS:CONFIRMED", "SUMMARY:Tides ! CANCELLED !")
    assert (found.cancelled, found.name) == (True, {"und": "Tides"})
    found = session("SUMMARY:The cancelled flight problem")
    assert (found.cancelled, found.name) == (False, {"und": "The cancelled flight problem"})


def test_a_cancelled_calendar() -> None:
    text = calendar().replace("BEGIN:VEVENT", "METHOD:CANCEL\r\nBEGIN:VEVENT")
    assert programme(text).sessions[0].cancelled


def test_a_file_that_was_cut_off_says_so() -> None:
    whole = calendar() + calendar("UID:2@x", "SUMMARY:Second")
    cut = whole[: whole.rindex("END:VEVENT")]
    found = examined(cut)
    assert found.programme
    assert found.remark == (
        "team.ics: of 2 events, 1 could only be read in part. Which: cacctl check team.ics"
    )
    assert warnings(cut) == ["team.ics:10: warning: event 2: the file ends in the middle of it."]


def test_ids() -> None:
    names = ["Opening", "Opening", "점심", "Talk 2!"]
    events = [
        joined("BEGIN:VEVENT", f"UID:{n}-x", f"SUMMARY:{name}", f"DTSTART:2026031{n}T100000Z",
               "DURATION:PT1H", "END:VEVENT")
        for n, name in enumerate(names)
    ]  # fmt: skip
    text = "BEGIN:VCALENDAR\r\n" + "".join(events)
    assert [s.id for s in programme(text).sessions] == ["opening", "opening-2", "session", "talk-2"]


def test_the_newest_version_of_an_event_counts_and_none_counts_twice() -> None:
    one = joined("BEGIN:VEVENT", "UID:1", "SUMMARY:Old", "SEQUENCE:1", "DTSTART:20260311T100000Z",
                 "DURATION:PT1H", "END:VEVENT")  # fmt: skip
    newer = one.replace("Old", "New").replace("SEQUENCE:1", "SEQUENCE:2")
    # Some programs give all of their events the same UID.
    other = newer.replace("New", "Other").replace("20260311", "20260312")
    text = "BEGIN:VCALENDAR\r\n" + one + newer + newer + other + "END:VCALENDAR"
    assert [s.id for s in programme(text).sessions] == ["new", "other"]


OLD = joined("BEGIN:VEVENT", "UID:1", "SUMMARY:Talk", "DTSTAMP:20260301T100000Z",
             "DTSTART:20260311T100000Z", "DURATION:PT1H", "DESCRIPTION:Old",
             "END:VEVENT")  # fmt: skip


def of_events(*events: str) -> str:
    return joined("BEGIN:VCALENDAR", "".join(events).rstrip(), "END:VCALENDAR")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("UID:1", "UID:1\r\nSEQUENCE:1"),
        ("DTSTAMP:20260301T100000Z", "DTSTAMP:20260301T110000Z"),
        ("DTSTAMP:", "LAST-MODIFIED:20260302T000000Z\r\nDTSTAMP:"),
        ("UID:1\r\nSUMMARY:Talk", "UID:1\r\nSEQUENCE:2\r\nSUMMARY:Longer talk"),
        ("SUMMARY:Talk\r\nDTSTAMP:202603", "SUMMARY:Longer talk\r\nDTSTAMP:202604"),
        ("UID:1", "UID:1\r\nSEQUENCE:1\r\nRRULE:FREQ=DAILY;COUNT=1"),
    ],
)
def test_the_newer_of_two_versions_is_read_whichever_is_first(old: str, new: str) -> None:
    assert old in OLD
    newer = OLD.replace(old, new).replace("DESCRIPTION:Old", "DESCRIPTION:New")
    told = "is a newer version with the same UID. Only that one is read."
    for text, place, other in ((OLD + newer, 1, 2), (newer + OLD, 2, 1)):
        (found,) = programme(of_events(text)).sessions
        assert found.description == {"und": "New"}
        (warning,) = warnings(of_events(text))
        assert warning.endswith(f"event {place}: event {other} {told}")


def test_changes_of_single_recurrences_are_no_versions_of_each_other() -> None:
    series = OLD.replace("UID:1", "UID:1\r\nRRULE:FREQ=DAILY;COUNT=3")
    changed = [
        OLD.replace("UID:1", f"UID:1\r\nSEQUENCE:{n}\r\nRECURRENCE-ID:202603{day}T100000Z")
        .replace("DTSTART:20260311T10", f"DTSTART:202603{day}T1{n}")
        for n, day in ((2, 11), (3, 12), (4, 12))
    ]  # fmt: skip
    found = programme(of_events(series, *changed)).sessions
    assert starts(found) == ["2026-03-11 12:00", "2026-03-12 14:00", "2026-03-13 10:00"]


def test_different_events_with_one_uid_are_all_read() -> None:
    events = [
        OLD.replace("SUMMARY:Talk", f"SUMMARY:Talk {n}").replace("0301T100000", f"0301T10000{n}")
        for n in range(3)
    ]
    assert len(programme(of_events(*events)).sessions) == 3


def test_two_revisions_of_our_own_in_one_file(summit: Programme) -> None:
    opening, *others = summit.sessions
    moved = opening._replace(start=opening.start + timedelta(hours=1), announced=opening.start)
    text = b""
    for revision, first in ((1, moved), (2, opening)):
        revised = datetime(2020, 6, revision, tzinfo=UTC)
        event = summit.event._replace(revision=revision, revised=revised)
        changed = summit._replace(event=event, sessions=(first, *others))
        text += writer.calendar(changed, changed.sessions, lang="en")
    found = programme(text)
    assert [(s.id, s.start) for s in found.sessions] == [(s.id, s.start) for s in summit.sessions]
    assert (found.event.id, found.event.revision) == ("cac-2020", 2)


ENDLESS = ["DTSTART;TZID=Europe/Berlin:20260311T160000", "DTEND;TZID=Europe/Berlin:20260311T170000"]


def recurring(*lines: str) -> list[str]:
    return starts(programme(calendar(*ENDLESS, *lines)).sessions)


def test_what_recurs_without_an_end_is_read_for_a_year() -> None:
    found = recurring("RRULE:FREQ=WEEKLY")
    assert found[0] == "2026-03-11 15:00"
    # In Berlin, clocks change on the last Sundays of March and October.
    assert found[3] == "2026-04-01 14:00"
    assert found[33] == "2026-10-28 15:00"
    assert found[-1] == "2027-03-03 15:00"
    assert len(found) == 52
    assert warnings(calendar(*ENDLESS, "RRULE:FREQ=WEEKLY")) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], ["03-11 15:00", "03-12 15:00", "03-13 15:00"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260325T150000Z"],
         ["03-11 15:00", "03-18 15:00", "03-25 15:00"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260325T145959Z"], ["03-11 15:00", "03-18 15:00"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260325"], ["03-11 15:00", "03-18 15:00"]),
        # What is left out, added, and added with its own end.
        (["RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Europe/Berlin:20260312T160000,20260313T160000"],
         ["03-11 15:00", "03-14 15:00"]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260312T150000Z"], ["03-11 15:00", "03-13 15:00"]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260312"],
         ["03-11 15:00", "03-13 15:00"]),
        (["RDATE;TZID=Europe/Berlin:20260401T120000,20260402T120000"],
         ["03-11 15:00", "04-01 10:00", "04-02 10:00"]),
        (["RDATE;VALUE=PERIOD:20260401T100000Z/20260401T100500Z,20260402T100000Z/PT5M"],
         ["03-11 15:00", "04-01 10:00", "04-02 10:00"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3"],
         ["03-11 15:00", "03-27 15:00", "04-24 14:00", "05-29 14:00"]),
        (["rrule:freq=daily;count=2"], ["03-11 15:00", "03-12 15:00"]),
        (["RRULE:FREQ=DAILY;COUNT=2;"], ["03-11 15:00", "03-12 15:00"]),
        (["RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270101"], ["03-11 15:00", "03-12 15:00"]),
        # With blanks, and with parts that say nothing.
        (["RRULE:FREQ=WEEKLY; BYDAY=WE, TH ;COUNT = 3"],
         ["03-11 15:00", "03-12 15:00", "03-18 15:00"]),
        (["RRULE:FREQ=DAILY;INTERVAL=;COUNT=-1;UNTIL=20260312T150000Z"],
         ["03-11 15:00", "03-12 15:00"]),
        (["RRULE:FREQ=DAILY;UNTIL=;COUNT=2;BYDAY="], ["03-11 15:00", "03-12 15:00"]),
    ],
)  # fmt: skip
def test_what_recurs(lines: Sequence[str], expected: list[str]) -> None:
    assert recurring(*lines) == [f"2026-{time}" for time in expected]


@pytest.mark.parametrize("end", ["COUNT=-1;UNTIL=", "COUNT=0", "UNTIL=", "COUNT= -1 ; UNTIL ="])
def test_an_end_that_says_nothing_is_none(end: str) -> None:
    assert recurring(f"RRULE:FREQ=WEEKLY;{end}") == recurring("RRULE:FREQ=WEEKLY")
    (warning,) = warnings(calendar(*ENDLESS, f"RRULE:FREQ=WEEKLY;{end}"))
    assert warning.endswith(f"the rule FREQ=WEEKLY;{end} tells no end. It is taken to go on.")


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]),
    st.integers(0, 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 3),
    st.integers(1, 40),
    st.sampled_from(["", ";BYDAY=MO,TH", ";BYMONTHDAY=-1", ";BYMONTH=3,10"]),
    st.sets(st.integers(0, 9), max_size=3),
)
def test_the_clock_on_the_wall_goes_by_the_rule(
    zone: str, start: datetime, freq: str, interval: int, count: int, by: str, out: set[int]
) -> None:
    start = start.replace(tzinfo=None)
    rule = f"FREQ={freq};INTERVAL={interval};COUNT={count}{by}"
    # The start counts, whether or not it is one of the rule's; not further than ten years ahead.
    clocks = sorted({start, *rrulestr(rule, dtstart=start)})
    left_out = [clock for number, clock in enumerate(clocks) if number in out and clock != start]
    horizon = NOW + timedelta(days=365 + 3653)
    instants = [clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for clock in clocks]
    expected = [
        instant for clock, instant in zip(clocks, instants, strict=True)
        if clock not in left_out and instant <= horizon
    ]  # fmt: skip
    dates = ",".join(f"{clock:%Y%m%dT%H%M%S}" for clock in left_out)
    text = calendar(
        f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", "DURATION:PT1H", f"RRULE:{rule}",
        f"EXDATE;TZID={zone}:{dates}",
    ).replace("DTEND:20260311T110000Z\r\n", "")  # fmt: skip
    found = programme(text).sessions
    assert [s.start for s in found] == expected
    assert {s.end - s.start for s in found} == {timedelta(hours=1)}


def test_an_added_period_has_its_own_end() -> None:
    text = calendar(*ENDLESS, "RDATE;VALUE=PERIOD:20260402T100000Z/PT5M")
    ends = [s.end - s.start for s in programme(text).sessions]
    assert ends == [timedelta(hours=1), timedelta(minutes=5)]


def test_whole_days_recur_in_the_calendars_zone() -> None:
    text = calendar("DTSTART;VALUE=DATE:20260327", "DTEND;VALUE=DATE:20260328",
                    "RRULE:FREQ=DAILY;COUNT=4", "EXDATE;VALUE=DATE:20260328")  # fmt: skip
    text = text.replace("BEGIN:VEVENT", "X-WR-TIMEZONE:Europe/Berlin\r\nBEGIN:VEVENT")
    found = programme(text).sessions
    assert starts(found) == ["2026-03-26 23:00", "2026-03-28 23:00", "2026-03-29 22:00"]
    # The day on which clocks go forward has 23 hours.
    assert [(s.end - s.start) / timedelta(hours=1) for s in found] == [24, 23, 24]
    assert [s.id for s in found] == ["talk-2026-03-27", "talk-2026-03-29", "talk-2026-03-30"]


def test_a_change_that_goes_on() -> None:
    """RANGE=THISANDFUTURE: all later ones are an hour later, too."""
    text = calendar(*ENDLESS, "RRULE:FREQ=DAILY;COUNT=4").removesuffix("END:VCALENDAR\r\n")
    text += joined(
        "BEGIN:VEVENT", "UID:1@x", "SUMMARY:Later",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260313T160000",
        "DTSTART;TZID=Europe/Berlin:20260313T170000", "DTEND;TZID=Europe/Berlin:20260313T180000",
        "END:VEVENT",
    )  # fmt: skip
    found = programme(text).sessions
    assert starts(found) == [
        "2026-03-11 15:00", "2026-03-12 15:00", "2026-03-13 16:00", "2026-03-14 16:00"
    ]  # fmt: skip
    assert [s.name["und"] for s in found] == ["Talk", "Talk", "Later", "Later"]
    assert len({s.uid for s in found}) == 4


def test_a_change_to_what_is_not_in_the_file() -> None:
    text = calendar("RECURRENCE-ID:20260310T100000Z")
    (found,) = programme(text).sessions
    assert (starts([found]), found.id) == (["2026-03-11 10:00"], "talk-2026-03-10")


def test_what_recurs_without_a_uid() -> None:
    text = calendar(*ENDLESS, "RRULE:FREQ=DAILY;COUNT=2").replace("UID:1@x\r\n", "")
    text = text.removesuffix("END:VCALENDAR\r\n")
    text += calendar("SUMMARY:Other").removeprefix("BEGIN:VCALENDAR\r\n").replace("UID:1@x\r\n", "")
    assert [(s.id, s.uid) for s in programme(text).sessions] == [
        ("other", ""), ("talk-2026-03-11", ""), ("talk-2026-03-12", "")
    ]  # fmt: skip


FROM_1 = {end: ",".join(map(str, range(1, end + 1))) for end in (23, 59, 366)}


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=SECONDLY;COUNT=2000000000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;BYSETPOS=31", "FREQ=HOURLY;BYSETPOS=2", "FREQ=HOURLY;BYHOUR=60",
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYSETPOS=2", "FREQ=NEVER", "WEEKLY",
        "FREQ=WEEKLY;UNTIL=x",
        "FREQ=DAILY;BYSETPOS=" + ",".join(["2"] * 730),
        "FREQ=YEARLY;BYSETPOS=" + ",".join(map(str, range(1, 60))),
        f"FREQ=YEARLY;BYYEARDAY={FROM_1[366]};BYHOUR={FROM_1[23]};BYMINUTE={FROM_1[59]}",
        "FREQ=WEEKLY;INTERVAL=99999999999", "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY;BYMONTH=13",
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_followed(rule: str) -> None:
    text = calendar(*ENDLESS, f"RRULE:{rule}")
    before = perf_counter()
    assert starts(programme(text).sessions) == ["2026-03-11 15:00"]
    assert perf_counter() - before < 5
    assert warnings(text) == [
        f"team.ics:2: warning: event 1: the rule {cut(rule)} by which it recurs is not read. "
        "Only its first time is."
    ]


def test_of_very_many_times_the_latest_are_read() -> None:
    text = calendar("DTSTART:20250601T000000Z", "DTEND:20250601T030000Z", "RRULE:FREQ=HOURLY")
    found = programme(text).sessions
    assert len(found) == 5_000
    assert starts(found[-1:]) == ["2027-03-10 00:00"]
    assert warnings(text) == [
        "team.ics:2: warning: event 1: it recurs more than 5,000 times. "
        "Only the latest of them are read."
    ]


def test_of_very_many_times_by_several_rules_the_latest_are_read() -> None:
    rules = [f"RRULE:FREQ=HOURLY;BYMINUTE={n}" for n in range(0, 50, 10)]
    text = calendar("DTSTART:20260311T000000Z", "DTEND:20260311T000500Z", *rules)
    assert len(programme(text).sessions) == 5_000
    (warning,) = warnings(text)
    assert "it recurs more than 5,000 times" in warning
    # Too many to look at, not only to read.
    text = calendar(*ENDLESS, *[f"{rule};BYSECOND=0,15" for rule in rules])
    assert len(programme(text).sessions) == 1


def test_an_end_that_is_far_away_is_none() -> None:
    found = recurring("RRULE:FREQ=MONTHLY;UNTIL=20991231T000000Z")
    assert (len(found), found[-1]) == (132, "2037-02-11 15:00")


def test_rules_that_take_too_long_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "RULES_SECONDS", -1)
    text = calendar(*ENDLESS, "RRULE:FREQ=WEEKLY")
    assert starts(programme(text).sessions) == ["2026-03-11 15:00"]
    assert warnings(text) == [
        "team.ics:2: warning: event 1: too much in the file recurs. Only its first time is read."
    ]


def test_rules_that_take_too_long_within_one_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", itertools.count().__next__)
    rules = [f"RRULE:FREQ=DAILY;INTERVAL={n}" for n in range(1, 21)]
    assert len(programme(calendar(*ENDLESS, *rules[:3])).sessions) == 364
    assert len(programme(calendar(*ENDLESS, *rules)).sessions) == 1
    assert warnings(calendar(*ENDLESS, *rules)) == [
        "team.ics:2: warning: event 1: too much in the file recurs. Only its first time is read."
    ]


def dates(count: int) -> str:
    return ",".join(f"{NOW + timedelta(hours=n):%Y%m%dT%H%M%SZ}" for n in range(count))


@pytest.mark.parametrize(
    ("lines", "told", "sessions"),
    [
        ([f"RRULE:FREQ=DAILY;COUNT={n}" for n in range(1, 22)], "20 of RRULE", 20),
        (["RRULE:FREQ=DAILY;COUNT=3"] * 300, "", 3),
        ([f"RDATE:{dates(5_002)}"], "5,000 of RDATE", 5_001),
        ([f"RDATE:{date}" for date in dates(5_001).split(",")], "5,000 of RDATE", 5_001),
        (["RRULE:FREQ=DAILY;COUNT=3", f"EXDATE:{dates(5_001)}"], "5,000 of EXDATE", 3),
    ],
)
def test_of_very_much_in_an_event_the_first_is_read(
    lines: list[str], told: str, sessions: int
) -> None:
    text = calendar("DTSTART:20260210T103000Z", "DTEND:20260210T113000Z", *lines)
    assert len(programme(text).sessions) == sessions
    warned = f"event 1: it has more than {told}. Only the first of them are read."
    assert [text.partition("warning: ")[2] for text in warnings(text)] == [warned] * bool(told)


def in_zone(event: str, zone: str) -> str:
    return event.replace("DTSTART:20260311T100000Z", f"DTSTART;TZID={zone}:20260311T100000")


def test_few_of_many_unknown_zones_are_looked_up_by_what_people_call_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def zone_meant(name: str) -> str:
        asked.append(name)
        return ""

    monkeypatch.setattr(reader, "zone_meant", zone_meant)
    events = [in_zone(OLD.replace("UID:1", f"UID:{n}"), f"(UTC) Nowhere {n}") for n in range(500)]
    assert len(warnings(of_events(*events))) == 500
    assert 0 < len(asked) <= 200


def test_a_zone_of_many_lines_is_not_known() -> None:
    part = joined("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100",
                  "TZOFFSETTO:+0100", "END:STANDARD")  # fmt: skip
    for count, warned in ((10, 0), (1_000, 1)):
        zone = "BEGIN:VTIMEZONE\r\nTZID:Our own\r\n" + part * count + "END:VTIMEZONE\r\n"
        text = of_events(zone, in_zone(OLD, "Our own"))
        assert len(warnings(text)) == warned


def test_a_far_away_addition_does_not_draw_out_what_has_no_end() -> None:
    found = recurring("RRULE:FREQ=DAILY", "RDATE:89000101T100000Z")
    assert (len(found), found[-2:]) == (365, ["2027-03-09 15:00", "8900-01-01 10:00"])


def test_a_rule_by_hours_from_long_ago() -> None:
    text = calendar("DTSTART:20200101T000000Z", "DTEND:20200101T003000Z", "RRULE:FREQ=HOURLY")
    assert starts(programme(text).sessions) == ["2020-01-01 00:00"]


def test_what_recurs_from_a_start_that_cannot_be_read() -> None:
    text = calendar("DTSTART:soon", "RRULE:FREQ=DAILY").removesuffix("END:VCALENDAR\r\n")
    text += calendar("UID:2@x").removeprefix("BEGIN:VCALENDAR\r\n")
    assert [s.uid for s in programme(text).sessions] == ["2@x"]


def test_a_file_without_a_session_is_refused() -> None:
    for text in (joined("BEGIN:VCALENDAR", "END:VCALENDAR"), calendar("DTSTART:soon")):
        with pytest.raises(ScheduleProblem) as refused:
            read_programme(text.encode(), "team.ics", NOW)
        assert "there is no session in it that can be read." in refused.value.hint


def test_a_file_that_is_too_large_is_refused() -> None:
    text = calendar() + " " * (64 * 1024 * 1024)
    found = examined(text)
    assert found.programme is None
    assert [line(problem) for problem in found.placed([])] == [
        "team.ics: the file is larger than 64 MiB, the most that is read."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCALENDAR" + "\r\n" * 500_000,
        "BEGIN:VCALENDAR\r\n" + " \r\n" * 300_000,
        calendar("DESCRIPTION:x" + "\r\nstray" * 100_000),
        calendar('X-A;B="' * 50_000 + ":"),
        calendar('SUMMARY;A="' * 50_000 + ":x"),
        calendar("DTSTART;TZID=" + "/" * 500_000 + ":20260311T100000"),
        calendar("DESCRIPTION:" + "<a " * 300_000 + "<!--" * 100_000),
        calendar("DESCRIPTION:" + "https://zoom.us/j/1 " * 50_000),
        calendar("CATEGORIES:" + "\\," * 300_000),
        calendar("EXDATE:" + "20260311T100000Z," * 50_000),
    ],
    ids=range(10),
)
def test_what_is_made_to_take_long_does_not(text: str) -> None:
    before = perf_counter()
    examined(text)
    assert perf_counter() - before < 5


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCALENDAR" + "\nx" * 400_000,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a" + "\n a" * 300_000,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a" + "\n " * 400_000,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:a" + "\nx" * 400_000,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT" + "\nUID:" * 200_000,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART" + ";a=b" * 200_000 + ":20260311T100000Z",
        calendar("DESCRIPTION:" + "\\n" * 400_000),
        calendar("CATEGORIES:" + "a," * 400_000),
        calendar("EXDATE:" + dates(50_000), "RRULE:FREQ=DAILY;COUNT=2"),
    ],
    ids=range(9),
)
def test_what_is_made_to_take_much_memory_does_not(text: str) -> None:
    data = text.encode()
    examined(calendar("RRULE:FREQ=DAILY;COUNT=2"))
    gc.collect()
    tracemalloc.start()
    try:
        examined(data)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # A block that is taken apart needs some 6 MB, whatever the size of the file.
    assert peak < 8 * len(data) + 8_000_000


def test_a_file_of_very_many_lines_or_events_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_LINES", 100)
    monkeypatch.setattr(reader, "MOST_EVENTS", 8)
    many = examined(joined("BEGIN:VCALENDAR", *["x"] * 100))
    assert [line(problem) for problem in many.placed([])] == [
        "team.ics: it has more than 100 parts, the most that are read."
    ]
    events = examined(of_events(*[OLD] * 10))
    assert [line(problem) for problem in events.placed([])] == [
        "team.ics: 10 sessions are too many. At most 100000 are read."
    ]


COMMUNITY = (FILES / "community.ics").read_text("utf-8").splitlines()
OFFICE = (FILES / "office.ics").read_text("utf-8").splitlines()
odd_values = st.sampled_from(
    ["", ":", ";", '"', "20260311", "20260230T100000Z", "99990101T000000Z", "FREQ=DAILY",
     "FREQ=YEARLY;BYDAY=60MO", "FREQ=WEEKLY;BYSETPOS=0", "FREQ=HOURLY;COUNT=3", "P1D", "-PT5M",
     "Asia/Seoul", "https://[::1", "https://zoom.us/j/1", "\\", "\\n\\,", "\0", "\u202e", "한",
     "x" * 3000, "20260304T150000Z/PT0S", "19700101T000000", "00010101T000000", "+2500", "+0100"]
)  # fmt: skip
odd_lines = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:STANDARD",
     "END:STANDARD", "BEGIN:VALARM", "END:VCALENDAR", "BEGIN:VCALENDAR", "nothing of the kind",
     "RRULE:FREQ=DAILY;COUNT=2", "RDATE:20260304", "EXDATE;VALUE=DATE:20260304",
     "UID:weekly1@google.com",
     "RECURRENCE-ID;VALUE=DATE:20260304", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260311T150000Z",
     "DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20260303", "DURATION:P1D", "SEQUENCE:9",
     "X-WR-TIMEZONE:Customized Time Zone", "TZOFFSETTO:+2400", "METHOD:CANCEL"]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A calendar with some lines changed, added, doubled or gone."""
    lines = list(draw(st.sampled_from([COMMUNITY, OFFICE])))
    for _change in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                lines[place] = f"{lines[place].rpartition(':')[0]}:{draw(odd_values)}"
            case 1:
                lines.insert(place, draw(odd_lines))
            case 2:
                lines.insert(place, lines[draw(st.integers(0, len(lines) - 1))])
            case 3:
                del lines[place]
            case _:
                text = lines[place]
                cut = draw(st.integers(0, len(text)))
                lines[place] = text[:cut] + draw(st.text(max_size=3)) + text[cut + 1 :]
    ending = draw(st.sampled_from(["\r\n", "\n", "\r"]))
    return ending.join(lines).encode("utf-8", "surrogatepass")


@given(mutated() | st.binary(max_size=300).map(lambda data: b"BEGIN:VCALENDAR\n" + data))
@settings(max_examples=examples(300), suppress_health_check=list(HealthCheck))
def test_nothing_in_a_file_makes_it_fail(data: bytes) -> None:
    found = examined(data)
    problems = found.placed(found.findings)
    assert found.programme or problems
    for problem in problems:
        assert visible(line(problem)) == line(problem)
