"""The options that every command shares, and what the shell offers for each value."""

import functools
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, ParamSpec, cast

import typer
from typer.models import OptionInfo

from cacctl.base import hints
from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import LANGUAGES, LOCALE_VARIABLES, N_, _, language, read_language, suggestion
from cacctl.base.sanitize import visible
from cacctl.base.terminal import is_longer_than_the_terminal, is_terminal, tell, write
from cacctl.cli.help import COMMON
from cacctl.settings.settings import OPTIONS, InForce, Setting, Settings, read_settings

if TYPE_CHECKING:
    from cacctl.live.ticker import Clock, Newest
    from cacctl.model.programme import Grouping, Programme
    from cacctl.render.base import Renderer
    from cacctl.sources.library import Found, Source
    from cacctl.viewer.view import View


class Request(NamedTuple):
    """What the shared options say, and the settings behind them."""

    tz: str | None
    lang: str | None
    at: str | None
    track: str | None
    room: str | None
    schedule: str | None
    event_tz: str | None
    offline: bool
    allow_http: bool
    json: bool
    plain: bool
    no_pager: bool
    settings: Settings

    def answer(self, text: str) -> None:
        """Write an answer; one that is longer than the terminal goes through the pager."""
        if not self.no_pager and is_longer_than_the_terminal(text):
            from cacctl.base import pager

            if pager.shown(text, self.settings.environ):
                return
        write(text)

    def view(
        self,
        *,
        awake: str | None = None,
        quiet: bool = False,
        has_times: bool = True,
        found: "Found | None" = None,
    ) -> "View":
        """The programme as this viewer sees it, in the schedule that is meant or was `found`.

        Doubts of the zone, where the answer `has_times` in it, warnings and news are told, unless
        `quiet`. Raises CacctlError for options that cannot be.
        """
        from cacctl.settings.time_zone import standard_time_doubt, viewer_zone
        from cacctl.sources import library
        from cacctl.times import clock
        from cacctl.viewer.times import moment_words
        from cacctl.viewer.view import View

        settings = self.settings
        if settings.problem:
            raise settings.problem
        now, source = clock.now(), self.source
        told = found is not None or quiet
        found = found or library.schedule(source, now)
        programme = found.programme
        instants = (now, programme.start, programme.end)
        tz, doubt = viewer_zone(self.setting("tz"), settings.environ, instants)
        event_zone = self._event_zone(self.setting("schedule").value).value or ""
        doubts = [doubt if has_times else "", standard_time_doubt(event_zone, instants)]
        remarks = [] if quiet else [*doubts, *settings.warnings, *found.warnings]
        for remark in filter(None, remarks):
            tell(remark)
        if self._at:
            now = clock.read_time(self._at, tz, now)
        seen = View(
            self._part(programme),
            now,
            tz,
            self._language_of(programme),
            hours=self.setting("clock").read(clock.read_hours, 24),
            waking=self.setting("awake", awake).read(clock.read_waking, clock.Waking()),
            platform=self.setting("platform").read(str.lower, None),
            bundled=source.place is None,
        )
        if self.at is None and self._at and not quiet:
            text = _("Answering as if it were {moment} (CACCTL_AT).")
            tell(text.format(moment=moment_words(seen)))
        if found.replaced and not told:
            from cacctl.model.diff import changes
            from cacctl.viewer import changes as news

            for line in news.lines(seen, changes(found.replaced, programme)):
                tell(line)
            library.told(source, clock.now())
        return seen

    @property
    def source(self) -> "Source":
        """The schedule that is meant."""
        given = self.setting("schedule").value
        events = self.settings.events
        named = given and given not in events and re.fullmatch(r"[\w-]+", given)
        if given and events and named and not Path(given).exists():
            text = _("There is no event {name} in the settings.")
            raise UsageProblem(text.format(name=given), suggestion(given, events))
        return self.source_of(given)

    def source_of(self, given: str | None) -> "Source":
        """A path, an address or a name of the settings, with what the options say of it."""
        from cacctl.sources import library

        return library.source(
            given,
            self.settings.events,
            offline=self.offline,
            allow_http=self.allow_http,
            event_tz=self.event_zone(given),
        )

    def event_zone(self, given: str | None) -> str:
        """The event's zone where its schedule names none: an IANA key, or nothing."""
        from cacctl.times.zones import event_zone_key

        return self._event_zone(given).read(event_zone_key, "")

    def _event_zone(self, given: str | None) -> Setting:
        """What `--event-tz` says, else the settings of the event with that name."""
        if self.event_tz is not None:
            return Setting(self.event_tz, "flag", "--event-tz")
        return self.settings.event_zones.get(given or "", Setting(None, "default"))

    def data(self, given: str) -> bytes:
        """What stands in a file or at an address, read as a schedule or not."""
        from cacctl.formats import loading
        from cacctl.sources import library

        source = self.source_of(given)
        if not source.is_address:
            return loading.read_bytes(Path(source.place or given))
        from cacctl.cli import progress as asking
        from cacctl.sources import remote

        with asking.fetching() as progress:
            return remote.body(library.place(source), offline=self.offline, progress=progress)

    def moment(self) -> tuple[datetime, tzinfo]:
        """The moment to answer for, and the viewer's zone, without a look at a schedule."""
        from cacctl.settings.time_zone import viewer_zone
        from cacctl.times import clock

        if self.settings.problem:
            raise self.settings.problem
        now = clock.now()
        tz = viewer_zone(self.setting("tz"), self.settings.environ, (now,)).tz
        return clock.read_time(self._at, tz, now) if self._at else now, tz

    @property
    def _at(self) -> str | None:
        return self.at if self.at is not None else self.settings.environ.get("CACCTL_AT")

    def in_force(self) -> tuple[list[InForce], list[UsageProblem]]:
        """Every setting in force, and what is wrong with those that cannot be used."""
        from cacctl.times.zones import event_zone_key

        settings, problems = [], []
        for name in OPTIONS:
            setting = self._with_system(name, self.setting(name))
            try:
                value = self._value_of(name, setting)
            except UsageProblem as error:
                value = setting.value
                problems.append(error)
            settings.append(InForce(name, value, setting))
        for name, place in self.settings.events.items():
            origin = Setting(place, "file", visible(str(self.settings.path)))
            settings.append(InForce(f"events.{name}", place, origin))
            if zone := self.settings.event_zones.get(name):
                key = zone.value
                try:
                    key = zone.read(event_zone_key, key)
                except UsageProblem as error:
                    problems.append(error)
                settings.append(InForce(f"events.{name}.event_tz", key, zone))
        return settings, problems

    def _with_system(self, name: str, setting: Setting) -> Setting:
        """The setting, or the system's variable that stands in for it."""
        if setting.origin != "default":
            return setting
        variables = {"tz": ("TZ",), "lang": LOCALE_VARIABLES}.get(name, ())
        for variable in variables:
            if self.settings.environ.get(variable):
                return Setting(None, "environment", variable)
        return setting

    def _value_of(self, name: str, setting: Setting) -> str | None:
        from cacctl.settings.time_zone import viewer_zone
        from cacctl.times import clock

        match name:
            case "tz":
                return clock.zone_name(viewer_zone(setting, self.settings.environ, ()).tz)
            case "lang":
                return setting.read(read_language, language())
            case "awake":
                return clock.waking_words(setting.read(clock.read_waking, clock.Waking()), 24)
            case "clock":
                return str(setting.read(clock.read_hours, 24))
        return setting.value

    def setting(self, name: str, asked: str | None = None) -> Setting:
        """A setting in force; `asked` is what a command's own option says of it."""
        shared = getattr(self, name) if name in SHARED else None
        return self.settings.setting(name, shared if asked is None else asked)

    def _language_of(self, programme: "Programme") -> str:
        """The language asked for: one of cacctl's own, or one that a channel speaks.

        An event in German can be watched in German, while cacctl itself goes on in its own.
        """
        if self.lang is None:
            return self.setting("lang").read(read_language, language())
        from cacctl.model.programme import UNDETERMINED

        spoken = (c.lang for c in programme.channels if c.lang != UNDETERMINED)
        known = dict.fromkeys([*LANGUAGES, *spoken])
        if self.lang in known:
            return self.lang
        raise UsageProblem(
            _("--lang cannot be {value}.").format(value=repr(self.lang[:20])),
            _("It can be {languages}.").format(languages=", ".join(known)),
        )

    def clock(self, seen: "View") -> "Clock":
        """The clock that runs on from the moment that is answered for."""
        from cacctl.times import clock

        ahead = seen.now - clock.now() if self._at else timedelta()
        return lambda: clock.now() + ahead

    def newest(self, seen: "View") -> "Newest":
        """The programme as it is whenever it is asked for, in a file or at an address."""
        from cacctl.sources import library
        from cacctl.times import clock

        feed, part = library.Feed(self.source, seen.programme.whole), seen.programme

        def newest() -> "Programme":
            nonlocal part
            programme = feed.programme(clock.now())
            if programme is not part.whole:
                part = self._part(programme)
            return part

        return newest

    def _part(self, programme: "Programme") -> "Programme":
        """What is in the rooms and on the tracks that were asked for, else all of it."""
        if self.room is None and self.track is None:
            return programme
        from cacctl.viewer.selection import selected_part

        return selected_part(
            programme, self._language_of(programme), room=self.room, track=self.track
        )

    @property
    def renderer(self) -> "Renderer":
        """JSON or plain lines where asked for; else tables on a terminal, plain lines in a pipe."""
        from cacctl.render.base import renderer

        if self.json:
            return renderer("json")
        return renderer("plain" if self.plain or not is_terminal(sys.stdout) else "screen")


