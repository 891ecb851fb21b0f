"""Streams that rules make from the names of rooms and tracks."""

import re
from collections.abc import Sequence
from time import process_time
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.urls import url_problem
from cacctl.model.programme import UNDETERMINED, Channel, Link, Programme, Session, Words
from cacctl.model.stream_rule_reader import MOST_RULES, RULE_KEYS, read_rules
from cacctl.model.stream_rules import StreamRule, with_streams
from cacctl.model.streams import streams_of
from tests.model.builders import AFTER, BEFORE, programme, session

LIVE = "https://live.example.net/watch"


def in_room(session_id: str, room: str | Words, track: str = "") -> Session:
    words: Words = {"und": room} if isinstance(room, str) else room
    return session(session_id)._replace(room=words, track={"und": track} if track else {})


def rule(url: object) -> StreamRule:
    """The only rule in a value."""
    rules, problems = read_rules(url)
    assert not problems
    (found,) = rules
    return found


def urls(found: Programme, session_id: str) -> list[str]:
    """Where the session can be watched while it is live."""
    one = found.session(session_id)
    assert one
    return [stream.url for stream in streams_of(found, one, one.start)]


def made(room: str | Words, *values: object, track: str = "") -> list[str]:
    rules = [rule(value) for value in values]
    return urls(with_streams(programme((), in_room("talk", room, track)), rules).programme, "talk")


# Rooms of FOSDEM's schedules of 2021 to 2026, with their slugs there, which its live pages have.
FOSDEM = {
    "Janson": "janson",
    "K.1.105 (La Fontaine)": "k1105",
    "H.1302 (Depage)": "h1302",
    "H.2215 (Ferrer)": "h2215",
    "H.1309 (Van Rijn)": "h1309",
    "AW1.120": "aw1120",
    "AW1.126": "aw1126",
    "J.1.106": "j1106",
    "UA4.218": "ua4218",
    "UA2.118 (Henriot)": "ua2118",
    "UB2.252A (Lameere)": "ub2252a",
    "UD2.120 (Chavanne)": "ud2120",
    "UD2.208 (Decroly)": "ud2208",
    "UD2.218A": "ud2218a",
    "D.go": "dgo",
    "M.community": "mcommunity",
}


@pytest.mark.parametrize(("room", "name"), FOSDEM.items())
def test_room_of_fosdem_makes_the_name_of_its_live_page(room: str, name: str) -> None:
    assert made(room, "https://live.fosdem.org/watch/{room}") == [
        f"https://live.fosdem.org/watch/{name}"
    ]


@pytest.mark.parametrize(
    ("room", "short", "slug", "name"),
    [
        ("K.1.105 (La Fontaine)", "k1105", "k-1-105-la-fontaine", "K.1.105%20%28La%20Fontaine%29"),
        ("Café [2nd floor]", "cafe", "cafe-2nd-floor", "Caf%C3%A9%20%5B2nd%20floor%5D"),
        ("(Foyer)", "foyer", "foyer", "%28Foyer%29"),
        ("1호실", "1%ED%98%B8%EC%8B%A4", "1%ED%98%B8%EC%8B%A4", "1%ED%98%B8%EC%8B%A4"),
        ("A/B?c#d", "abcd", "a-b-c-d", "A%2FB%3Fc%23d"),
        ("../../etc", "etc", "etc", "..%2F..%2Fetc"),
        ("{track}", "track", "track", "%7Btrack%7D"),
    ],
)
def test_name_has_three_forms(room: str, short: str, slug: str, name: str) -> None:
    for placeholder, part in (("room", short), ("room.slug", slug), ("room.name", name)):
        assert made(room, f"{LIVE}/{{{placeholder}}}") == [f"{LIVE}/{part}"]
        placeholder = placeholder.replace("room", "track")
        assert made("x", f"{LIVE}/{{{placeholder}}}", track=room) == [f"{LIVE}/{part}"]


@given(st.text(max_size=300))
def test_any_name_makes_a_good_url_or_a_problem(room: str) -> None:
    talk = in_room("talk", room)
    rules = [rule(f"{LIVE}/{{room{form}}}?x=1") for form in ("", ".slug", ".name")]
    for one in rules:
        found = with_streams(programme((), talk), [one])
        streams = urls(found.programme, "talk")
        assert bool(streams) != bool(found.problems) or not room
        for url in streams:
            assert url_problem(url) is None
            assert re.fullmatch(rf"{LIVE}/[\w.~%-]+\?x=1", url, re.ASCII)
        if streams and one.url.endswith("{room.name}?x=1"):
            assert unquote(streams[0]) == f"{LIVE}/{room}?x=1"


