"""Ask yt-dlp for the videos of a channel (https://github.com/yt-dlp/yt-dlp#output-template)."""

import json
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import is_on_site_of, url_problem
from cacctl.openers import process

PROGRAM = "yt-dlp"
DEADLINE_SECONDS = 20.0
"""How long yt-dlp has for everything that it is asked for one session."""
MOST_VIDEOS = 50
"""How many videos of a list are read; the newest come first."""
LARGEST_OUTPUT_BYTES = 16 << 20
"""A single video of YouTube, with its formats and subtitles, can take 1 MiB."""
LONGEST_TITLE = 200
LONGEST_REASON = 150

# The settings file of the user is ignored: it could choose other output, or have videos downloaded.
OPTIONS = (
    "--ignore-config",
    "--dump-single-json",
    "--no-warnings",
    "--socket-timeout=10",
    "--retries=1",
    "--extractor-retries=1",
)
LIST_OPTIONS = ("--flat-playlist", f"--playlist-items=1-{MOST_VIDEOS}")
VIDEO_OPTIONS = ("--no-playlist", "--ignore-no-formats-error")

# What yt-dlp adds to the URLs of some entries, for itself.
_SMUGGLED = "#__youtubedl_smuggle="
# Kinds of entries that are a video; others are lists.
_KINDS = (None, "url", "url_transparent", "video")
_STATUSES = ("is_live", "is_upcoming", "was_live", "post_live", "not_live")


class Video(NamedTuple):
    """A video of a channel. `status` is yt-dlp's live_status, "" if it is unknown.

    `moment` is when it was or will be live, or else was published: an instant in UTC, for a date
    its noon; None if it is unknown.
    """

    url: str
    title: str
    status: str = ""
    moment: datetime | None = None


class Failed(Exception):
    """yt-dlp gave no usable response; the text says why, as the end of a sentence."""


def is_installed() -> bool:
    """Return whether yt-dlp can be started."""
    return shutil.which(PROGRAM) is not None


class YtDlp:
    """yt-dlp, with one deadline for all questions. Nothing that it writes is trusted."""

    def __init__(self, seconds: float = DEADLINE_SECONDS) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def videos(self, channel: str, urls: Sequence[str]) -> list[Video]:
        """Return the videos in the lists at `urls` that are on the site of the channel's URL.

        A list that does not exist is left out. Raises Failed where none can be had in time.
        """
        output, failure = self._ask(LIST_OPTIONS, urls)
        documents = list(_documents(output))
        if failure or not documents:
            raise Failed(failure or _reason(output))
        found: dict[str, Video] = {}
        for document in documents:
            for video in _videos(document):
                if not url_problem(video.url) and is_on_site_of(video.url, channel):
                    found.setdefault(video.url, video)
        # What fails within a list, as a search without a network does, leaves that list empty.
        if not found and len(documents) == len(urls) and _errors(output):
            raise Failed(_reason(output))
        return list(found.values())

    def dated(self, videos: Sequence[Video]) -> list[Video]:
        """Return the videos with the moments of those of which they can be had in time."""
        output, _failure = self._ask(VIDEO_OPTIONS, [video.url for video in videos])
        answers = (each for each in _documents(output) if _is_text(each, "original_url"))
        known = {each["original_url"]: each for each in answers}
        return [
            video._replace(moment=_moment(details), status=_status(details) or video.status)
            if (details := known.get(video.url))
            else video
            for video in videos
        ]

    def _ask(self, options: Sequence[str], urls: Sequence[str]) -> tuple[bytes, str | None]:
        """Return what yt-dlp writes about these URLs, and why that is not complete, if so."""
        for url in urls:
            if problem := url_problem(url):
                return b"", problem
        capture = process.Capture(self._end - time.monotonic(), LARGEST_OUTPUT_BYTES)
        failure = process.start([PROGRAM, *OPTIONS, *options, "--", *urls], capture)
        if time.monotonic() >= self._end:
            text = _("no response within {seconds} seconds")
            failure = failure and text.format(seconds=f"{self._seconds:g}")
        return capture.output, failure


def _documents(output: bytes) -> Iterator[dict[str, Any]]:
    """Yield the objects that yt-dlp wrote, one a line; the other lines are messages or null."""
    for line in output.split(b"\n"):
        if not line.startswith(b"{"):
            continue
        # A number of more than 4,300 digits is a ValueError, and so is what is not UTF-8.
        with suppress(ValueError, RecursionError):
            document = json.loads(line)
            if isinstance(document, dict):
                yield document


def _videos(document: dict[str, Any]) -> Iterator[Video]:
    """Yield the videos of a list, or the one at the URL if that is none."""
    entries = document.get("entries")
    if document.get("_type") not in ("playlist", "multi_video"):
        yield from _video(document, document.get("webpage_url"))
        return
    page = document.get("webpage_url")
    for entry in (entries if isinstance(entries, list) else ())[:MOST_VIDEOS]:
        if not isinstance(entry, dict) or entry.get("_type") not in _KINDS:
            continue
        # A video that is embedded in the listed page has only the URL of the video itself.
        own_page = entry.get("webpage_url")
        url = own_page if own_page and own_page != page else entry.get("url")
        if entry.get("ie_key") != "YoutubeTab":
            yield from _video(entry, url)


def _video(details: dict[str, Any], url: object) -> Iterator[Video]:
    if isinstance(url, str) and _is_text(details, "title"):
        title = visible(details["title"])[:LONGEST_TITLE]
        yield Video(url.partition(_SMUGGLED)[0], title, _status(details), _moment(details))


def _status(details: dict[str, Any]) -> str:
    status = details.get("live_status")
    if status in _STATUSES:
        return str(status)
    return "is_live" if details.get("is_live") is True else ""


def _moment(details: dict[str, Any]) -> datetime | None:
    """Return when a video was or will be live, or else was published."""
    for key in ("release_timestamp", "timestamp"):
        seconds = details.get(key)
        if isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0:
            # Out of range, or not a number.
            with suppress(ValueError, OverflowError, OSError):
                return datetime.fromtimestamp(seconds, UTC)
    for key in ("release_date", "upload_date"):
        if _is_text(details, key) and re.fullmatch(r"[0-9]{8}", details[key]):
            with suppress(ValueError):
                return datetime.strptime(f"{details[key]} 12 +0000", "%Y%m%d %H %z")
    return None


def _is_text(details: dict[str, Any], key: str) -> bool:
    return isinstance(details.get(key), str)


def _errors(output: bytes) -> list[str]:
    lines = output.decode("utf-8", "replace").splitlines()
    return [line for line in lines if line.startswith("ERROR: ")]


def _reason(output: bytes) -> str:
    """Return the last error that yt-dlp wrote, without its details."""
    errors = _errors(output)
    if not errors:
        return _("the response cannot be read")
    # Without the extractor, what that calls the video or the search, and what caused the error.
    reason = errors[-1].removeprefix("ERROR: ")
    reason = re.sub(r"^\[[\w:]+\] (?:\S+: )?|^query \".*\" page \d+: ", "", reason)
    reason = visible(reason.partition(" (")[0]).strip(" .:")
    return reason if len(reason) <= LONGEST_REASON else reason[:LONGEST_REASON] + "…"
