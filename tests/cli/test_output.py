"""What holds for the output of every command, on terminals and in pipes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from cacctl.formats.loading import Loaded
from cacctl.model.programme import Programme
from cacctl.sources import bundled
from tests.conftest import LIVE, MOMENTS, Run, cacctl
from tests.schemas import ANSWER

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


@pytest.fixture
def read_already(monkeypatch: pytest.MonkeyPatch, summit: Programme) -> None:
    """Read the bundled schedule once for hundreds of answers."""
    monkeypatch.setattr(bundled, "read_programme", lambda *_given: Loaded(summit, ()))


@pytest.mark.usefixtures("read_already")
@pytest.mark.parametrize("state", MOMENTS)
@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_every_command_answers_at_every_moment_in_every_format(
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
                # URLs, commands and texts to paste are never wrapped.
                whole = max(map(cell_len, line.split()), default=0)
                if (
                    "share" not in arguments
                    and columns >= 40
                    and "--lang" not in line
                    and whole < columns - 12
                ):
                    assert cell_len(line) <= columns, line
                assert columns < 40 or "\N{HORIZONTAL ELLIPSIS}" not in line or "find" in arguments


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
def test_schedule_cannot_control_the_terminal(
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
def test_output_is_written_in_an_encoding_without_korean(environ: dict[str, str]) -> None:
    for lang in ("ko", "en"):
        done = cacctl(
            "list", "--lang", lang, "--at", LIVE, FORCE_COLOR="1", NO_COLOR="1", **environ
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout


def test_marks_are_replaced_by_ascii_of_the_same_width() -> None:
    done = cacctl("today", "--lang", "ko", "--at", LIVE, FORCE_COLOR="1", NO_COLOR="1",
                  PYTHONIOENCODING="ascii")  # fmt: skip
    assert "\n*  3  09:00~11:10  ????-????\n" in done.stdout.decode("ascii")


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["--help"], ["now"]])
def test_closed_pipe_is_not_an_error(arguments: list[str]) -> None:
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
def test_full_disk_is_reported_in_one_line(command: str, unbuffered: str) -> None:
    done = subprocess.run(
        ["/bin/bash", "-c", f"{sys.executable} -m cacctl {command} > /dev/full"],
        capture_output=True,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )
    assert done.returncode == 1
    assert done.stderr == b"cacctl: Cannot write output: No space left on device.\n"


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
)
def test_colour_depends_on_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], coloured: bool
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    for command in ("today", "now", "next", "about"):
        assert ("\x1b[" in run(command, "--at", LIVE).out) == coloured


@pytest.mark.parametrize("columns", ["9" * 30, "9" * 5000, "100000000", "²", "-5", "", "x"])
def test_impossible_terminal_width_is_ignored(
    see: Run, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS")
    usual = shutil.get_terminal_size((80, 24)).columns
    for command in ("list", "timeline", "find rome", "now"):
        assert see(*command.split(), columns=columns) == see(*command.split(), columns=usual)
