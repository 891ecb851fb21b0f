"""The command line as an application, and `main`, where errors become messages."""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

import typer

from cacctl.base import hints, i18n, interrupts
from cacctl.base.errors import CacctlError, ScheduleProblem
from cacctl.base.i18n import N_, _
from cacctl.base.terminal import give_up_output, prepare_streams, unwritten
from cacctl.cli import commands
from cacctl.cli.arguments import explained, in_order, options
from cacctl.cli.commands import COMMANDS
from cacctl.cli.context import tell_problem
from cacctl.cli.help import Command, Commands
from cacctl.cli.options import COMPLETING, with_shared_options
from cacctl.settings.settings import Settings, read_settings


def application(
    arguments: Sequence[str] | None = None,
    settings: Settings = Settings({}, None),  # noqa: B008 - a value
) -> typer.Typer:
    """The command line, with as much of its commands as these arguments need; without any, all.

    Typer inspects every command that it is given, which takes longer than most of them run. Of a
    command that is not asked for, the help has the name and the help text alone.
    """
    app = typer.Typer(
        name="cacctl",
        cls=Commands,
        # Rich's help would take a docstring's brackets for markup, and twice the time.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    about_cacctl = N_("Follow an online event: what's on, what's next, and when in your time zone.")
    first = next(iter(arguments or ()), "")
    is_command = first in COMMANDS
    callback = _named_only
    if not is_command:
        from cacctl.cli.commands.now import glance

        callback = with_shared_options("", glance, settings)
    app.callback(invoke_without_command=True, help=about_cacctl)(callback)
    for name in [first] if is_command else COMMANDS:
        is_asked = arguments is None or name in arguments
        function = _named_only
        if is_asked:
            function = with_shared_options(name, commands.function(name), settings)
        command = COMMANDS[name]
        app.command(
            name,
            cls=Command,
            help=command.help_text,
            epilog=command.example,
            rich_help_panel=command.group,
        )(function)
    return app


def _named_only() -> None:
    """Stand in for what is not asked for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code. The only place where errors become messages."""
    arguments = in_order(list(sys.argv[1:] if argv is None else argv))
    hints.use(_repeated(arguments))
    prepare_streams()
    try:
        i18n.use_language(_language(arguments, Settings(os.environ, None)))
        settings = read_settings(os.environ)
        if (lang := _language(arguments, settings)) != i18n.language():
            i18n.use_language(lang)
            # What is wrong in the file is to be told in that language.
            settings = read_settings(os.environ)
        # A shell that completes tells what is asked for elsewhere.
        app = application(None if COMPLETING in os.environ else arguments, settings)
        result = app(arguments, prog_name="cacctl", standalone_mode=False)
    except CacctlError as error:
        return _fail(error.message, _hint(error), error.exit_code)
    except typer.TyperException as error:
        return _fail(*explained(error, arguments, COMMANDS), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return interrupts.EXIT_CODE
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    except OSError as error:
        # Typer writes the help itself.
        give_up_output()
        return _fail(unwritten(error), "", 1)
    except Exception as error:
        if os.environ.get("CACCTL_DEBUG"):
            raise
        return _fail(*_fault(error), 1)
    return result if isinstance(result, int) else 0


def _language(arguments: Sequence[str], settings: Settings) -> str:
    """That of --lang, else the setting, else the locale.

    It is needed before the arguments are parsed.
    """
    named = None
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--lang":
            named = following
        elif argument.startswith("--lang="):
            named = argument.removeprefix("--lang=")
    located = i18n.language_of_locale(settings.environ)
    # A wrong setting is reported where it is used, in the locale's language.
    kept = settings.setting("lang").value
    return i18n.language_meant(named or "") or i18n.language_meant(kept or "") or located


def _repeated(arguments: Sequence[str]) -> dict[str, hints.Value]:
    """The options that a suggestion repeats; of `share`, --tz names readers' zones instead."""
    name = next(iter(arguments), "")
    return {
        option.name: option.value
        for option in options(arguments, watching=name == "watch")
        if option.name in (*hints.REPEATED, *hints.WATCHING)
        and not (name == "share" and option.name == "tz")
    }


def _hint(error: CacctlError) -> str:
    """What to do; of a schedule that cannot be used, how to see all that is wrong with it."""
    if not isinstance(error, ScheduleProblem) or not error.problems:
        return error.hint
    return _("See why: {command}").format(command=hints.command("check", error.file))


def _fault(error: Exception) -> tuple[str, str]:
    """What to say of an error that nobody expected, and what to do."""
    from cacctl.times import zones

    if not zones.are_known():
        hint = _("Install it: {command}").format(command="pip install tzdata")
        return _("This system has no time zone data."), hint
    fault = _("Internal error: {fault}").format(fault=repr(error))
    return fault, _("Please report it, with the traceback that CACCTL_DEBUG=1 shows.")


def _fail(message: str, hint: str, code: int) -> int:
    tell_problem(message, hint)
    return code
