"""The programme of an event, and the questions that can be asked about it.

Everything here is a value: no file, no clock, no terminal. Instants are `datetime` in UTC;
the zone conversions happen where times are read (`loading`) and where they are shown.

The models are named tuples: as immutable as frozen dataclasses, and a sixth of their cost at
start-up, where each dataclass compiles its methods anew (1.1 ms against 0.2 ms for a model).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import wraps
from itertools import groupby, pairwise, takewhile
from operator import itemgetter
from typing import Any, Literal, NamedTuple, TypeVar, cast

Words = Mapping[str, str]
"""One text in several languages, by language tag ("ko", "en")."""

NO_WORDS: Words = {}
UNDETERMINED = "und"
"""The tag of a language that is not known (RFC 5646, 4.1): it may be any."""

# Han, kana and Hangul.
WITHOUT_BLANKS = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"

State = Literal["before", "live", "between-sessions", "between-days", "after"]
Status = Literal["upcoming", "live", "over", "cancelled"]
Grouping = Literal["room", "track"]
Key = tuple[tuple[str, str], ...]
Method = TypeVar("Method", bound=Callable[..., Any])


class Note(NamedTuple):
    """Something a reader should know, such as where the sources disagree."""

    text: Words
    sources: tuple[Words, ...] = ()


def remembered(method: Method) -> Method:
    """Keep the answers of the object that was asked last; it never changes.

    A table asks the same of its programme for each of its rows, and each answer looks at all of it.
    """
    last: Any = None
    answers: dict[tuple[str, ...], Any] = {}

    @wraps(method)
    def answer(self: Any, *asked: str) -> Any:
        nonlocal last, answers
        if self is not last:
            last, answers = self, {}
        if asked not in answers:
            answers[asked] = method(self, *asked)
        return answers[asked]

    return cast("Method", answer)


class Speaker(NamedTuple):
    """Who speaks, in which role, and from where. The last two may be empty."""

    name: Words
    role: Words
    place: Words


class Link(NamedTuple):
    """One session's own address on the channel with the id `channel`."""

    channel: str
    url: str


class Channel(NamedTuple):
    """A place that streams. Without `url` it can be named, but not opened.

    `lang` is UNDETERMINED where the schedule does not tell. `carries` has the ids of the sessions
    it streams; None means all of them.
    `keeps_replays` says that what was streamed can be watched there afterwards.
    """

    id: str
    platform: str
    lang: str
    name: Words
    url: str | None
    carries: frozenset[str] | None
    keeps_replays: bool
    notes: tuple[Note, ...]


class Session(NamedTuple):
    """One item of the programme, live on [start, end) unless it is cancelled.

    `start` and `end` are UTC. `date` is the date of the start in the event's zone, `day` and
    `number` count from 1: the day among the dates on which sessions start, the session among all
    as they were announced. `announced` is the announced start where that is another one.

    `streams` are its own addresses for before and while it is live, `recordings` those for
    afterwards; `page` is where its organiser describes it. `lang` is the language it is held in,
    where the schedule tells. `uid` is what other systems know it by, if it comes from one.
    `city_count` is how many cities take part, with those that are not named; 0 where not known.
    """

    id: str
    number: int
    day: int
    date: date
    start: datetime
    end: datetime
    name: Words
    topic: Words
    host: Words
    cities: tuple[Words, ...]
    speakers: tuple[Speaker, ...]
    recordings: tuple[Link, ...]
    notes: tuple[Note, ...]
    announced: datetime | None = None
    cancelled: bool = False
    description: Words = NO_WORDS
    room: Words = NO_WORDS
    track: Words = NO_WORDS
    lang: str = ""
    page: str | None = None
    streams: tuple[Link, ...] = ()
    uid: str = ""
    city_count: int = 0

    @property
    def visible_end(self) -> datetime:
        """The end, or of a moment a little later, where its place among others is looked for."""
        return max(self.end, self.start + timedelta.resolution)

    def status(self, now: datetime) -> Status:
        """Whether the session is upcoming, live or over: live at its start, over at its end."""
        if self.cancelled:
            return "cancelled"
        if now < self.start:
            return "upcoming"
        return "live" if now < self.end else "over"


class Event(NamedTuple):
    """What the programme is about. `zone` is an IANA key; the dates are in that zone.

    `refresh` is how often the organiser wants a schedule from an address to be asked for.
    `revision` counts the versions of the schedule, and `revised` is when this one was made.
    """

    id: str
    name: Words
    full_name: Words
    theme: Words
    slogan: Words
    place: Words
    organiser: Words
    site: Words
    zone: str
    first_date: date
    last_date: date
    notes: tuple[Note, ...]
    refresh: timedelta | None = None
    revision: int = 0
    revised: datetime | None = None


