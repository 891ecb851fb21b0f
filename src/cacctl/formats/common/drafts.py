"""Sessions and the event as a reader found them in a file, before they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cacctl.formats.common.links import MediaKind
from cacctl.model.programme import LinkKind

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath


class MediaLink(NamedTuple):
    """A URL at which a session can be watched."""

    url: str
    kind: MediaKind
    lang: str = ""


class BesideLink(NamedTuple):
    """A URL beside a session's streams, and its name as the file has it, or ""."""

    url: str
    kind: LinkKind
    name: str = ""


class SessionDraft(NamedTuple):
    """A session with its texts as the file has them, "" where it has none.

    `start` and `end` are UTC. `path` is ("event", n) for the file's event n, from 0. `id` is a
    proposal: it may be malformed or used twice. `lang` is the tag of the language spoken,
    `text_lang` that of the texts where they are in another one.
    """

    path: KeyPath
    start: datetime
    end: datetime
    name: str
    id: str = ""
    uid: str = ""
    lang: str = ""
    text_lang: str = ""
    topic: str = ""
    description: str = ""
    room: str = ""
    track: str = ""
    host: str = ""
    speakers: tuple[str, ...] = ()
    page: str = ""
    links: tuple[MediaLink, ...] = ()
    beside: tuple[BesideLink, ...] = ()
    cancelled: bool = False


class EventDetails(NamedTuple):
    """What a file says about the event as a whole. `zone` is an IANA key; the rest may be empty.

    `room_urls` maps a room to the URL of its stream. `names_zone` is False if `zone` is a guess.
    """

    name: str
    zone: str
    id: str = ""
    lang: str = ""
    place: str = ""
    site: str = ""
    first_date: date | None = None
    last_date: date | None = None
    revision: int = 0
    revised: datetime | None = None
    refresh: timedelta | None = None
    room_urls: Mapping[str, str] = {}
    names_zone: bool = True
