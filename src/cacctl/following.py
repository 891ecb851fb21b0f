"""What stays until the viewer leaves: the board on a terminal, else a line at each change."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.cells import cell_len

from cacctl import screen, terminal
from cacctl.messages import ngettext
from cacctl.ticking import Clock, Sleep, Woken, sleeper, until_next_second
from cacctl.view import View

# The terminal's other page, without the cursor, and back to the one with the shell's history
# (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html).
ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
HOME, CLEAR_LINE, CLEAR_BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
STYLE = re.compile(r"\x1b\[[0-9;]*m")
LEAVING_KEYS = b"qQ"


def show_board(seen: View, clock: Clock) -> None:
    """Keep the board on the terminal until Ctrl-C or `q`, and leave the terminal as it was."""
    with Page() as page, sleeper(keyboard=page.keyboard, held=["SIGTSTP"]) as sleep:
        for moment in moments(seen, clock, sleep, page.woken):
            page.draw(screen.board(moment))


def tell_changes(seen: View, clock: Clock, line: Callable[[View], str]) -> None:
    """Write a line now and whenever a session starts or ends, until the event is over."""
    with sleeper() as sleep:
        told: Any = None
        for moment in moments(seen, clock, sleep):
            programme = seen.programme
            state = programme.live_at(moment.now), programme.next_after(moment.now)
            if state != told:
                terminal.write(line(moment))
                told = state
            if not any(state):
                return


def moments(
    seen: View, clock: Clock, sleep: Sleep, goes_on: Callable[[Woken], bool] = lambda _woken: True
) -> Iterator[View]:
    """What the viewer sees at every second, for as long as what ended a sleep lets it go on."""
    while True:
        now = clock()
        yield seen._replace(now=now)
        if not goes_on(sleep(until_next_second(now))):
            return


class Page:
    """The terminal while a board stands on it. It is written to only where something changes."""

    _drawn: tuple[str, os.terminal_size] | None

    def __enter__(self) -> "Page":
        self.keyboard = _keyboard()
        self._take()
        return self

    def __exit__(self, *_error: object) -> None:
        self._give_back()

    def draw(self, text: str) -> None:
        """Replace what is on the page; what has no room is counted in the last line."""
        size = os.get_terminal_size(sys.stdout.fileno())
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
        return not any(key in LEAVING_KEYS for key in woken.keys)

    def _take(self) -> None:
        self._drawn = None
        if self.keyboard is not None:
            import termios
            import tty

            self._modes = termios.tcgetattr(self.keyboard)
            tty.setcbreak(self.keyboard)
        _put(ENTER)

    def _give_back(self) -> None:
        _put(LEAVE)
        if self.keyboard is not None:
            import termios

            termios.tcsetattr(self.keyboard, termios.TCSADRAIN, self._modes)


def fitting(lines: Sequence[str], columns: int, rows: int) -> list[str]:
    """As many lines as have room; a line wider than the terminal takes several rows of it."""
    taken, fitted = 0, list(lines)
    for number, line in enumerate(lines):
        taken += max(1, -(-cell_len(STYLE.sub("", line)) // columns))
        if taken > rows:
            # One more goes for the line that counts them.
            hidden = len(lines) - number + 1
            more = ngettext("… {count} more line", "… {count} more lines", hidden)
            return [*fitted[: max(0, number - 1)], more.format(count=hidden)]
    return fitted


def _keyboard() -> int | None:
    """The file descriptor that keys come from, where they do and can be read one by one."""
    try:
        import termios  # noqa: F401 - Windows has none

        keyboard = sys.stdin.fileno()
    except (ImportError, OSError, ValueError, AttributeError):
        return None
    return keyboard if os.isatty(keyboard) else None


def _put(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
