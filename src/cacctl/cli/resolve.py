"""`watch --resolve`: ask yt-dlp for the session's own video, instead of opening its channel."""

from typing import TYPE_CHECKING

from cacctl.base import hints
from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.base.names import platform_name
from cacctl.base.terminal import tell
from cacctl.cli.context import Request
from cacctl.cli.progress import asking
from cacctl.openers import yt_dlp
from cacctl.viewer import videos
from cacctl.viewer.times import date_words

if TYPE_CHECKING:
    from cacctl.model.programme import Session
    from cacctl.model.streams import Stream
    from cacctl.openers.yt_dlp import Video
    from cacctl.viewer.view import View

MOST_CANDIDATES = 6
# pip alone refuses to install anything outside a virtual environment on many systems (PEP 668).
INSTALLATION = "https://github.com/yt-dlp/yt-dlp/wiki/Installation"


def resolved(request: Request, view: "View", stream: "Stream", *, allow_private: bool) -> "Stream":
    """Return the stream of the session's own video, if yt-dlp finds exactly one.

    If it finds none, write why in one line, and return the stream as it was. A stream that is a
    video already, or has no session, stays as it is. Raises UsageProblem with the candidates if
    there are several.
    """
    session = stream.session
    if session is None or not videos.is_vague(stream):
        return stream
    if not yt_dlp.is_installed():
        text = _("yt-dlp is not installed, so the video was not looked up. To install it: {url}")
        tell(text.format(url=INSTALLATION))
        return stream
    # A search for what was on a live page is on no channel of the schedule.
    channel = view.words(stream.channel.name) or platform_name(stream.channel.platform)
    try:
        if not allow_private and request.host_that_leads_inside(videos.channel_url(stream)):
            raise yt_dlp.Failed(_("the channel is on a private network"))
        with asking():
            choice = _choice(view, stream)
    except yt_dlp.Failed as error:
        tell(_("yt-dlp could not look up the video: {reason}.").format(reason=error))
        return stream
    if choice.video:
        return videos.resolved(stream, choice.video)
    if choice.candidates:
        raise _ambiguity(view, stream, session, channel, choice.candidates)
    text = _("yt-dlp found no video of {session} on {channel}.")
    tell(text.format(session=view.name(session), channel=channel))
    return stream


def _choice(view: "View", stream: "Stream") -> videos.Choice:
    """Return what yt-dlp finds. Raises yt_dlp.Failed."""
    asked, matcher = yt_dlp.YtDlp(), videos.Matcher(view, stream)
    found = asked.videos(videos.channel_url(stream), videos.lists_of(view, stream))
    if undated := matcher.undated(found):
        dated = {video.url: video for video in asked.dated(undated)}
        found = [dated.get(video.url, video) for video in found]
    return matcher.choose(found)


def _ambiguity(
    view: "View",
    stream: "Stream",
    session: "Session",
    channel: str,
    candidates: "tuple[Video, ...]",
) -> UsageProblem:
    """Write the candidates, and return the error for them."""
    for video in candidates[:MOST_CANDIDATES]:
        moment = video.moment
        date = date_words(view, moment.astimezone(view.tz).date()) if moment else ""
        tell("  ".join(filter(None, [video.url, video.title, date])))
    if len(candidates) > MOST_CANDIDATES:
        tell("…")
    text = _("Could not tell which video on {channel} is {session}.").format(
        session=view.name(session), channel=channel
    )
    if stream.channel.url is None:
        hint = _("Choose one of the videos above, or search for the recording: {url}")
        return UsageProblem(text, hint.format(url=stream.url))
    command = hints.command("watch", session.id, channel=True, resolve=None, wait=None, early=None)
    hint = _("Choose one of the videos above, or open the channel: {command}")
    return UsageProblem(text, hint.format(command=command))
