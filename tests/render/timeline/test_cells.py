"""Every cell of the picture, compared with a count of the sessions' minutes."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby, product, takewhile
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cacctl.render.timeline import drawing, layout
from cacctl.times import clock
from cacctl.viewer.view import View
from tests.conftest import examples
from tests.render.timeline.programmes import MINUTE, utc, with_sessions

# Zones with offsets of whole, half and quarter hours, and instants of their clock changes.
ZONES = (
    *("Asia/Seoul", "America/Los_Angeles", "Asia/Kathmandu", "Australia/Lord_Howe"),
    *("Pacific/Chatham", "Antarctica/Troll", "Pacific/Kiritimati", "Etc/GMT+12", "UTC+05:30"),
    *("Pacific/Apia", "America/Santiago", "Europe/Dublin", "Africa/Casablanca", "America/St_Johns"),
)
CHANGES = (
    *("2020-06-03T01:00", "2011-12-30T10:00", "2024-03-31T01:00", "2024-10-27T01:00"),
    *("2024-04-06T15:00", "2024-10-05T15:30", "2024-04-06T14:00", "2024-09-28T14:00"),
    *("2024-09-08T04:00", "2024-04-07T03:00", "2024-03-10T02:00", "2024-11-03T09:00"),
    *("2010-11-07T02:31", "2010-03-14T03:31"),
)
LENGTHS = (1, 5, 20, 30, 45, 60, 90, 150, 700, 3 * 1440)


@st.composite
def looks(draw: st.DrawFn) -> tuple[str, str, list[tuple[datetime, int]], datetime, clock.Waking]:
    """Zones of the viewer and the event, sessions around a clock change, the time, waking hours."""
    change = utc(draw(st.sampled_from(CHANGES)))
    minutes = st.integers(-2000, 2000) | st.sampled_from([-9000, -60, -30, 0, 30, 20_000])
    times = st.tuples(minutes.map(lambda m: change + m * MINUTE), st.sampled_from(LENGTHS))
    hour = st.integers(0, 47).map(lambda half: time(half // 2, half % 2 * 30))
    return (
        draw(st.sampled_from(ZONES)),
        draw(st.sampled_from(ZONES)),
        draw(st.lists(times, min_size=1, max_size=7)),
        change + draw(minutes) * MINUTE,
        clock.Waking(draw(hour), draw(hour)),
    )


class Row(NamedTuple):
    """A date in a picture: its label, its lanes, and the line above with the current time."""

    label: str
    lanes: list[str]
    now: str


class Run(NamedTuple):
    """The rows between two axes; a number stands for folded dates."""

    axes: list[str]
    rows: list[Row | int]


def read(lines: list[str], width: int) -> list[Run]:
    """Parse a picture in English with rows of `width` cells."""
    runs, now = [Run([], [])], ""
    for line in takewhile(lambda line: not re.match(r"(✓┄|▶━|▷─|──) \w", line), lines):
        # The space in a block is not an empty cell.
        cells = re.sub(r"(?<=\d) (?=<)", "_", line[8:]).ljust(width)
        match = re.match(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [ \d]\d(?!\d)", line)
        if len(runs) > 1 and not any(runs[-1]) and (match or line.startswith(" " * 8)):
            # A month's name was between rows with the same hours.
            runs.pop()
        if not line:
            runs.append(Run([], []))
        elif fold := re.match(r" {3}⋮ {4}(\d+) days", line):
            runs[-1].rows.append(int(fold[1]))
        elif re.search(r"now \d\d:\d\d", line):
            now = cells
        elif match:
            runs[-1].rows.append(Row(match[0], [cells], now))
            now = ""
        elif line.startswith(" " * 8):
            row = runs[-1].rows[-1]
            assert isinstance(row, Row)
            row.lanes.append(cells)
        elif not re.match(r"\w+ \d{4}\b", line):
            runs[-1].axes.append(line)
    return runs[:-1]


def count(view: View, hour_cells: int) -> dict[date, dict[int, set[int]]]:
    """Return the sessions' numbers by date and cell of each of their minutes."""
    found: dict[date, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for session in view.programme.sessions:
        for minute in range((session.end - session.start) // MINUTE):
            local = (session.start + minute * MINUTE).astimezone(view.tz)
            cell = (local.hour * 60 + local.minute) * hour_cells // 60
            found[local.date()][cell].add(session.number)
    return found


def offsets(day: date, tz: tzinfo, own: tzinfo) -> list[timedelta | None]:
    """Return a zone's offsets at the start and the end of a date in the viewer's zone."""
    begin, end = clock.day_bounds(day, own)
    return [i.astimezone(tz).utcoffset() for i in (begin, end - timedelta(seconds=1))]


def begins(day: date, cell: int, hour: int, hour_cells: int, own: tzinfo, tz: tzinfo) -> bool:
    """Whether an hour of a zone begins in a cell of a date in the viewer's zone."""
    for minute, fold in product(range(24 * 60), (0, 1)):
        if minute * hour_cells // 60 == cell:
            local = datetime.combine(day, time(minute // 60, minute % 60, fold=fold), own)
            there = local.astimezone(UTC).astimezone(tz)
            exists = local.astimezone(UTC).astimezone(own).replace(tzinfo=None) == local.replace(
                tzinfo=None
            )
            if exists and (there.hour, there.minute) == (hour, 0):
                return True
    return False


def dates_of(view: View, busy: set[date]) -> list[date | int]:
    """Return the dates with a row, and the number of folded dates between them."""
    first, last = min(busy), max(busy)
    every = [first + n * timedelta(days=1) for n in range((last - first).days + 1)]
    there = [
        d
        for d in every
        if datetime.combine(d, time(12), view.tz).astimezone(UTC).astimezone(view.tz).date() == d
    ]
    rows: list[date | int] = []
    for shown, group in groupby(there, lambda day: day in busy or day == view.today):
        days = list(group)
        rows += days if shown or len(days) == 1 else [len(days)]
    return rows


LORD_HOWE = utc(
    "2024-04-06T15:00"
)  # Back by half an hour, so that another zone's hours move closer together.
SAMOA = utc("2011-12-30T10:00")  # Forward by a day.
ST_JOHNS = utc("2010-11-07T02:31")  # Back over midnight, from 00:01 to 23:01.


@settings(max_examples=examples(150))
@example(("Australia/Lord_Howe", "UTC+05:30", [(LORD_HOWE, 60)], LORD_HOWE, clock.Waking()), 104)
# A day apart, their clocks show the same time.
@example(
    ("Pacific/Kiritimati", "Pacific/Apia", [(SAMOA - 60 * MINUTE, 60)], SAMOA, clock.Waking()), 60
)
@example(
    (
        "America/St_Johns",
        "Asia/Seoul",
        [(ST_JOHNS - 121 * MINUTE, 150), (ST_JOHNS + 14 * MINUTE, 30)],
        ST_JOHNS,
        clock.Waking(),
    ),
    80,
)
# A month begins between two dates with the same hours.
@example(
    (
        "Asia/Seoul",
        "America/Los_Angeles",
        [(utc("2020-06-03T01:00"), 1), (utc("2020-05-27T19:00"), 1)],
        utc("2020-06-03T01:00"),
        clock.Waking(time(), time()),
    ),
    60,
)
@given(looks(), st.integers(60, 200))
def test_every_cell_matches_the_sessions_minutes(
    look: tuple[str, str, list[tuple[datetime, int]], datetime, clock.Waking],
    columns: int,
) -> None:
    own, event, times, now, waking = look
    view = View(with_sessions(event, *times), now, clock.zone(own), 24, waking)
    hour_cells = min(8, (columns - 8) // 24)
    lines = list(drawing.draw(view, columns, colour=False))
    assert max(map(cell_len, lines)) <= columns
    assert lines == [line.rstrip() for line in lines]
    for session in view.programme.sessions:
        assert "\n".join(lines).count(f" <{session.number}>") == 1

    covered = count(view, hour_cells)
    runs = read(lines, 24 * hour_cells)
    days = dates_of(view, set(covered))
    rows = [row for run in runs for row in run.rows]
    assert [d if isinstance(d, int) else f"{d:%a} {d.day:2}" for d in days] == [
        row if isinstance(row, int) else row.label for row in rows
    ]
    wakes, sleeps = (60 * hour.hour + hour.minute for hour in waking)
    awake = {(wakes + n) % 1440 for n in range((sleeps - wakes) % 1440 or 1440)}
    dated = iter(days)
    for run in runs:
        run_days = []
        for row in run.rows:
            day = next(dated)
            if isinstance(row, int) or isinstance(day, int):
                continue
            run_days.append(day)
            changed = len(set(offsets(day, view.tz, view.tz))) > 1
            reading = now.astimezone(view.tz)
            now_cell = (60 * reading.hour + reading.minute) * hour_cells // 60
            assert bool(row.now) == (day == view.today)
            assert not row.now or row.now[now_cell] == "┃"
            blocks = layout.blocks(view, day, hour_cells, view.sessions_on(day))
            for cell in range(24 * hour_cells):
                here = {b.session.number for b in blocks if b.start <= cell < b.stop}
                assert here >= covered[day][cell]
                assert changed or here == covered[day][cell]
                lanes = [b.lane for b in blocks if b.start <= cell < b.stop]
                assert len(set(lanes)) == len(lanes)
                asleep = int((cell + 0.5) * 60 / hour_cells) not in awake
                for number, lane in enumerate(row.lanes):
                    if row.now and cell == now_cell and lane[cell] == "┃":
                        continue
                    assert (lane[cell] in " ░┊") == (number not in lanes)
                    assert number in lanes or (lane[cell] == "░") == asleep
            for block in blocks:
                other = [
                    d
                    for d in covered
                    if any(block.session.number in s for s in covered[d].values())
                ]
                assert block.before == (min(other) < day)
                assert block.after == (max(other) > day)
                lane = row.lanes[block.lane]
                assert (lane[block.start] == "→") >= block.before
                assert (lane[block.stop - 1] == "→") >= block.after

        for axis, tz in zip(run.axes, (view.tz, view.event_tz), strict=False):
            for day, (first, last) in ((d, offsets(d, tz, view.tz)) for d in run_days):
                assert axis.startswith("→") == (first != last)
                for label in re.finditer(r"\d+", axis[8:]):
                    assert begins(day, label.start(), int(label[0]), hour_cells, view.tz, tz)
        assert len(run.axes) == 2 or all(
            offsets(d, view.tz, view.tz) == offsets(d, view.event_tz, view.tz) for d in run_days
        )
