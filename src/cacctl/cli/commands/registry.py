"""The commands by name.

To add a command, write its function in a module of this package and its line in COMMANDS. Only the
module of the command that is run is imported.
"""

import importlib
from collections.abc import Callable
from typing import NamedTuple

from cacctl.base.i18n import N_

# The groups of the commands, in the order of the help.
NOW, BROWSE, WATCH, ORGANISE, SETTINGS = (
    N_("Now"),
    N_("Browse"),
    N_("Watch and share"),
    N_("Organise"),
    N_("Settings"),
)


class Command(NamedTuple):
    """A command: the module of its function, and its group, text and example in the help."""

    module: str
    group: str
    help_text: str
    example: str


# In the order of the help.
COMMANDS = {
    "today": Command(
        "now", NOW, N_("Show today's sessions in your time zone."), N_("cacctl today --tz Seoul")
    ),
    "now": Command(
        "now", NOW, N_("Show what's live and how much time is left."), "cacctl now --follow"
    ),
    "next": Command("now", NOW, N_("Show what's next and when it starts."), "cacctl next -n 3"),
    "day": Command(
        "browse", BROWSE, N_("Show one day, e.g. 4, 2020-06-03 or wed."), N_("cacctl day wed")
    ),
    "list": Command(
        "browse", BROWSE, N_("List all sessions by day."), N_("cacctl list --tz Seoul")
    ),
    "find": Command(
        "browse",
        BROWSE,
        N_("Find sessions that mention all the given words."),
        N_("cacctl find rome"),
    ),
    "show": Command(
        "browse",
        BROWSE,
        N_("Show all details of a session."),
        N_("cacctl show public transport"),
    ),
    "timeline": Command(
        "browse",
        BROWSE,
        N_("Draw the schedule as a chart."),
        "cacctl timeline --awake 08:00-22:00",
    ),
    "channels": Command(
        "browse",
        BROWSE,
        N_("List the channels and what they stream."),
        "cacctl channels --check",
    ),
    "about": Command(
        "browse",
        BROWSE,
        N_("Describe the event: theme, dates, venue, organiser."),
        N_("cacctl about --lang ko"),
    ),
    "events": Command(
        "events",
        BROWSE,
        N_("List events, soonest first, and show what's live."),
        "cacctl events",
    ),
    "watch": Command(
        "watch",
        WATCH,
        N_("Open a session's stream or replay."),
        N_("cacctl watch culture --lang ko"),
    ),
    "open": Command(
        "links",
        WATCH,
        N_("Open a session's chat, slides or other link."),
        N_("cacctl open talk slides --schedule my-event.toml"),
    ),
    "share": Command(
        "share",
        WATCH,
        N_("Print a session as text to share."),
        N_("cacctl share culture --tz Berlin"),
    ),
    "export": Command(
        "export",
        WATCH,
        N_("Export sessions as a calendar, schedule, table or page."),
        "cacctl export ical -o summit.ics",
    ),
    "check": Command(
        "check",
        ORGANISE,
        N_("Validate a schedule file."),
        "cacctl check my-event.toml --strict",
    ),
    "new": Command(
        "check",
        ORGANISE,
        N_("Create a starter schedule file."),
        "cacctl new my-event.toml",
    ),
    "update": Command(
        "update",
        SETTINGS,
        N_("Refresh the schedule and show what changed."),
        "cacctl update --schedule https://www.example.org/harbour.toml",
    ),
    "config": Command(
        "config",
        SETTINGS,
        N_("Show the settings and where each comes from."),
        "cacctl config",
    ),
}


def function(name: str) -> Callable[..., None]:
    """Import the function of a command, whose first parameter is the Request.

    It has the command's name, with `_` behind names of Python's own: `next_`.
    """
    module = importlib.import_module(f"cacctl.cli.commands.{COMMANDS[name].module}")
    found: Callable[..., None] = getattr(module, name, None) or getattr(module, f"{name}_")
    return found
