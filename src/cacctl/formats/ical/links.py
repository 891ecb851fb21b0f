"""The links of an event, from its properties and its description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice

from cacctl.formats.common.drafts import BesideLink, MediaLink
from cacctl.formats.common.links import (
    MediaKind,
    is_recorded_meeting,
    kind_by_label,
    kind_of_file,
)
from cacctl.formats.common.text import plain_text
from cacctl.formats.common.values import language
from cacctl.formats.ical.components import CalendarEvent
from cacctl.formats.ical.syntax import CONFERENCES, LINK_KIND, Property
from cacctl.model.platforms import platform
from cacctl.model.programme import LINK_KINDS, LinkKind

MOST_URLS = 100
"""How many URLs of a description are examined."""

# What the media types of slides contain.
_SLIDES_TYPES = ("presentation", "powerpoint")

# URLs for joining a meeting. Those of the same host can be for other things.
JOINING = {
    "zoom": r"/(?:j|w|my|s|wc)/",
    "meet": r"/[a-z]{3}-|/lookup/",
    "teams": r"/l/meetup-join/|/meet/",
    "webex": r"/j\.php|/(?:meet|join|m)/|MTID=",
    "jitsi": r"/.",
}

# What precedes the URL of the event's own stream or recording in a description, and what is enough
# before a URL that can only be live. Most URLs are of other talks and videos.
_PLATFORM = "youtube|twitch|vimeo|facebook|유튜브|페이스북"
_BEFORE_STREAM = re.compile(
    rf"\W*(?:(?:please|you can|watch|join|follow|view|see|find|tune in to|us|it|this|the|our"
    rf"|official|event|online|{_PLATFORM})\s+)*"
    r"(?:live[ -]?(?:video[ -]?)?stream(?:ed|ing|s)?|(?:video[ -]?)?stream(?:ing)?|live"
    r"|생중계|실시간)"
    rf"(?:[\s(]+(?:on|at|via|over|here|is|will be|available|link|url|video|event|channel"
    rf"|{_PLATFORM}|링크|방송|보기))*\W*",
    re.IGNORECASE,
)
_BEFORE_RECORDING = re.compile(
    r"\W*(?:(?:the|video|session|watch|event)\s+)*"
    r"(?:recordings?|replay|vod|aufzeichnung|다시보기|녹화)"
    rf"(?:[\s(]+(?:on|at|here|is|available|link|url|{_PLATFORM}|링크|영상))*\W*",
    re.IGNORECASE,
)
_BEFORE_LIVE_URL = re.compile(
    r"\W*(?:join|watch|tune in)(?:\s+(?:us|it|on|at|via|here))*\W*", re.IGNORECASE
)
_LIVE_URL = re.compile(
    r"https?://(?:[\w-]+\.)*(?:twitch\.tv/(?!videos/)[\w]+/?|youtube\.com/(?:[^?#]+/)?live\b.*)",
    re.IGNORECASE,
)
# What names a conference as a recording.
_RECORDING_WORDS = re.compile(
    r"\b(?:recordings?|video|replay|vod|aufzeichnung)\b|다시보기|녹화", re.IGNORECASE
)
_CLAUSE = re.compile(r".*(?:\n|[.;!?•|]\s)", re.DOTALL)
_OPEN_TAG = re.compile(r"<[^<>]*\Z")
_LINK_TEXT = re.compile(r"""["'][^<>]{0,200}>([^<>]{1,60})</a""", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)


def links_and_room(
    event: CalendarEvent, *, is_own: bool
) -> tuple[tuple[MediaLink, ...], tuple[BesideLink, ...], str]:
    """Return an event's streams and recordings, its other links, and its room.

    The room is LOCATION without the URLs.
    """
    links, beside = [], []
    for conference in event.all("CONFERENCE"):
        url = conference.value.strip()
        # Others are telephone numbers and the like.
        if not url.lower().startswith("http"):
            continue
        label = conference.parameter("LABEL")
        if kind := _kind_beside(conference, label, is_own=is_own):
            beside.append(BesideLink(url, kind, label))
        else:
            lang = language(conference.parameter("LANGUAGE"))
            links.append(MediaLink(url, kind_of_conference(label, url), lang))
    beside += attached(event, is_own=is_own)
    known = {link.url for link in links}
    urls = [event.text(name) for name in CONFERENCES]
    location = event.text("LOCATION")
    if is_own:
        # In a file written by cacctl, LOCATION repeats a link if there is no room.
        return tuple(links), tuple(beside), "" if location in known else location
    in_location = [bare_url(match[0]) for match in _URL.finditer(location)]
    urls += in_location
    room = _URL.sub("", location).strip(" \n,;:|()[]<>-–—/") if in_location else location
    url = event.text("URL")
    if url and platform(url) != "web":
        urls.append(url)
    links += [
        MediaLink(url, kind_of_conference("", url))
        for url in dict.fromkeys(urls)
        if url and url not in known
    ]
    description = event.text("DESCRIPTION")
    links += links_in_text(description, links)
    known.update(link.url for link in links)
    beside += (link for link in links_beside_in_text(description) if link.url not in known)
    return tuple(links), tuple(beside), room


