"""Time zones of calendars: IANA keys, names of Windows and Outlook, unknown ones."""

from collections.abc import Sequence
from datetime import date

import pytest

from cacctl.formats.ical import zones
from cacctl.formats.loading import read_programme
from cacctl.model.search import sessions_named
from tests.formats.ical.calendars import (
    IN_NO_ZONE,
    NOW,
    OLD,
    calendar,
    in_zone,
    joined,
    of_events,
    programme,
    starts,
    warnings,
)


@pytest.mark.parametrize(
    ("head", "start", "expected"),
    [
        ([], "DTSTART:20260311T100000Z", "2026-03-11 10:00"),
        ([], "DTSTART;TZID=Asia/Seoul:20260311T100000", "2026-03-11 01:00"),
        ([], 'DTSTART;TZID="Asia/Seoul":20260311T100000', "2026-03-11 01:00"),
        ([], "dtstart;tzid=Asia/Seoul:20260311T100000", "2026-03-11 01:00"),
        ([], "DTSTART;VALUE=DATE-TIME;TZID=Asia/Seoul:20260311T100000", "2026-03-11 01:00"),
        ([], "DTSTART;TZID=Korea Standard Time:20260311T100000", "2026-03-11 01:00"),
        ([], 'DTSTART;TZID="Korea Standard Time:20260311T100000"', "2026-03-11 01:00"),
        ([], "DTSTART;TZID=(UTC+09:00) Seoul:20260311T100000", "2026-03-11 01:00"),
        ([], "DTSTART;TZID=/mozilla.org/20050126_1/Asia/Seoul:20260311T100000", "2026-03-11 01:00"),
        (
            [],
            "DTSTART;TZID=/freeassociation.sourceforge.net/Asia/Seoul:20260311T100000",
            "2026-03-11 01:00",
        ),
        (
            [],
            "DTSTART;TZID=/citadel.org/20190914_1/America/Argentina/Salta:20260311T100000",
            "2026-03-11 13:00",
        ),
        # Z means UTC whatever the TZID. Offsets and separators break the standard.
        ([], "DTSTART;TZID=Asia/Seoul:20260311T100000Z", "2026-03-11 10:00"),
        ([], "DTSTART:20260311T100000+0900", "2026-03-11 01:00"),
        ([], "DTSTART:2026-03-11T10:00:00-05:30", "2026-03-11 15:30"),
        ([], "DTSTART:20260311T1000Z", "2026-03-11 10:00"),
        ([], "DTSTART:20260310T240000Z", "2026-03-11 00:00"),
        ([], "DTSTART:20261231T235960Z", "2027-01-01 00:00"),
        # Times without a zone are in that of the calendar, else in UTC.
        ([], "DTSTART:20260311T100000", "2026-03-11 10:00"),
        (["X-WR-TIMEZONE:Asia/Seoul"], "DTSTART:20260311T100000", "2026-03-11 01:00"),
        (["X-WR-TIMEZONE:Korea Standard Time"], "DTSTART:20260311T100000", "2026-03-11 01:00"),
        (["X-WR-TIMEZONE:Nowhere"], "DTSTART:20260311T100000", "2026-03-11 10:00"),
        (
            ["BEGIN:VTIMEZONE", "TZID:Asia/Seoul", "END:VTIMEZONE"],
            "DTSTART:20260311T100000",
            "2026-03-11 01:00",
        ),
        # A time that the zone skips is after the gap. Of a repeated time, the first counts.
        ([], "DTSTART;TZID=Europe/Berlin:20260329T023000", "2026-03-29 01:30"),
        ([], "DTSTART;TZID=Europe/Berlin:20261025T023000", "2026-10-25 00:30"),
        # A day starts at midnight in the zone of the calendar.
        (["X-WR-TIMEZONE:Asia/Seoul"], "DTSTART;VALUE=DATE:20260311", "2026-03-10 15:00"),
        (["X-WR-TIMEZONE:Asia/Seoul"], "DTSTART:20260311", "2026-03-10 15:00"),
    ],
)  # fmt: skip
def test_times_are_read_in_their_zone(head: Sequence[str], start: str, expected: str) -> None:
    text = calendar("DURATION:PT1H", start).replace("DTEND:20260311T110000Z\r\n", "")
    text = text.replace("BEGIN:VEVENT", joined(*head, "BEGIN:VEVENT").rstrip())
    assert starts(programme(text).sessions) == [expected]
    is_in_no_zone = start == "DTSTART:20260311T100000" and "10:00" in expected
    assert warnings(text) == is_in_no_zone * [f"team.ics: warning: {IN_NO_ZONE}"]


