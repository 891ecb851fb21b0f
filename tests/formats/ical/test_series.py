"""Recurring events, and changes to some of their occurrences."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.ical.calendars import ENDLESS, NOW, calendar, joined, programme, starts, warnings


def recurring(*lines: str) -> list[str]:
    return starts(programme(calendar(*ENDLESS, *lines)).sessions)


def test_endless_event_is_read_for_a_year() -> None:
    found = recurring("RRULE:FREQ=WEEKLY")
    assert found[0] == "2026-03-11 15:00"
    # In Berlin, clocks change on the last Sundays of March and October.
    assert found[3] == "2026-04-01 14:00"
    assert found[33] == "2026-10-28 15:00"
    assert found[-1] == "2027-03-03 15:00"
    assert len(found) == 52
    assert warnings(calendar(*ENDLESS, "RRULE:FREQ=WEEKLY")) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], ["03-11 15:00", "03-12 15:00", "03-13 15:00"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260325T150000Z"],
         ["03-11 15:00", "03-18 15:00", "03-25 15:00"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260325T145959Z"], ["03-11 15:00", "03-18 15:00"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260325"], ["03-11 15:00", "03-18 15:00"]),
        # Excluded, added, and added with an own end.
        (["RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Europe/Berlin:20260312T160000,20260313T160000"],
         ["03-11 15:00", "03-14 15:00"]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260312T150000Z"], ["03-11 15:00", "03-13 15:00"]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260312"],
         ["03-11 15:00", "03-13 15:00"]),
        (["RDATE;TZID=Europe/Berlin:20260401T120000,20260402T120000"],
         ["03-11 15:00", "04-01 10:00", "04-02 10:00"]),
        (["RDATE;VALUE=PERIOD:20260401T100000Z/20260401T100500Z,20260402T100000Z/PT5M"],
         ["03-11 15:00", "04-01 10:00", "04-02 10:00"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3"],
         ["03-11 15:00", "03-27 15:00", "04-24 14:00", "05-29 14:00"]),
        (["rrule:freq=daily;count=2"], ["03-11 15:00", "03-12 15:00"]),
        (["RRULE:FREQ=DAILY;COUNT=2;"], ["03-11 15:00", "03-12 15:00"]),
        (["RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270101"], ["03-11 15:00", "03-12 15:00"]),
        # With blanks and with empty parts.
        (["RRULE:FREQ=WEEKLY; BYDAY=WE, TH ;COUNT = 3"],
         ["03-11 15:00", "03-12 15:00", "03-18 15:00"]),
        (["RRULE:FREQ=DAILY;INTERVAL=;COUNT=-1;UNTIL=20260312T150000Z"],
         ["03-11 15:00", "03-12 15:00"]),
        (["RRULE:FREQ=DAILY;UNTIL=;COUNT=2;BYDAY="], ["03-11 15:00", "03-12 15:00"]),
    ],
)  # fmt: skip
def test_occurrences_follow_rules_additions_and_exclusions(
    lines: Sequence[str], expected: list[str]
) -> None:
    assert recurring(*lines) == [f"2026-{time}" for time in expected]


@pytest.mark.parametrize("end", ["COUNT=-1;UNTIL=", "COUNT=0", "UNTIL=", "COUNT= -1 ; UNTIL ="])
def test_unreadable_end_of_a_rule_counts_as_none(end: str) -> None:
    assert recurring(f"RRULE:FREQ=WEEKLY;{end}") == recurring("RRULE:FREQ=WEEKLY")
    (warning,) = warnings(calendar(*ENDLESS, f"RRULE:FREQ=WEEKLY;{end}"))
    assert warning.endswith(
        "invalid end in the recurrence rule: "
        f"FREQ=WEEKLY;{end}. The event is assumed to repeat indefinitely."
    )


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]),
    st.integers(0, 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 3),
    st.integers(1, 40),
    st.sampled_from(["", ";BYDAY=MO,TH", ";BYMONTHDAY=-1", ";BYMONTH=3,10"]),
    st.sets(st.integers(0, 9), max_size=3),
)
def test_occurrences_keep_their_clock_time(
    zone: str, start: datetime, freq: str, interval: int, count: int, by: str, out: set[int]
) -> None:
    start = start.replace(tzinfo=None)
    rule = f"FREQ={freq};INTERVAL={interval};COUNT={count}{by}"
    # The start counts even if the rule does not give it. Rules are followed for eleven years.
    clocks = sorted({start, *rrulestr(rule, dtstart=start)})
    left_out = [clock for number, clock in enumerate(clocks) if number in out and clock != start]
    horizon = NOW + timedelta(days=365 + 3653)
    instants = [clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for clock in clocks]
    expected = [
        instant for clock, instant in zip(clocks, instants, strict=True)
        if clock not in left_out and instant <= horizon
    ]  # fmt: skip
    dates = ",".join(f"{clock:%Y%m%dT%H%M%S}" for clock in left_out)
    text = calendar(
        f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", "DURATION:PT1H", f"RRULE:{rule}",
        f"EXDATE;TZID={zone}:{dates}",
    ).replace("DTEND:20260311T110000Z\r\n", "")  # fmt: skip
    found = programme(text).sessions
    assert [s.start for s in found] == expected
    assert {s.end - s.start for s in found} == {timedelta(hours=1)}


def test_added_period_has_its_own_end() -> None:
    text = calendar(*ENDLESS, "RDATE;VALUE=PERIOD:20260402T100000Z/PT5M")
    ends = [s.end - s.start for s in programme(text).sessions]
    assert ends == [timedelta(hours=1), timedelta(minutes=5)]


def test_all_day_events_recur_in_the_zone_of_the_calendar() -> None:
    text = calendar("DTSTART;VALUE=DATE:20260327", "DTEND;VALUE=DATE:20260328",
                    "RRULE:FREQ=DAILY;COUNT=4", "EXDATE;VALUE=DATE:20260328")  # fmt: skip
    text = text.replace("BEGIN:VEVENT", "X-WR-TIMEZONE:Europe/Berlin\r\nBEGIN:VEVENT")
    found = programme(text).sessions
    assert starts(found) == ["2026-03-26 23:00", "2026-03-28 23:00", "2026-03-29 22:00"]
    # The day on which clocks go forward has 23 hours.
    assert [(s.end - s.start) / timedelta(hours=1) for s in found] == [24, 23, 24]
    assert [s.id for s in found] == ["talk-2026-03-27", "talk-2026-03-29", "talk-2026-03-30"]


def test_change_can_apply_to_all_later_occurrences() -> None:
    """By RANGE=THISANDFUTURE, all later occurrences are an hour later."""
    text = calendar(*ENDLESS, "RRULE:FREQ=DAILY;COUNT=4").removesuffix("END:VCALENDAR\r\n")
    text += joined(
        "BEGIN:VEVENT", "UID:1@x", "SUMMARY:Later",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260313T160000",
        "DTSTART;TZID=Europe/Berlin:20260313T170000", "DTEND;TZID=Europe/Berlin:20260313T180000",
        "END:VEVENT",
    )  # fmt: skip
    found = programme(text).sessions
    assert starts(found) == [
        "2026-03-11 15:00", "2026-03-12 15:00", "2026-03-13 16:00", "2026-03-14 16:00"
    ]  # fmt: skip
    assert [s.name["und"] for s in found] == ["Talk", "Talk", "Later", "Later"]
    assert len({s.uid for s in found}) == 4


def test_change_without_its_series_is_a_session() -> None:
    text = calendar("RECURRENCE-ID:20260310T100000Z")
    (found,) = programme(text).sessions
    assert (starts([found]), found.id) == (["2026-03-11 10:00"], "talk-2026-03-10")


def test_event_without_a_uid_can_recur() -> None:
    text = calendar(*ENDLESS, "RRULE:FREQ=DAILY;COUNT=2").replace("UID:1@x\r\n", "")
    text = text.removesuffix("END:VCALENDAR\r\n")
    text += calendar("SUMMARY:Other").removeprefix("BEGIN:VCALENDAR\r\n").replace("UID:1@x\r\n", "")
    assert [(s.id, s.uid) for s in programme(text).sessions] == [
        ("other", ""), ("talk-2026-03-11", ""), ("talk-2026-03-12", "")
    ]  # fmt: skip


def test_far_end_counts_as_none() -> None:
    found = recurring("RRULE:FREQ=MONTHLY;UNTIL=20991231T000000Z")
    assert (len(found), found[-1]) == (132, "2037-02-11 15:00")


def test_far_addition_does_not_prolong_an_endless_event() -> None:
    found = recurring("RRULE:FREQ=DAILY", "RDATE:89000101T100000Z")
    assert (len(found), found[-2:]) == (365, ["2027-03-09 15:00", "8900-01-01 10:00"])


def test_recurring_event_without_a_readable_start_is_skipped() -> None:
    text = calendar("DTSTART:soon", "RRULE:FREQ=DAILY").removesuffix("END:VCALENDAR\r\n")
    text += calendar("UID:2@x").removeprefix("BEGIN:VCALENDAR\r\n")
    assert [s.uid for s in programme(text).sessions] == ["2@x"]
