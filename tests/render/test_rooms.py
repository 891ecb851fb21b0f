"""Programmes with many rooms at once: filtered, grouped, within every width."""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cacctl.base import i18n
from cacctl.base.errors import UsageProblem
from cacctl.formats.loading import read_file
from cacctl.formats.native import reader
from cacctl.model.programme import Programme, Words
from cacctl.render import tables, terminal
from cacctl.render.timeline import drawing, layout
from cacctl.times import clock
from cacctl.viewer.names import event_heading
from cacctl.viewer.selection import selected_part
from cacctl.viewer.states import state_sentence, state_words
from cacctl.viewer.streams import choose_stream, why_words
from cacctl.viewer.times import time_range
from cacctl.viewer.view import View
from tests.cli.test_completion import complete
from tests.conftest import ROOT, Run, item, programme_of, seoul

SCHEMA = json.loads((ROOT / "src/cacctl/schemas/answer.schema.json").read_text("utf-8"))
EVENT = """\
schema = 1
[event]
id = "days"
name.en = "Days"
name.ko = "데이즈"
zone = "Asia/Seoul"
[[channel]]
id = "one"
platform = "web"
lang = "und"
name.en = "Saal 1"
url = "https://example.org/1"
sessions = ["a", "d"]
[[channel]]
id = "two"
platform = "web"
lang = "en"
name.en = "Saal 2"
url = "https://example.org/2"
sessions = ["b", "e"]
"""
SMALL = (
    EVENT
    + """\
[[session]]
id = "a"
start = 2027-06-01T10:00:00
end = 2027-06-01T11:00:00
name.en = "Opening"
room.en = "Saal 1"
room.ko = "1호실"
track.en = "Main"
lang = "de"
page = "https://example.org/a"
description.en = "What it is about."
[[session]]
id = "b"
start = 2027-06-01T10:00:00
end = 2027-06-01T11:00:00
name.en = "Workshop for beginners"
room.en = "Saal 2"
track.en = "Hands-on"
[[session]]
id = "c"
start = 2027-06-01T10:00:00
end = 2027-06-01T10:30:00
name.en = "Coffee"
room.en = "Lounge (EG)"
cancelled = true
[[session]]
id = "d"
start = 2027-06-01T12:00:00
end = 2027-06-01T13:00:00
name.en = "Keynote"
room.en = "Saal 1"
room.ko = "1호실"
track.en = "Main"
[[session]]
id = "e"
start = 2027-06-02T12:00:00
end = 2027-06-02T13:00:00
name.en = "Closing"
room.en = "Saal 2"
track.en = "Main"
"""
)
ROOMS = ["Main Hall", "K.1.105 (La Fontaine)", *(f"H.{number}" for number in range(1, 24))]
TRACKS = ["Security", "Embedded and Real-Time Systems", "웹과 데이터베이스"]
LIVE, PAUSE = "2027-06-01T10:20+09:00", "2027-06-01T11:30+09:00"
MOMENTS = {
    "before": "2027-05-30T10:00+09:00",
    "live": "2027-06-02T10:05+09:00",
    "between-sessions": "2027-06-02T12:55+09:00",
    "between-days": "2027-06-03T02:00+09:00",
    "after": "2028-01-01T12:00+09:00",
}


