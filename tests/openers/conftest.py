"""Small real programs as browsers and players, in a folder that is the whole PATH."""

import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cacctl.openers import process
from tests.processes import started

URL = "https://example.org/watch?v=1&t=2"

# Builtins and absolute paths alone: the tests take everything else off PATH.
RECORD = 'for word in "$@"; do printf "%s\\n" "$word" >> "{log}"; done\n'
STAY = 'echo $$ > "{pid}"; echo noise; echo noise >&2; exec /bin/sleep 60\n'


class Browsers:
    """Programs in a folder that is the whole PATH, and what they were given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.pid = folder / "pid"

    def add(self, name: str, body: str = "") -> str:
        """A program that records its arguments and then does `body`; its path, quoted."""
        path = self.folder / name
        text = "#!/bin/sh\n" + RECORD + body
        path.write_text(text.replace("{log}", str(self.log)).replace("{pid}", str(self.pid)))
        path.chmod(0o755)
        return shlex.quote(str(path))

    def given(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def running(self) -> int:
        """The id of the browser that stays, once it runs."""
        return started(self.pid)


@pytest.fixture
def browsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browsers]:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(sys, "platform", "linux")
    # One that fails must do so before it counts as opened, however busy the machine is.
    monkeypatch.setattr(process, "SETTLE_SECONDS", 60.0)
    browsers = Browsers(folder)
    yield browsers
    if browsers.pid.exists():
        process_id = browsers.running()
        with suppress(ProcessLookupError):
            os.kill(process_id, signal.SIGKILL)
        with suppress(ChildProcessError):  # where it is not this process's child
            os.waitpid(process_id, 0)


@pytest.fixture
def browser_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda value: monkeypatch.setenv("BROWSER", value)
