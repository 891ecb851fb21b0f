"""The time zone of a schedule, named or guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.formats.common.values import zone_named
from cacctl.formats.common.warnings import Warnings
from cacctl.formats.diagnostics import standard_time_advice
from cacctl.times.clock import agree
from cacctl.times.zones import fixed_key, zone_meant


def named_zone(name: str, warnings: Warnings) -> str:
    """Return the zone that a schedule names, or ""."""
    zone = zone_meant_by(name)
    if advice := standard_time_advice(zone):
        warnings.add((), advice)
    return zone


def likely_zone(city: str, starts: Sequence[datetime], warnings: Warnings) -> str:
    """Return a zone for a schedule without one: of its city, else of its offsets, else UTC.

    The city's zone must fit the offsets. That of an offset is `Etc/GMT-1` and the like, which exist
    for whole hours only. Whatever the guess, times with an offset are right; that others may not be
    is a warning.
    """
    offsets = Counter(offset for start in starts if (offset := start.utcoffset()) is not None)
    if (zone := zone_meant_by(city)) and all(
        start.tzinfo is None or agree(ZoneInfo(zone), start.tzinfo, [start]) for start in starts
    ):
        text = _("no time zone is specified. Using the time zone of {city}: {zone}.")
        warnings.add((), text, city=city, zone=zone)
        return zone
    if offsets:
        likely = zone_named(fixed_key(offsets.most_common(1)[0][0]))
        zone = likely or "UTC"
        if offsets.total() < len(starts):
            warnings.assume_zone(zone)
            return zone
        if not likely:
            warnings.add((), _("no time zone is specified. Using UTC."))
            return zone
        text = _(
            "no time zone is specified. Using {zone}, which matches the UTC offsets of the times."
        )
        warnings.add((), text, zone=zone)
        return zone
    if starts:
        warnings.assume_zone()
    return "UTC"


def zone_meant_by(name: str) -> str:
    """Return the IANA key of a zone, by its key or by a name that people use; else ""."""
    return zone_named(name) or zone_named(zone_meant(name))