def test_times_without_a_zone_are_in_that_of_most_events() -> None:
    zones = ["Europe/Berlin", "Asia/Seoul", "Asia/Seoul"]
    events = [
        joined("BEGIN:VEVENT", f"SUMMARY:{zone}", f"DTSTART;TZID={zone}:20260311T100000",
               "DURATION:PT1H", "END:VEVENT")
        for zone in zones
    ]  # fmt: skip
    text = "BEGIN:VCALENDAR\r\n" + "".join(events)
    text += joined("BEGIN:VEVENT", "SUMMARY:Floating", "DTSTART:20260311T120000", "DURATION:PT1H")
    found = programme(text)
    assert found.event.zone == "Asia/Seoul"
    assert starts(sessions_named(found, "floating")) == ["2026-03-11 03:00"]


FLOATING = calendar("DTSTART:20260711T100000", "DTEND:20260711T110000")
IN_UTC = calendar("DTSTART:20260711T230000Z", "DTEND:20260711T233000Z")


def test_event_tz_is_the_zone_of_a_calendar_without_one() -> None:
    assert starts(programme(FLOATING).sessions) == ["2026-07-11 10:00"]
    loaded = read_programme(FLOATING.encode(), "team.ics", NOW)
    assert loaded.warnings == (f"team.ics: {IN_NO_ZONE}",)
    loaded = read_programme(FLOATING.encode(), "team.ics", NOW, "Europe/Berlin")
    assert loaded.programme.event.zone == "Europe/Berlin"
    assert starts(loaded.programme.sessions) == ["2026-07-11 08:00"]
    assert loaded.warnings == ()
    # The zone changes the dates of times in UTC, but not the times.
    assert read_programme(IN_UTC.encode(), "team.ics", NOW).warnings == ()
    loaded = read_programme(IN_UTC.encode(), "team.ics", NOW, "Europe/Berlin")
    assert starts(loaded.programme.sessions) == ["2026-07-11 23:00"]
    assert loaded.programme.sessions[0].date == date(2026, 7, 12)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("BEGIN:VEVENT", "X-WR-TIMEZONE:Asia/Seoul\r\nBEGIN:VEVENT"),
        ("DTSTART:", "DTSTART;TZID=Asia/Seoul:"),
    ],
)
def test_event_tz_does_not_replace_the_zone_of_a_calendar(old: str, new: str) -> None:
    data = FLOATING.replace(old, new).encode()
    loaded = read_programme(data, "team.ics", NOW, "Europe/Berlin")
    assert loaded.programme == read_programme(data, "team.ics", NOW).programme
    assert loaded.warnings == (
        "team.ics has its own time zone, Asia/Seoul, so Europe/Berlin is ignored.",
    )


def test_unknown_zone_is_read_as_that_of_the_calendar() -> None:
    text = calendar("DTSTART;TZID=Middle Earth:20260311T100000", "DURATION:PT1H")
    text = text.replace("DTEND:20260311T110000Z\r\n", "")
    text = text.replace("BEGIN:VEVENT", "X-WR-TIMEZONE:Asia/Seoul\r\nBEGIN:VEVENT")
    assert starts(programme(text).sessions) == ["2026-03-11 01:00"]
    assert warnings(text) == [
        'team.ics:3: warning: event 1: unknown time zone: "Middle Earth". Using Asia/Seoul instead.'
    ]


def test_unknown_zones_are_not_compared_with_known_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Comparing with hundreds of names would take seconds for a thousand unknown zones."""

    def suggested(name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr("cacctl.times.zones._unknown", suggested)
    text = calendar('DTSTART;TZID="(UTC+01:00) Berlinchen, There":20260311T100000', "DURATION:PT1H")
    assert "unknown time zone" in warnings(text)[0]
    text = calendar('DTSTART;TZID="(UTC+01:00) Elsewhere, Paris":20260311T100000', "DURATION:PT1H")
    assert starts(programme(text).sessions) == ["2026-03-11 09:00"]


def test_lookups_of_unknown_zones_are_limited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def zone_meant(name: str) -> str:
        asked.append(name)
        return ""

    monkeypatch.setattr(zones, "zone_meant", zone_meant)
    events = [in_zone(OLD.replace("UID:1", f"UID:{n}"), f"(UTC) Nowhere {n}") for n in range(500)]
    assert len(warnings(of_events(*events))) == 500
    assert 0 < len(asked) <= 200
