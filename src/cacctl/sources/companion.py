"""Further resources of a schedule, such as the API of its streams: fetched, cached and refreshed.

The schedule or the settings name them, as a URL or a path. The viewer always sees the newest good
version that a URL ever gave, and without one the schedule alone, with a warning.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast
from urllib.parse import urljoin, urlsplit

from cacctl.base import files
from cacctl.base.errors import CacctlError, NetworkProblem, ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import is_private
from cacctl.formats.diagnostics import Advice
from cacctl.formats.loading import Loaded, read_bytes
from cacctl.model.programme import Programme
from cacctl.net import http
from cacctl.net.http import Deadline, Response
from cacctl.settings.settings import COMPANIONS, Setting
from cacctl.sources import bundled, cache
from cacctl.sources.base import Source
from cacctl.sources.cache import CachedCopy
from cacctl.sources.download import download
from cacctl.sources.file import FileSource
from cacctl.sources.remote import RemoteSource, after_failure, due, interval, new_copy, unchanged

LARGEST_BYTES = 8 * 1024 * 1024
FIRST_TIMEOUT_SECONDS = 5.0
"""How long a viewer waits for a resource without a cached copy, since the schedule is there."""


class Content(Protocol):
    """What was read from a resource. `urls` are those in it that a person wrote."""

    urls: Sequence[str]

    def added_to(self, programme: Programme) -> Programme:
        """Return the programme with what the resource has for it."""

    def mismatches(self, programme: Programme) -> Sequence[Advice]:
        """Return what the resource has that is probably for the programme, but does not match."""


Reader = Callable[[bytes, str], Any]
"""Reads a resource: (data, origin). Raises ScheduleProblem."""

# The reader of each of COMPANIONS, which returns a Content, and that of a directory of events, as
# "module:function" in cacctl.formats.
READERS = {
    "streams_api": "c3voc.reader:read",
    "recordings": "recordings.reader:read",
    "directory": "directory.reader:read",
}


class Companion(NamedTuple):
    """A resource at a URL or path.

    One that a schedule or directory from a URL names is not `is_trusted`: it is not fetched from a
    private network, unless it is on `host`, its own.
    """

    key: str
    location: str
    is_remote: bool
    is_trusted: bool = True
    host: str = ""

    @property
    def path(self) -> Path:
        """The file, without the slug behind `#` unless that is part of the file's name."""
        path = Path(self.location)
        name, has_slug, _slug = path.name.partition("#")
        if name and has_slug and self.key == "streams_api" and not files.exists(path):
            return path.with_name(name)
        return path

    def read(self, data: bytes) -> Any:
        """Return what is in a resource. Raises ScheduleProblem."""
        if len(data) > LARGEST_BYTES:
            text = _("{file}: the file is larger than the limit of {most} MiB.")
            most = LARGEST_BYTES >> 20
            raise ScheduleProblem(text.format(file=visible(self.location), most=most))
        module, _colon, name = READERS[self.key].partition(":")
        reader = cast("Reader", getattr(import_module(f"cacctl.formats.{module}"), name))
        return reader(data, self.location)

    def named(self, text: str) -> str:
        """Return a warning about the resource with its key in front.

        A directory of events has a name of its own.
        """
        return f"{self.key}: {text}" if text and self.key in COMPANIONS else text

    def problem_of(self, url: str) -> str | None:
        """Return why this URL of the resource must not be requested, if so."""
        if self.is_trusted or urlsplit(url).hostname == self.host or not is_private(url):
            return None
        return _("it is on a private network")


class Result(NamedTuple):
    """What is in a resource, None if there is no good version, and a warning or "".

    `failure` is why a newer version could not be fetched or read.
    """

    content: Any
    warning: str = ""
    failure: CacctlError | None = None


class Access(NamedTuple):
    """How resources are fetched: from where copies are cached, and what is allowed.

    With `is_update`, they are refreshed now, due or not.
    """

    folder: Path | None
    offline: bool = False
    allow_http: bool = False
    is_update: bool = False


def companions(
    programme: Programme, source: Source, settings: Mapping[str, Setting]
) -> Iterator[Companion]:
    """Yield the resources that the settings name for a schedule, else those it names itself.

    A path in a schedule is relative to it, and in that of a URL it is part of a URL. An empty
    setting means none, even if the schedule names one.
    """
    for key in COMPANIONS:
        if key in settings:
            setting = settings[key]
            location, is_trusted = setting.value or "", setting.origin != "directory"
            if not location:
                continue
            host = "" if is_trusted else urlsplit(setting.location).hostname or ""
            yield Companion(key, location, "://" in location, is_trusted, host)
        elif named := str(getattr(programme.event, key)):
            if isinstance(source, RemoteSource):
                host = urlsplit(source.url).hostname or ""
                location = urljoin(source.url, named)
                yield Companion(key, location, is_remote=True, is_trusted=False, host=host)
            elif "://" in named:
                yield Companion(key, named, is_remote=True)
            else:
                file = source.path if isinstance(source, FileSource) else str(bundled.path())
                location = str(Path(file).parent / named)
                yield Companion(key, location, is_remote=False)


