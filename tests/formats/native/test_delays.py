"""Moved, delayed and cancelled sessions."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.native.schedules import changed, line_of, load, only_problem, with_event

QUARTER = timedelta(minutes=15)
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
    """Return the sessions in order: number, ID, day, start in Seoul, and `!` if it changed."""
    loaded = load(text)
    assert len(loaded.warnings) == warnings, loaded.warnings
    return [
        f"{s.number} {s.id} {s.day} {s.start.astimezone(ZoneInfo('Asia/Seoul')):%d %H:%M}"
        + ("!" if s.announced else "")
        for s in loaded.programme.sessions
    ]


AS_ANNOUNCED = ["1 one 1 03 10:00", "2 two 1 03 13:00", "3 three 1 03 23:50", "4 four 2 05 13:00"]


def test_cancelled_session_keeps_its_position() -> None:
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
def test_moved_session_keeps_its_number_and_length(line: str, order: list[str]) -> None:
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
def test_delay_applies_to_sessions_that_start_later_that_day(
    delay: str, order: list[str], warnings: int
) -> None:
    assert starts(with_event(f"delay = {delay}", DAY), warnings=warnings) == order


quarters = st.integers(0, 4 * 24 * 3).map(lambda n: datetime(2020, 6, 1) + n * QUARTER)  # noqa: DTZ001


@given(
    st.lists(st.tuples(quarters, st.none() | quarters), min_size=1, max_size=6),
    st.lists(st.tuples(quarters, st.integers(0, 1440)), max_size=4),
)
def test_moves_and_delays_agree_with_a_session_by_session_model(
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


def test_delay_applies_to_the_start_a_session_was_moved_to() -> None:
    delayed = with_event("delay = { from = 2020-06-03T12:00:00, minutes = 60 }", DAY)
    later = in_session("Two", "moved = 2020-06-03T11:59:00", delayed)
    assert starts(later)[1] == "2 two 1 03 11:59!"
    assert (
        starts(in_session("One", "moved = 2020-06-03T12:00:00", delayed))[0] == "1 one 1 03 13:00!"
    )
    # Back at the announced start there is nothing to tell.
    assert starts(in_session("Two", "moved = 2020-06-03T12:00:00", delayed))[1] == AS_ANNOUNCED[1]


def test_delay_that_applies_to_no_session_is_warned_about() -> None:
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
        ("20", "Use delay = { from = 2020-06-02T22:00:00, minutes = 20 }"),
        ("[20]", "20 is not a table"),
    ],
)
def test_invalid_delay_is_refused_with_its_line(delay: str, expected: str) -> None:
    problem = only_problem(text := with_event(f"delay = {delay}", DAY))
    assert problem.startswith(f"p.toml:{line_of('delay = ', text)}: event, delay")
    assert expected in problem


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cancelled = 1", "Use true or false, without quotes"),
        ('cancelled = "true"', "Use true or false, without quotes"),
        ("moved = 2020-06-04", "2020-06-04T22:00:00"),
        ('moved = "2020-06-04T10:00:00"', "2020-06-04T10:00:00 (without quotes)"),
        ("moved = 1960-01-01T10:00:00", "1960"),
    ],
)
def test_invalid_change_is_refused_with_its_line(line: str, expected: str) -> None:
    problem = only_problem(text := in_session("Two", line))
    assert problem.startswith(f"p.toml:{line_of(line, text)}: session 2 (two), {line.split()[0]}: ")
    assert expected in problem


def test_session_moved_out_of_the_event_is_warned_about_at_the_move() -> None:
    text = in_session("Two", "moved = 2020-06-06T13:00:00", with_event("end = 2020-06-05", DAY))
    (warning,) = load(text).warnings
    assert warning.startswith(f"p.toml:{line_of('moved', text)}: warning: session 2 (two), moved: ")
