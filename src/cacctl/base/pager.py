"""Show long output in a pager, as git does: `less`, or the one that the environment names."""

import codecs
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping

from cacctl.base.interrupts import collected
from cacctl.base.terminal import USUAL_SIZE, rows_of

PAGER = "less"
# As git sets them (https://git-scm.com/docs/git-config#Documentation/git-config.txt-corepager):
# keep colours, leave the text on the screen, and quit at once if it fits on the screen after all.
USUAL = {"LESS": "FRX", "LV": "-c"}


def is_needed(text: str) -> bool:
    """Return whether the text has more rows than the terminal."""
    columns, rows = shutil.get_terminal_size(USUAL_SIZE)
    lines = text.split("\n")
    # The last row is for the shell prompt.
    return len(lines) >= rows or sum(rows_of(line, columns) for line in lines) >= rows


def shown(text: str, environ: Mapping[str, str]) -> bool:
    """Return whether a pager showed the text; False if none is wanted, installed or working."""
    command = _command(environ)
    if not command:
        return False
    # The terminal sends Ctrl-C to the pager, which handles it, and to us.
    with collected() as interrupts:
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
        # `communicate` ignores a pipe that is closed: the user may quit the pager early.
        pager.communicate(text + "\n")
        return pager.returncode <= 0 or bool(interrupts)


def _command(environ: Mapping[str, str]) -> list[str]:
    """Return the pager's command line; empty if none is wanted."""
    named = environ.get("CACCTL_PAGER", environ.get("PAGER", PAGER))
    try:
        command = shlex.split(named)
    except ValueError:
        return []
    return [] if command == ["cat"] else command


def _charset(environ: Mapping[str, str]) -> dict[str, str]:
    """Return variables that make `less` read UTF-8 in a locale that does not."""
    is_set = {"LESSCHARSET", "LESSCHARDEF", "JLESSCHARSET"} & set(environ)
    is_utf8 = codecs.lookup(sys.stdout.encoding).name == "utf-8"
    return {"LESSCHARSET": "utf-8"} if is_utf8 and not is_set else {}
