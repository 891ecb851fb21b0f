"""How schedules that cacctl writes are marked, so that it reads them back without a loss.

These words are part of the files, not messages: they stay as they are when a translation changes.
"""

from typing import NamedTuple

from cacctl.formats.common.cancellation import title_and_cancelled
from cacctl.formats.common.links import kind_by_label
from cacctl.model.programme import LinkKind

GENERATOR = "cacctl"
CANCELLED_TYPE = "cancelled"
"""The `type` of a cancelled session: both formats leave that field free, and have no status."""


class Phrases(NamedTuple):
    """What a file says to the people who read it, in one language."""

    cancelled: str
    stream: str
    recording: str
    languages: dict[str, str]
    links: dict[LinkKind, str]


PHRASES = {
    "en": Phrases(
        "CANCELLED: ",
        "Stream: ",
        "Recording: ",
        {"en": "English", "ko": "Korean"},
        {
            "chat": "Chat",
            "questions": "Questions",
            "slides": "Slides",
            "file": "File",
            "feedback": "Feedback",
            "other": "Link",
        },
    ),
    "ko": Phrases(
        "취소: ",
        "중계: ",
        "다시보기: ",
        {"en": "영어", "ko": "한국어"},
        {
            "chat": "채팅",
            "questions": "질문",
            "slides": "발표 자료",
            "file": "파일",
            "feedback": "의견",
            "other": "링크",
        },
    ),
}


def phrases_in(lang: str) -> Phrases:
    """Return the phrases in a language, in English where there are none."""
    return PHRASES.get(lang, PHRASES["en"])


def marked_as_cancelled(name: str, lang: str) -> str:
    """Return a cancelled session's name with a mark in front, unless it has one of its own."""
    return name if title_and_cancelled(name)[1] else phrases_in(lang).cancelled + name


def name_without_mark(title: str) -> str:
    """Return the name of a cancelled session from its title, whichever language marked it."""
    for phrases in PHRASES.values():
        if title.startswith(phrases.cancelled):
            return title.removeprefix(phrases.cancelled)
    return title_and_cancelled(title)[0]


def room_without_event(room: str, event_name: str) -> str:
    """Return a session's room; "" for the event's name, which the writer gives to one without."""
    return "" if room == event_name else room


def acronym_of(event_id: str) -> str:
    """Return the event's id as both validators accept an acronym.

    That is four characters or more, without a hyphen.
    """
    return event_id.replace("-", "_").ljust(4, "_")


def slug_of(session_id: str) -> str:
    """Return the session's id as both validators accept the end of a slug.

    That has four characters or more, and no hyphen at its end. `id_of_slug` is the inverse.
    """
    return (session_id + "_0" * session_id.endswith("-")).rjust(4, "_")


def id_of_slug(text: str) -> str:
    """Return the session's id that `slug_of` was given."""
    return text.lstrip("_").removesuffix("_0")


def label_of_link(kind: LinkKind, name: str, lang: str) -> str:
    """Return the label of a link beside a session: `Chat`, or `Chat: Room 1` if it has a name.

    A name that itself says what the link is for, such as `Chat room`, is enough.
    `kind_and_name` is the inverse.
    """
    if kind_by_label(name) == kind and kind_and_name(name) == (kind, name):
        return name
    called = phrases_in(lang).links[kind]
    return f"{called}: {name}" if name else called


def kind_and_name(label: str) -> tuple[LinkKind, str]:
    """Return the kind and the name of a link from its label."""
    called, _colon, name = label.partition(": ")
    for phrases in PHRASES.values():
        for kind, words in phrases.links.items():
            if words == called:
                return kind, name
    return kind_by_label(label) or "other", label
