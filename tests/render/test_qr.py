"""QR codes, decoded from the screen of an emulated terminal."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import pyte
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from cacctl.render.qr import NARROWEST_QUIET_ZONE, QUIET_ZONE, draw
from tests.conftest import SUMMIT, examples

ADDRESSES = re.findall(r'^url = "(.+)"$', SUMMIT, re.M)
SHORT = "https://youtu.be/46yU-Kx_Xl4"
SHORT_SIZE = 25  # in modules, as the standard has it for 28 bytes

QR_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])  # and no micro ones

CELL_WIDTH, CELL_HEIGHT = 8, 16
MARGIN = "\n" * 2


class Background(NamedTuple):
    """The greys of a terminal's text and background."""

    text: int
    behind: int


DARK = Background(0xD0, 0x10)
LIGHT = Background(0x40, 0xFA)
ON_DARK: Mapping[str, str] = {}
ON_LIGHT = {"COLORFGBG": "0;15"}


def screen(text: str, columns: int) -> pyte.Screen:
    shown = pyte.Screen(columns, text.count("\n") + 1)
    pyte.Stream(shown).feed(text.replace("\n", "\r\n"))
    return shown


def grey(colour: str, default: int) -> int:
    return default if colour == "default" else sum(bytes.fromhex(colour)) // 3


