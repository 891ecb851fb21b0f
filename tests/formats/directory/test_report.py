"""`check` of a directory of events."""

import json
from pathlib import Path

import pytest

from cacctl.formats.directory.report import is_directory
from tests.conftest import ROOT, SCHEDULES, SUMMIT, Run
from tests.formats.directory.test_giggity import entry, menu
from tests.formats.directory.test_reader import HARBOUR
from tests.schemas import CHECK
from tests.servers import ScheduleServer, status


def test_directories_are_told_from_schedules() -> None:
    for data in (HARBOUR.encode(), b"# Events\r\n[[ event ]]", menu(entry()), menu()):
        assert is_directory(data)
    schedules = [path for path in SCHEDULES.rglob("*.*") if path.is_file()]
    for data in (SUMMIT.encode(), b"", b"{}", *(path.read_bytes() for path in schedules)):
        assert not is_directory(data)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_valid_directory_is_counted(run: Run, lang: str) -> None:
    answer = run("check", str(ROOT / "data" / "events.toml"), "--lang", lang)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith({"en": "is valid: 6 events.\n", "ko": "행사 6개.\n"}[lang])


def test_every_problem_of_a_directory_is_reported_with_its_position(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    (tmp_path / "2027").mkdir()
    for name in ("2027/schedule.toml", "recordings.csv"):
        (tmp_path / name).touch()
    file.write_text(HARBOUR.replace("start = 2027-05-07", 'start = "x"') + "titel = 1\n", "utf-8")
    answer = run("check", str(file), "--json")
    document = json.loads(answer.out)
    CHECK.validate(document)
    assert answer.code == 3
    assert answer.err.endswith("is not a valid event directory.\n")
    problems = [(p["severity"], p["line"], p["column"]) for p in document["problems"]]
    assert problems == [("error", 5, 9), ("warning", 13, 1)]
    assert document["counts"] is None
    file.write_text(HARBOUR + "titel = 1\n", "utf-8")
    assert json.loads(run("check", str(file), "--json").out)["counts"] == {"events": 1}
    assert run("check", str(file), "--strict").code == 3
    annotations = run("check", str(file), "--format", "github").out
    assert annotations.startswith(f"::warning file={file},line=13,col=1")


def test_missing_files_are_reported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    text = HARBOUR.replace("https://api.example.org/v2.json", "v2.json#40c3")
    long = HARBOUR.replace("harbour-2027", "long").replace("recordings.csv", "x" * 300)
    file.write_text(text + long, "utf-8")
    (tmp_path / "2027").mkdir()
    (tmp_path / "2027" / "schedule.toml").touch()
    answer = run("check", str(file))
    assert answer.code == 3
    hint = "Correct the path, or remove the key."
    assert answer.out.splitlines() == [
        f"{file}:1:1: error: streams_api: file not found: {tmp_path}/v2.json#40c3. {hint}",
        f"{file}:1:1: error: recordings: file not found: {tmp_path}/recordings.csv. {hint}",
        f"{file}:13:1: error: recordings: file not found: {tmp_path}/{'x' * 300}. {hint}",
        f"{file}: 3 errors.",
    ]
    file.write_text(HARBOUR.replace("https://api.example.org/v2.json", "#40c3"), "utf-8")
    first, *_others = run("check", str(file)).out.splitlines()
    assert first == f"{file}:1:1: error: streams_api: file not found: {tmp_path}/#40c3. {hint}"
    file.write_text(text + long, "utf-8")
    (tmp_path / "v2.json").touch()
    (tmp_path / "2027" / "schedule.toml").unlink()
    out = run("check", str(file)).out
    assert f"error: schedule: file not found: {tmp_path}/2027/schedule.toml." in out
    assert "streams_api" not in out


@pytest.mark.parametrize("data", [HARBOUR.encode(), menu(entry())])
def test_directory_is_refused_as_a_schedule(run: Run, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "events"
    file.write_bytes(data)
    answer = run("now", "--schedule", str(file))
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(f"cacctl: {file} is an event directory, not a schedule.\nAdd it")


def test_menu_is_checked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "menu.json"
    file.write_bytes(menu(entry(1), entry(2, start="soon")))
    answer = run("check", str(file), "--json")
    document = json.loads(answer.out)
    CHECK.validate(document)
    (problem,) = document["problems"]
    assert problem["message"] == 'event 2 (harbour-2002): start is not a date: "soon".'
    line = file.read_text().split("\n")[problem["line"]]
    assert "harbour_2002" in line


def test_links_of_a_directory_are_requested(run: Run, tmp_path: Path, cache_home: Path) -> None:
    with ScheduleServer(b"x") as server, ScheduleServer() as broken:
        broken.behaviour = status(404)
        file = tmp_path / "my.toml"
        file.write_text(
            '[[event]]\nid = "a"\nname = "A"\nstart = 2027-01-01\nend = 2027-01-01\n'
            f'schedule = "{server.url}"\nsources = ["{broken.url}"]\n'
        )
        answer = run("check", str(file), "--online")
    assert answer.code == 4
    assert f"{file}:1:1: error: {broken.url} is broken: " in answer.out
    assert server.url not in answer.out
    assert len(server.requests) == len(broken.requests) == 1
