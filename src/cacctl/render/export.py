"""What a programme can be written as, each by the module of its format."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple

from cacctl.model.programme import Session
from cacctl.viewer.view import View


class Wish(NamedTuple):
    """What is to be written, for whom, and with an alarm so long before each start, if any."""

    seen: View
    sessions: Sequence[Session]
    alarm: timedelta | None = None


def _ical(wish: Wish) -> bytes:
    from cacctl.formats.ical import writer

    seen = wish.seen
    return writer.calendar(seen.programme, wish.sessions, lang=seen.lang, alarm=wish.alarm)


def _schedule_xml(wish: Wish) -> bytes:
    from cacctl.formats.frab import writer

    return writer.xml(wish.seen.programme, wish.sessions, lang=wish.seen.lang)


def _schedule_json(wish: Wish) -> bytes:
    from cacctl.formats.frab import writer

    return writer.json(wish.seen.programme, wish.sessions, lang=wish.seen.lang)


def _csv(wish: Wish) -> bytes:
    from cacctl.formats import csv as csv_writer

    seen = wish.seen
    return csv_writer.table(seen.programme, wish.sessions, lang=seen.lang, tz=seen.tz)


def _markdown(wish: Wish) -> bytes:
    from cacctl.render import markdown

    return markdown.markdown(wish.seen, wish.sessions).encode()


def _json(wish: Wish) -> bytes:
    from cacctl.render import json as documents

    return documents.sessions(wish.seen, wish.sessions).encode() + b"\n"


FORMATS: dict[str, Callable[[Wish], bytes]] = {
    "ical": _ical,
    "schedule-xml": _schedule_xml,
    "schedule-json": _schedule_json,
    "csv": _csv,
    "markdown": _markdown,
    "json": _json,
}
"""The formats by their names, as `export` takes them. The same wish always gives the same bytes,
but for "json", which tells the moment that it answers for."""

# What people type for them as well.
OTHER_NAMES = {"ics": "ical"}
