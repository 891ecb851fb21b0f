"""Open a stream in a browser.

The standard library's webbrowser is not used here. It waits for every command in BROWSER until
the browser is closed, lets the browser write into the terminal, calls a program a success before
it has had time to fail, and falls back on text browsers, which cannot show a stream.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import _
from cacctl.openers import process

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


class Browser:
    """The commands in BROWSER, then the system's own way to open a URL."""

    def open(self, url: str) -> str:
        """Open `url` in the first browser that works; return that program's name.

        Raises NothingToOpen where the URL must not be opened, where there is no screen to open it
        on, and where all browsers fail.
        """
        process.check_url(url)
        obstacle = _obstacle()
        failures = []
        for command in chain(_from_environment(url), [] if obstacle else _of_the_system(url)):
            name = Path(command[0]).name
            run = process.in_terminal if name in _TEXT_BROWSERS else process.in_window
            failure = process.start(command, run)
            if failure is None:
                return name
            failures.append(f"{name}: {failure}")
        if sys.platform == "win32" and not obstacle:
            try:
                os.startfile(url)  # noqa: S606 - a URL that was checked above
            except OSError as error:
                failures.append(str(error))
            else:
                return _("the default browser")
        if failures:
            obstacle = _("No browser could open the URL ({failures}).").format(
                failures="; ".join(failures)
            )
        raise NothingToOpen(
            obstacle or _("No browser was found to open the URL."),
            _("Open the URL on another device, or set BROWSER to a command that opens a browser."),
        )


def _from_environment(url: str) -> Iterator[list[str]]:
    """Yield the commands in BROWSER, each with the URL in it."""
    for item in os.environ.get("BROWSER", "").split(os.pathsep):
        try:
            words = process.split_command(item)
        except ValueError:
            words = item.split()
        if words:
            yield process.insert_url(words, url)


def _obstacle() -> str:
    """Return why no window can appear here; empty where one can."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    # Without a forwarded display it would open on the far machine's screen, if at all.
    if os.environ.get("SSH_CONNECTION"):
        return _("This remote connection has no display, so no browser can be opened.")
    if sys.platform in ("win32", "darwin", "cygwin") or _in_wsl():
        return ""
    return _("No display is available, so no browser can be opened.")


def _in_wsl() -> bool:
    return "WSL_DISTRO_NAME" in os.environ


def _of_the_system(url: str) -> Iterator[list[str]]:
    """Yield the commands that are installed here, the system's own first; none on Windows."""
    commands = _MACOS if sys.platform == "darwin" else _GRAPHICAL
    if _in_wsl():
        commands = _WSL + commands
    for name, *arguments in commands:
        if shutil.which(name):
            yield [name, *arguments, url]
