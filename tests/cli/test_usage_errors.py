"""Wrong command lines, and the ones that are suggested."""

import shlex
from pathlib import Path

import pytest

from cacctl.cli.commands.registry import COMMANDS
from cacctl.cli.usage_errors import OTHER_NAMES
from tests.conftest import Run
from tests.servers import ScheduleServer


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["watch", "--on", "facebook", "--lang", "ko"], 5,
         "cacctl: 페이스북에는 한국어 중계가 없습니다.\n"
         "영어로 시청하기: cacctl watch --on facebook --lang en\n"),
        (["watch", "culture", "--on", "facebook"], 5,
         "cacctl: Culture was not on Facebook.\n"
         "To search for the recording: cacctl watch culture --lang en\n"),
        (["watch", "--on", "tv"], 5,
         "cacctl: No URL is listed for Arirang TV.\n"
         "To watch on YouTube in English: cacctl watch --on youtube --lang en\n"),
        (["watch", "--on", "vhs"], 2,
         "cacctl: Unknown platform: 'vhs'.\nAvailable: youtube, facebook, web.\n"),
        (["show", "s"], 2,
         "cacctl: 's' matches several sessions.\nChoose one: sharing (Urban Sharing) · "
         "smart-city (Smart City) · wrap-up (Summit Wrap-Up Conversation) · sports (Sports)\n"),
        (["day", "9999-12-31"], 2, "cacctl: Unknown day: '9999-12-31'.\n"
         "Use 1 to 5, a date such as 2020-06-01, a weekday, today, tomorrow or yesterday.\n"),
        (["show", "o"], 2, "cacctl: 'o' matches several sessions.\nChoose one: "
         "pre-summit (Pre-Summit & Talk Show) · mayors (Mayoral Meeting) · climate (Climate & "
         "Environment) · prevention (Prevention Measures) · education (Education) · "
         "participation (Citizen Participation) · …\n"),
        (["show", "culure"], 2, "cacctl: No session matches 'culure'.\n"
         "Did you mean culture (Culture)?\n"),
        (["show", "없는것"], 2, "cacctl: No session matches '없는것'.\n"
         "To list all 15 sessions: cacctl list\n"),
        (["show", "rome"], 2, "cacctl: No session matches 'rome'.\n"
         "To list the sessions that mention 'rome': cacctl find rome\n"),
        (["watch", "rome", "amsterdam"], 2, "cacctl: No session matches 'rome amsterdam'.\n"
         "To list the sessions that mention 'rome amsterdam': cacctl find rome amsterdam\n"),
        (["watch", "--on", ""], 2, (
            "cacctl: --on requires a value.\nFor help: cacctl watch "
            "--help\n"
)),
        (["--tz", ""], 2, "cacctl: --tz requires a value.\nFor help: cacctl --help\n"),
        (["today", "--schedule", "ftp://x/y"], 4,
         "cacctl: ftp://x/y was not fetched: the URL does not start with https:// or http://.\n"
         "Check the URL.\n"),
        (["today", "extra"], 2, "cacctl: Unexpected argument: 'extra'.\n"
         "For help: cacctl today --help\n"),
        (["show", "99"], 2, (
            "cacctl: No session matches '99'.\nTo list all 15 sessions: "
            "cacctl list\n"
)),
        (["day", "6"], 2, "cacctl: Unknown day: '6'.\n"
         "Use 1 to 5, a date such as 2020-06-01, a weekday, today, tomorrow or yesterday.\n"),
        (["today", "--tz", "PST"], 2, "cacctl: 'PST' is ambiguous.\n"
         "Choose one: America/Los_Angeles, Asia/Manila\n"),
        (["today", "--lang", "fr"], 2, "cacctl: Unsupported language: 'fr'.\nAvailable: ko, en.\n"),
        (["tody"], 2, "cacctl: Unknown command: 'tody'.\n"
         "Did you mean: cacctl today\n"),
        (["next", "--qqq"], 2, "cacctl: Unknown option: --qqq.\nFor help: cacctl next --help\n"),
        (["next", "--jsn"], 2, "cacctl: Unknown option: --jsn.\n"
         "Did you mean: cacctl next --json\n"),
        (["next", "-n", "0"], 2, "cacctl: -n must be 1 or more, not 0.\n"
         "For help: cacctl next --help\n"),
        (["next", "-n", "x"], 2, "cacctl: -n must be a whole number, not 'x'.\n"
         "For help: cacctl next --help\n"),
        (["next", "--tz"], 2, "cacctl: --tz requires a value.\n"
         "For help: cacctl next --help\n"),
        (["show"], 2, "cacctl: Missing argument: SESSION.\n"
         "For example: cacctl show 1\n"),
        (["today", "--schedule", "/none"], 3, "cacctl: /none: file not found.\n"
         "Check the path.\n"),
        (["today", "--schedule", "none.toml"], 3, "cacctl: none.toml: file not found.\n"
         "Check the path. It is relative to the current folder.\n"),
    ],
)  # fmt: skip
def test_errors_are_two_lines(run: Run, arguments: list[str], code: int, error: str) -> None:
    assert run(*arguments) == (code, "", error)
    # A suggested correction repeats --json.
    if arguments[-1] != "--tz" and "cacctl show 1" not in error and "Did you" not in error:
        assert run(*arguments, "--json") == (code, "", error)


