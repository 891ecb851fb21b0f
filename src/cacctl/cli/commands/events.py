"""`events`: the events that cacctl knows, and what is live at them."""

from itertools import chain

from cacctl.base.names import read_language
from cacctl.base.terminal import tell
from cacctl.cli.context import Request


def events(request: Request) -> None:
    """List the events of the settings and of directories. No schedule is downloaded for it."""
    from cacctl.sources import directories
    from cacctl.times import clock
    from cacctl.viewer.events import listing, short_names

    now, tz = request.moment()
    request.setting("lang").read(read_language, "")
    settings, real = request.settings, clock.now()
    directory = directories.read(settings, real, request.access(is_update=False))
    known = list(directories.known(settings, directory, now.date(), real))
    rows = listing(known, now, tz, short_names(known, real.date()))
    request.answer(request.renderer.events(rows, now))
    problems = chain.from_iterable(settings.event_problems.values())
    for warning in (*settings.warnings, *(p.message for p in problems), *directory.warnings):
        tell(warning)
