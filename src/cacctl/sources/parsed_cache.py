"""Cache of parsed schedules, since parsing a large one is slow.

A parsed form is valid only for the bytes it was made from, and for the same version of cacctl, of
Python and of the time zones, the same name, zone, language and, where sessions recur, date. In any
other case the bytes are parsed again. It is trusted no more than they are: control characters make
it invalid, and URLs are checked before they are opened.
"""

import gc
import os
import re
import sys
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from cacctl import __version__
from cacctl.base import files, hints, i18n
from cacctl.base.errors import CacctlError
from cacctl.base.sanitize import visible
from cacctl.formats import registry
from cacctl.formats.loading import Loaded, read_programme
from cacctl.model.programme import (
    Channel,
    Event,
    Link,
    Note,
    Programme,
    Session,
    SessionLink,
    Speaker,
)

VERSION = 3
SMALL_BYTES = 64 * 1024
"""A smaller schedule in cacctl's own format is parsed as fast as its parsed form is read."""
MOST_KEPT = 16

# The fields of a session that JSON cannot express.
(
    DATE, START, END, ANNOUNCED, CITIES, SPEAKERS, RECORDINGS, STREAMS, LINKS, NOTES
) = map(
    Session._fields.index,
    (
        "date", "start", "end", "announced", "cities", "speakers", "recordings", "streams",
        "links", "notes",
    ),
)  # fmt: skip

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The years of schedules, 1970 to 9000, in every zone, and with the longest session.
EARLIEST, LATEST = datetime(1969, 12, 30, tzinfo=UTC), datetime(9001, 3, 1, tzinfo=UTC)
ONLY_TEXT = {str}
PRINTABLE = bytes(range(0x20, 0x7F))
MICROSECOND = timedelta(microseconds=1)


def read(
    data: bytes,
    source: str,
    now: datetime,
    copies: Callable[[], Path | None],
    event_tz: str = "",
    make_form: Callable[[], bytes | None] = lambda: None,
) -> Loaded:
    """Return what `loading.read_programme` does, from the parsed form if it is cached.

    If it is not, it is cached for the next time in the folder `copies()`: as made by `make_form`,
    or else by parsing here. Raises ScheduleProblem.
    """
    small = len(data) < SMALL_BYTES and registry.detect(data) is registry.NATIVE
    folder = None if small else copies()
    path = folder / "prepared" / _name(data, source, now, event_tz) if folder else None
    with _without_collector():
        if path and (parsed := _kept(path)):
            _keep_commands_whole(parsed, source)
            return parsed
        form = make_form()
        loaded = (form and _read(form)) or read_programme(data, source, now, event_tz)
    _keep_commands_whole(loaded, source)
    # If it cannot be saved, the schedule is shown anyway.
    if path:
        with suppress(OSError, CacctlError):
            files.make_private(path.parent)
            files.write(path, form or packed(loaded), force=True, private=True)
            _forget_oldest(path.parent)
    return loaded


def _keep_commands_whole(loaded: Loaded, source: str) -> None:
    """Record the command in warnings that another run made, so that no line breaks within it."""
    if loaded.warnings:
        hints.command("check", source)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Turn off the garbage collector, which would find nothing and take half as long again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _name(data: bytes, source: str, now: datetime, event_tz: str) -> str:
    """Return a file name that differs whenever the result could."""
    from hashlib import blake2b

    day = now.date().isoformat() if registry.detect(data).recurs else ""
    given = (source, event_tz, i18n.message_language(), day)
    parser = (VERSION, __version__, sys.version, *_stamps())
    digest = blake2b(repr((parser, given)).encode("utf-8", "backslashreplace"), digest_size=20)
    digest.update(data)
    return f"{digest.hexdigest()}.json"


def _stamps() -> Iterator[tuple[str, int]]:
    """Yield what changes with the time zones or with the modules that parse."""
    package = Path(__file__).parents[1]
    folders = ("base", "formats", "model", "sources", "times")
    readers = [path for folder in folders for path in (package / folder).rglob("*.py")]
    for file in (*(Path(path) / "UTC" for path in zoneinfo.TZPATH), *sorted(readers)):
        with suppress(OSError):
            # The folder of time zones can be a link to that of a version.
            yield os.path.realpath(file), file.stat().st_mtime_ns
    with suppress(ImportError):
        import tzdata  # type: ignore[import-untyped]

        yield tzdata.IANA_VERSION, 0


def _kept(path: Path) -> Loaded | None:
    try:
        return _read(path.read_bytes())
    except OSError:
        return None


def _read(form: bytes) -> Loaded | None:
    import json
    import zlib

    try:
        head, _break, body = form.partition(b"\n")
        if int(head) != zlib.crc32(body):
            return None
        text = body.decode()
        # All texts have been through `visible`, so that only quotation marks and backslashes are
        # escaped in JSON. Printable ASCII, which is nearly everything, need not be looked at.
        others = body.translate(None, PRINTABLE).decode()
        if visible(others) != others or re.search(r'\\[^"]', text.replace("\\\\", "")):
            return None
        event, channels, sessions, warnings = json.loads(text)
        programme = Programme(
            _event(event), tuple(map(_channel, channels)), tuple(map(_session, sessions))
        )
        loaded = Loaded(programme, tuple(warnings))
        return loaded if _is_sound(loaded) else None
    # Another program or a full disk may have damaged it.
    except (
        OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError,
        RecursionError,
    ):  # fmt: skip
        return None


