"""The answers for a person at a terminal, as wide as it is and in colour where it has it.

What is live and next is told in lines, so that `next`, `now` and `watch` need not wait for Rich's
tables; the rest is tables.
"""

import datetime
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from cacctl.base import hints, terminal
from cacctl.base.i18n import _
from cacctl.model import streams
from cacctl.model.programme import Day, Match, Session
from cacctl.settings.settings import InForce, file_words, origin_words, setting_words
from cacctl.times import clock
from cacctl.viewer.names import count_words, event_heading, other_event, session_label
from cacctl.viewer.selection import found_words, in_room_order, many_live_hint, narrowing_hint
from cacctl.viewer.states import (
    MARKS,
    called_off,
    delay_words,
    distance_words,
    moved_words,
    night_words,
    nothing_on,
    state_sentence,
    state_words,
    timeline_words,
)
from cacctl.viewer.streams import opened_words, replay_channel, replay_of, stream_for
from cacctl.viewer.times import (
    end_words,
    moment_words,
    time_range,
    times_words,
    until_words,
    when,
    zone_sentence,
)
from cacctl.viewer.view import Standing, View

if TYPE_CHECKING:
    from pathlib import Path

    from cacctl.formats.lint import Report
    from cacctl.model.diff import Change
    from cacctl.net.link_check import Answer
    from cacctl.viewer.sharing import Shared

INDENT = "  "
BAR_CELLS = 30
# How far each of many sessions is has room from this width on.
SHORT_BAR_CELLS, SHORT_BAR_COLUMNS = 8, 100
BOARD_CELLS = 80
NARROWEST_TIMELINE = 60
# Times, what has changed, address, topic: the less there is room for, the fewer.
MOST_DETAILS = 4
# More sessions at once get a line each, below their times, and not a block each.
MOST_BLOCKS = 3
# Of these lines, where a board has too little room for all of them.
FEWER_LINES = (20, 12, 8, 5, 3, 2, 1, 0)
ROOM_SHARE = 4
SHORTEST_NAME = 24


def programme(seen: View) -> str:
    """The whole programme, a table for each day."""
    from cacctl.render import tables

    return _text(_state(seen), [""], tables.programme(seen, terminal.width(), colour=_colour()))


def day(seen: View, day: Day) -> str:
    """One programme day."""
    from cacctl.render import tables

    return _text(_state(seen), [""], tables.day(seen, day, terminal.width(), colour=_colour()))


def date(seen: View, day: datetime.date) -> str:
    """One date in the viewer's zone; where it has no session, the days at a glance."""
    from cacctl.render import tables

    columns, colour = terminal.width(), _colour()
    if sessions := seen.sessions_on(day):
        table = tables.date(seen, day, columns, colour=colour)
        return _text(_state(seen), [""], table, _replays(seen, sessions))
    nothing = [terminal.wrapped(nothing_on(seen, day), columns)]
    days = tables.days(seen, columns, colour=colour)
    return _text(_state(seen), nothing, [""], days, _replays(seen))


def now(seen: View) -> str:
    """Each live session with how far it is; without one, what comes next or where replays are."""
    live = seen.programme.live_at(seen.now)
    if not live:
        return next(seen, seen.programme.next_after(seen.now))
    blocks: list[Iterable[str]] = [_progress(seen, session) for session in live]
    if len(live) > MOST_BLOCKS:
        blocks = [_listed(seen, in_room_order(seen, live, first=True)), _fewer(seen, live), [""]]
    following = seen.programme.next_after(seen.now)
    coming = [*_called_off(seen), *(_marked("next", _coming(seen, s)) for s in following)]
    if len(following) > MOST_BLOCKS:
        coming = [*_called_off(seen), _marked("next", _all_coming(seen, following))]
    return _text(_state(seen), [""], *blocks, coming, [""] if coming else [], _zone(seen, live))


