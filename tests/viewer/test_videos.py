"""Which of a channel's videos is the session's: one that is certain, or candidates."""

import unicodedata
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.model.programme import Channel, Link, Session
from cacctl.model.streams import Stream
from cacctl.openers.yt_dlp import Video
from cacctl.times import clock
from cacctl.viewer.streams import choose_stream, why_words
from cacctl.viewer.videos import MOST_UNDATED, Choice, Matcher, is_vague, lists_of, resolved
from cacctl.viewer.view import View
from tests.model.builders import AFTER, HOUR, START, channel, programme, session

DAY = timedelta(days=1)
YOUTUBE = channel("youtube-en", replays=True, url="https://www.youtube.com/@harbour")
TIDES = session("tides")._replace(
    name={"en": "Tides & Currents", "ko": "조류"}, room={"en": "Pier 7"}
)
CRANES = session("cranes", start=START + 3 * HOUR)._replace(name={"en": "Cranes"})
LATER = START + 2 * DAY


def view_of(now: datetime, *sessions: Session, channels: tuple[Channel, ...] = (YOUTUBE,)) -> View:
    made = programme(channels, *(sessions or (TIDES, CRANES)))
    event = made.event._replace(name={"en": "Harbour Days 2020", "ko": "항구의 날 2020"})
    return View(made._replace(event=event), now, clock.zone("Asia/Seoul"))


def chosen(
    now: datetime, *videos: Video, of: Session = TIDES, among: tuple[Session, ...] = ()
) -> Choice:
    view = view_of(now, *among)
    meant = view.programme.session(of.id)
    stream = choose_stream(view, meant, platform=None)
    return Matcher(view, stream).choose(videos)


def video(title: str, moment: datetime | None = None, status: str = "", url: str = "") -> Video:
    return Video(url or f"https://www.youtube.com/watch?v={len(title)}", title, status, moment)


@pytest.mark.parametrize(
    "title",
    [
        "Tides & Currents",
        "[LIVE] Harbour Days: TIDES AND CURRENTS / Tides & Currents",
        "tides - currents (day 1)",
        "Harbour Days 2020 조류 세션",
    ],
)
def test_recording_has_the_name_and_the_date_of_the_session(title: str) -> None:
    found = video(title, START + HOUR)
    others = [video("Cranes", START + 3 * HOUR), video("Currents", START)]
    assert chosen(AFTER, *others, found) == Choice(found)


@pytest.mark.parametrize(
    ("moment", "fits"),
    [
        (START - 2 * DAY, False),
        (START - DAY, True),
        (START, True),
        (START + DAY, True),
        (START + 2 * DAY, False),
        (START + 365 * DAY, False),
    ],
)
def test_recording_is_from_the_date_of_the_session_within_a_day(
    moment: datetime, fits: bool
) -> None:
    found = video("Tides & Currents", moment)
    assert chosen(AFTER, found) == (Choice(found) if fits else Choice(None))


@pytest.mark.parametrize("title", ["Tides", "Riptides & Currents", "Tides & Currents", "", "?!"])
def test_only_whole_names_match(title: str) -> None:
    named = title == "Tides & Currents"
    assert bool(chosen(AFTER, video(title, START)).video) == named


def test_two_recordings_are_candidates() -> None:
    two = (video("Tides & Currents", START), video("Tides & Currents, again", START))
    assert chosen(AFTER, *two) == Choice(None, two)


def test_recording_of_a_known_date_is_preferred_to_one_without() -> None:
    dated = video("Tides & Currents (full)", START)
    assert chosen(AFTER, video("Harbour Days 2020 Tides & Currents"), dated) == Choice(dated)


@pytest.mark.parametrize(
    "title", ["Harbour Days 2020: Tides & Currents", "TIDES, CURRENTS", "조류"]
)
def test_recording_without_a_date_has_the_name_of_the_event_or_nothing_else(title: str) -> None:
    found = video(title)
    assert chosen(AFTER, found) == Choice(found)


