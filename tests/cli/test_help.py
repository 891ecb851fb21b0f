"""The pages of help."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command

from cacctl.cli.app import application
from cacctl.cli.commands.registry import COMMANDS
from tests.conftest import Run


@pytest.mark.parametrize("command", ["", "today", "day", "list", "now", "next", "find", "show",
                                     "watch", "channels", "about"])  # fmt: skip
def test_help_is_translated_and_fits_the_terminal(run: Run, command: str) -> None:
    english = run(*command.split(), "--help")
    korean = run(*command.split(), "-h", "--lang", "ko")
    assert english.code == korean.code == 0
    assert english.out.startswith(f"Usage: cacctl {command}".strip())
    assert korean.out.startswith(f"사용법: cacctl {command}".strip())
    for line in (english.out + korean.out).splitlines():
        assert cell_len(line) <= 80
    # In Korean, only names have Latin letters.
    lines = [line.strip() for line in korean.out.splitlines() if line.startswith("  -")]
    described = [line.partition("  ")[2] for line in lines]
    assert all(any("가" <= letter <= "힣" for letter in line) for line in described if line.strip())


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_first_page_of_help_fits_and_groups_every_command(run: Run, lang: str) -> None:
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
        ["day", "list", "find", "show", "timeline", "channels", "about", "events"],
        ["watch", "open", "share", "export"],
        ["check", "new"],
        ["update", "config"],
    ]
    assert sorted(COMMANDS) == sorted(name for names in grouped.values() for name in names)
    options = {o for p in get_command(application()).params for o in p.opts}
    assert set(re.findall(r"--[a-z-]+", "\n".join(lines))) == options - {"-h"} | {"--help"}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_options_that_no_command_has_are_not_called_common(run: Run, lang: str) -> None:
    page = run("--help", "--lang", lang).out
    heading = {"en": "\nOptions for use without a command:\n", "ko": "\n명령 없이 쓰는 옵션:\n"}[
        lang
    ]
    common, _heading, own = page.partition(heading)
    assert re.findall(r"^  (--[a-z-]+(?:, --[a-z]+)*) ", own, re.MULTILINE) == [
        "--version, --follow",
        "--install-completion",
    ]
    for name in ("--tz", "--json", "--help"):
        assert name in common


# The others go online, or wait.
EXAMPLES = [name for name in COMMANDS if name not in {"now", "channels", "update"}]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_example_of_a_command_works(
    run: Run, name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", f"{lang}.UTF-8")
    if name in ("check", "open"):
        assert run("new", "my-event.toml").code == 0
    if name == "open":
        # The template has a link in comments.
        file = tmp_path / "my-event.toml"
        link = "[[session.link]]\nkind = 'slides'\nurl = 'https://www.example.org/slides'\n"
        file.write_text(file.read_text("utf-8") + link, "utf-8")
    found = re.search(r"^(?:Example|예): cacctl (.+)$", run(name, "--help").out, re.MULTILINE)
    assert found
    opened = ["--print"] if name in ("watch", "open") else []
    assert run(*shlex.split(found[1]), *opened).code == 0


def test_korean_examples_name_sessions_and_zones_in_korean(run: Run) -> None:
    pages = [run(name, "--help", "--lang", "ko").out for name in ("day", "find", "show", "share")]
    examples = [page.splitlines()[-1].removesuffix(" --lang ko") for page in pages]
    assert examples == [
        "예: cacctl day 수요일",
        "예: cacctl find 로마",
        "예: cacctl show 대중교통",
        "예: cacctl share 문화 --tz 베를린",
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_explains_only_its_own_parameters(run: Run, name: str) -> None:
    group: Any = get_command(application())
    command = group.commands[name]
    shared, text = {p.name for p in group.params}, run(name, "--help").out
    own, _colon, common = text.partition("Common options: ")
    explained = set(re.findall(r"^  (?:-\w, )?(--?[a-z][a-z-]*)", own, re.MULTILINE))
    named = set(re.findall(r"--?[a-z][a-z-]*(?=[,.])", common))
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            shown = re.escape(re.sub(r"[\[\]]", "", parameter.metavar))
            assert re.search(rf"^  {shown}  ", own, re.MULTILINE)
            continue
        options = set(parameter.opts)
        # --tz of share has the name of a common option, but is its own.
        is_own = parameter.name not in shared or (name, parameter.name) in OWN
        assert bool(options & explained) == is_own
        assert bool(options & named) != is_own
    assert "--help" in named
    example = re.search(r"^Example: cacctl (.+)$", text, re.MULTILINE)
    assert example
    # It can be parsed; whether it has an answer depends on the event.
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


def test_help_suggests_in_the_language_asked_for(run: Run) -> None:
    shown = run("today", "--help", "--lang", "ko").out
    assert "cacctl --help --lang ko" in shown
    assert "cacctl today --tz 서울 --lang ko" in shown
    assert "--lang" not in run("today", "--help").out.partition("cacctl today --tz")[2]
