"""The programme as one viewer reads it at one moment: times, states and lengths in words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Literal, NamedTuple

from cacctl.base import hints
from cacctl.base.errors import NothingToOpen, UsageProblem
from cacctl.base.i18n import _, ngettext
from cacctl.base.sanitize import visible
from cacctl.model import streams
from cacctl.model.programme import (
    UNDETERMINED,
    Channel,
    Day,
    Grouping,
    Match,
    Note,
    Programme,
    Session,
    Speaker,
    Words,
    folded,
    in_language,
    occurs,
)
from cacctl.times import clock

if TYPE_CHECKING:
    from cacctl.net.link_check import Answer

Standing = Literal["over", "live", "next", "upcoming", "cancelled"]
MARKS: dict[Standing, str] = {
    "over": "✓",
    "live": "▶",
    "next": "▷",
    "upcoming": "",
    "cancelled": "✗",
}
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
LONGEST_EXCERPT = 60
SEPARATOR = " · "
# Of more in one sentence, so many are named and the others counted.
MOST_NAMES = 3
MOST_OFFERED = 12
# The names of more sessions, and the numbers of more, say less than how many there are.
MOST_LISTED = 10
MOST_NUMBERS = 30


class View(NamedTuple):
    """Who looks at which programme, when, in which zone and language. `now` is UTC.

    `hours` is how the viewer's clock counts a day, `waking` when they are awake, `platform` where
    they watch, if that has the session. `bundled` is the programme that cacctl ships with.
    """

    programme: Programme
    now: datetime
    tz: tzinfo
    lang: str
    hours: clock.Hours = 24
    waking: clock.Waking = clock.Waking()
    platform: str | None = None
    bundled: bool = True

    @property
    def event_tz(self) -> tzinfo:
        """The event's own zone."""
        return clock.zone(self.programme.event.zone)

    @property
    def today(self) -> date:
        """The viewer's calendar date."""
        return self.now.astimezone(self.tz).date()

    def date_of(self, session: Session) -> date:
        """The viewer's date on which the session starts."""
        return session.start.astimezone(self.tz).date()

    def words(self, words: Words) -> str:
        """A text of the schedule in the viewer's language, or the nearest it has."""
        return in_language(words, self.lang)

    def name(self, session: Session) -> str:
        """The session's name in the viewer's language."""
        return self.words(session.name)

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """The sessions of which some part lies in that date in the viewer's zone."""
        return self.programme.overlapping(*clock.day_bounds(day, self.tz))

    def standing(self, session: Session) -> Standing:
        """Like the session's status, with the sessions that start next told apart."""
        status = session.status(self.now)
        if status == "upcoming" and session.start == self.programme.next_start(self.now):
            return "next"
        return status

    def has_event_time(self, sessions: Sequence[Session]) -> bool:
        """Whether the event's clock and the viewer's show different times for these sessions."""
        instants = (i for session in sessions for i in (session.start, session.end))
        return not clock.agree(self.tz, self.event_tz, instants)

    def progress(self, session: Session) -> float:
        """How much of the session is over, from 0 to 1."""
        return (self.now - session.start) / (session.end - session.start)

    def in_night(self, session: Session) -> bool:
        """Whether the viewer would sleep through half of the session, or more."""
        if session.cancelled:
            return False
        first = session.start.astimezone(self.tz).date() - ONE_DAY
        last = session.end.astimezone(self.tz).date()
        awake = timedelta()
        for number in range((last - first).days + 1):
            day = first + number * ONE_DAY
            start, end = clock.waking_bounds(self.waking, day, self.tz)
            awake += max(timedelta(), min(end, session.visible_end) - max(start, session.start))
        return awake <= (session.visible_end - session.start) / 2