def test_other_recording_without_a_date_is_only_a_candidate() -> None:
    vague = video("Tides & Currents of the Yellow Sea")
    assert chosen(AFTER, vague) == Choice(None, (vague,))


def test_recording_that_was_published_later_is_only_a_candidate() -> None:
    later = video("Harbour Days 2020 | Tides & Currents", START + 20 * DAY)
    before = video("Harbour Days 2020 | Tides & Currents (trailer)", START - 20 * DAY)
    assert chosen(AFTER, before, later) == Choice(None, (later,))


def test_recording_of_a_session_with_a_longer_name_is_another() -> None:
    longer = session("longer", start=START + HOUR)._replace(name={"en": "Tides & Currents for All"})
    found, other = video("Tides & Currents", START), video("Tides & Currents for All", START)
    assert chosen(AFTER, other, found, among=(TIDES, longer)) == Choice(found)
    assert chosen(AFTER, other, among=(TIDES, longer)) == Choice(None)
    assert chosen(AFTER, other, found, of=longer, among=(TIDES, longer)) == Choice(other)


def test_recording_of_a_repeated_session_starts_with_it() -> None:
    again = TIDES._replace(id="again", start=START + DAY, end=START + DAY + HOUR)
    first, second = video("Tides & Currents", START), video("Tides & Currents 2", START + DAY)
    assert chosen(AFTER, first, second, among=(TIDES, again)) == Choice(first)
    assert chosen(AFTER, first, second, of=again, among=(TIDES, again)) == Choice(second)
    # The other day is within a day, and could be the other session's.
    assert chosen(AFTER, second, among=(TIDES, again)) == Choice(None, (second,))
    undated = video("Harbour Days 2020 Tides & Currents")
    assert chosen(AFTER, undated, among=(TIDES, again)) == Choice(None, (undated,))


def test_video_that_is_to_come_is_no_recording() -> None:
    assert chosen(AFTER, video("Tides & Currents", START, "is_upcoming")) == Choice(None)


def test_live_session_is_the_live_video_of_the_channel() -> None:
    live = video("The stream", None, "is_live")
    other = [video("Next", START + HOUR, "is_upcoming"), video("Old", START, "was_live")]
    assert chosen(START, live, *other) == Choice(live)


def test_live_session_whose_stream_is_late_is_the_next_video() -> None:
    late = video("The stream", START, "is_upcoming")
    assert chosen(START, late, video("Old", START - DAY, "was_live")) == Choice(late)


def test_live_session_whose_own_stream_is_late_is_not_the_live_video_of_another() -> None:
    overrun = video("Cranes", None, "is_live")
    own = video("Tides & Currents", START + HOUR / 2, "is_upcoming")
    other = video("Evening", START, "is_upcoming")
    assert chosen(START + HOUR / 4, overrun, own, other) == Choice(own)
    assert chosen(START + HOUR / 4, overrun, other) == Choice(overrun)


def test_coming_session_is_the_next_video() -> None:
    coming = video("Harbour Days, day 1", START - HOUR, "is_upcoming")
    assert chosen(START - 8 * DAY, coming) == Choice(coming)


@pytest.mark.parametrize("moment", [START - 2 * DAY, START + HOUR, START + 2 * DAY])
def test_coming_video_of_another_time_is_not_the_sessions(moment: datetime) -> None:
    assert chosen(START - 8 * DAY, video("Stream", moment, "is_upcoming")) == Choice(None)


def test_coming_video_of_another_session_is_not_the_sessions() -> None:
    cranes = video("Harbour Days: Cranes", START, "is_upcoming")
    assert chosen(START - DAY, cranes) == Choice(None)
    assert chosen(START - DAY, cranes, of=CRANES) == Choice(cranes)
    shorter = session("shorter", start=START + HOUR)._replace(name={"en": "Tides"})
    tides = video("Harbour Days: Tides", START, "is_upcoming")
    assert chosen(START - DAY, tides, among=(TIDES, shorter)) == Choice(None)


