"""Names of platforms and languages, as users read and type them."""

from cacctl.base.i18n import _

TYPED_PLATFORMS = {"유튜브": "youtube", "페이스북": "facebook", "홈페이지": "web"}


def platform_name(platform: str) -> str:
    """Return the platform's name as it is written within a sentence."""
    names = {
        "youtube": _("YouTube"),
        "facebook": _("Facebook"),
        "web": _("the website"),
        "tv": _("TV"),
    }
    return names.get(platform, platform.capitalize())


def platform_title(platform: str) -> str:
    """Return the platform's name as it is written as a label."""
    return _("Website") if platform == "web" else platform_name(platform)


def read_platform(text: str) -> str:
    """Return the platform that a person means by its name, in any case or in Korean."""
    name = text.strip().lower()
    return TYPED_PLATFORMS.get(name, name)


def language_name(tag: str) -> str:
    """Return the language's name as it is written within a sentence.

    For other languages that is the tag, and for an unknown one (`und`) an empty text.
    """
    return {"ko": _("Korean"), "en": _("English"), "und": ""}.get(tag, tag)
