"""Read the menu of Giggity, which lists events with their dates and the URLs of their schedules.

https://github.com/Wilm0r/giggity has its JSON Schema: tools/menu-schema.json.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from cacctl.base.i18n import _
from cacctl.base.names import ID
from cacctl.base.sanitize import visible
from cacctl.base.urls import url_problem, with_https
from cacctl.formats.common import json_text
from cacctl.formats.common.fields import text_in
from cacctl.formats.common.text import words
from cacctl.formats.common.values import zone_named
from cacctl.formats.diagnostics import Problem, quoted
from cacctl.formats.directory.reader import MOST_EVENTS, Examined, schedule_url, unusable
from cacctl.model.directory import ListedEvent
from cacctl.times.clock import FIRST_YEAR, LAST_YEAR

Table = Mapping[str, object]


def examine(data: bytes, origin: str) -> Examined:
    """Read a menu as far as possible. Raises ScheduleProblem for a file that is none."""
    parsed = json_text.parse_or_raise(data, origin)
    tree = parsed.tree
    found = tree.get("schedules") if isinstance(tree, dict) else None
    if not isinstance(found, list):
        raise unusable(origin)
    found = found[:MOST_EVENTS]
    lines, file = json_text.lines_in(parsed.text, tree, found), visible(origin)
    events: dict[str, ListedEvent] = {}
    problems, unusable_events = [], []
    for index, table in enumerate(found):
        number = lines.get(index, 0)
        event, wrong = _event(table if isinstance(table, dict) else {}, origin)
        event = event._replace(location=f"{file}:{number}")
        if wrong:
            where = _("event {number}: ").format(number=index + 1)
            if event.id:
                where = _("event {number} ({id}): ").format(number=index + 1, id=event.id)
            problems.append(Problem("error", file, number, 1, visible(where + wrong), ""))
            unusable_events += [event] * bool(event.id)
        elif event.id not in events:
            events[event.id] = event
    return Examined(list(events.values()), problems, parsed.text, unusable_events)


def _event(table: Table, origin: str) -> tuple[ListedEvent, str]:
    """Return an event, and what is wrong with it or "".

    Its ID has hyphens, as IDs have in other directories; it is "" if it is not valid.
    """
    event_id = text_in(table, "id").replace("_", "-")
    name = words(text_in(table, "title"), "")
    start, end = _date(table, "start"), _date(table, "end")
    named = text_in(table, "url")
    schedule, problem = "", url_problem(named)
    if "://" in named:
        schedule, problem = schedule_url(with_https(named), origin)
    if not re.fullmatch(ID, event_id):
        event_id, wrong = "", _("the ID is missing or invalid.")
    elif not name:
        wrong = _("the title is missing.")
    elif not start or not end:
        key = "end" if start else "start"
        text = _("{key} is not a date: {value}.")
        wrong = text.format(key=key, value=quoted(table.get(key) or ""))
    elif end < start:
        wrong = _("{end} is before the start, {start}.").format(end=end, start=start)
    elif problem:
        wrong = _("{value} was not used: {problem}.").format(value=quoted(named), problem=problem)
    else:
        wrong = ""
    zone = zone_named(text_in(table, "timezone"))
    sources = (origin,) if "://" in origin else ()
    return ListedEvent(event_id, schedule, "", name, start, end, zone, sources=sources), wrong


def _date(table: Table, key: str) -> date | None:
    with suppress(ValueError):
        found = date.fromisoformat(text_in(table, key))
        return found if FIRST_YEAR <= found.year < LAST_YEAR else None
    return None
