"""Updates of lists, those that complete a schedule and of events: compared with before."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from cacctl.base.errors import CacctlError
from cacctl.formats.loading import Loaded
from cacctl.model.diff import CompletingKind, ListKind, ListUpdate, items
from cacctl.model.directory import Directory
from cacctl.model.programme import Programme
from cacctl.settings.settings import Settings
from cacctl.sources.companion import Access, Companion, Content, Result, complete_with, content_of
from cacctl.sources.directories import resource_of
from cacctl.sources.remote import REFRESH_INTERVAL, interval


class Updates:
    """The updates of lists, and the errors of those that could not be refreshed."""

    def __init__(self, now: datetime, access: Access) -> None:
        self.lists: list[ListUpdate] = []
        self.failures: list[CacctlError] = []
        self._now, self._access = now, access

    def completed(self, loaded: Loaded, resources: Iterable[Companion]) -> Loaded:
        """Return a schedule with its resources; those at URLs are refreshed.

        What is wrong with files is a warning.
        """
        return complete_with(loaded, resources, self._refresh_of_schedule)

    def directories(self, settings: Settings) -> list[str]:
        """Refresh the directories of events at URLs; return warnings about the events of all."""
        warnings: list[str] = []
        for resource in map(resource_of, settings.directories):
            found, warning, _failure = self._refresh(resource, "events", REFRESH_INTERVAL, _events)
            warnings += filter(None, [warning, *(found.warnings if found else ())])
        return warnings

    def _refresh_of_schedule(self, resource: Companion, programme: Programme) -> Result:
        kind: CompletingKind = "recordings" if resource.key == "recordings" else "streams"
        usual = interval(programme, self._now)
        return self._refresh(resource, kind, usual, partial(_items, kind, programme))

    def _refresh(
        self,
        resource: Companion,
        kind: ListKind,
        usual: timedelta,
        items_of: Callable[[Any], Mapping[object, object]],
    ) -> Result:
        """Return what is in a resource; why the refresh of a URL failed is no warning."""
        saved = self._access._replace(offline=True, is_update=False)
        before = content_of(resource, usual, self._now, saved).content
        found = content_of(resource, usual, self._now, self._access)
        if not resource.is_remote:
            return found
        update = ListUpdate(kind, resource.location, failure=found.warning)
        if found.failure is None:
            update = update._replace(failure="").between(items_of(before), items_of(found.content))
            self.lists.append(update)
            return found
        found.failure.message = resource.named(found.warning)
        self.failures.append(found.failure)
        self.lists.append(update)
        return found._replace(warning="")


def _events(directory: Directory | None) -> dict[object, object]:
    events = directory.events if directory else ()
    # The line can be another one.
    return {event.id: event._replace(location="") for event in events}


def _items(
    kind: CompletingKind, programme: Programme, content: Content | None
) -> dict[object, object]:
    return items(kind, content.added_to(programme) if content else programme)
