"""Sessions and the event as a reader of another format found them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cacctl.formats.common.links import Kind

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath


class Found(NamedTuple):
    """An address at which a session can be watched."""

    url: str
    kind: Kind
    lang: str = ""


class Draft(NamedTuple):
    """A session as it was found; texts are as they stand in the file, "" where there is none.

    `start` and `end` are UTC. `path` is ("event", n) for the file's event n from 0. `id` is the one
    that is wanted; it need be neither well formed nor the only one. `lang` is the language tag of
    what is said, `text_lang` that of the texts where it is not the same.
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
    links: tuple[Found, ...] = ()
    cancelled: bool = False


class Facts(NamedTuple):
    """What a file tells about its event. `zone` is an IANA key; the rest may be empty.

    `room_urls` has the address at which a room streams, where the file tells it of the room.
    `names_zone` is False where it names no zone.
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
