"""Events of schedule XML and schedule JSON as drafts of sessions.

Both are one format, which began with pentabarf and frab. pretalx and others write it, and most
conference apps read it (https://c3voc.de/wiki/schedule). Fields have the names of JSON; those that
only XML has keep theirs. Any of them can be missing, null or of the wrong type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.formats.base import ReadResult
from cacctl.formats.common.build import build_result
from cacctl.formats.common.cancellation import title_and_cancelled
from cacctl.formats.common.drafts import EventDetails, SessionDraft
from cacctl.formats.common.fields import NAME_KEYS, Fields, is_object, items, words
from cacctl.formats.common.problems import EventLines, unusable
from cacctl.formats.common.values import date_time, instant, language, usable_uid
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.common.zones import likely_zone, named_zone
from cacctl.formats.frab.links import LinkReader, room_urls
from cacctl.formats.frab.roundtrip import (
    CANCELLED_TYPE,
    GENERATOR,
    id_of_slug,
    name_without_mark,
    room_without_event,
)
from cacctl.formats.frab.times import TimedEvent, date_in, duration, timed_events
from cacctl.formats.frab.tree import LANGUAGES, ScheduleTree, site_of
from cacctl.formats.limits import LARGEST_REVISION, too_many_sessions
from cacctl.times.clock import agree

_LANGUAGE_SEPARATOR = re.compile(r" ?[,;/&+] ?| (?:and|und) ")
_REVISION = re.compile(r"v?(\d{1,9})(?:\.(\d{1,9}))?(?![\d-])", re.IGNORECASE)
_REVISED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")


def read_tree(
    source: str, text: str, schedule: ScheduleTree, lines: EventLines, event_tz: str = ""
) -> ReadResult:
    """Return the programme of a schedule. `event_tz` is its zone if it names none."""
    warnings = Warnings()
    timed = list(timed_events(schedule, warnings))
    if advice := too_many_sessions(warnings.events):
        return unusable(source, text, advice)
    named = named_zone(words(schedule.conference.get("time_zone_name")), warnings)
    starts = [event.of_day or event.start for event in timed]
    city = words(schedule.conference.get("city"))
    zone = ZoneInfo(named or event_tz or likely_zone(city, starts, warnings))
    reader = EventReader(schedule, zone, warnings, is_named=bool(named))
    drafts = [reader.draft(event) for event in timed]
    details = _details(schedule, source, zone, drafts)._replace(names_zone=bool(named))
    return build_result(source, text, details, drafts, warnings, lines)


class EventReader:
    """Drafts of the events of a schedule."""

    def __init__(
        self, schedule: ScheduleTree, zone: ZoneInfo, warnings: Warnings, *, is_named: bool
    ) -> None:
        conference = schedule.conference
        self._is_named = is_named
        self._zone = zone
        self._warnings = warnings
        self._acronym = words(conference.get("acronym")).lower()
        self._title = words(conference.get("title"))
        self._site = site_of(schedule)
        base = schedule.base_url or self._site
        self._is_own = schedule.generator == GENERATOR
        self.links = LinkReader(base, is_own=self._is_own)
        tracks = filter(is_object, items(conference.get("tracks")))
        self._tracks = {words(track.get("slug")): words(track) for track in tracks}

    def draft(self, event: TimedEvent) -> SessionDraft:
        """Return an event as a draft."""
        fields, path = event.fields, ("event", event.number)
        zone = self._zone_of(event)
        start = instant(event.start, zone)
        lang = self._language(words(fields.get("language")), path)
        # The format has no status, so most mark the title. Some programs add a state to the JSON.
        title = words(fields.get("title"), lang)
        name, cancelled = title_and_cancelled(title)
        state = words(fields.get("state") or fields.get("status")).lower()
        if self._is_own and words(fields.get("type")) == CANCELLED_TYPE:
            name, cancelled = name_without_mark(title), True
        room = words(fields.get("room"), lang) or event.room
        if self._is_own:
            room = room_without_event(room, self._title)
        links, beside = self.links.links(fields)
        page = self.links.page(fields)
        return SessionDraft(
            path=path,
            start=start,
            end=self._end(fields, start, zone, path),
            name=name,
            id=self._id(fields),
            uid=usable_uid(words(fields.get("guid"))),
            lang=lang,
            topic=words(fields.get("subtitle"), lang),
            description=_description(fields, lang),
            room=room,
            track=self._track(fields.get("track"), lang),
            speakers=tuple(_speakers(fields)),
            # JSON requires a URL, so without a page it is the conference's site or a stream.
            page="" if page == self._site or page in (link.url for link in links) else page,
            links=links,
            beside=beside,
            cancelled=cancelled or state in ("canceled", "cancelled"),
        )

    def _id(self, fields: Fields) -> str:
        """Return pretalx's short code, else the acronym with the number, else the slug.

        In a file written by cacctl, the slug contains the session's id.
        """
        slug = words(fields.get("slug"))
        if self._is_own and slug.startswith(f"{self._acronym}-"):
            return id_of_slug(slug.removeprefix(f"{self._acronym}-"))
        if code := words(fields.get("code")):
            return code.lower()
        number = words(fields.get("id"))
        return f"{self._acronym}-{number}" if self._acronym and number else slug or number

    def _language(self, text: str, path: tuple[str, int]) -> str:
        """Return the tag of a language; of several (`de, en`) the first, as a session has one."""
        parts = _LANGUAGE_SEPARATOR.split(" ".join(text.split()))
        tags = [tag for part in parts if (tag := LANGUAGES.get(part.lower()) or language(part))]
        if len(tags) < len(parts):
            return ""
        if len(tags) > 1:
            message = _("several languages are listed ({languages}). Only the first is used.")
            self._warnings.add(path, message, languages=", ".join(tags))
        return tags[0]

    def _track(self, track: object, lang: str) -> str:
        """Return the name of a track, also for one that is given only by its slug."""
        keys = (lang, *NAME_KEYS)
        if isinstance(track, Mapping) and not any(track.get(key) for key in keys):
            track = track.get("slug") or track
        name = words(track, lang)
        return self._tracks.get(name) or name

    def _zone_of(self, event: TimedEvent) -> tzinfo:
        """Return the zone of local times: the conference's, unless the day has another offset."""
        day = event.of_day
        if day is None or self._is_named:
            return self._zone
        own = day.tzinfo or self._zone
        return self._zone if agree(self._zone, own, [day]) else own

    def _end(
        self, fields: Fields, start: datetime, zone: tzinfo, path: tuple[str, int]
    ) -> datetime:
        reading = date_time(words(fields.get("end")))
        if reading and (end := instant(reading, zone)) > start:
            return end
        if lasting := duration(words(fields.get("duration"))):
            # An end beyond the calendar is unreadable.
            with suppress(OverflowError):
                return start + lasting
        return start + self._warnings.assume_duration(path)