def rows(cell: pyte.screens.Char, background: Background, gap: int) -> list[int]:
    """Return the greys of a cell from top to bottom; a font's blocks leave a `gap` at the edges."""
    behind = grey(cell.bg, background.behind)
    ink = grey(cell.fg, background.text)
    half = CELL_HEIGHT // 2
    upper = [behind] * gap + [ink] * (half - gap)
    lower = [ink] * (half - gap) + [behind] * gap
    return {
        " ": [behind] * CELL_HEIGHT,
        "▀": upper + [behind] * half,
        "▄": [behind] * half + lower,
        "█": upper + lower,
        # A phone photographs it from so far that half blocks blur.
        "#": [(ink + behind) // 2] * CELL_HEIGHT,
    }[cell.data]


def read(text: str, background: Background, *, columns: int = 200, gap: int = 0) -> list[bytes]:
    """Return what a decoder without support for inverted codes reads on a terminal."""
    shown = screen(MARGIN + text + MARGIN, columns)
    picture = bytearray()
    for line in range(shown.lines):
        cells = [rows(shown.buffer[line][column], background, gap) for column in range(columns)]
        for y in range(CELL_HEIGHT):
            picture += b"".join(bytes([cell[y]]) * CELL_WIDTH for cell in cells)
    shape = (shown.lines * CELL_HEIGHT, columns * CELL_WIDTH)
    image = memoryview(picture).cast("B", shape)
    found = zxingcpp.read_barcodes(image, QR_CODES, try_invert=False)
    return [code.bytes for code in found]


def code(
    address: str,
    *,
    columns: int = 200,
    colour: bool = True,
    encoding: str | None = "utf-8",
    environ: Mapping[str, str] = ON_DARK,
) -> str:
    text = draw(address, columns, colour=colour, encoding=encoding, environ=environ)
    assert text is not None
    return text


# Each form, and the backgrounds it suits.
FORMS = [
    (True, "utf-8", ON_DARK, DARK),
    (True, "utf-8", ON_DARK, LIGHT),
    (True, "utf-8", ON_LIGHT, LIGHT),
    (True, "ascii", ON_DARK, DARK),
    (True, "ascii", ON_DARK, LIGHT),
    (False, "utf-8", ON_DARK, DARK),
    (False, "utf-8", ON_LIGHT, LIGHT),
    (False, "ascii", ON_DARK, DARK),
    (False, "ascii", ON_LIGHT, LIGHT),
]
forms = pytest.mark.parametrize(("colour", "encoding", "environ", "background"), FORMS)


def test_schedule_has_six_urls_to_test_with() -> None:
    assert len(set(ADDRESSES)) == 6


@pytest.mark.parametrize("address", ADDRESSES)
@forms
def test_codes_of_the_schedules_urls_are_decoded(
    address: str, colour: bool, encoding: str, environ: Mapping[str, str], background: Background
) -> None:
    text = code(address, columns=80, colour=colour, encoding=encoding, environ=environ)
    assert read(text, background, columns=80) == [address.encode()]


addresses = st.text(
    st.sampled_from("abcxyzABCXYZ0123456789-._~:/?#@!$&'()*+,;=%서é漢"), max_size=180
).map("https://example.org/".__add__)


@given(addresses, st.sampled_from(FORMS))
@settings(max_examples=examples(100))
def test_code_of_any_url_is_decoded(
    address: str, form: tuple[bool, str, Mapping[str, str], Background]
) -> None:
    colour, encoding, environ, background = form
    text = code(address, colour=colour, encoding=encoding, environ=environ)
    assert read(text, background) == [address.encode()]


@pytest.mark.parametrize(("environ", "other"), [(ON_DARK, LIGHT), (ON_LIGHT, DARK)])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_code_without_colour_needs_the_right_background(
    environ: Mapping[str, str], other: Background, encoding: str
) -> None:
    assert read(code(SHORT, colour=False, encoding=encoding, environ=environ), other) == []


@pytest.mark.parametrize(
    ("value", "background"),
    [
        ("0;15", LIGHT),
        ("0;default;15", LIGHT),
        ("0;7", LIGHT),
        ("15;0", DARK),
        ("15;default;0", DARK),
        ("7;8", DARK),
        ("default;default", DARK),
        ("0;150", DARK),
        ("15", DARK),
        ("", DARK),
    ],
)
def test_colorfgbg_decides_the_background(
    monkeypatch: pytest.MonkeyPatch, value: str, background: Background
) -> None:
    monkeypatch.setenv("COLORFGBG", value)
    text = draw(SHORT, 80, colour=False, encoding="utf-8")
    assert text is not None
    assert read(text, background) == [SHORT.encode()]


@pytest.mark.parametrize(("encoding", "cells"), [("utf-8", 1), ("ascii", 2)])
@pytest.mark.parametrize("colour", [True, False])
def test_quiet_zone_shrinks_on_a_narrow_terminal(encoding: str, cells: int, colour: bool) -> None:
    def fitting(modules: int) -> str | None:
        return draw(SHORT, modules * cells, colour=colour, encoding=encoding, environ=ON_DARK)

    narrowest = SHORT_SIZE + 2 * NARROWEST_QUIET_ZONE
    widest = SHORT_SIZE + 2 * QUIET_ZONE
    assert (narrowest, widest) == (29, 33)
    assert fitting(narrowest - 1) is None
    for modules in (29, 30, 31, 32, 33, 100):
        text = fitting(modules)
        assert text is not None
        width = min(modules - (modules + 1) % 2, widest) * cells
        assert {len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in text.split("\n")} == {width}
        assert text.split("\n")[0] == text.split("\n")[-1]
        assert read(text, DARK, columns=modules * cells) == [SHORT.encode()]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_colour_ends_with_every_line(encoding: str) -> None:
    text = code(SHORT, encoding=encoding)
    width = (SHORT_SIZE + 2 * QUIET_ZONE) * (1 if encoding == "utf-8" else 2)
    for line in text.split("\n"):
        shown = screen(line, 100)
        assert shown.cursor.x == width
        assert shown.cursor.attrs == shown.default_char
        assert {shown.buffer[0][column].bg for column in range(width)} <= {"ffffff", "080808"}
        assert all(shown.buffer[0][column] == shown.default_char for column in range(width, 100))


def test_themes_change_neither_black_nor_white(monkeypatch: pytest.MonkeyPatch) -> None:
    """A theme may change the first 16 colours, and base16 six more."""
    theirs = ["ff8800"] * 22 + pyte.graphics.FG_BG_256[22:]
    monkeypatch.setattr(pyte.graphics, "FG_BG_256", theirs)
    for names in (pyte.graphics.FG_ANSI, pyte.graphics.BG_ANSI):
        for number in names:
            monkeypatch.setitem(names, number, "ff8800")
    shown = screen(code(SHORT), SHORT_SIZE + 2 * QUIET_ZONE)
    cells = [shown.buffer[y][x] for y in range(shown.lines) for x in range(shown.columns)]
    assert {cell.bg for cell in cells} == {"ffffff", "080808"}
    assert {cell.fg for cell in cells} == {"080808"}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("background", [DARK, LIGHT])
def test_coloured_code_is_decoded_with_any_gaps_in_the_font(
    address: str, background: Background
) -> None:
    assert read(code(address), background, gap=1) == [address.encode()]


@pytest.mark.parametrize(
    ("encoding", "halved"),
    [
        ("utf-8", True),
        ("cp437", True),
        ("cp949", False),
        ("euc-kr", False),
        ("latin-1", False),
        ("ascii", False),
        (None, False),
    ],
)
@pytest.mark.parametrize("colour", [True, False])
def test_encoding_has_every_character_of_a_code(
    encoding: str | None, halved: bool, colour: bool
) -> None:
    text = code(SHORT, encoding=encoding, colour=colour)
    text.encode(encoding or "ascii")
    assert (len(text.split("\n")) < SHORT_SIZE) == halved


def test_short_url_is_not_a_micro_code() -> None:
    assert read(code("http://a.kr"), DARK) == [b"http://a.kr"]


def test_url_too_long_for_a_code_is_not_drawn() -> None:
    address = "https://example.org/" + "a" * 3000
    assert draw(address, 10_000, colour=True, encoding="utf-8") is None
