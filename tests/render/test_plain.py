"""Answers as plain lines."""

from tests.conftest import Run
from tests.rooms import LIVE


def test_plain_line_has_the_room_and_the_track(few_rooms: str, run: Run) -> None:
    out = run("list", "--schedule", few_rooms, "--at", LIVE).out
    assert (
        "1. Opening (a): Tue 1 June 10:00-11:00 KST; Saal 1; Main; live, 40 minutes left\n" in out
    )
    assert "Opening; Saal 1; live" in run("timeline", "--schedule", few_rooms, "--at", LIVE).out