def test_live_video_is_not_that_of_a_session_days_away() -> None:
    live = video("Something else", None, "is_live")
    assert chosen(START - 8 * DAY, live) == Choice(None)
    assert chosen(START - HOUR, live) == Choice(live)


def test_coming_video_without_a_date_has_the_name_of_the_session() -> None:
    named = video("Tides & Currents", None, "is_upcoming")
    assert chosen(START - 8 * DAY, named) == Choice(named)
    other = video("Harbour Days 2020, the stream", None, "is_upcoming")
    assert chosen(START - 8 * DAY, other) == Choice(None, (other,))


@pytest.mark.parametrize("title", ["Tides & Currents", "Live from Pier 7"])
def test_of_several_live_videos_the_name_or_the_room_decides(title: str) -> None:
    found = video(title, None, "is_live")
    others = (video("Pier 8", None, "is_live"), video("Pier 70", None, "is_live"))
    assert chosen(START, *others, found) == Choice(found)
    assert chosen(START, *others) == Choice(None, others)


def test_of_several_coming_videos_the_one_that_starts_with_the_session_is_chosen() -> None:
    morning = video("Morning", START - 5 * HOUR, "is_upcoming")
    evening = video("Evening", START + HOUR / 4, "is_upcoming")
    assert chosen(START - DAY, morning, evening) == Choice(evening)
    same = (evening, video("At the same time", START, "is_upcoming"))
    assert chosen(START - DAY, *same) == Choice(None, same)


def test_dates_are_looked_up_where_they_decide() -> None:
    view = view_of(AFTER)
    stream = choose_stream(view, view.programme.session("tides"), platform=None)
    dated = video("Tides & Currents", START)
    named = video("Harbour Days 2020 Tides & Currents")
    vague = [video("Tides & Currents" + "!" * n) for n in range(9)]
    found = Matcher(view, stream).undated([*vague, dated, video("Other"), named])
    assert found[0] == named
    assert len(found) == MOST_UNDATED


def test_names_are_compared_in_all_scripts() -> None:
    for name, title, fits in (
        ("조류", unicodedata.normalize("NFD", "[생중계]조류세션"), True),
        (unicodedata.normalize("NFD", "조류 이야기"), "조류이야기", True),
        ("潮流", "海の潮流について", True),
        ("조류", "항구", False),
        ("Café", "CAFE", True),
        ("C++", "Cranes", False),
        ("???", "!!!", False),
    ):
        other = session("other")._replace(name={"und": name})
        found = video(title, START)
        assert chosen(AFTER, found, of=other, among=(other,)) == (Choice(found if fits else None))


titles = st.lists(
    st.sampled_from(["Tides & Currents", "Cranes", "Pier 7", "Harbour Days 2020", "x"])
)
videos = st.lists(
    st.builds(
        Video,
        st.integers(0, 5).map(lambda n: f"https://www.youtube.com/watch?v={n}"),
        titles.map(" ".join),
        st.sampled_from(["", "is_live", "is_upcoming", "was_live"]),
        st.none() | st.integers(-100, 100).map(lambda hours: START + hours * HOUR),
    ),
    max_size=6,
    unique_by=lambda each: each.url,
)


@given(videos, st.sampled_from([START - 3 * DAY, START - HOUR, START, LATER, AFTER]))
def test_choice_is_one_of_the_videos_in_any_order(found: list[Video], now: datetime) -> None:
    """No order decides, and what is chosen fits the session's date where that is known."""
    choice = chosen(now, *found)
    assert chosen(now, *reversed(found)).video == choice.video
    assert choice.video is None or not choice.candidates
    assert {*choice.candidates} <= {*found}
    if choice.video:
        assert choice.video in found
        moment = choice.video.moment
        assert moment is None or choice.video.status == "is_live" or abs(moment - START) < 3 * DAY


