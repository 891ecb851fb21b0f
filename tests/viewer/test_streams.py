"""Which stream is chosen and why, and the refusals."""

import re
import shlex
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base import i18n
from cacctl.base.errors import NothingToOpen, UsageProblem
from cacctl.model.programme import Link, Programme, Session
from cacctl.model.streams import Stream, fits, streams_of
from cacctl.times import clock
from cacctl.viewer.streams import choose_stream, page_of, streams_and_search, why_words
from cacctl.viewer.view import View
from tests.conftest import Run
from tests.model.builders import (
    AFTER,
    BEFORE,
    CULTURE,
    HOUR,
    LESSON,
    MAYORS,
    ROOM,
    START,
    SUMMIT,
    channel,
    programme,
    session,
)
from tests.viewer.views import seen

SEOUL = clock.zone("Asia/Seoul")


def choose(
    programme: Programme,
    session: Session | None,
    *,
    lang: str,
    platform: str | None,
    now: datetime,
    channel: bool = False,
) -> Stream:
    """The stream for a viewer in Seoul who reads that language."""
    i18n.use_language(lang)
    view = View(programme, now, SEOUL)
    return choose_stream(view, session, platform=platform, channel=channel)


def test_channels_known_to_keep_replays_come_first_after_the_session() -> None:
    talk = session("talk")
    both = programme((channel("web-en"), channel("youtube-en", replays=True)), talk)
    assert choose(both, talk, lang="en", platform=None, now=BEFORE).channel.id == "web-en"
    assert choose(both, talk, lang="en", platform=None, now=AFTER).channel.id == "youtube-en"
    assert choose(both, None, lang="en", platform=None, now=AFTER).channel.id == "youtube-en"
    assert choose(both, talk, lang="en", platform="web", now=AFTER).channel.id == "web-en"


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
def test_first_channel_in_the_language_and_on_the_platform_is_chosen(
    chosen: Session | None, lang: str, platform: str | None, url: str, now: datetime
) -> None:
    stream = choose(SUMMIT, chosen, lang=lang, platform=platform, now=now)
    assert (stream.session, stream.channel.url) == (chosen, url)
    is_search = now == AFTER and chosen is not None and stream.channel.platform == "youtube"
    assert (stream.kind == "search") == (stream.url != url) == is_search


def test_recording_is_chosen_only_in_its_language() -> None:
    korean = choose(SUMMIT, LESSON, lang="ko", platform=None, now=AFTER)
    english = choose(SUMMIT, LESSON, lang="en", platform=None, now=AFTER)
    assert korean.url == "https://youtu.be/lesson"
    assert (english.kind, english.channel.id) == ("search", "youtube-en")


def test_language_matches_its_regional_variants_but_not_the_reverse() -> None:
    talk = session("talk")
    british = programme((channel("web-en-GB"),), talk)
    for lang in ("en", "en-GB", "en-gb"):
        assert choose(british, talk, lang=lang, platform=None, now=BEFORE).channel.lang == "en-GB"
    for lang in ("en-US", "e", "eng"):
        with pytest.raises(NothingToOpen):
            choose(british, talk, lang=lang, platform=None, now=BEFORE)


WATCH = "cacctl watch"


