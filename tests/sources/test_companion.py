"""Further resources of a schedule: files, and URLs of a real server."""

import json
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from cacctl.formats.loading import Loaded
from cacctl.model.programme import Programme
from cacctl.net import http
from cacctl.settings.settings import Setting
from cacctl.sources import cache, companion
from cacctl.sources.base import Source
from cacctl.sources.bundled import BundledSource
from cacctl.sources.companion import Access, Companion, companions, complete
from cacctl.sources.file import FileSource
from cacctl.sources.remote import RemoteSource
from tests import servers
from tests.conftest import item, programme_of, seoul
from tests.formats.c3voc.builders import conference, room
from tests.servers import ScheduleServer
from tests.sources.conftest import MINUTE, NOW

SCHEDULE = "https://example.org/2020/schedule.toml"


def body(slug: str) -> bytes:
    """An API file in which the session's room has this slug."""
    return json.dumps([conference(room(slug, "One"))]).encode()


def programme(streams_api: str = "", start: str = "2020-06-03T10:00") -> Programme:
    talk = item("talk", seoul(start))._replace(room={"und": "One"}, lang="en")
    found = programme_of([talk])
    return found._replace(event=found.event._replace(streams_api=streams_api))


@pytest.fixture
def api() -> ScheduleServer:
    server = ScheduleServer(body("first"))
    server.url = server.url.replace("schedule.toml", "v2.json")
    return server


@pytest.fixture(autouse=True)
def running(api: ScheduleServer) -> object:
    with api:
        yield


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return Access(tmp_path / "copies")


def seen(where: str, access: Access, now: object = NOW, **change: object) -> tuple[str, str]:
    """The room that the streams are from, and the warning."""
    resource = Companion("streams_api", where, "://" in where)._replace(**change)  # type: ignore[arg-type]
    loaded = complete(Loaded(programme()), iter([resource]), now, access)  # type: ignore[arg-type]
    streams = loaded.programme.sessions[0].streams
    slug = streams[0].url.rpartition("/")[2] if streams else ""
    return slug, " ".join(loaded.warnings)


def test_resource_is_cached_and_refreshed_as_the_schedule_is(
    api: ScheduleServer, access: Access
) -> None:
    assert seen(api.url, access) == ("first", "")
    api.publish(body("second"), '"2"')
    assert seen(api.url, access, NOW + 10 * MINUTE) == ("first", "")
    assert len(api.requests) == 1
    assert seen(api.url, access, NOW + 20 * MINUTE) == ("second", "")
    assert api.requests[-1]["If-None-Match"] == '"1"'
    # Unchanged, so that it has not to be sent.
    assert seen(api.url, access, NOW + 40 * MINUTE) == ("second", "")
    assert api.requests[-1]["If-None-Match"] == '"2"'
    assert seen(api.url, access, NOW + 45 * MINUTE) == ("second", "")
    assert len(api.requests) == 3


def test_file_can_have_a_slug_behind_it(access: Access, tmp_path: Path) -> None:
    folder = tmp_path / "a#b"
    folder.mkdir()
    tables = [conference(room(slug, "One")) | {"slug": slug} for slug in ("40c3", "camp")]
    (folder / "v2.json").write_text(json.dumps(tables), "utf-8")
    for slug in ("40c3", "camp"):
        assert seen(f"{folder}/v2.json#{slug}", access) == (slug, "")
    (folder / "v3.json").write_bytes(body("one"))
    assert seen(f"{folder}/v3.json", access) == ("one", "")
    where = f"{folder}/gone.json#40c3"
    assert seen(where, access) == ("", f"streams_api: {folder}/gone.json: file not found.")
    assert seen("#40c3", access) == ("", "streams_api: #40c3: file not found.")


def test_update_refreshes_at_once(api: ScheduleServer, access: Access) -> None:
    seen(api.url, access)
    api.publish(body("second"), '"2"')
    assert seen(api.url, access._replace(is_update=True)) == ("second", "")


