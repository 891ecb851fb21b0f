"""What a page of sessions ends with: something to watch, and the command that opens it."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from cacctl.base import hints
from cacctl.base.i18n import _
from cacctl.base.names import language_name
from cacctl.model.programme import Session
from cacctl.model.streams import Stream, fits, session_to_watch
from cacctl.viewer.labels import channel_label
from cacctl.viewer.streams import channel_for, nearest_stream, stream_for, watch_command
from cacctl.viewer.view import View

MOST_CANDIDATES = 3


class Offer(NamedTuple):
    """A title such as `Watch: Saal 1`, and a URL with the command that opens it."""

    title: str
    url: str
    command: str


def to_watch(view: View, sessions: Sequence[Session]) -> Offer | None:
    """Return the stream of the live or next session, if that is one of `sessions`.

    If there is none in the viewer's language, it is in another one, which the title names.
    Of many sessions at once, none is the one that a viewer wants.
    """
    candidates = view.programme.live_at(view.now) or view.programme.next_after(view.now)
    if not 0 < len(candidates) <= MOST_CANDIDATES:
        return None
    session = session_to_watch(view.programme, view.now, lang=view.lang, platform=view.platform)
    stream = nearest_stream(view, session)
    if stream is None or session not in sessions:
        return None
    text = _("Watch: {channel}")
    if not (fitting := fits(stream.channel, view.lang, None)):
        text = _("Watch in {language}: {channel}")
    command = hints.command("watch", lang=view.lang) if fitting else watch_command(stream)
    return Offer(_title(view, text, stream), stream.url, command)


def replays(view: View, sessions: Iterable[Session]) -> Offer | None:
    """Return the channel with all replays after the event, else a replay of the last session.

    The last session is the one of `sessions` that ended last, of those of which a recording is
    known, or a channel that keeps replays. One in another language than the viewer's is returned
    only if there is no other.
    """
    over = sorted(
        (session for session in sessions if session.status(view.now) == "over"),
        key=lambda session: session.end,
        reverse=True,
    )
    stream = _replay(view, over, stream_for) or _replay(view, over, nearest_stream)
    if stream is None:
        return None
    session, fitting = stream.session, fits(stream.channel, view.lang, None)
    if session and stream.kind == "replay":
        text = _("Replay of {session}: {channel}")
        if not fitting:
            text = _("Replay of {session} in {language}: {channel}")
    else:
        text = _("Replays: {channel}") if fitting else _("Replays in {language}: {channel}")
    command = watch_command(stream, channel=True)
    if fitting:
        named = [session.id] if session else []
        channel = None if stream == stream_for(view, session) else True
        command = hints.command("watch", *named, lang=view.lang, channel=channel)
    return Offer(_title(view, text, stream), stream.url, command)


def _title(view: View, text: str, stream: Stream) -> str:
    return text.format(
        session=view.name(stream.session) if stream.session else "",
        channel=channel_label(view, stream.channel),
        language=language_name(stream.channel.lang),
    )


def _replay(
    view: View, over: Sequence[Session], choose: Callable[[View, Session | None], Stream | None]
) -> Stream | None:
    if view.programme.state_at(view.now) == "after":
        stream = choose(view, None)
        if stream and stream.channel.keeps_replays:
            return stream
    keepers = any(channel.keeps_replays for channel in view.programme.channels)
    for session in over:
        stream = choose(view, session) if keepers or session.recordings else None
        if stream and (stream.kind == "replay" or stream.channel.keeps_replays):
            return channel_for(view, session) if stream.kind == "search" else stream
    return None
