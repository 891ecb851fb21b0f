"""Where the answer goes: a terminal or a pipe, how wide, in colour or not, in which encoding."""

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

# What stands in for a sign that the output's encoding does not have.
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

# A space at which no line is broken: of one cell, and in no text.
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
    """Make both output streams survive letters that their encoding lacks.

    A size in the environment that no terminal can have counts as none, for all that ask for it.
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
    """Write an answer to standard output, whole.

    Raises CacctlError where it cannot be written. A reader that has gone has had what it wanted.
    """
    with _writing():
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Write a file's bytes to standard output, as they are.

    Raises CacctlError where they cannot be written. A reader that has gone has had what it wanted.
    """
    with _writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def tell(text: str) -> None:
    """Write a message to standard error, wrapped on a terminal, and nothing that could steer it."""
    text = visible(text)
    if is_terminal(sys.stderr):
        text = wrapped(text, width())
    typer.echo(text, err=True)


def give_up_output() -> None:
    """Write no more: what is still in the buffer must not be tried again when Python ends."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def unwritten(error: OSError) -> str:
    """That an answer could not be written, and why."""
    return _("Cannot write the output: {reason}.").format(reason=error.strerror)


def is_terminal(stream: IO[str], environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the stream gets what a terminal gets: FORCE_COLOR makes anything one."""
    return bool(environ.get("FORCE_COLOR")) or (not stream.closed and stream.isatty())


def has_colour(stream: IO[str], environ: Mapping[str, str] = os.environ) -> bool:
    """Whether colour may be used (https://no-color.org, https://force-color.org)."""
    if environ.get("NO_COLOR") or environ.get("TERM") in DUMB:
        return False
    return is_terminal(stream, environ)


def can_redraw(stream: IO[str], environ: Mapping[str, str] = os.environ) -> bool:
    """Whether what stands on the stream's terminal can be written over."""
    return not stream.closed and stream.isatty() and environ.get("TERM") not in DUMB


def width() -> int:
    """The terminal's width in columns; 80 where there is no terminal."""
    return max(NARROWEST, shutil.get_terminal_size(USUAL_SIZE).columns)


def size() -> os.terminal_size:
    """The size that standard output's terminal has now; a usual one where it does not know its own.

    A terminal without a window, such as a serial line or one made by a program, has 0 columns.
    """
    own = os.get_terminal_size(sys.stdout.fileno())
    return os.terminal_size(known or usual for known, usual in zip(own, USUAL_SIZE, strict=True))


def is_longer_than_the_terminal(text: str) -> bool:
    """Whether standard output is a terminal on which the answer cannot be seen as a whole."""
    if not can_redraw(sys.stdout):
        return False
    columns, rows = shutil.get_terminal_size(USUAL_SIZE)
    lines = text.split("\n")
    # The last row is for the shell's next prompt.
    return len(lines) >= rows or sum(rows_of(line, columns) for line in lines) >= rows


def cell_len(text: str) -> int:
    """Return how many cells of a terminal the text takes; a Korean letter takes two."""
    if text.isascii() and text.isprintable():
        return len(text)
    # Rich's tables of cells take longer to load than the rest of an answer in English.
    from rich import cells

    return cells.cell_len(text)


def rows_of(line: str, columns: int) -> int:
    """How many rows of a terminal a line takes, whatever its styles."""
    return max(1, -(-cell_len(re.sub(STYLE, "", line)) // columns))


def styled(text: str, style: str, *, colour: bool) -> str:
    """`text` in one of STYLES, where there is colour."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if colour and text else text


def bar(share: float, cells: int, *, colour: bool = False) -> str:
    """How much is done, from 0 to 1, as a bar of so many cells."""
    filled = round(min(1.0, max(0.0, share)) * cells)
    return styled("━" * filled, "live", colour=colour) + "─" * (cells - filled)


def wrapped(text: str, columns: int, indent: str = "") -> str:
    """`text` in lines of at most `columns` cells, broken at spaces; further lines are indented.

    A Korean letter takes two cells. A word that is longer than a line stays whole, so that an
    address can still be copied, and so does a command line that is suggested.
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
    """`text` with spaces behind it, `columns` cells wide."""
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
    """`text`, with a mark at the end where there is no room for the whole of it."""
    if cell_len(text) <= columns:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, columns - 1).rstrip() + "…"


def _spell(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    # As many question marks as cells, so that tables stay aligned.
    return "".join(SPELLED.get(letter, "?" * cell_len(letter)) for letter in letters), error.end
