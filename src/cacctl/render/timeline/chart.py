"""The picture's lines: how wide they are, and their cells as a terminal shows them."""

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
from cacctl.viewer.view import Standing, View

# With three cells for each hour a row is 80 cells wide.
DATE_CELLS = 8
MOST_HOUR_CELLS = 8
GAP = 2

MOST_ROOM_HOUR_CELLS = 24
ROOM_SHARE = 5
LEAST_LABEL_CELLS = 13

NIGHT, GUIDE, FOLD = "░", "┊", "⋮"


class Look(NamedTuple):
    """How a standing shows: what fills a block, its style, and the style in the legend.

    A block names both of its colours, as the terminal's own can be dark or light.
    """

    fill: str
    style: str
    legend: str


LOOKS: dict[Standing, Look] = {
    "over": Look("┄", "bright_white on bright_black", "dim"),
    "live": Look("━", "black on green", "bold green"),
    "next": Look("─", "black on cyan", "bold cyan"),
    "upcoming": Look("─", "bright_white on blue", ""),
    "cancelled": Look("╱", "black on red", "red"),
}

Cell = tuple[str, str]
"""What stands in a cell and its style; "" where a wider text in front reaches into it."""


class Chart(NamedTuple):
    """What the lines of a picture share.

    `sessions` are those of each date. `step` is from one labelled hour to the next, `shown` are the
    ranges of hours that a row has, `label` the cells of the date or room in front. `named` has the
    numbers of the sessions whose names stand in the picture. Without `rooms` they stand by date
    alone.
    """

    seen: View
    sessions: Mapping[date, Sequence[Session]]
    rooms: tuple[str, ...]
    label: int
    shown: tuple[range, ...]
    hour_cells: int
    step: int
    named: set[int]
    colour: bool

    @classmethod
    def of(cls, seen: View, columns: int, *, colour: bool) -> "Chart":
        """The largest that has room."""
        found, label, most = layout.rooms(seen), DATE_CELLS, MOST_HOUR_CELLS
        shown: tuple[range, ...] = (range(24),)
        if found:
            widest = min(max(map(cell_len, found)), columns // ROOM_SHARE)
            label = max(widest + GAP, LEAST_LABEL_CELLS)
            shown, most = layout.hours_shown(seen), MOST_ROOM_HOUR_CELLS
        space = columns - label - len(shown) + 1
        hour_cells = min(space // sum(map(len, shown)), most)
        step = _step(seen, hour_cells)
        return cls(
            seen,
            layout.sessions_by_date(seen),
            found,
            label,
            shown,
            hour_cells,
            step,
            set(),
            colour,
        )

    def empty(self) -> list[Cell]:
        """A row of a whole date without a session, behind its label."""
        cells = [
            (NIGHT if asleep else " ", "dim")
            for asleep in layout.night(self.seen.waking, self.hour_cells)
        ]
        guides = self.hour_cells * max(self.step, 2)
        for cell in range(guides, len(cells), guides):
            if cells[cell][0] != NIGHT:
                cells[cell] = GUIDE, "dim"
        return [(" ", "")] * self.label + cells

    def row(self, cells: Sequence[Cell]) -> str:
        """What is shown of a row of a whole date, with its label."""
        kept = [*cells[: self.label]]
        for hours in self.shown:
            if hours != self.shown[0]:
                kept.append((FOLD, "dim"))
            first, last = (
                self.label + hour * self.hour_cells for hour in (hours[0], hours[-1] + 1)
            )
            kept += cells[first:last]
        return self.line(kept)

    def place(self, cell: int, width: int) -> int | None:
        """Where so many cells of a date stand behind the label; None where they are not shown."""
        before = 0
        for hours in self.shown:
            place = cell - hours[0] * self.hour_cells
            cells = len(hours) * self.hour_cells
            if 0 <= place <= cells - width:
                return before + place
            before += cells + 1
        return None

    def line(self, cells: Iterable[Cell]) -> str:
        """The cells as a terminal shows them, without spaces at the end."""
        kept = list(cells)
        while kept and not kept[-1][0].strip():
            kept.pop()
        kept[-1:] = [(text.rstrip(), style) for text, style in kept[-1:]]
        system = ColorSystem.STANDARD if self.colour else None
        return "".join(
            Style.parse(style).render("".join(text for text, _style in run), color_system=system)
            for style, run in groupby(kept, key=lambda cell: cell[1])
        )


def _step(seen: View, hour_cells: int) -> int:
    """From how many hours to the next there is room for their labels."""
    widest = max(cell_len(hour_words(hour, seen.hours)) for hour in range(24))
    return next(step for step in (1, 2, 3, 6, 12) if step * hour_cells >= widest + GAP)


def hour_words(hour: int, hours: clock.Hours) -> str:
    if hours == 24:
        return str(hour)
    if hour % 12 == 0:
        return _("12 PM") if hour else _("12 AM")
    pattern = _("{hour} AM") if hour < 12 else _("{hour} PM")
    return pattern.format(hour=hour % 12)
