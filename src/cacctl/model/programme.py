"""An event with its sessions, and what is live, next or over at a given time.

Everything here is a value, without files, clock or terminal. Instants are `datetime` in UTC.

The models are named tuples: as immutable as frozen dataclasses, and cheaper at start-up, where
each dataclass compiles its methods (1.1 ms against 0.2 ms for a model).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import wraps
from itertools import groupby, pairwise, takewhile
from typing import Any, Literal, NamedTuple, TypeVar, cast, get_args

from cacctl.model.text import natural_order

Words = Mapping[str, str]
"""One text in several languages, by language tag ("ko", "en")."""

NO_WORDS: Words = {}
UNDETERMINED = "und"
"""The tag of an unknown language (RFC 5646, 4.1.2)."""

State = Literal["before", "live", "between-sessions", "between-days", "after"]
Status = Literal["upcoming", "live", "over", "cancelled"]
Grouping = Literal["room", "track"]
Key = tuple[tuple[str, str], ...]
Method = TypeVar("Method", bound=Callable[..., Any])


class Note(NamedTuple):
    """A remark for readers, such as where the sources disagree."""

    text: Words
    sources: tuple[Words, ...] = ()


def cached_for_last(method: Method) -> Method:
    """Cache a method's results for the last object it was called on, which is immutable.

    A table needs the same result for each row, and computing it looks at every session.
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
    """A person with a role and a city or country, both of which may be empty."""

    name: Words
    role: Words
    place: Words


class Link(NamedTuple):
    """A session's own URL on the channel with the id `channel`.

    In a recording of several sessions, this one starts `starts` seconds after the beginning.
    Players get `player_url` where that is not empty: the video itself, without a page around it.
    """

    channel: str
    url: str
    starts: int = 0
    player_url: str = ""


LinkKind = Literal["chat", "questions", "slides", "file", "feedback", "other"]
LINK_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
"""What the links of a session are for, in the order in which they are listed."""


class SessionLink(NamedTuple):
    """A URL beside a session's streams, such as that of its chat. It may have no name."""

    kind: LinkKind
    url: str
    name: Words = NO_WORDS


class Channel(NamedTuple):
    """A channel that streams sessions. Without `url` it can be named, but not opened.

    `lang` is UNDETERMINED where the schedule gives none. `carries` has the ids of the sessions that
    it streams; None means all of them. `keeps_replays` means that they can be watched there later.
    `by_rule` means that a rule or an API made `url`: a live page, unknown to the schedule.
    """

    id: str
    platform: str
    lang: str
    name: Words
    url: str | None
    carries: frozenset[str] | None
    keeps_replays: bool = False
    notes: tuple[Note, ...] = ()
    by_rule: bool = False


class Session(NamedTuple):
    """One item of the programme, live on [start, end) unless it is cancelled.

    `start` and `end` are UTC. `date` is the date of the start in the event's zone, `day` and
    `number` count from 1: the day among the dates on which sessions start, the session among all
    as they were announced. `announced` is the announced start where that is another one.

    `streams` are its own URLs before and while it is live, `recordings` those for afterwards;
    `page` is where its organiser describes it, `links` are the others, in the order of their
    kinds. `lang` is the language it is held in, or empty. `uid` is its id in the system that the
    schedule comes from. `city_count` is the number of participating cities, named or not; 0 where
    unknown.
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
    links: tuple[SessionLink, ...] = ()

    @property
    def visible_end(self) -> datetime:
        """The end; just after it for a session without duration, so that ranges can include it."""
        return max(self.end, self.start + timedelta.resolution)

    def status(self, now: datetime) -> Status:
        """Return the status: live from its start on, over from its end on."""
        if self.cancelled:
            return "cancelled"
        if now < self.start:
            return "upcoming"
        return "live" if now < self.end else "over"


class Event(NamedTuple):
    """The event as a whole. `zone` is an IANA key; the dates are in that zone.

    `refresh` is how often the organiser wants a remote schedule to be fetched. `revision` counts
    the versions of the schedule, and `revised` is when this one was made. `streams_api` and
    `recordings` are the URLs or paths of resources that have these, "" if there is none.
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
    streams_api: str = ""
    recordings: str = ""


class Day(NamedTuple):
    """A day of the event: its number from 1, its date in the event's zone, its sessions."""

    number: int
    date: date
    sessions: tuple[Session, ...]

    @property
    def start(self) -> datetime:
        """The first start, in UTC, without cancelled sessions unless all are cancelled."""
        return (held(self.sessions) or self.sessions)[0].start

    @property
    def end(self) -> datetime:
        """The last end, in UTC, without cancelled sessions unless all are cancelled."""
        return max(session.end for session in held(self.sessions) or self.sessions)


class Part(NamedTuple):
    """The whole programme of which only some rooms and tracks are shown.

    Both are empty where they are not filtered by.
    """

    whole: "Programme"
    rooms: tuple[Words, ...]
    tracks: tuple[Words, ...]


