"""The present time, the zones of viewers and events, and the instants that local times mean.

Zones are those of the standard library. Local times are resolved by `local_instant`, which refuses
those that do not exist or exist twice; pendulum would silently move them or choose. pendulum, which
takes as long to load as Typer, is asked only for what the standard library cannot do: find the
system's zone where /etc/localtime is not a link, and read ISO 8601 lengths (`parse`).
"""

import warnings
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.times.zones import offset_minutes

MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
LOCALTIME = Path("/etc/localtime")
UTC_KEYS = ("UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu")

# Times outside of these years overflow in some zone; schedules keep to them too.
FIRST_YEAR, LAST_YEAR = 1970, 9000

Hours = Literal[12, 24]
"""How many hours the clock counts before it starts again."""


class Waking(NamedTuple):
    """The hours of a day in which a viewer is awake; the whole day where both are the same.

    An `end` that is not after `start` is on the next date.
    """

    start: time = time(7)
    end: time = time(23)


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


def zone(key: str) -> tzinfo:
    """Return the zone with an IANA key, or with a fixed offset such as `UTC+09:00`."""
    if "/" not in key and key != "UTC" and (minutes := offset_minutes(key)) is not None:
        return timezone(minutes * MINUTE, key)
    return ZoneInfo(key)


def system_zone() -> tzinfo | None:
    """Return the zone that this machine is set to, regardless of TZ; None where it is unknown."""
    with suppress(OSError, ValueError, LookupError):
        # The C library reads this link on all systems that have it, so it is the zone of `date`.
        return ZoneInfo(LOCALTIME.resolve(strict=True).as_posix().partition("/zoneinfo/")[2])
    from pendulum.tz import get_local_timezone

    with (
        suppress(Warning, OSError, ValueError, RuntimeError, LookupError),
        warnings.catch_warnings(),
    ):
        # pendulum only warns where it finds nothing.
        warnings.simplefilter("error")
        return get_local_timezone()
    return None


def agree(one: tzinfo, other: tzinfo, instants: Iterable[datetime]) -> bool:
    """Return whether both zones have the same offset at all of the instants."""
    return all(i.astimezone(one).utcoffset() == i.astimezone(other).utcoffset() for i in instants)


def utc_text(instant: datetime) -> str:
    """Return an instant to the second, in UTC: `2020-06-03T01:00:00Z`."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def zone_name(tz: tzinfo) -> str:
    """Return the zone's IANA key, or its offset where it has no key."""
    name = getattr(tz, "key", None) or tz.tzname(None) or _("local time")
    return "UTC" if name in UTC_KEYS else str(name)


def instants_of(local: datetime, tz: tzinfo) -> tuple[datetime, datetime]:
    """Return the instants, in UTC, that a local time without an offset can mean; mostly the same.

    Of a time that exists twice the earlier one is first, of a skipped one the later
    (https://peps.python.org/pep-0495/).
    """
    first, second = (local.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second


def local_instant(local: datetime, tz: tzinfo) -> datetime:
    """Return the instant, in UTC, of a local time without an offset.

    Raises UsageProblem, with both readings, where that time does not exist in the zone or exists
    twice.
    """
    first, second = instants_of(local, tz)
    if first == second:
        return first
    readings = (i.astimezone(tz).isoformat(timespec="minutes") for i in sorted((first, second)))
    reason = (
        N_("{time} occurs twice in {zone} because clocks go back.")
        if first < second
        else N_("{time} does not exist in {zone} because clocks go forward.")
    )
    raise UsageProblem(
        _(reason).format(time=f"{local:%Y-%m-%d %H:%M}", zone=zone_name(tz)),
        use_hint(readings),
    )


def use_hint(readings: Iterable[str]) -> str:
    """Return the hint to type one of these readings instead."""
    return _("Use {readings}.").format(readings=_(" or ").join(readings))


def day_bounds(day: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """Return the instants, in UTC, at which a calendar date begins and ends in a zone.

    A date can have 23 or 25 hours and begin at 01:00. Of a skipped date both are the same.
    """
    return _midnight(day, tz, fold=0), _midnight(day + ONE_DAY, tz, fold=1)


def waking_bounds(waking: Waking, day: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """Return the instants, in UTC, between which a viewer who gets up on that date is awake."""
    last = day if waking.end > waking.start else day + ONE_DAY
    start, end = datetime.combine(day, waking.start, tz), datetime.combine(last, waking.end, tz)
    return start.astimezone(UTC), end.astimezone(UTC)


def _midnight(day: date, tz: tzinfo, *, fold: Literal[0, 1]) -> datetime:
    midnight = datetime.combine(day, time(0), tz)
    before, after = instants_of(midnight, tz)
    if before <= after:  # It exists, once or twice.
        return after if fold else before
    # The clock goes forward over midnight: the date begins at that very moment, at which the
    # offset becomes the one that `after` was read with.
    offset = midnight.replace(fold=1).utcoffset()
    earlier, later = after, before
    while later - earlier > timedelta(seconds=1):
        middle = earlier + (later - earlier) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(tz).utcoffset() == offset:
            later = middle
        else:
            earlier = middle
    return later
