# ruff: noqa: E501
"""The picture of the programme: as it looks, and cell by cell against a count of its minutes."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby, product, takewhile
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cacctl.base import i18n
from cacctl.formats.loading import read_file
from cacctl.model.programme import Programme
from cacctl.render.timeline import drawing, layout
from cacctl.sources.library import bundled
from cacctl.times import clock
from cacctl.viewer.view import View
from tests.conftest import SOME_TIME, examples, seoul

MINUTE = timedelta(minutes=1)
MOMENTS = {
    "before": "2020-05-20T00:00",
    "live": "2020-06-03T10:00",
    "between sessions": "2020-06-03T12:00",
    "between days": "2020-06-04T05:00",
    "after": "2020-06-05T19:00",
}


def seen(programme: Programme, now: str, zone: str, lang: str, hours: clock.Hours = 24) -> View:
    """The programme as it is seen at a time in Seoul."""
    return View(programme, seoul(now), clock.zone(zone), lang, hours)


PICTURES: dict[tuple[str, str, int, str, clock.Hours], str] = {
    ("America/Los_Angeles", "en", 80, "live", 24): """\
May 2020
PDT     0     2     4     6     8     10    12    14    16    18    20    22
Sun 31  ░░░░░░░░░░░░░░░░░░░░░   ┊     ┊     ┊     ┊     ┊     ┊  ✓1┄┊     ┊  ░░░

June 2020
Mon  1  ░░░░░░░░░░░░░░░░░░░░░   ┊     ┊     ┊     ┊     ┊     ┊     ┊     ┊  ░░░
        ░░░░░░░░░░░░░░░░░░░░░   ┊     ┊     ┊     ┊     ┊     ┃ now 18:00 ┊  ░░░
Tue  2  ░░░░░░░░░░░░░░░░░░✓2┄┄┄ ┊     ┊     ┊     ┊     ┊  ▶3━┃━━━  ┊  ▷4─── ░5→
Wed  3  →5─░░░6────░░░░7────░   ┊     ┊     ┊     ┊     8──── ┊     ┊     ┊  ░9→
Thu  4  →9─░░░10───░░░░░░░░░░11───    ┊     ┊     ┊    12───  13─   ┊   14──────
Fri  5  ░░░15───░░░░░░░░░░░░░   ┊     ┊     ┊     ┊     ┊     ┊     ┊     ┊  ░░░
KST     16    18    20    22    0     2     4     6     8     10    12    14

✓┄ over  ▶━ live  ▷─ next  ── upcoming  ░░ asleep
✓  1 Pre-Summit & Talk Show              9 Culture
✓  2 Mayoral Meeting                    10 Welfare
▶  3 Climate & Environment              11 Public Transportation
▷  4 Prevention Measures                12 Smart City
   5 Education                          13 Summit Wrap-Up Conversation
   6 Urban Sharing                      14 Innovative companies IR
   7 Citizen Participation              15 Sports
   8 Conversation with Jared Diamond

Sessions 2, 5, 6, 7, 9, 10 and 15 are at least half in your night (awake
07:00-23:00; --awake changes it). The replays may suit you better.
Times in America/Los_Angeles (PDT, UTC-07:00); event time in Asia/Seoul (KST,
UTC+09:00)
""",
    ("Asia/Seoul", "ko", 60, "between days", 24): """\
2020년 6월
KST     0   2   4   6   8   10  12  14  16  18  20  22
 1 (월) ░░░░░░░░░░░░░░  ┊   ┊ ✓1┊   ┊   ┊   ┊   ┊   ┊ ░░
 2 (화) ░░░░░░░░░░░░░░  ┊   ┊   ┊   ┊   ┊   ┊   ┊   ✓2┄░
 3 (수) ░░░░░░░░░░░░░░  ┊ ✓3┄┄┄ ┊ ✓4┄  ✓5┄  ✓6┄ ┊ ✓7┄ ░░
        ░░░░░░░░░░┃ 지금 05:00  ┊   ┊   ┊   ┊   ┊   ┊ ░░
 4 (목) ░░░░░░░░░░┃░░░  ▷8─ ┊   ┊   ┊  9──  10─ ┊   ┊ ─→
 5 (금) →░░░░░░░░░░░░░ 12── 13  ┊  14───┊ 15─   ┊   ┊ ░░

