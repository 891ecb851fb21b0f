"""A programme -> an iCalendar file (RFC 5545, RFC 7986) for calendars.

No clock is asked: the same programme gives the same bytes. So all addresses of a session are
listed, those for while it is live and the recordings, as either is wanted at some time.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDDDTypes, vDuration, vInt, vText, vUri

from cacctl.messages import _
from cacctl.programme import (
    UNDETERMINED,
    Programme,
    Session,
    Speaker,
    Words,
    in_language,
    language_of,
)
from cacctl.streams import Place, language_name, places_of, platform_title

PRODUCT = "-//cacctl//cacctl//EN"


def calendar(
    programme: Programme,
    sessions: Sequence[Session],
    *,
    lang: str,
    alarm: timedelta | None = None,
) -> bytes:
    """The sessions, in their order, with texts in `lang` where the programme has them.

    An `alarm` goes off so long before each start of what is not cancelled.
    """
    event = programme.event
    written = Calendar()
    written["PRODID"] = _Text(PRODUCT)
    written["VERSION"] = _Text("2.0")
    written["UID"] = _Text(event.id)
    written["NAME"] = _text(event.name, lang)
    # What most programs read instead of NAME, and the only place for a zone beside times in UTC.
    written["X-WR-CALNAME"] = _Text(in_language(event.name, lang))
    written["X-WR-TIMEZONE"] = _Text(event.zone)
    if site := in_language(event.site, lang):
        written["URL"] = vUri(site)
    if event.refresh:
        written["REFRESH-INTERVAL"] = vDuration(event.refresh, params={"VALUE": "DURATION"})
        written["X-PUBLISHED-TTL"] = vDuration(event.refresh)
    uids = _uids(programme.whole)
    for session in sessions:
        written.add_component(_event(programme, session, uids[session.id], lang, alarm))
    data: bytes = written.to_ical()
    return data


class _Text(vText):
    """A text, escaped as the standard has it (RFC 5545, 3.3.11).

    The library takes a backslash before a capital N for a line break.
    """

    def to_ical(self) -> bytes:
        text = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n").encode()


def _uids(programme: Programme) -> Mapping[str, str]:
    """The UIDs of all sessions by their ids: their own, where no other session has the same.

    Of events with one UID, calendars show a single one.
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


def _event(
    programme: Programme, session: Session, uid: str, lang: str, alarm: timedelta | None
) -> Event:
    event = programme.event
    places = places_of(programme, session)
    fitting = [place for place in places if _fits(place, lang)]
    live = next((place.url for place in fitting if not place.is_recording), "")
    written = Event()
    written["UID"] = _Text(uid)
    if session.uid:
        written["X-CACCTL-ID"] = _Text(session.id)
    written["DTSTAMP"] = vDDDTypes(event.revised or programme.start)
    if event.revised:
        written["LAST-MODIFIED"] = vDDDTypes(event.revised)
    is_changed = session.cancelled or session.announced is not None
    written["SEQUENCE"] = vInt(event.revision + is_changed)
    written["DTSTART"] = vDDDTypes(session.start)
    written["DTEND"] = vDDDTypes(session.end)
    written["SUMMARY"] = _text(session.name, lang)
    written["STATUS"] = _Text("CANCELLED" if session.cancelled else "CONFIRMED")
    written["TRANSP"] = _Text("TRANSPARENT" if session.cancelled else "OPAQUE")
    if description := "\n\n".join(_description(session, places, lang)):
        written["DESCRIPTION"] = _Text(description)
    # Where there is no room, programs offer to join at an address that stands there.
    if location := in_language(session.room, lang) or live:
        written["LOCATION"] = _Text(location)
    if url := session.page or live or next((place.url for place in fitting), ""):
        written["URL"] = vUri(url)
    if track := in_language(session.track, lang):
        written["CATEGORIES"] = _Text(track)
    if places:
        written["CONFERENCE"] = [_conference(place) for place in places]
    if alarm is not None and not session.cancelled:
        written.add_component(_alarm(session, lang, alarm))
    return written


def _text(words: Words, lang: str) -> vText:
    """The text, marked with the language that it really is in."""
    found = language_of(words, lang)
    parameters = {} if found == UNDETERMINED else {"LANGUAGE": found}
    return _Text(in_language(words, lang), params=parameters)


def _fits(place: Place, lang: str) -> bool:
    tag = place.channel.lang
    return tag in (lang, UNDETERMINED) or tag.startswith(f"{lang}-")


def _description(session: Session, places: Sequence[Place], lang: str) -> Iterator[str]:
    """The paragraphs about a session."""
    yield from filter(None, (in_language(session.topic, lang),))
    yield from filter(None, (in_language(session.description, lang),))
    if host := in_language(session.host, lang):
        yield _labelled(_("Host"), [host])
    if session.speakers:
        yield _labelled(_("Speakers"), [_speaker(speaker, lang) for speaker in session.speakers])
    if places:
        yield _labelled(_("Streams"), [f"{_label(place)}: {place.url}" for place in places])
    if session.page:
        yield _labelled(_("Page"), [session.page])


def _labelled(label: str, lines: Sequence[str]) -> str:
    """`Host: ...`, and of several lines each on its own."""
    return f"{label}: {lines[0]}" if len(lines) == 1 else "\n".join([f"{label}:", *lines])


def _speaker(speaker: Speaker, lang: str) -> str:
    texts = (in_language(words, lang) for words in (speaker.name, speaker.role, speaker.place))
    return ", ".join(filter(None, texts))


def _label(place: Place) -> str:
    """`YouTube, Korean, recording`."""
    recording = _("recording") if place.is_recording else ""
    channel = place.channel
    parts = (platform_title(channel.platform), language_name(channel.lang), recording)
    return ", ".join(filter(None, parts))


def _conference(place: Place) -> vUri:
    lang = place.channel.lang
    parameters = {
        "VALUE": "URI",
        "FEATURE": ["AUDIO", "VIDEO"],
        "LABEL": _label(place),
        **({} if lang == UNDETERMINED else {"LANGUAGE": lang}),
    }
    return vUri(place.url, params=parameters)


def _alarm(session: Session, lang: str, alarm: timedelta) -> Alarm:
    written = Alarm()
    written["ACTION"] = _Text("DISPLAY")
    written["DESCRIPTION"] = _text(session.name, lang)
    written["TRIGGER"] = vDuration(-alarm)
    return written
