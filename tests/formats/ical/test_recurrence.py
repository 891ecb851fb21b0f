"""Recurrence rules that are unsupported, meaningless or give too many times."""

import itertools
import time
from time import process_time

import pytest

from cacctl.formats.diagnostics import shorten
from cacctl.formats.ical import series
from tests.formats.ical.calendars import ENDLESS, calendar, dates, programme, starts, warnings

FROM_1 = {end: ",".join(map(str, range(1, end + 1))) for end in (23, 59, 366)}


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=SECONDLY;COUNT=2000000000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;BYSETPOS=31", "FREQ=HOURLY;BYSETPOS=2", "FREQ=HOURLY;BYHOUR=60",
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYSETPOS=2", "FREQ=NEVER", "WEEKLY",
        "FREQ=WEEKLY;UNTIL=x",
        "FREQ=DAILY;BYSETPOS=" + ",".join(["2"] * 730),
        "FREQ=YEARLY;BYSETPOS=" + ",".join(map(str, range(1, 60))),
        f"FREQ=YEARLY;BYYEARDAY={FROM_1[366]};BYHOUR={FROM_1[23]};BYMINUTE={FROM_1[59]}",
        "FREQ=WEEKLY;INTERVAL=99999999999", "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY;BYMONTH=13",
    ],
)  # fmt: skip
def test_unsupported_rule_gives_only_the_first_time(rule: str) -> None:
    text = calendar(*ENDLESS, f"RRULE:{rule}")
    started = process_time()
    assert starts(programme(text).sessions) == ["2026-03-11 15:00"]
    assert process_time() - started < 5
    assert warnings(text) == [
        f"team.ics:2: warning: event 1: the recurrence rule is not supported: {shorten(rule)}. "
        "Only the first occurrence is read."
    ]


def test_only_the_last_of_too_many_occurrences_are_read() -> None:
    text = calendar("DTSTART:20250601T000000Z", "DTEND:20250601T030000Z", "RRULE:FREQ=HOURLY")
    found = programme(text).sessions
    assert len(found) == 5_000
    assert starts(found[-1:]) == ["2027-03-10 00:00"]
    assert warnings(text) == [
        "team.ics:2: warning: event 1: more than 5,000 occurrences. Only the last 5,000 are read."
    ]


def test_only_the_last_occurrences_of_several_rules_are_read() -> None:
    rules = [f"RRULE:FREQ=HOURLY;BYMINUTE={n}" for n in range(0, 50, 10)]
    text = calendar("DTSTART:20260311T000000Z", "DTEND:20260311T000500Z", *rules)
    assert len(programme(text).sessions) == 5_000
    (warning,) = warnings(text)
    assert "more than 5,000 occurrences" in warning
    # Too many even to compute.
    text = calendar(*ENDLESS, *[f"{rule};BYSECOND=0,15" for rule in rules])
    assert len(programme(text).sessions) == 1


def test_rules_of_a_file_share_a_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "RULES_SECONDS", -1)
    text = calendar(*ENDLESS, "RRULE:FREQ=WEEKLY")
    assert starts(programme(text).sessions) == ["2026-03-11 15:00"]
    assert warnings(text) == [
        (
            "team.ics:2: warning: event 1: the file has too many "
            "recurring events. Only the first occurrence of this one is "
            "read."
        )
    ]


def test_rules_of_one_event_keep_to_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", itertools.count().__next__)
    rules = [f"RRULE:FREQ=DAILY;INTERVAL={n}" for n in range(1, 21)]
    assert len(programme(calendar(*ENDLESS, *rules[:3])).sessions) == 364
    assert len(programme(calendar(*ENDLESS, *rules)).sessions) == 1
    assert warnings(calendar(*ENDLESS, *rules)) == [
        (
            "team.ics:2: warning: event 1: the file has too many "
            "recurring events. Only the first occurrence of this one is "
            "read."
        )
    ]


@pytest.mark.parametrize(
    ("lines", "told", "sessions"),
    [
        ([f"RRULE:FREQ=DAILY;COUNT={n}" for n in range(1, 22)], "20 RRULE", 20),
        (["RRULE:FREQ=DAILY;COUNT=3"] * 300, "", 3),
        ([f"RDATE:{dates(5_002)}"], "5,000 RDATE", 5_001),
        ([f"RDATE:{date}" for date in dates(5_001).split(",")], "5,000 RDATE", 5_001),
        (["RRULE:FREQ=DAILY;COUNT=3", f"EXDATE:{dates(5_001)}"], "5,000 EXDATE", 3),
    ],
)
def test_only_the_first_of_too_many_values_are_read(
    lines: list[str], told: str, sessions: int
) -> None:
    text = calendar("DTSTART:20260210T103000Z", "DTEND:20260210T113000Z", *lines)
    assert len(programme(text).sessions) == sessions
    most = told.partition(" ")[0]
    warned = f"event 1: more than {told} values. Only the first {most} are read."
    assert [text.partition("warning: ")[2] for text in warnings(text)] == [warned] * bool(told)


def test_hourly_rule_with_too_many_times_is_not_followed() -> None:
    text = calendar("DTSTART:20200101T000000Z", "DTEND:20200101T003000Z", "RRULE:FREQ=HOURLY")
    assert starts(programme(text).sessions) == ["2020-01-01 00:00"]
