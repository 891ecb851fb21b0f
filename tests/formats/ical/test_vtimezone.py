"""Time zones that a calendar defines."""

import pytest

from tests.formats.ical.calendars import (
    OLD,
    calendar,
    in_zone,
    joined,
    of_events,
    programme,
    starts,
    warnings,
)


def test_empty_definition_of_a_zone_is_unknown() -> None:
    zone = joined("BEGIN:VTIMEZONE", "TZID:Ours", "END:VTIMEZONE", "BEGIN:VEVENT").rstrip()
    text = calendar("DTSTART;TZID=Ours:20260311T100000").replace("BEGIN:VEVENT", zone)
    assert 'unknown time zone: "Ours"' in warnings(text)[0]


def test_defined_zone_can_refer_to_a_location() -> None:
    zone = joined(
        "BEGIN:VTIMEZONE", "TZID:Ours", "X-LIC-LOCATION:Asia/Kathmandu", "BEGIN:DAYLIGHT",
        "DTSTART:19700101T000000", "TZOFFSETFROM:+0545", "TZOFFSETTO:+0545", "END:DAYLIGHT",
        "END:VTIMEZONE", "BEGIN:VEVENT",
    ).rstrip()  # fmt: skip
    text = calendar("DTSTART;TZID=Ours:20260311T100000", "DURATION:PT1H")
    found = programme(text.replace("BEGIN:VEVENT", zone).replace("DTEND:20260311T110000Z\r\n", ""))
    assert found.event.zone == "Asia/Kathmandu"
    assert starts(found.sessions) == ["2026-03-11 04:15"]


def test_est_is_standard_time_unless_the_calendar_defines_it() -> None:
    text = calendar("DTSTART;TZID=EST:20260711T100000", "DTEND;TZID=EST:20260711T110000")
    assert starts(programme(text).sessions) == ["2026-07-11 15:00"]
    assert warnings(text) == [
        (
            "team.ics: warning: EST has no daylight saving time. Use "
            "America/New_York for local time, or Etc/GMT+5 for a fixed "
            "offset."
        )
    ]
    zone = joined(
        "BEGIN:VTIMEZONE", "TZID:EST", "BEGIN:STANDARD", "DTSTART:20071104T020000",
        "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:20070311T020000", "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "END:DAYLIGHT",
        "END:VTIMEZONE", "BEGIN:VEVENT",
    ).rstrip()  # fmt: skip
    defined = text.replace("BEGIN:VEVENT", zone)
    assert starts(programme(defined).sessions) == ["2026-07-11 14:00"]
    assert warnings(defined) == []


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=YEARLY;BYDAY=XX",
        "TZOFFSETTO:nonsense",
        "TZOFFSETTO:+2400",
        "RDATE:x",
    ],
)
def test_meaningless_definition_of_a_zone_is_unknown(rule: str) -> None:
    zone = joined(
        "BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0545", "TZOFFSETTO:+0545", rule, "END:STANDARD", "END:VTIMEZONE",
        "BEGIN:VEVENT",
    ).rstrip()  # fmt: skip
    text = calendar("DTSTART;TZID=Ours:20260311T100000").replace("BEGIN:VEVENT", zone)
    assert starts(programme(text).sessions) == ["2026-03-11 10:00"]
    assert 'unknown time zone: "Ours"' in warnings(text)[0]


def test_too_long_definition_of_a_zone_is_unknown() -> None:
    part = joined("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100",
                  "TZOFFSETTO:+0100", "END:STANDARD")  # fmt: skip
    for count, warned in ((10, 0), (1_000, 1)):
        zone = "BEGIN:VTIMEZONE\r\nTZID:Our own\r\n" + part * count + "END:VTIMEZONE\r\n"
        text = of_events(zone, in_zone(OLD, "Our own"))
        assert len(warnings(text)) == warned
