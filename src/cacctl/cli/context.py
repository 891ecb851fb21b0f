"""The request that every command gets: the common options, with the settings for the others."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cacctl.base import hints
from cacctl.base.errors import CacctlError, NothingToOpen, UsageProblem
from cacctl.base.hints import similar, suggestion
from cacctl.base.i18n import _, use_language
from cacctl.base.names import read_language, read_preferred_platform
from cacctl.base.terminal import can_redraw, has_colour, is_terminal, tell, width, write
from cacctl.settings.settings import COMPANIONS, EVENT_NAME, Setting, Settings

if TYPE_CHECKING:
    from cacctl.formats.loading import Loaded
    from cacctl.live.ticker import Clock, Newest
    from cacctl.model.programme import Programme
    from cacctl.render.base import Renderer
    from cacctl.settings.time_zone import ViewerZone
    from cacctl.sources.base import Source
    from cacctl.sources.companion import Access, Companion
    from cacctl.viewer.view import View

LOOK_INTERVAL = timedelta(seconds=30)
"""How often the further resources of a schedule are looked at while cacctl runs."""


def tell_problem(message: str, hint: str) -> None:
    """Write an error message, and a hint if there is one, to standard error."""
    tell(_("cacctl: {message}").format(message=message))
    if hint:
        tell(hint)


def write_qr(url: str) -> None:
    """Write a URL as a QR code, if the terminal is wide enough, and as text."""
    from cacctl.render import qr

    drawn = qr.draw(url, width(), colour=has_colour(sys.stdout), encoding=sys.stdout.encoding)
    if drawn is None:
        tell(_("The terminal is too narrow for a QR code."))
    write(f"{drawn}\n{url}" if drawn else url)


class Request(NamedTuple):
    """The common options of a command line, and the settings.

    Most commands show their `announced_view`, which is made with `load`, `view` and `announce`.
    """

    settings: Settings
    tz: str | None = None
    lang: str | None = None
    at: str | None = None
    track: str | None = None
    room: str | None = None
    schedule: str | None = None
    event: str | None = None
    event_tz: str | None = None
    offline: bool = False
    allow_http: bool = False
    json: bool = False
    plain: bool = False
    no_pager: bool = False

    def answer(self, text: str) -> None:
        """Write an answer, through the pager if it is longer than the terminal."""
        if not self.no_pager and can_redraw(sys.stdout):
            from cacctl.base import pager

            if pager.is_needed(text) and pager.shown(text, self.settings.environ):
                return
        write(text)

    def load(self) -> "Loaded":
        """Load the schedule, from its URL if a refresh is due. Raises CacctlError."""
        from cacctl.times import clock

        if self.settings.problem:
            raise self.settings.problem
        try:
            loaded = self.source.load(clock.now())
        except CacctlError:
            # They may be why: `[event.mine]` instead of `[events.mine]`.
            for warning in self.settings.warnings:
                tell(warning)
            raise
        return self.completed(loaded)

    def completed(
        self,
        loaded: "Loaded",
        given: str | None = None,
        *,
        resources: bool = True,
    ) -> "Loaded":
        """Return a schedule with what its further resources and the settings of its event add.

        The event is the one `given`, else that of the options and settings. Resources are refreshed
        if that is due; or they are left out.
        """
        name = given or self.setting("schedule").value or ""
        if resources and self.has_resources(loaded.programme, name):
            from cacctl.sources import companion
            from cacctl.times import clock

            access = self.access(is_update=False)
            found = self.resources(loaded.programme, name)
            loaded = companion.complete(loaded, found, clock.now(), access)
        streams = self.settings.event_streams.get(name)
        if streams is None:
            return loaded
        from cacctl.sources.additions import with_streams_of_rules

        return with_streams_of_rules(loaded, streams)

    def resources(self, programme: "Programme", name: str) -> "Iterator[Companion]":
        """Yield the further resources that a schedule or the settings of its event name."""
        from cacctl.sources.companion import companions

        return companions(programme, self.source_of(name), self.settings.companions.get(name, {}))

    def refuse_private(self, url: str, *arguments: str, **options: hints.Value) -> None:
        """Raise NothingToOpen for a URL on a private network that a schedule from elsewhere names.

        `arguments` and `options` are the command that opens it anyway, with --allow-private.
        """
        if host := self.host_that_leads_inside(url):
            text = _("{url}, from the schedule at {host}, is on a private network.")
            command = hints.command(*arguments, **options, allow_private=True)
            raise NothingToOpen(
                text.format(url=url, host=host),
                _("To open it anyway: {command}").format(command=command),
            )

    def host_that_leads_inside(self, url: str) -> str:
        """Return the host of a schedule from elsewhere if `url` is on a private network, or ""."""
        from urllib.parse import urlsplit

        from cacctl.base.urls import is_private

        host = urlsplit(self.source.url).hostname or ""
        return host if host != urlsplit(url).hostname and is_private(url) else ""

    def access(self, *, is_update: bool) -> "Access":
        """Return how the options let resources be fetched; for an update, due or not."""
        from cacctl.sources import cache
        from cacctl.sources.companion import Access

        return Access(cache.folder(), self.offline, self.allow_http, is_update)

    def has_resources(self, programme: "Programme", name: str) -> bool:
        """Return whether a schedule or the settings of its event name further resources."""
        in_schedule = any(getattr(programme.event, key) for key in COMPANIONS)
        return in_schedule or bool(self.settings.companions.get(name))

    def view(self, loaded: "Loaded", *, awake: str | None = None) -> "View":
        """Return the viewer's view of a schedule, and use their language from now on.

        Raises UsageProblem for wrong options.
        """
        from cacctl.sources.bundled import BundledSource
        from cacctl.times import clock, parse
        from cacctl.viewer.view import View

        programme, now = loaded.programme, clock.now()
        tz = self._zone((now, programme.start, programme.end)).tz
        now = self._at.read(lambda at: parse.read_time(at, tz, now, programme.dates(tz)), now)
        self._use_language(programme)
        return View(
            self._part(programme),
            now,
            tz,
            hours=self.setting("clock").read(parse.read_hours, 24),
            waking=self.setting("awake", awake).read(parse.read_waking, clock.Waking()),
            platform=self.setting("platform").read(read_preferred_platform, None),
            bundled=isinstance(self.source, BundledSource),
        )

    def announced_view(self, *, awake: str | None = None, has_times: bool = True) -> "View":
        """Load the schedule, write warnings and what changed in it, and return the view of it.

        Raises CacctlError.
        """
        loaded = self.load()
        view = self.view(loaded, awake=awake)
        self.announce(loaded, view, has_times=has_times)
        return view

    def announce(self, loaded: "Loaded", view: "View", *, has_times: bool = True) -> None:
        """Write warnings, and what changed in the schedule since this viewer last saw it."""
        self.warn(loaded, view, has_times=has_times)
        if loaded.replaced:
            from cacctl.model.diff import changes
            from cacctl.times import clock
            from cacctl.viewer.changes import lines

            for line in lines(view, changes(loaded.replaced, loaded.programme)):
                tell(line)
            self.source.mark_changes_shown(clock.now())

    def warn(self, loaded: "Loaded", view: "View", *, has_times: bool = True) -> None:
        """Write warnings about the schedule and the settings.

        For an answer that `has_times`, that includes the viewer's zone.
        """
        from cacctl.settings.time_zone import standard_time_warning
        from cacctl.times import clock
        from cacctl.viewer.times import moment_words

        instants = (clock.now(), loaded.programme.start, loaded.programme.end)
        event_zone = self._event_zone(self.setting("schedule").value).value or ""
        warnings = [
            self._zone(instants).warning if has_times else "",
            standard_time_warning(event_zone, instants),
            *self.settings.warnings,
            *loaded.warnings,
        ]
        if self._at.value and self._at.origin == "environment":
            text = _("Pretending it is {moment} (CACCTL_AT).")
            warnings.append(text.format(moment=moment_words(view)))
        for warning in filter(None, warnings):
            tell(warning)

    def _zone(self, instants: Sequence[datetime]) -> "ViewerZone":
        from cacctl.settings.time_zone import viewer_zone

        return viewer_zone(self.setting("tz"), self.settings.environ, instants)

    @property
    def source(self) -> "Source":
        """The source of the schedule that the options and settings name."""
        return self.source_of(self.setting("schedule").value)

    def with_event(self, name: str | None = None, *, quiet: bool = False) -> "Request":
        """Return the request with its event among those of the settings, if a directory has it.

        It is the event given, else that of the options and settings. Directories are read only for
        what is neither an event of the settings nor a file. Raises UsageProblem for an unknown one,
        and for one whose settings are wrong, unless it is the one given or `quiet`.
        """
        if self.event is not None and self.schedule is not None:
            raise UsageProblem(
                _("{option} cannot be used with {other}.").format(
                    option="--event", other="--schedule"
                ),
                _("Use only one of these options."),
            )
        setting = Setting(name, "flag") if name else self.setting("schedule")
        given = setting.value
        if self.settings.problem or not given:
            return self
        problems = self.settings.event_problems.get(given, ())
        if problems and not (name or quiet):
            raise problems[0]
        if problems or given in self.settings.events:
            return self
        from cacctl.base import files

        # Of the settings file, what is a file has become a path.
        is_name = bool(re.fullmatch(EVENT_NAME, given))
        is_event = self.event is not None or (is_name and setting.origin == "file")
        if is_event or (is_name and not files.exists(Path(given))):
            return self._with_known_event(
                given, is_event=is_event, is_checked=bool(name), quiet=quiet
            )
        return self

    def _with_known_event(
        self, name: str, *, is_event: bool, is_checked: bool, quiet: bool
    ) -> "Request":
        from cacctl.model import directory
        from cacctl.sources import directories
        from cacctl.times import clock

        now = clock.now()
        found = directories.read(self.settings, now, self.access(is_update=False))
        event = directory.named(name, found.events, now.date())
        wrong = directory.named(name, found.unusable, now.date())
        # Mistakes in other events are no concern of this one.
        is_fine = event and event.schedule and not wrong and not is_checked
        for warning in () if quiet else found.failures if is_fine else found.warnings:
            tell(warning)
        if event and event.schedule:
            return self._replace(settings=directories.with_event(self.settings, name, event))
        if event:
            text = _("No schedule is available for {name} yet.")
            hint = _("For news, see {url}").format(url=event.sources[0]) if event.sources else ""
            if own := directories.own_name(self.settings, event):
                text = _("No schedule is available for {name} in the event directory.")
                line = hints.command("", event=own, schedule=None)
                hint = _("To open it with your settings: {command}").format(command=line)
            raise UsageProblem(text.format(name=event.id), hint)
        if wrong:
            text = _("{location}: the entry for {name} has an error.")
            command = hints.command("check", wrong.location.rpartition(":")[0])
            raise UsageProblem(
                text.format(location=wrong.location, name=wrong.id),
                _("To list the problems: {command}").format(command=command),
            )
        known = [*self.settings.events, *directory.names(found.events)]
        near = similar(name, known)
        if not (is_event or near or self.settings.events):
            return self  # It is the name of a file that does not exist.
        hint = _("To list the events: {command}").format(command=hints.command("events"))
        if near:
            hint = suggestion(name, near)
        raise UsageProblem(_("Unknown event: {name}.").format(name=repr(name[:40])), hint)

    def source_of(self, given: str | None) -> "Source":
        """Return the source for a path, a URL or the name of an event in the settings."""
        from cacctl.sources.locate import locate

        return locate(
            given,
            {name: event.value or "" for name, event in self.settings.events.items()},
            offline=self.offline,
            allow_http=self.allow_http,
            event_tz=self.event_zone(given),
        )

    def event_zone(self, given: str | None) -> str:
        """Return the IANA key of the zone for a schedule that has none, or an empty text."""
        from cacctl.times.zones import event_zone_key

        return self._event_zone(given).read(event_zone_key, "")

    def _event_zone(self, given: str | None) -> Setting:
        """Return the value of --event-tz, else of the event with that name in the settings."""
        if self.event_tz is not None:
            return Setting(self.event_tz, "flag", "--event-tz")
        return self.settings.event_zones.get(given or "", Setting(None, "default"))

    def moment(self) -> tuple[datetime, tzinfo]:
        """Return the time to answer for and the viewer's zone, without loading a schedule."""
        from cacctl.times import clock, parse

        if self.settings.problem:
            raise self.settings.problem
        now = clock.now()
        tz = self._zone((now,)).tz
        return self._at.read(lambda at: parse.read_time(at, tz, now), now), tz

    @property
    def _at(self) -> Setting:
        if self.at is not None:
            return Setting(self.at, "flag", "--at")
        return Setting(self.settings.environ.get("CACCTL_AT") or None, "environment", "CACCTL_AT")

    def setting(self, name: str, own: str | None = None) -> Setting:
        """Return a setting in force; `own` is the value of an option that only the command has.

        --event is a schedule by its name.
        """
        if name == "schedule" and self.event is not None:
            return Setting(self.event, "flag", "--event")
        shared = getattr(self, name) if name in self._fields else None
        return self.settings.setting(name, shared if own is None else own)

    def _use_language(self, programme: "Programme") -> None:
        """Use the language of --lang for the texts of the schedule and for its streams.

        It may be one that only a channel streams in. Raises UsageProblem for any other.
        """
        if self.lang is None:
            self.setting("lang").read(read_language, "")
            return
        from cacctl.model.programme import UNDETERMINED

        spoken = (c.lang for c in programme.channels if c.lang != UNDETERMINED)
        use_language(read_language(self.lang, spoken))

    def clock(self, view: "View") -> "Clock":
        """Return a clock that runs on from the time that the view is for."""
        from cacctl.times import clock

        ahead = view.now - clock.now() if self._at.value else timedelta()
        return lambda: clock.now() + ahead

    def newest(self, view: "View") -> "Newest":
        """Return a function that returns the newest programme, reloaded if that is due."""
        from cacctl.times import clock

        source, part = self.source, view.programme
        has_resources = self.has_resources(part, self.setting("schedule").value or "")
        looked = clock.now()

        def newest() -> "Programme":
            nonlocal part, looked
            now = clock.now()
            loaded = source.reload_if_due(now)
            # A schedule that stays as it is can have resources that change.
            if not loaded and has_resources and abs(now - looked) >= LOOK_INTERVAL:
                looked = now
                with suppress(CacctlError):
                    loaded = source.load(now)
            if loaded:
                looked = now
                part = self._part(self.completed(loaded).programme)
            return part

        return newest

    def _part(self, programme: "Programme") -> "Programme":
        """Return the sessions in the rooms and tracks of the options, or all sessions."""
        if self.room is None and self.track is None:
            return programme
        from cacctl.viewer.selection import selected_part

        return selected_part(programme, room=self.room, track=self.track)

    @property
    def renderer(self) -> "Renderer":
        """The renderer of the options, else for a terminal, or of plain lines in a pipe."""
        from cacctl.render import renderer

        if self.json:
            return renderer("json")
        return renderer("plain" if self.plain or not is_terminal(sys.stdout) else "terminal")
