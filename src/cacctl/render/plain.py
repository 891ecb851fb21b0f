"""Answers as plain lines, for pipes and screen readers: `key: value`, or one record per line."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cacctl.base.i18n import _
from cacctl.base.names import language_name, link_kind_title
from cacctl.model import streams
from cacctl.model.programme import Day, Note, Session, SessionLink
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.viewer import offers
from cacctl.viewer.details import answer_words, event_facts, sources_words, speaker_words
from cacctl.viewer.labels import (
    MOST_NAMES,
    carries_words,
    channel_kind,
    event_heading,
    other_event,
    part_words,
    sessions_words,
    url_words,
)
from cacctl.viewer.selection import many_live_hint
from cacctl.viewer.states import (
    cancelled_until_next,
    delay_words,
    night_words,
    nothing_on,
    state_sentence,
    status_words,
    timeline_words,
)
from cacctl.viewer.streams import opened_words, stream_words, streams_and_search
from cacctl.viewer.times import moment_words, when, whole_day
from cacctl.viewer.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from cacctl.formats.lint import Report
    from cacctl.model.diff import Update
    from cacctl.model.search import Match
    from cacctl.net.link_check import LinkStatus
    from cacctl.viewer.events import EventRow
    from cacctl.viewer.settings import InForce
    from cacctl.viewer.sharing import Shared


def programme(view: View) -> str:
    """All sessions."""
    return _sessions_and_streams(view, view.programme.sessions)


def day(view: View, day: Day) -> str:
    """The sessions of a programme day."""
    return _sessions_and_streams(view, day.sessions)


def date(view: View, day: datetime.date) -> str:
    """The sessions of a date in the viewer's zone, or the days at a glance."""
    if sessions := view.sessions_on(day):
        return _sessions_and_streams(view, sessions)
    return _text(
        _moment(view),
        [nothing_on(view, day)],
        _days(view),
        _to_watch(view, view.programme.sessions),
    )


def now(view: View) -> str:
    """The live sessions and the next ones."""
    return _coming(view, view.programme.live_at(view.now), view.programme.next_after(view.now))


def next(view: View, sessions: Sequence[Session]) -> str:
    """The live sessions or their number, then the coming ones or the replays."""
    live = view.programme.live_at(view.now)
    if len(live) <= MOST_NAMES:
        return _coming(view, live, sessions)
    return _coming(view, (), sessions, [many_live_hint(live)])


def matches(view: View, query: str, matches: Sequence["Match"]) -> str:
    """One line per session, with the texts that matched."""
    from cacctl.viewer.search import found_texts, found_words

    return _text(
        _event(view),
        [found_words(query, len(matches))],
        (
            "; ".join([_session(view, match.session), *found_texts(view, match, query)])
            for match in matches
        ),
    )


def session(view: View, session: Session) -> str:
    """Everything about one session, one fact per line."""
    from cacctl.viewer.links import name_and_url

    facts = [
        (_("Event"), other_event(view)),
        (_("Session"), f"{session.number}. {view.name(session)} ({session.id})"),
        (_("When"), _joined([when(view, session), delay_words(view, session)])),
        (_("Status"), status_words(view, session)),
        (_("Room"), view.words(session.room)),
        (_("Track"), view.words(session.track)),
        (_("Language"), language_name(session.lang)),
        (_("Topic"), view.words(session.topic)),
        (_("Description"), view.words(session.description)),
        (_("Host"), view.words(session.host)),
        *((_("City"), view.words(city)) for city in session.cities),
        (_("Number of cities"), str(session.city_count or "")),
        *((_("Speaker"), speaker_words(view, speaker)) for speaker in session.speakers),
        (_("Page"), session.page or ""),
        *((stream_words(s), s.url) for s in streams_and_search(view, session)),
        *((link_kind_title(link.kind), name_and_url(view, link)) for link in session.links),
        *_notes(view, session.notes),
    ]
    return _facts(facts)


def channels(view: View) -> str:
    """One line per channel: name, kind, language, URL, sessions."""
    lines = [
        f"{view.words(channel.name)} ({channel.id}): "
        + _joined(
            [
                channel_kind(view, channel),
                language_name(channel.lang),
                url_words(view, channel),
                carries_words(view, channel),
            ]
        )
        for channel in view.programme.channels
    ]
    return _text(_event(view), lines or [_("The schedule lists no channels.")])


def checked(view: View, answers: Sequence["LinkStatus"]) -> str:
    """One line per URL with the result of its check."""
    lines = (f"{answer.url}: {answer_words(answer)}" for answer in answers)
    return _text(_event(view), lines)


def about(view: View) -> str:
    """The event itself, one fact per line."""
    event = view.programme.event
    return _facts(
        [(_("Event"), view.words(event.name)), *event_facts(view), *_notes(view, event.notes)]
    )


