"""Patience with the programs that commands start and the links that they request."""

import pytest

from cacctl.net.link_check import check_links
from cacctl.openers import process, yt_dlp


@pytest.fixture(autouse=True)
def patience_with_programs_and_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the tests' browsers, yt-dlp and linked pages a minute: the machine may be busy."""
    monkeypatch.setattr(process, "SETTLE_SECONDS", 60.0)
    monkeypatch.setattr(yt_dlp.YtDlp.__init__, "__defaults__", (60.0,))
    monkeypatch.setattr(check_links, "__kwdefaults__", {"timeout_seconds": 60.0})
