"""Blocks of lines that the answers on a terminal and the live board share."""

import sys
from collections.abc import Iterable, Iterator, Sequence

from cacctl.base import terminal
from cacctl.base.i18n import _
from cacctl.base.names import language_name
from cacctl.base.terminal import cell_len
from cacctl.model.programme import Session
from cacctl.model.streams import fits
from cacctl.viewer import offers
from cacctl.viewer.labels import (
    SEPARATOR,
    count_words,
    event_heading,
    other_event,
    session_label,
)
from cacctl.viewer.states import (
    cancelled_until_next,
    delay_words,
    distance_words,
    moved_words,
)
from cacctl.viewer.streams import nearest_stream
from cacctl.viewer.times import end_words, time_range, times_words, when, zone_lines
from cacctl.viewer.view import ShownStatus, View

MARKS: dict[ShownStatus, str] = {
    "over": "✓",
    "live": "▶",
    "next": "▷",
    "upcoming": "",
    "cancelled": "✗",
}
INDENT = "  "
# From this width on, each of many sessions has a progress bar.
SHORT_BAR_CELLS, SHORT_BAR_COLUMNS = 8, 100
# Times, changes, URL, topic. The board shows fewer if its rows are few.
MOST_DETAILS = 4
# More sessions at once get a line each instead of a block each.
MOST_BLOCKS = 3
ROOM_SHARE = 4
SHORTEST_NAME = 24


def heading(view: View, state: str) -> Iterator[str]:
    """The event's name, and its state unless that is empty."""
    name = terminal.wrapped(event_heading(view), terminal.width())
    yield terminal.styled(name, "bold", colour=has_colour())
    if state:
        yield terminal.wrapped(state, terminal.width())


def event(view: View) -> Iterator[str]:
    """The event's name, if it is not the bundled event, or only part of it is shown."""
    if other_event(view) or view.programme.part:
        name = event_heading(view)
        yield terminal.styled(terminal.wrapped(name, terminal.width()), "dim", colour=has_colour())
        yield ""


def in_room_order(view: View, sessions: Sequence[Session], *, first: bool = False) -> list[Session]:
    """Sort sessions by time and then by room, or by room `first` and then by time.

    Sessions without a room come before those in rooms, as they concern everybody.
    """
    ordered = sorted(sessions, key=lambda session: (session.start, session.end))
    if not any(session.room for session in sessions):
        return ordered
    rooms = {view.words(words): index for index, words in enumerate(view.programme.groups("room"))}

    def room_index(session: Session) -> int:
        return rooms.get(view.words(session.room), -1)

    if first:
        return sorted(ordered, key=room_index)
    return sorted(ordered, key=lambda session: (session.start, session.end, room_index(session)))


def zone(view: View, sessions: Sequence[Session]) -> Iterator[str]:
    """An empty line and the zones of the sessions' times; nothing without sessions."""
    if not sessions:
        return
    yield ""
    for line in zone_lines(view, sessions):
        text = terminal.wrapped(line, terminal.width())
        yield terminal.styled(text, "dim", colour=has_colour())


def to_watch(view: View, sessions: Sequence[Session]) -> Iterator[str]:
    """The stream of the live or next session, and the replays, of these sessions."""
    if offer := offers.to_watch(view, sessions):
        yield from _offer(offer)
    yield from replays(view, sessions)


def replays(view: View, sessions: Sequence[Session] = ()) -> Iterator[str]:
    """The channel with the replays; before the event's end, the replay of the last session."""
    if offer := offers.replays(view, sessions):
        yield from _offer(offer)


def _offer(offer: offers.Offer) -> Iterator[str]:
    """An empty line, a title, a URL and the command that opens it."""
    yield ""
    yield terminal.wrapped(offer.title, terminal.width(), INDENT)
    yield INDENT + terminal.styled(offer.url, "url", colour=has_colour())
    yield INDENT + offer.command


def session_line(view: View, session: Session) -> str:
    """One session: `23:30-01:00 (+1d)  Education`."""
    times = time_range(view, session, view.tz, view.today)
    line = f"{times}  {session_label(view, session)}"
    if session.cancelled:
        return marked("cancelled", line)
    return INDENT + terminal.wrapped(line, terminal.width(), INDENT)


