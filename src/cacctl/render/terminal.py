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
from cacctl.model.programme import Day, Session
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
    from cacctl.model.diff import Change
    from cacctl.model.search import Match
    from cacctl.net.link_check import LinkStatus
    from cacctl.viewer.settings import InForce
    from cacctl.viewer.sharing import Shared

BAR_CELLS = 30
NARROWEST_TIMELINE = 60


def programme(seen: View) -> str:
    """All sessions, one table per day."""
    from cacctl.render import tables

    return blocks.joined(
        blocks.heading(seen, state_sentence(seen)),
        [""],
        tables.programme(seen, terminal.width(), colour=blocks.has_colour()),
    )


def day(seen: View, day: Day) -> str:
    """One programme day."""
    from cacctl.render import tables

    return blocks.joined(
        blocks.heading(seen, state_sentence(seen)),
        [""],
        tables.day(seen, day, terminal.width(), colour=blocks.has_colour()),
        blocks.replays(seen, day.sessions),
    )


def date(seen: View, day: datetime.date) -> str:
    """One date in the viewer's zone; the days at a glance if it has no session."""
    from cacctl.render import tables

    columns, colour = terminal.width(), blocks.has_colour()
    if sessions := seen.sessions_on(day):
        table = tables.date(seen, day, columns, colour=colour)
        return blocks.joined(
            blocks.heading(seen, state_sentence(seen)), [""], table, blocks.replays(seen, sessions)
        )
    nothing = [terminal.wrapped(nothing_on(seen, day), columns)]
    days = tables.days(seen, columns, colour=colour)
    return blocks.joined(
        blocks.heading(seen, state_sentence(seen)), nothing, [""], days, blocks.replays(seen)
    )


def now(seen: View) -> str:
    """The live sessions with their progress; if there are none, the next or the replays."""
    live = seen.programme.live_at(seen.now)
    if not live:
        return next(seen, seen.programme.next_after(seen.now))
    shown: list[Iterable[str]] = [_progress(seen, session) for session in live]
    if len(live) > MOST_BLOCKS:
        shown = [
            [""],
            blocks.session_list(seen, blocks.in_room_order(seen, live, first=True)),
            blocks.narrowing(seen, live),
        ]
    following = seen.programme.next_after(seen.now)
    coming = [
        *blocks.cancelled(seen),
        *(blocks.marked("next", _coming(seen, s)) for s in following),
    ]
    if len(following) > MOST_BLOCKS:
        coming = [
            *blocks.cancelled(seen),
            blocks.marked("next", blocks.count_and_distance(seen, following)),
        ]
    state = state_sentence(seen) if len(live) > MOST_BLOCKS else ""
    return blocks.joined(
        blocks.heading(seen, state), *shown, [""] if coming else [], coming, blocks.zone(seen, live)
    )


def change(seen: View) -> str:
    """The same line as in plain output."""
    from cacctl.render import plain

    return plain.change(seen)


def next(seen: View, sessions: Sequence[Session]) -> str:
    """The live sessions, a line each or counted; then a block for each coming session.

    Many sessions that start together get a line each.
    """
    live = seen.programme.live_at(seen.now)
    parts: list[Iterable[str]] = [blocks.heading(seen, "" if live else state_words(seen))]
    if len(live) > MOST_BLOCKS:
        from cacctl.viewer.selection import many_live_hint

        parts += [[""], [blocks.marked("live", many_live_hint(live))]]
    elif live:
        parts += [[""], (blocks.marked("live", _goes_on(seen, session)) for session in live)]
    if off := list(blocks.cancelled(seen)):
        parts += [[""], off]
    many: Sequence[Session] = live if len(live) > MOST_BLOCKS else ()
    for _start, group in groupby(sessions, key=lambda session: session.start):
        starting = list(group)
        if len(starting) > MOST_BLOCKS:
            parts += [
                [""],
                blocks.starting_together(seen, blocks.in_room_order(seen, starting, first=True)),
            ]
            many = many or starting
            continue
        for session in starting:
            heading = blocks.marked("next", _coming(seen, session), whole=True)
            parts += [[""], [heading], blocks.details(seen, session)]
    parts += [blocks.narrowing(seen, many)]
    return blocks.joined(*parts, blocks.replays(seen), blocks.zone(seen, [*live, *sessions]))


def board(seen: View, rows: int | None = None) -> str:
    """The live board: what is live, what is next and the rest of the day."""
    from cacctl.render import board

    return board.draw(seen, rows)


