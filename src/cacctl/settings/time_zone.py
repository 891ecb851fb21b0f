"""The viewer's time zone, and warnings where it may be the wrong one."""

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
# daylight saving time; the sign is the opposite of the usual one.
POSIX_OFFSET = r"(?:[A-Za-z]{3,}|<[\w+-]{3,}>)([+-]?)(\d{1,2})(?::([0-5]\d))?"


class ViewerZone(NamedTuple):
    """The zone in which the viewer reads times. `warning` says why it may be the wrong one."""

    tz: tzinfo
    warning: str = ""


def viewer_zone(
    setting: Setting, environ: Mapping[str, str], instants: Sequence[datetime]
) -> ViewerZone:
    """Return the zone of the setting `tz`, else of the variable TZ, else of the machine.

    An option or CACCTL_TZ causes no warning, unless it names one of STANDARD_TIMES. Another zone
    does if TZ or the machine differ from it at one of the `instants`; UTC does not count there,
    since servers and containers are set to it wherever their users are. Raises UsageProblem for an
    unknown or ambiguous name.
    """
    chosen = setting.read(lambda name: clock.zone(zone_key(name)), None)
    if chosen and setting.origin != "file":
        return ViewerZone(chosen, standard_time_warning(setting.value or "", instants))
    variable = environ.get("TZ", "").removeprefix(":")
    named, machine = _zone_of_variable(variable), clock.system_zone()
    tz = chosen or named
    if tz is None:
        return _machine_zone(machine, variable)
    source = _("the settings file") if chosen else "TZ"
    others = [(named, "TZ")] if chosen else []
    for other, witness in [*others, (machine, _("the system"))]:
        if other and clock.zone_name(other) != "UTC" and not clock.agree(tz, other, instants):
            text = _(
                "Times are in {zone} (from {source}), but {witness} is set to {other}."
            ).format(
                zone=clock.zone_name(tz),
                source=source,
                witness=witness,
                other=clock.zone_name(other),
            )
            how = _("Choose a time zone with --tz or CACCTL_TZ.")
            return ViewerZone(tz, f"{text} {how}")
    if chosen:
        return ViewerZone(tz, standard_time_warning(setting.value or "", instants))
    return ViewerZone(tz, _fixed_offset_warning(clock.zone_name(tz), instants))


def standard_time_warning(name: str, instants: Sequence[datetime]) -> str:
    """Return a warning for a name such as EST, if daylight saving time is on at an instant."""
    standard = standard_time(name)
    if not standard or _follows_zone(standard, instants):
        return ""
    text = _("{name} is interpreted as {zone}, including daylight saving time.")
    fixed = _("To use {offset} all year, specify {offset} as the time zone.")
    return " ".join(
        (
            text.format(name=standard, zone=STANDARD_TIMES[standard]),
            fixed.format(offset=_fixed_offset(standard)),
        )
    )


def _machine_zone(machine: tzinfo | None, variable: str) -> ViewerZone:
    """Return the machine's zone, with a warning where that is a guess or UTC."""
    how = _("Set your time zone with --tz, CACCTL_TZ or the settings file (see cacctl config).")
    if machine is None:
        unknown = _("The system's time zone is unknown; showing times in UTC.")
        return ViewerZone(clock.zone("UTC"), f"{unknown} {how}")
    shown = clock.zone_name(machine)
    if variable:
        text = _("TZ={value} is not a known time zone; showing times in {zone}.")
        return ViewerZone(machine, f"{text.format(value=variable[:40], zone=shown)} {how}")
    if shown == "UTC":
        text = _("Times are in UTC, the system's time zone. Yours may be different.")
        return ViewerZone(machine, f"{text} {how}")
    return ViewerZone(machine)


def _fixed_offset_warning(name: str, instants: Sequence[datetime]) -> str:
    """Return a warning for TZ=EST, which has no daylight saving time, if its zone has it then."""
    if name not in STANDARD_TIMES or _follows_zone(name, instants):
        return ""
    fixed = _("TZ={value} means {offset} all year, without daylight saving time.")
    usual = _("To show times in {zone}, use --tz {zone}.")
    return " ".join(
        (
            fixed.format(value=name, offset=_fixed_offset(name)),
            usual.format(zone=STANDARD_TIMES[name]),
        )
    )


def _follows_zone(standard: str, instants: Sequence[datetime]) -> bool:
    """Return whether a standard time and its zone are the same at the instants."""
    return clock.agree(clock.zone(standard), clock.zone(STANDARD_TIMES[standard]), instants)


def _fixed_offset(standard: str) -> str:
    return time_format.utc_offset(datetime(2020, 1, 1, tzinfo=clock.zone(standard)))


def _zone_of_variable(variable: str) -> tzinfo | None:
    """Return the zone that TZ means: a key, a file of the zone database, or a fixed offset."""
    key = variable.rpartition("/zoneinfo/")[2]
    if not key:
        return None
    if key in STANDARD_TIMES:
        # Every other program reads it as the fixed offset.
        return clock.zone(key)
    if match := re.fullmatch(POSIX_OFFSET, key):
        sign, hours, minutes = match.groups()
        key = f"UTC{'+' if sign == '-' else '-'}{int(hours):02}:{minutes or '00'}"
    try:
        return clock.zone(zone_key(key))
    except UsageProblem:
        return None
