"""The syntax of iCalendar (RFC 5545, 3.1): encodings, folded lines, properties, escapes."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from cacctl.formats.common.text import LONGEST_TEXT
from cacctl.formats.ical.values import TIME

BLOCK = 64 * 1024
"""How much of a file is split at a time, as that takes many times its size in memory."""
LONGEST_HEAD = 10_000
LONGEST_VALUE = 5 * LONGEST_TEXT

TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")
CONFERENCES = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
)
LINK_KIND = "X-CACCTL-KIND"
"""The parameter with the kind of a link beside the streams, in files that cacctl writes."""
OF_EVENT = frozenset(
    [
        *(*TEXTS, *CONFERENCES, "CONFERENCE", "URL", "CATEGORIES", "ORGANIZER", "STATUS", "UID"),
        *("X-CACCTL-ID", "ATTACH"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("SEQUENCE", "LAST-MODIFIED", "DTSTAMP"),
    ]
)
MULTIPLE = frozenset(["RRULE", "RDATE", "EXDATE", "CONFERENCE", "CATEGORIES", "ATTACH"])
"""The properties of which an event can have several."""
OF_CALENDAR = frozenset(
    [
        *("PRODID", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "TIMEZONE-ID", "URL", "METHOD"),
        *("UID", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
    ]
)
_BEFORE_BREAK = re.compile(rb"[^\r\n](?=[\r\n])")
# White space continues a line, also in files whose line breaks are doubled. The lookbehind keeps
# the expression from being tried again within a long row of line breaks.
_FOLD = re.compile(rb"(?<![\r\n])[\r\n]+[ \t]")
_BREAKS = re.compile(rb"[\r\n]+")
_KNOWN = "|".join(sorted(OF_EVENT | OF_CALENDAR | {"BEGIN", "END"}))
# Names may have small letters, but programs write capitals, and "Note: ..." is part of a text.
_BEGINNING = rf"(?:[A-Z][A-Z0-9_.-]*|(?i:X-[\w.-]+|{_KNOWN}))[;:]"
NAME = re.compile(_BEGINNING)
_STRAY = re.compile(rf"\n(?!{_BEGINNING}|\Z)")
_HEAD = re.compile(r'(?:[^":]++|"[^"]*+")*+:')
_PARAMETER = re.compile(r';\s*([\w-]+)\s*=\s*("[^"]*"|[^;]*)')
_ESCAPED = re.compile(r'\\([nN\\,;:"])')
_CIRCUMFLEX = re.compile(r"\^([n^'])")  # RFC 6868

BLANKS = ' \t"'
STRAY = "\0"
"""Replaces the line break before a line that does not begin like a property."""


class Property(NamedTuple):
    """A line of a component: its name with parameters, and its value, both as in the file."""

    head: str
    value: str

    def parameter(self, name: str) -> str:
        """Return the value of a parameter, or ""."""
        return _parameters(self.head).get(name, "")

    def text(self) -> str:
        """Return the value as a text, without escapes (RFC 5545, 3.3.11)."""
        value = self.value[:LONGEST_VALUE]
        return _ESCAPED.sub(_unescaped, value) if "\\" in value else value


def blocks(data: bytes) -> Iterator[bytes]:
    """Yield the bytes in blocks. Each but the first begins with a line break."""
    start = 0
    while start < len(data):
        found = _BEFORE_BREAK.search(data, start + BLOCK)
        end = found.end() if found else len(data)
        yield data[start:end]
        start = end


def content_lines(data: bytes) -> Iterator[str]:
    """Yield the unfolded lines of a file. One that begins like no property joins the one before."""
    data = data.removeprefix(BOM_UTF8)
    # Unfolded before it is decoded, as a fold can split a letter.
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
    """Return the text of UTF-8 lines; a line in another encoding is read as Windows-1252."""
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
    """Split a line at the colon before its value."""
    head, _colon, value = line.partition(":")
    if '"' in head and (match := _HEAD.match(line)):
        head, value = line[: match.end() - 1], line[match.end() :]
    head = head[:LONGEST_HEAD]
    if ":" in value and head.upper().startswith("DT"):
        # The zones of Outlook have a colon in their names, and some programs don't quote it.
        before, _colon, behind = line.rpartition(":")
        if TIME.fullmatch(behind.strip(BLANKS)):
            return Property(before, behind)
    return Property(head, value)


@lru_cache(maxsize=512)
def _parameters(head: str) -> Mapping[str, str]:
    """Return the parameters of a property by their names."""
    return {
        name.upper(): _CIRCUMFLEX.sub(_unescaped, value.strip(BLANKS))
        for name, value in reversed(_PARAMETER.findall(head))
    }


def _unescaped(escaped: re.Match[str]) -> str:
    return {"n": "\n", "N": "\n", "'": '"'}.get(escaped[1], escaped[1])
