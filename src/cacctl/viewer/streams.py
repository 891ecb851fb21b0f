"""Which stream this viewer gets, and why, in words."""

from collections.abc import Iterable

from cacctl.base import hints
from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import _
from cacctl.model import streams
from cacctl.model.programme import UNDETERMINED, Channel, Session
from cacctl.viewer.names import other_event, sessions_words
from cacctl.viewer.states import distance_words
from cacctl.viewer.view import View


def instead_of_waiting(view: View, session: Session | None) -> str:
    """The command that opens what is over, a session or the event, and whether it is a replay."""
    named = [session.id] if session else []
    command = hints.command("watch", *named, wait=None, early=None)
    stream = stream_for(view, session)
    if not stream or not (stream.own_recording or stream.channel.keeps_replays):
        text = _("To open it: {command}")
    else:
        text = _("Its replay: {command}") if session else _("Its replays: {command}")
    return text.format(command=command)


def replay_channel(view: View) -> Channel | None:
    """After the event: the channel in the viewer's language that is known to keep the replays."""
    if view.programme.state_at(view.now) != "after":
        return None
    stream = stream_for(view, None)
    return stream.channel if stream and stream.channel.keeps_replays else None


def replay_of(view: View, sessions: Iterable[Session]) -> streams.Stream | None:
    """The known replay of the session that ended last, of those that are over already."""
    keepers = any(channel.keeps_replays for channel in view.programme.channels)
    over = [s for s in sessions if s.status(view.now) == "over" and (keepers or s.recordings)]
    for session in sorted(over, key=lambda session: session.end, reverse=True):
        stream = stream_for(view, session)
        if stream and (stream.own_recording or stream.channel.keeps_replays):
            return stream
    return None


def stream_for(view: View, session: Session | None) -> streams.Stream | None:
    """The stream of the session, or of the event, in the viewer's language, if there is one."""
    try:
        return choose_stream(view, session, platform=None)
    except NothingToOpen:
        return None


def choose_stream(view: View, session: Session | None, *, platform: str | None) -> streams.Stream:
    """The stream that `watch` opens, as `streams.choose` has it for this viewer."""
    return streams.choose(
        view.programme,
        session,
        lang=view.lang,
        platform=platform,
        now=view.now,
        preferred=view.platform,
    )


def stream_words(stream: streams.Stream) -> str:
    """`YouTube (English, replay)`, `YouTube (Korean, live stream)` before and while it is live."""
    if stream.own_recording:
        kind = _("own recording")
    elif stream.kind == "live":
        kind = _("live stream")
    else:
        kind = _("replay") if stream.channel.keeps_replays else ""
    name = streams.platform_title(stream.channel.platform)
    language = streams.language_name(stream.channel.lang)
    details = ", ".join(filter(None, [language, kind]))
    return f"{name} ({details})" if details else name


def opened_words(view: View, stream: streams.Stream, browser: str | None) -> str:
    """What was opened and why, in one line."""
    opened = _("Opened {address} with {browser}.").format(address=stream.url, browser=browser)
    return f"{why_words(view, stream)} {opened}"


def why_words(view: View, stream: streams.Stream) -> str:
    """Why it is this stream, in one sentence."""
    facts = {
        "session": view.name(stream.session) if stream.session else "",
        "channel": view.words(stream.channel.name),
        "distance": distance_words(view, stream.session) if stream.session else "",
        "lang": streams.language_name(stream.channel.lang),
    }
    if stream.kind == "page":
        text = _("This is the page of {session}.")
    elif stream.session is None:
        if stream.channel.keeps_replays:
            text = _("The event is over; its replays are on {channel}.")
            if view.programme.part:
                text = _("These sessions are over; their replays are on {channel}.")
        else:
            text = _("The event is over; whether {channel} keeps replays is not known.")
            if view.programme.part:
                text = _("These sessions are over; whether {channel} keeps replays is not known.")
    elif stream.own_recording:
        text = _("{session} is over; this is its recording in {lang}.")
        if stream.channel.lang == UNDETERMINED:
            text = _("{session} is over; this is its recording.")
    elif stream.kind == "live":
        if stream.session.status(view.now) == "live":
            text = _("{session} is live on {channel}, {distance}.")
        else:
            text = _("{session} starts {distance} on {channel}.")
    elif stream.channel.keeps_replays:
        text = _("{session} is over; its replay is on {channel}.")
    else:
        text = _("{session} is over; whether {channel} keeps its replay is not known.")
    words = text.format(**facts)
    return f"{event}: {words}" if (event := other_event(view)) else words


def carries_words(view: View, channel: Channel) -> str:
    """What a channel carries, and whether it keeps it."""
    text = _("all sessions")
    if channel.carries is not None:
        carried = [s for s in view.programme.sessions if s.id in channel.carries]
        text = sessions_words(view, carried)
    return (
        _("{sessions}; keeps the replays").format(sessions=text) if channel.keeps_replays else text
    )
