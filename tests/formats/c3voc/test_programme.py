"""The channels and links that the API's streams become."""

import pytest

from cacctl.formats.c3voc.programme import conference_of, matched
from cacctl.model.programme import UNDETERMINED, Channel, Link, Programme, Session
from cacctl.model.stream_rules import StreamRule, with_streams
from cacctl.model.streams import channels_of, fits, streams_of
from tests.conftest import item, programme_of, seoul
from tests.formats.c3voc.builders import CDN, PAGES, api, conference, room

NOW = seoul("2020-06-02T10:30")


def talk(name: str, lang: str, place: str = "Saal 1") -> Session:
    return item(name, seoul("2020-06-02T10:00"))._replace(room={"und": place}, lang=lang)


def congress(*sessions: Session, channels: tuple[Channel, ...] = ()) -> Programme:
    own = sessions or (talk("vortrag", "de"), talk("lecture", "en"), talk("other", ""))
    return programme_of(own, channels)


def opened(programme: Programme, name: str, lang: str, platform: str = "") -> tuple[str, str]:
    """The URLs that a browser and a player get for a session in a language."""
    session = programme.session(name)
    streams = streams_of(programme, session, NOW)
    stream = next(s for s in streams if fits(s.channel, lang, platform))
    return stream.url, stream.video


NATIVE = (f"{PAGES}/one", f"{CDN}/one_native_hd.hls")
TRANSLATED = (f"{PAGES}/one/i18n/translated", f"{CDN}/one_translated_hd.hls")


@pytest.mark.parametrize(
    ("name", "lang", "urls"),
    [
        ("vortrag", "de", NATIVE),
        ("vortrag", "en", TRANSLATED),
        ("lecture", "en", NATIVE),
        ("lecture", "de", TRANSLATED),
        # What language it is in, and is translated into, is unknown.
        ("other", "en", NATIVE),
    ],
)
def test_language_opens_the_original_or_its_interpretation(
    name: str, lang: str, urls: tuple[str, str]
) -> None:
    programme = api(conference(room("one", "Saal 1"))).added_to(congress())
    assert opened(programme, name, lang) == urls


@pytest.mark.parametrize(
    ("endpoint", "label", "lang"),
    [
        ("translated", "Translated", "en"),
        ("translated", "English", "en"),
        ("translated-2", "Français", "fr"),
        ("translated-fr", "Translated2", "fr"),
        ("translated-2", "Translated2", None),
    ],
)
def test_language_of_a_translation_is_that_of_its_label(
    endpoint: str, label: str, lang: str | None
) -> None:
    table = room("one", "Saal 1", [(endpoint, label)])
    programme = api(conference(table)).added_to(congress(talk("vortrag", "de-AT")))
    [session] = programme.sessions
    channels = {link.player_url: programme.channel(link.channel) for link in session.streams}
    channel = channels.get(f"{CDN}/one_{endpoint}_hd.hls")
    assert (channel and channel.lang) == lang
    assert all(channel and channel.lang != UNDETERMINED for channel in channels.values())


def urls_of_channels(programme: Programme) -> dict[str, str | None]:
    return {channel.id: channel.url for channel in programme.channels}


def test_channel_has_the_page_that_its_sessions_have_in_common() -> None:
    found = api(conference(room("one", "Saal 1"))).added_to(congress(talk("vortrag", "de")))
    urls = urls_of_channels(found)
    assert (urls["one-de"], urls["one-en"]) == (NATIVE[0], TRANSLATED[0])
    urls = urls_of_channels(api(conference(room("one", "Saal 1"))).added_to(congress()))
    assert (urls["one-de"], urls["one-en"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "lang", "url"),
    [
        ("vortrag", "de", NATIVE[0]),
        ("vortrag", "en", TRANSLATED[0]),
        ("lecture", "de", TRANSLATED[0]),
        ("lecture", "en", NATIVE[0]),
    ],
)
def test_channel_of_a_session_is_its_page(name: str, lang: str, url: str) -> None:
    programme = api(conference(room("one", "Saal 1"))).added_to(congress())
    found = channels_of(programme, programme.session(name), NOW)
    assert next(s.url for s in found if fits(s.channel, lang, "web")) == url


def test_rule_does_not_make_a_channel_of_different_pages_its_own() -> None:
    web = Channel("tube", "youtube", "de", {}, None, frozenset(), False, ())
    own = talk("own", "en")._replace(streams=(Link("tube", "https://y.org/own"),))
    programme = congress(own, talk("vortrag", "de"), talk("lecture", "en"), channels=(web,))
    rule = StreamRule("https://live.example.org/{room}", "web", "en")
    programme = api(conference(room("one", "Saal 1"))).added_to(programme)
    before = urls_of_channels(programme)
    programme = with_streams(programme, [rule]).programme
    after = urls_of_channels(programme)
    assert after == before | {"saal-1-en": "https://live.example.org/saal1"}
    assert opened(programme, "own", "en")[0] == "https://live.example.org/saal1"
    assert opened(programme, "vortrag", "en") == TRANSLATED
    assert opened(programme, "lecture", "en") == NATIVE
    later = seoul("2020-06-02T12:00")
    assert streams_of(programme, programme.session("vortrag"), later) == ()


def test_sound_and_slides_have_channels_of_their_own() -> None:
    programme = api(conference(room("one", "Saal 1"))).added_to(congress())
    assert opened(programme, "vortrag", "en", "audio") == (
        f"{PAGES}/one/audio/i18n/translated",
        f"{CDN}/one_translated_audio.opus",
    )
    assert opened(programme, "vortrag", "de", "slides") == (
        f"{PAGES}/one/slides",
        f"{CDN}/one_native_slides.hls",
    )
    ids = [channel.id for channel in programme.channels if channel.lang in ("de", "en")]
    assert ids[:2] == ["one-de", "one-en"]
    assert {"one-audio-de", "one-slides-en"} <= set(ids)


