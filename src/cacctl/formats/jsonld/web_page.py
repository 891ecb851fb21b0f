"""Read the events that a web page describes in scripts of the type application/ld+json.

Nothing is run, and nothing is fetched. Microdata and RDFa are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from cacctl.base.i18n import _
from cacctl.base.reasons import translated
from cacctl.base.urls import LONGEST_URL, is_private, url_problem, with_https
from cacctl.formats import unsupported
from cacctl.formats.base import ReadResult
from cacctl.formats.common.json_text import LETTERS_PER_PART as LETTERS_PER_VALUE
from cacctl.formats.common.json_text import lines_in, parsed
from cacctl.formats.common.problems import unusable
from cacctl.formats.common.text import LONGEST_TEXT, text_encoding, with_plain_line_ends
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.diagnostics import Advice, advise
from cacctl.formats.jsonld.events import Page, only_repeats, read_events
from cacctl.formats.jsonld.nodes import Graph
from cacctl.formats.jsonld.times import start_of
from cacctl.formats.limits import too_large, too_many_parts

LETTERS_PER_TAG = 8
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,200}\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
# Old pages hide scripts from browsers or XML parsers.
_WRAPPER = re.compile(r"\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)?\s*")
# A string, or one without an end, or a comma that no value follows.
_LAST_COMMA = re.compile(r'("(?:[^"\\]++|\\.)*+(?:"|\\?\Z))|,(?=\s*+[}\]])', re.DOTALL)
MOST_DECLARED_BYTES = 2048
MOST_SEARCHED_BYTES = 1_000_000
_SCHEDULE_LINK = re.compile(
    r"\Awebcals?://|\.ics(?:[?#]|\Z)|(?:\A|/)schedule\.(?:xml|json)(?:[?#]|\Z)"
    r"|\Ahttps://(?:calendar\.google\.com/calendar/|sessionize\.com/api/v2/\w+/view/)",
    re.IGNORECASE,
)


class Script(NamedTuple):
    """A script's JSON, and its first line in the page."""

    text: str
    line: int


def read(data: bytes, source: str, _now: datetime, event_tz: str = "") -> ReadResult:
    """Read a web page with events of schema.org (a `ScheduleReader`)."""
    if advice := too_large(data):
        return unusable(source, "", advice)
    text = with_plain_line_ends(_decoded(data))
    if advice := too_many_parts(text.count("<"), len(text), LETTERS_PER_TAG):
        return unusable(source, text, advice)
    html = _parsed_page(text)
    scripts = html.scripts
    letters = sum(len(script.text) for script in scripts)
    parts = sum(script.text.count(sign) for script in scripts for sign in "{[,")
    if advice := too_many_parts(parts, letters, LETTERS_PER_VALUE):
        return unusable(source, text, advice)
    trees, problems = _trees(scripts)
    graph = Graph(trees)
    if not any(start_of(event.fields) for event in graph.events):
        warnings = Warnings()
        for problem in problems:
            warnings.add((), problem)
        link = html.schedule_link(source)
        explain = unsupported.repeating if only_repeats(graph) else unsupported.web_page
        return unusable(source, text, explain(link), warnings)
    page = Page(text, html.title, source if "://" in source else html.url)
    return read_events(source, page, graph, partial(_lines, scripts), event_tz, problems)


def schedule_link(data: bytes, source: str) -> str:
    """Return the URL of a schedule to which a page links, near its beginning; "" for none."""
    return _parsed_page(_decoded(data[:MOST_SEARCHED_BYTES])).schedule_link(source)


def _parsed_page(text: str) -> _PageParser:
    html = _PageParser()
    # Python's parser refuses some markup, such as `<![x`. What precedes that is read. It is not
    # closed, as it would parse what the page leaves open at its end again and again.
    with suppress(AssertionError):
        html.feed(text)
    return html


