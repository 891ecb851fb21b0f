"""Parse a schedule file as TOML, and report everything that is not TOML in UTF-8."""

import re
from typing import Any, NamedTuple

import tomli

from cacctl.base.i18n import _
from cacctl.base.reasons import CURLY_QUOTES, translated
from cacctl.formats.diagnostics import Advice, advise, shorten
from cacctl.formats.limits import too_large, too_many_parts
from cacctl.formats.native.time_advice import time_advice

Table = dict[str, Any]

# Limits that keep a file full of mistakes fast to report on.
MOST_REPAIRS = 50
MOST_REPAIRED_CHARACTERS = 20_000_000

# Parsing takes memory for each part of a text. Schedules that people write have far fewer.
LETTERS_PER_PART = 16
HEADERS_OF_ANY_TEXT = 100_000
LETTERS_PER_HEADER = 64

# Compiled where they are used, which for most texts is never.
_HEADER = r"\n[ \t]*+\["
# As many digits as Python converts. tomli takes a hundred bytes for each before that fails.
MOST_DIGITS = 4300
_LONG_NUMBER = rf"0x[0-9A-Fa-f_]{{{MOST_DIGITS + 1}}}|(?<![0-9_])[0-9_]{{{MOST_DIGITS + 1}}}"
_LONG_LINE = rf"^.{{{MOST_DIGITS + 1}}}"
_LONG_NUMBERS_AND_TEXTS = (
    rf"(?P<number>{_LONG_NUMBER})|#[^\n]*+"
    r"""|"{3}(?:\\.|[^"\\]++|"{1,2}(?!"))*+"{3,5}|'{3}(?:[^']++|'{1,2}(?!'))*+'{3,5}"""
    r"""|"(?:\\.|[^"\\\n]++)*+"|'[^'\n]*+'"""
)
# Linear: the part before the sign is tried only once.
_ASSIGNMENT = r"([^=#\[\]{}]++=[ \t]*+)(.*)"


class Mistake(NamedTuple):
    """An error in the TOML itself, at a column of a line."""

    column: int
    advice: Advice


class Parsed(NamedTuple):
    """The tree of a TOML text, or None, and the mistakes in the text by line.

    `original` is the file's text. `text`, of which the tree was parsed, has the same lines without
    the values that could not be read. Line 0 is the whole file.
    """

    original: str
    text: str
    tree: Table | None
    mistakes: dict[int, Mistake]


def parsed(data: bytes) -> Parsed:
    """Parse a file's bytes."""
    if advice := too_large(data):
        return _unreadable(advice)
    if _is_utf16(data):
        return _unreadable(advise(_("the file is UTF-16, not UTF-8. Save it as UTF-8.")))
    # TOML does not allow a byte-order mark.
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return _undecodable(data, error.start)
    if advice := _too_many(text):
        return _unreadable(advice)
    try:
        return Parsed(text, text, _tree(text), {})
    # RecursionError: nested too deeply. ValueError: tomli's own error, or a number with too many
    # digits.
    except (ValueError, RecursionError):
        return _repaired(text)


def encoding_advice(data: bytes) -> Advice | None:
    """Return what is wrong if a file is not UTF-8, with or without a byte-order mark."""
    if _is_utf16(data):
        return advise(_("the file is UTF-16, not UTF-8. Save it as UTF-8."))
    try:
        data.decode()
    except UnicodeDecodeError:
        return _not_utf8(data)
    return None


def _is_utf16(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]


def _not_utf8(data: bytes) -> Advice:
    try:
        data.decode("cp949")
    except UnicodeDecodeError:
        return advise(_("the file is not UTF-8. Save it as UTF-8."))
    text = _("the file appears to be CP949 (EUC-KR), not UTF-8. Save it as UTF-8.")
    return advise(text)


def _unreadable(advice: Advice) -> Parsed:
    return Parsed("", "", None, {0: Mistake(0, advice)})


