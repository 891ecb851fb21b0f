"""Opening a URL in a browser, with small real programs as browsers."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cacctl.base.errors import NothingToOpen
from cacctl.openers.browser import Browser
from tests.openers.conftest import STAY, URL, Browsers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the browsers here are shell scripts")


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
def test_command_in_browser_gets_the_url(
    browsers: Browsers, browser_is: Callable[[str], None], item: str, given: list[str]
) -> None:
    browser_is(item.format(it=browsers.add("my-browser")))
    assert Browser().open(URL) == "my-browser"
    assert browsers.given() == given


def test_browser_may_be_a_name_or_a_path_with_spaces(
    browsers: Browsers, browser_is: Callable[[str], None]
) -> None:
    browsers.add("my browser")
    browser_is(str(browsers.folder / "my browser"))
    assert Browser().open(URL) == "my browser"
    browsers.add("plain")
    browser_is("plain")
    assert Browser().open(URL) == "plain"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/%s?%c=%%&%action",
        "https://example.org/?a=1&b=$(touch${IFS}pwned);'\"`id`|<>*~!#x",
        "https://example.org/%EC%84%9C%EC%9A%B8/서울",
    ],
)
def test_url_is_passed_unchanged(
    browsers: Browsers, browser_is: Callable[[str], None], url: str
) -> None:
    browser_is(browsers.add("my-browser") + " %s")
    Browser().open(url)
    assert browsers.given() == [url]


def test_browser_is_run_without_a_shell(
    browsers: Browsers, browser_is: Callable[[str], None], tmp_path: Path
) -> None:
    name = browsers.add("my-browser")
    browser_is(f"{name} $HOME `id` ; /bin/touch {tmp_path}/touched")
    Browser().open(URL)
    assert browsers.given() == ["$HOME", "`id`", ";", "/bin/touch", f"{tmp_path}/touched", URL]
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("exit 3\n", "exit code 3"),
        ("/bin/sleep 0.3; exit 1\n", "exit code 1"),
        ("kill -9 $$\n", "killed by signal 9"),
    ],
)
def test_next_browser_is_tried_after_a_failure(
    browsers: Browsers, browser_is: Callable[[str], None], body: str, reason: str
) -> None:
    failing = browsers.add("failing", body)
    browser_is(failing)
    with pytest.raises(NothingToOpen) as caught:
        Browser().open(URL)
    assert caught.value.message == f"No browser could open the URL (failing: {reason})."
    browser_is(f"{failing}:{browsers.add('second')}")
    assert Browser().open(URL) == "second"


def test_every_failed_browser_is_named(
    browsers: Browsers, browser_is: Callable[[str], None]
) -> None:
    (browsers.folder / "letter").write_text("not a program")
    (browsers.folder / "rubbish").write_bytes(b"\x7fELF rubbish")
    (browsers.folder / "rubbish").chmod(0o755)
    browsers.add("browser.bat")
    browser_is("missing:letter:rubbish:browser.bat:'unclosed")
    with pytest.raises(NothingToOpen) as caught:
        Browser().open(URL)
    assert caught.value.message == (
        "No browser could open the URL (missing: not found; letter: not found; "
        "rubbish: Exec format error; browser.bat: batch files are not allowed; "
        "'unclosed: not found)."
    )
    assert "BROWSER" in caught.value.hint
    assert browsers.given() == []


def test_running_browser_is_left_alone(
    browsers: Browsers,
    browser_is: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("cacctl.openers.process.SETTLE_SECONDS", 0.3)
    browser_is(browsers.add("staying", STAY))
    assert Browser().open(URL) == "staying"
    gc.collect()  # a ResourceWarning about the child would fail the test here
    process = browsers.running()
    assert os.waitpid(process, os.WNOHANG) == (0, 0)  # it still runs
    assert os.getsid(process) == process != os.getsid(0)
    assert capfd.readouterr() == ("", "")


def test_ctrl_c_does_not_reach_the_browser(
    browsers: Browsers, browser_is: Callable[[str], None]
) -> None:
    browser_is(browsers.add("staying", STAY))
    code = (
        "import signal; from cacctl.openers import browser, process\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "process.SETTLE_SECONDS = 60\n"
        f"browser.Browser().open({URL!r})\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code], stderr=subprocess.PIPE, start_new_session=True
    )
    process = browsers.running()
    time.sleep(0.1)
    os.killpg(program.pid, signal.SIGINT)
    _, errors = program.communicate(timeout=60)
    assert b"KeyboardInterrupt" in errors
    os.kill(process, 0)  # it still runs


# Text browsers


def test_text_browser_is_not_started_without_a_terminal(
    browsers: Browsers, browser_is: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "isatty", lambda _descriptor: False)
    browser_is(browsers.add("w3m"))
    with pytest.raises(NothingToOpen, match=r"\(w3m: requires a terminal\)"):
        Browser().open(URL)
    assert browsers.given() == []


def test_text_browser_has_the_terminal_until_it_ends(
    browsers: Browsers, browser_is: Callable[[str], None]
) -> None:
    body = 'test -t 0 && test -t 1 && test -t 2 && /bin/sleep 0.5 && echo left >> "{log}"\n'
    browser_is(browsers.add("w3m", body))
    code = (
        "from cacctl.openers import browser, process\n"
        "process.SETTLE_SECONDS = 0\n"
        f"assert browser.Browser().open({URL!r}) == 'w3m'\n"
    )
    terminal, ours = os.openpty()
    try:
        run = subprocess.run(
            [sys.executable, "-c", code], stdin=ours, stdout=ours, stderr=ours, timeout=60
        )
    finally:
        os.close(ours)
        os.close(terminal)
    assert run.returncode == 0
    assert browsers.given() == [URL, "left"]


# The system's own way


def test_missing_display_is_named(browsers: Browsers) -> None:
    browsers.add("xdg-open")
    with pytest.raises(NothingToOpen) as caught:
        Browser().open(URL)
    assert caught.value.message == "No display is available, so no browser can be opened."
    assert browsers.given() == []


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_remote_session_without_a_display_opens_nothing(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    browsers.add("open")
    with pytest.raises(NothingToOpen, match="remote connection has no display"):
        Browser().open(URL)
    assert browsers.given() == []


def test_browser_variable_works_without_a_display(
    browsers: Browsers, browser_is: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    browser_is(browsers.add("forwards-it-home"))
    assert Browser().open(URL) == "forwards-it-home"


@pytest.mark.parametrize("display", ["DISPLAY", "WAYLAND_DISPLAY"])
@pytest.mark.parametrize("remote", [False, True])
def test_display_is_used_locally_and_remotely(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch, display: str, *, remote: bool
) -> None:
    monkeypatch.setenv(display, "anything")
    if remote:
        monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    with pytest.raises(NothingToOpen, match="No browser was found"):
        Browser().open(URL)
    browsers.add("firefox")
    assert Browser().open(URL) == "firefox"
    browsers.add("gio")
    assert Browser().open(URL) == "gio"
    browsers.add("xdg-open", "exit 4\n")
    assert Browser().open(URL) == "gio"
    browsers.add("xdg-open")
    assert Browser().open(URL) == "xdg-open"
    assert browsers.given() == [URL, "open", URL, URL, "open", URL, URL]


def test_system_browser_is_tried_after_the_variable(
    browsers: Browsers, browser_is: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    browsers.add("xdg-open")
    browser_is("missing")
    assert Browser().open(URL) == "xdg-open"


def test_macos_uses_open(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    browsers.add("open")
    assert Browser().open(URL) == "open"
    assert browsers.given() == [URL]


def test_windows_subsystem_opens_on_windows(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSL_DISTRO_NAME", "Debian")
    browsers.add("rundll32.exe")
    assert Browser().open(URL) == "rundll32.exe"
    browsers.add("wslview")
    assert Browser().open(URL) == "wslview"
    assert browsers.given() == ["url.dll,FileProtocolHandler", URL, URL]


def test_windows_uses_startfile(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    opened: list[str] = []
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    assert Browser().open(URL) == "the default browser"
    assert opened == [URL]

    def fail(_url: str) -> None:
        raise OSError(1155, "No application is associated")

    monkeypatch.setattr(os, "startfile", fail, raising=False)
    with pytest.raises(NothingToOpen, match="No application is associated"):
        Browser().open(URL)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    with pytest.raises(NothingToOpen, match="remote connection has no display"):
        Browser().open(URL)
