"""Channels made of rooms and links."""

from cacctl.formats.common.drafts import EventDetails, MediaLink
from cacctl.model.programme import Link
from cacctl.model.streams import streams_of
from tests.formats.common.drafts import LIVE, START, draft, programme


def test_url_that_sessions_share_is_the_channels() -> None:
    links = (MediaLink(LIVE, "live"),)
    found = programme(
        draft(0, room="Hall", links=links),
        draft(1, room="Hall", links=links),
        draft(2, room="Hall"),
        draft(3, room="Attic"),
    )
    hall, *others = found.channels
    assert (hall.id, hall.name, hall.url) == ("hall", {"und": "Hall"}, LIVE)
    assert hall.lang == "und"
    first, second, third, fourth = found.sessions
    assert [hall.id in {c.id for c in found.carriers(s)} for s in (first, second)] == [True] * 2
    assert hall not in found.carriers(third)
    assert first.streams == ()
    assert [s.url for s in streams_of(found, first, START)] == [LIVE]
    assert streams_of(found, third, START) == ()
    assert [channel.name for channel in found.carriers(fourth)] == [{"und": "Attic"}]
    assert all(channel.url is None for channel in others)


def test_url_of_one_session_is_its_own() -> None:
    found = programme(
        draft(
            0, room="Hall", links=(MediaLink(LIVE, "live"), MediaLink(f"{LIVE}.webm", "recording"))
        ),
        draft(1, room="Hall", links=(MediaLink("https://www.youtube.com/watch?v=2", "live"),)),
    )
    web, youtube = found.channels
    assert (web.id, web.platform, youtube.id, youtube.platform) == (
        "hall-web",
        "web",
        "hall-youtube",
        "youtube",
    )
    assert (web.url, youtube.url) == (None, None)
    first, second = found.sessions
    assert (first.streams, first.recordings) == (
        (Link("hall-web", LIVE),),
        (Link("hall-web", f"{LIVE}.webm"),),
    )
    assert second.streams == (Link("hall-youtube", "https://www.youtube.com/watch?v=2"),)
    assert [s.url for s in streams_of(found, first, first.start)] == [LIVE]
    assert [s.url for s in streams_of(found, first, first.end)] == [f"{LIVE}.webm"]


def test_room_can_have_a_url() -> None:
    details = EventDetails("Conf", "Europe/Berlin", room_urls={"Hall": LIVE, "Bad": "javascript:x"})
    found = programme(draft(0, room="Hall"), draft(1, room="Bad"), details=details)
    hall, bad = found.channels
    assert (hall.url, hall.carries) == (LIVE, frozenset(["talk"]))
    assert (bad.url, bad.name) == (None, {"und": "Bad"})


def test_each_language_is_a_channel() -> None:
    links = tuple(
        MediaLink(f"https://www.youtube.com/{lang}", "live", lang) for lang in ("ko", "en")
    )
    found = programme(draft(0, links=links), draft(1, links=links))
    assert [(c.id, c.lang, c.url) for c in found.channels] == [
        ("conf-ko", "ko", "https://www.youtube.com/ko"),
        ("conf-en", "en", "https://www.youtube.com/en"),
    ]
