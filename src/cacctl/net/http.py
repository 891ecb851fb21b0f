"""HTTP requests: timeouts, redirects, and what every failure means. The only user of requests.

Nothing personal is sent: no cookies, no passwords, not even those in .netrc.
"""

import errno
import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from cacctl import __version__
from cacctl.base.errors import NetworkProblem
from cacctl.base.i18n import _
from cacctl.base.reasons import reason_of, translated
from cacctl.base.sanitize import visible
from cacctl.base.urls import url_problem

FIRST_TIMEOUT_SECONDS = 20.0
"""How long a viewer waits for a schedule without a cached copy."""
REFRESH_TIMEOUT_SECONDS = 2.0
"""How long a viewer waits for a newer schedule than the cached copy."""
UPDATE_TIMEOUT_SECONDS = 30.0
"""How long the commands `update` and `check` wait for a schedule."""
LINK_TIMEOUT_SECONDS = 10.0
"""How long a link that is checked has to respond."""
MAX_REDIRECTS = 5

# RequestException is an OSError, and so is a missing certificate bundle. requests also lets
# through urllib3's own errors, and the ValueErrors of impossible hosts and headers.
FAILURES = (OSError, urllib3.exceptions.HTTPError, ValueError)

TICK_SECONDS = 0.2
"""The longest wait at a stretch: on Windows, Ctrl-C is seen only in between."""
THREAD = "cacctl request"
CHUNK_BYTES = 16 * 1024
"""How much is read at a time; decompressed, it can be a thousand times as much."""

# What urllib3 makes of a response that is shorter than announced.
TRUNCATED = (http.client.IncompleteRead, urllib3.exceptions.ProtocolError)

