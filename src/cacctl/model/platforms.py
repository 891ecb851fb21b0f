"""The platform of a URL, by its host."""

import re

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

_HOST = re.compile(r"https?://([\w.-]{1,253})(?::\d*)?(?:[/?#]|$)", re.IGNORECASE)


def platform(url: str) -> str:
    """Return the platform of a URL by its host: "youtube", "zoom"; "web" for any other."""
    name = host(url)
    while name and name not in PLATFORMS:
        name = name.partition(".")[2]
    return PLATFORMS.get(name, "web")


def host(url: str) -> str:
    """Return the host of a URL; "" where programs could disagree about it."""
    match = _HOST.match(url)
    return match[1].lower() if match else ""
