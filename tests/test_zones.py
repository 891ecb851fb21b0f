"""Zone names, against the zone database itself."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.errors import UsageProblem
from cacctl.zones import (
    ABBREVIATIONS,
    PLACES,
    STANDARD_TIMES,
    event_zone_key,
    offset_minutes,
    zone_key,
    zone_names,
)

SEASONS = [datetime(year, month, 15, tzinfo=UTC) for year in (2020, 2024) for month in (1, 7)]
NO_PLACES = {"Factory", "localtime", "posixrules"}


@pytest.mark.parametrize("key", sorted(available_timezones() - NO_PLACES - {"EST", "MST"}))
def test_every_key_is_itself_in_any_case(key: str) -> None:
    assert zone_key(key) == key
    assert zone_key(key.lower()) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Seoul", "Asia/Seoul"),
        ("asia/seoul", "Asia/Seoul"),
        ("LA", "America/Los_Angeles"),
        ("New York", "America/New_York"),
        ("  new_york ", "America/New_York"),
        ("뉴욕", "America/New_York"),
        ("Istanbul", "Europe/Istanbul"),
        ("KST", "Asia/Seoul"),
        ("pdt", "America/Los_Angeles"),
        ("UTC+9", "UTC+09:00"),
        ("+05:45", "UTC+05:45"),
        ("gmt-3", "UTC-03:00"),
        ("\u22128", "UTC-08:00"),
        ("Z", "UTC"),
        ("utc", "UTC"),
    ],
)
def test_names_as_people_say_them(name: str, key: str) -> None:
    found = zone_key(name)
    # Istanbul is one zone under two names.
    assert found == key or (name == "Istanbul" and found == "Asia/Istanbul")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("PST", "Say which: America/Los_Angeles, Asia/Manila"),
        ("CST", "Say which: America/Chicago, Asia/Shanghai, America/Havana"),
        ("Seol", "Did you mean Asia/Seoul?"),
        ("Amercia/Los_Angeles", "Did you mean America/Los_Angeles?"),
    ],
)
def test_a_doubtful_name_gets_candidates(name: str, hint: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        zone_key(name)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    "name",
    ["", " ", "America", "../x", "/etc/passwd", "\0", "x" * 5000, "tzdata.zi", "localtime",
     "Factory", "posixrules", "right/Asia/Seoul", "posix/Asia/Seoul", "UTC+25", "+15:00", "-13",
     "\ud800", "Asia/", "Asia/Seoul/../Tokyo"],
)  # fmt: skip
def test_what_is_no_zone_is_refused_in_two_lines(name: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        zone_key(name)
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 150


@pytest.mark.parametrize(
    ("typed", "key"),
    [("EST", "America/New_York"), ("est", "America/New_York"), (" MST ", "America/Denver")],
)
def test_standard_time_is_that_of_its_place(typed: str, key: str) -> None:
    assert zone_key(typed) == key


def test_no_other_key_is_a_places_standard_time_all_year() -> None:
    """A key of a few letters that never changes, though a zone with that abbreviation does."""

    def is_fixed(key: str) -> bool:
        return len({moment.astimezone(ZoneInfo(key)).utcoffset() for moment in SEASONS}) == 1

    changing = {
        str(moment.astimezone(ZoneInfo(key)).tzname())
        for key in available_timezones() - NO_PLACES
        if not is_fixed(key)
        for moment in SEASONS
    }
    # In summer nobody calls London's time GMT; by HST people mean Honolulu, where no clock changes.
    fixed = {key for key in available_timezones() - NO_PLACES if is_fixed(key)}
    assert (fixed & changing) - {"GMT", "HST"} == set(STANDARD_TIMES)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Berlin", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("UTC+9", "Etc/GMT-9"),
        ("-3", "Etc/GMT+3"),
        ("UTC+0", "UTC"),
    ],
)
def test_the_zone_of_an_event_is_a_key(typed: str, key: str) -> None:
    assert event_zone_key(typed) == key
    moment = SEASONS[0]
    if (minutes := offset_minutes(zone_key(typed))) is not None:
        assert moment.astimezone(ZoneInfo(key)).utcoffset() == timedelta(minutes=minutes)


def test_the_zone_of_an_event_cannot_be_half_an_hour() -> None:
    with pytest.raises(UsageProblem) as caught:
        event_zone_key("+05:30")
    assert "Asia/Kolkata" in caught.value.hint


@given(st.text(max_size=70))
def test_any_text_is_a_zone_or_a_usage_problem(name: str) -> None:
    try:
        key = zone_key(name)
    except UsageProblem:
        return
    if offset_minutes(key) is None or key == "UTC":
        ZoneInfo(key)


@pytest.mark.parametrize("abbreviation", sorted(ABBREVIATIONS))
def test_an_abbreviation_is_used_by_all_its_zones(abbreviation: str) -> None:
    for key in ABBREVIATIONS[abbreviation]:
        assert abbreviation in {moment.astimezone(ZoneInfo(key)).tzname() for moment in SEASONS}


@pytest.mark.parametrize("abbreviation", sorted(ABBREVIATIONS))
def test_no_other_meaning_of_an_abbreviation_is_missing(abbreviation: str) -> None:
    """Every offset that any zone of the database means by it today is among the candidates'."""
    offsets = {
        reading.utcoffset()
        for key in zone_names()
        for moment in SEASONS
        if (reading := moment.astimezone(ZoneInfo(key))).tzname() == abbreviation
    }
    candidates = {
        reading.utcoffset()
        for key in ABBREVIATIONS[abbreviation]
        for moment in SEASONS
        if (reading := moment.astimezone(ZoneInfo(key))).tzname() == abbreviation
    }
    assert candidates == offsets


def test_every_place_is_in_a_zone_and_typed_as_it_is_compared() -> None:
    for place, key in PLACES.items():
        assert key in available_timezones()
        assert place == " ".join(place.casefold().split())
