"""Delays and cancellations during the event, in each command and form."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from cacctl.base import i18n
from cacctl.base.errors import NothingToOpen
from cacctl.formats.loading import read_file
from cacctl.model import streams
from cacctl.render import terminal
from cacctl.times import clock
from cacctl.viewer.states import moved_words
from cacctl.viewer.streams import choose_stream
from cacctl.viewer.view import View
from tests.conftest import SCHEDULES, SOME_TIME, Run, seoul
from tests.schemas import ANSWER
from tests.viewer import views

RUNNING = SCHEDULES / "running.toml"
DURING = ["--schedule", str(RUNNING), "--at", "2020-06-03T10:40+09:00"]
COMMANDS = [
    [], ["today"], ["day"], ["day", "2"], ["list"], ["now"], ["next", "-n", "9"], ["find", "a"],
    ["show", "boats"], ["show", "culture"], ["timeline"], ["channels"], ["about"],
    ["share", "boats"], ["share", "culture"],
]  # fmt: skip


def seen(now: str, zone: str = "Asia/Seoul", lang: str = "en") -> View:
    return views.seen(read_file(RUNNING, SOME_TIME).programme, now, zone, lang)


def test_table_of_a_day_shows_moves_and_cancellations(see: Run) -> None:
    table = see("today", *DURING).out
    assert (
        table
        == f"""\
Harbour Days
Between sessions. Welfare starts in 4 hours 20 minutes.

Today, Wed 3 June 2020
   #  KST          Session
✓  1  09:00-10:30  Opening
✗  2  11:00-12:00  Boats and Ships
                   cancelled
▷  4  15:00-16:00  Welfare
                   next, in 4 hours 20 minutes
   3  16:30-18:00  Culture
                   moved from 13:00
   5  18:50-19:50  Night Session
                   moved from 18:30
✗  6  21:50-22:50  Fish
                   cancelled

✓ ended  ▷ next  ✗ cancelled
Times in Asia/Seoul (KST, UTC+09:00)

Watch: Example on YouTube
  https://www.example.org/en
  cacctl watch --lang en --schedule {RUNNING} --at 2020-06-03T10:40+09:00
"""
    )


def test_list_fits_a_narrow_terminal_in_korean(see: Run) -> None:
    table = see("list", *DURING, "--lang", "ko", "--tz", "LA", columns=40).out
    assert (
        table
        == f"""\
항구의 날
쉬는 시간입니다. 다음 세션: 복지 (4시간
20분 후).

1일 차(전체 2일): 2020년 6월 2일(화)
✓  1  17:00~18:30 PDT
      (수) 09:00~10:30 KST
      개막
✗  2  19:00~20:00 PDT
      (수) 11:00~12:00 KST
      배와 선박
      취소됨
▷  4  23:00~00:00 (+1일) PDT
      (수) 15:00~16:00 KST
      복지
      다음, 4시간 20분 후

1일 차(전체 2일): 2020년 6월 3일(수)
   3  00:30~02:00 PDT
      16:30~18:00 KST
      문화
      원래 6월 2일(화) 21:00 시작
   5  02:50~03:50 PDT
      18:50~19:50 KST
      밤
      원래 02:30 시작
✗  6  05:50~06:50 PDT
      21:50~22:50 KST
      물고기
      취소됨

2일 차(전체 2일): 2020년 6월 4일(목)
   7  19:00~20:00 PDT
      (금) 11:00~12:00 KST
      폐막
      원래 6월 3일(수) 18:00 시작

✓ 종료  ▷ 다음  ✗ 취소됨
표시 시간대: America/Los_Angeles (PDT,
UTC-07:00)
행사 시간대: Asia/Seoul (KST, UTC+09:00)

시청: 유튜브
  https://www.example.org/ko
  cacctl watch --lang ko --schedule {RUNNING} --tz LA --at 2020-06-03T10:40+09:00
