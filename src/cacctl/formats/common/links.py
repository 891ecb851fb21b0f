"""What a session's link is for, by its host."""

from __future__ import annotations

import re
from typing import Literal

from cacctl.base.urls import is_within
from cacctl.model.platforms import host, platform
from cacctl.model.streams import MEETINGS

LinkKind = Literal["live", "recording"]

# The recordings of meetings. Every other link to a meeting is for joining it.
_MEETING_RECORDING = re.compile(r"/(?:rec|recording|recordingservice)/")

LIVE_HOSTS = ("streaming.media.ccc.de", "live.fosdem.org", "stream.fosdem.org")
# Not media.ccc.de: talks link to earlier talks there.
RECORDING_HOSTS = ("video.fosdem.org", "cdn.media.ccc.de")


def is_recorded_meeting(url: str) -> bool:
    """Return whether a URL leads to the recording of a meeting rather than to the meeting."""
    return platform(url) in MEETINGS and bool(_MEETING_RECORDING.search(url.partition("?")[0]))


def kind_by_host(url: str) -> LinkKind | None:
    """Return what a session's link is for; None if its host does not show that.

    Many links to videos are mere references.
    """
    if platform(url) in MEETINGS:
        return "recording" if is_recorded_meeting(url) else "live"
    name = host(url)
    if any(is_within(name, known) for known in LIVE_HOSTS):
        return "live"
    return "recording" if any(is_within(name, known) for known in RECORDING_HOSTS) else None
