"""Tables of sessions and days, as lines for a terminal of a given width."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from cacctl.base.i18n import _
from cacctl.model.programme import Day, Session
from cacctl.render.blocks import MARKS, in_room_order
from cacctl.times import format as time_format
from cacctl.viewer.labels import count_words, sessions_words
from cacctl.viewer.states import moved_words, status_name, status_words
from cacctl.viewer.times import (
    by_day,
    own_and_event_times,
    time_range,
    times_heading,
    whole_day,
    zone_lines,
)
from cacctl.viewer.view import ShownStatus, View

if TYPE_CHECKING:
    from cacctl.model.search import Match

# From these widths on, the event's times and the topics have columns of their own.
EVENT_TIME_COLUMNS = 60
TOPIC_COLUMNS = 100
LONGEST_NAME = 34
SHORTEST_NAME = 30
SHORTEST_LIST = 20
# The rooms and the tracks get at most a fifth of the width each.
ROOM_SHARE = 5
GAP = 2

# Statuses that are written out below the name.
WRITTEN_OUT: tuple[ShownStatus, ...] = ("live", "next", "cancelled")
STYLES: dict[ShownStatus, str] = {
    "over": "dim",
    "live": "bold green",
    "next": "bold cyan",
    "upcoming": "",
    "cancelled": "red",
}


class Section(NamedTuple):
    """Sessions under one heading.

    Times are shown relative to `date`, in the viewer's zone; `remarks`, by session ID, go below
    the names.
    """

    heading: str
    date: datetime.date
    sessions: tuple[Session, ...]
    remarks: Mapping[str, str] = {}


def programme(view: View, columns: int, *, colour: bool) -> Iterator[str]:
    """All sessions, each day under its number and the viewer's date."""
    return _tables(view, _sections(view, view.programme.sessions), columns, colour=colour)


def day(view: View, day: Day, columns: int, *, colour: bool) -> Iterator[str]:
    """One day of the event, which can span several dates in the viewer's zone."""
    return _tables(view, _sections(view, day.sessions), columns, colour=colour)


def date(view: View, day: datetime.date, columns: int, *, colour: bool) -> Iterator[str]:
    """The sessions of a date in the viewer's zone."""
    heading = time_format.date_words(day)
    if day == view.today:
        heading = _("Today, {date}").format(date=heading)
    section = Section(heading, day, view.sessions_on(day))
    return _tables(view, [section], columns, colour=colour)


def matches(
    view: View, query: str, matches: Sequence["Match"], columns: int, *, colour: bool
) -> Iterator[str]:
    """The sessions that were found, each day in order of time."""
    from cacctl.viewer.search import found_texts

    found = {match.session.id: "\n".join(found_texts(view, match, query)) for match in matches}
    sessions = [session for session in view.programme.sessions if session.id in found]
    sections = _sections(view, sessions, found)
    return _tables(view, sections, columns, colour=colour)


def days(view: View, columns: int, *, colour: bool) -> Iterator[str]:
    """The days at a glance: date and times for the viewer, date at the event, sessions."""
    all_days = view.programme.days()
    year = any(day.date.year != view.today.year for day in all_days)
    rows = []
    for day in all_days:
        whole = whole_day(day)
        own = view.date_of(whole)
        rows.append(
            (
                str(day.number),
                time_format.date_words(own, year=year),
                time_range(view, whole, view.tz, own),
                time_format.date_words(day.date, year=False),
            )
        )
    headings = [_("Day"), _("Date"), times_heading(view.programme.sessions, view.tz)]
    headings.append(times_heading(view.programme.sessions, view.event_tz))
    wide = columns >= EVENT_TIME_COLUMNS
    taken = sum(widest(column) + GAP for column in zip(headings, *rows, strict=True))
    both = view.has_event_time(view.programme.sessions) and columns - taken >= SHORTEST_LIST
    table = _table()
    table.add_column(headings[0], justify="right", no_wrap=True)
    for heading in headings[1 if wide else 2 : 4 if both else 3]:
        table.add_column(heading, no_wrap=True)
    table.add_column(_("Sessions"), overflow="fold")
    for day, (number, date_words, times, event_date) in zip(all_days, rows, strict=True):
        cells = [f"{date_words}\n{times}", count_words(day.sessions)]
        if wide:
            names = sessions_words(view, day.sessions)
            cells = [date_words, times, *([event_date] if both else []), names]
        table.add_row(*(Text(cell) for cell in [number, *cells]))
    below = zone(view, view.programme.sessions)
    return rendered(Group(table, Text(), below), columns, colour=colour)


