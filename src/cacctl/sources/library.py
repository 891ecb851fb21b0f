"""Which schedule is meant: a file, an address, an event of the settings, else the bundled one."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cacctl.base.errors import CacctlError
from cacctl.formats.loading import read_bytes, read_programme
from cacctl.model.programme import Programme

if TYPE_CHECKING:
    from cacctl.sources.remote import Place, Update

PACKAGE = Path(__file__).parents[1]
# How often what stays looks whether its copy is due; that reads it.
EVERY = timedelta(seconds=30)


class Source(NamedTuple):
    """A path or an address, None for the bundled schedule, and how it may be fetched.

    `event_tz` is the event's zone, an IANA key, where the schedule names none.
    """

    place: str | None = None
    offline: bool = False
    allow_http: bool = False
    event_tz: str = ""

    @property
    def is_address(self) -> bool:
        """Whether it has to be fetched. Whatever names a protocol does, if only to be refused."""
        return self.place is not None and "://" in self.place


class Found(NamedTuple):
    """A programme, a line for each thing that may be wrong with it, and what it replaced.

    `replaced` is what the viewer was last told of, where that was another.
    """

    programme: Programme
    warnings: tuple[str, ...] = ()
    replaced: Programme | None = None


def source(
    given: str | None,
    events: Mapping[str, str],
    *,
    offline: bool,
    allow_http: bool,
    event_tz: str = "",
) -> Source:
    """The source that a path, an address or a name of the settings stands for."""
    place = events.get(given, given) if given else given
    # What subscribes to a calendar names no protocol of its own: it is fetched as any other page.
    if place and (match := re.match(r"webcals?://", place, re.IGNORECASE)):
        place = f"https://{place[match.end() :]}"
    return Source(place, offline, allow_http, event_tz)


def schedule(source: Source, now: datetime) -> Found:
    """The programme of a source; one from an address is refreshed where it is time.

    Raises ScheduleProblem, and for an address NetworkProblem.
    """
    if not source.is_address:
        path, event_tz = Path(source.place or bundled()), source.event_tz
        if source.place:
            from cacctl.sources import parsed_cache

            data = read_bytes(path)
            loaded = parsed_cache.read(data, source.place, now, copies_folder, event_tz)
        else:
            loaded = read_programme(read_bytes(path), str(path), now, event_tz)
        return Found(loaded.programme, loaded.warnings)
    from cacctl.sources import remote

    return found(remote.schedule(place(source), now, offline=source.offline), now)


def found(update: "Update", now: datetime) -> Found:
    """A schedule from an address as every other."""
    warnings = (*filter(None, [update.warning]), *update.loaded.warnings)
    return Found(update.loaded.programme, warnings, update.replaced(now))


def told(source: Source, now: datetime) -> None:
    """Keep in mind that the viewer knows what has changed."""
    from cacctl.sources import remote

    remote.told(place(source), now)


class Feed:
    """The newest programme of a source, for what stays: asked again where it is time.

    What cannot be read or fetched leaves the last good one.
    """

    def __init__(self, source: Source, programme: Programme) -> None:
        self._source, self._programme = source, programme
        self._file = Path(source.place) if source.place and not source.is_address else None
        self._stamp = self._changed()
        self._asked = datetime.min.replace(tzinfo=UTC)

    def programme(self, now: datetime) -> Programme:
        """The programme at the real time `now`."""
        if self._file:
            if (stamp := self._changed()) != self._stamp:
                self._stamp = stamp
                self._take(now)
        elif self._source.is_address and abs(now - self._asked) >= EVERY:
            self._asked = now
            self._take(now)
        return self._programme

    def _take(self, now: datetime) -> None:
        with suppress(CacctlError):
            self._programme = schedule(self._source, now).programme

    def _changed(self) -> tuple[int, int] | None:
        with suppress(OSError, ValueError):
            if self._file:
                status = self._file.stat()
                return status.st_mtime_ns, status.st_size
        return None


def place(source: Source) -> "Place":
    """Where the copy of an address is, and what is allowed on the way to it."""
    from cacctl.sources.remote import Place

    return Place(source.place or "", copies_folder(), source.allow_http, source.event_tz)


def copies_folder() -> Path | None:
    """The folder of the copies, in the system's folder for caches; None without a home."""
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("cacctl", appauthor=False) / "schedules"
    except RuntimeError:  # since platformdirs 4.11; before, a relative path
        return None
    return folder if folder.is_absolute() else None


def bundled() -> Path:
    """Where the bundled schedule is: inside an installed package, beside `src` in a checkout.

    An editable install has only the checkout's: a build tool copies files into a wheel alone.
    """
    packaged = PACKAGE / "data" / "schedule.toml"
    return packaged if packaged.exists() else PACKAGE.parents[1] / "data" / "schedule.toml"
