"""What the readers of other formats share: ids, rooms as channels, links, languages, doubts."""

import re
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.formats.common import foreign
from cacctl.formats.common.foreign import Doubts, Draft, Facts, Found
from cacctl.formats.diagnostics import ID, MOST_SESSIONS, Examined
from cacctl.model.programme import Link, Programme
from cacctl.model.streams import streams_of

START = datetime(2030, 6, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIVE = "https://stream.example/a"
FACTS = Facts("Conf", "Europe/Berlin")


def test_a_host_of_many_dots_is_looked_up_at_once() -> None:
    started = process_time()
    assert foreign.platform("https://" + "a." * 200_000 + "youtube.com/x") == "web"
    assert process_time() - started < 1


def draft(number: int, name: str = "Talk", **more: object) -> Draft:
    start = START + number * HOUR
    return Draft(("event", number), start, start + HOUR, name)._replace(**more)  # type: ignore[arg-type]


def examine(*drafts: Draft, facts: Facts = FACTS) -> Examined:
    doubts = Doubts()
    doubts.events = len(drafts)
    return foreign.examined("c.xml", "", facts, drafts, doubts, lambda: [3, 7, 11])


def programme(*drafts: Draft, facts: Facts = FACTS) -> Programme:
    found = examine(*drafts, facts=facts).programme
    assert found
    return found


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("CANCELED: Tides", "Tides"),
        ("[CANCELLED] Tides", "Tides"),
        ("[Cancelled] Tides", "Tides"),
        ("(cancelled) Tides", "Tides"),
        ("Cancelled: Tides", "Tides"),
        ("Cancelled - Tides", "Tides"),
        ("Cancelled! Tides", "Tides"),
        ("CANCELLED Tides", "Tides"),
        ("CANCELLED: TIDES", "TIDES"),
        ("CANCELLED 개막", "개막"),
        ("Tides ! CANCELLED !", "Tides"),
        ("Tides CANCELED!!!", "Tides"),
        ("CANCELED!!! Tides", "Tides"),
        ("!!! CANCELED !!! Tides", "Tides"),
        ("*** CANCELLED *** Tides", "Tides"),
        ("Tides (cancelled)", "Tides"),
        ("Tides [Canceled]", "Tides"),
        ("Tides - cancelled", "Tides"),
        ("Tides – abgesagt", "Tides"),
        ("FÄLLT AUS: Gezeiten", "Gezeiten"),
        ("FÄLLT AUS Gezeiten", "Gezeiten"),
        ("Gezeiten FÄLLT AUS", "Gezeiten"),
        ("Gezeiten fällt aus", "Gezeiten"),
        ("Gezeiten fällt aus!", "Gezeiten"),
        ("Gezeiten (fällt aus)", "Gezeiten"),
        ("FA\u0308LLT AUS: Gezeiten", "Gezeiten"),
        ("Abgesagt: Gezeiten", "Gezeiten"),
        ("ABGESAGT Gezeiten", "Gezeiten"),
        ("취소: 개막", "개막"),
        ("취소 - 개막", "개막"),
        ("[취소] 개막", "개막"),
        ("【취소】개막", "개막"),
        ("개막 (취소)", "개막"),
        ("개막 - 취소", "개막"),
        ("개막 취소됨", "개막"),
        ("취소됨 개막", "개막"),
        ("CANCELLED: CANCELLED: Tides", "Tides"),
        ("CANCELLED: Tides (cancelled)", "Tides"),
        ("Day 2 [CANCELLED] Tides", "Day 2 Tides"),
        ("Annulé : Marées", "Marées"),
        ("Cancelado: Mareas", "Mareas"),
        ("Tides!!! CANCELLED", "Tides!!!"),
        ("What is Rust? - CANCELLED", "What is Rust?"),
    ],
)
def test_a_title_that_marks_its_session_as_cancelled(title: str, rest: str) -> None:
    assert foreign.title_and_cancelled(title) == (rest, True)


@pytest.mark.parametrize(
    "title",
    [
        "The cancelled flight problem",
        "Cancel culture",
        "Cancelled flights and their data",
        "Cancelling system calls",
        "CANCELLEDNESS",
        "Tides - CANCELLED, replaced by Ropes",
        "Ropes (REPLACES CANCELLED TALK)",
        "CANCELLED FLIGHTS",
        "Why my show got cancelled",
        "Don't get cancelled!",
        "예약 취소",
        "취소 수수료 안내",
        "예약 취소 방법",
        "예약취소",
        "Was fällt aus?",
        "The (cancelled) moon programme",
        "Tides NOT CANCELLED",
        "Cancelled",
        "Un-cancelled",
        "The talk is not cancelled",
        "Tides",
        "abgesagte Konzerte",
        "Cancelled-checks fraud",
        "실행취소: 편집기 만들기",
    ],
)
def test_a_title_about_what_is_cancelled(title: str) -> None:
    assert foreign.title_and_cancelled(title) == (title, False)


