"""Files for organisers: `check` and `new`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cacctl.base import files, hints
from cacctl.base.errors import NetworkProblem, ScheduleProblem, UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.base.terminal import tell, write
from cacctl.cli.context import Request
from cacctl.cli.options import Force, completion
from cacctl.formats import lint, loading
from cacctl.formats.base import ReadResult
from cacctl.formats.diagnostics import OF_SETTINGS, Advice, PathProblem
from cacctl.formats.directory import report as directory_report
from cacctl.sources.file import FileSource
from cacctl.times import clock

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.directory.reader import Examined
    from cacctl.model.programme import Programme
    from cacctl.net.link_check import LinkStatus


def check(
    request: Request,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE|URL",
            help=N_("Schedule in any supported format."),
            autocompletion=completion("schedule"),
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=N_("Treat warnings as errors."))] = False,
    online: Annotated[
        bool, typer.Option("--online", help=N_("Check that every URL works."))
    ] = False,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="github", help=N_("Print annotations for GitHub Actions.")
        ),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help=N_("Print the JSON Schema, for use in an editor."))
    ] = False,
) -> None:
    """Report every problem in a schedule."""
    if format_ not in (None, "github"):
        raise UsageProblem(
            _("Unknown format: {name}.").format(name=repr(format_[:40])),
            hints.suggestion(format_, ["github"]),
        )
    if schema:
        write(lint.SCHEDULE_SCHEMA.read_text("utf-8").rstrip())
        return
    if not file:
        raise UsageProblem(
            _("Missing argument: {a}.").format(a=_("FILE")),
            _("For help: {command}").format(command=hints.help_of("check")),
        )
    request = request.with_event(file)
    wrong = request.settings.event_problems.get(file, ())
    if wrong and file not in request.settings.events:
        raise ScheduleProblem(wrong[0].message, wrong[0].hint)
    report, offline = _report(request, file, online=online)
    if format_ == "github" and not request.json:
        from cacctl.render import diagnostics

        write(diagnostics.github(report))
    else:
        write(request.renderer.report(report))
    _judge(report, strict=strict, has_wrong_settings=bool(wrong))
    if offline:
        raise offline


def new(
    request: Request,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("File to create."))],
    force: Force = False,
) -> None:
    """Write a commented schedule of two days next month, in the viewer's zone."""
    from cacctl.formats.native import template

    now, tz = request.moment()
    files.write(file, template.schedule(now, tz, str(file)).encode(), force=force)
    tell(_("Wrote {file}.").format(file=file))
    tell(_("To validate the file: {command}").format(command=hints.command("check", str(file))))


def _report(
    request: Request, file: str, *, online: bool
) -> tuple[lint.Report, NetworkProblem | None]:
    """Return the result of a check, and why none of the URLs could be checked, if so."""
    data, event_tz = _data(request, file), request.event_zone(file)
    if directory_report.is_directory(data):
        return _directory_report(file, data, online=online)
    examined = loading.examine(data, file, clock.now(), event_tz)
    if overruled := loading.overruled_zone(examined, event_tz):
        tell(overruled)
    examined = _with_resources(request, file, examined, online=online)
    examined = _completed(request, file, examined)
    examined = examined._replace(problems=[*examined.problems, *_in_settings(request, file)])
    answers, offline = _answers(lint.urls(examined) if online else ())
    return lint.report(examined, answers), offline


def _in_settings(request: Request, name: str) -> Iterator[PathProblem]:
    """Yield what is wrong in the settings of an event."""
    settings = request.settings
    for wrong in settings.event_problems.get(name, ()):
        yield PathProblem("error", OF_SETTINGS, Advice(wrong.message, wrong.hint))
    for wrong in settings.event_warnings.get(name, ()):
        yield PathProblem("warning", OF_SETTINGS, Advice(wrong.message, wrong.hint))


def _directory_report(
    file: str, data: bytes, *, online: bool
) -> tuple[lint.Report, NetworkProblem | None]:
    from cacctl.formats.directory import reader

    examined = reader.examine(data, file)
    answers, offline = _answers(directory_report.urls(examined) if online else ())
    missing = set(_missing_files(examined))
    return directory_report.report(examined, file, answers, missing), offline


def _answers(urls: Sequence[str]) -> tuple[list["LinkStatus"], NetworkProblem | None]:
    """Request URLs; return the results, or the error if none could be reached."""
    if not urls:
        return [], None
    from cacctl.cli.progress import check_urls, offline_problem

    answers = check_urls(urls)
    offline = offline_problem(answers)
    return ([] if offline else answers), offline


