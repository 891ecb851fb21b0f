"""The schedule: `day`, `list`, `find`, `show`, `timeline`, `channels` and `about`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cacctl.base.i18n import N_, _
from cacctl.base.terminal import tell, write
from cacctl.cli.context import Request
from cacctl.cli.options import SESSION, Force, completion, require
from cacctl.model.search import find_sessions
from cacctl.viewer.selection import named_day, named_session


def day(
    request: Request,
    which: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[N|DATE]",
            help=N_(
                "Day number, date, weekday, today, tomorrow or yesterday. "
                "Default: the day of the live or next session, else the last day."
            ),
            autocompletion=completion("day"),
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show a day of the event by its number, or a date in the viewer's zone."""
    view = request.announced_view()
    if not which:
        days = view.programme.days()
        current = [day for day in days if day.end > view.now] or days[-1:]
        request.answer(request.renderer.day(view, current[0]))
    elif isinstance(meant := named_day(view, " ".join(which)), date):
        request.answer(request.renderer.date(view, meant))
    else:
        request.answer(request.renderer.day(view, meant))


def list_(request: Request) -> None:
    """Show all sessions."""
    view = request.announced_view()
    request.answer(request.renderer.programme(view))


def find(
    request: Request,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help=N_("Words to search for."))],
) -> None:
    """Show the sessions that mention all the words."""
    from cacctl.viewer.selection import all_sessions_hint

    view = request.announced_view()
    query = " ".join(text)
    matches = find_sessions(view.programme, query)
    request.answer(request.renderer.matches(view, query, matches))
    if not matches:
        tell(all_sessions_hint(view.programme))


def show(request: Request, session: Annotated[list[str], SESSION]) -> None:
    """Show all details of a session."""
    view = request.announced_view()
    request.answer(request.renderer.session(view, named_session(view, " ".join(session))))


def timeline(
    request: Request,
    awake: Annotated[
        str | None,
        typer.Option(
            "--awake",
            metavar="FROM-TO",
            help=N_("Your waking hours, e.g. 07:00-23:00."),
            show_default=False,
        ),
    ] = None,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FILE", help=N_("Write the chart to an SVG file.")),
    ] = None,
    force: Force = False,
) -> None:
    """Draw the whole schedule by the hour, or write the drawing to an SVG file."""
    require("--force", "--svg", alone=force and svg is None)
    view = request.announced_view(awake=awake)
    if svg is None or request.json:
        request.answer(request.renderer.timeline(view))
    if svg is None:
        return
    from cacctl.base import files
    from cacctl.render import drawing

    picture = drawing().timeline_svg(view)
    if str(svg) == "-":
        write(picture.rstrip("\n"))
        return
    files.write(svg, picture.encode(), force=force)
    tell(_("Wrote {file}.").format(file=svg))


def channels(
    request: Request,
    check: Annotated[bool, typer.Option("--check", help=N_("Check that every URL works."))] = False,
) -> None:
    """Show the channels, or check that their URLs respond."""
    view = request.announced_view(has_times=False)
    if not check:
        request.answer(request.renderer.channels(view))
        return
    from cacctl.cli.progress import check_urls, raise_unanswered

    urls = [channel.url for channel in view.programme.channels if channel.url]
    answers = check_urls(list(dict.fromkeys(urls)))
    write(request.renderer.checked(view, answers))
    is_offline = all(answer.status is None for answer in answers)
    hint = _("No server responded. Check your connection.") if is_offline else ""
    raise_unanswered(sum(not answer.ok for answer in answers), hint)


def about(request: Request) -> None:
    """Describe the event."""
    view = request.announced_view(has_times=False)
    request.answer(request.renderer.about(view))
