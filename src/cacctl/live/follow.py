"""Follow the event: a board on a terminal, elsewhere a line at each change."""

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from cacctl.base import terminal
from cacctl.base.i18n import ngettext
from cacctl.live.ticker import Clock, Newest, Sleep, Woken, silent_keys, sleeper, until_next_second
from cacctl.viewer.view import View

# Switch to the alternate screen without a cursor, and back to the shell's
# (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html).
ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
HOME, CLEAR_LINE, CLEAR_BELOW = "\x1b[H", "\x1b[K", "\x1b[J"


def show_board(view: View, clock: Clock, newest: Newest, board: Callable[[View, int], str]) -> None:
    """Show the board until Ctrl-C or `q`, then restore the terminal.

    `board` draws a view in a number of rows.
    """
    with Page() as page, sleeper(keyboard=page.keyboard, held=["SIGTSTP"]) as sleep:
        for moment in moments(view, clock, newest, sleep, page.woken):
            page.draw(board(moment, page.rows))


def tell_changes(view: View, clock: Clock, newest: Newest, line: Callable[[View], str]) -> None:
    """Write a line now and whenever a session starts or ends, until the event is over."""
    with sleeper() as sleep:
        last: Any = None
        for moment in moments(view, clock, newest, sleep, lambda _woken: not reader_is_gone()):
            programme = moment.programme
            state = programme.live_at(moment.now), programme.next_after(moment.now)
            if state != last:
                terminal.write(line(moment))
                last = state
            if not any(state):
                return


def tell_lines(view: View, clock: Clock, newest: Newest, line: Callable[[View], str]) -> None:
    """Write a line now and whenever it has changed."""
    with sleeper() as sleep:
        last: str | None = None
        for moment in moments(view, clock, newest, sleep, lambda _woken: not reader_is_gone()):
            if (text := line(moment)) != last:
                terminal.write(text)
                last = text


def reader_is_gone() -> bool:
    """Whether the reader of the output pipe is gone."""
    if not hasattr(select, "poll"):  # On Windows, the next write fails.
        return False
    poll = select.poll()
    try:
        poll.register(sys.stdout.fileno(), 0)
    except (OSError, ValueError):
        return False
    return any(event & (select.POLLERR | select.POLLHUP) for _file, event in poll.poll(0))


def moments(
    view: View,
    clock: Clock,
    newest: Newest,
    sleep: Sleep,
    goes_on: Callable[[Woken], bool] = lambda _woken: True,
) -> Iterator[View]:
    """Yield the current view every second, until `goes_on` is false of what ended a sleep."""
    while True:
        programme = newest()
        now = clock()
        yield view._replace(now=now, programme=programme)
        if not goes_on(sleep(until_next_second(now))):
            return


class Page:
    """The terminal while it shows a board. It is written to only when the board changes."""

    _drawn: tuple[str, os.terminal_size] | None

    def __enter__(self) -> "Page":
        self._take()
        return self

    def __exit__(self, *_error: object) -> None:
        self._give_back()

    @property
    def rows(self) -> int:
        """The current number of rows."""
        return terminal.size().lines

    def draw(self, text: str) -> None:
        """Replace the text on the screen; the last line counts the lines that do not fit."""
        size = terminal.size()
        if (text, size) != self._drawn:
            lines = fitting(text.split("\n"), *size)
            _put(HOME + f"{CLEAR_LINE}\n".join(lines) + CLEAR_LINE + CLEAR_BELOW)
            self._drawn = text, size

    def woken(self, woken: Woken) -> bool:
        """Stop and continue as signals demand; return whether the viewer stays."""
        if getattr(signal, "SIGTSTP", None) in tuple(woken.signals):
            self._give_back()
            os.kill(os.getpid(), signal.SIGSTOP)
            self._take()
        return not woken.leaves

    def _take(self) -> None:
        self._drawn = None
        self._keys = ExitStack()
        self.keyboard = self._keys.enter_context(silent_keys())
        _put(ENTER)

    def _give_back(self) -> None:
        _put(LEAVE)
        self._keys.close()


def fitting(lines: Sequence[str], columns: int, rows: int) -> list[str]:
    """Return the lines that fit, counted in rows of the terminal, and how many do not."""
    taken, fitted = 0, list(lines)
    for number, line in enumerate(lines):
        taken += terminal.rows_of(line, columns)
        if taken > rows:
            # The line that counts them takes the place of one more.
            hidden = len(lines) - number + 1
            more = ngettext("… {count} more line", "… {count} more lines", hidden)
            return [*fitted[: max(0, number - 1)], more.format(count=hidden)]
    return fitted


def _put(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
