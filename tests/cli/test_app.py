"""The commands as their users meet them: what is said, where, and with which exit code."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from rich.cells import cell_len
from typer.main import get_command

from cacctl.cli.app import application
from cacctl.cli.commands import COMMANDS
from cacctl.formats.loading import Loaded
from cacctl.model.programme import Programme
from cacctl.sources import bundled
from tests.conftest import ROOT, Run, cacctl

LIVE = "2020-06-03T10:00+09:00"
MOMENTS = {
    "before": "2020-05-30T10:00+09:00",
    "live": LIVE,
    "between-sessions": "2020-06-03T12:00+09:00",
    "between-days": "2020-06-04T02:00+09:00",
    "after": "2026-11-23T12:00+09:00",
}
EVERY = [
    [],
    ["today"],
    ["day"],
    ["day", "4"],
    ["day", "2020-06-03"],
    ["list"],
    ["now"],
    ["next"],
    ["next", "-n", "3"],
    ["find", "rome"],
    ["find", "nothing of the kind"],
    ["show", "luminary"],
    ["watch", "--print"],
    ["watch", "education", "--print"],
    ["watch", "--qr"],
    ["share", "education"],
    ["timeline"],
    ["channels"],
    ["about"],
]
ANSWER = jsonschema.Draft202012Validator(
    json.loads((ROOT / "src/cacctl/schemas/answer.schema.json").read_text("utf-8")),
    format_checker=jsonschema.FormatChecker(),
)


def test_next_from_los_angeles_while_climate_is_live(see: Run) -> None:
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


def test_the_same_in_a_pipe(run: Run) -> None:
    answer = run("next", "--tz", "America/Los_Angeles", "--at", LIVE)
    assert (
        answer.out
        == """\
Event: CAC Global Summit 2020
Now: 2020-06-02 18:00 UTC-07:00
Time zone: America/Los_Angeles
State: Live now: Climate & Environment.
3. Climate & Environment (climate): Tue 2 June 17:00-19:10 PDT (Wed 3 June 09:00-11:10 KST); \
live, 1 hour 10 minutes left; Coronavirus Triggered by Climate Change and the Great Social \
Transformation Afterwards
4. Prevention Measures (prevention): Tue 2 June 21:00-22:30 PDT (Wed 3 June 13:00-14:30 KST); \
next, in 3 hours; COVID-19: Sharing the Experiences of Seoul and Major World Cities
"""
    )


def test_day_4_ends_after_midnight(see: Run) -> None:
    out = see("day", "4", "--at", MOMENTS["after"]).out
    assert "11  23:00-00:30 (+1d)  Public Transportation\n" in out
    assert "Times in Asia/Seoul (KST, UTC+09:00)" in out
    assert see("day", "4", "--at", "2020-06-05T00:29+09:00").out.count("▶ 11") == 0
    live = see("day", "4", "--at", "2020-06-05T00:29+09:00").out
    assert "▶  11  23:00-00:30 (+1d)  Public Transportation\n" in live
    assert "live, 1 minute left" in live
    over = json.loads(see("day", "4", "--json", "--at", "2020-06-05T00:30+09:00").out)
    assert over["sessions"][-1]["status"] == "over"


def test_today_in_korean_on_a_terminal(see: Run) -> None:
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

다시보기: 서울시 공식 유튜브 (국문)
  https://www.youtube.com/seoullive
  cacctl watch mayors --lang ko --tz LA --at 2020-06-03T10:00+09:00
"""
    )


def test_a_session_in_its_first_minute_has_just_started(see: Run) -> None:
    out = see("now", "--at", "2020-06-03T09:00:59+09:00").out
    assert "\n  just started, 2 hours 10 minutes left\n" in out
    assert "\n  1 minute in, " in see("now", "--at", "2020-06-03T09:01+09:00").out


