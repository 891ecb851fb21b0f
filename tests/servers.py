"""A real HTTP server on the loopback address, whose behaviour each test chooses."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self

from cacctl.net import http

Headers = Mapping[str, str]
Behaviour = Callable[["Handler"], None]


def named(name: str, sessions: int = 4) -> bytes:
    """Return a small schedule with this event name."""
    head = f'schema = 1\n[event]\nid = "e"\nname = "{name}"\nzone = "Asia/Seoul"\n'
    return (
        head
        + "".join(
            f'[[session]]\nid = "s{n}"\nname = "S{n}"\n'
            f"start = 2020-06-03T1{n}:00:00\nend = 2020-06-03T1{n}:30:00\n"
            for n in range(sessions)
        )
    ).encode()


class Responder(BaseHTTPRequestHandler):
    """A handler that sends complete responses and keeps no log."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a complete response; `_` in a header's name means `-`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the log off the terminal."""


class Handler(Responder):
    """Handles one request as the server's `behaviour` says."""

    server: "ScheduleServer"

    def do_GET(self) -> None:
        self.server.requests.append(dict(self.headers.items()))
        self.server.behaviour(self)


class LoopbackServer(ThreadingHTTPServer):
    """A server with a thread per request; the event `over` stops endless responses."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.over = Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect."""

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()


class ScheduleServer(LoopbackServer):
    """Serves `body` with `etag` as web servers do, unless `behaviour` is replaced."""

    def __init__(self, body: bytes = b"", etag: str = '"1"') -> None:
        super().__init__(Handler)
        self.body, self.etag = body, etag
        self.url = f"http://127.0.0.1:{self.server_port}/schedule.toml"
        self.requests: list[dict[str, str]] = []
        self.behaviour: Behaviour = self.serve

    def serve(self, handler: Handler) -> None:
        """Respond as a web server does for a file."""
        known = handler.headers.get("If-None-Match", "").split(", ")
        if self.etag and self.etag in known:
            handler.answer(304, ETag=self.etag)
        else:
            handler.answer(200, self.body, **({"ETag": self.etag} if self.etag else {}))

    def publish(self, body: bytes, etag: str) -> None:
        """Serve this version from now on."""
        self.body, self.etag = body, etag


def status(code: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Return a behaviour that always sends this response."""
    return lambda handler: handler.answer(code, body, **headers)


def stall(handler: Handler) -> None:
    """Accept the request and never respond."""
    handler.server.over.wait()


def trickle(handler: Handler) -> None:
    """Send an endless response, one byte at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not handler.server.over.wait(0.05):
        try:
            handler.wfile.write(b"#")
        except OSError:
            return


def go_on(handler: Handler) -> None:
    """Send `100 Continue` endlessly."""
    with suppress(OSError):
        while not handler.server.over.is_set():
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def truncate(handler: Handler) -> None:
    """Announce the whole body, then send half of it."""
    body = handler.server.body
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
    handler.wfile.write(body[: len(body) // 2])


def flood(handler: Handler) -> None:
    """Send a response larger than any schedule may be."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _piece in range(400):
        try:
            handler.wfile.write(b"#" * 2**17)
        except OSError:
            return


def gzip_without_end(handler: Handler) -> None:
    """Send a truncated gzip response without a Content-Length."""
    packed = gzip.compress(handler.server.body)
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed[:-9])


def chunks_without_end(handler: Handler) -> None:
    """Send a chunked response without its last chunk."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsche\r\n")


def hang_up(handler: Handler) -> None:
    """Close the connection without a response."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def slow(seconds: float) -> Behaviour:
    """Respond as usual after a delay."""

    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        handler.server.serve(handler)

    return answer


def no_request_is_under_way() -> bool:
    """Return whether all requests of this process end within ten seconds."""
    end = time.monotonic() + 10
    while _requests() and time.monotonic() < end:
        time.sleep(0.02)
    return not _requests()


def _requests() -> int:
    return sum(thread.name == http.THREAD for thread in threading.enumerate())