Offer = str | tuple[str, str]
"""What can be completed: a word, or a word with a description."""
P = ParamSpec("P")


def offering(complete: Callable[P, Iterable[Offer]]) -> Callable[P, list[Offer]]:
    """Offer only words that no shell obeys or has to quote, and harmless descriptions.

    bash types a word as it is, and zsh evaluates it. Where no word is left, the shell completes
    files by itself, and quotes their names.
    """

    @functools.wraps(complete)
    def safe(*args: P.args, **kwargs: P.kwargs) -> list[Offer]:
        offers = list[Offer]()
        for offer in complete(*args, **kwargs):
            word, *description = (offer,) if isinstance(offer, str) else offer
            if _is_plain(word):
                offers.append((word, _harmless(description[0])) if description else word)
        return offers

    return safe


@offering
def complete_zone(incomplete: str) -> Iterator[Offer]:
    """Zones by their keys and, once something is typed, their cities."""
    from cacctl.times.zones import zone_names

    wanted = incomplete.casefold().replace(" ", "_")
    for name in zone_names():
        city = name.rpartition("/")[2]
        if name.casefold().startswith(wanted):
            yield name
        elif incomplete and city.startswith(incomplete):
            yield city


@offering
def complete_language(incomplete: str) -> list[Offer]:
    """The languages of cacctl itself."""
    return [lang for lang in LANGUAGES if lang.startswith(incomplete)]


