"""Shell completion of values: zones, sessions, days, rooms and others."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import typer

from cacctl.base.errors import CacctlError
from cacctl.base.i18n import LANGUAGES, language
from cacctl.base.names import TYPED_LANGUAGES, TYPED_PLATFORMS
from cacctl.cli.context import Request
from cacctl.settings.file import read_settings

if TYPE_CHECKING:
    from cacctl.model.programme import Grouping, Programme

Offer = str | tuple[str, str]
"""A word, or a word with a description."""
Kind = Literal[
    "zone",
    "language",
    "session",
    "link",
    "schedule",
    "event",
    "day",
    "room",
    "track",
    "format",
    "platform",
]


def offers(kind: Kind, context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the completions of a value of this kind, safe for any shell."""
    return list(harmless(OFFERS[kind](context, incomplete)))


def harmless(offered: Iterable[Offer]) -> Iterator[Offer]:
    """Yield the offers whose words no shell interprets, with cleaned descriptions.

    bash inserts a word without quoting it, and zsh evaluates it. If no word is left, the shell
    completes file names itself.
    """
    for offer in offered:
        word, *description = (offer,) if isinstance(offer, str) else offer
        if _is_plain(word):
            yield (word, _harmless_text(description[0])) if description else word


def _zones(_context: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Yield the keys of zones and, once something is typed, their cities."""
    from cacctl.times.zones import names_beginning, zone_names

    wanted = incomplete.casefold().replace(" ", "_")
    for name in zone_names():
        city = name.rpartition("/")[2]
        if name.casefold().startswith(wanted):
            yield name
        elif incomplete and city.startswith(incomplete):
            yield city
    yield from (name.replace(" ", "-") for name in names_beginning(incomplete))


def _languages(_context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the languages of the messages; their names, once something is typed."""
    names = TYPED_LANGUAGES if incomplete else ()
    return [lang for lang in (*LANGUAGES, *names) if lang.startswith(incomplete)]


def _sessions(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the IDs of the sessions, with their names; once something is typed, names as well."""
    from cacctl.model.programme import in_language

    programme = _programme(context)
    offered: list[Offer] = []
    for session in programme.sessions if programme else ():
        if session.id.startswith(incomplete):
            offered.append((session.id, in_language(session.name, language())))
            continue
        words = (_one_word(name, incomplete) for name in session.name.values())
        offered += ((word, session.id) for word in words if incomplete and word)
    return offered


def _links(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the sessions, and after one the kinds of its links; in Korean once one is typed."""
    from cacctl.base.names import TYPED_LINK_KINDS, link_kind_title
    from cacctl.model.programme import LINK_KINDS
    from cacctl.model.search import sessions_named

    words = context.params.get("words") or ()
    programme = _programme(context)
    found = sessions_named(programme, " ".join(words)) if programme and words else ()
    kinds = [link.kind for link in found[0].links] if len(found) == 1 else LINK_KINDS
    names: dict[str, None] = dict.fromkeys(kinds)
    if incomplete:
        korean = (name for name in TYPED_LINK_KINDS if not name.isascii())
        names |= {name: None for name in korean if TYPED_LINK_KINDS[name] in names}
    offered: list[Offer] = [
        (name, link_kind_title(TYPED_LINK_KINDS.get(name, name)))
        for name in names
        if name.startswith(incomplete)
    ]
    return offered if words else [*offered, *_sessions(context, incomplete)]


def _schedules(_context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the names of events in the settings; the shell completes file names."""
    return [n for n in read_settings(os.environ).events if n.startswith(incomplete)]


def _events(_context: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Yield the names of events in the settings and in directories, without going online."""
    from cacctl.model import directory
    from cacctl.model.programme import in_language
    from cacctl.sources import directories
    from cacctl.times import clock

    request = Request(read_settings(os.environ), offline=True)
    found = directories.read(request.settings, clock.now(), request.access(is_update=False))
    titles = {event.id: in_language(event.name, language()) for event in found.events}
    for name in dict.fromkeys([*request.settings.events, *directory.names(found.events)]):
        if name.startswith(incomplete):
            yield (name, titles[name]) if name in titles else name


def _days(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the numbers and dates of the event's days; once something is typed, weekdays."""
    from cacctl.times.parse import DAY_WORDS, WEEKDAYS

    programme = _programme(context)
    offered = []
    for day in programme.days() if programme else ():
        offered.append((str(day.number), day.date.isoformat()))
        offered.append((day.date.isoformat(), f"{day.number}"))
        if incomplete:
            words = (*WEEKDAYS[day.date.weekday()], f"{day.date.month}월{day.date.day}일")
            offered += ((word, day.date.isoformat()) for word in words)
    offered += ((word, "") for word in DAY_WORDS if incomplete)
    return [offer for offer in offered if offer[0].startswith(incomplete)]


def _rooms(context: typer.Context, incomplete: str) -> list[Offer]:
    return _groups(context, "room", incomplete)


def _tracks(context: typer.Context, incomplete: str) -> list[Offer]:
    return _groups(context, "track", incomplete)


def _groups(context: typer.Context, grouping: "Grouping", incomplete: str) -> list[Offer]:
    """Return the names of rooms or tracks, each as one word."""
    from cacctl.model.programme import in_language

    programme = _programme(context)
    names = [
        in_language(words, language())
        for words in (programme.groups(grouping) if programme else ())
    ]
    return [(word, name) for name in names if (word := _one_word(name, incomplete))]


def _one_word(name: str, incomplete: str) -> str:
    """Return a name as one word that begins as typed, in any case; "" if it does not.

    Typer drops offers that do not begin exactly as typed.
    """
    from cacctl.model.text import folded

    word = "-".join(re.findall(r"[\w·]+", name))
    if not word or not folded(word).startswith(folded(incomplete)):
        return ""
    return incomplete + word[len(incomplete) :]


def _formats(_context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the names of the formats for `export`."""
    from cacctl.render.export import format_names

    return [name for name in format_names() if name.startswith(incomplete)]


def _platforms(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the platforms of the schedule's channels; once something is typed, in Korean."""
    platforms: dict[str, None] = {}
    if programme := _programme(context):
        # A channel can have its URLs with its sessions.
        linked = {link.channel for s in programme.sessions for link in (*s.streams, *s.recordings)}
        channels = (c for c in programme.channels if c.url or c.id in linked)
        platforms = dict.fromkeys(channel.platform for channel in channels)
    if incomplete:
        platforms |= {name: None for name, meant in TYPED_PLATFORMS.items() if meant in platforms}
    return [platform for platform in platforms if platform.startswith(incomplete)]


OFFERS: dict[Kind, Callable[[typer.Context, str], Iterable[Offer]]] = {
    "zone": _zones,
    "language": _languages,
    "session": _sessions,
    "link": _links,
    "schedule": _schedules,
    "event": _events,
    "day": _days,
    "room": _rooms,
    "track": _tracks,
    "format": _formats,
    "platform": _platforms,
}


def _programme(context: typer.Context) -> "Programme | None":
    """Return the schedule that the command line names, or None if it cannot be read."""
    from cacctl.times import clock

    request = Request(
        read_settings(os.environ),
        schedule=context.params.get("schedule"),
        event=context.params.get("event"),
        event_tz=context.params.get("event_tz"),
        offline=True,
    )
    try:
        request = request.with_event(quiet=True)
        return request.completed(request.source.load(clock.now())).programme
    except CacctlError:
        return None


def _is_plain(word: str) -> bool:
    """Return whether no shell interprets or splits the word, wherever it is inserted."""
    import unicodedata

    return all(
        letter.isalnum() or letter in "-_.,+:/@·" or unicodedata.category(letter)[0] == "M"
        for letter in word
    )


def _harmless_text(text: str) -> str:
    """Return the text without what a shell, or Rich (which Typer uses), could interpret."""
    return " ".join(re.sub(r"[^\w .,&+/()·-]", " ", text).split())
