"""Read a schedule in a child process, which is ended when it takes too much time or memory."""

import sys
from datetime import datetime

from cacctl.base import hints, i18n
from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.formats import registry
from cacctl.formats.loading import read_programme
from cacctl.sources import parsed_cache

LARGEST_MEMORY_BYTES = 1 << 30
"""100,000 sessions in cacctl's own format take 800 MiB. On systems without such a limit, only the
time is limited."""
SMALL_BYTES = 32 * 1024
"""A smaller schedule is cheap in every format whose sessions do not recur."""

# Nothing is imported from the current folder, and nothing private is an argument, which other users
# could see.
_PROGRAM = """\
import json, sys
task = json.loads(sys.stdin.buffer.readline())
sys.path[:] = task.pop("path")
from cacctl.sources import subprocess_reader
subprocess_reader.work(**task)
"""
_BEGUN, _READ, _REFUSED = b".", b"+", b"-"


class TooCostly(ScheduleProblem):
    """Reading the schedule takes too much time or memory."""

    def __init__(self, source: str, seconds: float) -> None:
        text = _(
            "{url}: reading the schedule exceeded the limit of {seconds} seconds or {count} MiB of "
            "memory."
        )
        super().__init__(
            text.format(
                url=visible(source),
                seconds=f"{seconds:g}",
                count=LARGEST_MEMORY_BYTES >> 20,
            ),
            _("To allow more time: {command}").format(command=hints.command("update")),
        )


def is_needed(data: bytes) -> bool:
    """Return whether these bytes could be expensive to read."""
    return len(data) >= SMALL_BYTES or registry.detect(data).recurs


def form_of(
    data: bytes, source: str, now: datetime, event_tz: str, *, seconds: float, promised: float
) -> bytes | None:
    """Return the parsed form of a schedule's bytes; None where no process can be started.

    It is ended after `seconds`; messages name `promised` seconds. Raises ScheduleProblem, of which
    TooCostly is one.
    """
    import json
    import subprocess

    # A program that was built into a single file has no Python to call.
    if not sys.executable or getattr(sys, "frozen", False):
        return None
    task = {
        "path": sys.path,
        "source": source,
        "now": now.isoformat(),
        "event_tz": event_tz,
        "language": i18n.message_language(),
        "given": hints.in_force(),
        "seconds": seconds,
        "memory": LARGEST_MEMORY_BYTES,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _PROGRAM],
            input=json.dumps(task).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise TooCostly(source, promised) from error
    except OSError:
        return None
    if not done.stdout.startswith(_BEGUN):
        return None
    outcome, rest = done.stdout[1:2], done.stdout[2:]
    if done.returncode == 0 and outcome == _READ:
        return rest
    if done.returncode == 0 and outcome == _REFUSED:
        message, hint, file, problems = json.loads(rest)
        raise ScheduleProblem(message, hint, file=file, problems=problems)
    raise TooCostly(source, promised)


def work(
    source: str,
    now: str,
    event_tz: str,
    language: str,
    given: dict[str, hints.Value],
    seconds: float,
    memory: int,
) -> None:
    """Read a schedule from standard input, within limits, and write its parsed form."""
    import json

    answer = sys.stdout.buffer
    answer.write(_BEGUN)
    answer.flush()
    _limit(seconds, memory)
    i18n.use_language(language)
    hints.use(given)
    try:
        loaded = read_programme(
            sys.stdin.buffer.read(), source, datetime.fromisoformat(now), event_tz
        )
        answer.write(_READ + parsed_cache.packed(loaded))
    except ScheduleProblem as error:
        refusal = [error.message, error.hint, error.file, error.problems]
        answer.write(_REFUSED + json.dumps(refusal).encode())
    answer.flush()


def _limit(seconds: float, memory: int) -> None:
    """Let the system end this process, even when its parent no longer waits for it."""
    try:
        import resource
    except ImportError:  # on Windows
        return
    for name, most in (
        ("RLIMIT_AS", memory),
        ("RLIMIT_CPU", int(seconds) + 2),
        ("RLIMIT_CORE", 0),
    ):
        kind_of = getattr(resource, name)
        _soft, hard = resource.getrlimit(kind_of)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind_of, (least, hard))
        except (OSError, ValueError):  # macOS refuses some
            continue
