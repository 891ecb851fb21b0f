"""The live board within the rows of a terminal."""

import re

import pytest

from cacctl.render import terminal
from tests.rooms import MOMENTS, days, rows_of, seen_at


@pytest.mark.parametrize("rows", [60, 40, 30, 24, 16])
def test_board_stays_within_its_rows(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    seen = seen_at(days(), MOMENTS["live"])
    board = terminal.board(seen, rows).splitlines()
    assert len(board) <= rows
    assert board[-1] == "Press q or Ctrl-C to quit."
    told = rows_of(board)
    hidden = [int(count) for line in board for count in re.findall(r"^  and (\d+) more$", line)]
    assert told[0].startswith("▶ until 10:25  231  Main Hall")
    assert any("18 sessions, in 25 minutes" in line for line in board)
    live = [line for line in told if line.startswith("▶")]
    assert len(live) + (hidden[0] if len(live) < 17 else 0) == 17
    if rows == 60:
        # All that are live, and most of the next 18.
        assert (len(live), len(told) + hidden[0]) == (17, 17 + 18)
