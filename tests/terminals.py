"""Commands on a pseudo-terminal, and the screen that they draw."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyte

from tests.processes import PATIENCE_SECONDS


class Terminal:
    """A process on a pseudo-terminal, and the screen of that terminal."""

    def __init__(self, *arguments: str, columns: int = 80, rows: int = 30) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.master, slave = pty.openpty()
        self.set_size(columns, rows)
        self.before = termios.tcgetattr(slave)
        environ = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cacctl", *arguments],
            stdin=slave, stdout=slave, stderr=slave,
            env=environ,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # for Ctrl-C

        )  # fmt: skip
        self.slave = slave

    def set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        self.set_size(columns, rows)
        self.screen.resize(rows, columns)
        self.process.send_signal(signal.SIGWINCH)

    def wait_for(self, text: str, seconds: float = PATIENCE_SECONDS) -> str:
        """Return the screen once it shows the text."""
        self.wait_until(lambda: text in self.text, seconds)
        return self.text

    def wait_until(
        self, condition: Callable[[], object], seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Read what is written until a condition holds; fail after some seconds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.text
            self.read(0.1)

    def read(self, seconds: float) -> bool:
        """Wait for some output, and read it; return whether there was any."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        data = os.read(self.master, 65536)
        self.raw += data
        self.stream.feed(data)
        return True

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def end(self) -> int:
        """Return the exit code of the process, once it has ended and all its output is read."""
        self.wait_until(lambda: self.process.poll() is not None)
        while self.read(0):
            pass
        return self.process.wait()


@contextmanager
def terminals(*options: str, rows: int = 30) -> Iterator[type[Terminal]]:
    """Yield a terminal that adds these options to each command, and end its processes."""
    made: list[Terminal] = []

    class Made(Terminal):
        def __init__(self, *arguments: str, columns: int = 80, rows: int = rows) -> None:
            super().__init__(*arguments, *options, columns=columns, rows=rows)
            made.append(self)

    try:
        yield Made
    finally:
        for terminal in made:
            terminal.process.kill()
            terminal.process.wait()
            os.close(terminal.master)
            os.close(terminal.slave)
