"""What a search found, in words."""

from cacctl.base.i18n import ngettext
from cacctl.model.search import Match
from cacctl.model.text import folded, occurs
from cacctl.viewer.view import View

LONGEST_EXCERPT = 60


def found_words(query: str, count: int) -> str:
    """Return how many sessions match a search."""
    text = ngettext("{count} session matches {query}", "{count} sessions match {query}", count)
    return text.format(count=count, query=repr(query))


def found_texts(view: View, match: Match, query: str) -> list[str]:
    """Return the texts in which a session was found, in the viewer's language where possible."""
    wanted = folded(query).split()
    texts = []
    for words in match.texts:
        if words == match.session.room:
            continue  # It is shown with every session.
        own_first = (view.words(words), *words.values())
        matching = (
            text for text in own_first if any(occurs(word, folded(text)) for word in wanted)
        )
        texts += [excerpt_around(text, query) for text in matching][:1]
    return list(dict.fromkeys(texts))


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
