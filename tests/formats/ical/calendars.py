"""Calendars of a few lines, and functions that read them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cacctl.formats.base import ReadResult
from cacctl.formats.diagnostics import line
from cacctl.formats.ical import reader
from cacctl.model.programme import Programme, Session
from cacctl.model.streams import stream_links
from tests.conftest import SCHEDULES

FILES = SCHEDULES / "ical"
NOW = datetime(2026, 3, 10, tzinfo=UTC)
IN_NO_ZONE = (
    "the event's time zone is unknown, so times without a time "
    "zone are read as UTC. Set the event's time zone with "
    "--event-tz."
)


def examined(text: str | bytes) -> ReadResult:
    data = text.encode() if isinstance(text, str) else text
    return reader.read(data, "team.ics", NOW)


def programme(text: str | bytes) -> Programme:
    found = examined(text).programme
    assert found
    return found


def joined(*lines: str) -> str:
    return "\r\n".join(lines) + "\r\n"


def calendar(*lines: str) -> str:
    """Return a calendar with one event, `Talk` at ten, in which the lines replace others."""
    names = [text.partition(":")[0].partition(";")[0].upper() for text in lines]
    usual = ["UID:1@x", "SUMMARY:Talk", "DTSTART:20260311T100000Z", "DTEND:20260311T110000Z"]
    kept = [text for text in usual if text.partition(":")[0] not in names]
    return joined("BEGIN:VCALENDAR", "BEGIN:VEVENT", *kept, *lines, "END:VEVENT", "END:VCALENDAR")


def of_events(*events: str) -> str:
    return joined("BEGIN:VCALENDAR", "".join(events).rstrip(), "END:VCALENDAR")


def session(*lines: str) -> Session:
    (found,) = programme(calendar(*lines)).sessions
    return found


def warnings(text: str | bytes) -> list[str]:
    found = examined(text)
    return [line(problem) for problem in found.locate(found.problems)]


def starts(sessions: Iterable[Session]) -> list[str]:
    return [f"{s.start:%Y-%m-%d %H:%M}" for s in sessions]


def streams(found: Programme, which: Session) -> list[tuple[str, str, bool]]:
    places = stream_links(found, which)
    return [(place.url, place.channel.lang, place.is_recording) for place in places]


OLD = joined("BEGIN:VEVENT", "UID:1", "SUMMARY:Talk", "DTSTAMP:20260301T100000Z",
             "DTSTART:20260311T100000Z", "DURATION:PT1H", "DESCRIPTION:Old",
             "END:VEVENT")  # fmt: skip
ENDLESS = ["DTSTART;TZID=Europe/Berlin:20260311T160000", "DTEND;TZID=Europe/Berlin:20260311T170000"]


def dates(count: int) -> str:
    return ",".join(f"{NOW + timedelta(hours=n):%Y%m%dT%H%M%SZ}" for n in range(count))


def in_zone(event: str, zone: str) -> str:
    return event.replace("DTSTART:20260311T100000Z", f"DTSTART;TZID={zone}:20260311T100000")
