"""Answers for a person at a terminal, as wide as it is, in colour if it has colour.

`next`, `now` and `watch` show lines rather than tables, as Rich's tables are slow to import.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from cacctl.base import terminal
from cacctl.base.i18n import _
from cacctl.base.terminal import cell_len
from cacctl.model import streams
from cacctl.model.programme import Day, Session, SessionLink
from cacctl.render import blocks
from cacctl.render.blocks import INDENT, MOST_BLOCKS
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.viewer.labels import event_heading
from cacctl.viewer.states import (
    distance_words,
    night_words,
    nothing_on,
    state_sentence,
    state_words,
    timeline_words,
)
from cacctl.viewer.streams import opened_words
from cacctl.viewer.times import until_words
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

BAR_CELLS = 30
NARROWEST_TIMELINE = 60


def programme(view: View) -> str:
    """All sessions, one table per day."""
    from cacctl.render import tables

    return blocks.joined(
        blocks.heading(view, state_sentence(view)),
        [""],
        tables.programme(view, terminal.width(), colour=blocks.has_colour()),
        blocks.to_watch(view, view.programme.sessions),
    )


def day(view: View, day: Day) -> str:
    """One programme day."""
    from cacctl.render import tables

    return blocks.joined(
        blocks.heading(view, state_sentence(view)),
        [""],
        tables.day(view, day, terminal.width(), colour=blocks.has_colour()),
        blocks.to_watch(view, day.sessions),
    )


def date(view: View, day: datetime.date) -> str:
    """One date in the viewer's zone; the days at a glance if it has no session."""
    from cacctl.render import tables

    columns, colour = terminal.width(), blocks.has_colour()
    if sessions := view.sessions_on(day):
        table = tables.date(view, day, columns, colour=colour)
        return blocks.joined(
            blocks.heading(view, state_sentence(view)), [""], table, blocks.to_watch(view, sessions)
        )
    nothing = [terminal.wrapped(nothing_on(view, day), columns)]
    days = tables.days(view, columns, colour=colour)
    return blocks.joined(
        blocks.heading(view, state_sentence(view)),
        nothing,
        [""],
        days,
        blocks.to_watch(view, view.programme.sessions),
    )


def now(view: View) -> str:
    """The live sessions with their progress; if there are none, the next or the replays."""
    live = view.programme.live_at(view.now)
    if not live:
        return next(view, view.programme.next_after(view.now))
    state = ""
    shown: list[Iterable[str]] = [_progress(view, session) for session in live]
    if len(live) > MOST_BLOCKS:
        state = state_sentence(view)
        shown = [
            [""],
            blocks.session_list(view, blocks.in_room_order(view, live, first=True)),
            blocks.narrowing(view, live),
        ]
    following = view.programme.next_after(view.now)
    texts = [_coming(view, session) for session in following]
    if len(following) > MOST_BLOCKS:
        texts = [blocks.count_and_distance(view, following)]
    coming = [*blocks.cancelled(view), *(blocks.marked("next", text) for text in texts)]
    return blocks.joined(
        blocks.heading(view, state), *shown, [""] if coming else [], coming, blocks.zone(view, live)
    )


def change(view: View) -> str:
    """The same line as in plain output."""
    from cacctl.render import plain

    return plain.change(view)


def next(view: View, sessions: Sequence[Session]) -> str:
    """The live sessions, a line each or counted; then a block for each coming session.

    Many sessions that start together get a line each.
    """
    live = view.programme.live_at(view.now)
    parts: list[Iterable[str]] = [blocks.heading(view, "" if live else state_words(view))]
    if len(live) > MOST_BLOCKS:
        from cacctl.viewer.selection import many_live_hint

        parts += [[""], [blocks.marked("live", many_live_hint(live))]]
    elif live:
        parts += [[""], (blocks.marked("live", _goes_on(view, session)) for session in live)]
    if off := list(blocks.cancelled(view)):
        parts += [[""], off]
    many: Sequence[Session] = live if len(live) > MOST_BLOCKS else ()
    for _start, group in groupby(sessions, key=lambda session: session.start):
        starting = list(group)
        if len(starting) > MOST_BLOCKS:
            parts += [
                [""],
                blocks.starting_together(view, blocks.in_room_order(view, starting, first=True)),
            ]
            many = many or starting
            continue
        for session in starting:
            heading = blocks.marked("next", _coming(view, session), whole=True)
            parts += [[""], [heading], blocks.details(view, session)]
    parts += [blocks.narrowing(view, many)]
    return blocks.joined(*parts, blocks.replays(view), blocks.zone(view, [*live, *sessions]))


def board(view: View, rows: int | None = None) -> str:
    """The live board: what is live, what is next and the rest of the day."""
    from cacctl.render import board

    return board.draw(view, rows)


def matches(view: View, query: str, matches: Sequence["Match"]) -> str:
    """The sessions that a search found, by day of the event."""
    from cacctl.viewer.search import found_words

    words = terminal.wrapped(found_words(query, len(matches)), terminal.width())
    found = terminal.styled(words, "bold", colour=blocks.has_colour())
    if not matches:
        return blocks.joined(blocks.event(view), [found])
    from cacctl.render import tables

    table = tables.matches(view, query, matches, terminal.width(), colour=blocks.has_colour())
    return blocks.joined(blocks.event(view), [found, ""], table)


def session(view: View, session: Session) -> str:
    """Everything about one session."""
    from cacctl.render import details

    return blocks.joined(
        blocks.event(view),
        details.session(view, session, terminal.width(), colour=blocks.has_colour()),
    )


