"""The whole programme as a picture: the viewer's dates down, the 24 hours of their clock across.

Each hour of a row has the same number of cells. A cell belongs to the session that covers any
minute of it as the viewer's clock reads, also on the dates when that clock is changed.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby, pairwise
from typing import NamedTuple

from rich.cells import cell_len, chop_cells
from rich.color import ColorSystem
from rich.style import Style

from cacctl import clock, view
from cacctl.messages import _, ngettext
from cacctl.programme import Session
from cacctl.terminal import padded, wrapped
from cacctl.view import MARKS, Standing, View

# With three cells for each hour a row is 80 cells wide.
DATE_CELLS = 8
MOST_HOUR_CELLS = 8
GAP = 2

NIGHT, GUIDE, NOW, GOES_ON, FOLD = "░", "┊", "┃", "→", "⋮"
NOW_STYLE = "bold red"


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

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LEAST = timedelta(microseconds=1)
DAY_MINUTES = 24 * 60

Cell = tuple[str, str]
"""What stands in a cell and its style; "" where a wider text in front reaches into it."""


class Block(NamedTuple):
    """The cells [start, stop) of a session on one date, in a lane from 0.

    `before` and `after` tell whether it goes on from the date before, and on the date after.
    """

    session: Session
    lane: int
    start: int
    stop: int
    before: bool
    after: bool


class Axis(NamedTuple):
    """A zone's abbreviation, and its hours by the minute of the viewer's date they begin at.

    Hours of the zone's next date are over 23, those of the date before are negative.
    """

    zone: str
    hours: dict[int, int]


class Fold(NamedTuple):
    """A run of dates without a session."""

    days: int


def drawn(seen: View, columns: int, *, colour: bool) -> Iterator[str]:
    """The picture, the key to it, what the viewer would sleep through, and the zones."""
    hour_cells = min((columns - DATE_CELLS) // 24, MOST_HOUR_CELLS)
    chart = _Chart(seen, hour_cells, _step(seen, hour_cells), set(), colour)
    yield from _picture(chart)
    yield ""
    yield _key(chart)
    yield from _legend(chart, columns)
    yield ""
    yield from _paragraph(chart, view.night_words(seen), columns, "")
    yield from _paragraph(chart, view.zone_sentence(seen, seen.programme.sessions), columns, "dim")


def rows(seen: View) -> list[date | Fold]:
    """The viewer's dates from the first that has a session to the last.

    Two or more dates without one are folded; today never is.
    """
    busy = {day for session in seen.programme.sessions for day in _dates(session, seen.tz)}
    if min(busy) < seen.today < max(busy):
        busy.add(seen.today)
    found: list[date | Fold] = [min(busy)]
    for one, other in pairwise(sorted(busy)):
        # Counted in instants, as a zone can have skipped a date.
        begin, end = clock.day_bounds(one, seen.tz)[1], clock.day_bounds(other, seen.tz)[0]
        empty = round((end - begin) / view.ONE_DAY)
        if empty == 1:
            found.append(begin.astimezone(seen.tz).date())
        elif empty:
            found.append(Fold(empty))
        found.append(other)
    return found


def blocks(seen: View, day: date, hour_cells: int) -> list[Block]:
    """Where the sessions stand on a date of the viewer's, each in the first lane that is free.

    Where a block has no cell to spare behind its number, another one may not follow at once.
    """
    spans = [
        (span[0] * hour_cells // 60, span[1] * hour_cells // 60 + 1, session.number, session)
        for session in seen.sessions_on(day)
        if (span := _minutes(session, day, seen.tz))
    ]
    found: list[Block] = []
    free: list[int] = []
    for start, stop, number, session in sorted(spans, key=lambda span: (span[0], span[2])):
        lane = next((lane for lane, cell in enumerate(free) if cell <= start), len(free))
        days = _dates(session, seen.tz)
        block = Block(session, lane, start, stop, days[0] < day, days[-1] > day)
        room = stop - start - block.before - block.after
        free[lane : lane + 1] = [stop + (room <= len(str(number)))]
        found.append(block)
    return found


def night(waking: clock.Waking, hour_cells: int) -> list[bool]:
    """For each cell of a row, whether the viewer sleeps at its middle."""
    wakes, sleeps = (60 * time.hour + time.minute for time in waking)
    awake = (sleeps - wakes) % DAY_MINUTES or DAY_MINUTES
    middles = ((cell + 0.5) * 60 / hour_cells for cell in range(24 * hour_cells))
    return [(middle - wakes) % DAY_MINUTES >= awake for middle in middles]


def axis(seen: View, day: date, tz: tzinfo) -> Axis:
    """The hours of a zone that begin on a date of the viewer's.

    Where the viewer's clock is put back, the first of two at one time counts.
    """
    begin, end = clock.day_bounds(day, seen.tz)
    hours: dict[int, int] = {}
    instant = begin
    while instant < end:
        reading = instant.astimezone(tz)
        past = timedelta(minutes=reading.minute)
        if not past:
            hour = 24 * (reading.date() - day).days + reading.hour
            hours.setdefault(_minute(instant.astimezone(seen.tz)), hour)
        instant += HOUR - past
    ends = (instant.astimezone(tz) for instant in (begin, end - LEAST))
    first, last = map(clock.zone_abbreviation, ends)
    # There is no room for `UTC+05:45`, nor for both names on the date of a change.
    zone = last.removeprefix("UTC") or last
    return Axis(zone if first == last else GOES_ON + zone, hours)


class _Chart(NamedTuple):
    """What the lines of a picture share.

    `step` is from one labelled hour to the next; `named` has the numbers of the sessions whose
    names stand in the picture.
    """

    seen: View
    hour_cells: int
    step: int
    named: set[int]
    colour: bool

    def empty(self) -> list[Cell]:
        """A row without a session, behind the place of its date."""
        cells = [
            (NIGHT if asleep else " ", "dim") for asleep in night(self.seen.waking, self.hour_cells)
        ]
        guides = self.hour_cells * max(self.step, 2)
        for cell in range(guides, len(cells), guides):
            if cells[cell][0] != NIGHT:
                cells[cell] = GUIDE, "dim"
        return [(" ", "")] * DATE_CELLS + cells

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


def _picture(chart: _Chart) -> Iterator[str]:
    """The rows, between new axes wherever the hours of the zones change."""
    seen = chart.seen
    runs: list[tuple[tuple[Axis, Axis], list[date | Fold]]] = []
    for row in rows(seen):
        if isinstance(row, date):
            own, event = (axis(seen, row, tz) for tz in (seen.tz, seen.event_tz))
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
                text = padded(f"   {FOLD}", DATE_CELLS) + text.format(count=row.days)
                yield chart.line([(text, "dim")])
                continue
            name = _(clock.MONTH_NAMES[row.month - 1])
            if month != (month := _("{month} {year}").format(month=name, year=row.year)):
                yield chart.line(_written([], 0, month, "bold"))
            if row == run[0]:
                yield _axis_line(chart, own)
            yield from _row(chart, row)
        if event.hours != own.hours:
            yield _axis_line(chart, event)


def _row(chart: _Chart, day: date) -> Iterator[str]:
    """The lanes of a date; above those of today, the time."""
    seen = chart.seen
    now = None
    if day == seen.today:
        reading = seen.now.astimezone(seen.tz)
        now = DATE_CELLS + _minute(reading) * chart.hour_cells // 60
        text = _("now {time}").format(time=clock.time_words(reading, seen.hours))
        cells, first, label = chart.empty(), now, f"{NOW} {text} "
        if first + cell_len(label) > len(cells):
            label = f" {text} {NOW}"
            first += 1 - cell_len(label)
        yield chart.line(_written(cells, first, label, NOW_STYLE))
    name = _("{weekday} {day}").format(
        weekday=_(clock.DAY_NAMES[day.weekday()]), day=f"{day.day:>2}"
    )
    found = blocks(seen, day, chart.hour_cells)
    lanes = 1 + max((block.lane for block in found), default=0)
    for lane in range(lanes):
        cells = chart.empty()
        if not lane:
            _written(cells, 0, name, "bold" if now else "")
        if now:
            cells[now] = NOW, NOW_STYLE
        in_lane = [block for block in found if block.lane == lane]
        starts = {block.start for block in in_lane}
        for block in in_lane:
            first, last = DATE_CELLS + block.start, DATE_CELLS + block.stop
            cells[first:last] = _block(
                chart, block, now and now - first, followed=block.stop in starts
            )
        yield chart.line(cells)


def _block(chart: _Chart, block: Block, now: int | None, *, followed: bool) -> list[Cell]:
    """The block with as much of its mark, number and name as fits, beside `now`."""
    session, length = block.session, block.stop - block.start
    standing = chart.seen.standing(session)
    style = LOOKS[standing].style
    cells = [(LOOKS[standing].fill, style)] * length
    first, last = int(block.before), length - max(block.after, followed)
    rooms = [(first, last)]
    if now is not None and 0 <= now < length > 1:
        cells[now] = NOW, NOW_STYLE
        rooms = [(first, now), (now + 1, last)]
    if block.before:
        cells[0] = GOES_ON, style
    if block.after:
        cells[-1] = GOES_ON, style
    number = str(session.number)
    texts = [f"{MARKS[standing]}{number}", number]
    if session.number not in chart.named:
        texts.insert(0, f"{texts[0]} {chart.seen.name(session)}")
    for text in texts:
        for start, stop in rooms:
            if cell_len(text) <= stop - start:
                if len(texts) == 3 and text == texts[0]:
                    chart.named.add(session.number)
                return _written(cells, start, text, style)
    return cells


def _written(cells: list[Cell], first: int, text: str, style: str) -> list[Cell]:
    """The cells with a text in them."""
    width = cell_len(text)
    cells[first : first + width] = [(text, style), *[("", style)] * (width - 1)]
    return cells


def _axis_line(chart: _Chart, axis: Axis) -> str:
    """The zone, and each hour that there is room for, from the cell on in which it begins."""
    line = padded(axis.zone, DATE_CELLS)
    for minute, hour in sorted(axis.hours.items()):
        cell = minute * chart.hour_cells // 60
        text = _hour(hour % 24, chart.seen.hours)
        fits = cell + cell_len(text) <= 24 * chart.hour_cells
        if hour % chart.step == 0 and fits and cell_len(line) <= DATE_CELLS + cell:
            line = f"{padded(line, DATE_CELLS + cell)}{text} "
    return chart.line([(line, "dim")])


def _step(seen: View, hour_cells: int) -> int:
    """From how many hours to the next there is room for their labels."""
    widest = max(cell_len(_hour(hour, seen.hours)) for hour in range(24))
    return next(step for step in (1, 2, 3, 6, 12) if step * hour_cells >= widest + GAP)


def _hour(hour: int, hours: clock.Hours) -> str:
    if hours == 24:
        return str(hour)
    pattern = _("{hour} AM") if hour < 12 else _("{hour} PM")
    return pattern.format(hour=hour % 12 or 12)


def _key(chart: _Chart) -> str:
    """What the signs in the picture mean."""
    seen = chart.seen
    standings = {seen.standing(session) for session in seen.programme.sessions}
    cells: list[Cell] = []
    for standing, mark in MARKS.items():
        if standing in standings:
            sample = (mark + 2 * LOOKS[standing].fill)[:2]
            name = f" {view.standing_name(standing)}  "
            cells += [(sample, LOOKS[standing].style), (name, "")]
    if True in night(seen.waking, chart.hour_cells):
        cells += [(2 * NIGHT, "dim"), (" " + _("asleep"), "")]
    return chart.line(cells)


def _legend(chart: _Chart, columns: int) -> Iterator[str]:
    """The sessions whose names the picture has no room for, in columns from top to bottom."""
    seen = chart.seen
    left = [session for session in seen.programme.sessions if session.number not in chart.named]
    digits = len(str(len(seen.programme.sessions)))
    # After the event nothing is to be told apart.
    styled = seen.programme.state_at(seen.now) != "after"
    entries = []
    for session in left:
        standing = seen.standing(session)
        head = f"{MARKS[standing] or ' '} {session.number:>{digits}} "
        entries.append((head, seen.name(session), LOOKS[standing].legend if styled else ""))
    width = GAP + max((cell_len(head + name) for head, name, _style in entries), default=0)
    if width - GAP > columns:
        for head, name, style in entries:
            yield from _paragraph(chart, name, columns, style, head)
        return
    down = -(-len(entries) // ((columns + GAP) // width))
    for number in range(down):
        shared = entries[number::down]
        yield chart.line((padded(head + name, width), style) for head, name, style in shared)


def _paragraph(chart: _Chart, text: str, columns: int, style: str, head: str = "") -> Iterator[str]:
    """The text beside its head, in lines that are never wider, however long a word is."""
    room = columns - cell_len(head)
    for line in wrapped(text, room).split("\n"):
        for part in chop_cells(line, room):
            yield chart.line([(head + part, style)])
            head = " " * cell_len(head)


def _dates(session: Session, tz: tzinfo) -> list[date]:
    """The dates of a zone on which the session has a minute."""
    ends = [instant.astimezone(tz).date() for instant in (session.start, session.end - LEAST)]
    # One more: a clock that is put back over midnight shows the next date between two of one.
    possible = range((max(ends) - min(ends)).days + 2)
    days = (min(ends) + number * view.ONE_DAY for number in possible)
    return [day for day in days if _minutes(session, day, tz)]


def _minutes(session: Session, day: date, tz: tzinfo) -> tuple[int, int] | None:
    """The first and the last minute of a date that the session covers, as the clock reads."""
    begin, end = clock.day_bounds(day, tz)
    first, last = max(begin, session.start), min(end, session.end) - LEAST
    if last < first:
        return None
    instants = [first, last]
    if begin.astimezone(tz).utcoffset() != (end - LEAST).astimezone(tz).utcoffset():
        # The clock is changed on that date: the end can read before the start.
        instants += [first + number * MINUTE for number in range((last - first) // MINUTE)]
    readings = [instant.astimezone(tz) for instant in instants]
    minutes = [_minute(reading) for reading in readings if reading.date() == day]
    return (min(minutes), max(minutes)) if minutes else None


def _minute(reading: datetime) -> int:
    return 60 * reading.hour + reading.minute
