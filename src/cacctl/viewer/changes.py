"""What is new in a programme, as one viewer is told: a line for each change."""

from collections import Counter
from collections.abc import Sequence

from cacctl.base.i18n import _, ngettext
from cacctl.base.sanitize import visible
from cacctl.model.diff import Change, Kind
from cacctl.model.programme import Session
from cacctl.times import format as time_format
from cacctl.viewer.times import date_words, time_beside, when
from cacctl.viewer.view import View

MOST_LINES = 10


def lines(seen: View, changes: Sequence[Change]) -> list[str]:
    """A line for each change that still matters to the viewer; of many, a summary and the first."""
    told = [(change.kind, text) for change in changes if (text := words(seen, change))]
    texts = [text for _kind, text in told[:MOST_LINES]]
    if len(told) <= MOST_LINES:
        return texts
    counts = Counter(_kind_name(kind) for kind, _text in told)
    parts = (
        _("{count} {what}").format(count=count, what=what) for what, count in counts.most_common()
    )
    summary = _("{count} changes: {parts}").format(count=len(told), parts=", ".join(parts))
    hidden = len(told) - MOST_LINES
    more = ngettext("And {count} more.", "And {count} more.", hidden).format(count=hidden)
    return [summary, *texts, more]


def report(seen: View, address: str, changes: Sequence[Change], *, held: bool) -> list[str]:
    """Which event was asked for where, and what is new in it."""
    event = seen.words(seen.programme.event.name)
    found = lines(seen, changes)
    if not found and not held:
        found = [_("Nothing has changed.")]
    return [_("{event}, from {address}").format(event=event, address=visible(address)), *found]


def words(seen: View, change: Change) -> str:
    """The change in one line; nothing where it does not matter to the viewer.

    That is so for sessions that are over or were cancelled before, and for names in languages
    that the viewer does not read.
    """
    if change.channels or change.events:
        return _other(seen, change)
    sessions = [session for session in (change.old, change.new) if session]
    if not any(session.status(seen.now) in ("upcoming", "live") for session in sessions):
        return ""
    old, new = sessions[0], sessions[-1]
    name = _named(seen, new)
    if change.kind == "moved":
        return _moved(seen, old, new)
    if change.kind == "renamed":
        return _renamed(_named(seen, old), seen.name(old), seen.name(new))
    text = {
        "cancelled": _("{name} is cancelled"),
        "restored": _("{name} takes place after all: {when}"),
        "added": _("New: {name}, {when}"),
        "removed": _("{name} is no longer in the programme"),
    }[change.kind]
    if change.kind in ("restored", "added"):
        name = seen.name(new)
    return text.format(name=name, when=when(seen, new))


def _moved(seen: View, old: Session, new: Session) -> str:
    if old.start == new.start:
        text = _("{name} ends at {new}, not at {old}")
        before, after = old.end.astimezone(seen.tz), new.end.astimezone(seen.tz)
    else:
        text = _("{name} moved from {old} to {new}")
        before, after = old.start.astimezone(seen.tz), new.start.astimezone(seen.tz)
    # Where both are on one date, it stands with the name, if it is another one than today.
    name = _named(seen, new) if before.date() == after.date() else seen.name(new)
    told = text.format(
        name=name, old=time_beside(seen, before, after), new=time_beside(seen, after, before)
    )
    if old.start != new.start and old.end - old.start != new.end - new.start:
        length = time_format.length_words(new.start, new.end, rounding="up")
        told = _("{moved}, and takes {length}").format(moved=told, length=length)
    return told


def _renamed(name: str, old: str, new: str) -> str:
    return _("{old} is now called {new}").format(old=name, new=new) if old != new else ""


def _other(seen: View, change: Change) -> str:
    if change.channels:
        channel = change.channels[1]
        text = _("{channel} has a new address: {address}")
        if channel.url is None:
            text = _("{channel} has no address any more")
        return text.format(channel=seen.words(channel.name), address=channel.url)
    assert change.events
    old, new = change.events
    if change.kind == "event-renamed":
        name = seen.words(old.name)
        return _renamed(name, name, seen.words(new.name))
    return _("The time zone of the event is now {zone}").format(zone=new.zone)


def _named(seen: View, session: Session) -> str:
    """The session's name, with its date for the viewer where that is not today."""
    day = session.start.astimezone(seen.tz).date()
    if day == seen.today:
        return seen.name(session)
    return _("{name} ({date})").format(name=seen.name(session), date=date_words(seen, day))


def _kind_name(kind: Kind) -> str:
    return {
        "moved": _("moved"),
        "cancelled": _("cancelled"),
        "restored": _("taking place after all"),
        "added": _("new"),
        "removed": _("removed"),
        "renamed": _("renamed"),
        "address": _("with a new address"),
        "event-renamed": _("of the event itself"),
        "event-zone": _("of the event itself"),
    }[kind]
