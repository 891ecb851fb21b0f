"""URLs that are never given to a program."""

import os
from collections.abc import Callable

import pytest

from cacctl.base.errors import NothingToOpen
from cacctl.openers.browser import Browser
from cacctl.openers.player import Player
from tests.openers.conftest import Browsers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the browsers here are shell scripts")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "--remote-debugging-port=1",
        "%action--x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org/",
        "https://",
        "https://user:word@example.org/",
        "https://example.org/a b",
        "https://example.org/\n--x",
        "https://example.org/\x1b]52;c;\x07",
        "\thttps://example.org/",
    ],
)
def test_nothing_is_started_for_a_refused_url(
    browsers: Browsers,
    browser_is: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    url: str,
) -> None:
    browser_is(browsers.add("my-browser") + " %s")
    monkeypatch.setenv("DISPLAY", ":0")
    browsers.add("xdg-open")
    for opener in (Browser(), Player(browsers.add("my-player"))):
        with pytest.raises(NothingToOpen) as caught:
            opener.open(url)
        assert browsers.given() == []
        assert caught.value.message.isprintable()
