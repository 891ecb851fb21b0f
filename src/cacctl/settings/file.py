"""Read the settings file: TOML, with the line of every value."""

import os
import re
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cacctl.base.errors import UsageProblem
from cacctl.base.hints import suggestion
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.settings.settings import (
    COMPANIONS,
    EVENT_NAME,
    OPTIONS,
    EventStreams,
    Setting,
    Settings,
)

if TYPE_CHECKING:
    from cacctl.base.toml_positions import Positions

LARGEST_FILE_BYTES = 1024 * 1024
LONGEST_QUOTED_LINE = 200
DIRECTORIES_EXAMPLE = 'directories = ["https://ggt.gaa.st/menu.json"]'
GLOBAL_KEYS = (*OPTIONS, "directories", "events")
EVENT_KEYS = ("schedule", "event_tz", "streams", *COMPANIONS)


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
        return Settings(environ, path, problem=UsageProblem(message, _("Save the file as UTF-8.")))
    except (OSError, ValueError) as error:
        from cacctl.base.reasons import reason_of

        message = _("Cannot read {file}: {reason}.")
        message = message.format(file=file, reason=visible(reason_of(error)))
        problem = UsageProblem(
            message, _("The settings file must be a readable TOML file in UTF-8.")
        )
        return Settings(environ, path, problem=problem)
    if not path or not text:
        return Settings(environ, path)
    return _parsed(environ, path, text)


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
        raise ValueError(_("the file is larger than 1 MiB"))
    return data.decode("utf-8-sig")


def _parsed(environ: Mapping[str, str], path: Path, text: str) -> Settings:
    """Return the settings in the text of a settings file; its first problem is kept in them."""
    import tomli

    from cacctl.base.toml_positions import Positions

    file = visible(str(path))
    try:
        table = tomli.loads(text)
    # RecursionError for deep nesting, ValueError for a number of more than 4,300 digits.
    except (ValueError, RecursionError) as error:
        return Settings(environ, path, problem=_syntax_problem(file, text, error))
    reader = _Reader(path, Positions(text))
    events = table.pop("events", {})
    for name, value in (events if isinstance(events, dict) else {}).items():
        reader.read_event(name, value)
    for key, value in table.items():
        reader.read_setting(key, value)
    return Settings(
        environ,
        path,
        reader.settings,
        reader.events,
        reader.event_zones,
        reader.event_streams,
        reader.companions,
        tuple(reader.directories),
        tuple(reader.warnings),
        problem=next(iter(reader.problems), None),
        event_problems=reader.event_problems,
        event_warnings=reader.event_warnings,
    )


