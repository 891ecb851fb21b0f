"""Shared fixtures: a clean environment, the bundled schedule, and ways to run a command."""

import importlib.util
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO, TextIOWrapper
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from cacctl.base import hints, i18n
from cacctl.base.korean_particles import PAIRS
from cacctl.cli.app import main
from cacctl.formats.loading import read_file
from cacctl.model.programme import Channel, Event, Programme, Session
from cacctl.net import http
from cacctl.net.link_check import check_links
from cacctl.sources import bundled, companion
from tests.servers import ScheduleServer

ROOT = Path(__file__).parents[1]
SCHEDULES = ROOT / "tests" / "schedules"
SUMMIT = (ROOT / "data" / "schedule.toml").read_text("utf-8")
# A schedule with one session and no streams; TALK_PAGE is a page of that session.
TALK = """\
schema = 1
[event]
id = "e"
name = "E"
zone = "Asia/Seoul"
[[session]]
id = "talk"
name = "Talk"
start = 2020-06-03T10:00:00
end = 2020-06-03T11:00:00
"""
TALK_PAGE = 'page = "https://example.org/talk"\n'
# A shell starts background processes with Ctrl-C ignored, which the tests' processes inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# For calls whose result does not depend on the time.
SOME_TIME = datetime(2020, 6, 1, tzinfo=UTC)
# A session is live, and the states of the event.
LIVE = "2020-06-03T10:00+09:00"
MOMENTS = {
    "before": "2020-05-30T10:00+09:00",
    "live": LIVE,
    "between-sessions": "2020-06-03T12:00+09:00",
    "between-days": "2020-06-04T02:00+09:00",
    "after": "2026-11-23T12:00+09:00",
}

# The same examples in every run, so that a failure can be reproduced.
settings.register_profile("quick", derandomize=True, deadline=None)
settings.register_profile("full", settings.get_profile("quick"))
settings.load_profile("quick")


def examples(full: int) -> int:
    """Return how many examples a long property test runs: a fifth, or all in the profile `full`.

    FUZZ_EXAMPLES overrides all such numbers.
    """
    if fuzzing := os.environ.get("FUZZ_EXAMPLES"):
        return int(fuzzing)
    return full if settings.get_current_profile_name() == "full" else full // 5


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are processors: many tests wait for servers."""
    return (os.cpu_count() or 1) + 1


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes and sets by their argument; their text differs between processes."""
    return argname if isinstance(val, bytes | set | frozenset) else None


class Answer(NamedTuple):
    """The exit code and output of a command."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


# How the names of the variables begin that would change what cacctl does.
OF_THE_MACHINE = (
    "BROWSER", "CACCTL_", "COLORFGBG", "CURL_CA_BUNDLE", "DISPLAY", "FORCE_COLOR", "LC_", "LESS",
    "NETRC", "NO_COLOR", "REQUESTS_CA_BUNDLE", "SSH_CONNECTION", "WAYLAND_DISPLAY",
    "WSL_DISTRO_NAME",
)  # fmt: skip


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Run every test in English, in Seoul, without colour, whatever the machine's settings.

    Each test has a cache of its own: servers get a port again that another test's schedule had.
    """
    for name in os.environ:
        if name.startswith(OF_THE_MACHINE) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("LESSHISTFILE", "-")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("CACCTL_TZ", "Asia/Seoul")
    # A folder that does not exist, so that no settings file is read.
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nonexistent")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield
    i18n.use_language("en")
    hints.use({})


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the tests' servers a minute: the machine may be busy."""
    for name in ("FIRST_TIMEOUT_SECONDS", "REFRESH_TIMEOUT_SECONDS", "UPDATE_TIMEOUT_SECONDS"):
        monkeypatch.setattr(http, name, 60.0)
    monkeypatch.setattr(companion, "FIRST_TIMEOUT_SECONDS", 60.0)
    monkeypatch.setattr(check_links, "__kwdefaults__", {"timeout_seconds": 60.0})


class Suggestion(NamedTuple):
    """A suggested command line, and the environment in which a user would paste it."""

    line: str
    folder: Path
    environ: dict[str, str]


# Command lines that were run already, with their schedule.
TRIED: set[tuple[str, str]] = set()
# Options that keep a command from opening or writing anything; network commands are not run.
HARMLESS = {"watch": "--print", "open": "--print", "export": "--output=-"}
NOT_TRIED = ("new", "update")
# How the names of the variables begin that a suggestion depends on.
SUGGESTING = ("CACCTL_", "XDG_", "L")


