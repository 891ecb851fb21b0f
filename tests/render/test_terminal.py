"""Many sessions at once on a terminal, and the width of every line."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cacctl.base import i18n
from cacctl.model.search import find_sessions
from cacctl.render import terminal
from cacctl.viewer.selection import selected_part
from cacctl.viewer.view import View
from tests.conftest import Run
from tests.rooms import LIVE, MOMENTS, days, rows_of, seen_at

FEWER = "To show fewer sessions, add --room or --track."


def test_many_sessions_at_once_get_a_line_each(many_rooms: str, see: Run) -> None:
    options = ["--schedule", many_rooms, "--at", MOMENTS["live"]]
    lines = see("now", *options).out.splitlines()
    assert lines[1] == "Live now: 17 sessions."
    rows = rows_of(lines)
    assert len(rows) == 17
    # By room, not by end.
    assert rows[:3] == [
        "▶ until 10:25  231  Main Hall             Talk 2-0-0",
        "▶ until 10:20  232  K.1.105 (La Fontain…  Talk 2-0-1 about something",
        "▶ until 10:25  233  H.1                   Talk 2-0-2 about something about",
    ]
    assert "▷ 18 sessions, in 25 minutes" in lines
    assert FEWER in lines
    wide = rows_of(see("now", *options, columns=120).out.splitlines())
    assert wide[0] == "▶ until 10:25  ━━──────  231  Main Hall              Talk 2-0-0"
    narrow = see("now", *options, columns=40).out
    assert "\n▶ until 10:20  232  K.1.105 (La\n                    Fontaine): Talk\n" in narrow


def test_sessions_that_start_together_have_their_time_once(many_rooms: str, see: Run) -> None:
    options = ["--schedule", many_rooms, "--at", MOMENTS["between-sessions"]]
    lines = see("next", *options, "--tz", "America/Los_Angeles").out.splitlines()
    assert [line for line in lines if line.startswith("▷")] == [
        "▷ Tue 1 June 21:30 PDT · Wed 2 June 13:30 KST, 18 sessions, in 35 minutes"
    ]
    rows = rows_of(lines)
    assert len(rows) == 18
    assert rows[0] == "  until 21:55  337  Main Hall             Talk 2-7-0"
    alone = see("next", *options, "--room", "main hall").out
    assert "\n▷ Talk 2-7-0, in 35 minutes\n  Wed 2 June 13:30-13:55 KST, Main Hall\n" in alone


@pytest.mark.parametrize("count", ["1", "20"])
def test_next_only_counts_many_live_sessions(
    many_rooms: str, see: Run, run: Run, count: str
) -> None:
    options = ["next", "-n", count, "--schedule", many_rooms, "--at", MOMENTS["live"]]
    lines = see(*options).out.splitlines()
    command = f"cacctl now --schedule {many_rooms} --at {MOMENTS['live']}"
    assert lines[1:5] == ["", "▶ To list the 17 live sessions:", f"  {command}", ""]
    assert len(rows_of(lines)) == 18
    assert not [line for line in rows_of(lines) if line.startswith("▶")]
    assert FEWER in lines
    plain = run(*options).out.splitlines()
    assert plain[4] == f"To list the 17 live sessions: {command}"
    assert not [line for line in plain if "; live, " in line]
    document = json.loads(run(*options, "--json").out)
    assert len(document["live"]) == 17


def test_few_sessions_suggest_no_filter(
    many_rooms: str, few_rooms: str, see: Run, run: Run
) -> None:
    in_a_room = ["--room", "main hall", "--schedule", many_rooms, "--at", MOMENTS["live"]]
    for options in (["--schedule", few_rooms, "--at", LIVE], in_a_room):
        for command in ("now", "next"):
            assert "--room" not in see(command, *options).out
        assert "; live, " in run("next", *options).out


def forms() -> dict[str, Callable[[View, int], str]]:
    """Return the answers, each as a function of a view and the columns."""

    def within(shown: Callable[[View], str]) -> Callable[[View, int], str]:
        def sized(seen: View, columns: int) -> str:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("COLUMNS", str(columns))
                return shown(seen)

        return sized

    return {
        "programme": within(terminal.programme),
        "today": within(lambda seen: terminal.date(seen, seen.today)),
        "now": within(terminal.now),
        "next": within(lambda seen: terminal.next(seen, seen.programme.upcoming(seen.now)[:60])),
        "find": within(
            lambda seen: terminal.matches(seen, "h.1", find_sessions(seen.programme, "h.1"))
        ),
        "board": within(lambda seen: terminal.board(seen, 24)),
        "timeline": within(terminal.timeline),
    }


@pytest.mark.parametrize("form", forms())
@given(
    columns=st.integers(20, 200),
    moment=st.sampled_from([*MOMENTS.values()]),
    lang=st.sampled_from(["en", "ko"]),
    zone=st.sampled_from(["Asia/Seoul", "America/Los_Angeles", "Asia/Kathmandu"]),
    text=st.sampled_from([None, "h.1", "main hall"]),
)
@settings(max_examples=8)
def test_no_line_is_wider_than_the_terminal(
    form: str,
    columns: int,
    moment: str,
    lang: str,
    zone: str,
    text: str | None,
) -> None:
    i18n.use_language(lang)
    programme = selected_part(days(), room=text, track=None) if text else days()
    shown = forms()[form](seen_at(programme, moment, lang, zone), columns)
    for line in shown.splitlines():
        assert line == line.rstrip()
        # A single word can be wider: it is not broken, so that it can be copied.
        if max(map(cell_len, line.split()), default=0) < columns - 12:
            assert cell_len(line) <= columns, line
