"""SVG pictures: well-formed, right in every cell, and without external resources."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cacctl.base import i18n
from cacctl.base.sanitize import visible
from cacctl.model.programme import Programme
from cacctl.render import svg
from cacctl.render.timeline import drawing
from cacctl.times import clock
from cacctl.viewer.view import View

SVG = "{http://www.w3.org/2000/svg}"
texts = st.text(max_size=40).map(visible)


def cells(picture: str, lines: int, columns: int) -> list[str]:
    """Return the text of a picture's cells, line by line."""
    found = [[" "] * columns for _line in range(lines)]
    for text in ElementTree.fromstring(picture).iter(f"{SVG}text"):
        if text.get("class", "").endswith("-title"):
            continue
        column = float(text.attrib["x"]) / svg.CELL_WIDTH
        assert round(column, 2).is_integer()
        content = (text.text or "").replace("\xa0", " ")
        width = cell_len(content)
        # Narrow and wide characters are in different pieces, and so is each column.
        assert len({cell_len(letter) for letter in content}) == 1
        assert "  " not in content
        assert text.get("lengthAdjust") == "spacingAndGlyphs"
        assert float(text.attrib["textLength"]) == pytest.approx(width * svg.CELL_WIDTH, abs=0.06)
        row = found[round((float(text.attrib["y"]) - 20) / 24.4)]
        assert set("".join(row[round(column) : round(column) + width])) <= {" "}
        row[round(column) : round(column) + width] = [content, *[""] * (width - 1)]
    return ["".join(row).rstrip() for row in found]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("columns", [60, 80, 200])
def test_every_character_is_in_its_cell(summit: Programme, lang: str, columns: int) -> None:
    i18n.use_language(lang)
    now = datetime(2020, 6, 3, 1, tzinfo=UTC)
    seen = View(summit, now, clock.zone("America/Los_Angeles"))
    coloured = list(drawing.draw(seen, columns, colour=True))
    plain = list(drawing.draw(seen, columns, colour=False))
    picture = svg.picture(coloured, columns, title="cacctl")
    assert cells(picture, len(plain), columns) == plain
    (width, _height) = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)[0]
    assert columns * svg.CELL_WIDTH < float(width) < columns * svg.CELL_WIDTH + 20
    assert f'fill="#{0x8CC570:x}"' in picture  # the live session's green


def test_line_that_is_too_wide_is_cut_off() -> None:
    assert cells(svg.picture(["a" * 18 + " bcd", "e"], 20, title=""), 2, 20) == [
        "a" * 18 + " b",
        "e",
    ]


@given(st.lists(texts, max_size=3), texts)
def test_svg_is_well_formed_and_loads_nothing(lines: list[str], title: str) -> None:
    picture = svg.picture([f"\x1b[97;44m{line}\x1b[0m" for line in lines], 400, title=title)
    root = ElementTree.fromstring(picture)
    assert root.tag == f"{SVG}svg"
    shown = "".join(root.itertext())
    for text in (title, *lines):
        assert "".join(text.split()) in "".join(shown.split())
    attributes = [value for element in root.iter() for value in element.attrib.values()]
    style = root.findtext(f"{SVG}style") or ""
    for value in (style, *attributes):
        assert not re.search(r"https?:|url\(|@import|src", value)


def test_svg_has_no_url_and_is_reproducible() -> None:
    one, again, other = (svg.picture(["한글 a"], 20, title=title) for title in ("a", "a", "b"))
    assert one == again
    assert re.findall(r"https?://[^\"]*", one) == ["http://www.w3.org/2000/svg"]
    # Several pictures on one page must not share styles.
    names = [set(re.findall(r"cacctl-[0-9a-f]{8}", picture)) for picture in (one, other)]
    assert [len(ids) for ids in names] == [1, 1]
    assert names[0] != names[1]
