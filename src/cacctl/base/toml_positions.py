"""The positions of keys and values in a TOML text, which tomli does not give."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice

import tomli

KeyPath = tuple[str | int, ...]
"""The path to a value: table keys, and indices from 0, such as `("session", 3, "name", "ko")`."""

# A path of a schedule has at most six parts; a hostile text may have a thousand on each line.
DEEPEST = 8

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n]++)*+"|'[^'\n]*')"""
_KEY = re.compile(rf"[ \t]*(\[?\[?)[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)")
_PARTS = re.compile(_PART)
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*+")
_STRINGS = r'''"""|\'\'\'|"(?:\\.|[^"\\\n]++)*+"|'[^'\n]*'|#[^\n]*'''
_MARK = re.compile(rf"{_STRINGS}|[\[\]{{}}\n]")
_ITEM_MARK = re.compile(rf"{_STRINGS}|[\[\]{{}},]")
_STRING_ENDS = {'"""': re.compile(r'\\.|"{3,5}', re.DOTALL), "'''": re.compile(r"'{3,5}")}

# Line breaks are counted once per this many characters.
STRIDE = 4096


class Positions:
    """The positions of the keys and values in a valid TOML text, found in linear time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = list(
            accumulate(
                (text.count("\n", at, at + STRIDE) for at in range(0, len(text), STRIDE)), initial=0
            )
        )
        self._line_starts: dict[int, int] = {1: 0}
        # For each statement: where its key starts and ends, how many parts of its path are not in
        # that key, and the path.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._outer: list[int] = []
        self._paths: list[KeyPath] = []
        self._statements: dict[KeyPath, int] = {}
        self._contents: dict[int, dict[KeyPath, tuple[int, int]]] = {}
        counts: dict[KeyPath, int] = {}
        table: KeyPath = ()
        names = 0
        for key in _statements(text):
            if key[1]:
                path = table = _header(_parts(key[2]), counts, is_array=key[1] == "[[")
                outer, names = 0, _names(table)
            else:
                path, outer = (*table, *_parts(key[2]))[:DEEPEST], names
            number = len(self._paths)
            self._starts.append(key.start(2))
            self._ends.append(key.end())
            self._outer.append(outer)
            self._paths.append(path)
            for end in range(len(path), 0, -1):
                if self._statements.setdefault(path[:end], number) != number:
                    break

    def line(self, path: KeyPath) -> int:
        """Return the line of `path`, or of the nearest value around it that exists; else 1."""
        return self.position(path)[0]

    def position(self, path: KeyPath, *, at_key: bool = False) -> tuple[int, int]:
        """Return the line and column, from 1, of the value at `path`, or of its key.

        If there is no such value, it is the position of the nearest around it.
        """
        offset = self._offset(path, at_key=at_key)
        line = self._line(offset)
        if line not in self._line_starts:
            self._line_starts[line] = self._text.rfind("\n", 0, offset) + 1
        return line, offset - self._line_starts[line] + 1

    def path_at(self, line: int) -> KeyPath:
        """Return the path of the key or table on `line`, or of the last one before it."""
        index = bisect_right(self._starts, line, key=self._line)
        return self._paths[index - 1] if index else ()

    def _line(self, offset: int) -> int:
        stride = offset // STRIDE
        return self._breaks[stride] + self._text.count("\n", stride * STRIDE, offset) + 1

    def _offset(self, path: KeyPath, *, at_key: bool) -> int:
        for end in range(min(len(path), DEEPEST), 0, -1):
            number = self._statements.get(path[:end])
            if number is None:
                continue
            rest = path[end:]
            equals = _EQUALS.match(self._text, self._ends[number])
            if equals is None or end < len(self._paths[number]) or (at_key and not rest):
                return self._part(number, _names(path[:end]) - self._outer[number] - 1)
            return self._inside(equals.end(), rest, at_key=at_key)
        return 0

    def _part(self, number: int, index: int) -> int:
        """Return where a part of a statement's dotted key starts."""
        parts = _PARTS.finditer(self._text, self._starts[number], self._ends[number])
        return next(islice(parts, max(index, 0), None)).start()

    def _inside(self, offset: int, path: KeyPath, *, at_key: bool) -> int:
        """Return where a part of the array or inline table at `offset` starts."""
        while path:
            contents = self._contents.get(offset)
            if contents is None:
                contents = self._contents[offset] = _contents(self._text, offset)
            known = [end for end in range(len(path), 0, -1) if path[:end] in contents]
            if not known:
                break
            key, value = contents[path[: known[0]]]
            path = path[known[0] :]
            offset = key if at_key and not path else value
        return offset


