"""Sleep from second to second, through suspensions, resizes and changes of the clock.

The wall clock is read at every tick, so after a suspension or a correction of the clock nothing is
late by more than a second.
"""

import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from types import FrameType
from typing import NamedTuple, NoReturn

from cacctl.base.interrupts import put_in_order
from cacctl.model.programme import Programme

Clock = Callable[[], datetime]
Newest = Callable[[], Programme]
"""Returns the current programme, as a schedule can change while it is followed."""

# End the process like Ctrl-C, after the terminal is restored.
ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")
# Only end a sleep: the window has a new size, or the process continues after a stop.
WAKING = ("SIGWINCH", "SIGCONT")


class Woken(NamedTuple):
    """What ended a sleep early: numbers of signals, and keys."""

    signals: bytes = b""
    keys: bytes = b""

    @property
    def leaves(self) -> bool:
        """Whether the viewer typed the key to quit."""
        return any(key in b"qQ" for key in self.keys)


Sleep = Callable[[float], Woken]
"""Sleeps for a number of seconds, or until a signal or a key arrives."""


@contextmanager
def sleeper(*, keyboard: int | None = None, held: Sequence[str] = ()) -> Iterator[Sleep]:
    """Provide a sleep that ends at signals, and at keys from the file descriptor `keyboard`.

    The signals named in `held` have no effect of their own; the caller handles them.
    """
    near, far = socket.socketpair()
    with ExitStack() as undo:
        for end in (near, far):
            undo.enter_context(end)
            end.setblocking(False)  # noqa: FBT003
        before = signal.set_wakeup_fd(far.fileno(), warn_on_full_buffer=False)
        undo.callback(signal.set_wakeup_fd, before)
        for names, handler in ((ENDING, _end), ((*WAKING, *held), _wake)):
            for name in names:
                if number := getattr(signal, name, None):
                    undo.callback(signal.signal, number, signal.signal(number, handler))
        yield lambda seconds: _sleep(seconds, near, keyboard)


def keyboard() -> int | None:
    """The file descriptor of the keyboard, if keys can be read one by one."""
    try:
        import termios  # noqa: F401 - missing on Windows

        descriptor = sys.stdin.fileno()
    except (ImportError, OSError, ValueError, AttributeError):
        return None
    return descriptor if os.isatty(descriptor) else None


@contextmanager
def silent_keys() -> Iterator[int | None]:
    """Provide the keyboard; keys are neither echoed nor left for the shell to read."""
    descriptor = keyboard()
    with put_in_order():
        if descriptor is None:
            yield None
            return
        import termios
        import tty

        modes = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor)
            yield descriptor
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, modes)


def until_next_second(now: datetime) -> float:
    """Seconds until the next whole second: at most one."""
    return 1.0 - now.microsecond / 1e6


def _sleep(seconds: float, signals: socket.socket, keyboard: int | None) -> Woken:
    sources: list[socket.socket | int] = [signals]
    if keyboard is not None:
        sources.append(keyboard)
    ready = select.select(sources, [], [], seconds)[0]
    return Woken(
        signals.recv(4096) if signals in ready else b"",
        os.read(keyboard, 4096) if keyboard is not None and keyboard in ready else b"",
    )


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    # The exit code that shells use for a process ended by a signal.
    sys.exit(128 + number)


def _wake(_number: int, _frame: FrameType | None) -> None:
    """Replace the signal's usual effect: the sleep reports it."""