def next(seen: View, sessions: Sequence[Session]) -> str:
    """What is live in a line each, or how many are; then the coming sessions, a block each.

    Many that start together get a line each.
    """
    live = seen.programme.live_at(seen.now)
    parts: list[Iterable[str]] = [_state(seen)]
    if len(live) > MOST_BLOCKS:
        parts += [[""], [_marked("live", many_live_hint(seen, live))]]
    elif live:
        parts += [[""], (_marked("live", _goes_on(seen, session)) for session in live)]
    if off := list(_called_off(seen)):
        parts += [[""], off]
    many: Sequence[Session] = live if len(live) > MOST_BLOCKS else ()
    for _start, group in groupby(sessions, key=lambda session: session.start):
        starting = list(group)
        if len(starting) > MOST_BLOCKS:
            parts += [[""], _all_next(seen, in_room_order(seen, starting, first=True))]
            many = many or starting
            continue
        for session in starting:
            heading = _marked("next", _coming(seen, session), whole=True)
            parts += [[""], [heading], _details(seen, session)]
    parts += [_fewer(seen, many)]
    return _text(*parts, _replays(seen), [""], _zone(seen, [*live, *sessions]))


def board(seen: View, rows: int | None = None) -> str:
    """The moment as it stays on the screen: what is live, what is next, the rest of today.

    Where it has not so many rows, first the topics go, then the addresses, then the times. Of many
    sessions, those that are later go first, then those that are next, then some that are live.
    """
    moment = _Moment.of(seen)
    sizes: list[tuple[int, int | None, int | None]] = [
        *((MOST_DETAILS - left_out, None, None) for left_out in range(MOST_DETAILS)),
        *((1, None, most) for most in FEWER_LINES),
        *((1, most, 0) for most in FEWER_LINES),
    ]
    for details, most, most_later in sizes:
        text = _board(seen, moment, details, most, most_later)
        if rows is None or text.count("\n") < rows:
            break
    return text


Groups = list[list[Session]]
"""Sessions that start and end together, by their rooms."""


class _Moment(NamedTuple):
    """What a board shows of the sessions: by their rooms, and what is later by its times."""

    live: list[Session]
    off: tuple[Session, ...]
    coming: list[Session]
    later: Groups

    @classmethod
    def of(cls, seen: View) -> "_Moment":
        live, coming = seen.programme.live_at(seen.now), seen.programme.next_after(seen.now)
        off = called_off(seen)
        told = {session.id for session in (*live, *off, *coming)}
        today = seen.sessions_on(seen.today)
        later = [s for s in today if coming and s.end > seen.now and s.id not in told]
        return cls(
            in_room_order(seen, live, first=True),
            off,
            in_room_order(seen, coming, first=True),
            _by_time(seen, later),
        )


def _board(
    seen: View, moment: _Moment, details: int, most: int | None, most_later: int | None
) -> str:
    live, coming, later = moment.live, moment.coming, list(chain(*moment.later))
    parts: list[Iterable[str]] = [_head(seen)]
    if not live:
        parts.append([terminal.wrapped(state_words(seen), terminal.width())])
    if len(live) > MOST_BLOCKS:
        parts += [[""], _listed(seen, live, most)]
    else:
        parts += [part for session in live for part in ([""], _running(seen, session, details))]
    if off := [_line(seen, session) for session in moment.off]:
        parts += [[""], off]
    if len(coming) <= MOST_BLOCKS:
        for session in coming:
            left = clock.countdown(seen.now, session.start, rounding="up")
            heading = _("{name}, in {left}").format(name=seen.name(session), left=left)
            heading = _marked("next", heading, whole=True)
            parts += [[""], [heading], _details(seen, session, details)]
    else:
        parts += [[""], _all_next(seen, coming, most_later)]
    if later:
        parts += [["", terminal.styled(_("Later today"), "bold", colour=_colour())]]
        parts += [_all_later(seen, moment.later, most_later)]
    parts += [_replays(seen), [""], _zone(seen, [*live, *coming, *later])]
    keys = terminal.wrapped(_("Press q or Ctrl-C to quit."), terminal.width())
    return _text(*parts, [terminal.styled(keys, "dim", colour=_colour())])


def matches(seen: View, query: str, matches: Sequence[Match]) -> str:
    """What a search found, by programme day."""
    words = terminal.wrapped(found_words(query, len(matches)), terminal.width())
    found = terminal.styled(words, "bold", colour=_colour())
    if not matches:
        return _text(_event(seen), [found])
    from cacctl.render import tables

    table = tables.matches(seen, query, matches, terminal.width(), colour=_colour())
    return _text(_event(seen), [found, ""], table)


