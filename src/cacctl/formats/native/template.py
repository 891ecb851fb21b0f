"""The schedule file that `cacctl new` creates: a template for each language."""

from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from cacctl.base import hints
from cacctl.base.i18n import message_language
from cacctl.formats.limits import is_zone
from cacctl.times.zones import STANDARD_TIMES, fixed_key

TEMPLATES = Path(__file__).parent / "templates"


def schedule(now: datetime, tz: tzinfo, file: str) -> str:
    """Return a schedule for the first two days of the month after `now` in the zone `tz`.

    `file` is the path that it is written to, for the commands in its comments.
    """
    today = now.astimezone(tz).date()
    first = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    template = (TEMPLATES / f"{message_language()}.toml").read_text("utf-8")
    return Template(template).substitute(
        first=first,
        second=first + timedelta(days=1),
        zone=_zone(now, tz),
        check=hints.command("check", file, strict=True),
        schema=hints.suggest("cacctl check --schema"),
    )


def _zone(now: datetime, tz: tzinfo) -> str:
    """Return the IANA key to write for a zone."""
    # A fixed offset has no key. UTC can be converted to any zone.
    if not isinstance(tz, ZoneInfo) or not is_zone(tz.key):
        return "UTC"
    if tz.key in STANDARD_TIMES:
        # The key of the same time that nobody takes for the time of a place.
        return fixed_key(now.astimezone(tz).utcoffset() or timedelta())
    return tz.key
