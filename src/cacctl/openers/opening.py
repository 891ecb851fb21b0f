"""The one door through which an address reaches a browser or a media player.

The standard library's webbrowser is not used here. It waits for every command in BROWSER until
the browser is closed, lets the browser write into the terminal, calls a program a success before
it has had time to fail, and falls back on text browsers, which cannot show a stream.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import _
from cacctl.base.urls import address_problem

SETTLE_SECONDS = 1.0
"""How long a browser is watched: one that ends with an error after that counts as opened."""

_Commands = tuple[tuple[str, ...], ...]

_GRAPHICAL: _Commands = (
    ("xdg-open",),
    ("gio", "open"),
    ("x-www-browser",),
    ("firefox",),
    ("google-chrome",),
    ("chromium",),
)
_MACOS: _Commands = (("open",),)
_WSL: _Commands = (("wslview",), ("rundll32.exe", "url.dll,FileProtocolHandler"))
_TEXT_BROWSERS = frozenset({"elinks", "links", "links2", "lynx", "w3m", "www-browser"})

# http://www.catb.org/~esr/BROWSER/ - all in one pass, so that nothing in the address is replaced.
_PLACEHOLDER = "%[sc%]"

# How a program that Ctrl-C ended has ended: by the signal, through a shell, on Windows.
_INTERRUPTED = frozenset({-signal.SIGINT, 128 + signal.SIGINT, 0xC000013A})


def open_address(url: str) -> str:
    """Open the address in the first browser that takes it; return that program's name.

    The commands in BROWSER come first, then the system's own way. Raises NothingToOpen where the
    address is not one to open, where there is no screen to open it on, and where all of them fail.
    """
    _check(url)
    obstacle = _obstacle()
    failures = []
    for command in chain(_from_environment(url), [] if obstacle else _of_the_system(url)):
        name = Path(command[0]).name
        failure = _start(command, _in_terminal if name in _TEXT_BROWSERS else _in_window)
        if failure is None:
            return name
        failures.append(f"{name}: {failure}")
    if sys.platform == "win32" and not obstacle:
        try:
            os.startfile(url)  # noqa: S606 - an address that was checked above
        except OSError as error:
            failures.append(str(error))
        else:
            return _("the default browser")
    if failures:
        obstacle = _("No browser could open the address ({failures}).").format(
            failures="; ".join(failures)
        )
    raise NothingToOpen(
        obstacle or _("There is no browser here to open the address."),
        _("Open it on another device, or set BROWSER to a command that opens a browser."),
    )


def play(command: str, url: str) -> str:
    """Play the address in a media player until the player has ended; return its name.

    `command` is read like an item of BROWSER, and the player has the terminal. Ctrl-C is its own:
    only where it ends in failure after that is KeyboardInterrupt raised here. A SIGTERM that ends
    this process leaves the player running. Raises NothingToOpen where the address is not one to
    open, and where the player cannot be started or fails.
    """
    _check(url)
    hint = _(
        "Name a player and its options with --player or in the settings file, "
        "or open the address in a browser."
    )
    try:
        words = _words(command)
    except ValueError:
        words = []
    if not words:
        raise NothingToOpen(
            _("The player's command is empty, or a quotation in it never ends: {command}.").format(
                command=repr(command)
            ),
            hint,
        )
    name = Path(words[0]).name
    if failure := _start(_with_address(words, url), _in_foreground):
        raise NothingToOpen(
            _("The player {player} failed ({failure}).").format(player=name, failure=failure), hint
        )
    return name


def _check(url: str) -> None:
    if problem := address_problem(url):
        raise NothingToOpen(
            _("The address {address} is not opened: {problem}.").format(
                address=ascii(url), problem=problem
            ),
            _(
                "Correct it in the schedule file; "
                "every command names such places when it reads the file."
            ),
        )


def _from_environment(url: str) -> Iterator[list[str]]:
    """The commands in BROWSER."""
    for item in os.environ.get("BROWSER", "").split(os.pathsep):
        try:
            words = _words(item)
        except ValueError:
            words = item.split()
        if words:
            yield _with_address(words, url)


def _words(item: str) -> list[str]:
    """The words of a command. Raises ValueError where a quotation never ends."""
    if shutil.which(item):  # a path may have spaces
        return [item]
    if os.name == "nt":  # where a backslash parts directories and escapes nothing
        words = [word.strip('"') for word in shlex.split(item, posix=False)]
    else:
        words = shlex.split(item)
    # The standard library's sign for "in the background", which is decided here.
    return words[:-1] if words[-1:] == ["&"] else words


def _with_address(words: list[str], url: str) -> list[str]:
    """The command with the address put in: at `%s`, else at the end."""
    values = {"%s": url, "%c": ":", "%%": "%"}
    if not any("%s" in re.findall(_PLACEHOLDER, word) for word in words):
        words = [*words, "%s"]
    return [re.sub(_PLACEHOLDER, lambda found: values[found[0]], word) for word in words]


def _obstacle() -> str:
    """Why no window can appear here; empty where one can."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    # Without a forwarded display it would open on the far machine's screen, if at all.
    if os.environ.get("SSH_CONNECTION"):
        return _("This is a remote session without a display, so no browser can be opened.")
    if sys.platform in ("win32", "darwin", "cygwin") or _in_wsl():
        return ""
    return _("There is no display here, so no browser can be opened.")


