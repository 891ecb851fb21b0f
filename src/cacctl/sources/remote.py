"""Schedules from URLs: downloaded, cached, and refreshed when it is time.

The viewer always sees a whole schedule: the newest good one that the URL ever gave.
"""

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from cacctl.base import hints
from cacctl.base.errors import CacctlError, NetworkProblem, ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.formats.loading import Loaded
from cacctl.model.diff import lost
from cacctl.model.programme import Programme
from cacctl.net import http
from cacctl.net.http import Deadline, Progress, Response
from cacctl.sources import cache, parsed_cache, subprocess_reader
from cacctl.sources.cache import CachedCopy
from cacctl.sources.download import Unavailable, download
from cacctl.times.format import length_words

REFRESH_INTERVAL = timedelta(days=1)
REFRESH_INTERVAL_DURING_EVENT = timedelta(minutes=15)
REFRESH_SPREAD = 0.2
"""By how much of the interval the refreshes of many viewers are spread."""
FIRST_RETRY = timedelta(minutes=1)
LOOK_INTERVAL = timedelta(seconds=30)
"""How often `reload_if_due` reads the cached copy to see whether a refresh is due."""

READING_SHARE = 0.75
"""How much of the time left reading a new schedule may take; the rest is for its use."""


class ExplicitRefresh(NamedTuple):
    """A refresh that the viewer started, due or not.

    `accept` applies a version that was held back; `progress` is called with the bytes so far.
    """

    accept: bool
    progress: Progress


class CurrentSchedule(NamedTuple):
    """The schedule in use: its cached copy, what was read from it, and why it may be outdated.

    `failure` is why the server's response could not be used.
    """

    copy: CachedCopy
    loaded: Loaded
    warning: str = ""
    failure: CacctlError | None = None


class Updated(NamedTuple):
    """The schedule in use after an update, and why a newer version was not applied, if so.

    One without a saved copy before `is_first`.
    """

    loaded: Loaded
    held_back: ScheduleProblem | None = None
    is_first: bool = False


