"""Schedules from addresses: fetched, checked, kept, and refreshed when it is time.

The viewer always sees a whole schedule: the newest good one that the address ever gave.
"""

import codecs
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from cacctl.base import files, hints
from cacctl.base.errors import CacctlError, NetworkProblem, ScheduleProblem
from cacctl.base.gzip import BrokenGzip, unpacked
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import fetching_problem
from cacctl.formats.loading import Loaded, read_programme
from cacctl.model.diff import lost
from cacctl.model.programme import Programme
from cacctl.net import http
from cacctl.net.http import Deadline, Fetched, Progress
from cacctl.sources import cache, parsed_cache, sandbox
from cacctl.sources.cache import Copy
from cacctl.times.format import length_words

FIRST_SECONDS = 20.0
"""How long a viewer waits for a schedule of which there is no copy."""
REFRESH_SECONDS = 2.0
"""How long for one of which there is."""
UPDATE_SECONDS = 30.0
"""How long where a refresh was asked for by name."""
READING_SHARE = 0.75
"""How much of what is left of that a new schedule's reading may take; the rest is for its use."""

DURING_EVENT = timedelta(minutes=15)
OTHERWISE = timedelta(days=1)
SPREAD = 0.2
"""By how much of the interval the refreshes of many viewers are spread."""
FIRST_RETRY = timedelta(minutes=1)


class Update(NamedTuple):
    """A schedule in use: its copy, what is in it, and why it may not be the newest.

    `failure` is why the server's answer could not be used, where it could not. `event_tz` is the
    zone that it is read in where it names none.
    """

    copy: Copy
    loaded: Loaded
    warning: str = ""
    failure: CacctlError | None = None
    event_tz: str = ""

    def replaced(self, now: datetime) -> Programme | None:
        """The programme that the viewer was last told of, where it was another."""
        if not self.copy.previous:
            return None
        # It may be one that only another version of cacctl could read.
        with suppress(ScheduleProblem):
            previous = self.copy.previous
            return read_programme(previous, self.copy.address, now, self.event_tz).programme
        return None


class Place(NamedTuple):
    """An address, the folder of the copies, what is allowed on the way, and the event's zone.

    The zone counts where the schedule names none.
    """

    address: str
    folder: Path | None
    allow_http: bool = False
    event_tz: str = ""

    def read(self, data: bytes, now: datetime, deadline: Deadline | None = None) -> Loaded:
        """The schedule in bytes that the address gave. Raises ScheduleProblem.

        What is new is read within a deadline; what is in use has been.
        """

        def form_of(data: bytes, source: str, now: datetime, event_tz: str) -> bytes | None:
            if deadline is None or not sandbox.is_needed(data):
                return None
            seconds = deadline.left * READING_SHARE
            promised = deadline.seconds
            return sandbox.form_of(data, source, now, event_tz, seconds=seconds, promised=promised)

        return parsed_cache.read(
            data, self.address, now, lambda: self.folder, self.event_tz, form_of
        )


def schedule(place: Place, now: datetime, *, offline: bool = False) -> Update:
    """The schedule of an address: at once from its copy, unless it is time to refresh that.

    Raises NetworkProblem or ScheduleProblem where there is no copy and none can be had.
    """
    kept = _kept(place, now)
    if kept and (offline or now < due(kept.copy, kept.loaded.programme, now)):
        return kept._replace(warning=_held_back()) if kept.copy.held else kept
    if offline:
        raise _without_copy(place)
    return _refreshed(place, kept, now, REFRESH_SECONDS if kept else FIRST_SECONDS)


def update(
    place: Place,
    now: datetime,
    *,
    accept: bool = False,
    progress: Progress = lambda _received, _total: None,
) -> Update:
    """The schedule of an address, asked for now; with `accept`, also one that was held back."""
    return _refreshed(place, _kept(place, now), now, UPDATE_SECONDS, Wish(accept, progress))


def body(place: Place, *, offline: bool, progress: Progress) -> bytes:
    """What is at an address now, or in its copy, right or wrong. Raises NetworkProblem."""
    if not offline:
        wish = Wish(accept=False, progress=progress)
        return _schedule_in(place, _asked(place, None, Deadline(UPDATE_SECONDS), wish).body)
    if copy := cache.read(place.folder, place.address) if place.folder else None:
        return copy.body
    raise _without_copy(place)


def told(place: Place, now: datetime) -> None:
    """Keep in mind that the viewer knows what has changed."""
    with _alone(place, 0) as alone:
        # Where another process is at it, the viewer is told once more.
        if alone and (kept := _kept(place, now)):
            _keep(place, kept.copy._replace(previous=b""))


def due(copy: Copy, programme: Programme, now: datetime) -> datetime:
    """From when on the server is to be asked again: `now` where the clock has been set back."""
    if copy.checked > now:
        return now
    interval = _interval(programme, now) * (1 + SPREAD * copy.spread)
    # Nobody is asked to wait longer than that: the clock has been set back since.
    retry = copy.retry if copy.retry <= now + OTHERWISE else now
    return max(copy.checked + interval, retry)


