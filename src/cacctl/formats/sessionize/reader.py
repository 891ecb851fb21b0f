"""Read the JSON of Sessionize: its views All, GridSmart and Sessions.

All (https://sessionize.com/api/v2/ID/view/All) has one list of sessions, which refer to rooms,
speakers and categories by number. GridSmart has days, rooms in them and sessions in those, and
Sessions has groups of sessions; both repeat the names. None has the name of the event or its time
zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.formats.base import JsonText, ReadResult
from cacctl.formats.common.build import build_result
from cacctl.formats.common.cancellation import title_and_cancelled
from cacctl.formats.common.drafts import BesideLink, EventDetails, MediaLink, SessionDraft
from cacctl.formats.common.fields import Fields, is_object, items, words
from cacctl.formats.common.json_text import object_lines
from cacctl.formats.common.links import kind_beside
from cacctl.formats.common.problems import unusable
from cacctl.formats.common.text import name_of
from cacctl.formats.common.values import date_time, instant, usable_uid
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.common.zones import likely_zone
from cacctl.formats.diagnostics import advise
from cacctl.formats.limits import too_many_sessions

_KEYS = ("startsAt", "isServiceSession", "isPlenumSession")
_VIEW_KEYS = {"sessions", "speakers", "questions", "categories", "rooms"}
_API = re.compile(r"https://sessionize\.com/api/v2/([a-z0-9]{1,40})/", re.IGNORECASE)
_NOT_HELD = ("canceled", "cancelled", "declined")
# How events call the category that cacctl calls a track, in order of preference.
_TRACKS = (
    re.compile(r"track|트랙|トラック", re.IGNORECASE),
    re.compile(r"topic|theme|stream|subject|thema|tema|thème|주제|분야", re.IGNORECASE),
)


class FoundSession(NamedTuple):
    """A session, and the name of the room that contains it, or ""."""

    fields: Fields
    room: str


def read(file: JsonText, source: str, event_tz: str = "") -> ReadResult | None:
    """Read the JSON of Sessionize (a `JsonReader`)."""
    found = _sessions(file.tree)
    api = _API.match(source)
    if not found:
        if _is_empty(file.tree) or (api and file.tree == []):
            text = _("this Sessionize schedule has no sessions yet. Try again later.")
            return unusable(source, file.text, advise(text))
        return _speakers_only(file, source)
    if advice := too_many_sessions(len(found)):
        return unusable(source, file.text, advice)
    warnings = Warnings()
    warnings.events = len(found)
    starts = [start for session in found if (start := _time(session.fields, "startsAt"))]
    zone = ZoneInfo(event_tz or likely_zone("", starts, warnings))
    reader = _Reader(file.tree, zone, warnings)
    drafts = filter(None, (reader.draft(*numbered) for numbered in enumerate(found)))
    name = f"Sessionize {api[1]}" if api else name_of(source)
    details = EventDetails(name=name, zone=zone.key, names_zone=False)
    lines = partial(object_lines, file.text, _session_objects)
    return build_result(source, file.text, details, drafts, warnings, lines)


def _sessions(tree: object) -> list[FoundSession]:
    """Return the sessions of a view, each once; none if no key is one of Sessionize.

    A plenary session is repeated in every room of a grid, and a session in each of its groups. In
    several rooms it has none, unless it names its own.
    """
    found: dict[object, FoundSession] = {}
    for room, fields in _listed(tree):
        uid = words(fields.get("id"))
        key = (uid, words(fields.get("startsAt"))) if uid else id(fields)
        known = found.setdefault(key, FoundSession(fields, room))
        if known.room != room:
            found[key] = known._replace(room="")
    is_known = any(key in session.fields for session in found.values() for key in _KEYS)
    return list(found.values()) if is_known else []


def _is_empty(tree: object) -> bool:
    """Return whether a tree is a view without a session, by the keys of each view."""
    if any(_listed(tree)):
        return False
    if isinstance(tree, Mapping):
        return set(tree) >= _VIEW_KEYS
    groups = list(filter(is_object, items(tree)))
    return any("groupName" in group and "sessions" in group for group in groups) or any(
        is_object(room) and "hasOnlyPlenumSessions" in room
        for day in groups
        for room in items(day.get("rooms"))
    )


def _session_objects(tree: object) -> Sequence[object]:
    return [session.fields for session in _sessions(tree)]


def _listed(tree: object) -> Iterator[tuple[str, Fields]]:
    """Yield all sessions with the name of the room that contains them, repeated ones too."""
    groups = [tree] if is_object(tree) else items(tree)
    for group in filter(is_object, groups):
        for session in filter(is_object, items(group.get("sessions"))):
            yield "", session
        for room in filter(is_object, items(group.get("rooms"))):
            for session in filter(is_object, items(room.get("sessions"))):
                yield words(room), session


def _speakers_only(file: JsonText, source: str) -> ReadResult | None:
    """Return a refusal for a list of speakers, another view of Sessionize."""
    listed = list(filter(is_object, items(file.tree)))
    if not any("fullName" in item and "sessions" in item for item in listed):
        return None
    text = _(
        "this is a Sessionize speaker list, not a schedule. Use the URL that ends in "
        "/view/All or /view/GridSmart."
    )
    return unusable(source, file.text, advise(text))


class _Reader:
    """Drafts of the sessions of a view."""

    def __init__(self, tree: object, zone: ZoneInfo, warnings: Warnings) -> None:
        view: Fields = tree if isinstance(tree, Mapping) else {}
        self._zone = zone
        self._warnings = warnings
        self._rooms = _names(view.get("rooms"), "name")
        self._speakers = _names(view.get("speakers"), "fullName", "name")
        self._questions = _names(view.get("questions"), "question")
        self._categories = [
            (words(category), _names(category.get("items"), "name"))
            for category in filter(is_object, items(view.get("categories")))
        ]

    def draft(self, number: int, session: FoundSession) -> SessionDraft | None:
        """Return a session as a draft; None, with a warning, if its start is unreadable."""
        fields, path = session.fields, ("event", number)
        reading = _time(fields, "startsAt")
        if reading is None:
            if words(fields.get("startsAt")):
                text = _("skipped because the start is missing or unreadable.")
            else:
                text = _("skipped because it has no start time.")
            self._warnings.skip(path, text)
            return None
        start = instant(reading, self._zone)
        title, cancelled = title_and_cancelled(words(fields.get("title")))
        uid = words(fields.get("id"))
        room = words(fields.get("room")) or self._rooms.get(words(fields.get("roomId")), "")
        live, recording = (words(fields.get(key)) for key in ("liveUrl", "recordingUrl"))
        links = [MediaLink(live, "live"), MediaLink(recording, "recording")]
        return SessionDraft(
            path=path,
            start=start,
            end=self._end(path, fields, start),
            name=title,
            # Those of service sessions are random, and say less than their titles.
            id=f"session-{uid}" if re.fullmatch(r"\d{1,20}", uid) else "",
            uid=usable_uid(uid),
            description=words(fields.get("description")),
            room=room or session.room,
            track=self._track(fields),
            speakers=tuple(self._speaker_names(fields)),
            links=tuple(link for link in links if link.url),
            beside=tuple(self._answers(fields)),
            cancelled=cancelled or words(fields.get("status")).lower() in _NOT_HELD,
        )

    def _end(self, path: tuple[str, int], fields: Fields, start: datetime) -> datetime:
        reading = _time(fields, "endsAt")
        if reading and (end := instant(reading, self._zone)) > start:
            return end
        return start + self._warnings.assume_duration(path)

    def _speaker_names(self, fields: Fields) -> Iterator[str]:
        for speaker in items(fields.get("speakers")):
            if is_object(speaker):
                yield words(speaker.get("fullName")) or words(speaker)
            else:
                yield self._speakers.get(words(speaker), "")

    def _answers(self, fields: Fields) -> Iterator[BesideLink]:
        """Yield the answers that are URLs, each with its question: organisers ask for slides."""
        for answer in filter(is_object, items(fields.get("questionAnswers"))):
            url = words(answer.get("answerValue"))
            if url.startswith(("https://", "http://")):
                question = self._questions.get(words(answer.get("questionId")), "")
                yield BesideLink(url, kind_beside(url, question), question)

    def _track(self, fields: Fields) -> str:
        """Return the first item that a session has in the category of tracks."""
        chosen = [words(item) for item in items(fields.get("categoryItems"))]
        found: list[tuple[str, Any]] = []
        for title, names in self._categories:
            found += [(title, names[item]) for item in chosen if item in names]
        for category in filter(is_object, items(fields.get("categories"))):
            found += [(words(category), words(i)) for i in items(category.get("categoryItems"))]
        for pattern in _TRACKS:
            if track := next((item for name, item in found if pattern.search(name)), ""):
                return track
        return ""


def _time(fields: Fields, key: str) -> datetime | None:
    return date_time(words(fields.get(key)))


def _names(listed: object, *keys: str) -> dict[str, str]:
    """Return the names of the objects in a list, by their ids."""
    return {
        words(item.get("id")): next((name for key in keys if (name := words(item.get(key)))), "")
        for item in filter(is_object, items(listed))
    }