def rendered(renderable: RenderableType, columns: int, *, colour: bool) -> Iterator[str]:
    """Render to lines. Rich interprets no markup, emoji or numbers in them."""
    console = Console(
        file=StringIO(),
        width=columns,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as capture:
        console.print(renderable, crop=False)
    # Rich pads every line to the width of the table.
    return (line.rstrip() for line in capture.get().rstrip("\n").split("\n"))


def _sections(
    view: View, sessions: Iterable[Session], remarks: Mapping[str, str] = {}
) -> list[Section]:
    """Group consecutive sessions by day of the event and date in the viewer's zone."""
    return [Section(*each, remarks) for each in by_day(view, sessions)]


def _tables(
    view: View, sections: Sequence[Section], columns: int, *, colour: bool
) -> Iterator[str]:
    """The sections' tables, with aligned columns, each under its heading."""
    sessions = [session for section in sections for session in section.sessions]
    layout = _Layout.of(view, sections, columns)
    blocks: list[RenderableType] = []
    for section in sections:
        blocks += [
            Text(section.heading, style="bold"),
            _sessions_table(view, section, layout),
            Text(),
        ]
    if layout.marked:
        blocks.append(_legend(view, sessions))
    blocks.append(zone(view, sessions))
    return rendered(Group(*blocks), columns, colour=colour)


class _Layout(NamedTuple):
    """The widths of the columns in cells; 0 for a column without room or use.

    With several `rooms`, sessions with the same times are together and show these once.
    """

    marked: bool
    rooms: bool
    number: int
    time: int
    event_time: int
    stacked: bool
    room: int
    name: int
    track: int
    topic: int
    time_heading: str
    event_heading: str

    @classmethod
    def of(cls, view: View, sections: Sequence[Section], columns: int) -> "_Layout":
        sessions = [session for section in sections for session in section.sessions]
        is_over = view.programme.state_at(view.now) == "after"
        marking = WRITTEN_OUT if is_over else (*WRITTEN_OUT, "over")
        marked = any(view.status(session) in marking for session in sessions)
        both = view.has_event_time(sessions)
        stacked = both and columns < EVENT_TIME_COLUMNS
        time_heading = times_heading(sessions, view.tz)
        event_heading = times_heading(sessions, view.event_tz)
        times = [
            own_and_event_times(view, s, section.date)
            for section in sections
            for s in section.sessions
        ]
        own, event = zip(*times, strict=True)
        # On a narrow terminal the times go above the name, which gets the whole width.
        time = 0 if stacked else widest([*own, time_heading])
        event_time = widest([*event, event_heading]) if both and not stacked else 0
        number = widest([str(session.number) for session in sessions])
        remarked = any(section.remarks for section in sections)
        all_rooms = {view.words(s.room) for s in sessions}
        rooms = len(all_rooms) > 1 or (remarked and any(all_rooms))
        room = track = 0
        if rooms and columns >= EVENT_TIME_COLUMNS:
            room = min(widest([*all_rooms, _("Room")]), columns // ROOM_SHARE)
            # If the names would get too little, the room goes in front of the name.
            taken = sum(w + GAP for w in (GAP * marked, number, time, event_time, room) if w)
            room *= columns - taken >= SHORTEST_NAME
        all_tracks = {view.words(s.track) for s in sessions}
        if len(all_tracks) > 1 and columns >= TOPIC_COLUMNS:
            track = min(widest([*all_tracks, _("Track")]), columns // ROOM_SHARE)
        widths = (number, time, event_time, room, track)
        fixed = (GAP + 1 if marked else 0) + sum(w + GAP for w in widths if w)
        space = max(columns - fixed, 12 - marked)
        with_topic = columns >= TOPIC_COLUMNS and any(session.topic for session in sessions)
        if rooms:
            with_topic &= space - LONGEST_NAME - GAP >= SHORTEST_NAME
        filled = remarked or stacked or (rooms and not room)
        needed = space if filled else _width_of_names(view, sessions)
        name = min(needed, LONGEST_NAME if with_topic else space)
        topic = space - name - GAP if with_topic else 0
        return cls(
            marked,
            rooms,
            number,
            time,
            event_time,
            stacked,
            room,
            name,
            track,
            topic,
            time_heading,
            event_heading,
        )


def _width_of_names(view: View, sessions: Iterable[Session]) -> int:
    """Return the width of the column of names, in which states and moves are as well."""
    lines = [_("Session")]
    for session in sessions:
        lines += [view.name(session), moved_words(view, session)]
        if view.status(session) in WRITTEN_OUT:
            lines.append(status_words(view, session))
    return widest(lines)


def _sessions_table(view: View, section: Section, layout: _Layout) -> Table:
    # On a narrow terminal every line names its zone, so the headings can go.
    table = _table(header=not layout.stacked)
    if layout.marked:
        table.add_column("", width=1)
    table.add_column("#", width=layout.number, justify="right")
    if layout.time:
        table.add_column(layout.time_heading, width=layout.time, no_wrap=True)
    if layout.event_time:
        table.add_column(layout.event_heading, width=layout.event_time, no_wrap=True)
    if layout.room:
        table.add_column(_("Room"), width=layout.room, overflow="fold")
    table.add_column(_("Session"), width=layout.name, overflow="fold")
    if layout.track:
        table.add_column(_("Track"), width=layout.track, overflow="fold")
    if layout.topic:
        table.add_column(_("Topic"), width=layout.topic, overflow="fold")
    above = ("", "")
    for session in in_room_order(view, section.sessions) if layout.rooms else section.sessions:
        status = view.status(session)
        style = STYLES[status] if layout.marked else ""
        own, event = own_and_event_times(view, session, section.date)
        # Times and state are not repeated below a session with the same times.
        is_first = not layout.rooms or (own, event) != above
        above = (own, event)
        title = Text(style=style)
        if layout.stacked and is_first:
            title.append(f"{own} {layout.time_heading}\n{event} {layout.event_heading}\n")
        room = view.words(session.room)
        if layout.rooms and not layout.room and room:
            title.append(f"{room}: ", style="dim")
        title.append(view.name(session))
        if status in WRITTEN_OUT and (is_first or session.cancelled):
            title.append(f"\n{status_words(view, session)}")
        if moved := moved_words(view, session):
            title.append(f"\n{moved}")
        if remark := section.remarks.get(session.id):
            title.append(f"\n{remark}", style="dim")
        cells: list[str | Text] = [
            *([MARKS[status]] if layout.marked else []),
            str(session.number),
            *([own * is_first] if layout.time else []),
            *([event * is_first] if layout.event_time else []),
            *([room] if layout.room else []),
            title,
            *([Text(view.words(session.track), style="dim")] if layout.track else []),
            *([view.words(session.topic)] if layout.topic else []),
        ]
        table.add_row(
            *(cell if isinstance(cell, Text) else Text(cell, style=style) for cell in cells)
        )
    return table


def _table(*, header: bool = True) -> Table:
    return Table(
        box=None,
        pad_edge=False,
        padding=(0, GAP, 0, 0),
        header_style="dim",
        show_header=header,
    )


def _legend(view: View, sessions: Sequence[Session]) -> Text:
    statuses = {view.status(session) for session in sessions}
    return Text(
        "  ".join(
            f"{mark} {status_name(status)}"
            for status, mark in MARKS.items()
            if mark and status in statuses
        ),
        style="dim",
    )


def zone(view: View, sessions: Sequence[Session]) -> Text:
    return Text("\n".join(zone_lines(view, sessions)), style="dim")


def widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)