def _interval(programme: Programme, now: datetime) -> timedelta:
    during = programme.start - timedelta(days=1) <= now < programme.end
    return programme.event.refresh or (DURING_EVENT if during else OTHERWISE)


def _without_copy(place: Place) -> NetworkProblem:
    return NetworkProblem(
        _("{address}: there is no copy of it here.").format(address=visible(place.address)),
        _("Leave out --offline once to fetch it."),
    )


class Wish(NamedTuple):
    """That a viewer asks for a refresh by name: whatever is lost by it, and shown how far it is."""

    accept: bool
    progress: Progress


def _kept(place: Place, now: datetime, known: Update | None = None) -> Update | None:
    """What is in use, which need not be read again if it is `known`."""
    copy = cache.read(place.folder, place.address) if place.folder else None
    if copy is None:
        return None
    if known and known.copy == copy:
        return known
    try:
        return Update(copy, place.read(copy.body, now), event_tz=place.event_tz)
    except ScheduleProblem:
        # Another version of cacctl could read it.
        return None


def _keep(place: Place, copy: Copy) -> str:
    """Write the copy; why it could not be written, if so: the schedule is shown all the same."""
    if place.folder is None:
        return _("There is no folder to keep a copy of the schedule in.")
    try:
        cache.write(place.folder, copy)
    except CacctlError as error:
        return error.message
    return ""


def _refreshed(
    place: Place, kept: Update | None, now: datetime, seconds: float, wish: Wish | None = None
) -> Update:
    """What is in use after the server was asked, by this process or by another just now."""
    deadline = Deadline(seconds)
    with _alone(place, 0 if kept and not wish else seconds) as alone:
        newest = _kept(place, now, kept)
        if newest and not wish and (not alone or kept is None or newest.copy != kept.copy):
            return newest
        try:
            if not alone:
                raise _occupied(place, seconds)
            changed = _taken(
                place, newest, _asked(place, newest, deadline, wish), now, deadline, wish
            )
        except (NetworkProblem, ScheduleProblem) as error:
            if newest is None:
                raise
            changed = _failed(newest, error, now)
        unkept = _keep(place, changed.copy) if alone else ""
    return changed if changed.warning or not unkept else changed._replace(warning=unkept)


def _occupied(place: Place, seconds: float) -> NetworkProblem:
    text = _("{address}: another cacctl has been fetching it for {seconds} seconds.")
    return NetworkProblem(
        text.format(address=visible(place.address), seconds=f"{seconds:g}"),
        _("Try again in a minute."),
    )


@contextmanager
def _alone(place: Place, seconds: float) -> Iterator[bool]:
    """Whether this process is the only one that refreshes; it waits for that for some seconds."""
    from filelock import FileLock, Timeout

    lock = None
    try:
        if place.folder is not None:
            files.make_private(place.folder)
            path = place.folder / f"{cache.name(place.address)}.lock"
            # Some versions of filelock would empty what a link leads to.
            if path.is_symlink():
                path.unlink()
            lock = FileLock(path, mode=0o600)
            lock.acquire(timeout=seconds)
    except Timeout:
        yield False
        return
    except (OSError, NotImplementedError):
        # In a folder that cannot be written to, nobody replaces anything.
        lock = None
    try:
        yield True
    finally:
        if lock:
            lock.release()


def _asked(place: Place, kept: Update | None, deadline: Deadline, wish: Wish | None) -> Fetched:
    """The server's answer: 200, or 304 where there is a copy."""
    accept = wish is not None and wish.accept
    for conditions in (_conditions(kept, accept=accept), {"Cache-Control": "no-cache"}):
        fetched = http.fetch(
            place.address,
            deadline=deadline,
            largest_bytes=cache.LARGEST_BODY_BYTES,
            headers=conditions,
            problem_of=lambda url: fetching_problem(url, allow_http=place.allow_http),
            **({"progress": wish.progress} if wish else {}),
        )
        if fetched.status == HTTPStatus.OK:
            return fetched._replace(body=_unpacked(place, fetched.body))
        if fetched.status != HTTPStatus.NOT_MODIFIED:
            raise Unavailable(place.address, fetched)
        if kept and not accept:
            return fetched
    raise Unavailable(place.address, fetched)


def _unpacked(place: Place, body: bytes) -> bytes:
    """The body, unpacked if it is a gzip file. Raises NetworkProblem."""
    try:
        body = unpacked(body, cache.LARGEST_BODY_BYTES + 1)
    except BrokenGzip as error:
        reason = _("its gzip file is incomplete or damaged")
        raise _useless(place, reason) from error
    if len(body) > cache.LARGEST_BODY_BYTES:
        text = _("its answer is larger than {count} MiB")
        raise _useless(place, text.format(count=cache.LARGEST_BODY_BYTES >> 20))
    return body


