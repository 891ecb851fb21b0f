"""Rooms of one source matched to those of another."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.formats.c3voc.rooms import matches


def found(names: Sequence[str], rooms: Sequence[str]) -> tuple[dict[str, str], set[str]]:
    return matches({name: (name,) for name in names}, {room: (room,) for room in rooms})


@pytest.mark.parametrize(
    ("name", "room"),
    [
        ("Saal 1", "Saal 1"),
        ("saal-1", "Saal 1"),
        ("Großes Kolleg", "GROSSES KOLLEG"),
        ("Saal 1", "Saal 1 (ground floor)"),
        ("Saal 1 (HD)", "saal 1"),
        ("H.2215 (Ferrer)", "H2215"),
        ("제1 강의실", "제1강의실"),
    ],
)
def test_room_is_matched_by_its_name(name: str, room: str) -> None:
    assert found([name, "Other"], [room, "Another"]) == ({name: room}, set())


@pytest.mark.parametrize(("name", "room"), [("Saal 1", "Saal 11"), ("One", "Zone"), ("(A)", "(B)")])
def test_similar_names_are_different_rooms(name: str, room: str) -> None:
    assert found([name], [room]) == ({}, set())


def test_room_that_could_be_two_is_not_guessed() -> None:
    rooms = ["Saal 1 (left)", "Saal 1 (right)"]
    assert found(["Saal 1"], rooms) == ({}, {"Saal 1"})
    assert found(["Saal 1 (left)", "Saal 1"], rooms) == ({"Saal 1 (left)": rooms[0]}, {"Saal 1"})


def test_two_that_could_be_one_room_are_not_guessed() -> None:
    assert found(["saal 1", "SAAL 1"], ["Saal 1"]) == ({}, {"saal 1", "SAAL 1"})


def test_equal_name_wins_over_a_similar_one() -> None:
    assert found(["Saal 1", "saal 1"], ["Saal 1"]) == ({"Saal 1": "Saal 1"}, {"saal 1"})


def test_second_name_counts_where_the_first_is_unknown() -> None:
    assert matches({"a": ("IM-HS-11", "Hörsaal 11")}, {"b": ("hörsaal 11",)}) == ({"a": "b"}, set())


NAMES = st.lists(st.text("aA1 -()", max_size=6), unique=True, max_size=6)


@given(NAMES, NAMES)
def test_no_room_is_matched_twice(names: list[str], rooms: list[str]) -> None:
    matched, unclear = found(names, rooms)
    assert len(set(matched.values())) == len(matched)
    assert not matched.keys() & unclear
    # A name that both have in the same letters, and nobody else has, is always matched.
    for name in filter(None, set(names) & set(rooms)):
        assert matched[name] == name
