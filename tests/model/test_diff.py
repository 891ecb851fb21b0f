"""Every difference between two versions of a schedule is found, whatever their order."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.model.diff import Change, changes, lost
from cacctl.model.programme import Channel, Programme, Session
from cacctl.render import json as documents
from tests.conftest import item, programme_of
from tests.schemas import ANSWER

START = datetime(2020, 6, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
EDITS = ["none", "id", "moved", "longer", "cancelled", "restored", "removed", "renamed", "both"]

edits = st.lists(st.sampled_from(EDITS), min_size=1, max_size=8)
hours = st.lists(st.integers(0, 40), min_size=8, max_size=8)


Row = tuple[str, str, str]


def found(old: Programme, new: Programme) -> list[Row]:
    """Return the kinds with the ids before and after, sorted."""
    return sorted(
        (change.kind, change.old.id if change.old else "", change.new.id if change.new else "")
        for change in changes(old, new)
    )


def channel(channel_id: str, url: str | None) -> Channel:
    return Channel(channel_id, "web", "en", {"en": channel_id.title()}, url, None, False, ())


@given(edits, hours, st.integers(0, 3), st.randoms(use_true_random=False))
def test_every_edit_and_nothing_else_is_found(
    wanted: list[str], starts: list[int], added: int, random: Any
) -> None:
    before: list[Session] = []
    after: list[Session] = []
    expected: list[Row] = []
    for number, (edit, hour) in enumerate(zip(wanted, starts, strict=False)):
        name = f"s{number}"
        session = item(name, START + hour * HOUR, cancelled=edit == "restored")
        before.append(session)
        changed = {
            "id": session._replace(id=f"t{number}"),
            "moved": session._replace(start=session.start - HOUR, end=session.end - HOUR),
            "longer": session._replace(end=session.end + HOUR),
            "cancelled": session._replace(cancelled=True, start=session.start - HOUR),
            "restored": session._replace(cancelled=False),
            "renamed": session._replace(name={"en": f"New {name}"}),
            "both": session._replace(name={"en": name, "ko": "새"}, end=session.end + HOUR),
        }.get(edit, session)
        if edit == "removed":
            expected.append(("removed", name, ""))
            continue
        after.append(changed)
        kinds = {"longer": ["moved"], "both": ["moved", "renamed"], "none": [], "id": []}
        expected += [(kind, name, name) for kind in kinds.get(edit, [edit])]
    for number in range(added):
        after.append(item(f"a{number}", START))
        expected.append(("added", "", f"a{number}"))
    if not after:
        return
    old, new = programme_of(before), programme_of(after)
    assert found(old, new) == sorted(expected)
    assert changes(old, old) == changes(new, new) == ()
    random.shuffle(before)
    random.shuffle(after)
    assert ids(changes(programme_of(before), programme_of(after))) == ids(changes(old, new))


def ids(found_changes: Sequence[Change]) -> list[tuple[str, str]]:
    """Return the kinds and ids in their order."""
    sessions = [(change.kind, change.new or change.old) for change in found_changes]
    return [(kind, session.id) for kind, session in sessions if session]


def test_changes_are_in_order_of_start() -> None:
    before = [item(name, START + n * HOUR) for n, name in enumerate("dcba")]
    after = [s._replace(cancelled=True) for s in before[1:]] + [item("e", START + 9 * HOUR)]
    found_changes = ids(changes(programme_of(before), programme_of(after)))
    assert found_changes == [
        ("removed", "d"),
        *[("cancelled", name) for name in "cba"],
        ("added", "e"),
    ]


def test_sessions_with_the_same_name_and_times_are_matched_one_by_one() -> None:
    twins = [item(name, START)._replace(name={"en": "Break"}) for name in "abc"]
    others = [item(name, START)._replace(name={"en": "Break"}) for name in "xy"]
    assert ids(changes(programme_of(twins), programme_of(others))) == [("removed", "c")]
    assert ids(changes(programme_of(others), programme_of(twins))) == [("added", "c")]


def test_changes_of_channels_and_the_event_are_found() -> None:
    # A removed channel has no new URL.
    channels = (channel("b", "http://b.org"), channel("a", None), channel("gone", "http://g.org"))
    base = programme_of([item("one", START)], channels)
    new = base._replace(
        channels=(channel("c", "http://c.org"), channel("a", "http://a.org"), channel("b", None)),
        event=base.event._replace(name={"en": "Nights"}, zone="Asia/Tokyo"),
    )
    found_changes = changes(base, new)
    assert [change.kind for change in found_changes] == [
        "event-renamed",
        "event-zone",
        "channel-url",
        "channel-url",
    ]
    assert [c.channels[1].id for c in found_changes if c.channels] == ["a", "b"]
    assert found_changes[0].events == (base.event, new.event)


@pytest.mark.parametrize(
    ("gone", "cancelled", "over", "is_lost"),
    [
        (0, 0, 0, False),
        (1, 0, 0, False),
        (2, 0, 0, True),
        (4, 0, 0, True),
        (0, 4, 0, False),
        (1, 3, 0, False),
        (2, 2, 0, True),
        # Past sessions may go; of two coming ones, one is half.
        (1, 0, 2, False),
        (3, 0, 2, True),
        (4, 0, 4, False),
        (0, 0, 4, False),
    ],
)
def test_version_without_half_of_the_coming_sessions_is_lost(
    gone: int, cancelled: int, over: int, is_lost: bool
) -> None:
    sessions = [item(f"s{n}", START + n * HOUR) for n in range(4)]
    rest = [s._replace(cancelled=n < cancelled) for n, s in enumerate(sessions[gone:])]
    new = programme_of([item("new", START + 30 * HOUR), *rest])
    assert lost(programme_of(sessions), new, START - HOUR / 2 + over * HOUR) is is_lost


def test_version_without_sessions_is_lost() -> None:
    old = programme_of([item("one", START)])
    assert lost(old, old._replace(sessions=()), START + 9 * HOUR)
    assert not lost(old, old, START + 9 * HOUR)


def test_version_without_a_cancelled_session_is_not_lost() -> None:
    sessions = [item("a", START), item("b", START, cancelled=True)]
    assert not lost(programme_of(sessions), programme_of(sessions[:1]), START - HOUR)


def test_json_has_every_change_with_both_versions() -> None:
    before = [item("a", START), item("b", START), item("c", START, cancelled=True)]
    after = [before[0]._replace(start=START + HOUR / 2), item("d", START)]
    old = programme_of(before, (channel("web", "http://a.org"),))
    new = programme_of([*after, before[2]._replace(cancelled=False)], (channel("web", None),))
    new = new._replace(event=new.event._replace(name={"en": "X", "ko": "엑스"}, zone="Asia/Tokyo"))
    found_changes = documents.changes(changes(old, new))
    whole: Any = ANSWER.schema
    array = {"type": "array", "items": {"$ref": "#/$defs/change"}, "$defs": whole["$defs"]}
    ANSWER.evolve(schema=array).validate(found_changes)
    assert [(change["kind"], change["id"]) for change in found_changes] == [
        ("event-renamed", "days"),
        ("event-zone", "days"),
        ("channel-url", "web"),
        ("removed", "b"),
        ("restored", "c"),
        ("added", "d"),
        ("moved", "a"),
    ]
    assert found_changes[1]["new"] == {
        "id": "days",
        "name": {"en": "X", "ko": "엑스"},
        "timezone": "Asia/Tokyo",
    }
    assert found_changes[2]["old"] == {"id": "web", "name": {"en": "Web"}, "url": "http://a.org"}
    assert found_changes[2]["new"]["url"] is None
    assert found_changes[3]["new"] is found_changes[5]["old"] is None
    assert found_changes[6]["old"] == {
        "id": "a",
        "name": {"en": "A"},
        "start": "2020-06-03T00:00:00Z",
        "end": "2020-06-03T01:00:00Z",
    }
    assert found_changes[6]["new"]["start"] == "2020-06-03T00:30:00Z"
