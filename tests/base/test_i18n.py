"""The language of a locale."""

from cacctl.base import i18n


def test_language_is_that_of_the_locale_or_english() -> None:
    assert i18n.language_of_locale({"LANG": "ko_KR.UTF-8"}) == "ko"
    assert i18n.language_of_locale({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}) == "en"
    assert i18n.language_of_locale({"LANG": "de_DE.UTF-8"}) == "en"
    assert i18n.language_of_locale({}) == "en"
