"""`update`: the newest schedule of an address."""

from typing import Annotated

import typer

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.cli.context import Request
from cacctl.cli.progress import fetching
from cacctl.model.diff import changes
from cacctl.sources import library, remote
from cacctl.times import clock


def update(
    request: Request,
    accept: Annotated[
        bool, typer.Option("--accept", help=N_("Accept a version even if many sessions are gone."))
    ] = False,
) -> None:
    """The newest schedule of an address."""
    source = request.source
    if not source.is_address:
        raise UsageProblem(
            _("This schedule does not come from an address."),
            _("Name its URL with --schedule."),
        )
    with fetching() as progress:
        found = remote.update(library.place(source), clock.now(), accept=accept, progress=progress)
    if found.failure:
        found.failure.message = found.warning
        raise found.failure
    held = bool(found.copy.held)
    # That a new version is held back is an error here, not a warning.
    newest = library.found(found._replace(warning="") if held else found, clock.now())
    seen = request.view(newest)
    request.warn(newest, seen)
    news = changes(newest.replaced, seen.programme) if newest.replaced else ()
    request.answer(request.renderer.updated(seen, found.copy.address, news, held=held))
    library.told(source, clock.now())
    if held:
        raise remote.held_back()