class Day(NamedTuple):
    """One programme day: its number from 1, its date in the event's zone, what starts on it."""

    number: int
    date: date
    sessions: tuple[Session, ...]

    @property
    def start(self) -> datetime:
        """The first start, in UTC, of what is not cancelled; of all where all of it is."""
        return (held(self.sessions) or self.sessions)[0].start

    @property
    def end(self) -> datetime:
        """The last end, in UTC, of what is not cancelled; of all where all of it is."""
        return max(session.end for session in held(self.sessions) or self.sessions)


class Match(NamedTuple):
    """A session that a search found, and the texts it was found in beside its name."""

    session: Session
    texts: tuple[Words, ...]


class Part(NamedTuple):
    """What a programme is only a part of: the sessions in these rooms, on these tracks.

    There are none of what was not asked for.
    """

    whole: "Programme"
    rooms: tuple[Words, ...]
    tracks: tuple[Words, ...]


class Programme(NamedTuple):
    """An event with its channels, and its sessions in order of start. There is always a session.

    A cancelled session stays among them, but is never live or next, and has no part in the state.
    `part` is there where these are not all sessions of the event; they keep their numbers and days.
    """

    event: Event
    channels: tuple[Channel, ...]
    sessions: tuple[Session, ...]
    part: Part | None = None

    @property
    def whole(self) -> "Programme":
        """The programme with all sessions of the event."""
        return self.part.whole if self.part else self

    @property
    def start(self) -> datetime:
        """The first start, in UTC, cancelled or not."""
        return self.sessions[0].start

    @property
    def end(self) -> datetime:
        """The last end, in UTC, of what is not cancelled; of all where all of it is."""
        return max(session.end for session in held(self.sessions) or self.sessions)

    @property
    @remembered
    def is_cancelled(self) -> bool:
        """Whether every session is."""
        return all(session.cancelled for session in self.sessions)

    @remembered
    def days(self) -> tuple[Day, ...]:
        """The programme days in order; each has at least one session."""
        return tuple(
            Day(number, sessions[0].date, sessions)
            for number, group in groupby(self.sessions, key=lambda session: session.day)
            for sessions in [tuple(group)]
        )

    def live_at(self, now: datetime) -> tuple[Session, ...]:
        """The sessions that are live at `now`."""
        return tuple(
            session
            for session in self.sessions[: self._first_after(now)]
            if now < session.end and not session.cancelled
        )

    def next_after(self, now: datetime) -> tuple[Session, ...]:
        """The sessions that start next after `now`: several where they start together."""
        places = range(self._first_after(now), len(self.sessions))
        coming = (self.sessions[place] for place in places if not self.sessions[place].cancelled)
        first = next(coming, None)
        if first is None:
            return ()
        return (first, *takewhile(lambda session: session.start == first.start, coming))

    def next_start(self, now: datetime) -> datetime | None:
        """When the sessions start that come next after `now`."""
        places = range(self._first_after(now), len(self.sessions))
        coming = (self.sessions[place] for place in places)
        return next((session.start for session in coming if not session.cancelled), None)

    def upcoming(self, now: datetime) -> tuple[Session, ...]:
        """Every session that starts after `now`, in order."""
        return held(self.sessions[self._first_after(now) :])

    def _first_after(self, now: datetime) -> int:
        # The sessions are in order of start; a table asks this for each of its rows.
        return bisect_right(self.sessions, now, key=lambda session: session.start)

    def overlapping(self, start: datetime, end: datetime) -> tuple[Session, ...]:
        """The sessions of which some part lies in [start, end)."""
        return tuple(
            session
            for session in self.sessions
            if max(session.start, start) < min(session.visible_end, end)
        )

    def state_at(self, now: datetime) -> State:
        """Where `now` stands in the event.

        A pause is between sessions when the last start and the next lie on one programme day. Where
        every session is cancelled, it is after the event: nothing comes.
        """
        if self.live_at(now):
            return "live"
        coming = self.next_after(now)
        if not coming:
            return "after"
        started = reversed(self.sessions[: self._first_after(now)])
        last = next((session for session in started if not session.cancelled), None)
        if last is None:
            return "before"
        return "between-sessions" if last.day == coming[0].day else "between-days"

    def session(self, session_id: str) -> Session | None:
        """The session with exactly this id."""
        return next((session for session in self.sessions if session.id == session_id), None)

    def channel(self, channel_id: str) -> Channel | None:
        """The channel with exactly this id."""
        return next((channel for channel in self.channels if channel.id == channel_id), None)

    def carriers(self, session: Session) -> tuple[Channel, ...]:
        """The channels that carry the session, in the order of the file."""
        return tuple(
            channel
            for channel in self.channels
            if channel.carries is None or session.id in channel.carries
        )

    def named(self, text: str) -> tuple[Session, ...]:
        """The sessions that `text` can mean: one when it is clear, several when it is not.

        An id or number (`#3`, `3번`) wins over a whole name, that over a beginning, that over the
        beginning of a word, and that over all words in whatever order, at last within others.
        """
        wanted = folded(text)
        if not wanted:
            return ()
        by_number = {str(session.number): session for session in self.sessions}
        number = re.fullmatch(r"#?(\d+)번?", wanted)
        if exact := self.session(wanted) or by_number.get(number[1] if number else ""):
            return (exact,)
        words, whole = wanted.split(), joined(wanted)
        named = [
            (session, [(name, joined(name)) for name in map(folded, _names(session))])
            for session in self.sessions
        ]
        ways: tuple[Callable[[str, str], bool], ...] = (
            lambda name, _letters: name == wanted,
            lambda _name, letters: bool(whole) and letters == whole,
            lambda name, letters: (
                name.startswith(wanted) or (bool(whole) and letters.startswith(whole))
            ),
            lambda name, _letters: begins(wanted, name),
            lambda name, _letters: all(begins(word, name) for word in words),
            lambda name, _letters: all(occurs(word, name) for word in words),
        )
        for fits in ways:
            found = [session for session, names in named if any(fits(*name) for name in names)]
            if found:
                return tuple(found)
        return ()

    @remembered
    def groups(self, grouping: Grouping) -> tuple[Words, ...]:
        """The rooms, or the tracks, in the order of the schedule.

        That is the order in which it has what starts together, everywhere; else that of the names.
        """
        from graphlib import CycleError, TopologicalSorter

        found: dict[Key, Words] = {}
        order: TopologicalSorter[Key] = TopologicalSorter()
        for _start, group in groupby(self.sessions, key=lambda session: session.start):
            named = (getattr(session, grouping) for session in group)
            together = {tuple(words.items()): words for words in named if words}
            found |= together
            for key in together:
                order.add(key)
            for one, other in pairwise(together):
                order.add(other, one)
        try:
            return tuple(found[key] for key in order.static_order())
        except CycleError:
            return tuple(sorted(found.values(), key=_as_counted))

    def groups_named(self, grouping: Grouping, text: str) -> tuple[Words, ...]:
        """The rooms, or the tracks, that `text` means: all that fit it equally well.

        A whole name wins over a beginning, that over a part. What stands between the words of a
        name counts only where two are else the same: `saal-1` means `Saal 1`.
        """
        wanted, word = folded(text), hyphenated(folded(text))
        named = [(words, [*map(folded, words.values())]) for words in self.groups(grouping)]
        if found := [words for words, names in named if wanted in names]:
            return tuple(found)
        for fits in (str.__eq__, str.startswith, str.__contains__) if word else ():
            found = [
                words for words, names in named if any(fits(hyphenated(n), word) for n in names)
            ]
            if found:
                return tuple(found)
        return ()

    def only(self, rooms: tuple[Words, ...], tracks: tuple[Words, ...]) -> "Programme | None":
        """The part in these rooms and on these tracks; of none, all. None where that is nothing."""
        sessions = tuple(
            session
            for session in self.sessions
            if (not rooms or session.room in rooms) and (not tracks or session.track in tracks)
        )
        return (
            self._replace(sessions=sessions, part=Part(self, rooms, tracks)) if sessions else None
        )

    def nearest(self, text: str) -> Session | None:
        """The session whose id or name is most like `text`, if any is like it."""
        from difflib import get_close_matches

        named = {folded(name): session for session in self.sessions for name in _names(session)}
        return next((named[name] for name in get_close_matches(folded(text[:64]), named, 1)), None)

    def find(self, text: str) -> tuple[Match, ...]:
        """The sessions in which every word of `text` occurs, in any language, in any field.

        Best first: that of this name, those in whose name the words begin one, those in which they
        do so in any field, and those in which they are only within others; each by their start.
        """
        wanted, whole = folded(text).split(), joined(folded(text))
        if not wanted:
            return ()
        matches: list[tuple[int, Match]] = []
        for session in self.sessions:
            fields = ((words, " ".join(map(folded, words.values()))) for words in _fields(session))
            hits = [
                (words, known, here)
                for words, known in fields
                if (here := {word for word in wanted if occurs(word, known)})
            ]
            if {word for _words, _known, here in hits for word in here} != set(wanted):
                continue
            names = (session.name, {UNDETERMINED: session.id})
            rank = 3
            if whole and whole in map(joined, map(folded, _names(session))):
                rank = 0
            elif _all_begin(wanted, [known for words, known, _here in hits if words in names]):
                rank = 1
            elif _all_begin(wanted, [known for _words, known, _here in hits]):
                rank = 2
            texts = tuple(words for words, _known, _here in hits if words not in names)
            matches.append((rank, Match(session, texts)))
        return tuple(match for _rank, match in sorted(matches, key=itemgetter(0)))


