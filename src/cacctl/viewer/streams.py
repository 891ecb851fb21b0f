"""Which stream this viewer gets, and why, in words.

A stream in another language or on another platform than the viewer asked for is never opened
silently: the request is refused, with a command that works.
"""

from collections.abc import Iterable, Sequence

from cacctl.base import hints
from cacctl.base.errors import NothingToOpen, UsageProblem
from cacctl.base.i18n import _
from cacctl.base.names import (
    TYPED_PLATFORMS,
    language_name,
    platform_name,
    platform_title,
    read_platform,
    typed_platform,
)
from cacctl.model.programme import NO_WORDS, UNDETERMINED, Channel, Session, in_language
from cacctl.model.streams import (
    Stream,
    carriers_of,
    channels_of,
    fits,
    leaves_nothing,
    on_channel,
    session_to_watch,
    streams_of,
)
from cacctl.times.format import position_words
from cacctl.viewer.labels import channel_label, other_event
from cacctl.viewer.states import distance_words
from cacctl.viewer.view import View

LONGEST_SEARCH = 120

_YOUTUBE = Channel("search", "youtube", UNDETERMINED, NO_WORDS, None, None)


def choose_stream(
    view: View, session: Session | None, *, platform: str | None, channel: bool = False
) -> Stream:
    """Return the first stream of the session in the viewer's language, and on a platform if given.

    Streams on the viewer's preferred platform come first, but unlike `platform` it is not required.
    Without a session, return a channel of the event itself; for a `channel`, the session's channel
    even where the session has a URL of its own. Raises NothingToOpen where no stream fits, with a
    hint that has a command that works, and UsageProblem for a platform that the schedule does not
    have.
    """
    programme = view.programme
    platform = platform and read_platform(platform)
    streams = streams_and_search(view, session)
    known = {channel.platform for channel in programme.channels}
    if platform and platform not in known | {stream.channel.platform for stream in streams}:
        raise UsageProblem(
            _("Unknown platform: {platform}.").format(platform=repr(platform[:40])),
            _other_platform(view, platform),
        )
    if session and session.cancelled:
        raise NothingToOpen(
            _("{session} is cancelled.").format(session=view.name(session)),
            _instead_of_cancelled(view, platform),
        )
    if programme.is_cancelled:
        raise NothingToOpen(
            _("The event is cancelled."),
            _("To see the scheduled sessions: {command}").format(command=hints.command("list")),
        )
    if channel:
        streams = channels_of(programme, session, view.now, view.platform)
    if fitting := _fitting(view, streams, platform):
        return fitting[0]
    raise NothingToOpen(
        _why_not(view, session, streams, platform), _what_instead(view, session, streams, platform)
    )


def stream_for(view: View, session: Session | None) -> Stream | None:
    """Return the stream of the session, or of the event, in the viewer's language, if any."""
    return next(iter(_fitting(view, streams_and_search(view, session))), None)


def nearest_stream(view: View, session: Session | None) -> Stream | None:
    """Return the stream in the viewer's language, else the first in another, if any."""
    streams = streams_and_search(view, session)
    return next(iter([*_fitting(view, streams), *streams]), None)


def channel_for(view: View, session: Session | None) -> Stream | None:
    """Return the channel of the session, or of the event, in the viewer's language, if any."""
    streams = channels_of(view.programme, session, view.now, view.platform)
    return next(iter(_fitting(view, streams)), None)


def streams_and_search(view: View, session: Session | None) -> tuple[Stream, ...]:
    """Return the streams of the session, best first, and a search for an unknown recording.

    The search comes before the YouTube channels, if one of them streamed the session in the
    viewer's language: the recording may be there, among thousands of videos. It is all that is left
    of a session that was on a live page.
    """
    streams = _streams(view, session)
    fitting = _fitting(view, streams)
    if session is None or any(stream.kind == "replay" for stream in fitting):
        return streams
    if channel := next(filter(_is_searchable, fitting), None):
        search = channel._replace(url=_search_url(view, session), kind="search")
        position = next(n for n, stream in enumerate(streams) if _is_searchable(stream))
        return (*streams[:position], search, *streams[position:])
    if not streams and view.now >= session.end and _was_on_a_live_page(view, session):
        return (*streams, Stream(session, _YOUTUBE, _search_url(view, session), "search"))
    return streams


