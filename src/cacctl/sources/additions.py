"""What the settings of an event add to its schedule once that is loaded."""

from cacctl.formats.loading import Loaded
from cacctl.model.stream_rules import with_streams
from cacctl.settings.settings import EventStreams


def with_streams_of_rules(loaded: Loaded, streams: EventStreams) -> Loaded:
    """Return a schedule with the streams that rules make, and a warning where one makes none."""
    found = with_streams(loaded.programme, streams.rules)
    warnings = [f"{streams.location}: {problem.words}" for problem in found.problems]
    replaced = loaded.replaced and with_streams(loaded.replaced, streams.rules).programme
    return Loaded(found.programme, (*loaded.warnings, *warnings), replaced)