@pytest.mark.parametrize(
    "behaviour",
    [
        servers.status(404),
        servers.status(500),
        servers.status(200, b"<html>"),
        servers.status(200, b'{"not": "it"}'),
        servers.truncate,
        servers.flood,
        servers.stall,
    ],
)
def test_last_good_version_is_used_with_one_warning(
    api: ScheduleServer,
    access: Access,
    behaviour: servers.Behaviour,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen(api.url, access)
    api.behaviour = behaviour
    with monkeypatch.context() as patched:
        if behaviour is servers.stall:
            patched.setattr(http, "REFRESH_TIMEOUT_SECONDS", 0.5)
        slug, warning = seen(api.url, access, NOW + 20 * MINUTE)
    assert slug == "first"
    assert warning.endswith("Using the copy saved 20 minutes ago.")
    assert "\n" not in warning
    assert "schedule" not in warning.replace("schedule.toml", "")
    # The server is not asked again at once.
    count = len(api.requests)
    assert seen(api.url, access, NOW + 20 * MINUTE) == ("first", "")
    assert len(api.requests) == count
    api.behaviour = api.serve
    assert seen(api.url, access, NOW + 60 * MINUTE) == ("first", "")


def test_schedule_is_shown_without_a_resource_that_fails(
    api: ScheduleServer, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    for behaviour, seconds, words in (
        (servers.status(404), 60.0, "responded with 404"),
        (servers.stall, 0.5, "no response within 0.5 seconds"),
    ):
        api.behaviour = behaviour
        monkeypatch.setattr(companion, "FIRST_TIMEOUT_SECONDS", seconds)
        slug, warning = seen(api.url, access)
        assert slug == ""
        assert words in warning


def test_offline_makes_no_request(api: ScheduleServer, access: Access) -> None:
    offline = access._replace(offline=True)
    assert seen(api.url, offline) == ("", f"streams_api: {api.url}: no saved copy.")
    assert api.requests == []
    seen(api.url, access)
    assert seen(api.url, offline, NOW + timedelta(days=9)) == ("first", "")
    assert len(api.requests) == 1


def test_damaged_copy_is_fetched_again(api: ScheduleServer, access: Access) -> None:
    seen(api.url, access)
    assert access.folder
    [file] = access.folder.glob("*.copy")
    file.write_bytes(file.read_bytes()[:-1])
    assert seen(api.url, access) == ("first", "")
    assert len(api.requests) == 2


def test_copy_is_none_of_a_schedule_at_the_same_url(api: ScheduleServer, access: Access) -> None:
    seen(api.url, access)
    assert access.folder
    assert cache.read(access.folder, api.url) is None


def test_resource_works_without_a_cache_folder(api: ScheduleServer) -> None:
    assert seen(api.url, Access(None)) == ("first", "")


def test_http_is_refused_unless_allowed(access: Access) -> None:
    slug, warning = seen("http://example.org/v2.json", access)
    assert (slug, "only https:// is allowed" in warning) == ("", True)


@pytest.mark.parametrize("where", ["/v2.json", "/elsewhere"])
def test_private_network_is_closed_to_schedules(
    api: ScheduleServer, access: Access, where: str
) -> None:
    """Unless the settings name the URL, or the schedule is on the same host."""
    url = api.url.replace("/v2.json", where)
    if where == "/elsewhere":
        api.behaviour = servers.status(302, Location=api.url)
    slug, warning = seen(url, access, is_trusted=False, host="example.org")
    assert (slug, "is on a private network" in warning) == ("", True)
    assert api.requests == []
    api.behaviour = api.serve
    assert seen(api.url, access, is_trusted=False, host="127.0.0.1") == ("first", "")


def test_file_that_is_too_large_is_refused(
    api: ScheduleServer, access: Access, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companion, "LARGEST_BYTES", 1000)
    file = tmp_path / "v2.json"
    file.write_bytes(body("first"))
    for where in (api.url, str(file)):
        slug, warning = seen(where, access)
        assert (slug, "larger than the limit" in warning) == ("", True)


def test_resource_in_a_file_is_read(access: Access, tmp_path: Path) -> None:
    file = tmp_path / "v2.json"
    file.write_bytes(body("first"))
    assert seen(str(file), access) == ("first", "")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.json", "file not found"),
        ("a\0b", "embedded null byte"),
        ("x" * 5000, "File name too long"),
        ("x" * 5000 + "#40c3", "File name too long"),
        ("folder", "it is not a regular file"),
        ("pipe", "it is not a regular file"),
    ],
)
def test_file_that_cannot_be_read_is_a_warning(
    access: Access, tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "folder").mkdir()
    if name == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("this system has no named pipes")
        os.mkfifo(tmp_path / "pipe")
    slug, warning = seen(str(tmp_path / name), access)
    assert slug == ""
    assert warning.endswith(f"{reason}.")


@pytest.mark.parametrize(
    ("source", "named", "location", "is_remote"),
    [
        (RemoteSource(SCHEDULE, None), "https://a.org/v2.json", "https://a.org/v2.json", True),
        (RemoteSource(SCHEDULE, None), "v2.json", "https://example.org/2020/v2.json", True),
        (RemoteSource(SCHEDULE, None), "../v2.json", "https://example.org/v2.json", True),
        (RemoteSource(SCHEDULE, None), "c:x", "c:x", True),
        (RemoteSource(SCHEDULE, None), "file:///etc/passwd", "file:///etc/passwd", True),
        (FileSource("here/my.toml"), "v2.json", str(Path("here/v2.json")), False),
        (FileSource("my.toml"), "https://a.org/v2.json", "https://a.org/v2.json", True),
    ],
)
def test_path_is_relative_to_the_schedule(
    source: Source, named: str, location: str, *, is_remote: bool
) -> None:
    [found] = companions(programme(named), source, {})
    assert (found.location, found.is_remote) == (location, is_remote)
    assert found.is_trusted == isinstance(source, FileSource)


@pytest.mark.parametrize("named", ["c:x", "file:///etc/passwd"])
def test_remote_schedule_leads_to_no_file(access: Access, named: str) -> None:
    resources = companions(programme(named), RemoteSource(SCHEDULE, None), {})
    loaded = complete(Loaded(programme()), resources, NOW, access)
    assert "was not fetched" in loaded.warnings[0]


def test_settings_win_over_the_schedule() -> None:
    own: Mapping[str, Setting] = {"streams_api": Setting("https://b.org/v2.json", "file")}
    [found] = companions(programme("https://a.org/v2.json"), BundledSource(), own)
    assert (found.location, found.is_trusted) == ("https://b.org/v2.json", True)


def test_streams_of_the_earlier_version_are_no_change(api: ScheduleServer, access: Access) -> None:
    resource = Companion("streams_api", api.url, is_remote=True)
    loaded = Loaded(programme(), (), programme(start="2020-06-03T09:00"))
    found = complete(loaded, iter([resource]), NOW, access)
    assert found.replaced
    assert found.replaced.channels == found.programme.channels
