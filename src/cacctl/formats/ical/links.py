"""Where an event can be watched, by its properties and its description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice

from cacctl.formats.common.drafts import MediaLink
from cacctl.formats.common.links import RECORDING_WORDS, LinkKind, is_recorded_meeting, platform
from cacctl.formats.common.text import plain_text
from cacctl.formats.common.values import language
from cacctl.formats.ical.components import CalendarEvent
from cacctl.formats.ical.syntax import CONFERENCES

MOST_ADDRESSES = 100
"""How many addresses of a description are looked at."""
# Where a meeting is joined; meetings have addresses for other things, too.
JOINING = {
    "zoom": r"/(?:j|w|my|s|wc)/",
    "meet": r"/[a-z]{3}-|/lookup/",
    "teams": r"/l/meetup-join/|/meet/",
    "webex": r"/j\.php|/(?:meet|join|m)/|MTID=",
    "jitsi": r"/.",
}
# What stands directly before an address of a description that is the live stream itself; and what
# else is enough where the address can be nothing but live. Most are of other talks and videos.
_PLATFORM = "youtube|twitch|vimeo|facebook|유튜브|페이스북"
_OF_STREAM = re.compile(
    rf"\W*(?:(?:please|you can|watch|join|follow|view|see|find|tune in to|us|it|this|the|our"
    rf"|official|event|online|{_PLATFORM})\s+)*"
    r"(?:live[ -]?(?:video[ -]?)?stream(?:ed|ing|s)?|(?:video[ -]?)?stream(?:ing)?|live"
    r"|생중계|실시간)"
    rf"(?:[\s(]+(?:on|at|via|over|here|is|will be|available|link|url|video|event|channel"
    rf"|{_PLATFORM}|링크|방송|보기))*\W*",
    re.IGNORECASE,
)
_OF_RECORDING = re.compile(
    r"\W*(?:(?:the|video|session|watch|event)\s+)*"
    r"(?:recordings?|replay|vod|aufzeichnung|다시보기|녹화)"
    rf"(?:[\s(]+(?:on|at|here|is|available|link|url|{_PLATFORM}|링크|영상))*\W*",
    re.IGNORECASE,
)
_TO_WATCH = re.compile(
    r"\W*(?:join|watch|tune in)(?:\s+(?:us|it|on|at|via|here))*\W*", re.IGNORECASE
)
_LIVE_ADDRESS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:twitch\.tv/(?!videos/)[\w]+/?|youtube\.com/(?:[^?#]+/)?live\b.*)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r".*(?:\n|[.;!?•|]\s)", re.DOTALL)
_OPEN_TAG = re.compile(r"<[^<>]*\Z")
_LINK_TEXT = re.compile(r"""["'][^<>]{0,200}>([^<>]{1,60})</a""", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)


def links_and_room(event: CalendarEvent, *, is_own: bool) -> tuple[tuple[MediaLink, ...], str]:
    """The addresses at which it can be watched, and the room: what else LOCATION says."""
    links = []
    for conference in event.properties.get("CONFERENCE", ()):
        url = conference.value.strip()
        # Others can be telephone numbers.
        if url.lower().startswith("http"):
            label = conference.parameter("LABEL")
            lang = language(conference.parameter("LANGUAGE"))
            links.append(MediaLink(url, kind_of_conference(label, url), lang))
    known = {link.url for link in links}
    stated = [event.text(name) for name in CONFERENCES]
    location = event.text("LOCATION")
    if is_own:
        # Ours says only what the rest does, where it names no room.
        return tuple(links), "" if location in known else location
    addresses = [bare_url(match[0]) for match in ADDRESS.finditer(location)]
    stated += addresses
    room = ADDRESS.sub("", location).strip(" \n,;:|()[]<>-–—/") if addresses else location
    url = event.text("URL")
    if url and platform(url) != "web":
        stated.append(url)
    links += [
        MediaLink(url, kind_of_conference("", url))
        for url in dict.fromkeys(stated)
        if url and url not in known
    ]
    links += links_in_text(event.text("DESCRIPTION"), links)
    return tuple(links), room


def kind_of_conference(label: str, url: str) -> LinkKind:
    """What a conference is for, by its label and address. A "video call" is no recording."""
    called = re.sub(r"\bvideo\b", "", label, flags=re.IGNORECASE)
    is_recording = RECORDING_WORDS.search(called) or is_recorded_meeting(url)
    return "recording" if is_recording else "live"


def bare_url(url: str) -> str:
    """An address without what belongs to the sentence around it."""
    url = unescape(url).rstrip(".,;:!?*")
    return url if "(" in url else url.rstrip(")].,;")


def links_in_text(text: str, known: Sequence[MediaLink]) -> Iterator[MediaLink]:
    """Where one joins, by a description, and what it calls its stream or its recording.

    Of each platform it is the first: what follows is for those without the program. A video that is
    merely mentioned is none of it.
    """
    taken = {(platform(link.url), link.kind) for link in known}
    for match in islice(ADDRESS.finditer(text), MOST_ADDRESSES):
        url = bare_url(match[0])
        place = platform(url)
        kind: LinkKind | None
        if place in JOINING:
            before = text[: match.start()].rpartition("\n")[2]
            joins = re.search(JOINING[place], url.partition("://")[2])
            is_meant = joins or is_recorded_meeting(url)
            kind = kind_of_conference(before[-60:], url) if is_meant else None
        else:
            kind = _kind_by_label(url, _before(text, match.start()))
            if kind is None and (linked := _LINK_TEXT.match(text, match.end())):
                kind = _kind_by_label(url, linked[1])
        if kind and (place, kind) not in taken:
            taken.add((place, kind))
            yield MediaLink(url, kind)


def _before(text: str, place: int) -> str:
    """What stands before a place of a text, in its sentence or line, without markup."""
    label = plain_text(_OPEN_TAG.sub("", text[max(0, place - 120) : place]))
    return _CLAUSE.sub("", label.rstrip())


def _kind_by_label(url: str, label: str) -> LinkKind | None:
    """What an address is for by what stands before it; None where it is merely mentioned."""
    if _OF_STREAM.fullmatch(label) or (_LIVE_ADDRESS.match(url) and _TO_WATCH.fullmatch(label)):
        return "live"
    return "recording" if _OF_RECORDING.fullmatch(label) else None
