"""Which URLs may be opened, and that urllib reads them in the same way."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.urls import at_position, is_on_site_of, is_private, url_problem


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
def test_url_of_a_web_page_is_allowed(url: str) -> None:
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
def test_other_url_is_refused_with_a_reason(url: str, reason: str) -> None:
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


@pytest.mark.parametrize(
    ("url", "timed"),
    [
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&t=3723"),
        ("https://youtu.be/abc?si=x&t=5", "https://youtu.be/abc?si=x&t=3723"),
        ("https://www.youtube.com/live/abc#x", "https://www.youtube.com/live/abc?t=3723#x"),
        ("https://www.youtube.com/embed/abc", "https://www.youtube.com/embed/abc?start=3723"),
        (
            "https://www.youtube-nocookie.com/embed/abc?rel=0&start=5",
            "https://www.youtube-nocookie.com/embed/abc?rel=0&start=3723",
        ),
        (
            "https://notyoutube-nocookie.com/embed/a",
            "https://notyoutube-nocookie.com/embed/a#t=3723",
        ),
        ("https://www.twitch.tv/videos/1", "https://www.twitch.tv/videos/1?t=1h2m3s"),
        ("https://vimeo.com/1", "https://vimeo.com/1#t=3723s"),
        ("https://media.ccc.de/v/x", "https://media.ccc.de/v/x#t=3723"),
        ("https://notyoutube.com/a.mp4?b=c", "https://notyoutube.com/a.mp4?b=c#t=3723"),
        ("https://media.example.org/#/videos/12", "https://media.example.org/#/videos/12"),
        ("https://example.org/page.html#part", "https://example.org/page.html#part"),
        ("https://example.org/a.webm#t=5,9", "https://example.org/a.webm#t=3723"),
        ("https://vimeo.com/1#t=5s", "https://vimeo.com/1#t=3723s"),
        ("https://youtu.be/abc#t=1m5s", "https://youtu.be/abc?t=3723"),
        ("https://www.twitch.tv/videos/1?t=5s#t=5", "https://www.twitch.tv/videos/1?t=1h2m3s"),
    ],
)
def test_position_is_where_each_platform_reads_it(url: str, timed: str) -> None:
    assert at_position(url, 3723) == timed
    assert at_position(url, 0) == url


@given(
    st.sampled_from(["youtube.com", "twitch.tv", "vimeo.com", "example.org"]), st.integers(1, 10**7)
)
def test_url_with_a_position_stays_allowed_and_on_its_page(host: str, seconds: int) -> None:
    url = f"https://{host}/%ED%95%9C?v=%26&w=1;2"
    timed = at_position(url, seconds)
    assert url_problem(timed) is None
    assert urlsplit(timed)[:3] == urlsplit(url)[:3]
    assert urlsplit(timed).query.startswith("v=%26&w=1;2")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "10.1.2.3", "192.168.0.1:8000",
        "169.254.169.254", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "localhost",
        "LOCALHOST.", "a.localhost", "printer", "printer.local", "db.internal",
        "home.arpa", "tv.home.arpa", "nas.lan", "nas.LAN.", "nas.home", "wiki.intranet", "a.b.corp",
        "git.private", "fritz.box", "nas.fritz.box",
    ],
)  # fmt: skip
def test_host_of_a_private_network_is_private(host: str) -> None:
    assert is_private(f"https://{host}/v2.json")


@pytest.mark.parametrize(
    "host",
    [
        "8.8.8.8", "[2606:4700::1111]", "example.org", "local.example", "lan.example", "nas.wlan",
        "example.box", "notfritz.box", "example.arpa", "corp.example.org", "home.pl",
    ],
)  # fmt: skip
def test_host_of_the_internet_is_not_private(host: str) -> None:
    assert not is_private(f"https://{host}/v2.json")


@pytest.mark.parametrize(
    ("url", "other", "is_on_site"),
    [
        ("https://example.org/a", "https://example.org/b?c", True),
        ("https://www.example.org/a", "https://example.org", True),
        ("https://m.example.org/a", "https://www.example.org", True),
        ("https://EXAMPLE.org/a", "http://example.org", True),
        ("http://example.org/a", "http://example.org", True),
        ("http://example.org/a", "https://example.org", False),
        ("https://example.org:444/a", "https://example.org", False),
        ("https://a.example.org/", "https://example.org", False),
        ("https://example.org.example.com/", "https://example.org", False),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8000/", False),
        ("http://[::1]:8000/", "http://[::1]:8000/x", True),
    ],
)
def test_site_is_host_and_port_and_as_secure(url: str, other: str, is_on_site: bool) -> None:
    assert is_on_site_of(url, other) == is_on_site
