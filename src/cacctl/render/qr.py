"""A URL as a QR code to scan from the screen. The only module that imports segno."""

import os
import re
from collections.abc import Mapping
from itertools import zip_longest

import segno

QUIET_ZONE = 4
NARROWEST_QUIET_ZONE = 2
"""In modules. The standard requires four, for which a narrow terminal may lack the width."""

# By whether the upper and the lower half of a cell have ink.
_HALF_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

# Colours that themes leave alone: the first 16 belong to the theme, whose white may be grey, and
# base16 turns number 16, the other black, into orange.
_BLACK_ON_WHITE = "\x1b[38;5;232;48;5;231m"
_ALL_BLACK = "\x1b[48;5;232m"
_RESET = "\x1b[0m"


def draw(
    text: str,
    columns: int,
    *,
    colour: bool,
    encoding: str | None,
    environ: Mapping[str, str] = os.environ,
) -> str | None:
    """Draw the text as a QR code; None if it does not fit into `columns`.

    With colour it is black on white on every terminal. Without, it has the terminal's own two
    colours, assuming a dark background unless COLORFGBG says otherwise. A cell holds two modules;
    if the encoding has no half blocks, a module is two cells wide.
    """
    try:
        # By default segno writes Latin-1 or Shift JIS if it can, and the phone has to guess.
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
    # The full blocks of many fonts have gaps, at which scanners fail. A background has none.
    return f"{_ALL_BLACK}{' ' * len(inked[0])}{_BLACK_ON_WHITE}"


def _has_half_blocks(encoding: str | None) -> bool:
    try:
        "▀▄█".encode(encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _is_background_light(environ: Mapping[str, str]) -> bool:
    """Whether COLORFGBG names a light background; False if it is not set.

    Its form is `0;15` or `0;default;15`: the text's colour first, the background's last. The light
    colours are those that Vim takes for light.
    """
    return bool(re.search(r";(7|9|1[0-5])$", environ.get("COLORFGBG", "")))
