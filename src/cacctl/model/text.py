"""How names are made unique, and texts are compared, whatever their case, accents and script."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

# Han, kana and Hangul.
WITHOUT_BLANKS = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"


class UniqueNames:
    """Names made unique by a number: `call`, `call-2`, `call-3`. Some are `taken` already."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._numbers: Counter[str] = Counter()

    def unique(self, wanted: str, *others: str) -> str:
        """Return the first of these that is free, else `wanted` with the next free number."""
        free = (name for name in (wanted, *others) if name not in self._taken)
        found, stem = next(free, wanted), wanted[:57].rstrip("-")
        while found in self._taken:
            # Counts on from the last number, as thousands of sessions can have one name.
            self._numbers[stem] += 1
            found = f"{stem}-{self._numbers[stem] + 1}"
        self._taken.add(found)
        return found


def folded(text: str) -> str:
    """Return `text` as it is compared: without case and accents, in Unicode's NFC."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", plain).strip()


def joined(text: str) -> str:
    """Return `text` without blanks and punctuation."""
    return re.sub(r"[\W_]+", "", text)


def occurs(word: str, text: str) -> bool:
    """Return whether a folded word is anywhere in a folded text.

    Blanks don't count in scripts that are written without them, or where they are optional.
    """
    if word in text or not re.search(WITHOUT_BLANKS, word):
        return word in text
    letters = joined(word)
    # Joining is slow, and most texts lack a letter.
    return all(letter in text for letter in letters) and letters in joined(text)


def begins(word: str, text: str) -> bool:
    """Return whether a folded word begins a word of a folded text.

    In scripts without blanks, and in Korean with its compounds, any position counts.
    """
    if re.search(WITHOUT_BLANKS, word):
        return occurs(word, text)
    return word in text and bool(re.search(rf"(?<!\w){re.escape(word)}", text))


def hyphenated(name: str) -> str:
    """Return a name as one word for command lines: `Saal-1-links` for `Saal 1 (links)`."""
    return "-".join(re.findall(r"\w+", name))


def natural_order(name: str) -> list[tuple[int, str]]:
    """Return a sort key that counts the numbers in names: `Saal 2` before `Saal 10`."""
    parts = re.findall(r"\d+|\D+", folded(name))
    return [_size(part) if part.isdecimal() else (-1, part) for part in parts]


def _size(number: str) -> tuple[int, str]:
    """Return a sort key for a number; Python converts at most 4,300 digits."""
    digits = "".join(str(unicodedata.decimal(digit)) for digit in number).lstrip("0")
    return len(digits), digits
