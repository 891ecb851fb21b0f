"""Write tables for spreadsheets (CSV, RFC 4180), a row for each session."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from io import StringIO

from cacctl.formats.base import ExportRequest
from cacctl.model.programme import Programme, Session, Words, in_language
from cacctl.model.streams import stream_links
from cacctl.times.clock import utc_text, zone_name

# Where spreadsheets read a formula, which can start programs
# (https://owasp.org/www-community/attacks/CSV_Injection): at the start of a cell, also for those
# that separate cells by semicolons or tabs, as in half of Europe.
_FORMULA = re.compile(r'(?:^|(?<=[;\t\r\n]))(?=[ \u3000"]*+[=+\-@＝＋－＠\t\r])')


def write(request: ExportRequest) -> bytes:
    """Return sessions with times in the viewer's zone and in UTC, and names in every language.

    The file is UTF-8 with a byte-order mark, without which spreadsheets garble Korean. A text that
    would be a formula has an apostrophe in front, which makes it a text again.
    """
    programme, sessions, lang, tz, _alarm = request
    names = _languages((session.name for session in sessions), lang)
    topics = _languages((session.topic for session in sessions), lang)
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(
        [
            *("number", "id", "day", "start", "end", "zone", "start_utc", "end_utc", "cancelled"),
            *(f"name.{tag}" for tag in names),
            *(f"topic.{tag}" for tag in topics),
            *("room", "track", "speakers", "page", "streams", "links"),
        ]
    )
    for session in sessions:
        texts = [*map(session.name.get, names), *map(session.topic.get, topics)]
        row = _row(programme, session, [text or "" for text in texts], lang, tz)
        writer.writerow([_harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _languages(texts: Iterable[Words], lang: str) -> list[str]:
    """Return the languages of the texts, `lang` first."""
    return sorted({tag for words in texts for tag in words}, key=lambda tag: (tag != lang, tag))


def _row(
    programme: Programme, session: Session, texts: Sequence[str], lang: str, tz: tzinfo
) -> Iterator[str]:
    yield from (str(session.number), session.id, str(session.day))
    for instant in (session.start, session.end):
        yield f"{instant.astimezone(tz):%Y-%m-%d %H:%M}"
    yield zone_name(tz)
    for instant in (session.start, session.end):
        yield utc_text(instant)
    yield "yes" if session.cancelled else ""
    yield from texts
    yield in_language(session.room, lang)
    yield in_language(session.track, lang)
    yield "; ".join(in_language(speaker.name, lang) for speaker in session.speakers)
    yield session.page or ""
    yield " ".join(link.url for link in stream_links(programme, session))
    yield " ".join(f"{link.kind}={link.url}" for link in session.links)


def _harmless(cell: str) -> str:
    return _FORMULA.sub("'", cell)