def _missing_files(examined: "Examined") -> Iterator[str]:
    """Yield the paths in a directory of events at which there is no file."""
    from cacctl.sources.companion import Companion

    for event in examined.events:
        for key, location in {"schedule": event.schedule, **event.resources}.items():
            if not location or "://" in location:
                continue
            if not files.exists(Companion(key, location, is_remote=False).path):
                yield location


def _with_resources(
    request: Request, file: str, examined: ReadResult, *, online: bool
) -> ReadResult:
    """Read the further resources of a schedule; return it with them, and with what is wrong.

    Those at URLs are fetched if `online`, else left out.
    """
    if examined.programme is None or not request.has_resources(examined.programme, file):
        return examined
    from cacctl.sources.companion import content_of
    from cacctl.sources.remote import interval

    access, own = request.access(is_update=True), request.settings.companions.get(file, {})
    now = clock.now()
    programme, problems, urls = examined.programme, [*examined.problems], [*examined.urls]
    stream_urls: list[tuple[KeyPath, str]] = []
    for resource in request.resources(programme, file):
        if resource.is_remote and not online:
            continue
        path: KeyPath = OF_SETTINGS
        if resource.key not in own:
            # Other formats than cacctl's own have no key for it.
            path = ("event", resource.key) if examined.remarks is None else ()
        content, warning, failure = content_of(resource, interval(programme, now), now, access)
        hint = failure.hint if failure and not content else ""
        wrong = [Advice(warning, hint)] if warning else []
        wrong += content.mismatches(programme) if content else []
        if path in ((), OF_SETTINGS):  # Elsewhere, the path names the key.
            wrong = [advice._replace(message=resource.named(advice.message)) for advice in wrong]
        problems += [PathProblem("warning", path, advice) for advice in wrong]
        if content:
            before, programme = programme, content.added_to(programme)
            stream_urls += [(path, url) for url in _new_stream_urls(before, programme)]
            url_path = OF_SETTINGS if resource.key in own else ("event", resource.key)
            urls += [(url_path, url) for url in content.urls]
    return examined._replace(
        programme=programme, problems=problems, urls=urls, stream_urls=stream_urls
    )


def _new_stream_urls(before: "Programme", programme: "Programme") -> list[str]:
    """Return the URLs of the streams that a resource added, for browsers and for players."""
    known = {channel.id for channel in before.channels}
    added = [link for each in programme.sessions for link in each.streams]
    links = [link for link in added if link.channel not in known]
    return [url for link in links for url in (link.url, link.player_url) if url]


def _completed(request: Request, file: str, examined: ReadResult) -> ReadResult:
    """Return a schedule with what the settings of its event add to it, and report problems."""
    if examined.programme is None:
        return examined
    known = examined.programme.channels
    loaded = request.completed(loading.Loaded(examined.programme), file, resources=False)
    warnings = [PathProblem("warning", OF_SETTINGS, Advice(text, "")) for text in loaded.warnings]
    added = (c.url for c in loaded.programme.channels if c.by_rule and c not in known)
    urls = [*examined.urls, *((OF_SETTINGS, url) for url in added if url)]
    problems = [*examined.problems, *warnings]
    return examined._replace(programme=loaded.programme, problems=problems, urls=urls)


def _data(request: Request, file: str) -> bytes:
    """Return the content of a file or URL, valid or not."""
    source = request.source_of(file)
    if isinstance(source, FileSource):
        return source.read_bytes()
    from cacctl.cli.progress import fetching
    from cacctl.sources.remote import RemoteSource

    assert isinstance(source, RemoteSource)
    with fetching() as progress:
        return source.fetch_bytes(progress)


def _judge(report: lint.Report, *, strict: bool, has_wrong_settings: bool) -> None:
    """Raise the error that the report amounts to, if any."""
    if report.counts is None:
        text = _("{file} is not a valid schedule.")
        if report.is_directory:
            text = _("{file} is not a valid event directory.")
        raise ScheduleProblem(text.format(file=report.file))
    if has_wrong_settings:
        raise ScheduleProblem(_("The settings for {name} have errors.").format(name=report.file))
    if strict and report.warnings:
        raise ScheduleProblem(
            _("{file} has warnings.").format(file=report.file),
            _("Fix the warnings, or run the command without --strict."),
        )
    if report.unanswered:
        from cacctl.cli.progress import raise_unanswered

        raise_unanswered(report.unanswered)
