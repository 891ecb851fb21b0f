"""The live board: what is live, what is next and the rest of the day, within a terminal's rows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from cacctl.base import terminal
from cacctl.base.i18n import _
from cacctl.base.terminal import cell_len
from cacctl.model.programme import Session
from cacctl.render import blocks
from cacctl.render.blocks import INDENT, MOST_BLOCKS, MOST_DETAILS
from cacctl.times import format as time_format
from cacctl.viewer.labels import count_words, event_heading
from cacctl.viewer.states import cancelled_until_next, state_words
from cacctl.viewer.times import moment_words, time_range
from cacctl.viewer.view import View

BOARD_CELLS = 80
# How many sessions a list keeps if the board has too few rows for all.
FEWER_LINES = (20, 12, 8, 5, 3, 2, 1, 0)


def draw(view: View, rows: int | None = None) -> str:
    """Draw the board in at most `rows` lines, if possible.

    First the topics are left out, then the URLs, then the times; then sessions: the later ones
    first, then the next ones, then some of the live ones.
    """
    moment = _Moment.of(view)
    sizes: list[tuple[int, int | None, int | None]] = [
        *((MOST_DETAILS - left_out, None, None) for left_out in range(MOST_DETAILS)),
        *((1, None, most) for most in FEWER_LINES),
        *((1, most, 0) for most in FEWER_LINES),
    ]
    for details, most, most_later in sizes:
        text = _board(view, moment, details, most, most_later)
        if rows is None or text.count("\n") < rows:
            break
    return text


Groups = list[list[Session]]
"""Sessions that start and end together, in the order of their rooms."""


class _Moment(NamedTuple):
    """The sessions of a board, in the order of their rooms; the later ones grouped by time."""

    live: list[Session]
    off: tuple[Session, ...]
    coming: list[Session]
    later: Groups

    @classmethod
    def of(cls, view: View) -> "_Moment":
        live, coming = view.programme.live_at(view.now), view.programme.next_after(view.now)
        off = cancelled_until_next(view)
        shown = {session.id for session in (*live, *off, *coming)}
        today = view.sessions_on(view.today)
        later = [s for s in today if coming and s.end > view.now and s.id not in shown]
        return cls(
            blocks.in_room_order(view, live, first=True),
            off,
            blocks.in_room_order(view, coming, first=True),
            _by_time(view, later),
        )


def _board(
    view: View, moment: _Moment, details: int, most: int | None, most_later: int | None
) -> str:
    live, coming, later = moment.live, moment.coming, list(chain(*moment.later))
    parts: list[Iterable[str]] = [_head(view)]
    if not live:
        parts.append([terminal.wrapped(state_words(view), terminal.width())])
    if len(live) > MOST_BLOCKS:
        parts += [[""], blocks.session_list(view, live, most)]
    else:
        parts += [part for session in live for part in ([""], _running(view, session, details))]
    if off := [blocks.session_line(view, session) for session in moment.off]:
        parts += [[""], off]
    if len(coming) <= MOST_BLOCKS:
        for session in coming:
            left = time_format.countdown(view.now, session.start, rounding="up")
            heading = _("{name}, in {left}").format(name=view.name(session), left=left)
            heading = blocks.marked("next", heading, whole=True)
            parts += [[""], [heading], blocks.details(view, session, details)]
    else:
        parts += [[""], blocks.starting_together(view, coming, most_later)]
    if later:
        parts += [["", terminal.styled(_("Later today"), "bold", colour=blocks.has_colour())]]
        parts += [_all_later(view, moment.later, most_later)]
    parts += [blocks.replays(view), blocks.zone(view, [*live, *coming, *later])]
    keys = terminal.wrapped(_("Press q or Ctrl-C to quit."), terminal.width())
    return blocks.joined(*parts, [terminal.styled(keys, "dim", colour=blocks.has_colour())])


def _head(view: View) -> Iterator[str]:
    """The event's name and the time of day, on one line if both fit."""
    columns = terminal.width()
    name, time = event_heading(view), moment_words(view)
    room = min(columns, BOARD_CELLS) - cell_len(name) - cell_len(time)
    if room >= len(INDENT):
        yield terminal.styled(name, "bold", colour=blocks.has_colour()) + " " * room + time
    else:
        yield terminal.styled(terminal.wrapped(name, columns), "bold", colour=blocks.has_colour())
        yield terminal.wrapped(time, columns)


def _by_time(view: View, sessions: Sequence[Session]) -> Groups:
    ordered = blocks.in_room_order(view, sessions)
    by_time = groupby(ordered, key=lambda session: (session.start, session.end))
    return [list(group) for _times, group in by_time]


def _all_later(view: View, groups: Groups, most: int | None) -> Iterator[str]:
    """One line per session; many at the same time are counted."""
    lines: list[tuple[str, int]] = []
    for together in groups:
        if len(together) > MOST_BLOCKS:
            times = time_range(view, together[0], view.tz, view.today)
            lines.append((f"{INDENT}{times}  {count_words(together)}", len(together)))
        else:
            lines += ((blocks.session_line(view, session), 1) for session in together)
    if most == 0:
        yield INDENT + count_words(list(chain(*groups)))
        return
    yield from (line for line, _count in lines[:most])
    if most is not None and (more := sum(count for _line, count in lines[most:])):
        yield INDENT + _("and {count} more").format(count=more)


def _running(view: View, session: Session, details: int) -> Iterator[str]:
    """A live session with a bar as wide as the board and times to the second."""
    columns = min(terminal.width(), BOARD_CELLS) - len(INDENT)
    share = view.progress(session)
    percent = f"  {view.percent(session)}%"
    yield blocks.marked("live", view.name(session), whole=True)
    yield INDENT + terminal.bar(share, columns - len(percent), colour=blocks.has_colour()) + percent
    text = _("{elapsed} in, {left} left").format(
        elapsed=time_format.countdown(session.start, view.now, rounding="down"),
        left=time_format.countdown(view.now, session.end, rounding="up"),
    )
    yield INDENT + terminal.wrapped(text, columns, INDENT)
    yield from blocks.details(view, session, details)
