"""Patience with the programs that commands start."""

import pytest

from cacctl.openers import process, yt_dlp


@pytest.fixture(autouse=True)
def patience_with_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the tests' browsers and yt-dlp a minute: the machine may be busy."""
    monkeypatch.setattr(process, "SETTLE_SECONDS", 60.0)
    monkeypatch.setattr(yt_dlp.YtDlp.__init__, "__defaults__", (60.0,))