REFUSALS = [
    # The event as a whole, as after its end
    (
        None, "ko", "facebook", "페이스북에는 한국어 중계가 없습니다.",
        f"영어로 시청하기: {WATCH} --on facebook --lang en",
    ),
    (
        None, "fr", None, "Nothing is streamed in French.",
        f"To watch on YouTube in Korean: {WATCH} --on youtube --lang ko",
    ),
    # A session
    (
        MAYORS, "ko", "facebook", "페이스북에는 한국어 중계가 없습니다.",
        f"영어로 시청하기: {WATCH} mayors --on facebook --lang en",
    ),
    (
        CULTURE, "en", "facebook", "Culture is not on Facebook.",
        f"To watch on YouTube in English: {WATCH} culture --on youtube --lang en",
    ),
    (
        CULTURE, "ko", "facebook", "페이스북에서는 culture 대담 세션을 중계하지 않습니다.",
        f"유튜브에서 한국어로 시청하기: {WATCH} culture --on youtube --lang ko",
    ),
    (
        MAYORS, "fr", None, "Mayors is not streamed in French.",
        f"To watch on YouTube in Korean: {WATCH} mayors --on youtube --lang ko",
    ),
    (
        MAYORS, "fr", "web", "No streams in French on the website.",
        f"To watch in Korean: {WATCH} mayors --on web --lang ko",
    ),
    # A channel that can be named, but not opened
    (
        MAYORS, "en", "tv", "No URL is listed for tv-en channel.",
        f"To watch on YouTube in English: {WATCH} mayors --on youtube --lang en",
    ),
    (
        MAYORS, "ko", "tv", "TV에는 한국어 중계가 없습니다.",
        f"유튜브에서 한국어로 시청하기: {WATCH} mayors --on youtube --lang ko",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("chosen", "lang", "platform", "message", "hint"), REFUSALS)
@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_refusal_names_the_nearest_stream(
    chosen: Session | None,
    lang: str,
    platform: str | None,
    message: str,
    hint: str,
    now: datetime,
) -> None:
    with pytest.raises(NothingToOpen) as caught:
        choose(SUMMIT, chosen, lang=lang, platform=platform, now=now)
    search = {"en": "To search for the recording", "ko": "녹화 영상 검색하기"}
    if now == AFTER and chosen and lang in search and "--on youtube" in hint:
        hint = f"{search[lang]}: cacctl watch {chosen.id} --lang {lang}"
    if now == AFTER and chosen and lang == "fr" and platform is None:
        hint = f"To search for the recording: {WATCH} mayors --on youtube --lang ko"
    if now == AFTER:
        for present, past in (
            ("Culture is not", "Culture was not"),
            ("is not streamed", "was not streamed"),
            ("Nothing is", "Nothing was"),
            ("하지 않습니다", "하지 않았습니다"),
        ):
            message = message.replace(present, past)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_refusal_names_the_other_language_on_the_same_platform() -> None:
    talk, other = session("talk"), session("other")
    partly = programme((channel("web-ko", carries={"other"}), channel("web-en")), talk, other)
    with pytest.raises(NothingToOpen) as caught:
        choose(partly, talk, lang="ko", platform="web", now=BEFORE)
    assert caught.value.message == "홈페이지에서는 talk 대담 세션을 한국어로 중계하지 않습니다."
    assert caught.value.hint == "영어로 시청하기: cacctl watch talk --on web --lang en"


def test_recording_in_another_language_is_not_opened() -> None:
    talk = session("talk", recordings=(Link("tv-en", "https://tv.example/one"),))
    only = programme((channel("web-en"), channel("tv-en", carries=set(), url=None)), talk)
    with pytest.raises(NothingToOpen) as caught:
        choose(only, talk, lang="ko", platform="tv", now=AFTER)
    assert caught.value.message == "TV에는 한국어 중계가 없습니다."
    assert caught.value.hint == "영어로 시청하기: cacctl watch talk --on tv --lang en"


@pytest.mark.parametrize("platform", ["zoom", "meet", "teams", "webex", "jitsi"])
def test_meeting_that_is_over_is_not_opened(platform: str) -> None:
    opening = session("opening")
    made = programme((channel(f"{platform}-en"), channel("youtube-en", carries=set())), opening)
    with pytest.raises(NothingToOpen, match="has ended, and no recording is listed"):
        choose(made, opening, lang="en", platform=None, now=AFTER)


def test_session_without_a_stream_is_refused() -> None:
    talk = session("talk")
    silent = programme((channel("web-en", carries={"other"}),), talk)
    with pytest.raises(NothingToOpen) as caught:
        choose(silent, talk, lang="en", platform=None, now=BEFORE)
    assert caught.value.message == "No stream is listed for Talk."
    assert caught.value.hint == "To list the channels: cacctl channels"


def test_unknown_platform_is_a_usage_error() -> None:
    with pytest.raises(UsageProblem) as caught:
        choose(SUMMIT, MAYORS, lang="en", platform="vimeo", now=BEFORE)
    assert caught.value.message == "Unknown platform: 'vimeo'."
    assert caught.value.hint == "Available: youtube, facebook, web."


def test_unknown_platform_leads_to_the_channels_if_nothing_can_be_opened() -> None:
    talk = session("talk")
    closed = programme((channel("tv-en")._replace(url=None),), talk)
    with pytest.raises(UsageProblem) as caught:
        choose(closed, talk, lang="en", platform="vimeo", now=BEFORE)
    assert caught.value.hint == "To list the channels: cacctl channels"


def test_platforms_are_offered_in_the_viewers_language() -> None:
    with pytest.raises(UsageProblem) as caught:
        choose(SUMMIT, MAYORS, lang="ko", platform="네이버", now=BEFORE)
    assert caught.value.message == "알 수 없는 플랫폼입니다: '네이버'"
    assert caught.value.hint == "사용할 수 있는 플랫폼: 유튜브, 페이스북, 홈페이지"


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
def test_stream_matches_the_request_or_the_hint_has_a_command_that_works(
    summit: Programme, name: str | None, lang: str, on: int | None, hours: int
) -> None:
    asked = summit.session(name) if name else None
    platform = None if on is None else summit.channels[on % len(summit.channels)].platform
    now = START + hours * HOUR
    every = streams_of(summit, asked, now)
    stream, refusal = chosen_or_refused(summit, asked, lang, platform, now)
    if stream and stream.kind == "search":
        assert asked
        assert now >= asked.end
        assert stream.channel.platform == "youtube"
        assert not any(s.kind == "replay" and fits(s.channel, lang, None) for s in every)
        stream = choose(summit, asked, lang=lang, platform=platform, now=now, channel=True)
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
                assert found in streams_and_search(View(summit, now, SEOUL), named)
            return
        watch, *names, on_, platform, lang_, lang = words
        assert (watch, on_, lang_) == ("watch", "--on", "--lang")
        assert names == ([asked.id] if asked else [])
        found = choose(summit, asked, lang=lang, platform=platform, now=now)
        assert found in streams_and_search(View(summit, now, SEOUL), asked)
        searching = ("To search for the recording:", "녹화 영상 검색하기:")
        assert (found.kind == "search") == refusal.hint.startswith(searching)


def chosen_or_refused(
    summit: Programme, asked: Session | None, lang: str, platform: str | None, now: datetime
) -> tuple[Stream | None, NothingToOpen]:
    try:
        return choose(summit, asked, lang=lang, platform=platform, now=now), NothingToOpen("")
    except NothingToOpen as refusal:
        return None, refusal


def test_channel_of_unknown_language_fits_every_viewer() -> None:
    hall = ROOM._replace(url="https://stream.example/hall")
    talk = session("talk")
    conference = programme((hall,), talk)
    for lang in ("ko", "en", "fr"):
        chosen = choose(conference, talk, lang=lang, platform=None, now=START)
        assert chosen == Stream(talk, hall, "https://stream.example/hall", "live")


def test_page_is_offered_where_there_is_no_stream() -> None:
    talk = session("talk")._replace(page="https://example.org/talk")
    conference = programme((ROOM,), talk)
    with pytest.raises(NothingToOpen) as refused:
        choose(conference, talk, lang="en", platform=None, now=START)
    assert refused.value.message == "No stream is listed for Talk."
    assert refused.value.hint == "To open the session's page: cacctl watch talk --page"
    seen = View(conference, START, SEOUL)
    assert page_of(seen, talk).url == "https://example.org/talk"
    talk = talk._replace(page=None, name={"ko": "강연", "en": "Talk"})
    for lang, name in (("de", "Talk"), ("ko", "강연"), ("en", "Talk")):
        i18n.use_language(lang)
        with pytest.raises(NothingToOpen) as refused:
            page_of(seen, talk)
        assert name in refused.value.message
    assert refused.value.hint == "To see the session's details: cacctl show talk"


def test_session_is_to_be_named_where_only_sessions_have_recordings() -> None:
    talk = session("talk", recordings=(Link("hall", "https://example.org/talk.webm"),))
    conference = programme((ROOM,), talk)
    with pytest.raises(NothingToOpen) as refused:
        choose(conference, None, lang="en", platform=None, now=talk.end)
    assert refused.value.message == "No stream is listed for the event as a whole."
    assert refused.value.hint == "Choose a session, for example: cacctl watch talk --on web"
    assert choose(conference, talk, lang="en", platform=None, now=talk.end).kind == "replay"


@pytest.mark.parametrize(
    ("session", "platform", "now", "why"),
    [
        (
            "mayors",
            None,
            "2020-06-02T22:30",
            "Mayoral Meeting is live on Seoul's official YouTube (English), 1 hour left.",
        ),
        (
            "mayors",
            None,
            "2020-06-02T21:30",
            "Mayoral Meeting starts in 30 minutes on Seoul's official YouTube (English).",
        ),
        (
            "mayors",
            None,
            "2020-07-01T00:00",
            "Mayoral Meeting has ended, and no recording is listed. Here is a YouTube search "
            "for the recording.",
        ),
        (
            "mayors",
            "facebook",
            "2020-07-01T00:00",
            "Mayoral Meeting has ended. Seoul's official Facebook (English) may have the replay.",
        ),
        (
            None,
            None,
            "2020-07-01T00:00",
            "The event has ended. Replays are on Seoul's official YouTube (English).",
        ),
        (
            None,
            "web",
            "2020-07-01T00:00",
            "The event has ended. Official website (English) may have replays.",
        ),
    ],
)
def test_reason_does_not_promise_replays_that_are_not_known(
    summit: Programme, session: str | None, platform: str | None, now: str, why: str
) -> None:
    moment = seen(summit, now)
    wanted = summit.session(session) if session else None
    stream = choose_stream(moment, wanted, platform=platform)
    assert why_words(moment, stream) == why


@pytest.mark.parametrize("replays", [True, False])
def test_own_stream_of_an_ended_session_is_not_called_its_channel(*, replays: bool) -> None:
    own = Link("web-en", "https://web.example/live/talk")
    talk = session("talk")._replace(streams=(own,))
    hall = programme((channel("web-en", replays=replays),), talk)
    stream = choose(hall, talk, lang="en", platform=None, now=AFTER)
    assert stream.url == own.url
    words = why_words(View(hall, AFTER, SEOUL, bundled=True), stream)
    assert words == "Talk has ended. Its stream may be available as a recording."
    stream = choose(hall, talk, lang="en", platform=None, now=AFTER, channel=True)
    assert "web-en channel" in why_words(View(hall, AFTER, SEOUL), stream)


@pytest.mark.parametrize(
    ("lang", "now", "line"),
    [
        ("en", "2020-06-02T21:30", "YouTube (Korean, live stream)"),
        ("en", "2020-06-02T22:30", "YouTube (Korean, live stream)"),
        ("en", "2020-06-02T23:30", "YouTube (Korean, channel with replays)"),
        ("ko", "2020-06-02T21:30", "유튜브 (한국어, 생중계)"),
        ("ko", "2020-06-02T23:30", "유튜브 (한국어, 다시보기 채널)"),
    ],
)
def test_stream_of_a_coming_session_is_not_called_live(
    run: Run, lang: str, now: str, line: str
) -> None:
    shown = run("show", "mayors", "--lang", lang, "--at", now + "+09:00").out
    assert f"{line}: https://www.youtube.com/seoullive\n" in shown


def test_recording_in_another_language_is_neither_searched_for_nor_denied() -> None:
    page = channel("web-en")._replace(by_rule=True)
    german = channel("media-de", carries=set(), url=None)
    talk = session("talk", recordings=(Link("media-de", "https://media.example/talk"),))
    congress = programme((page, german), talk)
    with pytest.raises(NothingToOpen) as caught:
        choose(congress, talk, lang="en", platform=None, now=AFTER)
    assert caught.value.message == "Talk has ended, and no recording in English is listed."
    assert (
        caught.value.hint == "To watch on Media in German: cacctl watch talk --on media --lang de"
    )
    assert choose(congress, talk, lang="de", platform=None, now=AFTER).kind == "replay"


def test_only_a_recording_in_another_language_is_mentioned() -> None:
    stream = choose(SUMMIT, LESSON, lang="en", platform=None, now=AFTER)
    assert why_words(View(SUMMIT, AFTER, SEOUL), stream) == (
        "Education has ended, and no recording in English is listed. "
        "Here is a YouTube search for the recording."
    )


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("de", "Talk has ended, and no recording is listed."),
        ("ko", "talk 대담 세션은 끝났"),
    ],
)
def test_session_that_was_streamed_is_not_said_to_be_without_a_stream(
    lang: str, message: str
) -> None:
    """It was streamed in another language than the viewer's, and nothing is left of it."""
    talk = session("talk")
    page = channel("web-en")._replace(by_rule=True)
    stream = choose(programme((page,), talk), talk, lang=lang, platform=None, now=AFTER)
    words = why_words(View(programme((page,), talk), AFTER, SEOUL), stream)
    assert (stream.kind, words.startswith(message)) == ("search", True), words
    meeting = programme((channel("zoom-en"),), talk)
    for platform in (None, "zoom"):
        with pytest.raises(NothingToOpen) as caught:
            choose(meeting, talk, lang=lang, platform=platform, now=AFTER)
        assert caught.value.message.startswith(message)


