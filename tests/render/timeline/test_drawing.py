# ruff: noqa: E501
"""The whole picture at five moments, in two languages, with and without colour."""

import re
from datetime import time, timedelta
from itertools import product

import pytest
from rich.cells import cell_len

from cacctl.base import i18n
from cacctl.model.programme import Programme
from cacctl.render.timeline import drawing
from cacctl.times import clock
from tests.conftest import seoul
from tests.render.timeline.programmes import MOMENTS, at, with_sessions
from tests.viewer.views import seen

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

✓┄ ended  ▶━ live  ▷─ next  ── upcoming  ░░ asleep
✓  1 Pre-Summit & Talk Show              9 Culture
✓  2 Mayoral Meeting                    10 Welfare
▶  3 Climate & Environment              11 Public Transportation
▷  4 Prevention Measures                12 Smart City
   5 Education                          13 Summit Wrap-Up Conversation
   6 Urban Sharing                      14 Innovative companies IR
   7 Citizen Participation              15 Sports
   8 Conversation with Jared Diamond

Sessions 5, 6, 7, 9, 10 and 15 are mostly outside your waking hours
(07:00-23:00; change with --awake). You may want to watch the replays instead.
Times in America/Los_Angeles (PDT, UTC-07:00)
Event time in Asia/Seoul (KST, UTC+09:00)
""",
    ("Asia/Seoul", "ko", 60, "between days", 24): """\
2020년 6월
KST     0   2   4   6   8   10  12  14  16  18  20  22
 1(월)  ░░░░░░░░░░░░░░  ┊   ┊ ✓1┊   ┊   ┊   ┊   ┊   ┊ ░░
 2(화)  ░░░░░░░░░░░░░░  ┊   ┊   ┊   ┊   ┊   ┊   ┊   ✓2┄░
 3(수)  ░░░░░░░░░░░░░░  ┊ ✓3┄┄┄ ┊ ✓4┄  ✓5┄  ✓6┄ ┊ ✓7┄ ░░
        ░░░░░░░░░░┃ 지금 05:00  ┊   ┊   ┊   ┊   ┊   ┊ ░░
 4(목)  ░░░░░░░░░░┃░░░  ▷8─ ┊   ┊   ┊  9──  10─ ┊   ┊ ─→
 5(금)  →░░░░░░░░░░░░░ 12── 13  ┊  14───┊ 15─   ┊   ┊ ░░

✓┄ 종료  ▷─ 다음  ── 예정  ░░ 자는 시간
✓  1 프리 서밋 및 토크쇼     9 문화
✓  2 도시정부 시장회의      10 복지
✓  3 기후·환경              11 대중교통
✓  4 방역                   12 스마트도시
✓  5 교육                   13 글로벌서밋 종합대담
✓  6 도시공유               14 혁신기업 IR
✓  7 시민참여               15 체육
▷  8 저명인사 대담

진행 시간의 절반 이상이 자는 시간과 겹치는 세션: 11번(깨어
있는 시간: 07:00~23:00, --awake로 변경). 다시보기로 보는
편이 나을 수 있습니다.
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

✓┄ ended  ▷─ next  ── upcoming  ░░ asleep
✓  1 Pre-Summit & Talk Show              6 Urban Sharing                      11 Public Transportation
✓  2 Mayoral Meeting                     7 Citizen Participation              12 Smart City
✓  3 Climate & Environment               8 Conversation with Jared Diamond    13 Summit Wrap-Up Conversation
▷  4 Prevention Measures                 9 Culture                            14 Innovative companies IR
   5 Education                          10 Welfare                            15 Sports

Sessions 5, 6, 7, 9, 10 and 15 are mostly outside your waking hours (7:00 AM-11:00 PM; change with --awake). You may
want to watch the replays instead.
Times in America/Los_Angeles (PDT, UTC-07:00)
Event time in Asia/Seoul (KST, UTC+09:00)
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

Session 11 is mostly outside your waking hours (07:00-23:00; change with
--awake). You may want to watch the replays instead.
Times in Asia/Seoul (KST, UTC+09:00)
""",
    ("Asia/Kathmandu", "ko", 80, "after", 12): """\
