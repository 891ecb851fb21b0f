"""Texts of a file as texts of a programme: without HTML and control characters; slugs."""

from __future__ import annotations

import codecs
import re
from html import unescape
from pathlib import PurePath
from unicodedata import normalize
from urllib.parse import urlsplit

from cacctl.base.sanitize import visible
from cacctl.model.programme import NO_WORDS, UNDETERMINED, Words

LONGEST_TEXT = 20_000
LONGEST_SLUG = 40
# Tags within a line, and then all that count as tags: those of `Vec<T>` don't.
INLINE = ("a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u")
_TAG = re.compile(
    rf"</?({'|'.join(INLINE)}|p|br|div|[uo]l|li|h[1-6]|pre|blockquote|img|table|tr|td|hr)\b[^<>]*>"
    r"|<!--[^<>]*>",
    re.IGNORECASE,
)
# Python has other codecs, which do not encode text or take too long for a large file.
_ENCODING = (
    r"ascii|utf-(?:8|16|32)(?:-[bl]e)?|iso8859-\d+|cp\d+|koi8-[ru]"
    r"|euc_\w+|shift_jis\w*|gb\w+|big5\w*"
)


def text_encoding(name: str) -> str:
    """Return Python's name of an encoding of texts; "" for an unknown one."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return ""
    return known if re.fullmatch(_ENCODING, known) else ""


def with_plain_line_ends(text: str) -> str:
    """Return `text` with \\n for every line end, so that its lines are always counted alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def words(text: str, lang: str) -> Words:
    """Return a text with its language tag, UNDETERMINED where `lang` is ""; no words for ""."""
    if not text:
        return NO_WORDS
    readable = visible(normalize("NFC", text[:LONGEST_TEXT])).strip(" ")
    return {lang or UNDETERMINED: readable} if readable else NO_WORDS


def slug(text: str) -> str:
    """Return `text` as an id of small letters, digits and hyphens; "" without a Latin letter."""
    plain = normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(found) > LONGEST_SLUG:
        found = found[: LONGEST_SLUG + 1].rpartition("-")[0] or found[:LONGEST_SLUG]
    return found if re.search(r"[a-z]", found) else ""


def name_of(source: str) -> str:
    """Return a name for a schedule without one, from its file or host."""
    if "://" in source:
        return urlsplit(source).hostname or ""
    return PurePath(source).stem


def plain_text(text: str) -> str:
    """Return a text that may be HTML without its tags, each block on its own line."""
    # An expression, as Python's HTML parser fails on some texts and takes minutes for others.
    return unescape(_TAG.sub(_tag_as_text, text))


def _tag_as_text(tag: re.Match[str]) -> str:
    return "" if (tag[1] or "a").lower() in INLINE else "\n"
