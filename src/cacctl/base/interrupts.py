"""Ctrl-C: ends the process at once and in silence, unless something has to be put in order."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

# A shell's exit code for a process that SIGINT ended.
EXIT_CODE = 130


def end_at_once() -> None:
    """End the process at Ctrl-C from now on, with EXIT_CODE and without a word.

    A KeyboardInterrupt would do for most of the time, but not while modules load, nor in the
    callbacks from which Python only reports it. A SIGINT that is ignored stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(EXIT_CODE))


@contextmanager
def put_in_order() -> Iterator[None]:
    """Raise KeyboardInterrupt at Ctrl-C meanwhile: there is a terminal or a file to clean up."""
    import threading

    before = signal.getsignal(signal.SIGINT)
    with ExitStack() as undo:
        # Only the main thread may, and gets it; an ignored SIGINT stays so.
        if callable(before) and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.default_int_handler)
            undo.callback(signal.signal, signal.SIGINT, before)
        yield
