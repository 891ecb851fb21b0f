"""The formats of `export`: those of the registry, and those that show what one viewer sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from cacctl.formats import registry
from cacctl.formats.base import ExportRequest

if TYPE_CHECKING:
    from cacctl.model.programme import Session
    from cacctl.viewer.view import View

OTHER_NAMES = {"ics": "ical"}
"""What people type for a format as well."""


def format_names() -> list[str]:
    """Return the names of the formats."""
    return [*registry.writers(), "markdown", "json"]


def export_sessions(
    name: str, view: View, sessions: Sequence[Session], alarm: timedelta | None = None
) -> bytes:
    """Return the sessions in one of the formats, with an alarm that long before each start.

    The same arguments give the same bytes, but for "json", which depends on the viewer's time.
    """
    match name:
        case "markdown":
            from cacctl.render import markdown

            return markdown.markdown(view, sessions).encode()
        case "json":
            from cacctl.render import json

            return json.sessions(view, sessions).encode() + b"\n"
    request = ExportRequest(view.programme, sessions, view.lang, view.tz, alarm)
    return registry.writers()[name].write(request)
