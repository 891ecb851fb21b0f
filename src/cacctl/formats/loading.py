"""Load a schedule from a file or from bytes, in any format."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cacctl.base.errors import ScheduleProblem
from cacctl.base.gzip import BrokenGzip, unpacked
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.formats import registry
from cacctl.formats.base import ReadResult
from cacctl.formats.diagnostics import line, refusal
from cacctl.formats.limits import LARGEST_FILE_BYTES
from cacctl.model.programme import Programme
from cacctl.times.clock import agree, zone


class Loaded(NamedTuple):
    """A programme, and a warning for each thing that may be wrong with it.

    `replaced` is the programme that the viewer last saw, if this is a newer one from a URL whose
    changes were not shown yet.
    """

    programme: Programme
    warnings: tuple[str, ...] = ()
    replaced: Programme | None = None


def read_file(path: Path, now: datetime) -> Loaded:
    """Load a schedule file. Raises ScheduleProblem."""
    return read_programme(read_bytes(path), str(path), now)


def read_bytes(path: Path) -> bytes:
    """Read a file, decompressed if it is gzip, up to one byte more than the limit.

    Raises ScheduleProblem if it cannot be read.
    """
    file = visible(str(path))
    try:
        with path.open("rb") as stream:
            # The byte beyond the limit shows that a file is too large. Its size would not do: pipes
            # and devices have none.
            return unpacked(stream.read(LARGEST_FILE_BYTES + 1), LARGEST_FILE_BYTES + 1)
    except BrokenGzip as error:
        raise ScheduleProblem(
            _("{file}: this gzip file is incomplete or damaged.").format(file=file),
            _("Download the file again."),
        ) from error
    except FileNotFoundError as error:
        raise ScheduleProblem(
            _("{file}: file not found.").format(file=file),
            _("Check the path.")
            if path.is_absolute()
            else _("Check the path. It is relative to the current folder."),
        ) from error
    except IsADirectoryError as error:
        raise ScheduleProblem(
            _("{file} is a folder, not a schedule file.").format(file=file),
            _("Specify a file in that folder."),
        ) from error
    except PermissionError as error:
        raise ScheduleProblem(
            _("{file}: permission denied.").format(file=file),
            _("Change the file's permissions, or copy the file to a folder of your own."),
        ) from error
    # ValueError: the path contains NUL.
    except (OSError, ValueError) as error:
        from cacctl.base.reasons import reason_of

        raise ScheduleProblem(
            _("Cannot read {file}: {reason}.").format(file=file, reason=visible(reason_of(error))),
            _("Check the path."),
        ) from error


def read_programme(data: bytes, source: str, now: datetime, event_tz: str = "") -> Loaded:
    """Load a schedule's bytes. `source` is the file or URL, for messages.

    Sessions that recur without an end are read for a year from `now`. `event_tz`, an IANA key, is
    the event's zone if the schedule names none. Raises ScheduleProblem with all its problems,
    in order of the lines.
    """
    examined = examine(data, source, now, event_tz)
    if examined.programme is None:
        _refuse_directory(data, source)
        problems = examined.locate(examined.problems)
        # If part of the text could not be read, a warning may be due to that.
        whole = [p for p in problems if examined.is_whole or p.severity == "error"]
        raise refusal(source, whole)
    warnings = examined.remarks
    if warnings is None:
        warnings = [line(problem) for problem in examined.locate(examined.problems)]
    overruled = overruled_zone(examined, event_tz)
    return Loaded(examined.programme, tuple(filter(None, [*warnings, overruled])))


def _refuse_directory(data: bytes, source: str) -> None:
    """Raise ScheduleProblem for a directory of events."""
    from cacctl.formats.directory.report import is_directory

    if is_directory(data):
        raise ScheduleProblem(
            _("{file} is an event directory, not a schedule.").format(file=visible(source)),
            _("Add it to directories in the settings file, then open its events with --event."),
        )


def overruled_zone(examined: ReadResult, event_tz: str) -> str:
    """Return a warning if the schedule names a zone with other times than `event_tz`, else ""."""
    programme = examined.programme
    if not event_tz or programme is None or not examined.names_zone:
        return ""
    own = programme.event.zone
    if agree(zone(own), zone(event_tz), (programme.start, programme.end)):
        return ""
    text = _("{file} has its own time zone, {zone}, so {event_tz} is ignored.")
    return text.format(file=visible(examined.source), zone=own, event_tz=event_tz)


def examine(data: bytes, source: str, now: datetime, event_tz: str = "") -> ReadResult:
    """Read a schedule's bytes as far as possible. The arguments are those of `read_programme`."""
    found = registry.detect(data)
    examined = found.read(data, source, now, event_tz)
    is_understood = found is registry.WEB_PAGE or (examined.remarks is None and examined.is_whole)
    if examined.programme is None and not is_understood:
        from cacctl.formats import unsupported
        from cacctl.formats.common import problems

        if advice := unsupported.advice(data, examined.text):
            return problems.unusable(source, examined.text, advice)
    return examined
