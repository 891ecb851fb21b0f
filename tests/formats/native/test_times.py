"""Times, dates and zones of a schedule file, and the corrections suggested for wrong ones."""

from datetime import UTC, date, datetime

import pytest

from tests.formats.native.schedules import (
    changed,
    in_zone,
    load,
    only_problem,
    refused,
    with_end,
    with_start,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            "2020-06-04T24:30:00",
            "24:30:00 is not a valid time of day. For 00:30 the next day, use 2020-06-05T00:30:00",
        ),
        (
            "2020-06-04 24:30",
            "24:30 is not a valid time of day. For 00:30 the next day, use 2020-06-05T00:30:00",
        ),
        ("2020-12-31T24:00:00+09:00", "2021-01-01T00:00:00+09:00"),
        ("2020-06-04T10:60:00", "2020-06-04T11:00:00"),
        ("2020-06-04T10:30:60", "2020-06-04T10:31:00"),
        ("2020-02-30T10:00:00", "2020-02-30 is not a valid date"),
        ("2020-13-01T10:00:00", "2020-13-01 is not a valid date"),
        ("2020-06-04T10:00:00+25:00", "+25:00 is not a UTC offset"),
        ("2020-6-4 9:00", "2020-06-04T09:00:00"),
        ("2020/06/04 09:00", "2020-06-04T09:00:00"),
        (
            '"2020-06-04T09:00:00"',
            '"2020-06-04T09:00:00" is not in the right format. '
            "Use 2020-06-04T09:00:00 (without quotes)",
        ),
        ('"2020-06-04T24:30:00"', "2020-06-05T00:30:00"),
        ('"tomorrow"', "2020-06-02T22:00:00"),
        ("2020-06-04", "has no time"),
        ("22:00:00", "no date"),
        ("24:30", "no date"),
        ("1591056000", "2020-06-02T22:00:00"),
        ("true", "2020-06-02T22:00:00"),
        ("[]", "2020-06-02T22:00:00"),
        ("{}", "2020-06-02T22:00:00"),
    ],
)
@pytest.mark.parametrize("key", ["start", "end"])
def test_wrong_time_is_reported_with_a_correction(key: str, value: str, words: str) -> None:
    text = with_start(value) if key == "start" else with_end(value)
    problem = only_problem(text)
    line = 10 if key == "start" else 11
    assert problem.startswith(f"p.toml:{line}: session 1 (welcome), {key}: ")
    assert words in problem


@pytest.mark.parametrize(
    "end",
    [
        "2020-06-02T22:00:00",
        "2020-06-02T00:30:00",
        "2020-07-03T22:00:01",
        "2020-06-02T22:00:00+10:00",
    ],
)
def test_end_must_be_within_31_days_after_the_start(end: str) -> None:
    assert only_problem(with_end(end)).startswith("p.toml:11: ")


def test_session_of_31_days_is_accepted() -> None:
    assert load(with_end("2020-07-03T22:00:00"))


@pytest.mark.parametrize("year", ["0000", "0001", "1969", "9001", "9999"])
def test_years_out_of_range_are_refused(year: str) -> None:
    text = in_zone("Pacific/Kiritimati", f"{year}-12-31T23:00:00", f"{year}-12-31T23:30:00")
    assert [p.split(":")[1] for p in refused(text)] == ["10", "11"]
    refused(changed("zone =", f"start = {year}-01-01\nzone ="))


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize("day", ["1970-01-01", "9000-12-31"])
def test_the_first_and_last_years_are_read_in_every_zone(zone: str, day: str) -> None:
    assert load(in_zone(zone, f"{day}T00:00:00", f"{day}T23:00:00"))


@pytest.mark.parametrize(
    ("zone", "local", "words"),
    [
        (
            "America/New_York",
            "2020-11-01T01:30:00",
            ("2020-11-01T01:30:00-04:00", "2020-11-01T01:30:00-05:00"),
        ),
        (
            "America/New_York",
            "2021-03-14T02:30:00",
            ("2021-03-14T01:30:00-05:00", "2021-03-14T03:30:00-04:00"),
        ),
        (
            "Australia/Lord_Howe",
            "2020-10-04T02:15:00",
            ("2020-10-04T01:45:00+10:30", "2020-10-04T02:45:00+11:00"),
        ),
        ("Europe/Dublin", "2020-10-25T01:30:00", ("+01:00", "+00:00")),
        (
            "America/Santiago",
            "2020-09-06T00:00:00",
            ("2020-09-05T23:00:00-04:00", "2020-09-06T01:00:00-03:00"),
        ),
        ("Antarctica/Troll", "2020-03-29T01:30:00", ("+00:00", "+02:00")),
        (
            "Pacific/Apia",
            "2011-12-30T12:00:00",
            ("2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00"),
        ),
    ],
)
def test_skipped_or_ambiguous_local_time_is_refused_with_both_readings(
    zone: str, local: str, words: tuple[str, str]
) -> None:
    problem = only_problem(in_zone(zone, local))
    assert problem.startswith("p.toml:10: ")
    assert zone in problem
    for word in words:
        assert word in problem


def test_offset_resolves_an_ambiguous_time() -> None:
    text = in_zone("America/New_York", "2020-11-01T01:30:00-05:00", "2020-11-01T03:00:00")
    session = load(text).programme.sessions[0]
    assert session.start == datetime(2020, 11, 1, 6, 30, tzinfo=UTC)
    assert session.date == date(2020, 11, 1)


def test_date_is_that_of_the_event_zone() -> None:
    text = with_start("2020-06-01T23:00:00Z")
    assert load(text).programme.sessions[0].date == date(2020, 6, 2)


@pytest.mark.parametrize(
    ("zone", "suggestion"),
    [
        ('"asia/seoul"', "Asia/Seoul"),
        ('"Asia/Soul"', "Asia/Seoul"),
        ('"Seoul"', "Asia/Seoul"),
        ('"KST"', "Asia/Seoul"),
        *[
            (zone, "")
            for zone in (
                '"America"', '"../x"', '"/etc/passwd"', '""', r'"\u0000"', '"tzdata.zi"', "9",
                '"Factory"', '"localtime"', '"posixrules"', '"UTC+9"', f'"{"A" * 5_000}"', "[]",
            )
        ],
    ],
)  # fmt: skip
def test_unknown_zone_is_refused_with_a_suggestion(zone: str, suggestion: str) -> None:
    problem = only_problem(changed('"Asia/Seoul"', zone))
    assert problem.startswith("p.toml:6: event, zone: ")
    assert suggestion in problem


def test_zone_without_daylight_saving_time_is_warned_about() -> None:
    text = changed('"Asia/Seoul"', '"EST"')
    loaded = load(text)
    assert loaded.programme.event.zone == "EST"
    assert loaded.warnings == (
        (
            "p.toml:6: warning: event, zone: EST has no daylight saving "
            "time. Use America/New_York for local time, or Etc/GMT+5 for "
            "a fixed offset."
        ),
    )
    for zone in ("America/New_York", "Etc/GMT+5"):
        assert load(changed('"Asia/Seoul"', f'"{zone}"')).warnings == ()
