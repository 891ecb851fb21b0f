"""Recognise files that people take for schedules, once no reader could use them."""

from __future__ import annotations

import re
from itertools import chain

from cacctl.base import hints
from cacctl.base.i18n import N_, _
from cacctl.formats.diagnostics import Advice
from cacctl.formats.frab.xml_reader import PROLOG

_MOST = 100_000
"""How many bytes are examined at the start and, of binary files, at the end."""

_ELSEWHERE = N_(
    "Look for an iCalendar (.ics) file or schedule.xml on the event's website, "
    "or create your own schedule file: {command}"
)
_OFFICE = N_("this is an office document, such as a spreadsheet, not a schedule.")

_WEB_PAGE = (
    N_("this is a web page, not a schedule."),
    N_("Look on that page for a link to an iCalendar (.ics) file or schedule.xml."),
)

# Patterns of how files begin, with what they are and what to do.
_BINARY = (
    (rb"%PDF-", N_("this is a PDF, not a schedule."), _ELSEWHERE),
    (
        rb"\x89PNG\r\n|\xff\xd8\xff|GIF8|RIFF....WEBP",
        N_("this is an image, not a schedule."),
        _ELSEWHERE,
    ),
    (rb"\xd0\xcf\x11\xe0", _OFFICE, _ELSEWHERE),
    (
        rb"PK\x03\x04(?:.{26}mimetypeapplication/vnd\.oasis|(?=.*(?:xl/workbook|word/document)))",
        _OFFICE,
        _ELSEWHERE,
    ),
    (
        rb"PK\x03\x04|\x1f\x8b|BZh\d|\xfd7zXZ|\x28\xb5\x2f\xfd|7z\xbc\xaf|Rar!",
        N_("this is a compressed file or an archive."),
        N_("Unpack the file and use the schedule inside."),
    ),
)

_CALENDAR = N_("Look for the same calendar in iCalendar (.ics) format.")

# The same for texts.
_TEXT = (
    (
        rf"{PROLOG.pattern}<(?:!doctype\s+html|html|head|body|script|meta|div|p)\b",
        *_WEB_PAGE,
    ),
    (
        rf'{PROLOG.pattern}<(?:rss|feed|rdf:rdf)\b|\s*\{{[^{{}}]*"https?://jsonfeed\.org/version',
        N_("this is a news feed, not a schedule."),
        N_("Look for an iCalendar (.ics) file or schedule.xml on the same site."),
    ),
    (
        rf"{PROLOG.pattern}<(?:\w+:)?(?:icalendar|vcalendar)\b",
        N_("this is an xCal (XML) calendar, which cacctl cannot read."),
        _CALENDAR,
    ),
    (
        r'\s*\[\s*"vcalendar"\s*,',
        N_("this is a jCal (JSON) calendar, which cacctl cannot read."),
        _CALENDAR,
    ),
    (
        r"(?=.*?(?:^|[=:>])[ \t]*+(?:\{%|<%|\{\{[#^!>~-]?\s*[\w.]))",
        N_("this is a template, not a finished schedule."),
        N_("Use the file generated from this template."),
    ),
    # A header line that is not TOML, and a row with at least as many separators.
    (
        r"\s*+(?![#\[{<])[^=\n,;\t]*+([,;\t])(?:(?!\1)[^=\n])*+\1[^=\n]*+\n"
        r"(?:(?:(?!\1)[^\n])*+\1){2}",
        N_("this is a CSV file. cacctl can export CSV files but cannot read them."),
        _ELSEWHERE,
    ),
    # Lines of no other format, the first of which, after comments, have no key or table of TOML.
    (
        r"(?:\s*+#[^\n]*+)*+\s*+(?!BEGIN:|[{<]|\[[^!])(?=[^\n]+\n)"
        r"(?!(?:[^\n]*+\n){0,19}(?:[^\n=<>(/:]*+=|[ \t]*+\[[^\n()]+\][ \t]*+(?:#|$)))",
        N_("this is not a schedule."),
        _ELSEWHERE,
    ),
)


def web_page(link: str = "") -> Advice:
    """Return what to do about a web page without dated events. `link` is one to a schedule."""
    message, hint = _WEB_PAGE
    return Advice(_(message), linked_schedule(link) if link else _(hint))


def repeating(link: str = "") -> Advice:
    """Return what to do about JSON-LD whose events repeat without dates. `link` is as above."""
    text = _("cacctl cannot read the repeat schedules (eventSchedule) in this JSON-LD.")
    return Advice(text, linked_schedule(link) if link else _(_CALENDAR))


def linked_schedule(link: str) -> str:
    """Return what to do about a web page with a link to a schedule."""
    text = _("It links to a schedule. To use that schedule: {command}")
    return text.format(command=hints.command("", schedule=link))


def advice(data: bytes, text: str) -> Advice | None:
    """Return what a file is and what to do, or None if it is not recognised.

    `text` is its text, as far as it could be decoded.
    """
    sample = data[:_MOST] + data[-_MOST:]
    beginning = text.removeprefix("\ufeff")[:_MOST].replace("\r\n", "\n")
    of_bytes = ((m, h) for pattern, m, h in _BINARY if re.match(pattern, sample, re.DOTALL))
    flags = re.DOTALL | re.MULTILINE | re.IGNORECASE
    of_text = ((m, h) for pattern, m, h in _TEXT if re.match(pattern, beginning, flags))
    for message, hint in chain(of_bytes, of_text):
        command = hints.command("new", "my-event.toml")
        return Advice(_(message), _(hint).format(command=command))
    return None
