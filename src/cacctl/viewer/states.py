"""States in words: live, next, over, cancelled, moved, in the viewer's night."""

from collections.abc import Iterator
from datetime import date

from cacctl.base.i18n import _, ngettext
from cacctl.model.programme import Session
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.viewer.labels import MOST_NAMES, count_words, joined_names
from cacctl.viewer.times import ago, date_and_time, date_and_times, starts_in, time_beside
from cacctl.viewer.view import ShownStatus, View

MOST_NUMBERS = 30


def moved_words(view: View, session: Session) -> str:
    """Return `moved from 15:30`, with the date where that was another; "" for a session on time."""
    if session.announced is None or session.cancelled:
        return ""
    old, new = (instant.astimezone(view.tz) for instant in (session.announced, session.start))
    return _("moved from {time}").format(time=time_beside(view, old, new))


def shift_words(session: Session) -> str:
    """Return `20 minutes later than announced`; "" for a session on time."""
    if session.announced is None or session.cancelled:
        return ""
    first, last = sorted((session.announced, session.start))
    text = (
        _("{length} later than announced")
        if session.start == last
        else _("{length} earlier than announced")
    )
    return text.format(length=time_format.length_words(first, last, rounding="up"))


def delay_words(view: View, session: Session) -> str:
    """Return `moved from 15:30, 20 minutes later than announced`; "" for a session on time."""
    return ", ".join(filter(None, [moved_words(view, session), shift_words(session)]))


def cancelled_until_next(view: View) -> tuple[Session, ...]:
    """Return the cancelled sessions that would be live now, or start no later than the next."""
    coming = view.programme.next_after(view.now)
    if not coming and view.programme.is_cancelled:
        return ()  # The state says that all are cancelled.
    return tuple(
        session
        for session in view.programme.sessions
        if session.cancelled
        and session.end > view.now
        and (not coming or session.start <= coming[0].start)
    )


def distance_words(view: View, session: Session) -> str:
    """Return how far the session is from now: `in 3 hours`, `1 hour left`, `2 days ago`."""
    status = session.status(view.now)
    if status == "upcoming":
        return starts_in(view, session.start)
    if status == "live":
        left = time_format.length_words(view.now, session.end, rounding="up")
        return _("{length} left").format(length=left)
    return ago(view, session.end)


def status_words(view: View, session: Session) -> str:
    """Return state and distance: `live, 1 hour 10 minutes left`, `next, in 3 hours`."""
    if session.status(view.now) == "over":
        if view.now - session.end < clock.MINUTE:
            return _("just ended")
        return _("ended {ago}").format(ago=ago(view, session.end))
    words = status_name(view.status(session))
    return words if session.cancelled else f"{words}, {distance_words(view, session)}"


def status_name(status: ShownStatus) -> str:
    """Return the word for the state of a session."""
    return {
        "over": _("ended"),
        "live": _("live"),
        "next": _("next"),
        "upcoming": _("upcoming"),
        "cancelled": _("cancelled"),
    }[status]


