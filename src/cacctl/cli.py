"""The commands: parse, ask the programme, render. And `main`, where errors become messages."""

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
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
    complete_zone,
    with_shared_options,
)
from cacctl.settings import Setting, Settings, read_settings
from cacctl.terminal import (
    can_redraw,
    has_colour,
    is_terminal,
    prepare_streams,
    tell,
    unwritten,
    width,
    write,
)

if TYPE_CHECKING:
    from cacctl.programme import Session
    from cacctl.reachability import Answer
    from cacctl.streams import Stream
    from cacctl.view import View

INTERRUPTED = 130
MOST_PROBLEMS = 30
MOST_CANDIDATES = 6
# What the setting `player` is where there is no player.
BROWSER = (None, "browser")

# The commands by name, in the order of the help, each with its help text.
COMMANDS: dict[str, tuple[Callable[..., None], str]] = {}


def command(help_text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function the command of its name; its first parameter is the Request."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        COMMANDS[function.__name__.removesuffix("_")] = function, help_text
        return function

    return register


def application(
    asked: str | None = None,
    settings: Settings = Settings({}, None),  # noqa: B008 - a value
) -> typer.Typer:
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
    app.callback(invoke_without_command=True, help=about_cacctl)(
        with_shared_options(moment, settings)
    )
    for name in [asked] if asked in COMMANDS else COMMANDS:
        function, help_text = COMMANDS[name]
        app.command(name, cls=Command, help=help_text)(with_shared_options(function, settings))
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
    follow: Annotated[
        bool, typer.Option("--follow", help=N_("Keep what is live up to date until Ctrl-C."))
    ] = False,
) -> None:
    """The moment at a glance: what is live, what is next, today's sessions."""
    if context.invoked_subcommand and follow:
        raise UsageProblem(
            _("--{option} stands before the command.").format(option="follow"),
            _("It is for cacctl alone, and for one command: cacctl now --follow"),
        )
    if follow:
        _follow(request)
    elif not context.invoked_subcommand:
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
def now(
    request: Request,
    follow: Annotated[
        bool, typer.Option("--follow", help=N_("Keep it up to date until Ctrl-C."))
    ] = False,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="TEMPLATE",
            help=N_("One line for a status bar: '{name} {remaining}'."),
        ),
    ] = None,
    else_: Annotated[
        str,
        typer.Option("--else", metavar="TEMPLATE", help=N_("The line where nothing is live.")),
    ] = "",
) -> None:
    """The live sessions; without one, what comes next."""
    if format_ is not None:
        _status(request, format_, else_)
    elif follow:
        _follow(request)
    else:
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


@command(N_("The programme as a picture: days down, hours across, your night shaded."))
def timeline(
    request: Request,
    awake: Annotated[
        str | None,
        typer.Option(
            "--awake",
            metavar="FROM-TO",
            help=N_("When you are awake: 07:00-23:00."),
            show_default=False,
        ),
    ] = None,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FILE", help=N_("Write the picture into an SVG file.")),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Write over a file that is there already."))
    ] = False,
) -> None:
    """The whole programme at its hours."""
    seen = request.view(awake=awake)
    if svg is None:
        write(request.renderer.timeline(seen))
        return
    from cacctl import files, screen

    files.write(svg, screen.timeline_svg(seen), force=force)
    tell(_("Wrote {file}.").format(file=svg))


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
    wait: Annotated[
        bool, typer.Option("--wait", help=N_("Count down, and open at the start."))
    ] = False,
    early: Annotated[
        str | None,
        typer.Option("--early", metavar="LENGTH", help=N_("With --wait: so long before it: 2m.")),
    ] = None,
    player: Annotated[
        str | None,
        typer.Option(
            "--player",
            metavar="COMMAND",
            help=N_("Hand the address to a player: mpv; 'browser' for the browser after all."),
        ),
    ] = None,
    print_: Annotated[
        bool, typer.Option("--print", help=N_("Print the address, and open nothing."))
    ] = False,
    qr: Annotated[
        bool, typer.Option("--qr", help=N_("Draw the address for a phone, and open nothing."))
    ] = False,
) -> None:
    """Choose the stream, open it, and say which it is and why."""
    from cacctl import view

    seen = request.view()
    stream = _stream(request, seen, session, on)
    if early is not None and not wait:
        raise UsageProblem(_("--early is for --wait."), _("Add --wait, or leave it out."))
    if wait:
        seen, stream = _awaited(request, seen, stream, early, on)
    chosen, opened_with, failure = request.setting("player", player), None, None
    if not print_ and not qr:
        opened_with, failure = _opened(seen, stream, chosen)
    if request.json:
        write(request.renderer.opened(seen, stream, opened_with))
    elif qr:
        tell(view.why_words(seen, stream))
        _draw(stream.url)
    elif opened_with is None:
        write(stream.url)
    elif chosen.value in BROWSER:
        write(request.renderer.opened(seen, stream, opened_with))
    if failure:
        raise failure


