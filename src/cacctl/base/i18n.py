"""Messages in Korean and English, from gettext catalogues with English as the key.

`_` translates a text for users; `N_` marks one that is translated only when it is shown, such as a
help text, which is defined before the language is known. `pybabel extract` finds both.
"""

import gettext
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("ko", "en")
DEFAULT_LANGUAGE = "en"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
DOMAIN = "cacctl"
LOCALE_DIR = Path(__file__).parents[1] / "locale"

_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = _message_language = DEFAULT_LANGUAGE


def _(text: str) -> str:
    """Return `text` in the language of messages."""
    # gettext answers an empty text with the header of its catalogue.
    return _translations.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the text for `count` things, in the language of messages."""
    return _translations.ngettext(one, many, count)


def N_(text: str) -> str:
    """Mark a text for the catalogue; `_` translates it later."""
    return text


def use_language(lang: str) -> None:
    """Use this language from now on for the texts of schedules and the choice of streams.

    Messages use it too if it is one of LANGUAGES. A viewer who watches a stream in German gets
    them in Korean or English as before.
    """
    global _translations, _language, _message_language
    _language = lang
    if lang not in LANGUAGES:
        return
    _message_language = lang
    catalogue: type[gettext.GNUTranslations] = gettext.GNUTranslations
    if lang == "ko":
        from cacctl.base.korean_particles import Translations as catalogue
    _translations = gettext.translation(DOMAIN, LOCALE_DIR, [lang], catalogue, fallback=True)


def language() -> str:
    """Return the tag of the language in use: of the texts of schedules, and of their streams."""
    return _language


def message_language() -> str:
    """Return the language of the messages, one of LANGUAGES."""
    return _message_language


def language_of_locale(environ: Mapping[str, str]) -> str:
    """Return the language of the locale: Korean for `ko_KR` and the like, else English.

    The first of LC_ALL, LC_MESSAGES and LANG that is set decides, as POSIX defines it.
    """
    for name in LOCALE_VARIABLES:
        if value := environ.get(name):
            tag = value.lower()
            # Some systems name the language in full; `kok` is Konkani.
            is_korean = tag.startswith("korean") or (tag[:2] == "ko" and not tag[2:3].isalpha())
            return "ko" if is_korean else DEFAULT_LANGUAGE
    return DEFAULT_LANGUAGE