def state_sentence(view: View) -> str:
    """Return the state of the event, or of the selected part of it, in one sentence."""
    programme, part = view.programme, view.programme.part
    state = programme.state_at(view.now)
    if state == "after":
        if programme.is_cancelled:
            text = _("The event is cancelled.")
            return _("All matching sessions are cancelled.") if part else text
        text = _("The event ended on {date}, {ago}.")
        if part:
            text = _("All matching sessions have ended. The last one ended on {date}, {ago}.")
        end = programme.end
        return text.format(date=date_and_time(view, end), ago=ago(view, end))
    if state == "live":
        live = programme.live_at(view.now)
        # Many are listed below the sentence.
        names = joined_names([view.name(session) for session in live])
        if len(live) > MOST_NAMES:
            names = count_words(live)
        return ngettext("Live now: {names}.", "Live now: {names}.", len(live)).format(names=names)
    coming = programme.next_after(view.now)
    facts = {
        "names": joined_names([view.name(session) for session in coming]),
        "in": starts_in(view, coming[0].start),
        "start": date_and_time(view, coming[0].start),
        "day": coming[0].day,
    }
    if state == "before":
        text = _("The event has not started yet. It starts on {start}, {in}.")
        if part:
            text = _("No matching sessions have started yet. The first starts on {start}, {in}.")
    elif state == "between-sessions" or _is_within_today(view, coming[0]):
        text = ngettext(
            "Between sessions. {names} starts {in}.",
            "Between sessions. {names} start {in}.",
            len(coming),
        )
        if part:
            text = ngettext(
                "No matching sessions are live. {names} starts {in}.",
                "No matching sessions are live. {names} start {in}.",
                len(coming),
            )
    else:
        text = _(
            "Nothing is scheduled until day {day}, which starts on {start}, {in}, with {names}."
        )
        if part:
            text = _("No matching sessions are live. Next: {names} on {start}, {in}.")
    return text.format(**facts)


def state_words(view: View) -> str:
    """Return the state without what the countdown below it shows."""
    state, part = view.programme.state_at(view.now), view.programme.part
    if state == "before":
        text = _("The event has not started yet.")
        return _("No matching sessions have started yet.") if part else text
    if state not in ("between-sessions", "between-days"):
        return state_sentence(view)
    if part:
        return _("No matching sessions are live.")
    coming = view.programme.next_after(view.now)[0]
    if state == "between-sessions" or _is_within_today(view, coming):
        return _("Between sessions.")
    return _("Nothing is scheduled until day {day}.").format(day=coming.day)


def nothing_on(view: View, day: date) -> str:
    """Return that there is no session on a date in the viewer's zone."""
    text = _("No sessions on {date} ({zone}).")
    if view.programme.part:
        text = _("No matching sessions on {date} ({zone}).")
    return text.format(date=time_format.date_words(day), zone=clock.zone_name(view.tz))


def timeline_words(view: View) -> Iterator[str]:
    """Yield a line for each session: time, number, name, room, state, whether in the night."""
    for session in view.programme.sessions:
        status = status_name(view.status(session))
        night = _("outside your waking hours") if view.in_night(session) else ""
        room = view.words(session.room)
        facts = "; ".join(filter(None, [room, status, moved_words(view, session), night]))
        own = date_and_times(view, session, view.tz)
        yield f"{own}: {session.number}. {view.name(session)}; {facts}"


def night_words(view: View) -> str:
    """Which of the sessions to come are at least half in the viewer's night; "" without one."""
    coming = (s for s in view.programme.sessions if s.status(view.now) == "upcoming")
    numbers = [str(n) for n in sorted(s.number for s in coming if view.in_night(s))]
    if not numbers:
        return ""
    waking = time_format.waking_words(view.waking, view.hours)
    if len(numbers) > MOST_NUMBERS:
        text = _(
            "{count} sessions are mostly outside your waking hours ({waking}; change with --awake)."
        )
        return text.format(count=len(numbers), waking=waking)
    text = ngettext(
        "Session {numbers} is mostly outside your waking hours ({waking}; change with --awake).",
        "Sessions {numbers} are mostly outside your waking hours ({waking}; change with --awake).",
        len(numbers),
    )
    *others, last = numbers
    if others:
        last = _("{others} and {last}").format(others=", ".join(others), last=last)
    words = text.format(waking=waking, numbers=last)
    replays = any(channel.keeps_replays and channel.url for channel in view.programme.channels)
    return words + " " + _("You may want to watch the replays instead.") if replays else words


def _is_within_today(view: View, coming: Session) -> bool:
    """Return whether the session starts today for the viewer, after another that is over.

    Two programme days can meet within one date of the viewer's.
    """
    if view.date_of(coming) != view.today:
        return False
    start = clock.day_bounds(view.today, view.tz)[0]
    sessions = view.programme.sessions
    return any(start < s.end and s.status(view.now) == "over" for s in sessions)
