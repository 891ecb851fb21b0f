"""Marks in titles that say that a session is cancelled, such as `CANCELLED: Opening`."""

from __future__ import annotations

import re
from unicodedata import normalize

# A talk can be about something cancelled, so the words count only where they are set apart from
# the rest: by brackets, a colon, a dash or "!", or by capitals where the rest has small letters.
_LOUD = (
    r"(?:CANCELL?ED|ABGESAGT|F(?:Ä|AE)LLT AUS|ENTF(?:Ä|AE)LLT|ANNULÉE?|CANCELAD[OA]"
    r"|ANNULLAT[OA]|GEANNULEERD)"
)
_CANCELLED = rf"(?:(?i:{_LOUD})|취소(?:됨|되었습니다)?|中止)"
_CANCELLED_STEMS = ("ancel", "abgesagt", "llt aus", "entf", "annul", "취소", "中止")
_ENCLOSED = rf"[(\[{{<【［（*~]{{1,3}}[ !]{{0,3}}{_CANCELLED}[ !]{{0,3}}[)\]}}>】］）*~]{{1,3}}"
_CANCELLED_ALONE = re.compile(rf"\W{{0,9}}(?:{_LOUD}|취소(?:됨|되었습니다)?|中止)\W{{0,9}}")
_CANCELLED_BEFORE = re.compile(
    rf"(?:\W{{0,9}}{_ENCLOSED}|[ !*]{{0,9}}{_CANCELLED}(?= ?[:!|–—：]| -)"
    r"|취소(?:됨|되었습니다)(?= ))(?:: |[ :!|–—：*-]{0,9})"
)
_CANCELLED_BEHIND = re.compile(
    rf"(?:(?: [ :!|–—-]{{0,9}})?{_ENCLOSED}|(?: ?[–—|*]| [!-]) ?{_CANCELLED}"
    r"| (?i:f(?:ä|ae)llt aus)| 취소(?:됨|되었습니다))[ .!*]{0,9}\Z"
)
_LOUDLY_BEFORE = re.compile(rf"[ !*]{{0,9}}{_LOUD}\b(?![-'’])[ :!|–—*-]{{0,9}}")
_LOUDLY_BEHIND = re.compile(rf"(?<!NOT)(?<!not) [ :!|–—*-]{{0,9}}{_LOUD}[ .!*]{{0,9}}\Z")
_LOUDLY_WITHIN = re.compile(rf"[(\[]{_LOUD}[)\]] ?")
_LONGEST_MARK = 60
"""How far from the end of a title a mark is looked for."""


def title_and_cancelled(title: str) -> tuple[str, bool]:
    """Return a title without its marks of a cancellation, and whether it has any.

    A title that consists of a mark stays as it is.
    """
    title = normalize("NFC", title.strip())
    lower = title.lower()
    if not any(stem in lower for stem in _CANCELLED_STEMS):
        return title, False
    rest, before = title, ""
    # Some programs mark a title twice, and some people mark both ends.
    for _mark in range(3):
        rest, before = _unmarked(rest), rest
        if rest in ("", before):
            break
    return rest or before, rest != title


def _unmarked(title: str) -> str:
    """Return a title without a mark; "" if it consists of one."""
    for mark in (_CANCELLED_BEFORE, _LOUDLY_BEFORE):
        if (found := mark.match(title)) and _is_apart(mark, title[found.end() :]):
            title = title[found.end() :]
    for mark in (_CANCELLED_BEHIND, _LOUDLY_BEHIND):
        found = mark.search(title, max(0, len(title) - _LONGEST_MARK))
        if found and _is_apart(mark, title[: found.start()]):
            title = title[: found.start()]
    title = _LOUDLY_WITHIN.sub("", title).strip()
    return "" if _CANCELLED_ALONE.fullmatch(title) else title


def _is_apart(mark: re.Pattern[str], rest: str) -> bool:
    """Return whether a mark is set apart from the rest of the title."""
    has_no_small_letters = rest == rest.upper() != rest.lower()
    is_loud = mark in (_LOUDLY_BEFORE, _LOUDLY_BEHIND)
    return bool(rest.strip()) and not (is_loud and has_no_small_letters)
