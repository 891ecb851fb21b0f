"""Times and dates in words, in the viewer's zone and, where it differs, in the event's."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby

from cacctl.base.i18n import _
from cacctl.model.programme import Day, Session
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.times.clock import ONE_DAY
from cacctl.viewer.view import View

ONE_WEEK = timedelta(days=7)


def time_range(view: View, session: Session, tz: tzinfo, heading: date) -> str:
    """Return start and end in a zone: `23:00-00:30 (+1d)`, `Tue 17:00-19:10`.

    The weekday or date comes first where the start is not on the date in the heading above. An end
    on a later date than the start is marked.
    """
    start, end = session.start.astimezone(tz), session.end.astimezone(tz)
    first, last = time_format.range_ends(start, end, view.hours)
    if start.utcoffset() != end.utcoffset():
        # The clocks change during the session, so each time needs its zone.
        first += f" {time_format.zone_abbreviation(start)}"
        last += f" {time_format.zone_abbreviation(end)}"
    times = time_format.range_words(first, last) + days_later(end.date(), start.date())
    if start == end:
        times = time_format.time_words(start, view.hours)
    if start.date() == heading:
        return times
    if abs(start.date() - heading) < ONE_WEEK:
        weekday = time_format.weekday_words(start.date())
        return _("{weekday} {times}").format(weekday=weekday, times=times)
    return f"{time_format.date_words(start.date(), year=start.year != heading.year)} {times}"


def own_and_event_times(view: View, session: Session, heading: date) -> tuple[str, str]:
    """Return start and end for the viewer, below a heading with the date, and for the event."""
    own = time_range(view, session, view.tz, heading)
    return own, time_range(view, session, view.event_tz, view.date_of(session))


def by_day(
    view: View, sessions: Iterable[Session]
) -> Iterator[tuple[str, date, tuple[Session, ...]]]:
    """Group consecutive sessions by day of the event and date in the viewer's zone.

    Yield the heading, the date and the sessions of each: `Day 3 of 5: Tue 2 June 2020`.
    """
    count = len(view.programme.whole.days())
    runs = groupby(sessions, key=lambda session: (session.day, view.date_of(session)))
    for (number, day), group in runs:
        heading = _("Day {number} of {count}: {date}").format(
            number=number, count=count, date=time_format.date_words(day)
        )
        yield heading, day, tuple(group)


def when(view: View, session: Session) -> str:
    """Return date and times for the viewer, and for the event where these differ.

    `Tue 2 June 2020 21:00-22:30 PDT (Wed 3 June 13:00-14:30 KST)`
    """
    own = date_and_times(view, session, view.tz)
    if not view.has_event_time([session]):
        return own
    event = date_and_times(view, session, view.event_tz, year=False)
    return _("{own} ({event})").format(own=own, event=event)


def time_beside(view: View, reading: datetime, other: datetime) -> str:
    """Return a time, with its date and zone where they differ from those of another time."""
    text = time_format.time_words(reading, view.hours)
    if reading.utcoffset() != other.utcoffset():
        text = f"{text} {time_format.zone_abbreviation(reading)}"
    if reading.date() == other.date():
        return text
    return f"{date_words(view, reading.date())} {text}"


def date_words(view: View, day: date, *, year: bool = True) -> str:
    """Return a date, with its year where that is not the viewer's current one."""
    return time_format.date_words(day, year=year and day.year != view.today.year)


def times_words(view: View, session: Session, zones: Sequence[tzinfo]) -> str:
    """Return the start in several zones, with each date once.

    `Tue 2 June 22:00 KST · 15:00 CEST · 06:00 PDT`
    """
    texts: list[str] = []
    last: date | None = None
    readings = {
        (start.utcoffset(), time_format.zone_abbreviation(start)): start
        for start in (session.start.astimezone(tz) for tz in reversed(zones))
    }
    for start in reversed(readings.values()):
        time = time_and_zone(view, start)
        if start.date() != last:
            last = start.date()
            time = f"{date_words(view, last, year=not texts)} {time}"
        texts.append(time)
    return " · ".join(texts)


