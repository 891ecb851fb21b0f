"""Read schedule XML, as pentabarf, frab, pretalx and others write it.

XML with a DOCTYPE is refused unparsed, so no entity is ever expanded or fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from cacctl.base.i18n import _
from cacctl.base.reasons import translated
from cacctl.formats.base import ReadResult
from cacctl.formats.common.fields import Fields
from cacctl.formats.common.problems import unusable
from cacctl.formats.common.text import text_encoding, with_plain_line_ends
from cacctl.formats.diagnostics import Advice, advise, shorten
from cacctl.formats.frab.events import read_tree
from cacctl.formats.frab.tree import ScheduleDay, ScheduleTree
from cacctl.formats.limits import too_large, too_many_parts

# In schedules that people make, every element or attribute has more letters than this.
LETTERS_PER_PART = 16

# What may precede the root of XML without a DOCTYPE (https://www.w3.org/TR/xml/#NT-prolog).
PROLOG = re.compile(r"(?:[ \t\r\n]+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")


def read(data: bytes, source: str, _now: datetime, event_tz: str = "") -> ReadResult:
    """Read schedule XML (a `ScheduleReader`)."""
    if advice := too_large(data):
        return unusable(source, "", advice)
    encoding = _encoding(data)
    try:
        if not encoding:
            raise LookupError
        text = with_plain_line_ends(data.decode(encoding).removeprefix("\ufeff"))
    except (LookupError, UnicodeDecodeError):
        advice = advise(
            _("the file cannot be decoded in the encoding it declares. Save it as UTF-8.")
        )
        return unusable(source, data.decode(errors="replace"), advice)
    # Elements and attributes.
    parts = text.count("<") - text.count("</") + text.count("=")
    if advice := _no_schedule(text) or too_many_parts(parts, len(text), LETTERS_PER_PART):
        return unusable(source, text, advice)
    parser = ElementTree.XMLParser()  # noqa: S314 - there is no DOCTYPE.
    try:
        parser.feed(text)
        root = parser.close()
    except ElementTree.ParseError as error:
        reason = translated(expat.ErrorString(error.code))
        advice = advise(_("invalid XML: {reason}."), reason=reason)
        line, column = error.position
        return unusable(source, text, advice, line=line, column=column + 1)
    return read_tree(source, text, _schedule(root), partial(_lines, text), event_tz)


def _encoding(data: bytes) -> str:
    """Return the encoding by the byte-order mark, zero bytes or declaration; "" if unknown."""
    if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return "utf-16"
    if b"\0" in data[:2]:
        return "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    if declared is None or data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    return text_encoding(declared[1].decode())


def _no_schedule(text: str) -> Advice | None:
    """Return what a text is if it is not a schedule, by how it begins."""
    # It always matches, though maybe nothing.
    match = PROLOG.match(text)
    beginning = text[match.end() if match else 0 :][:200]
    if beginning.startswith("<!"):
        return advise(
            _(
                "XML with a DOCTYPE is not allowed. Remove the DOCTYPE: a schedule does not "
                "need one."
            )
        )
    root = re.match(r"<(?:[^\s<>/:]+:)?([^\s<>/:]+)", beginning)
    if root is None or root[1].lower() == "schedule":
        return None
    return advise(
        _("this XML file is not a schedule: its root element is <{name}>."), name=shorten(root[1])
    )


def _schedule(root: Element) -> ScheduleTree:
    if root.tag != "schedule":
        # The names have a namespace or capitals.
        for element in root.iter():
            element.tag = _local(element.tag)
    conference = root.find("conference")
    generator = root.find("generator")
    fields = {} if conference is None else _texts(conference)
    return ScheduleTree(
        generator="" if generator is None else generator.get("name", ""),
        version=root.findtext("version", "").strip(),
        base_url=fields.get("base_url", ""),
        conference=fields,
        days=map(_day, [*root.iter("day")] or [root]),
    )


def _day(day: Element) -> ScheduleDay:
    date, start, end = (day.get(key, "") for key in ("date", "start", "end"))
    return ScheduleDay(date, start, end, _events(day))


def _events(day: Element) -> Iterator[tuple[str, Fields]]:
    for child in day:
        if child.tag == "room":
            name = child.get("name", "").strip()
            for event in child.iterfind("event"):
                yield name, _event(event)
        elif child.tag == "event":
            yield "", _event(child)


def _event(event: Element) -> Fields:
    """Return the fields of an event as JSON has them."""
    fields: dict[str, Any] = dict(event.attrib)
    for child in event:
        match child.tag:
            case "persons":
                fields["persons"] = [_text(person) for person in child]
            case "links" | "attachments":
                fields[child.tag] = [{**link.attrib, "title": _text(link)} for link in child]
            case "recording":
                fields["recording"] = _texts(child)
            case tag:
                # Of a repeated element, one may be empty.
                if text := _text(child):
                    fields[tag] = text
    # Frees memory, as a schedule can be large.
    event.clear()
    return fields


def _texts(parent: Element) -> dict[str, str]:
    return {child.tag: text for child in parent if (text := _text(child))}


def _text(element: Element) -> str:
    """Return the text of an element and those within it, as some contain HTML."""
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return text.strip()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _lines(text: str) -> list[int]:
    """Return the line of each event, from 1."""
    lines: list[int] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "event":
            lines.append(parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.Parse(text, True)  # noqa: FBT003
    return lines
