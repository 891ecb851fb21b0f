"""Names of the event, its rooms and its sessions in one line, and how many there are."""

from collections.abc import Sequence

from cacctl.base.i18n import _, language, ngettext
from cacctl.model.programme import Session, Words, in_language
from cacctl.viewer.view import View

SEPARATOR = " · "
# Of more in one sentence, so many are named and the others counted.
MOST_NAMES = 3
# The names of more sessions, and the numbers of more, say less than how many there are.
MOST_LISTED = 10


def event_heading(view: View) -> str:
    """The event's name, and what is shown of it where that is a part: `Big Days · Saal 1`."""
    name = view.words(view.programme.event.name)
    return SEPARATOR.join(filter(None, [name, part_words(view)]))


def part_words(view: View) -> str:
    """The rooms and tracks that are shown; nothing where all are."""
    part = view.programme.part
    groups = (part.rooms, part.tracks) if part else ()
    return SEPARATOR.join(joined_words(group) for group in groups if group)


def joined_names(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """`A · B · C and 22 more`: a name can have commas of its own."""
    text = SEPARATOR.join(names[:most])
    if len(names) <= most:
        return text
    return _("{names} and {count} more").format(names=text, count=len(names) - most)


def session_label(view: View, session: Session) -> str:
    """The session's name, with the word for it where it is cancelled."""
    name = view.name(session)
    return _("{name} (cancelled)").format(name=name) if session.cancelled else name


def other_event(view: View) -> str:
    """The event's name where it is not the one that cacctl ships with; else nothing."""
    return "" if view.bundled else view.words(view.programme.event.name)


def count_words(sessions: Sequence[Session]) -> str:
    """`15 sessions`, or `15 sessions (2 cancelled)`."""
    count = len(sessions)
    text = ngettext("{count} session", "{count} sessions", count).format(count=count)
    if cancelled := sum(session.cancelled for session in sessions):
        return _("{sessions} ({count} cancelled)").format(sessions=text, count=cancelled)
    return text


def sessions_words(view: View, sessions: Sequence[Session]) -> str:
    """The names of the sessions; of many, only how many there are."""
    if len(sessions) > MOST_LISTED:
        return count_words(sessions)
    return SEPARATOR.join(session_label(view, session) for session in sessions)


def joined_words(groups: Sequence[Words], most: int = MOST_NAMES) -> str:
    return joined_names([in_language(words, language()) for words in groups], most)
