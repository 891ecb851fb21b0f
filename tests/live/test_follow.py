"""The board on a pseudo-terminal and over simulated hours, and the lines in a pipe."""

import json
import os
import re
import signal
import subprocess
import sys
import termios
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cacctl.live import follow
from cacctl.live.ticker import Woken, until_next_second
from cacctl.model.programme import Programme
from cacctl.render import terminal as screen
from cacctl.times import clock
from cacctl.viewer.view import View
from tests.conftest import LIVE, Run, cacctl, seoul
from tests.terminals import Terminal, terminals

SECOND = timedelta(seconds=1)


@pytest.fixture
def terminal() -> Iterator[type[Terminal]]:
    with terminals() as made:
        yield made


def as_it_was(board: Terminal) -> bool:
    """Whether cursor, screen and modes are those from before."""
    entered, left = (
        board.raw.find(b"\x1b[?1049h\x1b[?25l"),
        board.raw.rfind(b"\x1b[?25h\x1b[?1049l"),
    )
    return 0 <= entered < left and termios.tcgetattr(board.slave) == board.before


def seconds_after(board: Terminal, last: int) -> int:
    """Wait until more seconds after 10:00 are shown than these, and return them."""

    def shown() -> int:
        found = re.search(r"1:00:(\d\d)", board.text)
        return int(found[1]) if found else -1

    board.wait_until(lambda: shown() > last)
    return shown()


def test_board_ticks_and_ctrl_c_restores_the_terminal(
    terminal: type[Terminal],
) -> None:
    board = terminal("now", "--follow", "--at", LIVE, "--tz", "LA")
    first = seconds_after(board, 0)
    shown = board.text
    assert f"1:00:{first:02} in, 1:09:{60 - first:02} left" in shown
    assert "Tue 2 June 18:00 PDT" in shown.splitlines()[0]
    assert f"▷ Prevention Measures, in 2:59:{60 - first:02}" in shown
    assert "Later today\n  23:30-01:00 (+1d)  Education\n" in shown
    second = seconds_after(board, first)
    assert f"1:00:{second:02} in, 1:09:{60 - second:02} left" in board.text
    os.write(board.master, b"\x03")
    assert board.end() == 130
    assert as_it_was(board)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)]
)
def test_signal_ends_the_board_and_restores_the_terminal(
    terminal: type[Terminal], number: signal.Signals, code: int
) -> None:
    board = terminal("--follow", "--at", LIVE)
    board.wait_for("Ctrl-C")
    board.process.send_signal(number)
    assert board.end() == code
    assert as_it_was(board)


def test_q_quits_and_other_keys_are_not_echoed(terminal: type[Terminal]) -> None:
    board = terminal("now", "--follow", "--at", LIVE, "--lang", "ko")
    first = seconds_after(board, 0)
    os.write(board.master, b"xyz")
    seconds_after(board, first)
    assert "xyz" not in board.text
    os.write(board.master, b"q")
    assert board.end() == 0
    assert as_it_was(board)


def test_resize_redraws_at_once_and_hidden_lines_are_counted(
    terminal: type[Terminal],
) -> None:
    board = terminal("now", "--follow", "--at", LIVE)
    board.wait_for("Ctrl-C")
    board.resize(40, 10)
    shown = board.wait_for("more line").splitlines()
    assert len(shown) == 10
    assert shown[-1].startswith("…")
    board.resize(100, 40)
    assert "more line" not in board.wait_for("Ctrl-C")


def test_terminal_that_loses_its_size_keeps_the_board(terminal: type[Terminal]) -> None:
    board = terminal("now", "--follow", "--at", LIVE)
    board.wait_for("Ctrl-C")
    board.set_size(0, 0)
    board.process.send_signal(signal.SIGWINCH)
    seconds_after(board, 1)
    board.resize(80, 30)
    os.write(board.master, b"q")
    assert board.end() == 0
    assert as_it_was(board)


def test_terminal_without_a_size_shows_the_board(terminal: type[Terminal]) -> None:
    class Sizeless(terminal):  # type: ignore[valid-type,misc]
        def set_size(self, _columns: int, _rows: int) -> None:
            super().set_size(0, 0)

    board = Sizeless("now", "--follow", "--at", LIVE)
    board.wait_for("Ctrl-C")
    os.write(board.master, b"q")
    assert board.end() == 0


