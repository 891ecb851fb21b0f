"""Views of a programme, for tests."""

from cacctl.model.programme import Programme
from cacctl.times import clock
from cacctl.viewer.view import View
from tests.conftest import seoul


def seen(programme: Programme, now: str, zone: str = "Asia/Seoul") -> View:
    """The programme as it is seen at a time in Seoul."""
    return View(programme, seoul(now), clock.zone(zone))