def session(seen: View, session: Session) -> str:
    """Everything about one session."""
    from cacctl.render import tables

    return _text(_event(seen), tables.session(seen, session, terminal.width(), colour=_colour()))


def channels(seen: View) -> str:
    """The channels and what they carry."""
    if not seen.programme.channels:
        return _text(_event(seen), [_("The schedule names no channel.")])
    from cacctl.render import tables

    return _text(_event(seen), tables.channels(seen, terminal.width(), colour=_colour()))


def checked(seen: View, answers: Sequence["Answer"]) -> str:
    """Which addresses answered, a row each."""
    from cacctl.render import tables

    return _text(_event(seen), tables.checked(answers, terminal.width(), colour=_colour()))


def about(seen: View) -> str:
    """The event itself."""
    from cacctl.render import tables

    return _text(tables.about(seen, terminal.width(), colour=_colour()))


def timeline(seen: View) -> str:
    """The programme as a picture; in lines where the terminal is too narrow for one."""
    if terminal.width() < NARROWEST_TIMELINE:
        words = filter(None, [*timeline_words(seen), night_words(seen)])
        lines = (terminal.wrapped(line, terminal.width(), INDENT) for line in words)
        return _text(_state(seen), [""], lines, [""], _zone(seen, seen.programme.sessions))
    from cacctl.render import timeline

    picture = timeline.drawn(seen, terminal.width(), colour=_colour())
    return _text(_state(seen), [""], picture)


def timeline_svg(seen: View) -> str:
    """The same picture as SVG, as wide as the terminal where that is wide enough."""
    from cacctl.render import svg, timeline

    columns = max(NARROWEST_TIMELINE, terminal.width())
    name = terminal.wrapped(event_heading(seen), columns)
    state = terminal.wrapped(state_sentence(seen), columns)
    head = [terminal.styled(name, "bold", colour=True), state, ""]
    picture = [*head, *timeline.drawn(seen, columns, colour=True)]
    return svg.picture(picture, columns, title="cacctl timeline")


def shared(seen: View, told: "Shared") -> str:
    """A session as it is pasted into a message."""
    from cacctl.viewer import sharing

    return sharing.text(told)


def updated(seen: View, address: str, changes: Sequence["Change"], *, held: bool) -> str:
    """That a schedule was asked for, and a line for each change that matters to the viewer."""
    from cacctl.viewer import changes as news

    lines = news.report(seen, address, changes, held=held)
    return _text(terminal.wrapped(line, terminal.width(), INDENT) for line in lines)


def config(settings: Sequence[InForce], file: "Path | None") -> str:
    """The settings in force in aligned columns, and the file they can be kept in."""
    rows = [(row.name, setting_words(row), origin_words(row.setting)) for row in settings]
    widths = [max(map(cell_len, column)) + len(INDENT) for column in zip(*rows, strict=True)]
    lines: Iterable[str] = ("".join(map(terminal.padded, row, widths)).rstrip() for row in rows)
    if sum(widths) - len(INDENT) > terminal.width():
        lines = (f"{name}\n{INDENT}{value}\n{INDENT}({origin})" for name, value, origin in rows)
    head = terminal.wrapped(file_words(file), terminal.width(), INDENT)
    return _text([head, ""], lines)


def report(report: "Report") -> str:
    """What a check found, each problem above the line that it is in, and what came out."""
    from cacctl.formats import lint
    from cacctl.render import excerpts

    columns, colour = terminal.width(), _colour()
    source = report.text.split("\n")
    digits = len(str(max((problem.line for problem in report.problems), default=0)))
    margin = " " * (digits + len(" │ "))
    lines: list[str] = []
    for problem in report.problems:
        told = terminal.wrapped(lint.heading(problem), columns, INDENT)
        lines.append(terminal.styled(told, problem.severity, colour=colour))
        if problem.line:
            room = columns - len(margin)
            quoted, mark = excerpts.excerpt(source[problem.line - 1], problem.column, room)
            lines.append(f"{problem.line:{digits}} │ {quoted}".rstrip())
            mark = terminal.styled(mark, problem.severity, colour=colour)
            lines.append(f"{'':{digits}} │ {mark}")
        if problem.hint:
            lines.append(margin + terminal.wrapped(problem.hint, columns - len(margin), margin))
        lines.append("")
    summary = terminal.wrapped(lint.summary(report), columns)
    return _text(lines, [terminal.styled(summary, "bold", colour=colour)])


