"""Answers as plain lines, for pipes and screen readers: `key: value`, or one record per line."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cacctl.base.i18n import _
from cacctl.base.names import language_name
from cacctl.model import streams
from cacctl.model.programme import Day, Note, Session
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.viewer.details import answer_words, event_facts, sources_words, speaker_words
from cacctl.viewer.labels import MOST_NAMES, event_heading, other_event, part_words, sessions_words
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
from cacctl.viewer.streams import (
    carries_words,
    opened_words,
    replay_channel,
    replay_of,
    stream_words,
)
from cacctl.viewer.times import moment_words, when, whole_day
from cacctl.viewer.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from cacctl.formats.lint import Report
    from cacctl.model.diff import Change
    from cacctl.model.search import Match
    from cacctl.net.link_check import LinkStatus
    from cacctl.viewer.settings import InForce
    from cacctl.viewer.sharing import Shared


def programme(seen: View) -> str:
    """All sessions."""
    return _text(_moment(seen), _lines(seen, seen.programme.sessions))


def day(seen: View, day: Day) -> str:
    """The sessions of a programme day."""
    return _sessions_and_replays(seen, day.sessions)


def date(seen: View, day: datetime.date) -> str:
    """The sessions of a date in the viewer's zone, or the days at a glance."""
    if sessions := seen.sessions_on(day):
        return _sessions_and_replays(seen, sessions)
    return _text(_moment(seen), [nothing_on(seen, day)], _days(seen), _replays(seen))


def now(seen: View) -> str:
    """The live sessions and the next ones."""
    return _coming(seen, seen.programme.live_at(seen.now), seen.programme.next_after(seen.now))


def next(seen: View, sessions: Sequence[Session]) -> str:
    """The live sessions or their number, then the coming ones or the replays."""
    live = seen.programme.live_at(seen.now)
    if len(live) <= MOST_NAMES:
        return _coming(seen, live, sessions)
    return _coming(seen, (), sessions, [many_live_hint(live)])


def matches(seen: View, query: str, matches: Sequence["Match"]) -> str:
    """One line per session, with the texts that matched."""
    from cacctl.viewer.search import found_texts, found_words

    return _text(
        _event(seen),
        [found_words(query, len(matches))],
        (
            "; ".join([_session(seen, match.session), *found_texts(seen, match, query)])
            for match in matches
        ),
    )


def session(seen: View, session: Session) -> str:
    """Everything about one session, one fact per line."""
    facts = [
        (_("Event"), other_event(seen)),
        (_("Session"), f"{session.number}. {seen.name(session)} ({session.id})"),
        (_("When"), _joined([when(seen, session), delay_words(seen, session)])),
        (_("Status"), status_words(seen, session)),
        (_("Room"), seen.words(session.room)),
        (_("Track"), seen.words(session.track)),
        (_("Language"), language_name(session.lang)),
        (_("Topic"), seen.words(session.topic)),
        (_("Description"), seen.words(session.description)),
        (_("Host"), seen.words(session.host)),
        *((_("City"), seen.words(city)) for city in session.cities),
        (_("Number of cities"), str(session.city_count or "")),
        *((_("Speaker"), speaker_words(seen, speaker)) for speaker in session.speakers),
        (_("Page"), session.page or ""),
        *(
            (stream_words(stream), stream.url)
            for stream in streams.streams_of(seen.programme, session, seen.now)
        ),
        *_notes(seen, session.notes),
    ]
    return _facts(facts)


def channels(seen: View) -> str:
    """One line per channel: name, language, URL, sessions."""
    lines = [
        f"{seen.words(channel.name)} ({channel.id}): "
        + _joined(
            [
                language_name(channel.lang),
                channel.url or _("no URL"),
                carries_words(seen, channel),
            ]
        )
        for channel in seen.programme.channels
    ]
    return _text(_event(seen), lines or [_("The schedule lists no channels.")])


def checked(seen: View, answers: Sequence["LinkStatus"]) -> str:
    """One line per URL with the result of its check."""
    lines = (f"{answer.url}: {answer_words(answer)}" for answer in answers)
    return _text(_event(seen), lines)


def about(seen: View) -> str:
    """The event itself, one fact per line."""
    event = seen.programme.event
    return _facts(
        [(_("Event"), seen.words(event.name)), *event_facts(seen), *_notes(seen, event.notes)]
    )


