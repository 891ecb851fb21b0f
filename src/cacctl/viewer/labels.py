"""Names of the event, its rooms, sessions and channels in one line, and counts of them."""

from collections.abc import Sequence

from cacctl.base.i18n import _, language, ngettext
from cacctl.base.names import language_name
from cacctl.model.programme import Channel, Session, Words, in_language
from cacctl.viewer.view import View

SEPARATOR = " · "
# In a sentence, so many are named and the others counted.
MOST_NAMES = 3
# More sessions than these are only counted.
MOST_LISTED = 10


def event_heading(view: View) -> str:
    """Return the event's name, with the selected rooms and tracks: `Big Days · Saal 1`."""
    name = view.words(view.programme.event.name)
    return SEPARATOR.join(filter(None, [name, part_words(view)]))


def part_words(view: View) -> str:
    """Return the selected rooms and tracks; "" where all are shown."""
    part = view.programme.part
    groups = (part.rooms, part.tracks) if part else ()
    return SEPARATOR.join(joined_words(group) for group in groups if group)


def joined_names(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """Return the names in one line, of many the first: `A · B · C and 22 more`.

    They are not separated by commas, which a name may contain.
    """
    text = SEPARATOR.join(names[:most])
    if len(names) <= most:
        return text
    return _("{names} and {count} more").format(names=text, count=len(names) - most)


def session_label(view: View, session: Session) -> str:
    """Return the session's name, marked where it is cancelled."""
    name = view.name(session)
    return _("{name} (cancelled)").format(name=name) if session.cancelled else name


def channel_kind(view: View, channel: Channel) -> str:
    """Return what a channel streams of a room, where it has others: video, sound or slides."""
    kinds = {"web": _("video"), "audio": _("audio only"), "slides": _("slides")}
    if not channel.by_rule or channel.platform not in kinds:
        return ""
    alike = (other for other in view.programme.channels if other.name == channel.name)
    is_alone = {other.platform for other in alike}.isdisjoint(["audio", "slides"])
    return "" if is_alone else kinds[channel.platform]


def channel_label(view: View, channel: Channel, *, has_language: bool = False) -> str:
    """Return the channel's name, and what it streams: `Saal 1 (audio only)`.

    That can have the language, which the name of a room does not: `Saal 1 (audio only, German)`.
    """
    lang = language_name(channel.lang) if has_language and channel.by_rule else ""
    name, kind = view.words(channel.name), channel_kind(view, channel)
    kind = ", ".join(filter(None, [kind, lang]))
    return _("{name} ({kind})").format(name=name, kind=kind) if kind else name


def other_event(view: View) -> str:
    """Return the event's name; "" for the bundled one."""
    return "" if view.bundled else view.words(view.programme.event.name)


def count_words(sessions: Sequence[Session]) -> str:
    """Return how many sessions there are: `15 sessions (2 cancelled)`."""
    count = len(sessions)
    text = ngettext("{count} session", "{count} sessions", count).format(count=count)
    if cancelled := sum(session.cancelled for session in sessions):
        return _("{sessions} ({count} cancelled)").format(sessions=text, count=cancelled)
    return text


def sessions_words(view: View, sessions: Sequence[Session]) -> str:
    """Return the names of the sessions, a repeated one once, or of many their count."""
    if len(sessions) > MOST_LISTED:
        return count_words(sessions)
    return SEPARATOR.join(dict.fromkeys(session_label(view, session) for session in sessions))


def url_words(view: View, channel: Channel) -> str:
    """Return a channel's URL, or where its links are instead."""
    if channel.url:
        return channel.url
    sessions = view.programme.sessions
    if any(link.channel == channel.id for session in sessions for link in session.streams):
        return _("sessions have their own links")
    return _("no URL")


def carries_words(view: View, channel: Channel) -> str:
    """Return which sessions a channel carries, and whether it keeps replays."""
    text = _("all sessions")
    if channel.carries is not None:
        carried = [s for s in view.programme.sessions if s.id in channel.carries]
        text = sessions_words(view, carried)
    return (
        _("{sessions}; replays available").format(sessions=text) if channel.keeps_replays else text
    )


def joined_words(groups: Sequence[Words], most: int = MOST_NAMES) -> str:
    """Return the names of rooms or tracks in one line."""
    return joined_names([in_language(words, language()) for words in groups], most)
