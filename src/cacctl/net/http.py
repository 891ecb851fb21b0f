"""The one door to HTTP: an address's answer at the end of its redirects. The only user of requests.

Nothing of the viewer's is sent: no cookies, no passwords, not those in .netrc either.
"""

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from cacctl import __version__
from cacctl.base.errors import NetworkProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import address_problem

MAX_REDIRECTS = 5

# RequestException is an OSError, and so is a missing certificate bundle. requests also lets
# through urllib3's own errors, and the ValueErrors of hosts and headers that cannot be.
FAILURES = (OSError, urllib3.exceptions.HTTPError, ValueError)

TICK_SECONDS = 0.2
THREAD = "cacctl request"
PIECE_BYTES = 16 * 1024
"""What is read at a time; where it is compressed, a thousand times as much can come of it."""

# What urllib3 makes of an answer that is shorter than it announced.
BROKEN_OFF = (http.client.IncompleteRead, urllib3.exceptions.ProtocolError)

Response = requests.Response
Progress = Callable[[int, int | None], None]
"""Told of the bytes so far, and of how many there will be, where that is known."""


class Fetched(NamedTuple):
    """An answer's status, its headers by their names in small letters, and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Deadline:
    """So many seconds from now on, for all that is done in them."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """How many seconds are left; 0 when it is over."""
        return max(0.0, self._end - time.monotonic())


class Refused(Exception):
    """An address, or a redirect to one, that is not asked; the text says why."""


class Connections:
    """The connections of a request. To close them ends it, whoever is reading from them.

    A timeout of requests is for one reading from the socket, so a server that trickles, or goes on
    answering `100 Continue`, would hold the thread that reads for ever.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._twins: list[socket.socket] = []
        self.are_closed = False

    def add(self, connection: socket.socket) -> None:
        """Close this one with the others. Raises ConnectionAbortedError if they are closed."""
        with self._lock:
            if self.are_closed:
                connection.close()
                raise ConnectionAbortedError
            # Of its own: the one that is read from becomes another one for TLS.
            self._twins.append(connection.dup())

    def close(self) -> None:
        with self._lock:
            self.are_closed = True
            for twin in self._twins:
                with twin, suppress(OSError):
                    twin.shutdown(socket.SHUT_RDWR)
            self._twins.clear()


class _Adapter(requests.adapters.HTTPAdapter):
    """What makes the connections of a session, and tells of them."""

    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self._connections = connections

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        add = self._connections.add

        class Told(pool.ConnectionCls):  # type: ignore[misc]
            def _new_conn(self) -> socket.socket:
                connection: socket.socket = super()._new_conn()
                add(connection)
                return connection

        pool.ConnectionCls = Told
        return pool


