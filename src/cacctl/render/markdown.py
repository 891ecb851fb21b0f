"""The schedule as a Markdown page for a website, a wiki or a repository."""

import re
from collections.abc import Iterator, Sequence

from cacctl.base.i18n import _
from cacctl.base.names import language_name
from cacctl.model.programme import Session
from cacctl.times import format as time_format
from cacctl.viewer.labels import SEPARATOR, channel_kind, session_label
from cacctl.viewer.links import link_words
from cacctl.viewer.sharing import escaped, linked
from cacctl.viewer.states import moved_words
from cacctl.viewer.streams import stream_for
from cacctl.viewer.times import by_day, own_and_event_times, times_heading, zone_lines
from cacctl.viewer.view import View


def markdown(view: View, sessions: Sequence[Session]) -> str:
    """Return the sessions by day, in tables of GitHub Flavored Markdown.

    A name links to the session's stream in the reader's language, or else to its page.
    """
    return "\n".join(_lines(view, sessions)) + "\n"


def _lines(view: View, sessions: Sequence[Session]) -> Iterator[str]:
    event = view.programme.event
    yield f"# {escaped(view.words(event.name))}"
    yield ""
    facts = (
        view.words(event.theme),
        time_format.date_range_words(event.first_date, event.last_date),
    )
    for fact in filter(None, [*facts, *zone_lines(view, sessions)]):
        yield f"{_paragraph(fact)}  "
    has_event_time = view.has_event_time(sessions)
    has_room = any(session.room for session in sessions)
    has_links = any(session.links for session in sessions)
    headings = [
        "#",
        times_heading(sessions, view.tz),
        *([times_heading(sessions, view.event_tz)] if has_event_time else []),
        _("Session"),
        *([_("Room")] if has_room else []),
        _("Topic"),
        _("Speakers"),
        *([_("Links")] if has_links else []),
    ]
    for heading, date, rows in by_day(view, sessions):
        yield ""
        yield f"## {escaped(heading)}"
        yield ""
        yield _row(headings)
        yield _row(["---:", *("---" for _heading in headings[1:])])
        for session in rows:
            times = own_and_event_times(view, session, date)
            yield _row(
                [
                    str(session.number),
                    *map(escaped, times[: 2 if has_event_time else 1]),
                    _name(view, session),
                    *([escaped(view.words(session.room))] if has_room else []),
                    escaped(view.words(session.topic)),
                    escaped(", ".join(view.words(speaker.name) for speaker in session.speakers)),
                    *([_links(view, session)] if has_links else []),
                ]
            )
    yield from _channels(view)


def _channels(view: View) -> Iterator[str]:
    linked_channels = [channel for channel in view.programme.channels if channel.url]
    if not linked_channels:
        return
    yield ""
    yield "## " + _("Channels")
    yield ""
    for channel in linked_channels:
        facts = filter(None, [channel_kind(view, channel), language_name(channel.lang)])
        name = linked(escaped(view.words(channel.name)), channel.url or "")
        yield f"- {name}" + (f" ({escaped(more)})" if (more := ", ".join(facts)) else "")


def _paragraph(words: str) -> str:
    """Escape what would make a heading or a list at the start of a line."""
    return re.sub(r"^(\d*)([#+=.)-])", r"\1\\\2", escaped(words))


def _name(view: View, session: Session) -> str:
    stream = stream_for(view, session)
    url = stream.url if stream else session.page
    # A published page is read later, and by others: a search in this viewer's words is not for it.
    if stream and stream.kind == "search":
        url = stream.channel.url
    name = escaped(session_label(view, session))
    name = f"**{linked(name, url) if url else name}**"
    moved = moved_words(view, session)
    return f"{name} {escaped(moved)}".strip()


def _links(view: View, session: Session) -> str:
    links = (linked(escaped(link_words(view, link)), link.url) for link in session.links)
    return SEPARATOR.join(links)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