@offering
def complete_session(context: typer.Context, incomplete: str) -> list[Offer]:
    """The ids of the sessions, with their names."""
    from cacctl.model.programme import in_language

    programme = _programme_of(context)
    return [
        (session.id, in_language(session.name, language()))
        for session in (programme.sessions if programme else ())
        if session.id.startswith(incomplete)
    ]


@offering
def complete_schedule(incomplete: str) -> list[Offer]:
    """The names of events in the settings. Files are the shell's own to complete."""
    return [n for n in read_settings(os.environ).events if n.startswith(incomplete)]


@offering
def complete_day(context: typer.Context, incomplete: str) -> list[Offer]:
    """The numbers and dates of the programme days."""
    programme = _programme_of(context)
    offered = []
    for day in programme.days() if programme else ():
        offered.append((str(day.number), day.date.isoformat()))
        offered.append((day.date.isoformat(), f"{day.number}"))
    return [offer for offer in offered if offer[0].startswith(incomplete)]


@offering
def complete_room(context: typer.Context, incomplete: str) -> list[Offer]:
    """The schedule's rooms."""
    return _groups(context, "room", incomplete)


@offering
def complete_track(context: typer.Context, incomplete: str) -> list[Offer]:
    """The schedule's tracks."""
    return _groups(context, "track", incomplete)


