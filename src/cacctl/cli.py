"""The commands: parse, ask the programme, render. And `main`, where errors become messages."""

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from cacctl import __version__, messages
from cacctl.errors import (
    CacctlError,
    NetworkProblem,
    NothingToOpen,
    ScheduleProblem,
    UsageProblem,
)
from cacctl.help import Command, Commands, usage_message
from cacctl.messages import N_, _
from cacctl.options import (
    SHARED,
    Request,
    complete_day,
    complete_platform,
    complete_session,
    with_shared_options,
)
from cacctl.terminal import is_terminal, prepare_streams, tell, unwritten, write

if TYPE_CHECKING:
    from cacctl.programme import Session
    from cacctl.reachability import Answer
    from cacctl.view import View

INTERRUPTED = 130
MOST_PROBLEMS = 30
MOST_CANDIDATES = 6

# The commands by name, in the order of the help, each with its help text.
COMMANDS: dict[str, tuple[Callable[..., None], str]] = {}


def command(help_text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function the command of its name; its first parameter is the Request."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        COMMANDS[function.__name__.removesuffix("_")] = function, help_text
        return function

    return register


def application(asked: str | None = None) -> typer.Typer:
    """The command line; only with the command that is asked for, where it is known.

    Typer inspects every command that it is given, which takes longer than most of them run.
    """
    app = typer.Typer(
        name="cacctl",
        cls=Commands,
        # Rich's help would take a docstring's brackets for markup, and twice the time.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    about_cacctl = N_(
        "Follow an online event: what is on now, what comes next, when that is for you."
    )
    app.callback(invoke_without_command=True, help=about_cacctl)(with_shared_options(moment))
    for name in [asked] if asked in COMMANDS else COMMANDS:
        function, help_text = COMMANDS[name]
        app.command(name, cls=Command, help=help_text)(with_shared_options(function))
    return app


SESSION = typer.Argument(
    metavar="SESSION",
    help=N_("An id, a number, or a part of a name in either language."),
    autocompletion=complete_session,
    show_default=False,
)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        write(f"cacctl {__version__}")
        raise typer.Exit


def moment(
    request: Request,
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            help=N_("Show the version and exit."),
            callback=lambda value: _show_version(wanted=value),
        ),
    ] = False,
) -> None:
    """The moment at a glance: what is live, what is next, today's sessions."""
    if not context.invoked_subcommand:
        today(request)
        if is_terminal(sys.stdout):
            tell(_("cacctl --help shows all commands."))
    elif misplaced := next((name for name in SHARED if getattr(request, name)), None):
        name, value = context.invoked_subcommand, getattr(request, misplaced)
        raise UsageProblem(
            _("--{option} stands before the command.").format(option=misplaced),
            _("Options follow the command: cacctl {command} --{option}{value}").format(
                command=name, option=misplaced, value="" if value is True else f" {value}"
            ),
        )


@command(N_("Today's sessions in your zone."))
def today(request: Request) -> None:
    """The viewer's calendar date; without a session on it, the days at a glance."""
    seen = request.view()
    write(request.renderer.date(seen, seen.today))


@command(N_("One day: a day of the programme (4), or a date in your zone (2020-06-03, wed)."))
def day(
    request: Request,
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[N|DATE]",
            help=N_("A number, a date, tomorrow, yesterday or a weekday; else the current day."),
            autocompletion=complete_day,
            show_default=False,
        ),
    ] = None,
) -> None:
    """A programme day by its number, or a date in the viewer's zone."""
    from cacctl import clock

    seen = request.view()
    days = seen.programme.days()
    if which is None:
        current = [day for day in days if day.end > seen.now] or days[-1:]
        write(request.renderer.day(seen, current[0]))
    elif (number := which.removesuffix("일차")) in map(str, range(1, len(days) + 1)):
        write(request.renderer.day(seen, days[int(number) - 1]))
    elif date := clock.read_date(which, seen.today, days[0].date, days[-1].date):
        write(request.renderer.date(seen, date))
    else:
        raise UsageProblem(
            _("There is no day {name}.").format(name=repr(which[:40])),
            _("Write 1 to {count}, a date such as {date}, tomorrow or a weekday.").format(
                count=len(days), date=days[0].date.isoformat()
            ),
        )


@command(N_("The whole programme, by day."))
def list_(request: Request) -> None:
    """Every session."""
    write(request.renderer.programme(request.view()))


@command(N_("What is live: how far it is, and how long it goes on."))
def now(request: Request) -> None:
    """The live sessions; without one, what comes next."""
    write(request.renderer.now(request.view()))


@command(N_("What comes next, and in how long."))
def next_(
    request: Request,
    count: Annotated[
        int, typer.Option("-n", metavar="N", min=1, help=N_("Show so many coming sessions."))
    ] = 1,
) -> None:
    """The coming sessions, and all that start together; what is live is named first."""
    seen = request.view()
    together = len(seen.programme.next_after(seen.now))
    coming = seen.programme.upcoming(seen.now)[: max(count, together)]
    write(request.renderer.next(seen, coming))


@command(N_("Sessions by any text: names, topics, cities, speakers, hosts, in either language."))
def find(
    request: Request,
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help=N_("Words that all have to occur."))
    ],
) -> None:
    """The sessions in which all of the words occur."""
    seen, query = request.view(), " ".join(text)
    write(request.renderer.matches(seen, query, seen.programme.find(query)))


@command(N_("Everything about one session: people, streams, and what the sources say."))
def show(request: Request, session: Annotated[str, SESSION]) -> None:
    """One session."""
    seen = request.view()
    write(request.renderer.session(seen, _session(seen, session)))


