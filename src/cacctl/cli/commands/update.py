"""`update`: refresh a schedule and its lists from their URLs."""

from typing import TYPE_CHECKING, Annotated

import typer

from cacctl.base.errors import CacctlError, UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.cli.context import Request, tell_problem
from cacctl.model.diff import Update, changes
from cacctl.times import clock

if TYPE_CHECKING:
    from cacctl.net.http import Progress
    from cacctl.sources.base import Source
    from cacctl.sources.remote import Updated


def update(
    request: Request,
    accept: Annotated[
        bool,
        typer.Option("--accept", help=N_("Apply a new version even if many sessions are missing.")),
    ] = False,
) -> None:
    """Refresh the schedule and show what changed."""
    from cacctl.cli.progress import fetching
    from cacctl.sources.updates import Updates

    source, name = request.source, request.setting("schedule").value or ""
    updates = Updates(clock.now(), request.access(is_update=True))
    with fetching() as progress:
        schedule, failure = _updated(source, accept=accept, progress=progress)
        loaded = schedule.loaded
        if request.has_resources(loaded.programme, name):
            loaded = updates.completed(loaded, request.resources(loaded.programme, name))
        warnings = updates.directories(request.settings)
    if not updates.lists and failure:
        raise failure
    if not (updates.lists or source.url):
        raise UsageProblem(
            _("This schedule was not loaded from a URL."),
            _("Specify a URL with --schedule."),
        )
    loaded = request.completed(loaded, resources=False)
    loaded = loaded._replace(warnings=(*loaded.warnings, *warnings))
    view = request.view(loaded)
    request.warn(loaded, view)
    found = Update(source.url, lists=tuple(updates.lists), is_held=schedule.held_back is not None)
    if failure:
        found = found._replace(failure=failure.message)
    elif schedule.is_first:
        found = found._replace(downloaded=len(schedule.loaded.programme.sessions))
    elif loaded.replaced and schedule.loaded.replaced:
        found = found._replace(changes=changes(loaded.replaced, view.programme))
        found = found.with_own(schedule.loaded.replaced, schedule.loaded.programme)
    if text := request.renderer.updated(view, found):
        request.answer(text)
    if not failure:
        source.mark_changes_shown(clock.now())
    problems = [*filter(None, [schedule.held_back, failure]), *updates.failures]
    for problem in problems[1:]:
        tell_problem(problem.message, problem.hint)
    if problems:
        raise problems[0]


def _updated(
    source: "Source", *, accept: bool, progress: "Progress"
) -> tuple["Updated", CacctlError | None]:
    """Refresh a schedule if it is at a URL; return it, and why that failed, if so.

    Raises CacctlError without a saved copy.
    """
    from cacctl.sources.remote import RemoteSource, Updated

    if not isinstance(source, RemoteSource):
        return Updated(source.load(clock.now())), None
    try:
        return source.update(clock.now(), accept=accept, progress=progress), None
    except CacctlError as error:
        if saved := source.saved(clock.now()):
            return Updated(saved), error
        raise
