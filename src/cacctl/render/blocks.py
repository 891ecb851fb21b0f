"""Lines that both an answer on a terminal and the live board are made of."""

import sys
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from cacctl.base import hints, terminal
from cacctl.base.i18n import _
from cacctl.model.programme import Session
from cacctl.viewer.names import count_words, event_heading, other_event, session_label
from cacctl.viewer.selection import narrowing_hint
from cacctl.viewer.states import MARKS, called_off, delay_words, distance_words, moved_words
from cacctl.viewer.streams import replay_channel, replay_of, stream_for
from cacctl.viewer.times import end_words, time_range, times_words, when, zone_lines
from cacctl.viewer.view import Standing, View

INDENT = "  "
# How far each of many sessions is has room from this width on.
SHORT_BAR_CELLS, SHORT_BAR_COLUMNS = 8, 100
# Times, what has changed, address, topic: the less there is room for, the fewer.
MOST_DETAILS = 4
# More sessions at once get a line each, below their times, and not a block each.
MOST_BLOCKS = 3
ROOM_SHARE = 4
SHORTEST_NAME = 24


def heading(seen: View, state: str) -> Iterator[str]:
    """The event's name, and its state unless the lines below show it."""
    name = terminal.wrapped(event_heading(seen), terminal.width())
    yield terminal.styled(name, "bold", colour=has_colour())
    if state:
        yield terminal.wrapped(state, terminal.width())


def event(seen: View) -> Iterator[str]:
    """What an answer is about, where nothing else tells that it is another event, or a part."""
    if other_event(seen) or seen.programme.part:
        name = event_heading(seen)
        yield terminal.styled(terminal.wrapped(name, terminal.width()), "dim", colour=has_colour())
        yield ""


def in_room_order(view: View, sessions: Sequence[Session], *, first: bool = False) -> list[Session]:
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


def zone(seen: View, sessions: Sequence[Session]) -> Iterator[str]:
    """The zones of the sessions' times, below an empty line; nothing without sessions."""
    if not sessions:
        return
    yield ""
    for line in zone_lines(seen, sessions):
        text = terminal.wrapped(line, terminal.width())
        yield terminal.styled(text, "dim", colour=has_colour())


def replays(seen: View, sessions: Sequence[Session] = ()) -> Iterator[str]:
    """Where the replays are, after the event; else that of the last of the sessions to end."""
    channel, named = replay_channel(seen), list[str]()
    if channel is None and (stream := replay_of(seen, sessions)) and stream.session:
        channel, named = stream.channel, [stream.session.id]
    if channel is None:
        return
    text = _("Replays: {channel}").format(channel=seen.words(channel.name))
    yield ""
    yield terminal.wrapped(text, terminal.width(), INDENT)
    if channel.url:
        yield INDENT + terminal.styled(channel.url, "address", colour=has_colour())
    yield INDENT + hints.command("watch", *named, lang=seen.lang)


def session_line(seen: View, session: Session) -> str:
    """A session in one line: `23:30-01:00 (+1d)  Education`."""
    times = time_range(seen, session, seen.tz, seen.today)
    line = f"{times}  {session_label(seen, session)}"
    if session.cancelled:
        return marked("cancelled", line)
    return INDENT + terminal.wrapped(line, terminal.width(), INDENT)


def starting_together(
    seen: View, sessions: Sequence[Session], most: int | None = None
) -> Iterator[str]:
    """Many sessions that start together, a line each below the time."""
    start = times_words(seen, sessions[0], [seen.tz, seen.event_tz])
    heading = f"{start}, {count_and_distance(seen, sessions)}"
    yield marked(seen.standing(sessions[0]), heading, whole=True)
    yield from session_list(seen, sessions, most)


