"""Ctrl-C: end the process at once and silently, unless there is something to clean up."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

# The exit code by which shells recognise a process that SIGINT ended.
EXIT_CODE = 130


def end_at_once() -> None:
    """End the process at Ctrl-C from now on, with EXIT_CODE and without a message.

    A KeyboardInterrupt would not do while modules load, nor in callbacks, from which Python only
    reports it. A SIGINT that is ignored stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(EXIT_CODE))


@contextmanager
def put_in_order() -> Iterator[None]:
    """Raise KeyboardInterrupt at Ctrl-C in this block, which has something to clean up."""
    with _handled_by(signal.default_int_handler):
        yield


@contextmanager
def held_back() -> Iterator[None]:
    """Raise KeyboardInterrupt for a Ctrl-C in this block only at its end.

    What the block starts can then be ended: it has been returned to the caller.
    """
    with collected() as interrupts:
        yield
    if interrupts:
        raise KeyboardInterrupt


@contextmanager
def collected() -> Iterator[list[int]]:
    """Collect each Ctrl-C in this block. A program that is started in it does not ignore Ctrl-C."""
    interrupts: list[int] = []
    with _handled_by(lambda number, _frame: interrupts.append(number)):
        yield interrupts


@contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    import threading

    before = signal.getsignal(signal.SIGINT)
    # Only the main thread may set handlers, and runs them; an ignored SIGINT stays ignored.
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