def _trees(scripts: Sequence[Script]) -> tuple[list[object], list[Advice]]:
    """Return the trees of the scripts, None for those that are not JSON, and what is wrong."""
    trees: list[object] = []
    problems = []
    for script in scripts:
        try:
            trees.append(_parsed_script(script.text))
        except (json.JSONDecodeError, RecursionError) as error:
            trees.append(None)
            if isinstance(error, RecursionError):
                message, line = _("lists and objects are nested too deeply."), script.line
            else:
                message = _("invalid JSON: {reason}.").format(reason=translated(error.msg))
                line = script.line + error.lineno - 1
            text = _("the JSON-LD on line {line} could not be read: {problem}")
            problems.append(advise(text, line=line, problem=message))
    return trees, problems


def _parsed_script(text: str) -> object:
    try:
        return parsed(text, strict=False)
    except json.JSONDecodeError:
        # Templates often leave a comma after the last value.
        return parsed(_LAST_COMMA.sub(lambda found: found[1] or "", text), strict=False)


def _lines(scripts: Sequence[Script]) -> list[int]:
    """Return the line of each event, from 1."""
    trees, _problems = _trees(scripts)
    found = [event.fields for event in Graph(trees).events]
    lines: dict[int, int] = {}
    for script, tree in zip(scripts, trees, strict=True):
        lines |= lines_in(script.text, tree, found, script.line)
    return [lines.get(number, 0) for number in range(len(found))]


def _decoded(data: bytes) -> str:
    """Return a page's text, in the encoding that it declares if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:MOST_DECLARED_BYTES])
        name = text_encoding(declared[1].decode()) if declared else ""
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            name = "utf-16"
        return data.decode(name or "cp1252", "replace")


def _joined(base: str, link: str) -> str:
    """Return the URL of a link in a page; a link that cannot be joined as it is."""
    with suppress(ValueError):
        return urljoin(base, link)
    return link


def _host(url: str) -> str:
    with suppress(ValueError):
        return urlsplit(url).hostname or ""
    return ""


class _PageParser(HTMLParser):
    """The scripts of a page, its title, the URL that it says is its own, its base and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.url = ""
        self.base = ""
        self.scripts: list[Script] = []
        self.links: list[str] = []
        self._tag = ""
        self._pieces: list[str] = []
        self._line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        is_data = named.get("type", "").partition(";")[0].strip().lower() == "application/ld+json"
        if (tag == "title" and not self.title) or (tag == "script" and is_data):
            self._tag, self._pieces, self._line = tag, [], 0
        elif tag == "link" and "canonical" in named.get("rel", "").lower().split():
            self.url = self.url or named.get("href", "")
        elif tag == "base":
            self.base = self.base or named.get("href", "")[:LONGEST_URL].strip()
        elif tag in ("a", "link", "iframe"):
            link = (named.get("href") or named.get("src") or "")[:LONGEST_URL].strip()
            if _SCHEDULE_LINK.search(link) or named.get("type", "").lower() == "text/calendar":
                self.links.append(link)

    def schedule_link(self, source: str) -> str:
        """Return the URL of the first schedule to which the page links; "" for none.

        A link to a private network is good only on the page's own host.
        """
        page = source if "://" in source else self.url
        base = _joined(page, self.base)
        for link in self.links:
            url = _joined(base, with_https(link))
            if not url_problem(url) and (not is_private(url) or _host(url) == _host(source)):
                return url
        return ""

    def handle_data(self, data: str) -> None:
        if self._tag:
            self._line = self._line or self.getpos()[0]
            self._pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag != self._tag:
            return
        text, self._tag = "".join(self._pieces), ""
        if tag == "title":
            self.title = " ".join(text[:LONGEST_TEXT].split())
            return
        wrapper = _WRAPPER.match(text)
        start = wrapper.end() if wrapper else 0
        end = text.rfind("]]>") if "CDATA" in text[:start] else len(text)
        end = text.rfind("}" if text[start : start + 1] == "{" else "]", 0, end) + 1
        # Some pages have `null` or nothing.
        if end:
            line = self._line + text.count("\n", 0, start)
            self.scripts.append(Script(text[start:end], line))
