"""All formats that schedules are read from or written in. A new format is a line of `FORMATS`.

A format's modules are imported when it is first read or written.
"""

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from cacctl.formats.base import (
        ExportRequest,
        JsonReader,
        JsonText,
        ReadResult,
        ScheduleReader,
        ScheduleWriter,
    )

LONGEST_HEAD = 1024
# What can precede the root of XML and HTML.
_PROLOG = re.compile(rb"\A(?:<\?.*?\?>|<!--.*?-->)+", re.DOTALL)


class Format(NamedTuple):
    """A format that is read, written, or both.

    `begins` has how its texts can begin, in capitals and without white space. `reader` and
    `writer` name a `ScheduleReader` and a `ScheduleWriter` as "module:function" in this package.
    A format that is JSON has a `json_reader` instead, a `JsonReader`.
    In a format that `recurs`, even a small file can have many sessions, which depend on the date.
    """

    name: str
    begins: tuple[bytes, ...] = ()
    reader: str = ""
    writer: str = ""
    recurs: bool = False
    json_reader: str = ""

    def detects(self, head: bytes) -> bool:
        """Return whether a file that begins with these bytes is in this format."""
        # XML can be UTF-16, in which every other byte of ASCII is NUL.
        start = head[:LONGEST_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
        start = b"".join(start.split()).upper()
        return start.startswith(self.begins) or _PROLOG.sub(b"", start).startswith(self.begins)

    def read(self, data: bytes, origin: str, now: "datetime", event_tz: str = "") -> "ReadResult":
        reader: ScheduleReader = _function(self.reader)
        return reader(data, origin, now, event_tz)

    def read_json(self, file: "JsonText", origin: str, event_tz: str) -> "ReadResult | None":
        reader: JsonReader = _function(self.json_reader)
        return reader(file, origin, event_tz)

    def write(self, request: "ExportRequest") -> bytes:
        writer: ScheduleWriter = _function(self.writer)
        return writer(request)


NATIVE = Format("toml", reader="native.reader:read")
"""cacctl's own format, in which every file is that is not in another one."""

WEB_PAGE = Format(
    "web-page",
    (b"<!DOCTYPEHTML", b"<HTML", b"<HEAD>", b"<BODY", b"<SCRIPT"),
    reader="jsonld.web_page:read",
)
"""A page that can describe events; its reader knows what to do about the others."""

FORMATS = [
    Format("ical", (b"BEGIN:VCALENDAR",), "ical.reader:read", "ical.writer:write", recurs=True),
    WEB_PAGE,
    Format("schedule-xml", (b"<",), "frab.xml_reader:read", "frab.writer:write_xml"),
    # A table of TOML can begin with a bracket, but not with a brace in it.
    Format("json", (b"{", b"[{", b"[]"), "common.json_text:read"),
    # Which JSON it is depends on keys anywhere in the file. The most lenient reader is the last.
    Format("sessionize", json_reader="sessionize.reader:read"),
    Format("json-ld", json_reader="jsonld.events:read"),
    Format("schedule-json", writer="frab.writer:write_json", json_reader="frab.json_reader:read"),
    Format("csv", writer="csv_writer:write"),
]


def detect(data: bytes) -> Format:
    """Return the format of a file by how its text begins, whatever its name or Content-Type."""
    return next((found for found in FORMATS if found.reader and found.detects(data)), NATIVE)


def writers() -> dict[str, Format]:
    """Return the formats that schedules are written in, by their names."""
    return {found.name: found for found in FORMATS if found.writer}


def _function(reference: str) -> Any:
    module, _colon, name = reference.partition(":")
    return getattr(import_module(f"cacctl.formats.{module}"), name)
