"""The events that cacctl knows: those of the settings, of their directories and of the bundled one.

Directories from URLs are cached and refreshed as further resources of schedules are.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from cacctl.base import files
from cacctl.base.errors import CacctlError, UsageProblem
from cacctl.model.directory import (
    Directory,
    EventNow,
    ListedEvent,
    same_event,
    with_schedule,
    without_repeated,
)
from cacctl.model.programme import Programme
from cacctl.settings.settings import EventStreams, Origin, Setting, Settings
from cacctl.sources import bundled
from cacctl.sources.companion import Access, Companion, content_of
from cacctl.sources.locate import locate
from cacctl.sources.remote import REFRESH_INTERVAL
from cacctl.times import clock
from cacctl.times.zones import event_zone_key


def read(settings: Settings, now: datetime, access: Access) -> Directory:
    """Return the events of the directories that the settings name, and of the bundled one.

    Of those with the same ID or schedule, the first is listed. What cannot be read is a warning.
    """
    events: list[ListedEvent] = []
    warnings: list[str] = []
    failures: list[str] = []
    unusable: list[ListedEvent] = []
    own = Setting(str(bundled.path("events.toml")), "default")
    for setting in (*settings.directories, own):
        resource = resource_of(setting)
        directory, warning, _failure = content_of(resource, REFRESH_INTERVAL, now, access)
        if warning:
            is_unusable = directory is None and setting.location
            failures.append(f"{setting.location}: {warning}" if is_unusable else warning)
            warnings.append(failures[-1])
        if isinstance(directory, Directory):
            warnings += directory.warnings
            events += directory.events
            unusable += directory.unusable
    return Directory(without_repeated(events), tuple(warnings), tuple(unusable), tuple(failures))


def resource_of(setting: Setting) -> Companion:
    """Return the resource that is a directory of the settings."""
    location = setting.value or ""
    return Companion("directory", location, "://" in location)


def with_event(settings: Settings, name: str, event: ListedEvent) -> Settings:
    """Return the settings with an event of a directory under this name."""
    origin: Origin = "directory" if "://" in event.location else "file"
    zones, rules = dict(settings.event_zones), dict(settings.event_streams)
    companions = dict(settings.companions)
    if event.zone:
        zones[name] = Setting(event.zone, "file", event.location)
    if event.streams:
        rules[name] = EventStreams(event.streams, event.location)
    companions[name] = {
        key: Setting(location, origin, event.location) for key, location in event.resources.items()
    }
    return settings._replace(
        events={**settings.events, name: Setting(event.schedule, "file", event.location)},
        event_zones=zones,
        event_streams=rules,
        companions=companions,
    )


def own_name(settings: Settings, event: ListedEvent) -> str:
    """Return the name in the settings of an event whose schedule no directory has, or ""."""
    for name, schedule in settings.events.items():
        if same_event(EventNow(ListedEvent(name, schedule.value or "", "")), [event]):
            return name
    return ""


def known(
    settings: Settings, directory: Directory, today: date, now: datetime
) -> Iterator[EventNow]:
    """Yield the events of the settings and of a directory, without going online.

    Programmes are read, as of `now`, where they can be live around `today`, or where the dates are
    unknown. An event of the settings replaces that of the directory with its name or its schedule.
    """
    listed = {event.id: event for event in directory.events}
    for name, setting in settings.events.items():
        own = ListedEvent(name, setting.value or "", setting.location, zone=_zone(settings, name))
        facts = listed.get(name) or with_schedule(own.schedule, directory.events)
        programme = None if facts else _programme(own, today, now)
        facts = facts or same_event(EventNow(own, programme), directory.events)
        if facts:
            listed.pop(facts.id, None)
            own = facts._replace(
                id=name,
                schedule=own.schedule,
                location=own.location,
                zone=own.zone or facts.zone,
            )
        yield EventNow(own, programme or _programme(own, today, now))
    for event in listed.values():
        yield EventNow(event, _programme(event, today, now))


def _programme(event: ListedEvent, today: date, now: datetime) -> Programme | None:
    """Return an event's programme from its file or cached copy, if it can be live; else None."""
    if not event.schedule:
        return None
    if event.start and event.end:
        first, last = event.start - clock.ONE_DAY, event.end + clock.ONE_DAY
        if not first <= today <= last:
            return None
    # Others, such as pipes, could be without an end.
    if "://" not in event.schedule:
        path = Path(event.schedule)
        if not (files.exists(path) and path.is_file()):
            return None
    source = locate(event.schedule, {}, offline=True, allow_http=True, event_tz=event.zone)
    with suppress(CacctlError):
        return source.load(now).programme
    return None


def _zone(settings: Settings, name: str) -> str:
    """Return the IANA key of the zone of an event in the settings, or ""."""
    if name in settings.event_zones:
        # A wrong one is reported where the event is used.
        with suppress(UsageProblem):
            return settings.event_zones[name].read(event_zone_key, "")
    return ""
