"""Staying: sleep from second to second, through suspensions, resizes and changes of the clock.

The wall clock is asked anew at every tick, so that a computer that slept, or a clock that was set
right, makes nothing late by more than a second.
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
"""The programme as it is now: a schedule can change while somebody follows it."""

# These end the process as Ctrl-C does, by way of what puts the terminal in order.
ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")
# These only wake it: the window has a new size, the process goes on after it was stopped.
WAKING = ("SIGWINCH", "SIGCONT")


class Woken(NamedTuple):
    """What ended a sleep before its time: the numbers of signals, and keys."""

    signals: bytes = b""
    keys: bytes = b""

    @property
    def leaves(self) -> bool:
        """Whether the viewer typed the key that leaves."""
        return any(key in b"qQ" for key in self.keys)


Sleep = Callable[[float], Woken]
"""Sleeps for so many seconds, or until a signal or a key arrives."""


@contextmanager
def sleeper(*, keyboard: int | None = None, held: Sequence[str] = ()) -> Iterator[Sleep]:
    """A sleep that signals end, and keys where `keyboard` is a file descriptor to read them from.

    The signals named in `held` do nothing by themselves: it is for the caller to follow them.
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
    """The file descriptor that keys come from, where they do and can be read one by one."""
    try:
        import termios  # noqa: F401 - Windows has none

        descriptor = sys.stdin.fileno()
    except (ImportError, OSError, ValueError, AttributeError):
        return None
    return descriptor if os.isatty(descriptor) else None


@contextmanager
def silent_keys() -> Iterator[int | None]:
    """The keyboard, whose keys are not shown and do not wait for the shell's next line."""
    descriptor = keyboard()
    with put_in_order():
        if descriptor is None:
            yield None
            return
        import termios
        import tty

        modes = termios.tcgetattr(descriptor)
        tty.setcbreak(descriptor)
        try:
            yield descriptor
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, modes)


def until_next_second(now: datetime) -> float:
    """How many seconds of sleep there are until the clock's next whole one: one at most."""
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
    # The shell's code for a process that a signal ended.
    sys.exit(128 + number)


def _wake(_number: int, _frame: FrameType | None) -> None:
    """Only what stands in the way of the signal's usual effect: the sleep tells of it."""