class _OneRequest(requests.Session):
    """A session that never looks where a redirect leads.

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
def answer(
    address: str,
    timeout_seconds: float,
    headers: Mapping[str, str] | None = None,
    problem_of: Callable[[str], str | None] = address_problem,
    connections: Connections | None = None,
) -> Iterator[Response]:
    """The answer at the end of the redirects, its body still unread.

    It ends with an error when the `connections` are closed. Each address on the way has to pass
    `problem_of`, and none leads from https to http. The timeout is for one reading from the socket.
    Raises Refused and FAILURES.
    """
    if problem := problem_of(address):
        raise Refused(_("the address is not asked: {problem}").format(problem=problem))
    for _hop in range(MAX_REDIRECTS + 1):
        with (
            _OneRequest(connections or Connections()) as session,
            session.get(
                address,
                # Proxies come from the environment, and so would the passwords in .netrc, were
                # there no `auth`.
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
        address = _followed(address, location, problem_of)
    raise Refused(_("more than {count} redirects").format(count=MAX_REDIRECTS))


def fetch(
    address: str,
    *,
    deadline: Deadline,
    largest_bytes: int,
    headers: Mapping[str, str] | None = None,
    problem_of: Callable[[str], str | None] = address_problem,
    progress: Progress = lambda _received, _total: None,
) -> Fetched:
    """The whole answer of an address, within a deadline.

    Raises NetworkProblem where it does not answer, answers too late, too much, or with less than
    it announced.
    """
    answers: SimpleQueue[Fetched | Exception] = SimpleQueue()
    connections = Connections()
    timeout = deadline.left + TICK_SECONDS

    def ask() -> None:
        try:
            with answer(address, timeout, headers, problem_of, connections) as response:
                answers.put(_read(response, largest_bytes, progress, connections))
        except Exception as error:
            answers.put(error)

    # A thread that can be abandoned, since no timeout is for the look-up of the host.
    Thread(target=ask, name=THREAD, daemon=True).start()
    try:
        found = _awaited(answers, deadline)
    finally:
        connections.close()
    if isinstance(found, Fetched):
        return found
    if found is None:
        reason = too_late(deadline.seconds)
    elif isinstance(found, Refused):
        reason = str(found)
    elif isinstance(found, FAILURES):
        reason = what_failed(found, address, deadline.seconds)
    else:
        raise found
    raise NetworkProblem(
        _("{address}: {reason}.").format(address=visible(address), reason=reason),
        _("Check the address and the connection."),
    )


def _awaited(
    answers: "SimpleQueue[Fetched | Exception]", deadline: Deadline
) -> Fetched | Exception | None:
    """What is the first in the queue; None when the deadline is over before."""
    while True:
        left = deadline.left
        # At a stretch no longer than this, so that on Windows Ctrl-C is seen in between.
        with suppress(Empty):
            return answers.get(timeout=min(left, TICK_SECONDS))
        if not left:
            return None


def _read(
    response: Response, largest_bytes: int, progress: Progress, connections: Connections
) -> Fetched:
    announced = response.headers.get("Content-Length", "")
    total = int(announced) if announced.isdecimal() else None
    body, received = bytearray(), 0
    unpack = _unpacker(response.headers.get("Content-Encoding", ""), largest_bytes + 1)
    for piece in response.raw.stream(PIECE_BYTES, decode_content=False):
        body += unpack(piece)
        received += len(piece)
        if len(body) > largest_bytes:
            text = _("its answer is larger than {count} MiB")
            raise Refused(text.format(count=largest_bytes >> 20))
        if connections.are_closed:
            break
        progress(received, total)
    body += unpack(b"")
    return Fetched(response.status_code, dict(response.headers.lower_items()), bytes(body))


def _unpacker(encoding: str, most_bytes: int) -> Callable[[bytes], bytes]:
    """What unpacks an answer piece by piece, and says at the end (b"") whether it was whole.

    requests would unpack a bomb as far as it goes, and take a gzip stream without its end.
    """
    if encoding.lower() in ("", "identity"):
        return lambda piece: piece
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise Refused(_("its answer is packed as {encoding}").format(encoding=ascii(encoding)))
    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    left = most_bytes

    def unpack(piece: bytes) -> bytes:
        nonlocal left
        if not piece and not decoder.eof:
            raise Refused(_("it breaks off the connection"))
        try:
            unpacked = decoder.decompress(piece, max(1, left))
        except zlib.error as error:
            raise Refused(_("its answer cannot be unpacked")) from error
        left -= len(unpacked)
        return unpacked

    return unpack


def what_failed(error: Exception, address: str, deadline_seconds: float) -> str:
    """What an error of requests, of urllib3 or of the system means, in a few words."""
    root = _root(error)
    if isinstance(error, requests.Timeout) or isinstance(root, TimeoutError):
        return too_late(deadline_seconds)
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
    elif isinstance(root, (ConnectionError, *BROKEN_OFF)):
        text = _("it breaks off the connection")
    elif isinstance(root, http.client.HTTPException):
        text = _("its answer is not HTTP")
    else:
        text = _("it cannot be asked: {reason}")
    request = getattr(error, "request", None)
    return text.format(
        host=urlsplit(getattr(request, "url", address)).hostname, reason=_reason(root)
    )


def too_late(deadline_seconds: float) -> str:
    return _("no answer within {seconds} seconds").format(seconds=f"{deadline_seconds:g}")


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _followed(address: str, location: str, problem_of: Callable[[str], str | None]) -> str:
    # Headers are read as Latin-1, but where one is not ASCII, it was written as UTF-8.
    target = location.encode("latin-1").decode("utf-8", "replace")
    # What cannot be joined is refused as it is.
    with suppress(ValueError):
        target = urljoin(address, target)
    if problem := problem_of(target):
        raise Refused(
            _("it redirects to {address}, which is refused: {problem}").format(
                address=ascii(target), problem=problem
            )
        )
    if urlsplit(address).scheme == "https" != urlsplit(target).scheme:
        raise Refused(_("it redirects from https to http"))
    return target


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
