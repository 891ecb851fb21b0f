"""Facts of the event and of its sessions, in words."""

from typing import TYPE_CHECKING

from cacctl.base.i18n import _, ngettext
from cacctl.model.programme import Note, Session, Speaker
from cacctl.times import format as time_format
from cacctl.viewer.labels import SEPARATOR, count_words
from cacctl.viewer.states import state_sentence
from cacctl.viewer.view import View

if TYPE_CHECKING:
    from cacctl.net.link_check import LinkStatus


def programme_words(view: View) -> str:
    """Return how long the schedule is: `15 sessions over 5 days`."""
    days = len(view.programme.days())
    return ngettext("{sessions} on {days} day", "{sessions} over {days} days", days).format(
        sessions=count_words(view.programme.sessions), days=days
    )


def cities_words(view: View, session: Session) -> str:
    """Return the cities that take part: `Los Angeles and 3 other cities`."""
    names = ", ".join(map(view.words, session.cities))
    others = session.city_count - len(session.cities)
    if others <= 0:
        return names
    if not names:
        text = ngettext("{count} city", "{count} cities", others)
    else:
        text = ngettext(
            "{names} and {count} other city", "{names} and {count} other cities", others
        )
    return text.format(names=names, count=others)


def speaker_words(view: View, speaker: Speaker) -> str:
    """Return name, role and place: `Jared Mason Diamond, cultural anthropologist, Los Angeles`."""
    texts = (speaker.name, speaker.role, speaker.place)
    return ", ".join(filter(None, map(view.words, texts)))


def event_facts(view: View) -> list[tuple[str, str]]:
    """Return labels and values that describe the event. Unknown values are ""."""
    event = view.programme.event
    return [
        (_("Full name"), view.words(event.full_name)),
        (_("Theme"), view.words(event.theme)),
        (_("Slogan"), view.words(event.slogan)),
        (_("Dates"), time_format.date_range_words(event.first_date, event.last_date)),
        (_("Status"), state_sentence(view)),
        (_("Schedule"), programme_words(view)),
        (_("Venue"), view.words(event.place)),
        (_("Rooms"), SEPARATOR.join(map(view.words, view.programme.groups("room")))),
        (_("Tracks"), SEPARATOR.join(map(view.words, view.programme.groups("track")))),
        (_("Organiser"), view.words(event.organiser)),
        (_("Website"), view.words(event.site)),
        (_("Time zone"), time_format.zone_label(view.event_tz, [view.programme.start])),
    ]


def answer_words(answer: "LinkStatus") -> str:
    """Return whether a URL responds, or why it does not."""
    return answer.detail or _("OK")


def sources_words(view: View, note: Note) -> str:
    """Return the sources of a note: `[Source: ...]`, or ""."""
    sources = "; ".join(map(view.words, note.sources))
    return _("[Source: {sources}]").format(sources=sources) if sources else ""
