"""Directories of events in TOML."""

import re
from datetime import date
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import ScheduleProblem
from cacctl.base.sanitize import visible
from cacctl.base.urls import url_problem
from cacctl.formats.directory.reader import examine, read
from tests.conftest import ROOT

HARBOUR = """\
[[event]]
id = "harbour-2027"
name.en = "Harbour Days"
name.ko = "항구 축제"
start = 2027-05-07
end = 2027-05-09
zone = "Europe/Oslo"
schedule = "2027/schedule.toml"
streams = "https://live.example.org/{room}"
streams_api = "https://api.example.org/v2.json"
recordings = "recordings.csv"
sources = ["https://www.example.org/2027/"]
"""
BUNDLED = ROOT / "data" / "events.toml"


def test_every_value_is_read() -> None:
    found = read(HARBOUR.encode(), "/events/my.toml")
    assert found.warnings == ()
    (event,) = found.events
    assert event.name == {"en": "Harbour Days", "ko": "항구 축제"}
    assert (event.start, event.end) == (date(2027, 5, 7), date(2027, 5, 9))
    assert (event.id, event.zone) == ("harbour-2027", "Europe/Oslo")
    assert event.schedule == str(Path("/events/2027/schedule.toml"))
    assert [rule.url for rule in event.streams] == ["https://live.example.org/{room}"]
    assert event.resources == {
        "streams_api": "https://api.example.org/v2.json",
        "recordings": str(Path("/events/recordings.csv")),
    }
    assert event.sources == ("https://www.example.org/2027/",)
    assert event.location == "/events/my.toml:1"


def test_bundled_directory_has_only_facts_with_a_source() -> None:
    data = BUNDLED.read_bytes()
    found = read(data, str(BUNDLED))
    tables = tomli.loads(data.decode())["event"]
    assert found.warnings == ()
    assert [event.id for event in found.events] == [table["id"] for table in tables]
    assert all(event.sources for event in found.events)
    assert [url for event in found.events for url in event.sources if url_problem(url)] == []
    files = [event.schedule for event in found.events if "://" not in event.schedule]
    assert [file for file in files if file and not Path(file).is_file()] == []


def test_documented_example_is_valid() -> None:
    page = (ROOT / "docs" / "directories.md").read_text("utf-8")
    example = page.partition("<!-- directory -->\n```toml\n")[2].partition("```")[0]
    found = read(example.encode(), "https://www.example.org/events.toml")
    assert found.warnings == ()
    assert found.events[0].schedule == "https://www.example.org/2027/schedule.toml"
    keys = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (.*?) \|", page, re.MULTILINE)))
    assert set(tomli.loads(HARBOUR)["event"][0]) == set(keys)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('id = "harbour-2027"', 'id = "Harbour 2027"', 2, "is not a valid ID"),
        ('id = "harbour-2027"\n', "", 1, 'id is missing. Add it, for example: id = "fosdem-2027"'),
        ("start = 2027-05-07", 'start = "2027-05-07"', 5, "is not a valid date."),
        ("start = 2027-05-07", "start = 2027-05-07T10:00:00", 5, "is not a valid date."),
        ("end = 2027-05-09\n", "", 1, "end is missing."),
        ("end = 2027-05-09", "end = 2027-05-01", 6, "2027-05-01 is before the start, 2027-05-07."),
        ('"Europe/Oslo"', '"Oslo"', 7, 'Use zone = "Europe/Oslo"'),
        ('"2027/schedule.toml"', '"/etc/passwd"', 8, "is not valid. Use an https:// URL"),
        ('"2027/schedule.toml"', '"file:///etc/passwd"', 8, "does not start with https://"),
        ("{room}", "{hall}", 9, "{hall}"),
        ('["https://www', '["www', 12, "is not a valid URL"),
    ],
)
def test_event_with_a_mistake_is_left_out_and_its_line_named(
    old: str, new: str, line: int, words: str
) -> None:
    assert old in HARBOUR
    other = HARBOUR.replace("harbour-2027", "harbour-2026")
    found = read((HARBOUR.replace(old, new, 1) + other).encode(), "my.toml")
    assert [event.id for event in found.events] == ["harbour-2026"]
    (warning,) = found.warnings
    assert warning.startswith(f"my.toml:{line}: event 1")
    assert words in warning
    assert "\n" not in warning


