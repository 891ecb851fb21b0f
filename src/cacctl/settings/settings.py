"""The settings: what is in force, and where it comes from.

An option of the command line wins over a variable of the environment, that over the settings file.
"""

import os
import re
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _, suggestion
from cacctl.base.sanitize import visible

Origin = Literal["flag", "environment", "file", "default"]
T = TypeVar("T")

LARGEST_FILE_BYTES = 1024 * 1024

# The settings by name, each with its option where it has one.
OPTIONS = {
    "tz": "--tz",
    "lang": "--lang",
    "schedule": "--schedule",
    "platform": "--on",
    "player": "--player",
    "awake": "--awake",
    "clock": "",
}


EVENT_KEYS = ("schedule", "event_tz")


class Setting(NamedTuple):
    """A value in force, None where none is. `place` is what has to be changed to change it."""

    value: str | None
    origin: Origin
    place: str = ""

    def read(self, reader: Callable[[str], T], default: T) -> T:
        """What `reader` makes of the value; its UsageProblem names the place."""
        if self.value is None:
            return default
        try:
            return reader(self.value)
        except UsageProblem as error:
            if self.origin == "flag":
                raise
            raise UsageProblem(f"{self.place}: {error.message}", error.hint) from error


class Settings(NamedTuple):
    """What the environment and the settings file say. `problem` is why the file cannot be used.

    `events` has the schedule of each event by name, `event_zones` its zone where one is named.
    """

    environ: Mapping[str, str]
    path: Path | None
    kept: Mapping[str, Setting] = {}
    events: Mapping[str, str] = {}
    event_zones: Mapping[str, Setting] = {}
    warnings: tuple[str, ...] = ()
    problem: UsageProblem | None = None

    def setting(self, name: str, asked: str | None = None) -> Setting:
        """One of OPTIONS in force, `asked` being what its option says."""
        if asked is not None:
            return Setting(asked, "flag", OPTIONS[name])
        variable = variable_of(name)
        if value := self.environ.get(variable):
            return Setting(value, "environment", variable)
        return self.kept.get(name, Setting(None, "default"))


