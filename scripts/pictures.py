"""Render the READMEs' terminal pictures as SVG, from real output."""

import os
import subprocess
import sys
from pathlib import Path

from cacctl.base import terminal
from cacctl.base.i18n import LANGUAGES
from cacctl.render import svg

DOCS = Path(__file__).parents[1] / "docs"
COLUMNS = 80
FROM_AFAR = ["--tz", "America/Los_Angeles"]
CALLS = {"today": ["today"], "timeline": ["timeline"], "board": ["now", "--follow"]}
DURING = "2020-06-03T10:00:00+09:00"


def picture(arguments: list[str]) -> str:
    """Return an SVG of a terminal with the command and its coloured output."""
    command = terminal.styled(" ".join(["$ cacctl", *arguments]), "bold", colour=True)
    return svg.picture([command, *_answer(arguments)], COLUMNS, title="cacctl")


def _answer(arguments: list[str]) -> list[str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("CACCTL_")}
    environ.pop("NO_COLOR", None)
    environ |= {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    # Set by a variable, so that suggested commands do not repeat an option the picture hides.
    environ["CACCTL_AT"] = DURING
    program = ["-m", "cacctl", *arguments]
    if "--follow" in arguments:
        # `--follow` would not end, so draw its first frame.
        program = ["-c", BOARD, DURING, arguments[-1]]
    done = subprocess.run(
        [sys.executable, *program],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    return done.stdout.rstrip("\n").split("\n")


BOARD = """
import sys
from datetime import UTC, datetime
from cacctl.base import i18n
from cacctl.render import terminal
from cacctl.times import clock
from cacctl.sources import bundled
from cacctl.formats.loading import read_file
from cacctl.viewer.view import View

moment, lang = sys.argv[1:]
i18n.use_language(lang)
now = datetime.fromisoformat(moment).astimezone(UTC)
programme = read_file(bundled.path(), now).programme
print(terminal.board(View(programme, now, clock.zone("America/Los_Angeles"))))
"""


if __name__ == "__main__":
    for name, call in CALLS.items():
        for lang in LANGUAGES:
            drawn = picture([*call, *FROM_AFAR, "--lang", lang])
            (DOCS / f"{name}-{lang}.svg").write_text(drawn, "utf-8")
