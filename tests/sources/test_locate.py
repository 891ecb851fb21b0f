"""Which schedule is meant, and that every command reads it."""

import json
from pathlib import Path

import pytest

from cacctl.sources import cache
from cacctl.sources.bundled import BundledSource
from cacctl.sources.file import FileSource
from cacctl.sources.locate import locate
from cacctl.sources.remote import RemoteSource
from tests.conftest import SUMMIT, Run, cacctl
from tests.servers import ScheduleServer

pytestmark = pytest.mark.usefixtures("cache_home")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, summit_server: ScheduleServer) -> Path:
    """Settings with an event at the server and one in a file."""
    (tmp_path / "mine.toml").write_text(SUMMIT.replace("CAC Global Summit 2020", "Mine"), "utf-8")
    file = tmp_path / "config.toml"
    file.write_text(f'[events]\nsummit = "{summit_server.url}"\nmine = "mine.toml"\n', "utf-8")
    monkeypatch.setenv("CACCTL_CONFIG", str(file))
    return file


def test_schedule_is_a_path_a_url_or_the_name_of_an_event(
    run: Run, config: Path, summit_server: ScheduleServer
) -> None:
    for given, name in [
        (str(config.parent / "mine.toml"), "Mine"),
        ("mine", "Mine"),
        ("summit", "CAC Global Summit 2020"),
        (summit_server.url, "CAC Global Summit 2020"),
    ]:
        document = json.loads(run("now", "--json", "--schedule", given).out)
        assert document["event"]["name"]["en"] == name
    assert len(summit_server.requests) == 1


@pytest.mark.parametrize(
    "command",
    ["", "today", "day 4", "list", "now", "next", "find rome", "find zzz", "show 3", "timeline",
     "share 3", "channels", "about", "watch 3"],
)  # fmt: skip
def test_every_output_names_its_event(
    run: Run, see: Run, config: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """The bundled event is named only where necessary."""
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


def test_settings_choose_the_default_schedule(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('schedule = "mine"\n' + config.read_text("utf-8"), "utf-8")
    assert "Event: Mine" in run("now").out
    monkeypatch.setenv("CACCTL_SCHEDULE", "summit")
    assert "Event: CAC Global Summit 2020" in run("now").out
    assert json.loads(run("config", "--json").out)["settings"]["schedule"]["value"] == "summit"


def test_unknown_event_is_an_error_with_a_suggestion(run: Run, config: Path) -> None:
    answer = run("now", "--schedule", "mien")
    assert (answer.code, "Did you mean mine?" in answer.err) == (2, True)
    assert "To list the events: cacctl events" in run("now", "--schedule", "zzz").err
    shown = run("config").out
    assert f"events.mine: {config.parent / 'mine.toml'} ({config}:3: events.mine)" in shown


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ("nowhere.toml", 3, "nowhere.toml: file not found."),
        ("http://example.org/x", 4, "--allow-http"),
        ("ftp://example.org/x", 4, "does not start with https://"),
        ("file:///etc/passwd", 4, "does not start with https://"),
        ("https://user:secret@example.org/", 4, "username or a password"),
        ("https://", 4, "has no host"),
        # As Python reads an argument that is not UTF-8.
        ("https://\udcff", 4, r"https://\udcff was not fetched: "),
    ],
)
def test_invalid_schedule_argument_is_an_error(
    run: Run, given: str, code: int, message: str
) -> None:
    answer = run("now", "--schedule", given)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
    for command in (["now", "--offline"], ["update"], ["check", given]):
        if code == 4:
            assert run(*command, "--schedule", given).code in (2, 4)


def test_offline_uses_the_copy(run: Run, summit_server: ScheduleServer) -> None:
    answer = run("now", "--schedule", summit_server.url, "--offline")
    assert (answer.code, summit_server.requests) == (4, [])
    assert "no saved copy" in answer.err
    run("now", "--schedule", summit_server.url)
    assert run("now", "--schedule", summit_server.url, "--offline").code == 0
    assert len(summit_server.requests) == 1


def test_works_without_a_home_folder(
    run: Run, summit_server: ScheduleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "folder", lambda: None)
    answer = run("now", "--schedule", summit_server.url)
    assert answer.code == 0
    assert "no cache folder" in answer.err


def test_completion_never_uses_the_network(run: Run, summit_server: ScheduleServer) -> None:
    shell = {"_CACCTL_COMPLETE": "complete_bash", "COMP_WORDS": "cacctl show cl", "COMP_CWORD": "2"}
    assert cacctl(CACCTL_SCHEDULE=summit_server.url, **shell).stdout.split() == []
    assert summit_server.requests == []
    run("now", "--schedule", summit_server.url)
    assert cacctl(CACCTL_SCHEDULE=summit_server.url, **shell).stdout.split() == [b"climate"]
    assert len(summit_server.requests) == 1


def test_copies_are_saved_in_the_cache_folder(cache_home: Path) -> None:
    assert cache.folder() == cache_home / "cacctl" / "schedules"


def test_argument_decides_the_kind_of_source() -> None:
    for given, events, kind in [
        (None, {}, BundledSource),
        ("x", {}, FileSource),
        ("x", {"x": "y"}, FileSource),
        ("https://example.org/x", {}, RemoteSource),
        ("x", {"x": "https://example.org/x"}, RemoteSource),
    ]:
        source = locate(given, events, offline=True, allow_http=False)
        assert type(source) is kind
        if isinstance(source, FileSource):
            assert source.path == events.get("x", "x")


@pytest.mark.parametrize("scheme", ["webcal", "WEBCAL", "webcals"])
def test_webcal_url_is_downloaded_over_https(scheme: str) -> None:
    url = f"{scheme}://calendar.example.org/x.ics"
    for events in ({}, {"fair": url}):
        given = "fair" if events else url
        source = locate(given, events, offline=False, allow_http=False)
        assert isinstance(source, RemoteSource)
        assert source.url == "https://calendar.example.org/x.ics"
