"""The settings in force, and where each comes from.

A command-line option wins over an environment variable, and that over the settings file.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible

Origin = Literal["flag", "environment", "file", "default"]
T = TypeVar("T")

LARGEST_FILE_BYTES = 1024 * 1024

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
    events: Mapping[str, str] = {}
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


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings in the environment, and in the settings file if there is one.

    The file is CACCTL_CONFIG, else `config.toml` in the system's folder for settings
    (https://specifications.freedesktop.org/basedir-spec/latest/ on Linux).
    """
    path = _path(environ)
    file, problem = visible(str(path)), None
    try:
        text = _text(path) if path else ""
    except FileNotFoundError:
        if environ.get("CACCTL_CONFIG"):
            message = _("CACCTL_CONFIG: file not found: {file}.").format(file=file)
            problem = UsageProblem(message, _("Correct the path, or unset CACCTL_CONFIG."))
        return Settings(environ, path, problem=problem)
    except UnicodeDecodeError:
        message = _("{file} is not UTF-8.").format(file=file)
        return Settings(environ, path, problem=UsageProblem(message, _("Save it as UTF-8.")))
    except (OSError, ValueError) as error:
        reason = visible(getattr(error, "strerror", None) or str(error))
        message = _("Cannot read {file}: {reason}.").format(file=file, reason=reason)
        problem = UsageProblem(
            message, _("The settings file must be a readable TOML file in UTF-8.")
        )
        return Settings(environ, path, problem=problem)
    if not path or not text:
        return Settings(environ, path)
    from cacctl.settings.file import parse

    return parse(environ, path, text)


def _path(environ: Mapping[str, str]) -> Path | None:
    """Return the path of the settings file; None without a home directory."""
    if named := environ.get("CACCTL_CONFIG"):
        return Path(named)
    try:
        path = _folder(environ) / "config.toml"
    except RuntimeError:  # no home
        return None
    return path if path.is_absolute() else None


def _folder(environ: Mapping[str, str]) -> Path:
    """Return the folder for cacctl's settings. Raises RuntimeError without a home directory.

    On Linux it follows the XDG base directory specification, which ignores relative paths.
    platformdirs does so for other systems as well, but loads slower than a schedule is read.
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
