"""The sessions, rooms and tracks that a viewer names or searches for."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Literal, NamedTuple

from cacctl.base.hints import similar
from cacctl.model.programme import UNDETERMINED, Grouping, Programme, Session, Words
from cacctl.model.text import begins, folded, hyphenated, joined, occurs

Field = Literal["name", "topic", "room", "track", "host", "city", "speaker", "description", "note"]


class Match(NamedTuple):
    """A session that a search found, and the texts besides its name that it was found in.

    Notes are among these only where a word occurs nowhere else.
    """

    session: Session
    texts: tuple[tuple[Field, Words], ...]


def sessions_named(programme: Programme, text: str) -> tuple[Session, ...]:
    """Return the sessions that `text` can mean: one if it is clear, several if it is not.

    An id or number (`#3`, `3번`) wins over a whole name, then the beginning of a name, the
    beginning of a word, all words in any order, and all words within others.
    """
    wanted = folded(text)
    if not wanted:
        return ()
    by_number = {str(session.number): session for session in programme.sessions}
    number = re.fullmatch(r"#?(\d+)번?", wanted)
    if exact := programme.session(wanted) or by_number.get(number[1] if number else ""):
        return (exact,)
    words, whole = wanted.split(), joined(wanted)
    named = [
        (session, [(name, joined(name)) for name in map(folded, _names(session))])
        for session in programme.sessions
    ]
    ways: tuple[Callable[[str, str], bool], ...] = (
        lambda name, _letters: name == wanted,
        lambda _name, letters: bool(whole) and letters == whole,
        lambda name, letters: (
            name.startswith(wanted) or (bool(whole) and letters.startswith(whole))
        ),
        lambda name, _letters: begins(wanted, name),
        lambda name, _letters: all(begins(word, name) for word in words),
        lambda name, _letters: all(occurs(word, name) for word in words),
    )
    for fits in ways:
        found = [session for session, names in named if any(fits(*name) for name in names)]
        if found:
            return tuple(found)
    return ()


def groups_named(programme: Programme, grouping: Grouping, text: str) -> tuple[Words, ...]:
    """Return the rooms, or the tracks, that `text` means: all that fit it equally well.

    A whole name wins over a beginning, then over a part. Punctuation between words counts only
    where two names are otherwise the same: `saal-1` means `Saal 1`. If nothing fits, blanks and
    punctuation don't count at all: `k1105`, as in the URL of its stream, means `K.1.105 (Name)`.
    """
    wanted = folded(text)
    named = [(words, [*map(folded, words.values())]) for words in programme.groups(grouping)]
    if found := [words for words, names in named if wanted in names]:
        return tuple(found)
    for form, fits in (
        (hyphenated, str.__eq__),
        (hyphenated, str.startswith),
        (hyphenated, str.__contains__),
        (joined, str.startswith),
    ):
        word = form(wanted)
        found = [words for words, names in named if any(fits(form(name), word) for name in names)]
        if word and found:
            return tuple(found)
    return ()


def most_similar_session(programme: Programme, text: str) -> Session | None:
    """Return the session with the id or name most similar to `text`, if any is similar."""
    named = {folded(name): session for session in programme.sessions for name in _names(session)}
    return next((named[name] for name in similar(folded(text[:64]), named)), None)


def find_sessions(programme: Programme, text: str) -> tuple[Match, ...]:
    """Return the sessions in which every word of `text` occurs, in any language and field.

    Best first: exactly this name, words of the name that begin so, words of any field that
    begin so, other occurrences, and those in notes; then by start.
    """
    wanted, whole = folded(text).split(), joined(folded(text))
    if not wanted:
        return ()
    matches: list[tuple[int, Match]] = []
    for session in programme.sessions:
        hits = [
            (field, words, known, here)
            for field, words in _fields(session)
            for known in [" ".join(map(folded, words.values()))]
            if (here := {word for word in wanted if occurs(word, known)})
        ]
        outside_notes = [hit for hit in hits if hit[0] != "note"]
        needs_notes = not _cover(outside_notes, wanted)
        if needs_notes and not _cover(hits, wanted):
            continue
        hits = hits if needs_notes else outside_notes
        rank = 4 if needs_notes else 3
        if whole and whole in map(joined, map(folded, _names(session))):
            rank = 0
        elif _all_begin(wanted, [known for field, _words, known, _here in hits if field == "name"]):
            rank = 1
        elif not needs_notes and _all_begin(wanted, [known for _f, _w, known, _here in hits]):
            rank = 2
        texts = tuple((field, words) for field, words, _k, _h in hits if field != "name")
        matches.append((rank, Match(session, texts)))
    return tuple(match for _rank, match in sorted(matches, key=itemgetter(0)))


def _names(session: Session) -> tuple[str, ...]:
    return (session.id, *session.name.values())


def _all_begin(wanted: Iterable[str], texts: Sequence[str]) -> bool:
    return all(any(begins(word, text) for text in texts) for word in wanted)


def _cover(hits: Iterable[tuple[Field, Words, str, set[str]]], wanted: Iterable[str]) -> bool:
    return {word for *_hit, here in hits for word in here} == set(wanted)


def _fields(session: Session) -> Iterator[tuple[Field, Words]]:
    yield "name", session.name
    yield "name", {UNDETERMINED: session.id}
    yield "topic", session.topic
    yield "room", session.room
    yield "track", session.track
    yield "host", session.host
    yield from (("city", city) for city in session.cities)
    for speaker in session.speakers:
        yield from (("speaker", words) for words in (speaker.name, speaker.role, speaker.place))
    yield "description", session.description
    yield from (("note", note.text) for note in session.notes)
