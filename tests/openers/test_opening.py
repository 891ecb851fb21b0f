"""The door to the browser and the player, with small real programs as both."""

import gc
import os
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from cacctl.base.errors import NothingToOpen
from cacctl.openers import opening
from cacctl.openers.opening import open_address, play

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the browsers here are shell scripts")

URL = "https://example.org/watch?v=1&t=2"
NOTHING_OF_THE_USER = (
    "BROWSER",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "SSH_CONNECTION",
    "WSL_DISTRO_NAME",
)

# Builtins and absolute paths alone: the tests take everything else off PATH.
RECORD = 'for word in "$@"; do printf "%s\\n" "$word" >> "{log}"; done\n'
STAY = 'echo $$ > "{pid}"; echo noise; echo noise >&2; exec /bin/sleep 60\n'


class Browsers:
    """Programs in a folder that is the whole PATH, and what they were given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.pid = folder / "pid"

    def add(self, name: str, body: str = "") -> str:
        """A program that records its arguments and then does `body`; its path, quoted."""
        path = self.folder / name
        text = "#!/bin/sh\n" + RECORD + body
        path.write_text(text.replace("{log}", str(self.log)).replace("{pid}", str(self.pid)))
        path.chmod(0o755)
        return shlex.quote(str(path))

    def given(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def running(self) -> int:
        """The id of the browser that stays, once it runs."""
        deadline = time.monotonic() + 10
        while not (self.pid.exists() and self.pid.read_text().endswith("\n")):
            assert time.monotonic() < deadline, "the browser never started"
            time.sleep(0.01)
        return int(self.pid.read_text())


@pytest.fixture
def browsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browsers]:
    for name in NOTHING_OF_THE_USER:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(sys, "platform", "linux")
    browsers = Browsers(folder)
    yield browsers
    if browsers.pid.exists():
        process = browsers.running()
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        with suppress(ChildProcessError):  # where it is not this process's child
            os.waitpid(process, 0)


@pytest.fixture
def browser_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda value: monkeypatch.setenv("BROWSER", value)


# BROWSER


@pytest.mark.parametrize(
    ("item", "given"),
    [
        ("{it}", [URL]),
        ("{it} %s", [URL]),
        ("{it} --new-window", ["--new-window", URL]),
        ("{it} --app=%s --quiet", [f"--app={URL}", "--quiet"]),
        ("{it} %s %s", [URL, URL]),
        ("{it} --profile 'My Profile' %s", ["--profile", "My Profile", URL]),
        ("{it} %s &", [URL]),
        ("{it} 100%% a%cb %S %u", ["100%", "a:b", "%S", "%u", URL]),
        ("{it} %%s", ["%s", URL]),
        (":: :{it}:", [URL]),
        ("nothing-like-it:{it}:also-not-there", [URL]),
    ],
)
def test_a_command_in_browser_gets_the_address(
    browsers: Browsers, browser_is: Callable[[str], None], item: str, given: list[str]
) -> None:
    browser_is(item.format(it=browsers.add("my-browser")))
    assert open_address(URL) == "my-browser"
    assert browsers.given() == given


def test_a_command_may_be_a_name_or_a_path_with_spaces(
    browsers: Browsers, browser_is: Callable[[str], None]
) -> None:
    browsers.add("my browser")
    browser_is(str(browsers.folder / "my browser"))
    assert open_address(URL) == "my browser"
    browsers.add("plain")
    browser_is("plain")
    assert open_address(URL) == "plain"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/%s?%c=%%&%action",
        "https://example.org/?a=1&b=$(touch${IFS}pwned);'\"`id`|<>*~!#x",
        "https://example.org/%EC%84%9C%EC%9A%B8/서울",
    ],
)
def test_the_address_arrives_as_it_is(
    browsers: Browsers, browser_is: Callable[[str], None], url: str
) -> None:
    browser_is(browsers.add("my-browser") + " %s")
    open_address(url)
    assert browsers.given() == [url]


def test_no_shell_reads_browser(
    browsers: Browsers, browser_is: Callable[[str], None], tmp_path: Path
) -> None:
    name = browsers.add("my-browser")
    browser_is(f"{name} $HOME `id` ; /bin/touch {tmp_path}/touched")
    open_address(URL)
    assert browsers.given() == ["$HOME", "`id`", ";", "/bin/touch", f"{tmp_path}/touched", URL]
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("exit 3\n", "ended with code 3"),
        ("/bin/sleep 0.3; exit 1\n", "ended with code 1"),
        ("kill -9 $$\n", "ended by signal 9"),
    ],
)
def test_a_browser_that_fails_gives_way_to_the_next(
    browsers: Browsers, browser_is: Callable[[str], None], body: str, reason: str
) -> None:
    failing = browsers.add("failing", body)
    browser_is(failing)
    with pytest.raises(NothingToOpen) as caught:
        open_address(URL)
    assert caught.value.message == f"No browser could open the address (failing: {reason})."
    browser_is(f"{failing}:{browsers.add('second')}")
    assert open_address(URL) == "second"


def test_every_failure_is_named(browsers: Browsers, browser_is: Callable[[str], None]) -> None:
    (browsers.folder / "letter").write_text("not a program")
    (browsers.folder / "rubbish").write_bytes(b"\x7fELF rubbish")
    (browsers.folder / "rubbish").chmod(0o755)
    browsers.add("browser.bat")
    browser_is("missing:letter:rubbish:browser.bat:'unclosed")
    with pytest.raises(NothingToOpen) as caught:
        open_address(URL)
    assert caught.value.message == (
        "No browser could open the address (missing: not found; letter: not found; "
        "rubbish: Exec format error; browser.bat: batch files are not started; "
        "'unclosed: not found)."
    )
    assert "BROWSER" in caught.value.hint
    assert browsers.given() == []


def test_a_browser_that_stays_is_left_alone(
    browsers: Browsers,
    browser_is: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(opening, "SETTLE_SECONDS", 0.3)
    browser_is(browsers.add("staying", STAY))
    started = time.monotonic()
    assert open_address(URL) == "staying"
    assert time.monotonic() - started < 5
    gc.collect()  # a ResourceWarning about the child would fail the test here
    process = browsers.running()
    assert os.waitpid(process, os.WNOHANG) == (0, 0)  # it still runs
    assert os.getsid(process) == process != os.getsid(0)
    assert capfd.readouterr() == ("", "")


def test_ctrl_c_while_a_browser_settles_does_not_reach_the_browser(
    browsers: Browsers, browser_is: Callable[[str], None]
) -> None:
    browser_is(browsers.add("staying", STAY))
    code = (
        "import signal; from cacctl.openers import opening\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "opening.SETTLE_SECONDS = 60\n"
        f"opening.open_address({URL!r})\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code], stderr=subprocess.PIPE, start_new_session=True
    )
    process = browsers.running()
    time.sleep(0.1)
    os.killpg(program.pid, signal.SIGINT)
    _, errors = program.communicate(timeout=10)
    assert b"KeyboardInterrupt" in errors
    os.kill(process, 0)  # it still runs


# Text browsers


def test_a_text_browser_is_not_started_without_a_terminal(
    browsers: Browsers, browser_is: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "isatty", lambda _descriptor: False)
    browser_is(browsers.add("w3m"))
    with pytest.raises(NothingToOpen, match=r"\(w3m: needs a terminal\)"):
        open_address(URL)
    assert browsers.given() == []


def test_a_text_browser_has_the_terminal_until_it_is_left(
    browsers: Browsers, browser_is: Callable[[str], None]
) -> None:
    body = 'test -t 0 && test -t 1 && test -t 2 && /bin/sleep 0.5 && echo left >> "{log}"\n'
    browser_is(browsers.add("w3m", body))
    code = (
        "from cacctl.openers import opening\n"
        "opening.SETTLE_SECONDS = 0\n"
        f"assert opening.open_address({URL!r}) == 'w3m'\n"
    )
    terminal, ours = os.openpty()
    try:
        run = subprocess.run(
            [sys.executable, "-c", code], stdin=ours, stdout=ours, stderr=ours, timeout=30
        )
    finally:
        os.close(ours)
        os.close(terminal)
    assert run.returncode == 0
    assert browsers.given() == [URL, "left"]


# The system's own way


def test_no_display_is_said(browsers: Browsers) -> None:
    browsers.add("xdg-open")
    with pytest.raises(NothingToOpen) as caught:
        open_address(URL)
    assert caught.value.message == "There is no display here, so no browser can be opened."
    assert browsers.given() == []


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_bare_remote_session_opens_nothing(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    browsers.add("open")
    with pytest.raises(NothingToOpen, match="remote session without a display"):
        open_address(URL)
    assert browsers.given() == []


def test_browser_is_honoured_without_a_display(
    browsers: Browsers, browser_is: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    browser_is(browsers.add("forwards-it-home"))
    assert open_address(URL) == "forwards-it-home"


@pytest.mark.parametrize("display", ["DISPLAY", "WAYLAND_DISPLAY"])
@pytest.mark.parametrize("remote", [False, True])
def test_a_display_is_used_from_here_or_afar(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch, display: str, *, remote: bool
) -> None:
    monkeypatch.setenv(display, "anything")
    if remote:
        monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    with pytest.raises(NothingToOpen, match="There is no browser here"):
        open_address(URL)
    browsers.add("firefox")
    assert open_address(URL) == "firefox"
    browsers.add("gio")
    assert open_address(URL) == "gio"
    browsers.add("xdg-open", "exit 4\n")
    assert open_address(URL) == "gio"
    browsers.add("xdg-open")
    assert open_address(URL) == "xdg-open"
    assert browsers.given() == [URL, "open", URL, URL, "open", URL, URL]


def test_where_browser_fails_the_system_is_asked(
    browsers: Browsers, browser_is: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    browsers.add("xdg-open")
    browser_is("missing")
    assert open_address(URL) == "xdg-open"


def test_macos_opens_with_open(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    browsers.add("open")
    assert open_address(URL) == "open"
    assert browsers.given() == [URL]


def test_the_windows_subsystem_opens_on_windows(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSL_DISTRO_NAME", "Debian")
    browsers.add("rundll32.exe")
    assert open_address(URL) == "rundll32.exe"
    browsers.add("wslview")
    assert open_address(URL) == "wslview"
    assert browsers.given() == ["url.dll,FileProtocolHandler", URL, URL]


def test_windows_opens_with_its_own_function(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    opened: list[str] = []
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    assert open_address(URL) == "the default browser"
    assert opened == [URL]

    def fail(_url: str) -> None:
        raise OSError(1155, "No application is associated")

    monkeypatch.setattr(os, "startfile", fail, raising=False)
    with pytest.raises(NothingToOpen, match="No application is associated"):
        open_address(URL)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    with pytest.raises(NothingToOpen, match="remote session without a display"):
        open_address(URL)


# The player


class Terminal:
    """A player in a terminal of its own, started by another Python, and what that writes."""

    CODE = """if True:
        import fcntl, signal, sys, termios
        from cacctl.openers.opening import play
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            print("played by", play(*sys.argv[1:]))
        except KeyboardInterrupt:
            print("interrupted")
        """

    def __init__(self, command: str) -> None:
        self.ours, theirs = os.openpty()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-c", self.CODE, command, URL],
                stdin=theirs,
                stdout=theirs,
                start_new_session=True,
            )
        finally:
            os.close(theirs)

    def press_ctrl_c(self) -> None:
        os.write(self.ours, b"\x03")

    def written(self) -> list[str]:
        """All lines, once everything in the terminal has ended."""
        written = b""
        # At the end, Linux says that the terminal is gone, and macOS says nothing.
        with suppress(OSError):
            while select.select([self.ours], [], [], 10)[0] and (some := os.read(self.ours, 1000)):
                written += some
        assert self.process.wait(10) == 0
        return written.decode().replace("^C", "").splitlines()


@pytest.fixture
def in_terminal() -> Iterator[Callable[[str], Terminal]]:
    terminals = []

    def start(command: str) -> Terminal:
        terminals.append(Terminal(command))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.ours)


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("{it}", [URL]),
        ("{it} --fullscreen", ["--fullscreen", URL]),
        ("{it} %s best", [URL, "best"]),
        ("{it} '--title=Day 1' --url=%s", ["--title=Day 1", f"--url={URL}"]),
        ("{it} $HOME `id` ; echo", ["$HOME", "`id`", ";", "echo", URL]),
        ("{it} &", [URL]),
    ],
)
def test_a_player_gets_the_address(browsers: Browsers, command: str, given: list[str]) -> None:
    assert play(command.format(it=browsers.add("my-player")), URL) == "my-player"
    assert browsers.given() == given


def test_a_player_may_be_a_name_or_a_path_with_spaces(browsers: Browsers) -> None:
    browsers.add("my player")
    assert play(str(browsers.folder / "my player"), URL) == "my player"
    browsers.add("plain")
    assert play("plain", URL) == "plain"
    assert browsers.given() == [URL, URL]


def test_no_shell_reads_the_address_for_a_player(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(browsers.folder)
    url = "https://example.org/?a=$(/bin/touch${IFS}x)&/bin/touch${IFS}x;'\"`id`|<>*%s%c"
    play(browsers.add("my-player"), url)
    assert browsers.given() == [url]
    assert {path.name for path in browsers.folder.iterdir()} == {"my-player", "log"}


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("missing --fullscreen", "The player missing failed (not found)."),
        ("letter", "The player letter failed (not found)."),
        ("{folder}/letter", "The player letter failed (cannot be executed)."),
        ("{folder}/gone", "The player gone failed (not found)."),
        ("{folder}", "The player bin failed (cannot be executed)."),
        ("rubbish", "The player rubbish failed (Exec format error)."),
        ("player.bat", "The player player.bat failed (batch files are not started)."),
        ("ends-3", "The player ends-3 failed (ended with code 3)."),
        ("killed", "The player killed failed (ended by signal 9)."),
        ("ends-3 a\0b", "The player ends-3 failed (embedded null byte)."),
        ("", "The player's command is empty, or a quotation in it never ends: ''."),
        (" & ", "The player's command is empty, or a quotation in it never ends: ' & '."),
        (
            "ends-3 'x",
            "The player's command is empty, or a quotation in it never ends: \"ends-3 'x\".",
        ),
    ],
)
def test_a_player_that_fails_is_named(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch, command: str, message: str
) -> None:
    monkeypatch.chdir(browsers.folder)
    (browsers.folder / "letter").write_text("not a program")
    (browsers.folder / "rubbish").write_bytes(b"\x7fELF rubbish")
    (browsers.folder / "rubbish").chmod(0o755)
    browsers.add("player.bat")
    browsers.add("ends-3", "exit 3\n")
    browsers.add("killed", "kill -9 $$\n")
    with pytest.raises(NothingToOpen) as caught:
        play(command.format(folder=browsers.folder), URL)
    assert caught.value.message == message
    assert "--player" in caught.value.hint


def test_a_player_has_the_terminal(
    browsers: Browsers, in_terminal: Callable[[str], Terminal]
) -> None:
    body = "test -t 0 && test -t 1 && echo screen && read key && echo key $key\n"
    terminal = in_terminal(browsers.add("my-player", body))
    os.write(terminal.ours, b"q\n")
    assert sorted(terminal.written()) == ["key q", "played by my-player", "q", "screen"]


def test_what_a_player_says_stays_out_of_a_pipe(browsers: Browsers) -> None:
    player = browsers.add("my-player", "echo to stdout; echo to stderr >&2; read line; echo $line")
    code = f"from cacctl.openers.opening import play; print(play({player!r}, {URL!r}))"
    done = subprocess.run([sys.executable, "-c", code], input=b"key\n", capture_output=True)
    assert done.stdout == b"my-player\n"
    assert done.stderr == b"to stdout\nto stderr\nkey\n"


PATIENT = """
import os, pathlib, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
for _ in range(int(sys.argv[2])):
    pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()}\\n")
    signal.sigwait([signal.SIGINT])
