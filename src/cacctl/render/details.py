"""Pages of labelled facts: a session, the event, its channels."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from cacctl.base.i18n import _
from cacctl.base.names import language_name, link_kind_title
from cacctl.base.terminal import padded, wrapped
from cacctl.model import streams
from cacctl.model.programme import Note, Session, Words
from cacctl.render import tables
from cacctl.render.tables import EVENT_TIME_COLUMNS, GAP, STYLES
from cacctl.viewer.details import cities_words, event_facts, sources_words, speaker_words
from cacctl.viewer.labels import carries_words, channel_label, url_words
from cacctl.viewer.links import name_and_url
from cacctl.viewer.states import delay_words, status_words
from cacctl.viewer.streams import stream_words, streams_and_search, watch_command
from cacctl.viewer.times import when
from cacctl.viewer.view import View


def session(view: View, session: Session, columns: int, *, colour: bool) -> Iterator[str]:
    """One session: times, topic, people, streams and notes."""
    found = streams_and_search(view, session)
    status = Text(status_words(view, session), style=STYLES[view.status(session)])
    rows: list[tuple[str, Text]] = [
        (_("When"), _lines([when(view, session), delay_words(view, session)])),
        (_("Status"), status),
        (_("Room"), Text(view.words(session.room))),
        (_("Track"), Text(view.words(session.track))),
        (_("Language"), Text(language_name(session.lang))),
        (_("Topic"), Text(view.words(session.topic))),
        (_("Description"), Text(view.words(session.description))),
        (_("Host"), Text(view.words(session.host))),
        (_("Cities"), Text(cities_words(view, session))),
        (_("Speakers"), _lines(speaker_words(view, speaker) for speaker in session.speakers)),
        (_("Page"), Text(session.page or "", style="cyan")),
        (_("Streams"), _lines(f"{stream_words(s)} {s.url}" for s in found)),
        *(
            (link_kind_title(kind), _lines(name_and_url(view, link) for link in links))
            for kind, links in groupby(session.links, key=lambda link: link.kind)
        ),
        (_("Notes"), _notes(view, session.notes)),
    ]
    number = _("Session {number} of {count}").format(
        number=session.number, count=len(view.programme.sessions)
    )
    return tables.rendered(
        Group(
            *_title(view, session.name, [number, session.id]),
            Text(),
            _details(rows, columns),
            Text(),
            tables.zone(view, [session]),
        ),
        columns,
        colour=colour,
    )


def about(view: View, columns: int, *, colour: bool) -> Iterator[str]:
    """The event itself."""
    event = view.programme.event
    rows = [(key, Text(value)) for key, value in event_facts(view)]
    rows.append((_("Notes"), _notes(view, event.notes)))
    page = Group(*_title(view, event.name, []), Text(), _details(rows, columns))
    return tables.rendered(page, columns, colour=colour)


def channels(view: View, columns: int, *, colour: bool) -> Iterator[str]:
    """The channels: URL, language, sessions and the command that opens each."""
    blocks: list[RenderableType] = []
    for channel in view.programme.channels:
        stream = streams.on_channel(view.programme, channel, view.now)
        rows = [
            (_("URL"), Text(url_words(view, channel), style="cyan" if channel.url else "")),
            (_("Language"), Text(language_name(channel.lang))),
            (_("Coverage"), Text(carries_words(view, channel))),
            (_("Watch"), _watch(stream) if stream else Text()),
            (_("Notes"), _notes(view, channel.notes)),
        ]
        blocks += [
            Text(channel_label(view, channel), style="bold"),
            _details(rows, columns),
            Text(),
        ]
    return tables.rendered(Group(*blocks[:-1]), columns, colour=colour)


def _watch(stream: streams.Stream) -> Text:
    """The command that opens a channel, and the URL if that is another than the channel's."""
    own = stream.url if stream.url != stream.channel.url else ""
    return _lines([watch_command(stream, channel=True), own])


def _title(view: View, name: Words, more: Sequence[str]) -> Iterator[Text]:
    yield Text(view.words(name), style="bold")
    others = [text for text in name.values() if text != view.words(name)]
    if line := " · ".join([*others, *more]):
        yield Text(line, style="dim")


def _details(rows: Iterable[tuple[str, Text]], columns: int) -> Text:
    """Labels with their facts beside them, or below them on a narrow terminal.

    Lines break only between words, so that a URL can be copied.
    """
    rows = [(label, value) for label, value in rows if value]
    narrow = columns < EVENT_TIME_COLUMNS
    indent = GAP if narrow else tables.widest(label for label, _value in rows) + GAP
    text = Text(no_wrap=True, overflow="ignore")
    for label, value in rows:
        lines = [part for line in value.split() for part in _wrapped(line, columns - indent)]
        text.append(f"{label}\n" if narrow else padded(label, indent), style="dim")
        for number, line in enumerate(lines):
            text.append(" " * indent if number or narrow else "")
            text.append_text(line)
            text.append("\n")
    text.rstrip()
    return text


def _wrapped(text: Text, columns: int) -> Iterator[Text]:
    """Wrap the text between words; Rich would break a word that is too long."""
    broken = wrapped(text.plain, columns)
    ends = [index for index, letter in enumerate(broken) if letter == "\n"]
    for number, line in enumerate(text.divide(ends)):
        yield line[1:] if number else line


def _lines(texts: Iterable[str]) -> Text:
    return Text("\n".join(filter(None, texts)))


def _notes(view: View, notes: Sequence[Note]) -> Text:
    text = Text()
    for note in notes:
        text.append("\n" if text else "")
        text.append(view.words(note.text))
        if sources := sources_words(view, note):
            text.append(f" {sources}", style="dim")
    return text
