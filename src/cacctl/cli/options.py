"""The options and arguments that several commands have."""

import inspect
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


def completion(kind: "Kind") -> Callable[[typer.Context, str], list[Any]]:
    """What offers values of this kind, imported only when a shell completes."""

    def complete(context: typer.Context, incomplete: str) -> list[Any]:
        from cacctl.cli.completion import offers

        return offers(kind, context, incomplete)

    return complete


SESSION = typer.Argument(
    metavar="SESSION",
    help=N_("An id, a number, or a part of a name in either language."),
    autocompletion=completion("session"),
    show_default=False,
)
Force = Annotated[bool, typer.Option("--force", help=N_("Overwrite an existing file."))]

SHARED = {
    "tz": Annotated[
        str | None,
        typer.Option(
            "--tz",
            metavar="ZONE",
            help=N_("Show times in this zone: Seoul, KST, UTC+9."),
            rich_help_panel=COMMON,
            autocompletion=completion("zone"),
            show_default=False,
        ),
    ],
    "lang": Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="ko|en",
            help=N_("Language of the answers and the streams."),
            rich_help_panel=COMMON,
            autocompletion=completion("language"),
            show_default=False,
        ),
    ],
    "at": Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="TIME",
            help=N_("Pretend it is this time: '2020-06-03 10:00'."),
            rich_help_panel=COMMON,
        ),
    ],
    "track": Annotated[
        str | None,
        typer.Option(
            "--track",
            metavar="TEXT",
            help=N_("Only sessions on matching tracks."),
            rich_help_panel=COMMON,
            autocompletion=completion("track"),
        ),
    ],
    "room": Annotated[
        str | None,
        typer.Option(
            "--room",
            metavar="TEXT",
            help=N_("Only sessions in matching rooms."),
            rich_help_panel=COMMON,
            autocompletion=completion("room"),
        ),
    ],
    "schedule": Annotated[
        str | None,
        typer.Option(
            "--schedule",
            metavar="FILE|URL|EVENT",
            help=N_("Schedule of another event: file, URL or name."),
            rich_help_panel=COMMON,
            autocompletion=completion("schedule"),
        ),
    ],
    "event_tz": Annotated[
        str | None,
        typer.Option(
            "--event-tz",
            metavar="ZONE",
            help=N_("The event's zone, if its schedule names none."),
            rich_help_panel=COMMON,
            autocompletion=completion("zone"),
            show_default=False,
        ),
    ],
    "offline": Annotated[
        bool,
        typer.Option(
            "--offline", help=N_("Use the saved copy; don't go online."), rich_help_panel=COMMON
        ),
    ],
    "allow_http": Annotated[
        bool,
        typer.Option("--allow-http", help=N_("Fetch over plain http too."), rich_help_panel=COMMON),
    ],
    "json": Annotated[bool, typer.Option("--json", help=N_("Print JSON."), rich_help_panel=COMMON)],
    "plain": Annotated[
        bool,
        typer.Option(
            "--plain",
            help=N_("Print plain lines, one fact or session each."),
            rich_help_panel=COMMON,
        ),
    ],
    "no_pager": Annotated[
        bool,
        typer.Option(
            "--no-pager", help=N_("Print long answers without a pager."), rich_help_panel=COMMON
        ),
    ],
}


# An empty template is a line; an empty player is told of where it would start.
MAY_BE_EMPTY = ("format_", "else_", "player")


def with_shared_options(
    name: str, command: Callable[..., None], settings: Settings
) -> Callable[..., None]:
    """Give a command the shared options that it has; it gets a Request as its first argument.

    An option that the command has under the same name stands in for the shared one. None but
    MAY_BE_EMPTY may be empty.

    Typer reads a command's options from its signature, so the signature is put together here
    rather than written out in every command.
    """

    def run(**given: Any) -> None:
        for option in named:
            if given[option] == "" and option not in MAY_BE_EMPTY:
                raise UsageProblem(_("{a} needs a value.").format(a=named[option]))
        shared: Any = {name: given.pop(name) for name in offered}
        command(Request(settings, **shared), **given)

    _request, *parameters = inspect.signature(command, eval_str=True).parameters.values()
    own = {parameter.name for parameter in parameters}
    offered = [option for option in SHARED if option not in own and hints.has(name, option)]
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=SHARED[name],
            default=False if name in hints.FLAGS else None,
        )
        for name in offered
    ]
    parameters = [
        *(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters),
        *shared,
    ]
    named = {
        parameter.name: declared
        for parameter in parameters
        for detail in getattr(parameter.annotation, "__metadata__", ())
        if isinstance(detail, OptionInfo)
        # Typer takes the first declaration for a default until it has a look at the annotation.
        for declared in [*(detail.param_decls or ()), detail.default][:1]
    }
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    cast("Any", run).__signature__ = inspect.Signature(parameters)
    return run


def require(option: str, other: str, *, alone: bool) -> None:
    """Refuse an option that stands without the other, which it needs."""
    if alone:
        raise UsageProblem(
            _("{option} is for {other}.").format(option=option, other=other),
            _("Add {other}, or leave it out.").format(other=other),
        )


def exclude(option: str, others: dict[str, bool]) -> None:
    """Refuse an option together with one of the others that is given."""
    for other, is_given in others.items():
        if is_given:
            raise UsageProblem(
                _("{option} and {other} exclude each other.").format(option=option, other=other),
                _("Leave one of them out."),
            )
