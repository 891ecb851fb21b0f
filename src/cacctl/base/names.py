"""Names of platforms and languages, as users read and type them."""

import re
from collections.abc import Iterable

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import LANGUAGES, _, message_language

ID = r"[a-z0-9][a-z0-9-]{0,63}"
"""The pattern of ids, among them names of platforms."""
LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
"""The pattern of language tags."""

TYPED_LANGUAGES = {"한국어": "ko", "영어": "en", "korean": "ko", "english": "en"}
TYPED_PLATFORMS = {
    "유튜브": "youtube",
    "페이스북": "facebook",
    "홈페이지": "web",
    "오디오": "audio",
    "슬라이드": "slides",
}


TYPED_LINK_KINDS = {
    "chats": "chat",
    "question": "questions",
    "q&a": "questions",
    "slide": "slides",
    "files": "file",
    "attachment": "file",
    "link": "other",
    "채팅": "chat",
    "질문": "questions",
    "질의응답": "questions",
    "발표자료": "slides",
    "슬라이드": "slides",
    "파일": "file",
    "의견": "feedback",
    "피드백": "feedback",
    "링크": "other",
}


def platform_name(platform: str) -> str:
    """Return the platform's name as it is written within a sentence."""
    names = {
        "youtube": _("YouTube"),
        "facebook": _("Facebook"),
        "web": _("the website"),
        "tv": _("TV"),
        "audio": _("Audio"),
        "slides": _("Slides"),
    }
    return names.get(platform, platform.capitalize())


def platform_title(platform: str) -> str:
    """Return the platform's name as it is written as a label."""
    return _("Website") if platform == "web" else platform_name(platform)


def read_platform(text: str) -> str:
    """Return the platform that a person means by its name, in any case or in Korean."""
    name = text.strip().lower()
    return TYPED_PLATFORMS.get(name, name)


def read_preferred_platform(text: str) -> str:
    """Return the platform meant by a setting, which need not be one of the current schedule.

    Raises UsageProblem for what no schedule can call a platform.
    """
    name = read_platform(text)
    if name and not (name.isascii() and name.replace("-", "").isalnum()):
        from cacctl.base.hints import similar

        examples = ", ".join(map(typed_platform, TYPED_PLATFORMS.values()))
        near = similar(name[:64], TYPED_PLATFORMS)
        raise UsageProblem(
            _("Unknown platform: {platform}.").format(platform=repr(text[:40])),
            _("Did you mean {b}?").format(b=typed_platform(TYPED_PLATFORMS[near[0]]))
            if near
            else _("Use a format such as {example}.").format(example=examples),
        )
    return name


def typed_platform(platform: str) -> str:
    """Return what a person types for the platform, in the language of the messages."""
    return platform_title(platform) if message_language() == "ko" else platform


def link_kind_title(kind: str) -> str:
    """Return what a session's link is for, as it is written as a label."""
    return {
        "chat": _("Chat"),
        "questions": _("Questions"),
        "slides": _("Talk slides"),
        "file": _("File"),
        "feedback": _("Feedback"),
    }.get(kind) or _("Link")


def read_link_kind(text: str) -> str:
    """Return the kind of links that a person means, in any case or in Korean."""
    name = "".join(text.split()).lower()
    return TYPED_LINK_KINDS.get(name, name)


def typed_link_kind(kind: str) -> str:
    """Return what a person types for a kind of links, in the language of the messages."""
    if message_language() != "ko":
        return kind
    korean = (name for name in TYPED_LINK_KINDS if not name.isascii())
    return next((name for name in korean if TYPED_LINK_KINDS[name] == kind), kind)


def language_name(tag: str) -> str:
    """Return the language's name as it is written within a sentence.

    That is the tag where CLDR has no name for it, and empty for an unknown language (`und`).
    """
    common = {"ko": _("Korean"), "en": _("English"), "und": "", "": ""}
    return common[tag] if tag in common else _cldr_name(tag, message_language())


def language_tag(code: str) -> str:
    """Return the tag of a language for its code of ISO 639-2, such as `deu`; other texts as is.

    It is that of ISO 639-1 where the language has one (RFC 5646, 2.2.1), as CLDR lists them.
    """
    if not re.fullmatch("[a-z]{3}", code):
        return code
    from babel.core import get_global

    alias = str(get_global("language_aliases").get(code, code))
    return alias if re.fullmatch("[a-z]{2,3}", alias) else code


def _cldr_name(tag: str, lang: str) -> str:
    """Return the name in `lang` of a language with a script and a region, if any; else the tag."""
    # Its data take a sixth of the time in which a command starts.
    from babel import Locale
    from babel.core import get_global, parse_locale

    try:
        code, region, script = parse_locale(tag, "-")[:3]
    except ValueError:
        return tag
    known = Locale(lang)
    name: str | None = known.languages.get("_".join(filter(None, [code, script, region])))
    if name:
        return name
    alias = get_global("language_aliases").get(code, "")
    name = known.languages.get(code) or known.languages.get(alias)
    details = [known.scripts.get(script)] * bool(script)
    details += [known.territories.get(region)] * bool(region)
    if not name or None in details:
        return tag
    more = ", ".join(filter(None, details))
    return _("{language} ({details})").format(language=name, details=more) if more else name


def language_meant(text: str) -> str:
    """Return the one of LANGUAGES meant by `ko-KR`, `Korean` or `한국어`; else an empty text."""
    name = text.strip().lower()
    tag = TYPED_LANGUAGES.get(name) or name.replace("_", "-").partition("-")[0]
    return tag if tag in LANGUAGES else ""


def read_language(text: str, spoken: Iterable[str] = ()) -> str:
    """Return the one of LANGUAGES, or of the `spoken` ones by tag or name, that is meant.

    Raises UsageProblem for other languages.
    """
    known = dict.fromkeys([*LANGUAGES, *spoken])
    if lang := text if text in known else language_meant(text):
        return lang
    for lang in known:
        if text.strip().lower() in (_cldr_name(lang, each).lower() for each in LANGUAGES):
            return lang
    raise UsageProblem(
        _("Unsupported language: {text}.").format(text=repr(text[:20])),
        _("Available: {names}.").format(names=", ".join(known)),
    )
