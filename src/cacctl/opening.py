"""The one door through which an address reaches a browser.

The standard library's webbrowser is not used here. It waits for every command in BROWSER until
the browser is closed, lets the browser write into the terminal, calls a program a success before
it has had time to fail, and falls back on text browsers, which cannot show a stream.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from cacctl.address import address_problem
from cacctl.errors import NothingToOpen
from cacctl.messages import _

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


def open_address(url: str) -> str:
    """Open the address in the first browser that takes it; return that program's name.

    The commands in BROWSER come first, then the system's own way. Raises NothingToOpen where the
    address is not one to open, where there is no screen to open it on, and where all of them fail.
    """
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
    obstacle = _obstacle()
    failures = []
    for command in chain(_from_environment(url), [] if obstacle else _of_the_system(url)):
        name = Path(command[0]).name
        failure = _start(command)
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


def _from_environment(url: str) -> Iterator[list[str]]:
    """The commands in BROWSER with the address put in: at `%s`, else at the end."""
    values = {"%s": url, "%c": ":", "%%": "%"}
    for item in os.environ.get("BROWSER", "").split(os.pathsep):
        words = _words(item)
        # The standard library's sign for "in the background", where ours are anyway.
        if words and words[-1] == "&":
            words.pop()
        if not words:
            continue
        if not any("%s" in re.findall(_PLACEHOLDER, word) for word in words):
            words.append("%s")
        yield [re.sub(_PLACEHOLDER, lambda found: values[found[0]], word) for word in words]


def _words(item: str) -> list[str]:
    if shutil.which(item):  # a path may have spaces
        return [item]
    try:
        if os.name == "nt":  # where a backslash parts directories and escapes nothing
            return [word.strip('"') for word in shlex.split(item, posix=False)]
        return shlex.split(item)
    except ValueError:  # a quotation that never ends
        return item.split()


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


def _start(command: list[str]) -> str | None:
    """Start a browser; None if it took the address, else why not.

    One that is still running after SETTLE_SECONDS has taken it, and is left alone.
    """
    program = shutil.which(command[0])
    if program is None:
        return _("not found")
    if program.lower().endswith((".bat", ".cmd")):
        # Windows runs these through its shell, which reads an address's "&" as its own.
        return _("batch files are not started")
    try:
        if Path(program).name in _TEXT_BROWSERS:
            return _run_in_terminal([program, *command[1:]])
        process = subprocess.Popen(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # neither Ctrl-C nor the terminal's end reaches it
        )
    except OSError as error:
        return error.strerror or str(error)
    try:
        return _failure(process.wait(SETTLE_SECONDS))
    except subprocess.TimeoutExpired:
        # It outlives us on purpose; else the interpreter warns of a child nobody waited for.
        process.returncode = 0
        return None


def _run_in_terminal(command: list[str]) -> str | None:
    """Run a text browser until it is left: it needs the terminal, and so it must have one."""
    if not (os.isatty(0) and os.isatty(1)):
        return _("needs a terminal")
    return _failure(subprocess.call(command))


def _failure(code: int) -> str | None:
    return _("ended with code {code}").format(code=code) if code else None