def session_list(seen: View, sessions: Sequence[Session], most: int | None = None) -> Iterator[str]:
    """A line each: until when, how far it is, number, room, name; of `most`, if so many."""
    ends = [_("until {time}").format(time=end_words(seen, session)) for session in sessions]
    columns = max(map(cell_len, ends))
    is_live = sessions[0].status(seen.now) == "live"
    with_bar = is_live and terminal.width() >= SHORT_BAR_COLUMNS
    digits = len(str(max(session.number for session in sessions)))
    widest = max(cell_len(seen.words(session.room)) for session in sessions)
    room = min(widest, terminal.width() // ROOM_SHARE)
    for session, end in list(zip(sessions, ends, strict=True))[:most]:
        used = len(INDENT) + columns + len(INDENT)
        mark = terminal.styled(MARKS["live"], "live", colour=has_colour()) if is_live else " "
        head = f"{mark} {terminal.padded(end, columns)}{INDENT}"
        if with_bar:
            bar = terminal.bar(seen.progress(session), SHORT_BAR_CELLS, colour=has_colour())
            head += f"{bar}{INDENT}"
            used += SHORT_BAR_CELLS + len(INDENT)
        head += f"{session.number:>{digits}}{INDENT}"
        used += digits + len(INDENT)
        yield from _room_and_name(seen, session, head, used, room)
    if most is not None and len(sessions) > most > 0:
        yield INDENT + _("and {count} more").format(count=len(sessions) - most)


def count_and_distance(seen: View, sessions: Sequence[Session]) -> str:
    """`25 sessions, in 3 hours`."""
    return f"{count_words(sessions)}, {distance_words(seen, sessions[0])}"


def narrowing(seen: View, sessions: Sequence[Session]) -> Iterator[str]:
    if text := narrowing_hint(seen, sessions):
        yield ""
        yield terminal.styled(terminal.wrapped(text, terminal.width()), "dim", colour=has_colour())


def cancelled(seen: View) -> Iterator[str]:
    return (session_line(seen, session) for session in called_off(seen))


def details(seen: View, session: Session, details: int = MOST_DETAILS) -> Iterator[str]:
    columns = terminal.width() - len(INDENT)
    if details > 1:
        place = ", ".join(filter(None, [when(seen, session), seen.words(session.room)]))
        yield INDENT + terminal.wrapped(place, columns, INDENT)
    if changed := delay_words(seen, session):
        yield INDENT + terminal.wrapped(changed, columns, INDENT)
    if details > 3 and (topic := seen.words(session.topic)):
        yield INDENT + terminal.wrapped(topic, columns, INDENT)
    if details > 2 and (stream := stream_for(seen, session)):
        yield INDENT + terminal.styled(stream.url, "address", colour=has_colour())


def marked(standing: Standing, text: str, *, whole: bool = False) -> str:
    """The text behind the mark of its standing, the mark alone or the whole in its colour."""
    mark = MARKS[standing]
    text = terminal.wrapped(text, terminal.width() - len(INDENT), INDENT)
    if whole:
        return terminal.styled(f"{mark} {text}", standing, colour=has_colour())
    return f"{terminal.styled(mark, standing, colour=has_colour())} {text}"


def has_colour() -> bool:
    return terminal.has_colour(sys.stdout)


def joined(*parts: Iterable[str]) -> str:
    return "\n".join(line for part in parts for line in part)


def _room_and_name(seen: View, session: Session, head: str, used: int, room: int) -> Iterator[str]:
    """The room and the name behind a head of so many cells; without room for both, in one."""
    words, name = seen.words(session.room), session_label(seen, session)
    if moved := moved_words(seen, session):
        name = f"{name}, {moved}"
    if terminal.width() - used - room - len(INDENT) < SHORTEST_NAME:
        name = f"{words}: {name}" if words else name
    elif room:
        head += terminal.padded(terminal.cut(words, room), room) + INDENT
        used += room + len(INDENT)
    if terminal.width() - used < SHORTEST_NAME // 2:
        yield head.rstrip()
        head, used = "", 2 * len(INDENT)
    lines = terminal.wrapped(name, terminal.width() - used).split("\n")
    yield (head or " " * used) + lines[0]
    yield from (" " * used + line for line in lines[1:])
