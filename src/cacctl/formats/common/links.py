"""What a session's link is for, by its label or its host."""

from __future__ import annotations

import re
from typing import Literal

from cacctl.base.urls import is_within
from cacctl.model.platforms import host, platform
from cacctl.model.programme import LinkKind
from cacctl.model.streams import MEETINGS

MediaKind = Literal["live", "recording"]

LONGEST_NAME = 200
"""How many letters of a link's name are kept, and how many of a label are looked at."""

# The recordings of meetings. Every other link to a meeting is for joining it.
_MEETING_RECORDING = re.compile(r"/(?:rec|recording|recordingservice)/")

LIVE_HOSTS = ("streaming.media.ccc.de", "live.fosdem.org", "stream.fosdem.org")
# Not media.ccc.de: talks link to earlier talks there.
RECORDING_HOSTS = ("video.fosdem.org", "cdn.media.ccc.de")

# How labels of the links beside a session begin: `Chat room (web)`, `Submit Feedback`. Before a URL
# in a text, that is all of the label. Words such as "chat control" are about something else.
_END = (
    r"(?=\W*(?:$|[(:\[]|\s[|–—-]\s"
    r"|(?:about|and|at|during|for|here|in|of|on|to|und|via|with|zu[mr]?)\b))"
)
_SUBMIT = r"(?:(?:ask|give|leave|live|send|session|submit|talk|us|your|a)[ -])*"
_LABELS: dict[LinkKind, str] = {
    "chat": r"(?:(?:discord|event|irc|live|matrix|room|session|slack|stream|telegram|text)[ -])?"
    rf"chat(?:[ -]?(?:channel|room)s?)?{_END}"
    rf"|(?:discord|irc|matrix|slack|telegram)(?:[ -](?:channel|group|room|server))?{_END}"
    r"|(?:실시간 ?)?(?:채팅|대화)(?:방|창)?",
    "questions": rf"{_SUBMIT}(?:questions?|q ?& ?a){_END}|(?:publikums)?fragen?{_END}"
    r"|(?:실시간 ?)?(?:질문|질의 ?응답)(?:하기)?",
    "slides": r"(?:(?:google|html|lecture|link to|my|our|pdf|presentation|session|talk|the)[ -])*"
    rf"(?:slides\b|slide(?: ?deck| ?set)?{_END})|presentation(?:[ -]?(?:deck|file|pdf))?(?=\W*$)"
    rf"|(?:vortrags)?folien{_END}|(?:발표|강의) ?자료|슬라이드",
    "feedback": rf"{_SUBMIT}feedback(?:[ -](?:form|link|page))?{_END}"
    r"|(?:rate|review) (?:this|the) (?:session|talk)\b"
    rf"|(?:evaluation(?: form)?|survey){_END}|의견(?: ?보내기)?|피드백|설문(?: ?조사)?",
    "file": rf"(?:attachments?|hand-?outs?|downloads?){_END}|첨부(?: ?파일)?|파일",
}
_BY_LABEL = {
    kind: re.compile(rf"\W*(?:{pattern})", re.IGNORECASE) for kind, pattern in _LABELS.items()
}
_WHOLE_LABEL = {
    kind: re.compile(rf"\W*(?:{pattern})(?: (?:here|link|url|링크|주소))?\W*", re.IGNORECASE)
    for kind, pattern in _LABELS.items()
}
# What schedules call the type of a link.
LINK_TYPES: dict[str, LinkKind] = {
    "chat": "chat",
    **dict.fromkeys(("questions", "question", "qa", "q&a"), "questions"),
    **dict.fromkeys(("slides", "slide", "presentation"), "slides"),
    **dict.fromkeys(("file", "attachment", "paper"), "file"),
    **dict.fromkeys(("feedback", "survey"), "feedback"),
}
_HOSTS: dict[str, LinkKind] = {
    **dict.fromkeys(("matrix.to", "chat.fosdem.org", "discord.gg", "discord.com"), "chat"),
    **dict.fromkeys(("sli.do", "slido.com", "pigeonhole.at"), "questions"),
    **dict.fromkeys(("speakerdeck.com", "slideshare.net", "slides.com"), "slides"),
}
_GOOGLE_SLIDES = re.compile(r"https://docs\.google\.com/presentation/", re.IGNORECASE)
_SLIDES_NAME = re.compile(
    r"slides?\b|\b(?:deck|folien|pr[aä]sentation)\b|발표 ?자료", re.IGNORECASE
)
_SLIDES_FILE = re.compile(r"\.(?:pptx?|odp|key)(?:[?#]|$)", re.IGNORECASE)


def is_recorded_meeting(url: str) -> bool:
    """Return whether a URL leads to the recording of a meeting rather than to the meeting."""
    return platform(url) in MEETINGS and bool(_MEETING_RECORDING.search(url.partition("?")[0]))


def kind_by_host(url: str) -> MediaKind | None:
    """Return what a session's link is for; None if its host does not show that.

    Many links to videos are mere references.
    """
    if platform(url) in MEETINGS:
        return "recording" if is_recorded_meeting(url) else "live"
    name = host(url)
    if any(is_within(name, known) for known in LIVE_HOSTS):
        return "live"
    return "recording" if any(is_within(name, known) for known in RECORDING_HOSTS) else None


def kind_by_label(label: str, *, whole: bool = False) -> LinkKind | None:
    """Return what a link beside a session is for by its label, which has nothing else if `whole`.

    Return None for other labels.
    """
    label = label[:LONGEST_NAME]
    if whole:
        return next((kind for kind, known in _WHOLE_LABEL.items() if known.fullmatch(label)), None)
    return next((kind for kind, known in _BY_LABEL.items() if known.match(label)), None)


def kind_beside(url: str, label: str, link_type: str = "") -> LinkKind:
    """Return what a link beside a session is for: by its type, its label, or else its host."""
    if kind := LINK_TYPES.get(link_type.lower()) or kind_by_label(label):
        return kind
    name = host(url)
    if kind := next((kind for known, kind in _HOSTS.items() if is_within(name, known)), None):
        return kind
    return "slides" if _GOOGLE_SLIDES.match(url) or _SLIDES_FILE.search(url) else "other"


def kind_of_file(url: str, label: str, file_type: str = "") -> LinkKind:
    """Return whether an attached file has slides, by its type, its label or its name."""
    if kind := LINK_TYPES.get(file_type.lower()):
        return "slides" if kind == "slides" else "file"
    is_slides = _SLIDES_NAME.search(label[:LONGEST_NAME]) or kind_beside(url, label) == "slides"
    return "slides" if is_slides else "file"
