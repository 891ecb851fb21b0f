"""What stays until the viewer leaves: the board on a terminal, else a line at each change."""

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

# The terminal's other page, without the cursor, and back to the one with the shell's history
# (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html).
ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
HOME, CLEAR_LINE, CLEAR_BELOW = "\x1b[H", "\x1b[K", "\x1b[J"


def show_board(seen: View, clock: Clock, newest: Newest, board: Callable[[View, int], str]) -> None:
    """Keep the board on the terminal until Ctrl-C or `q`, and leave the terminal as it was.

    `board` draws what is seen in so many rows.
    """
    with Page() as page, sleeper(keyboard=page.keyboard, held=["SIGTSTP"]) as sleep:
        for moment in moments(seen, clock, newest, sleep, page.woken):
            page.draw(board(moment, page.rows))


def tell_changes(seen: View, clock: Clock, newest: Newest, line: Callable[[View], str]) -> None:
    """Write a line now and whenever a session starts or ends, until the event is over."""
    with sleeper() as sleep:
        told: Any = None
        for moment in moments(seen, clock, newest, sleep, lambda _woken: not reader_is_gone()):
            programme = moment.programme
            state = programme.live_at(moment.now), programme.next_after(moment.now)
            if state != told:
                terminal.write(line(moment))
                told = state
            if not any(state):
                return


def tell_lines(seen: View, clock: Clock, newest: Newest, line: Callable[[View], str]) -> None:
    """Write a line now and whenever it has become another."""
    with sleeper() as sleep:
        told: str | None = None
        for moment in moments(seen, clock, newest, sleep, lambda _woken: not reader_is_gone()):
            if (text := line(moment)) != told:
                terminal.write(text)
                told = text


def reader_is_gone() -> bool:
    """Whether nobody reads the pipe that is written to any more."""
    if not hasattr(select, "poll"):  # on Windows the next line tells
        return False
    poll = select.poll()
    try:
        poll.register(sys.stdout.fileno(), 0)
    except (OSError, ValueError):
        return False
    return any(event & (select.POLLERR | select.POLLHUP) for _file, event in poll.poll(0))


def moments(
    seen: View,
    clock: Clock,
    newest: Newest,
    sleep: Sleep,
    goes_on: Callable[[Woken], bool] = lambda _woken: True,
) -> Iterator[View]:
    """What the viewer sees at every second, for as long as what ended a sleep lets it go on."""
    while True:
        programme = newest()
        now = clock()
        yield seen._replace(now=now, programme=programme)
        if not goes_on(sleep(until_next_second(now))):
            return


class Page:
    """The terminal while a board stands on it. It is written to only where something changes."""

    _drawn: tuple[str, os.terminal_size] | None

    def __enter__(self) -> "Page":
        self._take()
        return self

    def __exit__(self, *_error: object) -> None:
        self._give_back()

    @property
    def rows(self) -> int:
        """How many rows the terminal has now."""
        return terminal.size().lines

    def draw(self, text: str) -> None:
        """Replace what is on the page; what has no room is counted in the last line."""
        size = terminal.size()
        if (text, size) != self._drawn:
            lines = fitting(text.split("\n"), *size)
            _put(HOME + f"{CLEAR_LINE}\n".join(lines) + CLEAR_LINE + CLEAR_BELOW)
            self._drawn = text, size

    def woken(self, woken: Woken) -> bool:
        """Stop or go on as the signals say; whether no key says that the viewer leaves."""
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
    """As many lines as have room; a line wider than the terminal takes several rows of it."""
    taken, fitted = 0, list(lines)
    for number, line in enumerate(lines):
        taken += terminal.rows_of(line, columns)
        if taken > rows:
            # One more goes for the line that counts them.
            hidden = len(lines) - number + 1
            more = ngettext("… {count} more line", "… {count} more lines", hidden)
            return [*fitted[: max(0, number - 1)], more.format(count=hidden)]
    return fitted


def _put(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
