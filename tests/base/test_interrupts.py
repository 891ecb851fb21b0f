"""Ctrl-C at any moment, in real processes: exit code 130, and not a word."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cacctl.base.interrupts import EXIT_CODE, put_in_order

# Raises the signal at the N-th module that is looked for once cacctl's entry point runs, or in what
# Python does at its own end.
STARTED = """
import atexit, runpy, signal, sys
class Finder:
    left = None
    def find_spec(name, path=None, target=None):
        if name == "cacctl.base.interrupts":
            Finder.left = int(sys.argv.pop())
        elif Finder.left is not None:
            Finder.left -= 1
            if Finder.left == 0:
                signal.raise_signal(signal.SIGINT)
                print("went on")
sys.meta_path.insert(0, Finder)
if sys.argv[-1] == "0":
    atexit.register(signal.raise_signal, signal.SIGINT)
runpy.run_module("cacctl", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("number", [0, 1, 2, 10, 30, 60])
def test_interrupt_while_modules_load_or_python_ends_is_silent(number: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED, "list", "--plain", str(number)],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (EXIT_CODE, b"")
    assert b"went on" not in done.stdout
    assert bool(done.stdout) == (number == 0)


def test_ignored_interrupt_stays_ignored() -> None:
    """As in a script's background (`cacctl now --follow &`)."""
    ignored = f"import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n{STARTED}"
    done = subprocess.run(
        [sys.executable, "-c", ignored, "list", "--plain", "20"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_interrupt_raises_an_exception_where_there_is_something_to_clean_up() -> None:
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        ended = signal.getsignal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt), put_in_order():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is ended
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with put_in_order():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_interrupted_write_leaves_no_file(tmp_path: Path) -> None:
    script = f"""
import os, signal, sys
os.fsync = lambda _file: signal.raise_signal(signal.SIGINT)
from cacctl.__main__ import run
sys.argv = ["cacctl", "export", "ical", "-o", {str(tmp_path / "x.ics")!r}]
sys.exit(run())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (EXIT_CODE, b"")
    assert [*tmp_path.iterdir()] == []
