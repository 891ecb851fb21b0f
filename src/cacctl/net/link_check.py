"""Whether addresses answer: each is asked once, all at the same time."""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple

from cacctl.base.i18n import _
from cacctl.net import http

AT_ONCE = 8
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


def check_addresses(addresses: Sequence[str], *, deadline_seconds: float = 10) -> Iterator[Answer]:
    """Ask every address once, several at a time, and yield the answers as they come.

    An address that has not answered completely after `deadline_seconds` is given up. Nothing is
    raised: what goes wrong is an Answer. One that is not there (404, 410), whose server or proxy
    fails (5xx, 407), or that cannot be reached is not `ok`. Every other answer is: the big
    platforms refuse programs (401, 403, 429) at addresses that open well in a browser.
    """
    waiting = deque(dict.fromkeys(addresses))
    asked: dict[str, tuple[float, http.Connections]] = {}
    answers: SimpleQueue[Answer] = SimpleQueue()
    while waiting or asked:
        while waiting and len(asked) < AT_ONCE:
            address = waiting.popleft()
            asked[address] = time.monotonic(), http.Connections()
            # A thread that can be abandoned, since no timeout is for the look-up of the host; as a
            # daemon, it does not hold up the end of the program either.
            Thread(
                target=_ask,
                args=(address, deadline_seconds, answers, asked[address][1]),
                name=http.THREAD,
                daemon=True,
            ).start()
        oldest, (since, connections) = next(iter(asked.items()))
        left = since + deadline_seconds - time.monotonic()
        try:
            answer = answers.get(timeout=min(max(left, 0), TICK_SECONDS))
        except Empty:
            if left > 0:
                continue
            connections.close()
            answer = Answer(
                oldest,
                ok=False,
                status=None,
                detail=http.too_late(deadline_seconds),
                seconds=deadline_seconds,
            )
        # One that was given up may answer after all.
        if asked.pop(answer.address, None) is not None:
            yield answer


def _ask(
    address: str,
    deadline_seconds: float,
    answers: SimpleQueue[Answer],
    connections: http.Connections,
) -> None:
    since = time.monotonic()
    ok, status, detail = False, None, ""
    try:
        status = _final_status(address, deadline_seconds, connections)
        ok = status not in _GONE and status < HTTPStatus.INTERNAL_SERVER_ERROR
        detail = _meaning(status)
    except http.Refused as refusal:
        detail = str(refusal)
    except http.FAILURES as error:
        detail = http.what_failed(error, address, deadline_seconds)
    answers.put(Answer(address, ok, status, detail, time.monotonic() - since))


def _final_status(address: str, timeout_seconds: float, connections: http.Connections) -> int:
    try:
        with http.answer(address, timeout_seconds, connections=connections) as response:
            return response.status_code
    finally:
        connections.close()


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
