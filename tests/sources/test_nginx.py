"""A real nginx serving a schedule with its own ETags, compression and ranges."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cacctl.sources.remote import RemoteSource
from tests.conftest import ROOT, Run

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
NOW = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=20)
# Its workers would be another user's, who cannot read pytest's folders.
CONFIGURATION = """\
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    types {{ application/toml toml; }}
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    gzip on;
    gzip_types application/toml;
    server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@pytest.fixture
def schedule(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The file that nginx serves, and its URL."""
    assert NGINX
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path / "nginx"
    file = folder / "www" / "schedule.toml"
    file.parent.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "schedule.toml", file)
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        for _try in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield file, f"http://127.0.0.1:{port}/schedule.toml"
    finally:
        process.terminate()
        process.wait(20)


def log_of(file: Path) -> list[str]:
    """The status and size of each response in the log of nginx."""
    lines = (file.parents[1] / "access.log").read_text().splitlines()
    return [" ".join(line.split('"')[2].split()) for line in lines]


def test_nginx_sends_only_what_changed(schedule: tuple[Path, str], tmp_path: Path) -> None:
    file, url = schedule
    source = RemoteSource(url, tmp_path / "copies")
    first = source.current(NOW)
    # nginx compresses as it sends, and so names the content by a weak tag.
    assert first.copy.etag.startswith('W/"')
    assert first.copy.body == file.read_bytes()
    assert source.current(LATER).warning == ""
    statuses = log_of(file)
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