✓┄ 종료  ▷─ 다음  ── 예정  ░░ 자는 시간
✓  1 프리 서밋 및 토크쇼     9 문화
✓  2 도시정부 시장회의      10 복지
✓  3 기후·환경              11 대중교통
✓  4 방역                   12 스마트도시
✓  5 교육                   13 글로벌서밋 종합대담
✓  6 도시공유               14 혁신기업 IR
✓  7 시민참여               15 체육
▷  8 저명인사 대담

자는 시간과 절반 이상 겹치는 세션: 11번(깨어 있는 시간
07:00-23:00, --awake로 변경). 다시보기를 추천합니다.
표시 시간대: Asia/Seoul (KST, UTC+09:00)
""",
    ("America/Los_Angeles", "en", 120, "between sessions", 12): """\
May 2020
PDT     12 AM   2 AM    4 AM    6 AM    8 AM    10 AM   12 PM   2 PM    4 PM    6 PM    8 PM    10 PM
Sun 31  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░    ┊       ┊       ┊       ┊       ┊       ┊   ✓1┄┄┊       ┊   ░░░░

June 2020
Mon  1  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░    ┊       ┊       ┊       ┊       ┊       ┊       ┊       ┊   ░░░░
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░    ┊       ┊       ┊       ┊       ┊       ┊       ┃ now 8:00 PM ░░
Tue  2  ░░░░░░░░░░░░░░░░░░░░░░░░✓2┄┄┄┄  ┊       ┊       ┊       ┊       ┊   ✓3┄┄┄┄┄┄┄   ┃   ▷4────  ░░5→
Wed  3  →5──░░░░6─────░░░░░░7─────░░    ┊       ┊       ┊       ┊       8─────  ┊       ┊       ┊   ░░9→
Thu  4  →9──░░░░10────░░░░░░░░░░░░░░11────      ┊       ┊       ┊      12────   13──    ┊     14────────
Fri  5  ░░░░15────░░░░░░░░░░░░░░░░░░    ┊       ┊       ┊       ┊       ┊       ┊       ┊       ┊   ░░░░
KST     4 PM    6 PM    8 PM    10 PM   12 AM   2 AM    4 AM    6 AM    8 AM    10 AM   12 PM   2 PM

✓┄ over  ▷─ next  ── upcoming  ░░ asleep
✓  1 Pre-Summit & Talk Show              6 Urban Sharing                      11 Public Transportation
✓  2 Mayoral Meeting                     7 Citizen Participation              12 Smart City
✓  3 Climate & Environment               8 Conversation with Jared Diamond    13 Summit Wrap-Up Conversation
▷  4 Prevention Measures                 9 Culture                            14 Innovative companies IR
   5 Education                          10 Welfare                            15 Sports

Sessions 2, 5, 6, 7, 9, 10 and 15 are at least half in your night (awake 7:00 AM-11:00 PM; --awake changes it). The
replays may suit you better.
Times in America/Los_Angeles (PDT, UTC-07:00); event time in Asia/Seoul (KST, UTC+09:00)
""",
    ("Asia/Seoul", "en", 80, "before", 24): """\
June 2020
KST     0     2     4     6     8     10    12    14    16    18    20    22
Mon  1  ░░░░░░░░░░░░░░░░░░░░░   ┊     ┊  ▷1─┊     ┊     ┊     ┊     ┊     ┊  ░░░
Tue  2  ░░░░░░░░░░░░░░░░░░░░░   ┊     ┊     ┊     ┊     ┊     ┊     ┊     2────░
Wed  3  ░░░░░░░░░░░░░░░░░░░░░   ┊  3──────  ┊  4────  5────   6──── ┊  7──── ░░░
Thu  4  ░░░░░░░░░░░░░░░░░░░░░   8──── ┊     ┊     ┊   9────   10─── ┊     ┊  11→
Fri  5  →─░░░░░░░░░░░░░░░░░░░  12───  13─   ┊   14──────┊  15───    ┊     ┊  ░░░

