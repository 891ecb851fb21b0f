"""The sessions that --room and --track select, and the state of such a selection."""

import json
from collections import Counter
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cacctl.base.errors import UsageProblem
from cacctl.formats.loading import read_file
from cacctl.model.programme import Words
from cacctl.viewer.labels import event_heading
from cacctl.viewer.selection import selected_part
from cacctl.viewer.states import state_sentence, state_words
from cacctl.viewer.streams import choose_stream, why_words
from tests.conftest import TALK, Run, item, programme_of, seoul
from tests.rooms import LIVE, MOMENTS, ROOMS, seen_at
from tests.schemas import ANSWER

ONE_DAY = """\
schema = 1
[event]
id = "day"
name = "Day"
zone = "UTC"
start = 2027-06-01
end = 2027-06-01
[[session]]
id = "a"
name = "A"
start = 2027-06-01T10:00:00
end = 2027-06-01T11:00:00
track = "Main"
room = "Hall"
"""


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
def test_filter_keeps_matching_sessions_with_their_numbers(
    few_rooms: str, run: Run, arguments: list[str], ids: list[str], groups: dict[str, list[Words]]
) -> None:
    answer = json.loads(
        run("list", "--json", "--schedule", few_rooms, "--at", LIVE, *arguments).out
    )
    ANSWER.validate(answer)
    assert [session["id"] for session in answer["sessions"]] == ids
    assert [session["number"] for session in answer["sessions"]] == [
        1 + "abcde".index(session_id) for session_id in ids
    ]
    assert {key: answer[key] for key in ("rooms", "tracks") if key in answer} == groups


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ["today", "--room", "saal3"],
            "cacctl: No room matches 'saal3'.\n"
            "Did you mean 'Saal 2'? Available: Saal 1 · Saal 2 · Lounge (EG).\n",
        ),
        (
            ["now", "--track", "xyz"],
            "cacctl: No track matches 'xyz'.\nAvailable: Main · Hands-on.\n",
        ),
        (
            ["now", "--track", "\x9b\u202e"],
            "cacctl: No track matches '\\x9b\\u202e'.\nAvailable: Main · Hands-on.\n",
        ),
        (
            ["list", "--room", "saal 1", "--track", "hands"],
            "cacctl: No Hands-on sessions in Saal 1.\nTracks in that room: Main.\n",
        ),
        (
            ["day", "2", "--room", "saal 1"],
            "cacctl: No matching sessions on day 2.\nDays with matching sessions: 1.\n",
        ),
        (
            ["day", "3", "--room", "saal 1"],
            "cacctl: Unknown day: '3'.\n"
            "Use 1 to 2, a date such as 2027-06-01, a weekday, today, tomorrow or yesterday.\n",
        ),
        (
            ["watch", "closing", "--print", "--room", "saal-1"],
            "cacctl: No session matches 'closing'.\nOnly Saal 1 was searched.\n",
        ),
    ],
)
def test_unknown_name_is_refused_with_the_known_ones(
    few_rooms: str, run: Run, arguments: list[str], error: str
) -> None:
    assert run(*arguments, "--schedule", few_rooms, "--at", LIVE) == (2, "", error)


@pytest.mark.parametrize("option", ["--room", "--track"])
def test_filter_is_refused_without_rooms_or_tracks(run: Run, option: str) -> None:
    answer = run("list", option, "x")
    assert answer.code == 2
    assert f"Run the command again without {option}.\n" in answer.err


def test_first_of_many_rooms_are_named(many_rooms: str, run: Run) -> None:
    answer = run("today", "--room", "zzz", "--schedule", many_rooms)
    assert answer.err.endswith("Available: " + " · ".join(ROOMS[:12]) + " and 13 more.\n")
    shown = run("about", "--schedule", many_rooms, "--at", LIVE).out
    assert f"\nRooms: {' · '.join(ROOMS)}\n" in shown


@pytest.mark.parametrize(
    ("now", "sentence", "few_words"),
    [
        (
            "2027-06-01T09:00+09:00",
            "No matching sessions have started yet. The first starts on Tue 1 June 10:00 KST, "
            "in 1 hour.",
            "No matching sessions have started yet.",
        ),
        ("2027-06-01T10:20+09:00", "Live now: Opening.", "Live now: Opening."),
        (
            "2027-06-01T11:00+09:00",
            "No matching sessions are live. Keynote starts in 1 hour.",
            "No matching sessions are live.",
        ),
        (
            "2027-06-01T13:00+09:00",
            (
                "All matching sessions have ended. The last one ended on Tue "
                "1 June 13:00 KST, just now."
            ),
            (
                "All matching sessions have ended. The last one ended on Tue "
                "1 June 13:00 KST, just now."
            ),
        ),
    ],
)
def test_state_of_a_part_is_not_that_of_the_event(
    now: str, sentence: str, few_words: str, few_rooms: str
) -> None:
    whole = read_file(Path(few_rooms), seoul("2027-06-01 10:00")).programme
    seen = seen_at(selected_part(whole, room="saal-1", track=None), now)
    assert (state_sentence(seen), state_words(seen)) == (sentence, few_words)
    assert event_heading(seen) == "Days · Saal 1"


