"""Which stream: from a session, a language and a platform to the one address that is meant.

The rules are for a viewer who asked for something: another language or another platform is never
taken silently. What cannot be had is refused, with the command that can.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from cacctl.base import hints
from cacctl.base.errors import NothingToOpen, UsageProblem
from cacctl.base.i18n import _
from cacctl.model.programme import (
    NO_WORDS,
    UNDETERMINED,
    Channel,
    Link,
    Programme,
    Session,
    in_language,
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
        return any(_fits(s.channel, lang, platform) for s in streams), session.start

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
    carriers = _carriers(programme, session)
    streams = []
    for channel in programme.channels:
        recordings = _own(session.recordings, channel) if session and over else []
        urls = recordings or (_own(session.streams, channel) if session else [])
        if channel.url and not urls and channel in carriers:
            urls = [channel.url]
        if over and not recordings and _is_meeting(channel):
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
    `lang` is a language tag; "en" also means "en-GB", but not the other way about. A channel of
    which the language is not known fits them all. Without a session, the channel itself is meant.
    Raises NothingToOpen where no stream fits, with a hint that has a command that would work;
    UsageProblem where the schedule has no such platform.
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
    if programme.is_cancelled:
        raise NothingToOpen(
            _("The event is cancelled, with every session of it."),
            _("What was planned: {command}").format(command=hints.command("list")),
        )
    streams = streams_of(programme, session, now, preferred)
    for stream in streams:
        if _fits(stream.channel, lang, platform):
            return stream
    raise NothingToOpen(
        _why_not(programme, session, streams, lang, platform, now),
        _what_instead(programme, session, streams, now, lang, platform),
    )


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


def _may_carry(channel: Channel, session: Session) -> bool:
    links = (*session.streams, *session.recordings)
    carried = channel.carries is None or session.id in channel.carries
    return bool(channel.url and carried) or any(link.channel == channel.id for link in links)


def page_of(session: Session, lang: str) -> Stream:
    """The session's own page. Raises NothingToOpen, in `lang`, where the schedule names none."""
    if session.page is None:
        name = in_language(session.name, lang)
        raise NothingToOpen(
            _("The schedule names no page of {session}.").format(session=name),
            _("All about it: {command}").format(command=hints.command("show", session.id)),
        )
    page = Channel(
        "page", "page", UNDETERMINED, NO_WORDS, session.page, None, keeps_replays=False, notes=()
    )
    return Stream(session, page, session.page, "page")


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


def _carriers(programme: Programme, session: Session | None) -> tuple[Channel, ...]:
    if session:
        return programme.carriers(session)
    if programme.part is None:
        return programme.channels
    carrying = {channel.id for each in programme.sessions for channel in programme.carriers(each)}
    return tuple(channel for channel in programme.channels if channel.id in carrying)


def _is_meeting(channel: Channel) -> bool:
    return channel.platform in MEETINGS and not channel.keeps_replays


def _own(links: Sequence[Link], channel: Channel) -> list[str]:
    return [link.url for link in links if link.channel == channel.id]


def _fits(channel: Channel, lang: str | None, platform: str | None) -> bool:
    # Basic filtering of RFC 4647: a tag stands for itself and for everything below it.
    tag = channel.lang.lower()
    speaks = not lang or tag in (lang.lower(), UNDETERMINED) or tag.startswith(f"{lang.lower()}-")
    return speaks and platform in (None, "", channel.platform)


def _why_not(
    programme: Programme,
    session: Session | None,
    streams: Sequence[Stream],
    lang: str,
    platform: str | None,
    now: datetime,
) -> str:
    """One sentence that is true of what was asked for."""
    # A recording can be on a channel that did not carry the session live.
    carriers = [*_carriers(programme, session), *(stream.channel for stream in streams)]
    silent = next((channel for channel in carriers if _fits(channel, lang, platform)), None)
    if session and silent and now >= session.end and _is_meeting(silent):
        text = _("{session} is over, and the schedule names no recording of it.")
    # A room in which nothing is known to be streamed is no channel that lacks its address.
    elif silent and silent.lang != UNDETERMINED:
        text = _("{channel} has no address in the schedule.")
    elif session and platform and not any(_fits(c, None, platform) for c in carriers):
        text = _("{platform} does not carry {session}.")
    elif platform and not any(_fits(c, lang, platform) for c in programme.channels):
        text = _("{platform} does not stream in {language}.")
    elif platform:
        text = _("{platform} does not carry {session} in {language}.")
    elif session and (silent or not carriers):
        text = _("The schedule names no stream for {session}.")
    elif session:
        text = _("{session} is not streamed in {language}.")
    elif silent:
        text = _("The schedule names no stream for the event as a whole.")
    else:
        text = _("Nothing is streamed in {language}.")
    return text.format(
        channel=in_language(silent.name, lang) if silent else "",
        platform=platform_title(platform or ""),
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
            return text.format(session=in_language(session.name, lang), command=command(stream))
    return _("What takes place: {command}").format(command=hints.command("list"))


def _what_instead(
    programme: Programme,
    session: Session | None,
    streams: Sequence[Stream],
    now: datetime,
    lang: str,
    platform: str | None,
) -> str:
    """The nearest stream and its command: the same platform, else the same language, else any.

    Where there is none, it is the session's page, or that sessions have addresses of their own.
    """
    if not streams and session and session.page:
        return _("Its page: {command}").format(
            command=hints.command("watch", session.id, page=True, on=None, wait=None, early=None)
        )
    if not streams and not session:
        found = [s for each in programme.sessions for s in streams_of(programme, each, now)]
        fitting = [stream for stream in found if _fits(stream.channel, lang, platform)]
        for stream in [*fitting, *found][:1]:
            return _("Name a session: {command}").format(command=command(stream))
    if not streams and not programme.channels:
        return _("Its sessions: {command}").format(command=hints.command("list"))
    if not streams:
        return _("What there is: {command}").format(command=hints.command("channels"))
    nearest = max(
        streams, key=lambda s: (s.channel.platform == platform, _fits(s.channel, lang, None))
    )
    channel = nearest.channel
    if channel.platform == platform:
        text = _("It does in {language}: {command}")
    elif channel.lang == UNDETERMINED:
        text = _("On {platform}: {command}")
    else:
        text = _("On {platform}, in {language}: {command}")
    return text.format(
        platform=platform_name(channel.platform),
        language=language_name(channel.lang),
        command=command(nearest),
    )


def command(stream: Stream) -> str:
    """The command line that opens the stream."""
    lang = stream.channel.lang
    return hints.command(
        "watch",
        *([stream.session.id] if stream.session else []),
        on=stream.channel.platform,
        **({"lang": lang} if lang != UNDETERMINED else {}),
        # What is over is not waited for.
        **({"wait": None, "early": None} if stream.kind == "replay" else {}),
    )
