"""URLs of Google Calendar's pages, turned into those of the same calendars as iCalendar.

People share the page on which a calendar is shown or added to one's own, but only public calendars
have an iCalendar file (https://support.google.com/calendar/answer/37083).
"""

import re
from base64 import urlsafe_b64decode
from binascii import Error
from urllib.parse import parse_qs, quote, urlsplit

from cacctl.base import hints
from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import is_private, url_problem, with_https

# The pages that show a calendar, and those that add it to one's own; for a second account, with
# /u/1 before them; for an organisation, with /hosted/example.org.
_PAGE = re.compile(
    r"https?://(?:calendar\.google\.com|(?:www\.)?google\.com(?=/calendar\b))"
    r"/calendar(?:/u/\d{1,3}|/b/\d{1,3}|/hosted/[\w.-]{1,253})?(?:/(?:embed|htmlembed|render|r))?/?"
    r"(?=[?#]|$)",
    re.IGNORECASE,
)
_ID = re.compile(r"[\w.+#%&'*/=?^`{|}~!$-]{1,254}@[\w.-]{1,253}")
_FEEDS = "https://calendar.google.com/calendar/ical/"


def is_google_calendar(url: str) -> bool:
    """Return whether a URL is that of a Google calendar as iCalendar."""
    return url.startswith(_FEEDS)


def feed_url(url: str) -> str:
    """Return the URL of the calendar that a page of Google Calendar shows; `url` if it is no page.

    Raises UsageProblem if the page shows several.
    """
    if not _PAGE.match(url):
        return url
    try:
        parameters = parse_qs(urlsplit(url).query, max_num_fields=100)
    except ValueError:
        return url
    named = [name for key in ("src", "cid") for name in parameters.get(key, ())]
    found = list(dict.fromkeys(feed for name in named if (feed := _feed(name))))
    if len(found) > 1:
        commands = (hints.command("", schedule=visible(feed), event=None) for feed in found)
        raise UsageProblem(
            _("{url} contains {count} calendars.").format(url=visible(url), count=len(found)),
            _("Choose one: {calendars}").format(calendars=" · ".join(commands)),
        )
    return found[0] if found else url


def _feed(name: str) -> str:
    """Return the URL of a calendar that is given by its id, plain or in Base64, or by a URL."""
    # Any public calendar can be added to Google Calendar, which cannot reach private addresses.
    if re.match(r"(?:https?|webcals?)://", name, re.IGNORECASE):
        url = with_https(name)
        return "" if url_problem(url) or is_private(url) else url
    if "@" not in name:
        try:
            name = urlsafe_b64decode(name.encode() + b"==").decode()
        except (Error, ValueError):
            return ""
    return f"{_FEEDS}{quote(name, safe='')}/public/basic.ics" if _ID.fullmatch(name) else ""