def _kind_beside(conference: Property, label: str, *, is_own: bool) -> LinkKind | None:
    """Return what a conference is for if it is beside the streams: a chat, questions."""
    if is_own:
        return _own_kind(conference)
    features = {feature.strip() for feature in conference.parameter("FEATURE").upper().split(",")}
    if "CHAT" in features and features.isdisjoint(("AUDIO", "VIDEO", "PHONE", "SCREEN")):
        return kind_by_label(label) or "chat"
    return kind_by_label(label, whole=True)


def _own_kind(prop: Property) -> LinkKind | None:
    written = prop.parameter(LINK_KIND).lower()
    return next((kind for kind in LINK_KINDS if kind == written), None)


def attached(event: CalendarEvent, *, is_own: bool) -> Iterator[BesideLink]:
    """Yield the files attached to an event, but no pictures, which only decorate it."""
    for prop in event.all("ATTACH"):
        url = prop.value.strip()
        file_type = prop.parameter("FMTTYPE").lower()
        if not url.lower().startswith(("https://", "http://")) or file_type.startswith("image/"):
            continue
        name = prop.parameter("FILENAME") or prop.parameter("X-FILENAME") or prop.parameter("LABEL")
        own = _own_kind(prop) if is_own else None
        is_slides = any(word in file_type for word in _SLIDES_TYPES)
        kind = own or ("slides" if is_slides else kind_of_file(url, name))
        yield BesideLink(url, kind, name)


def links_beside_in_text(text: str) -> Iterator[BesideLink]:
    """Yield the links of a description that are labelled as its chat, slides and the like."""
    for match in islice(_URL.finditer(text), MOST_URLS):
        label = _before(text, match.start())
        kind = kind_by_label(label, whole=True)
        if kind is None and (linked := _LINK_TEXT.match(text, match.end())):
            kind = kind_by_label(linked[1], whole=True)
        if kind:
            yield BesideLink(bare_url(match[0]), kind)


def kind_of_conference(label: str, url: str) -> MediaKind:
    """Return what a conference's link is for. "Video call" does not mean a recording."""
    called = re.sub(r"\bvideo\b", "", label, flags=re.IGNORECASE)
    is_recording = _RECORDING_WORDS.search(called) or is_recorded_meeting(url)
    return "recording" if is_recording else "live"


def bare_url(url: str) -> str:
    """Return a URL without the punctuation of the sentence around it."""
    url = unescape(url).rstrip(".,;:!?*")
    return url if "(" in url else url.rstrip(")].,;")


def links_in_text(text: str, known: Sequence[MediaLink]) -> Iterator[MediaLink]:
    """Yield the links for joining in a description, and those it calls its stream or recording.

    Only the first of each platform counts, as others are for joining in another way. Videos that
    are merely mentioned don't count.
    """
    seen = {(platform(link.url), link.kind) for link in known}
    for match in islice(_URL.finditer(text), MOST_URLS):
        url = bare_url(match[0])
        name = platform(url)
        kind: MediaKind | None
        if name in JOINING:
            before = text[: match.start()].rpartition("\n")[2]
            joins = re.search(JOINING[name], url.partition("://")[2])
            is_meant = joins or is_recorded_meeting(url)
            kind = kind_of_conference(before[-60:], url) if is_meant else None
        else:
            kind = _kind_by_label(url, _before(text, match.start()))
            if kind is None and (linked := _LINK_TEXT.match(text, match.end())):
                kind = _kind_by_label(url, linked[1])
        if kind and (name, kind) not in seen:
            seen.add((name, kind))
            yield MediaLink(url, kind)


def _before(text: str, position: int) -> str:
    """Return what precedes a position, in its sentence or line, without markup."""
    label = plain_text(_OPEN_TAG.sub("", text[max(0, position - 120) : position]))
    return _CLAUSE.sub("", label.rstrip())


def _kind_by_label(url: str, label: str) -> MediaKind | None:
    """Return what a URL is for by the text before it; None if it is merely mentioned."""
    if _BEFORE_STREAM.fullmatch(label) or (
        _LIVE_URL.match(url) and _BEFORE_LIVE_URL.fullmatch(label)
    ):
        return "live"
    return "recording" if _BEFORE_RECORDING.fullmatch(label) else None