def variable_of(name: str) -> str:
    """The environment's variable for a setting: `CACCTL_TZ`."""
    return f"CACCTL_{name.upper()}"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in the environment and in the settings file, where there is one.

    The file is CACCTL_CONFIG, else `config.toml` in the folder that the system has for settings
    (https://specifications.freedesktop.org/basedir-spec/latest/ on Linux).
    """
    path = _path(environ)
    try:
        text = _text(path) if path else ""
    except FileNotFoundError:
        if not environ.get("CACCTL_CONFIG"):
            return Settings(environ, path)
        problem = UsageProblem(
            _("CACCTL_CONFIG: there is no file {file}.").format(file=visible(str(path))),
            _("Correct it, or unset it."),
        )
        return Settings(environ, path, problem=problem)
    except UnicodeDecodeError:
        problem = UsageProblem(
            _("{file} is not in UTF-8.").format(file=visible(str(path))), _("Save it as UTF-8.")
        )
        return Settings(environ, path, problem=problem)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = UsageProblem(
            _("{file} cannot be read: {reason}.").format(
                file=visible(str(path)), reason=visible(reason)
            ),
            _("It has to be a TOML file in UTF-8 that you may read."),
        )
        return Settings(environ, path, problem=problem)
    return _read(environ, path, text) if path and text else Settings(environ, path)


def _path(environ: Mapping[str, str]) -> Path | None:
    """Where the settings file is, if anywhere: without a home, the system has no place for it."""
    if named := environ.get("CACCTL_CONFIG"):
        return Path(named)
    try:
        path = _folder(environ) / "config.toml"
    except RuntimeError:  # no home
        return None
    return path if path.is_absolute() else None


def _folder(environ: Mapping[str, str]) -> Path:
    """The folder for cacctl's settings. Raises RuntimeError where the system has none.

    On Linux it is that of the XDG base directory specification, which passes over a relative path.
    platformdirs knows the other systems as well, but takes longer to load than a schedule to read.
    """
    if sys.platform == "linux":
        named = Path(environ.get("XDG_CONFIG_HOME", ""))
        return (named if named.is_absolute() else Path.home() / ".config") / "cacctl"
    from platformdirs import user_config_path

    return user_config_path("cacctl", appauthor=False)


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE_BYTES + 1)
    if len(data) > LARGEST_FILE_BYTES:
        raise ValueError(_("it is larger than 1 MiB"))
    return data.decode("utf-8-sig")


def _read(environ: Mapping[str, str], path: Path, text: str) -> Settings:
    import tomli

    file = visible(str(path))
    try:
        table = tomli.loads(text)
    # RecursionError for deep nesting, ValueError for a number of more than 4,300 digits.
    except (ValueError, RecursionError) as error:
        what, line = str(error), 1
        if match := re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", what, re.DOTALL):
            what, line = match[1], int(match[2])
        problem = UsageProblem(
            _("{file}: {problem}").format(file=f"{file}:{line}", problem=visible(what)),
            _("It has to be TOML, with lines such as {example}.").format(example='lang = "ko"'),
        )
        return Settings(environ, path, problem=problem)
    from cacctl.base.toml_positions import Positions

    positions = Positions(text)
    kept: dict[str, Setting] = {}
    warnings: list[str] = []
    problems: list[UsageProblem] = []
    events: dict[str, str] = {}
    event_zones: dict[str, Setting] = {}
    for name, value in _table(table.pop("events", {})).items():
        place = f"{file}:{positions.line(('events', name))}"
        key = f"events.{visible(name[:40])}"
        # A name stands for a schedule alone, or for a table of what there is to say of the event.
        event = _table(value) or {"schedule": value}
        warnings += [
            f"{place}: {_unknown(part, EVENT_KEYS, of=f'{key}.')}"
            for part in event
            if part not in EVENT_KEYS
        ]
        schedule, zone = event.get("schedule"), event.get("event_tz", "")
        if isinstance(schedule, str) and isinstance(zone, str):
            events[name] = _path_or_address(schedule, path)
            if zone:
                event_zones[name] = Setting(zone, "file", f"{place}: {key}.event_tz")
        else:
            text = _("{place}: {key} needs the schedule's file or URL.")
            example = f'{name} = {{ schedule = "https://...", event_tz = "Europe/Berlin" }}'
            problems.append(
                UsageProblem(
                    text.format(place=place, key=key),
                    _("Write it like {example}").format(example=visible(example)),
                )
            )
    for key, value in table.items():
        place = f"{file}:{positions.line((key,))}"
        if key not in OPTIONS:
            warnings.append(f"{place}: {_unknown(key, OPTIONS)}")
        elif (kept_value := _value(key, value, path, events)) is not None:
            kept[key] = Setting(kept_value, "file", f"{place}: {key}")
        else:
            problems.append(
                UsageProblem(
                    _("{place}: {key} has to be a text.").format(place=place, key=key),
                    _("Write it in quotation marks: {example}").format(example=f'{key} = "…"'),
                )
            )
    return Settings(environ, path, kept, events, event_zones, tuple(warnings), *problems[:1])


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _value(key: str, value: Any, path: Path, events: Mapping[str, str]) -> str | None:
    if key == "clock" and type(value) is int:
        return str(value)
    if not isinstance(value, str):
        return None
    if key == "schedule" and value not in events:
        return _path_or_address(value, path)
    return value


def _path_or_address(value: str, path: Path) -> str:
    """A path counts from the settings file, wherever cacctl is called."""
    return value if "://" in value else os.fspath(path.parent / Path(value).expanduser())


def _unknown(key: str, known: Collection[str], of: str = "") -> str:
    text = _("there is no setting {key}.").format(key=of + visible(key[:40]))
    return f"{text} {suggestion(key[:40], known)}"
