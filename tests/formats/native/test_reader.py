"""Schedule files: what is read, and what is refused or warned about as a whole."""

import json
import random
import re
from datetime import UTC, date, datetime, timedelta
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.loading import read_file
from cacctl.model.programme import Link, Programme, Session, SessionLink
from tests.conftest import ROOT, SOME_TIME
from tests.formats.native.schedules import (
    FULL,
    SMALLEST,
    changed,
    line_of,
    load,
    only_problem,
    with_event,
)


def test_bundled_schedule_has_fifteen_sessions_and_no_warning() -> None:
    loaded = read_file(ROOT / "data" / "schedule.toml", SOME_TIME)
    assert len(loaded.programme.sessions) == 15
    assert loaded.warnings == ()


def test_smallest_schedule_is_read() -> None:
    loaded = load(SMALLEST)
    session = loaded.programme.sessions[0]
    assert loaded.warnings == ()
    assert (session.number, session.day, session.date) == (1, 1, date(2020, 6, 2))
    assert session.start == datetime(2020, 6, 2, 13, tzinfo=UTC)
    assert session.end == datetime(2020, 6, 2, 14, 30, tzinfo=UTC)
    assert session.start.tzinfo is UTC
    assert session.name == {"und": "Welcome"}
    event = loaded.programme.event
    assert event.first_date == event.last_date == date(2020, 6, 2)
    assert loaded.programme.channels == ()


def test_every_key_is_read() -> None:
    programme = load(FULL).programme
    # 23:00 in Seoul and 10:00 in New York are the same instant: the order of the file decides.
    assert [(s.id, s.number, s.day) for s in programme.sessions] == [
        ("opening", 1, 1),
        ("night", 2, 2),
        ("abroad", 3, 2),
    ]
    opening = programme.sessions[0]
    assert opening.speakers[0].role == {"en": "Mayor"}
    assert opening.cities == ({"en": "London", "ko": "런던"}, {"und": "Busan"})
    assert opening.recordings == (Link("youtube-en", "https://www.example.org/opening", 3723),)
    assert opening.links == (
        SessionLink("chat", "https://www.example.org/chat"),
        SessionLink(
            "slides",
            "https://www.example.org/opening.pdf",
            {"en": "Slides and notes", "ko": "발표 자료와 메모"},
        ),
    )
    assert opening.streams == (Link("youtube-en", "https://www.example.org/live/opening"),)
    assert (opening.room, opening.track, opening.lang) == ({"en": "Pier 1"}, {"en": "Cities"}, "en")
    assert opening.page == "https://www.example.org/programme/opening"
    assert opening.description["en"].startswith("Three mayors")
    assert programme.event.revision == 3
    assert opening.city_count == 5
    assert programme.event.revised == datetime(2020, 5, 28, tzinfo=UTC)
    youtube, pier, television = programme.channels
    assert (pier.url, pier.platform) == ("https://www.example.org/rooms/pier1", "web")
    assert (pier.carries, pier.by_rule) == (frozenset({"opening"}), True)
    assert set(youtube.carries or ()) == {"opening", "night"}
    assert youtube.keeps_replays
    assert television.carries is None
    assert television.url is None
    assert programme.event.notes[0].sources == (
        {"und": "https://www.example.org/news"},
        {"en": "Press release", "ko": "보도자료"},
    )
    assert (programme.event.first_date, programme.event.last_date) == (
        date(2020, 6, 1),
        date(2020, 6, 5),
    )


def test_documented_examples_are_the_tested_ones() -> None:
    text = (ROOT / "docs" / "schedule-format.md").read_text(encoding="utf-8")
    assert re.findall(r"```toml\n(schema.*?)```", text, re.DOTALL) == [SMALLEST, FULL]
    delays = next(b for b in re.findall(r"```toml\n(.*?)```", text, re.DOTALL) if "delay" in b)
    loaded = load(with_event(delays.replace("2020-06-03T13", "2020-06-02T22")))
    assert loaded.programme.sessions[0].start == datetime(2020, 6, 2, 13, 20, tzinfo=UTC)
    assert len(loaded.warnings) == 1


def test_sessions_that_start_together_keep_the_order_of_the_file() -> None:
    second = SMALLEST[SMALLEST.index("[[session]]") :].replace('"welcome"', '"also"')
    assert [s.id for s in load(SMALLEST + second).programme.sessions] == ["welcome", "also"]


def test_duplicate_id_is_refused() -> None:
    again = SMALLEST[SMALLEST.index("[[session]]") :]
    problem = only_problem(SMALLEST + again)
    assert problem.startswith("p.toml:14: session 2 (welcome), id: ")
    assert "session 1" in problem


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ('sessions = ["opening"', 'sessions = ["openin"', "Did you mean opening?"),
        ('channel = "youtube-en"', 'channel = "youtube"', "Did you mean youtube-en?"),
        ('sessions = ["opening"', "sessions = [1", ""),
    ],
)
def test_unknown_id_is_refused_with_the_nearest_one(old: str, new: str, advice: str) -> None:
    problem = only_problem(changed(old, new, FULL))
    assert problem.startswith(f"p.toml:{line_of(old, FULL)}: ")
    assert advice in problem


