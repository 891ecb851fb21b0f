"""Programmes built from drafts: ids, skipped drafts, unsafe links."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.names import ID
from cacctl.formats.common.drafts import MediaLink, SessionDraft
from cacctl.formats.limits import MOST_SESSIONS
from tests.formats.common.drafts import HOUR, START, draft, examine, programme


def test_ids_are_unique_and_come_from_ids_or_names() -> None:
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
def test_ids_are_always_well_formed(ids: list[str]) -> None:
    found = programme(*(draft(n, "개막", id=wanted) for n, wanted in enumerate(ids)))
    given = [session.id for session in found.sessions]
    assert len(set(given)) == len(given)
    for session_id in given:
        assert re.fullmatch(ID, session_id)
        assert not session_id.isdigit()


def test_thousands_of_equal_names_get_unique_ids() -> None:
    found = programme(*(draft(number, "Call") for number in range(20_000)))
    assert found.sessions[-1].id == "call-20000"


def test_unsafe_links_are_left_out() -> None:
    examined = examine(
        draft(0, page="javascript:x", links=(MediaLink("file:///etc/passwd", "live"),)),
        draft(1, page="https://example.org/1"),
    )
    assert examined.programme
    first, second = examined.programme.sessions
    assert (first.page, first.streams, second.page) == (None, (), "https://example.org/1")
    assert [problem.path for problem in examined.problems] == [("event", 0)] * 2


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
def test_unusable_draft_is_skipped_and_counted(bad: SessionDraft) -> None:
    examined = examine(draft(0), bad)
    assert examined.programme
    assert len(examined.programme.sessions) == 1
    assert examined.remarks == ["c.xml: skipped 1 of 2 events. For details: cacctl check c.xml"]
    (problem,) = examined.locate(examined.problems)
    assert (problem.severity, problem.line) == ("warning", 7)
    assert problem.message.startswith("event 2: ")


def test_file_without_a_session_is_refused() -> None:
    examined = examine(draft(0, ""))
    assert examined.programme is None
    assert [problem.severity for problem in examined.locate(examined.problems)] == [
        "error",
        "warning",
    ]


def test_too_many_sessions_are_refused() -> None:
    examined = examine(*[draft(0)] * (MOST_SESSIONS + 1))
    assert examined.programme is None
    (problem,) = examined.locate(examined.problems)
    assert str(MOST_SESSIONS + 1) in problem.message


def test_repeated_uid_is_warned_of() -> None:
    drafts = [draft(n, uid=uid) for n, uid in enumerate(["a", "b", "a", "", ""])]
    # The same event at several times is not a repetition.
    found = examine(*drafts, draft(1, uid="b"))
    assert [(f.path, *f.advice) for f in found.problems] == [
        (("event", 2), "the UID is the same as in event 1.", "Give each event its own UID.")
    ]
