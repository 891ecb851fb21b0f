"""Which sessions are kept by --room, --track and a search, and what is said of them."""

from collections.abc import Sequence

from cacctl.base import hints
from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _, ngettext
from cacctl.base.sanitize import visible
from cacctl.model.programme import Grouping, Match, Programme, Session, Words, folded, occurs
from cacctl.viewer.names import joined_words
from cacctl.viewer.view import View

LONGEST_EXCERPT = 60
MOST_OFFERED = 12


def selected_part(
    programme: Programme, lang: str, *, room: str | None, track: str | None
) -> Programme:
    """What is in the rooms and on the tracks that are meant by these texts.

    Raises UsageProblem where there is no such room or track, and where they have no session.
    """
    rooms = () if room is None else _groups(programme, "room", room, lang)
    tracks = () if track is None else _groups(programme, "track", track, lang)
    if found := programme.only(rooms, tracks):
        return found
    inside = programme.only(rooms, ()) or programme
    raise UsageProblem(
        _("There is no session of {track} in {room}.").format(
            track=joined_words(tracks, lang), room=joined_words(rooms, lang)
        ),
        _("There are: {names}.").format(
            names=joined_words(inside.groups("track"), lang, MOST_OFFERED)
        ),
    )


def in_room_order(view: View, sessions: Sequence[Session], *, first: bool = False) -> list[Session]:
    """The sessions by their times, and where these are the same in the order of the rooms.

    Where the rooms come `first`, by rooms and then by times. What is in no room concerns all.
    """
    ordered = sorted(sessions, key=lambda session: (session.start, session.end))
    if not any(session.room for session in sessions):
        return ordered
    places = {view.words(words): place for place, words in enumerate(view.programme.groups("room"))}

    def place(session: Session) -> int:
        return places.get(view.words(session.room), -1)

    if first:
        return sorted(ordered, key=place)
    return sorted(ordered, key=lambda session: (session.start, session.end, place(session)))


def all_sessions_hint(programme: Programme) -> str:
    """`All 15 sessions: cacctl list`."""
    return _("All {count} sessions: {command}").format(
        count=len(programme.sessions), command=hints.command("list")
    )


def many_live_hint(view: View, live: Sequence[Session]) -> str:
    """`25 live now: cacctl now`, for where they are not what is asked for."""
    return _("{count} live now: {command}").format(count=len(live), command=hints.command("now"))


def narrowing_hint(view: View, sessions: Sequence[Session]) -> str:
    """Which options would choose among these many sessions; nothing where none would."""
    ways = {
        "--room": {view.words(session.room) for session in sessions},
        "--track": {view.words(session.track) for session in sessions},
    }
    options = _(" or ").join(option for option, groups in ways.items() if len(groups) > 1)
    return options and _("To show fewer sessions, add {options}.").format(options=options)


def found_words(query: str, count: int) -> str:
    """How many sessions a search found."""
    text = ngettext("{count} session with {query}", "{count} sessions with {query}", count)
    return text.format(count=count, query=repr(visible(query)))


def excerpt_around(text: str, query: str) -> str:
    """A text in which something was found; of a long one, what stands around the first place."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    place = min(
        (p for word in folded(query).split() if (p := folded(text).find(word)) >= 0), default=0
    )
    first = max(0, place - LONGEST_EXCERPT // 3)
    last = first + LONGEST_EXCERPT
    part = text[first:last]
    if first:
        part = "…" + part.partition(" ")[2]
    return part if last >= len(text) else part.rpartition(" ")[0] + "…"


def found_texts(view: View, match: Match, query: str) -> list[str]:
    """The texts in which a session was found, in the viewer's language where they have it there."""
    wanted = folded(query).split()
    texts = []
    for words in match.texts:
        if words == match.session.room:
            continue  # It stands with every session that was found.
        in_order = (view.words(words), *words.values())
        held = (text for text in in_order if any(occurs(word, folded(text)) for word in wanted))
        texts += [excerpt_around(text, query) for text in held][:1]
    return list(dict.fromkeys(texts))


def _groups(programme: Programme, grouping: Grouping, text: str, lang: str) -> tuple[Words, ...]:
    """The rooms or tracks that are meant. Raises UsageProblem where there are none."""
    if found := programme.groups_named(grouping, text):
        return found
    known, is_room = programme.groups(grouping), grouping == "room"
    if not known:
        raise UsageProblem(
            _("The schedule names no rooms.") if is_room else _("The schedule names no tracks."),
            _("Leave out {option}.").format(option=f"--{grouping}"),
        )
    from difflib import get_close_matches

    names = {folded(name): name for words in known for name in words.values()}
    near = get_close_matches(folded(text[:64]), names, 1)
    hints = [
        *(_("Did you mean {b}?").format(b=names[name]) for name in near),
        _("There are: {names}.").format(names=joined_words(known, lang, MOST_OFFERED)),
    ]
    none = _("There is no room {name}.") if is_room else _("There is no track {name}.")
    raise UsageProblem(none.format(name=repr(visible(text[:40]))), " ".join(hints))