@given(st.text(st.characters(codec="ascii", exclude_characters="()[]{}"), max_size=40))
def test_plain_room_makes_its_letters_and_digits(room: str) -> None:
    name = "".join(re.findall("[a-z0-9]", room.lower()))
    assert made(room, f"{LIVE}/{{room}}") == ([f"{LIVE}/{name}"] if name else [])


def test_name_is_in_the_language_of_the_rule() -> None:
    hall = {"ko": "대강당", "en": "Main Hall"}
    values = [{"url": f"{LIVE}/{{room.name}}", "lang": lang} for lang in ("ko", "en", "de")]
    assert [unquote(url) for url in made(hall, *values)] == [
        f"{LIVE}/대강당",
        f"{LIVE}/Main Hall",
        f"{LIVE}/Main Hall",
    ]


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        ("Saal 1", [f"{LIVE}/s1"]),
        ("SAAL 1", [f"{LIVE}/s1"]),
        ("Saal 2", ["https://youtube.com/live/x_Y?t=1"]),
        ("Foyer", []),
        ("Saal 3", [f"{LIVE}/saal3"]),
        ({"ko": "강당", "en": "Saal 1"}, [f"{LIVE}/s1"]),
    ],
)
def test_table_has_exceptions(room: str | Words, expected: list[str]) -> None:
    rooms = {"Saal 1": "s1", "saal 2": "https://youtube.com/live/x_Y?t=1", "Foyer": ""}
    assert made(room, {"url": f"{LIVE}/{{room}}", "rooms": rooms}) == expected
    assert made("x", {"url": f"{LIVE}/{{track}}", "tracks": rooms}, track="Saal 1") == [
        f"{LIVE}/s1"
    ]


def test_rule_without_url_is_for_the_rooms_in_its_table() -> None:
    value = {"rooms": {"Hall A": "https://youtu.be/a", "Hall B": "https://youtu.be/b", "C": ""}}
    assert rule(value).platform == "youtube"
    assert made("Hall B", value) == ["https://youtu.be/b"]
    assert made("Hall D", value) == []


def test_exception_for_an_unknown_room_is_reported() -> None:
    value = {"url": f"{LIVE}/{{room}}", "rooms": {"Libary": "lib", "Library": "lib"}}
    found = with_streams(programme((), in_room("talk", "Library")), [rule(value)])
    (problem,) = found.problems
    assert problem.path == (0, "rooms", "Libary")
    assert problem.words == 'room "Libary" has no sessions. Did you mean Library?'


def test_session_without_room_gets_no_stream() -> None:
    talk, walk = in_room("talk", "Janson"), in_room("walk", {})
    found = with_streams(programme((), talk, walk), [rule(f"{LIVE}/{{room}}")])
    assert not found.problems
    assert urls(found.programme, "walk") == []
    assert with_streams(programme((), walk), [rule(f"{LIVE}/{{room}}")])[0].channels == ()


def room_channel(room: str, *sessions: str, url: str | None = None) -> Channel:
    """The channel that readers of other formats make of a room."""
    name = {"und": room}
    carries = frozenset(sessions)
    return Channel("room", "web", UNDETERMINED, name, url, carries, keeps_replays=False, notes=())


def test_channel_of_a_room_gets_the_url() -> None:
    channels = (room_channel("Janson", "talk"),)
    talks = in_room("talk", "Janson"), in_room("other", "Janson")
    (found,) = with_streams(programme(channels, *talks), [rule(f"{LIVE}/{{room}}")])[0].channels
    assert (found.id, found.url) == ("room", f"{LIVE}/janson")
    assert found.carries == frozenset({"talk", "other"})


def test_own_stream_wins_on_its_platform() -> None:
    own = in_room("own", "Janson")._replace(streams=(Link("room", "https://own.example.net/"),))
    other = in_room("other", "Janson")
    channels = (room_channel("Janson", "own", "other"),)
    found = with_streams(programme(channels, own, other), [rule(f"{LIVE}/{{room}}")]).programme
    assert urls(found, "own") == ["https://own.example.net/"]
    assert urls(found, "other") == [f"{LIVE}/janson"]
    german = rule({"url": f"{LIVE}/{{room}}/de", "lang": "de"})
    youtube = rule({"url": f"{LIVE}/{{room}}/yt", "platform": "youtube"})
    found = with_streams(programme(channels, own, other), [german, youtube]).programme
    assert urls(found, "own") == [
        "https://own.example.net/",
        f"{LIVE}/janson/de",
        f"{LIVE}/janson/yt",
    ]