def page_of(view: View, session: Session) -> Stream:
    """Return the session's own page. Raises NothingToOpen where the schedule lists none."""
    if session.page is None:
        raise NothingToOpen(
            _("No web page is listed for {session}.").format(session=view.name(session)),
            _("To see the session's details: {command}").format(
                command=hints.command("show", session.id)
            ),
        )
    page = Channel("page", "page", UNDETERMINED, NO_WORDS, session.page, None)
    return Stream(session, page, session.page, "page")


def default_stream(view: View) -> Stream | None:
    """Return what `watch` opens without arguments: what is live, else next, else the replays."""
    session = session_to_watch(view.programme, view.now, lang=view.lang, platform=view.platform)
    return stream_for(view, session)


def stream_words(stream: Stream) -> str:
    """Return platform, language and kind: `YouTube (English, recording)`.

    Before a session and while it is live the kind is `live stream`. It is left out where it is not
    known whether a channel keeps replays. A recording of more than the session has its position.
    """
    if stream.kind == "search":
        return _("YouTube search")
    if stream.kind == "replay":
        kind = _("recording")
    elif stream.kind == "live":
        kind = _("live stream")
    else:
        kind = _("channel with replays") if stream.channel.keeps_replays else ""
    name = platform_title(stream.channel.platform)
    language = language_name(stream.channel.lang)
    position = _("from {position}") if stream.kind == "replay" and stream.starts else ""
    position = position.format(position=position_words(stream.starts))
    details = ", ".join(filter(None, [language, kind, position]))
    return f"{name} ({details})" if details else name


def opened_words(view: View, stream: Stream, browser: str | None) -> str:
    """Return in one line why it is this stream, and which program opened it."""
    opened = _("Opened {url} in {browser}.").format(url=stream.url, browser=browser)
    return f"{why_words(view, stream)} {opened}"


def why_words(view: View, stream: Stream) -> str:
    """Return in one sentence why it is this stream."""
    facts = {
        "session": view.name(stream.session) if stream.session else "",
        "channel": channel_label(view, stream.channel, has_language=True),
        "distance": distance_words(view, stream.session) if stream.session else "",
        "lang": language_name(stream.channel.lang),
        "language": language_name(view.lang),
    }
    # In another language, there may be a recording.
    is_recorded = bool(stream.session and stream.session.recordings)
    if stream.kind == "page":
        text = _("This is the page for {session}.")
    elif stream.session is None:
        if stream.channel.keeps_replays:
            text = _("The event has ended. Replays are on {channel}.")
            if view.programme.part:
                text = _("All matching sessions have ended. Replays are on {channel}.")
        else:
            text = _("The event has ended. {channel} may have replays.")
            if view.programme.part:
                text = _("All matching sessions have ended. {channel} may have replays.")
    elif stream.kind == "replay":
        text = _("{session} has ended; here is the recording ({lang}).")
        if stream.channel.lang == UNDETERMINED:
            text = _("{session} has ended; here is the recording.")
        if stream.starts:  # Many sites ignore the position in the URL.
            position = _("It starts at {position} in the video.")
            text = f"{text} {position.format(position=position_words(stream.starts))}"
    elif stream.kind == "search":
        text = _(
            "{session} has ended, and no recording is listed. "
            "Here is a YouTube search for the recording."
        )
        if is_recorded:
            text = _(
                "{session} has ended, and no recording in {language} is listed. "
                "Here is a YouTube search for the recording."
            )
    elif stream.kind == "live":
        if stream.session.status(view.now) == "live":
            text = _("{session} is live on {channel}, {distance}.")
        else:
            text = _("{session} starts {distance} on {channel}.")
    elif stream.url != stream.channel.url:
        text = _("{session} has ended. Its stream may be available as a recording.")
    elif stream.channel.keeps_replays:
        text = _("{session} has ended, and no recording is listed. Replays are on {channel}.")
        if is_recorded:
            text = _(
                "{session} has ended, and no recording in {language} is listed. "
                "Replays are on {channel}."
            )
        if any(each.kind == "replay" for each in _fitting(view, _streams(view, stream.session))):
            text = _("{session} has ended. Replays are on {channel}.")
    else:
        text = _("{session} has ended. {channel} may have the replay.")
    words = text.format(**facts)
    return f"{event}: {words}" if (event := other_event(view)) else words


