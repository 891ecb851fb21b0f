"""Links of events in schedule XML and JSON: streams, recordings, pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin

from cacctl.formats.common.drafts import MediaLink
from cacctl.formats.common.fields import Fields, items, words
from cacctl.formats.common.links import LinkKind, kind_by_host
from cacctl.formats.common.values import language
from cacctl.formats.frab.tree import LANGUAGES
from cacctl.model.platforms import platform

# How labels of the session's own streams and recordings begin. Most links are references, some of
# them to live demos and to videos of earlier talks.
_LIVE = re.compile(
    r"\W*(?:live(?:[ -]?video)?[ -]?stream|live\s*(?:[:(]|$)|(?:video[ -]?)?stream\b"
    r"|watch (?:live|online)|생?중계|실시간)",
    re.IGNORECASE,
)
_RECORDING = re.compile(
    r"\W*(?:(?:video[ -]?)?recording\b(?! of\b)|video(?: link)?\s*\(|video link$|replay\b"
    r"|aufzeichnung\b|다시보기|녹화)",
    re.IGNORECASE,
)
# Links that accompany a session.
_BESIDE = re.compile(
    r"\W*(?:(?:live|stream|room|submit|give|leave|send)[ -])?(?:chat|feedback)\b|채팅|피드백",
    re.IGNORECASE,
)
_TYPES_BESIDE = ("chat", "feedback", "attachment")
_SUBTITLES = re.compile(r"\.(?:vtt|srt)$", re.IGNORECASE)
_KINDS: dict[str, LinkKind] = {
    "stream": "live",
    "live": "live",
    "livestream": "live",
    "recording": "recording",
    "replay": "recording",
}


class LinkReader:
    """The links of events. Relative ones are resolved against `base_url`.

    `beside` counts the links to chats, feedback forms and attachments, which are left out.
    """

    def __init__(self, base_url: str, *, is_own: bool) -> None:
        self._base = base_url
        self._is_own = is_own
        self.beside = 0

    def page(self, fields: Fields) -> str:
        """Return the URL of an event's page, or ""."""
        keys = ("url", "full_conf_url", "conf_url", "origin_url")
        return next((url for key in keys if (url := self.resolved(words(fields.get(key))))), "")

    def media(self, fields: Fields) -> Iterable[MediaLink]:
        """Yield an event's streams and recordings, and count the links beside them."""
        self.beside += bool(words(fields.get("feedback_url")))
        self.beside += sum(map(bool, items(fields.get("attachments"))))
        for item in items(fields.get("links")):
            link = item if isinstance(item, Mapping) else {"url": item}
            label = words(link.get("title"))
            url = self.resolved(words(link.get("url") or link.get("href")) or label)
            link_type = words(link.get("type")).lower()
            if link_type in _TYPES_BESIDE or (link_type not in _KINDS and _BESIDE.match(label)):
                self.beside += bool(url)
                continue
            kind = _KINDS.get(link_type) or kind_of(url, label)
            # Other programs list subtitles among the recordings.
            if kind and url and (self._is_own or not _SUBTITLES.search(url)):
                yield MediaLink(url, kind, self._language_of(label))
        recording = fields.get("recording")
        of_recording = recording if isinstance(recording, Mapping) else {}
        urls = (fields.get("video_download_url"), of_recording.get("url"), of_recording.get("link"))
        for url in dict.fromkeys(self.resolved(words(url)) for url in urls):
            if url:
                yield MediaLink(url, "recording")

    def _language_of(self, label: str) -> str:
        """Return the language at the end of a label: `YouTube (Korean)`."""
        match = re.search(r"\(([^()]+)\)$", label)
        if match is None:
            return ""
        known = LANGUAGES.get(match[1].lower())
        # In files of other programs, `(web)` would look like a tag.
        return known or (language(match[1]) if self._is_own else "")

    def resolved(self, url: str) -> str:
        """Return an absolute URL; "" if it cannot be completed."""
        # Some URLs contain spaces.
        url = url.replace(" ", "%20")
        if not url or url.startswith(("https://", "http://")):
            return url
        # `twitch.tv/x` lacks the scheme. Other texts like it can be relative URLs.
        if platform(f"https://{url}") != "web":
            return f"https://{url}"
        try:
            found = urljoin(f"https:{self._base}" if self._base[:2] == "//" else self._base, url)
        except ValueError:
            return ""
        if found.startswith("//"):
            return f"https:{found}"
        return found if found.startswith(("https://", "http://")) else ""


def room_urls(conference: Fields) -> Iterable[tuple[str, str]]:
    """Yield rooms and the URLs of their streams. Most rooms have only that of a page."""
    for room in items(conference.get("rooms")):
        url = words(room.get("url")) if isinstance(room, Mapping) else ""
        if url and (kind_by_host(url) == "live" or platform(url) != "web"):
            yield words(room), url


def kind_of(url: str, label: str) -> LinkKind | None:
    """Return what a link is for, by its label, else by its host; None for references."""
    if _LIVE.match(label):
        return "live"
    return "recording" if _RECORDING.match(label) else kind_by_host(url)