class Programme(NamedTuple):
    """An event with its channels, and its sessions in order of start; at least one session.

    Cancelled sessions are included, but are never live or next, and don't affect the state. `part`
    is set where these are only some sessions of the event; they keep their numbers and days.
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
        """The first start, in UTC, including cancelled sessions."""
        return self.sessions[0].start

    @property
    def end(self) -> datetime:
        """The last end, in UTC, without cancelled sessions unless all are cancelled."""
        return max(session.end for session in held(self.sessions) or self.sessions)

    @property
    @cached_for_last
    def is_cancelled(self) -> bool:
        """Whether every session is cancelled."""
        return all(session.cancelled for session in self.sessions)

    @cached_for_last
    def days(self) -> tuple[Day, ...]:
        """Return the days in order; each has at least one session."""
        return tuple(
            Day(number, sessions[0].date, sessions)
            for number, group in groupby(self.sessions, key=lambda session: session.day)
            for sessions in [tuple(group)]
        )

    def dates(self, tz: tzinfo) -> tuple[date, ...]:
        """Return the dates in a zone on which sessions start, and the one on which the last ends.

        A session that ends at midnight ends on the date before.
        """

        def local_date(session: Session) -> date:
            return session.start.astimezone(tz).date()

        found: list[date] = []
        position = 0
        while position < len(self.sessions):
            found.append(local_date(self.sessions[position]))
            position = bisect_right(self.sessions, found[-1], position, key=local_date)
        last = (self.end - timedelta.resolution).astimezone(tz).date()
        return (*found, last) if last > found[-1] else tuple(found)

    def live_at(self, now: datetime) -> tuple[Session, ...]:
        """Return the sessions that are live at `now`."""
        return tuple(
            session
            for session in self.sessions[: self._first_after(now)]
            if now < session.end and not session.cancelled
        )

    def next_after(self, now: datetime) -> tuple[Session, ...]:
        """Return the sessions that start next after `now`: several if they start together."""
        coming = self._coming(now)
        first = next(coming, None)
        if first is None:
            return ()
        return (first, *takewhile(lambda session: session.start == first.start, coming))

    def next_start(self, now: datetime) -> datetime | None:
        """Return the first start after `now`; None if nothing starts after it."""
        return next((session.start for session in self._coming(now)), None)

    def upcoming(self, now: datetime) -> tuple[Session, ...]:
        """Return every session that starts after `now`, in order."""
        return tuple(self._coming(now))

    def _coming(self, now: datetime) -> Iterator[Session]:
        positions = range(self._first_after(now), len(self.sessions))
        return (self.sessions[n] for n in positions if not self.sessions[n].cancelled)

    def _first_after(self, now: datetime) -> int:
        # The sessions are in order of start. Tables need this for each row.
        return bisect_right(self.sessions, now, key=lambda session: session.start)

    def overlapping(self, start: datetime, end: datetime) -> tuple[Session, ...]:
        """Return the sessions that overlap [start, end)."""
        return tuple(
            session
            for session in self.sessions
            if max(session.start, start) < min(session.visible_end, end)
        )

    def state_at(self, now: datetime) -> State:
        """Return the state of the event at `now`.

        It is between sessions if the last and the next start are on the same day of the event, and
        after the event if every session is cancelled.
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
        """Return the session with exactly this id."""
        return next((session for session in self.sessions if session.id == session_id), None)

    def channel(self, channel_id: str) -> Channel | None:
        """Return the channel with exactly this id."""
        return next((channel for channel in self.channels if channel.id == channel_id), None)

    def carriers(self, session: Session) -> tuple[Channel, ...]:
        """Return the channels that carry the session, in the order of the schedule."""
        return tuple(
            channel
            for channel in self.channels
            if channel.carries is None or session.id in channel.carries
        )

    @cached_for_last
    def groups(self, grouping: Grouping) -> tuple[Words, ...]:
        """Return the rooms, or the tracks, in the order of the schedule.

        That is the order of sessions that start together, or by name where these orders disagree.
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
            return tuple(sorted(found.values(), key=_first_name_order))

    def only(self, rooms: tuple[Words, ...], tracks: tuple[Words, ...]) -> "Programme | None":
        """Return the part in these rooms and tracks, where () means all; None if it is empty."""
        sessions = tuple(
            session
            for session in self.sessions
            if (not rooms or session.room in rooms) and (not tracks or session.track in tracks)
        )
        return (
            self._replace(sessions=sessions, part=Part(self, rooms, tracks)) if sessions else None
        )


def by_kind(links: Iterable[SessionLink]) -> tuple[SessionLink, ...]:
    """Return the links in the order of their kinds, each URL once for a kind."""
    found: dict[tuple[str, str], SessionLink] = {}
    for link in links:
        found.setdefault((link.kind, link.url), link)
    return tuple(sorted(found.values(), key=lambda link: LINK_KINDS.index(link.kind)))


def numbered(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions by start, then by number, with their numbers and days.

    The numbers are in the order of the announced starts, so that they keep their meaning when
    sessions move. The days are counted over the present dates, so that they are in order.
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
    """Return the sessions that are not cancelled."""
    return tuple(session for session in sessions if not session.cancelled)


def in_language(words: Words, lang: str) -> str:
    """Return the text in `lang`, else in English, else in its first language."""
    return words.get(lang) or words.get("en") or next(iter(words.values()), "")


def language_of(words: Words, lang: str) -> str:
    """Return the language that `in_language` chooses; UNDETERMINED if there is no text."""
    return next((tag for tag in (lang, "en") if words.get(tag)), next(iter(words), UNDETERMINED))


def _first_name_order(words: Words) -> list[tuple[int, str]]:
    return natural_order(next(iter(words.values())))
