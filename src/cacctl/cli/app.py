"""The commands: parse, ask the programme, render. And `main`, where errors become messages."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cacctl import __version__
from cacctl.base import hints, i18n, interrupts
from cacctl.base.errors import CacctlError, NetworkProblem, ScheduleProblem, UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.base.terminal import (
    can_redraw,
    give_up_output,
    is_terminal,
    prepare_streams,
    tell,
    unwritten,
    write,
    write_bytes,
)
from cacctl.cli import arguments as usage
from cacctl.cli.help import Command, Commands
from cacctl.cli.options import (
    SHARED,
    Request,
    complete_day,
    complete_format,
    complete_platform,
    complete_schedule,
    complete_session,
    complete_zone,
    with_shared_options,
)
from cacctl.settings.settings import Settings, read_settings

if TYPE_CHECKING:
    from cacctl.formats.lint import Report
    from cacctl.model.programme import Day, Session
    from cacctl.viewer.view import View

MOST_CANDIDATES = 6

# The groups of the commands, in the order of the help.
NOW, BROWSE, WATCH, ORGANISE, SETTINGS = GROUPS = (
    N_("Now"),
    N_("Browse"),
    N_("Watch and share"),
    N_("Organise"),
    N_("Settings"),
)


class Registered(NamedTuple):
    """A command with its help."""

    function: Callable[..., None]
    group: str
    help_text: str
    example: str


COMMANDS: dict[str, Registered] = {}
# The options that can stand before the command as well, by whether they have a value.
ANYWHERE = {
    "flags": ("follow", *hints.FLAGS),
    "valued": tuple(name for name in SHARED if name not in hints.FLAGS),
}


def command(
    group: str, help_text: str, example: str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function the command of its name; its first parameter is the Request."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        name = function.__name__.removesuffix("_")
        COMMANDS[name] = Registered(function, group, help_text, example)
        return function

    return register


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
    about_cacctl = N_(
        "Follow an online event: what is on now, what comes next, when that is for you."
    )
    first = next(iter(arguments or ()), "")
    is_command = first in COMMANDS
    app.callback(invoke_without_command=True, help=about_cacctl)(
        # Nothing stands before the command that could be for cacctl alone.
        _named_only if is_command else with_shared_options("", moment, settings)
    )
    grouped = sorted(COMMANDS, key=lambda name: GROUPS.index(COMMANDS[name].group))
    for name in [first] if is_command else grouped:
        function, group, help_text, example = COMMANDS[name]
        is_asked = arguments is None or name in arguments
        app.command(name, cls=Command, help=help_text, epilog=example, rich_help_panel=group)(
            with_shared_options(name, function, settings) if is_asked else _named_only
        )
    return app


def _named_only() -> None:
    """Stand in for what is not asked for."""


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
        bool, typer.Option("--follow", help=N_("Keep what is live up to date."))
    ] = False,
) -> None:
    """The moment at a glance: what is live, what is next, today's sessions."""
    if follow:
        _follow(request)
    elif not context.invoked_subcommand:
        today(request)
        if is_terminal(sys.stdout):
            tell(_("All commands: {command}").format(command=hints.help_of()))


@command(
    NOW,
    N_("Show today's sessions in your zone."),
    "cacctl today --tz Seoul",
)
def today(request: Request) -> None:
    """The viewer's calendar date; without a session on it, the days at a glance."""
    seen = request.view()
    request.answer(request.renderer.date(seen, seen.today))


@command(
    BROWSE,
    N_("Show one day: 4, 2020-06-03, wed."),
    "cacctl day wed",
)
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
    seen = request.view()
    if which is None:
        days = seen.programme.days()
        current = [day for day in days if day.end > seen.now] or days[-1:]
        request.answer(request.renderer.day(seen, current[0]))
    elif isinstance(meant := _day(seen, which), date):
        request.answer(request.renderer.date(seen, meant))
    else:
        request.answer(request.renderer.day(seen, meant))


@command(
    BROWSE,
    N_("List all sessions by day."),
    "cacctl list --tz Seoul",
)
def list_(request: Request) -> None:
    """Every session."""
    request.answer(request.renderer.programme(request.view()))


