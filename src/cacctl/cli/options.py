"""The common options, and other parameters that several commands have."""

import inspect
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.models import OptionInfo

from cacctl.base import hints
from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.cli.context import Request
from cacctl.cli.help import COMMON
from cacctl.settings.settings import Settings

if TYPE_CHECKING:
    from cacctl.cli.completion import Kind

# Variables of Typer's scripts for shells: that a shell completes, and the command line that is
# typed so far, in bash and in other shells.
COMPLETING = "_CACCTL_COMPLETE"
TYPED_LINE = ("COMP_WORDS", "_TYPER_COMPLETE_ARGS")


def typed_in_shell() -> list[str]:
    """Return the arguments that are typed so far in a shell that completes."""
    line = next(filter(None, map(os.environ.get, TYPED_LINE)), "")
    return line.split()[1:]


def completion(kind: "Kind") -> Callable[[typer.Context, str], list[Any]] | None:
    """Return a function that offers values of this kind, or None unless a shell completes.

    Typer inspects each of these functions, which slows down every other run.
    """
    if COMPLETING not in os.environ:
        return None

    def complete(context: typer.Context, incomplete: str) -> list[Any]:
        from cacctl.cli.completion import offers

        return offers(kind, context, incomplete)

    return complete


def _valued(name: str, metavar: str, help_text: str, kind: "Kind | None" = None) -> Any:
    """Return the annotation of a common option with a value."""
    option = typer.Option(
        name,
        metavar=metavar,
        help=help_text,
        rich_help_panel=COMMON,
        autocompletion=completion(kind) if kind else None,
        show_default=False,
    )
    return Annotated[str | None, option]


def _flag(name: str, help_text: str) -> Any:
    """Return the annotation of a common option without a value."""
    return Annotated[bool, typer.Option(name, help=help_text, rich_help_panel=COMMON)]


# The common options by their parameters. `hints.has` tells which command has which.
COMMON_OPTIONS = {
    "tz": _valued("--tz", "ZONE", N_("Your time zone, e.g. Seoul, KST or UTC+9."), "zone"),
    "lang": _valued("--lang", "ko|en", N_("Language for output and streams."), "language"),
    "at": _valued("--at", "TIME", N_("Pretend it's this time: '2020-06-03 10:00'.")),
    "track": _valued("--track", "TEXT", N_("Only sessions in matching tracks."), "track"),
    "room": _valued("--room", "TEXT", N_("Only sessions in matching rooms."), "room"),
    "schedule": _valued(
        "--schedule",
        "FILE|URL|EVENT",
        N_("Schedule to use: file, URL or event name."),
        "schedule",
    ),
    "event": _valued("--event", "NAME", N_("Name of the event to use."), "event"),
    "event_tz": _valued(
        "--event-tz", "ZONE", N_("Event's time zone, if the schedule has none."), "zone"
    ),
    "offline": _flag("--offline", N_("Use the saved copy; don't go online.")),
    "allow_http": _flag("--allow-http", N_("Allow plain http URLs.")),
    "json": _flag("--json", N_("Print JSON.")),
    "plain": _flag("--plain", N_("Print plain lines.")),
    "no_pager": _flag("--no-pager", N_("Don't use a pager.")),
}

# Parameters of several commands.
SESSION = typer.Argument(
    metavar="SESSION",
    help=N_("ID, number, or part of the name."),
    autocompletion=completion("session"),
    show_default=False,
)
PRINT = typer.Option("--print", help=N_("Print the URL instead of opening it."))
QR = typer.Option("--qr", help=N_("Show the URL as a QR code."))
ALLOW_PRIVATE = typer.Option("--allow-private", help=N_("Also open URLs on private networks."))
Force = Annotated[bool, typer.Option("--force", help=N_("Overwrite an existing file."))]

# An empty template is valid; an empty player is reported by the opener.
MAY_BE_EMPTY = ("format_", "else_", "player")


def with_common_options(
    name: str, command: Callable[..., None], settings: Settings
) -> Callable[..., None]:
    """Add the common options to a command, and pass them to it as a Request.

    A command's own option of the same name replaces the common one. Only the options in
    MAY_BE_EMPTY accept an empty value.

    Typer reads a command's options from its signature, so this builds a signature with both.
    """

    def run(**given: Any) -> None:
        for option in named:
            if given[option] == "" and option not in MAY_BE_EMPTY:
                raise UsageProblem(
                    _("{a} requires a value.").format(a=named[option]),
                    _("For help: {command}").format(command=hints.help_of(name)),
                )
        common: Any = {name: given.pop(name) for name in offered}
        request = Request(settings, **common)
        if name not in hints.WITHOUT_SCHEDULE:
            request = request.with_event()
        command(request, **given)

    _request, *parameters = inspect.signature(command, eval_str=True).parameters.values()
    own = {parameter.name for parameter in parameters}
    offered = [option for option in COMMON_OPTIONS if option not in own and hints.has(name, option)]
    common = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=COMMON_OPTIONS[name],
            default=False if name in hints.FLAGS else None,
        )
        for name in offered
    ]
    parameters = [
        *(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters),
        *common,
    ]
    named = {
        parameter.name: declared
        for parameter in parameters
        for detail in getattr(parameter.annotation, "__metadata__", ())
        if isinstance(detail, OptionInfo)
        # In an annotation, Typer first stores the declared name as the default.
        for declared in [*(detail.param_decls or ()), detail.default][:1]
    }
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    cast("Any", run).__signature__ = inspect.Signature(parameters)
    return run


def require(option: str, other: str, *, alone: bool) -> None:
    """Raise UsageProblem if an option is given without another that it needs."""
    if alone:
        raise UsageProblem(
            _("{option} works only with {other}.").format(option=option, other=other),
            _("Add {other} or remove {option}.").format(other=other, option=option),
        )


def exclude(option: str, others: dict[str, bool]) -> None:
    """Raise UsageProblem if an option is given together with one of these others."""
    for other, is_given in others.items():
        if is_given:
            raise UsageProblem(
                _("{option} cannot be used with {other}.").format(option=option, other=other),
                _("Use only one of these options."),
            )
