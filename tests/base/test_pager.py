"""Long output in a pager, on a real pseudo-terminal with the real `less`."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cacctl.base import pager
from tests.conftest import Run
from tests.terminals import Terminal, terminals

MOMENT = ["--at", "2020-06-03T10:00+09:00"]
END = "Times in Asia/Seoul (KST, UTC+09:00)"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAGER", "LESS", "LV", "LESSOPEN", "LESSSECURE", "LESSKEY", "LESSCHARSET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("COLUMNS")


@pytest.fixture
def start() -> Iterator[type[Terminal]]:
    with terminals(*MOMENT, rows=12) as start:
        yield start


needs_less = pytest.mark.skipif(shutil.which("less") is None, reason="no less here")


@needs_less
def test_long_output_is_shown_in_less_with_colours(start: type[Terminal]) -> None:
    terminal = start("list")
    first = terminal.wait_for("\n:")
    assert first.startswith("CAC Global Summit 2020\nLive now: Climate & Environment.\n")
    assert END not in first
    assert b"\x1b[1mDay 1 of 5" in terminal.raw
    os.write(terminal.master, b"G")
    terminal.wait_for(END)
    os.write(terminal.master, b"q")
    assert terminal.end() == 0


@needs_less
def test_less_shows_korean_whatever_its_locale(
    start: type[Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python writes UTF-8 in the C locale, and where the locale of the settings is missing."""
    monkeypatch.setenv("LC_ALL", "C")
    terminal = start("list", "--lang", "ko")
    assert "글로벌" in terminal.wait_for("\n:")


@pytest.mark.parametrize(
    ("own", "charset"),
    [({}, "utf-8"), ({"LESSCHARSET": "dos"}, "dos"), ({"LESSCHARDEF": "8b"}, "")],
)
def test_charset_of_the_user_is_kept(tmp_path: Path, own: dict[str, str], charset: str) -> None:
    file = tmp_path / "charset"
    command = f"sh -c 'cat > /dev/null; echo \"$LESSCHARSET\" > {file}'"
    assert pager.shown("text", {"PATH": os.environ["PATH"], "PAGER": command, **own})
    assert file.read_text("utf-8") == f"{charset}\n"


@needs_less
def test_quitting_at_once_is_not_an_error(start: type[Terminal]) -> None:
    """Although most of a long document is then still unwritten."""
    terminal = start("list", "--json")
    terminal.wait_for("\n:")
    os.write(terminal.master, b"q")
    assert terminal.end() == 0
    assert b"cacctl:" not in terminal.raw


@needs_less
def test_ctrl_c_is_for_the_pager(start: type[Terminal]) -> None:
    terminal = start("list")
    terminal.wait_for("\n:")
    os.write(terminal.master, b"\x03")
    # Whatever is typed before it has seen the interrupt, less forgets.
    for _second in range(20):
        time.sleep(1)
        assert terminal.process.poll() is None
        os.write(terminal.master, b"G")
        with suppress(AssertionError):
            terminal.wait_for(END, 1)
            break
    os.write(terminal.master, b"q")
    assert terminal.end() == 0


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [(["list", "--no-pager"], 12), (["next"], 12), (["list"], 60)],
    ids=str,
)
def test_output_is_written_without_a_pager_if_there_is_none(
    start: type[Terminal], monkeypatch: pytest.MonkeyPatch, arguments: list[str], rows: int
) -> None:
    monkeypatch.setenv("CACCTL_PAGER", "sh -c 'cat > /dev/null; echo paged'")
    terminal = start(*arguments, rows=rows)
    assert "paged" not in terminal.wait_for(END)
    assert terminal.end() == 0


@pytest.mark.parametrize(
    "command", ["nonesuch-pager", "sh -c 'exit 3'", "false", "cat", "", "'unclosed"]
)
def test_failing_pager_loses_no_output(
    start: type[Terminal], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PAGER", "sh -c 'cat > /dev/null; echo paged'")
    monkeypatch.setenv("CACCTL_PAGER", command)
    terminal = start("list")
    terminal.wait_for(END)
    assert terminal.end() == 0
    assert terminal.raw.count(b"CAC Global Summit 2020") == 1
    assert b"paged" not in terminal.raw


def test_output_of_the_pager_is_not_repeated(
    start: type[Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACCTL_PAGER", "head -n '1'")
    terminal = start("list")
    assert terminal.wait_for("Summit") == "CAC Global Summit 2020"
    assert terminal.end() == 0
    assert b"Live now" not in terminal.raw


def test_pager_is_run_without_a_shell(tmp_path: Path) -> None:
    for command in (f"false; touch {tmp_path / 'a'}", f"$(touch {tmp_path / 'a'})"):
        assert not pager.shown("text", {"PATH": os.environ["PATH"], "PAGER": command})
    assert not (tmp_path / "a").exists()


def test_dumb_terminal_has_no_pager(start: type[Terminal], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACCTL_PAGER", "sh -c 'cat > /dev/null; echo paged'")
    monkeypatch.setenv("TERM", "dumb")
    assert "paged" not in start("list").wait_for(END)


def test_pipe_has_no_pager_even_with_forced_colour(
    see: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LINES", "5")
    monkeypatch.setenv("CACCTL_PAGER", f"touch {tmp_path / 'paged'}")
    assert f"{END}\n\nWatch: " in see("list", *MOMENT).out
    assert not (tmp_path / "paged").exists()


@pytest.mark.parametrize(
    ("own", "given"), [({}, "FRX -c"), ({"LESS": "S"}, "S -c"), ({"LESS": "", "LV": "x"}, " x")]
)
def test_less_keeps_its_own_settings(tmp_path: Path, own: dict[str, str], given: str) -> None:
    """As in git: the defaults apply only if nothing is set."""
    file = tmp_path / "given"
    command = f"sh -c 'cat > /dev/null; echo \"$LESS $LV\" > {file}'"
    assert pager.shown("text", {"PATH": os.environ["PATH"], "PAGER": command, **own})
    assert file.read_text("utf-8") == f"{given}\n"
