"""What a search found, in words."""

from cacctl.base.i18n import ngettext
from cacctl.base.sanitize import visible
from cacctl.model.search import Match
from cacctl.model.text import folded, occurs
from cacctl.viewer.view import View

LONGEST_EXCERPT = 60


def found_words(query: str, count: int) -> str:
    """How many sessions a search found."""
    text = ngettext("{count} session with {query}", "{count} sessions with {query}", count)
    return text.format(count=count, query=repr(visible(query)))


def found_texts(view: View, match: Match, query: str) -> list[str]:
    """The texts in which a session was found, in the viewer's language where they have it there."""
    wanted = folded(query).split()
    texts = []
    for words in match.texts:
        if words == match.session.room:
            continue  # It stands with every session that was found.
        in_order = (view.words(words), *words.values())
        held = (text for text in in_order if any(occurs(word, folded(text)) for word in wanted))
        texts += [excerpt_around(text, query) for text in held][:1]
    return list(dict.fromkeys(texts))


def excerpt_around(text: str, query: str) -> str:
    """A text in which something was found; of a long one, what stands around the first place."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    place = min(
        (p for word in folded(query).split() if (p := folded(text).find(word)) >= 0), default=0
    )
    first = max(0, place - LONGEST_EXCERPT // 3)
    last = first + LONGEST_EXCERPT
    part = text[first:last]
    if first:
        part = "…" + part.partition(" ")[2]
    return part if last >= len(text) else part.rpartition(" ")[0] + "…"
