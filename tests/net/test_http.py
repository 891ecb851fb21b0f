"""Requests: redirects, what is sent, TLS, proxies, and what each failure is called."""

import socket
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests.utils
import urllib3

from cacctl import __version__
from cacctl.base.errors import NetworkProblem
from cacctl.base.i18n import use_language
from cacctl.net import http
from tests.net.conftest import Server, ask


def test_request_is_a_get_with_a_user_agent(server: Server) -> None:
    ask(f"{server.url}/ok")
    ((path, headers),) = server.requests
    assert path == "/ok"
    assert headers["User-Agent"] == f"cacctl/{__version__}"


@pytest.mark.parametrize("status", ["200", "302"])
def test_body_is_not_read(server: Server, status: str) -> None:
    result = ask(f"{server.url}/endless/{status}")
    assert (result.ok, result.status) == (True, 200)
    assert server.hung_up.wait(60)


def test_five_redirects_are_followed(server: Server) -> None:
    assert ask(f"{server.url}/redirect/4")[1:4] == (True, 200, "")
    assert server.paths() == [*(f"/redirect/{left}" for left in (4, 3, 2, 1, 0)), "/ok"]


@pytest.mark.parametrize("path", ["redirect/5", "loop"])
def test_more_than_five_redirects_are_refused(server: Server, path: str) -> None:
    result = ask(f"{server.url}/{path}")
    assert (result.ok, result.detail) == (False, "more than 5 redirects")
    assert len(server.requests) == 6


def test_status_is_that_after_redirects(server: Server) -> None:
    result = ask(f"{server.url}/to/%2Fstatus%2F404")
    assert (result.ok, result.status) == (False, 404)


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
    result = ask(f"{server.url}/to/{quote(target, safe='')}")
    assert (result.ok, result.status) == (False, None)
    assert result.detail.startswith(("the server redirects to ", "the request failed: "))
    assert result.detail.isprintable()
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
    assert (downwards.ok, downwards.detail) == (False, "the server redirects from https to http")
    assert server.requests == []
    assert ask(f"{server.url}/to/https%3A%2F%2F{tls_server.host}%2Fok").ok


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
    "url",
    [
        "",
        "--x",
        "file:///etc/passwd",
        "javascript:x",
        "http://you:secret@127.0.0.1/",
        "http://a b/",
    ],
)
def test_refused_url_is_not_requested(url: str) -> None:
    result = ask(url)
    assert (result.ok, result.status) == (False, None)
    assert result.detail.startswith("not fetched: ")


def test_refused_connection_is_named(closed_port: str) -> None:
    result = ask(f"http://{closed_port}/")
    assert (result.ok, result.status, result.detail) == (False, None, "connection refused")


def test_unknown_host_is_named(server: Server) -> None:
    detail = "host nowhere.invalid not found"
    assert ask("https://nowhere.invalid/x").detail == detail
    assert ask(f"{server.url}/to/http%3A%2F%2Fnowhere.invalid%2F").detail == detail


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("garbage", "the response is not valid HTTP"),
        ("break", "the server closed the connection early"),
    ],
)
def test_response_that_is_not_http_is_named(server: Server, path: str, detail: str) -> None:
    result = ask(f"{server.url}/{path}")
    assert (result.ok, result.status, result.detail) == (False, None, detail)


def test_server_without_tls_is_named(server: Server) -> None:
    result = ask(f"https://{server.host}/")
    assert (result.ok, result.status) == (False, None)
    # The reason is OpenSSL's, and differs with its version.
    assert result.detail.startswith("secure connection failed: ")
    assert "Pool" not in result.detail


def test_untrusted_certificate_is_named(tls_server: Server) -> None:
    result = ask(f"{tls_server.url}/ok")
    assert (result.ok, result.status) == (False, None)
    assert result.detail.startswith("invalid certificate: self")


@pytest.mark.parametrize(
    ("lang", "detail"),
    [
        ("en", "invalid certificate: Hostname mismatch, certificate is not valid for 'localhost'"),
        ("ko", "인증서가 올바르지 않습니다(호스트 이름이 다름: 'localhost')"),
    ],
)
def test_certificate_of_another_host_is_named(
    tls_server: Server,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    detail: str,
) -> None:
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *rest, **named: look_up("127.0.0.1", *rest, **named)
    )
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    url = tls_server.url.replace("127.0.0.1", "localhost")
    use_language(lang)
    try:
        assert ask(f"{url}/ok").detail == detail
        with pytest.raises(NetworkProblem) as caught:
            http.fetch(url, deadline=http.Deadline(10), largest_bytes=1000)
        assert caught.value.message == f"{url}: {detail}."
    finally:
        use_language("en")


def test_missing_certificate_bundle_is_named(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    result = ask(f"https://{server.host}/")
    assert (result.ok, result.status) == (False, None)
    assert result.detail.startswith("the request failed: ")
    assert "missing.pem" in result.detail


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_failing_proxy_is_named(
    closed_port: str, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv(f"{scheme.upper()}_PROXY", f"http://{closed_port}")
    result = ask(f"{scheme}://example.invalid/")
    assert (result.ok, result.status) == (False, None)
    assert result.detail.startswith("the proxy failed: ")


def test_proxy_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    assert ask("http://example.invalid/through").ok
    assert server.paths() == ["http://example.invalid/through"]


@pytest.mark.parametrize(
    "url",
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
    url: str, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy)
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    result = ask(url)
    assert not result.ok
    assert result.detail
    assert "no response within" not in result.detail


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
