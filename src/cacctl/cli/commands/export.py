"""`export`: sessions in a format that other programs read."""

from pathlib import Path
from typing import Annotated

import typer

from cacctl.base import files
from cacctl.base.errors import UsageProblem
from cacctl.base.hints import suggestion
from cacctl.base.i18n import N_, _, ngettext
from cacctl.base.terminal import tell, write_bytes
from cacctl.cli.context import Request
from cacctl.cli.options import Force, completion, require
from cacctl.render.export import OTHER_NAMES, export_sessions, format_names
from cacctl.times import parse
from cacctl.viewer.selection import chosen_sessions


def export(
    request: Request,
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help=N_("ical, schedule-xml, schedule-json, csv, markdown or json."),
            autocompletion=completion("format"),
        ),
    ],
    session: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SESSION]...",
            help=N_("Sessions to export: IDs, numbers or partial names."),
            autocompletion=completion("session"),
            show_default=False,
        ),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--day",
            metavar="N|DATE",
            help=N_("Only sessions on this day."),
            autocompletion=completion("day"),
        ),
    ] = None,
    find: Annotated[
        str | None,
        typer.Option("--find", metavar="TEXT", help=N_("Only sessions that mention every word.")),
    ] = None,
    alarm: Annotated[
        str | None,
        typer.Option(
            "--alarm",
            metavar="LENGTH",
            help=N_("With ical: add a reminder this long before each session, e.g. 10m."),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=N_("Write to this file.")),
    ] = None,
    force: Force = False,
) -> None:
    """Write the sessions that match all criteria in one of the formats."""
    require("--force", "--output", alone=force and output is None)
    require("--alarm", "ical", alone=alarm is not None and format_ != "ical")
    name = _format(format_)
    before = parse.read_length(alarm) if alarm is not None else None
    view = request.announced_view(has_times=False)
    chosen = chosen_sessions(view, session or [], day, find)
    written = export_sessions(name, view, chosen, before)
    if output is None or str(output) == "-":
        write_bytes(written)
    else:
        files.write(output, written, force=force)
        _tell_written(len(chosen), output)


def _format(name: str) -> str:
    """Return the name of a format, also for an alias. Raises UsageProblem."""
    name = OTHER_NAMES.get(name, name)
    if name in format_names():
        return name
    raise UsageProblem(
        _("Unknown format: {name}.").format(name=repr(name[:40])),
        suggestion(name, format_names()),
    )


def _tell_written(count: int, file: Path) -> None:
    text = ngettext("Wrote {count} session to {file}.", "Wrote {count} sessions to {file}.", count)
    tell(text.format(count=count, file=file))