def large() -> str:
    """25 rooms on three days: in each a session every half hour, but for a pause at noon."""
    parts = [EVENT.replace('"a", "d"', "").replace('"b", "e"', "")]
    for day, half, place in product((1, 2, 3), range(14), range(25)):
        if half == 6 or (place > 2 and (half + place) % 3 == 0):
            continue
        start = datetime(2027, 6, day, 10, tzinfo=UTC) + half * timedelta(minutes=30)
        end = start + timedelta(minutes=25 - 5 * (place % 2))
        parts.append(
            f'[[session]]\nid = "s{day}-{half}-{place}"\n'
            f"start = {start:%Y-%m-%dT%H:%M:%S}\nend = {end:%Y-%m-%dT%H:%M:%S}\n"
            f'name.en = "Talk {day}-{half}-{place} {"about something " * (place % 4)}"\n'
            f'name.ko = "발표 {day}-{half}-{place} {"긴 이야기 " * (place % 5)}"\n'
            f'room.en = "{ROOMS[place]}"\ntrack.en = "{TRACKS[place % 3]}"\n'
        )
    return "".join(parts)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("small") / "small.toml"
    path.write_text(SMALL, "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("big") / "big.toml"
    path.write_text(large(), "utf-8")
    return str(path)


@cache
def days() -> Programme:
    programme = reader.examine(large().encode(), "big.toml").programme
    assert programme
    return programme


def at(programme: Programme, now: str, lang: str = "en", zone: str = "Asia/Seoul") -> View:
    return View(programme, datetime.fromisoformat(now).astimezone(UTC), clock.zone(zone), lang)


def test_a_day_with_rooms_tells_each_time_once(small: str, see: Run) -> None:
    answer = see("day", "1", "--schedule", small, "--at", LIVE)
    assert (
        answer.out
        == """\
Days
Live now: Opening · Workshop for beginners.

Day 1 of 2: Tue 1 June 2027
   #  KST          Room         Session
✗  3  10:00-10:30  Lounge (EG)  Coffee
                                cancelled
▶  1  10:00-11:00  Saal 1       Opening
                                live, 40 minutes left
▶  2               Saal 2       Workshop for beginners
▷  4  12:00-13:00  Saal 1       Keynote
                                next, in 1 hour 40 minutes

▶ live  ▷ next  ✗ cancelled
Times in Asia/Seoul (KST, UTC+09:00)
"""
    )


def test_tracks_have_a_column_where_there_is_room(small: str, see: Run) -> None:
    shown = see("day", "1", "--schedule", small, "--at", LIVE, columns=100).out
    assert "▶  2               Saal 2       Workshop for beginners          Hands-on\n" in shown


def test_on_a_narrow_terminal_the_room_stands_with_the_name(small: str, see: Run) -> None:
    answer = see(
        "day", "1", "--schedule", small, "--at", PAUSE, "--tz", "Europe/Berlin", columns=40
    )
    assert (
        answer.out
        == """\
Days
Between sessions. Keynote starts in 30
minutes.

Day 1 of 2: Tue 1 June 2027
   #  Session
✗  3  03:00-03:30 CEST
      10:00-10:30 KST
      Lounge (EG): Coffee
      cancelled
✓  1  03:00-04:00 CEST
      10:00-11:00 KST
      Saal 1: Opening
✓  2  Saal 2: Workshop for beginners
▷  4  05:00-06:00 CEST
      12:00-13:00 KST
      Saal 1: Keynote
      next, in 30 minutes

✓ over  ▷ next  ✗ cancelled
Times in Europe/Berlin (CEST,
UTC+02:00); event time in Asia/Seoul
(KST, UTC+09:00)
"""
    )


@pytest.mark.parametrize(
    ("arguments", "ids", "groups"),
    [
        (["--room", "Saal 1"], ["a", "d"], {"rooms": [{"en": "Saal 1", "ko": "1호실"}]}),
        (["--room", "saal-1"], ["a", "d"], {"rooms": [{"en": "Saal 1", "ko": "1호실"}]}),
        (["--room", "1호"], ["a", "d"], {"rooms": [{"en": "Saal 1", "ko": "1호실"}]}),
        (["--room", "lounge eg"], ["c"], {"rooms": [{"en": "Lounge (EG)"}]}),
        (
            ["--room", "SAAL"],
            ["a", "b", "d", "e"],
            {"rooms": [{"en": "Saal 1", "ko": "1호실"}, {"en": "Saal 2"}]},
        ),
        (["--track", "hands"], ["b"], {"tracks": [{"en": "Hands-on"}]}),
        (
            ["--track", "main", "--room", "2"],
            ["e"],
            {"rooms": [{"en": "Saal 2"}], "tracks": [{"en": "Main"}]},
        ),
    ],
)
def test_a_filter_keeps_what_fits_with_its_numbers(
    small: str, run: Run, arguments: list[str], ids: list[str], groups: dict[str, list[Words]]
) -> None:
    answer = json.loads(run("list", "--json", "--schedule", small, "--at", LIVE, *arguments).out)
    jsonschema.validate(answer, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [session["id"] for session in answer["sessions"]] == ids
    assert [session["number"] for session in answer["sessions"]] == [
        1 + "abcde".index(session_id) for session_id in ids
    ]
    assert {key: answer[key] for key in ("rooms", "tracks") if key in answer} == groups


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
        (["Room"], "", []),
        (["Room"], " - ", []),
        (["Room"], "hall", []),
    ],
)
def test_a_whole_name_wins_over_a_beginning_and_that_over_a_part(
    names: list[str], text: str, found: list[str]
) -> None:
    sessions = [
        item(f"s{number}", seoul("2027-06-01 10:00"))._replace(room={"en": name})
        for number, name in enumerate(names)
    ]
    rooms = programme_of(sessions).groups_named("room", text)
    assert [words["en"] for words in rooms] == found


