"""The list of events on a terminal: a table where it is wide enough, else a few lines for each."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cacctl.base import terminal
from cacctl.base.i18n import _
from cacctl.base.terminal import cell_len
from cacctl.render.blocks import INDENT, MARKS
from cacctl.viewer.events import EventRow, EventState
from cacctl.viewer.labels import SEPARATOR

SHORTEST_TITLE = 20


def lines(rows: Sequence[EventRow], columns: int, *, colour: bool) -> Iterator[str]:
    """The events under headings: live or coming, of unknown dates, and past."""
    if not rows:
        return
    widths = [max(map(cell_len, texts)) for texts in zip(*map(_texts, rows), strict=True)]
    title = columns - sum(width + len(INDENT) for width in widths[1:])
    is_table = title >= SHORTEST_TITLE
    widths[0] = min(widths[0], title)
    for number, (heading, group) in enumerate(groupby(rows, _heading)):
        if number:
            yield ""
        yield terminal.styled(heading, "bold", colour=colour)
        for row in group:
            yield from (
                _table_row(row, widths, colour=colour)
                if is_table
                else _block(row, columns, colour=colour)
            )


def _heading(row: EventRow) -> str:
    if row.state == "unknown":
        return _("Dates unknown")
    return _("Past") if row.state == "past" else _("Live and upcoming")


def _texts(row: EventRow) -> tuple[str, str, str, str]:
    return row.title, row.dates, row.state_words, row.command_words


def _table_row(row: EventRow, widths: Sequence[int], *, colour: bool) -> Iterator[str]:
    """An event in columns; a long title, and what is live, in more lines."""
    title, *rest = _texts(row)
    first, *others = terminal.wrapped(title, widths[0]).split("\n")
    cells = (first, *rest)
    line = INDENT.join(
        _styled(row.state, terminal.padded(text, width), colour=colour and number == 2)
        for number, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    yield line.rstrip()
    yield from others
    yield from _live(row, sum(widths) + 3 * len(INDENT), colour=colour)


def _block(row: EventRow, columns: int, *, colour: bool) -> Iterator[str]:
    """An event in lines of their own."""
    title, dates, state, command = _texts(row)
    yield terminal.wrapped(title, columns)
    facts = list(filter(None, [dates, state]))
    if cell_len(SEPARATOR.join(facts)) <= columns - len(INDENT):
        facts = [SEPARATOR.join(facts)]
    for fact in facts:
        text = terminal.wrapped(fact, columns - len(INDENT), INDENT)
        yield INDENT + _styled(row.state, text, colour=colour)
    yield from _live(row, columns, colour=colour)
    yield INDENT + command


def _live(row: EventRow, columns: int, *, colour: bool) -> Iterator[str]:
    if row.live:
        text = terminal.wrapped(f"{MARKS['live']} {row.live_words}", columns - len(INDENT), INDENT)
        yield INDENT + terminal.styled(text, "live", colour=colour)


def _styled(state: EventState, text: str, *, colour: bool) -> str:
    style = {"live": "live", "past": "dim"}.get(state, "")
    return terminal.styled(text, style, colour=colour) if style else text
