"""Completion, in the real shells if they are installed."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cacctl.cli.completion import harmless
from cacctl.times.zones import zone_meant
from tests.conftest import ROOT, SCHEDULES, Run
from tests.formats.c3voc.builders import conference, room
from tests.rooms import SMALL


def complete(line: str, *, environ: dict[str, str] | None = None) -> list[str]:
    """Return what bash would offer at the end of a line."""
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-m", "cacctl"],
        env={
            **os.environ,
            "_CACCTL_COMPLETE": "complete_bash",
            "COMP_WORDS": "\n".join(words) if "\n" in line else line,
            "COMP_CWORD": str(len(words) - 1),
            **(environ or {}),
        },
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    return done.stdout.decode().split()


def test_commands_are_completed() -> None:
    assert complete("cacctl ch") == ["channels", "check"]
    assert {"today", "next", "watch"} <= set(complete("cacctl "))


def test_values_are_completed() -> None:
    assert complete("cacctl show cl") == ["climate"]
    assert len(complete("cacctl watch ")) == 15
    assert complete("cacctl today --tz America/Los") == ["America/Los_Angeles"]
    assert complete("cacctl today --tz Seo") == ["Seoul"]
    assert complete("cacctl day 2020-06-04") == ["2020-06-04"]
    assert complete("cacctl day 4") == ["4"]
    assert complete("cacctl next --lang ") == ["ko", "en"]
    assert complete("cacctl watch --on f") == ["facebook"]
    assert complete("cacctl open cl") == ["climate"]
    assert complete("cacctl open ch") == ["chat"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("show 문", ["문화"]),
        ("show 기", ["기후·환경"]),
        ("show 저명", ["저명인사-대담"]),
        ("watch Cul", ["Culture"]),
        ("day 수", ["수요일"]),
        ("day wed", ["wednesday"]),
        ("day 6월3", ["6월3일"]),
        ("day 내", ["내일"]),
        ("today --tz 서울", ["서울"]),
        ("today --lang 한", ["한국어"]),
        ("watch --on 유", ["유튜브"]),
    ],
)
def test_korean_words_are_completed_and_accepted(line: str, offered: list[str], run: Run) -> None:
    assert complete(f"cacctl {line}") == offered
    for word in offered:
        *arguments, _typed = line.split()
        options = ["climate", "--print"] if "--on" in line else []
        printing = ["--print"] if line.startswith("watch Cul") else []
        answer = run(*arguments, word, *options, *printing, "--at", "2020-06-03 10:00")
        assert answer.code == 0, answer.err


def test_platform_whose_urls_are_those_of_sessions_is_completed(tmp_path: Path) -> None:
    tables = [conference(room("one", "Saal 1"))]
    (tmp_path / "v2.json").write_text(json.dumps(tables), "utf-8")
    session = """
