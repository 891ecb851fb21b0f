"""What is live and next: `cacctl` without a command, `today`, `now` and `next`."""

import sys
from typing import Annotated

import typer

from cacctl import __version__
from cacctl.base import hints
from cacctl.base.errors import CacctlError
from cacctl.base.i18n import N_, _
from cacctl.base.terminal import can_redraw, is_terminal, tell, write
from cacctl.cli.context import Request, tell_problem
from cacctl.cli.options import exclude, require

Follow = Annotated[
    bool, typer.Option("--follow", help=N_("Keep updating until you press q or Ctrl-C."))
]


def _show_version(*, wanted: bool) -> None:
    if wanted:
        write(f"cacctl {__version__}")
        raise typer.Exit


def glance(
    request: Request,
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            help=N_("Show the version and exit."),
            callback=lambda value: _show_version(wanted=value),
        ),
    ] = False,
    follow: Follow = False,
) -> None:
    """Show today, or follow it: `cacctl` without a command."""
    if follow:
        _follow(request)
    elif not context.invoked_subcommand:
        today(request)
        if is_terminal(sys.stdout):
            tell(_("To list all commands: {command}").format(command=hints.help_of()))


def today(request: Request) -> None:
    """Show the sessions on the viewer's date, or the days of the event if there are none."""
    view = request.announced_view()
    request.answer(request.renderer.date(view, view.today))


def now(
    request: Request,
    follow: Follow = False,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="TEMPLATE",
            help=N_("Format for a status bar, e.g. '{name} {remaining}'."),
        ),
    ] = None,
    else_: Annotated[
        str,
        typer.Option("--else", metavar="TEMPLATE", help=N_("Text to print when nothing is live.")),
    ] = "",
) -> None:
    """Show the live sessions, or else what is next."""
    require("--else", "--format", alone=bool(else_) and format_ is None)
    if format_ is not None:
        exclude("--format", {"--json": request.json})
        _status(request, format_, else_, follow=follow)
    elif follow:
        _follow(request)
    else:
        view = request.announced_view()
        request.answer(request.renderer.now(view))


def next_(
    request: Request,
    count: Annotated[
        int, typer.Option("-n", metavar="N", min=1, help=N_("Number of upcoming sessions to show."))
    ] = 1,
) -> None:
    """Show `count` upcoming sessions, and any that start together with the first."""
    view = request.announced_view()
    together = len(view.programme.next_after(view.now))
    coming = view.programme.upcoming(view.now)[: max(count, together)]
    request.answer(request.renderer.next(view, coming))


def _follow(request: Request) -> None:
    """Show the live board on a terminal, or write a line at each change."""
    from cacctl.live import follow
    from cacctl.render import drawing

    view = request.announced_view()
    clock, newest = request.clock(view), request.newest(view)
    if request.json or request.plain or not can_redraw(sys.stdout):
        follow.tell_changes(view, clock, newest, request.renderer.change)
    else:
        follow.show_board(view, clock, newest, drawing().board)


def _status(request: Request, template: str, otherwise: str, *, follow: bool) -> None:
    """Write a line for a status bar; errors go to standard error, and `otherwise` to the bar."""
    from cacctl.render import status_line
    from cacctl.viewer.view import View

    for text in (template, otherwise):
        status_line.check_template(text)

    def line(view: View) -> str:
        return status_line.line(view, template, otherwise)

    try:
        view = request.view(request.load())
        shown = line(view)
        if follow:
            from cacctl.live.follow import tell_lines

            tell_lines(view, request.clock(view), request.newest(view), line)
            return
    except CacctlError as error:
        tell_problem(error.message, error.hint)
        shown = status_line.plain(otherwise)
    write(shown)
