"""Help texts and usage errors in both languages.

Typer's own are in English alone, and its help is aligned by letters, of which a Korean one takes
two cells.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len
from typer import TyperException
from typer.core import TyperCommand, TyperGroup

from cacctl.messages import N_, _
from cacctl.terminal import padded, width, wrapped
from cacctl.visible import visible

WIDEST = 100
GAP = 2

# Typer's own texts, for the catalogue.
TYPERS = (
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)

# What Typer says of a wrong command line. It has no catalogue for these.
USAGE_ERRORS = (
    (r"No such option: (?P<a>\S+)", N_("There is no option {a}.")),
    (r"No such command '(?P<a>.*)'\.", N_("There is no command '{a}'.")),
    (
        r"No such command '(?P<a>.*)'\. Did you mean (?P<b>.*)\?",
        N_("There is no command '{a}'. Did you mean {b}?"),
    ),
    (r"Missing command\.", N_("A command is missing.")),
    (r"Missing argument '(?P<a>.*)'\.", N_("{a} is missing.")),
    (r"Option '(?P<a>.*)' requires an argument\.", N_("Option {a} needs a value.")),
    (r"Option '(?P<a>.*)' does not take a value\.", N_("Option {a} takes no value.")),
    (
        r"Got unexpected extra argument(?:s|\(s\))? \((?P<a>.*)\)",
        N_("{a} is one argument too many."),
    ),
    (
        r"Invalid value for '(?P<a>.*)': '(?P<b>.*)' is not a valid int(?:eger| range)\.",
        N_("{a} takes a whole number, and {b} is none."),
    ),
    (
        r"Invalid value for '(?P<a>.*)': (?P<b>\S+) is not in the range x>=(?P<c>.*)\.",
        N_("{a} has to be {c} or more, and {b} is less."),
    ),
)


class Command(TyperCommand):
    """A command whose help is in the viewer's language."""

    def get_help(self, ctx: Any) -> str:
        """The help as one text, at most as wide as the terminal."""
        return "\n".join(_page(self, ctx, []))


class Commands(TyperGroup):
    """The list of all commands, with its help in the viewer's language."""

    def get_help(self, ctx: Any) -> str:
        """The help as one text, at most as wide as the terminal."""
        rows = [(name, _(self.commands[name].help or "")) for name in self.list_commands(ctx)]
        return "\n".join(_page(self, ctx, rows))


def _page(command: Any, ctx: Any, commands: Sequence[tuple[str, str]]) -> Iterator[str]:
    columns = min(width(), WIDEST)
    pieces = (piece.strip("{}") for piece in command.collect_usage_pieces(ctx))
    usage = " ".join([ctx.command_path, *map(_, pieces)])
    yield wrapped(_("Usage: {usage}").format(usage=usage), columns, "  ")
    yield ""
    yield wrapped(_(command.help or ""), columns)
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for parameter in command.get_params(ctx):
        name, text = parameter.get_help_record(ctx) or ("", "")
        if name:
            rows = arguments if parameter.param_type_name == "argument" else options
            rows.append((name.strip(), _(parameter.help or text)))
    for heading, rows in (
        (_("Commands"), list(commands)),
        (_("Arguments"), arguments),
        (_("Options"), options),
    ):
        if rows:
            yield ""
            yield f"{heading}:"
            yield from _aligned(rows, columns)


def _aligned(rows: Sequence[tuple[str, str]], columns: int) -> Iterator[str]:
    left = max(cell_len(name) for name, _text in rows) + 2 * GAP
    for name, text in rows:
        if columns - left < 24:
            yield f"{' ' * GAP}{name}"
            yield " " * 2 * GAP + wrapped(text, columns - 2 * GAP, " " * 2 * GAP)
        else:
            first, *others = wrapped(text, columns - left).split("\n")
            yield padded(f"{' ' * GAP}{name}", left) + first
            yield from (" " * left + line for line in others)


def usage_message(error: TyperException) -> str:
    """What is wrong with the command line, in the language in use."""
    text = error.format_message()
    base, _parenthesis, possible = text.partition(" (Possible options: ")
    for pattern, template in USAGE_ERRORS:
        if match := re.fullmatch(pattern, base, re.DOTALL):
            text = _(template).format(**{k: visible(v) for k, v in match.groupdict().items()})
            break
    else:
        return visible(text)
    if possible:
        text += " " + _("Did you mean {b}?").format(b=possible.rstrip(")"))
    return text
