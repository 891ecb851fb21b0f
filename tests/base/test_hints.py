"""Suggested command lines: which options they repeat, and that they are about the same event."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from cacctl.base import hints
from cacctl.cli.app import application
from cacctl.cli.commands.registry import COMMANDS
from tests.conftest import SCHEDULES, TALK, Run

COMMAND = r"(?:^ *|: )(cacctl [^\n]*)"
HARBOUR = (
    (SCHEDULES / "full.toml").read_text("utf-8")
    + """
[[session]]
id = "talk"
start = 2020-06-01T14:00:00
end = 2020-06-01T15:00:00
name.en = "Talk"
room.en = "Pier 2"
"""
)
MOMENTS = {
    "before": "2020-05-30 12:00",
    "live": "2020-06-01 11:30",
    "between sessions": "2020-06-01 13:00",
    "between days": "2020-06-02 12:00",
    "after": "2020-06-10 12:00",
}
CALLS = [
    [],
    ["today"],
    ["day"],
    ["list"],
    ["now"],
    ["next"],
    ["find", "zzzz"],
    ["show", "zzzz"],
    ["timeline"],
    ["watch", "--print", "--on", "facebook"],
    ["watch", "--print", "--page"],
    ["watch", "--print", "--lang", "de"],
    ["share", "zzzz"],
    ["export", "csv", "zzzz"],
    ["channels"],
    ["about"],
]


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "항구 $days.toml").write_text(HARBOUR, "utf-8")
    (tmp_path / "h.toml").write_text(HARBOUR, "utf-8")
    monkeypatch.chdir(tmp_path)


def suggested(said: str) -> list[str]:
    return re.findall(COMMAND, said, re.MULTILINE)


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_every_suggestion_is_for_the_given_schedule(
    moment: str, lang: str, run: Run, see: Run
) -> None:
    """The fixtures run each of them; here they are read from the output, as a user would."""
    given = ["--schedule", "항구 $days.toml", "--at", moment, "--lang", lang]
    found = 0
    for call in CALLS:
        words = [*call, *(given if "--lang" not in call else given[:-2])]
        for answer in (run(*words), see(*words)):
            for line in suggested(answer.out + answer.err):
                if "--help" not in line:
                    found += 1
                    assert shlex.split(line).count("항구 $days.toml") == 1, line
                    assert shlex.split(line).count(moment) == 1, line
                    assert "SESSION" not in line
    assert found >= 8


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(
    ("call", "suggestion"),
    [
        ("today", "cacctl watch --lang en --schedule h.toml --at 2020-06-06"),
        (
            "today --room 'Pier 1' --tz 'Los Angeles'",
            "cacctl watch --lang en --schedule h.toml --tz 'Los Angeles' --at 2020-06-06 "
            "--room 'Pier 1'",
        ),
        ("watch talk --print --channel", "cacctl channels --schedule h.toml --at 2020-06-06"),
        ("share zzzz --tz Seoul --tz Paris", "cacctl list --schedule h.toml --at 2020-06-06"),
        ("show zzzz --offline", "cacctl list --schedule h.toml --offline --at 2020-06-06"),
    ],
)
def test_suggestion_repeats_what_was_given(call: str, suggestion: str, see: Run) -> None:
    answer = see(*shlex.split(call), "--at", "2020-06-06", "--schedule", "h.toml", columns=200)
    assert suggested(answer.out + answer.err) == [suggestion]


@pytest.mark.usefixtures("harbour")
def test_suggested_command_is_never_broken_over_lines(see: Run) -> None:
    for columns in (20, 40, 80):
        answer = see("show", "zzzz", "--schedule", "h.toml", "--at", "2020-06-06", columns=columns)
        line = "cacctl list --schedule h.toml --at 2020-06-06"
        assert line in [part.strip() for part in re.split(r"\n|: ", answer.err)]


def test_values_from_variables_are_not_repeated(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "h.toml"
    file.write_text(HARBOUR, "utf-8")
    monkeypatch.setenv("CACCTL_SCHEDULE", str(file))
    assert suggested(run("show", "zzzz").err) == ["cacctl list"]


def test_watch_repeats_a_zone_only_to_read_a_time() -> None:
    hints.use({"tz": "Seoul"})
    assert hints.command("watch") == "cacctl watch"
    hints.use({"tz": "Seoul", "at": "10:00"})
    assert hints.command("watch") == "cacctl watch --tz Seoul --at 10:00"


@pytest.mark.parametrize(
    "value", ["a b.toml", "it's.toml", '"x".toml', "$HOME.toml", "일정.toml", "-x.toml", "a;b"]
)
def test_any_value_comes_back_from_a_shell(value: str) -> None:
    hints.use({"schedule": value, "room": value})
    words = shlex.split(hints.command("list"))
    group = get_command(application(["list"]))
    context = group.make_context("cacctl", words[1:2])
    command = group.get_command(context, "list")  # type: ignore[attr-defined]
    parsed = command.make_context("list", words[2:]).params
    assert (parsed["schedule"], parsed["room"]) == (value, value)


def test_option_of_the_suggestion_stands_in_for_the_given_one() -> None:
    hints.use({"lang": "ko", "tz": "Seoul", "allow_http": True})
    assert hints.command("list", lang="en") == "cacctl list --lang en --allow-http --tz Seoul"


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_command_gets_only_options_that_it_has(name: str, run: Run) -> None:
    hints.use(
        {
            "schedule": "x.toml",
            "event_tz": "Seoul",
            "offline": True,
            "allow_http": True,
            "tz": "Seoul",
            "lang": "en",
            "at": "10:00",
            "room": "A",
            "track": "B",
        }
    )
    answer = run(*shlex.split(hints.command(name))[1:], "--help")
    assert answer.code == 0, answer.err


def test_language_of_a_channel_alone_is_not_for_commands_without_a_schedule() -> None:
    hints.use({"lang": "de"})
    assert hints.command("check", "x.toml") == "cacctl check x.toml"
    assert hints.command("list") == "cacctl list --lang de"


def test_broken_schedule_is_one_line_and_a_suggestion(run: Run) -> None:
    broken = str(SCHEDULES / "mistakes.toml")
    answer = run("today", "--schedule", broken)
    assert (answer.code, answer.out) == (3, "")
    first, second = answer.err.splitlines()
    assert re.fullmatch(
        r"cacctl: .*mistakes\.toml is not a valid schedule \(\d+ problems\)\.", first
    )
    assert second == f"To list the problems: cacctl check {broken}"
    assert run("check", broken).out.count(": error: ") >= 2


@pytest.mark.parametrize(
    ("lang", "problem"),
    [
        ("en", "this Sessionize schedule has no sessions yet. Try again later."),
        ("ko", "이 Sessionize 일정에는 아직 세션이 없습니다. 나중에 다시 시도하세요."),
    ],
)
def test_only_problem_of_a_schedule_is_shown_at_once(
    run: Run, tmp_path: Path, lang: str, problem: str
) -> None:
    file = tmp_path / "all.json"
    keys = ("sessions", "speakers", "questions", "categories", "rooms")
    file.write_text(json.dumps({key: [] for key in keys}))
    answer = run("today", "--schedule", str(file), "--lang", lang)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.splitlines()[1:] == [f"{file}: {problem}"]


@pytest.mark.parametrize(
    ("call", "suggestion"),
    [
        (
            "watch culture --on facebook --print --qr --player mpv",
            "cacctl watch culture --lang en --player mpv --print --qr",
        ),
        (
            "watch culture --on facebook --wait --early 2m --at 2020-06-03T10:00+09:00",
            "cacctl watch culture --on youtube --lang en --at 2020-06-03T10:00+09:00 --wait "
            "--early 2m",
        ),
        # What is over is not waited for.
        (
            "watch culture --on facebook --wait --early 2m",
            "cacctl watch culture --lang en",
        ),
        (
            "watch culture --on web --wait --player mpv",
            "cacctl watch culture --on web --player mpv",
        ),
        ("watch culture --wait", "cacctl watch culture"),
    ],
)
def test_suggestion_of_watch_repeats_how_to_open(run: Run, call: str, suggestion: str) -> None:
    answer = run(*call.split())
    assert answer.code == 5
    assert suggested(answer.err) == [suggestion]


def test_schedule_without_a_channel_offers_its_sessions(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(TALK, "utf-8")
    answer = run("watch", "talk", "--print", "--schedule", str(file))
    assert suggested(answer.err) == [f"cacctl list --schedule {file}"]
