"""Which stream is chosen, and what is said where none is."""

import re
import shlex
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import NothingToOpen, UsageProblem
from cacctl.model.programme import UNDETERMINED, Channel, Event, Link, Programme, Session
from cacctl.model.streams import (
    Stream,
    choose,
    language_name,
    page_of,
    places_of,
    platform_name,
    session_to_watch,
    streams_of,
)

START = datetime(2020, 6, 2, 13, tzinfo=UTC)
BEFORE = START - timedelta(days=1)
AFTER = START + timedelta(days=30)
HOUR = timedelta(hours=1)


def channel(
    channel_id: str,
    *,
    carries: set[str] | None = None,
    replays: bool = False,
    url: str | None = "",
) -> Channel:
    platform, lang = channel_id.split("-", 1)
    return Channel(
        id=channel_id,
        platform=platform,
        lang=lang,
        name={"ko": f"{channel_id} 채널", "en": f"{channel_id} channel"},
        url=f"https://{platform}.example/{lang}" if url == "" else url,
        carries=None if carries is None else frozenset(carries),
        keeps_replays=replays,
        notes=(),
    )


def session(
    session_id: str,
    *,
    start: datetime = START,
    length: timedelta = HOUR,
    recordings: tuple[Link, ...] = (),
) -> Session:
    return Session(
        id=session_id,
        number=1,
        day=1,
        date=start.date(),
        start=start,
        end=start + length,
        name={"ko": f"{session_id} 세션", "en": session_id.capitalize()},
        topic={},
        host={},
        cities=(),
        speakers=(),
        recordings=recordings,
        notes=(),
    )


def programme(channels: tuple[Channel, ...], *sessions: Session) -> Programme:
    nothing: dict[str, str] = {}
    event = Event(
        id="example",
        name={"en": "Example"},
        full_name=nothing,
        theme=nothing,
        slogan=nothing,
        place=nothing,
        organiser=nothing,
        site=nothing,
        zone="Asia/Seoul",
        first_date=date(2020, 6, 1),
        last_date=date(2020, 6, 5),
        notes=(),
    )
    return Programme(event, channels, tuple(sorted(sessions, key=lambda s: s.start)))


CHANNELS = (
    channel("youtube-ko", replays=True),
    channel("youtube-en", replays=True),
    channel("facebook-en", carries={"mayors"}),
    channel("web-ko"),
    channel("web-en"),
    channel("tv-en", url=None),
)
MAYORS = session("mayors")
CULTURE = session("culture", start=START + 3 * HOUR)
LESSON = session(
    "education",
    start=START + 6 * HOUR,
    recordings=(Link("youtube-ko", "https://youtu.be/lesson"),),
)
SUMMIT = programme(CHANNELS, MAYORS, CULTURE, LESSON)


def ids(streams: tuple[Stream, ...]) -> list[str]:
    return [stream.channel.id for stream in streams]


# What can be opened


def test_streams_follow_the_channels_and_leave_out_those_without_an_address() -> None:
    streams = streams_of(SUMMIT, MAYORS, BEFORE)
    assert ids(streams) == ["youtube-ko", "youtube-en", "facebook-en", "web-ko", "web-en"]
    assert {stream.kind for stream in streams} == {"live"}
    assert streams[0] == Stream(
        MAYORS, CHANNELS[0], "https://youtube.example/ko", "live", own_recording=False
    )


def test_a_session_is_streamed_only_where_it_is_carried() -> None:
    assert "facebook-en" not in ids(streams_of(SUMMIT, CULTURE, BEFORE))


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (MAYORS.start, "live"),
        (MAYORS.end - timedelta(microseconds=1), "live"),
        (MAYORS.end, "replay"),
    ],
)
def test_a_stream_is_a_replay_from_the_end_on(now: datetime, kind: str) -> None:
    assert {stream.kind for stream in streams_of(SUMMIT, MAYORS, now)} == {kind}


