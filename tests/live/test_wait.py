"""Waiting for a session: on time, whatever the clock does."""

import json
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cacctl.base.errors import NothingToOpen
from cacctl.live import wait as waiting
from cacctl.live.ticker import Woken
from cacctl.model.programme import Programme, Session
from cacctl.times import clock
from cacctl.viewer.view import View
from tests.conftest import SUMMIT, Run, cacctl, seoul

STARTS = seoul("2020-06-03 09:00")
SECOND = timedelta(seconds=1)
NONE = timedelta()


class Clock:
    """A wall clock that advances by the sleeps, with jumps at given times."""

    def __init__(self, now: datetime, jumps: dict[int, timedelta] | None = None) -> None:
        self.time, self.jumps, self.sleeps = now, jumps or {}, 0

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> Woken:
        assert 0 < seconds <= 1
        self.time += timedelta(seconds=seconds) + self.jumps.get(self.sleeps, timedelta())
        self.sleeps += 1
        return Woken()


def wait(
    summit: Programme,
    monkeypatch: pytest.MonkeyPatch,
    wall: Clock,
    early: timedelta = NONE,
    newest: Callable[[], Programme] | None = None,
) -> datetime:
    """Return when a wait for Climate & Environment ends by that clock."""
    monkeypatch.setattr(waiting, "sleeper", lambda keyboard: nullcontext(wall.sleep))
    seen = View(summit, wall.time, clock.zone("Asia/Seoul"))
    session = summit.sessions[2]
    return waiting.wait_for(seen, session, early, wall.now, newest or (lambda: summit)).now


@pytest.mark.parametrize("early", [NONE, 2 * timedelta(minutes=1)])
@pytest.mark.parametrize("fraction", [0, 0.25, 0.999])
def test_wait_ends_at_the_start(
    summit: Programme, monkeypatch: pytest.MonkeyPatch, early: timedelta, fraction: float
) -> None:
    wall = Clock(STARTS - early - timedelta(seconds=90 + fraction))
    assert wait(summit, monkeypatch, wall, early) - (STARTS - early) < SECOND / 1000
    assert 90 <= wall.sleeps <= 92


@pytest.mark.parametrize(
    "jump",
    [timedelta(minutes=30), timedelta(minutes=-30), timedelta(minutes=59, seconds=50)],
    ids=["it slept", "it was ahead", "to the last seconds"],
)
def test_suspension_and_corrected_clock_make_the_wait_neither_late_nor_early(
    summit: Programme, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    wall = Clock(STARTS - timedelta(hours=1), {3: jump})
    assert NONE <= wait(summit, monkeypatch, wall) - STARTS < SECOND / 1000


def test_wait_ends_at_once_after_a_suspension_over_the_start(
    summit: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = Clock(STARTS - 60 * SECOND, {3: timedelta(minutes=20)})
    assert wait(summit, monkeypatch, wall) == wall.time
    assert wall.sleeps == 4


def test_suspension_over_the_end_is_reported(
    summit: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = Clock(STARTS - 60 * SECOND, {3: timedelta(hours=5)})
    with pytest.raises(NothingToOpen, match="Climate & Environment ended 2 hours 49"):
        wait(summit, monkeypatch, wall)


@pytest.mark.parametrize("moment", ["2020-06-03 09:00", "2020-06-03 10:00", "2020-06-03 08:58"])
def test_live_or_imminent_session_is_not_waited_for(
    summit: Programme, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    wall = Clock(seoul(moment))
    wait(summit, monkeypatch, wall, timedelta(minutes=2))
    assert wall.sleeps == 0


def test_wait_follows_a_moved_session(summit: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    wall = Clock(STARTS - 60 * SECOND)
    session = summit.sessions[2]

    def newest() -> Programme:
        if wall.sleeps < 10:
            return summit
        later = session._replace(start=STARTS + 120 * SECOND, announced=STARTS)
        return summit._replace(
            sessions=tuple(later if s.id == session.id else s for s in summit.sessions)
        )

    end = wait(summit, monkeypatch, wall, newest=newest)
    assert NONE <= end - STARTS - 120 * SECOND < SECOND / 1000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s._replace(cancelled=True), "Climate & Environment is cancelled"),
        (lambda s: s._replace(id="another"), "Climate & Environment is no longer in the schedule"),
    ],
)
def test_wait_ends_when_the_session_is_gone_or_cancelled(
    summit: Programme,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Session], Session],
    message: str,
) -> None:
    session = summit.sessions[2]
    changed = summit._replace(
        sessions=tuple(change(s) if s.id == session.id else s for s in summit.sessions)
    )
    seen = View(summit, STARTS - 60 * SECOND, clock.zone("Asia/Seoul"))
    with pytest.raises(NothingToOpen, match=message):
        waiting.wait_for(seen, session, NONE, lambda: seen.now, lambda: changed)


