"""Write schedule XML and schedule JSON, which conference apps read.

Both pass the validators that c3voc publishes (https://c3voc.de/wiki/schedule).

The formats have no field for hosts, cities, notes, announced starts and further languages, so
these are left out. Durations are rounded up to minutes. A cancelled session is marked by its type
and, as at large conferences, before its name. The label of a stream has its language, and in JSON,
where no type of link fits, whether it is a recording; that of another link has what it is for.
JSON could have an end beside the duration, but c3voc's tools would convert that to XML that their
validator rejects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from json import dumps
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from cacctl import __version__
from cacctl.base.names import platform_title
from cacctl.formats.base import ExportRequest
from cacctl.formats.frab.roundtrip import (
    CANCELLED_TYPE,
    GENERATOR,
    acronym_of,
    label_of_link,
    marked_as_cancelled,
    phrases_in,
    slug_of,
)
from cacctl.model.programme import (
    UNDETERMINED,
    Event,
    Programme,
    Session,
    SessionLink,
    in_language,
    language_of,
)
from cacctl.model.streams import StreamLink, stream_links
from cacctl.times.clock import utc_text

SCHEMA = "https://c3voc.de/schedule/schema.json"
SLOT = "00:05"
"""The time slots of the conference. The format requires them, but schedules here have none."""

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# Kinds of links that the formats call attachments.
_ATTACHED = ("slides", "file")
# The zones that the JSON Schema allows. Others are left out, as all times have offsets.
_JSON_ZONE = r"[A-Z][a-z]+/[A-Z][a-z]+.*|(?:.*/)?UTC"


def write_xml(request: ExportRequest) -> bytes:
    """Return the sessions as schedule XML, with texts in `lang` where there are some."""
    programme, sessions, lang, *_unused = request
    event = programme.event
    root = Element("schedule")
    SubElement(root, "generator", name=GENERATOR, version=__version__)
    _add(root, "version", _version(event))
    days = _days(programme, sessions, lang)
    conference = SubElement(root, "conference")
    _add(conference, "title", _name(event, lang))
    _add(conference, "acronym", acronym_of(event.id))
    _add(conference, "start", event.first_date.isoformat())
    _add(conference, "end", event.last_date.isoformat())
    _add(conference, "days", str(len(days)))
    _add(conference, "timeslot_duration", SLOT)
    if site := in_language(event.site, lang):
        _add(conference, "url", _uri(site))
    _add(conference, "time_zone_name", event.zone)
    for day in days:
        element = SubElement(
            root, "day", index=str(day.number), date=day.date, start=day.start, end=day.end
        )
        for name, written in day.rooms:
            room = SubElement(element, "room", name=name)
            for each in written:
                _add_event(room, each)
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def write_json(request: ExportRequest) -> bytes:
    """Return the sessions as schedule JSON, with texts in `lang` where there are some."""
    programme, sessions, lang, *_unused = request
    event = programme.event
    days = _days(programme, sessions, lang)
    site = _uri(in_language(event.site, lang))
    conference: dict[str, Any] = {
        "acronym": acronym_of(event.id),
        "title": _name(event, lang),
        "start": event.first_date.isoformat(),
        "end": event.last_date.isoformat(),
        "daysCount": len(days),
        "timeslot_duration": SLOT,
    }
    if re.fullmatch(_JSON_ZONE, event.zone):
        conference["time_zone_name"] = event.zone
    if site:
        conference["url"] = site
    names = dict.fromkeys(name for day in days for name, _events in day.rooms)
    conference["rooms"] = [{"name": name, "guid": _guid(event, f"room/{name}")} for name in names]
    conference["days"] = [
        {
            "index": day.number,
            "date": day.date,
            "day_start": day.start,
            "day_end": day.end,
            "rooms": {
                name: [_fields(each, site) for each in written] for name, written in day.rooms
            },
        }
        for day in days
    ]
    generator = {"name": GENERATOR, "version": __version__}
    # c3voc's tools keep the generator only in the inner object.
    schedule = {"generator": generator, "version": _version(event), "conference": conference}
    document = {"$schema": SCHEMA, "schedule": schedule}
    return dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


class _WrittenSession(NamedTuple):
    """A session as the format has it, with the label of each stream and of each other link."""

    session: Session
    guid: str
    slug: str
    name: str
    type: str
    topic: str
    description: str
    lang: str
    room: str
    track: str
    speakers: tuple[str, ...]
    start: datetime
    minutes: int
    links: tuple[tuple[StreamLink, str], ...]
    beside: tuple[tuple[SessionLink, str], ...]

    @property
    def feedback(self) -> str:
        """The URL of the first feedback form, as the formats allow it; "" if there is none."""
        urls = (link.url for link in self.session.links if link.kind == "feedback")
        return next((url for url in urls if _uri(url) == url), "")


class _WrittenDay(NamedTuple):
    """A day of the programme. It ends with its last session, on whatever date."""

    number: int
    date: str
    start: str
    end: str
    rooms: list[tuple[str, list[_WrittenSession]]]


def _days(programme: Programme, sessions: Sequence[Session], lang: str) -> list[_WrittenDay]:
    zone = ZoneInfo(programme.event.zone)
    guids: set[str] = set()
    days = []
    ordered = sorted(sessions, key=lambda session: (session.day, session.start))
    for number, group in groupby(ordered, key=lambda session: session.day):
        of_day = list(group)
        rooms: dict[str, list[_WrittenSession]] = {}
        for session in of_day:
            written = _written(programme, session, lang, zone, guids)
            rooms.setdefault(written.room, []).append(written)
        end = max(session.end for session in of_day)
        days.append(
            _WrittenDay(
                number,
                of_day[0].date.isoformat(),
                _local(of_day[0].start, zone).isoformat(),
                _local(end, zone).isoformat(),
                list(rooms.items()),
            )
        )
    return days


def _written(
    programme: Programme, session: Session, lang: str, zone: ZoneInfo, guids: set[str]
) -> _WrittenSession:
    event = programme.event
    guid = session.uid.lower()
    if not re.fullmatch(_UUID, guid) or guid in guids:
        guid = _guid(event, f"session/{session.id}")
    guids.add(guid)
    name = in_language(session.name, lang)
    tag = language_of(session.name, lang)
    # The format requires a room.
    room = in_language(session.room, lang) or in_language(event.place, lang) or _name(event, lang)
    return _WrittenSession(
        session=session,
        guid=guid,
        slug=f"{acronym_of(event.id)}-{slug_of(session.id)}",
        name=marked_as_cancelled(name, lang) if session.cancelled else name,
        type=CANCELLED_TYPE if session.cancelled else "",
        topic=in_language(session.topic, lang),
        description=in_language(session.description, lang),
        lang=session.lang if tag == UNDETERMINED else tag,
        room=room,
        track=in_language(session.track, lang),
        speakers=tuple(in_language(speaker.name, lang) for speaker in session.speakers),
        start=_local(session.start, zone),
        minutes=max(1, -((session.start - session.end) // timedelta(minutes=1))),
        links=tuple((link, _label(link, lang)) for link in stream_links(programme, session)),
        beside=tuple(
            (link, label_of_link(link.kind, in_language(link.name, lang), lang))
            for link in session.links
        ),
    )


def _add_event(room: Element, written: _WrittenSession) -> None:
    session = written.session
    event = SubElement(room, "event", guid=written.guid, id=str(session.number))
    _add(event, "room", written.room)
    _add(event, "title", written.name)
    _add(event, "subtitle", written.topic)
    _add(event, "type", written.type)
    _add(event, "date", written.start.isoformat())
    _add(event, "start", f"{written.start:%H:%M}")
    _add(event, "duration", _xml_duration(written.minutes))
    _add(event, "abstract", written.description)
    _add(event, "slug", written.slug)
    _add(event, "track", written.track)
    persons = SubElement(event, "persons")
    for name in written.speakers:
        _add(persons, "person", name)
    _add(event, "language", written.lang)
    if session.page:
        _add(event, "url", _uri(session.page))
    links = SubElement(event, "links")
    for link, label in written.links:
        element = SubElement(
            links,
            "link",
            href=link.url,
            type="recording" if link.is_recording else "stream",
            service=link.channel.platform,
        )
        element.text = label
    attachments: list[tuple[SessionLink, str]] = []
    for other, label in written.beside:
        if other.kind in _ATTACHED:
            attachments.append((other, label))
        else:
            SubElement(links, "link", href=other.url, type=other.kind).text = label
    if attachments:
        attached = SubElement(event, "attachments")
        for other, label in attachments:
            SubElement(attached, "attachment", href=other.url, type=other.kind).text = label
    if written.feedback:
        _add(event, "feedback_url", written.feedback)


def _fields(written: _WrittenSession, site: str) -> dict[str, Any]:
    session = written.session
    streams = [link.url for link, _text in written.links if _uri(link.url) == link.url]
    urls = [_uri(session.page or ""), site, *streams]
    beside: dict[bool, list[dict[str, str]]] = {True: [], False: []}
    for link, label in written.beside:
        link_type = "slides" if link.kind == "slides" else "related"
        fields = {"type": link_type, "url": link.url, "title": label}
        beside[link.kind in _ATTACHED].append(fields)
    attachments, feedback = beside[True], written.feedback
    return {
        "guid": written.guid,
        "id": session.number,
        "date": written.start.isoformat(),
        "start": f"{written.start:%H:%M}",
        "duration": f"{written.minutes // 60:02}:{written.minutes % 60:02}",
        "room": written.room,
        "slug": written.slug,
        # A URL is required, so one of the event or of a stream is better than none.
        "url": next(filter(None, urls), f"urn:uuid:{written.guid}"),
        "title": written.name,
        "subtitle": written.topic or None,
        "track": written.track or None,
        "type": written.type,
        "language": written.lang or None,
        "abstract": written.description or None,
        "persons": [{"name": name} for name in written.speakers],
        "links": [
            *({"type": "media", "url": link.url, "title": label} for link, label in written.links),
            *beside[False],
        ],
        **({"attachments": attachments} if attachments else {}),
        **({"feedback_url": feedback} if feedback else {}),
    }


def _label(link: StreamLink, lang: str) -> str:
    """Return a stream's label, such as `Stream: YouTube (Korean)`."""
    phrases, spoken = phrases_in(lang), link.channel.lang
    label = phrases.recording if link.is_recording else phrases.stream
    label += platform_title(link.channel.platform)
    return label if spoken == UNDETERMINED else f"{label} ({phrases.languages.get(spoken, spoken)})"


