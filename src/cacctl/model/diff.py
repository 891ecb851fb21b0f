"""The differences between two versions of a schedule that matter to a viewer."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Literal, NamedTuple

from cacctl.model.programme import Channel, Event, Programme, Session

Kind = Literal[
    "moved",
    "cancelled",
    "restored",
    "added",
    "removed",
    "renamed",
    "channel-url",
    "event-renamed",
    "event-zone",
]


class Change(NamedTuple):
    """One difference: a session before and after, a channel's URL, or the event.

    An added session has no `old`, a removed one no `new`.
    """

    kind: Kind
    old: Session | None = None
    new: Session | None = None
    channels: tuple[Channel, Channel] | None = None
    events: tuple[Event, Event] | None = None


CompletingKind = Literal["recordings", "streams"]
ListKind = Literal[CompletingKind, "events"]


class ListUpdate(NamedTuple):
    """What an update of a list has found: how many of its items are new, changed and removed.

    `url` is where the list is; "" for the recordings in the schedule itself. `failure` is why the
    list could not be refreshed, or "".
    """

    kind: ListKind
    url: str
    new: int = 0
    changed: int = 0
    removed: int = 0
    failure: str = ""

    @property
    def has_changes(self) -> bool:
        """Whether any item is new, changed or removed."""
        return any((self.new, self.changed, self.removed))

    def between(self, old: Mapping[object, object], new: Mapping[object, object]) -> "ListUpdate":
        """Return the update with the numbers of items, by key, that differ in these versions."""
        both = old.keys() & new.keys()
        return self._replace(
            new=len(new.keys() - both),
            changed=sum(old[key] != new[key] for key in both),
            removed=len(old.keys() - both),
        )


class Update(NamedTuple):
    """What an update has found: the changes in a schedule at `url`, and those of its lists.

    `url` is "" for a schedule that is not from a URL, and `failure` is why it could not be
    refreshed, or "". `downloaded` is the number of sessions of a schedule that had no saved copy
    before, else None. `is_held` means that a newer version was not applied, `has_other_changes`
    that this one differs from the one that was replaced.
    """

    url: str
    changes: tuple[Change, ...] = ()
    lists: tuple[ListUpdate, ...] = ()
    failure: str = ""
    is_held: bool = False
    has_other_changes: bool = False
    downloaded: int | None = None

    def with_own(self, old: Programme, new: Programme) -> "Update":
        """Return the update with the recordings and other details of the schedule that differ."""
        own = ListUpdate("recordings", "")
        own = own.between(items("recordings", old), items("recordings", new))
        lists = (own, *self.lists) if own.has_changes else self.lists
        return self._replace(lists=lists, has_other_changes=old != new)


def items(kind: CompletingKind, programme: Programme) -> dict[object, object]:
    """Return the recordings of sessions, or the streams of channels, by what identifies each."""
    if kind == "recordings":
        return {
            (session.id, link.url): link.starts
            for session in programme.sessions
            for link in session.recordings
        }
    return {
        channel: {(link.url, link.player_url) for link in links}
        for channel, links in groupby(
            sorted(link for session in programme.sessions for link in session.streams),
            key=lambda link: link.channel,
        )
    }


def changes(old: Programme, new: Programme) -> tuple[Change, ...]:
    """Return the changes of the event, of channels by id, and of sessions by start."""
    sessions = [change for pair in _pairs(old, new) for change in _of_session(*pair)]
    return (
        *_of_event(old.event, new.event),
        *_of_channels(old, new),
        *sorted(sessions, key=_order),
    )


def lost(old: Programme, new: Programme, now: datetime) -> bool:
    """Return whether the new version is more likely broken than changed.

    Such a version has no sessions, or lacks half or more of the coming ones, uncancelled.
    """
    coming = {session.id for session in old.upcoming(now)}
    gone = {before.id for before, after in _pairs(old, new) if before and not after}
    return not new.sessions or 2 * len(coming & gone) >= max(1, len(coming))


def _pairs(old: Programme, new: Programme) -> Iterator[tuple[Session | None, Session | None]]:
    """Yield each session before and after, with None where there is none.

    Sessions are matched by id, then by name and times, since an id may be corrected.
    """
    before = {session.id: session for session in old.sessions}
    after = {session.id: session for session in new.sessions}
    for session_id in before.keys() & after.keys():
        yield before[session_id], after[session_id]
    left = defaultdict(list)
    for session_id in sorted(before.keys() - after.keys(), reverse=True):
        left[_likeness(before[session_id])].append(before[session_id])
    for session_id in sorted(after.keys() - before.keys()):
        alike = left[_likeness(after[session_id])]
        yield alike.pop() if alike else None, after[session_id]
    for removed in left.values():
        yield from ((session, None) for session in removed)


def _likeness(session: Session) -> tuple[frozenset[tuple[str, str]], datetime, datetime]:
    return frozenset(session.name.items()), session.start, session.end


def _of_session(old: Session | None, new: Session | None) -> Iterator[Change]:
    if old is None or new is None:
        yield Change("added" if new else "removed", old, new)
        return
    if new.cancelled != old.cancelled:
        yield Change("cancelled" if new.cancelled else "restored", old, new)
    elif not new.cancelled and (old.start, old.end) != (new.start, new.end):
        yield Change("moved", old, new)
    if old.name != new.name:
        yield Change("renamed", old, new)


def _of_channels(old: Programme, new: Programme) -> Iterator[Change]:
    for channel in sorted(old.channels, key=lambda channel: channel.id):
        now = new.channel(channel.id)
        if now and now.url != channel.url:
            yield Change("channel-url", channels=(channel, now))


def _of_event(old: Event, new: Event) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("event-renamed", events=(old, new))
    if old.zone != new.zone:
        yield Change("event-zone", events=(old, new))


def _order(change: Change) -> tuple[datetime, str, str]:
    session = change.new or change.old
    assert session
    return session.start, session.id, change.kind