@pytest.mark.parametrize(
    "arguments", [["find"], ["watch", "--on"], ["now", "--tz"], ["show"], ["day"]], ids=" ".join
)
def test_control_characters_in_a_quoted_word_are_escaped_once(
    run: Run, arguments: list[str]
) -> None:
    answer = run(*arguments, "\x9b\u202e")
    assert r"'\x9b\u202e'" in answer.out + answer.err


def test_words_that_are_options_are_not_suggested_for_find(run: Run) -> None:
    answer = run("show", "--", "rome", "-19")
    assert (
        answer.err
        == "cacctl: No session matches 'rome -19'.\nTo list all 15 sessions: cacctl list\n"
    )


def test_file_in_a_missing_folder_is_an_error(run: Run) -> None:
    assert run("export", "csv", "-o", "/missing/x.csv") == (
        1,
        "",
        "cacctl: Cannot write /missing/x.csv: No such file or directory.\n"
        "Create the folder first, or choose another folder.\n",
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("help", "cacctl --help"),
        ("help now", "cacctl now --help"),
        ("version", "cacctl --version"),
        ("TODAY", "cacctl today"),
        ("tody --tz Seoul", "cacctl today --tz Seoul"),
        ("live", "cacctl now"),
        ("replays", "cacctl watch"),
        ("play culture --lang en", "cacctl watch culture --lang en"),
        ("search rome", "cacctl find rome"),
        ("search", "cacctl find --help"),
        ("tomorrow", "cacctl day tomorrow"),
        ("yesterday", "cacctl day yesterday"),
        ("sho", "cacctl show 1"),
        ("오늘", "cacctl today"),
        ("모레", "cacctl day '모레'"),
        ("내일", "cacctl day '내일'"),
        ("검색 로마", "cacctl find '로마'"),
        ("중계", "cacctl watch"),
        ("공유", "cacctl share 1"),
        ("검사", "cacctl check --help"),
        ("next 3", "cacctl next -n 3"),
        ("next --jsn", "cacctl next --json"),
        ("--follow today", "cacctl now --follow"),
        ("today --shedule data/schedule.toml", "cacctl today --schedule data/schedule.toml"),
        ("today --shedule=data/schedule.toml", "cacctl today --schedule=data/schedule.toml"),
        ("help --tz Seoul", "cacctl --help"),
        ("serach rome", "cacctl find rome"),
        ("오눌", "cacctl today"),
        ("culture", "cacctl find culture"),
        ("public transport --lang en", "cacctl find public transport --lang en"),
        ("문화 --tz 서울", "cacctl find '문화' --tz '서울'"),
        ("4", "cacctl day 4"),
        ("4일차", "cacctl day '4일차'"),
        ("wed --tz Seoul", "cacctl day wed --tz Seoul"),
        ("June 3", "cacctl day 'June 3'"),
        ("today tomorrow", "cacctl day tomorrow"),
        ("today --tz Seoul tomorrow", "cacctl day tomorrow --tz Seoul"),
        ("list 2020-06-03", "cacctl day 2020-06-03"),
        ("today --timezone Seoul", "cacctl today --tz Seoul"),
        ("today --language=ko", "cacctl today --lang=ko"),
        ("--timezone Seoul next", "cacctl --tz Seoul next"),
        ("help --tz Seoul now", "cacctl now --help"),
        ("sho --tz Seoul", "cacctl show 1 --tz Seoul"),
        ("--tz LA shaer culture", "cacctl share --tz LA culture"),
        ("--tz LA fnd rome", "cacctl find --tz LA rome"),
    ],
)
def test_intended_command_is_suggested(run: Run, typed: str, meant: str) -> None:
    """The fixtures run the suggestion."""
    answer = run(*shlex.split(typed))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[1] == f"Did you mean: {meant}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["culture", "--print"],
        ["--follow", "culture"],
        [""],
        ["x\x9b"],
        ["x" * 5000],
        ["README.md"],
        ["6/3"],
    ],
)
def test_help_is_suggested_where_a_search_would_fail(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).err.endswith("\nFor help: cacctl --help\n")


def test_option_that_the_command_lacks_is_not_suggested(run: Run) -> None:
    assert run("check", "--timezone", "Seoul").err.endswith("For help: cacctl check --help\n")