def channels(view: View) -> str:
    """The channels and their sessions."""
    if not view.programme.channels:
        return blocks.joined(blocks.event(view), [_("The schedule lists no channels.")])
    from cacctl.render import details

    return blocks.joined(
        blocks.event(view), details.channels(view, terminal.width(), colour=blocks.has_colour())
    )


def checked(view: View, answers: Sequence["LinkStatus"]) -> str:
    """Each URL, whole on its line, with the result of its check and how long that took."""
    from cacctl.viewer.details import answer_words

    lines = []
    for answer in answers:
        text = _("{result} ({seconds} s)").format(
            result=answer_words(answer), seconds=f"{answer.seconds:.1f}"
        )
        text = terminal.wrapped(text, terminal.width() - len(INDENT), INDENT)
        style = "live" if answer.ok else "error"
        lines += [answer.url, INDENT + terminal.styled(text, style, colour=blocks.has_colour())]
    return blocks.joined(blocks.event(view), lines)


def about(view: View) -> str:
    """The event itself."""
    from cacctl.render import details

    return blocks.joined(details.about(view, terminal.width(), colour=blocks.has_colour()))


def timeline(view: View) -> str:
    """The timeline as a picture, or as lines if the terminal is too narrow."""
    if terminal.width() < NARROWEST_TIMELINE:
        night = night_words(view)
        words = [*timeline_words(view), *(["", night] if night else [])]
        lines = (terminal.wrapped(line, terminal.width(), INDENT) for line in words)
        return blocks.joined(
            blocks.heading(view, state_sentence(view)),
            [""],
            lines,
            blocks.zone(view, view.programme.sessions),
        )
    from cacctl.render.timeline import drawing

    picture = drawing.draw(view, terminal.width(), colour=blocks.has_colour())
    return blocks.joined(blocks.heading(view, state_sentence(view)), [""], picture)


def timeline_svg(view: View) -> str:
    """The picture as SVG, as wide as the terminal if that is wide enough."""
    from cacctl.render import svg
    from cacctl.render.timeline import drawing

    columns = max(NARROWEST_TIMELINE, terminal.width())
    name = terminal.wrapped(event_heading(view), columns)
    state = terminal.wrapped(state_sentence(view), columns)
    head = [terminal.styled(name, "bold", colour=True), state, ""]
    picture = [*head, *drawing.draw(view, columns, colour=True)]
    return svg.picture(picture, columns, title="cacctl timeline")


def shared(view: View, content: "Shared") -> str:
    """A session as text to paste into a message."""
    from cacctl.viewer import sharing

    return sharing.text(content)


def updated(view: View, update: "Update") -> str:
    """The schedule's URL, one line per change that matters to the viewer, and one per list."""
    from cacctl.viewer import changes as news

    lines = news.report(view, update)
    return blocks.joined(terminal.wrapped(line, terminal.width(), INDENT) for line in lines)


def config(settings: Sequence["InForce"], file: "Path | None") -> str:
    """The settings file, and the settings in force in columns."""
    from cacctl.viewer.settings import file_words, origin_words, setting_words

    rows = [(row.name, setting_words(row), origin_words(row.setting)) for row in settings]
    widths = [max(map(cell_len, column)) + len(INDENT) for column in zip(*rows, strict=True)]
    lines: Iterable[str] = ("".join(map(terminal.padded, row, widths)).rstrip() for row in rows)
    if sum(widths) - len(INDENT) > terminal.width():
        lines = (f"{name}\n{INDENT}{value}\n{INDENT}({origin})" for name, value, origin in rows)
    head = terminal.wrapped(file_words(file), terminal.width(), INDENT)
    return blocks.joined([head, ""], lines)


def events(rows: Sequence["EventRow"], _now: datetime.datetime) -> str:
    """The events in columns, or in lines of their own."""
    from cacctl.render import events

    return blocks.joined(events.lines(rows, terminal.width(), colour=blocks.has_colour()))


def report(report: "Report") -> str:
    """Each problem with its line in the file, then a summary."""
    from cacctl.render import diagnostics

    return blocks.joined(diagnostics.lines(report, terminal.width(), colour=blocks.has_colour()))


def opened(view: View, stream: streams.Stream, browser: str | None) -> str:
    """The opened stream and why it was chosen."""
    return terminal.wrapped(opened_words(view, stream, browser), terminal.width())


def opened_link(view: View, session: Session, link: SessionLink, browser: str | None) -> str:
    """The opened link and its session."""
    from cacctl.viewer.links import opened_link_words

    words = opened_link_words(view, session, link, browser or "")
    return terminal.wrapped(words, terminal.width())


def _goes_on(view: View, session: Session) -> str:
    return _("{name}: until {end}, {distance}").format(
        name=view.name(session),
        end=until_words(view, session),
        distance=distance_words(view, session),
    )


def _coming(view: View, session: Session) -> str:
    return f"{view.name(session)}, {distance_words(view, session)}"


def _progress(view: View, session: Session) -> Iterator[str]:
    columns = terminal.width() - len(INDENT)
    yield ""
    yield blocks.marked("live", view.name(session), whole=True)
    yield INDENT + terminal.bar(
        view.progress(session), min(BAR_CELLS, columns), colour=blocks.has_colour()
    )
    elapsed = time_format.length_words(session.start, view.now, rounding="down")
    text = _("{elapsed} in, {left}")
    if view.now - session.start < clock.MINUTE:
        text = _("just started, {left}")
    text = text.format(elapsed=elapsed, left=distance_words(view, session))
    yield INDENT + terminal.wrapped(text, columns, INDENT)
    yield from blocks.details(view, session)