def starting_together(
    view: View, sessions: Sequence[Session], most: int | None = None
) -> Iterator[str]:
    """Sessions that start at the same time: the time, then one line each."""
    start = times_words(view, sessions[0], [view.tz, view.event_tz])
    heading = f"{start}, {count_and_distance(view, sessions)}"
    yield marked(view.status(sessions[0]), heading, whole=True)
    yield from session_list(view, sessions, most)


def session_list(view: View, sessions: Sequence[Session], most: int | None = None) -> Iterator[str]:
    """One line each: end, progress, number, room, name. Count those after the first `most`."""
    ends = [_("until {time}").format(time=end_words(view, session)) for session in sessions]
    columns = max(map(cell_len, ends))
    is_live = sessions[0].status(view.now) == "live"
    with_bar = is_live and terminal.width() >= SHORT_BAR_COLUMNS
    digits = len(str(max(session.number for session in sessions)))
    widest = max(cell_len(view.words(session.room)) for session in sessions)
    room = min(widest, terminal.width() // ROOM_SHARE)
    for session, end in list(zip(sessions, ends, strict=True))[:most]:
        used = len(INDENT) + columns + len(INDENT)
        mark = terminal.styled(MARKS["live"], "live", colour=has_colour()) if is_live else " "
        head = f"{mark} {terminal.padded(end, columns)}{INDENT}"
        if with_bar:
            bar = terminal.bar(view.progress(session), SHORT_BAR_CELLS, colour=has_colour())
            head += f"{bar}{INDENT}"
            used += SHORT_BAR_CELLS + len(INDENT)
        head += f"{session.number:>{digits}}{INDENT}"
        used += digits + len(INDENT)
        yield from _room_and_name(view, session, head, used, room)
    if most is not None and len(sessions) > most > 0:
        yield INDENT + _("and {count} more").format(count=len(sessions) - most)


def count_and_distance(view: View, sessions: Sequence[Session]) -> str:
    """`25 sessions, in 3 hours`."""
    return f"{count_words(sessions)}, {distance_words(view, sessions[0])}"


def narrowing(view: View, sessions: Sequence[Session]) -> Iterator[str]:
    """The options that would show fewer sessions, if these are many."""
    if len(sessions) < 2:
        return
    from cacctl.viewer.selection import narrowing_hint

    if text := narrowing_hint(view, sessions):
        yield ""
        yield terminal.styled(terminal.wrapped(text, terminal.width()), "dim", colour=has_colour())


def cancelled(view: View) -> Iterator[str]:
    """The cancelled sessions that would be live or next."""
    return (session_line(view, session) for session in cancelled_until_next(view))


def details(view: View, session: Session, details: int = MOST_DETAILS) -> Iterator[str]:
    """The first `details` of a session: times, changes, URL, topic."""
    columns = terminal.width() - len(INDENT)
    if details > 1:
        time_and_room = ", ".join(filter(None, [when(view, session), view.words(session.room)]))
        yield INDENT + terminal.wrapped(time_and_room, columns, INDENT)
    if changed := delay_words(view, session):
        yield INDENT + terminal.wrapped(changed, columns, INDENT)
    if details > 3 and (topic := view.words(session.topic)):
        yield INDENT + terminal.wrapped(topic, columns, INDENT)
    if details > 2 and (stream := nearest_stream(view, session)):
        other = "" if fits(stream.channel, view.lang, None) else language_name(stream.channel.lang)
        url = terminal.styled(stream.url, "url", colour=has_colour())
        yield INDENT + url + (f"{SEPARATOR}{other}" if other else "")


def marked(status: ShownStatus, text: str, *, whole: bool = False) -> str:
    """Return a text after the mark of a status, which alone is coloured unless the `whole` is."""
    mark = MARKS[status]
    text = terminal.wrapped(text, terminal.width() - len(INDENT), INDENT)
    if whole:
        return terminal.styled(f"{mark} {text}", status, colour=has_colour())
    return f"{terminal.styled(mark, status, colour=has_colour())} {text}"


def has_colour() -> bool:
    """Whether standard output may have colour."""
    return terminal.has_colour(sys.stdout)


def joined(*parts: Iterable[str]) -> str:
    """Join the lines of all parts."""
    return "\n".join(line for part in parts for line in part)


def _room_and_name(view: View, session: Session, head: str, used: int, room: int) -> Iterator[str]:
    """The head, `used` cells wide, then room and name in columns, or in one if it is narrow."""
    words, name = view.words(session.room), session_label(view, session)
    if moved := moved_words(view, session):
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
