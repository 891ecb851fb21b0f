"""Changed files and trees, which readers must read or refuse."""

import copy
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from cacctl.formats.base import ReadResult
from cacctl.formats.lint import report
from cacctl.formats.loading import examine
from tests.conftest import SOME_TIME

odd_values: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "x", "\x00", "\ud800", "\u202e", "\x1b[2J", "9" * 99, 10**400, [],
     {}, [[]], {"": {}}, [None], "2024-05-04", "2024-05-04T10:00:00+25:00", "T10:00", "10:00",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-W01", "P1D", "PT" + "9" * 99,
     "https://[", "//[", "http://a b", "javascript:1", {"name": None}, {"@id": 1}, {"@value": {}},
     ["a", None, {"url": {}}], "<b", "&#xD800;", "Factory", "https://example.com/%00", "x" * 30000]
)  # fmt: skip


@st.composite
def changed_trees(draw: st.DrawFn, trees: list[Any]) -> Any:
    """Return one of the trees with some values or keys replaced, removed or repeated."""
    tree = copy.deepcopy(draw(st.sampled_from(trees)))
    for _change in range(draw(st.integers(1, 6))):
        node = tree
        while isinstance(node, dict | list) and node:
            keys: list[Any] = list(node) if isinstance(node, dict) else list(range(len(node)))
            key = draw(st.sampled_from(keys))
            if isinstance(node[key], dict | list) and node[key] and draw(st.integers(0, 5)):
                node = node[key]
                continue
            match draw(st.integers(0, 3)):
                case 0 | 1:
                    node[key] = copy.deepcopy(draw(odd_values))
                case 2:
                    del node[key]
                case _ if isinstance(node, dict):
                    node[draw(st.sampled_from(keys))] = copy.deepcopy(node[key])
                case _:
                    node.append(copy.deepcopy(node[key]))
            break
    return tree


@st.composite
def changed_bytes(draw: st.DrawFn, files: list[bytes], more: Sequence[bytes] = ()) -> bytes:
    """Return one of the files with some bytes replaced, also by `more`."""
    data = draw(st.sampled_from(files))
    for _change in range(draw(st.integers(1, 4))):
        at, length = int(draw(st.floats(0, 1)) * len(data)), draw(st.integers(0, 40))
        new = draw(
            st.binary(max_size=3)
            | st.sampled_from(
                [b'"', b"{", b"}", b"[", b"]", b"null,", b"\\u0000", b"\xff", b"\xef\xbb\xbf", b"<",
                 b"<!--", b"-->", b"<script>", b"</script>", b"<![CDATA[", b"&amp;", b"/>", b"'",
                 *more]
            )
        )  # fmt: skip
        data = data[:at] + new + data[at + length :]
    return data


@st.composite
def changed_lines(
    draw: st.DrawFn,
    start: Sequence[str],
    with_value: Callable[[str, str], str],
    values: st.SearchStrategy[str],
    more: st.SearchStrategy[str],
) -> list[str]:
    """Return the lines with some given another value, added, repeated, removed or cut."""
    lines = list(start)
    for _change in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                lines[place] = with_value(lines[place], draw(values))
            case 1:
                lines.insert(place, draw(more))
            case 2:
                lines.insert(place, lines[draw(st.integers(0, len(lines) - 1))])
            case 3:
                del lines[place]
            case _:
                text = lines[place]
                cut = draw(st.integers(0, len(text)))
                lines[place] = text[:cut] + draw(st.text(max_size=3)) + text[cut + 1 :]
    return lines


def tried(data: bytes, read: Callable[[bytes, str, datetime], ReadResult] = examine) -> None:
    """Read a file, and check that it is a good programme or refused with a reason."""
    examined = read(data, "some", SOME_TIME)
    found = report(examined)
    for problem in found.problems:
        assert (problem.message + problem.hint).isprintable()
    if examined.programme is None:
        assert found.errors
        return
    for session in examined.programme.sessions:
        assert session.start < session.end
        assert session.uid.isprintable()


def acts(sign: str) -> bool:
    """Return whether a terminal would do anything but show this character."""
    directs = sign in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return directs or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