def matches(seen: View, query: str, matches: Sequence["Match"]) -> str:
    """The sessions that a search found, by day of the event."""
    from cacctl.viewer.search import found_words

    words = terminal.wrapped(found_words(query, len(matches)), terminal.width())
    found = terminal.styled(words, "bold", colour=blocks.has_colour())
    if not matches:
        return blocks.joined(blocks.event(seen), [found])
    from cacctl.render import tables

    table = tables.matches(seen, query, matches, terminal.width(), colour=blocks.has_colour())
    return blocks.joined(blocks.event(seen), [found, ""], table)


def session(seen: View, session: Session) -> str:
    """Everything about one session."""
    from cacctl.render import details

    return blocks.joined(
        blocks.event(seen),
        details.session(seen, session, terminal.width(), colour=blocks.has_colour()),
    )


def channels(seen: View) -> str:
    """The channels and their sessions."""
    if not seen.programme.channels:
        return blocks.joined(blocks.event(seen), [_("The schedule lists no channels.")])
    from cacctl.render import details

    return blocks.joined(
        blocks.event(seen), details.channels(seen, terminal.width(), colour=blocks.has_colour())
    )


def checked(seen: View, answers: Sequence["LinkStatus"]) -> str:
    """The result of the link check, one row per URL."""
    from cacctl.render import tables

    return blocks.joined(
        blocks.event(seen), tables.checked(answers, terminal.width(), colour=blocks.has_colour())
    )


def about(seen: View) -> str:
    """The event itself."""
    from cacctl.render import details

    return blocks.joined(details.about(seen, terminal.width(), colour=blocks.has_colour()))


def timeline(seen: View) -> str:
    """The timeline as a picture, or as lines if the terminal is too narrow."""
    if terminal.width() < NARROWEST_TIMELINE:
        night = night_words(seen)
        words = [*timeline_words(seen), *(["", night] if night else [])]
        lines = (terminal.wrapped(line, terminal.width(), INDENT) for line in words)
        return blocks.joined(
            blocks.heading(seen, state_sentence(seen)),
            [""],
            lines,
            blocks.zone(seen, seen.programme.sessions),
        )
    from cacctl.render.timeline import drawing

    picture = drawing.draw(seen, terminal.width(), colour=blocks.has_colour())
    return blocks.joined(blocks.heading(seen, state_sentence(seen)), [""], picture)


def timeline_svg(seen: View) -> str:
    """The picture as SVG, as wide as the terminal if that is wide enough."""
    from cacctl.render import svg
    from cacctl.render.timeline import drawing

    columns = max(NARROWEST_TIMELINE, terminal.width())
    name = terminal.wrapped(event_heading(seen), columns)
    state = terminal.wrapped(state_sentence(seen), columns)
    head = [terminal.styled(name, "bold", colour=True), state, ""]
    picture = [*head, *drawing.draw(seen, columns, colour=True)]
    return svg.picture(picture, columns, title="cacctl timeline")


def shared(seen: View, content: "Shared") -> str:
    """A session as text to paste into a message."""
    from cacctl.viewer import sharing

    return sharing.text(content)


def updated(seen: View, url: str, changes: Sequence["Change"], *, held: bool) -> str:
    """The schedule's URL, and one line per change that matters to the viewer."""
    from cacctl.viewer import changes as news

    lines = news.report(seen, url, changes, held=held)
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


def report(report: "Report") -> str:
    """Each problem with its line in the file, then a summary."""
    from cacctl.render import diagnostics

    return blocks.joined(diagnostics.lines(report, terminal.width(), colour=blocks.has_colour()))


def opened(seen: View, stream: streams.Stream, browser: str | None) -> str:
    """The opened stream and why it was chosen."""
    return terminal.wrapped(opened_words(seen, stream, browser), terminal.width())


def _goes_on(seen: View, session: Session) -> str:
    return _("{name}: until {end}, {distance}").format(
        name=seen.name(session),
        end=until_words(seen, session),
        distance=distance_words(seen, session),
    )


def _coming(seen: View, session: Session) -> str:
    return f"{seen.name(session)}, {distance_words(seen, session)}"


def _progress(seen: View, session: Session) -> Iterator[str]:
    columns = terminal.width() - len(INDENT)
    yield ""
    yield blocks.marked("live", seen.name(session), whole=True)
    yield INDENT + terminal.bar(
        seen.progress(session), min(BAR_CELLS, columns), colour=blocks.has_colour()
    )
    elapsed = time_format.length_words(session.start, seen.now, rounding="down")
    text = _("{elapsed} in, {left}")
    if seen.now - session.start < clock.MINUTE:
        text = _("just started, {left}")
    text = text.format(elapsed=elapsed, left=distance_words(seen, session))
    yield INDENT + terminal.wrapped(text, columns, INDENT)
    yield from blocks.details(seen, session)
