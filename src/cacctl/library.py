"""Which schedule is meant: the file that was given, else the one that cacctl ships with."""

from pathlib import Path

from cacctl.loading import Loaded, read_file

PACKAGE = Path(__file__).parent


def schedule(given: Path | None) -> Loaded:
    """The programme in the given file, else the bundled one. Raises ScheduleProblem."""
    return read_file(given or bundled())


def bundled() -> Path:
    """Where the bundled schedule is: inside an installed package, beside `src` in a checkout.

    An editable install has only the checkout's: a build tool copies files into a wheel alone.
    """
    packaged = PACKAGE / "data" / "schedule.toml"
    return packaged if packaged.exists() else PACKAGE.parents[1] / "data" / "schedule.toml"
