"""Which of a channel's videos is the one of a session. Nothing is guessed."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from cacctl.model.programme import Words
from cacctl.model.streams import MEETINGS, Stream
from cacctl.model.text import WITHOUT_BLANKS, folded, joined
from cacctl.openers.yt_dlp import Video
from cacctl.times.clock import ONE_DAY
from cacctl.viewer.streams import search_query
from cacctl.viewer.view import View

MOST_UNDATED = 4
"""Of how many videos the date is looked up, which takes seconds for each."""
STARTS_TOGETHER = timedelta(hours=1)
"""A live video that starts at most this long before or after a session is for it."""

# https://github.com/yt-dlp/yt-dlp/blob/master/yt_dlp/extractor/youtube/_tab.py has all forms.
_CHANNEL = r"(https?://(?:www\.|m\.)?youtube\.com/(?:(?:channel|c|user)/[^/?#]+|@?[^/?#]+))"
_TABS = r"(?:/(?:featured|live|streams|videos|about)?)?"
_NOT_CHANNELS = r"https?://[^/]+/(?:watch|playlist|live|embed|shorts|results|feed|hashtag)\b"


class Choice(NamedTuple):
    """The session's video, or else the `candidates`: videos that may be it."""

    video: Video | None
    candidates: tuple[Video, ...] = ()


def is_vague(stream: Stream) -> bool:
    """Return whether a stream is a channel, or a search, on which the session has its video."""
    channel = stream.channel
    if not stream.session or channel.by_rule or stream.video or channel.platform in MEETINGS:
        return False
    return stream.kind == "search" or (
        stream.kind in ("live", "channel") and stream.url == channel.url
    )


def channel_url(stream: Stream) -> str:
    """Return the URL of the channel that has the video; that of a search that is on no channel."""
    return stream.channel.url or stream.url


def lists_of(view: View, stream: Stream) -> tuple[str, ...]:
    """Return the URLs of the lists in which the video may be: those of a channel, or its own.

    On YouTube an ended session is searched for among all videos of the channel, and among its
    newest live streams, which a search does not find yet.
    """
    url = channel_url(stream)
    if re.match(_NOT_CHANNELS, url) or not (match := re.fullmatch(_CHANNEL + _TABS, url)):
        return (url,)
    streams = f"{match[1]}/streams"
    if stream.kind == "live" or stream.session is None:
        return (streams,)
    query = search_query(view, stream.session, stream.channel.lang)
    return (f"{match[1]}/search?query={query}", streams)


def resolved(stream: Stream, video: Video) -> Stream:
    """Return the stream with the URL of its video."""
    return stream._replace(url=video.url, kind="live" if stream.kind == "live" else "replay")


