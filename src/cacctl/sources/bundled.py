"""The files that cacctl ships with: a schedule, and a directory of events."""

from datetime import datetime
from pathlib import Path

from cacctl.formats.loading import Loaded, read_bytes, read_programme

PACKAGE = Path(__file__).parents[1]


class BundledSource:
    """The bundled schedule, which never changes while cacctl runs."""

    url = ""

    def __init__(self, event_tz: str = "") -> None:
        self.event_tz = event_tz

    def load(self, now: datetime) -> Loaded:
        """Read the schedule. Raises ScheduleProblem for a damaged installation."""
        file = path()
        return read_programme(read_bytes(file), str(file), now, self.event_tz)

    def reload_if_due(self, _now: datetime) -> Loaded | None:
        """Return None: it is never due."""
        return None

    def mark_changes_shown(self, _now: datetime) -> None:
        """Do nothing: there are no changes."""


def path(name: str = "schedule.toml") -> Path:
    """Return the path of a bundled file: in an installed package, beside `src` in a checkout.

    An editable install has only the checkout's: a build tool copies files into a wheel alone.
    """
    packaged = PACKAGE / "data" / name
    return packaged if packaged.exists() else PACKAGE.parents[1] / "data" / name
