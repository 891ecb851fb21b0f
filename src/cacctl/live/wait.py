"""Wait for a session to start, with a countdown on standard error."""

import sys
from datetime import timedelta

from rich.cells import cell_len

from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import _
from cacctl.base.terminal import bar, can_redraw, cut, tell, width
from cacctl.live.ticker import Clock, Newest, silent_keys, sleeper, until_next_second
from cacctl.model.programme import Session
from cacctl.times.format import countdown
from cacctl.viewer.labels import other_event
from cacctl.viewer.selection import all_sessions_hint
from cacctl.viewer.states import delay_words
from cacctl.viewer.streams import instead_of_waiting
from cacctl.viewer.times import ago, when
from cacctl.viewer.view import View

BAR_CELLS = 30
SHORTEST_BAR = 5
SHORTEST_NAME = 14
BELL = "\a"
AGAIN, CLEAR_LINE = "\r", "\x1b[K"


def wait_for(view: View, session: Session, early: timedelta, now: Clock, newest: Newest) -> View:
    """Wait until `early` before the session's start, and return the view at that time.

    Return at once if the session is live; follow it if it is moved meanwhile. Raises NothingToOpen
    if it is over, cancelled or no longer in the schedule.
    """
    if view.now < session.start - early:
        _announce(view, session)
        view = _waited(view, session, early, now, newest)
        session = _still(view, session)
    if session.status(view.now) == "over":
        facts = {"name": view.name(session), "ago": ago(view, session.end)}
        raise NothingToOpen(
            _("{name} ended {ago}.").format(**facts),
            instead_of_waiting(view, session),
        )
    return view


def _waited(view: View, session: Session, early: timedelta, now: Clock, newest: Newest) -> View:
    begun, redrawn = view.now, can_redraw(sys.stderr)
    with silent_keys() as keyboard, sleeper(keyboard=keyboard) as sleep:
        try:
            while True:
                view = view._replace(programme=newest(), now=now())
                moved = _still(view, session)
                if moved.start != session.start:
                    if redrawn:
                        _put(AGAIN + CLEAR_LINE)
                    _announce(view, moved)
                session = moved
                opening = session.start - early
                if view.now >= opening:
                    break
                if redrawn:
                    share = (view.now - begun) / (opening - begun)
                    _put(AGAIN + _countdown(view, session, share) + CLEAR_LINE)
                left = (opening - view.now).total_seconds()
                if sleep(min(left, until_next_second(view.now))).leaves:
                    raise KeyboardInterrupt
        finally:
            if redrawn:
                _put(AGAIN + CLEAR_LINE)
    if redrawn:
        _put(BELL)
    return view


def _announce(view: View, session: Session) -> None:
    facts = {"name": view.name(session), "when": when(view, session)}
    words = _("Waiting for {name}: {when}.").format(**facts)
    event = other_event(view)
    sentences = [f"{event}." if event else "", words, delay_words(view, session)]
    tell(" ".join(filter(None, sentences)))


def _still(view: View, session: Session) -> Session:
    """The session in the newest programme. Raises NothingToOpen if it is cancelled or gone."""
    programme = view.programme
    found = programme.whole.session(session.id)  # It may have moved to another room.
    if found and found.cancelled:
        raise NothingToOpen(
            _("{session} is cancelled.").format(session=view.name(found)),
            all_sessions_hint(programme),
        )
    if found is None:
        raise NothingToOpen(
            _("{name} is no longer in the schedule.").format(name=view.name(session)),
            all_sessions_hint(programme),
        )
    return found


def _countdown(view: View, session: Session, share: float) -> str:
    """`━━━━━━──────  1:10:05  Culture`, in one row of the terminal. The time always fits."""
    left = countdown(view.now, session.start, rounding="up")
    columns = width() - 1  # In the last column, the cursor may wrap to the next row.
    name = view.name(session)
    room = columns - cell_len(left) - 4 - min(cell_len(name), SHORTEST_NAME)
    words = [bar(share, min(BAR_CELLS, room))] if room >= SHORTEST_BAR else []
    words.append(left)
    room = columns - sum(cell_len(word) + 2 for word in words)
    if cell_len(name) > room:
        name = cut(name, room) if room > 1 else ""
    return "  ".join([*words, name]).rstrip()


def _put(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