def _undecodable(data: bytes, position: int) -> Parsed:
    advice = _not_utf8(data)
    line = data.count(b"\n", 0, position) + 1
    column = len(data[data.rfind(b"\n", 0, position) + 1 : position].decode()) + 1
    original = data.decode(errors="replace").replace("\r\n", "\n")
    return Parsed(original, "", None, {line: Mistake(column, advice)})


def _repaired(original: str) -> Parsed:
    """Parse a text that is not TOML, without its mistakes.

    tomli stops at the first mistake. The value there is replaced by 0 and the text parsed again, as
    long as that does not take too long.
    """
    text = original
    mistakes: dict[int, Mistake] = {}
    for _attempt in range(min(MOST_REPAIRS, MOST_REPAIRED_CHARACTERS // (len(text) + 1) + 1)):
        try:
            return Parsed(original, text, _tree(text), mistakes)
        except tomli.TOMLDecodeError as error:
            if error.lineno in mistakes:
                break
            lines = text.split("\n")
            wrong = lines[error.lineno - 1]
            match = re.fullmatch(_ASSIGNMENT, wrong)
            is_repeated = error.msg.startswith("Cannot ")
            if is_repeated:
                column = len(wrong) - len(wrong.lstrip()) + 1
            else:
                column = len(match[1]) + 1 if match else error.colno
            mistakes[error.lineno] = Mistake(
                column, _syntax_advice(error.msg, match[2] if match else "")
            )
            if not match:
                break
            lines[error.lineno - 1] = "" if is_repeated else match[1] + "0"
            text = "\n".join(lines)
        except RecursionError:
            advice = advise(_("lists, tables or keys are nested too deeply."))
            mistakes[0] = Mistake(0, advice)
            break
        except ValueError:
            mistakes |= _too_many_digits(text)
            break
    return Parsed(original, text, None, mistakes)


def _tree(text: str) -> Table:
    """Return the tree of a TOML text. Raises ValueError or RecursionError."""
    if _long_number(text) is not None:
        raise ValueError
    return tomli.loads(text)


def _long_number(text: str) -> int | None:
    """Return where a number with too many digits starts, strings and comments aside, or None."""
    # Nearly no file has a line that is long enough for one, which is much faster to find out.
    if not re.search(_LONG_LINE, text, re.MULTILINE) or not re.search(_LONG_NUMBER, text):
        return None
    found = re.finditer(_LONG_NUMBERS_AND_TEXTS, text, re.DOTALL)
    return next((match.start() for match in found if match["number"]), None)


def _too_many_digits(text: str) -> dict[int, Mistake]:
    advice = advise(_("a number has too many digits."))
    position = _long_number(text)
    if position is None:
        return {0: Mistake(0, advice)}
    line = text.count("\n", 0, position) + 1
    return {line: Mistake(position - text.rfind("\n", 0, position), advice)}


def _too_many(text: str) -> Advice | None:
    """Return what is wrong if a text has more tables or other parts than the limit."""
    most = HEADERS_OF_ANY_TEXT + len(text) // LETTERS_PER_HEADER
    if text.count("[") > most and sum(1 for _header in re.finditer(_HEADER, text)) > most:
        return advise(_("the file exceeds the limit of {most} tables."), most=most)
    return too_many_parts(sum(map(text.count, "=,[{")), len(text), LETTERS_PER_PART)


def _syntax_advice(reason: str, value: str) -> Advice:
    if reason.startswith("Cannot "):
        return advise(_("this key or table is defined twice. Keep only one."))
    if advice := time_advice(value):
        return advice
    if reason == "Invalid value" and value[:1] not in ("", '"', "'", "[", "{"):
        text = _('this is not a valid TOML value. Put text in double quotes: "{value}"')
        return advise(text, value=shorten(value.strip().strip(CURLY_QUOTES)))
    if "string" in reason or "Illegal character" in reason:
        text = _(
            "invalid string: {reason}. Put it in double quotes on one line, and write \\\\ for a "
            "backslash."
        )
        return advise(text, reason=translated(reason))
    return advise(_("invalid TOML: {reason}. See https://toml.io"), reason=translated(reason))