def test_q_ends_the_wait(summit: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    wall = Clock(STARTS - 60 * SECOND)
    monkeypatch.setattr(wall, "sleep", lambda _seconds: Woken(keys=b"q"))
    with pytest.raises(KeyboardInterrupt):
        wait(summit, monkeypatch, wall)


def test_countdown_on_a_terminal_rings_once(
    summit: Programme, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    for columns in (20, 40, 80):
        monkeypatch.setenv("COLUMNS", str(columns))
        wait(summit, monkeypatch, Clock(STARTS - 4 * SECOND))
        err = capsys.readouterr().err
        assert err.count("\a") == 1
        assert err.endswith("\r\x1b[K\a")
        frames = [frame.removesuffix("\x1b[K") for frame in err.split("\r")[1:-1]]
        assert len(frames) == 4
        assert all(len(frame) < columns for frame in frames)
        # However narrow, the time is whole.
        assert [frame.count(f"0:00:0{4 - n}") for n, frame in enumerate(frames)] == [1] * 4
    assert frames[2] == "━━━━━━━━━━━━━━━───────────────  0:00:02  Climate & Environment"


def test_wait_without_a_terminal_writes_one_line(run: Run) -> None:
    answer = run("watch", "3", "--wait", "--print", "--at", "2020-06-03T08:59:58+09:00")
    assert answer.out == "https://www.youtube.com/seoulcityofficial\n"
    assert answer.err == "Waiting for Climate & Environment: Wed 3 June 09:00-11:10 KST.\n"


def test_wait_names_another_event(run: Run, tmp_path: Path) -> None:
    schedule = tmp_path / "mine.toml"
    schedule.write_text(SUMMIT.replace("CAC Global Summit 2020", "Mine"), "utf-8")
    at = ["--at", "2020-06-03T08:59:58+09:00", "--schedule", str(schedule)]
    answer = run("watch", "3", "--wait", "--print", *at)
    assert answer.err.startswith("Mine. Waiting for Climate & Environment: ")


def test_wait_opens_the_stream_at_the_start(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER", "true")
    at = ["--at", "2020-06-03T08:57:58+09:00"]
    document = json.loads(run("watch", "--wait", "--early", "2m", "--json", *at).out)
    assert document["sessions"][0]["id"] == "climate"
    assert document["opened_with"] == "true"
    assert document["now"] == "2020-06-03T08:58:00+09:00"


@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        (["mayors"], 5, "Mayoral Meeting ended 10 hours ago.",
         "To search for the recording: cacctl watch mayors"),
        (["--at", "2020-06-06T00:00+09:00"], 5,
         (
             "The event has ended, so there is nothing to wait for."
), "To watch the replays: cacctl watch"),
        (["--early", "soon"], 2, "Invalid duration: 'soon'.", "2m, 90s, 1h30m"),
        (["culture", "--on", "facebook"], 5, "Culture is not on Facebook.", "--on youtube"),
    ],
)  # fmt: skip
def test_wait_is_refused_with_a_hint(
    run: Run, arguments: list[str], code: int, message: str, hint: str
) -> None:
    answer = run("watch", "--wait", *["--at", "2020-06-03T09:30+09:00"], *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
    assert hint in answer.err


def test_wait_ends_on_time_by_the_real_clock() -> None:
    """In a process of its own, started two seconds early."""
    done = cacctl("watch", "3", "--wait", "--print", "--at", "2020-06-03T08:59:58+09:00")
    assert done.returncode == 0
    assert done.stdout == b"https://www.youtube.com/seoulcityofficial\n"
