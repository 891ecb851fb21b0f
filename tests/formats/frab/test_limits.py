"""Files that are not schedules, too large, hostile or damaged."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cacctl.formats import limits
from cacctl.formats.common import json_text
from cacctl.formats.frab import xml_reader
from cacctl.formats.lint import report
from cacctl.formats.loading import examine
from tests.conftest import SOME_TIME, examples
from tests.formats.frab.schedules import FRAB, PENTABARF, PRETALX, document, read, refusal
from tests.formats.fuzzing import changed_bytes, tried


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg/>", "some.xml: this XML file is not a schedule: its root element is <svg>."),
        (b"<schedules/>",
         "some.xml: this XML file is not a schedule: its root element is <schedules>."),
        (b"<schedule/>", "some.xml: no sessions could be read."),
        (b"<schedule>\n<day></schedule>", "some.xml:2:8: invalid XML: mismatched tag."),
        (b"<schedule>\n <a>\xea\xb0\x80&nbsp;", "some.xml:2:6: invalid XML: undefined entity."),
        (b"<schedule><a>\0</a></schedule>",
         "some.xml:1:14: invalid XML: not well-formed (invalid token)."),
        (b"<schedule>", "some.xml:1:11: invalid XML: no element found."),
        (b"<x:schedule/>", "some.xml:1:1: invalid XML: unbound prefix."),
        (b"<", "some.xml:1:1: invalid XML: unclosed token."),
        (b"{1",
         "some.xml:1:2: invalid JSON: Expecting property name enclosed in double quotes."),
        (b'{"schedule": {"conference":\n {"title": "a" "b"}}}',
         "some.xml:2:16: invalid JSON: Expecting ',' delimiter."),
        (b'{"a": "\n"}', "some.xml:1:8: invalid JSON: Invalid control character at."),
        (b"{}", (
            "some.xml: this JSON file is not a conference schedule. It "
            "contains neither a conference with days nor a list of "
            "events."
)),
        (b'[{"title": "a"}]', (
            "some.xml: this JSON file is not a conference schedule. It "
            "contains neither a conference with days nor a list of "
            "events."
)),
        (b'{"schedule": null, "conference": [], "days": "x", "events": 5}',
         (
             "some.xml: this JSON file is not a conference schedule. It "
             "contains neither a conference with days nor a list of "
             "events."
)),
        (b'{"days": [null, 1, "x", [], {}]}',
         "some.xml: no sessions could be read."),
        (b'{"a": "\xff"}', "some.xml: the file is not UTF-8. Save it as UTF-8."),
    ],
)  # fmt: skip
def test_file_that_is_not_a_schedule_is_refused(data: bytes, why: str) -> None:
    # Only `check` shows the column.
    told_of = report(examine(data, "some.xml", SOME_TIME)).problems
    assert len(told_of) == 1
    problem = told_of[0]
    place = f"some.xml:{problem.line}:{problem.column}" if problem.line else "some.xml"
    assert f"{place}: {problem.message} {problem.hint}".rstrip() == why
    assert refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        b"<schedule>" + b"<a>" * 200_000,
        b"<schedule>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</schedule>",
        b'{"days":' + b"[" * 200_000,
        b'{"days":' * 200_000,
        b'{"days":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b"{" + b'"title":{' * 900 + b"}" * 901,
        b'{"days": [{"events": [' + b"9" * 1_000_000 + b"]}]}",
        b"<!--" * 100_000,
        b"<?" * 100_000,
        b"<schedule " + b"a" * 1_000_000,
    ],
)
def test_hostile_file_is_refused(data: bytes) -> None:
    assert refusal(data)


@pytest.mark.parametrize("start", [b"<schedule/>", b"{}"])
def test_too_large_file_is_refused(start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_FILE_BYTES", 3 * 1024**2)
    whole = start.ljust(3 * 1024**2)
    assert "too large" not in refusal(whole)
    why = "some.xml: the file is larger than the limit of 3 MiB."
    assert refusal(whole + b" ") == why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<schedule>" + b"<a/>" * 300_000,
         "some.xml: the file exceeds the limit of 275000 elements."),
        (b"<schedule>" + b"<a>" * 300_000,
         "some.xml: the file exceeds the limit of 256250 elements."),
        (b"<schedule><a " + b"".join(b"a%x='' " % n for n in range(800_000)) + b"/></schedule>",
         "some.xml: the file exceeds the limit of 695632 elements."),
        (b'{"a":[' + b"{}," * 150_000 + b"[]," * 150_000,
         "some.xml: the file exceeds the limit of 312500 elements."),
        (b'{"days":[' + b"11," * 500_000 + b"1]}",
         "some.xml: the file exceeds the limit of 387501 elements."),
        (b"<schedule><day>" + b"<event/>" * 100_001 + b"</day></schedule>",
         "some.xml: too many sessions: 100001. The limit is 100000."),
        (b'{"events": [' + b"{}," * 100_000 + b"{}]}",
         "some.xml: too many sessions: 100001. The limit is 100000."),
    ],
)  # fmt: skip
def test_too_many_parts_or_sessions_are_refused(data: bytes, why: str) -> None:
    assert refusal(data) == why


def test_thousands_of_equal_names_get_unique_ids() -> None:
    events = "".join(
        f"<event><title>밀물</title><room>방 {n}</room><start>10:00</start></event>"
        for n in range(5_000)
    )
    text = f"<schedule><day date='2024-05-04'>{events}</day></schedule>"
    ids = {found.id for found in read(text.encode()).sessions}
    assert len(ids) == 5_000
    assert {"session", "session-2", "session-5000"} <= ids


odd: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "x", "\x00", "\ud800", "9" * 99, [], {}, [[]], {"": {}}, "00:00",
     "2024-05-04", "2024-05-04T10:00:00+25:00", "0001-01-01T00:00:00+14:00", "24:61", "-1:-1",
     "9999-12-31T23:59:59-14:00", "https://[", "//[", "http://a b", "javascript:1", "999999:999999",
     {"name": None}, {"en": 1}, ["a", None, {"url": {}}], "<![CDATA[", "<b", "&#xD800;", "Factory"]
)  # fmt: skip
KEYS = ("id", "guid", "code", "title", "date", "start", "end", "duration", "room", "slug", "url",
        "persons", "links", "recording", "language", "track", "abstract", "description", "state",
        "subtitle", "video_download_url")  # fmt: skip
OUTER = ("acronym", "title", "start", "end", "url", "base_url", "time_zone_name", "city", "venue",
         "rooms", "day_change", "days")  # fmt: skip


@settings(max_examples=examples(300))
@given(
    st.dictionaries(st.sampled_from(KEYS), odd),
    st.dictionaries(st.sampled_from(OUTER), odd),
    st.dictionaries(st.sampled_from(("date", "day_start", "day_end", "rooms", "events")), odd),
)
def test_odd_values_are_read_or_refused(
    event: dict[str, Any], conference: dict[str, Any], day: dict[str, Any]
) -> None:
    tried_by_both(document(event, conference, day))


@settings(max_examples=examples(300))
@given(
    changed_bytes(
        [PENTABARF, PRETALX, FRAB], more=[b"<event>", b"</room>", b"]]>", b"&#0;", b"<day>"]
    )
)
def test_changed_files_are_read_or_refused(data: bytes) -> None:
    tried_by_both(data)


def tried_by_both(data: bytes) -> None:
    for reader in (xml_reader, json_text) if data[:1] in b"<{" else (xml_reader,):
        tried(data, reader.read)