def complete(
    loaded: Loaded, resources: Iterable[Companion], now: datetime, access: Access
) -> Loaded:
    """Return a schedule with what its resources have for it, and a warning for each that fails."""

    def read(companion: Companion, programme: Programme) -> Result:
        return content_of(companion, interval(programme, now), now, access)

    return complete_with(loaded, resources, read)


def complete_with(
    loaded: Loaded, resources: Iterable[Companion], read: Callable[[Companion, Programme], Result]
) -> Loaded:
    """Return the same; `read` is called with each resource and the programme completed so far."""
    programme, replaced, warnings = loaded.programme, loaded.replaced, list(loaded.warnings)
    for companion in resources:
        found = read(companion, programme)
        warnings += filter(None, [companion.named(found.warning)])
        if found.content:
            programme = found.content.added_to(programme)
            # Otherwise, all that was added would be a change.
            replaced = replaced and found.content.added_to(replaced)
    return Loaded(programme, tuple(warnings), replaced)


def content_of(companion: Companion, usual: timedelta, now: datetime, access: Access) -> Result:
    """Return what is in a resource; `usual` is the interval in which one at a URL is refreshed."""
    try:
        if companion.is_remote:
            return _fetched(companion, usual, now, access)
        path = companion.path
        # Others, such as pipes, could be without an end.
        if files.exists(path) and not path.is_file():
            text = _("Cannot read {file}: {reason}.")
            reason = _("it is not a regular file")
            raise ScheduleProblem(text.format(file=visible(companion.location), reason=reason))
        return Result(companion.read(read_bytes(path)))
    except CacctlError as error:
        return Result(None, error.message, error)


def _fetched(companion: Companion, usual: timedelta, now: datetime, access: Access) -> Result:
    """Return the newest good version at a URL. Raises NetworkProblem or ScheduleProblem."""
    known = _cached(companion, access)
    if known and not access.is_update:
        copy, content = known
        if access.offline or now < due(copy, usual, now):
            return Result(content)
    if access.offline:
        if known:
            return Result(known[1])
        raise NetworkProblem(_("{url}: no saved copy.").format(url=visible(companion.location)))
    seconds = http.REFRESH_TIMEOUT_SECONDS if known else FIRST_TIMEOUT_SECONDS
    if access.is_update:
        seconds = http.UPDATE_TIMEOUT_SECONDS
    is_urgent = access.is_update or not known
    with cache.lock(access.folder, _name(companion), seconds if is_urgent else 0) as alone:
        newest = _cached(companion, access, known)
        if newest and not access.is_update and (not alone or newest is not known):
            return Result(newest[1])
        return _refreshed(companion, newest, usual, now, access, Deadline(seconds))


def _refreshed(
    companion: Companion,
    known: tuple[CachedCopy, Any] | None,
    usual: timedelta,
    now: datetime,
    access: Access,
    deadline: Deadline,
) -> Result:
    """Request a resource, and save it. Raises NetworkProblem or ScheduleProblem without a copy."""
    warning, failure = "", None
    try:
        response = download(
            companion.location,
            deadline,
            allow_http=access.allow_http,
            known=known and known[0],
            refuse=companion.problem_of,
            is_schedule=False,
        )
        copy, content = _applied(companion, known, response, now)
    except (NetworkProblem, ScheduleProblem) as error:
        if known is None:
            raise
        copy, warning = after_failure(known[0], error, now, usual)
        content, failure = known[1], error
    if access.folder:
        try:
            cache.write(access.folder, copy)
        except CacctlError as error:
            warning = warning or error.message
    return Result(content, warning, failure)


def _applied(
    companion: Companion,
    known: tuple[CachedCopy, Any] | None,
    response: Response,
    now: datetime,
) -> tuple[CachedCopy, Any]:
    """Return the copy to save after a response, and what is in it. Raises ScheduleProblem."""
    if known and response.status == HTTPStatus.NOT_MODIFIED:
        copy, content = known
        return unchanged(copy, now), content
    return new_copy(_name(companion), response, now), companion.read(response.body)


def _cached(
    companion: Companion, access: Access, known: tuple[CachedCopy, Any] | None = None
) -> tuple[CachedCopy, Any] | None:
    """Return the cached copy of a resource, and what is in it; `known` if that has not changed."""
    copy = cache.read(access.folder, _name(companion)) if access.folder else None
    if copy is None:
        return None
    if known and known[0] == copy:
        return known
    try:
        return copy, companion.read(copy.body)
    except ScheduleProblem:
        # Another version of cacctl could read it.
        return None


def _name(companion: Companion) -> str:
    """Return the name of the cached copy, which is none of a schedule's at the same URL."""
    return f"{companion.key} {companion.location}"
