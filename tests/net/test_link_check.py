"""Checking links: what each status means, timeouts, and many links at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cacctl.net import link_check
from cacctl.net.link_check import check_links
from tests.net.conftest import Server, ask
from tests.servers import no_request_is_under_way


@pytest.mark.parametrize(
    ("status", "ok", "detail"),
    [
        (200, True, ""),
        (204, True, ""),
        (304, True, ""),
        (401, True, "responds, but blocks cacctl (401)"),
        (403, True, "responds, but blocks cacctl (403)"),
        (404, False, "page not found (404)"),
        (407, False, "the proxy requires authentication (407)"),
        (410, False, "page not found (410)"),
        (429, True, "responds, but blocks cacctl (429)"),
        (500, False, "server error (500)"),
        (503, False, "server error (503)"),
        (599, False, "server error (599)"),
    ],
)
def test_status_decides_whether_a_link_works(
    server: Server, status: int, detail: str, *, ok: bool
) -> None:
    result = ask(f"{server.url}/status/{status}")
    assert (result.ok, result.status, result.detail) == (ok, status, detail)
    assert 0 < result.seconds < 60


@pytest.mark.parametrize("path", ["stall", "trickle"])
def test_server_that_never_finishes_is_given_up(server: Server, path: str) -> None:
    result = ask(f"{server.url}/{path}", 0.4)
    assert (result.ok, result.status) == (False, None)
    assert result.detail == "no response within 0.4 seconds"
    assert 0.3 < result.seconds < 60


def test_links_are_requested_in_parallel_and_yielded_as_they_respond(server: Server) -> None:
    paths = ["held/last", "held/second", "ok"]
    results = check_links([f"{server.url}/{path}" for path in paths])
    for path in reversed(paths):
        server.released[path.removeprefix("held/")].set()
        result = next(results)
        assert (result.url, result.ok) == (f"{server.url}/{path}", True)
    assert list(results) == []


def test_each_link_has_the_whole_timeout_however_many_there_are(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_check, "AT_ONCE", 2)
    urls = [f"{server.url}/trickle/{number}" for number in range(4)]
    results = list(check_links([*urls, f"{server.url}/ok"], timeout_seconds=1.5))
    assert {result.url: result.ok for result in results} == {
        **dict.fromkeys(urls, False),
        f"{server.url}/ok": True,
    }
    assert len(server.requests) == len(results) == 5


def test_same_url_is_requested_once(server: Server) -> None:
    assert len(list(check_links([f"{server.url}/slow/0.3"] * 3))) == 1
    assert server.paths() == ["/slow/0.3"]


def test_response_after_the_timeout_is_ignored(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_check, "AT_ONCE", 1)
    urls = [f"{server.url}/stall", f"{server.url}/slow/0.3"]
    results = list(check_links(urls, timeout_seconds=3))
    assert [(result.url, result.ok) for result in results] == [
        (urls[0], False),
        (urls[1], True),
    ]


def test_request_that_was_given_up_ends_over_tls(
    server: Server,
    tls_server: Server,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    assert no_request_is_under_way()
    urls = [f"{server.url}/continue", f"{tls_server.url}/continue"]
    results = list(check_links(urls, timeout_seconds=2))
    assert [result.detail for result in results] == ["no response within 2 seconds"] * 2
    assert no_request_is_under_way()
    assert len(server.requests) == len(tls_server.requests) == 1


def test_no_urls_give_no_results() -> None:
    assert list(check_links([])) == []


PROGRAM = """
import signal, sys
from cacctl.net.link_check import check_links
signal.signal(signal.SIGINT, signal.default_int_handler)
for result in check_links(sys.argv[2:], timeout_seconds=float(sys.argv[1])):
    print(result.ok, flush=True)
"""


def test_program_ends_while_requests_hang(server: Server) -> None:
    urls = [f"{server.url}/stall", f"{server.url}/trickle"]
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, "0.5", *urls], capture_output=True, timeout=60
    )
    assert (run.returncode, run.stdout.split(), run.stderr) == (0, [b"False", b"False"], b"")


@pytest.mark.skipif(os.name == "nt", reason="one process cannot send Ctrl-C to another there")
def test_ctrl_c_ends_the_check_at_once(server: Server) -> None:
    urls = [f"{server.url}/ok", f"{server.url}/stall", f"{server.url}/trickle"]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "600", *urls],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == b"True\n"
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=60)
    assert program.returncode == -signal.SIGINT
    assert errors.strip().endswith(b"KeyboardInterrupt")
