"""The widths of the picture, and the conversion of its cells to lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from cacctl.base.i18n import _
from cacctl.model.programme import Session
from cacctl.render.timeline import layout
from cacctl.times import clock
from cacctl.viewer.view import ShownStatus, View

# With three cells per hour, a row is 80 cells wide.
DATE_CELLS = 8
MOST_HOUR_CELLS = 8
GAP = 2

MOST_ROOM_HOUR_CELLS = 24
ROOM_SHARE = 5
LEAST_LABEL_CELLS = 13

NIGHT, GUIDE, FOLD = "░", "┊", "⋮"


class Look(NamedTuple):
    """The appearance of a status: the fill and style of a block, the style in the legend.

    A block sets both colours, as the terminal's background can be dark or light.
    """

    fill: str
    style: str
    legend: str


LOOKS: dict[ShownStatus, Look] = {
    "over": Look("┄", "bright_white on bright_black", "dim"),
    "live": Look("━", "black on green", "bold green"),
    "next": Look("─", "black on cyan", "bold cyan"),
    "upcoming": Look("─", "bright_white on blue", ""),
    "cancelled": Look("╱", "black on red", "red"),
}

Cell = tuple[str, str]
"""The text of a cell and its style; "" for the second cell of a wide letter or of a text."""


class Chart(NamedTuple):
    """What all lines of a picture share.

    `sessions` are by the viewer's date. A date has one row, or one for each of the `rooms`. `label`
    is the width of the date or room in front of a row, `shown` the ranges of hours in it, `step`
    the hours from one label to the next. `named` collects the numbers of the sessions whose names
    are in the picture.
    """

    view: View
    sessions: Mapping[date, Sequence[Session]]
    rooms: tuple[str, ...]
    label: int
    shown: tuple[range, ...]
    hour_cells: int
    step: int
    named: set[int]
    colour: bool

    @classmethod
    def of(cls, view: View, columns: int, *, colour: bool) -> "Chart":
        """The largest chart that fits into `columns`."""
        sessions = layout.sessions_by_date(view)
        found, label, most = layout.rooms(view), DATE_CELLS, MOST_HOUR_CELLS
        shown: tuple[range, ...] = (range(24),)
        if found:
            widest = min(max(map(cell_len, found)), columns // ROOM_SHARE)
            label = max(widest + GAP, LEAST_LABEL_CELLS)
            shown, most = layout.hours_shown(view, sessions), MOST_ROOM_HOUR_CELLS
        space = columns - label - len(shown) + 1
        hour_cells = min(space // sum(map(len, shown)), most)
        step = _step(view, hour_cells)
        return cls(
            view,
            sessions,
            found,
            label,
            shown,
            hour_cells,
            step,
            set(),
            colour,
        )

    def empty(self) -> list[Cell]:
        """The cells of a date without sessions: 24 hours behind the label."""
        cells = [
            (NIGHT if asleep else " ", "dim")
            for asleep in layout.night(self.view.waking, self.hour_cells)
        ]
        guides = self.hour_cells * max(self.step, 2)
        for cell in range(guides, len(cells), guides):
            if cells[cell][0] != NIGHT:
                cells[cell] = GUIDE, "dim"
        return [(" ", "")] * self.label + cells

    def row(self, cells: Sequence[Cell]) -> str:
        """Return the label and the shown hours of a date's cells as a line."""
        kept = [*cells[: self.label]]
        for hours in self.shown:
            if hours != self.shown[0]:
                kept.append((FOLD, "dim"))
            first, last = (
                self.label + hour * self.hour_cells for hour in (hours[0], hours[-1] + 1)
            )
            kept += cells[first:last]
        return self.line(kept)

    def position(self, cell: int, width: int) -> int | None:
        """Return the shown position of `width` cells of a date; None if they are not all shown."""
        before = 0
        for hours in self.shown:
            offset = cell - hours[0] * self.hour_cells
            cells = len(hours) * self.hour_cells
            if 0 <= offset <= cells - width:
                return before + offset
            before += cells + 1
        return None

    def line(self, cells: Iterable[Cell]) -> str:
        """Return the cells as a line for a terminal, without trailing spaces."""
        kept = list(cells)
        while kept and not kept[-1][0].strip():
            kept.pop()
        kept[-1:] = [(text.rstrip(), style) for text, style in kept[-1:]]
        system = ColorSystem.STANDARD if self.colour else None
        return "".join(
            Style.parse(style).render("".join(text for text, _style in run), color_system=system)
            for style, run in groupby(kept, key=lambda cell: cell[1])
        )


def _step(view: View, hour_cells: int) -> int:
    """Return the smallest number of hours between labels that leaves room for them."""
    widest = max(cell_len(hour_words(hour, view.hours)) for hour in range(24))
    return next(step for step in (1, 2, 3, 6, 12) if step * hour_cells >= widest + GAP)


def hour_words(hour: int, hours: clock.Hours) -> str:
    """The label of an hour: `16` or `4 PM`."""
    if hours == 24:
        return str(hour)
    if hour % 12 == 0:
        return _("12 PM") if hour else _("12 AM")
    pattern = _("{hour} AM") if hour < 12 else _("{hour} PM")
    return pattern.format(hour=hour % 12)
