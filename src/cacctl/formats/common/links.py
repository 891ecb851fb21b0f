"""What a link of a session is for, and on which platform it is, by its host and label."""

from __future__ import annotations

import re
from typing import Literal

from cacctl.model.streams import MEETINGS

# The platforms behind hosts; everything else is the web.
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
# Where a meeting was recorded: nobody links to meetings for another reason than this or to join.
_OF_MEETING = re.compile(r"/(?:rec|recording|recordingservice)/")
LIVE_HOSTS = ("streaming.media.ccc.de", "live.fosdem.org", "stream.fosdem.org")
# media.ccc.de is not among them: the links of talks to it are to earlier talks.
RECORDING_HOSTS = ("video.fosdem.org", "cdn.media.ccc.de")
LIVE_WORDS = re.compile(r"\b(?:live|livestream|stream|join|watch)\b|생중계|실시간", re.IGNORECASE)
RECORDING_WORDS = re.compile(
    r"\b(?:recordings?|video|replay|vod|aufzeichnung)\b|다시보기|녹화", re.IGNORECASE
)
VIDEO_FILE = re.compile(r"\.(?:mp4|webm|mkv|ogv|m4v)$", re.IGNORECASE)
_HOST = re.compile(r"https?://([\w.-]{1,253})(?::\d*)?(?:[/?#]|$)", re.IGNORECASE)
Kind = Literal["live", "recording"]


def platform(url: str) -> str:
    """The platform at an address, by its host: "youtube", "zoom"; "web" for any other."""
    name = _host(url)
    while name and name not in PLATFORMS:
        name = name.partition(".")[2]
    return PLATFORMS.get(name, "web")


def is_recorded_meeting(url: str) -> bool:
    """Whether it is the address of what was recorded of a meeting, not where one joins it."""
    return platform(url) in MEETINGS and bool(_OF_MEETING.search(url.partition("?")[0]))


def kind_of_link(url: str, label: str) -> Kind | None:
    """What an address among a session's links is for, where it is for watching at all.

    A link to a video is often a mere reference: unless it can be nothing else, its label or its
    host has to say that it is the session itself.
    """
    host = _host(url)
    if is_recorded_meeting(url):
        return "recording"
    if any(_is_host(host, name) for name in LIVE_HOSTS) or platform(url) in MEETINGS:
        return "live"
    if any(_is_host(host, name) for name in RECORDING_HOSTS):
        return "recording"
    if RECORDING_WORDS.search(label) and not re.search(r"\blive\b|\bstream", label, re.IGNORECASE):
        return "recording"
    if LIVE_WORDS.search(label):
        return "recording" if VIDEO_FILE.search(url) else "live"
    return None


def _host(url: str) -> str:
    """The host's name; nothing where it is not plain which that is."""
    match = _HOST.match(url)
    return match[1].lower() if match else ""


def _is_host(host: str, name: str) -> bool:
    return host == name or host.endswith(f".{name}")