sys.exit(int(sys.argv[3]))
"""


@pytest.mark.parametrize(
    ("times", "code", "said"),
    [(1, 0, "played by player"), (3, 0, "played by player"), (1, 4, "interrupted")],
)
def test_a_player_may_take_ctrl_c(
    browsers: Browsers, in_terminal: Callable[[str], Terminal], times: int, code: int, said: str
) -> None:
    python = shlex.join([sys.executable, "-c", PATIENT])
    terminal = in_terminal(browsers.add("player", f"exec {python} '{{pid}}' {times} {code}\n"))
    for _ in range(times):
        browsers.running()
        browsers.pid.unlink()
        terminal.press_ctrl_c()
    assert terminal.written()[-1] == said


def test_a_player_may_die_of_ctrl_c(
    browsers: Browsers, in_terminal: Callable[[str], Terminal]
) -> None:
    terminal = in_terminal(browsers.add("player", STAY))
    process = browsers.running()
    terminal.press_ctrl_c()
    assert terminal.written()[-1] == "interrupted"
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    browsers.pid.unlink()


@pytest.mark.parametrize("body", ["kill -INT $$\n", "exit 130\n"])
def test_a_player_that_was_interrupted_elsewhere(browsers: Browsers, body: str) -> None:
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        play(browsers.add("player", body), URL)
    assert signal.getsignal(signal.SIGINT) is handler


def test_where_ctrl_c_is_ignored_the_player_ignores_it_too(browsers: Browsers) -> None:
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert play(browsers.add("player", "kill -INT $$\n"), URL) == "player"
    finally:
        signal.signal(signal.SIGINT, handler)


def test_a_player_outlives_an_end_by_sigterm(browsers: Browsers) -> None:
    player = browsers.add("player", 'echo $$ > "{pid}"; read line; echo $line\n')
    program = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"from cacctl.openers.opening import play; play({player!r}, {URL!r})",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    browsers.running()
    program.terminate()
    assert program.wait(10) == -signal.SIGTERM
    assert program.communicate(b"still here\n", timeout=10) == (b"", b"still here\n")
    browsers.pid.unlink()


# What is never opened


@pytest.mark.parametrize(
    "url",
    [
        "",
        "--remote-debugging-port=1",
        "%action--x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org/",
        "https://",
        "https://user:word@example.org/",
        "https://example.org/a b",
        "https://example.org/\n--x",
        "https://example.org/\x1b]52;c;\x07",
        "\thttps://example.org/",
    ],
)
def test_nothing_is_started_for_a_bad_address(
    browsers: Browsers,
    browser_is: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    url: str,
) -> None:
    browser_is(browsers.add("my-browser") + " %s")
    monkeypatch.setenv("DISPLAY", ":0")
    browsers.add("xdg-open")
    for start in (open_address, partial(play, browsers.add("my-player"))):
        with pytest.raises(NothingToOpen) as caught:
            start(url)
        assert browsers.given() == []
        assert caught.value.message.isprintable()