def _in_wsl() -> bool:
    return "WSL_DISTRO_NAME" in os.environ


def _of_the_system(url: str) -> Iterator[list[str]]:
    """The commands that are installed here, the system's own way first; none on Windows."""
    commands = _MACOS if sys.platform == "darwin" else _GRAPHICAL
    if _in_wsl():
        commands = _WSL + commands
    for name, *arguments in commands:
        if shutil.which(name):
            yield [name, *arguments, url]


def _start(command: list[str], run: Callable[[list[str]], str | None]) -> str | None:
    """Run a program; None if it took the address, else why not."""
    program = shutil.which(command[0])
    if program is None:
        named_by_path = os.sep in command[0] and Path(command[0]).exists()
        return _("cannot be executed") if named_by_path else _("not found")
    if program.lower().endswith((".bat", ".cmd")):
        # Windows runs these through its shell, which reads an address's "&" as its own.
        return _("batch files are not started")
    try:
        return run([program, *command[1:]])
    except (OSError, ValueError) as error:  # ValueError: a null character
        return getattr(error, "strerror", None) or str(error)


def _in_window(command: list[str]) -> str | None:
    """Start a browser: one that still runs after SETTLE_SECONDS is left alone."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # neither Ctrl-C nor the terminal's end reaches it
    )
    try:
        return _failure(process.wait(SETTLE_SECONDS))
    except subprocess.TimeoutExpired:
        # It outlives us on purpose; else the interpreter warns of a child nobody waited for.
        process.returncode = 0
        return None


def _in_terminal(command: list[str]) -> str | None:
    """Run a text browser until it is left: it needs the terminal, and so it must have one."""
    if not (os.isatty(0) and os.isatty(1)):
        return _("needs a terminal")
    return _in_foreground(command)


def _in_foreground(command: list[str]) -> str | None:
    """Run a program that has the terminal, and Ctrl-C, until it ends."""
    interrupts: list[int] = []
    handler = signal.getsignal(signal.SIGINT)
    # Not a KeyboardInterrupt, at which subprocess kills the program; and not ignored as system(3)
    # does it, which the program would inherit.
    if handler is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda number, _frame: interrupts.append(number))
    try:
        # What it says is not our answer, which may be in a pipe.
        code = subprocess.call(command, stdout=None if os.isatty(1) else 2)
    finally:
        signal.signal(signal.SIGINT, handler)
    # mpv, for one, ends with code 4 after Ctrl-C.
    if code in _INTERRUPTED or (code and interrupts):
        raise KeyboardInterrupt
    return _failure(code)


def _failure(code: int) -> str | None:
    if code < 0:
        return _("ended by signal {number}").format(number=-code)
    return _("ended with code {code}").format(code=code) if code else None
