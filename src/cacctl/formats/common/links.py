"""What a session's link is for, and its platform, by its host."""

from __future__ import annotations

import re
from typing import Literal

from cacctl.base.urls import is_within
from cacctl.model.streams import MEETINGS

LinkKind = Literal["live", "recording"]

# Every other host is "web".
PLATFORMS = {
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "facebook.com": "facebook",
    "fb.watch": "facebook",
    "twitch.tv": "twitch",
    "vimeo.com": "vimeo",
    "zoom.us": "zoom",
    "zoom.com": "zoom",
    "meet.google.com": "meet",
    "teams.microsoft.com": "teams",
    "teams.live.com": "teams",
    "webex.com": "webex",
    "meet.jit.si": "jitsi",
}

# The recordings of meetings. Every other link to a meeting is for joining it.
_MEETING_RECORDING = re.compile(r"/(?:rec|recording|recordingservice)/")

LIVE_HOSTS = ("streaming.media.ccc.de", "live.fosdem.org", "stream.fosdem.org")
# Not media.ccc.de: talks link to earlier talks there.
RECORDING_HOSTS = ("video.fosdem.org", "cdn.media.ccc.de")

_HOST = re.compile(r"https?://([\w.-]{1,253})(?::\d*)?(?:[/?#]|$)", re.IGNORECASE)


def platform(url: str) -> str:
    """Return the platform of a URL by its host: "youtube", "zoom"; "web" for any other."""
    name = _host(url)
    while name and name not in PLATFORMS:
        name = name.partition(".")[2]
    return PLATFORMS.get(name, "web")


def is_recorded_meeting(url: str) -> bool:
    """Return whether a URL leads to the recording of a meeting rather than to the meeting."""
    return platform(url) in MEETINGS and bool(_MEETING_RECORDING.search(url.partition("?")[0]))


def kind_by_host(url: str) -> LinkKind | None:
    """Return what a session's link is for; None if its host does not show that.

    Many links to videos are mere references.
    """
    if platform(url) in MEETINGS:
        return "recording" if is_recorded_meeting(url) else "live"
    host = _host(url)
    if any(is_within(host, name) for name in LIVE_HOSTS):
        return "live"
    return "recording" if any(is_within(host, name) for name in RECORDING_HOSTS) else None


def _host(url: str) -> str:
    """Return the host of a URL; "" where programs could disagree about it."""
    match = _HOST.match(url)
    return match[1].lower() if match else ""
