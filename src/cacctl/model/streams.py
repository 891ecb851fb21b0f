"""What can be opened for a session, live or afterwards, and on which channel."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from cacctl.base.urls import at_position
from cacctl.model.programme import (
    UNDETERMINED,
    Channel,
    Link,
    Programme,
    Session,
)

MEETINGS = frozenset(["zoom", "meet", "teams", "webex", "jitsi"])
"""Platforms of meetings that one joins; nothing is left of them after the session."""
PAGES = frozenset(["youtube", "facebook", "web"])
"""Platforms whose channels are pages with many recordings, or none, after the session."""


class Stream(NamedTuple):
    """A session on a channel, and the URL to open. Without `session`, the channel itself.

    A "replay" is a recording of that session alone, whereas a "channel" is where an ended session
    was streamed, and may or may not have a recording of it. A "search" looks for one. A "page"
    describes the session instead of streaming it.

    Players get `video` instead, if it is not empty, and the position as an option: the session
    starts `starts` seconds after its beginning.
    """

    session: Session | None
    channel: Channel
    url: str
    kind: Literal["live", "replay", "channel", "search", "page"]
    video: str = ""
    starts: int = 0

    @property
    def player_url(self) -> str:
        """The URL that a player without such an option gets."""
        return at_position(self.video, self.starts) if self.video else self.url

    @property
    def is_for_browsers(self) -> bool:
        """Whether the URL is a page to read or to search, without a video for a player to play.

        The URL of an ended session's own live stream can be its recording.
        """
        is_channel = self.kind == "channel" and self.url == self.channel.url and not self.video
        return self.kind in ("search", "page") or (is_channel and self.channel.platform in PAGES)


def session_to_watch(
    programme: Programme, now: datetime, *, lang: str | None = None, platform: str | None = None
) -> Session | None:
    """Return the session to watch by default: the live one, else the next, else None.

    Of several, one in this language and on this platform is preferred, then the one that started
    last, of which the viewer has missed least.
    """
    candidates = programme.live_at(now) or programme.next_after(now)

    def preference(session: Session) -> tuple[bool, datetime]:
        streams = streams_of(programme, session, now)
        return any(fits(s.channel, lang, platform) for s in streams), session.start

    return max(candidates, key=preference, default=None)


def streams_of(
    programme: Programme, session: Session | None, now: datetime, preferred: str | None = None
) -> tuple[Stream, ...]:
    """Return everything that can be opened for the session, or for the whole event, best first.

    That is in the order of the channels, with the preferred platform first. A session's own URLs
    replace those of their channels: its recordings after the end, otherwise its streams. After the
    end recordings come first, then channels that keep replays. Cancelled sessions have no streams,
    and meetings and live pages that are over have only their recordings.
    """
    if session.cancelled if session else programme.is_cancelled:
        return ()
    over = now >= (session or programme).end
    carriers = carriers_of(programme, session)
    linked = {link.channel for link in (*session.streams, *session.recordings)} if session else ()
    streams = []
    for channel in programme.channels:
        # Of the channels of many rooms, a session is on one or two.
        if channel not in carriers and channel.id not in linked:
            continue
        recordings = _own(session.recordings, channel) if session and over else []
        links = recordings or _live_links(session, channel, carriers)
        if over and not recordings and leaves_nothing(channel):
            continue
        kind = _kind(over=over, is_recording=bool(recordings))
        for link in links:
            url = at_position(link.url, link.starts)
            video = link.player_url or (link.url if link.starts else "")
            streams.append(Stream(session, channel, url, kind, video, link.starts))
    streams.sort(key=lambda s: s.channel.platform != preferred)
    if over:
        streams.sort(key=lambda s: (s.kind != "replay", not s.channel.keeps_replays))
    return tuple(streams)


def channels_of(
    programme: Programme, session: Session | None, now: datetime, preferred: str | None = None
) -> tuple[Stream, ...]:
    """Return the channels that carry the session, or the event, whatever its own URLs are.

    What a live page has for the session is the channel at that time.
    """
    pages = {channel.id for channel in programme.channels if channel.by_rule}
    links = tuple(link for link in session.streams if link.channel in pages) if session else ()
    bare = session and session._replace(streams=links, recordings=())
    streams = streams_of(programme, bare, now, preferred)
    return tuple(stream._replace(session=session) for stream in streams)


class StreamLink(NamedTuple):
    """A session's URL on a channel: its stream, or a recording for afterwards."""

    channel: Channel
    url: str
    is_recording: bool = False


def stream_links(programme: Programme, session: Session) -> tuple[StreamLink, ...]:
    """Return every URL of the session, for before and after it, in the order of the channels.

    Exports use them, which unlike `streams_of` do not depend on the present time. A cancelled
    session has none.
    """
    if session.cancelled:
        return ()
    carriers = programme.carriers(session)
    links = []
    for channel in programme.channels:
        links += [StreamLink(channel, link.url) for link in _live_links(session, channel, carriers)]
        links += [
            StreamLink(channel, at_position(link.url, link.starts), is_recording=True)
            for link in _own(session.recordings, channel)
        ]
    return tuple(links)


def on_channel(programme: Programme, channel: Channel, now: datetime) -> Stream | None:
    """Return what can be opened on the channel; None if nothing can.

    The stream has no session if the channel has the one that is watched by default.
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


def carriers_of(programme: Programme, session: Session | None) -> tuple[Channel, ...]:
    """Return the channels that carry the session, or without one any session of the programme."""
    if session:
        return programme.carriers(session)
    if programme.part is None:
        return programme.channels
    carrying = {channel.id for each in programme.sessions for channel in programme.carriers(each)}
    return tuple(channel for channel in programme.channels if channel.id in carrying)


def leaves_nothing(channel: Channel) -> bool:
    """Return whether the channel is a meeting or a live page, which leave nothing to watch."""
    return (channel.platform in MEETINGS or channel.by_rule) and not channel.keeps_replays


def fits(channel: Channel, lang: str | None, platform: str | None) -> bool:
    """Return whether the channel is in this language and on this platform, if given.

    "en" also matches "en-GB", but not the reverse (RFC 4647, 3.3.1). A channel of unknown language
    fits every language.
    """
    tag = channel.lang.lower()
    speaks = not lang or tag in (lang.lower(), UNDETERMINED) or tag.startswith(f"{lang.lower()}-")
    return speaks and platform in (None, "", channel.platform)


def _kind(*, over: bool, is_recording: bool) -> Literal["live", "replay", "channel"]:
    if is_recording:
        return "replay"
    return "channel" if over else "live"


def _may_carry(channel: Channel, session: Session) -> bool:
    links = (*session.streams, *session.recordings)
    carried = channel.carries is None or session.id in channel.carries
    return bool(channel.url and carried) or any(link.channel == channel.id for link in links)


def _live_links(
    session: Session | None, channel: Channel, carriers: Sequence[Channel]
) -> list[Link]:
    """Return the session's own streams on the channel, else the channel's URL if it carries it."""
    own = _own(session.streams, channel) if session else []
    if channel.url and not own and channel in carriers:
        return [Link(channel.id, channel.url)]
    return own


def _own(links: Sequence[Link], channel: Channel) -> list[Link]:
    return [link for link in links if link.channel == channel.id]