def _details(
    schedule: ScheduleTree, source: str, zone: ZoneInfo, drafts: Sequence[SessionDraft]
) -> EventDetails:
    conference = schedule.conference
    version = _REVISION.match(schedule.version)
    major, minor = (int(part or 0) for part in version.groups()) if version else (0, 0)
    moment = _REVISED.search(schedule.version)
    revised = date_time(moment[0]) if moment else None
    first, last = (date_in(words(conference.get(key)), zone) for key in ("start", "end"))
    venue, city = (words(conference.get(key)) for key in ("venue", "city"))
    acronym = words(conference.get("acronym"))
    return EventDetails(
        name=words(conference.get("title")) or acronym or source.rpartition("/")[2],
        zone=zone.key,
        id=acronym,
        # cacctl writes a schedule in one language.
        lang=drafts[0].lang if drafts and schedule.generator == GENERATOR else "",
        place=", ".join(part for part in (venue, city) if part),
        site=site_of(schedule),
        first_date=first,
        last_date=last,
        revision=min(major * 1000 + minor, LARGEST_REVISION),
        revised=instant(revised, zone) if revised else None,
        room_urls=dict(room_urls(conference)),
    )


def _description(fields: Fields, lang: str) -> str:
    """Return the abstract, with the description unless one contains the other."""
    abstract, description = (words(fields.get(key), lang) for key in ("abstract", "description"))
    if not description or description in abstract:
        return abstract
    return description if abstract in description else f"{abstract}\n\n{description}"


def _speakers(fields: Fields) -> Iterable[str]:
    persons = fields.get("persons") or fields.get("participants") or fields.get("speakers")
    for person in [persons] if isinstance(persons, str) else items(persons):
        if name := words(person):
            yield name
