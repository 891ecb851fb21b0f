"""The sessions and channels that the recordings of a list belong to."""

import pytest

from cacctl.formats.recordings.reader import read
from cacctl.model.programme import UNDETERMINED, Channel, Link, Programme
from tests.formats.recordings.builders import UIDS, congress

HOME = "https://www.youtube.com/@congress"


def channel(
    name: str, platform: str, lang: str, url: str | None, carries: frozenset[str] | None = None
) -> Channel:
    return Channel(name, platform, lang, {"en": name}, url, carries, keeps_replays=False, notes=())


def with_rows(*rows: str, programme: Programme | None = None, lang: str = "") -> Programme:
    """Return an event with a list of these rows: `session,url,lang,channel,starts`."""
    text = "\n".join(["session,url,lang,channel,starts", *rows])
    return read(text.encode(), "list").added_to(programme or congress(lang=lang))


@pytest.mark.parametrize("name", ["b", "2", UIDS["b"], UIDS["b"].upper()])
def test_session_is_meant_by_id_number_or_uid(name: str) -> None:
    found = with_rows(f"{name},https://video.example.org/1,,,")
    assert [len(session.recordings) for session in found.sessions] == [0, 1, 0]


@pytest.mark.parametrize("name", ["B", "4", "0", "Talk b", "b ", "２"])
def test_similar_name_is_not_guessed(name: str) -> None:
    found = with_rows(f'"{name}",https://video.example.org/1,,,')
    # Only blanks around it are left out.
    assert len(found.sessions[1].recordings) == (name == "b ")
    assert sum(len(session.recordings) for session in found.sessions) == (name == "b ")


def test_recording_is_on_the_sessions_channel_of_that_platform_and_language() -> None:
    channels = (
        channel("hall", "youtube", "en", None, frozenset("a")),
        channel("yt-en", "youtube", "en", HOME),
        channel("yt-ko", "youtube", "ko", HOME),
    )
    programme = congress()._replace(channels=channels)
    row = "https://youtu.be/abcdefghijk"
    found = with_rows(f"a,{row},en,,", f"b,{row},en,,", f"c,{row},ko,,9", programme=programme)
    assert [session.recordings for session in found.sessions] == [
        (Link("hall", row),),
        (Link("yt-en", row),),
        (Link("yt-ko", row, 9),),
    ]
    assert found.channels == channels


def test_one_of_several_channels_is_not_guessed() -> None:
    channels = (
        channel("one", "youtube", "en", HOME, frozenset("ab")),
        channel("two", "youtube", "en", HOME, frozenset("ab")),
        channel("all", "tv", "en", None),
    )
    programme = congress()._replace(channels=channels)
    found = with_rows("a,https://youtu.be/abcdefghijk,en,,", programme=programme)
    assert [c.id for c in found.channels] == ["one", "two", "youtu-be-en", "all"]
    assert found.channels[2].carries == frozenset("a")


def test_website_is_the_channel_of_its_own_recordings_alone() -> None:
    site = channel("site", "web", UNDETERMINED, "https://example.org/live")
    programme = congress()._replace(channels=(site,))
    found = with_rows(
        "a,https://example.org/a,,,", "b,https://media.ccc.de/v/b,,,", programme=programme
    )
    links = [link.channel for session in found.sessions for link in session.recordings]
    assert links == ["site", "media-ccc-de"]


def test_named_channel_is_used_and_an_unknown_one_is_not() -> None:
    programme = congress()._replace(channels=(channel("tv", "tv", "ko", None),))
    found = with_rows(
        "a,https://a.example.org/,,tv,", "b,https://a.example.org/,,vt,", programme=programme
    )
    assert [session.recordings for session in found.sessions] == [
        (Link("tv", "https://a.example.org/"),), (), (),
    ]  # fmt: skip


def test_language_is_that_of_the_session_unless_the_list_has_one() -> None:
    found = with_rows("a,https://a.example.org/1,,,", "a,https://a.example.org/2,en,,", lang="ko")
    assert [(c.id, c.lang) for c in found.channels] == [
        ("a-example-org-ko", "ko"),
        ("a-example-org-en", "en"),
    ]


def test_repeated_recording_is_added_once() -> None:
    row = "a,https://a.example.org/1,,,"
    assert len(with_rows(row, row).sessions[0].recordings) == 1
    later = "a,https://a.example.org/1,,,60"
    assert len(with_rows(row, later).sessions[0].recordings) == 2