@pytest.mark.parametrize(
    "title",
    [
        "!" * 200_000 + "CANCELLED",
        "CANCELLED: " * 20_000,
        "[" * 200_000 + "CANCELLED",
        "(CANCELLED" * 20_000,
    ],
)
def test_a_long_title_is_looked_at_in_no_time(title: str) -> None:
    started = process_time()
    foreign.title_and_cancelled(title)
    assert process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Opening", "opening"),
        ("  Ünïcode & more!  ", "unicode-more"),
        ("36C3", "36c3"),
        ("2030", ""),
        ("개막", ""),
        ("", ""),
        ("a" * 99, "a" * 40),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert foreign.slug(text) == expected


@given(st.text())
def test_a_slug_is_an_id_or_nothing(text: str) -> None:
    found = foreign.slug(text)
    assert not found or re.fullmatch(ID, found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de", "de"),
        ("EN", "en"),
        ("pt_BR", "pt-BR"),
        (" ko ", "ko"),
        ("", ""),
        ("English", ""),
        ("de, en", ""),
        ("x" * 999, ""),
    ],
)
def test_languages(text: str, expected: str) -> None:
    assert foreign.language(text) == expected


@pytest.mark.parametrize(
    ("url", "label", "kind"),
    [
        ("https://live.fosdem.org/watch/k1", "", "live"),
        ("https://video.fosdem.org/2020/x.webm", "", "recording"),
        ("https://zoom.us/j/123", "", "live"),
        ("https://us02web.zoom.us/j/123", "", "live"),
        ("https://us02web.zoom.us/rec/share/x", "", "recording"),
        ("https://x.webex.com/recordingservice/sites/x/recording/1", "Live", "recording"),
        ("https://zoom.us/j/123?next=/rec/1", "", "live"),
        ("https://example.org/rec/share/x", "", None),
        ("https://example.org/x", "Live video stream from the room", "live"),
        ("https://example.org/x.webm", "Video recording (WebM/VP9)", "recording"),
        ("https://www.youtube.com/watch?v=1", "Recording", "recording"),
        ("https://www.youtube.com/watch?v=1", "Livestream", "live"),
        ("https://www.youtube.com/watch?v=1", "생중계", "live"),
        ("https://www.youtube.com/watch?v=1", "다시보기", "recording"),
        ("https://www.youtube.com/watch?v=1", "An earlier talk of mine", None),
        ("https://example.org/", "Homepage", None),
        ("https://notzoom.us.example.org/j/1", "", None),
        ("https://evilzoom.us/j/1", "", None),
        ("::", "", None),
        ("http://[", "", None),
    ],
)
def test_what_a_link_is_for(url: str, label: str, kind: str | None) -> None:
    assert foreign.kind_of_link(url, label) == kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>One &amp; two<br>three</p><ul><li>four</li></ul>5", "One & two three four 5"),
        ("in<b>line</b> <a href='x'>link</a>", "inline link"),
        ("<p>5 < 6, &lt;p&gt;</p>", "5 < 6, <p>"),
        ("plain * text", "plain * text"),
        ("a Vec<T> &amp; 5 < 6", "a Vec<T> & 5 < 6"),
        ("<p>broken <b", "broken <b"),
        ("<p>" * 2000, ""),
    ],
)
def test_html_is_read_as_text(text: str, words: str) -> None:
    assert " ".join(foreign.plain_text(text).split()) == words


def test_ids_are_different_and_stay_with_their_sessions() -> None:
    found = programme(
        draft(0, id="ABC123"), draft(1, "Talk"), draft(2, "Talk"), draft(3, "개막"),
        draft(4, id="7"), draft(5, id="talk-2"), draft(6, "강연"),
    )  # fmt: skip
    assert [session.id for session in found.sessions] == [
        "abc123",
        "talk",
        "talk-2",
        "session",
        "talk-3",
        "talk-2-2",
        "session-2",
    ]


@given(st.lists(st.sampled_from(["a", "a-2", "a-2-2", "b", "7", "개"]), min_size=1, max_size=12))
def test_ids_are_always_good(ids: list[str]) -> None:
    found = programme(*(draft(n, "개막", id=wanted) for n, wanted in enumerate(ids)))
    given = [session.id for session in found.sessions]
    assert len(set(given)) == len(given)
    for session_id in given:
        assert re.fullmatch(ID, session_id)
        assert not session_id.isdigit()


