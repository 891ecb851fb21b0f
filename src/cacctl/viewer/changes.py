"""What has changed in a schedule, for one viewer: a line for each change."""

from collections import Counter
from collections.abc import Sequence

from cacctl.base.i18n import _, ngettext
from cacctl.base.sanitize import visible
from cacctl.model.diff import Change, Kind, ListUpdate, Update
from cacctl.model.programme import Session
from cacctl.times import format as time_format
from cacctl.viewer.times import date_words, time_beside, when
from cacctl.viewer.view import View

MOST_LINES = 10


def lines(view: View, changes: Sequence[Change]) -> list[str]:
    """Return a line for each change that matters to the viewer.

    Of many, return a summary and the first.
    """
    shown = [(change.kind, text) for change in changes if (text := words(view, change))]
    texts = [text for _kind, text in shown[:MOST_LINES]]
    if len(shown) <= MOST_LINES:
        return texts
    counts = Counter(_kind_name(kind) for kind, _text in shown)
    parts = (
        _("{count} {what}").format(count=count, what=what) for what, count in counts.most_common()
    )
    summary = _("{count} changes: {parts}").format(count=len(shown), parts=", ".join(parts))
    hidden = len(shown) - MOST_LINES
    more = ngettext("And {count} more.", "And {count} more.", hidden).format(count=hidden)
    return [summary, *texts, more]


def report(view: View, update: Update) -> list[str]:
    """Return lines for `update`: the event, its URL and what has changed, then its lists.

    What could not be refreshed is left out.
    """
    event = view.words(view.programme.event.name)
    own = [_list_words(found) for found in update.lists if not found.url]
    lists = [_list_words(found) for found in update.lists if found.url and not found.failure]
    if update.failure or not update.url:
        is_only_events = all(found.kind == "events" for found in update.lists)
        return lists if is_only_events or not lists else [event, *lists]
    found = [*lines(view, update.changes), *own]
    if update.downloaded is not None:
        text = ngettext(
            "Downloaded {count} session.", "Downloaded {count} sessions.", update.downloaded
        )
        found = [text.format(count=update.downloaded)]
    elif not found and not update.is_held:
        others = _("Only details or past sessions changed.")
        found = [others if update.has_other_changes else _("No changes.")]
    head = _("{event}, from {url}").format(event=event, url=visible(update.url))
    return [head, *found, *lists]


def _list_words(found: ListUpdate) -> str:
    """Return what an update found in a list: `Recordings from https://...: 2 new, 1 removed`."""
    kinds = (found.new, _("new")), (found.changed, _("changed")), (found.removed, _("removed"))
    text = _("{count} {what}")
    parts = [text.format(count=count, what=what) for count, what in kinds if count]
    changes = ", ".join(parts) or _("no changes")
    if not found.url:
        return _("Recordings: {changes}").format(changes=changes)
    pattern = {
        "recordings": _("Recordings from {url}: {changes}"),
        "streams": _("Streams from {url}: {changes}"),
        "events": _("Events from {url}: {changes}"),
    }[found.kind]
    return pattern.format(url=visible(found.url), changes=changes)


def words(view: View, change: Change) -> str:
    """Return a change in one line; "" where it does not matter to the viewer.

    That is a session that is over or was cancelled before, or a name in another language.
    """
    if change.channels or change.events:
        return _channel_or_event(view, change)
    sessions = [session for session in (change.old, change.new) if session]
    if not any(session.status(view.now) in ("upcoming", "live") for session in sessions):
        return ""
    old, new = sessions[0], sessions[-1]
    name = _name_and_date(view, new)
    if change.kind == "moved":
        return _moved(view, old, new)
    if change.kind == "renamed":
        return _renamed(_name_and_date(view, old), view.name(old), view.name(new))
    text = {
        "cancelled": _("{name} was cancelled"),
        "restored": _("{name} is no longer cancelled: {when}"),
        "added": _("New: {name}, {when}"),
        "removed": _("{name} was removed from the schedule"),
    }[change.kind]
    if change.kind in ("restored", "added"):
        name = view.name(new)
    return text.format(name=name, when=when(view, new))


def _moved(view: View, old: Session, new: Session) -> str:
    if old.start == new.start:
        text = _("{name} now ends at {new} instead of {old}")
        before, after = old.end.astimezone(view.tz), new.end.astimezone(view.tz)
    else:
        text = _("{name} moved from {old} to {new}")
        before, after = old.start.astimezone(view.tz), new.start.astimezone(view.tz)
    # A date that both times share is shown once, with the name.
    name = _name_and_date(view, new) if before.date() == after.date() else view.name(new)
    line = text.format(
        name=name, old=time_beside(view, before, after), new=time_beside(view, after, before)
    )
    if old.start != new.start and old.end - old.start != new.end - new.start:
        length = time_format.length_words(new.start, new.end, rounding="up")
        line = _("{moved} and now lasts {length}").format(moved=line, length=length)
    return line


def _renamed(name: str, old: str, new: str) -> str:
    return _("{old} was renamed to {new}").format(old=name, new=new) if old != new else ""


def _channel_or_event(view: View, change: Change) -> str:
    if change.channels:
        channel = change.channels[1]
        text = _("{channel} has a new URL: {url}")
        if channel.url is None:
            text = _("{channel} no longer has a URL")
        return text.format(channel=view.words(channel.name), url=channel.url)
    assert change.events
    old, new = change.events
    if change.kind == "event-renamed":
        name = view.words(old.name)
        return _renamed(name, name, view.words(new.name))
    return _("The event's time zone is now {zone}").format(zone=new.zone)


def _name_and_date(view: View, session: Session) -> str:
    """Return the session's name, with its date in the viewer's zone where that is not today."""
    day = view.date_of(session)
    if day == view.today:
        return view.name(session)
    return _("{name} ({date})").format(name=view.name(session), date=date_words(view, day))


def _kind_name(kind: Kind) -> str:
    """Return what to count changes of a kind as: `3 moved`."""
    return {
        "moved": _("moved"),
        "cancelled": _("cancelled"),
        "restored": _("no longer cancelled"),
        "added": _("new"),
        "removed": _("removed"),
        "renamed": _("renamed"),
        "channel-url": _("with a new URL"),
        "event-renamed": _("about the event"),
        "event-zone": _("about the event"),
    }[kind]