def _version(event: Event) -> str:
    """Return the revision, 1005 as `1.5`, and its time, as far as known."""
    major, minor = divmod(event.revision, 1000)
    parts = [f"{major}.{minor}" if minor else str(major)] if event.revision else []
    if event.revised:
        parts.append(utc_text(event.revised))
    return " ".join(parts) or "0"


def _name(event: Event, lang: str) -> str:
    return in_language(event.name, lang) or event.id


def _guid(event: Event, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{GENERATOR}:{event.id}/{name}"))


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant in a zone; in UTC if the offset has seconds, as some had until 1972."""
    local = instant.astimezone(zone)
    return local if not (local.utcoffset() or timedelta()) % timedelta(minutes=1) else instant


def _xml_duration(minutes: int) -> str:
    """Return `HH:MM`, or `DD:HH:MM` from 100 hours."""
    hours, rest = divmod(minutes, 60)
    if hours < 100:
        return f"{hours:02}:{rest:02}"
    return f"{hours // 24}:{hours % 24:02}:{rest:02}"


def _uri(url: str) -> str:
    """Return a URL with what is not allowed percent-encoded, except letters of any script."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return ""
    rest = re.sub(r"%(?![0-9A-Fa-f]{2})|[\x00-\x20\"<>\\^`{|}\x7f]", lambda m: quote(m[0]), rest)
    return f"{scheme.lower()}://{rest}"


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text
