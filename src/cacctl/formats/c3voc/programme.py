"""Make channels and links of the API's streams."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cacctl.base.i18n import _, language
from cacctl.base.sanitize import visible
from cacctl.formats.c3voc.rooms import matches
from cacctl.formats.common.channels import with_new_channels
from cacctl.formats.common.text import slug, words
from cacctl.formats.diagnostics import Advice, advise, quoted
from cacctl.model.programme import (
    UNDETERMINED,
    Channel,
    Key,
    Link,
    Programme,
    Session,
    Words,
    in_language,
)
from cacctl.model.text import UniqueNames, folded

if TYPE_CHECKING:
    from cacctl.formats.c3voc.reader import ApiRoom, ApiStream, Conference, StreamsApi

# Languages as labels name them. No file seen so far does: they are "Translated", "Translated1".
LANGUAGES = {
    "english": "en", "englisch": "en", "german": "de", "deutsch": "de", "french": "fr",
    "francais": "fr", "franzosisch": "fr", "spanish": "es", "espanol": "es", "spanisch": "es",
    "russian": "ru", "russisch": "ru", "polish": "pl", "polnisch": "pl", "italian": "it",
    "italienisch": "it", "dutch": "nl", "nederlands": "nl", "portuguese": "pt", "korean": "ko",
    "japanese": "ja", "chinese": "zh", "ukrainian": "uk",
}  # fmt: skip
MOST_NAMED = 10
FIRST_TRANSLATION = "translated"
# What the first translation of these events is into, by the language of the session.
INTERPRETED = {"de": "en", "en": "de"}


class Matched(NamedTuple):
    """The API's rooms by those of the schedule, and the names of those that match none.

    `unclear` could be several rooms of the schedule, or share one. `idle` are the rooms of the
    schedule without any.
    """

    rooms: dict[Key, "ApiRoom"]
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    idle: tuple[Words, ...] = ()


def conference_of(programme: Programme, api: "StreamsApi") -> "Conference | None":
    """Return the conference that a programme is of; None where several or none can be.

    That is the one with the wanted slug. Without one, it is one on the same days, and of several
    the one with the id or name of the event.
    """
    if api.wanted:
        found = [each for each in api.conferences if folded(each.slug) == folded(api.wanted)]
        return found[0] if len(found) == 1 else None
    found = [each for each in api.conferences if _overlaps(programme, each)]
    if len(found) > 1:
        event = programme.event
        known = {slug(name) for name in (event.id, *event.name.values())} - {""}
        found = [each for each in found if {slug(each.slug), slug(each.title)} & known]
    return found[0] if len(found) == 1 else None


def matched(programme: Programme, conference: "Conference") -> Matched:
    """Return which rooms of the schedule the conference's are."""
    groups = {tuple(room.items()): room for room in programme.groups("room")}
    own = {number: room for number, room in enumerate(conference.rooms) if room.streams}
    found, unclear = matches(
        {number: room.names for number, room in own.items()},
        {key: tuple(room.values()) for key, room in groups.items()},
    )
    rooms = {key: own[number] for number, key in found.items()}
    names = {number: next(iter(room.names), room.slug) for number, room in own.items()}
    return Matched(
        rooms,
        tuple(names[number] for number in own if number not in found and number not in unclear),
        tuple(names[number] for number in own if number in unclear),
        tuple(room for key, room in groups.items() if key not in rooms),
    )


def with_streams(programme: Programme, api: "StreamsApi") -> Programme:
    """Return the programme with a channel for each room, kind and language of streams.

    Sessions with streams of their own are left alone.
    """
    conference = conference_of(programme, api)
    if conference is None:
        return programme
    rooms = matched(programme, conference).rooms
    made = _Channels(programme)
    sessions = []
    for session in programme.sessions:
        room = None if session.streams else rooms.get(tuple(session.room.items()))
        links = made.links(session, room) if room else ()
        sessions.append(session._replace(streams=links) if links else session)
    return programme._replace(channels=made.all(sessions), sessions=tuple(sessions))


def mismatches(programme: Programme, api: "StreamsApi") -> Iterator[Advice]:
    """Yield what is not used of an API, and why."""
    conference = conference_of(programme, api)
    if conference is None:
        yield _unused_api(api)
        return
    found = matched(programme, conference)
    idle = [in_language(words, language()) for words in found.idle]
    rooms = " · ".join(idle[:MOST_NAMED]) + (" …" if len(idle) > MOST_NAMED else "")
    for name in found.unknown:
        text = _("room {name} has a stream but is not in the schedule.")
        if rooms:
            text = _(
                "room {name} has a stream but is not in the schedule. Rooms without a stream: "
                "{rooms}"
            )
        yield advise(text, name=quoted(name), rooms=rooms)
    for name in found.unclear:
        text = _(
            "the room name {name} is ambiguous, so its streams are not used. Use the same "
            "room names in the schedule and the API."
        )
        yield advise(text, name=quoted(name))


def _unused_api(api: "StreamsApi") -> Advice:
    shown = [visible(each.slug) for each in api.conferences]
    names = ", ".join(shown[:MOST_NAMED]) or _("none")
    if api.wanted:
        text = _("{url} has no conference named {name}. Available: {names}")
        return advise(text, url=api.source, name=quoted(api.wanted), names=names)
    if not any(shown):
        return advise(_("{url} has no streams at the moment."), url=api.source)
    text = _(
        "cannot tell which conference in {url} is this event. To choose one, add its "
        "name to the URL, for example #{slug}. Available: {names}"
    )
    return advise(text, url=api.source, slug=shown[0], names=names)


