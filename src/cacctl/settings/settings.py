"""The settings in force, and where each comes from.

A command-line option wins over an environment variable, and that over the settings file.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _

if TYPE_CHECKING:
    from cacctl.model.stream_rules import StreamRule

Origin = Literal["flag", "environment", "file", "directory", "default"]
"""Of what the settings name, a "directory" is one from a URL, which somebody else wrote."""
T = TypeVar("T")

COMPANIONS = ("streams_api", "recordings")
"""The keys of an event in the settings, and of Event, that name a further resource."""

EVENT_NAME = r"[\w-]+"
"""The pattern of what is an event's name rather than a path; a settings file can have others."""

# The settings by name, each with its option if it has one.
OPTIONS = {
    "tz": "--tz",
    "lang": "--lang",
    "schedule": "--schedule",
    "platform": "--on",
    "player": "--player",
    "resolve": "--resolve",
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


class EventStreams(NamedTuple):
    """The rules for the streams of an event, and where in the settings file they are."""

    rules: "tuple[StreamRule, ...]"
    location: str

    @property
    def urls(self) -> list[str]:
        """The URL of each rule; for one with exceptions alone, theirs."""
        found: list[str] = []
        for rule in self.rules:
            exceptions = filter(None, (*rule.rooms.values(), *rule.tracks.values()))
            found += [rule.url] if rule.url else exceptions
        return found


class Settings(NamedTuple):
    """The environment and the settings file. `problem` is why the file cannot be used.

    `event_problems` are why an event cannot be used, by its name, and `event_warnings` are those of
    the `warnings` that are about an event.

    `events` has the schedule of each event by name, `event_zones` the event's zone if one is named,
    `event_streams` the rules for its streams if there are any, and `companions` its COMPANIONS by
    key. `directories` are the paths and URLs of further directories of events.
    """

    environ: Mapping[str, str]
    path: Path | None
    in_file: Mapping[str, Setting] = {}
    events: Mapping[str, Setting] = {}
    event_zones: Mapping[str, Setting] = {}
    event_streams: Mapping[str, EventStreams] = {}
    companions: Mapping[str, Mapping[str, Setting]] = {}
    directories: tuple[Setting, ...] = ()
    warnings: tuple[str, ...] = ()
    problem: UsageProblem | None = None
    event_problems: Mapping[str, Sequence[UsageProblem]] = {}
    event_warnings: Mapping[str, Sequence[UsageProblem]] = {}

    def setting(self, name: str, option: str | None = None) -> Setting:
        """Return one of OPTIONS in force; `option` is the value of its command-line option."""
        if option is not None:
            return Setting(option, "flag", OPTIONS[name])
        variable = variable_of(name)
        if value := self.environ.get(variable):
            return Setting(value, "environment", variable)
        return self.in_file.get(name, Setting(None, "default"))


def read_switch(text: str) -> bool:
    """Return whether a switch is on. Raises UsageProblem for anything but yes and no."""
    match text.strip().casefold():
        case "true" | "yes" | "on" | "1":
            return True
        case "false" | "no" | "off" | "0":
            return False
    raise UsageProblem(_("must be true or false, not {text}.").format(text=repr(text[:40])))


def variable_of(name: str) -> str:
    """Return the environment variable of a setting, such as `CACCTL_TZ`."""
    return f"CACCTL_{name.upper()}"