@command(N_("A session to paste into a message: name, time in several zones, address."))
def share(
    request: Request,
    session: Annotated[str, SESSION],
    tz: Annotated[
        list[str] | None,
        typer.Option(
            "--tz",
            metavar="ZONE",
            help=N_("A zone of your readers; repeat it for several."),
            autocompletion=complete_zone,
            show_default=False,
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help=N_("In Markdown, the name as a link."))
    ] = False,
) -> None:
    """What others need to find a session at their own time."""
    from cacctl import clock, sharing, view
    from cacctl.zones import zone_key

    seen = request.view()
    wanted = _session(seen, session)
    zones = [clock.zone(zone_key(name)) for name in tz or ()]
    told = sharing.shared(seen, wanted, view.stream_for(seen, wanted), zones)
    if markdown and not request.json:
        write(sharing.markdown(told))
    else:
        write(request.renderer.shared(seen, told))


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


@command(N_("The settings in force, and where each comes from."))
def config(request: Request) -> None:
    """The settings, without a look at the schedule; what cannot be used is named as well."""
    settings, problems = request.in_force()
    write(request.renderer.config(settings, request.settings.path))
    for warning in request.settings.warnings:
        tell(warning)
    for problem in filter(None, [request.settings.problem, *problems]):
        raise problem


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code. The only place where errors become messages."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    try:
        settings = read_settings(os.environ)
        messages.use_language(_language(arguments, settings))
        app = application(arguments[0] if arguments else None, settings)
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
    located = messages.language_of_locale(settings.environ)
    if named in messages.LANGUAGES:
        return named
    # What is wrong with the setting is told where it is used, in the locale's language.
    kept = settings.setting("lang").value
    return kept if kept in messages.LANGUAGES else located


def _fail(message: str, hint: str, code: int, problems: Iterable[str] = ()) -> int:
    for line in (*problems, _("cacctl: {message}").format(message=message), hint):
        if line:
            tell(line)
    return code


def _follow(request: Request) -> None:
    """The board on a terminal, else a line at each change."""
    from cacctl import documents, following, records

    seen = request.view()
    clock = request.clock(seen)
    if request.json or request.plain or not can_redraw(sys.stdout):
        line = documents.change if request.json else records.change
        following.tell_changes(seen, clock, line)
    else:
        following.show_board(seen, clock)


def _status(request: Request, template: str, otherwise: str) -> None:
    """A line for a bar, which has no use for an error: it gets `otherwise` instead."""
    from cacctl import status

    for text in (template, otherwise):
        status.check_template(text)
    try:
        line = status.line(request.view(quiet=True), template, otherwise)
    except CacctlError as error:
        _fail(error.message, error.hint, error.exit_code)
        line = status.plain(otherwise)
    write(line)


def _stream(request: Request, seen: "View", session: str | None, platform: str | None) -> "Stream":
    from cacctl import streams, view

    if session is None:
        wanted = streams.session_to_watch(
            seen.programme, seen.now, lang=seen.lang, platform=platform or seen.platform
        )
    else:
        wanted = _session(seen, session)
    try:
        return view.choose_stream(seen, wanted, platform=platform)
    except NothingToOpen as error:
        # The hint ends with a command; it has to work for this schedule.
        options = f" --schedule {shlex.quote(request.schedule)}" if request.schedule else ""
        raise NothingToOpen(error.message, error.hint + options) from error


def _awaited(
    request: Request, seen: "View", stream: "Stream", early: str | None, platform: str | None
) -> "tuple[View, Stream]":
    """What is seen, and opened, once it is time."""
    from cacctl import clock, view, waiting

    if stream.session is None:
        raise NothingToOpen(
            _("The event is over; there is nothing to wait for."),
            _("Its replays: {command}").format(command="cacctl watch"),
        )
    before = clock.read_length(early) if early is not None else timedelta()
    seen = waiting.wait_for(seen, stream.session, before, request.clock(seen))
    return seen, view.choose_stream(seen, stream.session, platform=platform)


def _opened(
    seen: "View", stream: "Stream", player: Setting
) -> tuple[str | None, NothingToOpen | None]:
    """The program that opened the stream, or why none could."""
    from cacctl import opening, view

    why = view.why_words(seen, stream)
    try:
        if player.value in BROWSER:
            return opening.open_address(stream.url), None
    except NothingToOpen as error:
        return None, NothingToOpen(f"{why} {error.message}", error.hint)
    # A player is watched until it ends, so this is told before.
    tell(why)
    try:
        return player.read(lambda command: opening.play(command, stream.url), None), None
    except NothingToOpen as error:
        return None, error


def _draw(address: str) -> None:
    from cacctl import qr

    drawn = qr.drawn(address, width(), colour=has_colour(sys.stdout), encoding=sys.stdout.encoding)
    if drawn is None:
        tell(_("The terminal is too narrow for a QR code."))
    write(f"{drawn}\n{address}" if drawn else address)


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
