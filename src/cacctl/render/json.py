"""Answers as JSON documents, as described in `schemas/answer.schema.json`."""

import datetime
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cacctl.base.sanitize import visible
from cacctl.model import streams
from cacctl.model.diff import Change, ListUpdate, Update
from cacctl.model.programme import (
    UNDETERMINED,
    Channel,
    Day,
    Event,
    Note,
    Session,
    SessionLink,
)
from cacctl.times import clock
from cacctl.viewer.streams import default_stream, streams_and_search, why_words
from cacctl.viewer.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from cacctl.formats.lint import Report
    from cacctl.model.search import Match
    from cacctl.net.link_check import LinkStatus
    from cacctl.viewer.events import EventRow
    from cacctl.viewer.settings import InForce
    from cacctl.viewer.sharing import Shared

SCHEMA = 1

Document = dict[str, Any]


def programme(view: View) -> str:
    """All sessions."""
    return sessions(view, view.programme.sessions)


def sessions(view: View, chosen: Iterable[Session]) -> str:
    """These sessions."""
    return _answer(view, chosen)


def day(view: View, day: Day) -> str:
    """The sessions of a programme day."""
    return _answer(view, day.sessions, stream=_default_stream(view))


def date(view: View, day: datetime.date) -> str:
    """The sessions of a date in the viewer's zone."""
    return _answer(view, view.sessions_on(day), stream=_default_stream(view))


def now(view: View) -> str:
    """The live sessions; the next ones under `next`."""
    coming = view.programme.next_after(view.now)
    live = view.programme.live_at(view.now)
    return _answer(view, live, next=_sessions(view, coming), stream=_default_stream(view))


def next(view: View, sessions: Sequence[Session]) -> str:
    """The coming sessions; the live ones under `live`."""
    live = _sessions(view, view.programme.live_at(view.now))
    return _answer(view, sessions, live=live, stream=_default_stream(view))


def matches(view: View, query: str, matches: Sequence["Match"]) -> str:
    """The sessions that were found."""
    return _answer(view, [match.session for match in matches], query=query)


def session(view: View, session: Session) -> str:
    """One session."""
    return _answer(view, [session])


def channels(view: View) -> str:
    """The channels."""
    return _answer(view, (), channels=_channels(view))


def checked(view: View, answers: Sequence["LinkStatus"]) -> str:
    """The channels, and the result of each URL's check."""
    checks = [
        {
            "url": answer.url,
            "ok": answer.ok,
            "status": answer.status,
            "detail": answer.detail,
            "seconds": round(answer.seconds, 3),
        }
        for answer in answers
    ]
    return _answer(view, (), channels=_channels(view), checks=checks)


def about(view: View) -> str:
    """Everything about the event itself."""
    event = view.programme.event
    texts = {
        "name": event.name,
        "full_name": event.full_name,
        "theme": event.theme,
        "slogan": event.slogan,
        "place": event.place,
        "organiser": event.organiser,
        "site": event.site,
    }
    facts: Document = {
        "id": event.id,
        **{key: dict(words) for key, words in texts.items()},
        "timezone": event.zone,
        "first_date": event.first_date.isoformat(),
        "last_date": event.last_date.isoformat(),
        "notes": _notes(event.notes),
    }
    return _answer(view, (), about=facts)


def timeline(view: View) -> str:
    """All sessions, the viewer's waking hours, and the sessions in their night."""
    sessions = view.programme.sessions
    waking = {"from": f"{view.waking.start:%H:%M}", "to": f"{view.waking.end:%H:%M}"}
    night = [session.id for session in sessions if view.in_night(session)]
    return _answer(view, sessions, awake=waking, night=night)


def shared(view: View, content: "Shared") -> str:
    """The session and the text to paste."""
    from cacctl.viewer import sharing

    return _answer(
        view,
        [content.session],
        text=sharing.text(content),
        markdown=sharing.markdown(content),
        timezones=list(content.zones),
        stream=_stream(content.stream) if content.stream else None,
    )


def updated(view: View, update: Update) -> str:
    """The schedule's URL, all changes, those of its lists, and if a newer version is held back."""
    return _answer(
        view,
        (),
        url=_visible(update.url) or None,
        changes=changes(update.changes),
        new_recordings=sum(found.new for found in update.lists if found.kind == "recordings"),
        lists=[_list_update(found) for found in update.lists if found.url],
        held=update.is_held,
        downloaded_sessions=update.downloaded,
        failure=_visible(update.failure) or None,
    )


def _list_update(found: ListUpdate) -> Document:
    return {
        **found._asdict(),
        "url": _visible(found.url),
        "failure": _visible(found.failure) or None,
    }


