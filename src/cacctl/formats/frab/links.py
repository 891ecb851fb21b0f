"""The links of an event: where it is streamed, its recordings, its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin

from cacctl.formats.common.drafts import MediaLink
from cacctl.formats.common.links import LinkKind, kind_of_link, platform
from cacctl.formats.common.values import language
from cacctl.formats.frab.tree import (
    LANGUAGES,
    Fields,
    items,
    words,
)

# Of labels, how those begin that are for the session itself: most other links are references, to
# live demos and to videos of earlier talks as well.
_LIVE = re.compile(
    r"\W*(?:live(?:[ -]?video)?[ -]?stream|live\s*(?:[:(]|$)|(?:video[ -]?)?stream\b"
    r"|watch (?:live|online)|생중계|실시간)",
    re.IGNORECASE,
)
_RECORDING = re.compile(
    r"\W*(?:(?:video[ -]?)?recording\b(?! of\b)|video(?: link)?\s*\(|video link$|replay\b"
    r"|aufzeichnung\b|다시보기|녹화)",
    re.IGNORECASE,
)
# What is said beside a session, not the session itself.
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
    """Reads the links of events. `beside` counts those to chats, feedback forms and attachments."""

    def __init__(self, base_url: str, *, is_own: bool) -> None:
        self._base = base_url
        self._is_own = is_own
        self.beside = 0

    def page(self, fields: Fields) -> str:
        keys = ("url", "full_conf_url", "conf_url", "origin_url")
        return next((url for key in keys if (url := self.resolved(words(fields.get(key))))), "")

    def links(self, fields: Fields) -> Iterable[MediaLink]:
        for link in items(fields.get("links")):
            fields_of_link = link if isinstance(link, Mapping) else {"url": link}
            label = words(fields_of_link.get("title"))
            url = words(fields_of_link.get("url") or fields_of_link.get("href")) or label
            url = self.resolved(url)
            type_of_link = words(fields_of_link.get("type")).lower()
            if type_of_link in _TYPES_BESIDE or (
                type_of_link not in _KINDS and _BESIDE.match(label)
            ):
                self.beside += bool(url)
                continue
            kind = _KINDS.get(type_of_link) or kind_of(url, label)
            # Beside the recordings of others stand their subtitles.
            if kind and url and (self._is_own or not _SUBTITLES.search(url)):
                yield MediaLink(url, kind, self._language_of(label))
        recording = fields.get("recording")
        of_recording = recording if isinstance(recording, Mapping) else {}
        urls = (fields.get("video_download_url"), of_recording.get("url"), of_recording.get("link"))
        for url in dict.fromkeys(self.resolved(words(url)) for url in urls):
            if url:
                yield MediaLink(url, "recording")

    def _language_of(self, label: str) -> str:
        """The language that a label ends with: `YouTube (Korean)`."""
        match = re.search(r"\(([^()]+)\)$", label)
        if match is None:
            return ""
        known = LANGUAGES.get(match[1].lower())
        # Elsewhere, `(web)` is no language.
        return known or (language(match[1]) if self._is_own else "")

    def resolved(self, url: str) -> str:
        """An address with what the file leaves out of it; nothing where that is not known."""
        # Some have a space within.
        url = url.replace(" ", "%20")
        if not url or url.startswith(("https://", "http://")):
            return url
        # `twitch.tv/x`: a host without its scheme, if it is one at which streams are.
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
    """The addresses of rooms at which they stream; most are those of their pages."""
    for room in items(conference.get("rooms")):
        url = words(room.get("url")) if isinstance(room, Mapping) else ""
        if url and (kind_of_link(url, "") == "live" or platform(url) != "web"):
            yield words(room), url


def kind_of(url: str, label: str) -> LinkKind | None:
    """What a link is for: by its label, where that says so, else by its host."""
    if _LIVE.match(label):
        return "live"
    return "recording" if _RECORDING.match(label) else kind_of_link(url, "")
