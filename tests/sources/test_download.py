"""Downloads from a real server that responds, stalls, lies and sends bombs."""

import gzip
import time
from datetime import timedelta
from pathlib import Path

import pytest

from cacctl.base.errors import NetworkProblem, ScheduleProblem
from cacctl.net import http
from cacctl.sources.download import Unavailable
from cacctl.sources.remote import RemoteSource
from tests import servers
from tests.conftest import SCHEDULES
from tests.servers import Behaviour, ScheduleServer, named
from tests.sources.conftest import MINUTE, NOW, name_of, offline

PACKED = gzip.compress(named("packed"))
# 200 MiB, once they are unpacked.
BOMB = gzip.compress(b"#" * 200 * 2**20)


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (servers.status(404), "responded with 404 instead of a schedule"),
        (servers.status(410), "responded with 410 instead of a schedule"),
        (servers.status(500), "responded with 500 instead of a schedule"),
        (servers.status(503, Retry_After="600"), "responded with 503 instead of a schedule"),
        (servers.status(206, b"x"), "responded with 206 instead of a schedule"),
        (servers.status(304), "responded with 304 instead of a schedule"),
        (servers.stall, "no response within"),
        (servers.trickle, "no response within"),
        (servers.truncate, "closed the connection early"),
        (servers.gzip_without_end, "closed the connection early"),
        (servers.chunks_without_end, "closed the connection early"),
        (servers.status(200, b"no gzip", Content_Encoding="gzip"), "not valid gzip"),
        (servers.status(200, b"x", Content_Encoding="br"), "unsupported encoding: 'br'"),
        (servers.status(302, Location="http://[::bad"), "which is not allowed"),
        (servers.status(200, BOMB, Content_Encoding="gzip"), "larger than 20 MiB"),
        (servers.flood, "larger than 20 MiB"),
        (servers.status(200, BOMB), "larger than 20 MiB"),
        (servers.status(200, PACKED[:-9]), "gzip file is incomplete or damaged"),
        (servers.hang_up, "closed the connection early"),
        (servers.status(200), "the response is empty"),
        (servers.status(200, b"\xef\xbb\xbf\n <!DOCTYPE HTML><p>Log in"), "is a web page"),
        (servers.status(302, Location="file:///etc/passwd"), "which is not allowed"),
        (servers.status(302, Location="http://192.0.2.1/x"), "which is not allowed"),
        (servers.status(302, Location="/schedule.toml"), "more than 5 redirects"),
    ],
)
def test_network_failure_is_an_error_or_a_warning_with_the_copy(
    server: ScheduleServer,
    source: RemoteSource,
    monkeypatch: pytest.MonkeyPatch,
    behaviour: Behaviour,
    message: str,
) -> None:
    """Without a copy it is a NetworkProblem; with one, the copy and a warning with its age."""
    server.behaviour = behaviour
    seconds = 0.5 if message.startswith("no response") else http.FIRST_TIMEOUT_SECONDS
    with monkeypatch.context() as patched:
        patched.setattr(http, "FIRST_TIMEOUT_SECONDS", seconds)
        with pytest.raises(NetworkProblem, match=message):
            source.current(NOW)
    server.behaviour = server.serve
    source.current(NOW)
    if message.startswith("responded with 304"):
        return
    server.behaviour = behaviour
    with monkeypatch.context() as patched:
        patched.setattr(http, "REFRESH_TIMEOUT_SECONDS", seconds)
        found = source.current(NOW + 20 * MINUTE)
    assert name_of(found) == "first"
    assert found.warning.endswith("Using the copy saved 20 minutes ago.")
    # It is not requested again at once, but a little later.
    asked = len(server.requests)
    source.current(NOW + 20 * MINUTE + timedelta(seconds=30))
    assert len(server.requests) == asked
    server.behaviour = server.serve
    server.publish(named("second"), '"2"')
    assert name_of(source.current(NOW + 40 * MINUTE)) == "second"


@pytest.mark.parametrize(
    ("code", "hint"), [(404, "Check the URL."), (410, "Check the URL."), (500, "")]
)
def test_missing_schedule_has_the_hint_to_check_the_url(
    server: ScheduleServer, source: RemoteSource, code: int, hint: str
) -> None:
    server.behaviour = servers.status(code)
    with pytest.raises(NetworkProblem) as caught:
        source.current(NOW)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    "behaviour",
    [
        servers.status(200, PACKED),
        servers.status(200, gzip.compress(PACKED), Content_Encoding="gzip"),
    ],
    ids=["as it is", "packed once more on the way"],
)
def test_gzip_file_is_unpacked(
    server: ScheduleServer, source: RemoteSource, behaviour: Behaviour
) -> None:
    server.behaviour = behaviour
    assert name_of(source.current(NOW)) == "packed"
    assert name_of(offline(source).current(NOW)) == "packed"
    assert source.fetch_bytes(lambda *_bytes: None) == named("packed")


@pytest.mark.parametrize("behaviour", [servers.go_on, servers.stall, servers.trickle])
def test_request_that_was_given_up_ends(
    server: ScheduleServer,
    source: RemoteSource,
    monkeypatch: pytest.MonkeyPatch,
    behaviour: Behaviour,
) -> None:
    assert servers.no_request_is_under_way()
    source.current(NOW)
    monkeypatch.setattr(http, "REFRESH_TIMEOUT_SECONDS", 0.3)
    server.behaviour = behaviour
    for hour in range(1, 4):
        assert "no response within" in source.current(NOW + hour * 60 * MINUTE).warning
        assert servers.no_request_is_under_way()