def stream_at(now: datetime, *channels: Channel, of: Session = TIDES) -> tuple[View, Stream]:
    view = view_of(now, of, CRANES, channels=channels or (YOUTUBE,))
    return view, choose_stream(view, of, platform=None)


def test_video_of_a_stream_is_live_or_a_recording() -> None:
    for now, kind, why in (
        (START, "live", "Tides & Currents is live on youtube-en channel, 1 hour left."),
        (AFTER, "replay", "Tides & Currents has ended; here is the recording (English)."),
    ):
        view, stream = stream_at(now)
        assert is_vague(stream)
        found = resolved(stream, video("Tides & Currents", url="https://www.youtube.com/watch?v=a"))
        assert (found.url, found.kind) == ("https://www.youtube.com/watch?v=a", kind)
        assert why_words(view, found) == why
        assert not is_vague(found)


def test_stream_that_is_a_video_already_is_not_vague() -> None:
    own = (Link("youtube-en", "https://youtu.be/own"),)
    assert not is_vague(stream_at(START, of=TIDES._replace(streams=own))[1])
    assert not is_vague(stream_at(AFTER, of=TIDES._replace(streams=own))[1])
    assert not is_vague(stream_at(AFTER, of=TIDES._replace(recordings=own))[1])
    assert not is_vague(stream_at(START, YOUTUBE._replace(by_rule=True))[1])
    assert not is_vague(stream_at(START, channel("zoom-en"))[1])
    view = view_of(AFTER)
    assert not is_vague(choose_stream(view, None, platform=None))


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/@harbour",
        "https://www.youtube.com/@harbour/",
        "https://www.youtube.com/@harbour/live",
        "https://www.youtube.com/@harbour/streams",
    ],
)
def test_lists_of_a_youtube_channel_are_its_streams_and_a_search(url: str) -> None:
    youtube = YOUTUBE._replace(url=url)
    assert lists_of(*stream_at(START, youtube)) == ("https://www.youtube.com/@harbour/streams",)
    assert lists_of(*stream_at(AFTER, youtube)) == (
        "https://www.youtube.com/@harbour/search?query=Harbour+Days+2020+Tides+%26+Currents",
        "https://www.youtube.com/@harbour/streams",
    )


@pytest.mark.parametrize(
    ("url", "streams"),
    [
        ("https://youtube.com/harbour", "https://youtube.com/harbour/streams"),
        ("https://m.youtube.com/c/harbour", "https://m.youtube.com/c/harbour/streams"),
        ("https://www.youtube.com/user/x/videos", "https://www.youtube.com/user/x/streams"),
        ("https://www.youtube.com/channel/UC1", "https://www.youtube.com/channel/UC1/streams"),
        ("https://www.youtube.com/playlist?list=PL1", None),
        ("https://www.youtube.com/watch?v=abc", None),
        ("https://www.youtube.com/live/abc", None),
        ("https://www.youtube.com/hashtag/harbour", None),
        ("https://www.youtube.com/", None),
        ("https://www.youtube.com.example.org/@harbour", None),
        ("https://youtu.be/abc", None),
        ("https://www.twitch.tv/harbour", None),
        ("https://tube.example.org/c/harbour/videos", None),
    ],
)
def test_other_urls_are_lists_themselves(url: str, streams: str | None) -> None:
    assert lists_of(*stream_at(START, YOUTUBE._replace(url=url))) == (streams or url,)


def test_search_is_in_the_language_of_the_channel() -> None:
    korean = YOUTUBE._replace(lang="ko")
    view = view_of(AFTER, channels=(korean,))
    stream = Stream(TIDES, korean, korean.url or "", "channel")
    assert lists_of(view, stream)[0].endswith(
        "?query=%ED%95%AD%EA%B5%AC%EC%9D%98+%EB%82%A0+2020+%EC%A1%B0%EB%A5%98"
    )