2020년 6월
+05:45  오전 0   오전 3   오전 6   오전 9   낮 12    오후 3   오후 6   오후 9
 1(월)  ░░░░░░░░░░░░░░░░░░░░░  ✓1┄┄┊        ┊        ┊        ┊        ┊     ░░░
 2(화)  ░░░░░░░░░░░░░░░░░░░░░      ┊        ┊        ┊        ┊ ✓2┄┄┄  ┊     ░░░
 3(수)  ░░░░░░░░░░░░░░░░░✓3┄┄┄┄┄   ┊ ✓4┄┄┄  ✓5┄┄┄┄  ✓6┄┄┄    ✓7┄┄┄     ┊     ░░░
 4(목)  ░░░░░░░░░░░░░░✓8┄┄┄░░      ┊        ✓9┄┄┄┄  ✓10┄┄     ┊    ✓11┄┄     ░░░
        ░░░░░░░░░░░░░░░░░░░░░      ┊        ┊        ┊ ┃ 지금 오후 3:45      ░░░
 5(금)  ░░░░░░░░░░░░░✓12┄┄░░✓13┄   ┊  ✓14┄┄┄┄┄┄  ✓15┄┄ ┃      ┊        ┊     ░░░
KST             오전 6   오전 9   낮 12    오후 3   오후 6   오후 9   오전 0

✓┄ 종료  ░░ 자는 시간
✓  1 프리 서밋 및 토크쇼  ✓  6 도시공유             ✓ 11 대중교통
✓  2 도시정부 시장회의    ✓  7 시민참여             ✓ 12 스마트도시
✓  3 기후·환경            ✓  8 저명인사 대담        ✓ 13 글로벌서밋 종합대담
✓  4 방역                 ✓  9 문화                 ✓ 14 혁신기업 IR
✓  5 교육                 ✓ 10 복지                 ✓ 15 체육

표시 시간대: Asia/Kathmandu (UTC+05:45)
행사 시간대: Asia/Seoul (KST, UTC+09:00)
""",
}


@pytest.mark.parametrize("look", PICTURES, ids=str)
def test_picture_of_the_summit_is_exactly_as_expected(
    summit: Programme, look: tuple[str, str, int, str, clock.Hours]
) -> None:
    zone, lang, columns, moment, hours = look
    i18n.use_language(lang)
    view = seen(summit, MOMENTS[moment], zone, lang, hours)
    assert "\n".join(drawing.draw(view, columns, colour=False)) == PICTURES[look].rstrip()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_picture_fits_names_all_sessions_and_is_the_same_in_colour(
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

✓┄ ended  ▶━ live  ░░ asleep
"""


def test_long_adjacent_and_missing_sessions_are_drawn() -> None:
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


def test_clock_change_starts_a_new_axis_and_hides_no_session() -> None:
    start = seoul("2020-11-01T08:00")
    times = [(start + n * timedelta(days=1), 90) for n in range(3)]
    # From 01:30 PDT to 01:15 PST.
    programme = with_sessions("Asia/Seoul", *times, (seoul("2020-11-01T17:30"), 45))
    view = seen(programme, "2020-11-01T17:50", "America/Los_Angeles", "en")
    assert "\n".join(drawing.draw(view, 80, colour=False)).startswith(CHANGED + "\n")


def test_viewer_who_never_sleeps_has_no_night(summit: Programme) -> None:
    view = seen(summit, MOMENTS["live"], "America/Los_Angeles", "en")
    awake = view._replace(waking=clock.Waking(time(5), time(5)))
    shown = "\n".join(drawing.draw(awake, 80, colour=False))
    assert not re.search("░|asleep|awake", shown)
    assert f"Mon  1{'┊'.rjust(9)}{'     ┊' * 10}\n" in shown
    wide = drawing.draw(awake, 104, colour=False)
    assert f"Mon  1{'┊'.rjust(11)}{'       ┊' * 10}" in wide


def test_block_sets_both_colours_and_keeps_its_width(summit: Programme) -> None:
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
