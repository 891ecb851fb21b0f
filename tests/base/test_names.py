"""Names of platforms and languages, as users read and type them."""

import pytest

from cacctl.base import i18n
from cacctl.base.errors import UsageProblem
from cacctl.base.names import (
    language_name,
    platform_name,
    platform_title,
    read_language,
    read_platform,
)


def test_platforms_have_readable_names() -> None:
    platforms = ("youtube", "facebook", "web", "tv", "twitch")
    assert [platform_name(platform) for platform in platforms] == [
        "YouTube",
        "Facebook",
        "the website",
        "TV",
        "Twitch",
    ]
    assert platform_title("web") == "Website"


@pytest.mark.parametrize(
    ("tag", "english", "korean"),
    [
        ("ko", "Korean", "한국어"),
        ("en", "English", "영어"),
        ("und", "", ""),
        ("de", "German", "독일어"),
        ("deu", "German", "독일어"),
        ("eo", "Esperanto", "에스페란토어"),
        ("pt-BR", "Brazilian Portuguese", "포르투갈어(브라질)"),
        ("es-AR", "Spanish (Argentina)", "스페인어(아르헨티나)"),
        ("sr-Latn", "Serbian (Latin)", "세르비아어(로마자)"),
        ("de-1996", "German", "독일어"),
        # CLDR has no such language, region or private use.
        ("xx", "xx", "xx"),
        ("de-QQ", "de-QQ", "de-QQ"),
        ("de-x-foo", "de-x-foo", "de-x-foo"),
        ("Klartext, de", "Klartext, de", "Klartext, de"),
    ],
)
def test_language_is_named_in_the_language_of_messages(tag: str, english: str, korean: str) -> None:
    assert language_name(tag) == english
    i18n.use_language("ko")
    assert language_name(tag) == korean


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("tag", ["ko", "en", "de", "pt-BR", "es-AR", "zh-Hant"])
def test_language_is_found_by_the_name_that_is_displayed(tag: str, lang: str) -> None:
    i18n.use_language(lang)
    spoken = ["zh-Hant", "es-AR", "pt-BR", "de"]
    assert read_language(language_name(tag), spoken) == tag
    assert read_language(f" {language_name(tag).upper()}", spoken) == tag
    with pytest.raises(UsageProblem, match=r"French|프랑스어"):
        read_language(language_name("fr"), spoken)


def test_platform_is_found_by_the_name_that_is_displayed() -> None:
    for lang in ("en", "ko"):
        i18n.use_language(lang)
        for platform in ("youtube", "facebook", "tv", "twitch"):
            assert read_platform(platform_title(platform)) == platform
    assert read_platform(platform_title("web")) == "web"
