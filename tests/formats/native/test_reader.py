"""Schedule files: what is read, what is refused and where, what is warned about."""

import json
import random
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import process_time
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.limits import LARGEST_FILE_BYTES
from cacctl.formats.loading import Loaded, read_file, read_programme
from cacctl.formats.native import problems, reader
from cacctl.formats.native.syntax import parsed
from cacctl.model.programme import Link, Programme, Session
from tests.conftest import ROOT, SOME_TIME

SCHEDULES = ROOT / "tests" / "schedules"
SMALLEST = (SCHEDULES / "smallest.toml").read_text(encoding="utf-8")
QUARTER = timedelta(minutes=15)
FULL = (SCHEDULES / "full.toml").read_text(encoding="utf-8")


def load(text: str | bytes) -> Loaded:
    data = text.encode() if isinstance(text, str) else text
    return read_programme(data, "p.toml", SOME_TIME)


def refused(text: str | bytes) -> tuple[str, ...]:
    """The problems of a text, each with its line."""
    with pytest.raises(ScheduleProblem) as caught:
        load(text)
    assert caught.value.problems
    assert caught.value.hint
    for problem in caught.value.problems:
        assert problem.startswith("p.toml:")
        assert problem.isprintable()
    return caught.value.problems


def changed(old: str, new: str, text: str = SMALLEST) -> str:
    assert old in text
    return text.replace(old, new, 1)


def only_problem(text: str | bytes) -> str:
    problems = refused(text)
    assert len(problems) == 1, problems
    return problems[0]


def with_event(lines: str, text: str = SMALLEST) -> str:
    return changed('zone = "Asia/Seoul"\n', f'zone = "Asia/Seoul"\n{lines}\n', text)


def line_of(snippet: str, text: str) -> int:
    return text[: text.index(snippet)].count("\n") + 1


def with_start(value: str) -> str:
    return changed("start = 2020-06-02T22:00:00", f"start = {value}")


def with_end(value: str) -> str:
    return changed("end = 2020-06-02T23:30:00", f"end = {value}")


def in_zone(zone: str, start: str, end: str = "2021-06-01T00:00:00") -> str:
    return with_start(start).replace("Asia/Seoul", zone).replace("2020-06-02T23:30:00", end)


# What is read


def test_the_bundled_schedule_has_fifteen_sessions_and_no_warning() -> None:
    loaded = read_file(ROOT / "data" / "schedule.toml", SOME_TIME)
    assert len(loaded.programme.sessions) == 15
    assert loaded.warnings == ()


def test_the_smallest_file() -> None:
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


def test_the_full_file() -> None:
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
    assert opening.recordings[0].channel == "youtube-en"
    assert opening.streams == (Link("youtube-en", "https://www.example.org/live/opening"),)
    assert (opening.room, opening.track, opening.lang) == ({"en": "Pier 1"}, {"en": "Cities"}, "en")
    assert opening.page == "https://www.example.org/programme/opening"
    assert opening.description["en"].startswith("Three mayors")
    assert programme.event.revision == 3
    assert opening.city_count == 5
    assert programme.event.revised == datetime(2020, 5, 28, tzinfo=UTC)
    youtube, television = programme.channels
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


def test_the_documented_examples_are_the_tested_ones() -> None:
    text = (ROOT / "docs" / "schedule-format.md").read_text(encoding="utf-8")
    assert re.findall(r"```toml\n(schema.*?)```", text, re.DOTALL) == [SMALLEST, FULL]
    delays = next(b for b in re.findall(r"```toml\n(.*?)```", text, re.DOTALL) if "delay" in b)
    loaded = load(with_event(delays.replace("2020-06-03T13", "2020-06-02T22")))
    assert loaded.programme.sessions[0].start == datetime(2020, 6, 2, 13, 20, tzinfo=UTC)
    assert len(loaded.warnings) == 1


def test_sessions_that_start_together_stay_in_the_order_of_the_file() -> None:
    second = SMALLEST[SMALLEST.index("[[session]]") :].replace('"welcome"', '"also"')
    assert [s.id for s in load(SMALLEST + second).programme.sessions] == ["welcome", "also"]


def test_texts_are_composed_and_cannot_act() -> None:
    text = changed('name = "Welcome"', r'name = "\u1112\u1161\u11ab \u001b[2J\u202e\nx 👩‍👧"')
    assert load(text).programme.sessions[0].name == {"und": "한 \\x1b[2J\\u202e x 👩\u200d👧"}


@pytest.mark.parametrize("literal", ["[/]", "[bold]", ":smile:", "{x} %s"])
def test_markup_is_plain_text(literal: str) -> None:
    text = changed('"Welcome"', json.dumps(literal))
    assert load(text).programme.sessions[0].name == {"und": literal}


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    data = b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode()
    assert load(data) == load(SMALLEST)


# What changes while the event runs


