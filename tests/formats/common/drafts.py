"""Drafts of sessions, and functions that build programmes of them."""

from datetime import UTC, datetime, timedelta

from cacctl.formats.base import ReadResult
from cacctl.formats.common.build import build_result
from cacctl.formats.common.drafts import EventDetails, SessionDraft
from cacctl.formats.common.warnings import Warnings
from cacctl.model.programme import Programme

START = datetime(2030, 6, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIVE = "https://stream.example/a"
DETAILS = EventDetails("Conf", "Europe/Berlin")


def draft(number: int, name: str = "Talk", **more: object) -> SessionDraft:
    start = START + number * HOUR
    return SessionDraft(("event", number), start, start + HOUR, name)._replace(**more)  # type: ignore[arg-type]


def examine(*drafts: SessionDraft, details: EventDetails = DETAILS) -> ReadResult:
    warnings = Warnings()
    warnings.events = len(drafts)
    return build_result("c.xml", "", details, drafts, warnings, lambda: [3, 7, 11])


def programme(*drafts: SessionDraft, details: EventDetails = DETAILS) -> Programme:
    found = examine(*drafts, details=details).programme
    assert found
    return found
