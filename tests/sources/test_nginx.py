"""A real nginx serving a schedule with its own ETags, compression and ranges."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cacctl.sources.remote import RemoteSource
from tests.conftest import ROOT, Run
from tests.nginx import needs_nginx, requests, serving

NOW = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=20)
pytestmark = needs_nginx


@pytest.fixture
def schedule(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The file that nginx serves, and its URL."""
    file = tmp_path / "nginx" / "www" / "schedule.toml"
    file.parent.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "schedule.toml", file)
    with serving(tmp_path / "nginx") as url:
        yield file, f"{url}/schedule.toml"


def log_of(file: Path, url: str) -> list[str]:
    """The status and size of each response in the log of nginx."""
    lines = requests(file.parents[1], url)
    return [" ".join(line.split('"')[2].split()) for line in lines]


def test_nginx_sends_only_what_changed(schedule: tuple[Path, str], tmp_path: Path) -> None:
    file, url = schedule
    source = RemoteSource(url, tmp_path / "copies")
    first = source.current(NOW)
    # nginx compresses as it sends, and so names the content by a weak tag.
    assert first.copy.etag.startswith('W/"')
    assert first.copy.body == file.read_bytes()
    assert source.current(LATER).warning == ""
    statuses = log_of(file, url)
    assert statuses[1] == "304 0"
    assert int(statuses[0].split()[1]) < file.stat().st_size / 2
    file.write_text(file.read_text("utf-8").replace("CAC Global Summit 2020", "New"), "utf-8")
    os.utime(file, (NOW.timestamp(), NOW.timestamp() + 7))
    found = source.current(LATER + timedelta(minutes=20))
    assert found.loaded.programme.event.name["en"] == "New"
    assert source.load(LATER + timedelta(minutes=20)).replaced is not None
    file.unlink()
    found = source.current(LATER + timedelta(minutes=40))
    assert "responded with 404" in found.warning


def test_command_reads_a_schedule_from_nginx(
    run: Run, schedule: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    _file, url = schedule
    answer = run("next", "--schedule", url, "--at", "2020-06-03T10:00+09:00")
    assert (answer.code, answer.err) == (0, "")
    assert "Prevention Measures" in answer.out