def numbered(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """The sessions by start, then by number, with their numbers and days.

    The numbers are those of the announced programme, so that they go on to mean the same; the days
    are counted over the dates as they are now, as each has to be one stretch of the sessions.
    """
    sessions = list(sessions)
    days = {day: number for number, day in enumerate(sorted({s.date for s in sessions}), 1)}
    announced = sorted(sessions, key=lambda s: s.announced or s.start)
    numbered = [
        session._replace(number=number, day=days[session.date])
        for number, session in enumerate(announced, 1)
    ]
    return tuple(sorted(numbered, key=lambda s: s.start))


def held(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    """Those of the sessions that are not cancelled."""
    return tuple(session for session in sessions if not session.cancelled)


def in_language(words: Words, lang: str) -> str:
    """The text in `lang`; where there is none, in English, else in the first language it has."""
    return words.get(lang) or words.get("en") or next(iter(words.values()), "")


def language_of(words: Words, lang: str) -> str:
    """The tag of the language that `in_language` finds; UNDETERMINED where there is no text."""
    return next((tag for tag in (lang, "en") if words.get(tag)), next(iter(words), UNDETERMINED))


def folded(text: str) -> str:
    """`text` as it is compared: without case, accents, or differences of Unicode's forms."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", plain).strip()


def joined(text: str) -> str:
    """`text` without what stands between and around its words."""
    return re.sub(r"[\W_]+", "", text)


def occurs(word: str, text: str) -> bool:
    """Whether a folded word is somewhere in a folded text.

    In scripts that are written without blanks, or with them at will, these do not count.
    """
    if word in text or not re.search(WITHOUT_BLANKS, word):
        return word in text
    letters = joined(word)
    # Most texts lack a letter, and need not be joined.
    return all(letter in text for letter in letters) and letters in joined(text)


def begins(word: str, text: str) -> bool:
    """Whether a folded word begins one of a folded text.

    In those scripts words are put together, and end in particles: any place is as good.
    """
    if re.search(WITHOUT_BLANKS, word):
        return occurs(word, text)
    return word in text and bool(re.search(rf"(?<!\w){re.escape(word)}", text))


def hyphenated(name: str) -> str:
    """A name as one word, for command lines: `Saal-1-links` for `Saal 1 (links)`."""
    return "-".join(re.findall(r"\w+", name))


def _names(session: Session) -> tuple[str, ...]:
    return (session.id, *session.name.values())


def _all_begin(wanted: Iterable[str], texts: Sequence[str]) -> bool:
    return all(any(begins(word, text) for text in texts) for word in wanted)


def _as_counted(words: Words) -> list[tuple[int, str]]:
    """For sorting names with numbers in them as people do: `Saal 2` before `Saal 10`."""
    parts = re.findall(r"\d+|\D+", folded(next(iter(words.values()))))
    return [_size(part) if part.isdecimal() else (-1, part) for part in parts]


def _size(number: str) -> tuple[int, str]:
    """What sorts like the number, of which Python converts 4,300 digits at most."""
    digits = "".join(str(unicodedata.decimal(digit)) for digit in number).lstrip("0")
    return len(digits), digits


def _fields(session: Session) -> Iterator[Words]:
    yield session.name
    yield {UNDETERMINED: session.id}
    yield session.topic
    yield session.room
    yield session.track
    yield session.host
    yield from session.cities
    for speaker in session.speakers:
        yield from (speaker.name, speaker.role, speaker.place)
    yield session.description
    yield from (note.text for note in session.notes)