def test_channel_carries_the_sessions_of_its_room() -> None:
    programme = api(conference(room("one", "Saal 1"), room("two", "Saal 2"))).added_to(
        congress(talk("a", "de"), talk("b", "de", "Saal 2"), talk("c", "de", "Garden"))
    )
    carried = {c.id: c.carries for c in programme.channels}
    assert carried["one-de"] == frozenset({"a"})
    assert carried["two-en"] == frozenset({"b"})
    assert streams_of(programme, programme.session("c"), NOW) == ()


def test_own_streams_of_a_session_win() -> None:
    web = Channel("web", "web", "de", {}, None, frozenset(), False, ())
    own = talk("own", "de")._replace(streams=(Link("web", "https://example.org/own"),))
    programme = api(conference(room("one", "Saal 1"))).added_to(
        congress(own, talk("vortrag", "de"), channels=(web,))
    )
    assert [s.url for s in streams_of(programme, programme.session("own"), NOW)] == [
        "https://example.org/own"
    ]
    assert opened(programme, "vortrag", "en") == TRANSLATED


def test_channel_that_only_stood_for_a_room_is_left_out() -> None:
    def stage(name: str, carries: set[str]) -> Channel:
        return Channel(name, "web", "und", {"und": name}, None, frozenset(carries), False, ())

    rooms = (stage("Saal 1", {"a"}), stage("Garden", {"c"}))
    programme = api(conference(room("one", "Saal 1"))).added_to(
        congress(talk("a", "de"), talk("c", "de", "Garden"), channels=rooms)
    )
    ids = [channel.id for channel in programme.channels]
    assert "Garden" in ids
    assert "Saal 1" not in ids


def test_api_wins_over_a_rule_and_comes_before_what_carries_everything() -> None:
    page = Channel("page", "web", "und", {}, "https://x.org", frozenset("ac"), False, (), True)
    everything = Channel("tube", "youtube", "de", {}, "https://y.org", None, True, ())
    programme = api(conference(room("one", "Saal 1"))).added_to(
        congress(talk("a", "de"), talk("c", "de", "Garden"), channels=(everything, page))
    )
    ids = [channel.id for channel in programme.channels]
    assert (ids[:2], ids[-1]) == (["page", "one-de"], "tube")
    assert programme.channels[0].carries == frozenset("c")
    assert opened(programme, "a", "en") == TRANSLATED
    assert opened(programme, "a", "de", "youtube")[0] == "https://y.org"


def test_live_page_is_not_opened_after_the_session() -> None:
    programme = api(conference(room("one", "Saal 1"))).added_to(congress())
    later = seoul("2020-06-02T12:00")
    assert streams_of(programme, programme.session("vortrag"), later) == ()


def test_page_that_has_a_query_is_opened_as_it_is() -> None:
    table = room("one", "Saal 1")
    table["link"] += "?forceopen=yess"
    programme = api(conference(table)).added_to(congress())
    assert opened(programme, "vortrag", "en")[0] == f"{PAGES}/one?forceopen=yess"


ONE = room("one", "Saal 1")


@pytest.mark.parametrize(
    ("conferences", "source", "slug"),
    [
        ([conference(ONE)], "v2.json", "40c3"),
        ([conference(ONE, slug="x", start="", end="")], "v2.json", "x"),
        ([conference(ONE, start="2021-06-01", end="2021-06-05")], "v2.json", None),
        ([conference(ONE), conference(ONE, start="2021-06-01", end="2021-06-05")], "v2", "40c3"),
        ([conference(ONE, slug="x"), conference(ONE, slug="e")], "v2.json", "e"),
        ([conference(ONE, slug="x"), conference(ONE, slug="y")], "v2.json", None),
        ([conference(ONE, slug="x"), conference(ONE, slug="y")], "v2.json#y", "y"),
        ([conference(ONE, slug="x")], "v2.json#y", None),
    ],
)
def test_conference_is_that_of_the_event(
    conferences: list[dict[str, object]], source: str, slug: str | None
) -> None:
    programme = congress()
    programme = programme._replace(event=programme.event._replace(id="e"))
    found = conference_of(programme, api(*conferences, source=source))
    assert (found and found.slug) == slug


def messages(programme: Programme, *conferences: dict[str, object], source: str = "v2") -> str:
    return " ".join(
        advice.message for advice in api(*conferences, source=source).mismatches(programme)
    )


def test_what_is_not_used_is_told() -> None:
    twice = [talk("a", "de", "Garden (a)"), talk("b", "de", "Garden (b)")]
    assert messages(congress(), conference(ONE)) == ""
    assert 'the room name "Garden" is ambiguous' in messages(
        congress(*twice), conference(room("g", "Garden"))
    )
    assert messages(congress()) == "v2 has no streams at the moment."
    two = [conference(ONE, slug="x"), conference(ONE, slug="y")]
    assert "cannot tell which conference" in messages(congress(), *two)
    assert messages(congress(), *two, source="v2#z") == 'v2#z has no conference named "z".'


def test_rooms_that_do_not_match_are_known() -> None:
    [found] = api(conference(ONE, room("lounge", "Lounge"), room("g", "Garden"))).conferences
    programme = congress(
        talk("a", "de"), talk("b", "de", "Garden (a)"), talk("c", "de", "Garden (b)")
    )
    result = matched(programme, found)
    assert (result.unknown, result.unclear) == (("Lounge",), ("Garden",))
    assert result.idle == ({"und": "Garden (a)"}, {"und": "Garden (b)"})