def timeline(seen: View) -> str:
    """The timeline as one line per session, and the sessions in the viewer's night."""
    night = night_words(seen)
    return _text(_moment(seen), timeline_words(seen), [night] if night else [])


def shared(seen: View, content: "Shared") -> str:
    """A session as text to paste into a message."""
    from cacctl.viewer import sharing

    return sharing.text(content)


def updated(seen: View, url: str, changes: Sequence["Change"], *, held: bool) -> str:
    """The schedule's URL, and one line per change that matters to the viewer."""
    from cacctl.viewer import changes as news

    lines = news.report(seen, url, changes, held=held)
    return _text(lines)


def config(settings: Sequence["InForce"], file: "Path | None") -> str:
    """One line per setting in force, with its origin."""
    from cacctl.viewer.settings import file_words, origin_words, setting_words

    return _text(
        [file_words(file)],
        (f"{row.name}: {setting_words(row)} ({origin_words(row.setting)})" for row in settings),
    )


def report(report: "Report") -> str:
    """One line per problem, then a summary."""
    from cacctl.formats import lint

    lines = (f"{lint.heading(problem)} {problem.hint}".rstrip() for problem in report.problems)
    return _text(lines, [lint.summary(report)])


def change(seen: View) -> str:
    """The state in one line that begins with the viewer's time."""
    parts = [moment_words(seen), part_words(seen), state_sentence(seen)]
    return ": ".join(filter(None, parts))


def opened(seen: View, stream: streams.Stream, browser: str | None) -> str:
    """The opened stream and why it was chosen, in one line."""
    return opened_words(seen, stream, browser)


def _event(seen: View) -> list[str]:
    name, part = other_event(seen), part_words(seen)
    return [_fact(_("Event"), event_heading(seen))] if name or part else []


def _coming(
    seen: View, live: Sequence[Session], coming: Sequence[Session], more: Sequence[str] = ()
) -> str:
    shown = [*live, *cancelled_until_next(seen), *coming]
    return _text(_moment(seen), more, _lines(seen, shown), _replays(seen))


def _sessions_and_replays(seen: View, sessions: Sequence[Session]) -> str:
    return _text(_moment(seen), _lines(seen, sessions), _replays(seen, sessions))


def _lines(seen: View, sessions: Iterable[Session]) -> Iterator[str]:
    return (_session(seen, session) for session in sessions)


def _session(seen: View, session: Session) -> str:
    """One line: number, name, ID, times, room, track, status, topic."""
    facts = [
        when(seen, session),
        delay_words(seen, session),
        seen.words(session.room),
        seen.words(session.track),
        status_words(seen, session),
        seen.words(session.topic),
    ]
    return f"{session.number}. {seen.name(session)} ({session.id}): {_joined(facts)}"


def _moment(seen: View) -> Iterator[str]:
    reading = seen.now.astimezone(seen.tz)
    yield _fact(_("Event"), event_heading(seen))
    time, offset = time_format.time_words(reading, seen.hours), time_format.utc_offset(reading)
    yield _fact(_("Now"), f"{reading:%Y-%m-%d} {time} {offset}")
    yield _fact(_("Time zone"), clock.zone_name(seen.tz))
    yield _fact(_("Status"), state_sentence(seen))


def _days(seen: View) -> Iterator[str]:
    for day in seen.programme.days():
        names = sessions_words(seen, day.sessions)
        label = _("Day {number}").format(number=day.number)
        yield _fact(label, f"{when(seen, whole_day(day))}; {names}")


def _replays(seen: View, sessions: Sequence[Session] = ()) -> Iterator[str]:
    channel = replay_channel(seen)
    if channel is None and (stream := replay_of(seen, sessions)):
        channel = stream.channel
    if channel:
        yield _fact(_("Replays"), ", ".join(filter(None, [seen.words(channel.name), channel.url])))


def _notes(seen: View, notes: Iterable[Note]) -> Iterator[tuple[str, str]]:
    for note in notes:
        yield _("Note"), f"{seen.words(note.text)} {sources_words(seen, note)}".strip()


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    return _text(_fact(key, value) for key, value in facts if value)


def _joined(facts: Iterable[str]) -> str:
    return "; ".join(filter(None, facts))


def _fact(key: str, value: str) -> str:
    return f"{key}: {value}"


def _text(*parts: Iterable[str]) -> str:
    return "\n".join(line for part in parts for line in part)