UNREACHABLE = frozenset(
    {errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
)

T = TypeVar("T")
Progress = Callable[[int, int | None], None]
"""Called with the bytes so far, and with how many there will be, where that is known."""


class Response(NamedTuple):
    """A response's status, its headers by their names in lower case, and its body.

    `url` is where it came from, after redirects.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""


class Deadline:
    """The end of a number of seconds from now, shared by all that is done in them."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds left; 0 when it has passed."""
        return max(0.0, self._end - time.monotonic())


class Refused(Exception):
    """A URL that is not requested, or a response that is not accepted; the text says why."""


class Connections:
    """The connections of a request. Closing them ends it, whatever thread reads from them.

    A timeout of requests is for a single read from the socket, so a server that trickles, or
    repeats `100 Continue`, would hold the reading thread forever.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._duplicates: list[socket.socket] = []
        self.are_closed = False

    def add(self, connection: socket.socket) -> None:
        """Close this one with the others. Raises ConnectionAbortedError if they are already."""
        with self._lock:
            if self.are_closed:
                connection.close()
                raise ConnectionAbortedError
            # A duplicate, since TLS replaces the original.
            self._duplicates.append(connection.dup())

    def close(self) -> None:
        with self._lock:
            self.are_closed = True
            for duplicate in self._duplicates:
                with duplicate, suppress(OSError):
                    duplicate.shutdown(socket.SHUT_RDWR)
            self._duplicates.clear()


class _Adapter(requests.adapters.HTTPAdapter):
    """Adds each connection that a session makes to `connections`."""

    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self._connections = connections

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        add = self._connections.add

        class Observed(pool.ConnectionCls):  # type: ignore[misc]
            def _new_conn(self) -> socket.socket:
                connection: socket.socket = super()._new_conn()
                add(connection)
                return connection

        pool.ConnectionCls = Observed
        return pool


class _OneRequest(requests.Session):
    """A session that never follows a redirect.

    Even with `allow_redirects=False`, requests reads a redirect's whole body to prepare the next
    request, however long the body is.
    """

    def __init__(self, connections: Connections) -> None:
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Adapter(connections))

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


@contextmanager
def request(
    url: str,
    timeout_seconds: float,
    headers: Mapping[str, str] | None = None,
    problem_of: Callable[[str], str | None] = url_problem,
    connections: Connections | None = None,
) -> Iterator[requests.Response]:
    """Yield the response at the end of the redirects, its body still unread.

    Closing `connections` ends it with an error. Each URL on the way has to pass `problem_of`, and
    none leads from https to http. The timeout is for a single read from the socket. Raises Refused
    and FAILURES.
    """
    if problem := problem_of(url):
        raise Refused(_("not fetched: {problem}").format(problem=problem))
    for _hop in range(MAX_REDIRECTS + 1):
        with (
            _OneRequest(connections or Connections()) as session,
            session.get(
                url,
                # Proxies come from the environment, and without `auth` passwords from .netrc would.
                auth=_no_credentials,
                headers={
                    "User-Agent": f"cacctl/{__version__}",
                    "Accept-Encoding": "gzip",
                    **(headers or {}),
                },
                timeout=timeout_seconds,
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            location = response.headers.get("Location")
            if not (response.is_redirect and location):
                yield response
                return
        url = _redirected(url, location, problem_of)
    raise Refused(_("more than {count} redirects").format(count=MAX_REDIRECTS))


def fetch(
    url: str,
    *,
    deadline: Deadline,
    largest_bytes: int,
    headers: Mapping[str, str] | None = None,
    problem_of: Callable[[str], str | None] = url_problem,
    progress: Progress = lambda _received, _total: None,
) -> Response:
    """Return the whole response of a URL, within a deadline.

    Raises NetworkProblem where there is none in time, or one that is too large or incomplete.
    """
    results: SimpleQueue[Response | Exception] = SimpleQueue()
    connections = Connections()
    timeout = deadline.left + TICK_SECONDS

    def work() -> None:
        try:
            with request(url, timeout, headers, problem_of, connections) as response:
                results.put(_read(response, largest_bytes, progress, connections))
        except Exception as error:
            results.put(error)

    in_background(work)
    try:
        result = first_of(results, deadline)
    finally:
        connections.close()
    if isinstance(result, Response):
        return result
    if result is None:
        reason = too_late(deadline.seconds)
    elif isinstance(result, Refused):
        reason = str(result)
    elif isinstance(result, FAILURES):
        reason = failure_words(result, url, deadline.seconds)
    else:
        raise result
    raise NetworkProblem(
        _("{url}: {reason}.").format(url=visible(url), reason=reason),
        _("Check the URL and your connection."),
    )


def in_background(work: Callable[[], None]) -> None:
    """Do `work` in a thread that can be abandoned, since no timeout covers looking up a host.

    As a daemon, it does not delay the end of the program either.
    """
    Thread(target=work, name=THREAD, daemon=True).start()


def first_of(results: "SimpleQueue[T]", deadline: Deadline) -> T | None:
    """Return the first result in the queue; None when the deadline passes before."""
    while True:
        left = deadline.left
        with suppress(Empty):
            return results.get(timeout=min(left, TICK_SECONDS))
        if not left:
            return None


def _read(
    response: requests.Response, largest_bytes: int, progress: Progress, connections: Connections
) -> Response:
    announced = response.headers.get("Content-Length", "")
    total = int(announced) if announced.isdecimal() else None
    body, received = bytearray(), 0
    unpack = _unpacker(response.headers.get("Content-Encoding", ""), largest_bytes + 1)
    for chunk in response.raw.stream(CHUNK_BYTES, decode_content=False):
        body += unpack(chunk)
        received += len(chunk)
        if len(body) > largest_bytes:
            text = _("the response is larger than {count} MiB")
            raise Refused(text.format(count=largest_bytes >> 20))
        if connections.are_closed:
            break
        progress(received, total)
    body += unpack(b"")
    headers = dict(response.headers.lower_items())
    return Response(response.status_code, headers, bytes(body), response.url)


def _unpacker(encoding: str, most_bytes: int) -> Callable[[bytes], bytes]:
    """Return a function that unpacks a response chunk by chunk; b"" checks that it was whole.

    requests would unpack a bomb as far as it goes, and accept a gzip stream without its end.
    """
    if encoding.lower() in ("", "identity"):
        return lambda chunk: chunk
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise Refused(
            _("the response uses an unsupported encoding: {encoding}").format(
                encoding=ascii(encoding)
            )
        )
    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    left = most_bytes

    def unpack(chunk: bytes) -> bytes:
        nonlocal left
        if not chunk and not decoder.eof:
            raise Refused(_("the server closed the connection early"))
        try:
            unpacked = decoder.decompress(chunk, max(1, left))
        except zlib.error as error:
            raise Refused(_("the response is not valid gzip")) from error
        left -= len(unpacked)
        return unpacked

    return unpack


def failure_words(error: Exception, url: str, deadline_seconds: float) -> str:
    """Describe an error of requests, of urllib3 or of the system in a few words."""
    root = _root(error)
    if isinstance(error, requests.Timeout) or isinstance(root, TimeoutError):
        return too_late(deadline_seconds)
    if isinstance(error, requests.exceptions.ProxyError):
        text = _("the proxy failed: {reason}")
    elif isinstance(root, ssl.SSLCertVerificationError):
        text = _("invalid certificate: {reason}")
    elif isinstance(root, ssl.SSLError):
        text = _("secure connection failed: {reason}")
    elif isinstance(root, socket.gaierror):
        text = _("host {host} not found")
    elif isinstance(root, ConnectionRefusedError):
        text = _("connection refused")
    elif isinstance(root, (ConnectionError, *TRUNCATED)):
        text = _("the server closed the connection early")
    elif isinstance(root, http.client.HTTPException):
        text = _("the response is not valid HTTP")
    else:
        text = _("the request failed: {reason}")
    failed_url = getattr(getattr(error, "request", None), "url", url)
    return text.format(host=urlsplit(failed_url).hostname, reason=_reason(root))


def is_offline(error: Exception) -> bool:
    """Return whether an error of a request may be for want of a connection to anywhere."""
    root = _root(error)
    return (
        isinstance(error, (requests.ConnectTimeout, requests.exceptions.ProxyError))
        or isinstance(root, socket.gaierror)
        or getattr(root, "errno", None) in UNREACHABLE
    )


def too_late(deadline_seconds: float) -> str:
    """Describe a deadline that passed."""
    return _("no response within {seconds} seconds").format(seconds=f"{deadline_seconds:g}")


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _redirected(url: str, location: str, problem_of: Callable[[str], str | None]) -> str:
    """Return the URL that a redirect leads to. Raises Refused."""
    # Headers are read as Latin-1, but those that are not ASCII are written as UTF-8.
    target = location.encode("latin-1").decode("utf-8", "replace")
    # A target that cannot be joined is refused as it is.
    with suppress(ValueError):
        target = urljoin(url, target)
    if problem := problem_of(target):
        raise Refused(
            _("the server redirects to {url}, which is not allowed: {problem}").format(
                url=ascii(target), problem=problem
            )
        )
    if urlsplit(url).scheme == "https" != urlsplit(target).scheme:
        raise Refused(_("the server redirects from https to http"))
    return target


def _root(error: BaseException) -> BaseException:
    """Return the innermost error: requests wraps urllib3's, which wrap the system's."""
    for inner in (getattr(error, "reason", None), *error.args, error.__cause__):
        if isinstance(inner, BaseException):
            return _root(inner)
    return error


def _reason(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        # OpenSSL's are phrases, and some of Python's are sentences.
        return translated(error.verify_message.removesuffix("."))
    if isinstance(error, ssl.SSLError):
        return translated((error.reason or str(error)).replace("_", " ").lower())
    return reason_of(error)
