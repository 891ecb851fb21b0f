"""Korean particles that fit the word before them: `서울은`, `부산은`, `대구는`.

A particle such as 은 has another form, 는, after a vowel. Where the word before it is a value, a
message of the catalogue has both, `{name}은(는)`, and `Message.format` keeps the one that fits.
Only pairs of the message itself are chosen from; a value is never changed.
"""

import re
from gettext import GNUTranslations
from typing import Any, Literal
from unicodedata import decimal, normalize

Ending = Literal["vowel", "ㄹ", "consonant"]
"""How the last syllable of a word ends when it is read aloud."""

PAIRS = {
    "은(는)": ("은", "는"),
    "는(은)": ("은", "는"),
    "이(가)": ("이", "가"),
    "가(이)": ("이", "가"),
    "을(를)": ("을", "를"),
    "를(을)": ("을", "를"),
    "과(와)": ("과", "와"),
    "와(과)": ("과", "와"),
    "(으)": ("으", ""),
    "(이)": ("이", ""),
}
"""Each pair with its form after a consonant and after a vowel; (으) and (이) begin a particle."""
# Expressions are compiled and `string` is loaded only for a message that has a pair.
PAIR = "(" + "|".join(re.escape(pair) for pair in PAIRS) + ")"

FIRST_HANGUL, LAST_HANGUL = 0xAC00, 0xD7A3
FINALS = 28  # The forms of a syllable by its final consonant; the first has none.
FINAL_RIEUL = 8
# 0 is read 영, or 십, 백, 천, 만, 억 at the end of a number; of those that people write, only a
# trillion ends in a vowel (조).
DIGITS: tuple[Ending, ...] = (
    "consonant", "ㄹ", "vowel", "consonant", "vowel", "vowel", "consonant", "ㄹ", "ㄹ", "vowel"
)  # fmt: skip
TRILLION = r"[1-9]\d{0,3}(?:,?000){4}$"
LETTERS: dict[str, Ending] = {"l": "ㄹ", "r": "ㄹ", "m": "consonant", "n": "consonant"}
"""The letters whose Korean names end in a consonant: 엘, 알, 엠, 엔."""
SIGNS = "%+&/"  # Read 퍼센트, 플러스, 앤드, 슬래시. All other signs are passed over.
LONGEST_ABBREVIATION = 4
LONGEST_WORD = 200

# Final sounds of English words, as Korean writes them: 파일, 폰, 북, 앱, 넷, 웹. The first pattern
# that matches decides. Words that none matches end in a vowel: 유튜브, 서버, 링크, 리스트.
ENGLISH: tuple[tuple[str, Ending], ...] = (
    (r"(?:check|hub|bit|week)$", "vowel"),
    (r"(?:l|le)$", "ㄹ"),
    (r"(?:[mn]|ng|mb|[aeiouy][mn]e)$", "consonant"),
    (r"(?:^|[^aeiou])(?:[aeiouy]|oo)(?:ck?|k|pp?|tt?)$", "consonant"),
    (r"(?:^|[^aeiou])(?:ou[pt]|ee?p|[aeio]b)$", "consonant"),
)


class Message(str):
    """A Korean message with pairs of particles."""

    __slots__ = ()

    def format(self, *args: Any, **fields: Any) -> str:
        """Fill in the fields as `str.format` does, and keep the particle that fits each value."""
        from string import Formatter

        text = ""
        for literal, field, spec, conversion in Formatter().parse(self):
            for part in re.split(PAIR, literal):
                text += particle(text, part) if part in PAIRS else part
            if field is not None:
                shape = f"!{conversion}" * bool(conversion) + f":{spec}" * bool(spec)
                text += f"{{{field}{shape}}}".format(*args, **fields)
        return text

    def partition(self, sep: str) -> "tuple[Message, str, Message]":
        """Split as `str.partition` does: messages are split before a value can have `sep`."""
        before, found, after = super().partition(sep)
        return Message(before), found, Message(after)


class Translations(GNUTranslations):
    """The Korean catalogue."""

    def gettext(self, message: str) -> str:
        """Return the message in Korean."""
        return _message(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the message in Korean, which has one form for all numbers."""
        return _message(super().ngettext(msgid1, msgid2, n))


def particle(text: str, pair: str) -> str:
    """Return the form of one of PAIRS that fits after the text."""
    after_consonant, after_vowel = PAIRS[pair]
    ends = ending(text)
    return after_vowel if ends == "vowel" or (ends, pair) == ("ㄹ", "(으)") else after_consonant


def ending(text: str) -> Ending:
    """Return how the text ends when it is read aloud in Korean.

    Closing quotes and brackets are passed over, and so is what is in parentheses behind a word
    (https://www.korean.go.kr: the particle follows the word before them).
    """
    word = normalize("NFKC", text[-LONGEST_WORD:]).rstrip()
    while word and not word[-1].isalnum() and word[-1] not in SIGNS:
        before, parenthesis, _inside = word[:-1].rpartition("(")
        word = before if word[-1] == ")" and parenthesis and before.strip() else word[:-1]
        word = word.rstrip()
    if not word or word[-1] in SIGNS:
        return "vowel"
    last = word[-1]
    if FIRST_HANGUL <= ord(last) <= LAST_HANGUL:
        final = (ord(last) - FIRST_HANGUL) % FINALS
        return "ㄹ" if final == FINAL_RIEUL else "consonant" if final else "vowel"
    if last.isdecimal():
        return _of_number(word)
    plain = normalize("NFD", word).rstrip("".join(map(chr, range(0x300, 0x370))))
    if letters := re.search(r"[A-Za-z]+$", plain):
        return _of_letters(letters[0])
    return "vowel"


def _message(text: str) -> str:
    return Message(text) if "(" in text and any(pair in text for pair in PAIRS) else text


def _of_number(word: str) -> Ending:
    # A date ends in 일, a time of day in 시, 분 or 초.
    if re.search(r"\d{4}-\d\d-\d\d$", word):
        return "ㄹ"
    if time := re.search(r"\d:(\d\d)(?::(\d\d))?$", word):
        minutes, seconds = time[1], time[2] or "00"
        return "consonant" if seconds == "00" and minutes != "00" else "vowel"
    if re.search(TRILLION, word):
        return "vowel"
    return DIGITS[decimal(word[-1])]


def _of_letters(letters: str) -> Ending:
    word = letters.lower()
    is_abbreviation = letters.isupper() and len(letters) <= LONGEST_ABBREVIATION
    # y is a vowel in `sky`, not in `yt`.
    if is_abbreviation or not re.search("[aeiou]|.y", word):
        return LETTERS.get(word[-1], "vowel")
    return next((ends for pattern, ends in ENGLISH if re.search(pattern, word)), "vowel")