def test_refused_connection_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NetworkProblem, match="connection refused"):
        RemoteSource("http://127.0.0.1:9/x", tmp_path).current(NOW)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("http://127.0.0.1:9/x", True),
        ("http://localhost:9/x", True),
        ("http://[::1]:9/x", True),
        ("http://example.org/x", False),
        ("http://127.0.0.1.example.org/x", False),
        ("http://localhost@example.org/x", False),
        ("ftp://example.org/x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_plain_http_is_allowed_only_on_this_machine(
    tmp_path: Path, address: str, allowed: bool
) -> None:
    with pytest.raises(NetworkProblem) as caught:
        RemoteSource(address, tmp_path).current(NOW)
    assert ("not fetched" not in caught.value.message) == allowed


def test_retry_after_is_respected(server: ScheduleServer, source: RemoteSource) -> None:
    found = source.current(NOW)
    server.behaviour = servers.status(503, Retry_After="600")
    later = NOW + 20 * MINUTE
    source.current(later)
    asked = len(server.requests)
    source.current(later + 9 * MINUTE)
    assert len(server.requests) == asked
    source.current(later + 11 * MINUTE)
    assert len(server.requests) == asked + 1
    for value, wait in [
        ("Wed, 03 Jun 2020 02:00:00 GMT", timedelta(hours=1)),
        ("999999999999", timedelta(days=1)),
        ("soon", timedelta(0)),
        ("", timedelta(0)),
    ]:
        answer = http.Response(503, {"retry-after": value}, b"")
        assert Unavailable("x", answer).wait(NOW) == wait
    assert found.warning == ""


def test_date_is_sent_back_without_an_etag(server: ScheduleServer, source: RemoteSource) -> None:
    date = "Wed, 27 May 2020 00:00:00 GMT"
    server.behaviour = servers.status(200, server.body, Last_Modified=date)
    source.current(NOW)
    source.current(NOW + 20 * MINUTE)
    assert server.requests[-1]["If-Modified-Since"] == date
    assert "If-None-Match" not in server.requests[-1]


@pytest.mark.parametrize("etag", ['"\xff"', '"한"'.encode().decode("latin-1"), '"a\tb"'])
def test_odd_etag_is_ignored(server: ScheduleServer, source: RemoteSource, etag: str) -> None:
    server.etag = etag
    source.current(NOW)
    assert source.current(NOW + 20 * MINUTE).warning == ""


def test_no_credentials_or_cookies_are_sent(
    server: ScheduleServer, source: RemoteSource, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    server.behaviour = servers.status(200, server.body, Set_Cookie="who=me")
    source.current(NOW)
    source.current(NOW + 20 * MINUTE)
    for request in server.requests:
        assert not {"Authorization", "Cookie"} & set(request)


def test_second_request_shares_the_deadline(
    server: ScheduleServer, source: RemoteSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the server would respond in time, and with 304 again."""
    monkeypatch.setattr(http, "FIRST_TIMEOUT_SECONDS", 4.0)

    def late(handler: servers.Handler) -> None:
        time.sleep(2.5)
        handler.answer(304)

    server.behaviour = late
    with pytest.raises(NetworkProblem, match=r"no response within 4 seconds"):
        source.current(NOW)
    assert len(server.requests) == 2


def test_web_page_is_a_schedule_where_it_describes_events(
    server: ScheduleServer, source: RemoteSource
) -> None:
    page = (SCHEDULES / "jsonld" / "meetups.html").read_bytes()
    server.behaviour = servers.status(200, page.replace(b"<?xml", b"<html><?xml"))
    assert len(source.current(NOW).loaded.programme.sessions) == 3
    # A network that requires a login gives a page of its own.
    server.behaviour = servers.status(200, b"<!DOCTYPE html><p>Log in")
    found = source.current(NOW + timedelta(days=2))
    assert len(found.loaded.programme.sessions) == 3
    assert "is a web page, not a schedule." in found.warning


def test_schedule_that_a_web_page_links_to_is_named(
    server: ScheduleServer, source: RemoteSource
) -> None:
    page = b"<html><a href='https://example.org/all.ics'>Calendar</a>"
    server.behaviour = servers.status(200, page)
    with pytest.raises(NetworkProblem, match="is a web page") as caught:
        source.current(NOW)
    assert caught.value.hint == (
        "It links to a schedule. To use that schedule: cacctl --schedule https://example.org/all.ics"
    )


def test_relative_link_of_a_web_page_is_resolved_after_redirects(
    server: ScheduleServer, source: RemoteSource
) -> None:
    def answer(handler: servers.Handler) -> None:
        if handler.path == "/2026/":
            handler.answer(200, b"<html><a href='schedule.xml'>Schedule</a>")
        else:
            handler.answer(302, Location="/2026/")

    server.behaviour = answer
    with pytest.raises(NetworkProblem, match="is a web page") as caught:
        source.current(NOW)
    url = server.url.replace("schedule.toml", "2026/schedule.xml")
    assert caught.value.hint.endswith(f"cacctl --schedule {url}")


def test_web_page_without_dated_events_is_refused(
    server: ScheduleServer, source: RemoteSource
) -> None:
    page = b'<html><script type="application/ld+json">{"@type": "Organization"}</script>'
    server.behaviour = servers.status(200, page)
    with pytest.raises(ScheduleProblem) as caught:
        source.current(NOW)
    assert "this is a web page, not a schedule." in caught.value.problems[0]