def test_channel_of_a_room_with_its_own_url_wins() -> None:
    shared = room_channel("Janson", "talk", url="https://own.example.net/")
    talk, other = in_room("talk", "Janson"), in_room("other", "Janson")
    found = with_streams(programme((shared,), talk, other), [rule(f"{LIVE}/{{room}}")]).programme
    assert urls(found, "talk") == ["https://own.example.net/"]
    assert urls(found, "other") == [f"{LIVE}/janson"]


def test_rule_comes_before_a_channel_for_every_session() -> None:
    everything = room_channel("Main", url="https://all.example.net/")._replace(carries=None)
    found = with_streams(
        programme((everything,), in_room("talk", "Janson")), [rule(f"{LIVE}/{{room}}")]
    ).programme
    assert urls(found, "talk") == [f"{LIVE}/janson", "https://all.example.net/"]


def test_first_rule_of_a_platform_and_language_wins() -> None:
    first = {"rooms": {"Janson": f"{LIVE}/first"}}
    assert made("Janson", first, f"{LIVE}/{{room}}") == [f"{LIVE}/first"]
    assert made("Other", first, f"{LIVE}/{{room}}") == [f"{LIVE}/other"]


@pytest.mark.parametrize("channels", [(), (room_channel("Janson", "talk", "other"),)])
def test_later_application_replaces_an_earlier_one(channels: Sequence[Channel]) -> None:
    talks = in_room("talk", "Janson"), in_room("other", "Janson"), in_room("far", "Ferrer")
    earlier = with_streams(programme(tuple(channels), *talks), [rule(f"{LIVE}/old/{{room}}")])
    (newer,) = [rule({"url": f"{LIVE}/new/{{room}}", "rooms": {"Ferrer": ""}})]
    found = with_streams(earlier.programme, [newer]).programme
    assert urls(found, "talk") == urls(found, "other") == [f"{LIVE}/new/janson"]
    assert urls(found, "far") == [f"{LIVE}/old/ferrer"]
    assert len(found.channels) == 2


def test_channels_have_ids_of_their_own() -> None:
    rooms = ["Saal 1", "Saal (1)", "saal-1", "강당", "청년관", "---1"]
    talks = [in_room(f"talk-{n}", room) for n, room in enumerate(rooms)]
    values = [{"url": f"{LIVE}/{{room.name}}", "lang": lang} for lang in ("en", "de")]
    found = with_streams(programme((), *talks), [rule(value) for value in values]).programme
    ids = [channel.id for channel in found.channels]
    assert len(set(ids)) == len(ids) == 12
    assert all(re.fullmatch("[a-z0-9][a-z0-9-]{0,63}", channel_id) for channel_id in ids)
    assert ids[:3] == ["saal-1-en", "saal-1-en-web", "saal-1-en-2"]


def test_live_page_has_nothing_after_the_session() -> None:
    talk = in_room("talk", "Janson")._replace(recordings=(Link("room", "https://video/x"),))
    bare = in_room("bare", "Janson")
    channels = (room_channel("Janson", "talk", "bare"),)
    found = with_streams(programme(channels, talk, bare), [rule(f"{LIVE}/{{room}}")]).programme
    assert streams_of(found, bare, BEFORE)[0].kind == "live"
    assert streams_of(found, bare, AFTER) == ()
    assert [s.kind for s in streams_of(found, talk, AFTER)] == ["replay"]
    keeping = rule({"url": f"{LIVE}/{{room}}", "replays": True})
    found = with_streams(programme(channels, talk, bare), [keeping]).programme
    assert [s.kind for s in streams_of(found, bare, AFTER)] == ["channel"]
    assert found.channels[0].keeps_replays


