"""Where the keys of a TOML text stand. tomli does not tell, and people need the line."""

import re
from bisect import bisect_right
from collections.abc import Iterator

import tomli

KeyPath = tuple[str | int, ...]
"""The way to a value: table keys, and indices from 0, such as `("session", 3, "name", "ko")`."""

# The deepest path of a schedule has six parts; a hostile text may have a thousand on each line.
DEEPEST = 8

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n]++)*+"|'[^'\n]*')"""
_KEY = re.compile(rf"[ \t]*(\[?\[?)[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)")
_PARTS = re.compile(_PART)
_MARK = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\\n]++)*+"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]')
_STRING_ENDS = {'"""': re.compile(r'\\.|"{3,5}', re.DOTALL), "'''": re.compile(r"'{3,5}")}


class Positions:
    """The lines, from 1, of the keys in a valid TOML text. Takes time linear in its length."""

    def __init__(self, text: str) -> None:
        self._lines: dict[KeyPath, int] = {}
        self._starts: list[int] = []
        self._paths: list[KeyPath] = []
        counts: dict[KeyPath, int] = {}
        table: KeyPath = ()
        for line, brackets, key in _statements(text):
            if brackets:
                table = _header(_parts(key), counts, is_array=brackets == "[[")
                path = table
            else:
                path = (*table, *_parts(key))[:DEEPEST]
            self._starts.append(line)
            self._paths.append(path)
            for end in range(len(path), 0, -1):
                self._lines.setdefault(path[:end], line)

    def line(self, path: KeyPath) -> int:
        """The line of `path`, or of the nearest table around it that has one; 1 if none has."""
        for end in range(min(len(path), DEEPEST), 0, -1):
            if line := self._lines.get(path[:end]):
                return line
        return 1

    def path_at(self, line: int) -> KeyPath:
        """The path of the key or table whose text contains `line`, or comes last before it."""
        index = bisect_right(self._starts, line)
        return self._paths[index - 1] if index else ()


def _statements(text: str) -> Iterator[tuple[int, str, str]]:
    """Each statement's line, its opening brackets if it is a table's header, and its dotted key."""
    place, line = 0, 1
    while place < len(text):
        key = _KEY.match(text, place)
        if key:
            yield line, key[1], key[2]
        end = _end(text, key.end() if key else place)
        line += text.count("\n", place, end)
        place = end


def _end(text: str, place: int) -> int:
    """Where the statement that goes on at `place` ends: behind a line break outside of brackets."""
    depth = 0
    while mark := _MARK.search(text, place):
        found, place = mark[0], mark.end()
        if found in _STRING_ENDS:
            place = _string_end(text, place, _STRING_ENDS[found])
        elif found in "[{":
            depth += 1
        elif found in "]}":
            depth -= 1
        elif found == "\n" and depth <= 0:
            return place
    return len(text)


def _string_end(text: str, place: int, ends: re.Pattern[str]) -> int:
    for end in ends.finditer(text, place):
        if end[0][0] != "\\":
            return end.end()
    return len(text)


def _parts(key: str) -> list[str]:
    """The parts of a dotted key, at most `DEEPEST`, with quotes and escapes resolved."""
    parts = []
    for match in _PARTS.finditer(key):
        part = match[0]
        parts.append(next(iter(tomli.loads(f"{part}=0"))) if part[0] in "\"'" else part)
        if len(parts) == DEEPEST:
            break
    return parts


def _header(parts: list[str], counts: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    """The path of a header. `counts` has how many elements each array of tables has so far."""
    path: KeyPath = ()
    for number, part in enumerate(parts, 1):
        path = (*path, part)
        if is_array and number == len(parts):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path[:DEEPEST]