@command(N_("Open the right stream: the live session's, else the next one's, else the replays."))
def watch(
    request: Request,
    session: Annotated[str | None, SESSION] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="PLATFORM",
            help=N_("Watch on this platform: youtube, facebook, web."),
            autocompletion=complete_platform,
        ),
    ] = None,
    print_: Annotated[
        bool, typer.Option("--print", help=N_("Print the address, and open nothing."))
    ] = False,
) -> None:
    """Choose the stream, open it, and say which it is and why."""
    from cacctl import opening, streams, view

    seen = request.view()
    if session is None:
        wanted = streams.session_to_watch(seen.programme, seen.now, lang=seen.lang, platform=on)
    else:
        wanted = _session(seen, session)
    try:
        stream = streams.choose(seen.programme, wanted, lang=seen.lang, platform=on, now=seen.now)
    except NothingToOpen as error:
        # The hint ends with a command; it has to work for this schedule.
        options = f" --schedule {shlex.quote(str(request.schedule))}" if request.schedule else ""
        raise NothingToOpen(error.message, error.hint + options) from error
    browser, failure = None, None
    if not print_:
        try:
            browser = opening.open_address(stream.url)
        except NothingToOpen as error:
            why = view.why_words(seen, stream)
            failure = NothingToOpen(f"{why} {error.message}", error.hint)
    if browser or request.json:
        write(request.renderer.opened(seen, stream, browser))
    else:
        write(stream.url)
    if failure:
        raise failure


@command(N_("Which channel carries what, in which language."))
def channels(
    request: Request,
    check: Annotated[
        bool, typer.Option("--check", help=N_("Ask each address whether it answers."))
    ] = False,
) -> None:
    """The channels, or with --check whether their addresses answer."""
    seen = request.view()
    if not check:
        write(request.renderer.channels(seen))
        return
    addresses = [channel.url for channel in seen.programme.channels if channel.url]
    answers = _asked(list(dict.fromkeys(addresses)))
    write(request.renderer.checked(seen, answers))
    if failed := sum(not answer.ok for answer in answers):
        text = messages.ngettext(
            "{count} address does not answer.", "{count} addresses do not answer.", failed
        )
        raise NetworkProblem(text.format(count=failed))


@command(N_("The event: name, theme, dates, place, organiser, site."))
def about(request: Request) -> None:
    """The event itself."""
    write(request.renderer.about(request.view()))


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code. The only place where errors become messages."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    try:
        messages.use_language(_language(arguments))
        app = application(arguments[0] if arguments else None)
        result = app(arguments, prog_name="cacctl", standalone_mode=False)
    except ScheduleProblem as error:
        shown = error.problems[:MOST_PROBLEMS]
        hidden = len(error.problems) - len(shown)
        more = messages.ngettext("And {count} more.", "And {count} more.", hidden)
        return _fail(
            error.message,
            more.format(count=hidden) if hidden else "" if shown else error.hint,
            error.exit_code,
            shown,
        )
    except CacctlError as error:
        return _fail(error.message, error.hint, error.exit_code)
    except typer.TyperException as error:
        hint = _("cacctl --help shows all commands, cacctl COMMAND --help one of them.")
        return _fail(usage_message(error), hint, error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    except OSError as error:
        # Typer writes the help itself.
        return _fail(unwritten(error), "", 1)
    except Exception as error:
        if os.environ.get("CACCTL_DEBUG"):
            raise
        fault = _("A fault in cacctl itself: {fault}.").format(fault=repr(error))
        return _fail(fault, _("CACCTL_DEBUG=1 shows where; please report it."), 1)
    return result if isinstance(result, int) else 0


def _language(arguments: Sequence[str]) -> str:
    """--lang, else CACCTL_LANG, else the locale. It is needed before the arguments are parsed."""
    named = ""
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--lang":
            named = following
        elif argument.startswith("--lang="):
            named = argument.removeprefix("--lang=")
    if named in messages.LANGUAGES:
        return named
    located = messages.language_of_locale(os.environ)
    variable = os.environ.get("CACCTL_LANG")
    if variable and not named and variable not in messages.LANGUAGES:
        messages.use_language(located)
        raise UsageProblem(
            _("CACCTL_LANG cannot be {value}.").format(value=repr(variable[:20])),
            _("It can be {languages}.").format(languages=", ".join(messages.LANGUAGES)),
        )
    return variable or located


def _fail(message: str, hint: str, code: int, problems: Iterable[str] = ()) -> int:
    for line in (*problems, _("cacctl: {message}").format(message=message), hint):
        if line:
            tell(line)
    return code


def _asked(addresses: Sequence[str]) -> "list[Answer]":
    """What became of each address, in the order given; a bar shows how many have answered."""
    from rich.console import Console
    from rich.progress import track

    from cacctl.reachability import check_addresses

    console = Console(stderr=True)
    answers = track(
        check_addresses(addresses),
        _("Asking"),
        total=len(addresses),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    return sorted(answers, key=lambda answer: addresses.index(answer.address))


def _session(seen: "View", text: str) -> "Session":
    found = seen.programme.named(text)
    if len(found) == 1:
        return found[0]
    if not found:
        hint = _("cacctl list shows all {count}.").format(count=len(seen.programme.sessions))
        if near := seen.programme.nearest(text):
            hint = _("Did you mean {b}?").format(b=f"{near.id} ({seen.name(near)})")
        raise UsageProblem(_("There is no session {name}.").format(name=repr(text[:40])), hint)
    candidates = [f"{session.id} ({seen.name(session)})" for session in found[:MOST_CANDIDATES]]
    if len(found) > MOST_CANDIDATES:
        candidates.append("…")
    raise UsageProblem(
        _("{name} can mean several sessions.").format(name=text[:40]),
        _("Say which: {sessions}").format(sessions=", ".join(candidates)),
    )