def test_every_command_has_a_korean_name() -> None:
    named = {meant[0] for name, meant in OTHER_NAMES.items() if not name.isascii()}
    assert {*COMMANDS} <= named


def test_korean_name_of_a_command_suggests_it(run: Run) -> None:
    answer = run("오늘", "--lang", "ko")
    assert answer.err == (
        "cacctl: 알 수 없는 명령입니다: '오늘'\n혹시 이 명령인가요? cacctl today --lang ko\n"
    )


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["new", "x.toml", "--schedule", "y.toml"], "cacctl new x.toml"),
        (["check", "x.toml", "--schedule", "y.toml"], "cacctl check x.toml"),
        (["config", "--at", "10:00"], "cacctl config"),
        (["export", "ical", "--json"], "cacctl export ical"),
        (["show", "1", "--room", "A"], "cacctl show 1"),
        (["check", "x.toml", "--tz", "Seoul", "--at", "10:00"], "cacctl check x.toml"),
        (["check", "--schedule", "data/schedule.toml"], "cacctl check data/schedule.toml"),
        (["config", "--at", "10:00", "--room", "x"], "cacctl config"),
        (["share", "--room", "x"], "cacctl share 1"),
    ],
)
def test_option_without_effect_is_refused(run: Run, arguments: list[str], without: str) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert (
        answer.err.splitlines()[1] == f"To run the command without unsupported options: {without}"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "list --day 3",
        "list --find rome",
        "today --on youtube",
        "show 3 --on youtube",
        "now --n 3",
        "export ical --jason",
    ],
)
def test_option_of_another_command_is_not_corrected(run: Run, typed: str) -> None:
    answer = run(*typed.split())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[1] == f"For help: cacctl {typed.split()[0]} --help"


def test_help_is_suggested_in_the_language_asked_for(run: Run) -> None:
    assert run("next", "--qqq", "--lang", "ko").err.endswith("cacctl next --help --lang ko\n")
    assert "사용법" in run("next", "--help", "--lang", "ko").out


def test_new_is_not_suggested_with_an_existing_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new").err.endswith("For example: cacctl new my-event.toml\n")
    Path("my-event.toml").touch()
    assert run("new").err.endswith("For help: cacctl new --help\n")
    again = run("new", "my-event.toml", "--schedule", "x.toml")
    assert again.err.endswith("For help: cacctl new --help\n")


def test_wrong_option_with_a_name_that_no_file_can_have_is_explained(run: Run) -> None:
    long = "x" * 300
    without = f"To run the command without unsupported options: cacctl new {long}\n"
    assert run("new", long, "--schedule", "x.toml").err.endswith(without)


def test_empty_file_name_counts_as_missing(run: Run) -> None:
    assert run("check", "").err.startswith("cacctl: Missing argument: FILE.\n")


@pytest.mark.parametrize(
    ("typed", "example"),
    [
        ("share --tz Seoul --tz Berlin --markdown", "share 1 --tz Seoul --tz Berlin --markdown"),
        ("show --json", "show 1 --json"),
        ("export --day 3", "export ical --day 3"),
    ],
)
def test_example_for_a_missing_argument_keeps_the_options(
    run: Run, typed: str, example: str
) -> None:
    answer = run(*typed.split())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[1] == f"For example: cacctl {example}"


def test_impossible_number_is_not_suggested(run: Run) -> None:
    assert run("next", "0").err.endswith("For help: cacctl next --help\n")


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("5", "day 5"),
        ("6", "show 6"),
        ("15", "show 15"),
        ("today 6", "show 6"),
        ("4 --lang ko", "day 4 --lang ko"),
        ("0", ""),
        ("16", ""),
        ("99", ""),
        ("9일차", ""),
        # `show` has no --room, and the room has no sessions on that day.
        ("6 --room x", ""),
        ("2 --schedule missing.toml", ""),
    ],
)
def test_number_alone_is_a_day_or_session_of_the_schedule(
    run: Run, typed: str, suggested: str
) -> None:
    answer = run(*typed.split())
    assert (answer.code, answer.out) == (2, "")
    hint = answer.err.splitlines()[1]
    if suggested:
        assert hint.partition("cacctl ")[2] == suggested
        assert run(*suggested.split()).code == 0
    else:
        assert hint.startswith("For help: ")


def test_number_of_a_schedule_from_a_url_is_looked_up_offline(
    run: Run, summit_server: ScheduleServer
) -> None:
    at = ("--schedule", summit_server.url)
    assert "For help" in run("3", *at).err
    assert summit_server.requests == []
    run("now", *at)
    requests = len(summit_server.requests)
    assert f"cacctl day 3 --schedule {summit_server.url}" in run("3", *at).err
    assert len(summit_server.requests) == requests