DAY = """\
schema = 1
[event]
id = "day"
name = "Day"
zone = "Asia/Seoul"
[[session]]
id = "one"
start = 2020-06-03T10:00:00
end = 2020-06-03T11:00:00
name = "One"
[[session]]
id = "two"
start = 2020-06-03T13:00:00
end = 2020-06-03T14:30:00
name = "Two"
[[session]]
id = "three"
start = 2020-06-03T23:50:00
end = 2020-06-04T00:30:00
name = "Three"
[[session]]
id = "four"
start = 2020-06-05T13:00:00
end = 2020-06-05T14:00:00
name = "Four"
"""


def in_session(name: str, line: str, text: str = DAY) -> str:
    return changed(f'name = "{name}"\n', f'name = "{name}"\n{line}\n', text)


def starts(text: str, *, warnings: int = 0) -> list[str]:
    """The sessions in order: number, id, day, start in Seoul, and `!` where it was changed."""
    loaded = load(text)
    assert len(loaded.warnings) == warnings, loaded.warnings
    return [
        f"{s.number} {s.id} {s.day} {s.start.astimezone(ZoneInfo('Asia/Seoul')):%d %H:%M}"
        + ("!" if s.announced else "")
        for s in loaded.programme.sessions
    ]


AS_ANNOUNCED = ["1 one 1 03 10:00", "2 two 1 03 13:00", "3 three 1 03 23:50", "4 four 2 05 13:00"]


def test_a_cancelled_session_stays_where_it_is() -> None:
    text = in_session("Two", "cancelled = true")
    assert starts(text) == AS_ANNOUNCED
    assert [s.cancelled for s in load(text).programme.sessions] == [False, True, False, False]
    assert load(in_session("Two", "cancelled = false")) == load(DAY)


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("moved = 2020-06-03T13:00:00", AS_ANNOUNCED),
        (
            "moved = 2020-06-03T09:00:00",
            ["2 two 1 03 09:00!", "1 one 1 03 10:00", *AS_ANNOUNCED[2:]],
        ),
        # On a date of its own it is a day of its own.
        (
            "moved = 2020-06-04T13:00:00+09:00",
            ["1 one 1 03 10:00", "3 three 1 03 23:50", "2 two 2 04 13:00!", "4 four 3 05 13:00"],
        ),
        (
            "moved = 2020-06-05T04:00:00Z",
            [*AS_ANNOUNCED[:1], AS_ANNOUNCED[2], "2 two 2 05 13:00!", AS_ANNOUNCED[3]],
        ),
    ],
)
def test_a_moved_session_keeps_its_number_and_length(line: str, order: list[str]) -> None:
    text = in_session("Two", line)
    assert starts(text) == order
    two = load(text).programme.session("two")
    assert two
    assert two.end - two.start == timedelta(minutes=90)
    assert (two.announced or two.start) == datetime(2020, 6, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("delay", "order", "warnings"),
    [
        ("{ from = 2020-06-03T13:00:00, minutes = 0 }", AS_ANNOUNCED, 0),
        (
            "{ from = 2020-06-03T13:00:00, minutes = 5 }",
            ["1 one 1 03 10:00", "2 two 1 03 13:05!", "3 three 1 03 23:55!", "4 four 2 05 13:00"],
            0,
        ),
        (
            "{ from = 2020-06-03T13:00:01, minutes = 5 }",
            [*AS_ANNOUNCED[:2], "3 three 1 03 23:55!", AS_ANNOUNCED[3]],
            0,
        ),
        # Over midnight it is on the next day.
        (
            "{ from = 2020-06-03T20:00:00, minutes = 20 }",
            [*AS_ANNOUNCED[:2], "3 three 2 04 00:10!", "4 four 3 05 13:00"],
            0,
        ),
        # The last one counts, in whichever order they are written.
        (
            "[{ from = 2020-06-03T13:00:00, minutes = 0 }, "
            "{ from = 2020-06-03T10:00:00, minutes = 5 }]",
            ["1 one 1 03 10:05!", *AS_ANNOUNCED[1:]],
            0,
        ),
        ("{ from = 2020-06-04T00:00:00, minutes = 20 }", AS_ANNOUNCED, 1),
        ("{ from = 2020-06-03T23:51:00, minutes = 20 }", AS_ANNOUNCED, 1),
        ("[]", AS_ANNOUNCED, 0),
    ],
)
def test_a_delay_is_for_what_starts_from_then_on_that_day(
    delay: str, order: list[str], warnings: int
) -> None:
    assert starts(with_event(f"delay = {delay}", DAY), warnings=warnings) == order


quarters = st.integers(0, 4 * 24 * 3).map(lambda n: datetime(2020, 6, 1) + n * QUARTER)  # noqa: DTZ001


