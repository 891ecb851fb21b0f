"""The whole programme as a picture: the viewer's dates down, the 24 hours of their clock across.

Where sessions are at once in several rooms, each date has these down, and the hours that are needed
across.

Each hour of a row has the same number of cells. A cell belongs to the session that covers any
minute of it as the viewer's clock reads, also on the dates when that clock is changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from rich.cells import cell_len, chop_cells
from rich.color import ColorSystem
from rich.style import Style

from cacctl.base import hints
from cacctl.base.i18n import _, ngettext
from cacctl.base.terminal import cut, padded, wrapped
from cacctl.model.programme import Session
from cacctl.times import clock
from cacctl.viewer.states import MARKS, night_words, standing_name
from cacctl.viewer.times import zone_sentence
from cacctl.viewer.view import ONE_DAY, Standing, View

# With three cells for each hour a row is 80 cells wide.
DATE_CELLS = 8
MOST_HOUR_CELLS = 8
GAP = 2

MOST_ROOM_HOUR_CELLS = 24
FEWEST_HOURS = 8
# So many hours without a session between others are folded.
LEAST_FOLDED_HOURS = 3
ROOM_SHARE = 5
LEAST_LABEL_CELLS = 13
SHORTEST_NAME = 5
# A longer legend says less than a list.
MOST_LEGEND = 60

NIGHT, GUIDE, NOW, GOES_ON, FOLD, EDGE = "░", "┊", "┃", "→", "⋮", "│"
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
    chart = _Chart.of(seen, columns, colour=colour)
    picture = [*_picture(chart)]
    yield from picture
    yield ""
    yield _key(chart, shaded=any(NIGHT in line for line in picture))
    yield from _legend(chart, columns)
    yield ""
    yield from _paragraph(chart, night_words(seen), columns, "")
    yield from _paragraph(chart, zone_sentence(seen, seen.programme.sessions), columns, "dim")


def rows(seen: View) -> list[date | Fold]:
    """The viewer's dates from the first that has a session to the last.

    Two or more dates without one are folded; today never is.
    """
    busy = set(_by_date(seen))
    if min(busy) < seen.today < max(busy):
        busy.add(seen.today)
    found: list[date | Fold] = [min(busy)]
    for one, other in pairwise(sorted(busy)):
        # Counted in instants, as a zone can have skipped a date.
        begin, end = clock.day_bounds(one, seen.tz)[1], clock.day_bounds(other, seen.tz)[0]
        empty = round((end - begin) / ONE_DAY)
        if empty == 1:
            found.append(begin.astimezone(seen.tz).date())
        elif empty:
            found.append(Fold(empty))
        found.append(other)
    return found


def rooms(seen: View) -> tuple[str, ...]:
    """The rooms that a date's sessions are drawn in; none where never two are at once.

    What is in no room, and so concerns all, is in one without a name that comes first.
    """
    known = seen.programme.groups("room")
    changes = [(s.start, 1) for s in seen.programme.sessions]
    changes += [(s.visible_end, -1) for s in seen.programme.sessions]
    at_once = accumulate(change for _instant, change in sorted(changes))
    if len(known) < 2 or max(at_once) < 2:
        return ()
    return tuple(dict.fromkeys(["", *map(seen.words, known)]))


def blocks(
    seen: View, day: date, hour_cells: int, sessions: Iterable[Session] | None = None
) -> list[Block]:
    """Where the sessions stand on a date of the viewer's, each in the first lane that is free.

    Where a block has no cell to spare behind its number, another one may not follow at once.
    """
    spans = [
        (span[0] * hour_cells // 60, span[1] * hour_cells // 60 + 1, session.number, session)
        for session in (seen.sessions_on(day) if sessions is None else sessions)
        if (span := _minutes(session, day, seen.tz))
    ]
    found: list[Block] = []
    free: list[int] = []
    for start, stop, number, session in sorted(spans, key=lambda span: (span[0], span[2])):
        lane = next((lane for lane, cell in enumerate(free) if cell <= start), len(free))
        first, last = _first_and_last(session, seen.tz)
        block = Block(session, lane, start, stop, first < day, last > day)
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
    def of(cls, seen: View, columns: int, *, colour: bool) -> "_Chart":
        """The largest that has room."""
        found, label, most = rooms(seen), DATE_CELLS, MOST_HOUR_CELLS
        shown: tuple[range, ...] = (range(24),)
        if found:
            widest = min(max(map(cell_len, found)), columns // ROOM_SHARE)
            label = max(widest + GAP, LEAST_LABEL_CELLS)
            shown, most = _hours_shown(seen), MOST_ROOM_HOUR_CELLS
        space = columns - label - len(shown) + 1
        hour_cells = min(space // sum(map(len, shown)), most)
        step = _step(seen, hour_cells)
        return cls(seen, _by_date(seen), found, label, shown, hour_cells, step, set(), colour)

    def empty(self) -> list[Cell]:
        """A row of a whole date without a session, behind its label."""
        cells = [
            (NIGHT if asleep else " ", "dim") for asleep in night(self.seen.waking, self.hour_cells)
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
                text = padded(f"   {FOLD}", chart.label) + text.format(count=row.days)
                yield chart.line([(text, "dim")])
                continue
            name = _(clock.MONTH_NAMES[row.month - 1])
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


def _row(chart: _Chart, day: date) -> Iterator[str]:
    """The lanes of a date, or of its rooms; above those of today, the time."""
    seen = chart.seen
    now = None
    if day == seen.today:
        reading = seen.now.astimezone(seen.tz)
        now = chart.label + _minute(reading) * chart.hour_cells // 60
        text = _("now {time}").format(time=clock.time_words(reading, seen.hours))
        cells, first, label = chart.empty(), now, f"{NOW} {text} "
        if chart.place(first - chart.label, cell_len(label)) is None:
            label = f" {text} {NOW}"
            first += 1 - cell_len(label)
        if chart.place(first - chart.label, cell_len(label)) is None:
            first, label = now, NOW
        yield chart.row(_written(cells, first, label, NOW_STYLE))
    on_day = chart.sessions.get(day, [])
    if not chart.rooms:
        found = blocks(seen, day, chart.hour_cells, on_day)
        yield from _lanes(chart, found, now, _date(day), "bold" if now else "")
    for room in chart.rooms:
        if inside := [session for session in on_day if seen.words(session.room) == room]:
            found = blocks(seen, day, chart.hour_cells, inside)
            yield from _lanes(chart, found, now, cut(room, chart.label - GAP), "")


def _lanes(
    chart: _Chart, found: list[Block], now: int | None, label: str, style: str
) -> Iterator[str]:
    """The blocks in as many rows as they have lanes; the label stands in the first."""
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
        weekday=_(clock.DAY_NAMES[day.weekday()]), day=f"{day.day:>2}"
    )


def _block(chart: _Chart, block: Block, now: int | None, *, followed: bool) -> list[Cell]:
    """The block with as much of its mark, number and name as fits, beside `now`."""
    session, length = block.session, block.stop - block.start
    standing = chart.seen.standing(session)
    # The bars of rooms that are one below the other would else be one of several rows.
    style = LOOKS[standing].style + " underline" * bool(chart.rooms)
    cells = [(LOOKS[standing].fill, style)] * length
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
    texts = [f"{MARKS[standing]}{number}", number]
    whole = f"{texts[0]} {chart.seen.name(session)}"
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
    """The cells with a text in them."""
    width = cell_len(text)
    cells[first : first + width] = [(text, style), *[("", style)] * (width - 1)]
    return cells


def _axis_line(chart: _Chart, axis: Axis, day: date | None = None) -> str:
    """The zone, and each hour that there is room for, from the cell on in which it begins.

    The date stands in front, where its rooms are below.
    """
    head = f"{_date(day)} " if day else ""
    line = padded(axis.zone, chart.label - cell_len(head))
    for minute, hour in sorted(axis.hours.items()):
        text = _hour(hour % 24, chart.seen.hours)
        place = chart.place(minute * chart.hour_cells // 60, cell_len(text))
        if place is None or hour % chart.step:
            continue
        place += chart.label - cell_len(head)
        if cell_len(line) <= place:
            line = f"{padded(line, place)}{text} "
    return chart.line([(head, "bold"), (line, "dim")])


def _hours_shown(seen: View) -> tuple[range, ...]:
    """The hours from the first to the last that is needed on any date, without the longest gap."""
    spans = [
        span
        for session in seen.programme.sessions
        for day in _dates(session, seen.tz)
        if (span := _minutes(session, day, seen.tz))
    ]
    busy = {hour for first, last in spans for hour in range(first // 60, last // 60 + 1)}
    if seen.today in rows(seen):
        busy.add(seen.now.astimezone(seen.tz).hour)
    first, last = min(busy), max(busy) + 1
    last = max(last, min(first + FEWEST_HOURS, 24))
    first = min(first, last - FEWEST_HOURS)
    gap = max(pairwise(sorted(busy)), key=lambda ends: ends[1] - ends[0], default=(0, 0))
    needed = last - first - (gap[1] - gap[0] - 1)
    fold = gap[0] + 1 + max(0, FEWEST_HOURS - needed)
    if gap[1] - fold < LEAST_FOLDED_HOURS:
        return (range(first, last),)
    return range(first, fold), range(gap[1], last)


def _step(seen: View, hour_cells: int) -> int:
    """From how many hours to the next there is room for their labels."""
    widest = max(cell_len(_hour(hour, seen.hours)) for hour in range(24))
    return next(step for step in (1, 2, 3, 6, 12) if step * hour_cells >= widest + GAP)


def _hour(hour: int, hours: clock.Hours) -> str:
    if hours == 24:
        return str(hour)
    pattern = _("{hour} AM") if hour < 12 else _("{hour} PM")
    return pattern.format(hour=hour % 12 or 12)


def _key(chart: _Chart, *, shaded: bool) -> str:
    """What the signs in the picture mean."""
    seen = chart.seen
    standings = {seen.standing(session) for session in seen.programme.sessions}
    cells: list[Cell] = []
    for standing, mark in MARKS.items():
        if standing in standings:
            sample = (mark + 2 * LOOKS[standing].fill)[:2]
            name = f" {standing_name(standing)}  "
            cells += [(sample, LOOKS[standing].style), (name, "")]
    if shaded:
        cells += [(2 * NIGHT, "dim"), (" " + _("asleep"), "")]
    return chart.line(cells)


def _legend(chart: _Chart, columns: int) -> Iterator[str]:
    """The sessions whose names the picture has no room for, in columns from top to bottom."""
    seen = chart.seen
    left = [session for session in seen.programme.sessions if session.number not in chart.named]
    if len(left) > MOST_LEGEND:
        text = _("All {count} sessions with their names: {command}").format(
            count=len(seen.programme.sessions), command=hints.command("list")
        )
        # A command line stays whole, however long it is.
        yield from (chart.line([(line, "dim")]) for line in wrapped(text, columns).split("\n"))
        return
    digits = max((len(str(session.number)) for session in left), default=0)
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


def _by_date(seen: View) -> dict[date, list[Session]]:
    """The sessions of each of the viewer's dates that has some."""
    found: dict[date, list[Session]] = {}
    for session in seen.programme.sessions:
        for day in _dates(session, seen.tz):
            found.setdefault(day, []).append(session)
    return found


