"""The facts of the event and of its sessions, in words."""

from typing import TYPE_CHECKING

from cacctl.base.i18n import _, ngettext
from cacctl.model.programme import Note, Session, Speaker
from cacctl.times import format as time_format
from cacctl.viewer.names import SEPARATOR, count_words
from cacctl.viewer.states import state_sentence
from cacctl.viewer.view import View

if TYPE_CHECKING:
    from cacctl.net.link_check import LinkStatus


def programme_words(view: View) -> str:
    """`15 sessions on 5 days`."""
    days = len(view.programme.days())
    return ngettext("{sessions} on {days} day", "{sessions} on {days} days", days).format(
        sessions=count_words(view.programme.sessions), days=days
    )


def cities_words(view: View, session: Session) -> str:
    """`Los Angeles and 3 other cities`."""
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
    """`Jared Mason Diamond, cultural anthropologist, Los Angeles`."""
    texts = (speaker.name, speaker.role, speaker.place)
    return ", ".join(filter(None, map(view.words, texts)))


def event_facts(view: View) -> list[tuple[str, str]]:
    """What the event is, beside its name and notes. An unknown fact is empty."""
    event = view.programme.event
    return [
        (_("Full name"), view.words(event.full_name)),
        (_("Theme"), view.words(event.theme)),
        (_("Slogan"), view.words(event.slogan)),
        (_("Dates"), time_format.date_range_words(event.first_date, event.last_date)),
        (_("State"), state_sentence(view)),
        (_("Programme"), programme_words(view)),
        (_("Place"), view.words(event.place)),
        (_("Rooms"), SEPARATOR.join(map(view.words, view.programme.groups("room")))),
        (_("Tracks"), SEPARATOR.join(map(view.words, view.programme.groups("track")))),
        (_("Organiser"), view.words(event.organiser)),
        (_("Site"), view.words(event.site)),
        (_("Time zone"), time_format.zone_label(view.event_tz, [view.programme.start])),
    ]


def answer_words(answer: "LinkStatus") -> str:
    """Whether an address answered, and else what went wrong."""
    return answer.detail or _("answers")


def sources_words(view: View, note: Note) -> str:
    """`[Source: ...]`, or nothing."""
    sources = "; ".join(map(view.words, note.sources))
    return _("[Source: {sources}]").format(sources=sources) if sources else ""