def _is_sound(loaded: Loaded) -> bool:
    """Return whether a parser could have made it: the right types, within bounds."""
    event, channels, sessions, *_part = loaded.programme
    if not (sessions and _fits(tuple[str, ...])(loaded.warnings) and _fits(Event)(event)):
        return False
    zoneinfo.ZoneInfo(event.zone)
    channel_fits, session_fits = _fits(Channel), _fits(Session)
    return (
        bool(event.name)
        and event.first_date <= event.last_date
        and all(map(channel_fits, channels))
        and all(map(session_fits, sessions))
        and all(
            session.name and EARLIEST <= session.start <= session.end <= LATEST
            for session in sessions
        )
    )


@cache
def _fits(kind: Any) -> Callable[[Any], bool]:
    """Return a function that checks whether a value has the type of a model's field."""
    if hasattr(kind, "_fields"):
        return _rows_fit(tuple(get_type_hints(kind).values()))
    inner = get_args(kind)
    if get_origin(kind) is Literal:
        return lambda value: type(value) is str and value in inner
    if get_origin(kind) is UnionType:
        choices = tuple(map(_fits, inner))
        return lambda value: any(fits(value) for fits in choices)
    if get_origin(kind) in (tuple, frozenset):
        item = _fits(inner[0])
        return lambda value: not value or all(map(item, value))
    if get_origin(kind) is Mapping:
        return lambda value: type(value) is dict and set(map(type, value.values())) <= ONLY_TEXT
    return lambda value: type(value) is kind


def _rows_fit(kinds: tuple[Any, ...]) -> Callable[[Any], bool]:
    """Return a function that checks whether the fields of a named tuple have these types."""
    parts = tuple(map(_fits, kinds))
    # For most fields the type is enough, and most rows have the same types as another.
    inner = [number for number, kind in enumerate(kinds) if not isinstance(kind, type)]
    known: set[tuple[type, ...]] = set()

    def fit(row: Any) -> bool:
        types = tuple(map(type, row))
        if types in known:
            return all(parts[number](row[number]) for number in inner if row[number])
        if not all(part(value) for part, value in zip(parts, row, strict=True)):
            return False
        known.add(types)
        return True

    return fit


def packed(loaded: Loaded) -> bytes:
    """Return the parsed form of a schedule."""
    import json
    import zlib

    event, channels, sessions, *_part = loaded.programme
    packed = (event, channels, [_packed_session(session) for session in sessions], loaded.warnings)
    # Nothing in it contains itself, so that need not be checked.
    body = json.dumps(
        packed, default=_plain, ensure_ascii=False, check_circular=False, separators=(",", ":")
    ).encode()
    return b"%d\n%s" % (zlib.crc32(body), body)


def _packed_session(session: Session) -> list[Any]:
    """Return a session as JSON types; calling `_plain` for each value takes twice as long."""
    row: list[Any] = list(session)
    row[DATE] = session.date.toordinal()
    row[START], row[END] = _packed_instant(session.start), _packed_instant(session.end)
    if session.announced is not None:
        row[ANNOUNCED] = _packed_instant(session.announced)
    return row


def _packed_instant(instant: datetime) -> int:
    return (instant - EPOCH) // MICROSECOND


def _plain(value: object) -> object:
    """Return a value that JSON cannot express as one that it can; named tuples are lists to it."""
    match value:
        case datetime():
            return _packed_instant(value)
        case date():
            return value.toordinal()
        case timedelta():
            return value // MICROSECOND
        case frozenset():
            return sorted(value)
    raise TypeError(type(value))


def _event(row: list[Any]) -> Event:
    event = Event._make(row)
    first, last = cast("tuple[int, int]", (event.first_date, event.last_date))
    return event._replace(
        first_date=date.fromordinal(first),
        last_date=date.fromordinal(last),
        notes=_notes(event.notes),
        refresh=None if event.refresh is None else cast("int", event.refresh) * MICROSECOND,
        revised=None if event.revised is None else _instant(event.revised),
    )


def _channel(row: list[Any]) -> Channel:
    channel = Channel._make(row)
    carries = channel.carries
    return channel._replace(
        carries=None if carries is None else frozenset(carries), notes=_notes(channel.notes)
    )


def _session(row: list[Any]) -> Session:
    # With thousands of sessions, each step here counts.
    row[DATE] = date.fromordinal(row[DATE])
    row[START], row[END] = _instant(row[START]), _instant(row[END])
    if row[ANNOUNCED] is not None:
        row[ANNOUNCED] = _instant(row[ANNOUNCED])
    row[CITIES], row[SPEAKERS] = tuple(row[CITIES]), tuple(map(Speaker._make, row[SPEAKERS]))
    row[RECORDINGS] = tuple(map(Link._make, row[RECORDINGS]))
    row[STREAMS] = tuple(map(Link._make, row[STREAMS]))
    row[LINKS] = tuple(map(SessionLink._make, row[LINKS]))
    row[NOTES] = _notes(row[NOTES])
    return Session._make(row)


def _notes(rows: Iterable[Any]) -> tuple[Note, ...]:
    return tuple(Note(text, tuple(sources)) for text, sources in rows)


def _instant(number: Any) -> datetime:
    return EPOCH + cast("int", number) * MICROSECOND


def _forget_oldest(folder: Path) -> None:
    files.forget_unfinished(folder)
    kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    for path in kept[:-MOST_KEPT]:
        path.unlink()
