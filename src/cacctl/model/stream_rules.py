"""Rules that make the URLs of live streams from the names of rooms and tracks.

Most schedules have no links to streams, though each room has one whose URL contains its name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from cacctl.base.hints import suggestion
from cacctl.base.i18n import _
from cacctl.base.urls import url_problem
from cacctl.model.programme import (
    NO_WORDS,
    UNDETERMINED,
    Channel,
    Grouping,
    Key,
    Programme,
    Session,
    Words,
    in_language,
)
from cacctl.model.text import UniqueNames, folded, hyphenated, joined

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath

LONGEST_QUOTED = 60
LONGEST_STEM = 40
MOST_PROBLEMS = 20
"""How many problems of a rule are reported."""
MOST_SUGGESTED = 50

GROUPINGS: tuple[Grouping, ...] = ("room", "track")
FORMS = ("", ".slug", ".name")
PLACEHOLDERS = {
    f"{{{grouping}{form}}}": (grouping, form) for grouping in GROUPINGS for form in FORMS
}
BRACES = re.compile(r"\{[^{}]*\}?|\}")
"""What could be a placeholder."""
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

Exceptions = Mapping[str, str]
"""By the name of a room or track: a name for the URL, a whole URL, or "" for no stream."""


class StreamRule(NamedTuple):
    """How to make the URL of a session's stream: `url` with placeholders for room and track.

    An empty `url` makes none but those in `rooms` and `tracks`.
    """

    url: str
    platform: str
    lang: str = UNDETERMINED
    keeps_replays: bool = False
    rooms: Exceptions = NO_WORDS
    tracks: Exceptions = NO_WORDS

    def exceptions(self, grouping: Grouping) -> Exceptions:
        """Return the exceptions for rooms or for tracks."""
        return self.rooms if grouping == "room" else self.tracks


class RuleProblem(NamedTuple):
    """What is wrong with the value at a path within the rules: a message with its fields."""

    path: "KeyPath"
    text: str
    fields: Mapping[str, object] = NO_WORDS

    @property
    def words(self) -> str:
        """The message."""
        return self.text.format(**self.fields)


class WithStreams(NamedTuple):
    """A programme with the streams that rules make, and what is wrong with these rules."""

    programme: Programme
    problems: tuple[RuleProblem, ...]


class _ChannelKey(NamedTuple):
    """What makes a channel of a rule. `name` is that of the room or track."""

    name: Key
    url: str
    platform: str
    lang: str
    keeps_replays: bool


def with_streams(programme: Programme, rules: Sequence[StreamRule]) -> WithStreams:
    """Return the programme with a channel for each stream that the rules make.

    A session gets one stream for each platform and language, by the first rule that makes one, and
    none where the schedule lists one. These rules replace streams of rules applied before.
    """
    listed = _listed(programme)
    made: dict[_ChannelKey, list[str]] = defaultdict(list)
    given: set[tuple[str, str, str]] = set()
    problems: list[RuleProblem] = []
    for index, rule in enumerate(rules):
        streams = _RoomStreams(rule)
        for session in programme.sessions:
            having = listed.get(session.id, ())
            if having and any(_is_alike(rule, *one) for one in having):
                continue
            stream = (session.id, rule.platform, rule.lang)
            if stream not in given and (key := streams.key(session)):
                given.add(stream)
                made[key].append(session.id)
        problems += [
            problem._replace(path=(index, *problem.path))
            for problem in islice(streams.problems(), MOST_PROBLEMS)
        ]
    if not made:
        return WithStreams(programme, tuple(problems))
    linked: dict[str, set[str]] = defaultdict(set)
    for session in programme.sessions:
        for link in session.streams:
            linked[link.channel].add(session.id)
    channels = _with_channels(_replaced(programme.channels, made, linked), made, linked)
    return WithStreams(programme._replace(channels=channels), tuple(problems))


def _listed(programme: Programme) -> Mapping[str, set[tuple[str, str]]]:
    """Return the platforms and languages of the streams that each session has of its own."""
    channels = {channel.id: channel for channel in programme.channels}
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for channel in programme.channels:
        if channel.url and channel.carries and not channel.by_rule:
            for session_id in channel.carries:
                found[session_id].add((channel.platform, channel.lang))
    for session in programme.sessions:
        for link in session.streams:
            if known := channels.get(link.channel):
                found[session.id].add((known.platform, known.lang))
    return found


def _is_alike(rule: StreamRule, platform: str, lang: str) -> bool:
    """Return whether a rule has nothing to add to a stream on this platform and in this language.

    A rule without a language could be for any.
    """
    return rule.platform == platform and rule.lang in (UNDETERMINED, lang)


class _RoomStreams:
    """The streams that a rule makes, and the names of rooms and tracks it was used for."""

    def __init__(self, rule: StreamRule) -> None:
        self._rule = rule
        self._exceptions = {
            grouping: {folded(name): value for name, value in rule.exceptions(grouping).items()}
            for grouping in GROUPINGS
        }
        named = {PLACEHOLDERS[match[0]][0] for match in BRACES.finditer(rule.url)}
        self._used = [g for g in GROUPINGS if g in named or self._exceptions[g]]
        self._keys: dict[tuple[Key, ...], _ChannelKey | None] = {}
        self._unusable: dict[str, str] = {}
        self._seen: dict[Grouping, dict[str, str]] = {grouping: {} for grouping in GROUPINGS}

    def key(self, session: Session) -> _ChannelKey | None:
        """Return the channel that the rule makes for a session; None where it makes none."""
        known = tuple([tuple(getattr(session, grouping).items()) for grouping in self._used])
        if known not in self._keys:
            self._keys[known] = self._new_key({g: getattr(session, g) for g in self._used})
        return self._keys[known]

    def problems(self) -> Iterator[RuleProblem]:
        """Yield what is wrong with the rule for the sessions it was used for."""
        for name, reason in self._unusable.items():
            yield RuleProblem(
                (), _("no stream for {name}: {reason}."), _fields(name, reason=reason)
            )
        for grouping, path in zip(GROUPINGS, ("rooms", "tracks"), strict=True):
            for name in self._rule.exceptions(grouping):
                if folded(name) not in self._seen[grouping]:
                    text = {
                        "room": _("room {name} has no sessions. {hint}"),
                        "track": _("track {name} has no sessions. {hint}"),
                    }[grouping]
                    hint = suggestion(name[:LONGEST_QUOTED], self._examples(grouping))
                    yield RuleProblem((path, name), text, _fields(name, hint=hint))

    def _examples(self, grouping: Grouping) -> list[str]:
        """Return the names to suggest, not all of a hostile schedule."""
        names = islice(self._seen[grouping].values(), MOST_SUGGESTED)
        return [name[:LONGEST_QUOTED] for name in names]

    def _new_key(self, words: Mapping[Grouping, Words]) -> _ChannelKey | None:
        for grouping, texts in words.items():
            self._seen[grouping] |= {folded(text): text for text in texts.values()}
        url = self._url(words)
        if not url:
            return None
        name = next(texts for texts in words.values() if texts)
        if reason := url_problem(url):
            self._unusable[in_language(name, self._rule.lang)] = reason
            return None
        rule = self._rule
        return _ChannelKey(tuple(name.items()), url, rule.platform, rule.lang, rule.keeps_replays)

    def _url(self, words: Mapping[Grouping, Words]) -> str:
        """Return the URL for these rooms and tracks; "" where the rule makes none."""
        exceptions = {
            grouping: self._exception(grouping, texts) for grouping, texts in words.items()
        }
        if "" in exceptions.values():
            return ""
        if whole := next((name for name in exceptions.values() if name and "://" in name), ""):
            return whole
        url = self._rule.url
        for placeholder, (grouping, form) in PLACEHOLDERS.items():
            if placeholder in url:
                name = in_language(words[grouping], self._rule.lang)
                part = exceptions[grouping] or _name_in_url(name, form)
                if name and not part:
                    self._unusable[name] = _("its name has no letters or digits")
                if not part:
                    return ""
                url = url.replace(placeholder, part)
        return url

    def _exception(self, grouping: Grouping, texts: Words) -> str | None:
        known = self._exceptions[grouping]
        found = (known.get(folded(text)) for text in texts.values()) if known else ()
        return next((name for name in found if name is not None), None)


def _name_in_url(name: str, form: str) -> str:
    """Return the name of a room or track in a form of PLACEHOLDERS, percent-encoded.

    Of `K.1.105 (La Fontaine)` these are `k1105`, `k-1-105-la-fontaine` and the name itself. The
    first is what most live pages have: no URL of theirs has a dot, a blank or a nickname.
    """
    if form == ".name":
        return quote(name, safe="")
    if form == ".slug":
        return quote(hyphenated(folded(name)), safe="")
    return quote(joined(folded(_ASIDE.sub("", name))) or joined(folded(name)), safe="")


def _fields(name: str, **more: str) -> Mapping[str, object]:
    return {"name": quoted(name), **more}


def _replaced(
    channels: Sequence[Channel],
    made: Mapping[_ChannelKey, Sequence[str]],
    linked: Mapping[str, set[str]],
) -> list[Channel]:
    """Return the channels, those of earlier rules without the sessions that now have another.

    `linked` has the sessions with a stream of their own on each channel, by its id.
    """
    sessions: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, ids in made.items():
        sessions[key.platform, key.lang].update(ids)

    def left(channel: Channel) -> Channel:
        if not (channel.by_rule and channel.carries):
            return channel
        carries = channel.carries - sessions.get((channel.platform, channel.lang), set())
        # All that the channel of an API carries are linked.
        if carries == channel.carries or carries - linked.get(channel.id, set()):
            return channel._replace(carries=carries)
        return channel._replace(url=None, keeps_replays=False, by_rule=False)

    return [left(channel) for channel in channels]


def _with_channels(
    channels: list[Channel],
    made: Mapping[_ChannelKey, Sequence[str]],
    linked: Mapping[str, set[str]],
) -> tuple[Channel, ...]:
    """Return the channels with those of the rules, which complete the channel of a room.

    That keeps only sessions that the rule is for, and those in `linked`.

    New ones come before channels that carry every session, and after the others. Those of a known
    language come before the live pages of rooms, which could be in any.
    """
    rooms = {
        (tuple(channel.name.items()), channel.platform, channel.lang): number
        for number, channel in enumerate(channels)
        if channel.url is None and channel.carries is not None and not channel.by_rule
    }
    names = UniqueNames(channel.id for channel in channels)
    new = []
    for key, ids in made.items():
        number = rooms.pop((key.name, key.platform, key.lang), None)
        if number is None:
            new.append(_new_channel(key, ids, names))
            continue
        carries = frozenset([*ids, *linked.get(channels[number].id, ())])
        channels[number] = channels[number]._replace(
            url=key.url, carries=carries, keeps_replays=key.keeps_replays, by_rule=True
        )
    numbers = [number for number, channel in enumerate(channels) if channel.carries is not None]
    last = max(numbers, default=-1) + 1
    first = next((number for number, channel in enumerate(channels) if channel.by_rule), last)
    spoken = [channel for channel in new if channel.lang != UNDETERMINED]
    others = [channel for channel in new if channel.lang == UNDETERMINED]
    return (*channels[:first], *spoken, *channels[first:last], *others, *channels[last:])


def _new_channel(key: _ChannelKey, sessions: Sequence[str], names: UniqueNames) -> Channel:
    """Return the channel of a rule, with an id of its own after its name."""
    text = folded(" ".join(dict(key.name).values()))
    stem = re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:LONGEST_STEM].strip("-") or key.platform
    if key.lang != UNDETERMINED:
        stem += f"-{key.lang.lower()}"
    return Channel(
        names.unique(stem, f"{stem}-{key.platform}"),
        key.platform,
        key.lang,
        dict(key.name),
        key.url,
        frozenset(sessions),
        keeps_replays=key.keeps_replays,
        by_rule=True,
    )


def quoted(text: str) -> str:
    """Return a text of a rule as messages quote it."""
    return f'"{shortened(text)}"'


def shortened(text: str) -> str:
    """Shorten a text of a rule to what fits in a message."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"
