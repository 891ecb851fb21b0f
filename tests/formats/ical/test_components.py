"""Properties of calendars, other components, and truncated files."""

from datetime import UTC, datetime, timedelta

import pytest

from cacctl.formats.ical import reader
from tests.formats.ical.calendars import NOW, calendar, examined, joined, programme, warnings


def test_other_components_are_ignored() -> None:
    """Also several calendars, components without END, and text after the end."""
    text = joined(
        "BEGIN:VCALENDAR", "X-WR-CALNAME:One", "BEGIN:VTODO", "SUMMARY:Todo",
        "DTSTART:20260311T100000Z", "END:VTODO", "BEGIN:VFREEBUSY", "END:VFREEBUSY",
        "BEGIN:VEVENT", "SUMMARY:A", "DTSTART:20260311T100000Z", "DTEND:20260311T110000Z",
        "BEGIN:VALARM", "DESCRIPTION:Alarm", "DURATION:PT5M", "END:VALARM", "LOCATION:Hall",
        "END:VEVENT", "END:VCALENDAR", "",
        "BEGIN:VCALENDAR", "X-WR-CALNAME:Two", "BEGIN:VJOURNAL", "SUMMARY:J", "END:VJOURNAL",
        "BEGIN:VEVENT", "SUMMARY:B", "DTSTART:20260312T100000Z", "DTEND:20260312T110000Z",
        "BEGIN:VALARM", "DESCRIPTION:Alarm",
        "BEGIN:VEVENT", "SUMMARY:C", "DTSTART:20260313T100000Z", "DTEND:20260313T110000Z",
        "END:VCALENDAR", "SUMMARY:D", "<!-- made by hand -->",
    )  # fmt: skip
    found = programme(text)
    assert found.event.name == {"und": "One"}
    assert [(s.id, s.description, s.room) for s in found.sessions] == [
        ("a", {}, {"und": "Hall"}), ("b", {}, {}), ("c", {}, {})
    ]  # fmt: skip
    assert warnings(text) == []


def test_truncated_file_is_reported() -> None:
    whole = calendar() + calendar("UID:2@x", "SUMMARY:Second")
    cut = whole[: whole.rindex("END:VEVENT")]
    found = examined(cut)
    assert found.programme
    assert found.remarks == [
        "team.ics: 1 of 2 events could only be read in part. For details: cacctl check team.ics"
    ]
    assert warnings(cut) == [
        "team.ics:10: warning: event 2: the file ends in the middle of this event. "
        "Download the file again."
    ]


def test_calendar_without_a_name_is_named_after_its_file_or_host() -> None:
    data = calendar().encode()
    for source, name in [("/tmp/a/team-calls.ics", "team-calls"), ("https://x.org/a.ics", "x.org")]:
        found = reader.read(data, source, NOW).programme
        assert found
        assert found.event.name == {"und": name}


def test_calendar_properties_are_read() -> None:
    head = joined(
        "NAME;LANGUAGE=de:Tage der Küche", "X-WR-CALNAME:Kitchen days", "URL:https://example.org/",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M", "X-PUBLISHED-TTL:PT2H", "BEGIN:VEVENT",
    ).rstrip()  # fmt: skip
    text = calendar("SEQUENCE:7", "LAST-MODIFIED:20260301T100000Z", "DTSTAMP:20260309T100000Z")
    event = programme(text.replace("BEGIN:VEVENT", head)).event
    assert event.name == {"de": "Tage der Küche"}
    assert event.site == {"und": "https://example.org/"}
    assert event.refresh == timedelta(minutes=30)
    assert (event.revision, event.revised) == (7, datetime(2026, 3, 1, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("PT30M", 30), ("P1W", 7 * 24 * 60), ("PT1S", 1), ("P1Y", 0), ("P900D", 30 * 24 * 60),
     ("PT0S", 0), ("", 0), ("often", 0)]
)  # fmt: skip
def test_refresh_interval_is_read_and_limited(text: str, minutes: int) -> None:
    head = f"X-PUBLISHED-TTL:{text}\r\nBEGIN:VEVENT"
    refresh = programme(calendar().replace("BEGIN:VEVENT", head)).event.refresh
    assert refresh == (timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(
    ("text", "revision"),
    [("5", 5), ("0", 0), ("-1", 0), ("x", 0), ("٣", 0), ("9" * 11, 10**9), ("9" * 5000, 0)],
)
def test_sequence_becomes_the_revision(text: str, revision: int) -> None:
    assert programme(calendar(f"SEQUENCE:{text}")).event.revision == revision


def test_cancelled_calendar_cancels_its_sessions() -> None:
    text = calendar().replace("BEGIN:VEVENT", "METHOD:CANCEL\r\nBEGIN:VEVENT")
    assert programme(text).sessions[0].cancelled
