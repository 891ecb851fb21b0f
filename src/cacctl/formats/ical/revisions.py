"""Drop events of which the calendar has a newer version (RFC 5546, 2.1.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cacctl.base.i18n import _
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.ical.components import CalendarEvent

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath


def newest_versions(
    events: Sequence[CalendarEvent], warnings: Warnings, *, is_own: bool
) -> list[CalendarEvent]:
    """Return the events without earlier versions and duplicates.

    Events with the same UID are versions of one event, unless they change different occurrences of
    it. But some programs give all events the same UID. So events with the same SEQUENCE are
    different if they start at different times, or if they are equally old and have other names.
    """
    versions: dict[object, list[CalendarEvent]] = defaultdict(list)
    for event in events:
        key = (event.series, event.text("RECURRENCE-ID"), event.text("X-CACCTL-ID"))
        versions[key].append(event)
    older: dict[KeyPath, KeyPath] = {}
    for found in versions.values():
        if len(found) > 1:
            older.update(_older(found, is_own=is_own))
    for path, newer in older.items():
        text = _("event {number} has the same UID and is newer. Only the newer event is read.")
        warnings.add(path, text, number=int(newer[1]) + 1)
    return [event for event in events if event.path not in older]


def _older(versions: Sequence[CalendarEvent], *, is_own: bool) -> Iterator[tuple[KeyPath, KeyPath]]:
    """Yield the path of each older version, with the path of the version that replaces it."""
    sequence = max(event.sequence for event in versions)
    latest = max(versions, key=lambda event: (event.sequence, event.stamp))
    by_start: dict[str, list[CalendarEvent]] = defaultdict(list)
    for event in versions:
        if event.sequence == sequence:
            by_start["" if is_own else event.text("DTSTART")].append(event)
        else:
            yield event.path, latest.path
    for together in by_start.values():
        newest = max(together, key=lambda event: event.stamp)
        named: dict[str, CalendarEvent] = {newest.text("SUMMARY"): newest}
        for event in together:
            # Stamps within a minute can be those of one export, which are not versions.
            is_older = is_own or event.stamp[:12] < newest.stamp[:12]
            other = newest if is_older else named.setdefault(event.text("SUMMARY"), event)
            if event is not other:
                yield event.path, other.path
