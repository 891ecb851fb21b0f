"""The JSON Schema of event directories agrees with their reader."""

import re

import pytest
import tomli

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.directory.reader import read
from tests.conftest import ROOT, script
from tests.formats.directory.test_reader import BUNDLED, HARBOUR
from tests.formats.native.test_schema import plain
from tests.schemas import DIRECTORY


def fits(text: str) -> bool:
    return bool(DIRECTORY.is_valid(plain(tomli.loads(text))))


def test_schema_is_generated_from_the_keys() -> None:
    """The file is what `python scripts/schedule_schema.py` would write."""
    assert script("schedule_schema").directory_schema() == DIRECTORY.schema


def test_bundled_and_documented_directories_match_the_schema() -> None:
    docs = (ROOT / "docs" / "directories.md").read_text("utf-8")
    (example,) = re.findall(r"<!-- directory -->\n```toml\n(.*?)```", docs, re.DOTALL)
    bundled = BUNDLED.read_text("utf-8")
    DIRECTORY.validate(plain(tomli.loads(bundled)))
    for text in (bundled, example, HARBOUR):
        assert fits(text)
        assert read(text.encode(), "events.toml").warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "is_good"),
    [
        ('schedule = "2027/schedule.toml"', 'schedule = "webcal://example.org/a.ics"', True),
        ('schedule = "2027/schedule.toml"', 'schedule = "HTTPS://example.org"', True),
        ('schedule = "2027/schedule.toml"', "", True),
        ('recordings = "recordings.csv"', 'recordings = ""', True),
        (
            'streams = "https://live.example.org/{room}"',
            'streams = [{ url = "https://a.example.org/{room}" }]',
            True,
        ),
        ("[[event]]", "[event]", False),
        ("[[event]]", "[[events]]", False),
        ('id = "harbour-2027"', "", False),
        ('id = "harbour-2027"', 'id = "Harbour 2027"', False),
        ('name.en = "Harbour Days"', "name.en = 1", False),
        ("start = 2027-05-07", 'start = "soon"', False),
        ("end = 2027-05-09", "", False),
        ('zone = "Europe/Oslo"', 'zone = "oslo"', False),
        ('zone = "Europe/Oslo"', 'city = "Oslo"', False),
        ('schedule = "2027/schedule.toml"', 'schedule = "/etc/passwd"', False),
        ('schedule = "2027/schedule.toml"', 'schedule = "ftp://example.org/a"', False),
        ('recordings = "recordings.csv"', "recordings = 1", False),
        ("{room}", "room", False),
        ('["https://www.example.org/2027/"]', '["www.example.org"]', False),
        ('["https://www.example.org/2027/"]', '"https://www.example.org/"', False),
    ],
)
def test_schema_and_reader_agree(old: str, new: str, *, is_good: bool) -> None:
    assert old in HARBOUR
    text = HARBOUR.replace(old, new)
    assert fits(text) is is_good
    try:
        warnings = read(text.encode(), "events.toml").warnings
    except ScheduleProblem as error:
        warnings = (error.message,)
    assert (not warnings) is is_good
