"""Ctrl-C: end the process at once and silently, unless there is something to clean up."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

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
    import threading

    before = signal.getsignal(signal.SIGINT)
    with ExitStack() as undo:
        # Only the main thread may set handlers, and runs them; an ignored SIGINT stays ignored.
        if callable(before) and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.default_int_handler)
            undo.callback(signal.signal, signal.SIGINT, before)
        yield
