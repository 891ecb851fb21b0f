"""The settings in force and their origins, in words."""

from pathlib import Path
from typing import NamedTuple

from cacctl.base import files
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.settings.settings import Setting


class InForce(NamedTuple):
    """A setting in force: its name, its value (None where nothing is chosen) and its origin."""

    name: str
    value: str | None
    setting: Setting


def setting_words(row: InForce) -> str:
    """Return the value of a setting, or what happens where nothing is chosen."""
    if row.value is not None:
        return visible(row.value) or _("none")
    return {
        "schedule": _("the bundled schedule"),
        "platform": _("the first available platform"),
        "player": _("the browser"),
    }.get(row.name, "")


def origin_words(setting: Setting) -> str:
    """Return where a setting comes from: an option, a variable, a line of the file, or nowhere."""
    return setting.location or _("default")


def file_words(file: Path | None) -> str:
    """Return where the settings file is, or would be; None where the system has no folder for it.

    Without a home directory, only CACCTL_CONFIG can name a file.
    """
    if file is None:
        return _("Settings file: none (no home folder). Set CACCTL_CONFIG to use one.")
    shown = visible(str(file))
    if files.exists(file):
        return _("Settings file: {file}").format(file=shown)
    return _("Settings file: {file} (not created yet)").format(file=shown)
