"""Giggity's menu, in the shape of its JSON Schema."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import ScheduleProblem
from cacctl.base.sanitize import visible
from cacctl.formats.directory.reader import read

ORIGIN = "https://example.org/menu.json"


def entry(number: int = 1, **change: object) -> dict[str, Any]:
    return {
        "id": f"harbour_{2000 + number}",
        "version": 2027010100 + number,
        "url": f"https://harbour.example.org/{number}/schedule.xml",
        "title": f"Harbour Days {number}",
        "start": "2027-05-07",
        "end": "2027-05-09",
        "timezone": "Europe/Oslo",
        "refresh_interval": 1800,
        "metadata": {
            "icon": "https://harbour.example.org/icon.png",
            "links": [{"url": "https://harbour.example.org/", "title": "Website"}],
            "rooms": [{"name": "Pier\\ 1", "latlon": [59.9, 10.7]}],
        },
        **change,
    }


def menu(*entries: object) -> bytes:
    return json.dumps({"version": 2027010101, "schedules": entries}, indent="\t").encode()


def test_events_are_those_of_the_menu() -> None:
    entries = [entry(number) for number in range(1, 60)]
    found = read(menu(*entries), ORIGIN)
    assert found.warnings == ()
    assert [
        (
            event.id.replace("-", "_"),
            event.schedule,
            event.name["und"],
            str(event.start),
            str(event.end),
            event.zone,
        )
        for event in found.events
    ] == [tuple(e[k] for k in ("id", "url", "title", "start", "end", "timezone")) for e in entries]
    assert found.events[0].sources == (ORIGIN,)
    lines = menu(*entries).decode().split("\n")
    for event, written in zip(found.events, entries, strict=True):
        number = int(event.location.removeprefix(f"{ORIGIN}:"))
        assert written["id"] in lines[number]


def test_event_without_zone_is_read() -> None:
    (event,) = read(menu(entry(timezone="Nowhere/Else")), "menu.json").events
    assert (event.zone, event.sources) == ("", ())
    assert (event.start, event.end) == (date(2027, 5, 7), date(2027, 5, 9))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "Å"}, "the ID is missing or invalid."),
        ({"title": " "}, "the title is missing."),
        ({"start": "soon"}, 'start is not a date: "soon".'),
        ({"end": None}, 'end is not a date: "".'),
        ({"end": "2027-05-01"}, "2027-05-01 is before the start, 2027-05-07."),
        ({"url": "schedule.xml"}, "does not start with https://"),
        ({"url": "file:///etc/passwd"}, "does not start with https://"),
        ({"url": "https://192.168.0.1/x"}, "it is on a private network"),
        ({"url": "https://[x/"}, "the URL's host is invalid"),
        ({"url": None}, "the URL is empty"),
    ],
)
def test_unreadable_event_is_left_out_and_its_line_named(
    change: dict[str, object], words: str
) -> None:
    data = menu(entry(1), entry(2, **change))
    found = read(data, ORIGIN)
    assert [event.id for event in found.events] == ["harbour-2001"]
    line = data.decode()[: data.decode().rindex('"id"')].count("\n")
    (warning,) = found.warnings
    name = "" if "id" in change else " (harbour-2002)"
    assert warning.startswith(f"{ORIGIN}:{line}: event 2{name}: ")
    assert words in warning
    assert [event.id for event in found.unusable] == ["harbour-2002"] * bool(name)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(entry())), inner, max_size=9)
    ),
    max_leaves=20,
)


@given(st.lists(ANYTHING, max_size=4))
def test_any_menu_gives_events_or_one_line_warnings(schedules: list[object]) -> None:
    found = read(menu(*schedules), ORIGIN)
    assert len(found.events) <= len(schedules)
    assert all(visible(warning) == warning for warning in found.warnings)


@given(ANYTHING)
def test_other_json_is_refused(value: object) -> None:
    with pytest.raises(ScheduleProblem):
        read(json.dumps([value]).encode(), ORIGIN)
