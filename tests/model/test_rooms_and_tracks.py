"""The rooms and tracks that a text matches, and their order."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.model.search import groups_named
from tests.conftest import item, programme_of, seoul


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (["Room 1", "Room 10", "Big Room 1"], "room 1", ["Room 1"]),
        (["Room 10", "Room 11", "Big Room 1"], "room 1", ["Room 10", "Room 11"]),
        (["Room 10", "Big Room 1"], "1", ["Room 10", "Big Room 1"]),
        (["C", "C++", "C#"], "c", ["C"]),
        (["C++", "C#"], "c", ["C++", "C#"]),
        (["C", "C++"], "C++", ["C++"]),
        (["Café (links)"], "CAFE-LINKS", ["Café (links)"]),
        (["국제회의장"], "회의", ["국제회의장"]),
        (["K.1.105 (La Fontaine)", "K1105b", "Kids"], "k1105", ["K1105b"]),
        (["K.1.105 (La Fontaine)", "K.1.106", "Kids"], "k1105", ["K.1.105 (La Fontaine)"]),
        (
            ["K.1.105 (La Fontaine)", "K.1.106", "Kids"],
            "k110",
            ["K.1.105 (La Fontaine)", "K.1.106"],
        ),
        (["국제 회의장"], "국제회의", ["국제 회의장"]),
        (["AK.1.105"], "k1105", []),
        (["Room"], "", []),
        (["Room"], " - ", []),
        (["Room"], "hall", []),
    ],
)
def test_whole_name_wins_over_a_prefix_and_a_prefix_over_a_part(
    names: list[str], text: str, found: list[str]
) -> None:
    sessions = [
        item(f"s{number}", seoul("2027-06-01 10:00"))._replace(room={"en": name})
        for number, name in enumerate(names)
    ]
    rooms = groups_named(programme_of(sessions), "room", text)
    assert [words["en"] for words in rooms] == found


@pytest.mark.parametrize(
    ("slots", "order"),
    [
        # The first slot lacks a room that another one has in the middle.
        (["A C", "A B C"], "A B C"),
        (["C", "A B", "B C"], "A B C"),
        # Slots that contradict each other: by name, as people count.
        (["R2 R10", "R10 R1 R2"], "R1 R2 R10"),
        (["R٢ R١٠", "R١٠ R٠١ R٢"], "R٠١ R٢ R١٠"),
        (["R2 R" + "1" * 5_000, "R" + "1" * 5_000 + " R03 R2"], "R2 R03 R" + "1" * 5_000),
    ],
)
def test_rooms_are_in_the_order_of_the_schedule(slots: list[str], order: str) -> None:
    sessions = [
        item(f"s{hour}-{place}", seoul(f"2027-06-01 1{hour}:00"))._replace(room={"en": name})
        for hour, slot in enumerate(slots)
        for place, name in enumerate(slot.split())
    ]
    rooms = programme_of(sessions).groups("room")
    assert " ".join(words["en"] for words in rooms) == order


@given(st.lists(st.integers(0, 10**6), unique=True, min_size=2), st.randoms())
def test_rooms_with_numbers_are_in_numeric_order(numbers: list[int], random: Random) -> None:
    shuffled = list(numbers)
    random.shuffle(shuffled)
    # Two slots that contradict each other in every pair.
    sessions = [
        item(f"s{hour}-{place}", seoul(f"2027-06-01 1{hour}:00"))._replace(
            room={"en": f"R {number}"}
        )
        for hour, slot in enumerate([shuffled, shuffled[::-1]])
        for place, number in enumerate(slot)
    ]
    rooms = programme_of(sessions).groups("room")
    assert [words["en"] for words in rooms] == [f"R {number}" for number in sorted(numbers)]
