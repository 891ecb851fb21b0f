"""Content lines (RFC 5545, 3.1): unfolding, decoding, parameters, escapes."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from cacctl.formats.common.text import LONGEST_TEXT
from cacctl.formats.ical.values import TIME

BLOCK = 64 * 1024
"""How much of a file is taken apart at a time, as each part takes many times its size meanwhile."""
LONGEST_HEAD = 10_000
LONGEST_VALUE = 5 * LONGEST_TEXT
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")
CONFERENCES = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
)
OF_EVENT = frozenset(
    [
        *(*TEXTS, *CONFERENCES, "CONFERENCE", "URL", "CATEGORIES", "ORGANIZER", "STATUS", "UID"),
        "X-CACCTL-ID",
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("SEQUENCE", "LAST-MODIFIED", "DTSTAMP"),
    ]
)
SEVERAL = frozenset(["RRULE", "RDATE", "EXDATE", "CONFERENCE", "CATEGORIES"])
"""Those of which all count, not only the first."""
OF_CALENDAR = frozenset(
    [
        *("PRODID", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "TIMEZONE-ID", "URL", "METHOD"),
        *("UID", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
    ]
)
# A line break before white space is none, also of files with doubled signs. What stands in front
# keeps the expression from being tried again at every sign of a long row.
_BEFORE_BREAK = re.compile(rb"[^\r\n](?=[\r\n])")
_FOLD = re.compile(rb"(?<![\r\n])[\r\n]+[ \t]")
_BREAKS = re.compile(rb"[\r\n]+")
_KNOWN = "|".join(sorted(OF_EVENT | OF_CALENDAR | {"BEGIN", "END"}))
# Small letters are allowed, but nobody writes them, and "Note: ..." is a line of some text.
_BEGINNING = rf"(?:[A-Z][A-Z0-9_.-]*|(?i:X-[\w.-]+|{_KNOWN}))[;:]"
NAME = re.compile(_BEGINNING)
_STRAY = re.compile(rf"\n(?!{_BEGINNING}|\Z)")
_HEAD = re.compile(r'(?:[^":]++|"[^"]*+")*+:')
_PARAMETER = re.compile(r';\s*([\w-]+)\s*=\s*("[^"]*"|[^;]*)')
_ESCAPED = re.compile(r'\\([nN\\,;:"])')
_CIRCUMFLEX = re.compile(r"\^([n^'])")  # RFC 6868
BLANKS = ' \t"'
STRAY = "\0"
"""Stands before what was a line, but begins like none."""


class Property(NamedTuple):
    """A line: its name with its parameters, and its value, as they stand in the file."""

    head: str
    value: str

    def parameter(self, name: str) -> str:
        return _parameters(self.head).get(name, "")

    def text(self) -> str:
        value = self.value[:LONGEST_VALUE]
        return _ESCAPED.sub(_meant, value) if "\\" in value else value


def blocks(data: bytes) -> Iterator[bytes]:
    """The bytes in blocks, each of which but the first begins with a line break."""
    place = 0
    while place < len(data):
        found = _BEFORE_BREAK.search(data, place + BLOCK)
        end = found.end() if found else len(data)
        yield data[place:end]
        place = end


def content_lines(data: bytes) -> Iterator[str]:
    """The lines of a file without their folds; what begins like none belongs to the one before."""
    data = data.removeprefix(BOM_UTF8)
    # First the folds everywhere, as one can be within a letter.
    data = b"".join(_BREAKS.sub(b"\n", _FOLD.sub(b"", block)) for block in blocks(data))
    line = ""
    for block in blocks(data):
        first, *others = _STRAY.sub(STRAY, decoded(block).replace(STRAY, "")).split("\n")
        line += first
        for other in others:
            yield line
            line = other
    yield line


def decoded(data: bytes) -> str:
    """The text of lines, or of those that are no UTF-8 in what Windows has."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "\n".join(_decoded_line(line) for line in data.split(b"\n"))


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def parse_property(line: str) -> Property:
    head, _colon, value = line.partition(":")
    if '"' in head and (match := _HEAD.match(line)):
        head, value = line[: match.end() - 1], line[match.end() :]
    head = head[:LONGEST_HEAD]
    if ":" in value and head.upper().startswith("DT"):
        # Outlook's names of zones have a colon, which some write without quotes.
        before, _colon, behind = line.rpartition(":")
        if TIME.fullmatch(behind.strip(BLANKS)):
            return Property(before, behind)
    return Property(head, value)


@lru_cache(maxsize=512)
def _parameters(head: str) -> Mapping[str, str]:
    """The parameters of a line, by their names."""
    return {
        name.upper(): _CIRCUMFLEX.sub(_meant, value.strip(BLANKS))
        for name, value in reversed(_PARAMETER.findall(head))
    }


def _meant(escaped: re.Match[str]) -> str:
    return {"n": "\n", "N": "\n", "'": '"'}.get(escaped[1], escaped[1])
