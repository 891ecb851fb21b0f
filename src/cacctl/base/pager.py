"""Long answers through a pager, as git has it: `less`, or what the environment names instead."""

import codecs
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

PAGER = "less"
# As git sets them (https://git-scm.com/docs/git-config#Documentation/git-config.txt-corepager):
# keep colours, leave the text on the screen, end at once where it fits on it after all.
USUAL = {"LESS": "FRX", "LV": "-c"}


def shown(text: str, environ: Mapping[str, str]) -> bool:
    """Whether a pager has shown the text; not where none is wanted, is there, or works."""
    command = _command(environ)
    if not command:
        return False
    with _interrupts() as interrupted:
        try:
            pager = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                env={**USUAL, **_charset(environ), **environ},
                encoding=sys.stdout.encoding,
                errors=sys.stdout.errors,
            )
        except (OSError, ValueError):
            return False
        # A viewer who has seen enough quits it: `communicate` passes over a pipe that is closed.
        pager.communicate(text + "\n")
        return pager.returncode <= 0 or bool(interrupted)


def _command(environ: Mapping[str, str]) -> list[str]:
    """The pager's command line; nothing where there is to be none."""
    named = environ.get("CACCTL_PAGER", environ.get("PAGER", PAGER))
    try:
        command = shlex.split(named)
    except ValueError:
        return []
    return [] if command == ["cat"] else command


def _charset(environ: Mapping[str, str]) -> dict[str, str]:
    """That UTF-8 is sent, for a `less` whose locale does not say so, as it is not installed."""
    told = {"LESSCHARSET", "LESSCHARDEF", "JLESSCHARSET"} & set(environ)
    is_utf8 = codecs.lookup(sys.stdout.encoding).name == "utf-8"
    return {"LESSCHARSET": "utf-8"} if is_utf8 and not told else {}


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Collects each Ctrl-C, which is for the pager: it also goes to us, in its terminal's group."""
    found: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        found.append(number)

    # A handler, and not SIG_IGN, which the pager would inherit.
    before = signal.signal(signal.SIGINT, note)
    try:
        yield found
    finally:
        signal.signal(signal.SIGINT, before)