@given(
    st.lists(st.tuples(quarters, st.none() | quarters), min_size=1, max_size=6),
    st.lists(st.tuples(quarters, st.integers(0, 1440)), max_size=4),
)
def test_moves_and_delays_against_each_session_looked_at(
    sessions: list[tuple[datetime, datetime | None]], delays: list[tuple[datetime, int]]
) -> None:
    text = DAY[: DAY.index("[[session]]")]
    for first, minutes in delays:
        text += f"[[event.delay]]\nfrom = {first.isoformat()}\nminutes = {minutes}\n"
    for number, (start, moved) in enumerate(sessions):
        end = (start + 2 * QUARTER).isoformat()
        text += f'[[session]]\nid = "s{number}"\nname = "S"\nstart = {start.isoformat()}\n'
        text += f"end = {end}\n" + (f"moved = {moved.isoformat()}\n" if moved else "")
    found = load(text).programme.sessions
    assert list(found) == sorted(found, key=lambda s: (s.start, s.number))
    dates = sorted({session.date for session in found})
    by_announced = sorted(range(len(sessions)), key=lambda n: sessions[n][0])
    for session in found:
        start, moved = sessions[int(session.id[1:])]
        planned, later = moved or start, 0
        for first, minutes in sorted(delays, key=lambda delay: delay[0]):
            if first.date() == planned.date() and first <= planned:
                later = minutes
        expected = planned + timedelta(minutes=later)
        local = session.start.astimezone(ZoneInfo("Asia/Seoul")).replace(tzinfo=None)
        assert local == expected
        assert (session.announced is None) == (expected == start)
        assert (session.announced or session.start).astimezone(ZoneInfo("Asia/Seoul")).replace(
            tzinfo=None
        ) == start
        assert session.end - session.start == 2 * QUARTER
        assert (session.date, session.day) == (local.date(), 1 + dates.index(local.date()))
        assert session.number == 1 + by_announced.index(int(session.id[1:]))


def test_a_delay_counts_from_the_start_a_session_was_moved_to() -> None:
    delayed = with_event("delay = { from = 2020-06-03T12:00:00, minutes = 60 }", DAY)
    later = in_session("Two", "moved = 2020-06-03T11:59:00", delayed)
    assert starts(later)[1] == "2 two 1 03 11:59!"
    assert (
        starts(in_session("One", "moved = 2020-06-03T12:00:00", delayed))[0] == "1 one 1 03 13:00!"
    )
    # Back at the announced start there is nothing to tell.
    assert starts(in_session("Two", "moved = 2020-06-03T12:00:00", delayed))[1] == AS_ANNOUNCED[1]


def test_a_delay_that_is_for_no_session_is_told_with_its_line() -> None:
    text = with_event("[[event.delay]]\nfrom = 2020-06-04T09:00:00\nminutes = 20", DAY)
    (warning,) = load(text).warnings
    assert warning.startswith(f"p.toml:{line_of('from = ', text)}: warning: event, delay 1, from: ")
    assert "2020-06-04T09:00:00+09:00" in warning


@pytest.mark.parametrize(
    ("delay", "expected"),
    [
        ("{ from = 2020-06-03T13:00:00, minutes = -1 }", "from 0 to 1440"),
        ("{ from = 2020-06-03T13:00:00, minutes = 1441 }", "from 0 to 1440"),
        ("{ from = 2020-06-03T13:00:00, minutes = true }", "from 0 to 1440"),
        ("{ from = 2020-06-03T13:00:00, minutes = 1.5 }", "from 0 to 1440"),
        ('{ from = 2020-06-03T13:00:00, minutes = "20" }', "from 0 to 1440"),
        ("{ from = 2020-06-03T13:00:00 }", "minutes = 20"),
        ("{ minutes = 20 }", "from = 2020-06-02T22:00:00"),
        ("{ from = 2020-06-03, minutes = 20 }", "2020-06-03T22:00:00"),
        ("{ from = 13:00:00, minutes = 20 }", "has no date"),
        ("20", "Write delay = { from = 2020-06-02T22:00:00, minutes = 20 }"),
        ("[20]", "20 is no table"),
    ],
)
def test_a_delay_that_cannot_be_is_refused_with_its_line(delay: str, expected: str) -> None:
    problem = only_problem(text := with_event(f"delay = {delay}", DAY))
    assert problem.startswith(f"p.toml:{line_of('delay = ', text)}: event, delay")
    assert expected in problem


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cancelled = 1", "neither true nor false"),
        ('cancelled = "true"', "neither true nor false"),
        ("moved = 2020-06-04", "2020-06-04T22:00:00"),
        ('moved = "2020-06-04T10:00:00"', "Leave the quotes out."),
        ("moved = 1960-01-01T10:00:00", "1960"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_its_line(line: str, expected: str) -> None:
    problem = only_problem(text := in_session("Two", line))
    assert problem.startswith(f"p.toml:{line_of(line, text)}: session 2 (two), {line.split()[0]}: ")
    assert expected in problem


def test_a_session_that_is_moved_out_of_the_event_is_told_at_that_line() -> None:
    text = in_session("Two", "moved = 2020-06-06T13:00:00", with_event("end = 2020-06-05", DAY))
    (warning,) = load(text).warnings
    assert warning.startswith(f"p.toml:{line_of('moved', text)}: warning: session 2 (two), moved: ")


# 1 to 4: what is no text, or no TOML


@pytest.mark.parametrize(
    "text",
    [
        ".".join("a" * 20_000) + " = 1",
        "[" + ".".join("a" * 20_000) + "]",
        "a = " + "[" * 5_000 + "]" * 5_000,
        "a = " + "{a = " * 5_000,
        "a = " + "1" * 5_000,
    ],
    ids=["dotted key", "header", "arrays", "inline tables", "digits"],
)
def test_hostile_toml_is_refused_at_once(text: str) -> None:
    only_problem(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 100_000 + "x",
        "a = 2020-13-01" + " " * 100_000 + "x",
        "a" + "!" * 100_000,
        "a = " + ("1" * 4_299 + " ") * 23,
        "a" + "\t \t" * 33_000 + "= ?",
    ],
    ids=["blanks", "blanks behind a date", "signs", "digits", "tabs before a sign"],
)
def test_a_mistake_on_a_long_line_is_told_in_linear_time(text: str) -> None:
    started = process_time()
    only_problem(text)
    assert process_time() - started < 2