class RemoteSource:
    """A schedule at a URL, with a cached copy in `folder`.

    `event_tz` is the event's zone, an IANA key, where the schedule names none.
    """

    def __init__(
        self,
        url: str,
        folder: Path | None,
        *,
        offline: bool = False,
        allow_http: bool = False,
        event_tz: str = "",
    ) -> None:
        self.url, self.folder, self.event_tz = url, folder, event_tz
        self._offline, self._allow_http = offline, allow_http
        self._looked = datetime.min.replace(tzinfo=UTC)

    def load(self, now: datetime) -> Loaded:
        """Return the schedule: from its cached copy, unless it is time to refresh that.

        Raises NetworkProblem or ScheduleProblem where there is no copy and the download fails.
        """
        self._looked = now
        return self._loaded(self.current(now), now)

    def saved(self, now: datetime) -> Loaded | None:
        """Return the schedule in its cached copy, or None."""
        known = self._cached(now)
        return known and self._loaded(known._replace(warning=""), now)

    def reload_if_due(self, now: datetime) -> Loaded | None:
        """Return the schedule again every LOOK_INTERVAL, if it can be read; else None."""
        if abs(now - self._looked) >= LOOK_INTERVAL:
            self._looked = now
            with suppress(CacctlError):
                return self.load(now)
        return None

    def mark_changes_shown(self, now: datetime) -> None:
        """Forget what was replaced: the viewer has seen the changes."""
        with cache.lock(self.folder, self.url, 0) as alone:
            # Where another process refreshes, the viewer sees the changes once more.
            if alone and (known := self._cached(now)):
                self._save(known.copy._replace(previous=b""))

    def update(self, now: datetime, *, accept: bool, progress: Progress) -> Updated:
        """Refresh the schedule now; with `accept`, apply a version that was held back.

        Raises NetworkProblem or ScheduleProblem where the server's response cannot be used.
        """
        explicit = ExplicitRefresh(accept, progress)
        known = self._cached(now)
        current = self._refreshed(known, now, http.UPDATE_TIMEOUT_SECONDS, explicit)
        if current.failure:
            current.failure.message = current.warning
            raise current.failure
        if not current.copy.is_held:
            return Updated(self._loaded(current, now), is_first=known is None)
        return Updated(self._loaded(current._replace(warning=""), now), _held_back())

    def fetch_bytes(self, progress: Progress) -> bytes:
        """Return what is at the URL now, or in its cached copy, valid or not.

        Raises NetworkProblem.
        """
        if not self._offline:
            explicit = ExplicitRefresh(accept=False, progress=progress)
            return self._download(Deadline(http.UPDATE_TIMEOUT_SECONDS), None, explicit).body
        if copy := self._cached_copy():
            return copy.body
        raise self._without_copy()

    def current(self, now: datetime) -> CurrentSchedule:
        """Return the schedule in use, refreshed if it is time. Raises as `load` does."""
        known = self._cached(now)
        if known:
            usual = interval(known.loaded.programme, now)
            if self._offline or now < due(known.copy, usual, now):
                return known
        if self._offline:
            raise self._without_copy()
        seconds = http.REFRESH_TIMEOUT_SECONDS if known else http.FIRST_TIMEOUT_SECONDS
        return self._refreshed(known, now, seconds)

    def _loaded(self, current: CurrentSchedule, now: datetime) -> Loaded:
        warnings = (*filter(None, [current.warning]), *current.loaded.warnings)
        return Loaded(current.loaded.programme, warnings, self._replaced(current.copy, now))

    def _replaced(self, copy: CachedCopy, now: datetime) -> Programme | None:
        """Return the programme that the viewer last saw, where it was another."""
        if copy.previous:
            # Perhaps only another version of cacctl can read it.
            with suppress(ScheduleProblem):
                return self._read(copy.previous, now).programme
        return None

    def _cached_copy(self) -> CachedCopy | None:
        return cache.read(self.folder, self.url) if self.folder else None

    def _cached(
        self, now: datetime, known: CurrentSchedule | None = None
    ) -> CurrentSchedule | None:
        """Return the schedule in the cached copy; `known` where that has not changed."""
        copy = self._cached_copy()
        if copy is None:
            return None
        if known and known.copy == copy:
            return known
        try:
            loaded = self._read(copy.body, now)
        except ScheduleProblem:
            # Another version of cacctl could read it.
            return None
        return CurrentSchedule(copy, loaded, _held_back_warning() if copy.is_held else "")

    def _read(self, data: bytes, now: datetime, deadline: Deadline | None = None) -> Loaded:
        """Read a schedule's bytes. Raises ScheduleProblem.

        What is new is read within the deadline; what is cached has been read before.
        """

        def make_form() -> bytes | None:
            if deadline is None or not subprocess_reader.is_needed(data):
                return None
            return subprocess_reader.form_of(
                data,
                self.url,
                now,
                self.event_tz,
                seconds=deadline.left * READING_SHARE,
                promised=deadline.seconds,
            )

        return parsed_cache.read(data, self.url, now, lambda: self.folder, self.event_tz, make_form)

    def _refreshed(
        self,
        known: CurrentSchedule | None,
        now: datetime,
        seconds: float,
        explicit: ExplicitRefresh | None = None,
    ) -> CurrentSchedule:
        """Return the schedule in use after a request by this process, or by another just now."""
        deadline = Deadline(seconds)
        with cache.lock(self.folder, self.url, 0 if known and not explicit else seconds) as alone:
            newest = self._cached(now, known)
            if newest and not explicit and (not alone or newest is not known):
                return newest
            try:
                if not alone:
                    raise self._occupied(seconds)
                response = self._download(deadline, newest and newest.copy, explicit)
                current = self._applied(newest, response, now, deadline, explicit)
            except (NetworkProblem, ScheduleProblem) as error:
                if newest is None:
                    raise
                current = _failed(newest, error, now)
            unsaved = self._save(current.copy) if alone else ""
        return current if current.warning or not unsaved else current._replace(warning=unsaved)

    def _download(
        self, deadline: Deadline, known: CachedCopy | None, explicit: ExplicitRefresh | None
    ) -> Response:
        return download(
            self.url,
            deadline,
            allow_http=self._allow_http,
            known=known,
            **(explicit._asdict() if explicit else {}),
        )

    def _applied(
        self,
        known: CurrentSchedule | None,
        response: Response,
        now: datetime,
        deadline: Deadline,
        explicit: ExplicitRefresh | None,
    ) -> CurrentSchedule:
        """Return the schedule in use after a response: the old one if the new one is held back."""
        etag = cache.validator(response.headers.get("etag", ""))
        if known and response.status == HTTPStatus.NOT_MODIFIED:
            # Of a 304 without an ETag, it is unknown which of the two versions it confirms.
            if known.copy.held_etag and etag != known.copy.etag:
                return _held(known, now, known.copy.held_etag)
            return _unchanged(known, now)
        if known and response.body == known.copy.body:
            loaded, previous = known.loaded, known.copy.previous
        else:
            loaded = self._read(response.body, now, deadline)
            previous = known.copy.previous or known.copy.body if known else b""
            accept = explicit is not None and explicit.accept
            if known and not accept and lost(known.loaded.programme, loaded.programme, now):
                return _held(known, now, etag)
        return CurrentSchedule(new_copy(self.url, response, now, previous), loaded)

    def _save(self, copy: CachedCopy) -> str:
        """Write the cached copy; return why it failed, since the schedule is shown anyway."""
        if self.folder is None:
            return _("The schedule was not saved because no cache folder is available.")
        try:
            cache.write(self.folder, copy)
        except CacctlError as error:
            return error.message
        return ""

    def _without_copy(self) -> NetworkProblem:
        return NetworkProblem(
            _("{url}: no saved copy.").format(url=visible(self.url)),
            _("Run the command once without --offline to download the schedule."),
        )

    def _occupied(self, seconds: float) -> NetworkProblem:
        text = _(
            "{url}: another cacctl process has been downloading the schedule for {seconds} seconds."
        )
        return NetworkProblem(
            text.format(url=visible(self.url), seconds=f"{seconds:g}"),
            _("Try again in a minute."),
        )


