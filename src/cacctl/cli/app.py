"""The application, and `main`, where exceptions become messages and exit codes."""

import os
import sys
from collections.abc import Sequence

import typer

from cacctl.base import hints, i18n, interrupts, names
from cacctl.base.errors import CacctlError, ScheduleProblem
from cacctl.base.i18n import N_, _
from cacctl.base.terminal import give_up_output, prepare_streams, unwritten
from cacctl.cli.arguments import in_order, options
from cacctl.cli.commands import registry
from cacctl.cli.commands.registry import COMMANDS
from cacctl.cli.context import tell_problem
from cacctl.cli.help import Command, Commands
from cacctl.cli.options import COMPLETING, typed_in_shell, with_common_options
from cacctl.settings.file import read_settings
from cacctl.settings.settings import Settings


def application(
    arguments: Sequence[str] | None = None,
    settings: Settings = Settings({}, None),  # noqa: B008 - immutable
) -> typer.Typer:
    """Return the application with the commands that these arguments need, or with all.

    Typer inspects each command that it gets, which takes longer than most commands run. Commands
    that are not invoked therefore have only their names and help texts, for the list of commands.
    """
    first = next(iter(arguments or ()), "")
    is_command = first in COMMANDS
    app = typer.Typer(
        name="cacctl",
        cls=Commands,
        # With Rich, help takes twice as long, and brackets in docstrings are read as markup.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    about_cacctl = N_("Follow an online event: what's on, what's next, and when in your time zone.")
    callback = _placeholder
    if not is_command:
        from cacctl.cli.commands.now import glance

        callback = with_common_options("", glance, settings)
    app.callback(invoke_without_command=True, help=about_cacctl)(callback)
    for name in [first] if is_command else COMMANDS:
        function = _placeholder
        if arguments is None or name in arguments:
            function = with_common_options(name, registry.function(name), settings)
        command = COMMANDS[name]
        app.command(
            name,
            cls=Command,
            help=command.help_text,
            epilog=command.example,
            rich_help_panel=command.group,
        )(function)
    return app


def _placeholder() -> None:
    """Placeholder for a command that is not invoked."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code.

    This is the only place where an exception becomes a message and an exit code.
    """
    arguments = in_order(list(sys.argv[1:] if argv is None else argv))
    hints.use(_repeated_options(arguments))
    prepare_streams()
    try:
        settings = _settings_in_language(arguments)
        # A shell that asks for completions passes the command line in a variable.
        completed = typed_in_shell() if COMPLETING in os.environ else None
        app = application(arguments if completed is None else completed, settings)
        result = app(arguments, prog_name="cacctl", standalone_mode=False)
    except CacctlError as error:
        return _fail(error.message, _hint(error), error.exit_code)
    except typer.TyperException as error:
        from cacctl.cli.usage_errors import explain

        return _fail(*explain(error, arguments), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return interrupts.EXIT_CODE
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    except OSError as error:
        # Typer prints the help itself, and the output may not accept it.
        give_up_output()
        return _fail(unwritten(error), "", 1)
    except Exception as error:
        if os.environ.get("CACCTL_DEBUG"):
            raise
        return _fail(*_explain_fault(error), 1)
    return result if isinstance(result, int) else 0


def _settings_in_language(arguments: Sequence[str]) -> Settings:
    """Choose the language of the messages, and read the settings, whose problems are in it."""
    i18n.use_language(_language(arguments, Settings(os.environ, None)))
    settings = read_settings(os.environ)
    if (lang := _language(arguments, settings)) != i18n.language():
        i18n.use_language(lang)
        settings = read_settings(os.environ)
    return settings


def _language(arguments: Sequence[str], settings: Settings) -> str:
    """Return the language of --lang, else of the settings, else of the locale.

    The arguments are not parsed yet: errors in them are already reported in this language.
    """
    given = [option.value for option in options(arguments, watching=False) if option.name == "lang"]
    named = str(given[-1]) if given else ""
    located = i18n.language_of_locale(settings.environ)
    # A wrong setting is reported where it is used, in the locale's language.
    kept = settings.setting("lang").value
    return names.language_meant(named) or names.language_meant(kept or "") or located


def _repeated_options(arguments: Sequence[str]) -> dict[str, hints.Value]:
    """Return the options of the command line that suggested commands repeat."""
    name = next(iter(arguments), "")
    return {
        option.name: option.value
        for option in options(arguments, watching=name in ("watch", "open"))
        if option.name in (*hints.REPEATED, *hints.WATCHING)
        # --tz of `share` is not the viewer's zone.
        and not (name == "share" and option.name == "tz")
    }


def _hint(error: CacctlError) -> str:
    """Return the error's hint: for a schedule with several problems, how to list them."""
    if not isinstance(error, ScheduleProblem) or len(error.problems) < 2:
        return error.hint
    return _("To list the problems: {command}").format(command=hints.command("check", error.file))


def _explain_fault(error: Exception) -> tuple[str, str]:
    """Return the message and the hint for an unexpected exception."""
    from cacctl.times import zones

    if not zones.are_known():
        hint = _("To install time zone data: {command}").format(command="pip install tzdata")
        return _("This system has no time zone data."), hint
    message = _("Internal error: {fault}").format(fault=repr(error))
    return message, _(
        "Please report this error with the traceback shown when CACCTL_DEBUG=1 is set."
    )


def _fail(message: str, hint: str, code: int) -> int:
    tell_problem(message, hint)
    return code