def timeline(view: View) -> str:
    """The timeline as one line per session, and the sessions in the viewer's night."""
    night = night_words(view)
    return _text(_moment(view), timeline_words(view), [night] if night else [])


def shared(view: View, content: "Shared") -> str:
    """A session as text to paste into a message."""
    from cacctl.viewer import sharing

    return sharing.text(content)


def updated(view: View, update: "Update") -> str:
    """The schedule's URL, one line per change that matters to the viewer, and one per list."""
    from cacctl.viewer import changes as news

    lines = news.report(view, update)
    return _text(lines)


def config(settings: Sequence["InForce"], file: "Path | None") -> str:
    """One line per setting in force, with its origin."""
    from cacctl.viewer.settings import file_words, origin_words, setting_words

    return _text(
        [file_words(file)],
        (f"{row.name}: {setting_words(row)} ({origin_words(row.setting)})" for row in settings),
    )


def events(rows: Sequence["EventRow"], _now: datetime.datetime) -> str:
    """One line per event: name, dates, state, what is live, and the command that opens it."""
    return _text(
        "; ".join(
            filter(
                None,
                [
                    row.title,
                    row.dates,
                    _joined([row.state_words, row.live_words]),
                    row.command_words,
                ],
            )
        )
        for row in rows
    )


def report(report: "Report") -> str:
    """One line per problem, then a summary."""
    from cacctl.formats import lint

    lines = (f"{lint.heading(problem)} {problem.hint}".rstrip() for problem in report.problems)
    return _text(lines, [lint.summary(report)])


def change(view: View) -> str:
    """The state in one line that begins with the viewer's time."""
    parts = [moment_words(view), part_words(view), state_sentence(view)]
    return ": ".join(filter(None, parts))


def opened(view: View, stream: streams.Stream, browser: str | None) -> str:
    """The opened stream and why it was chosen, in one line."""
    return opened_words(view, stream, browser)


def opened_link(view: View, session: Session, link: SessionLink, browser: str | None) -> str:
    """The opened link and its session, in one line."""
    from cacctl.viewer.links import opened_link_words

    return opened_link_words(view, session, link, browser or "")


def _event(view: View) -> list[str]:
    name, part = other_event(view), part_words(view)
    return [_fact(_("Event"), event_heading(view))] if name or part else []


def _coming(
    view: View, live: Sequence[Session], coming: Sequence[Session], more: Sequence[str] = ()
) -> str:
    shown = [*live, *cancelled_until_next(view), *coming]
    return _text(_moment(view), more, _lines(view, shown), _replays(view))


def _sessions_and_streams(view: View, sessions: Sequence[Session]) -> str:
    return _text(_moment(view), _lines(view, sessions), _to_watch(view, sessions))


def _lines(view: View, sessions: Iterable[Session]) -> Iterator[str]:
    return (_session(view, session) for session in sessions)


def _session(view: View, session: Session) -> str:
    """One line: number, name, ID, times, room, track, status, topic."""
    facts = [
        when(view, session),
        delay_words(view, session),
        view.words(session.room),
        view.words(session.track),
        status_words(view, session),
        view.words(session.topic),
    ]
    return f"{session.number}. {view.name(session)} ({session.id}): {_joined(facts)}"


def _moment(view: View) -> Iterator[str]:
    reading = view.now.astimezone(view.tz)
    yield _fact(_("Event"), event_heading(view))
    time, offset = time_format.time_words(reading, view.hours), time_format.utc_offset(reading)
    yield _fact(_("Now"), f"{reading:%Y-%m-%d} {time} {offset}")
    yield _fact(_("Time zone"), clock.zone_name(view.tz))
    yield _fact(_("Status"), state_sentence(view))


def _days(view: View) -> Iterator[str]:
    for day in view.programme.days():
        names = sessions_words(view, day.sessions)
        label = _("Day {number}").format(number=day.number)
        yield _fact(label, f"{when(view, whole_day(day))}; {names}")


def _to_watch(view: View, sessions: Sequence[Session]) -> Iterator[str]:
    if offer := offers.to_watch(view, sessions):
        yield f"{offer.title}, {offer.url}"
    yield from _replays(view, sessions)


def _replays(view: View, sessions: Sequence[Session] = ()) -> Iterator[str]:
    if offer := offers.replays(view, sessions):
        yield f"{offer.title}, {offer.url}"


def _notes(view: View, notes: Iterable[Note]) -> Iterator[tuple[str, str]]:
    for note in notes:
        yield _("Note"), f"{view.words(note.text)} {sources_words(view, note)}".strip()


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    return _text(_fact(key, value) for key, value in facts if value)


def _joined(facts: Iterable[str]) -> str:
    return "; ".join(filter(None, facts))


def _fact(key: str, value: str) -> str:
    return f"{key}: {value}"


def _text(*parts: Iterable[str]) -> str:
    return "\n".join(line for part in parts for line in part)
