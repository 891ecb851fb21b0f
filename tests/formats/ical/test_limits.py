"""Calendars that are too large, hostile or damaged."""

import gc
import tracemalloc
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cacctl.base.sanitize import visible
from cacctl.formats import limits
from cacctl.formats.diagnostics import line
from cacctl.formats.ical import components, reader
from tests.conftest import examples
from tests.formats.fuzzing import changed_lines
from tests.formats.ical.calendars import (
    FILES,
    OLD,
    calendar,
    dates,
    examined,
    joined,
    of_events,
)


def test_too_large_file_is_refused() -> None:
    text = calendar() + " " * (64 * 1024 * 1024)
    found = examined(text)
    assert found.programme is None
    assert [line(problem) for problem in found.locate([])] == [
        "team.ics: the file is larger than the limit of 64 MiB."
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
def test_hostile_files_are_read_in_time(text: str) -> None:
    started = process_time()
    examined(text)
    assert process_time() - started < 5


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
def test_hostile_files_are_read_in_little_memory(text: str) -> None:
    data = text.encode()
    examined(calendar("RRULE:FREQ=DAILY;COUNT=2"))
    gc.collect()
    tracemalloc.start()
    try:
        examined(data)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Splitting a block needs some 6 MB, whatever the size of the file.
    assert peak < 8 * len(data) + 8_000_000


def test_file_with_too_many_lines_or_events_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_LINES", 100)
    for module in (components, reader):
        monkeypatch.setattr(module, "MOST_EVENTS", 8)
    monkeypatch.setattr(limits, "MOST_SESSIONS", 4)
    many = examined(joined("BEGIN:VCALENDAR", *["x"] * 100))
    assert [line(problem) for problem in many.locate([])] == [
        "team.ics: the file exceeds the limit of 100 lines."
    ]
    events = examined(of_events(*[OLD] * 10))
    assert [line(problem) for problem in events.locate([])] == [
        "team.ics: too many sessions: 10. The limit is 4."
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


def with_value(line: str, value: str) -> str:
    return f"{line.rpartition(':')[0]}:{value}"


@st.composite
def calendars(draw: st.DrawFn) -> bytes:
    start = draw(st.sampled_from([COMMUNITY, OFFICE]))
    lines = draw(changed_lines(start, with_value, odd_values, odd_lines))
    ending = draw(st.sampled_from(["\r\n", "\n", "\r"]))
    return ending.join(lines).encode("utf-8", "surrogatepass")


@given(calendars() | st.binary(max_size=300).map(lambda data: b"BEGIN:VCALENDAR\n" + data))
@settings(max_examples=examples(300), suppress_health_check=list(HealthCheck))
def test_mutated_files_never_raise(data: bytes) -> None:
    found = examined(data)
    problems = found.locate(found.problems)
    assert found.programme or problems
    for problem in problems:
        assert visible(line(problem)) == line(problem)