def due(copy: CachedCopy, usual: timedelta, now: datetime) -> datetime:
    """Return when the next refresh is due, by the `usual` interval between two.

    It is `now` where the clock has been set back.
    """
    if copy.checked > now:
        return now
    wait = usual * (1 + REFRESH_SPREAD * copy.spread)
    # No server can ask for a longer wait: the clock has been set back since.
    retry = copy.retry if copy.retry <= now + REFRESH_INTERVAL else now
    return max(copy.checked + wait, retry)


def interval(programme: Programme, now: datetime) -> timedelta:
    """Return how old a cached copy may be: by default less during the event."""
    is_during = programme.start - timedelta(days=1) <= now < programme.end
    usual = REFRESH_INTERVAL_DURING_EVENT if is_during else REFRESH_INTERVAL
    return programme.event.refresh or usual


def new_copy(name: str, response: Response, now: datetime, previous: bytes = b"") -> CachedCopy:
    """Return the cached copy, of this name, of what a server sent; it replaces `previous`."""
    return CachedCopy(
        name,
        response.body,
        now,
        cache.validator(response.headers.get("etag", "")),
        cache.validator(response.headers.get("last-modified", "")),
        spread=random.random(),  # noqa: S311
        previous=previous,
    )


def unchanged(copy: CachedCopy, now: datetime) -> CachedCopy:
    """Return the cached copy after its server said that this is its newest."""
    return copy._replace(checked=now, is_held=False, held_etag="", retry=cache.NEVER, failures=0)


def _unchanged(known: CurrentSchedule, now: datetime) -> CurrentSchedule:
    return known._replace(copy=unchanged(known.copy, now), warning="")


def _held(known: CurrentSchedule, now: datetime, etag: str) -> CurrentSchedule:
    """Return the cached schedule where a newer version, with this ETag or none, is held back."""
    unchanged = _unchanged(known, now)
    copy = unchanged.copy._replace(is_held=True, held_etag=etag)
    return unchanged._replace(copy=copy, warning=_held_back_warning())


def _failed(known: CurrentSchedule, error: CacctlError, now: datetime) -> CurrentSchedule:
    """Return the cached schedule with a warning."""
    usual = interval(known.loaded.programme, now)
    later, warning = after_failure(known.copy, error, now, usual)
    if isinstance(error, subprocess_reader.TooCostly):
        warning += f" {error.hint}"
    return known._replace(copy=later, warning=warning, failure=error)


def after_failure(
    copy: CachedCopy, error: CacctlError, now: datetime, usual: timedelta
) -> tuple[CachedCopy, str]:
    """Return the cached copy after a failed refresh, and a warning that it is used.

    Each failure doubles the wait for the next try, up to the `usual` interval.
    """
    backoff = min(usual, FIRST_RETRY * 2 ** min(copy.failures, 20))
    if isinstance(error, Unavailable):
        backoff = max(backoff, error.wait(now))
    text = _("{problem} Using the copy saved {age} ago.")
    warning = text.format(
        problem=error.message.rstrip(".") + ".",
        age=length_words(copy.checked, now, rounding="down"),
    )
    return copy._replace(retry=now + backoff, failures=copy.failures + 1), warning


def _held_back() -> ScheduleProblem:
    return ScheduleProblem(
        _(
            "The new version is missing at least half of the upcoming sessions, so it was "
            "not applied."
        ),
        _("To apply the new version anyway: {command}").format(
            command=hints.command("update", accept=True)
        ),
    )


def _held_back_warning() -> str:
    problem = _held_back()
    return f"{problem.message} {problem.hint}"
