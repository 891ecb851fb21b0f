"""The seam of the formats: what a format's reader and writer are given, and what they return."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from cacctl.formats.diagnostics import PathProblem, Problem
from cacctl.model.programme import Channel, Programme, Session

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath


class ReadResult(NamedTuple):
    """What was read from a schedule, and its problems, whether or not it can be used.

    `text` is the file's text; unless it `is_whole`, the text itself has errors. `channels`,
    `sessions`, `urls` and `ids` are those that could be read, each with its path. `locate` returns
    problems with their positions, and the errors in the text, in order.

    Other formats are read as far as possible: `remarks` then say what could not be read, a line
    each; for cacctl's own format it is None. `names_zone` is False if the schedule names no time
    zone. `stream_urls` are those that a streaming API adds, which nobody wrote by hand.
    """

    source: str
    text: str
    programme: Programme | None
    channels: Sequence[tuple["KeyPath", Channel]]
    sessions: Sequence[tuple["KeyPath", Session]]
    urls: Sequence[tuple["KeyPath", str]]
    ids: Sequence[tuple["KeyPath", str]]
    problems: Sequence[PathProblem]
    locate: Callable[[Sequence[PathProblem]], list[Problem]]
    remarks: Sequence[str] | None = None
    is_whole: bool = True
    names_zone: bool = True
    stream_urls: Sequence[tuple["KeyPath", str]] = ()


class JsonText(NamedTuple):
    """A JSON file: its text, and its tree of lists, objects, texts, booleans and None."""

    text: str
    tree: object


class ExportRequest(NamedTuple):
    """The sessions to write, as a viewer in the zone `tz` reads them in the language `lang`.

    With `alarm`, programs ring that long before each start.
    """

    programme: Programme
    sessions: Sequence[Session]
    lang: str
    tz: tzinfo = UTC
    alarm: timedelta | None = None


ScheduleReader = Callable[[bytes, str, datetime, str], ReadResult]
"""Reads `data`, as far as that goes, and raises nothing: (data, origin, now, event_tz).

`origin` is the file or URL, for messages. Sessions that recur without an end are read for a year
from `now`. `event_tz`, an IANA key, is the event's zone if the schedule names none.
"""

JsonReader = Callable[[JsonText, str, str], ReadResult | None]
"""The same for a format that is JSON: (file, origin, event_tz). None if it is another format."""

ScheduleWriter = Callable[[ExportRequest], bytes]
"""Returns the file in one format; the same bytes for the same request."""