@pytest.mark.parametrize(
    ("slots", "order"),
    [
        # A first slot without a room that another one has in the middle.
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
def test_rooms_with_numbers_are_ordered_by_these(numbers: list[int], random: Random) -> None:
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


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ["today", "--room", "saal3"],
            "cacctl: There is no room 'saal3'.\n"
            "Did you mean Saal 2? There are: Saal 1 · Saal 2 · Lounge (EG).\n",
        ),
        (
            ["now", "--track", "xyz"],
            "cacctl: There is no track 'xyz'.\nThere are: Main · Hands-on.\n",
        ),
        (
            ["list", "--room", "saal 1", "--track", "hands"],
            "cacctl: There is no session of Hands-on in Saal 1.\nThere are: Main.\n",
        ),
        (
            ["day", "2", "--room", "saal 1"],
            "cacctl: None of these sessions is on day 2.\nTheir days are 1.\n",
        ),
        (
            ["day", "3", "--room", "saal 1"],
            "cacctl: There is no day '3'.\n"
            "Write 1 to 2, a date such as 2027-06-01, tomorrow or a weekday.\n",
        ),
        (
            ["watch", "closing", "--print", "--room", "saal-1"],
            "cacctl: There is no session 'closing'.\nIt was looked for only in Saal 1.\n",
        ),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    small: str, run: Run, arguments: list[str], error: str
) -> None:
    assert run(*arguments, "--schedule", small, "--at", LIVE) == (2, "", error)


@pytest.mark.parametrize("option", ["--room", "--track"])
def test_a_schedule_without_rooms_says_so(run: Run, option: str) -> None:
    answer = run("list", option, "x")
    assert answer.code == 2
    assert f"Leave out {option}.\n" in answer.err


def test_of_many_rooms_the_first_are_named(big: str, run: Run) -> None:
    answer = run("today", "--room", "zzz", "--schedule", big)
    assert answer.err.endswith("There are: " + " · ".join(ROOMS[:12]) + " and 13 more.\n")
    shown = run("about", "--schedule", big, "--at", LIVE).out
    assert f"\nRooms: {' · '.join(ROOMS)}\n" in shown


@pytest.mark.parametrize(
    ("now", "sentence", "few_words"),
    [
        (
            "2027-06-01T09:00+09:00",
            "These sessions haven't started yet. The first starts on Tue 1 June 10:00 KST, "
            "in 1 hour.",
            "These sessions haven't started yet.",
        ),
        ("2027-06-01T10:20+09:00", "Live now: Opening.", "Live now: Opening."),
        (
            "2027-06-01T11:00+09:00",
            "Between these sessions. Keynote starts in 1 hour.",
            "Between these sessions.",
        ),
        (
            "2027-06-01T13:00+09:00",
            "These sessions are over: the last ended on Tue 1 June 13:00 KST, just now.",
            "These sessions are over: the last ended on Tue 1 June 13:00 KST, just now.",
        ),
    ],
)
def test_the_state_of_a_part_is_not_told_of_the_event(
    now: str, sentence: str, few_words: str, small: str
) -> None:
    whole = read_file(Path(small), seoul("2027-06-01 10:00")).programme
    seen = at(selected_part(whole, "en", room="saal-1", track=None), now)
    assert (state_sentence(seen), state_words(seen)) == (sentence, few_words)
    assert event_heading(seen) == "Days · Saal 1"


