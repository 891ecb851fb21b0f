"""Rooms and links -> the channels of a programme."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cacctl.base.urls import url_problem
from cacctl.formats.common.drafts import Draft, Facts
from cacctl.formats.common.links import Kind, platform
from cacctl.formats.common.text import slug, words
from cacctl.model.programme import UNDETERMINED, Channel, Link


class _Key(NamedTuple):
    """What is one channel: a room, on a platform, in a language where that is told."""

    room: str
    platform: str
    lang: str


def room_channels(
    facts: Facts, drafts: Sequence[Draft], ids: Sequence[str]
) -> tuple[list[Channel], list[Mapping[Kind, tuple[Link, ...]]]]:
    """The rooms as channels, and what is each session's own on them.

    An address that a room's sessions share is the channel's.
    """
    urls = {room: url for room, url in facts.room_urls.items() if not url_problem(url)}
    in_rooms: dict[str, list[str]] = defaultdict(list)
    keys: dict[_Key, None] = {}
    live: dict[_Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    keyed = [
        [(_Key(draft.room, platform(link.url), link.lang), link) for link in draft.links]
        for draft in drafts
    ]
    linked: dict[_Key, list[str]] = defaultdict(list)
    for draft, session_id, links in zip(drafts, ids, keyed, strict=True):
        in_rooms[draft.room].append(session_id)
        for key, link in links:
            keys.setdefault(key)
            linked[key].append(session_id)
            if link.kind == "live":
                live[key][link.url].append(session_id)
        if url := urls.get(draft.room):
            key = _Key(draft.room, platform(url), "")
            keys.setdefault(key)
            live[key][url].append(session_id)
        elif draft.room and not draft.links:
            keys.setdefault(_Key(draft.room, "web", ""))
    names = dict(zip(keys, _channel_ids(list(keys), facts), strict=True))
    channels, shared = [], {}
    for key, channel_id in names.items():
        url, carried = max(live[key].items(), key=lambda item: len(item[1]), default=("", []))
        is_shared = len(carried) > 1 or bool(url and urls.get(key.room) == url)
        shared[key] = url if is_shared else None
        channels.append(
            Channel(
                id=channel_id,
                platform=key.platform,
                lang=key.lang or UNDETERMINED,
                name=words(key.room or facts.name, ""),
                url=shared[key],
                carries=frozenset(carried if is_shared else linked[key] or in_rooms[key.room]),
                keeps_replays=False,
                notes=(),
            )
        )
    own: list[Mapping[Kind, tuple[Link, ...]]] = []
    for links in keyed:
        # What is its own stands in for the channel's, which then has to be among it.
        standing_in = {
            key for key, link in links if link.kind == "live" and link.url != shared[key]
        }
        found: dict[Kind, list[Link]] = {}
        for key, link in links:
            if link.kind == "recording" or key in standing_in:
                found.setdefault(link.kind, []).append(Link(names[key], link.url))
        own.append({kind: tuple(dict.fromkeys(urls)) for kind, urls in found.items()})
    return channels, own


def _channel_ids(keys: Sequence[_Key], facts: Facts) -> Iterator[str]:
    """Ids after the rooms; with the platform or the language where a room has several."""
    platforms: dict[str, set[str]] = defaultdict(set)
    langs: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        platforms[key.room].add(key.platform)
        langs[key.room].add(key.lang)
    free = UniqueNames()
    for key in keys:
        base = slug(key.room or facts.id or facts.name) or "channel"
        if len(platforms[key.room]) > 1:
            base += f"-{key.platform}"
        if key.lang and len(langs[key.room]) > 1:
            base += f"-{key.lang.lower()}"
        yield free.name(base)


class UniqueNames:
    """Gives each who wants a name one that no other has: the same with a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: Counter[str] = Counter()

    def name(self, wanted: str) -> str:
        found, stem = wanted, wanted[:57].rstrip("-")
        while found in self._taken:
            # Each goes on from the last, as thousands can want the same.
            self._numbers[stem] += 1
            found = f"{stem}-{self._numbers[stem] + 1}"
        self._taken.add(found)
        return found
