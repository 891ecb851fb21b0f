"""Sessions as they were found -> `Programme`.

Real files break the standards of their formats. Whatever can be read is; what cannot be is left
out and kept in mind for `check`, and its number is said in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import url_problem
from cacctl.formats.base import ReadResult
from cacctl.formats.common.channels import UniqueNames, room_channels
from cacctl.formats.common.drafts import Draft, Facts
from cacctl.formats.common.links import Kind
from cacctl.formats.common.problems import Lines, placing, unusable
from cacctl.formats.common.text import LONGEST_TEXT, plain_text, slug, words
from cacctl.formats.common.warnings import Doubts
from cacctl.formats.diagnostics import said
from cacctl.formats.limits import ID, LONGEST_SESSION, too_many_sessions
from cacctl.model.programme import NO_WORDS, Event, Link, Programme, Session, Speaker, numbered
from cacctl.times.clock import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath


def examined(
    source: str, text: str, facts: Facts, drafts: Iterable[Draft], doubts: Doubts, lines: Lines
) -> ReadResult:
    """The programme of what was found in a file."""
    kept = [_with_good_links(draft, doubts) for draft in drafts if _is_session(draft, doubts)]
    _mention_repeated(kept, doubts)
    if advice := too_many_sessions(len(kept)):
        return unusable(source, text, advice)
    if not kept:
        advice = said(_("there is no session in it that can be read."))
        return unusable(source, text, advice, doubts, lines)
    kept.sort(key=lambda draft: draft.start)
    ids = _ids(kept)
    channels, own = room_channels(facts, kept, ids)
    zone = ZoneInfo(facts.zone)
    sessions = [
        _session(draft, session_id, links, zone)
        for draft, session_id, links in zip(kept, ids, own, strict=True)
    ]
    ordered = numbered(sessions)
    dates = [session.date for session in ordered]
    event = Event(
        id=slug(facts.id) or slug(facts.name) or "event",
        name=words(facts.name, facts.lang),
        full_name=NO_WORDS,
        theme=NO_WORDS,
        slogan=NO_WORDS,
        place=words(facts.place, facts.lang),
        organiser=NO_WORDS,
        site=words(facts.site, "") if not url_problem(facts.site) else NO_WORDS,
        zone=facts.zone,
        first_date=facts.first_date or min(dates),
        last_date=max(facts.last_date or max(dates), facts.first_date or min(dates)),
        notes=(),
        refresh=facts.refresh,
        revision=facts.revision,
        revised=facts.revised,
    )
    paths = [draft.path for draft in kept]
    return ReadResult(
        source,
        text,
        Programme(event, tuple(channels), ordered),
        [((), channel) for channel in channels],
        list(zip(paths, sessions, strict=True)),
        [(draft.path, link.url) for draft in kept for link in draft.links],
        [],
        doubts.findings,
        placing(source, lines),
        doubts.remark(source),
        names_zone=facts.names_zone,
    )


def _is_session(draft: Draft, doubts: Doubts) -> bool:
    years = draft.start.year, draft.end.year
    if not FIRST_YEAR <= min(years) <= max(years) <= LAST_YEAR:
        doubts.leave_out(
            draft.path,
            _("the year {year} is not between {first} and {last}."),
            year=draft.start.year,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    elif draft.end < draft.start:
        doubts.leave_out(draft.path, _("it ends before it has started."))
    elif draft.end - draft.start > LONGEST_SESSION:
        text = _("it is longer than {days} days.")
        doubts.leave_out(draft.path, text, days=LONGEST_SESSION.days)
    elif not words(draft.name, ""):
        doubts.leave_out(draft.path, _("it has no name."))
    else:
        return True
    return False


def _mention_repeated(drafts: Sequence[Draft], doubts: Doubts) -> None:
    """Keep in mind which events have the UID of another one."""
    first: dict[str, KeyPath] = {}
    for draft in drafts:
        if draft.uid and (known := first.setdefault(draft.uid, draft.path)) != draft.path:
            text = _("it has the UID of event {number}. Give each event a UID of its own.")
            doubts.mention(draft.path, text, number=int(known[-1]) + 1)


def _with_good_links(draft: Draft, doubts: Doubts) -> Draft:
    """The draft with what may be opened alone."""
    good = []
    for link in draft.links:
        if reason := url_problem(link.url):
            doubts.mention(draft.path, _("a link cannot be opened: {reason}."), reason=reason)
        else:
            good.append(link)
    page = draft.page
    if page and (reason := url_problem(page)):
        doubts.mention(draft.path, _("its page cannot be opened: {reason}."), reason=reason)
        page = ""
    return draft._replace(links=tuple(good), page=page)


def _session(
    draft: Draft,
    session_id: str,
    links: Mapping[Kind, tuple[Link, ...]],
    zone: ZoneInfo,
) -> Session:
    lang = draft.text_lang or draft.lang
    return Session(
        id=session_id,
        number=0,
        day=0,
        date=draft.start.astimezone(zone).date(),
        start=draft.start,
        end=draft.end,
        name=words(draft.name, lang),
        topic=words(draft.topic, lang),
        host=words(draft.host, lang),
        cities=(),
        speakers=tuple(
            Speaker(name, NO_WORDS, NO_WORDS)
            for speaker in draft.speakers
            if (name := words(speaker, ""))
        ),
        recordings=links.get("recording", ()),
        notes=(),
        cancelled=draft.cancelled,
        description=words(plain_text(draft.description[:LONGEST_TEXT]), lang),
        room=words(draft.room, ""),
        track=words(draft.track, ""),
        lang=draft.lang,
        page=draft.page or None,
        streams=links.get("live", ()),
        uid=visible(draft.uid),
    )


def _ids(drafts: Sequence[Draft]) -> list[str]:
    """An id for each, its own where it has a good one that no earlier one has."""
    free = UniqueNames()
    found = []
    for draft in drafts:
        wanted = draft.id if re.fullmatch(ID, draft.id) and not draft.id.isdigit() else ""
        found.append(free.name(wanted or slug(draft.id) or slug(draft.name) or "session"))
    return found