def test_between_the_days_of_a_part(small: str, run: Run) -> None:
    options = ["--schedule", small, "--room", "saal 2", "--at", "2027-06-01T12:00+09:00"]
    text = "The next of these sessions starts on Wed 2 June 12:00 KST, in 1 day: Closing.\n"
    assert f"State: {text}" in run("now", *options).out
    assert run("now", *options).out.startswith("Event: Days · Saal 2\n")
    assert "None of these sessions is on Thu 3 June" in run("day", "2027-06-03", *options).out


def test_a_part_that_is_cancelled(small: str, run: Run) -> None:
    options = ["--schedule", small, "--room", "lounge", "--at", "2027-06-01T10:10+09:00"]
    assert "State: All of these sessions are cancelled.\n" in run("list", *options).out


def test_watch_takes_the_session_and_the_channel_of_the_room(small: str, run: Run) -> None:
    options = ["--schedule", small, "--print"]
    for room, moment, number in (
        ("saal 1", LIVE, 1),
        ("saal 2", LIVE, 2),
        ("saal 1", MOMENTS["after"], 1),
        ("saal 2", MOMENTS["after"], 2),
    ):
        answer = run("watch", "--room", room, "--at", moment, *options)
        assert answer == (0, f"https://example.org/{number}\n", "")
    over = run("watch", "--room", "saal 1", "--json", "--at", MOMENTS["after"], *options).out
    assert json.loads(over)["why"] == (
        "Days: These sessions are over; whether Saal 1 keeps replays is not known."
    )
    late = run("watch", "--room", "saal 1", "--wait", "--at", MOMENTS["after"], *options)
    assert late.err.startswith("cacctl: These sessions are over; there is nothing to wait for.\n")


def test_a_session_is_shown_with_all_that_is_known(small: str, see: Run, run: Run) -> None:
    options = ["show", "a", "--schedule", small, "--at", LIVE]
    assert (
        see(*options).out
        == """\
Days

Opening
Session 1 of 5 · a

When         Tue 1 June 10:00-11:00 KST
Status       live, 40 minutes left
Room         Saal 1
Track        Main
Language     de
Description  What it is about.
Page         https://example.org/a
Streams      The website (live stream) https://example.org/1

Times in Asia/Seoul (KST, UTC+09:00)
"""
    )
    plain = run(*options).out
    for fact in ("Room: Saal 1", "Track: Main", "Language: de", "Page: https://example.org/a"):
        assert f"\n{fact}\n" in plain
    document = json.loads(run(*options, "--json").out)["sessions"][0]
    assert document["room"] == {"en": "Saal 1", "ko": "1호실"}
    assert (document["lang"], document["page"]) == ("de", "https://example.org/a")
    assert (
        json.loads(run("show", "b", "--json", "--schedule", small).out)["sessions"][0]["lang"]
        is None
    )


def test_a_channel_whose_language_is_not_known_is_told_without_one(
    small: str, see: Run, run: Run
) -> None:
    shown = see("channels", "--schedule", small).out
    assert f"\nTo open  cacctl watch --on web --schedule {small}\n" in shown
    assert f"\nTo open   cacctl watch b --on web --lang en --schedule {small}\n" in shown
    assert shown.count("Language") == 1
    assert (
        "Saal 1 (one): https://example.org/1; Opening" in run("channels", "--schedule", small).out
    )
    refused = run("now", "--lang", "und", "--schedule", small)
    assert refused.err == "cacctl: --lang cannot be 'und'.\nIt can be ko, en.\n"
    answer = run("watch", "a", "--on", "facebook", "--schedule", small, "--print")
    assert "knows no platform facebook" in answer.err


