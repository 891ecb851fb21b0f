"""The interface of the sources of schedules: the package itself, files, URLs."""

from datetime import datetime
from typing import Protocol

from cacctl.formats.loading import Loaded


class Source(Protocol):
    """Where a schedule comes from: a `url`, which is empty for a file. `now` is the real time."""

    @property
    def url(self) -> str:
        """The URL of the schedule; "" for a file, which is on this computer."""

    def load(self, now: datetime) -> Loaded:
        """Read the schedule. Raises ScheduleProblem, and for a URL NetworkProblem."""

    def reload_if_due(self, now: datetime) -> Loaded | None:
        """Read the schedule again where it may have changed since; None where it need not be.

        None as well where it cannot be read or fetched: the last good one stays in use.
        """

    def mark_changes_shown(self, now: datetime) -> None:
        """Forget what was replaced: the viewer has seen the changes."""
