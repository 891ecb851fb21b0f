"""The settings in force, and where each comes from.

A command-line option wins over an environment variable, and that over the settings file.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from cacctl.base.errors import UsageProblem

Origin = Literal["flag", "environment", "file", "default"]
T = TypeVar("T")

# The settings by name, each with its option if it has one.
OPTIONS = {
    "tz": "--tz",
    "lang": "--lang",
    "schedule": "--schedule",
    "platform": "--on",
    "player": "--player",
    "awake": "--awake",
    "clock": "",
}


class Setting(NamedTuple):
    """A value in force, None where nothing is chosen.

    `location` is what to edit to change it: an option, a variable, or a line of the settings file.
    """

    value: str | None
    origin: Origin
    location: str = ""

    def read(self, reader: Callable[[str], T], default: T) -> T:
        """Return what `reader` makes of the value; its UsageProblem names the location."""
        if self.value is None:
            return default
        try:
            return reader(self.value)
        except UsageProblem as error:
            if self.origin == "flag":
                raise
            raise UsageProblem(f"{self.location}: {error.message}", error.hint) from error


class Settings(NamedTuple):
    """The environment and the settings file. `problem` is why the file cannot be used.

    `events` has the schedule of each event by name, `event_zones` the event's zone if one is named.
    """

    environ: Mapping[str, str]
    path: Path | None
    in_file: Mapping[str, Setting] = {}
    events: Mapping[str, Setting] = {}
    event_zones: Mapping[str, Setting] = {}
    warnings: tuple[str, ...] = ()
    problem: UsageProblem | None = None

    def setting(self, name: str, option: str | None = None) -> Setting:
        """Return one of OPTIONS in force; `option` is the value of its command-line option."""
        if option is not None:
            return Setting(option, "flag", OPTIONS[name])
        variable = variable_of(name)
        if value := self.environ.get(variable):
            return Setting(value, "environment", variable)
        return self.in_file.get(name, Setting(None, "default"))


def variable_of(name: str) -> str:
    """Return the environment variable of a setting, such as `CACCTL_TZ`."""
    return f"CACCTL_{name.upper()}"
