"""Write files: whole or not at all, and never over another unless forced."""

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
"""The names of files whose writing was interrupted."""
ABANDONED_SECONDS = 3600.0


def write(path: Path, data: bytes, *, force: bool, private: bool = False) -> None:
    """Write `data` into a file, which is never seen half written.

    With `private`, only its owner can read it. Raises UsageProblem where the file exists, unless
    `force`, and CacctlError where it cannot be written.
    """
    shown = visible(str(path))
    try:
        if path.is_dir():
            message = _("{file} is a folder.").format(file=shown)
            raise UsageProblem(message, _("Specify a file in that folder."))
        if not force and os.path.lexists(path):
            raise UsageProblem(
                _("{file} already exists.").format(file=shown),
                _("Choose another name, or overwrite the file with --force."),
            )
        _write(path, data, 0o600 if private else None)
    # ValueError: a path that contains NUL.
    except (OSError, ValueError) as error:
        has_no_folder = isinstance(error, FileNotFoundError)
        hint = _("Create the folder first, or choose another folder.") if has_no_folder else ""
        raise CacctlError(unwritable(path, error), hint) from error


def exists(path: Path) -> bool:
    """Return whether there is a file at a path; False for a path that cannot be looked up."""
    try:
        return path.exists()
    except OSError:  # the name is too long, or a folder in the path is another user's
        return False


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can read, with missing parents. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
    # It may exist already, or belong to another user.
    with suppress(OSError):
        if os.name == "posix" and folder.is_dir() and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)


def forget_unfinished(folder: Path) -> None:
    """Delete the files of processes that were killed while they wrote into the folder."""
    before = time.time() - ABANDONED_SECONDS
    with suppress(OSError):
        for path in folder.iterdir():
            if re.fullmatch(UNFINISHED, path.name) and path.lstat().st_mtime < before:
                path.unlink()


def unwritable(path: Path, error: Exception) -> str:
    """Return the message that a file cannot be written."""
    from cacctl.base.reasons import reason_of

    text = _("Cannot write {file}: {reason}.")
    return text.format(file=visible(str(path)), reason=visible(reason_of(error)))


def _write(path: Path, data: bytes, mode: int | None) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe: there is nothing to replace
        path.write_bytes(data)
        return
    with put_in_order():
        _replace(path.resolve(), data, mode)


def _replace(path: Path, data: bytes, mode: int | None) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp's files are private; ordinary ones are not.
        mask = os.umask(0)
        os.umask(mask)
        usual = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask
        written.chmod(usual if mode is None else mode)
        written.replace(path)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise
