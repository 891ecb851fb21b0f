"""Links of events in schedule XML and JSON: streams, recordings, pages, and those beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urljoin

from cacctl.formats.common.drafts import BesideLink, MediaLink
from cacctl.formats.common.fields import Fields, items, words
from cacctl.formats.common.links import (
    LINK_TYPES,
    MediaKind,
    kind_beside,
    kind_by_host,
    kind_by_label,
    kind_of_file,
)
from cacctl.formats.common.values import language
from cacctl.formats.frab.roundtrip import kind_and_name
from cacctl.formats.frab.tree import LANGUAGES
from cacctl.model.platforms import platform
from cacctl.model.programme import LINK_KINDS

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
_SUBTITLES = re.compile(r"\.(?:vtt|srt)$", re.IGNORECASE)
_KINDS: dict[str, MediaKind] = {
    "stream": "live",
    "live": "live",
    "livestream": "live",
    "recording": "recording",
    "replay": "recording",
}
# What cacctl calls the type of other links, in XML and in JSON.
_OWN_TYPES = (*LINK_KINDS, "related")
# Forms of submissions begin with these, and some people leave them so.
_NO_URL = ("http://", "https://")
# What frab's storage writes where no file was uploaded.
_NO_FILE = "/original/missing.png"


class _ListedLink(NamedTuple):
    """A link of an event, with the label and the type that the file has for it, or ""."""

    url: str
    label: str
    type: str


class LinkReader:
    """The links of events. Relative ones are resolved against `base_url`."""

    def __init__(self, base_url: str, *, is_own: bool) -> None:
        self._base = base_url
        self._is_own = is_own

    def page(self, fields: Fields) -> str:
        """Return the URL of an event's page, or ""."""
        keys = ("url", "full_conf_url", "conf_url", "origin_url")
        return next((url for key in keys if (url := self.resolved(words(fields.get(key))))), "")

    def links(self, fields: Fields) -> tuple[tuple[MediaLink, ...], tuple[BesideLink, ...]]:
        """Return an event's streams and recordings, and its other links."""
        media, beside = [], []
        for link in self._listed(fields, "links"):
            if kind := self._media_kind(link):
                media.append(MediaLink(link.url, kind, self._language_of(link.label)))
            else:
                beside.append(self._beside(link))
        recording = fields.get("recording")
        of_recording = recording if isinstance(recording, Mapping) else {}
        urls = (fields.get("video_download_url"), of_recording.get("url"), of_recording.get("link"))
        for url in dict.fromkeys(self.resolved(words(url)) for url in urls):
            if url:
                media.append(MediaLink(url, "recording"))
        for link in self._listed(fields, "attachments"):
            if self._is_own:
                beside.append(self._beside(link))
            elif not link.url.partition("?")[0].endswith(_NO_FILE):
                file_kind = kind_of_file(link.url, link.label, link.type)
                beside.append(BesideLink(link.url, file_kind, link.label))
        if url := self.resolved(words(fields.get("feedback_url"))):
            beside.append(BesideLink(url, "feedback"))
        return tuple(media), tuple(beside)

    def _beside(self, link: _ListedLink) -> BesideLink:
        if self._is_own:
            return BesideLink(link.url, *kind_and_name(link.label))
        name = "" if link.label == link.url else link.label
        if _SUBTITLES.search(link.url):
            return BesideLink(link.url, "file", name)
        return BesideLink(link.url, kind_beside(link.url, link.label, link.type), name)

    def _listed(self, fields: Fields, key: str) -> Iterator[_ListedLink]:
        """Yield the links of a list. Some have their URL as a text, or as their label."""
        for item in items(fields.get(key)):
            link = item if isinstance(item, Mapping) else {"url": item}
            label = words(link.get("title"))
            url = self.resolved(words(link.get("url") or link.get("href")) or label)
            if url and url not in _NO_URL:
                yield _ListedLink(url, label, words(link.get("type")).lower())

    def _media_kind(self, link: _ListedLink) -> MediaKind | None:
        """Return whether a link is a stream or a recording; None for others."""
        if self._is_own and link.type in _OWN_TYPES:
            return None
        # The slides of a session are not in its meeting, but its chat may be.
        label_kind = kind_by_label(link.label) if link.type not in _KINDS else None
        if link.type in LINK_TYPES or label_kind in ("chat", "feedback"):
            return None
        # Other programs list subtitles among the recordings.
        if not self._is_own and _SUBTITLES.search(link.url):
            return None
        return _KINDS.get(link.type) or kind_of(link.url, link.label)

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


def kind_of(url: str, label: str) -> MediaKind | None:
    """Return what a link is for, by its label, else by its host; None for references."""
    if _LIVE.match(label):
        return "live"
    return "recording" if _RECORDING.match(label) else kind_by_host(url)
