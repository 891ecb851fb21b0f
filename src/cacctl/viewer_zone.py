"""In which zone the viewer reads times, and what speaks for another."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from cacctl import clock
from cacctl.errors import UsageProblem
from cacctl.messages import _
from cacctl.settings import Setting
from cacctl.zones import zone_key

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

    Nobody doubts what was asked for at this call or in CACCTL_TZ. Else those that say something
    else at one of the `instants` are named; UTC says nothing, since it is what servers and
    containers are set to, whoever uses them.
    Raises UsageProblem for a name that means no zone, or several.
    """
    chosen = setting.read(lambda name: clock.zone(zone_key(name)), None)
    if chosen and setting.origin != "file":
        return ViewerZone(chosen)
    variable = environ.get("TZ", "").removeprefix(":")
    named, machine = _named_in(variable), clock.system_zone()
    how = _("Say yours with --tz, CACCTL_TZ or the settings file (cacctl config).")
    if chosen:
        tz, source = chosen, _("the settings file")
    elif named:
        tz, source = named, "TZ"
    elif machine is None:
        unknown = _("The system's time zone is not known, so times are in UTC.")
        return ViewerZone(clock.zone("UTC"), f"{unknown} {how}")
    else:
        shown = clock.zone_name(machine)
        doubt = ""
        if variable:
            doubt = _("TZ={value} is no zone's name, so times are in {zone}.")
        elif shown == "UTC":
            doubt = _("Times are in UTC, as this system is; that need not be your zone.")
        doubt = doubt.format(value=variable[:40], zone=shown)
        return ViewerZone(machine, f"{doubt} {how}" if doubt else "")
    others = [(named, "TZ")] if chosen else []
    others.append((machine, _("the system")))
    for other, witness in others:
        if other and clock.zone_name(other) != "UTC" and not clock.agree(tz, other, instants):
            doubt = _("Times are in {zone}, as {source} says; {witness} says {other}.").format(
                zone=clock.zone_name(tz),
                source=source,
                witness=witness,
                other=clock.zone_name(other),
            )
            settled = _("--tz or CACCTL_TZ settles it.")
            return ViewerZone(tz, f"{doubt} {settled}")
    return ViewerZone(tz)


def _named_in(variable: str) -> tzinfo | None:
    """The zone that the variable TZ means: a key, a file of the zone database, a fixed offset."""
    key = variable.rpartition("/zoneinfo/")[2]
    if match := re.fullmatch(POSIX_OFFSET, key):
        sign, hours, minutes = match.groups()
        key = f"UTC{'+' if sign == '-' else '-'}{int(hours):02}:{minutes or '00'}"
    try:
        return clock.zone(zone_key(key)) if key else None
    except UsageProblem:
        return None