def _dates(session: Session, tz: tzinfo) -> list[date]:
    """The dates of a zone on which the session has a minute."""
    first, numbers = _possible_dates(session, tz)
    days = (first + number * ONE_DAY for number in numbers)
    return [day for day in days if _minutes(session, day, tz)]


def _first_and_last(session: Session, tz: tzinfo) -> tuple[date, date]:
    """The first and the last of these dates, without a look at those between them."""
    first, numbers = _possible_dates(session, tz)
    orders = [(first + number * ONE_DAY for number in order) for order in (numbers, numbers[::-1])]
    begin, end = (next(day for day in days if _minutes(session, day, tz)) for days in orders)
    return begin, end


def _possible_dates(session: Session, tz: tzinfo) -> tuple[date, range]:
    """A date, and how many days after it the session can have a minute on one."""
    instants = session.start, session.visible_end - LEAST
    ends = [instant.astimezone(tz).date() for instant in instants]
    # One more: a clock that is put back over midnight shows the next date between two of one.
    return min(ends), range((max(ends) - min(ends)).days + 2)


def _minutes(session: Session, day: date, tz: tzinfo) -> tuple[int, int] | None:
    """The first and the last minute of a date that the session covers, as the clock reads."""
    begin, end = clock.day_bounds(day, tz)
    first, last = max(begin, session.start), min(end, session.visible_end) - LEAST
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
