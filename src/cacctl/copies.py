"""The copies of schedules that came from addresses, each with what its server said, in one file."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cacctl import files
from cacctl.errors import CacctlError

VERSION = 1
LARGEST_HEAD_BYTES = 64 * 1024
LARGEST_BODY_BYTES = 20 * 1024 * 1024
NEVER = datetime.min.replace(tzinfo=UTC)


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
    """The copy of an address; None where there is none that is whole."""
    try:
        with (folder / name(address)).open("rb") as file:
            head = json.loads(file.readline(LARGEST_HEAD_BYTES))
            rest = file.read(2 * LARGEST_BODY_BYTES + 1)
        if (head["version"], head["address"]) != (VERSION, address) or _digest(rest) != head[
            "sha256"
        ]:
            return None
        length = head["length"]
        return Copy(
            address,
            rest[:length],
            datetime.fromisoformat(head["checked"]),
            head["etag"],
            head["modified"],
            head["held"],
            datetime.fromisoformat(head["retry"]),
            head["failures"],
            head["spread"],
            rest[length:],
        )
    # A copy that another program, an older version or a full disk has spoilt is no copy.
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def write(folder: Path, copy: Copy) -> None:
    """Replace the copy of its address, whole. Raises CacctlError where it cannot be kept."""
    rest = copy.body + copy.previous
    head = {
        "version": VERSION,
        "address": copy.address,
        "sha256": _digest(rest),
        "length": len(copy.body),
        "checked": copy.checked.isoformat(),
        "etag": copy.etag,
        "modified": copy.modified,
        "held": copy.held,
        "retry": copy.retry.isoformat(),
        "failures": copy.failures,
        "spread": copy.spread,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacctlError(files.unwritable(folder, error)) from error
    files.write(folder / name(copy.address), json.dumps(head).encode() + b"\n" + rest, force=True)


def name(address: str) -> str:
    """The name of the file that has the copy of an address."""
    return hashlib.sha256(address.encode()).hexdigest()[:32] + ".copy"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
