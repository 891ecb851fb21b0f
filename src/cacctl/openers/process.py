"""Start a program with a URL: its command line, its window or terminal, and how it failed."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread

from cacctl.base import files
from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import _
from cacctl.base.interrupts import collected, held_back, put_in_order
from cacctl.base.reasons import reason_of
from cacctl.base.urls import url_problem

SETTLE_SECONDS = 1.0
"""How long a browser is watched for a failure; after that it counts as opened."""

TICK_SECONDS = 0.2
"""The longest wait for output at a stretch: on Windows, Ctrl-C is seen only in between."""
PIECE_BYTES = 64 * 1024

# http://www.catb.org/~esr/BROWSER/ - all in one pass, so that nothing in the URL is replaced.
_PLACEHOLDER = "%[sc%]"

# Exit codes of a program that Ctrl-C ended: by the signal, through a shell, on Windows.
_INTERRUPTED = frozenset({-signal.SIGINT, 128 + signal.SIGINT, 0xC000013A})


def check_url(url: str) -> None:
    """Raise NothingToOpen for a URL that must not be opened."""
    if problem := url_problem(url):
        raise NothingToOpen(
            _("The URL {url} was not opened: {problem}.").format(url=ascii(url), problem=problem),
            _("Correct the URL in the schedule file. To find all such problems, run cacctl check."),
        )


def split_command(command: str) -> list[str]:
    """Return the words of a command line. Raises ValueError for an unclosed quotation."""
    if shutil.which(command):  # a path may have spaces
        return [command]
    if os.name == "nt":  # where a backslash separates directories and escapes nothing
        words = [word.strip('"') for word in shlex.split(command, posix=False)]
    else:
        words = shlex.split(command)
    # The standard library's sign for "in the background", which is decided here.
    return words[:-1] if words[-1:] == ["&"] else words


def insert_url(words: list[str], url: str) -> list[str]:
    """Return the command with the URL in place of `%s`, else at the end."""
    values = {"%s": url, "%c": ":", "%%": "%"}
    if not any("%s" in re.findall(_PLACEHOLDER, word) for word in words):
        words = [*words, "%s"]
    return [re.sub(_PLACEHOLDER, lambda found: values[found[0]], word) for word in words]


def start(command: list[str], run: Callable[[list[str]], str | None]) -> str | None:
    """Run a program by one of the functions below; return why it failed, None if it did not."""
    program = shutil.which(command[0])
    if program is None:
        named_by_path = os.sep in command[0] and files.exists(Path(command[0]))
        return _("not executable") if named_by_path else _("not found")
    if program.lower().endswith((".bat", ".cmd")):
        # Windows runs these through its shell, which reads a URL's "&" as its own.
        return _("batch files are not allowed")
    try:
        return run([program, *command[1:]])
    except (OSError, ValueError) as error:  # ValueError: a null character
        return reason_of(error)


def in_window(command: list[str]) -> str | None:
    """Start a graphical program; one that still runs after SETTLE_SECONDS is left alone."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # neither Ctrl-C nor closing the terminal reaches it
    )
    try:
        return _failure(process.wait(SETTLE_SECONDS))
    except subprocess.TimeoutExpired:
        # It outlives us on purpose; else the interpreter warns of a child nobody waited for.
        process.returncode = 0
        return None


def in_terminal(command: list[str]) -> str | None:
    """Run a text browser until the user leaves it; fail where there is no terminal for it."""
    if not (os.isatty(0) and os.isatty(1)):
        return _("requires a terminal")
    return in_foreground(command)


def in_foreground(command: list[str]) -> str | None:
    """Run a program that has the terminal, and Ctrl-C, until it ends.

    Raises KeyboardInterrupt where it ends in failure after Ctrl-C.
    """
    # Not a KeyboardInterrupt, at which subprocess kills the program; and not ignored as system(3)
    # does it, which the program would inherit.
    with collected() as interrupts:
        # The program's output is not our answer, which may be in a pipe.
        code = subprocess.call(command, stdout=None if os.isatty(1) else 2)
    # mpv, for one, ends with code 4 after Ctrl-C.
    if code in _INTERRUPTED or (code and interrupts):
        raise KeyboardInterrupt
    return _failure(code)


class Capture:
    """Runs a program for its `output`: what it wrote to standard output and standard error.

    It is ended, with all programs that it started, once its output is complete or larger than
    `largest_bytes`, after `seconds`, and at Ctrl-C, which raises KeyboardInterrupt.
    """

    def __init__(self, seconds: float, largest_bytes: int) -> None:
        self._seconds, self._largest_bytes = seconds, largest_bytes
        self._pieces = bytearray()

    @property
    def output(self) -> bytes:
        """What the program wrote, at most `largest_bytes`."""
        return bytes(self._pieces[: self._largest_bytes])

    def __call__(self, command: list[str]) -> str | None:
        """Run the program; return why its output is not complete, None if it is."""
        end = time.monotonic() + self._seconds
        with put_in_order(), ExitStack() as at_end:
            # Ctrl-C while Popen waits for the program to start would leave that running.
            with held_back():
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
                reader = Thread(target=self._read, args=[process], daemon=True)
                at_end.callback(_end, process, reader)
                reader.start()
            while reader.is_alive() and (left := end - time.monotonic()) > 0:
                reader.join(min(left, TICK_SECONDS))
            is_late = reader.is_alive()
        if is_late:
            return _("no response within {seconds} seconds").format(seconds=f"{self._seconds:g}")
        if len(self._pieces) > self._largest_bytes:
            text = _("the response is larger than {count} MiB")
            return text.format(count=self._largest_bytes >> 20)
        return None

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        # After Ctrl-C, the pipe may be closed already.
        with suppress(OSError, ValueError):
            while process.stdout and len(self._pieces) <= self._largest_bytes:
                piece = os.read(process.stdout.fileno(), PIECE_BYTES)
                if not piece:
                    break
                self._pieces += piece


def _end(process: "subprocess.Popen[bytes]", reader: Thread) -> None:
    """End a program that leads a group, and the group, and close its output.

    It must not have been waited for.
    """
    if os.name == "nt":
        process.kill()
    else:
        # EPERM where the group has only processes that have ended, as on macOS.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    # A program that left the group can still hold the other end of the pipe.
    if reader.is_alive():
        reader.join(TICK_SECONDS)
    if process.stdout and not reader.is_alive():
        process.stdout.close()


def _failure(code: int) -> str | None:
    if code < 0:
        return _("killed by signal {number}").format(number=-code)
    return _("exit code {code}").format(code=code) if code else None