@command(
    NOW,
    N_("Show what is live and for how long."),
    "cacctl now --follow",
)
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
    _needs("--else", "--format", alone=bool(else_) and format_ is None)
    if format_ is not None:
        _exclude("--format", {"--json": request.json})
        _status(request, format_, else_, follow=follow)
    elif follow:
        _follow(request)
    else:
        request.answer(request.renderer.now(request.view()))


@command(
    NOW,
    N_("Show what comes next and when."),
    "cacctl next -n 3",
)
def next_(
    request: Request,
    count: Annotated[
        int, typer.Option("-n", metavar="N", min=1, help=N_("Number of coming sessions."))
    ] = 1,
) -> None:
    """The coming sessions, and all that start together; what is live is named first."""
    seen = request.view()
    together = len(seen.programme.next_after(seen.now))
    coming = seen.programme.upcoming(seen.now)[: max(count, together)]
    request.answer(request.renderer.next(seen, coming))


@command(
    BROWSE,
    N_("Find sessions by words in any text."),
    "cacctl find rome",
)
def find(
    request: Request,
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help=N_("Words that must all occur."))
    ],
) -> None:
    """The sessions in which all of the words occur."""
    from cacctl.viewer.selection import all_sessions_hint

    seen, query = request.view(), " ".join(text)
    found = seen.programme.find(query)
    request.answer(request.renderer.matches(seen, query, found))
    if not found:
        tell(all_sessions_hint(seen.programme))


@command(
    BROWSE,
    N_("Show everything about one session."),
    "cacctl show public transport",
)
def show(request: Request, session: Annotated[list[str], SESSION]) -> None:
    """One session."""
    seen = request.view()
    request.answer(request.renderer.session(seen, _session(seen, " ".join(session))))


@command(
    BROWSE,
    N_("Draw the programme as a picture."),
    "cacctl timeline --awake 08:00-22:00",
)
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
    force: Annotated[bool, typer.Option("--force", help=N_("Overwrite an existing file."))] = False,
) -> None:
    """The whole programme at its hours."""
    _needs("--force", "--svg", alone=force and svg is None)
    seen = request.view(awake=awake)
    if svg is None or request.json:
        request.answer(request.renderer.timeline(seen))
    if svg is None:
        return
    from cacctl.base import files
    from cacctl.render import terminal

    picture = terminal.timeline_svg(seen)
    if str(svg) == "-":
        write(picture.rstrip("\n"))
        return
    files.write(svg, picture.encode(), force=force)
    tell(_("Wrote {file}.").format(file=svg))


@command(
    WATCH,
    N_("Open the stream of a session, or its replay."),
    "cacctl watch culture --lang ko",
)
def watch(
    request: Request,
    session: Annotated[list[str] | None, SESSION] = None,
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
        bool, typer.Option("--wait", help=N_("Count down and open at the start."))
    ] = False,
    early: Annotated[
        str | None,
        typer.Option(
            "--early",
            metavar="LENGTH",
            help=N_("With --wait: open this long before the start, e.g. 2m."),
        ),
    ] = None,
    player: Annotated[
        str | None,
        typer.Option(
            "--player",
            metavar="COMMAND",
            help=N_("Open in this player (mpv), or 'browser'."),
        ),
    ] = None,
    print_: Annotated[
        bool, typer.Option("--print", help=N_("Print the address; open nothing."))
    ] = False,
    qr: Annotated[
        bool, typer.Option("--qr", help=N_("Draw the address as a QR code for a phone."))
    ] = False,
    page: Annotated[
        bool, typer.Option("--page", help=N_("Open the session's page instead of a stream."))
    ] = False,
) -> None:
    """Choose the stream, open it, and say which it is and why."""
    from cacctl.cli.commands import watch as watching
    from cacctl.times import clock
    from cacctl.viewer.streams import why_words

    _needs("--early", "--wait", alone=early is not None and not wait)
    seen = request.view(has_times=wait)
    named = _session(seen, " ".join(session)) if session else None
    if page:
        _exclude("--page", {"--wait": wait, "--on": on is not None})
        stream = watching.choose_page(seen, named)
    else:
        stream = watching.choose(seen, named, platform=on)
    if wait:
        before = clock.read_length(early) if early is not None else timedelta()
        running, newest = request.clock(seen), request.newest(seen)
        seen, stream = watching.await_start(seen, stream, before, running, newest, platform=on)
    chosen, opened_with, failure = request.setting("player", player), None, None
    if not print_ and not qr:
        opened_with, failure = watching.open_stream(seen, stream, chosen)
    if request.json:
        write(request.renderer.opened(seen, stream, opened_with))
    elif qr:
        tell(why_words(seen, stream))
        watching.draw(stream.url)
    elif opened_with is None:
        write(stream.url)
    elif chosen.value in watching.BROWSER:
        write(request.renderer.opened(seen, stream, opened_with))
    if failure:
        raise failure


