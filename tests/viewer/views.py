"""Views of a programme, for tests."""

from cacctl.base import i18n
from cacctl.model.programme import Programme
from cacctl.times import clock
from cacctl.viewer.view import View
from tests.conftest import seoul


def seen(
    programme: Programme,
    now: str,
    zone: str = "Asia/Seoul",
    lang: str = "",
    hours: clock.Hours = 24,
) -> View:
    """Return the view of a programme at a time in Seoul, in a language or in the one in use."""
    if lang:
        i18n.use_language(lang)
    return View(programme, seoul(now), clock.zone(zone), hours)
