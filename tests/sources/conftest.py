"""A server, and the source of the schedule that it serves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cacctl.sources import cache
from cacctl.sources.remote import CurrentSchedule, RemoteSource
from tests.servers import ScheduleServer, named

NOW = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def name_of(current: CurrentSchedule) -> str:
    return current.loaded.programme.event.name["und"]


@pytest.fixture
def server() -> Iterator[ScheduleServer]:
    with ScheduleServer(named("first")) as running:
        yield running


@pytest.fixture
def source(server: ScheduleServer, tmp_path: Path) -> RemoteSource:
    return RemoteSource(server.url, tmp_path / "copies")


@pytest.fixture(autouse=True)
def no_netrc_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))


def offline(source: RemoteSource) -> RemoteSource:
    """The same source, without the network."""
    return RemoteSource(source.url, source.folder, offline=True)


def update(source: RemoteSource, now: datetime, *, accept: bool = False) -> str:
    """The name of the event after an update."""
    loaded = source.update(now, accept=accept, progress=lambda *_bytes: None).loaded
    return loaded.programme.event.name["und"]


def copy_file(source: RemoteSource) -> Path:
    assert source.folder
    return source.folder / cache.name(source.url)
