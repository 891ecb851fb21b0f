"""Names of platforms and languages, as users read and type them."""

from cacctl.base import i18n
from cacctl.base.names import language_name, platform_name, platform_title, read_platform


def test_platforms_and_languages_have_readable_names() -> None:
    platforms = ("youtube", "facebook", "web", "tv", "twitch")
    assert [platform_name(platform) for platform in platforms] == [
        "YouTube",
        "Facebook",
        "the website",
        "TV",
        "Twitch",
    ]
    assert platform_title("web") == "Website"
    assert [language_name(tag) for tag in ("ko", "en", "fr", "und")] == [
        "Korean",
        "English",
        "fr",
        "",
    ]


def test_platform_is_found_by_the_name_that_is_displayed() -> None:
    for lang in ("en", "ko"):
        i18n.use_language(lang)
        for platform in ("youtube", "facebook", "tv", "twitch"):
            assert read_platform(platform_title(platform)) == platform
    assert read_platform(platform_title("web")) == "web"
