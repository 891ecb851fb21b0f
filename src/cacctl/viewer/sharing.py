"""A session to paste into a message, with its time in several zones."""

from collections.abc import Sequence
from datetime import timedelta, tzinfo
from operator import itemgetter
from typing import NamedTuple

from cacctl.base.i18n import _
from cacctl.base.names import language_name
from cacctl.model.programme import Session
from cacctl.model.streams import Stream
from cacctl.times import clock
from cacctl.viewer.states import shift_words
from cacctl.viewer.streams import nearest_stream, stream_for
from cacctl.viewer.times import times_words
from cacctl.viewer.view import View

# The zones of most online audiences, besides the event's and the viewer's.
USUAL_ZONES = ("Europe/Paris", "Europe/London", "America/New_York", "America/Los_Angeles")

# Characters with a meaning within a line of Markdown
# (https://spec.commonmark.org/0.31.2/#backslash-escapes).
MARKDOWN_CHARACTERS = r"\`*_[]<>&~|"


class Shared(NamedTuple):
    """A session in words for others. `times` is one line.

    `shift` says how much later or earlier than announced it starts; it is "" for a session on time.
    `room` is "" where none is known. Without a stream, the link is that of the session's `page`.
    `language` is that of the stream, if it is not the readers'.
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
    language: str = ""


def share(view: View, session: Session, zones: Sequence[tzinfo] = ()) -> Shared:
    """Return a session for readers in these zones; without any, in those of most audiences."""
    stream = stream_for(view, session)
    language = ""
    if stream is None and session.page is None:
        stream = nearest_stream(view, session)
        # Afterwards nobody is invited to a channel that speaks another language.
        stream = stream if stream and stream.kind in ("live", "replay") else None
        language = language_name(stream.channel.lang) if stream else ""
    chosen = list(zones) or _usual_zones(view, session)
    return Shared(
        session,
        view.words(view.programme.event.name),
        view.name(session),
        times_words(view, session, chosen),
        shift_words(session),
        view.words(session.room),
        stream,
        tuple(clock.zone_name(tz) for tz in chosen),
        session.page,
        language,
    )


def text(shared: Shared) -> str:
    """Return lines with the name and event, times, delay, room and URL."""
    title = _title(shared).format(name=shared.name, event=shared.event)
    url = shared.stream.url if shared.stream else shared.page or ""
    if shared.stream and shared.language:
        url = _("Watch in {language}: {channel}").format(language=shared.language, channel=url)
    elif shared.stream and shared.stream.kind == "replay":
        url = _("Recording: {url}").format(url=url)
    elif shared.stream and shared.stream.kind == "search":
        url = _("YouTube search: {url}").format(url=url)
    elif shared.stream and shared.stream.kind == "channel" and shared.stream.channel.keeps_replays:
        url = _("Replays: {url}").format(url=url)
    return "\n".join(filter(None, [title, shared.times, shared.shift, shared.room, url]))


def markdown(shared: Shared) -> str:
    """Return the same in Markdown, with the name as the link."""
    label = _("Language")
    language = f"{label}: {shared.language}" if shared.language else ""
    facts = (shared.name, shared.event, shared.times, shared.shift, shared.room, language)
    name, event, *more = map(escaped, facts)
    if url := shared.stream.url if shared.stream else shared.page:
        name = linked(name, url)
    title = _title(shared).format(name=f"**{name}**", event=event)
    return "  \n".join(filter(None, [title, *more]))


def linked(escaped_name: str, url: str) -> str:
    """Return a link in Markdown, on a name that is escaped already."""
    for character, code in {"(": "%28", ")": "%29", "<": "%3C", "|": "%7C"}.items():
        url = url.replace(character, code)
    return f"[{escaped_name}]({url})"


def escaped(words: str) -> str:
    """Return a text with the characters escaped that have a meaning in Markdown."""
    return "".join(f"\\{c}" if c in MARKDOWN_CHARACTERS else c for c in words)


def _title(shared: Shared) -> str:
    cancelled = shared.session.cancelled
    return _("Cancelled: {name} ({event})") if cancelled else _("{name} ({event})")


def _usual_zones(view: View, session: Session) -> list[tzinfo]:
    """Return the event's zone, then the others from east to west, each UTC offset once."""
    found: dict[timedelta, tzinfo] = {}
    for tz in (view.event_tz, view.tz, *map(clock.zone, USUAL_ZONES)):
        found.setdefault(session.start.astimezone(tz).utcoffset() or timedelta(), tz)
    (_offset, event), *others = found.items()
    return [event, *(tz for _offset, tz in sorted(others, reverse=True, key=itemgetter(0)))]
