"""Names of events, and current editions of series."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.model.directory import (
    EventNow,
    ListedEvent,
    meanings,
    named,
    names,
    same_event,
    without_repeated,
)
from cacctl.model.programme import Programme
from cacctl.model.stream_rules import StreamRule
from tests.conftest import item, programme_of, seoul

TODAY = date(2026, 11, 28)
RULE = StreamRule("https://live.example.org/{room}", "web")


def event(event_id: str, start: date, days: int = 2, schedule: str = "s.toml") -> ListedEvent:
    end = start + timedelta(days=days - 1)
    return ListedEvent(event_id, schedule, "", {}, start, end)


EVENTS = [
    event("fosdem-2025", date(2025, 2, 1)),
    event("fosdem-2026", date(2026, 1, 31)),
    event("fosdem-2027", date(2027, 1, 30), schedule=""),
    event("gpn24", date(2026, 6, 4)),
    event("39c3", date(2025, 12, 27)),
]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("fosdem-2025", "fosdem-2025"),
        ("FOSDEM_2025", "fosdem-2025"),
        ("fosdem", "fosdem-2026"),
        ("fosdem-2027", "fosdem-2027"),
        ("GPN", "gpn24"),
        ("39c3", "39c3"),
        ("39c", None),
        ("fos", None),
        ("", None),
    ],
)
def test_name_means_an_id_or_the_current_edition(name: str, found: str | None) -> None:
    meant = named(name, EVENTS, TODAY)
    assert (meant and meant.id) == found


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=6, unique=True))
def test_current_edition_is_the_first_that_has_not_ended(offsets: list[int]) -> None:
    editions = [
        event(f"con-{10 + number}", TODAY + timedelta(days=offset), days=1)
        for number, offset in enumerate(offsets)
    ]
    ahead = [offset for offset in offsets if offset >= 0]
    meant = named("con", editions, TODAY)
    assert meant
    assert meant.start == TODAY + timedelta(days=min(ahead) if ahead else max(offsets))


def test_every_name_is_found() -> None:
    assert names(EVENTS) == [
        "fosdem-2025", "fosdem", "fosdem-2026", "fosdem-2027", "gpn24", "gpn", "39c3",
    ]  # fmt: skip
    assert all(named(name, EVENTS, TODAY) for name in names(EVENTS))


IDS = st.sampled_from(["con-2025", "con_2025", "Con-2026", "con", "CON27", "gpn24", "gpn", "39c3"])


@given(st.lists(st.tuples(IDS, st.integers(-500, 500), st.booleans()), max_size=8))
def test_meaning_of_a_name_is_the_event_named(facts: list[tuple[str, int, bool]]) -> None:
    events = [
        event(event_id, TODAY + timedelta(days=offset), schedule="s.toml" * has_schedule)
        for event_id, offset, has_schedule in facts
    ]
    expected = {name: named(name, events, TODAY) for name in names(events)}
    assert meanings(events, TODAY) == expected


def test_repeated_event_is_listed_once_with_what_the_first_lacks() -> None:
    first = event("fosdem-2026", date(2026, 1, 31), schedule="https://fosdem.org/xml")
    again = first._replace(id="fosdem", streams=(RULE,), zone="Europe/Brussels")
    other = first._replace(schedule="https://example.org/other", streams=(RULE,))
    assert without_repeated([first, again]) == (
        first._replace(streams=(RULE,), zone="Europe/Brussels"),
    )
    assert without_repeated([first, other]) == (first,)
    # What is left out hides no other event.
    third = other._replace(id="third")
    assert without_repeated([first, other, third]) == (first, third)
    unscheduled = [event(name, TODAY, schedule="") for name in ("a", "b")]
    assert without_repeated(unscheduled) == tuple(unscheduled)


PAGE = "https://example.org/2020/"
LISTED = ListedEvent(
    "con-2020", "", "", {"en": "Con 2020"}, date(2020, 6, 3), date(2020, 6, 3), sources=(PAGE,)
)


def own(name: str, schedule: str, programme: Programme | None = None) -> EventNow:
    return EventNow(ListedEvent(name, schedule, ""), programme)


@pytest.fixture
def talk() -> Programme:
    """A schedule on the date of LISTED."""
    return programme_of([item("talk", seoul("2020-06-03T10:00"))])


@pytest.mark.parametrize(
    ("schedule", "is_same"),
    [
        (f"{PAGE}schedule.xml", True),
        (PAGE.rstrip("/"), False),
        ("https://example.org/20201/schedule.xml", False),
        ("https://example.org/schedule.xml", False),
        ("/tmp/schedule.xml", False),
        ("", False),
    ],
)
def test_event_whose_schedule_is_below_the_page_is_the_same(schedule: str, is_same: bool) -> None:
    assert (same_event(own("mine", schedule), [LISTED]) == LISTED) == is_same


def test_front_page_of_a_site_does_not_tell_events_apart() -> None:
    listed = LISTED._replace(sources=("https://example.org/",))
    assert same_event(own("con", "https://example.org/2019.xml"), [listed]) is None


def test_event_of_the_dates_and_the_name_is_the_same(talk: Programme) -> None:
    schedule = "https://elsewhere.example/x"
    titled = LISTED._replace(name={"ko": "days"})
    for known, listed, is_same in [
        (own("con", schedule), LISTED, False),
        (own("con", schedule, talk), LISTED, True),
        (own("CON", schedule, talk), LISTED, True),
        (own("other", schedule, talk), LISTED, False),
        (own("other", schedule, talk), titled, True),
        (own("con", schedule, talk), LISTED._replace(end=date(2020, 6, 4)), False),
        (own("con", f"{PAGE}x", talk), LISTED._replace(start=date(2020, 6, 2)), False),
    ]:
        assert (same_event(known, [listed]) == listed) == is_same


def test_event_that_can_be_two_of_a_directory_is_neither() -> None:
    again = LISTED._replace(id="other")
    assert same_event(own("mine", f"{PAGE}x"), [LISTED, again]) is None