def _useless(place: Place, reason: str) -> NetworkProblem:
    return NetworkProblem(
        _("{address}: {reason}.").format(address=visible(place.address), reason=reason)
    )


class Unavailable(NetworkProblem):
    """An answer without the schedule. `wait` is how long the server wants not to be asked."""

    def __init__(self, address: str, fetched: Fetched) -> None:
        text = _("{address} answers {status} instead of a schedule.")
        super().__init__(text.format(address=visible(address), status=fetched.status))
        self.retry_after = fetched.headers.get("retry-after", "")

    def wait(self, now: datetime) -> timedelta:
        """How long the server wants not to be asked again (RFC 9110, 10.2.3)."""
        if self.retry_after.isdecimal():
            return min(OTHERWISE, timedelta(seconds=int(self.retry_after[:9])))
        with suppress(ValueError, TypeError):
            return min(OTHERWISE, parsedate_to_datetime(self.retry_after) - now)
        return timedelta()


def _conditions(kept: Update | None, *, accept: bool) -> dict[str, str]:
    """What makes the server answer only with something new (RFC 9110, 13.1)."""
    if kept is None:
        return {}
    known = list(filter(None, [kept.copy.etag, "" if accept else kept.copy.held]))
    if known:
        return {"If-None-Match": ", ".join(known)}
    return {"If-Modified-Since": kept.copy.modified} if kept.copy.modified else {}


def _taken(
    place: Place,
    kept: Update | None,
    fetched: Fetched,
    now: datetime,
    deadline: Deadline,
    wish: Wish | None,
) -> Update:
    """What is in use after an answer; the old where the new one is to be held back."""
    etag = cache.validator(fetched.headers.get("etag", ""))
    modified = cache.validator(fetched.headers.get("last-modified", ""))
    if kept and fetched.status == HTTPStatus.NOT_MODIFIED:
        return _unchanged(kept, now, held=etag if etag == kept.copy.held else "")
    is_new = kept is None or fetched.body != kept.copy.body
    loaded = (
        place.read(_schedule_in(place, fetched.body), now, deadline)
        if kept is None or is_new
        else kept.loaded
    )
    if kept and is_new:
        if lost(kept.loaded.programme, loaded.programme, now) and not (wish and wish.accept):
            return _unchanged(kept, now, held=etag)._replace(warning=_held_back())
        previous = kept.copy.previous or kept.copy.body
    else:
        previous = kept.copy.previous if kept else b""
    copy = Copy(
        place.address,
        fetched.body,
        now,
        etag,
        modified,
        spread=random.random(),  # noqa: S311
        previous=previous,
    )
    return Update(copy, loaded, event_tz=place.event_tz)


def _unchanged(kept: Update, now: datetime, *, held: str) -> Update:
    copy = kept.copy._replace(checked=now, held=held, retry=cache.NEVER, failures=0)
    return kept._replace(copy=copy, warning=_held_back() if held else "")


def _schedule_in(place: Place, body: bytes) -> bytes:
    """The body, unless it is plainly none. Raises NetworkProblem."""
    start = body.removeprefix(codecs.BOM_UTF8).lstrip()[:14].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise NetworkProblem(
            _("{address} answers with a web page instead of a schedule.").format(
                address=visible(place.address)
            ),
            _(
                "If it is the event's page, look on it for a link to an iCalendar (.ics) file or "
                "schedule.xml. Otherwise the network may want you to log in: open a page in a "
                "browser."
            ),
        )
    if not start:
        raise NetworkProblem(
            _("{address} answers with nothing.").format(address=visible(place.address))
        )
    return body


def _failed(kept: Update, error: CacctlError, now: datetime) -> Update:
    """The copy, with why it is not newer; the next try waits longer after each failure."""
    copy = kept.copy
    interval = _interval(kept.loaded.programme, now)
    backoff = min(interval, FIRST_RETRY * 2 ** min(copy.failures, 20))
    if isinstance(error, Unavailable):
        backoff = max(backoff, error.wait(now))
    text = _("{problem} What is shown is the copy from {age} ago.")
    warning = text.format(
        problem=error.message.rstrip(".") + ".",
        age=length_words(copy.checked, now, rounding="down"),
    )
    if isinstance(error, sandbox.TooCostly):
        warning += f" {error.hint}"
    later = copy._replace(retry=now + backoff, failures=copy.failures + 1)
    return kept._replace(copy=later, warning=warning, failure=error)


def held_back() -> ScheduleProblem:
    """That a new version was not applied, and how to apply it."""
    return ScheduleProblem(
        _("A new version lacks at least half of the coming sessions, so it was not applied."),
        _("Apply it anyway: {command}").format(command=hints.command("update", accept=True)),
    )


def _held_back() -> str:
    problem = held_back()
    return f"{problem.message} {problem.hint}"