def test_event_that_was_on_live_pages_suggests_the_search_for_a_recording() -> None:
    page = channel("web-en")._replace(by_rule=True)
    for lang in ("en", "de"):
        with pytest.raises(NothingToOpen) as caught:
            choose(programme((page,), session("talk")), None, lang=lang, platform=None, now=AFTER)
        assert (caught.value.message, caught.value.hint) == (
            "The event has ended, and no page with all recordings is listed.",
            "Choose a session, for example: cacctl watch talk",
        )


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ko", "{name} 세션은 끝났습니다. 다시보기는 {channel}에서 볼 수 있습니다."),
        (
            "en",
            "{name} has ended, and no recording in English is listed. Replays are on {channel}.",
        ),
    ],
)
def test_channel_of_a_session_with_a_recording_is_not_said_to_be_all_there_is(
    summit: Programme, lang: str, words: str
) -> None:
    """The bundled schedule has a recording of this session in Korean."""
    education = summit.session("education")
    now = summit.end + HOUR
    stream = choose(summit, education, lang=lang, platform=None, now=now, channel=True)
    assert education
    facts = {"name": education.name[lang], "channel": stream.channel.name[lang]}
    view = View(summit, now, SEOUL, bundled=True)
    assert why_words(view, stream) == words.format(**facts)


def test_recording_in_another_language_is_the_only_one() -> None:
    talk = session("talk", recordings=(Link("tv-en", "https://tv.example/one"),))
    only = programme((channel("web-en"), channel("tv-en", carries=set(), url=None)), talk)
    with pytest.raises(NothingToOpen) as caught:
        choose(only, talk, lang="de", platform=None, now=AFTER)
    assert caught.value.message == "Talk has ended, and no recording in German is listed."


def test_platform_of_a_search_can_be_asked_for() -> None:
    page = channel("web-en")._replace(by_rule=True)
    talk = session("talk")
    stream = choose(programme((page,), talk), talk, lang="en", platform="youtube", now=AFTER)
    assert stream.kind == "search"
    with pytest.raises(UsageProblem, match="Unknown platform: 'youtube'"):
        choose(programme((page,), talk), talk, lang="en", platform="youtube", now=START)