@pytest.fixture(autouse=True)
def suggestions(
    tmp_path_factory: pytest.TempPathFactory, environment: None
) -> Iterator[list[Suggestion]]:
    """Collect the command lines that the output suggests, and run each after the test."""
    suggested: list[Suggestion] = []
    yield suggested
    with pytest.MonkeyPatch.context() as patched:
        for suggestion in suggested:
            if not _is_to_be_tried(suggestion):
                continue
            for name in os.environ.keys() - suggestion.environ.keys():
                if name.startswith(SUGGESTING):
                    patched.delenv(name)
            for name, value in suggestion.environ.items():
                patched.setenv(name, value)
            patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "suggestions"))
            patched.chdir(suggestion.folder)
            words = shlex.split(suggestion.line)[1:]
            if words[0] in HARMLESS and "--help" not in words:
                words.append(HARMLESS[words[0]])
            with redirect_stdout(TextIOWrapper(BytesIO())), redirect_stderr(StringIO()) as said:
                code = main(words)
            assert code == 0, (suggestion, said.getvalue())


def _is_to_be_tried(suggestion: Suggestion) -> bool:
    words = shlex.split(suggestion.line)
    assert words[0] == "cacctl", suggestion
    named = words[2:3] if words[1] == "check" and "--help" not in words else []
    named += [following for word, following in pairwise(words) if word == "--schedule"]
    # Of the bundled directory, only the summit's schedule is a file.
    if any(w == "--event" and n not in ("cac", "cac-2020") for w, n in pairwise(words)):
        return False
    schedule = named[0] if named else suggestion.environ.get("CACCTL_SCHEDULE", "")
    if "://" in schedule or {"--follow", "--wait", "--check"} & {*words} or words[1] in NOT_TRIED:
        return False
    # Tests of missing or broken schedules suggest commands that cannot succeed.
    if (schedule and not (suggestion.folder / schedule).exists()) or words[1] == "check":
        return False
    tried = (suggestion.line, schedule) in TRIED
    TRIED.add((suggestion.line, schedule))
    return not tried


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], suggestions: list[Suggestion]) -> Run:
    """Run a command in this process, with its output in a pipe."""

    def run(*arguments: str) -> Answer:
        capsys.readouterr()
        hints.forget()
        code = main(arguments)
        environ = {k: v for k, v in os.environ.items() if k.startswith(SUGGESTING)}
        suggestions.extend(Suggestion(line, Path.cwd(), environ) for line in hints.suggested())
        answer = Answer(code, *capsys.readouterr())
        # Every Korean message has chosen between 은 and 는.
        assert not [pair for pair in PAIRS if pair in answer.out + answer.err]
        return answer

    return run


@pytest.fixture
def see(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, with its output on a terminal without colour."""

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


@pytest.fixture
def cache_home(tmp_path: Path) -> Path:
    """The folder of the test's caches."""
    return tmp_path / "cache"


@pytest.fixture
def summit_server() -> Iterator[ScheduleServer]:
    """A server of the bundled schedule."""
    with ScheduleServer(SUMMIT.encode()) as running:
        yield running


@pytest.fixture(scope="session")
def summit() -> Programme:
    """The bundled programme."""
    return read_file(bundled.path(), SOME_TIME).programme


@pytest.fixture(scope="session")
def few_rooms(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A schedule file with five sessions in three rooms."""
    from tests.rooms import SMALL

    path = tmp_path_factory.mktemp("small") / "small.toml"
    path.write_text(SMALL, "utf-8")
    return str(path)


@pytest.fixture(scope="session")
def many_rooms(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A schedule file with 690 sessions in 25 rooms."""
    from tests.rooms import large

    path = tmp_path_factory.mktemp("big") / "big.toml"
    path.write_text(large(), "utf-8")
    return str(path)


def script(name: str) -> Any:
    """Return a program of the folder `scripts` as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def calls_of(action: Callable[[], object], below: str = "") -> int:
    """Count the function calls of an action, or those in files below a folder. Times vary."""
    calls = 0

    def count(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call") and frame.f_code.co_filename.startswith(below)

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return calls


def seoul(text: str) -> datetime:
    """Return the instant of a local time in Seoul, which has had no daylight saving since 1988."""
    return datetime.fromisoformat(f"{text}+09:00").astimezone(UTC)


def item(
    session_id: str, start: datetime, minutes: int = 60, *, cancelled: bool = False
) -> Session:
    """Return a minimal session; `programme_of` numbers it."""
    end, name = start + timedelta(minutes=minutes), {"en": session_id.title()}
    # The date in Seoul.
    date = (start + timedelta(hours=9)).date()
    return Session(
        session_id, 0, 0, date, start, end, name, {}, {}, (), (), (), (), cancelled=cancelled
    )


def programme_of(sessions: Iterable[Session], channels: tuple[Channel, ...] = ()) -> Programme:
    """Return an event in Seoul with these sessions, sorted by start."""
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
    """Run a command in a new process."""
    return subprocess.run(
        [sys.executable, "-m", "cacctl", *arguments],
        capture_output=True,
        env={**os.environ, **environ},
        timeout=60,
        check=False,
    )