def test_its_recording_in_no_known_language(small: str) -> None:
    whole = read_file(Path(small), seoul("2027-06-01 10:00")).programme
    after = at(whole, MOMENTS["after"])
    session = whole.sessions[0]
    stream = choose_stream(after, session, platform=None)
    words = why_words(after, stream._replace(own_recording=True))
    assert words == "Opening is over; this is its recording."


def test_a_plain_line_has_the_room_and_the_track(small: str, run: Run) -> None:
    out = run("list", "--schedule", small, "--at", LIVE).out
    assert (
        "1. Opening (a): Tue 1 June 10:00-11:00 KST; Saal 1; Main; live, 40 minutes left\n" in out
    )
    assert "Opening; Saal 1; live" in run("timeline", "--schedule", small, "--at", LIVE).out


def test_rooms_and_tracks_are_completed_as_words_that_no_shell_quotes(
    small: str, tmp_path: Path
) -> None:
    line = f"cacctl now --schedule {small} "
    # The shell is told the words; bash gets no descriptions.
    assert complete(f"{line}--room ") == ["Saal-1", "Saal-2", "Lounge-EG"]
    assert complete(f"{line}--room saal-2") == ["saal-2"]
    assert complete(f"{line}--track h") == ["hands-on"]
    assert complete("cacctl list --room ") == []
    hostile = tmp_path / "hostile.toml"
    hostile.write_text(SMALL.replace("Saal 2", "x; $(touch y)`z` [/]"), "utf-8")
    assert complete(f"cacctl day --schedule {hostile} --room x") == ["x-touch-y-z"]


def test_find_tells_the_room_once(small: str, see: Run, run: Run) -> None:
    assert (
        "▶  2  10:00-11:00  Saal 2  Workshop for beginners\n"
        in see("find", "saal 2 workshop", "--schedule", small, "--at", LIVE).out
    )
    found = run("find", "saal", "2", "--schedule", small, "--at", LIVE).out.splitlines()
    assert found[2:] == [
        "2. Workshop for beginners (b): Tue 1 June 10:00-11:00 KST; Saal 2; Hands-on; live, "
        "40 minutes left",
        "5. Closing (e): Wed 2 June 12:00-13:00 KST; Saal 2; Main; upcoming, in 1 day 1 hour",
    ]


def test_what_is_shared_and_what_a_bar_shows_have_the_room(small: str, run: Run) -> None:
    told = run("share", "a", "--schedule", small, "--at", LIVE, "--tz", "Seoul").out
    assert (
        told
        == "Opening (Days)\nTue 1 June 2027 10:00 KST\nSaal 1\nhttps://example.org/1\n".replace(
            " 2027", ""
        )
    )
    line = run("now", "--format", "{room} > {next_room}", "--schedule", small, "--at", LIVE)
    assert line.out == "Saal 1 > Saal 1\n"


def rows_of(lines: list[str]) -> list[str]:
    """The lines of many sessions at once: until when, number, room, name."""
    return [line for line in lines if re.match(r"[▶ ] until \d\d:\d\d", line)]


def test_many_at_once_are_a_line_each(big: str, see: Run) -> None:
    options = ["--schedule", big, "--at", MOMENTS["live"]]
    lines = see("now", *options).out.splitlines()
    assert lines[1] == "Live now: 17 sessions."
    rows = rows_of(lines)
    assert len(rows) == 17
    # In the order of the rooms, whenever they end.
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


def test_what_starts_together_has_its_time_once(big: str, see: Run) -> None:
    options = ["--schedule", big, "--at", MOMENTS["between-sessions"]]
    lines = see("next", *options, "--tz", "America/Los_Angeles").out.splitlines()
    assert [line for line in lines if line.startswith("▷")] == [
        "▷ Tue 1 June 21:30 PDT · Wed 2 June 13:30 KST, 18 sessions, in 35 minutes"
    ]
    rows = rows_of(lines)
    assert len(rows) == 18
    assert rows[0] == "  until 21:55  337  Main Hall             Talk 2-7-0"
    alone = see("next", *options, "--room", "main hall").out
    assert "\n▷ Talk 2-7-0, in 35 minutes\n  Wed 2 June 13:30-13:55 KST, Main Hall\n" in alone


