"""What is live, next, over, cancelled, moved or in the viewer's night, in words."""

from collections.abc import Iterator
from datetime import date

from cacctl.base.i18n import _, ngettext
from cacctl.model.programme import Session
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.viewer.names import MOST_NAMES, count_words, joined_names
from cacctl.viewer.times import ago, date_and_time, date_and_times, starts_in, time_beside
from cacctl.viewer.view import Standing, View

MARKS: dict[Standing, str] = {
    "over": "✓",
    "live": "▶",
    "next": "▷",
    "upcoming": "",
    "cancelled": "✗",
}
MOST_NUMBERS = 30


def moved_words(view: View, session: Session) -> str:
    """`moved from 15:30`, for the viewer, with the date where it was another; else nothing."""
    if session.announced is None or session.cancelled:
        return ""
    old, new = (instant.astimezone(view.tz) for instant in (session.announced, session.start))
    return _("moved from {time}").format(time=time_beside(view, old, new))


def shift_words(session: Session) -> str:
    """`20 minutes later than announced`; nothing where it starts as announced."""
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
    """`moved from 15:30, 20 minutes later than announced`, or nothing."""
    return ", ".join(filter(None, [moved_words(view, session), shift_words(session)]))


def called_off(view: View) -> tuple[Session, ...]:
    """The cancelled sessions that would be on now, or before what comes next."""
    coming = view.programme.next_after(view.now)
    if not coming and view.programme.is_cancelled:
        return ()  # The state says so of all of them.
    return tuple(
        session
        for session in view.programme.sessions
        if session.cancelled
        and session.end > view.now
        and (not coming or session.start <= coming[0].start)
    )


def distance_words(view: View, session: Session) -> str:
    """How far the session is from now: `in 3 hours`, `1 hour 10 minutes left`, `2 days ago`."""
    status = session.status(view.now)
    if status == "upcoming":
        return starts_in(view, session.start)
    if status == "live":
        left = time_format.length_words(view.now, session.end, rounding="up")
        return _("{length} left").format(length=left)
    return ago(view, session.end)


def standing_words(view: View, session: Session) -> str:
    """The session's standing and distance: `live, 1 hour 10 minutes left`, `next, in 3 hours`."""
    if session.status(view.now) == "over" and view.now - session.end < clock.MINUTE:
        return _("just ended")
    words = standing_name(view.standing(session))
    return words if session.cancelled else f"{words}, {distance_words(view, session)}"


def standing_name(standing: Standing) -> str:
    """The word for a standing."""
    return {
        "over": _("over"),
        "live": _("live"),
        "next": _("next"),
        "upcoming": _("upcoming"),
        "cancelled": _("cancelled"),
    }[standing]


def state_sentence(view: View) -> str:
    """Where the viewer's moment stands in the event, in one sentence."""
    programme, part = view.programme, view.programme.part
    state = programme.state_at(view.now)
    if state == "after":
        if programme.is_cancelled:
            text = _("The event is cancelled.")
            return _("All of these sessions are cancelled.") if part else text
        text = _("The event is over: it ended on {date}, {ago}.")
        if part:
            text = _("These sessions are over: the last ended on {date}, {ago}.")
        end = programme.end
        return text.format(date=date_and_time(view, end), ago=ago(view, end))
    if state == "live":
        live = programme.live_at(view.now)
        # More than a sentence can hold stand below it.
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
        text = _("The event hasn't started yet. It starts on {start}, {in}.")
        if part:
            text = _("These sessions haven't started yet. The first starts on {start}, {in}.")
    elif state == "between-sessions" or _is_within_today(view, coming[0]):
        text = ngettext(
            "Between sessions. {names} starts {in}.",
            "Between sessions. {names} start {in}.",
            len(coming),
        )
        if part:
            text = ngettext(
                "Between these sessions. {names} starts {in}.",
                "Between these sessions. {names} start {in}.",
                len(coming),
            )
    else:
        text = _("Nothing until day {day}, which starts on {start}, {in}, with {names}.")
        if part:
            text = _("The next of these sessions starts on {start}, {in}: {names}.")
    return text.format(**facts)


def state_words(view: View) -> str:
    """The state in as few words as where a countdown stands beside them."""
    state, part = view.programme.state_at(view.now), view.programme.part
    if state == "before":
        text = _("The event hasn't started yet.")
        return _("These sessions haven't started yet.") if part else text
    if state not in ("between-sessions", "between-days"):
        return state_sentence(view)
    if part:
        return _("Between these sessions.")
    coming = view.programme.next_after(view.now)[0]
    if state == "between-sessions" or _is_within_today(view, coming):
        return _("Between sessions.")
    return _("Nothing until day {day}.").format(day=coming.day)


def nothing_on(view: View, day: date) -> str:
    """That a date of the viewer's has no session."""
    text = _("There is no session on {date} in {zone}.")
    if view.programme.part:
        text = _("None of these sessions is on {date} in {zone}.")
    return text.format(date=time_format.date_words(day), zone=clock.zone_name(view.tz))


def timeline_words(view: View) -> Iterator[str]:
    """The timeline in lines, a session each: when, what, how it stands, whether in the night."""
    for session in view.programme.sessions:
        standing = standing_name(view.standing(session))
        night = _("in your night") if view.in_night(session) else ""
        room = view.words(session.room)
        facts = "; ".join(filter(None, [room, standing, moved_words(view, session), night]))
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
            "{count} sessions are at least half in your night (awake {waking}; --awake changes it)."
        )
        return text.format(count=len(numbers), waking=waking)
    text = ngettext(
        "Session {numbers} is at least half in your night (awake {waking}; --awake changes it).",
        "Sessions {numbers} are at least half in your night (awake {waking}; --awake changes it).",
        len(numbers),
    )
    *others, last = numbers
    if others:
        last = _("{others} and {last}").format(others=", ".join(others), last=last)
    words = text.format(waking=waking, numbers=last)
    replays = any(channel.keeps_replays and channel.url for channel in view.programme.channels)
    return words + " " + _("The replays may suit you better.") if replays else words


def _is_within_today(view: View, coming: Session) -> bool:
    """Whether it is next on a date of the viewer's on which another session is over already.

    The days of the programme can part at noon of the viewer's date.
    """
    if view.date_of(coming) != view.today:
        return False
    start = clock.day_bounds(view.today, view.tz)[0]
    sessions = view.programme.sessions
    return any(start < s.end and s.status(view.now) == "over" for s in sessions)
