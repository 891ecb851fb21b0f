"""Checking links on real servers of this machine."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote, unquote

import pytest
import requests.utils
import urllib3

from cacctl import __version__
from cacctl.net import link_check
from cacctl.net.link_check import LinkStatus, check_links
from tests.servers import LoopbackServer, no_request_is_under_way

SETTINGS_OF_REQUESTS = (
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "NETRC",
)


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the user, and no look-up of any host but this machine."""
    for name in SETTINGS_OF_REQUESTS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)


class Handler(BaseHTTPRequestHandler):
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
            self.answer(302, Location="/ok", **{"Set-Cookie": "who=you; Path=/"})
        elif what == "slow":
            time.sleep(float(argument))
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

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def trickle(self, start: bytes, more: bytes) -> None:
        """Never end, and never leave the other side without a byte for long."""
        try:
            self.wfile.write(start)
            while not self.server.over.wait(0.05):
                self.wfile.write(more)
        except ConnectionError:
            self.server.hung_up.set()

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing to the terminal."""


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


def ask(address: str, timeout_seconds: float = 10) -> LinkStatus:
    (answer,) = check_links([address], timeout_seconds=timeout_seconds)
    assert answer.url == address
    return answer


# What the server says


@pytest.mark.parametrize(
    ("status", "ok", "detail"),
    [
        (200, True, ""),
        (204, True, ""),
        (304, True, ""),
        (401, True, "responds, but refuses cacctl (401)"),
        (403, True, "responds, but refuses cacctl (403)"),
        (404, False, "page not found (404)"),
        (407, False, "the proxy requires a password (407)"),
        (410, False, "page not found (410)"),
        (429, True, "responds, but refuses cacctl (429)"),
        (500, False, "server error (500)"),
        (503, False, "server error (503)"),
        (599, False, "server error (599)"),
    ],
)
def test_meaning_of_each_status(server: Server, status: int, detail: str, *, ok: bool) -> None:
    answer = ask(f"{server.url}/status/{status}")
    assert (answer.ok, answer.status, answer.detail) == (ok, status, detail)
    assert 0 < answer.seconds < 10


def test_request_is_a_get_with_a_user_agent(server: Server) -> None:
    ask(f"{server.url}/ok")
    ((path, headers),) = server.requests
    assert path == "/ok"
    assert headers["User-Agent"] == f"cacctl/{__version__}"


@pytest.mark.parametrize("status", ["200", "302"])
def test_body_is_not_read(server: Server, status: str) -> None:
    answer = ask(f"{server.url}/endless/{status}", 5)
    assert (answer.ok, answer.status) == (True, 200)
    assert server.hung_up.wait(5)


# Redirects


def test_five_redirects_are_followed(server: Server) -> None:
    assert ask(f"{server.url}/redirect/4")[1:4] == (True, 200, "")
    assert server.paths() == [*(f"/redirect/{left}" for left in (4, 3, 2, 1, 0)), "/ok"]


@pytest.mark.parametrize("path", ["redirect/5", "loop"])
def test_more_than_five_redirects_are_refused(server: Server, path: str) -> None:
    answer = ask(f"{server.url}/{path}")
    assert (answer.ok, answer.detail) == (False, "more than 5 redirects")
    assert len(server.requests) == 6


def test_status_is_that_after_redirects(server: Server) -> None:
    answer = ask(f"{server.url}/to/%2Fstatus%2F404")
    assert (answer.ok, answer.status) == (False, 404)


def test_redirect_in_korean_is_followed(server: Server) -> None:
    assert ask(f"{server.url}/to/%2F%EC%84%9C%EC%9A%B8%3Fv%3D1").ok
    assert server.paths()[1] == "/%EC%84%9C%EC%9A%B8?v=1"


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://127.0.0.1/",
        "//user:word@127.0.0.1/",
        "http://user:word@127.0.0.1/",
        "http://[::1",
        "http://%1b]0;x%07/",
        "/a b",
    ],
)
def test_redirect_to_a_refused_url_is_refused(server: Server, target: str) -> None:
    answer = ask(f"{server.url}/to/{quote(target, safe='')}")
    assert (answer.ok, answer.status) == (False, None)
    assert answer.detail.startswith(("it redirects to ", "the request failed: "))
    assert answer.detail.isprintable()
    assert len(server.requests) == 1


def test_redirect_from_https_to_http_is_refused(
    server: Server,
    tls_server: Server,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    assert ask(f"{tls_server.url}/redirect/1").ok
    downwards = ask(f"{tls_server.url}/to/http%3A%2F%2F{server.host}%2Fok")
    assert (downwards.ok, downwards.detail) == (False, "it redirects from https to http")
    assert server.requests == []
    assert ask(f"{server.url}/to/https%3A%2F%2F{tls_server.host}%2Fok").ok


# What is never sent


def test_passwords_in_netrc_are_never_sent(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login you password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert requests.utils.get_netrc_auth(server.url) == ("you", "secret")
    assert ask(f"{server.url}/redirect/1").ok
    assert len(server.requests) == 3
    assert not any("Authorization" in headers for _path, headers in server.requests)


def test_cookies_are_not_sent_back(server: Server) -> None:
    assert ask(f"{server.url}/cookie").ok
    assert server.paths() == ["/cookie", "/ok"]
    assert not any("Cookie" in headers for _path, headers in server.requests)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "--x",
        "file:///etc/passwd",
        "javascript:x",
        "http://you:secret@127.0.0.1/",
        "http://a b/",
    ],
)
def test_refused_url_is_not_requested(address: str) -> None:
    answer = ask(address)
    assert (answer.ok, answer.status) == (False, None)
    assert answer.detail.startswith("not fetched: ")


# What cannot be reached


def test_refused_connection_is_named(closed_port: str) -> None:
    answer = ask(f"http://{closed_port}/")
    assert (answer.ok, answer.status, answer.detail) == (False, None, "connection refused")


def test_unknown_host_is_named(server: Server) -> None:
    detail = "host nowhere.invalid not found"
    assert ask("https://nowhere.invalid/x").detail == detail
    assert ask(f"{server.url}/to/http%3A%2F%2Fnowhere.invalid%2F").detail == detail


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("garbage", "the response is not HTTP"),
        ("break", "the server closed the connection early"),
    ],
)
def test_response_that_is_not_http_is_named(server: Server, path: str, detail: str) -> None:
    answer = ask(f"{server.url}/{path}")
    assert (answer.ok, answer.status, answer.detail) == (False, None, detail)


def test_server_without_tls_is_named(server: Server) -> None:
    answer = ask(f"https://{server.host}/")
    assert (answer.ok, answer.status) == (False, None)
    # The reason is OpenSSL's, and differs with its version.
    assert answer.detail.startswith("no secure connection: ")
    assert "Pool" not in answer.detail


def test_untrusted_certificate_is_named(tls_server: Server) -> None:
    answer = ask(f"{tls_server.url}/ok")
    assert (answer.ok, answer.status) == (False, None)
    assert answer.detail.startswith("invalid certificate: self")


def test_missing_certificate_bundle_is_named(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    answer = ask(f"https://{server.host}/")
    assert (answer.ok, answer.status) == (False, None)
    assert answer.detail.startswith("the request failed: ")
    assert "missing.pem" in answer.detail


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_failing_proxy_is_named(
    closed_port: str, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv(f"{scheme.upper()}_PROXY", f"http://{closed_port}")
    answer = ask(f"{scheme}://example.invalid/")
    assert (answer.ok, answer.status) == (False, None)
    assert answer.detail.startswith("the proxy failed: ")


def test_proxy_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    assert ask("http://example.invalid/through").ok
    assert server.paths() == ["http://example.invalid/through"]


@pytest.mark.parametrize(
    "address",
    [
        f"http://{'a' * 70}.example/",
        f"https://{'한' * 60}.example/",
        "http://a..example/",
        "http://.example/",
        "http://xn--/",
        "http://xn--a-ecp.example/",
        "http://example.:80/",
        "http://[::1%25lo]/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://127.1:1/",
        "http://%00/",
        "http://%2e%2e/%zz?%",
        "http://*.example/",
        "http://1e1000/#x",
        "https://😀.example/",
        "https://ß.example/",
    ],
)
@pytest.mark.parametrize(
    "proxy", ["", "http://127.0.0.1:1", "socks5://127.0.0.1:1", "http://[", "x"]
)
def test_any_url_and_proxy_gives_a_result(
    address: str, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy)
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    answer = ask(address, 5)
    assert not answer.ok
    assert answer.detail
    assert "no response within" not in answer.detail


@pytest.mark.parametrize(
    "error",
    [
        requests.RequestException("as it is"),
        OSError("as it is"),
        urllib3.exceptions.DecodeError("as it is"),
        ValueError("as it is"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_unknown_error_is_shown_with_its_text(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise error

    monkeypatch.setattr(requests.Session, "get", fail)
    assert ask("https://127.0.0.1/").detail == "the request failed: as it is"


# The deadline


@pytest.mark.parametrize("path", ["stall", "trickle"])
def test_server_that_never_finishes_is_given_up(server: Server, path: str) -> None:
    started = time.monotonic()
    answer = ask(f"{server.url}/{path}", 0.4)
    assert 0.3 < time.monotonic() - started < 3
    assert (answer.ok, answer.status) == (False, None)
    assert answer.detail == "no response within 0.4 seconds"
    assert 0.3 < answer.seconds < 3


def test_links_are_requested_in_parallel_and_yielded_as_they_respond(server: Server) -> None:
    paths = ["slow/1.5", "slow/0.7", "ok"]
    started = time.monotonic()
    answers = list(check_links([f"{server.url}/{path}" for path in paths]))
    assert time.monotonic() - started < 2.2
    assert [answer.url for answer in answers] == [f"{server.url}/{p}" for p in reversed(paths)]
    assert all(answer.ok for answer in answers)


def test_each_link_has_the_whole_timeout_however_many_there_are(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_check, "AT_ONCE", 2)
    addresses = [f"{server.url}/trickle/{number}" for number in range(4)]
    answers = list(check_links([*addresses, f"{server.url}/ok"], timeout_seconds=0.3))
    assert {answer.url: answer.ok for answer in answers} == {
        **dict.fromkeys(addresses, False),
        f"{server.url}/ok": True,
    }
    assert len(server.requests) == len(answers) == 5


def test_same_url_is_requested_once(server: Server) -> None:
    assert len(list(check_links([f"{server.url}/slow/0.3"] * 3))) == 1
    assert server.paths() == ["/slow/0.3"]


def test_response_after_the_timeout_is_ignored(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_check, "AT_ONCE", 1)
    addresses = [f"{server.url}/stall", f"{server.url}/slow/0.3"]
    answers = list(check_links(addresses, timeout_seconds=1))
    assert [(answer.url, answer.ok) for answer in answers] == [
        (addresses[0], False),
        (addresses[1], True),
    ]


def test_request_that_was_given_up_ends_over_tls(
    server: Server,
    tls_server: Server,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    assert no_request_is_under_way()
    addresses = [f"{server.url}/continue", f"{tls_server.url}/continue"]
    answers = list(check_links(addresses, timeout_seconds=0.5))
    assert [answer.detail for answer in answers] == ["no response within 0.5 seconds"] * 2
    assert no_request_is_under_way()
    assert len(server.requests) == len(tls_server.requests) == 1


def test_no_urls_give_no_results() -> None:
    assert list(check_links([])) == []


PROGRAM = """
import signal, sys
from cacctl.net.link_check import check_links
signal.signal(signal.SIGINT, signal.default_int_handler)
for answer in check_links(sys.argv[2:], timeout_seconds=float(sys.argv[1])):
    print(answer.ok, flush=True)
"""


def test_program_ends_while_requests_hang(server: Server) -> None:
    addresses = [f"{server.url}/stall", f"{server.url}/trickle"]
    started = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, "0.5", *addresses], capture_output=True, timeout=60
    )
    assert (run.returncode, run.stdout.split(), run.stderr) == (0, [b"False", b"False"], b"")
    assert time.monotonic() - started < 10


@pytest.mark.skipif(os.name == "nt", reason="one process cannot send Ctrl-C to another there")
def test_ctrl_c_ends_the_check_at_once(server: Server) -> None:
    addresses = [f"{server.url}/ok", f"{server.url}/stall", f"{server.url}/trickle"]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "60", *addresses],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == b"True\n"
        pressed = time.monotonic()
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=30)
    assert time.monotonic() - pressed < 3
    assert program.returncode == -signal.SIGINT
    assert errors.strip().endswith(b"KeyboardInterrupt")
