"""A real nginx on the loopback address."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.processes import PATIENCE_SECONDS

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
# Its workers would be another user's, who cannot read pytest's folders.
CONFIGURATION = """\
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    types {{ application/toml toml; application/json json; video/x-matroska mkv; }}
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    gzip on;
    gzip_types application/toml;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/www;
        location = /folder {{ access_log off; return 200 "{folder}"; }}
        location = /logged {{ return 204; }}
    }}
}}
"""

needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the files in `folder`/www, and yield the URL of that folder."""
    process, port = _started(folder)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def requests(folder: Path, url: str) -> list[str]:
    """Return the log of the requests to a URL of `serving` so far.

    nginx logs a request after the client has the response, but one request after another.
    """
    mark = f"/logged?{uuid4().hex}"
    assert _response(urlsplit(url).port, mark) is not None
    end = time.monotonic() + PATIENCE_SECONDS
    while mark not in (log := (folder / "access.log").read_text("utf-8")):
        assert time.monotonic() < end, log
        time.sleep(0.01)
    return [line for line in log.splitlines() if " /logged?" not in line]


def _started(folder: Path) -> tuple["subprocess.Popen[bytes]", int]:
    """Start nginx, and return it and its port once it responds there."""
    assert NGINX
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        port = _free_port()
        (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
        process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])
        # It ends if another program has taken the port in the meantime, and then that responds.
        while process.poll() is None:
            if _response(port, "/folder") == str(folder).encode():
                return process, port
            if time.monotonic() > end:
                process.kill()
                process.wait()
                break
            time.sleep(0.02)
        assert time.monotonic() < end, (folder / "error.log").read_text("utf-8")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _response(port: int | None, path: str) -> bytes | None:
    """Return what the server at a port responds with, None if it does not."""
    with (
        suppress(OSError, HTTPException),
        closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection,
    ):
        connection.request("GET", path)
        return connection.getresponse().read(1000)
    return None