▷─ next  ── upcoming  ░░ asleep
▷  1 Pre-Summit & Talk Show              9 Culture
   2 Mayoral Meeting                    10 Welfare
   3 Climate & Environment              11 Public Transportation
   4 Prevention Measures                12 Smart City
   5 Education                          13 Summit Wrap-Up Conversation
   6 Urban Sharing                      14 Innovative companies IR
   7 Citizen Participation              15 Sports
   8 Conversation with Jared Diamond

Session 11 is at least half in your night (awake 07:00-23:00; --awake changes
it). The replays may suit you better.
Times in Asia/Seoul (KST, UTC+09:00)
""",
    ("Asia/Kathmandu", "ko", 80, "after", 12): """\
2020년 6월
+05:45  오전 12  오전 3   오전 6   오전 9   오후 12  오후 3   오후 6   오후 9
 1 (월) ░░░░░░░░░░░░░░░░░░░░░  ✓1┄┄┊        ┊        ┊        ┊        ┊     ░░░
 2 (화) ░░░░░░░░░░░░░░░░░░░░░      ┊        ┊        ┊        ┊ ✓2┄┄┄  ┊     ░░░
 3 (수) ░░░░░░░░░░░░░░░░░✓3┄┄┄┄┄   ┊ ✓4┄┄┄  ✓5┄┄┄┄  ✓6┄┄┄    ✓7┄┄┄     ┊     ░░░
 4 (목) ░░░░░░░░░░░░░░✓8┄┄┄░░      ┊        ✓9┄┄┄┄  ✓10┄┄     ┊    ✓11┄┄     ░░░
        ░░░░░░░░░░░░░░░░░░░░░      ┊        ┊        ┊ ┃ 지금 오후 3:45      ░░░
 5 (금) ░░░░░░░░░░░░░✓12┄┄░░✓13┄   ┊  ✓14┄┄┄┄┄┄  ✓15┄┄ ┃      ┊        ┊     ░░░
KST             오전 6   오전 9   오후 12  오후 3   오후 6   오후 9   오전 12

✓┄ 종료  ░░ 자는 시간
✓  1 프리 서밋 및 토크쇼  ✓  6 도시공유             ✓ 11 대중교통
✓  2 도시정부 시장회의    ✓  7 시민참여             ✓ 12 스마트도시
✓  3 기후·환경            ✓  8 저명인사 대담        ✓ 13 글로벌서밋 종합대담
✓  4 방역                 ✓  9 문화                 ✓ 14 혁신기업 IR
✓  5 교육                 ✓ 10 복지                 ✓ 15 체육

