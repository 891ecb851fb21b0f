"""Render the READMEs' pictures of a terminal from the real output, as SVG."""

import os
import re
import subprocess
import sys
from html import unescape
from io import StringIO
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

DOCS = Path(__file__).parents[1] / "docs"
COLUMNS = 80
CELL_WIDTH = 12.2  # of a cell in the SVG that Rich writes
PICTURES = {
    "today-en.svg": ["today", "--tz", "America/Los_Angeles", "--lang", "en"],
    "today-ko.svg": ["today", "--tz", "America/Los_Angeles", "--lang", "ko"],
}
DURING = ["--at", "2020-06-03T10:00+09:00"]


def picture(arguments: list[str]) -> str:
    """A terminal with the command and its answer in colour."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("CACCTL_")}
    environ.pop("NO_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-m", "cacctl", *arguments, *DURING],
        env={**environ, "FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)},
        capture_output=True,
        check=True,
    )
    console = Console(record=True, width=COLUMNS, file=StringIO())
    command = " ".join(["cacctl", *arguments])
    console.print(Text(f"$ {command}", style="bold"))
    answer = Text.from_ansi(done.stdout.decode())
    # A style that changes nothing keeps the columns apart, so that none can shift another.
    answer.highlight_regex(r"\S+(?: \S+)*", "not blink")
    console.print(answer)
    svg = console.export_svg(title="cacctl", unique_id="cacctl")
    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)</text>', _stretched, svg)


def _stretched(text: re.Match[str]) -> str:
    """Rich makes each piece of text as long as it has letters; a Korean one takes two cells."""
    length = cell_len(unescape(text[2])) * CELL_WIDTH
    return f'textLength="{length:.1f}"{text[1]}>{text[2]}</text>'


if __name__ == "__main__":
    for name, arguments in PICTURES.items():
        (DOCS / name).write_text(picture(arguments), "utf-8")
