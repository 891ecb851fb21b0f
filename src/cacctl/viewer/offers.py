"""What a page of sessions ends with: something to watch, and the command that opens it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cacctl.base import hints
from cacctl.base.i18n import _
from cacctl.model.programme import Session
from cacctl.model.streams import Stream, session_to_watch
from cacctl.viewer.labels import channel_label
from cacctl.viewer.streams import channel_for, stream_for
from cacctl.viewer.view import View

MOST_CANDIDATES = 3


class Offer(NamedTuple):
    """A title such as `Watch: Saal 1`, and a URL with the command that opens it."""

    title: str
    url: str
    command: str


def to_watch(view: View, sessions: Sequence[Session]) -> Offer | None:
    """Return the stream of the live or next session, if that is one of `sessions`.

    Of many sessions at once, none is the one that a viewer wants.
    """
    candidates = view.programme.live_at(view.now) or view.programme.next_after(view.now)
    if not 0 < len(candidates) <= MOST_CANDIDATES:
        return None
    session = session_to_watch(view.programme, view.now, lang=view.lang, platform=view.platform)
    stream = stream_for(view, session)
    if stream is None or session not in sessions:
        return None
    title = _("Watch: {channel}").format(channel=channel_label(view, stream.channel))
    return Offer(title, stream.url, hints.command("watch", lang=view.lang))


def replays(view: View, sessions: Iterable[Session]) -> Offer | None:
    """Return the channel with all replays after the event, else a replay of the last session.

    The last session is the one of `sessions` that ended last, of those of which a recording is
    known, or a channel that keeps replays.
    """
    stream = _replay(view, sessions)
    if stream is None:
        return None
    session = stream.session
    text = _("Replays: {channel}")
    if session and stream.kind == "replay":
        text = _("Replay of {session}: {channel}")
    title = text.format(
        session=view.name(session) if session else "", channel=channel_label(view, stream.channel)
    )
    is_default = stream == stream_for(view, session)
    named = [session.id] if session else []
    channel = None if is_default else True
    return Offer(title, stream.url, hints.command("watch", *named, lang=view.lang, channel=channel))


def _replay(view: View, sessions: Iterable[Session]) -> Stream | None:
    if view.programme.state_at(view.now) == "after":
        stream = stream_for(view, None)
        if stream and stream.channel.keeps_replays:
            return stream
    keepers = any(channel.keeps_replays for channel in view.programme.channels)
    over = [s for s in sessions if s.status(view.now) == "over" and (keepers or s.recordings)]
    for session in sorted(over, key=lambda session: session.end, reverse=True):
        stream = stream_for(view, session)
        if stream and (stream.kind == "replay" or stream.channel.keeps_replays):
            return channel_for(view, session) if stream.kind == "search" else stream
    return None