def config(settings: Sequence["InForce"], file: "Path | None") -> str:
    """The settings in force with their origins; null if nothing is set."""
    document: Document = {
        "schema": SCHEMA,
        "file": _visible(str(file) if file else None),
        "settings": {
            row.name: {
                "value": _visible(row.value),
                "origin": row.setting.origin,
                "location": row.setting.location or None,
            }
            for row in settings
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def events(rows: Sequence["EventRow"], now: datetime.datetime) -> str:
    """The events, as described in `schemas/events.schema.json`."""
    document: Document = {
        "schema": SCHEMA,
        "now": clock.utc_text(now),
        "events": [_event_row(row) for row in rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _event_row(row: "EventRow") -> Document:
    event, dates = row.known.event, row.known.dates
    return {
        "id": _visible(event.id),
        "name": dict(event.name) or {UNDETERMINED: _visible(row.title)},
        "start": dates[0].isoformat() if dates else None,
        "end": dates[1].isoformat() if dates else None,
        "zone": row.known.zone or None,
        "state": row.state,
        "live": [session.id for session in row.live],
        "schedule": _visible(event.schedule) or None,
        "command": row.command or None,
        "sources": list(event.sources),
        "location": event.location,
    }


def report(report: "Report") -> str:
    """The problems of a file, as described in `schemas/check.schema.json`."""
    counts = report.counts
    document = {
        "schema": SCHEMA,
        "file": report.file,
        "errors": report.errors,
        "warnings": report.warnings,
        "problems": [
            {
                "severity": problem.severity,
                "line": problem.line or None,
                "column": problem.column or None,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in report.problems
        ],
        "counts": counts and counts._asdict(),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def change(view: View) -> str:
    """The document of `now` on one line."""
    return json.dumps(json.loads(now(view)), ensure_ascii=False)


def changes(found: Iterable[Change]) -> list[Document]:
    """All changes, including those of past sessions."""
    return [_change(change) for change in found]


def opened(view: View, stream: streams.Stream, browser: str | None) -> str:
    """The chosen stream, its session, and the program that opened it, or null."""
    sessions = [stream.session] if stream.session else []
    why = why_words(view, stream)
    return _answer(view, sessions, stream=_stream(stream), why=why, opened_with=browser)


def opened_link(view: View, session: Session, link: SessionLink, browser: str | None) -> str:
    """The chosen link, its session, and the program that opened it, or null."""
    return _answer(view, [session], link=_link(link), opened_with=browser)


def _answer(view: View, sessions: Iterable[Session], **more: Any) -> str:
    """A document with the moment, the state, the sessions, and what else a command adds."""
    event = view.programme.event
    document: Document = {
        "schema": SCHEMA,
        "event": {"id": event.id, "name": dict(event.name), "timezone": event.zone},
        "now": view.now.astimezone(view.tz).isoformat(timespec="seconds"),
        "timezone": clock.zone_name(view.tz),
        "state": view.programme.state_at(view.now),
        **_part(view),
        "sessions": _sessions(view, sessions),
        **more,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _part(view: View) -> Document:
    """The selected rooms and tracks."""
    part = view.programme.part
    groups = {"rooms": part.rooms, "tracks": part.tracks} if part else {}
    return {key: [dict(words) for words in found] for key, found in groups.items() if found}


def _sessions(view: View, sessions: Iterable[Session]) -> list[Document]:
    return [_session(view, session) for session in sessions]


def _default_stream(view: View) -> Document | None:
    """What `watch` opens, in the viewer's language."""
    stream = default_stream(view)
    return _stream(stream) if stream else None


def _stream(stream: streams.Stream) -> Document:
    document: Document = {
        "channel": stream.channel.id,
        "platform": stream.channel.platform,
        "lang": stream.channel.lang,
        "url": stream.url,
        "kind": stream.kind,
    }
    if stream.player_url != stream.url:
        document["player_url"] = stream.player_url
    if stream.starts:
        document["starts"] = stream.starts
    return document


def _link(link: SessionLink) -> Document:
    return {"kind": link.kind, "name": dict(link.name), "url": link.url}


def _channels(view: View) -> list[Document]:
    programme = view.programme
    return [
        {
            "id": channel.id,
            "platform": channel.platform,
            "lang": channel.lang,
            "name": dict(channel.name),
            "url": channel.url,
            "replays": channel.keeps_replays,
            "carries": [s.id for s in programme.sessions if channel in programme.carriers(s)],
            "notes": _notes(channel.notes),
        }
        for channel in programme.channels
    ]


def _session(view: View, session: Session) -> Document:
    return {
        "id": session.id,
        "number": session.number,
        "day": session.day,
        "date": session.date.isoformat(),
        "start": clock.utc_text(session.start),
        "end": clock.utc_text(session.end),
        "announced_start": clock.utc_text(session.announced) if session.announced else None,
        "local_start": session.start.astimezone(view.tz).isoformat(timespec="seconds"),
        "local_end": session.end.astimezone(view.tz).isoformat(timespec="seconds"),
        "status": session.status(view.now),
        "name": dict(session.name),
        "topic": dict(session.topic),
        "description": dict(session.description),
        "room": dict(session.room),
        "track": dict(session.track),
        "lang": session.lang or None,
        "page": session.page,
        "host": dict(session.host),
        "cities": [dict(city) for city in session.cities],
        "city_count": session.city_count or None,
        "speakers": [
            {"name": dict(s.name), "role": dict(s.role), "place": dict(s.place)}
            for s in session.speakers
        ],
        "streams": [_stream(stream) for stream in streams_and_search(view, session)],
        "links": [_link(link) for link in session.links],
        "notes": _notes(session.notes),
    }


def _change(change: Change) -> Document:
    """The old and the new version; null where there is none."""
    old, new = change.channels or change.events or (change.old, change.new)
    named = new or old
    assert named
    return {
        "kind": change.kind,
        "id": named.id,
        "old": _version(old) if old else None,
        "new": _version(new) if new else None,
    }


def _version(of: Session | Channel | Event) -> Document:
    facts: Document = {"id": of.id, "name": dict(of.name)}
    if isinstance(of, Session):
        return {**facts, "start": clock.utc_text(of.start), "end": clock.utc_text(of.end)}
    return {**facts, **({"url": of.url} if isinstance(of, Channel) else {"timezone": of.zone})}


def _notes(notes: Iterable[Note]) -> list[Document]:
    return [
        {"text": dict(note.text), "sources": [dict(source) for source in note.sources]}
        for note in notes
    ]


def _visible(text: str | None) -> str | None:
    return None if text is None else visible(text)