@pytest.mark.parametrize(
    ("value", "path", "words"),
    [
        (3, (), "must be a URL or a table"),
        ([], (), "must be a URL or a table"),
        ([f"{LIVE}/{{room}}", 3], (), "must be a URL or a table"),
        ([[f"{LIVE}/{{room}}"]], (), "must be a URL or a table"),
        ([f"{LIVE}/{{room}}"] * (MOST_RULES + 1), (), "too many rules: 21. The limit is 20."),
        ("", (), "no placeholder"),
        (LIVE, (), "no placeholder for the room. Use one of these: {room}, {room.slug},"),
        (f"{LIVE}/{{rom}}", (), "unknown placeholder: {rom}. Use one of these: {room}"),
        (f"{LIVE}/{{room}}/{{Room}}", (), "unknown placeholder: {Room}"),
        (f"{LIVE}/{{roomx", (), "unknown placeholder: {roomx"),
        (f"{LIVE}/{{room}}}}", (), "unknown placeholder: }"),
        (f"{LIVE}/{{}}", (), "unknown placeholder: {}"),
        ("ftp://example.net/{room}", (), "does not start with https:// or http://"),
        ("javascript:{room}", (), "does not start with https:// or http://"),
        ("https://u:{room}@example.net/", (), "contains a username or a password"),
        (f"{LIVE}/{{room}} x", (), "contains a space"),
        ([f"{LIVE}/\x1b{{room}}"], (0,), "control character"),
        ({"url": LIVE}, ("url",), "no placeholder"),
        ([{"url": LIVE}], (0, "url"), "no placeholder"),
        ({"url": 3}, ("url",), "wrong type"),
        ({}, (), "url is missing"),
        ({"rooms": {}}, (), "url is missing"),
        ({"rooms": {"A": "a"}}, (), "url is missing"),
        ({"rooms": {"A": 3}}, ("rooms", "A"), "wrong type"),
        ({"rooms": {"A": "ftp://x"}}, ("rooms", "A"), "is not a valid URL"),
        ({"url": f"{LIVE}/{{room}}", "rooms": ["A"]}, ("rooms",), "wrong type"),
        ({"url": f"{LIVE}/{{room}}", "lang": "English"}, ("lang",), '"English" is not valid'),
        ({"url": f"{LIVE}/{{room}}", "platform": "You Tube"}, ("platform",), "is not valid"),
        ({"url": f"{LIVE}/{{room}}", "replays": "yes"}, ("replays",), "wrong type"),
    ],
)
def test_wrong_rule_is_reported_with_its_path(
    value: object, path: tuple[str | int, ...], words: str
) -> None:
    rules, problems = read_rules(value)
    assert rules == ()
    (problem,) = problems
    assert problem.path == path
    assert words in problem.words


@pytest.mark.parametrize(
    ("room", "url", "reason"),
    [
        ("강당", "https://{room}.example.net/", "host is invalid"),
        ("!!!", f"{LIVE}/{{room}}", "its name has no letters or digits"),
        ("x" * 3_000, f"{LIVE}/{{room.name}}", "longer than 2048 characters"),
        ("x", {"url": f"{LIVE}/{{room}}", "rooms": {"x": "a b"}}, "contains a space"),
        ("x", {"url": "https://example.net{room}/", "rooms": {"x": "@evil"}}, "username"),
    ],
)
def test_room_that_makes_a_bad_url_is_reported(room: str, url: object, reason: str) -> None:
    found = with_streams(programme((), in_room("talk", room)), [rule(url)])
    assert urls(found.programme, "talk") == []
    (problem,) = found.problems
    assert problem.path == (0,)
    assert reason in problem.words


def test_platform_is_that_of_the_host_unless_named() -> None:
    assert rule("https://www.twitch.tv/event_{room}").platform == "twitch"
    assert rule(f"{LIVE}/{{room}}").platform == "web"
    assert rule({"url": f"{LIVE}/{{room}}", "platform": "peertube"}).platform == "peertube"


def test_every_key_is_used() -> None:
    assert RULE_KEYS == ("url", "platform", "lang", "replays", "rooms", "tracks")


def test_thousands_of_sessions_and_rooms_take_linear_time() -> None:
    talks = [in_room(f"talk-{n}", f"Room {n}") for n in range(20_000)]
    rooms = {f"Hall {n}": "x" for n in range(20_000)}
    whole = programme((), *talks)
    started = process_time()
    found = with_streams(whole, [rule({"url": f"{LIVE}/{{room}}", "rooms": rooms})] * 2)
    assert process_time() - started < 10
    assert len(found.programme.channels) == 20_000
    assert len(found.problems) == 40


def test_thousands_of_rooms_without_latin_letters_get_ids_in_linear_time() -> None:
    talks = [in_room(f"talk-{n}", chr(0xAC00 + n)) for n in range(11_000)]
    started = process_time()
    found = with_streams(programme((), *talks), [rule(f"{LIVE}/{{room}}")]).programme
    assert process_time() - started < 3
    ids = [channel.id for channel in found.channels]
    assert (ids[:3], ids[-1]) == (["web", "web-web", "web-2"], "web-10999")


