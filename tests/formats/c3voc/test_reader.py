"""Files of the API as they are, as they could be, and damaged ones."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cacctl.base.errors import ScheduleProblem
from cacctl.base.urls import url_problem
from cacctl.formats.c3voc.reader import read
from tests.conftest import ROOT, examples, item, programme_of, seoul
from tests.formats.c3voc.builders import CDN, PAGES, api, conference, room

EASTERHEGG = (ROOT / "tests" / "schedules" / "c3voc" / "easterhegg-2017.json").read_bytes()
PROGRAMME = programme_of([item("talk", seoul("2020-06-02T10:00"))._replace(room={"und": "One"})])


def test_real_file_is_read_whole() -> None:
    """An independent count: what the file has of each, with `json` alone."""
    [found] = read(EASTERHEGG, "v2.json").conferences
    assert (found.slug, found.title) == ("eh17", "Easterhegg 2017")
    assert [str(found.start), str(found.end)] == [
        "2017-04-14 11:30:00+00:00",
        "2017-04-17 14:30:00+00:00",
    ]
    [tree] = json.loads(EASTERHEGG)
    rooms = [each for group in tree["groups"] for each in group["rooms"]]
    assert [each.page for each in found.rooms] == [each["link"] for each in rooms]
    assert [each.names[0] for each in found.rooms] == [each["schedulename"] for each in rooms]
    urls = {link["url"] for each in rooms for s in each["streams"] for link in s["urls"].values()}
    assert {s.url for each in found.rooms for s in each.streams} <= urls
    hall = found.rooms[0]
    assert [(s.kind, s.endpoint, s.url) for s in hall.streams] == [
        ("web", "native", "http://cdn.c3voc.de/hls/s6_native_hd.m3u8"),
        ("audio", "native", "http://cdn.c3voc.de/s6_native.opus"),
    ]
    assert [s.kind for s in found.rooms[-1].streams] == ["audio"]


def test_best_stream_of_each_kind_and_translation_is_chosen() -> None:
    [found] = api(conference(room("one", "One"))).conferences
    assert [(s.kind, s.endpoint, s.label, s.url) for s in found.rooms[0].streams] == [
        ("web", "native", "", f"{CDN}/one_native_hd.hls"),
        ("audio", "native", "", f"{CDN}/one_native_audio.opus"),
        ("audio", "translated", "Translated1", f"{CDN}/one_translated_audio.opus"),
        ("audio", "translated-2", "Translated2", f"{CDN}/one_translated-2_audio.opus"),
        ("web", "translated", "Translated1", f"{CDN}/one_translated_hd.hls"),
        ("web", "translated-2", "Translated2", f"{CDN}/one_translated-2_hd.hls"),
        ("slides", "native", "", f"{CDN}/one_native_slides.hls"),
        ("slides", "translated", "Translated1", f"{CDN}/one_translated_slides.hls"),
        ("slides", "translated-2", "Translated2", f"{CDN}/one_translated-2_slides.hls"),
    ]
    assert found.rooms[0].page == f"{PAGES}/one"


def test_urls_that_must_not_be_opened_are_left_out() -> None:
    table = room("one", "One")
    table["link"] = "javascript:alert(1)"
    for stream in table["streams"]:
        stream["urls"] = {"hls": {"url": "file:///etc/passwd"}, "webm": {"url": "--script=x"}}
    [found] = api(conference(table)).conferences
    assert (found.rooms[0].page, found.rooms[0].streams) == ("", ())


def test_event_without_streams_now_is_valid() -> None:
    assert read(b"[]", "v2.json").added_to(PROGRAMME) == PROGRAMME


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "invalid JSON"),
        (b"[", "invalid JSON"),
        (b"{}", "not in the format of the c3voc streaming API"),
        (b'{"schedule": {}}', "not in the format of the c3voc streaming API"),
        (b'[{"title": "x"}]', "not in the format of the c3voc streaming API"),
        (b"[" * 100_000, "nested too deeply|too many"),
        (b"\xff\xfe\xfa", "not UTF-8"),
    ],
)
def test_other_files_are_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ScheduleProblem, match=problem):
        read(data, "v2.json")


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
)


@settings(max_examples=examples(500))
@given(st.data())
def test_any_value_in_any_place_is_survived(data: st.DataObject) -> None:
    """One value of a good file is replaced by anything, and what is left can be opened."""
    tree: Any = [conference(room("one", "One"), room("two", "Two"))]
    node: Any = tree
    while True:
        key = data.draw(
            st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node)))
        )
        if isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
            node = node[key]
            continue
        node[key] = data.draw(VALUES)
        break
    try:
        found = read(json.dumps(tree).encode(), "v2.json").added_to(PROGRAMME)
    except ScheduleProblem as problem:
        assert "\n" not in problem.message
        return
    links = [link for session in found.sessions for link in session.streams]
    assert all(found.channel(link.channel) for link in links)
    for url in (url for link in links for url in (link.url, link.player_url)):
        assert url_problem(url) is None
    texts = [text for channel in found.channels for text in channel.name.values()]
    assert all(text.isprintable() for text in texts)
