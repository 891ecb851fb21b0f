"""What the shell offers for each kind of value."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import typer

from cacctl.base.errors import CacctlError
from cacctl.base.i18n import LANGUAGES, language
from cacctl.cli.context import Request
from cacctl.settings.settings import read_settings

if TYPE_CHECKING:
    from cacctl.model.programme import Grouping, Programme

Offer = str | tuple[str, str]
"""A word, or a word with a description."""
Kind = Literal[
    "zone", "language", "session", "schedule", "day", "room", "track", "format", "platform"
]


def offers(kind: Kind, context: typer.Context, incomplete: str) -> list[Offer]:
    """What can complete a value of this kind."""
    return list(harmless(OFFERS[kind](context, incomplete)))


def harmless(offered: Iterable[Offer]) -> Iterator[Offer]:
    """Only words that no shell obeys or has to quote, with harmless descriptions.

    bash types a word as it is, and zsh evaluates it. Where no word is left, the shell completes
    files by itself, and quotes their names.
    """
    for offer in offered:
        word, *description = (offer,) if isinstance(offer, str) else offer
        if _is_plain(word):
            yield (word, _harmless_text(description[0])) if description else word


def _zones(_context: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Zones by their keys and, once something is typed, their cities."""
    from cacctl.times.zones import zone_names

    wanted = incomplete.casefold().replace(" ", "_")
    for name in zone_names():
        city = name.rpartition("/")[2]
        if name.casefold().startswith(wanted):
            yield name
        elif incomplete and city.startswith(incomplete):
            yield city


def _languages(_context: typer.Context, incomplete: str) -> list[Offer]:
    """The languages of cacctl itself."""
    return [lang for lang in LANGUAGES if lang.startswith(incomplete)]


def _sessions(context: typer.Context, incomplete: str) -> list[Offer]:
    """The ids of the sessions, with their names."""
    from cacctl.model.programme import in_language

    programme = _programme(context)
    return [
        (session.id, in_language(session.name, language()))
        for session in (programme.sessions if programme else ())
        if session.id.startswith(incomplete)
    ]


def _schedules(_context: typer.Context, incomplete: str) -> list[Offer]:
    """The names of events in the settings. Files are the shell's own to complete."""
    return [n for n in read_settings(os.environ).events if n.startswith(incomplete)]


def _days(context: typer.Context, incomplete: str) -> list[Offer]:
    """The numbers and dates of the programme days."""
    programme = _programme(context)
    offered = []
    for day in programme.days() if programme else ():
        offered.append((str(day.number), day.date.isoformat()))
        offered.append((day.date.isoformat(), f"{day.number}"))
    return [offer for offer in offered if offer[0].startswith(incomplete)]


def _rooms(context: typer.Context, incomplete: str) -> list[Offer]:
    return _groups(context, "room", incomplete)


def _tracks(context: typer.Context, incomplete: str) -> list[Offer]:
    return _groups(context, "track", incomplete)


def _groups(context: typer.Context, grouping: "Grouping", incomplete: str) -> list[Offer]:
    """Names of rooms or tracks, each as one word."""
    from cacctl.model.programme import in_language
    from cacctl.model.text import folded, hyphenated

    programme = _programme(context)
    names = [
        in_language(words, language())
        for words in (programme.groups(grouping) if programme else ())
    ]
    # What does not begin as it was typed is not offered by Typer; any case of letters means it.
    return [
        (incomplete + word[len(incomplete) :], name)
        for name in names
        if (word := hyphenated(name)) and folded(word).startswith(folded(incomplete))
    ]


def _formats(_context: typer.Context, incomplete: str) -> list[Offer]:
    """The formats that a programme can be exported in."""
    from cacctl.render import export

    return [name for name in export.names() if name.startswith(incomplete)]


def _platforms(context: typer.Context, incomplete: str) -> list[Offer]:
    """The platforms that the schedule's channels are on."""
    programme = _programme(context)
    platforms = dict.fromkeys(c.platform for c in programme.channels if c.url) if programme else {}
    return [platform for platform in platforms if platform.startswith(incomplete)]


OFFERS: dict[Kind, Callable[[typer.Context, str], Iterable[Offer]]] = {
    "zone": _zones,
    "language": _languages,
    "session": _sessions,
    "schedule": _schedules,
    "day": _days,
    "room": _rooms,
    "track": _tracks,
    "format": _formats,
    "platform": _platforms,
}


def _programme(context: typer.Context) -> "Programme | None":
    """The programme that is asked about; None where it cannot be read: the shell stays quiet."""
    from cacctl.times import clock

    request = Request(
        read_settings(os.environ),
        schedule=context.params.get("schedule"),
        event_tz=context.params.get("event_tz"),
        offline=True,
    )
    try:
        return request.source.load(clock.now()).programme
    except CacctlError:
        return None


def _is_plain(word: str) -> bool:
    """Whether no shell reads anything but itself in a word, wherever it is typed."""
    import unicodedata

    return all(
        letter.isalnum() or letter in "-_.,+:/@" or unicodedata.category(letter)[0] == "M"
        for letter in word
    )


def _harmless_text(text: str) -> str:
    """`text` without anything that a shell or Rich, which Typer asks to render it, could obey."""
    return " ".join(re.sub(r"[^\w .,&+/()-]", " ", text).split())
