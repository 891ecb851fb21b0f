"""A real browser, asked to open a URL, requests the page from a real server."""

import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from cacctl.openers.browser import Browser
from tests.servers import Handler, ScheduleServer

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="processes are ended by their group here"),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium or Chrome is on PATH"),
]

START_SECONDS = 60
OPTIONS = (
    "--headless",
    "--no-sandbox",  # its own sandbox does not work in most containers
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-sync",
    # The browser can reach no host outside this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--no-proxy-server",
)


@pytest.fixture
def visits() -> Iterator[tuple[str, SimpleQueue[tuple[str, str]]]]:
    """The URL of a server, and the path and User-Agent of each visit to it."""
    seen: SimpleQueue[tuple[str, str]] = SimpleQueue()

    def show(handler: Handler) -> None:
        seen.put((handler.path, handler.headers.get("User-Agent", "")))
        body = b"<!doctype html><title>here</title><link rel=icon href=data:,>"
        handler.answer(200, body, Content_Type="text/html")

    with ScheduleServer() as server:
        server.behaviour = show
        yield server.url.rpartition("/")[0], seen


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The browsers that were started; they and all their children are gone afterwards."""
    processes: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remember(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        processes.append(real(command, **options))
        return processes[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    yield processes
    for process in processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(process.pid, 0)


def test_chromium_opens_the_url(
    visits: tuple[str, SimpleQueue[tuple[str, str]]],
    started: list[subprocess.Popen[bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    server, seen = visits
    profile = tmp_path / "profile of a viewer"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    command = shlex.join([CHROMIUM, *OPTIONS, f"--user-data-dir={profile}"])
    monkeypatch.setenv("BROWSER", f"missing-browser{os.pathsep}{command} %s")

    name = Browser().open(f"{server}/watch?v=1&lang=ko&t=%ED%95%9C#start")

    assert name == Path(CHROMIUM).name
    path, user_agent = seen.get(timeout=START_SECONDS)
    assert path == "/watch?v=1&lang=ko&t=%ED%95%9C"
    assert "Chrom" in user_agent
    (process,) = started
    assert os.waitpid(process.pid, os.WNOHANG) == (0, 0), "the browser did not stay open"
    assert capfd.readouterr() == ("", "")

    os.killpg(process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while left := processes_with(str(profile)):
        assert time.monotonic() < deadline, f"these outlived the browser: {left}"
        time.sleep(0.05)


def processes_with(text: str) -> list[str]:
    """The ids of the processes that have `text` in their command; none without /proc."""
    ids = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if os.fsencode(text) in command.read_bytes():
                ids.append(command.parent.name)
    return ids
