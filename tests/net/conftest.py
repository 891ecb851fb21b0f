"""Servers of this machine with and without TLS, and checks of a link of theirs."""

import shutil
import socket
import ssl
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import unquote

import pytest

from cacctl.net.link_check import LinkStatus, check_links
from tests.servers import LoopbackServer, Responder


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No .netrc of the user, and no look-up of any host but this machine."""
    monkeypatch.setenv("HOME", str(tmp_path))
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)


class Handler(Responder):
    """`do_GET` has the response of each path."""

    server: "Server"

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers)))
        what, _, argument = self.path.lstrip("/").partition("/")
        if what == "status":
            self.answer(int(argument))
        elif what == "redirect":
            self.answer(
                302, Location=f"/redirect/{int(argument) - 1}" if argument != "0" else "/ok"
            )
        elif what == "loop":
            self.answer(301, Location="/loop")
        elif what == "to":
            # As servers write it that do not escape what is not ASCII.
            self.answer(302, Location=unquote(argument).encode().decode("latin-1"))
        elif what == "cookie":
            self.answer(302, Location="/ok", Set_Cookie="who=you; Path=/")
        elif what == "slow":
            time.sleep(float(argument))
            self.answer(200)
        elif what == "held":
            self.server.released[argument].wait()
            self.answer(200)
        elif what == "stall":
            self.server.over.wait()
        elif what == "trickle":
            self.trickle(b"HTTP/1.1 200 OK\r\n", b"X-More: of the same\r\n")
        elif what == "continue":
            self.trickle(b"", b"HTTP/1.1 100 Continue\r\n\r\n")
        elif what == "endless":
            location = b"Location: /ok\r\n" if argument == "302" else b""
            start = b"HTTP/1.1 " + argument.encode() + b" Fine\r\n" + location + b"\r\n"
            self.trickle(start, b"x" * 1000)
        elif what == "garbage":
            self.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n")
        elif what == "break":
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.answer(200)

    def trickle(self, start: bytes, more: bytes) -> None:
        """Never end, and never leave the other side without a byte for long."""
        try:
            self.wfile.write(start)
            while not self.server.over.wait(0.05):
                self.wfile.write(more)
        except ConnectionError:
            self.server.hung_up.set()


class Server(LoopbackServer):
    """Remembers its requests; `over` ends the responses that never end."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(Handler)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.host = f"127.0.0.1:{self.server_port}"
        self.url = f"{'https' if tls else 'http'}://{self.host}"
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.hung_up = Event()
        self.released: dict[str, Event] = defaultdict(Event)

    def paths(self) -> list[str]:
        return [path for path, _headers in self.requests]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def closed_port() -> Iterator[str]:
    """Host and port on which no program listens or can start to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{bound.getsockname()[1]}"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is not on PATH")
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "certificate.pem", folder / "key.pem"
    options = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 "
        f"-addext subjectAltName=IP:127.0.0.1 -out {files[0].name} -keyout {files[1].name}"
    )
    subprocess.run([openssl, *options.split()], check=True, capture_output=True, cwd=folder)
    return files


@pytest.fixture
def tls_server(certificate: tuple[Path, Path]) -> Iterator[Server]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    with Server(tls) as server:
        yield server


def ask(url: str, timeout_seconds: float = 60) -> LinkStatus:
    """Check a single link."""
    (result,) = check_links([url], timeout_seconds=timeout_seconds)
    assert result.url == url
    return result