def test_unknown_key_and_repeated_id_are_named() -> None:
    text = HARBOUR + "titel = 1\n" + HARBOUR
    found = examine(text.encode(), "my.toml")
    assert len(found.events) == 1
    unknown, repeated = found.problems
    assert (unknown.line, unknown.message) == (
        13,
        "event 1 (harbour-2027), titel: unknown key, ignored.",
    )
    assert repeated.line == 15
    assert "the ID harbour-2027 is used more than once." in repeated.message


def test_several_problems_are_one_warning() -> None:
    text = "[[event]]\n" * 50
    words = "my.toml: 200 problems. To list them: cacctl check my.toml"
    assert read(text.encode(), "my.toml").warnings == (words,)


def test_event_with_an_error_is_known_as_unusable() -> None:
    other = HARBOUR.replace("harbour-2027", "harbour-2026").replace('"Europe/Oslo"', '"Oslo"')
    found = read(f'{HARBOUR}{other}[[event]]\nid = "-"\n'.encode(), "my.toml")
    assert [event.id for event in found.events] == ["harbour-2027"]
    assert [(event.id, event.location) for event in found.unusable] == [
        ("harbour-2026", "my.toml:13")
    ]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://10.0.0.1/s.toml", "it is on a private network"),
        ("http://localhost/s.toml", "it is on a private network"),
        ("https://router.local/s.toml", "it is on a private network"),
        ("file:///etc/passwd", "does not start with https://"),
        ("https://user@example.org/", "a username or a password"),
        ("https://[example.org/", "the URL's host is invalid"),
    ],
)
def test_directory_from_a_url_cannot_lead_elsewhere(url: str, words: str) -> None:
    text = HARBOUR.replace("2027/schedule.toml", url).encode()
    found = read(text, "https://www.example.org/events.toml")
    assert found.events == ()
    assert words in found.warnings[0]


def test_directory_in_a_private_network_can_lead_to_its_own_host() -> None:
    found = read(HARBOUR.encode(), "http://127.0.0.1:8000/events.toml")
    assert found.events[0].schedule == "http://127.0.0.1:8000/2027/schedule.toml"


def test_link_to_subscribe_to_a_calendar_is_a_url() -> None:
    text = HARBOUR.replace("2027/schedule.toml", "webcal://example.org/a.ics").encode()
    assert read(text, "my.toml").events[0].schedule == "https://example.org/a.ics"


@pytest.mark.parametrize("text", ["", "schema = 1\n[event]\nid = 'e'\n", "{}", '{"a": []}', "\xff"])
def test_other_file_is_refused(text: str) -> None:
    with pytest.raises(ScheduleProblem):
        read(text.encode("latin-1"), "my.toml")


WORDS = st.text(max_size=20)
VALUES = st.one_of(WORDS, st.integers(), st.booleans(), st.dates(), st.lists(WORDS, max_size=2))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read(data, "my.toml")
    except ScheduleProblem as problem:
        assert visible(problem.message) == problem.message


@given(st.dictionaries(st.sampled_from(sorted(tomli.loads(HARBOUR)["event"][0])), VALUES))
def test_any_values_give_an_event_or_one_line_warnings(values: dict[str, object]) -> None:
    def written(value: object) -> str:
        if isinstance(value, list):
            return "[" + ", ".join(map(written, value)) + "]"
        if isinstance(value, str):
            escaped = (f"\\U{ord(letter):08x}" for letter in value)
            return '"' + "".join(escaped) + '"'
        if isinstance(value, date):
            return value.isoformat()
        return str(value).lower()

    text = "[[event]]\n" + "".join(f"{k} = {written(v)}\n" for k, v in values.items())
    found = read(text.encode(), "my.toml")
    problems = examine(text.encode(), "my.toml").problems
    assert len(found.events) == (not [p for p in problems if p.severity == "error"])
    assert len(found.warnings) == min(len(problems), 1)
    assert all(visible(warning) == warning for warning in found.warnings)
