"""Streams, recordings, pages and other links of events."""

from typing import Any

import pytest

from cacctl.formats.loading import examine
from tests.conftest import SOME_TIME
from tests.formats.frab.schedules import document, problem_lines, read, session, xml


@pytest.mark.parametrize("url", ["twitch.tv/pier", "www.youtube.com/watch?v=1", "youtu.be/abc"])
def test_link_without_a_scheme_is_completed(url: str) -> None:
    found = session(links=[{"url": url, "title": "Live stream"}])
    assert [link.url for link in found.streams] == [f"https://{url}"]


_BESIDE = "links to chats, feedback forms and attachments were omitted."


def test_links_beside_a_session_are_counted_and_left_out() -> None:
    event = {
        "feedback_url": "https://example.com/feedback",
        "attachments": [{"url": "https://example.com/slides.pdf", "title": "Slides"}, None],
        "links": [
            {"url": "https://meet.jit.si/pier", "title": "Chat"},
            {"url": "https://example.com/a", "title": "Live (questions)", "type": "chat"},
            {"url": "https://video.fosdem.org/a", "title": "Submit feedback"},
            {"url": "https://example.com/b", "title": "Stream and chat"},
            {"url": "https://example.com/c", "title": "Chat", "type": "stream"},
        ],
    }
    examined = examine(document(event), "some.json", SOME_TIME)
    assert problem_lines(examined) == [f"some.json: warning: 5 {_BESIDE}"]
    assert examined.programme
    found = examined.programme.sessions[0]
    assert [link.url[-1] for link in found.streams] == ["b", "c"]
    assert found.recordings == ()


def test_links_beside_a_session_are_counted_in_xml() -> None:
    event = (
        "<date>2024-05-04T10:00:00+09:00</date><duration>00:30</duration>"
        "<feedback_url>https://example.com/f</feedback_url><attachments>"
        "<attachment href='https://example.com/a.pdf'>Slides</attachment></attachments>"
        "<links><link href='https://example.com/b'>Chat room (web)</link></links>"
    )
    zone = "<time_zone_name>Asia/Seoul</time_zone_name>"
    examined = examine(xml(event, zone), "some.xml", SOME_TIME)
    assert problem_lines(examined) == [f"some.xml: warning: 3 {_BESIDE}"]


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ({"url": "https://example.com/a", "title": "Live stream"}, "live"),
        ({"url": "https://example.com/a", "title": "Livestream (English)"}, "live"),
        ({"url": "https://example.com/a", "title": "Live video stream from the room"}, "live"),
        ({"url": "https://example.com/a", "title": "생중계: 유튜브"}, "live"),
        ({"url": "https://example.com/a", "title": "중계: 유튜브"}, "live"),
        ({"href": "https://example.com/a", "title": "x", "type": "stream"}, "live"),
        ({"url": "https://live.fosdem.org/watch/a", "title": ""}, "live"),
        ({"url": "https://zoom.us/j/123"}, "live"),
        ("https://zoom.us/j/123", "live"),
        ({"url": "https://example.com/a", "title": "Video recording (WebM) - 9 MB"}, "recording"),
        ({"url": "https://example.com/a", "title": "Video (Ogg/Theora)"}, "recording"),
        ({"url": "https://example.com/a", "title": "녹화"}, "recording"),
        ({"url": "https://zoom.us/rec/123", "title": "Recording"}, "recording"),
        ({"url": "https://example.org/x.webm", "title": "Video recording (WebM/VP9)"}, "recording"),
        ({"url": "https://www.youtube.com/watch?v=1", "title": "Recording"}, "recording"),
        ({"url": "https://www.youtube.com/watch?v=1", "title": "다시보기"}, "recording"),
        ({"url": "https://www.youtube.com/watch?v=1", "title": "Livestream"}, "live"),
        ({"url": "https://www.youtube.com/watch?v=1", "title": "생중계"}, "live"),
        ({"url": "https://video.fosdem.org/a.webm"}, "recording"),
        # Most links are references.
        ({"url": "https://video.fosdem.org/a.vtt", "title": "Video recording subtitle file"}, None),
        ({"url": "https://youtu.be/a", "title": "Video of an earlier talk"}, None),
        ({"url": "https://media.ccc.de/v/36c3-1", "title": "My last talk"}, None),
        ({"url": "https://twitch.tv/a", "title": "I also stream my work on it"}, None),
        ({"url": "https://www.youtube.com/watch?v=1", "title": "An earlier talk of mine"}, None),
        ({"url": "https://example.org/", "title": "Homepage"}, None),
        ({"url": "https://example.com/a", "title": "Live demo"}, None),
        ({"url": "https://example.com/a", "title": "Upstream"}, None),
        ({"url": "https://example.com/a", "title": "Join us!"}, None),
        ({"url": "", "title": "Livestream"}, None),
        ({"url": None}, None),
        (None, None),
        ([["https://zoom.us/j/1"]], None),
        # Unsafe links only get a warning.
        ({"url": "javascript:alert(1)", "title": "Livestream"}, None),
        ({"url": "https://a@example.com/", "title": "Livestream"}, None),
    ],
)  # fmt: skip
def test_link_is_live_recording_or_neither(link: Any, kind: str | None) -> None:
    found = session(links=[link])
    assert (len(found.streams), len(found.recordings)) == (kind == "live", kind == "recording")


@pytest.mark.parametrize(
    ("value", "page"),
    [
        ("https://harbour.example.com/7", "https://harbour.example.com/7"),
        ("/talk/7", "https://harbour.example.com/talk/7"),
        ("7", "https://harbour.example.com/2024/7"),
        ("//harbour.example.com/7", "https://harbour.example.com/7"),
        (" https://harbour.example.com/7 ", "https://harbour.example.com/7"),
        ("https://harbour.example.com/a b", "https://harbour.example.com/a%20b"),
        ("javascript:alert(1)", None),
        ("https://a:b@harbour.example.com/", None),
        ("//[", None),
        # This is the conference's site.
        ("https://harbour.example.com/2024/", None),
        ("", None),
        (7, "https://harbour.example.com/2024/7"),
        (None, None),
    ],
)
def test_page_is_resolved_or_left_out(value: Any, page: str | None) -> None:
    conference = {"url": "https://harbour.example.com/2024/"}
    assert read(document({"url": value}, conference)).sessions[0].page == page


def test_relative_page_without_a_base_is_left_out() -> None:
    assert session(url="/talk/7").page is None
    origin = session(url="/talk/7", origin_url="https://cfp.example.com/7")
    assert origin.page == "https://cfp.example.com/7"


@pytest.mark.parametrize(
    "fields",
    [
        {"video_download_url": "https://example.com/a.mp4"},
        {"recording": {"license": "", "optout": False, "url": "https://example.com/a.mp4"}},
        {"recording": {"link": "https://example.com/a.mp4"}},
        {
            "recording": {"url": "https://example.com/a.mp4"},
            "video_download_url": "https://example.com/a.mp4",
        },
    ],
)
def test_recording_is_read(fields: dict[str, Any]) -> None:
    assert [link.url for link in session(**fields).recordings] == ["https://example.com/a.mp4"]
