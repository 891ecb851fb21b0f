"""An address as a QR code, for a phone that is held up to the screen. The only user of segno."""

import os
import re
from collections.abc import Mapping
from itertools import zip_longest

import segno

QUIET_ZONE = 4
NARROWEST_QUIET_ZONE = 2
"""In modules. The standard asks for four, which a narrow terminal may not have."""

# By the halves of a cell that have ink: the upper one, the lower one.
_HALF_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

# From the part of the 256 colours that themes leave alone: the first 16 are the theme's, whose
# white may be grey, and base16 turns 16, the other black, into orange.
_BLACK_ON_WHITE = "\x1b[38;5;232;48;5;231m"
_ALL_BLACK = "\x1b[48;5;232m"
_RESET = "\x1b[0m"


def drawn(
    text: str,
    columns: int,
    *,
    colour: bool,
    encoding: str | None,
    environ: Mapping[str, str] = os.environ,
) -> str | None:
    """The lines of the QR code of a text; None where it does not fit into `columns`.

    With colour it is black on white on every terminal. Without, it has the terminal's own two
    colours, on a dark background unless COLORFGBG tells of a light one. A cell holds two modules;
    where the encoding has no half blocks, a module takes two cells.
    """
    try:
        # Left alone, segno writes Latin-1 or Shift JIS where it can, and the phone has to guess.
        code = segno.make(text, micro=False, encoding="utf-8")
    except segno.DataOverflowError:
        return None
    halved = _has_half_blocks(encoding)
    border = min(QUIET_ZONE, (columns // (1 if halved else 2) - len(code.matrix)) // 2)
    if border < NARROWEST_QUIET_ZONE:
        return None
    light_ink = not (colour or _is_background_light(environ))
    inked = [[bool(dark) != light_ink for dark in row] for row in code.matrix_iter(border=border)]
    if halved:
        pairs = zip_longest(inked[::2], inked[1::2], fillvalue=[light_ink] * len(inked))
        lines = ["".join(_HALF_BLOCKS[cell] for cell in zip(*pair, strict=True)) for pair in pairs]
    else:
        lines = ["".join("##" if ink else "  " for ink in row) for row in inked]
    if colour:
        lines = [f"{_BLACK_ON_WHITE}{re.sub('[█#]+', _black, line)}{_RESET}" for line in lines]
    return "\n".join(lines)


def _black(inked: re.Match[str]) -> str:
    # A background has no gaps. The full blocks of many fonts have, and readers fail at those.
    return f"{_ALL_BLACK}{' ' * len(inked[0])}{_BLACK_ON_WHITE}"


def _has_half_blocks(encoding: str | None) -> bool:
    try:
        "▀▄█".encode(encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _is_background_light(environ: Mapping[str, str]) -> bool:
    """What COLORFGBG tells of the background; dark where it tells nothing.

    It is `0;15` or `0;default;15`: the number of the text's colour, and last of the background's.
    Which of the 16 colours are light is as in Vim.
    """
    return bool(re.search(r";(7|9|1[0-5])$", environ.get("COLORFGBG", "")))
