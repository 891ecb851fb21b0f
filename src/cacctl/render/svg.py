"""Lines of a terminal as an SVG picture without external resources."""

import re
from collections.abc import Iterable
from html import unescape
from io import StringIO
from zlib import crc32

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

# The font is 20 high. The width is between that of a Latin letter (12) and half a Korean one (10),
# so that neither is stretched much.
CELL_WIDTH = 11.2
ASPECT = CELL_WIDTH / 20
WIDE = r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]+"

# Rich's own format loads a font.
FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
    font: {char_height}px "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", D2Coding,
        "Noto Sans Mono CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", monospace;
}}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
# Background, text, the eight colours from black to white, and the bright ones. Legible are black on
# green and cyan, and bright white on blue and bright black.
THEME = TerminalTheme(
    (27, 30, 37),
    (213, 217, 224),
    [
        *((27, 30, 37), (239, 107, 115), (140, 197, 112), (220, 178, 92)),
        *((47, 109, 181), (185, 138, 214), (92, 188, 203), (213, 217, 224)),
    ],
    [
        *((95, 104, 117), (255, 133, 140), (166, 221, 139), (240, 202, 124)),
        *((91, 155, 234), (208, 166, 234), (126, 214, 227), (255, 255, 255)),
    ],
)


def picture(lines: Iterable[str], columns: int, *, title: str) -> str:
    """Return lines with ANSI colours as a picture of a terminal with `columns`."""
    console = Console(record=True, width=columns, file=StringIO())
    answer = "\n".join(lines)
    text = Text.from_ansi(answer)
    # Styles without effect separate the columns, and narrow letters from wide ones, so that none
    # shifts another.
    text.highlight_regex(r"\S+(?: \S+)*", "not blink")
    text.highlight_regex(WIDE, "not conceal")
    console.print(text, soft_wrap=True)
    svg = console.export_svg(
        title=title,
        theme=THEME,
        code_format=FORMAT,
        font_aspect_ratio=ASPECT,
        # Several pictures can be on one page.
        unique_id=f"cacctl-{crc32(f'{columns}{title}{answer}'.encode()):08x}",
    )
    return re.sub(r'textLength="[^"]*" clip-path="[^"]*">([^<]*)<', _stretched, svg)


def _stretched(text: re.Match[str]) -> str:
    """Correct the length of a piece of text: Rich counts letters, but Korean ones are two cells."""
    length = f"{cell_len(unescape(text[1])) * CELL_WIDTH:.1f}"
    return f'textLength="{length}" lengthAdjust="spacingAndGlyphs">{text[1]}<'
