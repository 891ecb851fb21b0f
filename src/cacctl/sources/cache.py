"""The copies of schedules that came from addresses, each with what its server said, in one file."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cacctl.base import files
from cacctl.base.errors import CacctlError
from cacctl.base.i18n import _

VERSION = 2
LARGEST_HEAD_BYTES = 64 * 1024
LARGEST_BODY_BYTES = 20 * 1024 * 1024
LONGEST_VALIDATOR = 1024
"""Servers' own are shorter than 100 characters; nginx refuses a request line of more than 8 KiB."""
NEVER = datetime.min.replace(tzinfo=UTC)

# What the head of a copy has to hold; what differs is not read.
_KINDS = {
    "version": int,
    "address": str,
    "length": int,
    "checked": str,
    "etag": str,
    "modified": str,
    "held": str,
    "retry": str,
    "failures": int,
    "spread": float,
}


class Copy(NamedTuple):
    """A schedule as its address gave it, and what is known of it; instants are UTC.

    `body` is what is in use, `previous` what it replaced as long as the viewer has not been told.
    `etag` and `modified` are the server's names for `body`, `held` its name for a newer one that is
    held back. `checked` is when the server last said that this is its newest; before `retry`, it is
    not to be asked. `spread`, from 0 to 1, is this copy's place among those of all viewers.
    """

    address: str
    body: bytes
    checked: datetime
    etag: str = ""
    modified: str = ""
    held: str = ""
    retry: datetime = NEVER
    failures: int = 0
    spread: float = 0.0
    previous: bytes = b""


def read(folder: Path, address: str) -> Copy | None:
    """Return the copy of an address; None where there is none that is whole."""
    try:
        with (folder / name(address)).open("rb") as file:
            data = file.read(LARGEST_HEAD_BYTES + 2 * LARGEST_BODY_BYTES + 1)
    except OSError:
        return None
    return _unpacked(data, address)


def write(folder: Path, copy: Copy) -> None:
    """Replace the copy of its address, whole, while no other process does.

    Raises CacctlError where it cannot be kept.
    """
    path = folder / name(copy.address)
    data = _packed(copy)
    # What could not be read again must not replace what can be.
    if _unpacked(data, copy.address) != copy:
        raise CacctlError(files.unwritable(path, ValueError(_("it could not be read again"))))
    try:
        files.make_private(folder)
    except OSError as error:
        raise CacctlError(files.unwritable(folder, error)) from error
    files.write(path, data, force=True, private=True)
    files.forget_unfinished(folder)


def name(address: str) -> str:
    """The name of the file that has the copy of an address."""
    # What is not UTF-8 in an argument has no other form.
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32] + ".copy"


def validator(text: str) -> str:
    """Return an ETag or a date if it can be kept and sent back, else an empty text.

    A header has to be ASCII, and in one line.
    """
    fits = len(text) <= LONGEST_VALIDATOR and text.isascii() and text.isprintable()
    return text if fits else ""


def _packed(copy: Copy) -> bytes:
    """A line with the digest of all that follows, a line of JSON, and the bodies."""
    head = {
        "version": VERSION,
        "address": copy.address,
        "length": len(copy.body),
        "checked": copy.checked.isoformat(),
        "etag": copy.etag,
        "modified": copy.modified,
        "held": copy.held,
        "retry": copy.retry.isoformat(),
        "failures": copy.failures,
        "spread": copy.spread,
    }
    rest = b"%s\n%s%s" % (json.dumps(head).encode(), copy.body, copy.previous)
    return b"%s\n%s" % (_digest(rest), rest)


def _unpacked(data: bytes, address: str) -> Copy | None:
    digest, _break, rest = data.partition(b"\n")
    # A copy that another program, an older version or a full disk has spoilt is no copy.
    if digest != _digest(rest):
        return None
    line, _break, bodies = rest.partition(b"\n")
    try:
        head = json.loads(line) if len(line) < LARGEST_HEAD_BYTES else None
        if not isinstance(head, dict) or {k: type(v) for k, v in head.items()} != _KINDS:
            return None
        copy = Copy(
            address,
            bodies[: head["length"]],
            datetime.fromisoformat(head["checked"]),
            validator(head["etag"]),
            validator(head["modified"]),
            validator(head["held"]),
            datetime.fromisoformat(head["retry"]),
            head["failures"],
            head["spread"],
            bodies[head["length"] :],
        )
    except (ValueError, RecursionError):
        return None
    sound = (
        (head["version"], head["address"]) == (VERSION, address)
        and 0 < head["length"] <= len(bodies)
        and copy.checked.utcoffset() == copy.retry.utcoffset() == timedelta(0)
        and copy.failures >= 0
        and 0 <= copy.spread <= 1
    )
    return copy if sound else None


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
