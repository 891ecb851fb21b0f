"""Make channels of the rooms and links of a schedule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cacctl.base.urls import url_problem
from cacctl.formats.common.drafts import EventDetails, MediaLink, SessionDraft
from cacctl.formats.common.links import MediaKind
from cacctl.formats.common.text import slug, words
from cacctl.model.platforms import platform
from cacctl.model.programme import UNDETERMINED, Channel, Link
from cacctl.model.text import UniqueNames


class _ChannelKey(NamedTuple):
    """What makes a channel: a room, a platform, and a language where the file has one."""

    room: str
    platform: str
    lang: str


OwnLinks = Mapping[MediaKind, tuple[Link, ...]]
"""A session's links that are not those of a whole channel."""


def room_channels(
    details: EventDetails, drafts: Sequence[SessionDraft], ids: Sequence[str]
) -> tuple[list[Channel], list[OwnLinks]]:
    """Return the rooms as channels, and the own links of each session.

    A URL that several sessions in a room share is the channel's.
    """
    urls = {room: url for room, url in details.room_urls.items() if not url_problem(url)}
    in_rooms: dict[str, list[str]] = defaultdict(list)
    keys: dict[_ChannelKey, None] = {}
    live: dict[_ChannelKey, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    keyed = [
        [(_ChannelKey(draft.room, platform(link.url), link.lang), link) for link in draft.links]
        for draft in drafts
    ]
    linked: dict[_ChannelKey, list[str]] = defaultdict(list)
    for draft, session_id, links in zip(drafts, ids, keyed, strict=True):
        in_rooms[draft.room].append(session_id)
        for key, link in links:
            keys.setdefault(key)
            linked[key].append(session_id)
            if link.kind == "live":
                live[key][link.url].append(session_id)
        if url := urls.get(draft.room):
            key = _ChannelKey(draft.room, platform(url), "")
            keys.setdefault(key)
            live[key][url].append(session_id)
        elif draft.room and not draft.links:
            keys.setdefault(_ChannelKey(draft.room, "web", ""))
    channels: dict[_ChannelKey, Channel] = {}
    for key, channel_id in zip(keys, _channel_ids(list(keys), details), strict=True):
        url, carried = max(live[key].items(), key=lambda item: len(item[1]), default=("", []))
        is_shared = len(carried) > 1 or bool(url and urls.get(key.room) == url)
        channels[key] = Channel(
            id=channel_id,
            platform=key.platform,
            lang=key.lang or UNDETERMINED,
            name=words(key.room or details.name, ""),
            url=url if is_shared else None,
            carries=frozenset(carried if is_shared else linked[key] or in_rooms[key.room]),
        )
    return list(channels.values()), [_own_links(links, channels) for links in keyed]


def _own_links(
    links: Sequence[tuple[_ChannelKey, MediaLink]], channels: Mapping[_ChannelKey, Channel]
) -> OwnLinks:
    # A session's own streams replace the channel's. If it has both, both are listed.
    replaced = {key for key, link in links if link.kind == "live" and link.url != channels[key].url}
    own: dict[MediaKind, list[Link]] = {}
    for key, link in links:
        if link.kind == "recording" or key in replaced:
            own.setdefault(link.kind, []).append(Link(channels[key].id, link.url))
    return {kind: tuple(dict.fromkeys(found)) for kind, found in own.items()}


def _channel_ids(keys: Sequence[_ChannelKey], details: EventDetails) -> Iterator[str]:
    """Return ids after the rooms, with the platform or language where a room has several."""
    platforms: dict[str, set[str]] = defaultdict(set)
    langs: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        platforms[key.room].add(key.platform)
        langs[key.room].add(key.lang)
    names = UniqueNames()
    for key in keys:
        base = slug(key.room or details.id or details.name) or "channel"
        if len(platforms[key.room]) > 1:
            base += f"-{key.platform}"
        if key.lang and len(langs[key.room]) > 1:
            base += f"-{key.lang.lower()}"
        yield names.unique(base)


def with_new_channels(
    known: Iterable[Channel], new: Iterable[Channel], carried: Mapping[str, Iterable[str]]
) -> tuple[Channel, ...]:
    """Return all channels; the new ones come before those that carry every session.

    `carried` has the IDs of the sessions that each new one carries, by its ID.
    """
    special: list[Channel] = []
    general: list[Channel] = []
    for channel in known:
        (general if channel.carries is None else special).append(channel)
    made = (channel._replace(carries=frozenset(carried[channel.id])) for channel in new)
    return (*special, *made, *general)