[[session]]
id = "{lang}"
name = "{lang}"
lang = "{lang}"
room = "Saal 1"
start = 2020-06-02T11:00:00
end = 2020-06-02T12:00:00
"""
    event = 'schema = 1\n[event]\nid = "e"\nname = "E"\nzone = "UTC"\nstreams_api = "v2.json"\n'
    file = tmp_path / "e.toml"
    file.write_text(event + session.format(lang="de") + session.format(lang="en"), "utf-8")
    environ = {"CACCTL_SCHEDULE": str(file)}
    assert complete("cacctl watch --on au", environ=environ) == ["audio"]


def test_kinds_of_links_of_a_session_are_completed(tmp_path: Path) -> None:
    file = tmp_path / "days.toml"
    link = '[[session.link]]\nkind = "{}"\nurl = "https://www.example.org/{}"\n'
    links = [link.format(kind, number) for number, kind in enumerate(("slides", "chat", "chat"))]
    file.write_text("\n".join([(SCHEDULES / "smallest.toml").read_text("utf-8"), *links]), "utf-8")
    environ = {"CACCTL_SCHEDULE": str(file)}
    assert complete("cacctl open welcome ", environ=environ) == ["chat", "slides"]
    assert complete("cacctl open welcome s", environ=environ) == ["slides"]
    assert complete("cacctl open welcome 채", environ=environ) == ["채팅"]
    assert complete("cacctl open welcome q", environ=environ) == []
    assert complete("cacctl open 슬", environ=environ) == ["슬라이드"]


@pytest.mark.parametrize("letters", ["서", "산", "뉴욕", "東", "м"])
def test_every_name_of_a_zone_that_is_offered_is_accepted(letters: str) -> None:
    offered = complete(f"cacctl today --tz {letters}")
    assert offered
    assert [name for name in offered if not zone_meant(name)] == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_commands_and_options_are_described_in_korean(shell: str) -> None:
    def described(typed: str) -> str:
        environ = {
            **os.environ,
            "LC_ALL": "ko_KR.UTF-8",
            "_CACCTL_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_ARGS": typed,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "PYTHONUTF8": "1",
        }
        command = [sys.executable, "-m", "cacctl"]
        return subprocess.run(command, env=environ, capture_output=True, check=True).stdout.decode()

    for typed in ("cacctl ", "cacctl -", "cacctl today -"):
        told = described(typed)
        lines = [line for line in told.splitlines() if "\t" in line or '":"' in line]
        assert lines
        assert [line for line in lines if not re.search("[가-힣]", line)] == []
    assert "기후·환경" in described("cacctl show cl")


def test_files_are_left_to_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert complete("cacctl now --schedule data/s") == []


def test_unreadable_schedule_is_ignored_by_completion(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("schema =", "utf-8")
    assert complete(f"cacctl show --schedule {broken} ") == []
    assert complete("cacctl show --schedule /none ") == []


SCHEDULE = """\
schema = 1
[event]
id = "e"
name = "E"
zone = "Asia/Seoul"
[[session]]
id = "evil"
name = '''x"; touch pwned; "$(touch pwned)`touch pwned`' \\ [/] ) ; touch pwned #'''
start = 2020-06-03T09:00:00
end = 2020-06-03T10:00:00
"""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_schedule_cannot_start_a_program_during_completion(shell: str, tmp_path: Path) -> None:
    path = shutil.which(shell)
    if not path:
        pytest.skip(f"no {shell} here")
    (tmp_path / "evil.toml").write_text(SCHEDULE, "utf-8")
    line = "cacctl show --schedule evil.toml "
    environ = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "_CACCTL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": "4",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    offered = subprocess.run(
        ["cacctl"], env=environ, cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()
    assert "evil" in offered
    # The completion function that Typer installs for zsh evaluates the offers.
    script = {"zsh": f"_arguments() {{ : }}; eval {offered!r}", "bash": ":", "fish": ":"}[shell]
    if shell == "zsh":
        (tmp_path / "offered").write_text(offered, "utf-8")
        script = "_arguments() { : }; eval $(cat offered)"
    # The settings and the history of the user are left alone.
    subprocess.run(
        [path, "-c", script],
        env=os.environ | {"HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize(
    "letter", [*"$`\\;|&<>(){}[]*?!#~=%^'\" \n\t", "\x00", "\u3000", "\ud800", "’"]
)
def test_words_that_a_shell_would_interpret_are_not_offered(letter: str) -> None:
    hostile = [f"a{letter}", f"{letter}a", f"a{letter}b"]
    assert not list(harmless([*hostile, *((word, "x") for word in hostile)]))


def test_words_of_any_language_are_offered() -> None:
    words = ["UTC+9", "Etc/GMT-3", "2020-06-03", "기후·환경", "हिन्दी", "Zürich", "a.b@c_d:e,f"]
    assert list(harmless(words)) == words
    assert list(harmless([("a", "b `c`")])) == [("a", "b c")]


def test_descriptions_have_nothing_that_a_shell_interprets() -> None:
    hostile = ("a", "a\"b'c`d$(e);f|g\\h[i]{j}<k>!l")
    assert list(harmless([hostile])) == [("a", "a b c d (e) f g h i j k l")]
    assert list(harmless([("a", "기후·환경 & more, 1-2.")])) == [("a", "기후·환경 & more, 1-2.")]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_of_each_shell_is_valid(shell: str, tmp_path: Path) -> None:
    path = shutil.which(shell)
    if not path:
        pytest.skip(f"no {shell} here")
    done = subprocess.run(
        [sys.executable, "-m", "cacctl"],
        env={**os.environ, "_CACCTL_COMPLETE": f"source_{shell}"},
        capture_output=True,
        check=True,
    )
    assert b"_CACCTL_COMPLETE" in done.stdout
    option = "--no-execute" if shell == "fish" else "-n"
    checked = subprocess.run(
        [path, option],
        env=os.environ | {"HOME": str(tmp_path)},
        input=done.stdout,
        capture_output=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, b"")


def test_rooms_and_tracks_are_completed_without_quotes(few_rooms: str, tmp_path: Path) -> None:
    line = f"cacctl now --schedule {few_rooms} "
    # bash gets no descriptions.
    assert complete(f"{line}--room ") == ["Saal-1", "Saal-2", "Lounge-EG"]
    assert complete(f"{line}--room saal-2") == ["saal-2"]
    assert complete(f"{line}--track h") == ["hands-on"]
    assert complete("cacctl list --room ") == []
    hostile = tmp_path / "hostile.toml"
    hostile.write_text(SMALL.replace("Saal 2", "x; $(touch y)`z` [/]"), "utf-8")
    assert complete(f"cacctl day --schedule {hostile} --room x") == ["x-touch-y-z"]