ROOMS = st.sampled_from(["Hall A", "Hall B", "Hall C (upstairs)", "D.4", ""])
LANGS = st.sampled_from([UNDETERMINED, "en", "de"])
PLATFORMS = st.sampled_from(["web", "youtube"])
FLAGS = st.booleans()


@st.composite
def tables(draw: st.DrawFn) -> dict[str, object]:
    """A rule whose URL shows which one it is."""
    mark = draw(st.integers(0, 99))
    lang = draw(LANGS)
    exceptions = draw(
        st.dictionaries(
            ROOMS.filter(bool), st.sampled_from(["", "x", "https://whole.example.net/"])
        )
    )
    return {
        "url": f"https://example.net/{mark}/{{room}}",
        "platform": draw(PLATFORMS),
        **({"lang": lang} if lang != UNDETERMINED else {}),
        "rooms": exceptions,
    }


@st.composite
def events(draw: st.DrawFn) -> Programme:
    """Sessions in rooms, some with a stream of their own, as readers give them."""
    channels = [
        Channel(f"own-{n}", platform, lang, {"und": "Own"}, None, frozenset(), False, ())
        for n, (platform, lang) in enumerate([("web", "und"), ("web", "de"), ("youtube", "en")])
    ]
    talks = []
    for n, room in enumerate(draw(st.lists(ROOMS, min_size=1, max_size=8))):
        own = draw(st.sampled_from([None, None, *channels]))
        links = (Link(own.id, f"https://own.example.net/{n}"),) if own else ()
        talks.append(in_room(f"talk-{n}", room or {})._replace(streams=links))
    rooms: dict[str, list[str]] = {}
    for talk in talks:
        for name in talk.room.values():
            rooms.setdefault(name, []).append(talk.id)
    if draw(FLAGS):
        channels += [
            room_channel(name, *members)._replace(id=f"room-{n}")
            for n, (name, members) in enumerate(rooms.items())
        ]
        ids = {name: f"room-{n}" for n, name in enumerate(rooms)}
        for n, talk in enumerate(talks):
            if draw(FLAGS) and talk.room:
                link = Link(ids[talk.room["und"]], f"https://own.example.net/room/{n}")
                talks[n] = talk._replace(streams=(link,))
    return programme(tuple(channels), *talks)


def expected(
    talk: Session, own: Sequence[tuple[str, str]], rules: Sequence[dict[str, object]]
) -> set[tuple[str, str, str]]:
    """Platform, language and URL of each stream that rules add to a session, found one by one."""
    found: dict[tuple[str, str], str] = {}
    room = talk.room.get("und", "")
    for table in rules:
        platform, lang = str(table["platform"]), str(table.get("lang", UNDETERMINED))
        if not room or (platform, lang) in found or (platform, lang) in own:
            continue
        if lang == UNDETERMINED and platform in [name for name, _lang in own]:
            continue
        exceptions = table["rooms"]
        assert isinstance(exceptions, dict)
        name = re.sub(r"\(.*\)|[^a-z0-9]", "", room.lower())
        name = exceptions.get(room, name)
        if name:
            url = name if "://" in name else str(table["url"]).replace("{room}", name)
            found[platform, lang] = url
    return {(platform, lang, url) for (platform, lang), url in found.items()}


def added(found: Programme, talk: Session) -> set[tuple[str, str, str]]:
    own = [link.url for link in talk.streams]
    return {
        (stream.channel.platform, stream.channel.lang, stream.url)
        for stream in streams_of(found, talk, talk.start)
        if stream.url not in own
    }


@given(events(), st.lists(tables(), max_size=4), st.lists(tables(), max_size=2))
def test_rules_agree_with_a_session_by_session_model(
    event: Programme, first: list[dict[str, object]], later: list[dict[str, object]]
) -> None:
    platforms = {channel.id: (channel.platform, channel.lang) for channel in event.channels}
    once = with_streams(event, [rule(table) for table in first]).programme
    twice = with_streams(once, [rule(table) for table in later]).programme
    assert once.sessions == twice.sessions == event.sessions
    assert len({channel.id for channel in twice.channels}) == len(twice.channels)
    for talk in event.sessions:
        own = [platforms[link.channel] for link in talk.streams]
        assert added(once, talk) == expected(talk, own, first)
        newer = expected(talk, own, later)
        replaced = {(platform, lang) for platform, lang, _url in newer}
        kept = {one for one in added(once, talk) if one[:2] not in replaced}
        assert added(twice, talk) == newer | kept
        for link in talk.streams:
            assert link.url in urls(twice, talk.id)