def instead_of_searching(view: View, stream: Stream) -> str:
    """Return the command for a recording in another language, if that is the only one; or ""."""
    session = stream.session
    recordings = [s for s in _streams(view, session) if s.kind == "replay"]
    if stream.kind not in ("search", "channel") or not session or not recordings:
        return ""
    if _fitting(view, recordings):
        return ""
    lang = recordings[0].channel.lang
    others = dict.fromkeys(("on", "wait", "early", "channel", "resolve"))
    return _("To watch in {language}: {command}").format(
        language=language_name(lang),
        command=hints.command("watch", session.id, lang=lang, **others),
    )


def instead_of_waiting(view: View, session: Session | None) -> str:
    """Return the command that opens a session, or an event, that is over already."""
    named = [session.id] if session else []
    command = hints.command("watch", *named, wait=None, early=None)
    stream = stream_for(view, session)
    if stream and stream.kind == "search":
        text = _("To search for the recording: {command}")
    elif not stream or not (stream.kind == "replay" or stream.channel.keeps_replays):
        text = _("To open the link now: {command}")
    else:
        text = (
            _("To watch the replay: {command}") if session else _("To watch the replays: {command}")
        )
    return text.format(command=command)


def search_query(view: View, session: Session, lang: str) -> str:
    """Return event and session in a language, as the query of a URL."""
    from urllib.parse import quote_plus

    names = (in_language(words, lang) for words in (view.programme.event.name, session.name))
    text = " ".join(" ".join(names).split())
    return quote_plus(text[:LONGEST_SEARCH], errors="replace")


def watch_command(stream: Stream, *, channel: bool = False) -> str:
    """Return the command line that opens the stream.

    For a channel it searches for the recording of a session, except where a `channel` is meant.
    """
    lang = stream.channel.lang
    return hints.command(
        "watch",
        *([stream.session.id] if stream.session else []),
        on=None if stream.kind == "search" else stream.channel.platform,
        channel=True if channel and stream.session and _is_searchable(stream) else None,
        **({"lang": lang} if lang != UNDETERMINED else {}),
        # There is nothing to wait for.
        **({} if stream.kind == "live" else {"wait": None, "early": None}),
    )


def _streams(view: View, session: Session | None) -> tuple[Stream, ...]:
    return streams_of(view.programme, session, view.now, view.platform)


def _fitting(view: View, streams: Iterable[Stream], platform: str | None = None) -> list[Stream]:
    """Return the streams in the viewer's language, and on a platform if given."""
    return [stream for stream in streams if fits(stream.channel, view.lang, platform)]


def _was_on_a_live_page(view: View, session: Session) -> bool:
    streams = streams_of(view.programme, session, session.start)
    return any(stream.channel.by_rule for stream in streams)


def _is_searchable(stream: Stream) -> bool:
    channel = stream.channel
    is_own_url = stream.url != channel.url
    return stream.kind == "channel" and channel.platform == "youtube" and not is_own_url


def _search_url(view: View, session: Session) -> str:
    """Return the URL of YouTube's search for the session, by the viewer's words for it."""
    query = search_query(view, session, view.lang)
    return f"https://www.youtube.com/results?search_query={query}"


def _other_platform(view: View, platform: str) -> str:
    """Return the platform that is probably meant, else those on which something can be opened now.

    If there are none, return how to list the channels.
    """
    channels = [c for c in view.programme.channels if on_channel(view.programme, c, view.now)]
    if not channels:
        return _("To list the channels: {command}").format(command=hints.command("channels"))
    platforms = dict.fromkeys(channel.platform for channel in channels)
    korean = {name: meant for name, meant in TYPED_PLATFORMS.items() if meant in platforms}
    names = {**{each: each for each in platforms}, **korean}
    if near := hints.similar(platform[:64], names):
        return _("Did you mean {b}?").format(b=typed_platform(names[near[0]]))
    return _("Available: {platforms}.").format(platforms=", ".join(map(typed_platform, platforms)))


