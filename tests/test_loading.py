"""The door for every format: which one it is, and what becomes of what is none."""

from pathlib import Path

import pytest
from conftest import ROOT, SOME_TIME
from hypothesis import given
from hypothesis import strategies as st

from cacctl.errors import ScheduleProblem
from cacctl.loading import kind, read_file, read_programme

SCHEDULES = ROOT / "tests" / "schedules"

CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "toml"),
        (b"schema = 1", "toml"),
        (b"[event]", "toml"),
        (b"# <schedule>", "toml"),
        (b"\xef\xbb\xbfschema = 1", "toml"),
        (CALENDAR.encode(), "ical"),
        (b"\xef\xbb\xbf\r\n begin:vcalendar", "ical"),
        (b"<?xml version='1.0'?><schedule/>", "xml"),
        (b"\n\n  <schedule>", "xml"),
        ("<schedule/>".encode("utf-16"), "xml"),
        ("<schedule/>".encode("utf-16-be"), "xml"),
        (b'{"schedule": {}}', "json"),
        (b"\xef\xbb\xbf\n{", "json"),
        (b"BEGIN:VCARD", "toml"),
        (b"\x00\x01\x02", "toml"),
    ],
)
def test_what_it_begins_with_tells_the_format(data: bytes, expected: str) -> None:
    assert kind(data) == expected


def test_the_name_of_a_file_tells_nothing(tmp_path: Path) -> None:
    file = tmp_path / "schedule.xml"
    file.write_bytes((SCHEDULES / "smallest.toml").read_bytes())
    assert read_file(file, SOME_TIME).programme.event.id == "meetup"


@given(
    st.sampled_from([b"BEGIN:VCALENDAR\r\n", b"<schedule>", b"{", b"", b"<?xml version='1.0'?>"]),
    st.binary(max_size=80),
)
def test_whatever_follows_is_read_or_refused(start: bytes, rest: bytes) -> None:
    try:
        assert read_programme(start + rest, "x", SOME_TIME).programme.sessions
    except ScheduleProblem as problem:
        assert problem.problems
        for line in problem.problems:
            assert line.startswith("x")
            assert line.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        CALENDAR,
        "<schedule/>",
        "<html><body>Log in</body></html>",
        "<rss version='2.0'/>",
        "{}",
        '{"schedule": {}}',
        '{"a": [1, 2]}',
    ],
)
def test_what_has_no_session_is_refused_in_a_line_or_two(text: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        read_programme(text.encode(), "x", SOME_TIME)
    assert caught.value.exit_code == 3
    assert caught.value.message == "x: 1 problem"
    assert len(caught.value.problems) == 1
