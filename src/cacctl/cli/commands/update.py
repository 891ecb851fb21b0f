"""`update`: refresh a schedule and its lists from their URLs."""

from typing import TYPE_CHECKING, Annotated

import typer

from cacctl.base.errors import ScheduleProblem, UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.cli.context import Request
from cacctl.formats.loading import Loaded
from cacctl.model.diff import changes
from cacctl.times import clock

if TYPE_CHECKING:
    from cacctl.model.programme import Programme


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
    held_back: ScheduleProblem | None = None
    with fetching() as progress:
        if isinstance(source, RemoteSource):
            url = source.url
            loaded, held_back = source.update(clock.now(), accept=accept, progress=progress)
        else:
            loaded = source.load(clock.now())
            url = _url_of_resources(request, loaded.programme)
        saved = request.completed(Loaded(loaded.replaced or loaded.programme), resources="saved")
        loaded = request.completed(loaded, resources="now")
    view = request.view(loaded)
    request.warn(loaded, view)
    news = changes(loaded.replaced, view.programme) if loaded.replaced else ()
    recordings = len(_recordings(loaded.programme) - _recordings(saved.programme))
    held = held_back is not None
    request.answer(request.renderer.updated(view, url, news, recordings=recordings, held=held))
    source.mark_changes_shown(clock.now())
    if held_back:
        raise held_back


def _url_of_resources(request: Request, programme: "Programme") -> str:
    """Return the URL of a schedule's resource. Raises UsageProblem if none is at a URL."""
    name = request.setting("schedule").value or ""
    if request.has_resources(programme, name):
        for resource in request.resources(programme, name):
            if resource.is_remote:
                return resource.location
    raise UsageProblem(
        _("This schedule was not loaded from a URL."),
        _("Specify a URL with --schedule."),
    )


def _recordings(programme: "Programme") -> set[tuple[str, str, int]]:
    return {
        (session.id, link.url, link.starts)
        for session in programme.sessions
        for link in session.recordings
    }
