"""Read the API's conferences, rooms and streams, as far as they can be read.

https://github.com/voc/streaming-website has what writes the file: view/streams-json-v2.php.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Literal, NamedTuple

from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import url_problem
from cacctl.formats.c3voc.programme import mismatches, with_streams
from cacctl.formats.common import json_text
from cacctl.formats.common.fields import text_in
from cacctl.formats.common.values import date_time
from cacctl.formats.diagnostics import Advice
from cacctl.model.programme import Programme

EXAMPLE = "https://streaming.media.ccc.de/streams/v2.json"
MOST_ROOMS = 1000
MOST_STREAMS = 100

Kind = Literal["web", "slides", "audio"]
"""The platform of the stream's channel: the video with sound is where the others are, too."""

KINDS: Mapping[str, Kind] = {
    "video": "web",
    "hls": "web",
    "dash": "web",
    "slides": "slides",
    "audio": "audio",
    "music": "audio",
}
# From the one that most players open, in the best quality, to the one that fewest do.
PROTOCOLS = ("hls", "webm", "dash", "opus", "mp3")


class ApiStream(NamedTuple):
    """A stream of a room. `endpoint` is "native", or the name of a translation.

    `label` is how people read that name. `selection` is the first part of its page's path, "" for
    the page of the room itself.
    """

    kind: Kind
    endpoint: str
    label: str
    url: str
    is_translated: bool
    selection: str = ""


class ApiRoom(NamedTuple):
    """A room with its names, the best first, the URL of its page, and its streams."""

    slug: str
    names: tuple[str, ...]
    page: str
    streams: tuple[ApiStream, ...]


class Conference(NamedTuple):
    """A conference with its rooms. `start` and `end` are UTC; None where the API has none."""

    slug: str
    title: str
    start: datetime | None
    end: datetime | None
    rooms: tuple[ApiRoom, ...]


class StreamsApi(NamedTuple):
    """What the API has. `wanted` is the slug of a conference, from the end of the URL or path."""

    source: str
    conferences: tuple[Conference, ...]
    wanted: str = ""

    @property
    def urls(self) -> tuple[str, ...]:
        """The URLs that a person wrote: none, as programs make them."""
        return ()

    def added_to(self, programme: Programme) -> Programme:
        """Return the programme with the streams of its rooms."""
        return with_streams(programme, self)

    def mismatches(self, programme: Programme) -> tuple[Advice, ...]:
        """Return which of its rooms are not used, or why its conference is not."""
        return tuple(mismatches(programme, self))


def read(data: bytes, source: str) -> StreamsApi:
    """Return what is in an API file. Raises ScheduleProblem."""
    parsed = json_text.parse_or_raise(data, source)
    conferences = tuple(_conferences(parsed.tree))
    if not conferences and parsed.tree != []:
        text = _("{file} is not in the format of the c3voc streaming API.")
        hint = _("Use a URL such as {example}.").format(example=EXAMPLE)
        raise ScheduleProblem(text.format(file=visible(source)), hint)
    return StreamsApi(source, conferences, PurePath(source).name.partition("#")[2])


def _conferences(tree: object) -> Iterator[Conference]:
    for table in _tables(tree):
        groups = _tables(table.get("groups"))
        rooms = [room for group in groups for room in _tables(group.get("rooms"))]
        if isinstance(table.get("groups"), list):
            yield Conference(
                text_in(table, "slug"),
                text_in(table, "conference"),
                _instant(table, "startsAt"),
                _instant(table, "endsAt"),
                tuple(map(_room, rooms[:MOST_ROOMS])),
            )


def _room(table: Mapping[str, object]) -> ApiRoom:
    names = dict.fromkeys(filter(None, (text_in(table, "schedulename"), text_in(table, "display"))))
    page = text_in(table, "link").rstrip("/")
    best: dict[tuple[str, str], tuple[tuple[int, int], ApiStream]] = {}
    for found in _tables(table.get("streams"))[:MOST_STREAMS]:
        rank, stream = _stream(found)
        key = stream.kind, stream.endpoint
        if stream.url and (key not in best or rank < best[key][0]):
            best[key] = rank, stream
    return ApiRoom(
        text_in(table, "slug"),
        tuple(names),
        "" if url_problem(page) else page,
        tuple(stream for _rank, stream in best.values()),
    )


def _stream(table: Mapping[str, object]) -> tuple[tuple[int, int], ApiStream]:
    """Return a stream, and what is lower the better it is; without `url` if it has none."""
    kind = KINDS.get(text_in(table, "type"), "web")
    selection, _hyphen, endpoint = text_in(table, "slug").partition("-")
    label = re.search(r"\(([^()]*)\)\s*$", text_in(table, "display"))
    urls = table.get("urls")
    protocols = urls if isinstance(urls, dict) else {}
    found = {
        name: url
        for name, link in protocols.items()
        if isinstance(link, dict) and not url_problem(url := text_in(link, "url"))
    }
    protocol = min(found, key=_protocol_rank, default="")
    size = table.get("videoSize")
    width = str(size[0]) if isinstance(size, list) and size else "0"
    rank = _protocol_rank(protocol), -int(width) if re.fullmatch(r"\d{1,5}", width) else 0
    return rank, ApiStream(
        kind,
        endpoint or "native",
        label[1] if label else "",
        found.get(protocol, ""),
        table.get("isTranslated") is True,
        "" if kind == "web" else selection,
    )


def _protocol_rank(name: str) -> int:
    return PROTOCOLS.index(name) if name in PROTOCOLS else len(PROTOCOLS)


def _tables(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _instant(table: Mapping[str, object], key: str) -> datetime | None:
    found = date_time(text_in(table, key))
    return found.astimezone(UTC) if found and found.tzinfo else None
