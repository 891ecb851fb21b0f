"""`update`: refresh a schedule from its URL."""

from typing import Annotated

import typer

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.cli.context import Request
from cacctl.model.diff import changes
from cacctl.times import clock


def update(
    request: Request,
    accept: Annotated[
        bool,
        typer.Option("--accept", help=N_("Apply a new version even if many sessions are missing.")),
    ] = False,
) -> None:
    """Refresh the schedule and show what changed."""
    from cacctl.cli.progress import fetching
    from cacctl.sources.remote import RemoteSource

    source = request.source
    if not isinstance(source, RemoteSource):
        raise UsageProblem(
            _("This schedule was not loaded from a URL."),
            _("Specify a URL with --schedule."),
        )
    with fetching() as progress:
        loaded, held_back = source.update(clock.now(), accept=accept, progress=progress)
        loaded = request.completed(loaded, resources="now")
    view = request.view(loaded)
    request.warn(loaded, view)
    news = changes(loaded.replaced, view.programme) if loaded.replaced else ()
    held = held_back is not None
    request.answer(request.renderer.updated(view, source.url, news, held=held))
    source.mark_changes_shown(clock.now())
    if held_back:
        raise held_back
