"""What to paste into a message: a session's name, its time for readers in several zones, where."""

from collections.abc import Sequence
from datetime import timedelta, tzinfo
from operator import itemgetter
from typing import NamedTuple

from cacctl.base.i18n import _
from cacctl.model.programme import Session
from cacctl.model.streams import Stream
from cacctl.times import clock
from cacctl.viewer.states import shift_words
from cacctl.viewer.times import times_words
from cacctl.viewer.view import View

# Beside the event's zone and the viewer's, those of most online audiences.
USUAL_ZONES = ("Europe/Paris", "Europe/London", "America/New_York", "America/Los_Angeles")

# What Markdown takes for a sign of its own within a line
# (https://spec.commonmark.org/0.31.2/#backslash-escapes).
MARKDOWN_SIGNS = r"\`*_[]<>&~|"


class Shared(NamedTuple):
    """A session as it is told to others. `times` is one line; without an address, no stream.
    `page` is where the session is described: without a stream, that is its link.

    `shift` tells how much later or earlier than announced it is; it is empty where it is not, as is
    `room` where none is known.
    """

    session: Session
    event: str
    name: str
    times: str
    shift: str
    room: str
    stream: Stream | None
    zones: tuple[str, ...]
    page: str | None = None


def shared(
    seen: View, session: Session, stream: Stream | None, zones: Sequence[tzinfo] = ()
) -> Shared:
    """The session for readers in these zones, else in the event's, the viewer's, and usual ones."""
    chosen = list(zones) or _usual(seen, session)
    return Shared(
        session,
        seen.words(seen.programme.event.name),
        seen.name(session),
        times_words(seen, session, chosen),
        shift_words(session),
        seen.words(session.room),
        stream,
        tuple(clock.zone_name(tz) for tz in chosen),
        session.page,
    )


def text(told: Shared) -> str:
    """Lines: name and event, times, what became of the announced start, room, address."""
    title = _title(told).format(name=told.name, event=told.event)
    address = told.stream.url if told.stream else told.page or ""
    if told.stream and told.stream.kind == "replay" and told.stream.channel.keeps_replays:
        address = _("Replay: {address}").format(address=address)
    return "\n".join(filter(None, [title, told.times, told.shift, told.room, address]))


def markdown(told: Shared) -> str:
    """The same in Markdown; the name is the link."""
    facts = (told.name, told.event, told.times, told.shift, told.room)
    name, event, times, shift, room = map(escaped, facts)
    if address := told.stream.url if told.stream else told.page:
        name = linked(name, address)
    title = _title(told).format(name=f"**{name}**", event=event)
    return "  \n".join(filter(None, [title, times, shift, room]))


def linked(escaped_name: str, address: str) -> str:
    """A link in Markdown, on a name that is escaped already."""
    for sign, code in {"(": "%28", ")": "%29", "<": "%3C", "|": "%7C"}.items():
        address = address.replace(sign, code)
    return f"[{escaped_name}]({address})"


def escaped(words: str) -> str:
    """Words in which Markdown takes nothing for a sign of its own within a line."""
    return "".join(f"\\{sign}" if sign in MARKDOWN_SIGNS else sign for sign in words)


def _title(told: Shared) -> str:
    cancelled = told.session.cancelled
    return _("Cancelled: {name} ({event})") if cancelled else _("{name} ({event})")


def _usual(seen: View, session: Session) -> list[tzinfo]:
    """The event's zone, then the viewer's and the usual ones from east to west; no time twice."""
    found: dict[timedelta, tzinfo] = {}
    for tz in (seen.event_tz, seen.tz, *map(clock.zone, USUAL_ZONES)):
        found.setdefault(session.start.astimezone(tz).utcoffset() or timedelta(), tz)
    (_offset, event), *others = found.items()
    return [event, *(tz for _offset, tz in sorted(others, reverse=True, key=itemgetter(0)))]
