"""`update`: the newest schedule of an address."""

from typing import Annotated

import typer

from cacctl.base import hints
from cacctl.base.errors import ScheduleProblem, UsageProblem
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
    newest = library.found(found, clock.now())
    seen = request.view(found=newest)
    news = changes(newest.replaced, seen.programme) if newest.replaced else ()
    held = bool(found.copy.held)
    request.answer(request.renderer.updated(seen, found.copy.address, news, held=held))
    library.told(source, clock.now())
    if held:
        apply = hints.command("update", accept=True)
        raise ScheduleProblem(
            _(remote.HELD_BACK), _("Apply it anyway: {command}").format(command=apply)
        )
