"""Cached copies of schedules from URLs, each in one file with what its server said about it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cacctl.base import files
from cacctl.base.errors import CacctlError
from cacctl.base.i18n import _

VERSION = 3
LARGEST_HEAD_BYTES = 64 * 1024
LARGEST_BODY_BYTES = 20 * 1024 * 1024
LONGEST_VALIDATOR = 1024
"""In characters; servers send less than 100, and nginx refuses header lines of over 8 KiB."""
NEVER = datetime.min.replace(tzinfo=UTC)

# The fields of the head; a file with others is not read.
_KINDS = {
    "version": int,
    "url": str,
    "length": int,
    "checked": str,
    "etag": str,
    "modified": str,
    "is_held": bool,
    "held_etag": str,
    "retry": str,
    "failures": int,
    "spread": float,
}


class CachedCopy(NamedTuple):
    """A schedule as its URL gave it, and what is known about it; instants are UTC.

    `body` is in use; `previous` is what it replaced, until the viewer has seen the changes. `etag`
    and `modified` are the server's validators of `body`. `is_held` is whether the server has a
    newer version that is held back; `held_etag` is the ETag of that, if it has one. `checked` is
    when the server last said that this is its newest; before `retry`, it is not requested.
    `spread`, from 0 to 1, keeps viewers from refreshing all at once.
    """

    url: str
    body: bytes
    checked: datetime
    etag: str = ""
    modified: str = ""
    is_held: bool = False
    held_etag: str = ""
    retry: datetime = NEVER
    failures: int = 0
    spread: float = 0.0
    previous: bytes = b""


def folder() -> Path | None:
    """Return the folder of cached schedules in the system's cache; None without a home.

    It is made when something is written into it.
    """
    from platformdirs import user_cache_path

    try:
        path = user_cache_path("cacctl", appauthor=False) / "schedules"
    except RuntimeError:  # since platformdirs 4.11; before, a relative path
        return None
    return path if path.is_absolute() else None


def read(folder: Path, url: str) -> CachedCopy | None:
    """Return the cached copy of a URL; None where there is none, or only a damaged one."""
    try:
        with (folder / name(url)).open("rb") as file:
            data = file.read(LARGEST_HEAD_BYTES + 2 * LARGEST_BODY_BYTES + 1)
    except OSError:
        return None
    return _unpacked(data, url)


def write(folder: Path, copy: CachedCopy) -> None:
    """Replace the cached copy of a URL, whole; only the owner of `lock` may.

    Raises CacctlError where it cannot be saved.
    """
    path = folder / name(copy.url)
    data = _packed(copy)
    # A copy that cannot be read must not replace one that can.
    if _unpacked(data, copy.url) != copy:
        reason = ValueError(_("the saved data could not be read back"))
        raise CacctlError(files.unwritable(path, reason))
    try:
        files.make_private(folder)
    except OSError as error:
        raise CacctlError(files.unwritable(folder, error)) from error
    files.write(path, data, force=True, private=True)
    files.forget_unfinished(folder)


@contextmanager
def lock(folder: Path | None, url: str, seconds: float) -> Iterator[bool]:
    """Wait up to `seconds` to be the only process that refreshes a URL; yield whether it is."""
    from filelock import FileLock, Timeout

    held = None
    try:
        if folder is not None:
            files.make_private(folder)
            path = folder / f"{name(url)}.lock"
            # Some versions of filelock would empty the target of a link.
            if path.is_symlink():
                path.unlink()
            held = FileLock(path, mode=0o600)
            held.acquire(timeout=seconds)
    except Timeout:
        yield False
        return
    except (OSError, NotImplementedError):
        # Where the folder cannot be written to, no process replaces anything.
        held = None
    try:
        yield True
    finally:
        if held:
            held.release()


def name(url: str) -> str:
    """Return the name of the file that has the cached copy of a URL."""
    # An argument that is not UTF-8 has surrogates.
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:32] + ".copy"


def validator(text: str) -> str:
    """Return an ETag or a date if it can be saved and sent back, else an empty string.

    A header has to be ASCII, and in one line.
    """
    fits = len(text) <= LONGEST_VALIDATOR and text.isascii() and text.isprintable()
    return text if fits else ""


def _packed(copy: CachedCopy) -> bytes:
    """Return a line with the digest of the rest, a line of JSON, and the bodies."""
    head = {
        "version": VERSION,
        "url": copy.url,
        "length": len(copy.body),
        "checked": copy.checked.isoformat(),
        "etag": copy.etag,
        "modified": copy.modified,
        "is_held": copy.is_held,
        "held_etag": copy.held_etag,
        "retry": copy.retry.isoformat(),
        "failures": copy.failures,
        "spread": copy.spread,
    }
    rest = b"%s\n%s%s" % (json.dumps(head).encode(), copy.body, copy.previous)
    return b"%s\n%s" % (_digest(rest), rest)


def _unpacked(data: bytes, url: str) -> CachedCopy | None:
    digest, _break, rest = data.partition(b"\n")
    # Another program, an older version or a full disk may have damaged it.
    if digest != _digest(rest):
        return None
    line, _break, bodies = rest.partition(b"\n")
    try:
        head = json.loads(line) if len(line) < LARGEST_HEAD_BYTES else None
        if not isinstance(head, dict) or {k: type(v) for k, v in head.items()} != _KINDS:
            return None
        copy = CachedCopy(
            url,
            bodies[: head["length"]],
            datetime.fromisoformat(head["checked"]),
            validator(head["etag"]),
            validator(head["modified"]),
            head["is_held"],
            validator(head["held_etag"]),
            datetime.fromisoformat(head["retry"]),
            head["failures"],
            head["spread"],
            bodies[head["length"] :],
        )
    except (ValueError, RecursionError):
        return None
    sound = (
        (head["version"], head["url"]) == (VERSION, url)
        and 0 < head["length"] <= len(bodies)
        and copy.checked.utcoffset() == copy.retry.utcoffset() == timedelta(0)
        and copy.failures >= 0
        and 0 <= copy.spread <= 1
    )
    return copy if sound else None


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