def test_a_long_number_has_its_line() -> None:
    assert only_problem("a = 1\nb = " + "1" * 5_000).startswith("p.toml:2: ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1" * 1_000_000, "p.toml:1: a number has too many digits."),
        ("x = 1." + "9" * 1_000_000, "p.toml:1: a number has too many digits."),
        ("\nx = 0x" + "f" * 1_000_000, "p.toml:2: a number has too many digits."),
        ("x = 1e" + "9" * 1_000_000, "p.toml:1: a number has too many digits."),
        ("[[a]]\n" * 300_000,
         "p.toml: it has more than 128125 tables, the most that are read."),
        (" [a]\n" * 300_000,
         "p.toml: it has more than 123437 tables, the most that are read."),
        ("x = [" + "[]," * 200_000 + "]",
         "p.toml: it has more than 237500 parts, the most that are read."),
        ("".join(f"a{n}=1\n" for n in range(600_000)),
         "p.toml: it has more than 568055 parts, the most that are read."),
    ],
    ids=["digits", "fraction", "hexadecimal", "exponent", "tables", "headers", "lists", "keys"],
)  # fmt: skip
def test_what_takes_much_more_memory_than_it_is_long_is_refused_unread(
    text: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tomli.loads", lambda _text: pytest.fail("it was parsed"))
    assert only_problem(text) == why


_LONG = "".join(str(n) for n in range(1_500))
_pieces = st.lists(
    st.sampled_from([_LONG, '"', "'", '""', "''", "\\", "#", " ", "=", "[", "0x", "a", "\n"])
).map("".join)


@given(st.lists(st.tuples(st.integers(0, 4), _pieces), max_size=6))
def test_long_digits_in_texts_and_comments_are_no_numbers(parts: list[tuple[int, str]]) -> None:
    lines = []
    for number, (way, piece) in enumerate(parts):
        match way:
            case 0:
                lines.append("# " + piece.replace("\n", " "))
            case 1:
                lines.append(f"a{number} = {json.dumps(piece)}")
            case 2:
                lines.append(f"a{number} = '" + piece.replace("'", "").replace("\n", "") + "'")
            case 3:
                text = piece.replace("\\", "\\\\").replace('"""', '""\\"')
                lines.append(f'a{number} = """{text}x"""')
            case _:
                lines.append(f"a{number} = '''" + piece.replace("'''", "") + "x'''")
    text = "\n".join(lines)
    assert parsed(text.encode()).tree == tomli.loads(text)
    behind = f"{text}\nb = 1.{_LONG}"
    assert list(parsed(behind.encode()).mistakes) == [behind.count("\n") + 1]


def test_error_is_kept_among_very_many_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MOST_PROBLEMS", 100)
    strange = "".join(f"k{n} = 1\n" for n in range(problems.MOST_PROBLEMS + 10))
    text = changed('id = "meetup"', strange + "id = 1")
    found = reader.read(text.encode(), "p.toml", SOME_TIME).problems
    assert problems.MOST_PROBLEMS <= len(found) <= problems.MOST_PROBLEMS + 1
    assert sum(problem.severity == "error" for problem in found) == 1


@pytest.mark.parametrize(
    "value", ["inf", "nan", "-inf", "1.5", "0x" + "f" * 4_000, "true", "0", '"1"']
)
def test_a_schema_is_a_whole_number(value: str) -> None:
    refused(changed("schema = 1", f"schema = {value}"))


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("# 서울\n".encode("cp949"), 1),
        (b"a = 1\n# \xff\xff\xff\n", 2),
        (SMALLEST.encode("utf-16"), 0),
        (SMALLEST.encode("utf-16-le"), 0),
        (SMALLEST.encode("utf-16-be"), 0),
    ],
)
def test_other_encodings_are_to_be_saved_as_utf_8(data: bytes, line: int) -> None:
    problem = only_problem(data)
    assert "UTF-8" in problem
    assert problem.startswith(f"p.toml:{line}: " if line else "p.toml: ")


@pytest.mark.parametrize("text", ["\0", "a\0b = 1\n", 'schema = "\0"\n', "# comment\0\n"])
def test_nul_is_refused(text: str) -> None:
    refused(text)


