"""Drafts of sessions, and what a reader makes of them."""

from datetime import UTC, datetime, timedelta

from cacctl.formats.base import ReadResult
from cacctl.formats.common.build import examined
from cacctl.formats.common.drafts import Draft, Facts
from cacctl.formats.common.warnings import Doubts
from cacctl.model.programme import Programme

START = datetime(2030, 6, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIVE = "https://stream.example/a"
FACTS = Facts("Conf", "Europe/Berlin")


def draft(number: int, name: str = "Talk", **more: object) -> Draft:
    start = START + number * HOUR
    return Draft(("event", number), start, start + HOUR, name)._replace(**more)  # type: ignore[arg-type]


def examine(*drafts: Draft, facts: Facts = FACTS) -> ReadResult:
    doubts = Doubts()
    doubts.events = len(drafts)
    return examined("c.xml", "", facts, drafts, doubts, lambda: [3, 7, 11])


def programme(*drafts: Draft, facts: Facts = FACTS) -> Programme:
    found = examine(*drafts, facts=facts).programme
    assert found
    return found