FEWER = "To show fewer sessions, add --room or --track."


@pytest.mark.parametrize("count", ["1", "20"])
def test_next_only_counts_many_live_sessions(big: str, see: Run, run: Run, count: str) -> None:
    options = ["next", "-n", count, "--schedule", big, "--at", MOMENTS["live"]]
    lines = see(*options).out.splitlines()
    command = f"cacctl now --schedule {big} --at {MOMENTS['live']}"
    assert lines[1:6] == ["Live now: 17 sessions.", "", "▶ 17 live now:", f"  {command}", ""]
    assert len(rows_of(lines)) == 18
    assert not [line for line in rows_of(lines) if line.startswith("▶")]
    assert FEWER in lines
    plain = run(*options).out.splitlines()
    assert plain[4] == f"17 live now: {command}"
    assert not [line for line in plain if "; live, " in line]
    document = json.loads(run(*options, "--json").out)
    assert len(document["live"]) == 17


def test_few_sessions_need_no_choice(big: str, small: str, see: Run, run: Run) -> None:
    in_a_room = ["--room", "main hall", "--schedule", big, "--at", MOMENTS["live"]]
    for options in (["--schedule", small, "--at", LIVE], in_a_room):
        for command in ("now", "next"):
            assert "--room" not in see(command, *options).out
        assert "; live, " in run("next", *options).out


