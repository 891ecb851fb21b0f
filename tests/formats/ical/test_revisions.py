"""Files with several versions of an event."""

from datetime import UTC, datetime, timedelta

import pytest

from cacctl.formats.base import ExportRequest
from cacctl.formats.ical import writer
from cacctl.model.programme import Programme
from tests.formats.ical.calendars import OLD, joined, of_events, programme, starts, warnings


def test_only_the_newest_version_is_read_and_only_once() -> None:
    one = joined("BEGIN:VEVENT", "UID:1", "SUMMARY:Old", "SEQUENCE:1", "DTSTART:20260311T100000Z",
                 "DURATION:PT1H", "END:VEVENT")  # fmt: skip
    newer = one.replace("Old", "New").replace("SEQUENCE:1", "SEQUENCE:2")
    # Some programs give all events the same UID.
    other = newer.replace("New", "Other").replace("20260311", "20260312")
    text = "BEGIN:VCALENDAR\r\n" + one + newer + newer + other + "END:VCALENDAR"
    assert [s.id for s in programme(text).sessions] == ["new", "other"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("UID:1", "UID:1\r\nSEQUENCE:1"),
        ("DTSTAMP:20260301T100000Z", "DTSTAMP:20260301T110000Z"),
        ("DTSTAMP:", "LAST-MODIFIED:20260302T000000Z\r\nDTSTAMP:"),
        ("UID:1\r\nSUMMARY:Talk", "UID:1\r\nSEQUENCE:2\r\nSUMMARY:Longer talk"),
        ("SUMMARY:Talk\r\nDTSTAMP:202603", "SUMMARY:Longer talk\r\nDTSTAMP:202604"),
        ("UID:1", "UID:1\r\nSEQUENCE:1\r\nRRULE:FREQ=DAILY;COUNT=1"),
    ],
)
def test_newer_of_two_versions_is_read_in_any_order(old: str, new: str) -> None:
    assert old in OLD
    newer = OLD.replace(old, new).replace("DESCRIPTION:Old", "DESCRIPTION:New")
    told = "has the same UID and is newer. Only the newer event is read."
    for text, place, other in ((OLD + newer, 1, 2), (newer + OLD, 2, 1)):
        (found,) = programme(of_events(text)).sessions
        assert found.description == {"und": "New"}
        (warning,) = warnings(of_events(text))
        assert warning.endswith(f"event {place}: event {other} {told}")


def test_changes_to_different_occurrences_are_not_versions() -> None:
    series = OLD.replace("UID:1", "UID:1\r\nRRULE:FREQ=DAILY;COUNT=3")
    changed = [
        OLD.replace("UID:1", f"UID:1\r\nSEQUENCE:{n}\r\nRECURRENCE-ID:202603{day}T100000Z")
        .replace("DTSTART:20260311T10", f"DTSTART:202603{day}T1{n}")
        for n, day in ((2, 11), (3, 12), (4, 12))
    ]  # fmt: skip
    found = programme(of_events(series, *changed)).sessions
    assert starts(found) == ["2026-03-11 12:00", "2026-03-12 14:00", "2026-03-13 10:00"]


def test_different_events_with_one_uid_are_all_read() -> None:
    events = [
        OLD.replace("SUMMARY:Talk", f"SUMMARY:Talk {n}").replace("0301T100000", f"0301T10000{n}")
        for n in range(3)
    ]
    assert len(programme(of_events(*events)).sessions) == 3


def test_newer_of_two_exports_in_one_file_is_read(summit: Programme) -> None:
    opening, *others = summit.sessions
    moved = opening._replace(start=opening.start + timedelta(hours=1), announced=opening.start)
    text = b""
    for revision, first in ((1, moved), (2, opening)):
        revised = datetime(2020, 6, revision, tzinfo=UTC)
        event = summit.event._replace(revision=revision, revised=revised)
        changed = summit._replace(event=event, sessions=(first, *others))
        text += writer.write(ExportRequest(changed, changed.sessions, lang="en"))
    found = programme(text)
    assert [(s.id, s.start) for s in found.sessions] == [(s.id, s.start) for s in summit.sessions]
    assert (found.event.id, found.event.revision) == ("cac-2020", 2)
