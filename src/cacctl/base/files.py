"""Writing files: whole or not at all, and never over another without leave."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path

from cacctl.base.errors import CacctlError, UsageProblem
from cacctl.base.i18n import _
from cacctl.base.interrupts import put_in_order
from cacctl.base.sanitize import visible

UNFINISHED = r"\..+\.[a-z0-9_]{8}"
"""What the name of a file matches whose writing was broken off."""
ABANDONED_SECONDS = 3600.0


def write(path: Path, data: bytes, *, force: bool, private: bool = False) -> None:
    """Write `data` into a file. Nobody ever sees a part of it under that name.

    One that is `private` is for its owner alone. Raises UsageProblem where there is one already,
    unless `force`; CacctlError where it cannot be written.
    """
    shown = visible(str(path))
    try:
        if path.is_dir():
            message = _("{file} is a folder.").format(file=shown)
            raise UsageProblem(message, _("Choose a file in it."))
        if not force and os.path.lexists(path):
            raise UsageProblem(
                _("{file} already exists.").format(file=shown),
                _("Choose another name, or overwrite it with --force."),
            )
        _write(path, data, 0o600 if private else None)
    # ValueError: a path with NUL in it.
    except (OSError, ValueError) as error:
        raise CacctlError(unwritable(path, error)) from error


def make_private(folder: Path) -> None:
    """Make a folder for its owner alone, and those above it that are missing. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
    # It may be from before, or another's.
    with suppress(OSError):
        if os.name == "posix" and folder.is_dir() and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)


def forget_unfinished(folder: Path) -> None:
    """Delete what a process left behind that was killed while it wrote a file into the folder."""
    before = time.time() - ABANDONED_SECONDS
    with suppress(OSError):
        for path in folder.iterdir():
            if re.fullmatch(UNFINISHED, path.name) and path.lstat().st_mtime < before:
                path.unlink()


def unwritable(path: Path, error: Exception) -> str:
    """That a file cannot be written, and why."""
    reason = getattr(error, "strerror", None) or str(error)
    return _("Cannot write {file}: {reason}.").format(
        file=visible(str(path)), reason=visible(reason)
    )


def _write(path: Path, data: bytes, mode: int | None) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe: there is nothing to replace
        path.write_bytes(data)
        return
    with put_in_order():
        _replace(path.resolve(), data, mode)


def _replace(place: Path, data: bytes, mode: int | None) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp's files are for their owner alone; an ordinary one is not.
        mask = os.umask(0)
        os.umask(mask)
        usual = place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~mask
        written.chmod(usual if mode is None else mode)
        written.replace(place)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise
