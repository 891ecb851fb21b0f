"""Which URLs may be opened, and that urllib reads them in the same way."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.urls import url_problem


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/seoullive",
        "http://eng.cac2020.or.kr/",
        "HTTPS://Example.org",
        "http://127.0.0.1:8000/a?b=c#d",
        "http://[::1]:8080/",
        "https://서울.kr/길?q=값",
        "https://example.org.",
        "https://example.org/a@b",
        f"https://{'a' * 63}.org/",
    ],
)
def test_allowed_urls(url: str) -> None:
    assert url_problem(url) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "empty"),
        *[
            (url, "start with")
            for url in (
                "javascript:alert(1)",
                "file:///etc/passwd",
                "--x",
                "%action--x",
                "-https://example.org",
                "//example.org",
                "https:example.org",
                "ftp://example.org",
                "data:text/html,x",
            )
        ],
        ("http:///x", "no host"),
        ("https://", "no host"),
        ("https://:80/", "no host"),
        ("https://u@example.org", "username"),
        ("https://u:p@example.org", "username"),
        ("https://example.org\\@evil.org", "backslash"),
        ("https://example.org/a b", "space"),
        (" https://example.org", "space"),
        ("ht\ntps://example.org", "space"),
        ("https://example.org/\t", "space"),
        ("https://example.org/\x1b[2J", "control"),
        ("https://example.org/\x00", "control"),
        ("https://example.org/\u202e", "control"),
        ("https://example.org/\u200b", "control"),
        ("http://[::1", "host"),
        ("http://[::1]x/", "host"),
        ("http://[12345::]/", "host"),
        (f"https://{'a' * 64}.org/", "host"),
        (f"https://{'서' * 60}.kr/", "host"),
        (f"https://{'a.' * 130}org/", "host"),
        ("https://-x.org", "host"),
        ("https://x-.org", "host"),
        ("https://a..org", "host"),
        ("https://ex%61mple.org", "host"),
        ("https://\u2100.org", "host"),
        ("https://ｅxample.org", "host"),
        ("https://example.org:0/", "port"),
        ("https://example.org:65536/", "port"),
        ("https://example.org:/", "host"),
        ("https://example.org:x/", "host"),
        ("https://example.org/" + "a" * 2048, "2048"),
    ],
)
def test_refused_urls_and_reasons(url: str, reason: str) -> None:
    problem = url_problem(url)
    assert problem is not None
    assert reason in problem


@given(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["http://", "https://", "HTTP://", "http:/", ""]),
        st.text("aA0-_.:@[]%/?#\\ \t\x1b서\u3002\uff0e"),
        st.text(max_size=5),
    )
    | st.text()
)
def test_urllib_finds_the_same_host_and_no_user(url: str) -> None:
    if url_problem(url) is None:
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.username is parts.password is None
        assert parts.port is None or 0 < parts.port <= 65535
        assert parts.geturl().lower().startswith(f"{parts.scheme}://{parts.netloc.lower()}")
