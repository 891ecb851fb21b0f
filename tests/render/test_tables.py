"""Tables of sessions in several rooms, and the pages of a session and of the channels."""

import json
import re
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cacctl.render import tables
from cacctl.viewer.times import time_range
from tests.conftest import Run
from tests.rooms import LIVE, MOMENTS, PAUSE, days, seen_at


def test_day_with_rooms_shows_each_time_once(few_rooms: str, see: Run) -> None:
    answer = see("day", "1", "--schedule", few_rooms, "--at", LIVE)
    assert (
        answer.out
        == f"""\
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

Watch: Saal 1
  https://example.org/1
  cacctl watch --lang en --schedule {few_rooms} --at 2027-06-01T10:20+09:00
"""
    )


def test_tracks_have_a_column_on_a_wide_terminal(few_rooms: str, see: Run) -> None:
    shown = see("day", "1", "--schedule", few_rooms, "--at", LIVE, columns=100).out
    assert "▶  2               Saal 2       Workshop for beginners      Hands-on\n" in shown


def test_names_get_a_column_as_wide_as_the_longest(see: Run) -> None:
    shown = see("list", "--at", "2020-06-06 10:00", "--lang", "ko", columns=120).out
    assert "\n #  KST                 세션                 주제\n" in shown
    assert "  도시정부 시장회의    전 세계 도시정부의 코로나19 극복사례 공유 및 미래협력\n" in shown


def test_narrow_terminal_has_the_room_before_the_name(few_rooms: str, see: Run) -> None:
    answer = see(
        "day", "1", "--schedule", few_rooms, "--at", PAUSE, "--tz", "Europe/Berlin", columns=40
    )
    assert (
        answer.out
        == f"""\
Days
Between sessions. Keynote starts in 30
minutes.

Day 1 of 2: Tue 1 June 2027
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

✓ ended  ▷ next  ✗ cancelled
Times in Europe/Berlin (CEST, UTC+02:00)
Event time in Asia/Seoul (KST,
UTC+09:00)

Watch: Saal 1
  https://example.org/1
  cacctl watch --lang en --schedule {few_rooms} --tz Europe/Berlin --at 2027-06-01T11:30+09:00
"""
    )


def test_session_is_shown_with_all_its_facts(few_rooms: str, see: Run, run: Run) -> None:
    options = ["show", "a", "--schedule", few_rooms, "--at", LIVE]
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
Language     German
Description  What it is about.
Page         https://example.org/a
Streams      Website (live stream) https://example.org/1

Times in Asia/Seoul (KST, UTC+09:00)
"""
    )
    plain = run(*options).out
    for fact in ("Room: Saal 1", "Track: Main", "Language: German", "Page: https://example.org/a"):
        assert f"\n{fact}\n" in plain
    document = json.loads(run(*options, "--json").out)["sessions"][0]
    assert document["room"] == {"en": "Saal 1", "ko": "1호실"}
    assert (document["lang"], document["page"]) == ("de", "https://example.org/a")
    assert (
        json.loads(run("show", "b", "--json", "--schedule", few_rooms).out)["sessions"][0]["lang"]
        is None
    )


def test_channel_in_an_unknown_language_has_none_shown(few_rooms: str, see: Run, run: Run) -> None:
    options = ["--schedule", few_rooms, "--at", "2027-05-31T10:00Z"]
    shown = see("channels", *options).out
    given = " ".join(options)
    assert f"\nWatch     cacctl watch --on web {given}\n" in shown
    assert f"\nWatch     cacctl watch b --on web --lang en {given}\n" in shown
    assert shown.count("Language") == 1
    assert (
        "Saal 1 (one): https://example.org/1; Opening"
        in run("channels", "--schedule", few_rooms).out
    )
    refused = run("now", "--lang", "und", "--schedule", few_rooms)
    assert refused.err == "cacctl: Unsupported language: 'und'.\nAvailable: ko, en.\n"
    answer = run("watch", "a", "--on", "facebook", "--schedule", few_rooms, "--print")
    assert "Unknown platform: 'facebook'" in answer.err


def test_channel_without_a_url_has_the_links_of_its_sessions(
    see: Run, run: Run, tmp_path: Path
) -> None:
    event = (
        "BEGIN:VEVENT\nUID:{0}\nSUMMARY:Weekly call\nDTSTART:{0}T100000Z\nDURATION:PT1H\n"
        "URL:https://youtu.be/call{0}\nEND:VEVENT\n"
    )
    events = "".join(event.format(date) for date in (20270601, 20270608))
    path = tmp_path / "calls.ics"
    path.write_text(f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n", "utf-8")
    shown = see("channels", "--schedule", str(path)).out
    assert "\nURL       sessions have their own links\nCoverage  Weekly call\n" in shown
    plain = run("channels", "--schedule", str(path)).out
    assert "sessions have their own links; Weekly call\n" in plain


def test_find_shows_the_room_once(few_rooms: str, see: Run, run: Run) -> None:
    assert (
        "▶  2  10:00-11:00  Saal 2  Workshop for beginners\n"
        in see("find", "saal 2 workshop", "--schedule", few_rooms, "--at", LIVE).out
    )
    found = run("find", "saal", "2", "--schedule", few_rooms, "--at", LIVE).out.splitlines()
    assert found[2:] == [
        "2. Workshop for beginners (b): Tue 1 June 10:00-11:00 KST; Saal 2; Hands-on; live, "
        "40 minutes left",
        "5. Closing (e): Wed 2 June 12:00-13:00 KST; Saal 2; Main; upcoming, in 1 day 1 hour",
    ]


def test_found_sessions_are_in_order_of_time_under_the_days(see: Run, run: Run) -> None:
    shown = see("find", "seoul", "--tz", "Seoul").out
    days = re.findall(r"^Day (\d) of 5", shown, re.M)
    assert days == sorted(set(days))
    # The best match comes first where there are no days.
    assert run("find", "seoul", "--tz", "Seoul").out.splitlines()[-1].startswith("9. ")


def test_ended_day_is_marked_until_the_event_is_over(see: Run) -> None:
    shown = see("day", "1", "--tz", "LA", "--at", "2020-05-31T20:30-07:00").out
    assert "\n✓  1  19:00-20:00" in shown
    assert "\n✓ ended\n" in shown
    assert "✓" not in see("day", "1", "--tz", "LA", "--at", "2020-07-01").out


def test_many_sessions_of_a_day_are_counted(many_rooms: str, see: Run, run: Run) -> None:
    options = ["--schedule", many_rooms, "--at", MOMENTS["before"]]
    assert re.search(
        r"^  1  Tue 1 June  10:00-16:55  230 sessions$", see("today", *options).out, re.M
    )
    assert "Day 1: Tue 1 June 10:00-16:55 KST; 230 sessions\n" in run("today", *options).out


@given(
    columns=st.integers(40, 200),
    moment=st.sampled_from([*MOMENTS.values()]),
    zone=st.sampled_from(["Asia/Seoul", "America/Los_Angeles"]),
)
@settings(max_examples=8)
def test_every_session_is_in_the_tables_once(columns: int, moment: str, zone: str) -> None:
    """Its time is in its row, or in the last row above that has one."""
    seen = seen_at(days(), moment, zone=zone)
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
