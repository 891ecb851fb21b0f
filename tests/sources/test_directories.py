"""Directories of events from files and a real server."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from cacctl.formats.loading import Loaded
from cacctl.model.directory import Directory
from cacctl.settings.settings import Setting, Settings
from cacctl.sources import directories
from cacctl.sources.bundled import BundledSource
from cacctl.sources.companion import LARGEST_BYTES, Access, companions, complete
from tests import servers
from tests.conftest import TALK, item, programme_of, seoul
from tests.servers import ScheduleServer
from tests.sources.conftest import MINUTE, NOW

DAY = timedelta(days=1)


def toml(event_id: str, start: str = "2020-06-03", more: str = "") -> bytes:
    return (
        f'[[event]]\nid = "{event_id}"\nname = "N"\nstart = {start}\nend = {start}\n{more}\n'
    ).encode()


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return Access(tmp_path / "copies")


@pytest.fixture
def server() -> object:
    with ScheduleServer(toml("harbour-2020")) as running:
        yield running


def settings(*locations: str, events: dict[str, str] | None = None) -> Settings:
    named = {
        name: Setting(value, "file", "config.toml:1") for name, value in (events or {}).items()
    }
    found = tuple(Setting(location, "file") for location in locations)
    return Settings({}, None, events=named, directories=found)


def ids(found: Directory) -> list[str]:
    return [event.id for event in found.events]


def bundled(access: Access) -> list[str]:
    return ids(directories.read(settings(), NOW, access))


def test_own_directories_come_before_the_bundled_one(
    server: ScheduleServer, access: Access, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes(toml("mine") + toml("fosdem-2026", "2020-01-01"))
    found = directories.read(settings(server.url, str(file)), NOW, access)
    rest = [event_id for event_id in bundled(access) if event_id != "fosdem-2026"]
    assert ids(found) == ["harbour-2020", "mine", "fosdem-2026", *rest]
    assert found.warnings == ()
    assert found.events[2].start == date(2020, 1, 1)


def test_directory_is_refreshed_once_a_day(server: ScheduleServer, access: Access) -> None:
    read = settings(server.url)
    for now in (NOW, NOW + MINUTE, NOW + DAY - MINUTE):
        assert ids(directories.read(read, now, access))[0] == "harbour-2020"
    assert len(server.requests) == 1
    directories.read(read, NOW + 2 * DAY, access)
    assert [request.get("If-None-Match") for request in server.requests] == [None, '"1"']
    server.publish(toml("harbour-2021"), '"2"')
    assert ids(directories.read(read, NOW + 4 * DAY, access))[0] == "harbour-2021"


def test_last_good_copy_stays_in_use(server: ScheduleServer, access: Access) -> None:
    read = settings(server.url)
    directories.read(read, NOW, access)
    failures = [servers.status(500), servers.status(200, b"<html>"), servers.truncate]
    for number, behaviour in enumerate(failures):
        server.behaviour = behaviour
        found = directories.read(read, NOW + (9 + number) * DAY, access)
        assert ids(found)[0] == "harbour-2020"
        assert f"Using the copy saved {9 + number} days ago." in found.warnings[0]
    requests = len(server.requests)
    assert ids(directories.read(read, NOW + DAY * 30, access._replace(offline=True)))
    assert len(server.requests) == requests


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"version": 1}', "is not an event directory."),
        (b"<html></html>", "is a web page"),
        (b"[[event", ":1"),
        (b"#" * (LARGEST_BYTES + 1), "larger than the limit of 8 MiB"),
    ],
)
def test_unusable_directory_is_a_warning(
    server: ScheduleServer, access: Access, body: bytes, words: str
) -> None:
    server.publish(body, '"2"')
    found = directories.read(settings(server.url), NOW, access)
    assert ids(found) == bundled(access)
    (warning,) = found.warnings
    assert words in warning


def test_missing_file_and_url_without_copy_are_warnings(access: Access, tmp_path: Path) -> None:
    urls = (str(tmp_path / "none.toml"), "https://events.example.org/", "ftp://example.org/")
    found = directories.read(settings(*urls), NOW, access._replace(offline=True))
    assert ids(found) == bundled(access)
    assert ["file not found" in found.warnings[0], "no saved copy" in found.warnings[1]] == [
        True
    ] * 2
    online = directories.read(settings("http://example.org/menu.json"), NOW, access)
    assert "only https:// is allowed" in online.warnings[0]


def test_menu_of_giggity_is_read_from_its_url(server: ScheduleServer, access: Access) -> None:
    entry = {
        "id": "harbour_2027",
        "version": 1,
        "url": "https://example.org/schedule.xml",
        "title": "Harbour",
        "start": "2027-05-07",
        "end": "2027-05-09",
    }
    server.publish(json.dumps({"version": 1, "schedules": [entry]}).encode(), '"2"')
    found = directories.read(settings(server.url), NOW, access)
    assert found.events[0].id == "harbour-2027"
    assert found.events[0].location == f"{server.url}:1"


def test_event_of_a_directory_brings_its_zone_and_streams(access: Access, tmp_path: Path) -> None:
    more = 'zone = "Europe/Oslo"\nschedule = "s.toml"\nstreams = "https://e.org/{room}"\n'
    file = tmp_path / "my.toml"
    file.write_bytes(toml("mine", more=more + 'streams_api = "v2.json"'))
    event = directories.read(settings(str(file)), NOW, access).events[0]
    made = directories.with_event(settings(), "My", event)
    assert made.events["My"].value == str(tmp_path / "s.toml")
    assert made.events["My"].location == f"{file}:1"
    assert made.event_zones["My"].value == "Europe/Oslo"
    assert made.event_streams["My"].urls == ["https://e.org/{room}"]
    assert made.companions["My"]["streams_api"].value == str(tmp_path / "v2.json")


def test_resource_of_a_directory_cannot_redirect_into_another_network(
    server: ScheduleServer, access: Access
) -> None:
    server.publish(toml("mine", more='schedule = "s.toml"\nstreams_api = "v2.json"'), '"2"')
    event = directories.read(settings(server.url), NOW, access).events[0]
    made = directories.with_event(settings(), "mine", event)
    programme = programme_of([item("talk", seoul("2020-06-03T10:00"))])
    (resource,) = companions(programme, BundledSource(), made.companions["mine"])
    with ScheduleServer(b"[]") as inside:
        elsewhere = inside.url.replace("127.0.0.1", "localhost")
        server.behaviour = servers.status(302, Location=elsewhere)
        found = complete(Loaded(programme), iter([resource]), NOW, access)
        assert "it is on a private network" in found.warnings[0]
        assert inside.requests == []
        server.behaviour = servers.status(302, Location=inside.url)
        assert complete(Loaded(programme), iter([resource]), NOW, access).warnings == ()


def test_event_of_the_settings_replaces_that_of_a_directory(access: Access, tmp_path: Path) -> None:
    (tmp_path / "talk.toml").write_text(TALK, "utf-8")
    file = tmp_path / "my.toml"
    more = 'schedule = "https://example.org/s.toml"'
    file.write_bytes(toml("a", "2030-01-01", more) + toml("b", "2031-01-01"))
    own = {"b": str(tmp_path / "talk.toml"), "short": "https://example.org/s.toml", "new": "x.toml"}
    read = settings(str(file), events=own)
    directory = directories.read(read, NOW, access)
    known = {each.event.id: each for each in directories.known(read, directory, NOW.date(), NOW)}
    assert list(known)[:3] == ["b", "short", "new"]
    assert "a" not in known
    assert known["short"].dates == (date(2030, 1, 1), date(2030, 1, 1))
    assert known["b"].event.schedule == str(tmp_path / "talk.toml")
    assert known["new"].dates is None


def test_schedules_are_read_only_around_their_dates(access: Access, tmp_path: Path) -> None:
    (tmp_path / "talk.toml").write_text(TALK, "utf-8")
    file = tmp_path / "my.toml"
    file.write_bytes(toml("mine", more='schedule = "talk.toml"'))
    read = settings(str(file))
    directory = directories.read(read, NOW, access)
    for day, is_read in [(1, False), (2, True), (3, True), (4, True), (5, False)]:
        today = date(2020, 6, day)
        mine = next(iter(directories.known(read, directory, today, NOW)))
        assert (mine.programme is not None) == is_read
