"""What can be opened for a session, and which session is watched by default."""

from datetime import datetime, timedelta

import pytest

from cacctl.model.programme import Link
from cacctl.model.streams import (
    Stream,
    session_to_watch,
    stream_links,
    streams_of,
)
from tests.model.builders import (
    AFTER,
    BEFORE,
    CHANNELS,
    CULTURE,
    HOUR,
    LESSON,
    MAYORS,
    START,
    SUMMIT,
    channel,
    programme,
    session,
)


def ids(streams: tuple[Stream, ...]) -> list[str]:
    return [stream.channel.id for stream in streams]


def test_streams_are_in_the_order_of_channels_with_a_url() -> None:
    streams = streams_of(SUMMIT, MAYORS, BEFORE)
    assert ids(streams) == ["youtube-ko", "youtube-en", "facebook-en", "web-ko", "web-en"]
    assert {stream.kind for stream in streams} == {"live"}
    assert streams[0] == Stream(MAYORS, CHANNELS[0], "https://youtube.example/ko", "live")


def test_session_is_streamed_only_where_it_is_carried() -> None:
    assert "facebook-en" not in ids(streams_of(SUMMIT, CULTURE, BEFORE))


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (MAYORS.start, "live"),
        (MAYORS.end - timedelta(microseconds=1), "live"),
        (MAYORS.end, "channel"),
    ],
)
def test_stream_without_a_recording_is_a_channel_from_the_end_on(now: datetime, kind: str) -> None:
    assert {stream.kind for stream in streams_of(SUMMIT, MAYORS, now)} == {kind}


def test_recording_replaces_its_channel_after_the_session() -> None:
    first, *others = streams_of(SUMMIT, LESSON, AFTER)
    assert first == Stream(LESSON, CHANNELS[0], "https://youtu.be/lesson", "replay")
    assert [stream.channel.id for stream in others] == ["youtube-en", "web-ko", "web-en"]
    assert not any(stream.kind == "replay" for stream in streams_of(SUMMIT, LESSON, LESSON.start))


def test_recording_can_be_on_a_channel_that_did_not_carry_the_session() -> None:
    recordings = (Link("tv-en", "https://tv.example/one"),)
    talk = session("talk", recordings=recordings)
    only = programme((channel("web-en"), channel("tv-en", carries=set(), url=None)), talk)
    assert [stream.url for stream in streams_of(only, talk, AFTER)] == [
        "https://tv.example/one",
        "https://web.example/en",
    ]
    assert ids(streams_of(only, talk, BEFORE)) == ["web-en"]


@pytest.mark.parametrize("platform", ["zoom", "meet", "teams", "webex", "jitsi"])
def test_meeting_is_not_a_replay(platform: str) -> None:
    meeting, tube = channel(f"{platform}-en"), channel("youtube-en", carries=set())
    opening = session("opening")
    made = programme((meeting, tube), opening)
    assert ids(streams_of(made, opening, START)) == [meeting.id]
    assert streams_of(made, opening, AFTER) == ()
    # Unless it is known to be one, or is one of its own.
    kept = programme((meeting._replace(keeps_replays=True), tube), opening)
    assert ids(streams_of(kept, opening, AFTER)) == [meeting.id]
    recorded = opening._replace(recordings=(Link(meeting.id, "https://zoom.us/rec/share/x"),))
    assert ids(streams_of(programme((meeting, tube), recorded), recorded, AFTER)) == [meeting.id]
    there = opening._replace(streams=(Link(meeting.id, "https://zoom.us/j/2"),))
    assert streams_of(programme((meeting, tube), there), there, AFTER) == ()


def test_own_url_replaces_the_one_of_its_channel() -> None:
    tube = channel("youtube-en")
    own = session("own")._replace(streams=(Link("youtube-en", "https://youtu.be/own"),))
    recorded = own._replace(recordings=(Link("youtube-en", "https://youtu.be/cut"),))
    conference = programme((tube,), own)
    for now, kind in ((BEFORE, "live"), (START, "live"), (own.end, "channel")):
        (stream,) = streams_of(conference, own, now)
        assert (stream.url, stream.kind) == ("https://youtu.be/own", kind)
    (stream,) = streams_of(programme((tube,), recorded), recorded, recorded.end)
    assert (stream.url, stream.kind) == ("https://youtu.be/cut", "replay")
    assert [(place.url, place.is_recording) for place in stream_links(conference, recorded)] == [
        ("https://youtu.be/own", False),
        ("https://youtu.be/cut", True),
    ]


def test_stream_links_do_not_depend_on_the_time() -> None:
    assert [place.channel.id for place in stream_links(SUMMIT, MAYORS)] == ids(
        streams_of(SUMMIT, MAYORS, BEFORE)
    )
    assert stream_links(SUMMIT, MAYORS._replace(cancelled=True)) == ()


def test_live_session_is_watched_else_the_next_else_none() -> None:
    assert session_to_watch(SUMMIT, BEFORE) == MAYORS
    assert session_to_watch(SUMMIT, MAYORS.start) == MAYORS
    assert session_to_watch(SUMMIT, MAYORS.end) == CULTURE
    assert session_to_watch(SUMMIT, LESSON.end - HOUR / 60) == LESSON
    assert session_to_watch(SUMMIT, LESSON.end) is None


def test_live_session_that_started_last_is_watched() -> None:
    long, short = session("long", length=4 * HOUR), session("short", start=START + HOUR)
    both = programme((channel("web-en"),), long, short)
    assert session_to_watch(both, START + HOUR) == short
    assert session_to_watch(both, short.end) == long


def test_first_of_sessions_that_start_together_is_watched() -> None:
    first, second = session("first"), session("second")
    both = programme((channel("web-en"),), first, second)
    assert session_to_watch(both, BEFORE) == first
    assert session_to_watch(both, START) == first


def test_session_in_the_language_and_on_the_platform_is_preferred() -> None:
    long, short = session("long", length=4 * HOUR), session("short", start=START + HOUR)
    channels = (channel("web-en"), channel("facebook-ko", carries={"long"}))
    both = programme(channels, long, short)
    now = START + HOUR
    assert session_to_watch(both, now, lang="en") == short
    assert session_to_watch(both, now, lang="ko") == long
    assert session_to_watch(both, now, platform="facebook") == long
    # Where none does, no other session is chosen instead.
    assert session_to_watch(both, now, platform="tv") == short


def test_channel_of_an_ended_session_is_for_browsers_and_a_video_of_its_own_is_for_players() -> (
    None
):
    own, bare = Link("youtube-ko", "https://youtu.be/own"), CHANNELS[0].url or ""
    video = Link("youtube-ko", bare, player_url="https://video.example/own.m3u8")
    for links, expected in (((), True), ((own,), False), ((video,), False)):
        ended = MAYORS._replace(streams=links)
        assert streams_of(SUMMIT, ended, AFTER)[0].is_for_browsers is expected
        assert not streams_of(SUMMIT, ended, MAYORS.start)[0].is_for_browsers
    radio = CHANNELS[0]._replace(platform="audio")
    assert not Stream(MAYORS, radio, bare, "channel").is_for_browsers
