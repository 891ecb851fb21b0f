"""Command lines with slips, and what was meant by them."""

import re
import shlex
from pathlib import Path

import pytest

from cacctl.cli.commands import COMMANDS
from cacctl.cli.options import SHARED
from tests.conftest import Run


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["--tz", "Seoul", "next"], ["next", "--tz", "Seoul"]),
        (["--lang=ko", "--plain", "today"], ["today", "--lang=ko", "--plain"]),
        (["--at", "2020-06-03 10:00", "now", "--tz", "LA"], ["now", "--tz", "LA", "--at",
                                                              "2020-06-03 10:00"]),
        # The command's own wins.
        (["--tz", "Seoul", "next", "--tz", "LA"], ["next", "--tz", "LA"]),
        (["--json", "find", "--", "--tz"], ["find", "--json", "--", "--tz"]),
    ],
)  # fmt: skip
def test_options_can_stand_before_the_command(
    run: Run, before: list[str], after: list[str]
) -> None:
    answer = run(*before)
    assert answer.code == 0
    # The time of the answer is in documents.
    if "--json" not in before:
        assert answer == run(*after)


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
        ("open culture --lang en", "cacctl watch culture --lang en"),
        ("search rome", "cacctl find rome"),
        ("search", "cacctl find --help"),
        ("tomorrow", "cacctl day tomorrow"),
        ("yesterday", "cacctl day yesterday"),
        ("sho", "cacctl show 1"),
        ("오늘", "cacctl today"),
        ("내일", "cacctl day '내일'"),
        ("검색 로마", "cacctl find '로마'"),
        ("next 3", "cacctl next -n 3"),
        ("next --jsn", "cacctl next --json"),
        ("--follow today", "cacctl now --follow"),
        ("today --shedule data/schedule.toml", "cacctl today --schedule data/schedule.toml"),
        ("today --shedule=data/schedule.toml", "cacctl today --schedule=data/schedule.toml"),
        ("help --tz Seoul", "cacctl --help"),
        ("help --tz Seoul now", "cacctl now --help"),
        ("sho --tz Seoul", "cacctl show 1 --tz Seoul"),
        ("--tz LA shaer culture", "cacctl share --tz LA culture"),
        ("--tz LA fnd rome", "cacctl find --tz LA rome"),
    ],
)
def test_what_was_meant_is_suggested(run: Run, typed: str, meant: str) -> None:
    """The fixtures run it."""
    answer = run(*shlex.split(typed))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[1] == f"Did you mean: {meant}"


def test_a_korean_word_is_answered_in_korean(run: Run) -> None:
    answer = run("오늘", "--lang", "ko")
    assert answer.err == (
        "cacctl: 알 수 없는 명령: '오늘'\n혹시 이 명령인가요? cacctl today --lang ko\n"
    )


def test_ics_is_another_name_of_ical(run: Run) -> None:
    assert run("export", "ics", "1").out == run("export", "ical", "1").out != ""


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_empty_value_is_refused(run: Run, name: str) -> None:
    tried = 0
    for option in ("--schedule", "--at", "--tz", "--lang", "--room", "--on", "--day"):
        help_text = run(*([name] if name else []), "--help").out
        if not re.search(rf"{option}[ ,.]", help_text):
            continue
        tried += 1
        answer = run(*([name] if name else []), option, "")
        assert (answer.code, answer.out) == (2, ""), option
        assert answer.err.startswith(f"cacctl: {option} needs a value.\n") or (
            "Missing argument" in answer.err
        )
    assert tried


def test_empty_variable_counts_as_unset(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = run("next")
    for name in ("CACCTL_AT", "CACCTL_SCHEDULE", "CACCTL_LANG", "CACCTL_PLATFORM"):
        monkeypatch.setenv(name, "")
    assert run("next") == expected


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
def test_option_without_an_effect_is_refused(run: Run, arguments: list[str], without: str) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[1] == f"Without it: {without}"


def test_the_shared_options_are_the_ones_that_can_stand_anywhere() -> None:
    from cacctl.cli.arguments import FLAGS, VALUED

    assert {*FLAGS, *VALUED} == {*SHARED, "follow"}


def test_moment_from_a_variable_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACCTL_AT", "2020-06-03 10:00")
    answer = run("next")
    assert answer.err == "Pretending that it is Wed 3 June 10:00 KST (CACCTL_AT).\n"
    assert run("next", "--at", "2020-06-03 10:00") == (0, answer.out, "")


def test_today_says_that_there_is_no_session(see: Run) -> None:
    shown = see("today", "--at", "2020-06-08 10:00").out
    assert "No sessions on Mon 8 June 2020 (Asia/Seoul)." in shown


def test_find_without_a_match_says_how_to_see_all(run: Run) -> None:
    answer = run("find", "zzzz")
    assert answer.err == "All 15 sessions: cacctl list\n"


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
def test_option_of_another_command_is_not_guessed_at(run: Run, typed: str) -> None:
    answer = run(*typed.split())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[1] == f"Help: cacctl {typed.split()[0]} --help"


def test_help_is_suggested_in_the_language_asked_for(run: Run) -> None:
    assert run("next", "--qqq", "--lang", "ko").err.endswith("cacctl next --help --lang ko\n")
    assert "사용법" in run("next", "--help", "--lang", "ko").out


def test_new_is_not_tried_with_a_file_that_is_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new").err.endswith("For example: cacctl new my-event.toml\n")
    Path("my-event.toml").touch()
    assert run("new").err.endswith("Help: cacctl new --help\n")
    again = run("new", "my-event.toml", "--schedule", "x.toml")
    assert again.err.endswith("Help: cacctl new --help\n")


def test_empty_file_name_is_none(run: Run) -> None:
    assert run("check", "").err.startswith("cacctl: Missing argument: FILE\n")


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


def test_number_that_cannot_be_meant_is_not_suggested(run: Run) -> None:
    assert run("next", "0").err.endswith("Help: cacctl next --help\n")


def test_help_suggests_in_the_language_asked_for(run: Run) -> None:
    shown = run("today", "--help", "--lang", "ko").out
    assert "cacctl --help --lang ko" in shown
    assert "cacctl today --tz Seoul --lang ko" in shown
    assert "--lang" not in run("today", "--help").out.partition("cacctl today --tz")[2]
