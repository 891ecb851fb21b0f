"""Writing files: whole or not at all, and never over another without leave."""

import os
from contextlib import suppress
from pathlib import Path

from cacctl.errors import CacctlError, UsageProblem
from cacctl.interrupts import put_in_order
from cacctl.messages import _
from cacctl.visible import visible


def write(path: Path, data: bytes, *, force: bool) -> None:
    """Write `data` into a file. Nobody ever sees a part of it under that name.

    Raises UsageProblem where there is one already, unless `force`; CacctlError where it cannot be
    written.
    """
    shown = visible(str(path))
    try:
        if path.is_dir():
            raise UsageProblem(_("{file} is a folder.").format(file=shown), _("Name a file in it."))
        if not force and os.path.lexists(path):
            raise UsageProblem(
                _("{file} is there already.").format(file=shown),
                _("Choose another name, or write over it with --force."),
            )
        _write(path, data)
    # ValueError: a path with NUL in it.
    except (OSError, ValueError) as error:
        raise CacctlError(unwritable(path, error)) from error


def unwritable(path: Path, error: Exception) -> str:
    """That a file cannot be written, and why."""
    reason = getattr(error, "strerror", None) or str(error)
    return _("{file} cannot be written: {reason}.").format(
        file=visible(str(path)), reason=visible(reason)
    )


def _write(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe: there is nothing to replace
        path.write_bytes(data)
        return
    with put_in_order():
        _replace(path.resolve(), data)


def _replace(place: Path, data: bytes) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp's files are for their owner alone; this one is an ordinary file.
        mask = os.umask(0)
        os.umask(mask)
        written.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~mask)
        written.replace(place)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise
