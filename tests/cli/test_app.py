"""What holds for every command line: exit codes, signals, faults and imports."""

import os
import signal
import subprocess
import sys

import pytest

from cacctl import __version__
from tests.conftest import ROOT, Run


def test_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version") == (0, f"cacctl {__version__}\n", "")


def test_internal_error_is_reported_with_exit_code_1(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("division\x1b by zero")

    monkeypatch.setattr("cacctl.sources.bundled.BundledSource.load", fail)
    answer = run("today")
    assert answer.code == 1
    assert answer.err.startswith("cacctl: Internal error: ZeroDivisionError(")
    assert "\x1b" not in answer.err
    monkeypatch.setenv("CACCTL_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("today")


def test_ctrl_c_exits_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cacctl.sources.bundled.BundledSource.load", interrupt)
    assert run("today").code == 130


SLOW = {"rich.table", "rich.console", "rich.progress", "requests", "pendulum", "tomli", "json",
        "jsonschema", "babel", "difflib"}  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["--version"], set()),
        (["--help"], set()),
        (["today", "--help"], set()),
        (["update", "--help"], set()),
        (["next"], {"tomli"}),
        (["now"], {"tomli"}),
        (["watch", "--print"], {"tomli"}),
        (["today"], {"tomli", "rich.table", "rich.console"}),
        (["list"], {"tomli", "rich.table", "rich.console"}),
        (["now", "--format", "{name}"], {"tomli"}),
        (["next", "--at", "2020-06-03T10:00Z"], {"tomli"}),
        (["next", "--json"], {"tomli", "json"}),
    ],
    # The same order in every process.
    ids=lambda case: " ".join(case if isinstance(case, list) else sorted(case)),
)
def test_commands_import_only_what_they_use(arguments: list[str], loaded: set[str]) -> None:
    script = (
        "import sys; from cacctl.cli.app import main; before = set(sys.modules); "
        f"main({arguments!r}); print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    # Coverage would import modules of its own.
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    environ["FORCE_COLOR"] = "1"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environ)
    modules = set(done.stderr.decode().splitlines())
    # Typer itself imports difflib, and pendulum json.
    always = {"difflib"} | ({"json"} if "pendulum" in modules else set())
    assert modules & SLOW - always == loaded - always


def test_sigterm_ends_cacctl() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "import time, cacctl.cli.app; print(1, flush=True); time.sleep(99)"],
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    try:
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == -signal.SIGTERM
    finally:
        process.kill()
        process.stdout.close()


WITHOUT_ZONES = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "tzdata":
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Missing())
from cacctl.cli.app import main
sys.exit(main())
"""


@pytest.mark.parametrize("command", ["now", "config", "check data/schedule.toml"])
def test_missing_zone_database_is_reported(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_ZONES, *command.split()],
        capture_output=True,
        env={**os.environ, "PYTHONTZPATH": "", "CACCTL_TZ": ""},
        cwd=ROOT,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "cacctl: This system has no time zone data.",
        "To install time zone data: pip install tzdata",
    ]
