"""Reading in a process of its own: the same outcome, and an end to what costs too much."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from cacctl.base import hints, i18n
from cacctl.base.errors import ScheduleProblem
from cacctl.formats.loading import read_programme
from cacctl.sources import parsed_cache, remote, subprocess_reader
from cacctl.sources.remote import RemoteSource
from cacctl.sources.subprocess_reader import TooCostly
from tests.conftest import ROOT, SOME_TIME, Run
from tests.servers import ScheduleServer, named, status
from tests.sources.conftest import update

SUMMIT = (ROOT / "data" / "schedule.toml").read_bytes()
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Call\r\n"
    b"DTSTART:20200601T100000\r\nDTEND:20200601T110000\r\nRRULE:FREQ=WEEKLY;COUNT=9\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)
LATER = SOME_TIME + timedelta(days=3)


def large(sessions: int = 100_000) -> bytes:
    """A valid schedule that takes seconds to read."""
    head = b'schema = 1\n[event]\nid = "e"\nname = "large"\nzone = "Asia/Seoul"\n'
    return head + b"".join(
        b'[[session]]\nid = "s%d"\nname = "S"\nstart = 2020-06-03T10:00:00\n'
        b"end = 2020-06-03T10:30:00\n" % number
        for number in range(sessions)
    )


LARGE = large()


def form_of(data: bytes, zone: str = "", seconds: float = 20) -> bytes | None:
    return subprocess_reader.form_of(data, "x", SOME_TIME, zone, seconds=seconds, promised=2)


@pytest.mark.parametrize("data", [SUMMIT, CALENDAR], ids=["toml", "ical"])
def test_child_process_reads_the_same(data: bytes) -> None:
    zone = "Europe/Berlin"
    form = form_of(data, zone)
    assert form
    assert parsed_cache._read(form) == read_programme(data, "x", SOME_TIME, zone)


def test_suggestions_of_the_child_repeat_the_options() -> None:
    broken = CALENDAR.replace(b"DTSTART:20200601T100000", b"DTSTART:soon", 1)
    data = CALENDAR.replace(b"END:VCALENDAR", broken.partition(b"\r\n")[2])
    hints.use({"allow_http": True})
    form = form_of(data)
    assert form
    loaded = parsed_cache._read(form)
    assert loaded == read_programme(data, "x", SOME_TIME)
    assert "cacctl check x --allow-http" in loaded.warnings[0]


def test_child_process_reports_the_same_problems_in_the_same_language() -> None:
    data = SUMMIT.replace(b"[[session]]\n", b"[[session]]\nstart = 1\n", 1)
    i18n.use_language("ko")
    with pytest.raises(ScheduleProblem) as expected:
        read_programme(data, "x", SOME_TIME)
    with pytest.raises(ScheduleProblem) as found:
        form_of(data)
    assert vars(found.value) == vars(expected.value)


@contextmanager
def little_work() -> Iterator[None]:
    """Check that child processes need little processor time; LARGE takes two seconds."""
    before = os.times()
    yield
    after = os.times()
    assert after.children_user - before.children_user < 1.5


def test_slow_reading_is_ended() -> None:
    with little_work(), pytest.raises(TooCostly, match="the limit of 2 seconds or 1024 MiB"):
        form_of(LARGE, seconds=0.3)


@pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows have no such limit")
def test_reading_with_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess_reader, "LARGEST_MEMORY_BYTES", 48 << 20)
    with pytest.raises(TooCostly, match="48 MiB"):
        form_of(LARGE, seconds=60)
    assert form_of(SUMMIT)


def test_nothing_is_imported_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "cacctl.py", "sitecustomize.py"):
        (tmp_path / name).write_text("open('loaded', 'w')")
    monkeypatch.chdir(tmp_path)
    assert form_of(SUMMIT)
    assert not (tmp_path / "loaded").exists()


@pytest.mark.parametrize("python", ["", "/nonexistent/python", "/bin/true"])
def test_schedule_is_read_in_this_process_without_a_python_to_call(
    server: ScheduleServer, source: RemoteSource, monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    assert form_of(SUMMIT) is None
    server.publish(CALENDAR, '"2"')
    assert len(source.current(SOME_TIME).loaded.programme.sessions) == 9


def test_schedule_read_by_the_child_is_not_read_again(
    server: ScheduleServer, source: RemoteSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("it was read here")

    monkeypatch.setattr(parsed_cache, "read_programme", refuse)
    server.publish(CALENDAR, '"2"')
    for _time in range(2):
        assert len(source.current(SOME_TIME).loaded.programme.sessions) == 9


def test_small_or_known_schedule_needs_no_child(
    server: ScheduleServer, source: RemoteSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.behaviour = status(200, CALENDAR)
    source.current(SOME_TIME)
    monkeypatch.setattr(subprocess_reader, "form_of", None)
    update(source, SOME_TIME)
    assert len(server.requests) == 2
    server.behaviour = status(200, named("small"))
    update(source, SOME_TIME, accept=True)


def test_copy_is_shown_in_time_however_slow_the_new_schedule(
    server: ScheduleServer, source: RemoteSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "READING_SHARE", 0.01)
    source.current(SOME_TIME)
    server.publish(LARGE, '"2"')
    with little_work():
        found = source.current(LATER)
    assert found.loaded.programme.event.name["und"] == "first"
    assert found.warning.endswith(
        "reading the schedule exceeded the limit of 60 seconds or 1024 MiB of memory. "
        "Using the copy saved 3 days "
        "ago. To allow more time: cacctl update"
    )
    # It is not tried again and again.
    assert source.current(LATER).warning == ""
    assert len(server.requests) == 2


def test_too_costly_schedule_without_a_copy_is_an_error(
    run: Run, server: ScheduleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "READING_SHARE", 0.01)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    server.publish(LARGE, '"2"')
    answer = run("now", "--schedule", server.url)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.splitlines() == [
        (
            f"cacctl: {server.url}: reading the schedule exceeded the limit of 60 "
            "seconds or 1024 MiB of memory."
        ),
        f"To allow more time: cacctl update --schedule {server.url}",
    ]
    assert not list(tmp_path.rglob("*.copy"))


def test_no_process_is_left_behind() -> None:
    with pytest.raises(TooCostly):
        form_of(LARGE, seconds=0.2)
    if hasattr(os, "waitpid"):
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