def opened(seen: View, stream: streams.Stream, browser: str | None) -> str:
    """What was opened and why."""
    return terminal.wrapped(opened_words(seen, stream, browser), terminal.width())


def _head(seen: View) -> Iterator[str]:
    """The event's name, and the time of day at the right where there is room for both."""
    columns = terminal.width()
    name, time = event_heading(seen), moment_words(seen)
    room = min(columns, BOARD_CELLS) - cell_len(name) - cell_len(time)
    if room >= len(INDENT):
        yield terminal.styled(name, "bold", colour=_colour()) + " " * room + time
    else:
        yield terminal.styled(terminal.wrapped(name, columns), "bold", colour=_colour())
        yield terminal.wrapped(time, columns)


def _line(seen: View, session: Session) -> str:
    """A session in one line: `23:30-01:00 (+1d)  Education`."""
    times = time_range(seen, session, seen.tz, seen.today)
    line = f"{times}  {session_label(seen, session)}"
    if session.cancelled:
        return _marked("cancelled", line)
    return INDENT + terminal.wrapped(line, terminal.width(), INDENT)


def _state(seen: View) -> Iterator[str]:
    columns = terminal.width()
    name = terminal.wrapped(event_heading(seen), columns)
    yield terminal.styled(name, "bold", colour=_colour())
    yield terminal.wrapped(state_sentence(seen), columns)


def _event(seen: View) -> Iterator[str]:
    """What an answer is about, where nothing else tells that it is another event, or a part."""
    if other_event(seen) or seen.programme.part:
        name = event_heading(seen)
        yield terminal.styled(terminal.wrapped(name, terminal.width()), "dim", colour=_colour())
        yield ""


def _replays(seen: View, sessions: Sequence[Session] = ()) -> Iterator[str]:
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
        yield INDENT + terminal.styled(channel.url, "address", colour=_colour())
    yield INDENT + hints.command("watch", *named, lang=seen.lang)


def _zone(seen: View, sessions: Sequence[Session]) -> Iterator[str]:
    text = terminal.wrapped(zone_sentence(seen, sessions), terminal.width())
    yield terminal.styled(text, "dim", colour=_colour())


def _all_next(seen: View, sessions: Sequence[Session], most: int | None = None) -> Iterator[str]:
    """Many sessions that start together, a line each below the time."""
    start = times_words(seen, sessions[0], [seen.tz, seen.event_tz])
    heading = f"{start}, {_all_coming(seen, sessions)}"
    yield _marked(seen.standing(sessions[0]), heading, whole=True)
    yield from _listed(seen, sessions, most)


def _listed(seen: View, sessions: Sequence[Session], most: int | None = None) -> Iterator[str]:
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
        mark = terminal.styled(MARKS["live"], "live", colour=_colour()) if is_live else " "
        head = f"{mark} {terminal.padded(end, columns)}{INDENT}"
        if with_bar:
            bar = terminal.bar(seen.progress(session), SHORT_BAR_CELLS, colour=_colour())
            head += f"{bar}{INDENT}"
            used += SHORT_BAR_CELLS + len(INDENT)
        head += f"{session.number:>{digits}}{INDENT}"
        used += digits + len(INDENT)
        yield from _behind(seen, session, head, used, room)
    if most is not None and len(sessions) > most > 0:
        yield INDENT + _("and {count} more").format(count=len(sessions) - most)


def _by_time(seen: View, sessions: Sequence[Session]) -> Groups:
    ordered = in_room_order(seen, sessions)
    by_time = groupby(ordered, key=lambda session: (session.start, session.end))
    return [list(group) for _times, group in by_time]


def _behind(seen: View, session: Session, head: str, used: int, room: int) -> Iterator[str]:
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


def _all_coming(seen: View, sessions: Sequence[Session]) -> str:
    """`25 sessions, in 3 hours`."""
    return f"{count_words(sessions)}, {distance_words(seen, sessions[0])}"