def test_next_session_of_a_part_is_named_between_its_days(few_rooms: str, run: Run) -> None:
    options = ["--schedule", few_rooms, "--room", "saal 2", "--at", "2027-06-01T12:00+09:00"]
    text = "No matching sessions are live. Next: Closing on Wed 2 June 12:00 KST, in 1 day.\n"
    assert f"Status: {text}" in run("now", *options).out
    assert run("now", *options).out.startswith("Event: Days · Saal 2\n")
    assert "No matching sessions on Thu 3 June" in run("day", "2027-06-03", *options).out


def test_part_with_only_cancelled_sessions_is_cancelled(few_rooms: str, run: Run) -> None:
    options = ["--schedule", few_rooms, "--room", "lounge", "--at", "2027-06-01T10:10+09:00"]
    assert "Status: All matching sessions are cancelled.\n" in run("list", *options).out


def test_watch_opens_the_channel_of_the_room(few_rooms: str, run: Run) -> None:
    options = ["--schedule", few_rooms, "--print"]
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
        "Days: All matching sessions have ended. Saal 1 may have replays."
    )
    late = run("watch", "--room", "saal 1", "--wait", "--at", MOMENTS["after"], *options)
    assert late.err.startswith(
        "cacctl: All matching sessions have ended, so there is nothing to wait for.\n"
    )


def test_recording_in_an_unknown_language_has_none_named(few_rooms: str) -> None:
    whole = read_file(Path(few_rooms), seoul("2027-06-01 10:00")).programme
    after = seen_at(whole, MOMENTS["after"])
    session = whole.sessions[0]
    stream = choose_stream(after, session, platform=None)
    words = why_words(after, stream._replace(kind="replay"))
    assert words == "Opening has ended; here is the recording."


def test_shared_text_and_status_line_have_the_room(few_rooms: str, run: Run) -> None:
    told = run("share", "a", "--schedule", few_rooms, "--at", LIVE, "--tz", "Seoul").out
    assert (
        told
        == "Opening (Days)\nTue 1 June 2027 10:00 KST\nSaal 1\nhttps://example.org/1\n".replace(
            " 2027", ""
        )
    )
    line = run("now", "--format", "{room} > {next_room}", "--schedule", few_rooms, "--at", LIVE)
    assert line.out == "Saal 1 > Saal 1\n"


@given(data=st.data())
@settings(max_examples=30)
def test_rooms_and_tracks_divide_the_sessions(data: st.DataObject) -> None:
    """Each session is in one part; a room with a track has the sessions of both."""
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
            part = selected_part(programme, **texts)
            assert part.whole == programme
            assert all(session in programme.sessions for session in part.sessions)
            found += [session.id for session in part.sessions]
            parts[f"{grouping} {words['en']}"] = [session.id for session in part.sessions]
        named = [s.id for s in programme.sessions if getattr(s, grouping)]
        assert Counter(found) == Counter(named)
    for room, track in product(programme.groups("room"), programme.groups("track")):
        both = [s for s in parts[f"room {room['en']}"] if s in parts[f"track {track['en']}"]]
        try:
            part = selected_part(programme, room=room["en"], track=track["en"])
        except UsageProblem:
            assert both == []
        else:
            assert [session.id for session in part.sessions] == both


@pytest.mark.parametrize(
    ("lang", "hint"), [("en", "To list the only session: "), ("ko", "전체 세션 1개 보기: ")]
)
def test_only_session_is_offered_in_the_singular(
    run: Run, tmp_path: Path, lang: str, hint: str
) -> None:
    path = tmp_path / "talk.toml"
    path.write_text(TALK, "utf-8")
    answer = run("show", "zzz", "--schedule", str(path), "--lang", lang)
    assert answer.err.endswith(f"\n{hint}cacctl list --schedule {path} --lang {lang}\n")


def test_room_without_tracks_offers_all_sessions(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rooms.toml"
    path.write_text(
        ONE_DAY
        + '[[session]]\nid = "b"\nname = "B"\nstart = 2027-06-01T12:00:00\n'
        + 'end = 2027-06-01T13:00:00\nroom = "Lounge"\n'
    )
    arguments = ("--room", "lounge", "--track", "main", "--at", "2027-06-01T10:00Z")
    assert run("today", "--schedule", str(path), *arguments).err == (
        "cacctl: No Main sessions in Lounge.\n"
        f"To list all 2 sessions: cacctl list --schedule {path} --at 2027-06-01T10:00Z\n"
    )


def test_event_of_one_day_offers_no_numbers(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.toml"
    path.write_text(ONE_DAY)
    assert run("day", "2", "--schedule", str(path)).err == (
        "cacctl: Unknown day: '2'.\n"
        "Use a date such as 2027-06-01, a weekday, today, tomorrow or yesterday.\n"
    )


@pytest.mark.parametrize("typed", ["3 June", "June 3", "Wed 3 June 2020", "3 Jun"])
def test_day_is_found_by_its_date_as_displayed(run: Run, typed: str) -> None:
    assert run("day", typed) == run("day", "2020-06-03")
    assert "Climate & Environment" in run("day", typed).out
