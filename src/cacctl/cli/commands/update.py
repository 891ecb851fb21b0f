"""`update`: refresh a schedule and its lists from their URLs."""

from typing import Annotated

import typer

from cacctl.base.errors import ScheduleProblem, UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.cli.context import Request, tell_problem
from cacctl.model.diff import ListUpdate, Update, changes, items
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
    from cacctl.sources.updates import Updates

    source, name = request.source, request.setting("schedule").value or ""
    held_back: ScheduleProblem | None = None
    updates = Updates(clock.now(), request.access(is_update=True))
    with fetching() as progress:
        if isinstance(source, RemoteSource):
            loaded, held_back = source.update(clock.now(), accept=accept, progress=progress)
        else:
            loaded = source.load(clock.now())
        before, own = loaded.replaced, loaded.programme
        if request.has_resources(own, name):
            loaded = updates.completed(loaded, request.resources(own, name))
        warnings = updates.directories(request.settings)
    if not (source.url or updates.lists):
        raise UsageProblem(
            _("This schedule was not loaded from a URL."),
            _("Specify a URL with --schedule."),
        )
    loaded = request.completed(loaded, resources="never")
    loaded = loaded._replace(warnings=(*loaded.warnings, *warnings))
    view = request.view(loaded)
    request.warn(loaded, view)
    lists = tuple(updates.lists)
    if before:
        recordings = ListUpdate("recordings", "").between(
            items("recordings", before), items("recordings", own)
        )
        lists = (recordings, *lists) if recordings.has_changes else lists
    found = Update(
        source.url,
        changes(loaded.replaced, view.programme) if loaded.replaced else (),
        lists,
        is_held=held_back is not None,
        has_other_changes=before is not None and before != own,
    )
    request.answer(request.renderer.updated(view, found))
    source.mark_changes_shown(clock.now())
    failures = [*filter(None, [held_back]), *updates.failures]
    for failure in failures[1:]:
        tell_problem(failure.message, failure.hint)
    if failures:
        raise failures[0]
