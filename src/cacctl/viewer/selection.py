"""Which sessions are selected by --room, --track, --day, --find and names of sessions."""

from collections.abc import Iterable, Sequence
from datetime import date

from cacctl.base import hints
from cacctl.base.errors import NothingToOpen, UsageProblem
from cacctl.base.i18n import _, ngettext
from cacctl.model.programme import Day, Grouping, Programme, Session, Words
from cacctl.times import parse
from cacctl.viewer.labels import SEPARATOR, joined_words, part_words
from cacctl.viewer.view import View

MOST_OFFERED = 12
MOST_CANDIDATES = 6


def selected_part(programme: Programme, *, room: str | None, track: str | None) -> Programme:
    """Return the sessions in the rooms and on the tracks that match these texts.

    Raises UsageProblem where no room or track matches, and where they have no session in common.
    """
    rooms = () if room is None else _groups(programme, "room", room)
    tracks = () if track is None else _groups(programme, "track", track)
    if found := programme.only(rooms, tracks):
        return found
    inside = programme.only(rooms, ()) or programme
    tracks_there = joined_words(inside.groups("track"), MOST_OFFERED)
    raise UsageProblem(
        _("No {track} sessions in {room}.").format(
            track=joined_words(tracks), room=joined_words(rooms)
        ),
        _("Tracks in that room: {names}.").format(names=tracks_there)
        if tracks_there
        else all_sessions_hint(programme),
    )


def named_session(view: View, text: str) -> Session:
    """Return the session with this id, number or part of a name.

    Raises UsageProblem where none matches, or more than one.
    """
    from cacctl.model.search import sessions_named

    found = sessions_named(view.programme, text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageProblem(
            _("No session matches {name}.").format(name=repr(text[:40])),
            _instead_of_unknown(view, text),
        )
    candidates = [f"{session.id} ({view.name(session)})" for session in found[:MOST_CANDIDATES]]
    if len(found) > MOST_CANDIDATES:
        candidates.append("…")
    raise UsageProblem(
        _("{name} matches several sessions.").format(name=repr(text[:40])),
        _("Choose one: {sessions}").format(sessions=SEPARATOR.join(candidates)),
    )


def live_or_next(view: View, lang: str | None = None) -> Session:
    """Return the live session, else the next; of several, one in a language is preferred.

    Raises NothingToOpen where there is neither.
    """
    from cacctl.model.streams import session_to_watch

    if session := session_to_watch(view.programme, view.now, lang=lang):
        return session
    raise NothingToOpen(
        _("No sessions are live or coming up."),
        _("To list the sessions: {command}").format(command=hints.command("list")),
    )


def named_day(view: View, text: str) -> Day | date:
    """Return a programme day by its number, or a date in the viewer's zone.

    Raises UsageProblem where the text is neither.
    """
    days = view.programme.whole.days()
    numbered = {str(day.number): day for day in view.programme.days()}
    if (number := parse.read_day_number(text)) in numbered:
        return numbered[number]
    if number in (str(day.number) for day in days):
        raise UsageProblem(
            _("No matching sessions on day {number}.").format(number=number),
            _("Days with matching sessions: {numbers}.").format(numbers=", ".join(numbered)),
        )
    if found := parse.read_date(text, view.today, view.programme.whole.dates(view.tz)):
        return found
    raise UsageProblem(
        _("Unknown day: {name}.").format(name=repr(text[:40])),
        (
            _("Use 1 to {count}, a date such as {date}, a weekday, today, tomorrow or yesterday.")
            if len(days) > 1
            else _("Use a date such as {date}, a weekday, today, tomorrow or yesterday.")
        ).format(count=len(days), date=days[0].date.isoformat()),
    )


def chosen_sessions(
    view: View, named: Sequence[str], day: str | None, query: str | None
) -> list[Session]:
    """Return the sessions that match all criteria, in order.

    Raises UsageProblem where none does.
    """
    from cacctl.model.search import find_sessions

    criteria: list[Iterable[Session]] = []
    if named:
        criteria.append(named_session(view, text) for text in named)
    if day is not None:
        meant = named_day(view, day)
        criteria.append(view.sessions_on(meant) if isinstance(meant, date) else meant.sessions)
    if query is not None:
        criteria.append(match.session for match in find_sessions(view.programme, query))
    left = {session.id for session in view.programme.sessions}
    for matching in criteria:
        left &= {session.id for session in matching}
    if not left:
        raise UsageProblem(
            _("No sessions match all of these filters."),
            all_sessions_hint(view.programme),
        )
    return [session for session in view.programme.sessions if session.id in left]


def all_sessions_hint(programme: Programme) -> str:
    """Return how to list all sessions of the programme: `To list all 15 sessions: cacctl list`."""
    filters = {} if programme.part else dict.fromkeys(hints.FILTERS)
    count = len(programme.sessions)
    text = ngettext(
        "To list the only session: {command}", "To list all {count} sessions: {command}", count
    )
    return text.format(count=count, command=hints.command("list", **filters))


def many_live_hint(live: Sequence[Session]) -> str:
    """Return how to list the live sessions: `To list the 25 live sessions: ...`."""
    return _("To list the {count} live sessions: {command}").format(
        count=len(live), command=hints.command("now")
    )


def narrowing_hint(view: View, sessions: Sequence[Session]) -> str:
    """Return which options would select among these sessions; "" where none would."""
    groups = {
        "--room": {view.words(session.room) for session in sessions},
        "--track": {view.words(session.track) for session in sessions},
    }
    options = _(" or ").join(option for option, names in groups.items() if len(names) > 1)
    return options and _("To show fewer sessions, add {options}.").format(options=options)


def _instead_of_unknown(view: View, text: str) -> str:
    """Return a hint for a text that names no session: those that mention it, else a similar one."""
    from cacctl.model.search import find_sessions, most_similar_session

    words = text.split()
    if find_sessions(view.programme, text) and not any(word[:1] == "-" for word in words):
        command = hints.command("find", *words)
        return _("To list the sessions that mention {name}: {command}").format(
            name=repr(text[:40]), command=command
        )
    if near := most_similar_session(view.programme, text):
        return _("Did you mean {b}?").format(b=f"{near.id} ({view.name(near)})")
    if view.programme.part:
        return _("Only {part} was searched.").format(part=part_words(view))
    return all_sessions_hint(view.programme)


def _groups(programme: Programme, grouping: Grouping, text: str) -> tuple[Words, ...]:
    """Return the rooms or tracks that match a text. Raises UsageProblem where none does."""
    from cacctl.model.search import groups_named
    from cacctl.model.text import folded

    if found := groups_named(programme, grouping, text):
        return found
    known, is_room = programme.groups(grouping), grouping == "room"
    if not known:
        raise UsageProblem(
            _("This schedule has no rooms.") if is_room else _("This schedule has no tracks."),
            _("Run the command again without {option}.").format(option=f"--{grouping}"),
        )
    names = {folded(name): name for words in known for name in words.values()}
    near = hints.similar(folded(text[:64]), names)
    suggestions = [
        *(_("Did you mean {b}?").format(b=hints.quoted(names[name])) for name in near),
        _("Available: {names}.").format(names=joined_words(known, MOST_OFFERED)),
    ]
    none = _("No room matches {name}.") if is_room else _("No track matches {name}.")
    raise UsageProblem(none.format(name=repr(text[:40])), " ".join(suggestions))