@offering
def complete_format(incomplete: str) -> list[Offer]:
    """The formats that a programme can be exported in."""
    from cacctl.render.export import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


@offering
def complete_platform(context: typer.Context, incomplete: str) -> list[Offer]:
    """The platforms that the schedule's channels are on."""
    programme = _programme_of(context)
    platforms = dict.fromkeys(c.platform for c in programme.channels if c.url) if programme else {}
    return [platform for platform in platforms if platform.startswith(incomplete)]


SHARED = {
    "tz": Annotated[
        str | None,
        typer.Option(
            "--tz",
            metavar="ZONE",
            help=N_("Show times in this zone: Seoul, KST, UTC+9."),
            rich_help_panel=COMMON,
            autocompletion=complete_zone,
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
            autocompletion=complete_language,
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
            autocompletion=complete_track,
        ),
    ],
    "room": Annotated[
        str | None,
        typer.Option(
            "--room",
            metavar="TEXT",
            help=N_("Only sessions in matching rooms."),
            rich_help_panel=COMMON,
            autocompletion=complete_room,
        ),
    ],
    "schedule": Annotated[
        str | None,
        typer.Option(
            "--schedule",
            metavar="FILE|URL|EVENT",
            help=N_("Schedule of another event: file, URL or name."),
            rich_help_panel=COMMON,
            autocompletion=complete_schedule,
        ),
    ],
    "event_tz": Annotated[
        str | None,
        typer.Option(
            "--event-tz",
            metavar="ZONE",
            help=N_("The event's zone, if its schedule names none."),
            rich_help_panel=COMMON,
            autocompletion=complete_zone,
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
        shared: Any = {name: given.pop(name) if name in offered else None for name in SHARED}
        request = Request(**shared, settings=settings)
        command(request, **given)

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


def _programme_of(context: typer.Context) -> "Programme | None":
    """The programme that is asked about; None where it cannot be read: the shell stays quiet."""
    from cacctl.base.errors import CacctlError
    from cacctl.sources.library import schedule, source
    from cacctl.times.clock import now
    from cacctl.times.zones import event_zone_key

    settings = read_settings(os.environ)
    given = settings.setting("schedule", context.params.get("schedule")).value
    zone = settings.event_zones.get(given or "", Setting(None, "default"))
    zone = zone._replace(value=context.params.get("event_tz") or zone.value)
    try:
        meant = source(
            given,
            settings.events,
            offline=True,
            allow_http=False,
            event_tz=zone.read(event_zone_key, ""),
        )
        return schedule(meant, now()).programme
    except CacctlError:
        return None


def _groups(context: typer.Context, grouping: "Grouping", incomplete: str) -> list[Offer]:
    """Names of rooms or tracks, each as one word."""
    from cacctl.model.programme import folded, hyphenated, in_language

    programme = _programme_of(context)
    names = [
        in_language(words, language())
        for words in (programme.groups(grouping) if programme else ())
    ]
    # What does not begin as it was typed is not offered by Typer; any case of letters means it.
    return [
        (incomplete + word[len(incomplete) :], name)
        for name in names
        if (word := hyphenated(name)) and folded(word).startswith(folded(incomplete))
    ]


def _is_plain(word: str) -> bool:
    """Whether no shell reads anything but itself in a word, wherever it is typed."""
    import unicodedata

    return all(
        letter.isalnum() or letter in "-_.,+:/@" or unicodedata.category(letter)[0] == "M"
        for letter in word
    )


def _harmless(text: str) -> str:
    """`text` without anything that a shell or Rich, which Typer asks to render it, could obey."""
    return " ".join(re.sub(r"[^\w .,&+/()-]", " ", text).split())
