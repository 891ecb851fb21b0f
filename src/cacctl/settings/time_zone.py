"""In which zone the viewer reads times, and what speaks for another."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.settings.settings import Setting
from cacctl.times import clock
from cacctl.times import format as time_format
from cacctl.times.zones import STANDARD_TIMES, standard_time, zone_key

# https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html - without a rule for
# summer time; the sign is the other way about than everywhere else.
POSIX_OFFSET = r"(?:[A-Za-z]{3,}|<[\w+-]{3,}>)([+-]?)(\d{1,2})(?::([0-5]\d))?"


class ViewerZone(NamedTuple):
    """The zone in which the viewer reads times. `doubt` says why it may be the wrong one."""

    tz: tzinfo
    doubt: str = ""


def viewer_zone(
    setting: Setting, environ: Mapping[str, str], instants: Sequence[datetime]
) -> ViewerZone:
    """The zone that the setting `tz` names, else the one in the variable TZ, else the machine's.

    What was asked for at this call or in CACCTL_TZ is not doubted, unless it is one of
    STANDARD_TIMES. Else those that say something else at one of the `instants` are named; UTC says
    nothing, since it is what servers and containers are set to, whoever uses them.
    Raises UsageProblem for a name that means no zone, or several.
    """
    chosen = setting.read(lambda name: clock.zone(zone_key(name)), None)
    if chosen and setting.origin != "file":
        return ViewerZone(chosen, standard_time_doubt(setting.value or "", instants))
    variable = environ.get("TZ", "").removeprefix(":")
    named, machine = _named_in(variable), clock.system_zone()
    how = _("Set yours with --tz, CACCTL_TZ or the settings file (cacctl config).")
    if chosen:
        tz, source = chosen, _("the settings file")
    elif named:
        tz, source = named, "TZ"
    elif machine is None:
        unknown = _("The system's time zone is unknown, so times are in UTC.")
        return ViewerZone(clock.zone("UTC"), f"{unknown} {how}")
    else:
        shown = clock.zone_name(machine)
        doubt = ""
        if variable:
            doubt = _("TZ={value} is not a known zone, so times are in {zone}.")
        elif shown == "UTC":
            doubt = _("Times are in UTC, the system's time zone, which may not be yours.")
        doubt = doubt.format(value=variable[:40], zone=shown)
        return ViewerZone(machine, f"{doubt} {how}" if doubt else "")
    others = [(named, "TZ")] if chosen else []
    others.append((machine, _("the system")))
    for other, witness in others:
        if other and clock.zone_name(other) != "UTC" and not clock.agree(tz, other, instants):
            doubt = _("Times are in {zone} (from {source}), but {witness} says {other}.").format(
                zone=clock.zone_name(tz),
                source=source,
                witness=witness,
                other=clock.zone_name(other),
            )
            settled = _("Choose with --tz or CACCTL_TZ.")
            return ViewerZone(tz, f"{doubt} {settled}")
    if chosen:
        return ViewerZone(tz, standard_time_doubt(setting.value or "", instants))
    standard = clock.zone_name(tz)
    if standard in STANDARD_TIMES and not _is_its_place(standard, instants):
        fixed = _("TZ={value} is {offset} all year, without daylight saving time.")
        doubt = fixed.format(value=standard, offset=_fixed_offset(standard))
        place = _("For the time in {zone}, use --tz {zone}.")
        return ViewerZone(tz, f"{doubt} {place.format(zone=STANDARD_TIMES[standard])}")
    return ViewerZone(tz)


def standard_time_doubt(name: str, instants: Sequence[datetime]) -> str:
    """What is to be said of a name such as EST, where its place is on summer time at an instant."""
    standard = standard_time(name)
    if not standard or _is_its_place(standard, instants):
        return ""
    text = _("{name} is read as {zone}, including daylight saving time.")
    fixed = _("For {offset} all year, use {offset} as the zone.")
    return " ".join(
        (
            text.format(name=standard, zone=STANDARD_TIMES[standard]),
            fixed.format(offset=_fixed_offset(standard)),
        )
    )


def _is_its_place(standard: str, instants: Sequence[datetime]) -> bool:
    return clock.agree(clock.zone(standard), clock.zone(STANDARD_TIMES[standard]), instants)


def _fixed_offset(standard: str) -> str:
    return time_format.utc_offset(datetime(2020, 1, 1, tzinfo=clock.zone(standard)))


def _named_in(variable: str) -> tzinfo | None:
    """The zone that the variable TZ means: a key, a file of the zone database, a fixed offset."""
    key = variable.rpartition("/zoneinfo/")[2]
    if key in STANDARD_TIMES:
        # Every other program takes it for the fixed offset.
        return clock.zone(key)
    if match := re.fullmatch(POSIX_OFFSET, key):
        sign, hours, minutes = match.groups()
        key = f"UTC{'+' if sign == '-' else '-'}{int(hours):02}:{minutes or '00'}"
    try:
        return clock.zone(zone_key(key)) if key else None
    except UsageProblem:
        return None
