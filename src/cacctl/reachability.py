"""Whether addresses answer: each is asked once, all at the same time. The only user of requests."""

import http.client
import socket
import ssl
import time
from collections import deque
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from cacctl import __version__
from cacctl.address import address_problem
from cacctl.messages import _

AT_ONCE = 8
MAX_REDIRECTS = 5
TICK_SECONDS = 0.2
"""How long the wait for an answer lasts at a stretch: on Windows, Ctrl-C is seen in between."""

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED})


class Answer(NamedTuple):
    """What an address answered, after `seconds`.

    `status` is None where there was no HTTP answer at all. `detail` says what is wrong, or what
    is worth knowing about an answer that is `ok`; it is mostly empty for those.
    """

    address: str
    ok: bool
    status: int | None
    detail: str
    seconds: float


class _Refused(Exception):
    """A redirect that is not followed; the text says why."""


class _OneRequest(requests.Session):
    """A session that never looks where a redirect leads.

    Even with `allow_redirects=False`, requests reads a redirect's whole body to prepare the next
    request, however long the body is.
    """

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


def check_addresses(addresses: Sequence[str], *, deadline_seconds: float = 10) -> Iterator[Answer]:
    """Ask every address once, several at a time, and yield the answers as they come.

    An address that has not answered completely after `deadline_seconds` is given up. Nothing is
    raised: what goes wrong is an Answer. One that is not there (404, 410), whose server or proxy
    fails (5xx, 407), or that cannot be reached is not `ok`. Every other answer is: the big
    platforms refuse programs (401, 403, 429) at addresses that open well in a browser.
    """
    waiting = deque(dict.fromkeys(addresses))
    asked: dict[str, float] = {}
    answers: SimpleQueue[Answer] = SimpleQueue()
    while waiting or asked:
        while waiting and len(asked) < AT_ONCE:
            address = waiting.popleft()
            asked[address] = time.monotonic()
            # A timeout of requests is for one reading from the socket, so a server that trickles
            # is never done, and none is for the look-up of the host. Hence a thread that can be
            # abandoned; as a daemon, it does not hold up the end of the program either.
            Thread(target=_ask, args=(address, deadline_seconds, answers), daemon=True).start()
        oldest, since = next(iter(asked.items()))
        left = since + deadline_seconds - time.monotonic()
        try:
            answer = answers.get(timeout=min(max(left, 0), TICK_SECONDS))
        except Empty:
            if left > 0:
                continue
            answer = Answer(
                oldest,
                ok=False,
                status=None,
                detail=_too_late(deadline_seconds),
                seconds=deadline_seconds,
            )
        # One that was given up may answer after all.
        if asked.pop(answer.address, None) is not None:
            yield answer


def _ask(address: str, deadline_seconds: float, answers: SimpleQueue[Answer]) -> None:
    since = time.monotonic()
    ok, status, detail = False, None, ""
    try:
        status = _final_status(address, deadline_seconds)
        ok = status not in _GONE and status < HTTPStatus.INTERNAL_SERVER_ERROR
        detail = _meaning(status)
    except _Refused as refusal:
        detail = str(refusal)
    # RequestException is an OSError, and so is a missing certificate bundle. requests also lets
    # through urllib3's own errors, and the ValueErrors of hosts that cannot be.
    except (OSError, urllib3.exceptions.HTTPError, ValueError) as error:
        detail = _what_failed(error, address, deadline_seconds)
    answers.put(Answer(address, ok, status, detail, time.monotonic() - since))


def _final_status(address: str, timeout_seconds: float) -> int:
    """The HTTP status at the end of the redirects. Nothing is kept from one to the next."""
    if problem := address_problem(address):
        raise _Refused(_("the address is not asked: {problem}").format(problem=problem))
    for _hop in range(MAX_REDIRECTS + 1):
        with (
            _OneRequest() as session,
            session.get(
                address,
                # Proxies come from the environment, and so would the passwords in .netrc, were
                # there no `auth`.
                auth=_no_credentials,
                headers={"User-Agent": f"cacctl/{__version__}"},
                timeout=timeout_seconds,
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            status, location = response.status_code, response.headers.get("Location")
            if not (response.is_redirect and location):
                return status
        address = _followed(address, location)
    raise _Refused(_("more than {count} redirects").format(count=MAX_REDIRECTS))


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _followed(address: str, location: str) -> str:
    # Headers are read as Latin-1, but where one is not ASCII, it was written as UTF-8.
    target = urljoin(address, location.encode("latin-1").decode("utf-8", "replace"))
    if problem := address_problem(target):
        raise _Refused(
            _("it redirects to {address}, which is refused: {problem}").format(
                address=ascii(target), problem=problem
            )
        )
    if urlsplit(address).scheme == "https" != urlsplit(target).scheme:
        raise _Refused(_("it redirects from https to http"))
    return target


def _meaning(status: int) -> str:
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        text = _("there is no such page ({status})")
    elif status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        text = _("the proxy asks for a password ({status})")
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        text = _("its server fails ({status})")
    elif status >= HTTPStatus.BAD_REQUEST:
        text = _("answers, but refuses this program ({status})")
    else:
        return ""
    return text.format(status=status)


def _what_failed(error: Exception, address: str, deadline_seconds: float) -> str:
    """What an error of requests, of urllib3 or of the system means, in a few words."""
    root = _root(error)
    if isinstance(error, requests.Timeout) or isinstance(root, TimeoutError):
        return _too_late(deadline_seconds)
    if isinstance(error, requests.exceptions.ProxyError):
        text = _("the proxy cannot be used: {reason}")
    elif isinstance(root, ssl.SSLCertVerificationError):
        text = _("its certificate is not valid: {reason}")
    elif isinstance(root, ssl.SSLError):
        text = _("it makes no secure connection: {reason}")
    elif isinstance(root, socket.gaierror):
        text = _("its host {host} cannot be found")
    elif isinstance(root, ConnectionRefusedError):
        text = _("it refuses the connection")
    elif isinstance(root, ConnectionError):
        text = _("it breaks off the connection")
    elif isinstance(root, http.client.HTTPException):
        text = _("its answer is not HTTP")
    else:
        text = _("it cannot be asked: {reason}")
    request = getattr(error, "request", None)
    return text.format(
        host=urlsplit(getattr(request, "url", address)).hostname, reason=_reason(root)
    )


def _root(error: BaseException) -> BaseException:
    """The error at the bottom: requests wraps urllib3's, which wrap the system's."""
    for inner in (getattr(error, "reason", None), *error.args, error.__cause__):
        if isinstance(inner, BaseException):
            return _root(inner)
    return error


def _reason(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, ssl.SSLError):
        return (error.reason or str(error)).replace("_", " ").lower()
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _too_late(deadline_seconds: float) -> str:
    return _("no answer within {seconds} seconds").format(seconds=f"{deadline_seconds:g}")
