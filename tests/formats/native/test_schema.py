"""The JSON Schema of schedule files agrees with loading."""

import json
import re
from datetime import date, datetime
from typing import Any

import jsonschema
import pytest
import tomli

from cacctl.base.errors import ScheduleProblem
from cacctl.formats import loading
from cacctl.formats.lint import SCHEDULE_SCHEMA
from tests.conftest import ROOT, SOME_TIME, SUMMIT, Run, script
from tests.formats.native.schedules import FULL

SCHEMA = json.loads(SCHEDULE_SCHEMA.read_text("utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
DOCS = (ROOT / "docs" / "schedule-format.md").read_text("utf-8")


def plain(value: Any) -> Any:
    """Return a TOML value as editors pass it to a schema: dates and times as strings."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def fits(text: str) -> bool:
    return bool(VALIDATOR.is_valid(plain(tomli.loads(text))))


def is_silent(text: str) -> bool:
    """Return whether loading reports no problem."""
    try:
        return not loading.read_programme(text.encode(), "p.toml", SOME_TIME).warnings
    except ScheduleProblem:
        return False


def test_schema_is_valid_draft_7() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_bundled_and_documented_schedules_match_the_schema() -> None:
    examples = re.findall(r"^```toml\n(schema = .*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
    assert len(examples) == 2
    for text in [*examples, FULL, SUMMIT]:
        assert fits(text)
        assert is_silent(text)


def test_schema_is_generated_from_the_keys() -> None:
    """The file is what `python scripts/schedule_schema.py` would write."""
    assert script("schedule_schema").schema() == SCHEMA


def test_every_key_has_a_title_and_a_description() -> None:
    tables = [SCHEMA, *SCHEMA["definitions"].values()]
    for table in tables:
        for key in table.get("properties", {}).values():
            # Everything beside a $ref is ignored.
            if "$ref" in key:
                key = SCHEMA["definitions"][key["$ref"].rpartition("/")[2]]
            assert key["title"]
            assert key["description"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("schema = 1", ""),
        ("schema = 1", "schema = 2"),
        ('zone = "Asia/Seoul"', 'zone = "Asia/Seoul"\nrefresh = 15'),
        ('zone = "Asia/Seoul"', 'zone = "Asia/Seoul"\nrefresh = "soon"'),
        ('zone = "Asia/Seoul"', 'zone = "Asia/Seoul"\ndelay = 20'),
        ('zone = "Asia/Seoul"', 'zone = "Asia/Seoul"\ndelay = { minutes = 20 }'),
        (
            'zone = "Asia/Seoul"',
            'zone = "Asia/Seoul"\ndelay = [{ from = 2020-06-01T11:00:00, minutes = -1 }]',
        ),
        ('id = "opening"', 'id = "opening"\ncancelled = "yes"'),
        ('id = "opening"', 'id = "opening"\nmoved = "later"'),
        ("schema = 1", 'schema = "1"'),
        ("schema = 1", "schema = 1\nextra = 1"),
        ("[event]", "[events]"),
        ('id = "harbour-days"', ""),
        ('id = "harbour-days"', 'id = "Harbour Days"'),
        ('id = "harbour-days"', 'id = "-harbour"'),
        ('zone = "Asia/Seoul"', ""),
        ('zone = "Asia/Seoul"', 'zone = "asia/seoul"'),
        ('zone = "Asia/Seoul"', "zone = 9"),
        ("start = 2020-06-01\n", "start = 2020-06-01T00:00:00\n"),
        ("start = 2020-06-01\n", "start = 1\n"),
        ("start = 2020-06-01T11:00:00", ""),
        ("start = 2020-06-01T11:00:00", "start = 2020-06-01"),
        ("start = 2020-06-01T11:00:00", "start = 11:00:00"),
        ("start = 2020-06-01T11:00:00", "begin = 2020-06-01T11:00:00"),
        ('id = "opening"', 'id = "1"'),
        ('name.en = "Opening"', "name.en = 1"),
        ('name.en = "Opening"', 'name.en = ""'),
        ('name.en = "Opening"', 'name.english = "Opening"'),
        ('name.en = "Opening"\nname.ko = "개막"', "name = []"),
        ('name.en = "Opening"\nname.ko = "개막"', "name = {}"),
        ('lang = "en"', 'lang = "English"'),
        ('platform = "youtube"', 'platform = "You Tube"'),
        ("replays = true", 'replays = "yes"'),
        ("replays = true", "replay = true"),
        ('url = "https://www.example.org/live"', 'url = "www.example.org"'),
        ('url = "https://www.example.org/live"', 'url = "https://user@example.org"'),
        ('url = "https://www.example.org/live"', 'url = "javascript:alert(1)"'),
        ('sessions = ["opening", "night"]', 'sessions = "opening"'),
        ('sessions = ["opening", "night"]', "sessions = [1]"),
        ('"Busan"', "1"),
        ("speakers = [{ name", "speakers = [{ nam"),
        ("[[session.recording]]", "[session.recording]"),
        ('channel = "youtube-en"\n', ""),
        ('site.en = "https://www.example.org/"', 'site.en = "example.org"'),
        ('streams = "https://www.example.org/rooms/{room}"', "streams = 3"),
        (
            'streams = "https://www.example.org/rooms/{room}"',
            'streams = "https://live.example.org/"',
        ),
        (
            'streams = "https://www.example.org/rooms/{room}"',
            'streams = "ftp://example.org/{room}"',
        ),
        ('streams = "https://www.example.org/rooms/{room}"', "streams = { lang = 1 }"),
        ('streams = "https://www.example.org/rooms/{room}"', "streams = { rooms = { A = 1 } }"),
        (
            'streams = "https://www.example.org/rooms/{room}"',
            'streams = [{ url = "https://example.org/{room}", url2 = "" }]',
        ),
    ],
)
def test_schema_refuses_what_loading_reports(old: str, new: str) -> None:
    assert old in FULL
    text = FULL.replace(old, new, 1)
    assert not fits(text)
    assert not is_silent(text)


@pytest.mark.parametrize("value", ["3723", '"3723"', '" 3723 "', '"1:02:03"', '"2m"'])
def test_schema_accepts_each_form_of_a_position(value: str) -> None:
    text = FULL.replace('starts = "1h02m03s"', f"starts = {value}")
    assert text != FULL
    assert fits(text)
    assert is_silent(text)


def test_schema_has_no_alternatives() -> None:
    """Taplo's server overflows its stack on `allOf`, and explains no key under `anyOf`."""
    text = SCHEDULE_SCHEMA.read_text("utf-8")
    assert not re.findall('"(?:allOf|anyOf|oneOf|const|if)":', text)


def test_check_prints_the_schema(run: Run) -> None:
    said = run("check", "--schema")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == SCHEMA