@pytest.mark.parametrize("command", ["show", "share", "watch --print"])
def test_the_words_of_a_name_need_no_quotes(run: Run, command: str) -> None:
    for words in ("public transport", "transport public", "대중 교통", "11번"):
        answer = run(*command.split(), *words.split(), "--at", LIVE)
        assert answer.code == 0
        assert answer.out == run(*command.split(), "transport", "--at", LIVE).out


@pytest.mark.parametrize(
    ("now", "command"),
    [
        ("2020-06-05T07:45", "cacctl watch transport --lang en"),
        ("2020-06-05T18:29", "cacctl watch ir --lang en"),
        ("2020-06-05T18:30", "cacctl watch --lang en"),
        ("2020-06-05T23:59", "cacctl watch --lang en"),
    ],
)
def test_today_tells_where_the_replays_of_what_is_over_are(
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


def test_today_tells_of_no_replay_where_none_can_be(see: Run, run: Run) -> None:
    for now in ("2020-06-03T09:00+09:00", "2020-06-03T11:09+09:00"):
        assert "Replays" not in see("today", "--at", now).out + run("today", "--at", now).out


@pytest.mark.parametrize(
    "zone",
    ["Asia/Seoul", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu", "Etc/GMT+12",
     "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham"],
)  # fmt: skip
@pytest.mark.parametrize("hour", range(0, 24 * 7, 5))
def test_today_is_what_overlaps_the_viewers_date(
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


@pytest.fixture
def read_already(monkeypatch: pytest.MonkeyPatch, summit: Programme) -> None:
    """The bundled programme, without reading its file anew for each of hundreds of answers."""
    monkeypatch.setattr(bundled, "read_programme", lambda *_given: Loaded(summit, ()))


@pytest.mark.usefixtures("read_already")
@pytest.mark.parametrize("state", MOMENTS)
@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_every_command_answers_at_every_moment_in_every_form(
    run: Run, see: Run, arguments: list[str], state: str
) -> None:
    for lang in ("ko", "en"):
        options = ["--at", MOMENTS[state], "--lang", lang]
        document = run(*arguments, "--json", *options)
        assert document.code == 0
        answer = json.loads(document.out)
        ANSWER.validate(answer)
        assert answer["state"] == state
        plain = run(*arguments, *options)
        assert (plain.code, plain.out.strip() != "") == (0, True)
        assert plain == run(*arguments, "--plain", *options)
        assert "\x1b" not in plain.out
        for columns in (20, 40, 60, 80, 120, 200):
            shown = see(*arguments, *options, columns=columns)
            assert (shown.code, shown.out.strip() != "") == (0, True)
            for line in shown.out.splitlines():
                assert line == line.rstrip()
                # What is to be copied is never broken: addresses, command lines, texts to paste.
                whole = max(map(cell_len, line.split()), default=0)
                if (
                    "share" not in arguments
                    and columns >= 40
                    and "--lang" not in line
                    and whole < columns - 12
                ):
                    assert cell_len(line) <= columns, line
                assert columns < 40 or "\N{HORIZONTAL ELLIPSIS}" not in line or "find" in arguments


@pytest.mark.parametrize(
    ("arguments", "at", "address"),
    [
        (["--lang", "en"], "2020-06-02T22:30+09:00", "https://www.youtube.com/seoulcityofficial"),
        (["--lang", "ko"], "2020-06-02T22:30+09:00", "https://www.youtube.com/seoullive"),
        (["--on", "facebook"], "2020-06-02T22:30+09:00", "https://www.facebook.com/seoulcitykorea"),
        (["--on", "web"], LIVE, "http://eng.cac2020.or.kr/"),
        (["--lang", "en"], MOMENTS["after"], "https://www.youtube.com/seoulcityofficial"),
        (["education", "--lang", "ko"], MOMENTS["after"], "https://youtu.be/46yU-Kx_Xl4"),
        (["education"], MOMENTS["after"], "https://www.youtube.com/seoulcityofficial"),
        (["education", "--lang", "ko"], LIVE, "https://www.youtube.com/seoullive"),
    ],
)
def test_watch_prints_the_right_address(
    run: Run, arguments: list[str], at: str, address: str
) -> None:
    answer = run("watch", *arguments, "--print", "--at", at)
    assert answer == (0, f"{address}\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["watch", "--on", "facebook", "--lang", "ko"], 5,
         "cacctl: 페이스북에는 한국어 중계가 없습니다.\n"
         "영어로 보기: cacctl watch --on facebook --lang en\n"),
        (["watch", "culture", "--on", "facebook"], 5,
         "cacctl: Culture is not on Facebook.\n"
         "Watch on YouTube in English: cacctl watch culture --on youtube --lang en\n"),
        (["watch", "--on", "tv"], 5,
         "cacctl: No URL is listed for Arirang TV.\n"
         "Watch on YouTube in English: cacctl watch --on youtube --lang en\n"),
        (["watch", "--on", "vhs"], 2,
         "cacctl: No platform 'vhs'.\nAvailable: youtube, facebook, web, tv.\n"),
        (["show", "s"], 2,
         "cacctl: 's' matches several sessions.\nChoose one: sharing (Urban Sharing) · "
         "smart-city (Smart City) · wrap-up (Summit Wrap-Up Conversation) · sports (Sports)\n"),
        (["day", "9999-12-31"], 2, "cacctl: Unknown day: '9999-12-31'.\n"
         "Use 1 to 5, a date such as 2020-06-01, tomorrow or a weekday.\n"),
        (["show", "o"], 2, "cacctl: 'o' matches several sessions.\nChoose one: "
         "pre-summit (Pre-Summit & Talk Show) · mayors (Mayoral Meeting) · climate (Climate & "
         "Environment) · prevention (Prevention Measures) · education (Education) · "
         "participation (Citizen Participation) · …\n"),
        (["show", "culure"], 2, "cacctl: No session matches 'culure'.\n"
         "Did you mean culture (Culture)?\n"),
        (["show", "없는것"], 2, "cacctl: No session matches '없는것'.\n"
         "All 15 sessions: cacctl list\n"),
        (["today", "extra"], 2, "cacctl: Unexpected argument: extra\n"
         "Help: cacctl today --help\n"),
        (["show", "99"], 2, "cacctl: No session matches '99'.\nAll 15 sessions: cacctl list\n"),
        (["day", "6"], 2, "cacctl: Unknown day: '6'.\n"
         "Use 1 to 5, a date such as 2020-06-01, tomorrow or a weekday.\n"),
        (["today", "--tz", "PST"], 2, "cacctl: PST is ambiguous.\n"
         "Choose one: America/Los_Angeles, Asia/Manila\n"),
        (["today", "--lang", "fr"], 2, "cacctl: Unsupported language: 'fr'.\nAvailable: ko, en.\n"),
        (["tody"], 2, "cacctl: Unknown command: 'tody'\n"
         "Did you mean: cacctl today\n"),
        (["next", "--qqq"], 2, "cacctl: Unknown option: --qqq\nHelp: cacctl next --help\n"),
        (["next", "--jsn"], 2, "cacctl: Unknown option: --jsn\n"
         "Did you mean: cacctl next --json\n"),
        (["next", "-n", "0"], 2, "cacctl: -n must be 1 or more, not 0.\n"
         "Help: cacctl next --help\n"),
        (["next", "-n", "x"], 2, 'cacctl: -n needs a whole number, not "x".\n'
         "Help: cacctl next --help\n"),
        (["next", "--tz"], 2, "cacctl: --tz needs a value.\n"
         "Help: cacctl next --help\n"),
        (["show"], 2, "cacctl: Missing argument: SESSION\n"
         "For example: cacctl show 1\n"),
        (["today", "--schedule", "/none"], 3, "cacctl: /none: there is no such file.\n"
         "Check the path.\n"),
        (["today", "--schedule", "none.toml"], 3, "cacctl: none.toml: there is no such file.\n"
         "Check the path; it counts from the folder you are in.\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_two_lines(
    run: Run, arguments: list[str], code: int, error: str
) -> None:
    assert run(*arguments) == (code, "", error)
    # What was probably meant is told with all that was typed.
    if arguments[-1] != "--tz" and "cacctl show 1" not in error and "Did you" not in error:
        assert run(*arguments, "--json") == (code, "", error)


@pytest.mark.parametrize("command", ["", "today", "day", "list", "now", "next", "find", "show",
                                     "watch", "channels", "about"])  # fmt: skip
def test_help_is_in_either_language_and_fits(run: Run, command: str) -> None:
    english = run(*command.split(), "--help")
    korean = run(*command.split(), "-h", "--lang", "ko")
    assert english.code == korean.code == 0
    assert english.out.startswith(f"Usage: cacctl {command}".strip())
    assert korean.out.startswith(f"사용법: cacctl {command}".strip())
    for line in (english.out + korean.out).splitlines():
        assert cell_len(line) <= 80
    # Of a Korean help, only names are left in Latin letters.
    lines = [line.strip() for line in korean.out.splitlines() if line.startswith("  -")]
    described = [line.partition("  ")[2] for line in lines]
    assert all(any("가" <= letter <= "힣" for letter in line) for line in described if line.strip())


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_first_page_of_help_fits_and_has_every_command_in_its_group(
    run: Run, lang: str
) -> None:
    lines = run("--help", "--lang", lang).out.splitlines()
    assert len(lines) <= 40
    grouped: dict[str, list[str]] = {}
    for line in lines:
        if not line.startswith(" ") and line.endswith(":"):
            heading = line
        elif command := re.match(r"  ([a-z]+)  ", line):
            grouped.setdefault(heading, []).append(command[1])
    assert list(grouped.values()) == [
        ["today", "now", "next"],
        ["day", "list", "find", "show", "timeline", "channels", "about"],
        ["watch", "share", "export"],
        ["check", "new"],
        ["update", "config"],
    ]
    assert sorted(COMMANDS) == sorted(name for names in grouped.values() for name in names)
    options = {o for p in get_command(application()).params for o in p.opts}
    assert set(re.findall(r"--[a-z-]+", "\n".join(lines))) == options - {"-h"} | {"--help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_of_help_explains_what_is_the_commands_own(run: Run, name: str) -> None:
    group: Any = get_command(application())
    command = group.commands[name]
    shared, text = {p.name for p in group.params}, run(name, "--help").out
    own, _colon, common = text.partition("Common options: ")
    explained = set(re.findall(r"^  (?:-\w, )?(--?[a-z][a-z-]*)", own, re.MULTILINE))
    named = set(re.findall(r"--?[a-z][a-z-]*(?=[,.])", common))
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            assert re.search(rf"^  {re.escape(parameter.metavar)}  ", own, re.MULTILINE)
            continue
        options = set(parameter.opts)
        # What a command has under the same name, such as --tz of share, is its own.
        is_own = parameter.name not in shared or (name, parameter.name) in OWN
        assert bool(options & explained) == is_own
        assert bool(options & named) != is_own
    assert "--help" in named
    example = re.search(r"^Example: cacctl (.+)$", text, re.MULTILINE)
    assert example
    # It parses as it is printed; whether it can be answered depends on the event.
    called, *arguments = shlex.split(example[1])
    assert called == name
    assert command.make_context(name, arguments, resilient_parsing=False)


OWN = {("share", "tz"), ("now", "follow")}


def test_korean_help_names_values_in_korean(run: Run) -> None:
    page = run("--help", "--lang", "ko").out
    assert "\n  --tz 시간대 " in page
    assert not re.search("[A-Z]{2,}", re.sub("URL|KST|UTC|JSON", "", page))
    assert "\n  --early 시간 " in run("watch", "--help", "--lang", "ko").out
    assert run("show", "--lang", "ko").err.startswith("cacctl: 필수 인수가 빠졌습니다: 세션\n")


def test_the_language_is_the_options_then_the_variables_then_the_locales(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert "18:30 KST에 끝났습니다" in run("next").out
    monkeypatch.setenv("CACCTL_LANG", "en")
    assert "The event ended on" in run("next").out
    assert "18:30 KST에 끝났습니다" in run("next", "--lang=ko").out
    monkeypatch.setenv("CACCTL_LANG", "fr")
    assert run("next") == (
        2,
        "",
        "cacctl: CACCTL_LANG: 지원하지 않는 언어입니다: 'fr'\n사용할 수 있는 값: ko, en\n",
    )


def test_the_moment_comes_from_the_variable_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACCTL_AT", LIVE)
    assert json.loads(run("now", "--json").out)["sessions"][0]["id"] == "climate"


def test_without_a_moment_it_is_now(run: Run) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    told = datetime.fromisoformat(json.loads(run("now", "--json").out)["now"])
    assert before <= told <= datetime.now(UTC)


def test_the_version_is_the_packages(run: Run) -> None:
    from cacctl import __version__

    assert run("--version") == (0, f"cacctl {__version__}\n", "")


def test_cacctl_without_a_word_answers(run: Run) -> None:
    answer = run()
    assert answer.code == 0
    assert "The event ended on" in answer.out


def test_cacctl_alone_is_the_moment_with_the_help_a_line_away(see: Run) -> None:
    answer = see("--at", LIVE)
    assert answer.out == see("today", "--at", LIVE).out
    assert answer.err == "All commands: cacctl --help\n"


def test_watch_opens_the_browser_and_says_why(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}\n', "utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    answer = run("watch", "--at", LIVE)
    assert answer.code == 0
    assert answer.out == (
        "Climate & Environment is live on Seoul's official YouTube (English), 1 hour 10 minutes "
        "left. Opened https://www.youtube.com/seoulcityofficial in browser.\n"
    )
    assert seen.read_text("utf-8") == "https://www.youtube.com/seoulcityofficial"
    document = json.loads(run("watch", "--json", "--at", LIVE).out)
    assert document["opened_with"] == "browser"


def test_where_nothing_can_be_opened_the_address_is_printed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "/bin/false")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    answer = run("watch", "--at", LIVE)
    assert answer.code == 5
    assert answer.out == "https://www.youtube.com/seoulcityofficial\n"
    assert answer.err.startswith("cacctl: Climate & Environment is live on ")


def test_the_timeline_is_a_picture_where_it_has_room_and_lines_elsewhere(
    run: Run, see: Run
) -> None:
    wide, narrow = see("timeline", "--at", LIVE), see("timeline", "--at", LIVE, columns=59)
    assert "\nKST     0     2     4" in wide.out
    line = "Wed 3 June 09:00-11:10 KST: 3. Climate & Environment; live"
    for answer in (narrow, run("timeline", "--at", LIVE)):
        words = " ".join(answer.out.split())
        assert line in words
        assert "11. Public Transportation; upcoming; in your night" in words
    always = run("timeline", "--at", LIVE, "--awake", "0-24")
    assert "your night" not in always.out
    assert run("timeline", "--awake", "dawn").err.startswith(
        "cacctl: 'dawn' cannot be read as waking hours."
    )


def test_the_timeline_as_a_file_is_not_written_over_another(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    answer = run("timeline", "--svg", str(file), "--at", LIVE)
    assert (answer.code, answer.out, answer.err) == (0, "", f"Wrote {file}.\n")
    first = file.read_bytes()
    assert first.startswith(b"<svg ")
    assert run("timeline", "--svg", str(file), "--lang", "ko", "--at", LIVE).code == 2
    assert file.read_bytes() == first
    assert run("timeline", "--svg", str(file), "--lang", "ko", "--at", LIVE, "--force").code == 0
    assert "기후".encode() in file.read_bytes()
    assert run("timeline", "--svg", str(tmp_path / "no" / "a.svg")).code == 1
    assert run("timeline", "--svg", "-", "--at", LIVE).out.encode() == first
    both = run("timeline", "--svg", str(tmp_path / "b.svg"), "--json", "--at", LIVE)
    assert json.loads(both.out)["night"] == ["transport"]
    assert (tmp_path / "b.svg").read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["now", "--else", "x"], "--else works only with --format."),
        (["timeline", "--force"], "--force works only with --svg."),
        (["watch", "--early", "2m"], "--early works only with --wait."),
        (["now", "--format", "{name}", "--json"], "--format can't be used with --json."),
    ],
)
def test_an_option_that_needs_another_says_so(run: Run, arguments: list[str], message: str) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_a_fault_of_its_own_is_a_line_and_exit_code_1(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("division\x1b by zero")

    monkeypatch.setattr("cacctl.sources.bundled.BundledSource.load", fail)
    answer = run("today")
    assert answer.code == 1
    assert answer.err.startswith("cacctl: Internal error: ZeroDivisionError(")
    assert "\x1b" not in answer.err
    monkeypatch.setenv("CACCTL_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("today")


def test_ctrl_c_is_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cacctl.sources.bundled.BundledSource.load", interrupt)
    assert run("today").code == 130


HOSTILE = """\
schema = 1
[event]
id = "hostile"
name = "[bold]E[/] :smile: \\u001b]52;c;ZXZpbA==\\u0007 \\u202egnol"
zone = "Asia/Seoul"
[[channel]]
id = "c"
platform = "youtube"
lang = "en"
name = "[/] \\u001b[2J"
url = "https://example.org/live"
[[session]]
id = "s"
start = 2020-06-03T09:00:00
end = 2020-06-03T11:00:00
name = "[/] [link=file:///]x \\u009b31m \\u0000"
topic = "$(touch pwned) `touch pwned` \\u001b]8;;evil\\u0007"
[[session.note]]
text = "[/note] \\u001b"
"""


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_nothing_in_a_schedule_steers_the_terminal(
    run: Run, see: Run, tmp_path: Path, arguments: list[str]
) -> None:
    if arguments[:1] in (["show"], ["find"], ["share"]) or "education" in arguments:
        arguments = [arguments[0], "s", *(["--print"] if "--print" in arguments else [])]
    if arguments == ["day", "4"]:
        arguments = ["day", "1"]
    schedule = tmp_path / "hostile.toml"
    schedule.write_text(HOSTILE, "utf-8")
    options = ["--schedule", str(schedule), "--at", "2020-06-03T10:00+09:00"]
    for answer in (run(*arguments, *options), see(*arguments, *options),
                   run(*arguments, "--json", *options)):  # fmt: skip
        assert answer.code == 0
        text = answer.out + answer.err
        assert not any(c for c in text if c != "\n" and not c.isprintable())
    if arguments == ["list"]:
        assert "[/] [link=file:///]x" in see(*arguments, *options, columns=200).out


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp949"},
        {"PYTHONIOENCODING": "cp1252"},
    ],
    ids=str,
)
def test_an_encoding_without_korean_is_survived(environ: dict[str, str]) -> None:
    for lang in ("ko", "en"):
        done = cacctl(
            "list", "--lang", lang, "--at", LIVE, FORCE_COLOR="1", NO_COLOR="1", **environ
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout


def test_signs_that_are_not_there_are_spelled_and_tables_stay_aligned() -> None:
    done = cacctl("today", "--lang", "ko", "--at", LIVE, FORCE_COLOR="1", NO_COLOR="1",
                  PYTHONIOENCODING="ascii")  # fmt: skip
    assert "\n*  3  09:00~11:10  ????-????\n" in done.stdout.decode("ascii")


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["--help"], ["now"]])
def test_a_reader_that_leaves_is_no_error(arguments: list[str]) -> None:
    command = f"{sys.executable} -m cacctl {' '.join(arguments)} | head -1"
    done = subprocess.run(["/bin/bash", "-c", f"set -o pipefail; {command}"], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    closed = subprocess.run(
        ["/bin/bash", "-c", f"{sys.executable} -m cacctl {' '.join(arguments)} >&-"],
        capture_output=True,
    )
    assert (closed.returncode, closed.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["list", "--help", "--version"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_one_line(command: str, unbuffered: str) -> None:
    done = subprocess.run(
        ["/bin/bash", "-c", f"{sys.executable} -m cacctl {command} > /dev/full"],
        capture_output=True,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )
    assert done.returncode == 1
    assert done.stderr == b"cacctl: Cannot write the output: No space left on device.\n"


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
)
def test_when_there_is_colour(
    run: Run, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], coloured: bool
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    for command in ("today", "now", "next", "about"):
        assert ("\x1b[" in run(command, "--at", LIVE).out) == coloured


SLOW = {"rich.table", "rich.console", "rich.progress", "requests", "pendulum", "tomli", "json",
        "jsonschema", "babel", "difflib"}  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["--version"], set()),
        (["--help"], set()),
        (["today", "--help"], set()),
        (["next"], {"tomli"}),
        (["now"], {"tomli"}),
        (["watch", "--print"], {"tomli"}),
        (["today"], {"tomli", "rich.table", "rich.console"}),
        (["list"], {"tomli", "rich.table", "rich.console"}),
        (["now", "--format", "{name}"], {"tomli"}),
        (["next", "--at", "2020-06-03T10:00Z"], {"tomli"}),
        (["next", "--json"], {"tomli", "json"}),
    ],
    # In one order in every process.
    ids=lambda case: " ".join(case if isinstance(case, list) else sorted(case)),
)
def test_a_command_loads_only_what_it_uses(arguments: list[str], loaded: set[str]) -> None:
    script = (
        "import sys; from cacctl.cli.app import main; before = set(sys.modules); "
        f"main({arguments!r}); print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    # The measuring of coverage would load modules of its own.
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    environ["FORCE_COLOR"] = "1"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environ)
    modules = set(done.stderr.decode().splitlines())
    # Typer itself imports difflib, and pendulum json.
    always = {"difflib"} | ({"json"} if "pendulum" in modules else set())
    assert modules & SLOW - always == loaded - always


def test_sigterm_ends_it() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "import time, cacctl.cli.app; print(1, flush=True); time.sleep(30)"],
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    started = time.monotonic()
    assert process.wait(10) == -signal.SIGTERM
    process.stdout.close()
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("columns", ["9" * 30, "9" * 5000, "100000000", "²", "-5", "", "x"])
def test_a_width_that_no_terminal_has_counts_as_none(
    see: Run, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS")
    usual = shutil.get_terminal_size((80, 24)).columns
    for command in ("list", "timeline", "find rome", "now"):
        assert see(*command.split(), columns=columns) == see(*command.split(), columns=usual)


WITHOUT_ZONES = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "tzdata":
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Missing())
from cacctl.cli.app import main
sys.exit(main())
"""


@pytest.mark.parametrize("command", ["now", "config", "check data/schedule.toml"])
def test_without_a_zone_database_one_is_asked_for(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_ZONES, *command.split()],
        capture_output=True,
        env={**os.environ, "PYTHONTZPATH": "", "CACCTL_TZ": ""},
        cwd=ROOT,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "cacctl: This system has no time zone data.",
        "Install it: pip install tzdata",
    ]
