"""The picture of all sessions: the viewer's dates down, the 24 hours of their clock across.

If several rooms have sessions at the same time, each date has a row per room, and only the hours
that are needed.
"""

from collections.abc import Iterator
from datetime import date

from rich.cells import cell_len

from cacctl.base.i18n import _, ngettext
from cacctl.base.terminal import cut, padded
from cacctl.render.blocks import MARKS
from cacctl.render.timeline import layout, legend
from cacctl.render.timeline.chart import FOLD, GAP, LOOKS, NIGHT, Cell, Chart, hour_words
from cacctl.render.timeline.layout import Axis, Block, Fold
from cacctl.times import format as time_format
from cacctl.viewer.states import night_words
from cacctl.viewer.times import zone_lines
from cacctl.viewer.view import View

SHORTEST_NAME = 5

NOW, GOES_ON, EDGE = "┃", "→", "│"
NOW_STYLE = "bold red"


def draw(view: View, columns: int, *, colour: bool) -> Iterator[str]:
    """Draw the picture, its key, the sessions in the viewer's night, and the zones."""
    chart = Chart.of(view, columns, colour=colour)
    picture = [*_picture(chart)]
    yield from picture
    yield ""
    yield legend.key(chart, shaded=any(NIGHT in line for line in picture))
    yield from legend.names(chart, columns)
    yield ""
    yield from legend.paragraph(chart, night_words(view), columns, "")
    for line in zone_lines(view, view.programme.sessions):
        yield from legend.paragraph(chart, line, columns, "dim")


def _picture(chart: Chart) -> Iterator[str]:
    """The rows, with new axes wherever the zones' hours change."""
    view = chart.view
    runs: list[tuple[tuple[Axis, Axis], list[date | Fold]]] = []
    for row in layout.rows(view, chart.sessions):
        if isinstance(row, date):
            own, event = (layout.axis(view, row, tz) for tz in (view.tz, view.event_tz))
            if not runs or runs[-1][0] != (own, event):
                runs.append(((own, event), []))
        runs[-1][1].append(row)
    month = ""
    for (own, event), run in runs:
        if month:
            yield ""
        for row in run:
            if isinstance(row, Fold):
                text = ngettext(
                    "{count} day without sessions", "{count} days without sessions", row.days
                )
                text = padded(f"   {FOLD}", chart.label) + text.format(count=row.days)
                yield chart.line([(text, "dim")])
                continue
            name = _(time_format.MONTH_NAMES[row.month - 1])
            above, month = month, _("{month} {year}").format(month=name, year=row.year)
            if row != run[0] and (chart.rooms or month != above):
                yield ""
            if month != above:
                yield chart.line(_written([], 0, month, "bold"))
            if chart.rooms or row == run[0]:
                yield _axis_line(chart, own, row if chart.rooms else None)
            yield from _row(chart, row)
            if chart.rooms and event.hours != own.hours:
                yield _axis_line(chart, event)
        if not chart.rooms and event.hours != own.hours:
            yield _axis_line(chart, event)


def _row(chart: Chart, day: date) -> Iterator[str]:
    """The lanes of a date or of its rooms; above those of today, the current time."""
    view = chart.view
    now = None
    if day == view.today:
        reading = view.now.astimezone(view.tz)
        now = chart.label + layout.minute_of(reading) * chart.hour_cells // 60
        text = _("now {time}").format(time=time_format.time_words(reading, view.hours))
        cells, first, label = chart.empty(), now, f"{NOW} {text} "
        if chart.position(first - chart.label, cell_len(label)) is None:
            label = f" {text} {NOW}"
            first += 1 - cell_len(label)
        if chart.position(first - chart.label, cell_len(label)) is None:
            first, label = now, NOW
        yield chart.row(_written(cells, first, label, NOW_STYLE))
    on_day = chart.sessions.get(day, [])
    if not chart.rooms:
        found = layout.blocks(view, day, chart.hour_cells, on_day)
        yield from _lanes(chart, found, now, _date(day), "bold" if now else "")
    for room in chart.rooms:
        if inside := [session for session in on_day if view.words(session.room) == room]:
            found = layout.blocks(view, day, chart.hour_cells, inside)
            yield from _lanes(chart, found, now, cut(room, chart.label - GAP), "")


def _lanes(
    chart: Chart, found: list[Block], now: int | None, label: str, style: str
) -> Iterator[str]:
    """One line per lane, the first with the label."""
    lanes: list[list[Block]] = [[]]
    for block in found:
        lanes += [[] for _more in range(block.lane + 1 - len(lanes))]
        lanes[block.lane].append(block)
    for lane, in_lane in enumerate(lanes):
        cells = chart.empty()
        if not lane:
            _written(cells, 0, label, style)
        if now:
            cells[now] = NOW, NOW_STYLE
        starts = {block.start for block in in_lane}
        for block in in_lane:
            first, last = chart.label + block.start, chart.label + block.stop
            cells[first:last] = _block(
                chart, block, now and now - first, followed=block.stop in starts
            )
        yield chart.row(cells)


def _date(day: date) -> str:
    return _("{weekday} {day}").format(
        weekday=_(time_format.DAY_NAMES[day.weekday()]), day=f"{day.day:>2}"
    )


def _block(chart: Chart, block: Block, now: int | None, *, followed: bool) -> list[Cell]:
    """The cells of a block, with as much of mark, number and name as fits beside `now`."""
    session, length = block.session, block.stop - block.start
    status = chart.view.status(session)
    # Underlined, or the bars of adjacent rooms would merge.
    style = LOOKS[status].style + " underline" * bool(chart.rooms)
    cells = [(LOOKS[status].fill, style)] * length
    first, last = int(block.before), length - max(block.after, followed)
    spaces = [(first, last)]
    if now is not None and 0 <= now < length > 1:
        cells[now] = NOW, NOW_STYLE
        spaces = [(first, now), (now + 1, last)]
    if block.before:
        cells[0] = GOES_ON, style
    if block.after:
        cells[-1] = GOES_ON, style
    elif followed and chart.rooms and cells[-1][0] != NOW:
        cells[-1] = EDGE, style
    number = str(session.number)
    texts = [f"{MARKS[status]}{number}", number]
    whole = f"{texts[0]} {chart.view.name(session)}"
    widest = max(stop - start for start, stop in spaces)
    if chart.rooms and widest > cell_len(texts[0]) + SHORTEST_NAME:
        texts.insert(0, cut(whole, widest))
    if session.number not in chart.named:
        texts.insert(0, whole)
    for text in texts:
        for start, stop in spaces:
            if cell_len(text) <= stop - start:
                if text == whole:
                    chart.named.add(session.number)
                return _written(cells, start, text, style)
    return cells


def _written(cells: list[Cell], first: int, text: str, style: str) -> list[Cell]:
    """Write a text into the cells."""
    width = cell_len(text)
    cells[first : first + width] = [(text, style), *[("", style)] * (width - 1)]
    return cells


def _axis_line(chart: Chart, axis: Axis, day: date | None = None) -> str:
    """The zone and its hours, each from its first cell on; in front, the date if given."""
    head = f"{_date(day)} " if day else ""
    line = padded(axis.zone, chart.label - cell_len(head))
    for minute, hour in sorted(axis.hours.items()):
        text = hour_words(hour % 24, chart.view.hours)
        position = chart.position(minute * chart.hour_cells // 60, cell_len(text))
        if position is None or hour % chart.step:
            continue
        position += chart.label - cell_len(head)
        if cell_len(line) <= position:
            line = f"{padded(line, position)}{text} "
    return chart.line([(head, "bold"), (line, "dim")])
