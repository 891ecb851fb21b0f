"""JSON files: parsed once, within limits, and read in the format that their keys show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.reasons import translated
from cacctl.formats import registry
from cacctl.formats.base import JsonText, ReadResult
from cacctl.formats.common.problems import unusable
from cacctl.formats.common.text import with_plain_line_ends
from cacctl.formats.diagnostics import advise, line
from cacctl.formats.limits import too_large, too_many_parts

# In schedules that people make, every value with its key has more letters than this.
LETTERS_PER_PART = 8

_OBJECT_OR_STRING = re.compile(r'\{|"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def read(data: bytes, source: str, _now: datetime, event_tz: str = "") -> ReadResult:
    """Read JSON in the first format that it fits (a `ScheduleReader`)."""
    file = parse(data, source)
    if not isinstance(file, JsonText):
        return file
    for found in registry.FORMATS:
        if found.json_reader and (result := found.read_json(file, source, event_tz)):
            return result
    text = _(
        "this JSON file is not a conference schedule. It contains neither a conference "
        "with days nor a list of events."
    )
    return unusable(source, file.text, advise(text))


def parse(data: bytes, source: str) -> JsonText | ReadResult:
    """Return a JSON file, or why it cannot be used."""
    if advice := too_large(data):
        return unusable(source, "", advice)
    encoding = json.detect_encoding(data)
    try:
        text = with_plain_line_ends(data.decode(encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError:
        advice = advise(_("the file is not UTF-8. Save it as UTF-8."))
        return unusable(source, data.decode(errors="replace"), advice)
    if advice := too_many_parts(sum(map(text.count, "{[,")), len(text), LETTERS_PER_PART):
        return unusable(source, text, advice)
    try:
        return JsonText(text, parsed(text))
    except json.JSONDecodeError as error:
        advice = advise(_("invalid JSON: {reason}."), reason=translated(error.msg))
        return unusable(source, text, advice, line=error.lineno, column=error.colno)
    except RecursionError:
        return unusable(source, text, advise(_("lists and objects are nested too deeply.")))


def parse_or_raise(data: bytes, source: str) -> JsonText:
    """Return a JSON file that is not a schedule. Raises ScheduleProblem if it cannot be used."""
    file = parse(data, source)
    if isinstance(file, JsonText):
        return file
    raise ScheduleProblem(line(file.locate(())[0]))


def parsed(text: str, *, strict: bool = True) -> object:
    """Return the tree of a JSON text. Raises JSONDecodeError and RecursionError.

    Unless it is `strict`, texts can contain line breaks.
    """
    # Numbers stay texts, as some are too long for Python, and NaN is not one.
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, strict=strict)


def object_lines(text: str, chosen: Callable[[object], Sequence[object]]) -> list[int]:
    """Return the line, from 1, of each of the objects that `chosen` returns of the tree."""
    tree = parsed(text)
    found = chosen(tree)
    lines = lines_in(text, tree, found)
    return [lines.get(number, 0) for number in range(len(found))]


def lines_in(text: str, tree: object, found: Sequence[object], first: int = 1) -> dict[int, int]:
    """Return the lines of those objects that are in a tree, by their index in `found`.

    The text begins in line `first`. The objects of the tree have the order of their braces in the
    text, unless a key is repeated.
    """
    number_of = {id(node): number for number, node in enumerate(found)}
    lines = {}
    line, counted = first, 0
    braces = (found.start() for found in _OBJECT_OR_STRING.finditer(text) if found[0] == "{")
    for node, position in zip(_objects(tree), braces, strict=False):
        if (number := number_of.get(id(node))) is not None:
            line += text.count("\n", counted, position)
            counted = position
            lines[number] = line
    return lines


def _objects(tree: object) -> Iterator[object]:
    """Yield the objects of a tree, each before those within it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(reversed(node.values()))
        elif isinstance(node, list):
            waiting.extend(reversed(node))
