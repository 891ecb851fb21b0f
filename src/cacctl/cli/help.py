"""The pages of help, in the language of the messages.

Typer's help is in English only, and counts letters where Korean ones are two columns wide.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from typer.core import TyperCommand, TyperGroup

from cacctl.base import hints
from cacctl.base.i18n import N_, _
from cacctl.base.terminal import cell_len, padded, width, wrapped

WIDEST = 100
GAP = 2

COMMON = N_("Common options")
# These options share a line on the first page, after the others with the same heading.
TOGETHER = (
    (("event", "event_tz"), N_("Choose the event, or set its time zone.")),
    (("track", "room"), N_("Only sessions in matching tracks or rooms.")),
    (("offline", "allow_http"), N_("Stay offline, or allow plain http URLs.")),
    (("json", "plain", "no_pager"), N_("JSON output, plain lines, or no pager.")),
    (("help",), N_("Show help for cacctl or a command.")),
    (("version", "follow"), N_("Show the version, or keep updating.")),
    (("install_completion",), N_("Set up completion; --show-completion prints it.")),
)

# The names of values, for the catalogue only.
METAVARS = (
    N_("ZONE"),
    N_("TIME"),
    N_("TEXT"),
    N_("FILE"),
    N_("URL"),
    N_("EVENT"),
    N_("NAME"),
    N_("DATE"),
    N_("TEMPLATE"),
    N_("FROM"),
    N_("TO"),
    N_("SESSION"),
    N_("KIND"),
    N_("PLATFORM"),
    N_("LENGTH"),
    N_("COMMAND"),
    N_("FORMAT"),
)

# Typer's own texts, for the catalogue only.
TYPERS = (
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)


class Command(TyperCommand):
    """A command with a page of help."""

    def get_help(self, ctx: Any) -> str:
        """Return the help, wrapped to the terminal."""
        return "\n".join(_command_page(self, ctx))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the completions of options, described in the language of messages."""
        return _described(super().shell_complete(ctx, incomplete), self, ctx)


class Commands(TyperGroup):
    """The group of all commands, with the first page of help."""

    def get_help(self, ctx: Any) -> str:
        """Return the help, wrapped to the terminal."""
        return "\n".join(_first_page(self, ctx))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the completions of commands and options, described in the language of messages."""
        return _described(super().shell_complete(ctx, incomplete), self, ctx)


def _described(items: list[Any], command: Any, ctx: Any) -> list[Any]:
    """Translate the descriptions of completions, which Typer shortens to 45 letters."""
    texts = {name: each.help for name, each in getattr(command, "commands", {}).items()}
    texts |= {name: p.help for p in command.get_params(ctx) for name in getattr(p, "opts", ())}
    for item in items:
        text = texts.get(item.value) or ""
        if _(text) != text:
            item.help = _(text)
    return items


def named(parameter: Any, ctx: Any) -> tuple[str, str]:
    """Return a parameter's names, with the translated name of its value, and its help text."""
    name, text = parameter.get_help_record(ctx) or ("", "")
    if parameter.param_type_name == "argument":
        name = re.sub(r"[\[\]]", "", name)  # The usage shows that it is optional.
    return metavars(name.strip()), _(parameter.help or text)


def metavars(text: str) -> str:
    """Translate the names of values in a text such as `--tz ZONE`."""
    return re.sub(r"\b[A-Z]{2,}\b", lambda word: _(word[0]), text)


def is_common(parameter: Any) -> bool:
    """Return whether the option is explained on the first page, for all commands."""
    return parameter.name == "help" or getattr(parameter, "rich_help_panel", None) == COMMON


def _first_page(command: Any, ctx: Any) -> Iterator[str]:
    """Yield the lines of the commands in groups, of the common options, and of the others."""
    columns = min(width(), WIDEST)
    *head, _blank = _head(command, ctx, columns)  # The page fits a terminal of 40 lines.
    yield from head
    rows: list[tuple[str, str]] = []
    names = command.list_commands(ctx)
    for panel, group in groupby(names, lambda name: command.commands[name].rich_help_panel):
        rows.append((_(panel), ""))
        rows += [(f"  {name}", _(command.commands[name].help or "")) for name in group]
    yield from _aligned(rows, columns)
    parameters = {parameter.name: parameter for parameter in command.get_params(ctx)}
    parameters.pop("show_completion", None)  # It is in the line of install_completion.
    lines = [((name,), "") for name in parameters if not any(name in t for t, _text in TOGETHER)]
    common, own = [(_(COMMON), "")], [(_("Options for use without a command"), "")]
    for names, text in (*lines, *TOGETHER):
        if found := [parameters[name] for name in names if name in parameters]:
            records = [named(parameter, ctx) for parameter in found]
            row = f"  {', '.join(name for name, _text in records)}", _(text) or records[0][1]
            (common if is_common(found[0]) else own).append(row)
    yield from _aligned([*common, *own], columns)


def _command_page(command: Any, ctx: Any) -> Iterator[str]:
    """Yield the lines of the command's own parameters, and the names of the common options."""
    columns = min(width(), WIDEST)
    yield from _head(command, ctx, columns)
    parameters = command.get_params(ctx)
    own = [parameter for parameter in parameters if not is_common(parameter)]
    for kind, heading in (("argument", _("Arguments")), ("option", _("Options"))):
        rows = [named(p, ctx) for p in own if p.param_type_name == kind]
        if rows:
            yield f"{heading}:"
            yield from _aligned([(f"  {name}", text) for name, text in rows], columns)
            yield ""
    common = ", ".join(max(p.opts, key=len) for p in parameters if p not in own)
    text = _("Common options: {options}. See {command}.")
    yield wrapped(text.format(options=common, command=hints.help_of()), columns, "  ")
    if command.epilog:
        example = hints.suggest(hints.in_language(_(command.epilog)))
        yield wrapped(_("Example: {command}").format(command=example), columns, "  ")


def _head(command: Any, ctx: Any, columns: int) -> Iterator[str]:
    pieces = (piece.strip("{}") for piece in command.collect_usage_pieces(ctx))
    usage = " ".join([ctx.command_path, *(metavars(_(piece)) for piece in pieces)])
    yield wrapped(_("Usage: {usage}").format(usage=usage), columns, "  ")
    yield ""
    yield wrapped(_(command.help or ""), columns)
    yield ""


def _aligned(rows: Sequence[tuple[str, str]], columns: int) -> Iterator[str]:
    """Yield names with their texts in a second column, or below where that is too narrow."""
    left = max(cell_len(name) for name, text in rows if text) + GAP
    for name, text in rows:
        if not text:
            yield f"{name}:"
        elif columns - left < 24:
            yield name
            yield " " * 2 * GAP + wrapped(text, columns - 2 * GAP, " " * 2 * GAP)
        else:
            first, *others = wrapped(text, columns - left).split("\n")
            yield padded(name, left) + first
            yield from (" " * left + line for line in others)
