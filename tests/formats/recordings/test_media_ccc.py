"""Conferences of the API of media.ccc.de, as they are, and damaged ones."""

import json
from pathlib import Path

import pytest

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.recordings.media_ccc import language_of
from cacctl.formats.recordings.reader import read
from cacctl.model.programme import UNDETERMINED, Link
from tests.formats.recordings.builders import UIDS, conference, congress, event

SOURCE = "https://api.media.ccc.de/public/conferences/40c3"
ISO_CODES = Path("/usr/share/iso-codes/json/iso_639-2.json")


def test_recordings_are_matched_by_uid_alone() -> None:
    """The oracle is the document itself, read with `json`."""
    data = conference(event("a"), event("c", "eng"), event("elsewhere"))
    programme = read(data, SOURCE).added_to(congress())
    pages = {each["guid"]: each["frontend_link"] for each in json.loads(data)["events"]}
    for session in programme.sessions:
        expected = [pages[session.uid]] if session.uid in pages else []
        assert [link.url for link in session.recordings] == expected
    assert [(c.id, c.platform, c.lang, c.name, c.url) for c in programme.channels] == [
        ("media-ccc-de-de", "web", "de", {"und": "media.ccc.de"}, None),
        ("media-ccc-de-en", "web", "en", {"und": "media.ccc.de"}, None),
    ]
    assert [c.carries for c in programme.channels] == [frozenset("a"), frozenset("c")]


def test_uid_is_matched_in_any_case_but_not_if_it_is_repeated() -> None:
    data = conference(event("a"), event("b"))
    uids = {"a": UIDS["a"].upper(), "b": UIDS["b"], "c": UIDS["b"]}
    programme = read(data, SOURCE).added_to(congress(uids))
    assert [len(session.recordings) for session in programme.sessions] == [1, 0, 0]


def test_recording_of_unknown_language_is_in_that_of_the_session() -> None:
    found = read(conference(event("a", None)), SOURCE)
    assert [c.lang for c in found.added_to(congress(lang="ko")).channels] == ["ko"]
    assert [c.lang for c in found.added_to(congress()).channels] == [UNDETERMINED]


def test_recordings_of_the_schedule_are_kept() -> None:
    programme = congress()
    own = Link("own", "https://example.org/1")
    first = programme.sessions[0]._replace(recordings=(own,))
    programme = programme._replace(sessions=(first, *programme.sessions[1:]))
    assert read(conference(event("a")), SOURCE).added_to(programme) == programme


def test_recording_without_a_session_is_reported() -> None:
    found = read(conference(event("a"), event("x")), SOURCE).mismatches(congress())
    assert [advice.message for advice in found] == [
        f'{SOURCE}: "Talk x" has a recording, but no session has the UID "x".'
    ]


def test_schedule_without_uids_is_reported_once() -> None:
    data = conference(event("a"), event("b"))
    [found] = read(data, SOURCE).mismatches(congress({}))
    assert "have no UIDs" in found.message
    assert read(conference(), SOURCE).mismatches(congress({})) == []


@pytest.mark.parametrize(
    "page",
    [
        "http://media.ccc.de/v/a",
        "https://media.ccc.de.example.org/v/a",
        "https://notmedia.ccc.de/v/a",
        "https://user@media.ccc.de/v/a",
        "https://media.ccc.de/v/a b",
        "javascript:alert(1)",
        "//media.ccc.de/v/a",
        "",
        None,
        7,
    ],
)
def test_page_elsewhere_is_left_out_and_reported(page: object) -> None:
    found = read(conference(event("a", frontend_link=page)), SOURCE)
    assert found.added_to(congress()) == congress()
    [advice] = found.mismatches(congress())
    assert "media.ccc.de" in advice.message


def test_pages_below_the_domain_are_used() -> None:
    page = "https://app.media.ccc.de/v/a"
    found = read(conference(event("a", frontend_link=page)), SOURCE).added_to(congress())
    assert found.sessions[0].recordings[0].url == page


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("deu", "de"), ("ger", "de"), ("eng", "en"), ("fra", "fr"), ("fre", "fr"), ("chi", "zh"),
        ("gsw", "gsw"), ("de", "de"), ("kor", "ko"), ("orig", ""), ("und", ""), ("mul", ""),
        ("deu-eng", ""), ("", ""), ("German", ""), ("DEU", ""),
    ],
)  # fmt: skip
def test_language_is_the_tag_of_its_code(code: str, tag: str) -> None:
    assert language_of(code) == tag


@pytest.mark.skipif(not ISO_CODES.exists(), reason="the iso-codes of Debian are not installed")
def test_tags_are_those_of_the_iso_codes_of_debian() -> None:
    table = json.loads(ISO_CODES.read_text("utf-8"))["639-2"]
    codes = {
        code: each["alpha_2"]
        for each in table
        if "alpha_2" in each
        for code in (each["alpha_3"], each.get("bibliographic", each["alpha_3"]))
    }
    # CLDR prefers the tags of languages that these are a part or a form of.
    codes |= {"bih": "bho", "tgl": "fil", "twi": "ak"}
    assert {code: language_of(code) for code in codes} == codes


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{", "invalid JSON"),
        (b"{}", "not conference data from the media.ccc.de API"),
        (b"[]", "not conference data from the media.ccc.de API"),
        (b'[{"slug": "eh17", "groups": []}]', "not conference data from the media.ccc.de API"),
        (b'{"conferences": []}', "not conference data from the media.ccc.de API"),
        (b'{"events": {}}', "not conference data from the media.ccc.de API"),
        (b'{"a":' * 100_000, "nested too deeply|too many"),
        (b'{"events": [' + b"1," * 3_000_000 + b"1]}", "exceeds the limit"),
        (b'{"events": "\xff"}', "not UTF-8"),
    ],
)
def test_other_documents_are_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ScheduleProblem, match=problem):
        read(data, SOURCE)
