"""Run the examples of the READMEs and the documentation, and write their real output into them.

An example is a block that begins with ```console; each line with a `$` is a command line, and what
follows is its output on a terminal of 80 columns without colour, on 23 November 2026: in Los
Angeles for the pages in English, in Seoul for those in Korean.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("README*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
READERS = {
    "en": {"CACCTL_TZ": "America/Los_Angeles", "LANG": "en_US.UTF-8"},
    "ko": {"CACCTL_TZ": "Asia/Seoul", "LANG": "ko_KR.UTF-8"},
}
TODAY = "2026-11-23T12:00+09:00"
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def with_real_output(page: Path) -> str:
    """Return a page's text with the output of each example as it is now."""
    text = page.read_text("utf-8")
    environ = READERS["ko" if page.match("README.ko.md") or page.match("docs/ko/*") else "en"]
    return BLOCK.sub(lambda block: _run_block(block[0], environ), text)


def _run_block(block: str, environ: dict[str, str]) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{line}\n{_output(line[2:], environ)}" for line in commands)


def _output(command: str, environ: dict[str, str]) -> str:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("CACCTL_", "LC_"))}
    terminal = {"FORCE_COLOR": "1", "NO_COLOR": "1", "COLUMNS": "80", "TERM": "xterm"}
    moment = {"CACCTL_AT": TODAY, "PYTHONIOENCODING": "utf-8"}
    # Neither the settings nor the saved schedules of whoever runs this.
    empty = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_CACHE_HOME"), "/nonexistent")
    folder = str(Path(sys.executable).parent)
    path = {"PATH": folder + os.pathsep + os.environ["PATH"]}
    # A shell, since the examples are what a person types into one.
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env={**inherited, **terminal, **moment, **empty, **environ, **path},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
        check=False,
    )
    # That the clock is set by a variable is true of this run alone.
    return re.sub(r"^.*\(CACCTL_AT\)\.\n", "", done.stdout.decode(), flags=re.MULTILINE)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(with_real_output(page), "utf-8")