@command(
    WATCH,
    N_("Write a session to paste into a message."),
    "cacctl share culture --tz Berlin",
)
def share(
    request: Request,
    session: Annotated[list[str], SESSION],
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
    from cacctl.settings.time_zone import standard_time_doubt
    from cacctl.times import clock
    from cacctl.times.zones import zone_key
    from cacctl.viewer import sharing
    from cacctl.viewer.streams import stream_for

    seen = request.view(has_times=not tz)
    wanted = _session(seen, " ".join(session))
    zones = [clock.zone(zone_key(name)) for name in tz or ()]
    for doubt in filter(None, (standard_time_doubt(name, (wanted.start,)) for name in tz or ())):
        tell(doubt)
    told = sharing.shared(seen, wanted, stream_for(seen, wanted), zones)
    if markdown and not request.json:
        write(sharing.markdown(told))
    else:
        write(request.renderer.shared(seen, told))


@command(
    WATCH,
    N_("Export a calendar, schedule, table or page."),
    "cacctl export ical -o summit.ics",
)
def export(
    request: Request,
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help=N_("ical, schedule-xml, schedule-json, csv, markdown or json."),
            autocompletion=complete_format,
        ),
    ],
    session: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SESSION]...",
            help=N_("These sessions alone: ids, numbers, or parts of names."),
            autocompletion=complete_session,
            show_default=False,
        ),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--day",
            metavar="N|DATE",
            help=N_("The sessions of a day of the programme, or of a date in your zone."),
            autocompletion=complete_day,
        ),
    ] = None,
    find: Annotated[
        str | None,
        typer.Option("--find", metavar="TEXT", help=N_("The sessions in which all words occur.")),
    ] = None,
    alarm: Annotated[
        str | None,
        typer.Option(
            "--alarm", metavar="LENGTH", help=N_("Of ical: ring so long before each start: 10m.")
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=N_("Write into a file.")),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=N_("Overwrite an existing file."))] = False,
) -> None:
    """The sessions that all of the choices leave, in one of the formats."""
    from cacctl.base import files
    from cacctl.render import export as exports
    from cacctl.times import clock

    _needs("--force", "--output", alone=force and output is None)
    _needs("--alarm", "ical", alone=alarm is not None and format_ != "ical")
    format_ = exports.OTHER_NAMES.get(format_, format_)
    if format_ not in exports.FORMATS:
        raise UsageProblem(
            _("There is no format {name}.").format(name=repr(format_[:40])),
            i18n.suggestion(format_, exports.FORMATS),
        )
    before = clock.read_length(alarm) if alarm is not None else None
    seen = request.view(has_times=False)
    chosen = _chosen(seen, session or [], day, find)
    written = exports.FORMATS[format_](exports.Wish(seen, chosen, before))
    if output is None or str(output) == "-":
        write_bytes(written)
        return
    files.write(output, written, force=force)
    text = i18n.ngettext(
        "Wrote {count} session into {file}.", "Wrote {count} sessions into {file}.", len(chosen)
    )
    tell(text.format(count=len(chosen), file=output))


