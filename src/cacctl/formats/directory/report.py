"""The check of a directory of events."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.formats import registry
from cacctl.formats.diagnostics import Advice, Problem, advise
from cacctl.formats.directory.reader import Examined
from cacctl.formats.lint import MOST_SHOWN, EventCounts, Report
from cacctl.model.directory import ListedEvent

if TYPE_CHECKING:
    from cacctl.net.link_check import LinkStatus

LONGEST_HEAD = 64 * 1024
_TABLE = rb"^[ \t]*\[\[[ \t]*event[ \t]*\]\]"
# A schedule has one [event]; with double brackets by mistake it still has these.
_OF_SCHEDULE = rb"^[ \t]*\[\[?[ \t]*(?:session|channel)[ \t]*\]"
_MENU = rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"version"\s*:\s*\d+\s*,\s*)?"schedules"\s*:'


def is_directory(data: bytes) -> bool:
    """Return whether a file is meant as a directory, by how it begins."""
    head = data[:LONGEST_HEAD]
    if registry.detect(data).name == "json":
        return bool(re.match(_MENU, head))
    if registry.detect(data) is not registry.NATIVE or re.search(_OF_SCHEDULE, head, re.MULTILINE):
        return False
    return bool(re.search(_TABLE, head, re.MULTILINE))


def urls(examined: Examined) -> list[str]:
    """Return each URL of a directory once, without those that rules make."""
    found = (url for event in examined.events for url in _urls(event))
    return list(dict.fromkeys(found))


def report(
    examined: Examined,
    source: str,
    answers: Sequence["LinkStatus"] = (),
    missing: Collection[str] = (),
) -> Report:
    """Check a directory.

    `answers` are the results of requests to its URLs, and `missing` the paths in it without a file.
    """
    silent = list(_unanswered(examined, answers))
    found = [*examined.problems, *_missing(examined, missing)]
    is_wrong = any(problem.severity == "error" for problem in found)
    problems = sorted([*found, *silent], key=lambda problem: problem.line)
    return Report(
        visible(source),
        examined.text,
        tuple(problems[:MOST_SHOWN]),
        None if is_wrong else EventCounts(len(examined.events)),
        len(silent),
        is_directory=True,
    )


def _missing(examined: Examined, missing: Collection[str]) -> Iterator[Problem]:
    for event in examined.events:
        for key, path in {"schedule": event.schedule, **event.resources}.items():
            if path in missing:
                text = _("{key}: file not found: {file}. Correct the path, or remove the key.")
                yield _problem(event, advise(text, key=key, file=path))


def _problem(event: ListedEvent, advice: Advice) -> Problem:
    file, _colon, line = event.location.rpartition(":")
    message, hint = map(visible, advice)
    return Problem("error", file, int(line), 1, message, hint)


def _urls(event: ListedEvent) -> Iterator[str]:
    for url in (event.schedule, *event.resources.values(), *event.sources):
        if "://" in url:
            yield url


def _unanswered(examined: Examined, answers: Sequence["LinkStatus"]) -> Iterator[Problem]:
    failed = {answer.url: answer.detail for answer in answers if not answer.ok}
    for event in examined.events:
        for url in dict.fromkeys(_urls(event)):
            if url in failed:
                text = _("{url} is broken: {reason}. Check it in a browser, then fix it.")
                yield _problem(event, advise(text, url=url, reason=failed[url]))
