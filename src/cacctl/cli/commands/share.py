"""`share`: a session to send in a message."""

from typing import Annotated

import typer

from cacctl.base.i18n import N_
from cacctl.base.terminal import tell, write
from cacctl.cli.context import Request
from cacctl.cli.options import SESSION, completion
from cacctl.settings.time_zone import standard_time_warning
from cacctl.times import clock
from cacctl.times.zones import zone_key
from cacctl.viewer import sharing
from cacctl.viewer.selection import named_session


def share(
    request: Request,
    session: Annotated[list[str], SESSION],
    tz: Annotated[
        list[str] | None,
        typer.Option(
            "--tz",
            metavar="ZONE",
            help=N_("Time zone of the recipients (repeatable)."),
            autocompletion=completion("zone"),
            show_default=False,
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help=N_("Print Markdown, with the name as a link."))
    ] = False,
) -> None:
    """Print a session with the times in the readers' zones."""
    view = request.announced_view(has_times=not tz)
    wanted = named_session(view, " ".join(session))
    zones = [clock.zone(zone_key(name)) for name in tz or ()]
    for name in tz or ():
        if warning := standard_time_warning(name, (wanted.start,)):
            tell(warning)
    told = sharing.share(view, wanted, zones)
    if markdown and not request.json:
        write(sharing.markdown(told))
    else:
        write(request.renderer.shared(view, told))
