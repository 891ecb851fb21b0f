"""The check of a schedule: the problems that loading finds, and probable mistakes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cacctl.base.i18n import _, ngettext
from cacctl.base.sanitize import visible
from cacctl.base.urls import is_within
from cacctl.formats.base import ReadResult
from cacctl.formats.diagnostics import OF_SETTINGS, PathProblem, Problem, advise, quoted
from cacctl.model.programme import UNDETERMINED, Programme, Session

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.net.link_check import LinkStatus

SCHEDULE_SCHEMA = Path(__file__).parents[1] / "schemas" / "schedule.schema.json"

# Nobody reads more, and a hostile file may have millions.
MOST_SHOWN = 10_000

# Domains that nobody can register (RFC 2606, RFC 6761).
PLACEHOLDERS = (
    "example",
    "invalid",
    "test",
    "localhost",
    "example.com",
    "example.net",
    "example.org",
)
# Hosts of platforms, with the paths that need another part to name a channel or a video.
INCOMPLETE_PATHS = {
    "youtube.com": ("c", "channel", "embed", "live", "playlist", "shorts", "user", "watch"),
    "youtu.be": (),
    "facebook.com": ("watch", "events", "groups"),
    "twitch.tv": (),
    "vimeo.com": ("event",),
}
BRACKETS = {")": "(", "]": "[", "}": "{"}


class Counts(NamedTuple):
    """How much a valid schedule has. `languages` are the tags of its names and topics."""

    sessions: int
    days: int
    channels: int
    languages: tuple[str, ...]


class EventCounts(NamedTuple):
    """How many events a valid directory of events has."""

    events: int


class Report(NamedTuple):
    """The result of a check, with its problems in order of their positions.

    `text` is the file's text. `counts` is None if the file is not valid. `unanswered` is the number
    of links that do not work. A directory of events `is_directory`; other files are schedules.
    """

    file: str
    text: str
    problems: tuple[Problem, ...]
    counts: Counts | EventCounts | None
    unanswered: int
    is_directory: bool = False

    @property
    def errors(self) -> int:
        """The number of errors, links that do not work among them."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        """The number of warnings."""
        return len(self.problems) - self.errors


def report(examined: ReadResult, answers: Sequence["LinkStatus"] = ()) -> Report:
    """Check a schedule. `answers` are the results of requests to its links."""
    silent = list(_unanswered(examined, answers))
    found = sorted(
        [*examined.problems, *_probable_mistakes(examined), *silent],
        key=lambda problem: problem.severity == "warning",
    )
    shown = found[:MOST_SHOWN]
    if len(shown) < len(found):
        text = advise(_("{count} more problems are not shown."), count=len(found) - len(shown))
        shown.append(PathProblem(found[MOST_SHOWN].severity, (), text))
    return Report(
        file=visible(examined.source),
        text=examined.text,
        problems=(
            *(p.located(examined.source, 0, 0) for p in shown if p.path == OF_SETTINGS),
            *examined.locate([problem for problem in shown if problem.path != OF_SETTINGS]),
        ),
        counts=_counts(examined.programme) if examined.programme else None,
        unanswered=len(silent),
    )


def urls(examined: ReadResult) -> list[str]:
    """Return each URL of the file and its streaming API once."""
    return list(dict.fromkeys(url for _path, url in (*examined.urls, *examined.stream_urls)))


def summary(report: Report) -> str:
    """Return the result in one line: `my-event.toml is valid: 15 sessions, ...`."""
    if report.counts is None or report.errors:
        return _("{file}: {counts}.").format(file=report.file, counts=_problem_words(report))
    text = _("{file} is valid: {counts}.")
    if report.warnings:
        text = _("{file} is valid: {counts}; {warnings}.")
    return text.format(
        file=report.file, counts=_count_words(report.counts), warnings=_problem_words(report)
    )


def heading(problem: Problem) -> str:
    """Return a problem with its position: `my-event.toml:12:7: error: session 3 ...`."""
    position = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    kinds = {"error": _("error"), "warning": _("warning")}
    return f"{position}: {kinds[problem.severity]}: {problem.message}"


def _problem_words(report: Report) -> str:
    errors = ngettext("{count} error", "{count} errors", report.errors)
    warnings = ngettext("{count} warning", "{count} warnings", report.warnings)
    counted = ((errors, report.errors), (warnings, report.warnings))
    return ", ".join(words.format(count=count) for words, count in counted if count)


def _count_words(counts: Counts | EventCounts) -> str:
    if isinstance(counts, EventCounts):
        return ngettext("{count} event", "{count} events", counts.events).format(
            count=counts.events
        )
    languages = len(counts.languages)
    words = [
        ngettext("{count} session", "{count} sessions", counts.sessions).format(
            count=counts.sessions
        ),
        ngettext("{count} day", "{count} days", counts.days).format(count=counts.days),
        ngettext("{count} channel", "{count} channels", counts.channels).format(
            count=counts.channels
        ),
    ]
    # Other formats may have none.
    if languages:
        text = ngettext("{count} language", "{count} languages", languages).format(count=languages)
        words.append(f"{text} ({', '.join(counts.languages)})")
    return ", ".join(words)


def _counts(programme: Programme) -> Counts:
    words = [programme.event.name]
    words += [words for session in programme.sessions for words in (session.name, session.topic)]
    tags = set(chain.from_iterable(words)) - {UNDETERMINED}
    return Counts(
        len(programme.sessions), len(programme.days()), len(programme.channels), tuple(sorted(tags))
    )


def _probable_mistakes(examined: ReadResult) -> Iterator[PathProblem]:
    """Find probable mistakes in what can be read."""
    yield from _similar_ids(examined)
    yield from _overlaps(examined)
    if examined.remarks is None:
        yield from _language_gaps(examined)
    for path, channel in examined.channels:
        if channel.carries == frozenset():
            text = _(
                "the list is empty, so the channel carries no sessions. List session IDs, or "
                "remove the key if the channel carries all sessions."
            )
            yield PathProblem("warning", (*path, "sessions"), advise(text))
    yield from _url_mistakes(examined)


def _similar_ids(examined: ReadResult) -> Iterator[PathProblem]:
    for kind in ("channel", "session"):
        first: dict[str, str] = {}
        for path, known in examined.ids:
            if path[0] == kind and (other := first.setdefault(known.lower(), known)) != known:
                text = _("{id} differs from {other} only in case. Use a different ID.")
                yield PathProblem("warning", path, advise(text, id=known, other=other))


def _overlaps(examined: ReadResult) -> Iterator[PathProblem]:
    """Find sessions that start while the same channel carries another one."""
    # With their delays, if the file is valid.
    programme = examined.programme
    actual = {session.id: session for session in programme.sessions} if programme else {}
    sessions = [(path, actual.get(s.id, s)) for path, s in examined.sessions if not s.cancelled]
    by_id = {session.id: (path, session) for path, session in sessions}
    # In other formats a room is a channel, whether or not it is streamed.
    streaming = [
        channel for _path, channel in examined.channels if channel.url or examined.remarks is None
    ]
    channels = {channel.carries: channel.id for channel in reversed(streaming)}
    reported: set[KeyPath] = set()
    for carries, channel in reversed(channels.items()):
        carried = (
            sessions
            if carries is None
            else [by_id[session_id] for session_id in carries if session_id in by_id]
        )
        before: Session | None = None
        for path, session in sorted(
            carried, key=lambda item: (item[1].start, item[1].end, item[0])
        ):
            if before and session.start < before.end and path not in reported:
                reported.add(path)
                text = _(
                    "this session overlaps with {other} on channel {channel}. Correct the times, "
                    "or list each channel's sessions."
                )
                advice = advise(text, other=quoted(before.id), channel=quoted(channel))
                yield PathProblem("warning", (*path, "start"), advice)
            if before is None or session.end > before.end:
                before = session


def _language_gaps(examined: ReadResult) -> Iterator[PathProblem]:
    """Find names and topics that lack a language that most others have."""
    for key in ("name", "topic"):
        texts = [
            ((*path, key), words)
            for path, session in examined.sessions
            # A single string is for every language.
            if (words := getattr(session, key)) and UNDETERMINED not in words
        ]
        having = Counter(chain.from_iterable(words for _path, words in texts))
        usual = [tag for tag, count in having.items() if 2 * count > len(texts) - 1]
        for path, words in texts:
            for tag in usual:
                if tag not in words:
                    text = _(
                        "this text has no {lang} version, but most sessions have one. Add {right}"
                    )
                    right = f'{key}.{tag} = "..."'
                    yield PathProblem(
                        "warning", path, advise(text, lang=tag, right=right), at_key=True
                    )


def _url_mistakes(examined: ReadResult) -> Iterator[PathProblem]:
    """Find valid URLs that are probably mistakes."""
    channels = examined.programme.channels if examined.programme else ()
    by_rule = {channel.url for channel in channels if channel.by_rule}
    reported = set()
    for path, url in examined.urls:
        text = _url_mistake(url, has_keys=examined.remarks is None)
        # Of the URLs that a rule makes, all have the same mistake.
        key = path, text, "" if url in by_rule else url
        if text and key not in reported:
            reported.add(key)
            advice = advise(text, url=url, sign=url[-1], right=f"https{url[4:]}")
            yield PathProblem("warning", path, advice)


def _url_mistake(url: str, *, has_keys: bool) -> str:
    """Return why a valid URL is probably a mistake, or "". Only cacctl's own format `has_keys`."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removesuffix(".")
    ending = url[-1]
    if any(is_within(host, name) for name in PLACEHOLDERS):
        if has_keys:
            return _("{url} is a placeholder. Enter the real URL, or remove the key for now.")
        return _("{url} is a placeholder. Enter the real URL.")
    if ending in "\"'<>,;" or url.count(ending) > url.count(BRACKETS.get(ending, ending)):
        return _("{url} seems to end in a stray {sign} character. Remove it.")
    platform = next((p for p in INCOMPLETE_PATHS if is_within(host, p)), None)
    if platform is None:
        return ""
    steps = [step for step in parts.path.split("/") if step]
    if not parts.query and (
        not steps or (len(steps) == 1 and steps[0] in INCOMPLETE_PATHS[platform])
    ):
        return _("{url} does not point to a channel or video. Copy the URL of the stream's page.")
    if parts.scheme == "http":
        return _("{url} should use https. Use {right}")
    return ""


def _unanswered(examined: ReadResult, answers: Sequence["LinkStatus"]) -> Iterator[PathProblem]:
    failed = {answer.url: answer.detail for answer in answers if not answer.ok}
    for path, url in examined.urls:
        if url in failed:
            text = _("{url} is broken: {reason}. Check it in a browser, then fix it.")
            # A rule made it, or a list has it, of the settings or of the file.
            if path in ((), OF_SETTINGS) or path[-1] in ("streams", "recordings"):
                text = _("{url} is broken: {reason}. Check the rule or list it comes from.")
            yield PathProblem("error", path, advise(text, url=url, reason=failed[url]))
    for path, url in dict.fromkeys(examined.stream_urls):
        if url in failed:
            text = _(
                "{url} from the streaming API is broken: {reason}. If the stream has not started "
                "yet, check it again later."
            )
            yield PathProblem("error", path, advise(text, url=url, reason=failed[url]))
