"""Check whether links respond: each is requested once, several at the same time."""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from http import HTTPStatus
from queue import SimpleQueue
from typing import NamedTuple

from cacctl.base.i18n import _
from cacctl.net import http
from cacctl.net.http import Connections, Deadline

AT_ONCE = 8

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED})


class LinkStatus(NamedTuple):
    """How a URL responded, after `seconds`.

    `status` is None where there was no HTTP response at all. `detail` says what is wrong, or what
    is worth knowing about a link that is `ok`; it is mostly empty for those. The server of a link
    that is not `reached` may be as it should, without a connection to it.
    """

    url: str
    ok: bool
    status: int | None
    detail: str
    seconds: float
    reached: bool = True


def check_links(
    urls: Sequence[str], *, timeout_seconds: float = http.LINK_TIMEOUT_SECONDS
) -> Iterator[LinkStatus]:
    """Request every URL once, several at a time, and yield the results as they come.

    A URL without a complete response after `timeout_seconds` is given up. No error is raised: it
    is a LinkStatus that is not `ok`. Neither is one that does not exist (404, 410), whose server or
    proxy fails (5xx, 407), or that cannot be reached. Every other response is: the big platforms
    refuse programs (401, 403, 429) at URLs that open well in a browser.
    """
    waiting = deque(dict.fromkeys(urls))
    running: dict[str, tuple[Deadline, Connections]] = {}
    results: SimpleQueue[LinkStatus] = SimpleQueue()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            url = waiting.popleft()
            running[url] = Deadline(timeout_seconds), Connections()
            http.in_background(partial(_check, url, timeout_seconds, results, running[url][1]))
        oldest, (deadline, connections) = next(iter(running.items()))
        result = http.first_of(results, deadline)
        if result is None:
            connections.close()
            late = http.too_late(timeout_seconds)
            result = LinkStatus(
                oldest, ok=False, status=None, detail=late, seconds=timeout_seconds, reached=False
            )
        # One that was given up may respond after all.
        if running.pop(result.url, None) is not None:
            yield result


def _check(
    url: str, timeout_seconds: float, results: SimpleQueue[LinkStatus], connections: Connections
) -> None:
    since = time.monotonic()
    ok, status, detail, reached = False, None, "", True
    try:
        status = _final_status(url, timeout_seconds, connections)
        ok = status not in _GONE and status < HTTPStatus.INTERNAL_SERVER_ERROR
        detail = _meaning(status)
    except http.Refused as refusal:
        detail = str(refusal)
    except http.FAILURES as error:
        detail = http.failure_words(error, url, timeout_seconds)
        reached = not http.is_offline(error)
    results.put(LinkStatus(url, ok, status, detail, time.monotonic() - since, reached))


def _final_status(url: str, timeout_seconds: float, connections: Connections) -> int:
    try:
        with http.request(url, timeout_seconds, connections=connections) as response:
            return response.status_code
    finally:
        connections.close()


def _meaning(status: int) -> str:
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        text = _("page not found ({status})")
    elif status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        text = _("the proxy requires authentication ({status})")
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        text = _("server error ({status})")
    elif status >= HTTPStatus.BAD_REQUEST:
        text = _("responds, but blocks cacctl ({status})")
    else:
        return ""
    return text.format(status=status)
