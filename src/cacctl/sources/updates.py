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
from cacctl.sources.companion import Access, Companion, Content, content_of
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
        programme, replaced, warnings = loaded.programme, loaded.replaced, list(loaded.warnings)
        for resource in resources:
            kind: CompletingKind = "recordings" if resource.key == "recordings" else "streams"
            content, warning = self._refresh(
                resource,
                kind,
                interval(programme, self._now),
                partial(_items, kind, programme),
            )
            warnings += filter(None, [warning])
            if content:
                programme = content.added_to(programme)
                replaced = replaced and content.added_to(replaced)
        return Loaded(programme, tuple(warnings), replaced)

    def directories(self, settings: Settings) -> list[str]:
        """Refresh the directories of events at URLs; return warnings about the events of all."""
        warnings: list[str] = []
        for resource in map(resource_of, settings.directories):
            found, warning = self._refresh(resource, "events", REFRESH_INTERVAL, _events)
            warnings += filter(None, [warning, *(found.warnings if found else ())])
        return warnings

    def _refresh(
        self,
        resource: Companion,
        kind: ListKind,
        usual: timedelta,
        items_of: Callable[[Any], Mapping[object, object]],
    ) -> tuple[Any, str]:
        """Return what is in a resource, and a warning unless it is why the refresh failed."""
        saved = self._access._replace(offline=True, is_update=False)
        before = content_of(resource, usual, self._now, saved).content
        found = content_of(resource, usual, self._now, self._access)
        if not resource.is_remote:
            return found.content, resource.named(found.warning)
        update = ListUpdate(kind, resource.location, failure=found.warning)
        if found.failure is None:
            update = update._replace(failure="").between(items_of(before), items_of(found.content))
            self.lists.append(update)
            return found.content, resource.named(found.warning)
        found.failure.message = resource.named(found.warning)
        self.failures.append(found.failure)
        self.lists.append(update)
        return found.content, ""


def _events(directory: Directory | None) -> dict[object, object]:
    events = directory.events if directory else ()
    # The line can be another one.
    return {event.id: event._replace(location="") for event in events}


def _items(
    kind: CompletingKind, programme: Programme, content: Content | None
) -> dict[object, object]:
    return items(kind, content.added_to(programme) if content else programme)