def _names(path: KeyPath) -> int:
    return sum(isinstance(part, str) for part in path)


def _statements(text: str) -> Iterator[re.Match[str]]:
    """Yield the start of each statement: the opening brackets of a header, and the dotted key."""
    offset = _skip(text, 0)
    while offset < len(text):
        key = _KEY.match(text, offset)
        if key:
            yield key
        offset = _skip(text, _end(text, key.end() if key else offset))


def _skip(text: str, offset: int) -> int:
    """Return the offset after spaces, line breaks and comments."""
    blank = _BLANK.match(text, offset)
    return blank.end() if blank else offset


def _contents(text: str, start: int) -> dict[KeyPath, tuple[int, int]]:
    """Return where each key (or index) of an array or inline table, and its value, starts."""
    contents: dict[KeyPath, tuple[int, int]] = {}
    if text[start : start + 1] not in ("[", "{"):
        return contents
    index, offset = 0, _skip(text, start + 1)
    while offset < len(text) and text[offset] not in "]}":
        if text[offset] == ",":
            index, offset = index + 1, _skip(text, offset + 1)
            continue
        path: KeyPath = (index,)
        value = offset
        if text[start] == "{":
            key = _KEY.match(text, offset)
            equals = _EQUALS.match(text, key.end()) if key else None
            if not key or not equals:
                break
            path = tuple(_parts(key[2]))
            value = equals.end()
        for end in range(len(path), 0, -1):
            contents.setdefault(path[:end], (offset, value if end == len(path) else offset))
        offset = _item_end(text, value)
    return contents


def _item_end(text: str, offset: int) -> int:
    """Return where an item of an array or inline table ends: at the comma or bracket after it."""
    depth = 0
    while mark := _ITEM_MARK.search(text, offset):
        found = mark[0]
        if depth == 0 and found in (",", "]", "}"):
            return mark.start()
        offset = mark.end()
        if found in _STRING_ENDS:
            offset = _string_end(text, offset, _STRING_ENDS[found])
        elif found in "[{":
            depth += 1
        elif found in "]}":
            depth -= 1
    return len(text)


def _end(text: str, offset: int) -> int:
    """Return where the statement around `offset` ends: after a line break outside of brackets."""
    depth = 0
    while mark := _MARK.search(text, offset):
        found, offset = mark[0], mark.end()
        if found in _STRING_ENDS:
            offset = _string_end(text, offset, _STRING_ENDS[found])
        elif found in "[{":
            depth += 1
        elif found in "]}":
            depth -= 1
        elif found == "\n" and depth <= 0:
            return offset
    return len(text)


def _string_end(text: str, offset: int, ends: re.Pattern[str]) -> int:
    for end in ends.finditer(text, offset):
        if end[0][0] != "\\":
            return end.end()
    return len(text)


def _parts(key: str) -> list[str]:
    """Return the parts of a dotted key, at most `DEEPEST`, with quotes and escapes resolved."""
    if '"' not in key and "'" not in key:
        return [part.strip(" \t") for part in key.split(".", DEEPEST)[:DEEPEST]]
    parts = []
    for match in _PARTS.finditer(key):
        part = match[0]
        parts.append(next(iter(tomli.loads(f"{part}=0"))) if part[0] in "\"'" else part)
        if len(parts) == DEEPEST:
            break
    return parts


def _header(parts: list[str], counts: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    """Return the path of a header; `counts` has the elements of each array of tables so far."""
    path: KeyPath = ()
    for number, part in enumerate(parts, 1):
        path = (*path, part)
        if is_array and number == len(parts):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path[:DEEPEST]
