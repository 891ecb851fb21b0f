"""Sessions that end when they start, such as a deadline: they have a time and are never live."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cacctl.formats.ical import reader
from tests.conftest import Run

EVENTS = (
    ("DTSTART:20300101T090000Z", "DTEND:20300101T100000Z", "Opening"),
    ("DTSTART:20300101T093000Z", "DTEND:20300101T093000Z", "Deadline"),
    ("DTSTART:20300101T230000Z", "DURATION:PT0S", "Midnight"),
    ("DTSTART:20300102T090000Z", "RRULE:FREQ=DAILY;COUNT=2\r\nDURATION:PT0S", "Bell"),
)
TIMES = ("08:59", "09:30", "09:31", "22:59", "23:00")


@pytest.fixture
def moments(tmp_path: Path) -> Path:
    file = tmp_path / "days.ics"
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{name}\r\n{start}\r\n{end}\r\nSUMMARY:{name}\r\n"
        f"LOCATION:Room {name[0]}\r\nEND:VEVENT\r\n"
        for start, end, name in EVENTS
    )
    head = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Days\r\nX-WR-TIMEZONE:Europe/Berlin\r\n"
    file.write_text(f"{head}{events}END:VCALENDAR\r\n", newline="")
    return file


@pytest.mark.parametrize(
    "command",
    ["", "now", "now --format {name}|{percent}|{next_name}|{next_in}", "today", "list", "next",
     "show deadline", "share deadline", "timeline", "export csv", "export markdown",
     "export schedule-xml", "export schedule-json", "export ical", "export json"],
)  # fmt: skip
@pytest.mark.parametrize("time", TIMES)
def test_every_command_shows_sessions_without_duration(
    see: Run, moments: Path, command: str, time: str
) -> None:
    at = f"2030-01-01T{time}Z"
    answer = see(*command.split(), "--schedule", str(moments), "--at", at, "--tz", "UTC")
    assert answer.code == 0
    assert "09:30-09:30" not in answer.out


def test_session_without_duration_is_never_live(see: Run, moments: Path) -> None:
    arguments = ["--schedule", str(moments), "--at", "2030-01-01T09:30Z", "--tz", "UTC", "--plain"]
    assert "\n2. Deadline (deadline): Tue 1 January 09:30 UTC" in see("list", *arguments).out
    assert "\nStatus: Live now: Opening.\n" in see("now", *arguments).out
    assert "; Room D; just ended\n" in see("list", *arguments).out
    night = see("timeline", *arguments).out.splitlines()
    label = "outside your waking hours"
    assert [line.partition(": ")[2] for line in night if line.endswith(label)] == [
        f"3. Midnight; Room M; next; {label}"
    ]


def test_session_without_duration_is_on_its_date(see: Run, moments: Path) -> None:
    arguments = ["--schedule", str(moments), "--at", "2030-01-02T00:30Z", "--json"]
    found = json.loads(see("today", *arguments, "--tz", "Europe/Berlin").out)["sessions"]
    assert [session["id"] for session in found][:1] == ["midnight"]
    assert len(found) == 2


def test_session_without_duration_is_read_back_from_an_export(see: Run, moments: Path) -> None:
    found = reader.read(moments.read_bytes(), "days.ics", datetime(2030, 1, 1, tzinfo=UTC))
    assert found.programme
    written = see("export", "ical", "--schedule", str(moments)).out
    # As the standard has it, an event without an end is a moment; its start is none of its ends.
    assert written.count("\nDTSTART:") == 5
    assert written.count("\nDTEND:") == 1
    again = reader.read(written.encode(), "x.ics", datetime(2030, 1, 1, tzinfo=UTC))
    assert again.programme
    assert [(s.id, s.start, s.end) for s in again.programme.sessions] == [
        (s.id, s.start, s.end) for s in found.programme.sessions
    ]
    assert again.remarks == []
