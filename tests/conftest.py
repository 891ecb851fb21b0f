"""What the tests share: a clean environment, the bundled programme, and ways to run a command."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from cacctl import messages
from cacctl.cli import main
from cacctl.library import bundled
from cacctl.loading import read_file
from cacctl.programme import Channel, Event, Programme, Session

ROOT = Path(__file__).parents[1]
# Where a moment is asked for that makes no difference.
SOME_TIME = datetime(2020, 6, 1, tzinfo=UTC)

# The same examples in every run: a failure that is seen once can be seen again.
settings.register_profile("quick", derandomize=True, deadline=None)
settings.register_profile("full", settings.get_profile("quick"))
settings.load_profile("quick")


def examples(full: int) -> int:
    """How many examples a long property run tries: a fifth, or in the profile `full` all of them.

    FUZZ_EXAMPLES stands in for all such numbers.
    """
    if fuzzing := os.environ.get("FUZZ_EXAMPLES"):
        return int(fuzzing)
    return full if settings.get_current_profile_name() == "full" else full // 5


class Answer(NamedTuple):
    """What a command said, and with which exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, in Seoul, without colour, whatever the machine is set to."""
    for name in os.environ:
        if name.startswith(("CACCTL_", "LC_")) or name in ("BROWSER", "FORCE_COLOR", "NO_COLOR"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("CACCTL_TZ", "Asia/Seoul")
    # Nobody's own settings; there is no such file.
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nonexistent")
    yield
    messages.use_language("en")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process, as a pipe sees it."""

    def run(*arguments: str) -> Answer:
        capsys.readouterr()
        code = main(arguments)
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def see(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process, as a terminal without colour sees it."""

    def see(*arguments: str, columns: int | str = 80) -> Answer:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", str(columns))
        try:
            return run(*arguments)
        finally:
            monkeypatch.delenv("FORCE_COLOR")
            monkeypatch.delenv("NO_COLOR")

    return see


@pytest.fixture(scope="session")
def summit() -> Programme:
    """The programme that cacctl ships with."""
    return read_file(bundled(), SOME_TIME).programme


def seoul(text: str) -> datetime:
    """An instant from a time in Seoul, which has had no daylight saving time since 1988."""
    return datetime.fromisoformat(f"{text}+09:00").astimezone(UTC)


def item(
    session_id: str, start: datetime, minutes: int = 60, *, cancelled: bool = False
) -> Session:
    """A session with little in it; `programme_of` numbers it."""
    end, name = start + timedelta(minutes=minutes), {"en": session_id.title()}
    # In Seoul.
    date = (start + timedelta(hours=9)).date()
    return Session(
        session_id, 0, 0, date, start, end, name, {}, {}, (), (), (), (), cancelled=cancelled
    )


def programme_of(sessions: Iterable[Session], channels: tuple[Channel, ...] = ()) -> Programme:
    """An event in Seoul with these sessions, in any order."""
    ordered = sorted(sessions, key=lambda session: session.start)
    dates = sorted({session.date for session in ordered})
    numbered = tuple(
        session._replace(number=number, day=1 + dates.index(session.date))
        for number, session in enumerate(ordered, 1)
    )
    event = Event(
        "days", {"en": "Days"}, {}, {}, {}, {}, {}, {}, "Asia/Seoul", dates[0], dates[-1], ()
    )
    return Programme(event, channels, numbered)


def cacctl(*arguments: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cacctl", *arguments],
        capture_output=True,
        env={**os.environ, **environ},
        timeout=60,
        check=False,
    )