def test_what_is_no_toml_has_its_line() -> None:
    assert refused("schema = 1\n\n[event\n")[0].startswith("p.toml:3: ")
    assert "double quotes" in " ".join(refused(changed('"Welcome"', "환영")))


# 5: names that are there twice, or nowhere


def test_a_key_that_is_there_twice() -> None:
    text = changed('name = "Welcome"', 'name = "Welcome"\nname = "Again"')
    assert only_problem(text).startswith("p.toml:13: session 1 (welcome)")


def test_ids_that_are_there_twice() -> None:
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
def test_ids_that_nothing_has(old: str, new: str, advice: str) -> None:
    problem = only_problem(changed(old, new, FULL))
    assert problem.startswith(f"p.toml:{line_of(old, FULL)}: ")
    assert advice in problem


@pytest.mark.parametrize(
    "value", ['"Welcome"', '"-x"', '"a_b"', '"12"', '""', "1", f'"{"a" * 65}"']
)
def test_ids_are_small_letters_digits_and_hyphens(value: str) -> None:
    assert ":9: " in refused(changed('"welcome"', value))[0]


# 6: times that are none


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            "2020-06-04T24:30:00",
            "24:30:00 is not a time of day. Write 00:30 on the next day: 2020-06-05T00:30:00",
        ),
        (
            "2020-06-04 24:30",
            "24:30 is not a time of day. Write 00:30 on the next day: 2020-06-05T00:30:00",
        ),
        ("2020-12-31T24:00:00+09:00", "2021-01-01T00:00:00+09:00"),
        ("2020-06-04T10:60:00", "2020-06-04T11:00:00"),
        ("2020-06-04T10:30:60", "2020-06-04T10:31:00"),
        ("2020-02-30T10:00:00", "2020-02-30 is no day of the calendar"),
        ("2020-13-01T10:00:00", "2020-13-01 is no day of the calendar"),
        ("2020-06-04T10:00:00+25:00", "+25:00 is no offset"),
        ("2020-6-4 9:00", "2020-06-04T09:00:00"),
        ("2020/06/04 09:00", "2020-06-04T09:00:00"),
        ('"2020-06-04T09:00:00"', "2020-06-04T09:00:00"),
        ('"2020-06-04T24:30:00"', "2020-06-05T00:30:00"),
        ('"tomorrow"', "2020-06-02T22:00:00"),
        ("2020-06-04", "no time of day"),
        ("22:00:00", "no date"),
        ("24:30", "no date"),
        ("1591056000", "2020-06-02T22:00:00"),
        ("true", "2020-06-02T22:00:00"),
        ("[]", "2020-06-02T22:00:00"),
        ("{}", "2020-06-02T22:00:00"),
    ],
)
@pytest.mark.parametrize("key", ["start", "end"])
def test_a_time_that_is_none_is_told_with_the_right_one(key: str, value: str, words: str) -> None:
    text = with_start(value) if key == "start" else with_end(value)
    problem = only_problem(text)
    line = 10 if key == "start" else 11
    assert problem.startswith(f"p.toml:{line}: session 1 (welcome), {key}: ")
    assert words in problem


def test_every_problem_is_told_at_once_in_order() -> None:
    text = with_start("2020-06-02T24:30:00").replace("2020-06-02T23:30:00", "2020-02-30T10:00:00")
    text = changed('"Meetup"', "3", text).replace("Asia/Seoul", "Asia/Soul")
    places = [problem.split(": ")[:2] for problem in refused(text)]
    assert places == [
        ["p.toml:5", "event, name"],
        ["p.toml:6", "event, zone"],
        ["p.toml:10", "session 1 (welcome), start"],
        ["p.toml:11", "session 1 (welcome), end"],
    ]


# 7: lengths and years


@pytest.mark.parametrize(
    "end",
    [
        "2020-06-02T22:00:00",
        "2020-06-02T00:30:00",
        "2020-07-03T22:00:01",
        "2020-06-02T22:00:00+10:00",
    ],
)
def test_an_end_is_after_its_start_by_a_month_at_most(end: str) -> None:
    assert only_problem(with_end(end)).startswith("p.toml:11: ")


def test_a_session_may_take_31_days() -> None:
    assert load(with_end("2020-07-03T22:00:00"))


@pytest.mark.parametrize("year", ["0000", "0001", "1969", "9001", "9999"])
def test_years_are_bounded(year: str) -> None:
    text = in_zone("Pacific/Kiritimati", f"{year}-12-31T23:00:00", f"{year}-12-31T23:30:00")
    assert [p.split(":")[1] for p in refused(text)] == ["10", "11"]
    refused(changed("zone =", f"start = {year}-01-01\nzone ="))


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize("day", ["1970-01-01", "9000-12-31"])
def test_the_first_and_last_years_are_read_in_every_zone(zone: str, day: str) -> None:
    assert load(in_zone(zone, f"{day}T00:00:00", f"{day}T23:00:00"))


# 8: clocks that go back or forward


