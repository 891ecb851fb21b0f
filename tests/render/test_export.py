"""The formats of `export`, its choice of sessions, its files and its errors."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cacctl.render.export import format_names
from tests.conftest import Run

NAMES = format_names()
AT = ("--at", "2026-11-23T12:00+09:00")


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_all_sessions_in_both_languages(run: Run, name: str) -> None:
    for lang, word in (("en", "Mayoral Meeting"), ("ko", "도시정부 시장회의")):
        answer = run("export", name, "--lang", lang, *AT)
        assert (answer.code, answer.err) == (0, "")
        assert word in answer.out
        assert answer.out.endswith("\n")


EXPORT_ALL = """
import sys
from cacctl.cli.app import main
for name in sys.argv[1].split():
    assert main(["export", name, *sys.argv[2:]]) == 0
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\\0")
"""


def exported(*options: str, **environ: str) -> list[bytes]:
    """Return the exports in all formats of a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", EXPORT_ALL, " ".join(NAMES), *options],
        stdout=subprocess.PIPE,
        env={**os.environ, **environ},
        check=True,
    )
    *written, last = done.stdout.split(b"\0")
    assert (last, len(written)) == (b"", len(NAMES))
    return written


def test_same_input_gives_the_same_bytes() -> None:
    assert exported(*AT, PYTHONHASHSEED="1") == exported(*AT, PYTHONHASHSEED="2")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "json"])
def test_export_does_not_depend_on_the_time(run: Run, name: str) -> None:
    """Except for the page, whose links do."""
    before, after = (
        run("export", name, "4", "--at", f"{year}-01-01T12:00+09:00").out for year in (2020, 2026)
    )
    assert before == after


def test_export_is_utf_8_in_every_locale() -> None:
    for written in exported("--lang", "ko", LC_ALL="C", PYTHONIOENCODING="ascii"):
        assert "도시정부 시장회의" in written.decode("utf-8")


def test_json_export_is_the_document_of_list(run: Run) -> None:
    assert run("export", "json", *AT).out == run("list", "--json", *AT).out


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        (["mayors"], ["mayors"]),
        (["문화", "3", "mayors"], ["mayors", "climate", "culture"]),
        (["--day", "2"], ["mayors"]),
        (["--day", "2020-06-05"], ["transport", "smart-city", "wrap-up", "ir", "sports"]),
        (["--find", "los angeles"], ["prevention", "luminary"]),
        (["--day", "3", "--find", "rome"], ["sharing"]),
        (["sharing", "climate", "--day", "3", "--find", "rome"], ["sharing"]),
    ],
)
def test_sessions_are_chosen(run: Run, choice: list[str], ids: list[str]) -> None:
    document = json.loads(run("export", "json", *choice, *AT).out)
    assert [session["id"] for session in document["sessions"]] == ids


def test_file_is_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    answer = run("export", "csv", "3", "4", "-o", str(file))
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"Wrote 2 sessions to {file}.\n"
    written = file.read_bytes()
    assert run("export", "csv", "3", "4", "--output", "-").out.encode() == written
    again = run("export", "csv", "-o", str(file))
    assert again.code == 2
    assert "already exists" in again.err
    assert file.read_bytes() == written
    assert run("export", "csv", "-o", str(file), "--force").code == 0
    assert file.read_bytes() != written
    assert run("export", "csv", "-o", str(tmp_path)).code == 2
    assert run("export", "csv", "-o", str(tmp_path / "none" / "x.csv")).code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv"]


def test_ics_is_an_alias_of_ical(run: Run) -> None:
    assert run("export", "ics", "1").out == run("export", "ical", "1").out != ""


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["jsn"], "Unknown format: 'jsn'.", "Did you mean json?"),
        (["pdf"], "Unknown format: 'pdf'.", f"Available: {', '.join(NAMES)}."),
        (["csv", "1", "--day", "3"], "No sessions match all of these filters.", "To list all 15"),
        (["csv", "--find", "xyzzy"], "No sessions match all of these filters.", "To list all 15"),
        (["csv", "nobody"], "No session matches 'nobody'.", "To list all 15"),
        (["csv", "--day", "9"], "Unknown day: '9'.", "Use 1 to 5"),
        (
            ["csv", "--alarm", "5m"],
            "--alarm works only with ical.",
            "Add ical or remove --alarm.",
        ),
        (["ical", "--alarm", "soon"], "Invalid duration: 'soon'.", "Use a format such as"),
        (
            ["csv", "--force"],
            "--force works only with --output.",
            "Add --output or remove --force.",
        ),
        (
            ["csv", "--json"],
            "Unknown option: --json.",
            "To run the command without unsupported options: cacctl export csv",
        ),
        (
            ["csv", "--plain"],
            "Unknown option: --plain.",
            "To run the command without unsupported options: cacctl export csv",
        ),
    ],
)
def test_impossible_export_is_refused_with_a_hint(
    run: Run, arguments: list[str], message: str, hint: str
) -> None:
    answer = run("export", *arguments)
    assert (answer.code, answer.out) == (2, "")
    first, second = answer.err.splitlines()
    assert first == f"cacctl: {message}"
    assert second.startswith(hint)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_full_disk_is_reported() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cacctl", "export", "csv"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"cacctl: Cannot write output: ")


def test_missing_format_is_named(run: Run) -> None:
    answer = run("export")
    assert answer.code == 2
    assert "FORMAT" in answer.err
