"""Reasons that the system and libraries give in English, in the language of messages."""

import re

from cacctl.base.i18n import N_, _

# What word processors write instead of " and ', which is not TOML.
CURLY_QUOTES = "“”„‘’‚"

# These are in the catalogue, so that `_` finds them; it returns any other reason as it is. The
# system's are those of POSIX, as Linux and macOS word them.
_KNOWN = (
    N_("Connection refused"),
    N_("Connection reset by peer"),
    N_("Disk quota exceeded"),
    N_("Exec format error"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("Input/output error"),
    N_("Is a directory"),
    N_("Network is unreachable"),
    N_("No route to host"),
    N_("No space left on device"),
    N_("No such device or address"),
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Operation not permitted"),
    N_("Permission denied"),
    N_("Read-only file system"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    # Python's
    N_("embedded null byte"),
    # OpenSSL's, and Python's beside them
    N_("Hostname mismatch, certificate is not valid for"),
    N_("IP address mismatch, certificate is not valid for"),
    N_("certificate has expired"),
    N_("certificate is not yet valid"),
    N_("self signed certificate"),
    N_("self-signed certificate"),
    N_("self-signed certificate in certificate chain"),
    N_("unable to get local issuer certificate"),
    N_("unexpected eof while reading"),
    N_("wrong version number"),
    # tomli's
    N_("Duplicate inline table key"),
    N_("Escaped character is not a Unicode scalar value"),
    N_("Expected"),
    N_("Expected '=' after a key in a key/value pair"),
    N_("Expected ']' at the end of a table declaration"),
    N_("Expected ']]' at the end of an array declaration"),
    N_("Expected newline or end of document after a statement"),
    N_("Found invalid character"),
    N_("Illegal character"),
    N_("Invalid date or datetime"),
    N_("Invalid hex value"),
    N_("Invalid initial character for a key part"),
    N_("Invalid statement"),
    N_("Invalid value"),
    N_("Unclosed array"),
    N_("Unclosed inline table"),
    N_("Unescaped '\\' in a string"),
    N_("Unterminated string"),
    # expat's
    N_("mismatched tag"),
    N_("no element found"),
    N_("not well-formed (invalid token)"),
    N_("unbound prefix"),
    N_("unclosed token"),
    N_("undefined entity"),
    # json's
    N_("Expecting ',' delimiter"),
    N_("Expecting ':' delimiter"),
    N_("Expecting property name enclosed in double quotes"),
    N_("Expecting value"),
    N_("Extra data"),
    N_("Invalid \\escape"),
    N_("Invalid control character at"),
    N_("Unterminated string starting at"),
)


def translated(reason: str) -> str:
    r"""Return a reason in the language of messages; one that is not known stays English.

    What it is about may be quoted at its end, as in `Illegal character '\n'`.
    """
    known = _(reason)
    if known != reason or not (match := re.fullmatch(r"(.+?) (['\"].+)", reason)):
        return known
    return _(match[1]) + " " + match[2]


def reason_of(error: BaseException) -> str:
    """Return why something failed: the system's reason if there is one, else the error's text."""
    return translated(getattr(error, "strerror", None) or str(error))