def test_board_can_be_stopped_and_continued(terminal: type[Terminal]) -> None:
    board = terminal("now", "--follow", "--at", LIVE)
    seconds_after(board, 0)
    board.process.send_signal(signal.SIGTSTP)
    _pid, status = os.waitpid(board.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    while board.read(0):
        pass
    assert as_it_was(board)
    board.screen.reset()
    board.raw = b""
    board.process.send_signal(signal.SIGCONT)
    board.wait_until(lambda: b"\x1b[J" in board.raw)
    assert "▶ Climate & Environment" in board.text
    assert "Ctrl-C" in board.text


def test_terminal_that_cannot_redraw_gets_lines(
    terminal: type[Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    board = terminal("now", "--follow", "--at", LIVE)
    board.wait_for("Wed 3 June 10:00 KST: Live now: Climate & Environment.")
    assert b"\x1b" not in board.raw


def test_pipe_gets_a_line_at_each_change(run: Run) -> None:
    """The last session's end is the last change."""
    answer = run("now", "--follow", "--at", "2020-06-05T18:29:58+09:00")
    first, last = answer.out.splitlines()
    assert first.endswith("18:29 KST: Live now: Sports.")
    assert last.endswith("just now.")
    document = json.loads(
        run("now", "--follow", "--json", "--at", "2020-06-05T18:29:58+09:00").out.splitlines()[-1]
    )
    assert (document["state"], document["sessions"]) == ("after", [])


def test_pipe_gets_one_line_without_changes_and_ctrl_c_exits_with_130() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cacctl", "now", "--follow", "--at", LIVE], stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline()
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    assert process.stdout.read() == b""
    assert process.wait(60) == 130
    process.stdout.close()


def test_following_ends_when_the_reader_is_gone() -> None:
    """Even if there is nothing to write for an hour."""
    command = f"{sys.executable} -m cacctl now --follow --at {LIVE} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
    assert done.stdout.endswith(b"Live now: Climate & Environment.\n")


def test_status_line_is_written_whenever_it_changes() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cacctl", "now", "--follow", "--format", "{name} {remaining}",
         "--else", "{next_name} in {next_in}", "--at", "2020-06-03T11:08:57+09:00"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    lines = [process.stdout.readline() for _line in range(2)]
    process.terminate()
    process.wait(60)
    process.stdout.close()
    assert lines == ["Climate & Environment 2 minutes\n", "Climate & Environment 1 minute\n"]


def test_low_terminal_drops_topics_first_and_times_last(summit: Programme) -> None:
    seen = seen_at(summit, seoul("2020-06-03 10:00"), "America/Los_Angeles")
    whole = screen.board(seen)
    rows = len(whole.splitlines())
    assert screen.board(seen, rows) == whole
    without_topics = screen.board(seen, rows - 1)
    assert "COVID-19" not in without_topics
    assert "https://" in without_topics
    least = screen.board(seen, 5)
    assert "https://" not in least
    assert "in 3:00:00" in least


def test_follow_is_an_option_of_now_and_of_cacctl_itself() -> None:
    done = cacctl("--follow", "today")
    assert done.returncode == 2
    assert b"cacctl now --follow" in done.stderr


def seen_at(programme: Programme, now: datetime, zone: str) -> View:
    return View(programme, now, clock.zone(zone))


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Asia/Seoul", datetime(2020, 6, 3, 14, 30, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2020, 6, 3, 6, 30, tzinfo=UTC)),
        # The clock is put back at 06:00 UTC, forward at 07:00 UTC, over midnight, by half an hour.
        ("America/New_York", datetime(2020, 11, 1, 5, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2020, 3, 8, 6, 30, tzinfo=UTC)),
        ("America/Santiago", datetime(2022, 9, 11, 3, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2021, 4, 3, 14, 30, tzinfo=UTC)),
    ],
)
def test_board_shows_the_right_time_across_midnight_and_clock_changes(
    summit: Programme, zone: str, start: datetime
) -> None:
    """At every minute of an hour, the heading has the time of the standard library's clock."""
    ticks = iter([start + minute * timedelta(minutes=1) for minute in range(61)])
    moments = follow.moments(
        seen_at(summit, start, zone),
        lambda: next(ticks),
        lambda: summit,
        lambda _seconds: Woken(),
    )
    for minute in range(61):
        reading = (start + minute * timedelta(minutes=1)).astimezone(ZoneInfo(zone))
        head = screen.board(next(moments)).splitlines()[0]
        assert f" {reading.day} {reading:%B}" in head
        assert f" {reading:%H:%M} " in head


def test_an_hour_of_the_board_leaks_no_memory(
    summit: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After Rich's caches are warm."""
    drawn = 0

    def put(_text: str) -> None:
        nonlocal drawn
        drawn += 1

    monkeypatch.setattr(follow, "_put", put)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_fd: os.terminal_size((80, 30)))
    page = follow.Page()
    page._drawn = None
    seen = seen_at(summit, seoul("2020-06-03 10:00"), "America/Los_Angeles")
    sizes = []
    for second in range(3600):
        page.draw(screen.board(seen._replace(now=seen.now + second * SECOND)))
    tracemalloc.start()
    for second in range(3600):
        page.draw(screen.board(seen._replace(now=seen.now + second * SECOND)))
        sizes.append(tracemalloc.get_traced_memory()[0] if second in (1800, 3599) else 0)
    tracemalloc.stop()
    assert drawn == 7200
    assert sizes[3599] - sizes[1800] < 50_000


def test_unchanged_board_is_not_redrawn(summit: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(follow, "_put", written.append)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_fd: os.terminal_size((80, 30)))
    page = follow.Page()
    page._drawn = None
    after = seen_at(summit, seoul("2020-07-03 10:00"), "Asia/Seoul")
    for second in range(50):
        page.draw(screen.board(after._replace(now=after.now + second * SECOND)))
    assert len(written) == 1


def test_board_follows_a_corrected_clock(summit: Programme) -> None:
    right, wrong = seoul("2020-06-03 10:00"), seoul("2020-06-05 10:00")
    times = iter([wrong, wrong + SECOND, right, right + SECOND])
    moments = follow.moments(
        seen_at(summit, wrong, "Asia/Seoul"),
        lambda: next(times),
        lambda: summit,
        lambda _seconds: Woken(),
    )
    boards = [screen.board(next(moments)) for _tick in range(4)]
    assert "Summit Wrap-Up Conversation" in boards[1]
    assert "1:00:00 in, 1:10:00 left" in boards[2]
    assert "1:00:01 in, 1:09:59 left" in boards[3]


@pytest.mark.parametrize("microsecond", [0, 1, 500_000, 999_999])
def test_sleep_ends_at_the_next_whole_second(microsecond: int) -> None:
    now = datetime(2020, 6, 3, tzinfo=UTC).replace(microsecond=microsecond)
    woken = now + timedelta(seconds=until_next_second(now))
    assert now < woken <= now + SECOND
    assert woken.microsecond in (0, 999_999)  # rounding


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2020-05-20 10:00", "The event has not started yet."),
        ("2020-06-03 10:00", "▶ Climate & Environment"),
        ("2020-06-03 12:00", "▷ Prevention Measures, in 1:00:00"),
        ("2020-06-03 23:50", "Nothing is scheduled until day 4."),
        ("2020-06-06 10:00", "Replays: Seoul's official YouTube (English)"),
    ],
)
@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_board_shows_each_state_of_the_event(
    summit: Programme, monkeypatch: pytest.MonkeyPatch, moment: str, words: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    board = screen.board(seen_at(summit, seoul(moment), "Asia/Seoul"))
    assert " ".join(words.split()) in " ".join(board.split())


def test_wide_line_counts_as_several_rows() -> None:
    assert follow.fitting(["a" * 25, "b"], 10, 4) == ["a" * 25, "b"]
    assert follow.fitting(["a" * 25, "b", "c"], 10, 4) == ["a" * 25, "… 2 more lines"]
    assert follow.fitting(["한" * 5, "\x1b[1mb\x1b[0m"], 10, 2) == ["한" * 5, "\x1b[1mb\x1b[0m"]