@command(
    BROWSE,
    N_("List the channels and what they carry."),
    "cacctl channels --check",
)
def channels(
    request: Request,
    check: Annotated[
        bool, typer.Option("--check", help=N_("Ask each address whether it answers."))
    ] = False,
) -> None:
    """The channels, or with --check whether their addresses answer."""
    seen = request.view(has_times=False)
    if not check:
        request.answer(request.renderer.channels(seen))
        return
    addresses = [channel.url for channel in seen.programme.channels if channel.url]
    from cacctl.cli import progress as asking

    answers = asking.ask(list(dict.fromkeys(addresses)))
    write(request.renderer.checked(seen, answers))
    _fail_unanswered(sum(not answer.ok for answer in answers))


@command(
    BROWSE,
    N_("Describe the event: theme, dates, place, organiser."),
    "cacctl about --lang ko",
)
def about(request: Request) -> None:
    """The event itself."""
    request.answer(request.renderer.about(request.view(has_times=False)))


@command(
    SETTINGS,
    N_("Refresh the schedule and show what changed."),
    "cacctl update --schedule https://www.example.org/harbour.toml",
)
def update(
    request: Request,
    accept: Annotated[
        bool, typer.Option("--accept", help=N_("Accept a version even if many sessions are gone."))
    ] = False,
) -> None:
    """The newest schedule of an address."""
    from cacctl.cli import progress as asking
    from cacctl.model.diff import changes
    from cacctl.sources import library, remote
    from cacctl.times import clock

    source = request.source
    if not source.is_address:
        raise UsageProblem(
            _("This schedule does not come from an address."),
            _("Name its URL with --schedule."),
        )
    with asking.fetching() as progress:
        found = remote.update(library.place(source), clock.now(), accept=accept, progress=progress)
    if found.failure:
        found.failure.message = found.warning
        raise found.failure
    newest = library.found(found, clock.now())
    seen = request.view(found=newest)
    news = changes(newest.replaced, seen.programme) if newest.replaced else ()
    held = bool(found.copy.held)
    request.answer(request.renderer.updated(seen, found.copy.address, news, held=held))
    library.told(source, clock.now())
    if held:
        apply = hints.command("update", accept=True)
        raise ScheduleProblem(
            _(remote.HELD_BACK), _("Apply it anyway: {command}").format(command=apply)
        )


@command(
    SETTINGS,
    N_("Show the settings and where each comes from."),
    "cacctl config",
)
def config(request: Request) -> None:
    """The settings, without a look at the schedule; what cannot be used is named as well."""
    settings, problems = request.in_force()
    write(request.renderer.config(settings, request.settings.path))
    for warning in request.settings.warnings:
        tell(warning)
    found = [*filter(None, [request.settings.problem]), *problems]
    for problem in found[:-1]:
        tell(_("cacctl: {message}").format(message=problem.message))
    if found:
        raise found[-1]


@command(
    ORGANISE,
    N_("Validate a schedule file."),
    "cacctl check my-event.toml --strict",
)
def check(
    request: Request,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE|URL",
            help=N_("A schedule, in any format that is read."),
            autocompletion=complete_schedule,
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=N_("Fail on warnings too."))] = False,
    online: Annotated[
        bool, typer.Option("--online", help=N_("Ask each address whether it answers."))
    ] = False,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="github", help=N_("Lines that GitHub's runner shows in the file.")
        ),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help=N_("Print the format's JSON Schema, for an editor."))
    ] = False,
) -> None:
    """Every problem in a file, without a look at the schedule in force."""
    from cacctl.formats import lint, loading
    from cacctl.render import diagnostics
    from cacctl.times import clock

    if format_ not in (None, "github"):
        raise UsageProblem(
            _("--format cannot be {value}.").format(value=repr(format_[:20])),
            _("It can be {languages}.").format(languages="github"),
        )
    if schema:
        write(lint.SCHEDULE_SCHEMA.read_text("utf-8").rstrip())
        return
    if not file:
        raise UsageProblem(
            _("Missing argument: {a}").format(a="FILE"),
            _("Help: {command}").format(command=hints.help_of("check")),
        )
    data, event_tz = request.data(file), request.event_zone(file)
    examined = loading.examine(data, file, clock.now(), event_tz)
    if overruled := loading.overruled_zone(examined, event_tz):
        tell(overruled)
    answers = []
    if online:
        from cacctl.cli import progress as asking

        answers = asking.ask(lint.addresses(examined))
    report = lint.report(examined, answers)
    if format_ == "github" and not request.json:
        write("\n".join([*diagnostics.github_commands(report.problems), lint.summary(report)]))
    else:
        write(request.renderer.report(report))
    _judge(report, strict=strict)