def moment_words(view: View) -> str:
    """Return the current date and time: `Tue 2 June 18:00 PDT`."""
    return date_and_time(view, view.now)


def until_words(view: View, session: Session) -> str:
    """Return the end of a session, marked where it is not today: `19:10 PDT (11:10 KST (+1d))`."""
    readings = [session.end.astimezone(view.tz)]
    if view.has_event_time([session]):
        readings.append(session.end.astimezone(view.event_tz))
    texts = [
        time_and_zone(view, reading)
        + days_later(reading.date(), view.now.astimezone(reading.tzinfo).date())
        for reading in readings
    ]
    return texts[0] if len(texts) == 1 else f"{texts[0]} ({texts[1]})"


def starts_in(view: View, instant: datetime) -> str:
    """Return how long it is until an instant: `in 3 hours 20 minutes`."""
    length = time_format.length_words(view.now, instant, rounding="up")
    return _("in {length}").format(length=length)


def ago(view: View, instant: datetime) -> str:
    """Return how long ago an instant was: `3 hours 20 minutes ago`, from a day on in one unit."""
    if view.now - instant < clock.MINUTE:
        return _("just now")
    units = 1 if view.now - instant >= ONE_DAY else 2
    length = time_format.length_words(instant, view.now, rounding="down", units=units)
    return _("{length} ago").format(length=length)


def end_words(view: View, session: Session) -> str:
    """Return the end of a session for the viewer, marked on a later day: `00:30 (+1d)`."""
    day = max(view.now, session.start).astimezone(view.tz).date()
    end = session.end.astimezone(view.tz)
    return time_format.time_words(end, view.hours) + days_later(end.date(), day)


def zone_lines(view: View, sessions: Sequence[Session]) -> list[str]:
    """Return a line on the viewer's zone, and one on the event's where its times differ."""
    instants = [i for session in sessions for i in (session.start, session.end)] or [
        view.programme.end
    ]
    own = _("Times in {zone}").format(zone=time_format.zone_label(view.tz, instants))
    if not view.has_event_time(sessions):
        return [own]
    event = time_format.zone_label(view.event_tz, instants)
    return [own, _("Event time in {zone}").format(zone=event)]


def whole_day(day: Day) -> Session:
    """Return a session with the start and end of the day, to show its times."""
    return day.sessions[0]._replace(start=day.start, end=day.end)


def times_heading(sessions: Sequence[Session], tz: tzinfo) -> str:
    """Return the heading of a column of times: the zone's abbreviation, or `Time` for several."""
    names = {
        time_format.zone_abbreviation(instant.astimezone(tz))
        for session in sessions
        for instant in (session.start, session.end)
    }
    return names.pop() if len(names) == 1 else _("Time")


def date_and_times(view: View, session: Session, tz: tzinfo, *, year: bool = True) -> str:
    """Return date, start and end in a zone: `Tue 2 June 21:00-22:30 PDT`."""
    start = session.start.astimezone(tz)
    times = time_range(view, session, tz, start.date())
    text = f"{date_words(view, start.date(), year=year)} {times}"
    if start.utcoffset() != session.end.astimezone(tz).utcoffset():
        return text
    return f"{text} {time_format.zone_abbreviation(start)}"


def date_and_time(view: View, instant: datetime) -> str:
    """Return an instant for the viewer: `Tue 2 June 18:00 PDT`."""
    reading = instant.astimezone(view.tz)
    return f"{date_words(view, reading.date())} {time_and_zone(view, reading)}"


def time_and_zone(view: View, reading: datetime) -> str:
    """Return a time of day with the abbreviation of its zone: `18:00 PDT`."""
    time, zone = time_format.time_words(reading, view.hours), time_format.zone_abbreviation(reading)
    return f"{time} {zone}"


def days_later(day: date, heading: date) -> str:
    """Return ` (+1d)` for a date one day after the one in the heading; "" for the same date."""
    days = (day - heading) // ONE_DAY
    return " " + _("(+{days}d)").format(days=days) if days else ""