def test_an_own_recording_replaces_its_channel_once_the_session_is_over() -> None:
    first, *others = streams_of(SUMMIT, LESSON, AFTER)
    assert first == Stream(
        LESSON, CHANNELS[0], "https://youtu.be/lesson", "replay", own_recording=True
    )
    assert [stream.channel.id for stream in others] == ["youtube-en", "web-ko", "web-en"]
    assert not any(stream.own_recording for stream in streams_of(SUMMIT, LESSON, LESSON.start))


def test_a_recording_counts_on_a_channel_that_did_not_carry_the_session() -> None:
    recordings = (Link("tv-en", "https://tv.example/one"),)
    talk = session("talk", recordings=recordings)
    only = programme((channel("web-en"), channel("tv-en", carries=set(), url=None)), talk)
    assert [stream.url for stream in streams_of(only, talk, AFTER)] == [
        "https://tv.example/one",
        "https://web.example/en",
    ]
    assert ids(streams_of(only, talk, BEFORE)) == ["web-en"]
    with pytest.raises(NothingToOpen) as caught:
        choose(only, talk, lang="ko", platform="tv", now=AFTER)
    assert caught.value.message == "TV does not stream in Korean."
    assert caught.value.hint == "It does in English: cacctl watch talk --on tv --lang en"


@pytest.mark.parametrize("platform", ["zoom", "meet", "teams", "webex", "jitsi"])
def test_a_meeting_is_no_replay(platform: str) -> None:
    meeting, tube = channel(f"{platform}-en"), channel("youtube-en", carries=set())
    opening = session("opening")
    made = programme((meeting, tube), opening)
    assert ids(streams_of(made, opening, START)) == [meeting.id]
    assert streams_of(made, opening, AFTER) == ()
    with pytest.raises(NothingToOpen, match="is over, and the schedule names no recording of it"):
        choose(made, opening, lang="en", platform=None, now=AFTER)
    # Unless it is known to be one, or is one of its own.
    kept = programme((meeting._replace(keeps_replays=True), tube), opening)
    assert ids(streams_of(kept, opening, AFTER)) == [meeting.id]
    recorded = opening._replace(recordings=(Link(meeting.id, "https://zoom.us/rec/share/x"),))
    assert ids(streams_of(programme((meeting, tube), recorded), recorded, AFTER)) == [meeting.id]
    there = opening._replace(streams=(Link(meeting.id, "https://zoom.us/j/2"),))
    assert streams_of(programme((meeting, tube), there), there, AFTER) == ()


def test_replays_are_looked_for_first_where_they_are_kept() -> None:
    talk = session("talk")
    both = programme((channel("web-en"), channel("youtube-en", replays=True)), talk)
    assert choose(both, talk, lang="en", platform=None, now=BEFORE).channel.id == "web-en"
    assert choose(both, talk, lang="en", platform=None, now=AFTER).channel.id == "youtube-en"
    assert choose(both, None, lang="en", platform=None, now=AFTER).channel.id == "youtube-en"
    assert choose(both, talk, lang="en", platform="web", now=AFTER).channel.id == "web-en"


# Which one is chosen


@pytest.mark.parametrize(
    ("chosen", "lang", "platform", "url"),
    [
        (MAYORS, "ko", None, "https://youtube.example/ko"),
        (MAYORS, "en", None, "https://youtube.example/en"),
        (MAYORS, "en", "facebook", "https://facebook.example/en"),
        (MAYORS, "EN", "Facebook", "https://facebook.example/en"),
        (CULTURE, "ko", "web", "https://web.example/ko"),
        (None, "ko", None, "https://youtube.example/ko"),
        (None, "en", "facebook", "https://facebook.example/en"),
    ],
)
@pytest.mark.parametrize("now", [BEFORE, MAYORS.start, AFTER])
def test_language_then_platform_then_the_first_channel(
    chosen: Session | None, lang: str, platform: str | None, url: str, now: datetime
) -> None:
    stream = choose(SUMMIT, chosen, lang=lang, platform=platform, now=now)
    assert (stream.session, stream.url, stream.own_recording) == (chosen, url, False)


def test_only_the_language_of_a_recording_opens_it() -> None:
    korean = choose(SUMMIT, LESSON, lang="ko", platform=None, now=AFTER)
    english = choose(SUMMIT, LESSON, lang="en", platform=None, now=AFTER)
    assert korean.url == "https://youtu.be/lesson"
    assert english.url == "https://youtube.example/en"


