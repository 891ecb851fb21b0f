"""What a search found, in words."""

from cacctl.base.i18n import N_, _, ngettext
from cacctl.model.programme import Session, Words
from cacctl.model.search import Field, Match
from cacctl.model.text import folded, occurs
from cacctl.viewer.details import speaker_words
from cacctl.viewer.view import View

LONGEST_EXCERPT = 60

# A room is shown with every session.
_LABELS: dict[Field, str] = {
    "topic": N_("Topic"),
    "track": N_("Track"),
    "host": N_("Host"),
    "city": N_("City"),
    "speaker": N_("Speaker"),
    "description": N_("Description"),
    "note": N_("Note"),
}


def found_words(query: str, count: int) -> str:
    """Return how many sessions match a search."""
    text = ngettext("{count} session matches {query}", "{count} sessions match {query}", count)
    return text.format(count=count, query=repr(query))


def found_texts(view: View, match: Match, query: str) -> list[str]:
    """Return what a session was found in, such as `City: Rome`.

    The texts are in the viewer's language where possible.
    """
    wanted = folded(query).split()
    texts = []
    for field, words in match.texts:
        if field not in _LABELS:
            continue
        label = _(_LABELS[field])
        if field == "speaker":
            speaker = _speaker(view, match.session, words)
            texts.append(f"{label}: {excerpt_around(speaker, query)}")
            continue
        own_first = (view.words(words), *words.values())
        matching = (
            text for text in own_first if any(occurs(word, folded(text)) for word in wanted)
        )
        texts += [f"{label}: {excerpt_around(text, query)}" for text in matching][:1]
    return list(dict.fromkeys(texts))


def _speaker(view: View, session: Session, words: Words) -> str:
    """Return the speaker whose name, role or place this is."""
    named = (s for s in session.speakers if words in (s.name, s.role, s.place))
    return speaker_words(view, next(named))


def excerpt_around(text: str, query: str) -> str:
    """Return a text, or of a long one the part around the first match."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    match = min(
        (p for word in folded(query).split() if (p := folded(text).find(word)) >= 0), default=0
    )
    first = max(0, match - LONGEST_EXCERPT // 3)
    last = first + LONGEST_EXCERPT
    part = text[first:last]
    if first:
        part = "…" + part.partition(" ")[2]
    return part if last >= len(text) else part.rpartition(" ")[0] + "…"