class _Channels:
    """The channels of a programme, and those made for its sessions."""

    def __init__(self, programme: Programme) -> None:
        self._known = programme.channels
        self._names = UniqueNames(channel.id for channel in programme.channels)
        self._made: dict[tuple[str, str, str], Channel] = {}
        self._links: dict[tuple[int, str], tuple[Link, ...]] = {}
        self._carried: dict[str, set[str]] = defaultdict(set)
        self._pages: dict[str, set[str]] = defaultdict(set)

    def links(self, session: Session, room: "ApiRoom") -> tuple[Link, ...]:
        """Return the links of a session to a room's streams, the best of each language."""
        # All sessions of a language in a room have the same.
        key = id(room), session.lang
        if key not in self._links:
            self._links[key] = self._new_links(room, session.lang)
        for link in self._links[key]:
            self._carried[link.channel].add(session.id)
        return self._links[key]

    def _new_links(self, room: "ApiRoom", session_lang: str) -> tuple[Link, ...]:
        links: dict[str, Link] = {}
        for stream in sorted(room.streams, key=_order):
            lang = language_of(stream, session_lang)
            # A channel of unknown language would be for every viewer.
            if not lang:
                continue
            page = _page(room, stream)
            channel = self._channel(room, stream, lang)
            if channel.id not in links:
                links[channel.id] = Link(channel.id, page or stream.url, player_url=stream.url)
                self._pages[channel.id].add(page)
        return tuple(links.values())

    def _channel(self, room: "ApiRoom", stream: "ApiStream", lang: str) -> Channel:
        kind = stream.kind
        key = room.slug, kind, lang
        if key not in self._made:
            parts = [slug(room.slug) or slug(room.names[0] if room.names else "") or "room"]
            parts += [kind] * (kind != "web") + [lang.lower()] * (lang != UNDETERMINED)
            channel_id = self._names.unique("-".join(parts))
            name = words(next(iter(room.names), room.slug), "")
            self._made[key] = Channel(
                channel_id,
                kind,
                lang,
                name,
                None,
                carries=None,
                by_rule=True,
            )
        return self._made[key]

    def all(self, sessions: Sequence[Session]) -> tuple[Channel, ...]:
        """Return all channels, the new ones with the sessions that have a stream there.

        Those that only stood for a room are left out where it has streams now, and so are the live
        pages that rules made for it.
        """
        used = {link.channel for each in sessions for link in (*each.streams, *each.recordings)}
        streaming = frozenset[str]().union(*self._carried.values())
        rooms = {frozenset(session.room.items()) for session in sessions if session.room}
        kept = []
        for channel in self._known:
            found = channel
            name = frozenset(channel.name.items())
            is_room = channel.by_rule or (not channel.url and name in rooms)
            if channel.carries and is_room and channel.platform == "web" and channel.id not in used:
                found = channel._replace(carries=channel.carries - streaming)
            if found.carries or found.carries == channel.carries:
                kept.append(found)
        made = [self._with_page(each) for each in self._made.values()]
        made.sort(key=lambda channel: channel.platform != "web")
        return with_new_channels(kept, made, self._carried)

    def _with_page(self, channel: Channel) -> Channel:
        """Return a channel with the page of its sessions, if they have one in common.

        The page for a language is another one where it is the translation.
        """
        pages = self._pages[channel.id]
        return channel._replace(url=next(iter(pages)) or None) if len(pages) == 1 else channel


def language_of(stream: "ApiStream", session_lang: str) -> str:
    """Return the language of a stream during a session; "" for a translation if it is unknown.

    That of a translation is the one that its label names. Without one, the first translation is
    from German into English, and from English into German.
    """
    if not stream.is_translated:
        return session_lang or UNDETERMINED
    labelled = re.findall(r"[^\W\d_]+", folded(f"{stream.label} {stream.endpoint}"))
    if found := next((LANGUAGES[word] for word in labelled if word in LANGUAGES), ""):
        return found
    code = stream.endpoint.removeprefix(f"{FIRST_TRANSLATION}-")
    if re.fullmatch(r"[a-z]{2}", code):
        return code
    if stream.endpoint != FIRST_TRANSLATION:
        return ""
    return INTERPRETED.get(session_lang.partition("-")[0].lower(), "")


def _order(stream: "ApiStream") -> tuple[bool, bool, str]:
    return stream.kind != "web", stream.is_translated, stream.endpoint


def _page(room: "ApiRoom", stream: "ApiStream") -> str:
    """Return the URL of a stream's page, as the API's own website makes it."""
    steps = [*filter(None, [stream.selection])]
    if stream.is_translated:
        steps += ["i18n", stream.endpoint]
    plain = all(re.fullmatch(r"[\w-]+", step, re.ASCII) for step in steps)
    if not room.page or not plain or "?" in room.page or "#" in room.page:
        return room.page
    return "/".join([room.page, *steps])


def _overlaps(programme: Programme, conference: "Conference") -> bool:
    """Return whether a conference is on days of the event, as far as the API says when it is."""
    starts_before = conference.start is None or conference.start < programme.end
    return starts_before and (conference.end is None or programme.start < conference.end)
