"""The lines below the picture: the key to its signs, and the names that did not fit."""

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells

from cacctl.base import hints
from cacctl.base.i18n import _
from cacctl.base.terminal import padded, wrapped
from cacctl.render.blocks import MARKS
from cacctl.render.timeline.chart import GAP, LOOKS, NIGHT, Cell, Chart
from cacctl.viewer.states import status_name

# Instead of more names, the command for the list is shown.
MOST_LEGEND = 60


def key(chart: Chart, *, shaded: bool) -> str:
    """The meaning of the signs in the picture."""
    view = chart.view
    statuses = {view.status(session) for session in view.programme.sessions}
    cells: list[Cell] = []
    for status, mark in MARKS.items():
        if status in statuses:
            sample = (mark + 2 * LOOKS[status].fill)[:2]
            name = f" {status_name(status)}  "
            cells += [(sample, LOOKS[status].style), (name, "")]
    if shaded:
        cells += [(2 * NIGHT, "dim"), (" " + _("asleep"), "")]
    return chart.line(cells)


def names(chart: Chart, columns: int) -> Iterator[str]:
    """The sessions whose names did not fit into the picture, in columns from top to bottom."""
    view = chart.view
    left = [session for session in view.programme.sessions if session.number not in chart.named]
    if len(left) > MOST_LEGEND:
        text = _("To list the names of all {count} sessions: {command}").format(
            count=len(view.programme.sessions), command=hints.command("list")
        )
        # A command line is never broken.
        yield from (chart.line([(line, "dim")]) for line in wrapped(text, columns).split("\n"))
        return
    digits = max((len(str(session.number)) for session in left), default=0)
    # After the event all are over.
    styled = view.programme.state_at(view.now) != "after"
    entries = []
    for session in left:
        status = view.status(session)
        head = f"{MARKS[status] or ' '} {session.number:>{digits}} "
        entries.append((head, view.name(session), LOOKS[status].legend if styled else ""))
    width = GAP + max((cell_len(head + name) for head, name, _style in entries), default=0)
    if width - GAP > columns:
        for head, name, style in entries:
            yield from paragraph(chart, name, columns, style, head)
        return
    down = -(-len(entries) // ((columns + GAP) // width))
    for number in range(down):
        shared = entries[number::down]
        yield chart.line((padded(head + name, width), style) for head, name, style in shared)


def paragraph(chart: Chart, text: str, columns: int, style: str, head: str = "") -> Iterator[str]:
    """Head and text in lines of at most `columns`; words that are too long are broken."""
    room = columns - cell_len(head)
    for line in wrapped(text, room).split("\n"):
        for part in chop_cells(line, room):
            yield chart.line([(head + part, style)])
            head = " " * cell_len(head)