@pytest.mark.parametrize(
    ("zone", "local", "words"),
    [
        (
            "America/New_York",
            "2020-11-01T01:30:00",
            ("2020-11-01T01:30:00-04:00", "2020-11-01T01:30:00-05:00"),
        ),
        (
            "America/New_York",
            "2021-03-14T02:30:00",
            ("2021-03-14T01:30:00-05:00", "2021-03-14T03:30:00-04:00"),
        ),
        (
            "Australia/Lord_Howe",
            "2020-10-04T02:15:00",
            ("2020-10-04T01:45:00+10:30", "2020-10-04T02:45:00+11:00"),
        ),
        ("Europe/Dublin", "2020-10-25T01:30:00", ("+01:00", "+00:00")),
        (
            "America/Santiago",
            "2020-09-06T00:00:00",
            ("2020-09-05T23:00:00-04:00", "2020-09-06T01:00:00-03:00"),
        ),
        ("Antarctica/Troll", "2020-03-29T01:30:00", ("+00:00", "+02:00")),
        (
            "Pacific/Apia",
            "2011-12-30T12:00:00",
            ("2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00"),
        ),
    ],
)
def test_a_local_time_must_be_there_once(zone: str, local: str, words: tuple[str, str]) -> None:
    problem = only_problem(in_zone(zone, local))
    assert problem.startswith("p.toml:10: ")
    assert zone in problem
    for word in words:
        assert word in problem


def test_an_offset_says_which_of_two_is_meant() -> None:
    text = in_zone("America/New_York", "2020-11-01T01:30:00-05:00", "2020-11-01T03:00:00")
    session = load(text).programme.sessions[0]
    assert session.start == datetime(2020, 11, 1, 6, 30, tzinfo=UTC)
    assert session.date == date(2020, 11, 1)


def test_the_date_is_that_of_the_event_zone() -> None:
    text = with_start("2020-06-01T23:00:00Z")
    assert load(text).programme.sessions[0].date == date(2020, 6, 2)


@pytest.mark.parametrize(
    ("zone", "suggestion"),
    [
        ('"asia/seoul"', "Asia/Seoul"),
        ('"Asia/Soul"', "Asia/Seoul"),
        ('"Seoul"', "Asia/Seoul"),
        ('"KST"', "Asia/Seoul"),
        *[
            (zone, "")
            for zone in (
                '"America"', '"../x"', '"/etc/passwd"', '""', r'"\u0000"', '"tzdata.zi"', "9",
                '"Factory"', '"localtime"', '"posixrules"', '"UTC+9"', f'"{"A" * 5_000}"', "[]",
            )
        ],
    ],
)  # fmt: skip
def test_an_unknown_zone(zone: str, suggestion: str) -> None:
    problem = only_problem(changed('"Asia/Seoul"', zone))
    assert problem.startswith("p.toml:6: event, zone: ")
    assert suggestion in problem


def test_standard_time_all_year_is_probably_not_meant() -> None:
    text = changed('"Asia/Seoul"', '"EST"')
    loaded = load(text)
    assert loaded.programme.event.zone == "EST"
    assert loaded.warnings == (
        "p.toml:6: warning: event, zone: EST has no daylight saving time. "
        "Write America/New_York for the time there, or Etc/GMT+5 if that is meant.",
    )
    for zone in ("America/New_York", "Etc/GMT+5"):
        assert load(changed('"Asia/Seoul"', f'"{zone}"')).warnings == ()


# 9: keys and versions


@pytest.mark.parametrize(
    ("text", "old", "new", "where", "meant"),
    [
        (SMALLEST, "[event]", "evnt = 1\n[event]", "evnt: ", "event"),
        (SMALLEST, "zone =", "thema = 1\nzone =", "event, thema: ", "theme"),
        (FULL, "lang =", "replay = true\nlang =", "channel 1 (youtube-en), replay: ", "replays"),
        (FULL, "[[session.note]]", "[[session.nots]]", "session 1 (opening), nots: ", "note"),
        (FULL, "role = {", "roles = {", "session 1 (opening), speakers 1, roles: ", "role"),
    ],
)
def test_an_unknown_key_is_a_warning(text: str, old: str, new: str, where: str, meant: str) -> None:
    text = changed(old, new, text)
    (warning,) = load(text).warnings
    assert warning.startswith(f"p.toml:{line_of(new, text)}: warning: {where}")
    assert f"Did you mean {meant}?" in warning