class _Reader:
    """Collects what is in a settings file."""

    def __init__(self, path: Path, positions: "Positions") -> None:
        self.settings: dict[str, Setting] = {}
        self.events: dict[str, Setting] = {}
        self.event_zones: dict[str, Setting] = {}
        self.event_streams: dict[str, EventStreams] = {}
        self.companions: dict[str, dict[str, Setting]] = {}
        self.directories: list[Setting] = []
        self.warnings: list[str] = []
        self.problems: list[UsageProblem] = []
        self.event_problems: dict[str, list[UsageProblem]] = {}
        self.event_warnings: dict[str, list[UsageProblem]] = {}
        self._path, self._positions = path, positions

    def read_event(self, name: str, value: Any) -> None:
        """Read a schedule alone, or a table with it and with what it lacks."""
        location = self._location("events", name)
        key = f"events.{visible(name[:40])}"
        event = value if isinstance(value, dict) else {"schedule": value}
        for part in event:
            if part not in EVENT_KEYS:
                where = self._location("events", name, part)
                self._warn(where, part, EVENT_KEYS, prefix=f"{key}.", event=name)
        schedule, zone = event.get("schedule"), event.get("event_tz", "")
        if not (isinstance(schedule, str) and schedule and isinstance(zone, str)):
            text = _("{location}: {key} must be the path or URL of a schedule.").format(
                location=location, key=key
            )
            shown = name if re.fullmatch("[A-Za-z0-9_-]+", name) else f'"{name}"'
            example = f'{shown} = {{ schedule = "https://...", event_tz = "Europe/Berlin" }}'
            hint = _("For example: {example}").format(example=visible(example))
            self._refuse_event(name, text, hint)
            return
        path_or_url = self._path_or_url(schedule)
        self.events[name] = Setting(path_or_url, "file", f"{location}: {key}")
        if zone:
            self.event_zones[name] = Setting(zone, "file", f"{location}: {key}.event_tz")
        self.companions[name] = {
            part: Setting(value and self._path_or_url(value), "file", f"{location}: {key}.{part}")
            for part in COMPANIONS
            if part in event
            and self._is_text(name, value := event[part], f"{location}: {key}.{part}")
        }
        if "streams" in event:
            self._read_streams(name, key, event["streams"])

    def _read_streams(self, name: str, key: str, value: Any) -> None:
        """Read the rules for the streams of an event."""
        from cacctl.model.stream_rule_reader import RULE_KEYS, read_rules, rule_tables

        path = ("events", name, "streams")
        for table in rule_tables(value):
            for part in table.table:
                if part not in RULE_KEYS:
                    location = self._location(*path, *table.at(part))
                    self._warn(location, part, RULE_KEYS, prefix=f"{key}.streams.", event=name)
        rules, problems = read_rules(value)
        for problem in problems:
            location = self._location(*path, *problem.path)
            text = visible(f"{location}: {key}.streams: {problem.words}")
            self._refuse_event(name, text)
        if rules:
            location = f"{self._location(*path)}: {key}.streams"
            self.event_streams[name] = EventStreams(rules, location)

    def read_setting(self, key: str, value: Any) -> None:
        """Read one of OPTIONS; a schedule may be the name of an event that was read before."""
        location = self._location(key)
        if key == "directories":
            self._read_directories(value)
            return
        if key not in OPTIONS:
            hint = _("Put it under [events.NAME], with the event's schedule.")
            self._warn(location, key, GLOBAL_KEYS, hint=hint if key in EVENT_KEYS else "")
            return
        if key == "clock" and type(value) is int:
            value = str(value)
        if key == "resolve" and isinstance(value, int):
            value = str(value).lower()
        if not isinstance(value, str):
            text = _("{key} must be a string.").format(key=key)
            hint = _("Put the value in quotes: {example}").format(example=f'{key} = "…"')
            self.problems.append(UsageProblem(f"{location}: {text}", hint))
            return
        if key == "schedule" and value not in (self.events.keys() | self.event_problems.keys()):
            from cacctl.base import files

            path_or_url = self._path_or_url(value)
            # A name alone can be that of an event in a directory.
            is_name = re.fullmatch(EVENT_NAME, value) and not files.exists(Path(path_or_url))
            value = value if is_name else path_or_url
        self.settings[key] = Setting(value, "file", f"{location}: {key}")

    def _read_directories(self, value: Any) -> None:
        """Read the paths and URLs of directories of events; one of them needs no list."""
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            location = f"{self._location('directories', index)}: directories"
            if not isinstance(item, str) or not item:
                text = _("{location} must be a list of quoted paths or URLs.").format(
                    location=location
                )
                hint = _("For example: {example}").format(example=DIRECTORIES_EXAMPLE)
                self.problems.append(UsageProblem(text, hint))
                return
            self.directories.append(Setting(self._path_or_url(item), "file", location))

    def _location(self, *key: str | int) -> str:
        return f"{visible(str(self._path))}:{self._positions.line(key)}"

    def _warn(
        self,
        location: str,
        key: str,
        known: Collection[str],
        prefix: str = "",
        event: str = "",
        hint: str = "",
    ) -> None:
        text = _("unknown setting: '{key}'.").format(key=prefix + visible(key[:40]))
        text, hint = f"{location}: {text}", hint or suggestion(key[:40], known)
        self.warnings.append(f"{text} {hint}")
        if event:
            self.event_warnings.setdefault(event, []).append(UsageProblem(text, hint))

    def _refuse_event(self, name: str, message: str, hint: str = "") -> None:
        self.event_problems.setdefault(name, []).append(UsageProblem(message, hint))

    def _is_text(self, name: str, value: object, location: str) -> bool:
        """Return whether a value is a text; if it is another, add a problem of the event."""
        if isinstance(value, str):
            return True
        text = _("{location} must be a quoted path or URL.")
        self._refuse_event(name, text.format(location=location))
        return False

    def _path_or_url(self, value: str) -> str:
        """Return a path relative to the settings file, wherever cacctl is run; a URL as it is."""
        if "://" in value:
            return value
        path = Path(value)
        with suppress(RuntimeError):  # there is no user with the name behind the tilde
            path = path.expanduser()
        return os.fspath(self._path.parent / path)


def _syntax_problem(file: str, text: str, error: Exception) -> UsageProblem:
    """Return what is wrong with a text that is not TOML, and how to write it."""
    import tomli

    from cacctl.base.reasons import translated

    what, line = str(error), 1
    hint = _("Write settings as TOML, for example: {example}").format(example='lang = "ko"')
    if isinstance(error, tomli.TOMLDecodeError):
        what, line = translated(error.msg), error.lineno
        if error.msg.startswith("Cannot "):
            what, hint = _("this key or table is defined twice. Keep only one."), ""
        elif quoted := _with_quoted_name(written := text.split("\n")[line - 1]):
            what = _("a name with spaces or letters other than a-z must be quoted.")
            hint = _("Put the name in quotes: {example}").format(example=visible(quoted))
        elif quoted := _with_quoted_value(written):
            what = _("{key} must be a string.").format(key=quoted.partition(" ")[0])
            hint = _("Put the value in quotes: {example}").format(example=visible(quoted))
    what = _("{file}: {problem}").format(file=f"{file}:{line}", problem=visible(what))
    return UsageProblem(what, hint)


def _with_quoted_name(line: str) -> str:
    """Return a line of TOML with its name in quotation marks, if that makes it valid; else ""."""
    if len(line) > LONGEST_QUOTED_LINE:
        return ""
    match = re.fullmatch(r"""(\[[\w-]+\.)?([^]\\="'#[]*[^]\\="'#[\s])(\s*[]=].*)""", line.strip())
    quoted = f'{match[1] or ""}"{match[2]}"{match[3]}' if match else ""
    return quoted if _is_toml(quoted) else ""


def _with_quoted_value(line: str) -> str:
    """Return a line of TOML with its value in quotation marks, if that makes it valid; else ""."""
    match = re.fullmatch(r"""\s*([\w-]+)\s*=\s*([^"'\[{#\s][^"'#]*)(?:#.*)?""", line)
    if not match or len(line) > LONGEST_QUOTED_LINE or _is_toml(line):
        return ""
    from cacctl.base.reasons import CURLY_QUOTES

    value = match[2].strip().strip(CURLY_QUOTES)
    mark = "'" if "\\" in value else '"'
    quoted = f"{match[1]} = {mark}{value}{mark}"
    return quoted if _is_toml(quoted) else ""


def _is_toml(line: str) -> bool:
    import tomli

    try:
        tomli.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
