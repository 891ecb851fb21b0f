"""Which schedule is meant: a file, a URL, an event of the settings, else the bundled one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cacctl.base.urls import with_https

if TYPE_CHECKING:
    from cacctl.sources.base import Source


def locate(
    given: str | None,
    events: Mapping[str, str],
    *,
    offline: bool,
    allow_http: bool,
    event_tz: str = "",
) -> "Source":
    """Return the source that a path, a URL or the name of an event means; nothing is read yet.

    `events` has the path or URL of each event in the settings. `event_tz` is the event's zone, an
    IANA key, where the schedule names none. Raises UsageProblem if the URL is that of several
    calendars.
    """
    where = events.get(given, given) if given else given
    if not where:
        from cacctl.sources.bundled import BundledSource

        return BundledSource(event_tz)
    where = with_https(where)
    # Anything with a protocol is a URL; those other than https are refused later.
    if "://" in where:
        from cacctl.sources import cache, google_calendar
        from cacctl.sources.remote import RemoteSource

        url = google_calendar.feed_url(where)
        return RemoteSource(
            url, cache.folder(), offline=offline, allow_http=allow_http, event_tz=event_tz
        )
    from cacctl.sources.file import FileSource

    return FileSource(where, event_tz)