def test_a_language_covers_its_regions_but_not_the_other_way_about() -> None:
    talk = session("talk")
    british = programme((channel("web-en-GB"),), talk)
    for lang in ("en", "en-GB", "en-gb"):
        assert choose(british, talk, lang=lang, platform=None, now=BEFORE).channel.lang == "en-GB"
    for lang in ("en-US", "e", "eng"):
        with pytest.raises(NothingToOpen):
            choose(british, talk, lang=lang, platform=None, now=BEFORE)


# What is refused, in which words

WATCH = "cacctl watch"
REFUSALS = [
    # An event as a whole, as after its end
    (
        None, "ko", "facebook", "Facebook does not stream in Korean.",
        f"It does in English: {WATCH} --on facebook --lang en",
    ),
    (
        None, "fr", None, "Nothing is streamed in fr.",
        f"On YouTube, in Korean: {WATCH} --on youtube --lang ko",
    ),
    # A session
    (
        MAYORS, "ko", "facebook", "Facebook does not stream in Korean.",
        f"It does in English: {WATCH} mayors --on facebook --lang en",
    ),
    (
        CULTURE, "en", "facebook", "Facebook does not carry Culture.",
        f"On YouTube, in English: {WATCH} culture --on youtube --lang en",
    ),
    (
        CULTURE, "ko", "facebook", "Facebook does not carry culture 세션.",
        f"On YouTube, in Korean: {WATCH} culture --on youtube --lang ko",
    ),
    (
        MAYORS, "fr", None, "Mayors is not streamed in fr.",
        f"On YouTube, in Korean: {WATCH} mayors --on youtube --lang ko",
    ),
    (
        MAYORS, "fr", "web", "The website does not stream in fr.",
        f"It does in Korean: {WATCH} mayors --on web --lang ko",
    ),
    # A channel that can be named, but not opened
    (
        MAYORS, "en", "tv", "tv-en channel has no address in the schedule.",
        f"On YouTube, in English: {WATCH} mayors --on youtube --lang en",
    ),
    (
        MAYORS, "ko", "tv", "TV does not stream in Korean.",
        f"On YouTube, in Korean: {WATCH} mayors --on youtube --lang ko",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("chosen", "lang", "platform", "message", "hint"), REFUSALS)
@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_what_is_not_there_is_refused_with_what_is(
    chosen: Session | None,
    lang: str,
    platform: str | None,
    message: str,
    hint: str,
    now: datetime,
) -> None:
    with pytest.raises(NothingToOpen) as caught:
        choose(SUMMIT, chosen, lang=lang, platform=platform, now=now)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_platform_can_carry_a_session_in_one_of_its_languages_alone() -> None:
    talk, other = session("talk"), session("other")
    partly = programme((channel("web-ko", carries={"other"}), channel("web-en")), talk, other)
    with pytest.raises(NothingToOpen) as caught:
        choose(partly, talk, lang="ko", platform="web", now=BEFORE)
    assert caught.value.message == "The website does not carry talk 세션 in Korean."
    assert caught.value.hint == "It does in English: cacctl watch talk --on web --lang en"


def test_a_session_that_nothing_streams() -> None:
    talk = session("talk")
    silent = programme((channel("web-en", carries={"other"}),), talk)
    with pytest.raises(NothingToOpen) as caught:
        choose(silent, talk, lang="en", platform=None, now=BEFORE)
    assert caught.value.message == "The schedule names no stream for Talk."
    assert caught.value.hint == "What there is: cacctl channels"


def test_an_unknown_platform_is_a_wrong_command_line() -> None:
    with pytest.raises(UsageProblem) as caught:
        choose(SUMMIT, MAYORS, lang="ko", platform="vimeo", now=BEFORE)
    assert caught.value.message == "The schedule knows no platform vimeo."
    assert caught.value.hint == "It knows: youtube, facebook, web, tv."


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    names = ["one", "two"]
    channels = [
        channel(
            channel_id,
            carries=draw(st.none() | st.sets(st.sampled_from(names))),
            replays=draw(st.booleans()),
            url=draw(st.sampled_from(["", None])),
        )
        for channel_id in draw(
            st.lists(
                st.builds(
                    "{}-{}".format,
                    st.sampled_from(["youtube", "facebook", "web", "tv", "peertube"]),
                    st.sampled_from(["ko", "en", "en-GB", "zh-Hant"]),
                ),
                min_size=1,
                unique=True,
            )
        )
    ]
    recorded = st.builds(
        Link,
        st.sampled_from([c.id for c in channels]),
        st.sampled_from(["https://a.example/", "https://b.example/"]),
    )
    sessions = [
        session(
            name,
            start=START + draw(st.integers(0, 4)) * HOUR,
            recordings=tuple(draw(st.lists(recorded, max_size=2))),
        )
        for name in names
    ]
    return programme(tuple(channels), *sessions)


@given(
    summit=programmes(),
    name=st.sampled_from(["one", "two", None]),
    lang=st.sampled_from(["ko", "en", "en-GB", "zh-Hant", "fr"]),
    on=st.none() | st.integers(0, 9),
    hours=st.integers(-1, 6),
)
def test_the_stream_is_what_was_asked_for_or_the_hint_has_a_command_that_works(
    summit: Programme, name: str | None, lang: str, on: int | None, hours: int
) -> None:
    asked = summit.session(name) if name else None
    platform = None if on is None else summit.channels[on % len(summit.channels)].platform
    now = START + hours * HOUR
    every = streams_of(summit, asked, now)
    stream, refusal = chosen_or_refused(summit, asked, lang, platform, now)
    if stream:
        assert stream in every
        assert stream.session == asked
        assert stream.channel.platform == (platform or stream.channel.platform)
        assert stream.channel.lang.split("-")[0] == lang.split("-")[0]
    else:
        assert re.fullmatch(r"[A-Z\w].*\.", refusal.message)
        words = shlex.split(refusal.hint.partition("cacctl ")[2])
        if not every:
            if words != ["channels"]:
                assert asked is None
                watch, name, on_, platform, lang_, lang = words
                named = summit.session(name)
                assert named
                found = choose(summit, named, lang=lang, platform=platform, now=now)
                assert found in streams_of(summit, named, now)
            return
        watch, *names, on_, platform, lang_, lang = words
        assert (watch, on_, lang_) == ("watch", "--on", "--lang")
        assert names == ([asked.id] if asked else [])
        assert choose(summit, asked, lang=lang, platform=platform, now=now) in every


def chosen_or_refused(
    summit: Programme, asked: Session | None, lang: str, platform: str | None, now: datetime
) -> tuple[Stream | None, NothingToOpen]:
    try:
        return choose(summit, asked, lang=lang, platform=platform, now=now), NothingToOpen("")
    except NothingToOpen as refusal:
        return None, refusal


# What schedules in other formats bring: rooms, sessions' own addresses, pages


ROOM = Channel("hall", "web", UNDETERMINED, {"und": "Hall"}, None, frozenset(["talk"]), False, ())


def test_a_channel_without_a_language_fits_every_viewer() -> None:
    hall = ROOM._replace(url="https://stream.example/hall")
    talk = session("talk")
    conference = programme((hall,), talk)
    for lang in ("ko", "en", "fr"):
        chosen = choose(conference, talk, lang=lang, platform=None, now=START)
        assert chosen == Stream(talk, hall, "https://stream.example/hall", "live")
    assert language_name(UNDETERMINED) == ""


def test_an_address_of_its_own_stands_in_for_the_channels() -> None:
    tube = channel("youtube-en")
    own = session("own")._replace(streams=(Link("youtube-en", "https://youtu.be/own"),))
    recorded = own._replace(recordings=(Link("youtube-en", "https://youtu.be/cut"),))
    conference = programme((tube,), own)
    for now, kind in ((BEFORE, "live"), (START, "live"), (own.end, "replay")):
        (stream,) = streams_of(conference, own, now)
        assert (stream.url, stream.kind, stream.own_recording) == (
            "https://youtu.be/own",
            kind,
            False,
        )
    (stream,) = streams_of(programme((tube,), recorded), recorded, recorded.end)
    assert (stream.url, stream.own_recording) == ("https://youtu.be/cut", True)
    assert [(place.url, place.is_recording) for place in places_of(conference, recorded)] == [
        ("https://youtu.be/own", False),
        ("https://youtu.be/cut", True),
    ]


def test_the_places_of_a_session_ask_no_clock() -> None:
    assert [place.channel.id for place in places_of(SUMMIT, MAYORS)] == ids(
        streams_of(SUMMIT, MAYORS, BEFORE)
    )
    assert places_of(SUMMIT, MAYORS._replace(cancelled=True)) == ()


def test_where_there_is_no_stream_the_page_is_offered() -> None:
    talk = session("talk")._replace(page="https://example.org/talk")
    conference = programme((ROOM,), talk)
    with pytest.raises(NothingToOpen) as refused:
        choose(conference, talk, lang="en", platform=None, now=START)
    assert refused.value.message == "The schedule names no stream for Talk."
    assert refused.value.hint == "Its page: cacctl watch talk --page"
    assert page_of(talk, "en").url == "https://example.org/talk"
    talk = talk._replace(page=None, name={"ko": "강연", "en": "Talk"})
    for lang, name in (("en", "Talk"), ("ko", "강연"), ("de", "Talk")):
        with pytest.raises(NothingToOpen, match=f"The schedule names no page of {name}."):
            page_of(talk, lang)
    with pytest.raises(NothingToOpen) as refused:
        page_of(talk, "en")
    assert refused.value.hint == "All about it: cacctl show talk"


def test_where_sessions_have_recordings_alone_one_is_to_be_named() -> None:
    talk = session("talk", recordings=(Link("hall", "https://example.org/talk.webm"),))
    conference = programme((ROOM,), talk)
    with pytest.raises(NothingToOpen) as refused:
        choose(conference, None, lang="en", platform=None, now=talk.end)
    assert refused.value.message == "The schedule names no stream for the event as a whole."
    assert refused.value.hint == "Name a session: cacctl watch talk --on web"
    assert choose(conference, talk, lang="en", platform=None, now=talk.end).own_recording


# Which session is meant where none is named


def test_the_live_session_then_the_next_one_then_none() -> None:
    assert session_to_watch(SUMMIT, BEFORE) == MAYORS
    assert session_to_watch(SUMMIT, MAYORS.start) == MAYORS
    assert session_to_watch(SUMMIT, MAYORS.end) == CULTURE
    assert session_to_watch(SUMMIT, LESSON.end - HOUR / 60) == LESSON
    assert session_to_watch(SUMMIT, LESSON.end) is None


def test_of_several_live_sessions_the_one_that_started_last() -> None:
    long, short = session("long", length=4 * HOUR), session("short", start=START + HOUR)
    both = programme((channel("web-en"),), long, short)
    assert session_to_watch(both, START + HOUR) == short
    assert session_to_watch(both, short.end) == long


def test_of_sessions_that_start_together_the_first_in_the_file() -> None:
    first, second = session("first"), session("second")
    both = programme((channel("web-en"),), first, second)
    assert session_to_watch(both, BEFORE) == first
    assert session_to_watch(both, START) == first


def test_a_session_that_streams_as_asked_goes_first() -> None:
    long, short = session("long", length=4 * HOUR), session("short", start=START + HOUR)
    channels = (channel("web-en"), channel("facebook-ko", carries={"long"}))
    both = programme(channels, long, short)
    now = START + HOUR
    assert session_to_watch(both, now, lang="en") == short
    assert session_to_watch(both, now, lang="ko") == long
    assert session_to_watch(both, now, platform="facebook") == long
    # Where none does, no other session is smuggled in: the refusal is `choose`'s to word.
    assert session_to_watch(both, now, platform="tv") == short


def test_names_of_platforms_and_languages() -> None:
    platforms = ("youtube", "facebook", "web", "tv", "twitch")
    assert [platform_name(platform) for platform in platforms] == [
        "YouTube",
        "Facebook",
        "the website",
        "TV",
        "Twitch",
    ]
    assert [language_name(lang) for lang in ("ko", "en", "fr")] == ["Korean", "English", "fr"]
