"""A line of a file with a mark under the place that is meant."""

from rich.cells import cell_len, set_cell_size

from cacctl.base.sanitize import visible

CUT = "…"
# A hostile line has millions of letters, and no terminal so many columns.
MOST_LETTERS = 1000


def excerpt(line: str, column: int, columns: int) -> tuple[str, str]:
    """`line`, cut to `columns` cells around its column (from 1), and a mark to go under that."""
    place = column - 1
    before = visible(line[max(0, place - MOST_LETTERS) : place])
    behind = visible(line[place : place + MOST_LETTERS])
    before = _last_cells(before, max(columns // 2, columns - cell_len(behind) - 1))
    room = columns - cell_len(before)
    if cell_len(behind) > room:
        behind = set_cell_size(behind, room - 1).rstrip() + CUT
    return before + behind, " " * cell_len(before) + "^"


def _last_cells(text: str, cells: int) -> str:
    """The end of `text`, at most so many cells wide, with a mark where it was cut."""
    if cell_len(text) <= cells:
        return text
    kept = text[-cells:]
    while cell_len(kept) > cells - 1:
        kept = kept[1:]
    return CUT + kept
