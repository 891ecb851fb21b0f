"""`cacctl` without a command, `today`, `now` and `next`."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cacctl.model.programme import Programme
from tests.conftest import LIVE, MOMENTS, Run
from tests.schemas import ANSWER


def test_next_shows_the_live_and_the_next_session_on_a_terminal(see: Run) -> None:
    answer = see("next", "--tz", "America/Los_Angeles", "--at", LIVE)
    assert answer.code == 0
    assert (
        answer.out
        == """\
CAC Global Summit 2020

▶ Climate & Environment: until 19:10 PDT (11:10 KST), 1 hour 10 minutes left

▷ Prevention Measures, in 3 hours
  Tue 2 June 21:00-22:30 PDT (Wed 3 June 13:00-14:30 KST)
  COVID-19: Sharing the Experiences of Seoul and Major World Cities
  https://www.youtube.com/seoulcityofficial

Times in America/Los_Angeles (PDT, UTC-07:00)
Event time in Asia/Seoul (KST, UTC+09:00)
"""
    )


def test_next_writes_a_line_per_session_into_a_pipe(run: Run) -> None:
    answer = run("next", "--tz", "America/Los_Angeles", "--at", LIVE)
    assert (
        answer.out
        == """\
Event: CAC Global Summit 2020
Now: 2020-06-02 18:00 UTC-07:00
Time zone: America/Los_Angeles
Status: Live now: Climate & Environment.
3. Climate & Environment (climate): Tue 2 June 17:00-19:10 PDT (Wed 3 June 09:00-11:10 KST); \
live, 1 hour 10 minutes left; Coronavirus Triggered by Climate Change and the Great Social \
Transformation Afterwards
4. Prevention Measures (prevention): Tue 2 June 21:00-22:30 PDT (Wed 3 June 13:00-14:30 KST); \
next, in 3 hours; COVID-19: Sharing the Experiences of Seoul and Major World Cities
"""
    )


def test_today_is_a_table_in_korean_on_a_terminal(see: Run) -> None:
    answer = see("today", "--tz", "LA", "--lang", "ko", "--at", LIVE)
    assert (
        answer.out
        == """\
CAC 글로벌 서밋 2020
지금 진행 중: 기후·환경

오늘, 2020년 6월 2일(화)
   #  PDT                 KST               세션
✓  2  06:00~07:30         22:00~23:30       도시정부 시장회의
▶  3  17:00~19:10         (수) 09:00~11:10  기후·환경
                                            진행 중, 1시간 10분 남음
▷  4  21:00~22:30         (수) 13:00~14:30  방역
                                            다음, 3시간 후
   5  23:30~01:00 (+1일)  (수) 15:30~17:00  교육

✓ 종료  ▶ 진행 중  ▷ 다음
표시 시간대: America/Los_Angeles (PDT, UTC-07:00)
행사 시간대: Asia/Seoul (KST, UTC+09:00)

시청: 서울시 공식 유튜브 (국문)
  https://www.youtube.com/seoullive
  cacctl watch --lang ko --tz LA --at 2020-06-03T10:00+09:00

다시보기: 서울시 공식 유튜브 (국문)
  https://www.youtube.com/seoullive
  cacctl watch mayors --lang ko --channel --tz LA --at 2020-06-03T10:00+09:00
"""
    )


def test_session_in_its_first_minute_has_just_started(see: Run) -> None:
    out = see("now", "--at", "2020-06-03T09:00:59+09:00").out
    assert "\n  just started, 2 hours 10 minutes left\n" in out
    assert "\n  1 minute in, " in see("now", "--at", "2020-06-03T09:01+09:00").out


@pytest.mark.parametrize(
    ("now", "command"),
    [
        ("2020-06-05T07:45", "cacctl watch transport --lang en --channel"),
        ("2020-06-05T18:29", "cacctl watch ir --lang en --channel"),
        ("2020-06-05T18:30", "cacctl watch --lang en"),
        ("2020-06-05T23:59", "cacctl watch --lang en"),
    ],
)
def test_today_names_the_replays_of_past_sessions(
    see: Run, run: Run, now: str, command: str
) -> None:
    out = see("today", "--at", now + "+09:00").out
    assert "Today, Fri 5 June 2020" in out
    assert out.endswith(
        f"""
Replays: Seoul's official YouTube (English)
  https://www.youtube.com/seoulcityofficial
  {command} --at {now}+09:00
"""
    )
    assert run("today", "--at", now + "+09:00").out.endswith(
        "Replays: Seoul's official YouTube (English), https://www.youtube.com/seoulcityofficial\n"
    )


def test_today_names_no_replay_before_a_session_is_over(see: Run, run: Run) -> None:
    for now in ("2020-06-03T09:00+09:00", "2020-06-03T11:09+09:00"):
        assert "Replays" not in see("today", "--at", now).out + run("today", "--at", now).out


@pytest.mark.parametrize(
    "zone",
    ["Asia/Seoul", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu", "Etc/GMT+12",
     "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham"],
)  # fmt: skip
@pytest.mark.parametrize("hour", range(0, 24 * 7, 5))
def test_today_shows_the_sessions_that_overlap_the_viewers_date(
    run: Run, summit: Programme, zone: str, hour: int
) -> None:
    now = datetime(2020, 5, 31, tzinfo=UTC) + timedelta(hours=hour)
    today = now.astimezone(ZoneInfo(zone)).date()
    expected = [
        session.id
        for session in summit.sessions
        if any(
            (session.start + timedelta(minutes=n)).astimezone(ZoneInfo(zone)).date() == today
            for n in range((session.end - session.start) // timedelta(minutes=1))
        )
    ]
    document = json.loads(run("today", "--json", "--tz", zone, "--at", now.isoformat()).out)
    assert [session["id"] for session in document["sessions"]] == expected


def test_cacctl_without_a_command_answers(run: Run) -> None:
    answer = run()
    assert answer.code == 0
    assert "The event ended on" in answer.out


def test_cacctl_without_a_command_shows_today_and_names_the_help(see: Run) -> None:
    answer = see("--at", LIVE)
    assert answer.out == see("today", "--at", LIVE).out
    assert answer.err == "To list all commands: cacctl --help\n"


def test_today_says_that_there_is_no_session(see: Run) -> None:
    shown = see("today", "--at", "2020-06-08 10:00").out
    assert "No sessions on Mon 8 June 2020 (Asia/Seoul)." in shown


@pytest.mark.parametrize("command", ["today", "day 4", "now", "next"])
@pytest.mark.parametrize("moment", [*MOMENTS.values()])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_answer_has_the_stream_that_watch_would_open(
    run: Run, command: str, moment: str, lang: str
) -> None:
    given = ["--at", moment, "--lang", lang]
    stream = json.loads(run("watch", "--print", "--json", *given).out)["stream"]
    document = json.loads(run(*command.split(), "--json", *given).out)
    assert document["stream"] == stream
    ANSWER.validate(document)


@pytest.mark.parametrize(
    ("arguments", "is_offered"),
    [
        (["today", "--at", LIVE], True),
        (["today", "--at", MOMENTS["before"]], True),
        (["day", "3", "--at", LIVE], True),
        # The live session is on another day.
        (["day", "4", "--at", LIVE], False),
        (["list", "--at", MOMENTS["before"]], True),
        (["list", "--at", MOMENTS["after"]], False),
    ],
)
def test_stream_is_offered_beside_its_session(
    run: Run, see: Run, arguments: list[str], is_offered: bool
) -> None:
    assert ("Watch: " in see(*arguments).out) == is_offered
    assert ("Watch: " in run(*arguments).out) == is_offered
