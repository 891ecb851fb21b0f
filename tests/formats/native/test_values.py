"""Texts, names, numbers and URLs of a schedule file."""

import json
from datetime import timedelta

import pytest

from cacctl.base.errors import ScheduleProblem
from tests.formats.native.schedules import FULL, changed, load, only_problem, refused, with_event


def test_texts_are_normalized_and_control_characters_made_visible() -> None:
    text = changed('name = "Welcome"', r'name = "\u1112\u1161\u11ab \u001b[2J\u202e\nx 👩‍👧"')
    assert load(text).programme.sessions[0].name == {"und": "한 \\x1b[2J\\u202e x 👩\u200d👧"}


@pytest.mark.parametrize("literal", ["[/]", "[bold]", ":smile:", "{x} %s"])
def test_markup_is_kept_as_plain_text(literal: str) -> None:
    text = changed('"Welcome"', json.dumps(literal))
    assert load(text).programme.sessions[0].name == {"und": literal}


@pytest.mark.parametrize(
    "value", ["inf", "nan", "-inf", "1.5", "0x" + "f" * 4_000, "true", "0", '"1"']
)
def test_schema_must_be_a_whole_number(value: str) -> None:
    refused(changed("schema = 1", f"schema = {value}"))


@pytest.mark.parametrize(
    "value", ['"Welcome"', '"-x"', '"a_b"', '"12"', '""', "1", f'"{"a" * 65}"']
)
def test_id_must_be_lowercase_letters_digits_and_hyphens(value: str) -> None:
    assert ":9: " in refused(changed('"welcome"', value))[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name.en = "Opening"\nname.ko = "개막"', "name = 1"),
        ('name.en = "Opening"\nname.ko = "개막"', "name = {}"),
        ('name.en = "Opening"', "name.en = 2020-01-01"),
        ('name.en = "Opening"', 'name.en = " "'),
        ('name.en = "Opening"', 'name.english = "Opening"'),
        ('topic.en = "Why harbours matter"', "topic = []"),
        ("cities = [", "cities = 1 #"),
        ('"Busan"', "nan"),
        ("speakers = [", "speakers = true #"),
        ("speakers = [", "speakers = [1, "),
        ("replays = true", "replays = 1"),
        ("replays = true", 'replays = "yes"'),
        ('lang = "en"', 'lang = "English"'),
        ('sessions = ["opening", "night"]', 'sessions = "opening"'),
        ("start = 2020-06-01\n", "start = 2020-06-01T00:00:00\n"),
        ("start = 2020-06-01\n", 'start = "2020-06-01"\n'),
        ("end = 2020-06-05\n", "end = 2020-05-05\n"),
        ("start = 2020-06-01\nend = 2020-06-05\n", "start = 2020-07-01\n"),
        ("[[session.recording]]", "[session.recording]"),
        ("[[event.note]]", "[event.note]"),
        ('url = "https://www.example.org/live"', 'url = "https://u:p@example.org"'),
        ('url = "https://www.example.org/live"', "url = 1"),
        ('site.en = "https://www.example.org/"', 'site.en = "javascript:alert(1)"'),
        ('sources = ["https', 'sources = "https://x.org" # ["https'),
        ('url = "https://www.example.org/opening"', 'url = "--x"'),
        ('url = "https://www.example.org/live/opening"', 'url = "file:///etc/passwd"'),
        ('page = "https://', 'page = "javascript:'),
        ("[[session.stream]]", "[session.stream]"),
        ('lang = "en"\nroom', 'lang = "English"\nroom'),
        ('room.en = "Pier 1"', "room = 1"),
        ('track.en = "Cities"', 'track = ""'),
        ("revision = 3", "revision = -1"),
        ("revision = 3", "revision = 1_000_000_001"),
        ("revision = 3", "revision = true"),
        ("revision = 3", 'revision = "3"'),
        ('starts = "1h02m03s"', 'starts = "soon"'),
        ('starts = "1h02m03s"', "starts = -1"),
        ('starts = "1h02m03s"', "starts = 1.5"),
        ('starts = "1h02m03s"', "starts = true"),
        ('starts = "1h02m03s"', 'starts = "2678401"'),
        ('starts = "1h02m03s"', 'starts = "00000001"'),
        ('starts = "1h02m03s"', 'starts = "-1"'),
        ('starts = "1h02m03s"', 'starts = "1.5"'),
        ('starts = "1h02m03s"', 'starts = "٣"'),
        ('starts = "1h02m03s"', "starts = 2_678_401"),
        ('starts = "1h02m03s"', "starts = 01:02:03"),
        ("city_count = 5", "city_count = 1"),
        ("city_count = 5", "city_count = 10_001"),
        ("city_count = 5", "city_count = true"),
        ("revised = 2020-05-28T09:00:00", "revised = 2020-05-28"),
        ("revised = 2020-05-28T09:00:00", "revised = 1969-05-28T09:00:00"),
    ],
)
def test_wrong_value_is_refused(old: str, new: str) -> None:
    assert only_problem(changed(old, new, FULL))


@pytest.mark.parametrize(
    "value",
    [
        "3723",
        '"3723"',
        '" 3723 "',
        '"1h02m03s"',
        '"1h 2m 3s"',
        '" 1:02:03"',
        '"62:03"',
        '"PT1H2M3S"',
    ],
)
def test_position_in_a_recording_is_read(value: str) -> None:
    written = changed('starts = "1h02m03s"', f"starts = {value}", FULL)
    assert load(written).programme.sessions[0].recordings[0].starts == 3723


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ('"15m"', timedelta(minutes=15)),
        ('"2h"', timedelta(hours=2)),
        ('"900h"', timedelta(days=30)),
        ('"60s"', timedelta(minutes=1)),
    ],
)
def test_refresh_interval_is_read(value: str, length: timedelta) -> None:
    assert load(with_event(f"refresh = {value}\n")).programme.event.refresh == length


@pytest.mark.parametrize("value", ['"59s"', '"0m"', '"soon"', '""', "15", "true", '["1m"]'])
def test_invalid_refresh_interval_is_refused(value: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        load(with_event(f"refresh = {value}\n"))
    assert "is not a valid refresh interval" in caught.value.problems[0]