@pytest.mark.parametrize(
    ("old", "key", "where", "meant"),
    [
        ('name = "Welcome"', "canceld = true", "session 1 (welcome), canceld: ", "cancelled"),
        ('name = "Welcome"', "cancelation = 1", "session 1 (welcome), cancelation: ", "cancelled"),
        ('name = "Welcome"', "STATUS = 'off'", "session 1 (welcome), STATUS: ", "cancelled"),
        ('name = "Welcome"', "move = 2020-06-02T23:00:00", "session 1 (welcome), move: ", "moved"),
        ('name = "Welcome"', "duration = 90", "session 1 (welcome), duration: ", "end"),
        ('name = "Welcome"', "ends = 2020-06-02", "session 1 (welcome), ends: ", "end"),
        ('name = "Welcome"', "date = 2020-06-02", "session 1 (welcome), date: ", "start"),
        ("zone =", "timezone = 'UTC'", "event, timezone: ", "zone"),
        ("zone =", "dely = 1", "event, dely: ", "delay"),
        ("zone =", "cancelled = true", "event, cancelled: ", ""),
        ("[event]", "[[delay]]", "delay: ", ""),
    ],
)
def test_an_unknown_key_that_bears_on_times_is_refused(
    old: str, key: str, where: str, meant: str
) -> None:
    problem = only_problem(changed(old, f"{key}\n{old}"))
    assert problem.startswith(f"p.toml:{line_of(old, SMALLEST)}: {where}this key is unknown, and ")
    assert problem.endswith(f"Did you mean {meant}?" if meant else "Correct or remove it.")


@pytest.mark.parametrize("spelling", ["cancelled", "canceled"])
def test_both_spellings_cancel(spelling: str) -> None:
    loaded = load(changed('name = "Welcome"', f'{spelling} = true\nname = "Welcome"'))
    assert (loaded.programme.sessions[0].cancelled, loaded.warnings) == (True, ())


@pytest.mark.parametrize("key", ["stage", "format", "type", "level", "stream_count", "theme"])
def test_other_unknown_keys_are_warned_about(key: str) -> None:
    loaded = load(changed('name = "Welcome"', f'{key} = 1\nname = "Welcome"'))
    assert len(loaded.warnings) == 1


def test_a_mistyped_required_key_is_told_as_such() -> None:
    problem = only_problem(changed("end =", "ende ="))
    assert problem.startswith("p.toml:11: ")
    assert "Write end instead of ende" in problem


@pytest.mark.parametrize("version", ["2", "99", "0x" + "f" * 4_000])
def test_a_newer_schema_is_refused_alone(version: str) -> None:
    problem = only_problem(f"schema = {version}\nall = 'different'")
    assert "newer cacctl" in problem


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("schema = 1\n", "schema is missing"),
        ('id = "meetup"\n', "event: id is missing"),
        ('name = "Meetup"\n', "event: name is missing"),
        ('zone = "Asia/Seoul"\n', "event: zone is missing"),
        ('id = "welcome"\n', "session 1: id is missing"),
        ("start = 2020-06-02T22:00:00\n", "session 1 (welcome): start is missing"),
        ("end = 2020-06-02T23:30:00\n", "session 1 (welcome): end is missing"),
        ('name = "Welcome"\n', "session 1 (welcome): name is missing"),
    ],
)
def test_a_missing_key(line: str, where: str) -> None:
    assert where in only_problem(changed(line, ""))


@pytest.mark.parametrize(
    "line",
    [
        'id = "youtube-en"\n', 'platform = "youtube"\n', 'lang = "en"\n',
        'name.en = "Example City on YouTube"\n', 'channel = "youtube-en"\n',
        'url = "https://www.example.org/opening"\n', 'text.en = "It began late."\n',
        'name = { en = "A. Speaker" }, ',
    ],
)  # fmt: skip
def test_a_missing_key_further_down(line: str) -> None:
    assert any("is missing" in problem for problem in refused(changed(line, "", FULL)))


# Wrong kinds of values


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name.en = "Opening"\nname.ko = "개막"', "name = 1"),
        ('name.en = "Opening"\nname.ko = "개막"', "name = {}"),
        ('name.en = "Opening"', "name.en = 2020-01-01"),
        ('name.en = "Opening"', 'name.en = " "'),
        ('name.en = "Opening"', 'name.english = "Opening"'),
        ('topic.en = "Why harbours matter"', "topic = []"),
        ("cities = [", "cities = 1 #"),
        ('"Busan"', "nan"),
        ("speakers = [", "speakers = true #"),
        ("speakers = [", "speakers = [1, "),
        ("replays = true", "replays = 1"),
        ("replays = true", 'replays = "yes"'),
        ('lang = "en"', 'lang = "English"'),
        ('sessions = ["opening", "night"]', 'sessions = "opening"'),
        ("start = 2020-06-01\n", "start = 2020-06-01T00:00:00\n"),
        ("start = 2020-06-01\n", 'start = "2020-06-01"\n'),
        ("end = 2020-06-05\n", "end = 2020-05-05\n"),
        ("start = 2020-06-01\nend = 2020-06-05\n", "start = 2020-07-01\n"),
        ("[[session.recording]]", "[session.recording]"),
        ("[[event.note]]", "[event.note]"),
        ('url = "https://www.example.org/live"', 'url = "https://u:p@example.org"'),
        ('url = "https://www.example.org/live"', "url = 1"),
        ('site.en = "https://www.example.org/"', 'site.en = "javascript:alert(1)"'),
        ('sources = ["https', 'sources = "https://x.org" # ["https'),
        ('url = "https://www.example.org/opening"', 'url = "--x"'),
        ('url = "https://www.example.org/live/opening"', 'url = "file:///etc/passwd"'),
        ('page = "https://', 'page = "javascript:'),
        ("[[session.stream]]", "[session.stream]"),
        ('lang = "en"\nroom', 'lang = "English"\nroom'),
        ('room.en = "Pier 1"', "room = 1"),
        ('track.en = "Cities"', 'track = ""'),
        ("revision = 3", "revision = -1"),
        ("revision = 3", "revision = 1_000_000_001"),
        ("revision = 3", "revision = true"),
        ("revision = 3", 'revision = "3"'),
        ("city_count = 5", "city_count = 1"),
        ("city_count = 5", "city_count = 10_001"),
        ("city_count = 5", "city_count = true"),
        ("revised = 2020-05-28T09:00:00", "revised = 2020-05-28"),
        ("revised = 2020-05-28T09:00:00", "revised = 1969-05-28T09:00:00"),
    ],
)
def test_a_wrong_value_is_refused(old: str, new: str) -> None:
    assert only_problem(changed(old, new, FULL))


