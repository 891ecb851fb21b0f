"""Schedules are loaded from any file in any format, or refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.limits import LARGEST_FILE_BYTES
from cacctl.formats.loading import read_file, read_programme
from tests.conftest import SCHEDULES, SOME_TIME

CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_name_of_a_file_does_not_decide_its_format(tmp_path: Path) -> None:
    file = tmp_path / "schedule.xml"
    file.write_bytes((SCHEDULES / "smallest.toml").read_bytes())
    assert read_file(file, SOME_TIME).programme.event.id == "meetup"


@given(
    st.sampled_from([b"BEGIN:VCALENDAR\r\n", b"<schedule>", b"{", b"", b"<?xml version='1.0'?>"]),
    st.binary(max_size=80),
)
def test_any_bytes_after_a_known_beginning_are_read_or_refused(start: bytes, rest: bytes) -> None:
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
def test_file_without_sessions_is_refused_with_one_problem(text: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        read_programme(text.encode(), "x", SOME_TIME)
    assert caught.value.exit_code == 3
    assert caught.value.message == "x is not a valid schedule (1 problem)."
    assert len(caught.value.problems) == 1


def test_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * (LARGEST_FILE_BYTES + 1))
    with pytest.raises(ScheduleProblem, match="large"):
        read_file(path, SOME_TIME)


@pytest.mark.parametrize("name", ["missing.toml", ".", "a\0b", "x" * 300, "\x1b[2J"])
def test_unreadable_file_is_refused_with_a_hint(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        read_file(tmp_path / name, SOME_TIME)
    assert caught.value.hint
    assert caught.value.message.isprintable()


def test_file_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ScheduleProblem, match="permission"):
        read_file(tmp_path / "p.toml", SOME_TIME)