@command(
    ORGANISE,
    N_("Create a schedule file to start from."),
    "cacctl new my-event.toml",
)
def new(
    request: Request,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("The file to write."))],
    force: Annotated[bool, typer.Option("--force", help=N_("Overwrite an existing file."))] = False,
) -> None:
    """A commented schedule for two days of the next month, in the viewer's zone."""
    from cacctl.base import files
    from cacctl.formats.native import template as starter

    now, tz = request.moment()
    files.write(file, starter.schedule(now, tz, str(file)).encode(), force=force)
    tell(_("Wrote {file}.").format(file=file))
    tell(_("Check it: {command}").format(command=hints.command("check", str(file))))


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code. The only place where errors become messages."""
    typed = list(sys.argv[1:] if argv is None else argv)
    arguments = usage.in_order(typed, **ANYWHERE)
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
        app = application(None if "_CACCTL_COMPLETE" in os.environ else arguments, settings)
        result = app(arguments, prog_name="cacctl", standalone_mode=False)
    except ScheduleProblem as error:
        return _fail(*_in_short(error), error.exit_code)
    except CacctlError as error:
        return _fail(error.message, error.hint, error.exit_code)
    except typer.TyperException as error:
        return _fail(*usage.explained(error, arguments, COMMANDS), error.exit_code)
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
        from cacctl.times import zones

        if not zones.are_known():
            hint = _("Install it: {command}").format(command="pip install tzdata")
            return _fail(_("This system has no time zone data."), hint, 1)
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
    located = i18n.language_of_locale(settings.environ)
    if named in i18n.LANGUAGES:
        return named
    # What is wrong with the setting is told where it is used, in the locale's language.
    kept = settings.setting("lang").value
    return kept if kept in i18n.LANGUAGES else located


def _repeated(arguments: Sequence[str]) -> dict[str, hints.Value]:
    """The options that a suggestion repeats; of `share`, --tz names readers' zones instead."""
    name = next(iter(arguments), "")
    flags, valued = ANYWHERE["flags"], ANYWHERE["valued"]
    if name == "watch":
        flags, valued = (*flags, *hints.WATCHING_FLAGS), (*valued, *hints.WATCHING)
    return {
        option.name: option.value
        for option in usage.options(arguments, flags, valued)
        if option.name in (*hints.REPEATED, *hints.WATCHING)
        and not (name == "share" and option.name == "tz")
    }


def _in_short(error: ScheduleProblem) -> tuple[str, str]:
    """What a viewer needs of a schedule that cannot be used: one line, and how to see all."""
    if not error.problems:
        return error.message, error.hint
    check = _("See why: {command}").format(command=hints.command("check", error.file))
    return error.message, check


def _fail(message: str, hint: str, code: int) -> int:
    for line in (_("cacctl: {message}").format(message=message), hint):
        if line:
            tell(line)
    return code


def _follow(request: Request) -> None:
    """The board on a terminal, else a line at each change."""
    from cacctl.live import follow as following
    from cacctl.render import json as documents
    from cacctl.render import plain

    seen = request.view()
    clock, newest = request.clock(seen), request.newest(seen)
    if request.json or request.plain or not can_redraw(sys.stdout):
        line = documents.change if request.json else plain.change
        following.tell_changes(seen, clock, newest, line)
    else:
        following.show_board(seen, clock, newest)


def _needs(option: str, other: str, *, alone: bool) -> None:
    if alone:
        raise UsageProblem(
            _("{option} is for {other}.").format(option=option, other=other),
            _("Add {other}, or leave it out.").format(other=other),
        )


def _exclude(option: str, others: dict[str, bool]) -> None:
    """Refuse an option together with one of the others that is given."""
    for other, is_given in others.items():
        if is_given:
            raise UsageProblem(
                _("{option} and {other} exclude each other.").format(option=option, other=other),
                _("Leave one of them out."),
            )


