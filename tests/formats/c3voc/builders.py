"""Files of the streaming API to test with, in the shape of those of the congresses."""

import json
from collections.abc import Sequence
from typing import Any

from cacctl.formats.c3voc.reader import StreamsApi, read

PAGES = "https://streaming.example.org/40c3"
CDN = "https://cdn.example.org"
TRANSLATIONS = (("translated", "Translated1"), ("translated-2", "Translated2"))


def stream(room: str, selection: str, endpoint: str, label: str, protocols: str) -> dict[str, Any]:
    """Return a stream with URLs of these protocols, such as `webm hls`."""
    kind = "video" if selection in ("hd", "sd") else selection
    aside = f" ({label})" if label else ""
    return {
        "slug": f"{selection}-{endpoint}",
        "display": f"{room} {selection}{aside}",
        "type": kind,
        "isTranslated": endpoint != "native",
        "videoSize": {"hd": [1920, 1080], "sd": [1024, 576]}.get(selection),
        "urls": {
            protocol: {
                "display": protocol,
                "tech": "",
                "url": f"{CDN}/{room}_{endpoint}_{selection}.{protocol}",
            }
            for protocol in protocols.split()
        },
    }


def room(
    slug: str, name: str, translations: Sequence[tuple[str, str]] = TRANSLATIONS, display: str = ""
) -> dict[str, Any]:
    """Return a room with streams of every kind, in the order of the API."""
    kinds = [("dash", "dash"), ("audio", "mp3 opus"), ("sd", "webm hls"), ("hd", "webm hls")]
    return {
        "slug": slug,
        "schedulename": name,
        "display": display or name,
        "thumb": f"{CDN}/{slug}.png",
        "link": f"{PAGES}/{slug}",
        "stream": slug,
        "talks": {"current": None, "next": None},
        "streams": [
            stream(slug, selection, endpoint, label, protocols)
            for selection, protocols in [*kinds, ("slides", "hls")]
            for endpoint, label in (("native", ""), *translations)
            if selection != "dash" or endpoint == "native"
        ],
    }


def conference(
    *rooms: dict[str, Any], slug: str = "40c3", start: str = "2020-06-01", end: str = "2020-06-05"
) -> dict[str, Any]:
    """Return a conference with all its rooms in one group."""
    return {
        "conference": slug.upper(),
        "slug": slug,
        "author": "CCC",
        "startsAt": f"{start}T05:00:00+0000" if start else None,
        "endsAt": f"{end}T19:00:00+0000" if end else None,
        "isCurrentlyStreaming": True,
        "groups": [{"group": "Live", "rooms": list(rooms)}],
    }


def api(*conferences: dict[str, Any], source: str = "v2.json") -> StreamsApi:
    """Return what is read from a file with these conferences."""
    return read(json.dumps(conferences).encode(), source)