"""
    )


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["today"], ["✗  2", "✗  6", "moved from 13:00"]),
        (["day", "2"], ["moved from Thu 4 June 10:00"]),
        (["today", "--at", "2020-07-01T10:00+09:00"], ["Boats and Ships (cancelled)"]),
        (["now"], ["✗ 11:00-12:00  Boats and Ships (cancelled)"]),
        (["next", "-n", "2"], ["  moved from 13:00, 3 hours 30 minutes later than announced"]),
        (["show", "3"], ["         moved from 13:00, 3 hours 30 minutes later than announced"]),
        (["show", "3", "--plain"], ["When: Wed 3 June 16:30-18:00 KST; moved from 13:00, 3 hours"]),
        (["show", "6"], ["Status  cancelled"]),
        (["about"], ["7 sessions (2 cancelled) over 2 days"]),
        (["list", "--plain"], ["11:00-12:00 KST; cancelled", "moved from 18:30, 20 minutes later"]),
        (["next", "--plain"], ["2. Boats and Ships (boats): Wed 3 June 11:00-12:00 KST; can"]),
        (["timeline", "--plain"], ["Boats and Ships; cancelled", "Culture; upcoming; moved from"]),
        (["timeline"], ["✗2╱", "✗╱ cancelled", "✗ 2 Boats and Ships"]),
        (["share", "boats"], ["Cancelled: Boats and Ships (Harbour Days)"]),
        (["share", "boats", "--markdown"], ["Cancelled: **Boats and Ships** (Harbour Days)"]),
        (["share", "end", "--markdown"], ["  \n1 day 1 hour later than announced"]),
    ],
)  # fmt: skip
def test_each_command_shows_moves_and_cancellations(
    see: Run, arguments: list[str], lines: Iterable[str]
) -> None:
    answer = see(*arguments, *DURING[:2], *([] if "--at" in arguments else DURING[2:]))
    assert answer.code == 0
    for line in lines:
        assert line in answer.out


def test_cancelled_session_has_no_url_and_no_delay(run: Run) -> None:
    shown = run("show", "fish", *DURING).out
    assert shown == (
        "Event: Harbour Days\nSession: 6. Fish (fish)\nWhen: Wed 3 June 21:50-22:50 KST\n"
        "Status: cancelled\n"
    )
    assert "http" not in run("share", "fish", *DURING).out


@pytest.mark.parametrize(
    ("moment", "lang", "error"),
    [
        (
            "2020-06-03T10:00+09:00",
            "en",
            "cacctl: Boats and Ships is cancelled.\n"
            "To watch Opening (live now): cacctl watch opening --on youtube --lang en",
        ),
        (
            "2020-06-03T11:30+09:00",
            "ko",
            "cacctl: 배와 선박 세션은 취소되었습니다.\n"
            "다음 세션(복지) 시청하기: cacctl watch welfare --on youtube --lang ko",
        ),
        (
            "2020-06-05T12:00+09:00",
            "en",
            "cacctl: Boats and Ships is cancelled.\nTo list the sessions: cacctl list",
        ),
    ],
)
@pytest.mark.parametrize("more", [["--print"], ["--wait"]])
def test_cancelled_session_is_not_opened(
    run: Run, more: list[str], moment: str, lang: str, error: str
) -> None:
    schedule = ["--schedule", str(RUNNING)]
    answer = run("watch", "boats", *more, "--lang", lang, *schedule, "--at", moment)
    given = f"--schedule {RUNNING} --lang {lang} --at {moment}"
    if "--lang" in error:
        given = f"--schedule {RUNNING} --at {moment} {more[0]}"
    assert answer == (5, "", f"{error} {given}\n")


def test_watch_and_status_bar_skip_cancelled_sessions(run: Run) -> None:
    template = ["--format", "{name}", "--else", "{next_name} {next_start}"]
    at = ["--schedule", str(RUNNING), "--at", "2020-06-03T11:30+09:00"]
    assert run("now", *template, *at).out == "Welfare 15:00\n"
    assert "Welfare starts" in json.loads(run("watch", "--print", "--json", *at).out)["why"]
    last = seen("2020-06-03T22:00")
    assert streams.session_to_watch(last.programme, last.now) == last.programme.session("end")


def test_json_has_moves_and_cancellations(run: Run) -> None:
    for arguments in COMMANDS:
        answer = json.loads(run(*arguments, "--json", *DURING).out)
        ANSWER.validate(answer)
    sessions = {s["id"]: s for s in json.loads(run("list", "--json", *DURING).out)["sessions"]}
    assert sessions["boats"]["status"] == "cancelled"
    assert sessions["boats"]["streams"] == []
    assert sessions["boats"]["announced_start"] is None
    assert sessions["night"]["announced_start"] == "2020-06-03T09:30:00Z"
    assert (sessions["night"]["start"], sessions["night"]["number"]) == ("2020-06-03T09:50:00Z", 5)
    assert [s["start"] for s in sessions.values()] == sorted(s["start"] for s in sessions.values())
    night = json.loads(run("timeline", "--json", "--awake", "09:00-10:00", *DURING).out)["night"]
    assert "boats" not in night
    assert "night" in night


def test_board_shows_moves_and_cancellations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "64")
    board = terminal.board(seen("2020-06-03T10:40"))
    assert board.split("\n")[2:] == [
        "",
        "✗ 11:00-12:00  Boats and Ships (cancelled)",
        "",
        "▷ Welfare, in 4:20:00",
        "  Wed 3 June 15:00-16:00 KST",
        "  https://www.example.org/en",
        "",
        "Later today",
        "  16:30-18:00  Culture",
        "  18:50-19:50  Night Session",
        "✗ 21:50-22:50  Fish (cancelled)",
        "",
        "Times in Asia/Seoul (KST, UTC+09:00)",
        "Press q or Ctrl-C to quit.",
    ]


def test_move_across_a_clock_change_names_the_zone() -> None:
    moment = seen("2020-06-03T10:40", "Europe/Berlin")
    session = moment.programme.sessions[0]
    session = session._replace(start=seoul("2020-10-26T09:00"), announced=seoul("2020-10-24T09:00"))
    assert moved_words(moment, session) == "moved from Sat 24 October 02:00 CEST"


@pytest.mark.parametrize("at", ["2020-06-01T10:00", "2020-06-03T10:40", "2020-06-09T10:00"])
def test_event_with_every_session_cancelled_is_over(
    run: Run, see: Run, tmp_path: Path, at: str
) -> None:
    path = tmp_path / "cancelled.toml"
    text = RUNNING.read_text("utf-8").replace("cancelled = true\n", "")
    path.write_text(text.replace("[[session]]\n", "[[session]]\ncancelled = true\n"), "utf-8")
    options = ["--schedule", str(path), "--at", f"{at}+09:00"]
    for lang in ("en", "ko"):
        for arguments in COMMANDS:
            assert run(*arguments, *options, "--lang", lang).code == 0
            for columns in (40, 80, 120):
                assert see(*arguments, *options, "--lang", lang, columns=columns).code == 0
            answer = json.loads(run(*arguments, "--json", *options).out)
            ANSWER.validate(answer)
            assert answer["state"] == "after"
    i18n.use_language("en")
    assert "The event is cancelled." in run("now", *options).out
    assert run("now", "--follow", *options).out.count("\n") == 1
    assert run("now", "--format", "{name}", "--else", "{next_name}", *options).out == "\n"
    for more in ([], ["--wait"], ["boats"]):
        assert run("watch", "--print", *more, *options).code == 5
    moment = View(read_file(path, SOME_TIME).programme, seoul(at), clock.zone("UTC"))
    with pytest.raises(NothingToOpen, match="The event is cancelled"):
        choose_stream(moment, None, platform=None)
    assert streams.streams_of(moment.programme, None, moment.now) == ()
    assert terminal.board(moment)