def part(programme: Programme, lang: str, *, room: str | None, track: str | None) -> Programme:
    """What is in the rooms and on the tracks that are meant by these texts.

    Raises UsageProblem where there is no such room or track, and where they have no session.
    """
    rooms = () if room is None else _groups(programme, "room", room, lang)
    tracks = () if track is None else _groups(programme, "track", track, lang)
    if found := programme.only(rooms, tracks):
        return found
    inside = programme.only(rooms, ()) or programme
    raise UsageProblem(
        _("There is no session of {track} in {room}.").format(
            track=_listed_words(tracks, lang), room=_listed_words(rooms, lang)
        ),
        _("There are: {names}.").format(
            names=_listed_words(inside.groups("track"), lang, MOST_OFFERED)
        ),
    )


def heading(view: View) -> str:
    """The event's name, and what is shown of it where that is a part: `Big Days · Saal 1`."""
    name = view.words(view.programme.event.name)
    return SEPARATOR.join(filter(None, [name, part_words(view)]))


def part_words(view: View) -> str:
    """The rooms and tracks that are shown; nothing where all are."""
    part = view.programme.part
    groups = (part.rooms, part.tracks) if part else ()
    return SEPARATOR.join(_listed_words(group, view.lang) for group in groups if group)


def listed(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """`A · B · C and 22 more`: a name can have commas of its own."""
    text = SEPARATOR.join(names[:most])
    if len(names) <= most:
        return text
    return _("{names} and {count} more").format(names=text, count=len(names) - most)


def time_range(view: View, session: Session, tz: tzinfo, heading: date) -> str:
    """`23:00-00:30 (+1d)`, `Tue 17:00-19:10`: start and end in a zone.

    The day stands before them where the start is not on the heading's date; an end that is on a
    later date than the start is marked.
    """
    start, end = session.start.astimezone(tz), session.end.astimezone(tz)
    first, last = clock.time_words(start, view.hours), clock.time_words(end, view.hours)
    if view.hours == 12 and (start.date(), start.hour < 12) == (end.date(), end.hour < 12):
        first, last = clock.range_words(start, end)
    if start.utcoffset() != end.utcoffset():
        # The clock is changed during the session: without their zones the times would mislead.
        first += f" {clock.zone_abbreviation(start)}"
        last += f" {clock.zone_abbreviation(end)}"
    times = f"{first}-{last}{_mark(end.date(), start.date())}"
    if start == end:
        times = clock.time_words(start, view.hours)
    if start.date() == heading:
        return times
    if abs(start.date() - heading) < ONE_WEEK:
        weekday = clock.weekday_words(start.date())
        return _("{weekday} {times}").format(weekday=weekday, times=times)
    return f"{clock.date_words(start.date(), year=start.year != heading.year)} {times}"


def own_and_event_times(view: View, session: Session, heading: date) -> tuple[str, str]:
    """Start and end for the viewer below the date in a heading, and the event's beside them."""
    own = time_range(view, session, view.tz, heading)
    return own, time_range(view, session, view.event_tz, view.date_of(session))


def day_heading(view: View, number: int, day: date) -> str:
    """`Day 3 of 5: Tue 2 June 2020`: a programme day, and a date of the viewer's that is in it."""
    return _("Day {number} of {count}: {date}").format(
        number=number, count=len(view.programme.whole.days()), date=clock.date_words(day)
    )


def when(view: View, session: Session) -> str:
    """Date and times for the viewer, then the event's where they differ.

    `Tue 2 June 2020 21:00-22:30 PDT (Wed 3 June 13:00-14:30 KST)`
    """
    own = _date_and_times(view, session, view.tz)
    if not view.has_event_time([session]):
        return own
    event = _date_and_times(view, session, view.event_tz, year=False)
    return _("{own} ({event})").format(own=own, event=event)


def label(view: View, session: Session) -> str:
    """The session's name, with the word for it where it is cancelled."""
    name = view.name(session)
    return _("{name} (cancelled)").format(name=name) if session.cancelled else name


def moved_words(view: View, session: Session) -> str:
    """`moved from 15:30`, for the viewer, with the date where it was another; else nothing."""
    if session.announced is None or session.cancelled:
        return ""
    old, new = (instant.astimezone(view.tz) for instant in (session.announced, session.start))
    return _("moved from {time}").format(time=beside(view, old, new))


def shift_words(session: Session) -> str:
    """`20 minutes later than announced`; nothing where it starts as announced."""
    if session.announced is None or session.cancelled:
        return ""
    first, last = sorted((session.announced, session.start))
    text = (
        _("{length} later than announced")
        if session.start == last
        else _("{length} earlier than announced")
    )
    return text.format(length=clock.length_words(first, last, rounding="up"))


def change_words(view: View, session: Session) -> str:
    """`moved from 15:30, 20 minutes later than announced`, or nothing."""
    return ", ".join(filter(None, [moved_words(view, session), shift_words(session)]))


def called_off(view: View) -> tuple[Session, ...]:
    """The cancelled sessions that would be on now, or before what comes next."""
    coming = view.programme.next_after(view.now)
    if not coming and view.programme.is_cancelled:
        return ()  # The state says so of all of them.
    return tuple(
        session
        for session in view.programme.sessions
        if session.cancelled
        and session.end > view.now
        and (not coming or session.start <= coming[0].start)
    )


def beside(view: View, reading: datetime, other: datetime) -> str:
    """The time, with its date or zone where those differ from the other reading's."""
    text = clock.time_words(reading, view.hours)
    if reading.utcoffset() != other.utcoffset():
        text = f"{text} {clock.zone_abbreviation(reading)}"
    if reading.date() == other.date():
        return text
    return f"{date_words(view, reading.date())} {text}"


def date_words(view: View, day: date, *, year: bool = True) -> str:
    """The date with its year, which is said only where it is not the viewer's own."""
    return clock.date_words(day, year=year and day.year != view.today.year)


def times_words(view: View, session: Session, zones: Sequence[tzinfo]) -> str:
    """The start for readers in several zones, each date once.

    `Tue 2 June 22:00 KST · 15:00 CEST · 06:00 PDT`
    """
    texts: list[str] = []
    told: date | None = None
    readings = {
        (start.utcoffset(), clock.zone_abbreviation(start)): start
        for start in (session.start.astimezone(tz) for tz in reversed(zones))
    }
    for start in reversed(readings.values()):
        time_words = f"{clock.time_words(start, view.hours)} {clock.zone_abbreviation(start)}"
        if start.date() != told:
            told = start.date()
            time_words = f"{date_words(view, told, year=not texts)} {time_words}"
        texts.append(time_words)
    return " · ".join(texts)


def other_event(view: View) -> str:
    """The event's name where it is not the one that cacctl ships with; else nothing."""
    return "" if view.bundled else view.words(view.programme.event.name)


def moment_words(view: View) -> str:
    """The viewer's date and time of day: `Tue 2 June 2020 18:00 PDT`."""
    return _date_and_time(view, view.now)


def until(view: View, session: Session) -> str:
    """The end of a session: `19:10 PDT (11:10 KST)`, with the dates where they are not today's."""
    readings = [session.end.astimezone(view.tz)]
    if view.has_event_time([session]):
        readings.append(session.end.astimezone(view.event_tz))
    texts = [
        (
            f"{clock.time_words(reading, view.hours)} {clock.zone_abbreviation(reading)}"
            + _mark(reading.date(), view.now.astimezone(reading.tzinfo).date())
        )
        for reading in readings
    ]
    return texts[0] if len(texts) == 1 else f"{texts[0]} ({texts[1]})"


def distance(view: View, session: Session) -> str:
    """How far the session is from now: `in 3 hours`, `1 hour 10 minutes left`, `2 days ago`."""
    status = session.status(view.now)
    if status == "upcoming":
        return starts_in(view, session.start)
    if status == "live":
        left = clock.length_words(view.now, session.end, rounding="up")
        return _("{length} left").format(length=left)
    return ago(view, session.end)


def starts_in(view: View, instant: datetime) -> str:
    """`in 3 hours 20 minutes`."""
    length = clock.length_words(view.now, instant, rounding="up")
    return _("in {length}").format(length=length)


def ago(view: View, instant: datetime) -> str:
    """`3 hours 20 minutes ago`, and from a day on in one unit: `6 years ago`."""
    if view.now - instant < clock.MINUTE:
        return _("just now")
    units = 1 if view.now - instant >= ONE_DAY else 2
    length = clock.length_words(instant, view.now, rounding="down", units=units)
    return _("{length} ago").format(length=length)


def standing_words(view: View, session: Session) -> str:
    """The session's standing and distance: `live, 1 hour 10 minutes left`, `next, in 3 hours`."""
    if session.status(view.now) == "over" and view.now - session.end < clock.MINUTE:
        return _("just ended")
    words = standing_name(view.standing(session))
    return words if session.cancelled else f"{words}, {distance(view, session)}"


def standing_name(standing: Standing) -> str:
    """The word for a standing."""
    return {
        "over": _("over"),
        "live": _("live"),
        "next": _("next"),
        "upcoming": _("upcoming"),
        "cancelled": _("cancelled"),
    }[standing]


def state_sentence(view: View) -> str:
    """Where the viewer's moment stands in the event, in one sentence."""
    programme, part = view.programme, view.programme.part
    state = programme.state_at(view.now)
    if state == "after":
        if programme.is_cancelled:
            text = _("The event is cancelled, with every session of it.")
            return _("All of these sessions are cancelled.") if part else text
        text = _("The event is over: it ended on {date}, {ago}.")
        if part:
            text = _("These sessions are over: the last ended on {date}, {ago}.")
        end = programme.end
        return text.format(date=_date_and_time(view, end), ago=ago(view, end))
    if state == "live":
        live = programme.live_at(view.now)
        # More than a sentence can hold stand below it.
        names = listed([view.name(session) for session in live])
        if len(live) > MOST_NAMES:
            names = count_words(live)
        return ngettext("Live now: {names}.", "Live now: {names}.", len(live)).format(names=names)
    coming = programme.next_after(view.now)
    facts = {
        "names": listed([view.name(session) for session in coming]),
        "in": starts_in(view, coming[0].start),
        "start": _date_and_time(view, coming[0].start),
        "day": coming[0].day,
    }
    if state == "before":
        text = _("The event hasn't started yet. It starts on {start}, {in}.")
        if part:
            text = _("These sessions haven't started yet. The first starts on {start}, {in}.")
    elif state == "between-sessions" or _is_within_today(view, coming[0]):
        text = ngettext(
            "Between sessions. {names} starts {in}.",
            "Between sessions. {names} start {in}.",
            len(coming),
        )
        if part:
            text = ngettext(
                "Between these sessions. {names} starts {in}.",
                "Between these sessions. {names} start {in}.",
                len(coming),
            )
    else:
        text = _("Nothing until day {day}, which starts on {start}, {in}, with {names}.")
        if part:
            text = _("The next of these sessions starts on {start}, {in}: {names}.")
    return text.format(**facts)


def state_words(view: View) -> str:
    """The state in as few words as where a countdown stands beside them."""
    state, part = view.programme.state_at(view.now), view.programme.part
    if state == "before":
        text = _("The event hasn't started yet.")
        return _("These sessions haven't started yet.") if part else text
    if state not in ("between-sessions", "between-days"):
        return state_sentence(view)
    if part:
        return _("Between these sessions.")
    coming = view.programme.next_after(view.now)[0]
    if state == "between-sessions" or _is_within_today(view, coming):
        return _("Between sessions.")
    return _("Nothing until day {day}.").format(day=coming.day)


def by_room(view: View, sessions: Sequence[Session], *, first: bool = False) -> list[Session]:
    """The sessions by their times, and where these are the same in the order of the rooms.

    Where the rooms come `first`, by rooms and then by times. What is in no room concerns all.
    """
    ordered = sorted(sessions, key=lambda session: (session.start, session.end))
    if not any(session.room for session in sessions):
        return ordered
    places = {view.words(words): place for place, words in enumerate(view.programme.groups("room"))}

    def place(session: Session) -> int:
        return places.get(view.words(session.room), -1)

    if first:
        return sorted(ordered, key=place)
    return sorted(ordered, key=lambda session: (session.start, session.end, place(session)))


def end_words(view: View, session: Session) -> str:
    """When a session ends, for the viewer: `19:10`, `00:30 (+1d)` as seen from now or its start."""
    day = max(view.now, session.start).astimezone(view.tz).date()
    end = session.end.astimezone(view.tz)
    return clock.time_words(end, view.hours) + _mark(end.date(), day)


def every_session(programme: Programme) -> str:
    """`All 15 sessions: cacctl list`."""
    return _("All {count} sessions: {command}").format(
        count=len(programme.sessions), command=hints.command("list")
    )


def many_live(view: View, live: Sequence[Session]) -> str:
    """`25 live now: cacctl now`, for where they are not what is asked for."""
    return _("{count} live now: {command}").format(count=len(live), command=hints.command("now"))


def fewer(view: View, sessions: Sequence[Session]) -> str:
    """Which options would choose among these many sessions; nothing where none would."""
    ways = {
        "--room": {view.words(session.room) for session in sessions},
        "--track": {view.words(session.track) for session in sessions},
    }
    options = _(" or ").join(option for option, groups in ways.items() if len(groups) > 1)
    return options and _("To show fewer sessions, add {options}.").format(options=options)


def count_words(sessions: Sequence[Session]) -> str:
    """`15 sessions`, or `15 sessions (2 cancelled)`."""
    count = len(sessions)
    text = ngettext("{count} session", "{count} sessions", count).format(count=count)
    if cancelled := sum(session.cancelled for session in sessions):
        return _("{sessions} ({count} cancelled)").format(sessions=text, count=cancelled)
    return text


def sessions_words(view: View, sessions: Sequence[Session]) -> str:
    """The names of the sessions; of many, only how many there are."""
    if len(sessions) > MOST_LISTED:
        return count_words(sessions)
    return SEPARATOR.join(label(view, session) for session in sessions)


def programme_words(view: View) -> str:
    """`15 sessions on 5 days`."""
    days = len(view.programme.days())
    return ngettext("{sessions} on {days} day", "{sessions} on {days} days", days).format(
        sessions=count_words(view.programme.sessions), days=days
    )


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


def nothing_on(view: View, day: date) -> str:
    """That a date of the viewer's has no session."""
    text = _("There is no session on {date} in {zone}.")
    if view.programme.part:
        text = _("None of these sessions is on {date} in {zone}.")
    return text.format(date=clock.date_words(day), zone=clock.zone_name(view.tz))


def found_words(query: str, count: int) -> str:
    """How many sessions a search found."""
    text = ngettext("{count} session with {query}", "{count} sessions with {query}", count)
    return text.format(count=count, query=repr(visible(query)))


def excerpt(text: str, query: str) -> str:
    """A text in which something was found; of a long one, what stands around the first place."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    place = min(
        (p for word in folded(query).split() if (p := folded(text).find(word)) >= 0), default=0
    )
    first = max(0, place - LONGEST_EXCERPT // 3)
    last = first + LONGEST_EXCERPT
    part = text[first:last]
    if first:
        part = "…" + part.partition(" ")[2]
    return part if last >= len(text) else part.rpartition(" ")[0] + "…"


def found_texts(view: View, match: Match, query: str) -> list[str]:
    """The texts in which a session was found, in the viewer's language where they have it there."""
    wanted = folded(query).split()
    texts = []
    for words in match.texts:
        if words == match.session.room:
            continue  # It stands with every session that was found.
        in_order = (view.words(words), *words.values())
        held = (text for text in in_order if any(occurs(word, folded(text)) for word in wanted))
        texts += [excerpt(text, query) for text in held][:1]
    return list(dict.fromkeys(texts))


def cities_words(view: View, session: Session) -> str:
    """`Los Angeles and 3 other cities`."""
    names = ", ".join(map(view.words, session.cities))
    others = session.city_count - len(session.cities)
    if others <= 0:
        return names
    if not names:
        text = ngettext("{count} city", "{count} cities", others)
    else:
        text = ngettext(
            "{names} and {count} other city", "{names} and {count} other cities", others
        )
    return text.format(names=names, count=others)


def speaker_words(view: View, speaker: Speaker) -> str:
    """`Jared Mason Diamond, cultural anthropologist, Los Angeles`."""
    texts = (speaker.name, speaker.role, speaker.place)
    return ", ".join(filter(None, map(view.words, texts)))


def event_facts(view: View) -> list[tuple[str, str]]:
    """What the event is, beside its name and notes. An unknown fact is empty."""
    event = view.programme.event
    return [
        (_("Full name"), view.words(event.full_name)),
        (_("Theme"), view.words(event.theme)),
        (_("Slogan"), view.words(event.slogan)),
        (_("Dates"), clock.date_range_words(event.first_date, event.last_date)),
        (_("State"), state_sentence(view)),
        (_("Programme"), programme_words(view)),
        (_("Place"), view.words(event.place)),
        (_("Rooms"), SEPARATOR.join(map(view.words, view.programme.groups("room")))),
        (_("Tracks"), SEPARATOR.join(map(view.words, view.programme.groups("track")))),
        (_("Organiser"), view.words(event.organiser)),
        (_("Site"), view.words(event.site)),
        (_("Time zone"), clock.zone_label(view.event_tz, [view.programme.start])),
    ]


def answer_words(answer: "Answer") -> str:
    """Whether an address answered, and else what went wrong."""
    return answer.detail or _("answers")


def opened_words(view: View, stream: streams.Stream, browser: str | None) -> str:
    """What was opened and why, in one line."""
    opened = _("Opened {address} with {browser}.").format(address=stream.url, browser=browser)
    return f"{why_words(view, stream)} {opened}"


def why_words(view: View, stream: streams.Stream) -> str:
    """Why it is this stream, in one sentence."""
    facts = {
        "session": view.name(stream.session) if stream.session else "",
        "channel": view.words(stream.channel.name),
        "distance": distance(view, stream.session) if stream.session else "",
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


def timeline_words(view: View) -> Iterator[str]:
    """The timeline in lines, a session each: when, what, how it stands, whether in the night."""
    for session in view.programme.sessions:
        standing = standing_name(view.standing(session))
        night = _("in your night") if view.in_night(session) else ""
        room = view.words(session.room)
        facts = "; ".join(filter(None, [room, standing, moved_words(view, session), night]))
        own = _date_and_times(view, session, view.tz)
        yield f"{own}: {session.number}. {view.name(session)}; {facts}"


def night_words(view: View) -> str:
    """Which sessions fall into the viewer's night, by half or more; nothing where none does.

    One that is live is not among them: they are awake.
    """
    asleep = (
        s for s in view.programme.sessions if view.in_night(s) and s.status(view.now) != "live"
    )
    numbers = [str(number) for number in sorted(session.number for session in asleep)]
    if not numbers:
        return ""
    waking = clock.waking_words(view.waking, view.hours)
    if len(numbers) > MOST_NUMBERS:
        text = _(
            "{count} sessions are at least half in your night (awake {waking}; --awake changes it)."
        )
        return text.format(count=len(numbers), waking=waking)
    text = ngettext(
        "Session {numbers} is at least half in your night (awake {waking}; --awake changes it).",
        "Sessions {numbers} are at least half in your night (awake {waking}; --awake changes it).",
        len(numbers),
    )
    *others, last = numbers
    if others:
        last = _("{others} and {last}").format(others=", ".join(others), last=last)
    words = text.format(waking=waking, numbers=last)
    replays = any(channel.keeps_replays and channel.url for channel in view.programme.channels)
    return words + " " + _("The replays may suit you better.") if replays else words


def sources_words(view: View, note: Note) -> str:
    """`[Source: ...]`, or nothing."""
    sources = "; ".join(map(view.words, note.sources))
    return _("[Source: {sources}]").format(sources=sources) if sources else ""


def zone_sentence(view: View, sessions: Sequence[Session]) -> str:
    """In which zone the times of these sessions are, with its offset, and the event's beside it."""
    instants = [i for session in sessions for i in (session.start, session.end)] or [
        view.programme.end
    ]
    own = clock.zone_label(view.tz, instants)
    if not view.has_event_time(sessions):
        return _("Times in {zone}").format(zone=own)
    event = clock.zone_label(view.event_tz, instants)
    return _("Times in {zone}; event time in {event_zone}").format(zone=own, event_zone=event)


def whole_day(day: Day) -> Session:
    """The day as if it were one session, for telling its times."""
    return day.sessions[0]._replace(start=day.start, end=day.end)


def time_heading(sessions: Sequence[Session], tz: tzinfo) -> str:
    """What stands above a column of times: the abbreviation they share, else just `Time`."""
    names = {
        clock.zone_abbreviation(instant.astimezone(tz))
        for session in sessions
        for instant in (session.start, session.end)
    }
    return names.pop() if len(names) == 1 else _("Time")


def _is_within_today(view: View, coming: Session) -> bool:
    """Whether it is next on a date of the viewer's on which another session is over already.

    The days of the programme can part at noon of the viewer's date.
    """
    if view.date_of(coming) != view.today:
        return False
    start = clock.day_bounds(view.today, view.tz)[0]
    sessions = view.programme.sessions
    return any(start < s.end and s.status(view.now) == "over" for s in sessions)


def _groups(programme: Programme, grouping: Grouping, text: str, lang: str) -> tuple[Words, ...]:
    """The rooms or tracks that are meant. Raises UsageProblem where there are none."""
    if found := programme.groups_named(grouping, text):
        return found
    known, is_room = programme.groups(grouping), grouping == "room"
    if not known:
        raise UsageProblem(
            _("The schedule names no rooms.") if is_room else _("The schedule names no tracks."),
            _("Leave out {option}.").format(option=f"--{grouping}"),
        )
    from difflib import get_close_matches

    names = {folded(name): name for words in known for name in words.values()}
    near = get_close_matches(folded(text[:64]), names, 1)
    hints = [
        *(_("Did you mean {b}?").format(b=names[name]) for name in near),
        _("There are: {names}.").format(names=_listed_words(known, lang, MOST_OFFERED)),
    ]
    none = _("There is no room {name}.") if is_room else _("There is no track {name}.")
    raise UsageProblem(none.format(name=repr(visible(text[:40]))), " ".join(hints))


def _listed_words(groups: Sequence[Words], lang: str, most: int = MOST_NAMES) -> str:
    return listed([in_language(words, lang) for words in groups], most)


def _date_and_times(view: View, session: Session, tz: tzinfo, *, year: bool = True) -> str:
    start = session.start.astimezone(tz)
    times = time_range(view, session, tz, start.date())
    text = f"{date_words(view, start.date(), year=year)} {times}"
    if start.utcoffset() != session.end.astimezone(tz).utcoffset():
        return text
    return f"{text} {clock.zone_abbreviation(start)}"


def _date_and_time(view: View, instant: datetime) -> str:
    reading = instant.astimezone(view.tz)
    time_words = clock.time_words(reading, view.hours)
    return f"{date_words(view, reading.date())} {time_words} {clock.zone_abbreviation(reading)}"


def _mark(day: date, heading: date) -> str:
    days = (day - heading) // ONE_DAY
    return " " + _("(+{days}d)").format(days=days) if days else ""
