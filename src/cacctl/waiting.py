"""Waiting for a session to start: a countdown on standard error."""

import sys
from datetime import datetime, timedelta

from rich.cells import cell_len, set_cell_size

from cacctl import view
from cacctl.clock import countdown
from cacctl.errors import NothingToOpen
from cacctl.messages import _
from cacctl.programme import Session
from cacctl.terminal import bar, can_redraw, tell, width
from cacctl.ticking import Clock, sleeper, until_next_second
from cacctl.view import View

BAR_CELLS = 30
BELL = "\a"
AGAIN, CLEAR_LINE = "\r", "\x1b[K"


def wait_for(seen: View, session: Session, early: timedelta, now: Clock) -> View:
    """Wait until `early` before the session's start, and return what is seen then.

    A session that is live is not waited for. Raises NothingToOpen for one that is over.
    """
    opening = session.start - early
    if seen.now < opening:
        facts = {"name": seen.name(session), "when": view.when(seen, session)}
        tell(_("Waiting for {name}: {when}.").format(**facts))
        seen = _waited(seen, session, opening, now)
    if session.status(seen.now) == "over":
        facts = {"name": seen.name(session), "ago": view.ago(seen, session.end)}
        raise NothingToOpen(
            _("{name} is over: it ended {ago}.").format(**facts),
            _("Its replay: {command}").format(command=f"cacctl watch {session.id}"),
        )
    return seen


def _waited(seen: View, session: Session, opening: datetime, now: Clock) -> View:
    begun, redrawn = seen.now, can_redraw(sys.stderr)
    with sleeper() as sleep:
        try:
            while (moment := now()) < opening:
                if redrawn:
                    share = (moment - begun) / (opening - begun)
                    _put(AGAIN + _countdown(seen, session, moment, share) + CLEAR_LINE)
                left = (opening - moment).total_seconds()
                sleep(min(left, until_next_second(moment)))
        finally:
            if redrawn:
                _put(AGAIN + CLEAR_LINE)
    if redrawn:
        _put(BELL)
    return seen._replace(now=moment)


def _countdown(seen: View, session: Session, moment: datetime, share: float) -> str:
    """`━━━━━━──────  1:10:05  Culture`, within one row of the terminal."""
    left = countdown(moment, session.start, rounding="up")
    columns = width() - 1  # A cursor that stands in the last column may go to the next row.
    cells = min(BAR_CELLS, max(0, columns - len(left) - 2))
    words = f"{bar(share, cells)}  {left}  {seen.name(session)}"
    return words if cell_len(words) <= columns else set_cell_size(words, columns - 1) + "…"


def _put(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
