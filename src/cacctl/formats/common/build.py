"""Build a programme from the drafts of its sessions.

Real files break the standards of their formats. So everything readable is used, the rest becomes
a warning for `check`, and one line says how many events it concerns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.base.names import ID
from cacctl.base.sanitize import visible
from cacctl.base.urls import url_problem
from cacctl.formats.base import ReadResult
from cacctl.formats.common.channels import room_channels
from cacctl.formats.common.drafts import BesideLink, EventDetails, SessionDraft
from cacctl.formats.common.links import LONGEST_NAME, MediaKind
from cacctl.formats.common.problems import EventLines, locator, unusable
from cacctl.formats.common.text import LONGEST_TEXT, plain_text, slug, words
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.diagnostics import advise, quoted
from cacctl.formats.limits import LONGEST_SESSION, MOST_LINKS, too_many_sessions
from cacctl.model.programme import (
    NO_WORDS,
    Event,
    Link,
    Programme,
    Session,
    SessionLink,
    Speaker,
    by_kind,
    numbered,
)
from cacctl.model.text import UniqueNames
from cacctl.times.clock import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath


def build_result(
    source: str,
    text: str,
    details: EventDetails,
    drafts: Iterable[SessionDraft],
    warnings: Warnings,
    lines: EventLines,
) -> ReadResult:
    """Return the programme of the drafts, or why there is none, with all warnings."""
    kept = [_with_good_links(draft, warnings) for draft in drafts if _is_session(draft, warnings)]
    _warn_of_repeated_uids(kept, warnings)
    if advice := too_many_sessions(len(kept)):
        return unusable(source, text, advice)
    if not kept:
        return unusable(source, text, advise(_("no sessions could be read.")), warnings, lines)
    kept.sort(key=lambda draft: draft.start)
    ids = _ids(kept)
    channels, own_links = room_channels(details, kept, ids)
    zone = ZoneInfo(details.zone)
    sessions = [
        _session(draft, session_id, links, zone)
        for draft, session_id, links in zip(kept, ids, own_links, strict=True)
    ]
    event = _event(details, [session.date for session in sessions])
    paths = [draft.path for draft in kept]
    return ReadResult(
        source,
        text,
        Programme(event, tuple(channels), numbered(sessions)),
        [((), channel) for channel in channels],
        list(zip(paths, sessions, strict=True)),
        [(draft.path, url) for draft in kept for url in _urls(draft)],
        [],
        warnings.problems,
        locator(source, lines),
        warnings.remarks(source),
        names_zone=details.names_zone,
    )


def _urls(draft: SessionDraft) -> list[str]:
    return [*(link.url for link in draft.links), *(link.url for link in draft.beside)]


def _is_session(draft: SessionDraft, warnings: Warnings) -> bool:
    """Return whether a draft can be a session; if not, warn of it."""
    years = draft.start.year, draft.end.year
    if not FIRST_YEAR <= min(years) <= max(years) <= LAST_YEAR:
        warnings.skip(
            draft.path,
            _("skipped because the year {year} is not between {first} and {last}."),
            year=draft.start.year,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    elif draft.end < draft.start:
        warnings.skip(draft.path, _("skipped because it ends before it starts."))
    elif draft.end - draft.start > LONGEST_SESSION:
        text = _("skipped because it is longer than {days} days.")
        warnings.skip(draft.path, text, days=LONGEST_SESSION.days)
    elif not words(draft.name, ""):
        warnings.skip(draft.path, _("skipped because it has no name."))
    else:
        return True
    return False


def _warn_of_repeated_uids(drafts: Sequence[SessionDraft], warnings: Warnings) -> None:
    first: dict[str, KeyPath] = {}
    for draft in drafts:
        if draft.uid and (known := first.setdefault(draft.uid, draft.path)) != draft.path:
            text = _("the UID is the same as in event {number}. Give each event its own UID.")
            warnings.add(draft.path, text, number=int(known[-1]) + 1)


def _with_good_links(draft: SessionDraft, warnings: Warnings) -> SessionDraft:
    """Return a draft without the links that must not be opened.

    Warn of those, of one for each reason.
    """
    good = []
    omitted: dict[str, str] = {}
    for link in draft.links:
        if reason := url_problem(link.url):
            omitted.setdefault(reason, link.url)
        else:
            good.append(link)
    page = draft.page
    if page and (reason := url_problem(page)):
        text = _("the link {value} to the session's page was omitted: {reason}.")
        warnings.add(draft.path, text, value=quoted(page), reason=reason)
        page = ""
    beside = tuple(_good_links_beside(draft, page, omitted, warnings))
    for reason, url in omitted.items():
        text = _("the link {value} was omitted: {reason}.")
        warnings.add(draft.path, text, value=quoted(url), reason=reason)
    return draft._replace(links=tuple(good), beside=beside, page=page)


def _good_links_beside(
    draft: SessionDraft, page: str, omitted: dict[str, str], warnings: Warnings
) -> Iterator[BesideLink]:
    """Yield the links that may be opened, without the page and the streams among the others.

    Of those that may not be, one for each reason is added to `omitted`.
    """
    seen = {("other", url) for url in (page, *(link.url for link in draft.links))}
    count = 0
    for link in draft.beside:
        if (link.kind, link.url) in seen:
            continue
        seen.add((link.kind, link.url))
        if reason := url_problem(link.url):
            omitted.setdefault(reason, link.url)
        elif count == MOST_LINKS:
            text = _("more than {most} links. Only the first {most} are read.")
            warnings.add(draft.path, text, most=MOST_LINKS)
            return
        else:
            count += 1
            yield link


def _event(details: EventDetails, dates: Sequence[date]) -> Event:
    """Return the event. Where the file has no dates for it, they are those of its sessions."""
    first, last = details.first_date, details.last_date
    # Some files still have the dates of an earlier year.
    if (first and max(dates) < first) or (last and min(dates) > last):
        first = last = None
    first = first or min(dates)
    return Event(
        id=slug(details.id) or slug(details.name) or "event",
        name=words(details.name, details.lang),
        full_name=NO_WORDS,
        theme=NO_WORDS,
        slogan=NO_WORDS,
        place=words(details.place, details.lang),
        organiser=NO_WORDS,
        site=words(details.site, "") if not url_problem(details.site) else NO_WORDS,
        zone=details.zone,
        first_date=first,
        last_date=max(last or max(dates), first),
        notes=(),
        refresh=details.refresh,
        revision=details.revision,
        revised=details.revised,
    )


def _session(
    draft: SessionDraft,
    session_id: str,
    links: Mapping[MediaKind, tuple[Link, ...]],
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
        links=by_kind(
            SessionLink(link.kind, link.url, words(" ".join(link.name[:LONGEST_NAME].split()), ""))
            for link in draft.beside
        ),
    )


def _ids(drafts: Sequence[SessionDraft]) -> list[str]:
    """Return unique ids: the draft's own if well formed, else one made from it or from the name."""
    names = UniqueNames()
    ids = []
    for draft in drafts:
        own = draft.id if re.fullmatch(ID, draft.id) and not draft.id.isdigit() else ""
        ids.append(names.unique(own or slug(draft.id) or slug(draft.name) or "session"))
    return ids