class Matcher:
    """Compares videos with the session of a stream."""

    def __init__(self, view: View, stream: Stream) -> None:
        assert stream.session
        self._is_live = stream.kind == "live"
        self._session, self._now = stream.session, view.now
        event = view.programme.event
        self._events = _names([event.name, event.full_name])
        self._rooms, self._own = _names([self._session.room]), _names([self._session.name])
        sessions = [s for s in view.programme.whole.sessions if s.id != self._session.id]
        names = _names(session.name for session in sessions)
        self._is_repeated = any(name in self._own for name in names)
        self._others = [name for name in names if name not in self._own]
        # "Climate & Environment" has the name of the session "Climate", but is another one.
        self._longer = [name for name in self._others if _has(self._own, name)]

    def undated(self, videos: Sequence[Video]) -> list[Video]:
        """Return the videos whose unknown date decides whether they are the session's."""
        found = [video for video in self._matching(videos) if self._distance(video) is None]
        found.sort(key=lambda video: not self._names_event(video))
        return found[:MOST_UNDATED]

    def choose(self, videos: Sequence[Video]) -> Choice:
        """Return the video of the session, if exactly one is certain, else candidates.

        Before and while a session is live, that is the channel's live or next video, within a day
        of the session; of several, the one that has the session's name, or its room's, or that
        starts with it. Afterwards it is the one with the session's name and date, within a day.
        Without a known date, the title must have the event's name as well, or nothing but the
        session's; if another session has the same name, the video must start with this one.
        """
        matching = self._matching(videos)
        certain = [video for video in matching if self._is_certain(video)]
        certain = [video for video in certain if self._distance(video) is not None] or certain
        for test in (self._has_name, self._names_room, self._starts_then):
            if self._is_live and len(certain) > 1:
                certain = [video for video in certain if test(video)] or certain
        if len(certain) == 1:
            return Choice(certain[0])
        return Choice(None, tuple(certain or [*matching, *self._published_later(videos)]))

    def _matching(self, videos: Iterable[Video]) -> list[Video]:
        """Return the videos that can be the session's, by title, status, and date if known."""
        if not self._is_live:
            found = [v for v in videos if v.status != "is_upcoming" and self._has_name(v)]
        else:
            videos = list(videos)
            found = [video for video in videos if video.status == "is_live"]
            coming = [video for video in videos if self._is_next(video)]
            if found and self._session.status(self._now) == "live":
                coming = [video for video in coming if self._has_name(video)]
            found += coming
        return [video for video in found if not self._distance(video)]

    def _is_next(self, video: Video) -> bool:
        """Return whether a video is to be live before the session ends, and is no other's."""
        if video.status != "is_upcoming" or (video.moment and video.moment >= self._session.end):
            return False
        return self._has_name(video) or not _has(self._others, video.title)

    def _published_later(self, videos: Iterable[Video]) -> list[Video]:
        """Return the videos with the names of session and event that are from days after it."""
        return [
            video
            for video in videos
            if not self._is_live and (self._distance(video) or 0) > 0
            if self._has_name(video) and self._names_event(video)
        ]

    def _is_certain(self, video: Video) -> bool:
        """Return whether a matching video can be no other session's."""
        if self._is_repeated and not self._is_live:
            return self._starts_then(video)
        if self._distance(video) is not None:
            return True
        if self._is_live:
            return self._has_name(video)
        return self._names_event(video) or _name(video.title) in self._own

    def _has_name(self, video: Video) -> bool:
        """Return whether the title has the session's name, and not a longer one with it."""
        return _has(self._own, video.title) and not _has(self._longer, video.title)

    def _names_event(self, video: Video) -> bool:
        return _has(self._events, video.title)

    def _names_room(self, video: Video) -> bool:
        return _has(self._rooms, video.title)

    def _starts_then(self, video: Video) -> bool:
        if video.moment is None:
            return False
        return abs(video.moment - self._session.start) <= STARTS_TOGETHER

    def _distance(self, video: Video) -> int | None:
        """Return how many days a video is before (-) or after the session; None if unknown.

        It is 0 within a day, since the dates of videos are in UTC and those of sessions are not.
        """
        moment = self._now if video.status == "is_live" else video.moment
        if moment is None:
            return None
        date = moment.date()
        first, last = self._session.start.date() - ONE_DAY, self._session.end.date() + ONE_DAY
        return min(0, (date - first).days) or max(0, (date - last).days)


def _names(texts: Iterable[Words]) -> list[str]:
    """Return the texts in all languages as `_has` finds them, without empty ones."""
    names = (_name(text) for words in texts for text in words.values())
    return list(dict.fromkeys(filter(str.strip, names)))


def _name(text: str) -> str:
    """Return a text as it is found in others: in whole words, with blanks around and between.

    In scripts without blanks, and in Korean with its compounds, it is found anywhere.
    """
    words = _words(text)
    return joined(words) if re.search(WITHOUT_BLANKS, words) else words


def _has(names: Iterable[str], text: str) -> bool:
    """Return whether a text has one of these names."""
    words = _words(text)
    letters = joined(words)
    return any(name in (words if name[0] == " " else letters) for name in names)


def _words(text: str) -> str:
    """Return the words of a text, without case, accents and punctuation."""
    return " ".join(["", *re.findall(r"[^\W_]+", folded(text)), ""])
