"""Streams: what can be opened for a session, live or afterwards, and on which channel."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from cacctl.base.i18n import _
from cacctl.model.programme import (
    UNDETERMINED,
    Channel,
    Link,
    Programme,
    Session,
)

MEETINGS = frozenset(["zoom", "meet", "teams", "webex", "jitsi"])
"""Platforms on which one joins a meeting, which is over with its session."""


class Stream(NamedTuple):
    """A session on a channel, and the address to open. Without `session`, the channel itself.

    `own_recording` says that the address is that session's alone, not its channel's. A "page" is
    where the session is described, not watched.
    """

    session: Session | None
    channel: Channel
    url: str
    kind: Literal["live", "replay", "page"]
    own_recording: bool = False


def session_to_watch(
    programme: Programme, now: datetime, *, lang: str | None = None, platform: str | None = None
) -> Session | None:
    """The session that is meant where none was named: the live one, else the next; None after all.

    Of several, one that streams in the language and on the platform asked for goes first, then
    the one that started last: least of it has been missed.
    """
    candidates = programme.live_at(now) or programme.next_after(now)

    def preference(session: Session) -> tuple[bool, datetime]:
        streams = streams_of(programme, session, now)
        return any(fits(s.channel, lang, platform) for s in streams), session.start

    return max(candidates, key=preference, default=None)


def streams_of(
    programme: Programme, session: Session | None, now: datetime, preferred: str | None = None
) -> tuple[Stream, ...]:
    """Everything that can be opened for the session, or for the event as a whole, best first.

    That is the order of the channels, those on the preferred platform first. Addresses of its own
    stand in for their channel's: once all is over its recordings, which come first, else those it
    is streamed at. Then channels known to keep replays come before the others. For what is
    cancelled there is nothing, and for a meeting that is over only its recordings.
    """
    if session.cancelled if session else programme.is_cancelled:
        return ()
    over = now >= (session or programme).end
    kind: Literal["live", "replay"] = "replay" if over else "live"
    carriers = carriers_of(programme, session)
    streams = []
    for channel in programme.channels:
        recordings = _own(session.recordings, channel) if session and over else []
        urls = recordings or (_own(session.streams, channel) if session else [])
        if channel.url and not urls and channel in carriers:
            urls = [channel.url]
        if over and not recordings and is_meeting(channel):
            continue
        streams += [
            Stream(session, channel, url, kind, own_recording=bool(recordings)) for url in urls
        ]
    streams.sort(key=lambda s: s.channel.platform != preferred)
    if over:
        streams.sort(key=lambda s: (not s.own_recording, not s.channel.keeps_replays))
    return tuple(streams)


class Place(NamedTuple):
    """An address of a session on a channel, for while it is live or a recording for afterwards."""

    channel: Channel
    url: str
    is_recording: bool = False


def places_of(programme: Programme, session: Session) -> tuple[Place, ...]:
    """Every address of the session at whatever time, in the order of the channels.

    Unlike `streams_of` it asks no clock: it is for what is written down. A cancelled session has
    none.
    """
    if session.cancelled:
        return ()
    carriers = programme.carriers(session)
    places = []
    for channel in programme.channels:
        urls = _own(session.streams, channel)
        if channel.url and not urls and channel in carriers:
            urls = [channel.url]
        places += [Place(channel, url) for url in urls]
        places += [
            Place(channel, url, is_recording=True) for url in _own(session.recordings, channel)
        ]
    return tuple(places)


def on_channel(programme: Programme, channel: Channel, now: datetime) -> Stream | None:
    """What opens on the channel; None where nothing does.

    A session is named where the one that is meant without a name is not on it.
    """
    lang = channel.lang if channel.lang != UNDETERMINED else None
    meant = session_to_watch(programme, now, lang=lang, platform=channel.platform)
    over = [s for s in programme.sessions if s.end <= now]
    coming = [s for s in programme.sessions if s.end > now]
    for session in (meant, *coming, *reversed(over)):
        if session and session != meant and not _may_carry(channel, session):
            continue
        for stream in streams_of(programme, session, now, channel.platform):
            if stream.channel == channel:
                return stream if session != meant else stream._replace(session=None)
    return None


def platform_name(platform: str) -> str:
    """The platform's name as it stands within a sentence."""
    names = {
        "youtube": _("YouTube"),
        "facebook": _("Facebook"),
        "web": _("the website"),
        "tv": _("TV"),
    }
    return names.get(platform, platform.capitalize())


def platform_title(platform: str) -> str:
    """The platform's name as it stands at the beginning of a line."""
    name = platform_name(platform)
    return name[:1].upper() + name[1:]


def language_name(lang: str) -> str:
    """The language's name as it stands within a sentence.

    It is the tag where no name is known, and nothing where the language is not.
    """
    return {"ko": _("Korean"), "en": _("English"), UNDETERMINED: ""}.get(lang, lang)


def carriers_of(programme: Programme, session: Session | None) -> tuple[Channel, ...]:
    """Return the channels that carry the session, or without one any session of the programme."""
    if session:
        return programme.carriers(session)
    if programme.part is None:
        return programme.channels
    carrying = {channel.id for each in programme.sessions for channel in programme.carriers(each)}
    return tuple(channel for channel in programme.channels if channel.id in carrying)


def is_meeting(channel: Channel) -> bool:
    """Whether one joins a meeting there, of which nothing is left afterwards."""
    return channel.platform in MEETINGS and not channel.keeps_replays


def fits(channel: Channel, lang: str | None, platform: str | None) -> bool:
    """Whether the channel is in the language and on the platform, where these are given.

    "en" also matches "en-GB", but not the other way about (RFC 4647, 3.3.1). A channel of unknown
    language fits them all.
    """
    tag = channel.lang.lower()
    speaks = not lang or tag in (lang.lower(), UNDETERMINED) or tag.startswith(f"{lang.lower()}-")
    return speaks and platform in (None, "", channel.platform)


def _may_carry(channel: Channel, session: Session) -> bool:
    links = (*session.streams, *session.recordings)
    carried = channel.carries is None or session.id in channel.carries
    return bool(channel.url and carried) or any(link.channel == channel.id for link in links)


def _own(links: Sequence[Link], channel: Channel) -> list[str]:
    return [link.url for link in links if link.channel == channel.id]
