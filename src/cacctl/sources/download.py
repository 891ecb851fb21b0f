"""Download a schedule or a further resource, unless the cached copy is still current."""

import codecs
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from cacctl.base.errors import NetworkProblem
from cacctl.base.gzip import BrokenGzip, unpacked
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import is_secure, url_problem
from cacctl.net import http
from cacctl.net.http import Deadline, Progress, Response
from cacctl.sources import cache
from cacctl.sources.cache import CachedCopy
from cacctl.sources.google_calendar import is_google_calendar

LONGEST_WAIT = timedelta(days=1)
"""The most that a server's Retry-After counts for."""


class Unavailable(NetworkProblem):
    """A response without a schedule, or another resource that was requested."""

    def __init__(self, url: str, response: Response, *, is_schedule: bool = True) -> None:
        text = _("{url}: the server responded with {status} instead of a file.")
        if is_schedule:
            text = _("{url}: the server responded with {status} instead of a schedule.")
        hint = ""
        if response.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            hint = _("Check the URL.")
            if is_google_calendar(url):
                hint = _(
                    "The calendar may not be public. Ask the owner for its secret address "
                    "in iCal format."
                )
        super().__init__(text.format(url=visible(url), status=response.status), hint)
        self.retry_after = response.headers.get("retry-after", "")

    def wait(self, now: datetime) -> timedelta:
        """Return how long the server wants not to be asked again (RFC 9110, 10.2.3)."""
        if self.retry_after.isdecimal():
            return min(LONGEST_WAIT, timedelta(seconds=int(self.retry_after[:9])))
        with suppress(ValueError, TypeError):
            return min(LONGEST_WAIT, parsedate_to_datetime(self.retry_after) - now)
        return timedelta()


def download(
    url: str,
    deadline: Deadline,
    *,
    allow_http: bool,
    known: CachedCopy | None = None,
    accept: bool = False,
    progress: Progress = lambda _received, _total: None,
    refuse: Callable[[str], str | None] = lambda _url: None,
    is_schedule: bool = True,
) -> Response:
    """Return the response of `url`: 200 with a schedule's bytes, or 304 where `known` is current.

    With `accept`, a version that was held back is sent again. Only https:// is allowed, and http://
    to this machine, unless `allow_http`, and no URL for which `refuse` has a reason. Raises
    NetworkProblem.
    """

    def problem_of(url: str) -> str | None:
        if problem := url_problem(url) or refuse(url):
            return problem
        return None if allow_http or is_secure(url) else _("only https:// is allowed")

    if problem := problem_of(url):
        raise NetworkProblem(
            _("{url} was not fetched: {problem}.").format(url=visible(url), problem=problem),
            _("Check the URL.")
            if url_problem(url) or refuse(url)
            else _("If you trust the network, allow http:// URLs with --allow-http."),
        )
    for conditions in (_conditions(known, accept=accept), {"Cache-Control": "no-cache"}):
        response = http.fetch(
            url,
            deadline=deadline,
            largest_bytes=cache.LARGEST_BODY_BYTES,
            headers=conditions,
            problem_of=problem_of,
            progress=progress,
        )
        if response.status == HTTPStatus.OK:
            return response._replace(body=_file_in(url, response, is_schedule=is_schedule))
        if response.status != HTTPStatus.NOT_MODIFIED:
            raise Unavailable(url, response, is_schedule=is_schedule)
        if known and not accept:
            return response
    raise Unavailable(url, response, is_schedule=is_schedule)


def _conditions(known: CachedCopy | None, *, accept: bool) -> Mapping[str, str]:
    """Return headers that make the server send only what is new (RFC 9110, 13.1)."""
    if known is None:
        return {}
    etags = list(filter(None, [known.etag, "" if accept else known.held_etag]))
    if etags:
        return {"If-None-Match": ", ".join(etags)}
    return {"If-Modified-Since": known.modified} if known.modified else {}


def _file_in(url: str, response: Response, *, is_schedule: bool) -> bytes:
    """Return the body, unpacked. Raises NetworkProblem where it plainly has no schedule."""
    shown, reason, body = visible(url), "", response.body
    try:
        body = unpacked(body, cache.LARGEST_BODY_BYTES + 1)
    except BrokenGzip:
        reason = _("the gzip file is incomplete or damaged")
    if len(body) > cache.LARGEST_BODY_BYTES:
        text = _("the response is larger than {count} MiB")
        reason = text.format(count=cache.LARGEST_BODY_BYTES >> 20)
    if reason:
        raise NetworkProblem(_("{url}: {reason}.").format(url=shown, reason=reason))
    start = body.removeprefix(codecs.BOM_UTF8).lstrip()[:14].lower()
    is_page = start.startswith((b"<!doctype html", b"<html"))
    if is_page and not is_schedule:
        raise NetworkProblem(_("{url} is a web page, not a data file.").format(url=shown))
    # Some pages describe their events; most others are those of networks that require a login.
    if is_page and b"application/ld+json" not in body:
        from cacctl.formats.jsonld.web_page import schedule_link
        from cacctl.formats.unsupported import linked_schedule

        hint = _(
            "If it is the event's page, look there for a link to an iCalendar (.ics) file or "
            "schedule.xml. If not, your network may require a login: open any page in a "
            "browser to log in."
        )
        if link := schedule_link(body, response.url):
            hint = linked_schedule(link)
        raise NetworkProblem(_("{url} is a web page, not a schedule.").format(url=shown), hint)
    if not start:
        raise NetworkProblem(_("{url}: the response is empty.").format(url=shown))
    return body