def _all_later(seen: View, groups: Groups, most: int | None) -> Iterator[str]:
    """The sessions in a line each; of many at the same time, how many there are."""
    lines: list[tuple[str, int]] = []
    for together in groups:
        if len(together) > MOST_BLOCKS:
            times = time_range(seen, together[0], seen.tz, seen.today)
            lines.append((f"{INDENT}{times}  {count_words(together)}", len(together)))
        else:
            lines += ((_line(seen, session), 1) for session in together)
    if most == 0:
        yield INDENT + count_words(list(chain(*groups)))
        return
    yield from (line for line, _count in lines[:most])
    if most is not None and (more := sum(count for _line, count in lines[most:])):
        yield INDENT + _("and {count} more").format(count=more)


def _fewer(seen: View, sessions: Sequence[Session]) -> Iterator[str]:
    if text := narrowing_hint(seen, sessions):
        yield ""
        yield terminal.styled(terminal.wrapped(text, terminal.width()), "dim", colour=_colour())


def _called_off(seen: View) -> Iterator[str]:
    return (_line(seen, session) for session in called_off(seen))


def _goes_on(seen: View, session: Session) -> str:
    return _("{name}: until {end}, {distance}").format(
        name=seen.name(session),
        end=until_words(seen, session),
        distance=distance_words(seen, session),
    )


def _coming(seen: View, session: Session) -> str:
    return f"{seen.name(session)}, {distance_words(seen, session)}"


def _progress(seen: View, session: Session) -> Iterator[str]:
    columns = terminal.width() - len(INDENT)
    yield _marked("live", seen.name(session), whole=True)
    yield INDENT + terminal.bar(seen.progress(session), min(BAR_CELLS, columns), colour=_colour())
    elapsed = clock.length_words(session.start, seen.now, rounding="down")
    text = _("{elapsed} in, {left}")
    if seen.now - session.start < clock.MINUTE:
        text = _("just started, {left}")
    text = text.format(elapsed=elapsed, left=distance_words(seen, session))
    yield INDENT + terminal.wrapped(text, columns, INDENT)
    yield from _details(seen, session)
    yield ""


def _running(seen: View, session: Session, details: int) -> Iterator[str]:
    """A live session on the board: its bar as wide as the board, its times to the second."""
    columns = min(terminal.width(), BOARD_CELLS) - len(INDENT)
    share = seen.progress(session)
    percent = f"  {int(100 * share)} %"
    yield _marked("live", seen.name(session), whole=True)
    yield INDENT + terminal.bar(share, columns - len(percent), colour=_colour()) + percent
    text = _("{elapsed} in, {left} left").format(
        elapsed=clock.countdown(session.start, seen.now, rounding="down"),
        left=clock.countdown(seen.now, session.end, rounding="up"),
    )
    yield INDENT + terminal.wrapped(text, columns, INDENT)
    yield from _details(seen, session, details)


def _details(seen: View, session: Session, details: int = MOST_DETAILS) -> Iterator[str]:
    columns = terminal.width() - len(INDENT)
    if details > 1:
        place = ", ".join(filter(None, [when(seen, session), seen.words(session.room)]))
        yield INDENT + terminal.wrapped(place, columns, INDENT)
    if changed := delay_words(seen, session):
        yield INDENT + terminal.wrapped(changed, columns, INDENT)
    if details > 3 and (topic := seen.words(session.topic)):
        yield INDENT + terminal.wrapped(topic, columns, INDENT)
    if details > 2 and (stream := stream_for(seen, session)):
        yield INDENT + terminal.styled(stream.url, "address", colour=_colour())


def _marked(standing: Standing, text: str, *, whole: bool = False) -> str:
    """The text behind the mark of its standing, the mark alone or the whole in its colour."""
    mark = MARKS[standing]
    text = terminal.wrapped(text, terminal.width() - len(INDENT), INDENT)
    if whole:
        return terminal.styled(f"{mark} {text}", standing, colour=_colour())
    return f"{terminal.styled(mark, standing, colour=_colour())} {text}"


def _colour() -> bool:
    return terminal.has_colour(sys.stdout)


def _text(*parts: Iterable[str]) -> str:
    return "\n".join(line for part in parts for line in part)
