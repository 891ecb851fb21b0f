"""Schedules in files of the viewer's."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cacctl.base.errors import CacctlError
from cacctl.formats.loading import Loaded, read_bytes
from cacctl.sources import cache, parsed_cache


class FileSource:
    """A schedule file, read again when it changes.

    `event_tz` is the event's zone, an IANA key, where the schedule names none.
    """

    url = ""

    def __init__(self, path: str, event_tz: str = "") -> None:
        self.path, self.event_tz = path, event_tz
        self._stamp = self._current_stamp()

    def load(self, now: datetime) -> Loaded:
        """Read the file. Raises ScheduleProblem."""
        self._stamp = self._current_stamp()
        data = self.read_bytes()
        return parsed_cache.read(data, self.path, now, cache.folder, self.event_tz)

    def read_bytes(self) -> bytes:
        """Return what is in the file, valid or not. Raises ScheduleProblem."""
        return read_bytes(Path(self.path))

    def reload_if_due(self, now: datetime) -> Loaded | None:
        """Read the file again if it has changed; None where it has not, or cannot be read."""
        if self._current_stamp() != self._stamp:
            with suppress(CacctlError):
                return self.load(now)
        return None

    def mark_changes_shown(self, _now: datetime) -> None:
        """Do nothing: changes of files are not remembered."""

    def _current_stamp(self) -> tuple[int, int] | None:
        """Return what changes with the file: its time of modification, in ns, and its size."""
        with suppress(OSError, ValueError):
            status = Path(self.path).stat()
            return status.st_mtime_ns, status.st_size
        return None
