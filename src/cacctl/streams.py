"""Which stream: from a session, a language and a platform to the one address that is meant.

The rules are for a viewer who asked for something: another language or another platform is never
taken silently. What cannot be had is refused, with the command that can.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from cacctl.errors import NothingToOpen, UsageProblem
from cacctl.messages import _
from cacctl.programme import Channel, Programme, Session, held, in_language


class Stream(NamedTuple):
    """A session on a channel, and the address to open. Without `session`, the channel itself.

    `own_recording` says that the address is that session's alone, not its channel's.
    """

    session: Session | None
    channel: Channel
    url: str
    kind: Literal["live", "replay"]
    own_recording: bool


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
        return any(_fits(s.channel, lang, platform) for s in streams), session.start

    return max(candidates, key=preference, default=None)


def streams_of(
    programme: Programme, session: Session | None, now: datetime, preferred: str | None = None
) -> tuple[Stream, ...]:
    """Everything that can be opened for the session, or for the event as a whole, best first.

    That is the order of the channels, those on the preferred platform first. Once all is over, a
    recording of its own stands in for its channel and comes first, and channels known to keep
    replays come before the others. For what is cancelled there is nothing.
    """
    if session.cancelled if session else not held(programme.sessions):
        return ()
    over = now >= (session or programme).end
    kind: Literal["live", "replay"] = "replay" if over else "live"
    recordings = session.recordings if session and over else ()
    carriers = _carriers(programme, session)
    streams = []
    for channel in programme.channels:
        own = [recording.url for recording in recordings if recording.channel == channel.id]
        streams += [Stream(session, channel, url, kind, own_recording=True) for url in own]
        if channel.url and not own and channel in carriers:
            streams.append(Stream(session, channel, channel.url, kind, own_recording=False))
    streams.sort(key=lambda s: s.channel.platform != preferred)
    if over:
        streams.sort(key=lambda s: (not s.own_recording, not s.channel.keeps_replays))
    return tuple(streams)


def choose(
    programme: Programme,
    session: Session | None,
    *,
    lang: str,
    platform: str | None,
    now: datetime,
    preferred: str | None = None,
) -> Stream:
    """The stream to open: the first in the language, and on the platform if one is asked for.

    A `preferred` platform, unlike `platform`, is passed over where it has nothing that fits.
    `lang` is a language tag; "en" also means "en-GB", but not the other way about. Without a
    session, the channel itself is meant. Raises NothingToOpen where no stream fits, with a hint
    that has a command that would work; UsageProblem where the schedule has no such platform.
    """
    platform = platform and platform.lower()
    known = dict.fromkeys(channel.platform for channel in programme.channels)
    if platform and platform not in known:
        raise UsageProblem(
            _("The schedule knows no platform {platform}.").format(platform=platform),
            _("It knows: {platforms}.").format(platforms=", ".join(known)),
        )
    if session and session.cancelled:
        raise NothingToOpen(
            _("{session} is cancelled.").format(session=in_language(session.name, lang)),
            _instead_of_cancelled(programme, now, lang, platform),
        )
    if not held(programme.sessions):
        raise NothingToOpen(
            _("The event is cancelled, with every session of it."),
            _("What was planned: {command}").format(command="cacctl list"),
        )
    streams = streams_of(programme, session, now, preferred)
    for stream in streams:
        if _fits(stream.channel, lang, platform):
            return stream
    raise NothingToOpen(
        _why_not(programme, session, streams, lang, platform),
        _what_instead(streams, lang, platform),
    )


def platform_name(platform: str) -> str:
    """The platform's name as it stands within a sentence."""
    names = {
        "youtube": _("YouTube"),
        "facebook": _("Facebook"),
        "web": _("the website"),
        "tv": _("TV"),
    }
    return names.get(platform, platform.capitalize())


def language_name(lang: str) -> str:
    """The language's name as it stands within a sentence; its tag where no name is known."""
    return {"ko": _("Korean"), "en": _("English")}.get(lang, lang)


def _carriers(programme: Programme, session: Session | None) -> tuple[Channel, ...]:
    return programme.channels if session is None else programme.carriers(session)


def _fits(channel: Channel, lang: str | None, platform: str | None) -> bool:
    # Basic filtering of RFC 4647: a tag stands for itself and for everything below it.
    tag = channel.lang.lower()
    speaks = not lang or tag == lang.lower() or tag.startswith(f"{lang.lower()}-")
    return speaks and platform in (None, "", channel.platform)


def _why_not(
    programme: Programme,
    session: Session | None,
    streams: Sequence[Stream],
    lang: str,
    platform: str | None,
) -> str:
    """One sentence that is true of what was asked for."""
    # A recording can be on a channel that did not carry the session live.
    carriers = [*_carriers(programme, session), *(stream.channel for stream in streams)]
    silent = next((channel for channel in carriers if _fits(channel, lang, platform)), None)
    if silent:
        text = _("{channel} has no address in the schedule.")
    elif session and platform and not any(_fits(c, None, platform) for c in carriers):
        text = _("{platform} does not carry {session}.")
    elif platform and not any(_fits(c, lang, platform) for c in programme.channels):
        text = _("{platform} does not stream in {language}.")
    elif platform:
        text = _("{platform} does not carry {session} in {language}.")
    elif session and not carriers:
        text = _("The schedule names no stream for {session}.")
    elif session:
        text = _("{session} is not streamed in {language}.")
    else:
        text = _("Nothing is streamed in {language}.")
    named = platform_name(platform or "")
    return text.format(
        channel=in_language(silent.name, lang) if silent else "",
        platform=named[:1].upper() + named[1:],
        session=in_language(session.name, lang) if session else "",
        language=language_name(lang),
    )


def _instead_of_cancelled(
    programme: Programme, now: datetime, lang: str, platform: str | None
) -> str:
    """What is on or comes next, and its command, where it fits what was asked for."""
    session = session_to_watch(programme, now, lang=lang, platform=platform)
    for stream in streams_of(programme, session, now) if session else ():
        if session and _fits(stream.channel, lang, platform):
            live = session.status(now) == "live"
            text = (
                _("Live now is {session}: {command}") if live else _("Next is {session}: {command}")
            )
            return text.format(session=in_language(session.name, lang), command=_command(stream))
    return _("What takes place: {command}").format(command="cacctl list")


def _what_instead(streams: Sequence[Stream], lang: str, platform: str | None) -> str:
    """The nearest stream and its command: the same platform, else the same language, else any."""
    if not streams:
        return _("What there is: {command}").format(command="cacctl channels")
    nearest = max(
        streams, key=lambda s: (s.channel.platform == platform, _fits(s.channel, lang, None))
    )
    channel = nearest.channel
    if channel.platform == platform:
        text = _("It does in {language}: {command}")
    else:
        text = _("On {platform}, in {language}: {command}")
    return text.format(
        platform=platform_name(channel.platform),
        language=language_name(channel.lang),
        command=_command(nearest),
    )


def _command(stream: Stream) -> str:
    """The command line that opens the stream."""
    words = ["cacctl", "watch", *([stream.session.id] if stream.session else [])]
    return " ".join([*words, "--on", stream.channel.platform, "--lang", stream.channel.lang])
