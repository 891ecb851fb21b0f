"""Which schedule is meant, and what a viewer sees of one that changes."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest

from cacctl.sources import library
from cacctl.sources.library import Feed, Source, source
from tests.conftest import ROOT, Run
from tests.servers import ScheduleServer, named, status

SUMMIT = (ROOT / "data" / "schedule.toml").read_text("utf-8")
ANSWER = json.loads((ROOT / "src/cacctl/schemas/answer.schema.json").read_text("utf-8"))
NOW = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the copies."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def server() -> Iterator[ScheduleServer]:
    with ScheduleServer(SUMMIT.encode()) as running:
        yield running


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ScheduleServer) -> Path:
    """Settings with an event at the server and one in a file."""
    (tmp_path / "mine.toml").write_text(SUMMIT.replace("CAC Global Summit 2020", "Mine"), "utf-8")
    file = tmp_path / "config.toml"
    file.write_text(f'[events]\nsummit = "{server.url}"\nmine = "mine.toml"\n', "utf-8")
    monkeypatch.setenv("CACCTL_CONFIG", str(file))
    return file


def test_a_path_an_address_or_a_name(run: Run, config: Path, server: ScheduleServer) -> None:
    for given, name in [
        (str(config.parent / "mine.toml"), "Mine"),
        ("mine", "Mine"),
        ("summit", "CAC Global Summit 2020"),
        (server.url, "CAC Global Summit 2020"),
    ]:
        document = json.loads(run("now", "--json", "--schedule", given).out)
        assert document["event"]["name"]["en"] == name
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "command",
    ["", "today", "day 4", "list", "now", "next", "find rome", "find zzz", "show 3", "timeline",
     "share 3", "channels", "about", "watch 3"],
)  # fmt: skip
def test_every_answer_says_which_event_it_is_of(
    run: Run, see: Run, config: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """The bundled one is not named where there is no need."""
    monkeypatch.setenv("BROWSER", "true")
    words = command.split()
    for answer in (
        run(*words, "--schedule", "mine"),
        see(*words, "--schedule", "mine"),
        run(*words, "--schedule", "mine", "--json"),
    ):
        assert answer.code == 0
        assert "Mine" in answer.out
    if command in ("find rome", "show 3", "channels", "watch 3"):
        assert "Global Summit 2020" not in run(*words).out


def test_the_settings_name_the_usual_one(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('schedule = "mine"\n' + config.read_text("utf-8"), "utf-8")
    assert "Event: Mine" in run("now").out
    monkeypatch.setenv("CACCTL_SCHEDULE", "summit")
    assert "Event: CAC Global Summit 2020" in run("now").out
    assert json.loads(run("config", "--json").out)["settings"]["schedule"]["value"] == "summit"


def test_a_name_that_no_event_has_is_told_with_the_nearest(run: Run, config: Path) -> None:
    answer = run("now", "--schedule", "mien")
    assert (answer.code, "Did you mean mine?" in answer.err) == (2, True)
    assert "There are: summit, mine." in run("now", "--schedule", "zzz").err
    assert f"events.mine: {config.parent / 'mine.toml'} ({config})" in run("config").out


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ("nowhere.toml", 3, "nowhere.toml: there is no such file."),
        ("http://example.org/x", 4, "--allow-http"),
        ("ftp://example.org/x", 4, "does not begin with https://"),
        ("file:///etc/passwd", 4, "does not begin with https://"),
        ("https://user:secret@example.org/", 4, "user name or a password"),
        ("https://", 4, "names no host"),
        # As Python reads an argument that is not UTF-8.
        ("https://\udcff", 4, r"https://\udcff: "),
    ],
)
def test_what_cannot_be_a_schedule(run: Run, given: str, code: int, message: str) -> None:
    answer = run("now", "--schedule", given)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
    for command in (["now", "--offline"], ["update"], ["check", given]):
        if code == 4:
            assert run(*command, "--schedule", given).code in (2, 4)


def test_offline_takes_the_copy(run: Run, server: ScheduleServer) -> None:
    answer = run("now", "--schedule", server.url, "--offline")
    assert (answer.code, server.requests) == (4, [])
    assert "there is no copy of it here" in answer.err
    run("now", "--schedule", server.url)
    assert run("now", "--schedule", server.url, "--offline").code == 0
    assert len(server.requests) == 1


def test_without_a_home_it_works_all_the_same(
    run: Run, server: ScheduleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "copies_folder", lambda: None)
    answer = run("now", "--schedule", server.url)
    assert answer.code == 0
    assert "no folder to keep a copy" in answer.err


def test_completion_never_asks_the_network(
    run: Run, server: ScheduleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACCTL_SCHEDULE", server.url)
    monkeypatch.setenv("_CACCTL_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "cacctl show ")
    monkeypatch.setenv("COMP_CWORD", "2")
    run()
    assert server.requests == []


def test_what_stays_sees_a_file_change(tmp_path: Path) -> None:
    file = tmp_path / "schedule.toml"
    file.write_text(SUMMIT, "utf-8")
    feed = Feed(Source(str(file)), library.schedule(Source(str(file)), NOW).programme)
    first = feed.programme(NOW)
    assert feed.programme(NOW) is first
    file.write_text(SUMMIT.replace("CAC Global Summit 2020", "Mine"), "utf-8")
    assert feed.programme(NOW).event.name["en"] == "Mine"
    # A mistake, or a file that is being written, leaves the last good one.
    for text in ("[", ""):
        file.write_text(text, "utf-8")
        assert feed.programme(NOW).event.name["en"] == "Mine"
    file.unlink()
    assert feed.programme(NOW).event.name["en"] == "Mine"


def test_what_stays_sees_an_address_change(server: ScheduleServer) -> None:
    meant = Source(server.url)
    feed = Feed(meant, library.schedule(meant, NOW).programme)
    server.publish(SUMMIT.replace("CAC Global Summit 2020", "Mine").encode(), '"2"')
    assert feed.programme(NOW).event.name["en"] == "CAC Global Summit 2020"
    later = NOW + timedelta(minutes=20)
    assert feed.programme(later).event.name["en"] == "Mine"
    server.behaviour = status(500)
    assert feed.programme(later + timedelta(hours=1)).event.name["en"] == "Mine"
    # The bundled one never changes.
    bundled = library.schedule(Source(), NOW).programme
    assert Feed(Source(), bundled).programme(NOW) is bundled


def test_a_place_of_its_own(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert library.copies_folder() == cache / "cacctl" / "schedules"
    assert source("x", {"x": "y"}, offline=True, allow_http=False) == Source("y", offline=True)
    assert source(None, {}, offline=False, allow_http=False) == Source()
    assert os.environ["XDG_CACHE_HOME"] == str(cache)


def test_update_tells_what_has_changed(run: Run, see: Run, server: ScheduleServer) -> None:
    at = ["--schedule", server.url, "--at", "2020-06-03T10:00+09:00"]
    answer = run("update", *at)
    assert answer == (0, f"CAC Global Summit 2020, from {server.url}\nNothing has changed.\n", "")
    moved = SUMMIT.replace("start = 2020-06-04T15:30:00", "start = 2020-06-04T16:30:00")
    assert moved != SUMMIT
    server.publish(moved.encode(), '"2"')
    document = json.loads(run("update", "--json", *at).out)
    jsonschema.validate(document, ANSWER)
    assert [(c["kind"], c["id"]) for c in document["changes"]] == [("moved", "culture")]
    # It has been told, and is told no more.
    assert "Nothing has changed." in run("update", *at).out
    server.publish(SUMMIT.encode(), '"3"')
    assert see("update", *at, columns=200).out.splitlines()[1:] == [
        "Culture (Thu 4 June) moved from 16:30 to 15:30, and takes 1 hour 30 minutes"
    ]


def test_what_has_changed_is_told_once_by_any_command(
    run: Run, server: ScheduleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ["--schedule", server.url, "--at", "2020-06-03T10:00+09:00"]
    run("now", *at)
    moved = SUMMIT.replace("start = 2020-06-04T15:30:00", "start = 2020-06-04T16:30:00")
    server.publish(moved.encode(), '"2"')
    later = datetime.now(UTC) + timedelta(days=3)
    monkeypatch.setattr("cacctl.times.clock.now", lambda: later)
    # A status bar is told nothing, and so nothing is lost by it.
    assert run("now", "--format", "{name}", *at).err == ""
    assert "Culture (Thu 4 June) moved from 15:30 to 16:30" in run("now", *at).err
    assert run("now", *at).err == ""


def test_an_update_that_fails_says_so_with_its_code(run: Run, server: ScheduleServer) -> None:
    at = ["--schedule", server.url]
    server.behaviour = status(500)
    assert run("update", *at).code == 4
    server.behaviour = server.serve
    run("update", *at)
    server.behaviour = status(500)
    answer = run("update", *at)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith(f"cacctl: {server.url} answers 500 instead of a schedule. What is")
    server.behaviour = server.serve
    server.publish(b"[", '"2"')
    assert run("update", *at).code == 3


def test_an_update_holds_back_what_lost_half(
    run: Run, server: ScheduleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = datetime(2020, 5, 1, tzinfo=UTC)
    monkeypatch.setattr("cacctl.times.clock.now", lambda: before)
    server.publish(named("E"), '"1"')
    at = ["--schedule", server.url]
    run("update", *at)
    server.publish(named("E", sessions=2), '"2"')
    answer = run("update", *at)
    assert (answer.code, answer.out.count("\n"), answer.err.count("--accept")) == (3, 1, 1)
    assert "Nothing has changed" not in answer.out
    assert json.loads(run("update", "--json", *at).out)["held"] is True
    # Every answer from the copy says so, until it is accepted.
    assert "--accept" in run("now", *at).err
    assert "S2 (Wed 3 June) is no longer in the programme" in run("update", "--accept", *at).out


def test_update_is_for_addresses(run: Run) -> None:
    answer = run("update")
    assert answer.code == 2
    assert "does not come from an address" in answer.err


@pytest.mark.parametrize("scheme", ["webcal", "WEBCAL", "webcals"])
def test_a_calendar_to_subscribe_to_is_fetched_over_https(scheme: str) -> None:
    address = f"{scheme}://calendar.example.org/x.ics"
    for events in ({}, {"fair": address}):
        given = "fair" if events else address
        found = library.source(given, events, offline=False, allow_http=False)
        assert found.place == "https://calendar.example.org/x.ics"
