"""Texts of a file -> texts of the programme: plain text from HTML, slugs, line ends."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import normalize

from cacctl.base.sanitize import visible
from cacctl.model.programme import NO_WORDS, UNDETERMINED, Words

LONGEST_TEXT = 20_000
LONGEST_SLUG = 40
_LINE_BREAKS = re.compile(r"[\t\n\r]+")
# Tags that do not end a line, and all that are taken for tags: `Vec<T>` has none.
INLINE = ("a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u")
_TAG = re.compile(
    rf"</?({'|'.join(INLINE)}|p|br|div|[uo]l|li|h[1-6]|pre|blockquote|img|table|tr|td|hr)\b[^<>]*>"
    r"|<!--[^<>]*>",
    re.IGNORECASE,
)


def with_plain_line_ends(text: str) -> str:
    """`text` with \\n for every line end, so that all who count its lines count the same."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def words(text: str, lang: str) -> Words:
    """A text in the language with that tag, in any where it is not known; nothing for nothing."""
    if not text:
        return NO_WORDS
    readable = normalize("NFC", text[:LONGEST_TEXT])
    if not readable.isprintable():
        # Without its line breaks, most of a text needs no second look.
        readable = visible(_LINE_BREAKS.sub(" ", readable))
    readable = readable.strip(" ")
    return {lang or UNDETERMINED: readable} if readable else NO_WORDS


def slug(text: str) -> str:
    """`text` as an id: small letters, digits, hyphens; nothing where it has no Latin letter."""
    plain = normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(found) > LONGEST_SLUG:
        found = found[: LONGEST_SLUG + 1].rpartition("-")[0] or found[:LONGEST_SLUG]
    return found if re.search(r"[a-z]", found) else ""


def plain_text(text: str) -> str:
    """What is written in a text that may be HTML, without its tags; a block is on its own line."""
    # By an expression, as Python's own parser fails on some texts and takes minutes for others.
    return unescape(_TAG.sub(_in_place_of, text))


def _in_place_of(tag: re.Match[str]) -> str:
    return "" if (tag[1] or "a").lower() in INLINE else "\n"
