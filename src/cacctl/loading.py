"""A schedule's bytes -> `Programme`, in whichever format they are; told apart by content."""

import re
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from cacctl.errors import ScheduleProblem
from cacctl.messages import _
from cacctl.problems import Examined, line, refusal
from cacctl.programme import Programme
from cacctl.toml_text import LARGEST_FILE_BYTES
from cacctl.visible import visible


class Loaded(NamedTuple):
    """A programme, and a line for everything in its file that is probably a mistake."""

    programme: Programme
    warnings: tuple[str, ...]


def read_file(path: Path, now: datetime) -> Loaded:
    """The programme in a schedule file. Raises ScheduleProblem, also where it cannot be read."""
    return read_programme(read_bytes(path), str(path), now)


def read_bytes(path: Path) -> bytes:
    """What is in a schedule file, and a byte more where that is too much.

    Raises ScheduleProblem where it cannot be read.
    """
    file = visible(str(path))
    try:
        with path.open("rb") as stream:
            # One byte more than allowed tells a file that is too large without reading it all, and
            # unlike its size, which a pipe or a device does not have.
            return stream.read(LARGEST_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise ScheduleProblem(
            _("{file}: there is no such file.").format(file=file),
            _("Check the path.")
            if path.is_absolute()
            else _("Check the path; it counts from the folder you are in."),
        ) from error
    except IsADirectoryError as error:
        raise ScheduleProblem(
            _("{file} is a folder, not a schedule file.").format(file=file),
            _("Name the file in it."),
        ) from error
    except PermissionError as error:
        raise ScheduleProblem(
            _("{file}: no permission to read it.").format(file=file),
            _("Change its permissions, or copy it to a place of your own."),
        ) from error
    # ValueError: a path with NUL in it.
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScheduleProblem(
            _("{file} cannot be read: {reason}.").format(file=file, reason=visible(reason)),
            _("Check the path."),
        ) from error


def read_programme(data: bytes, source: str, now: datetime) -> Loaded:
    """The programme in a schedule's bytes. `source` names the file or address in messages.

    What recurs without an end is read for a year from `now`. Raises ScheduleProblem with everything
    that is wrong, in order of the lines.
    """
    examined = examine(data, source, now)
    if examined.programme is None:
        problems = examined.placed(examined.findings)
        # What is missing from a text that is not whole could be what a warning misses.
        told = [p for p in problems if examined.is_whole or p.severity == "error"]
        raise refusal(source, told)
    if examined.remark is not None:
        return Loaded(examined.programme, (examined.remark,) if examined.remark else ())
    told = examined.placed(examined.findings)
    return Loaded(examined.programme, tuple(line(problem) for problem in told))


def examine(data: bytes, source: str, now: datetime) -> Examined:
    """What is in a schedule's bytes, right or wrong. `source` names it in messages."""
    # The formats of others are loaded only where they are met.
    match kind(data):
        case "ical":
            from cacctl.formats import ical

            return ical.examine(data, source, now)
        case "xml":
            from cacctl.formats import frab_xml

            return frab_xml.examine(data, source)
        case "json":
            from cacctl.formats import frab_json

            return frab_json.examine(data, source)
    from cacctl.formats import toml

    return toml.examine(data, source)


def kind(data: bytes) -> Literal["ical", "xml", "json", "toml"]:
    """The format, by how the text begins; neither a name nor a Content-Type is asked."""
    # XML alone can be in UTF-16, whose every other byte is NUL.
    start = data[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").upper()
    if start.startswith(b"BEGIN:VCALENDAR"):
        return "ical"
    if start.startswith(b"<"):
        return "xml"
    # A table of TOML can begin with a bracket, but not with a brace in it.
    return "json" if re.match(rb"\{|\[\s*\{", start) else "toml"