def _status(request: Request, template: str, otherwise: str, *, follow: bool) -> None:
    """A line for a bar, which has no use for an error: it gets `otherwise` instead."""
    from cacctl.render import status_line

    for text in (template, otherwise):
        status_line.check_template(text)
    try:
        seen = request.view(quiet=True)
        line = status_line.line(seen, template, otherwise)
        if follow:
            from cacctl.live import follow as following

            clock, newest = request.clock(seen), request.newest(seen)
            following.tell_lines(
                seen, clock, newest, lambda seen: status_line.line(seen, template, otherwise)
            )
            return
    except CacctlError as error:
        _fail(error.message, error.hint, error.exit_code)
        line = status_line.plain(otherwise)
    write(line)


def _judge(report: "Report", *, strict: bool) -> None:
    """Fail where the report says so, in the schedule first."""
    if report.counts is None:
        raise ScheduleProblem(_("{file} cannot be used.").format(file=report.file))
    if strict and report.warnings:
        raise ScheduleProblem(
            _("{file} has warnings.").format(file=report.file),
            _("Without --strict they are no failure."),
        )
    _fail_unanswered(report.unanswered)


def _fail_unanswered(count: int) -> None:
    if count:
        text = i18n.ngettext(
            "{count} address does not answer.", "{count} addresses do not answer.", count
        )
        raise NetworkProblem(text.format(count=count))


def _day(seen: "View", text: str) -> "Day | date":
    """A programme day by its number, or a date in the viewer's zone."""
    from cacctl.times import clock

    days = seen.programme.whole.days()
    numbered = {str(day.number): day for day in seen.programme.days()}
    if (number := text.removesuffix("일차")) in numbered:
        return numbered[number]
    if number in (str(day.number) for day in days):
        raise UsageProblem(
            _("None of these sessions is on day {number}.").format(number=number),
            _("Their days are {numbers}.").format(numbers=", ".join(numbered)),
        )
    if found := clock.read_date(text, seen.today, days[0].date, days[-1].date):
        return found
    raise UsageProblem(
        _("There is no day {name}.").format(name=repr(text[:40])),
        _("Write 1 to {count}, a date such as {date}, tomorrow or a weekday.").format(
            count=len(days), date=days[0].date.isoformat()
        ),
    )


def _chosen(
    seen: "View", named: Sequence[str], day: str | None, query: str | None
) -> list["Session"]:
    """The sessions that all choices leave, in order. Raises UsageProblem where they leave none."""
    from cacctl.viewer.selection import all_sessions_hint

    choices: list[Iterable[Session]] = []
    if named:
        choices.append(_session(seen, text) for text in named)
    if day is not None:
        meant = _day(seen, day)
        choices.append(seen.sessions_on(meant) if isinstance(meant, date) else meant.sessions)
    if query is not None:
        choices.append(match.session for match in seen.programme.find(query))
    left = {session.id for session in seen.programme.sessions}
    for choice in choices:
        left &= {session.id for session in choice}
    if not left:
        raise UsageProblem(
            _("No session is left by what was asked for."),
            all_sessions_hint(seen.programme),
        )
    return [session for session in seen.programme.sessions if session.id in left]


def _session(seen: "View", text: str) -> "Session":
    from cacctl.viewer.names import SEPARATOR, part_words
    from cacctl.viewer.selection import all_sessions_hint

    found = seen.programme.named(text)
    if len(found) == 1:
        return found[0]
    if not found:
        hint = all_sessions_hint(seen.programme)
        if seen.programme.part:
            hint = _("It was looked for only in {part}.").format(part=part_words(seen))
        if near := seen.programme.nearest(text):
            hint = _("Did you mean {b}?").format(b=f"{near.id} ({seen.name(near)})")
        raise UsageProblem(_("There is no session {name}.").format(name=repr(text[:40])), hint)
    candidates = [f"{session.id} ({seen.name(session)})" for session in found[:MOST_CANDIDATES]]
    if len(found) > MOST_CANDIDATES:
        candidates.append("…")
    raise UsageProblem(
        _("{name} can mean several sessions.").format(name=text[:40]),
        _("Say which: {sessions}").format(sessions=SEPARATOR.join(candidates)),
    )