def test_thousands_of_the_same_name_take_no_longer_each() -> None:
    found = programme(*(draft(number, "Call") for number in range(20_000)))
    assert found.sessions[-1].id == "call-20000"


def test_an_address_that_a_room_shares_is_its_channels() -> None:
    links = (Found(LIVE, "live"),)
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


def test_an_address_of_one_session_is_its_own() -> None:
    found = programme(
        draft(0, room="Hall", links=(Found(LIVE, "live"), Found(f"{LIVE}.webm", "recording"))),
        draft(1, room="Hall", links=(Found("https://www.youtube.com/watch?v=2", "live"),)),
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


def test_a_room_can_have_an_address_of_its_own() -> None:
    facts = Facts("Conf", "Europe/Berlin", room_urls={"Hall": LIVE, "Bad": "javascript:x"})
    found = programme(draft(0, room="Hall"), draft(1, room="Bad"), facts=facts)
    hall, bad = found.channels
    assert (hall.url, hall.carries) == (LIVE, frozenset(["talk"]))
    assert (bad.url, bad.name) == (None, {"und": "Bad"})


def test_languages_of_streams_are_channels_of_their_own() -> None:
    links = tuple(Found(f"https://www.youtube.com/{lang}", "live", lang) for lang in ("ko", "en"))
    found = programme(draft(0, links=links), draft(1, links=links))
    assert [(c.id, c.lang, c.url) for c in found.channels] == [
        ("conf-ko", "ko", "https://www.youtube.com/ko"),
        ("conf-en", "en", "https://www.youtube.com/en"),
    ]


def test_what_may_not_be_opened_is_dropped() -> None:
    examined = examine(
        draft(0, page="javascript:x", links=(Found("file:///etc/passwd", "live"),)),
        draft(1, page="https://example.org/1"),
    )
    assert examined.programme
    first, second = examined.programme.sessions
    assert (first.page, first.streams, second.page) == (None, (), "https://example.org/1")
    assert [finding.path for finding in examined.findings] == [("event", 0)] * 2


@pytest.mark.parametrize(
    "bad",
    [
        draft(1)._replace(end=START + HOUR - timedelta(minutes=1)),
        draft(1)._replace(end=START),
        draft(1)._replace(end=START + timedelta(days=40)),
        draft(1)._replace(start=START.replace(year=1960), end=START.replace(year=1960) + HOUR),
        draft(1)._replace(start=START.replace(year=9500), end=START.replace(year=9500) + HOUR),
        draft(1, ""),
        draft(1, "  "),
    ],
)
def test_what_is_no_session_is_left_out_and_counted(bad: Draft) -> None:
    examined = examine(draft(0), bad)
    assert examined.programme
    assert len(examined.programme.sessions) == 1
    assert examined.remark == ("c.xml: of 2 events, 1 could not be read. Which: cacctl check c.xml")
    (problem,) = examined.placed(examined.findings)
    assert (problem.severity, problem.line) == ("warning", 7)
    assert problem.message.startswith("event 2: ")


def test_a_file_without_a_session_is_refused() -> None:
    examined = examine(draft(0, ""))
    assert examined.programme is None
    assert [problem.severity for problem in examined.placed(examined.findings)] == [
        "error",
        "warning",
    ]


def test_too_many_sessions_are_refused() -> None:
    examined = examine(*[draft(0)] * (MOST_SESSIONS + 1))
    assert examined.programme is None
    (problem,) = examined.placed(examined.findings)
    assert str(MOST_SESSIONS + 1) in problem.message


def test_texts_cannot_act() -> None:
    found = programme(
        draft(0, "a\x1b[2J\u202e", description="<b>x</b>\x07", room="R\x9b", speakers=("\x1b]8;;",))
    )
    session = found.sessions[0]
    assert session.name == {"und": "a\\x1b[2J\\u202e"}
    assert session.description == {"und": "x\\x07"}
    assert session.room == {"und": "R\\x9b"}
    assert session.speakers[0].name == {"und": "\\x1b]8;;"}


def test_events_with_the_uid_of_another_are_told() -> None:
    drafts = [draft(n, uid=uid) for n, uid in enumerate(["a", "b", "a", "", ""])]
    # What recurs is one event at several times.
    found = examine(*drafts, draft(1, uid="b"))
    assert [(f.path, *f.advice) for f in found.findings] == [
        (("event", 2), "it has the UID of event 1.", "Give each event a UID of its own.")
    ]


@pytest.mark.parametrize("name", ["*", "!", "- *", "?", "*0", "* x", "-x-"])
@pytest.mark.parametrize("mark", ["CANCELLED: ", "취소: "])
def test_signs_behind_the_mark_are_of_the_name(mark: str, name: str) -> None:
    assert foreign.title_and_cancelled(mark + name) == (name, True)