@pytest.mark.parametrize(
    ("old", "new"),
    [("[event]", "[[event]]"), ("[[session]]", "[session]")],
)
def test_single_and_double_brackets(old: str, new: str) -> None:
    assert old.strip("[]") in only_problem(changed(old, new))


def test_a_session_outside_of_the_event_is_a_warning() -> None:
    text = changed(
        'zone = "Asia/Seoul"', 'zone = "Asia/Seoul"\nstart = 2020-06-01\nend = 2020-06-05'
    )
    text += '[[session]]\nid = "late"\nname = "L"\n'
    text += "start = 2020-06-06T00:00:00\nend = 2020-06-06T01:00:00\n"
    (warning,) = load(text).warnings
    assert warning.startswith("p.toml:18: warning: session 2 (late), start: 2020-06-06 is outside")


# 10: how many, how large


def many(count: int, name: str = '"S"') -> str:
    return SMALLEST[: SMALLEST.index("[[session]]")] + "".join(
        f'[[session]]\nid = "s{n}"\nname = {name}\n'
        "start = 2020-06-02T10:00:00\nend = 2020-06-02T11:00:00\n"
        for n in range(count)
    )


@pytest.mark.parametrize("rest", ["", "session = []\n"])
def test_no_sessions(rest: str) -> None:
    text = changed("schema = 1\n", "schema = 1\n" + rest)
    assert "no session" in only_problem(text[: text.index("[[session]]")])


def test_thousands_of_sessions_are_read_and_all_their_problems_told() -> None:
    assert len(load(many(5_000)).programme.sessions) == 5_000
    assert len(refused(many(5_000, "1"))) == 5_000
    mistyped = refused(many(5_000).replace('name = "S"', 'nam = "S"'))
    assert sum("name is missing" in line for line in mistyped) == 5_000


def test_mistakes_in_toml_itself_are_told_some_fifty_at_a_time() -> None:
    text = many(200).replace("T11:00:00", "T24:30:00")
    assert 40 <= len(refused(text)) <= 50


def test_too_many_sessions() -> None:
    text = SMALLEST[: SMALLEST.index("[[session]]")] + "[[session]]\n" * 100_001
    assert "100001" in only_problem(text)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * (LARGEST_FILE_BYTES + 1))
    with pytest.raises(ScheduleProblem, match="large"):
        read_file(path, SOME_TIME)


# Files


@pytest.mark.parametrize("name", ["missing.toml", ".", "a\0b", "x" * 300, "\x1b[2J"])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        read_file(tmp_path / name, SOME_TIME)
    assert caught.value.hint
    assert caught.value.message.isprintable()


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ScheduleProblem, match="permission"):
        read_file(tmp_path / "p.toml", SOME_TIME)


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ('"15m"', timedelta(minutes=15)),
        ('"2h"', timedelta(hours=2)),
        ('"900h"', timedelta(days=30)),
        ('"60s"', timedelta(minutes=1)),
    ],
)
def test_how_often_a_schedule_wants_to_be_asked_for(value: str, length: timedelta) -> None:
    assert load(with_event(f"refresh = {value}\n")).programme.event.refresh == length


@pytest.mark.parametrize("value", ['"59s"', '"0m"', '"soon"', '""', "15", "true", '["1m"]'])
def test_what_is_no_such_length_is_refused(value: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        load(with_event(f"refresh = {value}\n"))
    assert "no length of time from a minute on" in caught.value.problems[0]


def test_one_problem_is_its_own_hint_and_several_name_the_first() -> None:
    with pytest.raises(ScheduleProblem) as one:
        load(with_end("1"))
    assert one.value.message == "p.toml: 1 problem"
    assert one.value.hint == one.value.problems[0]
    with pytest.raises(ScheduleProblem) as two:
        load(with_end("1").replace("schema = 1", "schema = 0"))
    assert two.value.message == "p.toml: 2 problems"
    assert two.value.problems[0] in two.value.hint


# Properties

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
def test_times_and_words_are_kept(items: list[tuple[tuple[datetime, timedelta], str, str]]) -> None:
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
def test_empty_file_is_said_to_be_empty(text: str) -> None:
    assert only_problem(text).endswith("the file is empty.")