def _why_not(
    view: View, session: Session | None, streams: Sequence[Stream], platform: str | None
) -> str:
    """Return in one sentence why no stream fits."""
    programme, lang = view.programme, view.lang
    # A recording can be on a channel that did not carry the session live.
    carriers = [*carriers_of(programme, session), *(stream.channel for stream in streams)]
    silent = next((channel for channel in carriers if fits(channel, lang, platform)), None)
    over = view.now >= (session or programme).end
    if over and _is_gone(carriers, silent, streams, platform):
        text = _("{session} has ended, and no recording is listed.")
        if session is None:
            text = _("The event has ended, and no page with all recordings is listed.")
        elif session.recordings:
            text = _("{session} has ended, and no recording in {language} is listed.")
    # A channel of unknown language may be a room from which nothing is streamed.
    elif silent and silent.lang != UNDETERMINED:
        text = _("No URL is listed for {channel}.")
    elif session and platform and not any(fits(c, None, platform) for c in carriers):
        text = _("{session} is not on {platform}.")
        if over:
            text = _("{session} was not on {platform}.")
    elif platform and not any(fits(c, lang, platform) for c in programme.channels):
        text = _("No streams in {language} on {platform}.")
    elif platform:
        text = _("{session} is not on {platform} in {language}.")
        if over:
            text = _("{session} was not on {platform} in {language}.")
    elif session and (silent or not carriers):
        text = _("No stream is listed for {session}.")
    elif session:
        text = _("{session} is not streamed in {language}.")
        if over and session.recordings:
            text = _("{session} has ended, and no recording in {language} is listed.")
        elif over:
            text = _("{session} was not streamed in {language}.")
    elif silent:
        text = _("No stream is listed for the event as a whole.")
    else:
        text = _("Nothing is streamed in {language}.")
        if over:
            text = _("Nothing was streamed in {language}.")
    return text.format(
        channel=view.words(silent.name) if silent else "",
        platform=platform_name(platform or ""),
        session=view.name(session) if session else "",
        language=language_name(lang),
    )


def _is_gone(
    carriers: Sequence[Channel],
    silent: Channel | None,
    streams: Sequence[Stream],
    platform: str | None,
) -> bool:
    """Return whether what is over was streamed, if in another language, and nothing is left."""
    if silent:
        return leaves_nothing(silent)
    if any(fits(stream.channel, None, platform) for stream in streams):
        return False
    return any(leaves_nothing(c) and fits(c, None, platform) for c in carriers)


def _instead_of_cancelled(view: View, platform: str | None) -> str:
    """Return a command for a session that is live or next, where one fits the request."""
    session = session_to_watch(view.programme, view.now, lang=view.lang, platform=platform)
    streams = streams_of(view.programme, session, view.now) if session else ()
    if session and (fitting := _fitting(view, streams, platform)):
        text = _("To watch {session} (next): {command}")
        if session.status(view.now) == "live":
            text = _("To watch {session} (live now): {command}")
        return text.format(session=view.name(session), command=watch_command(fitting[0]))
    return _("To list the sessions: {command}").format(command=hints.command("list"))


def _what_instead(
    view: View, session: Session | None, streams: Sequence[Stream], platform: str | None
) -> str:
    """Return a command for the nearest stream: same platform, else same language, else any.

    Without any stream, suggest the session's page, a session with a stream of its own, or a list.
    """
    programme, lang = view.programme, view.lang
    if not streams and session and session.page:
        return _("To open the session's page: {command}").format(
            command=hints.command("watch", session.id, page=True)
        )
    if not streams and not session:
        found = [s for each in programme.sessions for s in streams_of(programme, each, view.now)]
        if not (found or platform):
            found = [s for each in programme.sessions[-1:] for s in streams_and_search(view, each)]
        for stream in [*_fitting(view, found, platform), *found][:1]:
            return _("Choose a session, for example: {command}").format(
                command=watch_command(stream)
            )
    if not streams and not programme.channels:
        return _("To list the sessions: {command}").format(command=hints.command("list"))
    if not streams:
        return _("To list the channels: {command}").format(command=hints.command("channels"))
    nearest = max(
        streams, key=lambda s: (s.channel.platform == platform, fits(s.channel, lang, None))
    )
    channel = nearest.channel
    recorded = any(s.kind == "replay" and fits(s.channel, channel.lang, None) for s in streams)
    # Without a recording, the command for a channel on YouTube searches for it.
    if nearest.kind == "search" or (session and _is_searchable(nearest) and not recorded):
        text = _("To search for the recording: {command}")
    elif channel.platform == platform:
        text = _("To watch in {language}: {command}")
    elif channel.lang == UNDETERMINED:
        text = _("To watch on {platform}: {command}")
    else:
        text = _("To watch on {platform} in {language}: {command}")
    return text.format(
        platform=platform_name(channel.platform),
        language=language_name(channel.lang),
        command=watch_command(nearest),
    )
