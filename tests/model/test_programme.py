"""What is live, next or over, compared with brute force over the sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.model.programme import Programme, State, in_language
from cacctl.times import clock
from tests.conftest import item, programme_of, seoul

START = datetime(2020, 5, 31, tzinfo=UTC)
moments = st.integers(0, 7 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@given(moments)
def test_live_next_and_state_are_those_of_every_session(summit: Programme, now: datetime) -> None:
    statuses = {session.id: session.status(now) for session in summit.sessions}
    live = [s.id for s in summit.sessions if statuses[s.id] == "live"]
    upcoming = [s for s in summit.sessions if statuses[s.id] == "upcoming"]
    over = [s for s in summit.sessions if statuses[s.id] == "over"]
    assert [s.id for s in summit.live_at(now)] == live
    assert list(summit.upcoming(now)) == upcoming
    first = min((s.start for s in upcoming), default=None)
    assert list(summit.next_after(now)) == [s for s in upcoming if s.start == first]
    state = summit.state_at(now)
    assert (state == "live") == bool(live)
    assert (state == "before") == (len(upcoming) == 15)
    assert (state == "after") == (len(over) == 15)
    if state.startswith("between"):
        assert (state == "between-sessions") == (over[-1].date == upcoming[0].date)


made = st.lists(
    st.tuples(st.integers(0, 3 * 24 * 4), st.integers(1, 12), st.booleans()), min_size=1, max_size=8
).map(
    lambda found: programme_of(
        item(f"s{n}", START + timedelta(minutes=15 * first), 15 * length, cancelled=cancelled)
        for n, (first, length, cancelled) in enumerate(found)
    )
)


@given(made, moments)
def test_cancelled_session_is_never_live_or_next(programme: Programme, now: datetime) -> None:
    rest = [session for session in programme.sessions if not session.cancelled]
    live = [s for s in rest if s.start <= now < s.end]
    upcoming = [s for s in rest if s.start > now]
    assert list(programme.live_at(now)) == live
    assert list(programme.upcoming(now)) == upcoming
    first = min((s.start for s in upcoming), default=None)
    assert list(programme.next_after(now)) == [s for s in upcoming if s.start == first]
    assert {s.status(now) for s in programme.sessions if s.cancelled} <= {"cancelled"}
    if not rest:
        assert programme.state_at(now) == "after"
        assert programme.end == max(s.end for s in programme.sessions)
        return
    assert programme.end == max(s.end for s in rest)
    assert programme.state_at(now) == programme._replace(sessions=tuple(rest)).state_at(now)
    assert (programme.state_at(now) == "after") == (now >= programme.end)
    assert (programme.state_at(now) == "before") == (now < rest[0].start)
    for day in programme.days():
        shown = [s for s in day.sessions if not s.cancelled] or list(day.sessions)
        assert (day.start, day.end) == (min(s.start for s in shown), max(s.end for s in shown))


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2020-06-01T10:59:59", "before"),
        ("2020-06-01T11:00:00", "live"),
        ("2020-06-01T11:59:59", "live"),
        ("2020-06-01T12:00:00", "between-days"),
        ("2020-06-03T11:10:00", "between-sessions"),
        ("2020-06-05T00:29:59", "live"),
        ("2020-06-05T00:30:00", "between-days"),
        ("2020-06-05T18:29:59", "live"),
        ("2020-06-05T18:30:00", "after"),
    ],
)
def test_session_is_live_at_its_start_and_over_at_its_end(
    summit: Programme, now: str, state: State
) -> None:
    assert summit.state_at(seoul(now)) == state


def test_sessions_can_overlap_or_start_together(summit: Programme) -> None:
    first, second, *others = summit.sessions
    twin = second._replace(id="twin", start=first.start)
    programme = summit._replace(sessions=(first, twin, *others))
    assert programme.next_after(first.start - timedelta(hours=1)) == (first, twin)
    assert programme.live_at(first.start) == (first, twin)
    assert programme.live_at(first.end) == (twin,)


@given(moments, st.integers(0, 3000))
def test_overlapping_sessions_share_a_minute_with_the_range(
    summit: Programme, start: datetime, minutes: int
) -> None:
    end = start + timedelta(minutes=minutes)
    span = {start + timedelta(minutes=n) for n in range(minutes)}
    expected = []
    for session in summit.sessions:
        length = (session.end - session.start) // timedelta(minutes=1)
        if any(session.start + timedelta(minutes=n) in span for n in range(length)):
            expected.append(session)
    assert list(summit.overlapping(start, end)) == expected


@pytest.mark.parametrize(
    ("zone", "dates"),
    [
        ("Asia/Seoul", ["06-01", "06-02", "06-03", "06-04", "06-05"]),
        ("America/Los_Angeles", ["05-31", "06-02", "06-03", "06-04", "06-05"]),
        ("Pacific/Kiritimati", ["06-01", "06-03", "06-04", "06-05"]),
    ],
)
def test_dates_are_those_on_which_sessions_start(
    summit: Programme, zone: str, dates: list[str]
) -> None:
    expected = {session.start.astimezone(clock.zone(zone)).date() for session in summit.sessions}
    found = summit.dates(clock.zone(zone))
    assert list(found) == sorted(expected)
    assert [f"{each:%m-%d}" for each in found] == dates


def test_date_on_which_the_last_session_ends_has_sessions() -> None:
    for minutes, number in ((30, 1), (60, 1), (61, 2)):
        late = item("late", seoul("2020-06-03T23:00"), minutes)
        assert len(programme_of([late]).dates(clock.zone("Asia/Seoul"))) == number


def test_text_falls_back_to_english_then_to_any_language() -> None:
    assert in_language({"ko": "가", "en": "a"}, "ko") == "가"
    assert in_language({"de": "d", "en": "a"}, "ko") == "a"
    assert in_language({"de": "d"}, "ko") == "d"
    assert in_language({}, "ko") == ""
