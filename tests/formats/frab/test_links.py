"""Streams, recordings, pages and other links of events."""

from typing import Any

import pytest

from cacctl.formats.loading import examine
from cacctl.model.programme import Session
from tests.conftest import SOME_TIME
from tests.formats.frab.schedules import document, problem_lines, read, session, xml


@pytest.mark.parametrize("url", ["twitch.tv/pier", "www.youtube.com/watch?v=1", "youtu.be/abc"])
def test_link_without_a_scheme_is_completed(url: str) -> None:
    found = session(links=[{"url": url, "title": "Live stream"}])
    assert [link.url for link in found.streams] == [f"https://{url}"]


def beside(found: Session) -> list[tuple[str, str, dict[str, str]]]:
    return [(link.kind, link.url, dict(link.name)) for link in found.links]


def test_links_beside_a_session_are_kept_by_kind() -> None:
    event = {
        "feedback_url": "https://example.com/feedback",
        "attachments": [
            {"url": "https://example.com/slides.pdf", "title": "Slides"},
            {"url": "https://example.com/map.png", "title": " A \n map "},
            None,
        ],
        "links": [
            {"url": "https://meet.jit.si/pier", "title": "Chat"},
            {"url": "https://example.com/a", "title": "Live (questions)", "type": "chat"},
            {"url": "https://video.fosdem.org/a", "title": "Submit feedback"},
            {"url": "https://example.com/b", "title": "Stream and chat"},
            {"url": "https://example.com/c", "title": "Chat", "type": "stream"},
            {"url": "https://video.fosdem.org/a.vtt", "title": "Video recording subtitles"},
            {"url": "https://zoom.us/j/1", "title": "Questions"},
            {"url": "https://example.com/d", "title": "Home page"},
            "https://example.com/d",
            {"url": "https://", "title": "https://"},
        ],
    }
    examined = examine(document(event), "some.json", SOME_TIME)
    assert problem_lines(examined) == []
    assert examined.programme
    found = examined.programme.sessions[0]
    assert [link.url[-1] for link in found.streams] == ["b", "c", "1"]
    assert found.recordings == ()
    assert beside(found) == [
        ("chat", "https://meet.jit.si/pier", {"und": "Chat"}),
        ("chat", "https://example.com/a", {"und": "Live (questions)"}),
        ("slides", "https://example.com/slides.pdf", {"und": "Slides"}),
        ("file", "https://video.fosdem.org/a.vtt", {"und": "Video recording subtitles"}),
        ("file", "https://example.com/map.png", {"und": "A map"}),
        ("feedback", "https://video.fosdem.org/a", {"und": "Submit feedback"}),
        ("feedback", "https://example.com/feedback", {}),
        ("other", "https://example.com/d", {"und": "Home page"}),
    ]
    urls = {link.url for link in found.links} | {link.url for link in found.streams}
    assert urls == {url for _path, url in examined.urls}


def test_links_of_fosdem_are_kept_by_kind() -> None:
    event = (
        "<date>2024-05-04T10:00:00+09:00</date><duration>00:30</duration>"
        "<feedback_url>https://example.com/f</feedback_url><attachments>"
        "<attachment type='slides' href='https://example.com/a.pdf'>Tides</attachment>"
        "<attachment type='paper' href='/b.pdf'></attachment>"
        "<attachment href='/attachments/original/missing.png'>Slides</attachment></attachments>"
        "<links><link href='https://example.com/b'>Chat room(web)</link>"
        "<link href='https://example.com/f'>Submit Feedback</link>"
        "<link>https://example.com/c</link></links>"
    )
    zone = "<time_zone_name>Asia/Seoul</time_zone_name><url>https://harbour.example.com/</url>"
    examined = examine(xml(event, zone), "some.xml", SOME_TIME)
    assert problem_lines(examined) == []
    assert examined.programme
    assert beside(examined.programme.sessions[0]) == [
        ("chat", "https://example.com/b", {"und": "Chat room(web)"}),
        ("slides", "https://example.com/a.pdf", {"und": "Tides"}),
        ("file", "https://harbour.example.com/b.pdf", {}),
        ("feedback", "https://example.com/f", {"und": "Submit Feedback"}),
        ("other", "https://example.com/c", {}),
    ]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://user@example.com/", "the URL contains a username or a password"),
        ("https://example.com\\@evil.example/", "the URL contains a backslash"),
    ],
)
def test_link_that_must_not_be_opened_is_omitted(url: str, reason: str) -> None:
    event = {"links": [{"url": url, "title": "Chat"}, {"url": f"{url}2", "title": "Chat"}]}
    examined = examine(document(event), "some.json", SOME_TIME)
    (problem,) = problem_lines(examined)[:1]
    assert problem.endswith(f'event 1: the link "{url}" was omitted: {reason}.')
    assert examined.programme
    assert examined.programme.sessions[0].links == ()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "mailto:a@example.com", "ftp://a/b", 7])
def test_link_that_is_not_on_the_web_is_not_kept(url: Any) -> None:
    assert session(links=[{"url": url, "title": "Chat"}]).links == ()


def test_page_and_streams_are_not_repeated_among_the_other_links() -> None:
    found = session(
        url="https://example.com/7",
        links=[
            {"url": "https://example.com/7", "title": "More"},
            {"url": "https://zoom.us/j/1", "title": "Join"},
            {"url": "https://example.com/8", "title": "More"},
        ],
    )
    assert [link.url for link in found.links] == ["https://example.com/8"]


def test_only_the_first_of_many_links_are_kept() -> None:
    links = [{"url": f"https://example.com/{number}", "title": "x"} for number in range(150)]
    examined = examine(document({"links": links}), "some.json", SOME_TIME)
    assert examined.programme
    kept = examined.programme.sessions[0].links
    assert [link.url for link in kept] == [link["url"] for link in links[:100]]
    (problem,) = problem_lines(examined)
    assert problem.endswith("more than 100 links. Only the first 100 are read.")


def test_name_of_a_link_is_cut_and_made_visible() -> None:
    found = session(links=[{"url": "https://example.com/a", "title": "a\u202eb" + "x" * 999}])
    (name,) = found.links[0].name.values()
    assert name.isprintable()
    assert len(name) < 210


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