@pytest.mark.parametrize("rows", [60, 40, 30, 24, 16])
def test_the_board_stays_within_its_rows(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    seen = at(days(), MOMENTS["live"])
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


def test_few_words_for_a_day_with_many_sessions(big: str, see: Run, run: Run) -> None:
    options = ["--schedule", big, "--at", MOMENTS["before"]]
    assert re.search(
        r"^  1  Tue 1 June  10:00-16:55  230 sessions$", see("today", *options).out, re.M
    )
    assert "Day 1: Tue 1 June 10:00-16:55 KST; 230 sessions\n" in run("today", *options).out


def forms() -> dict[str, Callable[[View, int], str]]:
    """What is shown of many sessions, in lines of so many columns."""

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
        "find": within(lambda seen: terminal.matches(seen, "h.1", seen.programme.find("h.1"))),
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
    programme = selected_part(days(), lang, room=text, track=None) if text else days()
    shown = forms()[form](at(programme, moment, lang, zone), columns)
    for line in shown.splitlines():
        assert line == line.rstrip()
        # A word alone can be wider: it is not broken, so that it can be copied.
        if max(map(cell_len, line.split()), default=0) < columns - 12:
            assert cell_len(line) <= columns, line


@given(
    columns=st.integers(40, 200),
    moment=st.sampled_from([*MOMENTS.values()]),
    zone=st.sampled_from(["Asia/Seoul", "America/Los_Angeles"]),
)
@settings(max_examples=8)
def test_every_session_is_in_the_tables_once(columns: int, moment: str, zone: str) -> None:
    """And its time is that of the last row above that has one."""
    seen = at(days(), moment, zone=zone)
    lines = list(tables.programme(seen, columns, colour=False))
    numbers = [
        int(found[1]) for line in lines if (found := re.match(r"[✓▶▷✗ ]{0,3} *(\d+)  ", line))
    ]
    assert Counter(numbers) == Counter(session.number for session in days().sessions)
    if columns < 60:
        return
    by_number = {session.number: session for session in days().sessions}
    time = ""
    for line in lines:
        if found := re.match(r"[✓▶▷✗ ]{0,3} *(\d+)  (\d\d:\d\d-\d\d:\d\d(?: \(\+1d\))?)?", line):
            session = by_number[int(found[1])]
            time = found[2] or time
            assert time == time_range(seen, session, seen.tz, seen.date_of(session))


@given(data=st.data())
@settings(max_examples=30)
def test_the_rooms_and_the_tracks_part_the_programme(data: st.DataObject) -> None:
    """Each session is in one part; of a room and a track together, what is in both."""
    names = st.sampled_from(["", "A", "A 1", "a-2", "B", "나"])
    sessions = [
        item(f"s{number}", seoul("2027-06-01 10:00") + hour * timedelta(hours=1))._replace(
            room={"en": room} if room else {}, track={"en": track} if track else {}
        )
        for number, (hour, room, track) in enumerate(
            data.draw(st.lists(st.tuples(st.integers(0, 60), names, names), min_size=1))
        )
    ]
    programme = programme_of(sessions)
    parts: dict[str, list[str]] = {}
    for grouping in ("room", "track"):
        found = []
        for words in programme.groups("room" if grouping == "room" else "track"):
            texts = {"room": None, "track": None, grouping: words["en"]}
            part = selected_part(programme, "en", **texts)
            assert part.whole == programme
            assert all(session in programme.sessions for session in part.sessions)
            found += [session.id for session in part.sessions]
            parts[f"{grouping} {words['en']}"] = [session.id for session in part.sessions]
        named = [s.id for s in programme.sessions if getattr(s, grouping)]
        assert Counter(found) == Counter(named)
    for room, track in product(programme.groups("room"), programme.groups("track")):
        both = [s for s in parts[f"room {room['en']}"] if s in parts[f"track {track['en']}"]]
        try:
            part = selected_part(programme, "en", room=room["en"], track=track["en"])
        except UsageProblem:
            assert both == []
        else:
            assert [session.id for session in part.sessions] == both


PICTURE = """\
June 2027
Tue  1 KST            10       11       12       13       14       15       16       17
                      ┊  ┃ now 10:20    ┊                 ┊                 ┊
Main Hall             ▶1━┃▷18─│36─│54──│71─│89───    107─│125│143─│160│178─│196│213──
K.1.105 (La Fontain…  ✓2┄┃▷19─ 37─ 55── 72─ 90──     108─ 126 144─ 161 179─ 197 214─
H.1                   ▶3━┃▷20─│38─│56──│73─│91───    109─│127│145─│162│180─│198│215──
H.2                   ┊  ┃▷21─ 39─      74─ 92──     110─ 128      163 181─ ┊   216─
"""
FOLDED = """\
May 2027
Mon 31 PDT   0       1       2       3       4       5        22      23
             ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮┊       ░░┃░░░░░
R0           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓1┄┄┄┄┄ ▶7┃━━━━░
R1           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓2┄┄┄┄┄ ▶8┃━━━━░
R2           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓3┄┄┄┄┄ ▶9┃━━━━░
R3           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓4┄┄┄┄┄ ━━┃▶10━░
R4           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓5┄┄┄┄┄ ━━┃▶11━░
R5           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓6┄┄┄┄┄ ━━┃▶12━░
KST          16      17      18      19      20      21       14      15

June 2027
Tue  1 PDT   0       1       2       3       4       5        22      23
R0           ▷13────░19─────░25─────░31─────░░░░░░░░░░░░░░░░░⋮37───── 43─────░
"""


def test_the_timeline_has_a_row_for_each_room(big: str, see: Run) -> None:
    options = ["--schedule", big, "--at", LIVE]
    shown = see("timeline", *options, columns=100).out
    assert PICTURE in shown
    first = shown.splitlines().index("June 2027")
    labels = [line[:22].rstrip() for line in shown.splitlines()[first + 3 : first + 28]]
    assert labels == [name.replace("Fontaine)", "Fontain…") for name in ROOMS]
    command = f"cacctl list --schedule {big} --at {LIVE}"
    assert f"All 690 sessions with their names:\n{command}\n" in shown
    korean = see("timeline", *options, "--lang", "ko", columns=100).out
    assert PICTURE.splitlines()[3] in korean


@pytest.mark.parametrize("columns", [100, 200])
def test_each_number_is_in_the_row_of_its_room(columns: int) -> None:
    seen = at(days(), MOMENTS["before"])
    rooms: dict[str, set[int]] = {}
    for line in drawing.draw(seen, columns, colour=False):
        if label := line[:22].strip():
            numbers = re.findall(r"(?<![\d-])(\d+)(?=[ ─│]|$)", line[22:])
            rooms.setdefault(label, set()).update(map(int, numbers))
    for place, name in enumerate(ROOMS):
        label = name.replace("Fontaine)", "Fontain…") if columns == 100 else name
        inside = {s.number for s in days().sessions if s.room["en"] == name}
        assert inside <= rooms[label], place
        others = {s.number for s in days().sessions} - inside
        assert not others & rooms[label]


def test_three_rooms_have_labels_edges_and_a_space_above_each_month() -> None:
    """The night is not among the hours that are shown, so nothing is said of it."""
    sessions = [
        item(f"s{day}-{hour}-{place}", seoul(f"2027-{day} {hour}:00"), 60)._replace(
            room={"en": f"R{place}"}
        )
        for day, hour, place in product(("05-31", "06-01"), (10, 11), range(3))
    ]
    seen = at(programme_of(sessions), "2027-05-01T15:20+09:00")
    assert "\n".join(drawing.draw(seen, 60, colour=False)).startswith(
        """\
May 2027
Mon 31 KST   10   11   12   13   14   15   16   17
R0           ▷1──│4────┊         ┊         ┊
R1           ▷2──│5────┊         ┊         ┊
R2           ▷3──│6────┊         ┊         ┊

June 2027
Tue  1 KST   10   11   12   13   14   15   16   17
R0           7───│10───┊         ┊         ┊
R1           8───│11───┊         ┊         ┊
R2           9───│12───┊         ┊         ┊

▷─ next  ── upcoming
"""
    )
    # Else the rows of three rooms would be one bar, as high as they are.
    coloured = "\n".join(drawing.draw(seen, 60, colour=True))
    assert coloured.count("\x1b[4;97;44m") == 6


def test_rooms_that_are_never_open_together_share_a_row() -> None:
    sessions = [
        item(f"s{hour}", seoul(f"2027-05-31 {hour}:00"), 60)._replace(room={"en": f"R{hour}"})
        for hour in (10, 11)
    ]
    seen = at(programme_of(sessions), "2027-05-01T15:20+09:00")
    assert layout.rooms(seen) == ()


def test_the_numbers_of_a_part_are_aligned() -> None:
    """It can have numbers with more digits than the part has sessions."""
    sessions = [
        item(f"s{number}", seoul("2027-05-31 10:00") + timedelta(hours=number % 3, days=number), 60)
        for number in range(120)
    ]
    whole = programme_of(sessions)
    seen = at(
        Programme(whole.event, whole.channels, whole.sessions[95:105]), "2027-05-01T15:20+09:00"
    )
    assert (
        "▷  96 S95      98 S97     100 S99     102 S101    104 S103\n"
        "   97 S96      99 S98     101 S100    103 S102    105 S104\n"
    ) in "\n".join(drawing.draw(seen, 60, colour=False))


def test_hours_without_a_session_are_folded() -> None:
    """For a viewer to whom an event's afternoon is the night: there is no room to waste."""
    sessions = [
        item(f"s{day}-{hour}-{place}", seoul(f"2027-06-0{day} {hour}:00"), 50)._replace(
            room={"en": f"R{place}"}
        )
        for day, hour, place in product((1, 2), range(14, 20), range(6))
    ]
    seen = at(programme_of(sessions), "2027-06-01T15:20+09:00", zone="America/Los_Angeles")
    assert "\n".join(drawing.draw(seen, 80, colour=False)).startswith(FOLDED)


def test_the_picture_as_a_file_has_the_rooms(big: str, run: Run) -> None:
    svg = run("timeline", "--svg", "-", "--schedule", big, "--at", LIVE).out
    assert all(f">{name.replace(' (La Fontaine)', '')}" in svg for name in ROOMS[2:])


def test_a_filtered_timeline_has_dates_down_again(big: str, see: Run) -> None:
    options = ["--schedule", big, "--at", MOMENTS["before"], "--room", "main hall"]
    lines = see("timeline", *options).out.splitlines()
    assert [line[:6] for line in lines if re.match(r"(Tue|Wed|Thu) ", line)] == [
        "Tue  1",
        "Wed  2",
        "Thu  3",
    ]
