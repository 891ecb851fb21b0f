"""The words in Korean and English: gettext catalogues, with English as the key.

`_` is used wherever a user reads; `N_` marks a text that is translated only when it is shown
(a help text stands in the code before the language is known). `pybabel extract` finds both.
"""

import gettext
from collections.abc import Collection, Mapping
from pathlib import Path

from cacctl.base.errors import UsageProblem

LANGUAGES = ("ko", "en")
DEFAULT_LANGUAGE = "en"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
DOMAIN = "cacctl"
LOCALE_DIR = Path(__file__).parents[1] / "locale"

_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = _message_language = DEFAULT_LANGUAGE


def _(text: str) -> str:
    """`text` in the language in use."""
    # gettext answers an empty text with the header of its catalogue.
    return _translations.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the text for `count` things, in the language in use."""
    return _translations.ngettext(one, many, count)


def N_(text: str) -> str:
    """Mark a text for the catalogue; `_` translates it later."""
    return text


def use_language(lang: str) -> None:
    """Speak this language from now on.

    The texts of a schedule and its streams come in it, whatever it is. Messages do where it is one
    of LANGUAGES, and otherwise stay in the one before: who watches a stream in German gets them in
    Korean or English all the same.
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


def read_language(text: str) -> str:
    """`text` where it is one of LANGUAGES. Raises UsageProblem for anything else."""
    if text in LANGUAGES:
        return text
    raise UsageProblem(
        _("{text} is no language of cacctl's.").format(text=repr(text[:20])),
        _("It can be {languages}.").format(languages=", ".join(LANGUAGES)),
    )


def suggestion(name: str, known: Collection[str]) -> str:
    """What was probably meant by a name that is none of the known ones, else all of these."""
    from difflib import get_close_matches

    if near := get_close_matches(name, known, 1):
        return _("Did you mean {b}?").format(b=near[0])
    return _("There are: {names}.").format(names=", ".join(known))


def language() -> str:
    """Return the tag of the language in use: of the texts of schedules, and of their streams."""
    return _language


def message_language() -> str:
    """Return the language of the messages, one of LANGUAGES."""
    return _message_language


def language_of_locale(environ: Mapping[str, str]) -> str:
    """The language the environment asks for: Korean in a `ko*` locale, else English.

    The first of LC_ALL, LC_MESSAGES and LANG that is set decides, as POSIX has it.
    """
    for name in LOCALE_VARIABLES:
        if value := environ.get(name):
            return "ko" if value.lower().startswith("ko") else DEFAULT_LANGUAGE
    return DEFAULT_LANGUAGE
