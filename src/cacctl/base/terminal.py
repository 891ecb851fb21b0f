"""The output: a terminal or a pipe, its size, colour, encoding, and text that fits into it."""

import codecs
import errno
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from typing import IO

import typer

from cacctl.base import hints
from cacctl.base.errors import CacctlError
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible

NARROWEST = 20
USUAL_SIZE = (80, 24)
DUMB = ("dumb", "unknown")

# Replacements for signs that the output's encoding lacks.
SPELLED = {
    "▶": "*",
    "▷": ">",
    "✓": "x",
    "✗": "!",
    "→": ">",
    "·": "-",
    "…": "...",
    "–": "-",
    "—": "-",
    "\u2018": "'",
    "\u2019": "'",
    "“": '"',
    "”": '"',
    "━": "=",
    "─": "-",
    "┄": "~",
    "░": ":",
    "╱": "/",
    "│": "|",
    "┃": "|",
    "┊": ".",
    "⋮": ":",
    "〈": "<",
    "〉": ">",
}

# A space at which no line is broken; no text contains it.
KEPT = "\ue000"
STYLES = {
    "bold": "1",
    "dim": "2",
    "live": "1;32",
    "next": "1;36",
    "cancelled": "31",
    "url": "36",
    "error": "1;31",
    "warning": "1;33",
}
STYLE = r"\x1b\[[0-9;]*m"


def prepare_streams() -> None:
    """Make both output streams replace letters that their encoding lacks.

    Sizes in the environment that no terminal can have are removed from it.
    """
    for name in ("COLUMNS", "LINES"):
        size = os.environ.get(name, "0")
        if not (size.isascii() and size.isdecimal() and len(size) <= 4):
            del os.environ[name]
    codecs.register_error("cacctl", _spell)
    # Python has none where the caller closed it (`>&-`).
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="cacctl")


def write(text: str) -> None:
    """Write text to standard output. Raises CacctlError, except for a pipe that was closed."""
    with _writing():
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output. Raises CacctlError, except for a pipe that was closed."""
    with _writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def tell(text: str) -> None:
    """Write a message to standard error, wrapped on a terminal, with control characters escaped."""
    text = visible(text)
    if is_terminal(sys.stderr):
        text = wrapped(text, width())
    typer.echo(text, err=True)


def give_up_output() -> None:
    """Discard further output, so that Python does not try to write the buffer when it ends."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def unwritten(error: OSError) -> str:
    """Return the message that the output cannot be written."""
    from cacctl.base.reasons import reason_of

    return _("Cannot write output: {reason}.").format(reason=reason_of(error))


def is_terminal(stream: IO[str], environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether to write as to a terminal; FORCE_COLOR makes any stream one."""
    return bool(environ.get("FORCE_COLOR")) or (not stream.closed and stream.isatty())


def has_colour(stream: IO[str], environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether to use colour (https://no-color.org, https://force-color.org)."""
    if environ.get("NO_COLOR") or environ.get("TERM") in DUMB:
        return False
    return is_terminal(stream, environ)


def can_redraw(stream: IO[str], environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the stream is a terminal on which text can be overwritten."""
    return not stream.closed and stream.isatty() and environ.get("TERM") not in DUMB


def width() -> int:
    """Return the terminal's width in columns; 80 without a terminal."""
    return max(NARROWEST, shutil.get_terminal_size(USUAL_SIZE).columns)


def size() -> os.terminal_size:
    """Return the current size of standard output's terminal, or the usual size if that is unknown.

    A terminal without a window, such as a serial line or one made by a program, has 0 columns.
    """
    own = os.get_terminal_size(sys.stdout.fileno())
    return os.terminal_size(known or usual for known, usual in zip(own, USUAL_SIZE, strict=True))


def cell_len(text: str) -> int:
    """Return how many cells of a terminal the text takes; a Korean letter takes two."""
    if text.isascii() and text.isprintable():
        return len(text)
    # Rich's tables of cells take longer to load than the rest of an answer in English.
    from rich import cells

    return cells.cell_len(text)


def rows_of(line: str, columns: int) -> int:
    """Return how many rows of a terminal a line takes, without its styles."""
    return max(1, -(-cell_len(re.sub(STYLE, "", line)) // columns))


def styled(text: str, style: str, *, colour: bool) -> str:
    """Return `text` in one of STYLES if there is colour."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if colour and text else text


def bar(share: float, cells: int, *, colour: bool = False) -> str:
    """Return a bar of `cells` cells that shows a share from 0 to 1; only at 1 it is full."""
    filled = min(round(max(0.0, share) * cells), cells if share >= 1 else cells - 1)
    return styled("━" * filled, "live", colour=colour) + "─" * (cells - filled)


def wrapped(text: str, columns: int, indent: str = "") -> str:
    """Return `text` in lines of at most `columns` cells, broken at spaces; later ones are indented.

    A word that is longer than a line stays whole, so that a URL can still be copied, and so does a
    suggested command line.
    """
    for line in hints.suggested():
        text = text.replace(line, line.replace(" ", KEPT))
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1].strip() else lines[-1] + word
        if cell_len(joined) > columns and lines[-1].strip():
            lines.append(indent + word)
        else:
            lines[-1] = joined
    return "\n".join(lines).replace(KEPT, " ")


def padded(text: str, columns: int) -> str:
    """Return `text` followed by spaces, `columns` cells wide."""
    return text + " " * (columns - cell_len(text))


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        give_up_output()
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            raise CacctlError(unwritten(error)) from error


def cut(text: str, columns: int) -> str:
    """Return `text` in at most `columns` cells, with an ellipsis if it was cut."""
    if cell_len(text) <= columns:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, columns - 1).rstrip() + "…"


def _spell(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    # A question mark per cell, so that tables stay aligned.
    return "".join(SPELLED.get(letter, "?" * cell_len(letter)) for letter in letters), error.end