@pytest.mark.parametrize("spelling", ["cancelled", "canceled"])
def test_both_spellings_of_cancelled_are_read(spelling: str) -> None:
    loaded = load(changed('name = "Welcome"', f'{spelling} = true\nname = "Welcome"'))
    assert (loaded.programme.sessions[0].cancelled, loaded.warnings) == (True, ())


@pytest.mark.parametrize("version", ["2", "99", "0x" + "f" * 4_000])
def test_newer_schema_is_the_only_problem_reported(version: str) -> None:
    problem = only_problem(f"schema = {version}\nall = 'different'")
    assert "newer cacctl" in problem


@pytest.mark.parametrize(
    ("old", "new"),
    [("[event]", "[[event]]"), ("[[session]]", "[session]")],
)
def test_table_with_the_wrong_brackets_is_refused(old: str, new: str) -> None:
    assert old.strip("[]") in only_problem(changed(old, new))


def test_session_outside_the_event_is_warned_about() -> None:
    text = changed(
        'zone = "Asia/Seoul"', 'zone = "Asia/Seoul"\nstart = 2020-06-01\nend = 2020-06-05'
    )
    text += '[[session]]\nid = "late"\nname = "L"\n'
    text += "start = 2020-06-06T00:00:00\nend = 2020-06-06T01:00:00\n"
    (warning,) = load(text).warnings
    assert warning.startswith("p.toml:18: warning: session 2 (late), start: 2020-06-06 is outside")


@pytest.mark.parametrize("rest", ["", "session = []\n"])
def test_schedule_without_sessions_is_refused(rest: str) -> None:
    text = changed("schema = 1\n", "schema = 1\n" + rest)
    assert "no session" in only_problem(text[: text.index("[[session]]")])


def test_too_many_sessions_are_refused() -> None:
    text = SMALLEST[: SMALLEST.index("[[session]]")] + "[[session]]\n" * 100_001
    assert "100001" in only_problem(text)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(
    lambda text: bool(text.strip()) and text.isprintable()
)


TIMES = st.tuples(
    st.datetimes(
        datetime(1971, 1, 1),  # noqa: DTZ001 - hypothesis takes bounds without a zone
        datetime(8999, 1, 1),  # noqa: DTZ001
    ),
    st.timedeltas(timedelta(seconds=1), timedelta(days=31)),
)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@given(st.lists(st.tuples(TIMES, WORDS, WORDS), min_size=1, max_size=5))
def test_times_and_texts_are_kept(items: list[tuple[tuple[datetime, timedelta], str, str]]) -> None:
    text = SMALLEST[: SMALLEST.index("[[session]]")] + "".join(
        f'[[session]]\nid = "s{n}"\nname.ko = {quoted(ko)}\nname.en = {quoted(en)}\n'
        f"start = {start.isoformat()}Z\nend = {(start + length).isoformat()}Z\n"
        for n, ((start, length), ko, en) in enumerate(items)
    )
    programme: Programme = load(text).programme
    found: dict[str, Session] = {session.id: session for session in programme.sessions}
    for n, ((start, length), ko, en) in enumerate(items):
        session = found[f"s{n}"]
        assert session.start == start.replace(tzinfo=UTC)
        assert session.end - session.start == length
        assert session.date == session.start.astimezone(ZoneInfo("Asia/Seoul")).date()
        assert session.name == {
            "ko": normalize("NFC", ko).strip(" "),
            "en": normalize("NFC", en).strip(" "),
        }
    assert [s.number for s in programme.sessions] == list(range(1, len(items) + 1))
    assert list(programme.sessions) == sorted(programme.sessions, key=lambda s: s.start)


@given(st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)


@pytest.mark.parametrize("seed", range(20))
def test_mutations_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    lines = FULL.encode().splitlines(keepends=True)
    snippets = [
        *(b"=", b"[", b"]]", b'"', b"'''", b"\n", b"nan", b"1", b"-", b"\0", b"\xed\x95", b"{}"),
        *(b"9999-12-31T23:59:59", b"24:30", b"\\u0000", b"[[session]]\n", b"name=1\n"),
    ]
    for _attempt in range(60):
        data = bytearray(b"".join(lines))
        for _change in range(chance.randint(1, 4)):
            place = chance.randrange(len(data))
            kind = chance.randrange(4)
            if kind == 0:
                del data[place : place + chance.randint(1, 30)]
            elif kind == 1:
                data[place:place] = chance.choice(snippets)
            elif kind == 2:
                data[place] = chance.randrange(256)
            else:
                data[place:place] = chance.choice(lines)
        read_or_refused(bytes(data))


def read_or_refused(data: bytes) -> None:
    try:
        loaded = load(data)
    except ScheduleProblem as problem:
        assert problem.problems
        assert all(line.startswith("p.toml:") and line.isprintable() for line in problem.problems)
    else:
        assert loaded.programme.sessions


@pytest.mark.parametrize("text", ["", "\n", "  \n\t\n"])
def test_empty_file_is_reported_as_empty(text: str) -> None:
    assert only_problem(text).endswith("the file is empty.")
