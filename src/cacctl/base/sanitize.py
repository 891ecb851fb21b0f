"""Make control characters visible, so that no text of a schedule can control a terminal."""

import re
from functools import cache


def visible(text: str) -> str:
    r"""Return `text` with every invisible character that has an effect escaped, such as `\x1b`.

    These are C0 and C1 controls, DEL, direction marks and overrides, line and paragraph separators,
    byte-order marks, annotation and tag characters, noncharacters and lone surrogates. Line breaks
    and tabs become one space. Joiners of emoji and letters stay (U+200C, U+200D, U+FE0F).
    """
    if text.isprintable():
        return text
    # Nearly all others are printable then, which saves compiling and running a slow expression.
    text = re.sub(r"[\t\n\r]+", " ", text)
    return text if text.isprintable() else _invisible().sub(_escaped, text)


@cache
def _invisible() -> re.Pattern[str]:
    noncharacters = "".join(
        chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17)
    )
    # The direction characters are those of Unicode's bidirectional algorithm
    # (https://www.unicode.org/reports/tr9/, 2.1 to 2.6); U+206A to U+206F are deprecated.
    return re.compile(
        r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb"
        rf"\ufdd0-\ufdef\ud800-\udfff\U000e0000-\U000e007f{noncharacters}]"
    )


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
