"""Write iCalendar files (RFC 5545, RFC 7986).

The bytes depend only on the programme, not on the time of the export. So all links of a session
are listed, streams as well as recordings.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import groupby

from icalendar.parser import Parameters
from icalendar.prop import vDuration

from cacctl.base.i18n import _
from cacctl.base.names import language_name, link_kind_title, platform_title
from cacctl.formats.base import ExportRequest
from cacctl.formats.ical.syntax import LINK_KIND
from cacctl.model.programme import (
    UNDETERMINED,
    Programme,
    Session,
    SessionLink,
    Speaker,
    Words,
    in_language,
    language_of,
)
from cacctl.model.streams import StreamLink, fits, stream_links
from cacctl.times.clock import utc_text

PRODUCT = "-//cacctl//cacctl//EN"


def write(request: ExportRequest) -> bytes:
    """Return the sessions, in their order, with texts in `lang` where there are some.

    An alarm rings before each session that is not cancelled.
    """
    programme, sessions, lang, _tz, alarm = request
    event = programme.event
    written = _Lines()
    written.add("BEGIN", "VCALENDAR")
    written.add("VERSION", "2.0")
    written.add("PRODID", PRODUCT)
    written.add_words("NAME", event.name, lang)
    # Most programs read this instead of NAME.
    written.add_text("X-WR-CALNAME", in_language(event.name, lang))
    if event.refresh:
        written.add("REFRESH-INTERVAL", _duration(event.refresh), ";VALUE=DURATION")
    written.add_text("UID", event.id)
    if site := in_language(event.site, lang):
        written.add("URL", site)
    if event.refresh:
        written.add("X-PUBLISHED-TTL", _duration(event.refresh))
    # Times are in UTC, so this is the only property with the event's zone.
    written.add_text("X-WR-TIMEZONE", event.zone)
    uids = _uids(programme.whole)
    for session in sessions:
        _add_event(written, programme, session, uids[session.id], lang, alarm)
    written.add("END", "VCALENDAR")
    return written.to_bytes()


class _Lines:
    """Content lines (RFC 5545, 3.1). Writing them here is much faster than with the library."""

    def __init__(self) -> None:
        self._bytes = BytesIO()

    def add(self, name: str, value: str, parameters: str = "") -> None:
        """Add a property whose value needs no escaping."""
        line = f"{name}{parameters}:{value}".encode()
        self._bytes.write((line if len(line) < _WIDTH else _folded(line)) + b"\r\n")

    def add_text(self, name: str, text: str, parameters: str = "") -> None:
        """Add a text, escaped (RFC 5545, 3.3.11)."""
        text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        self.add(name, text.replace("\n", "\\n"), parameters)

    def add_words(self, name: str, words: Words, lang: str) -> None:
        """Add a text in `lang`, or in another language, with the tag of that."""
        self.add_text(
            name, in_language(words, lang), _parameters(LANGUAGE=language_of(words, lang))
        )

    def to_bytes(self) -> bytes:
        return self._bytes.getvalue()


_WIDTH = 75


def _folded(line: bytes) -> bytes:
    """Return a line folded to pieces of whole characters (RFC 5545, 3.1)."""
    pieces = []
    start = 0
    while len(line) - start >= _WIDTH:
        end = start + _WIDTH - 1
        while line[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        # Some programs misread an escape with a fold behind its backslash.
        if line[end - 1] in b"\\^":
            end -= 1
        pieces.append(line[start:end])
        start = end
    return b"\r\n ".join([*pieces, line[start:]])


@cache
def _parameters(**parameters: str | tuple[str, ...]) -> str:
    """Return the parameters of a property, without an unknown language."""
    if parameters.get("LANGUAGE") == UNDETERMINED:
        del parameters["LANGUAGE"]
    written = Parameters(parameters).to_ical().decode()
    return f";{written}" if written else ""


def _duration(duration: timedelta) -> str:
    written: bytes = vDuration(duration).to_ical()  # type: ignore[no-untyped-call]
    return written.decode()


def _utc(time: datetime) -> str:
    return utc_text(time).replace("-", "").replace(":", "")


def _uids(programme: Programme) -> Mapping[str, str]:
    """Return the UIDs of all sessions by their ids: their own, if no other session has it.

    Of several events with the same UID, calendars show only one.
    """
    counted = Counter(session.uid for session in programme.sessions)
    uids = {}
    for session in programme.sessions:
        uid = session.uid if counted[session.uid] == 1 else ""
        made = f"{session.id}@{programme.event.id}"
        while not uid and counted[made]:
            made = f"_{made}"
        uids[session.id] = uid or made
    return uids


def _add_event(
    written: _Lines,
    programme: Programme,
    session: Session,
    uid: str,
    lang: str,
    alarm: timedelta | None,
) -> None:
    event = programme.event
    links = stream_links(programme, session)
    fitting = [link for link in links if fits(link.channel, lang, None)]
    live = next((link.url for link in fitting if not link.is_recording), "")
    is_changed = session.cancelled or session.announced is not None
    written.add("BEGIN", "VEVENT")
    written.add_words("SUMMARY", session.name, lang)
    written.add("DTSTART", _utc(session.start))
    # An end must be later than the start; without one, the event has no duration (RFC 5545, 3.6.1).
    if session.end > session.start:
        written.add("DTEND", _utc(session.end))
    written.add("DTSTAMP", _utc(event.revised or programme.start))
    written.add_text("UID", uid)
    written.add("SEQUENCE", str(event.revision + is_changed))
    if track := in_language(session.track, lang):
        written.add_text("CATEGORIES", track)
    for link in links:
        written.add("CONFERENCE", link.url, _conference(link))
    for other in session.links:
        _add_link(written, other, lang)
    if description := "\n\n".join(_description(session, links, lang)):
        written.add_text("DESCRIPTION", description)
    if event.revised:
        written.add("LAST-MODIFIED", _utc(event.revised))
    # Without a room: programs offer to join at a URL in LOCATION.
    if location := in_language(session.room, lang) or live:
        written.add_text("LOCATION", location)
    written.add("STATUS", "CANCELLED" if session.cancelled else "CONFIRMED")
    written.add("TRANSP", "TRANSPARENT" if session.cancelled else "OPAQUE")
    if url := session.page or live or next((link.url for link in fitting), ""):
        written.add("URL", url)
    if session.uid:
        written.add_text("X-CACCTL-ID", session.id)
    if alarm is not None and not session.cancelled:
        written.add("BEGIN", "VALARM")
        written.add("ACTION", "DISPLAY")
        written.add_words("DESCRIPTION", session.name, lang)
        written.add("TRIGGER", _duration(-alarm))
        written.add("END", "VALARM")
    written.add("END", "VEVENT")


def _description(session: Session, links: Sequence[StreamLink], lang: str) -> Iterator[str]:
    """Yield the paragraphs about a session."""
    texts = (in_language(words, lang) for words in (session.topic, session.description))
    yield from filter(None, texts)
    if host := in_language(session.host, lang):
        yield _labelled(_("Host"), [host])
    if session.speakers:
        yield _labelled(_("Speakers"), [_speaker(speaker, lang) for speaker in session.speakers])
    if links:
        yield _labelled(_("Streams"), [f"{_label(link)}: {link.url}" for link in links])
    if session.page:
        yield _labelled(_("Page"), [session.page])
    for kind, group in groupby(session.links, key=lambda link: link.kind):
        named = ((in_language(link.name, lang), link.url) for link in group)
        lines = [f"{name}: {url}" if name else url for name, url in named]
        yield _labelled(link_kind_title(kind), lines)


def _labelled(label: str, lines: Sequence[str]) -> str:
    """Return `Host: ...`; several lines follow the label."""
    return f"{label}: {lines[0]}" if len(lines) == 1 else "\n".join([f"{label}:", *lines])


def _speaker(speaker: Speaker, lang: str) -> str:
    texts = (in_language(words, lang) for words in (speaker.name, speaker.role, speaker.place))
    return ", ".join(filter(None, texts))


def _label(link: StreamLink) -> str:
    """Return a label such as `YouTube, Korean, recording`."""
    recording = _("recording") if link.is_recording else ""
    channel = link.channel
    parts = (platform_title(channel.platform), language_name(channel.lang), recording)
    return ", ".join(filter(None, parts))


def _conference(link: StreamLink) -> str:
    return _parameters(
        FEATURE=("AUDIO", "VIDEO"),
        LABEL=_label(link),
        LANGUAGE=link.channel.lang,
        VALUE="URI",
    )


def _add_link(written: _Lines, link: SessionLink, lang: str) -> None:
    """Add a link beside the streams: a chat as a conference, others as attachments.

    Of these, Google Calendar and others show the name of the file (RFC 8607, 4.1).
    """
    name = in_language(link.name, lang)
    kind = f";{LINK_KIND}={link.kind.upper()}"
    if link.kind == "chat":
        label = f";LABEL={_quoted(name)}" if name else ""
        written.add("CONFERENCE", link.url, f";FEATURE=CHAT{label};VALUE=URI{kind}")
    else:
        written.add("ATTACH", link.url, (f";FILENAME={_quoted(name)}" if name else "") + kind)


def _quoted(text: str) -> str:
    """Return the text as the value of a parameter (RFC 6868)."""
    escaped = text.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{escaped}"'
