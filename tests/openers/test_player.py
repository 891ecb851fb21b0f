"""Playing a URL in a media player, with small real programs as players."""

import os
import select
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from cacctl.base.errors import NothingToOpen
from cacctl.openers.player import Player
from tests.openers.conftest import STAY, URL, Browsers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the browsers here are shell scripts")


class Terminal:
    """A player in a terminal of its own, started by another Python, and what that writes."""

    CODE = """if True:
        import fcntl, signal, sys, termios
        from cacctl.openers.player import Player
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            print("played by", Player(sys.argv[1]).open(sys.argv[2]))
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
            while select.select([self.ours], [], [], 60)[0] and (some := os.read(self.ours, 1000)):
                written += some
        assert self.process.wait(60) == 0
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
def test_player_gets_the_url(browsers: Browsers, command: str, given: list[str]) -> None:
    assert Player(command.format(it=browsers.add("my-player"))).open(URL) == "my-player"
    assert browsers.given() == given


def test_player_may_be_a_name_or_a_path_with_spaces(browsers: Browsers) -> None:
    browsers.add("my player")
    assert Player(str(browsers.folder / "my player")).open(URL) == "my player"
    browsers.add("plain")
    assert Player("plain").open(URL) == "plain"
    assert browsers.given() == [URL, URL]


def test_player_is_run_without_a_shell(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(browsers.folder)
    url = "https://example.org/?a=$(/bin/touch${IFS}x)&/bin/touch${IFS}x;'\"`id`|<>*%s%c"
    Player(browsers.add("my-player")).open(url)
    assert browsers.given() == [url]
    assert {path.name for path in browsers.folder.iterdir()} == {"my-player", "log"}


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("missing --fullscreen", "The player missing failed (not found)."),
        ("letter", "The player letter failed (not found)."),
        ("{folder}/letter", "The player letter failed (not executable)."),
        ("{folder}/gone", "The player gone failed (not found)."),
        ("{folder}", "The player bin failed (not executable)."),
        ("rubbish", "The player rubbish failed (Exec format error)."),
        ("player.bat", "The player player.bat failed (batch files are not allowed)."),
        ("ends-3", "The player ends-3 failed (exit code 3)."),
        ("killed", "The player killed failed (killed by signal 9)."),
        ("ends-3 a\0b", "The player ends-3 failed (embedded null byte)."),
        ("", "The player command is empty or has an unclosed quote: ''."),
        (" & ", "The player command is empty or has an unclosed quote: ' & '."),
        (
            "ends-3 'x",
            'The player command is empty or has an unclosed quote: "ends-3 \'x".',
        ),
    ],
)
def test_failed_player_is_named(
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
        Player(command.format(folder=browsers.folder)).open(URL)
    assert caught.value.message == message
    assert "--player" in caught.value.hint


def test_player_has_the_terminal(
    browsers: Browsers, in_terminal: Callable[[str], Terminal]
) -> None:
    body = "test -t 0 && test -t 1 && echo screen && read key && echo key $key\n"
    terminal = in_terminal(browsers.add("my-player", body))
    os.write(terminal.ours, b"q\n")
    assert sorted(terminal.written()) == ["key q", "played by my-player", "q", "screen"]


def test_output_of_a_player_stays_out_of_a_pipe(browsers: Browsers) -> None:
    player = browsers.add("my-player", "echo to stdout; echo to stderr >&2; read line; echo $line")
    code = f"from cacctl.openers.player import Player; print(Player({player!r}).open({URL!r}))"
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
def test_player_may_handle_ctrl_c(
    browsers: Browsers, in_terminal: Callable[[str], Terminal], times: int, code: int, said: str
) -> None:
    python = shlex.join([sys.executable, "-c", PATIENT])
    terminal = in_terminal(browsers.add("player", f"exec {python} '{{pid}}' {times} {code}\n"))
    for _ in range(times):
        browsers.running()
        browsers.pid.unlink()
        terminal.press_ctrl_c()
    assert terminal.written()[-1] == said


def test_player_may_end_at_ctrl_c(
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
def test_interrupted_player_raises_keyboard_interrupt(browsers: Browsers, body: str) -> None:
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        Player(browsers.add("player", body)).open(URL)
    assert signal.getsignal(signal.SIGINT) is handler


def test_player_inherits_an_ignored_ctrl_c(browsers: Browsers) -> None:
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert Player(browsers.add("player", "kill -INT $$\n")).open(URL) == "player"
    finally:
        signal.signal(signal.SIGINT, handler)


def test_player_outlives_sigterm(browsers: Browsers) -> None:
    player = browsers.add("player", 'echo $$ > "{pid}"; read line; echo $line\n')
    program = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"from cacctl.openers.player import Player; Player({player!r}).open({URL!r})",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    browsers.running()
    program.terminate()
    assert program.wait(60) == -signal.SIGTERM
    assert program.communicate(b"still here\n", timeout=60) == (b"", b"still here\n")
    browsers.pid.unlink()