자는 시간과 절반 이상 겹치는 세션: 3, 8, 12번(깨어 있는 시간 오전 7:00-오후
11:00, --awake로 변경). 다시보기를 추천합니다.
표시 시간대: Asia/Kathmandu (UTC+05:45), 행사 시간대: Asia/Seoul (KST,
UTC+09:00)
""",
}


@pytest.mark.parametrize("look", PICTURES, ids=str)
def test_the_picture_of_the_summit(
    summit: Programme, look: tuple[str, str, int, str, clock.Hours]
) -> None:
    zone, lang, columns, moment, hours = look
    i18n.use_language(lang)
    view = seen(summit, MOMENTS[moment], zone, lang, hours)
    assert "\n".join(drawing.draw(view, columns, colour=False)) == PICTURES[look].rstrip()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_picture_of_the_summit_fits_names_all_and_is_the_same_in_colour(
    summit: Programme, lang: str
) -> None:
    i18n.use_language(lang)
    zones = ("Asia/Seoul", "America/Los_Angeles", "Asia/Kathmandu")
    hours: tuple[clock.Hours, ...] = (12, 24)
    for now, zone, columns, clock_hours in product(
        MOMENTS.values(), zones, (60, 61, 79, 80, 104, 120, 200), hours
    ):
        view = seen(summit, now, zone, lang, clock_hours)
        plain = list(drawing.draw(view, columns, colour=False))
        for line in plain:
            assert cell_len(line) <= columns
            assert line == line.rstrip()
        for session in summit.sessions:
            named = re.findall(
                rf"\b{session.number} {re.escape(view.name(session))}", "\n".join(plain)
            )
            assert len(named) == 1
        coloured = "\n".join(drawing.draw(view, columns, colour=True))
        codes = re.findall(r"\x1b\[([\d;]*)m", coloured)
        assert {int(c) for code in codes for c in code.split(";")} <= {
            *(0, 1, 2),
            *(n for tens in (30, 40, 90, 100) for n in range(tens, tens + 8)),
        }
        assert re.sub(r"\x1b\[[\d;]*m", "", coloured).split("\n") == plain


# Zones of whole, half and quarter hours, and instants at which a clock among them is changed.
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
SUMMIT = read_file(bundled(), SOME_TIME).programme
LENGTHS = (1, 5, 20, 30, 45, 60, 90, 150, 700, 3 * 1440)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(*texts: str) -> list[tuple[datetime, int]]:
    """`3T10:00 60`: a day of June 2020 and a time in Seoul, and a length in minutes."""
    parts = [text.split() for text in texts]
    return [(seoul(f"2020-06-{start:0>8}"), int(length)) for start, length in parts]


def with_sessions(zone: str, *times: tuple[datetime, int]) -> Programme:
    """An event with sessions from those instants, so many minutes long, named `<number>xx…`."""
    sessions = tuple(
        SUMMIT.sessions[0]._replace(
            id=f"s{number}",
            number=number,
            start=start,
            end=start + length * MINUTE,
            name={"en": f"<{number}>" + "x" * (length % 7 * 25)},
        )
        for number, (start, length) in enumerate(sorted(times), 1)
    )
    return SUMMIT._replace(sessions=sessions, event=SUMMIT.event._replace(zone=zone))


@st.composite
def looks(draw: st.DrawFn) -> tuple[str, str, list[tuple[datetime, int]], datetime, clock.Waking]:
    """The zones of the viewer and the event, sessions around a change of the clock, and now."""
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
    """A date as it was read from a picture: its label, its lanes, and the line with now above."""

    label: str
    lanes: list[str]
    now: str


class Run(NamedTuple):
    """What stands between two axes; a number for so many folded dates."""

    axes: list[str]
    rows: list[Row | int]


def read(lines: list[str], width: int) -> list[Run]:
    """The parts of a picture in English with rows of `width` cells."""
    runs, now = [Run([], [])], ""
    for line in takewhile(lambda line: not re.match(r"(✓┄|▶━|▷─|──) \w", line), lines):
        # The space in a block is no empty cell.
        cells = re.sub(r"(?<=\d) (?=<)", "_", line[8:]).ljust(width)
        match = re.match(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [ \d]\d(?!\d)", line)
        if len(runs) > 1 and not any(runs[-1]) and (match or line.startswith(" " * 8)):
            # The name of a month stood between rows of the same hours.
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
    """The sessions' numbers by the date and the cell of each of their minutes."""
    found: dict[date, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for session in view.programme.sessions:
        for minute in range((session.end - session.start) // MINUTE):
            local = (session.start + minute * MINUTE).astimezone(view.tz)
            cell = (local.hour * 60 + local.minute) * hour_cells // 60
            found[local.date()][cell].add(session.number)
    return found


def offsets(day: date, tz: tzinfo, own: tzinfo) -> list[timedelta | None]:
    """The offsets of a zone at the first and the last instant of a date in the own zone."""
    begin, end = clock.day_bounds(day, own)
    return [i.astimezone(tz).utcoffset() for i in (begin, end - timedelta(seconds=1))]


def begins(day: date, cell: int, hour: int, hour_cells: int, own: tzinfo, tz: tzinfo) -> bool:
    """Whether that hour of a zone begins in a cell of a date in the own zone."""
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
    """The dates that have a row, and how many are folded between them."""
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


LORD_HOWE = utc("2024-04-06T15:00")  # Back by half an hour, so that hours of others come closer.
SAMOA = utc("2011-12-30T10:00")  # Forward by a day.
ST_JOHNS = utc("2010-11-07T02:31")  # Back over midnight, from 00:01 to 23:01.


@settings(max_examples=examples(150))
@example(("Australia/Lord_Howe", "UTC+05:30", [(LORD_HOWE, 60)], LORD_HOWE, clock.Waking()), 104)
# A whole day apart, their clocks show the same.
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
def test_every_cell_is_true(
    look: tuple[str, str, list[tuple[datetime, int]], datetime, clock.Waking],
    columns: int,
) -> None:
    own, event, times, now, waking = look
    view = View(with_sessions(event, *times), now, clock.zone(own), "en", 24, waking)
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
            blocks = layout.blocks(view, day, hour_cells)
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


def test_what_overlaps_gets_lanes_and_what_is_short_does_not_touch() -> None:
    talks = at(*["3T09:00 60"] * 25, "3T12:00 20", "3T12:20 20", "3T12:40 20", "3T13:00 40")
    busy = with_sessions("Asia/Seoul", *talks, *at("3T13:40 40", "3T23:55 5"))
    blocks = layout.blocks(seen(busy, "2020-06-01T00:00", "Asia/Seoul", "en"), date(2020, 6, 3), 3)
    assert [block.lane for block in blocks] == [*range(25), 0, 1, 0, 1, 0, 0]
    assert [(block.start, block.stop) for block in blocks[24:]] == [
        *((27, 30), (36, 37), (37, 38), (38, 39), (39, 41), (41, 43), (71, 72))
    ]


ODD = """\
June 2020
KST     0   2   4   6   8   10  12  14  16  18  20  22
Tue  2  ░░░░░░░░░░░░░░  ┊   ┊   ┊ 1┄✓3┄ ┊   ┊   ┊   ┊ ░░
        ░░░░░░░░░░░░░░  ┊   ┊   ┊  ✓2┄┄┄┄   ┊   ┊   ┊ ░░
   ⋮    3 days without sessions
Sat  6  ░░░░░░░░░░░░░░  ┊   ┊   ┊   ┊   ┊   ▶4━━━━━━━━━→
        ░░░░░░░░░░░░░░  ┊   ┃ now 10:10 ┊   ┊   ┊   ┊ ░░
Sun  7  →▶4━━━━━━━━━━━━━━━━━┃━━━━━━━━━━━━━━━━━━━━━━━━━━→
        ░░░░░░░░░░░░░░  ┊   5   ┊   ┊   ┊   ┊   ┊   ┊ ░░
Mon  8  →▶4 <4>xxxxxxxxxxxxxxxxxxxxxxxxx━━━━━━━━━━━━━━━→
Tue  9  →▶4━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┊   ┊   ┊ ░░

✓┄ over  ▶━ live  ░░ asleep
"""


def test_empty_dates_are_folded_but_for_one_alone_and_today() -> None:
    june = [date(2020, 6, day) for day in range(31)[1:]]
    programme = with_sessions(
        "Asia/Seoul", *at("2T09:00 60", "4T09:00 60", "9T09:00 60", "20T09:00 60")
    )
    view = seen(programme, "2020-06-14T09:00", "Asia/Seoul", "en")
    fold = layout.Fold
    start = [*june[1:4], fold(4), june[8]]
    assert layout.rows(view) == [*start, fold(4), june[13], fold(5), june[19]]
    after = seen(programme, "2020-06-21T09:00", "Asia/Seoul", "en")
    assert layout.rows(after) == [*start, fold(10), june[19]]
    # Samoa had no 30 December 2011.
    times = [(utc(f"2011-12-{day}T18:00"), 60) for day in (28, 30)]
    samoa = seen(with_sessions("Asia/Seoul", *times), "2020-06-21T09:00", "Pacific/Apia", "en")
    assert layout.rows(samoa) == [date(2011, 12, day) for day in (28, 29, 31)]


def test_a_session_over_days_touching_ones_and_dates_without_any() -> None:
    times = at("2T13:00 60", "2T14:00 90", "2T13:30 180", "6T18:00 4320", "7T10:05 20")
    view = seen(with_sessions("Asia/Seoul", *times), "2020-06-07T10:10", "Asia/Seoul", "en")
    assert "\n".join(drawing.draw(view, 60, colour=False)).startswith(ODD)


CHANGED = """\
October 2020
PDT     0     2     4     6     8     10    12    14    16    18    20    22
Sat 31  ░░░░░░░░░░░░░░░░░░░░░   ┊     ┊     ┊     ┊     ✓1┄┄┄ ┊     ┊     ┊  ░░░
KST     16    18    20    22    0     2     4     6     8     10    12    14

November 2020
→PST    0     2     4     6     8     10    12    14    16    18    20    22
        ░░░░░┃ now 01:50 ░░░░   ┊     ┊     ┊     ┊     ┊     ┊     ┊     ┊  ░░░
Sun  1  ░░░▶2┃░░░░░░░░░░░░░░░   ┊     ┊     ┊     ┊  ▷3───    ┊     ┊     ┊  ░░░
KST     16       20    22    0     2     4     6     8     10    12    14    16

PST     0     2     4     6     8     10    12    14    16    18    20    22
Mon  2  ░░░░░░░░░░░░░░░░░░░░░   ┊     ┊     ┊     ┊  4────    ┊     ┊     ┊  ░░░
KST        18    20    22    0     2     4     6     8     10    12    14    16
"""


def test_each_difference_of_the_zones_has_its_axis_and_no_session_is_lost_to_the_clock() -> None:
    start = seoul("2020-11-01T08:00")
    times = [(start + n * timedelta(days=1), 90) for n in range(3)]
    # From 01:30 PDT to 01:15 PST.
    programme = with_sessions("Asia/Seoul", *times, (seoul("2020-11-01T17:30"), 45))
    view = seen(programme, "2020-11-01T17:50", "America/Los_Angeles", "en")
    assert "\n".join(drawing.draw(view, 80, colour=False)).startswith(CHANGED + "\n")


def test_a_name_is_shown_as_it_is_and_folded_however_long_it_is() -> None:
    name = "[bold]:smile:[/bold] 👩‍💻 " + "가" * 30
    programme = with_sessions("Asia/Seoul", *at("3T09:00 63", "9T09:00 63"))
    first, last = programme.sessions
    programme = programme._replace(sessions=(first._replace(name={"en": name}), last))
    view = seen(programme, "2020-06-01T00:00", "Asia/Seoul", "en")
    *_picture, one, two, three, _last, _empty, _zone = drawing.draw(view, 60, colour=False)
    assert one == "▷ 1 [bold]:smile:[/bold] 👩‍💻"
    assert (two, three) == ("    " + "가" * 28, "    " + "가" * 2)


def test_who_never_sleeps_has_no_night(summit: Programme) -> None:
    view = seen(summit, MOMENTS["live"], "America/Los_Angeles", "en")
    awake = view._replace(waking=clock.Waking(time(5), time(5)))
    shown = "\n".join(drawing.draw(awake, 80, colour=False))
    assert not re.search("░|asleep|awake", shown)
    assert f"Mon  1{'┊'.rjust(9)}{'     ┊' * 10}\n" in shown
    wide = drawing.draw(awake, 104, colour=False)
    assert f"Mon  1{'┊'.rjust(11)}{'       ┊' * 10}" in wide


def test_a_block_is_as_wide_in_colour_and_both_its_colours_are_named(summit: Programme) -> None:
    view = seen(summit, MOMENTS["live"], "America/Los_Angeles", "en")
    lines = list(drawing.draw(view, 80, colour=True))
    row = next(line for line in lines if "Tue" in line)
    assert "\x1b[30;42m▶3━\x1b[0m\x1b[1;31m┃\x1b[0m\x1b[30;42m━━━\x1b[0m" in row
    assert "\x1b[97;100m✓2┄┄┄\x1b[0m" in row
    assert "\x1b[30;46m▷4───\x1b[0m" in row
    assert row.endswith("\x1b[97;44m5→\x1b[0m")
    assert any(line.startswith("\x1b[2m✓  1 Pre-Summit") for line in lines)
    after = seen(summit, MOMENTS["after"], "America/Los_Angeles", "en")
    assert any(line.startswith("✓  1 Pre-Summit") for line in drawing.draw(after, 80, colour=True))
