"""`watch`: choose a stream, wait for it, and open it in a browser, a player or on a phone."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import N_, _
from cacctl.base.names import read_platform
from cacctl.base.terminal import tell, write
from cacctl.cli.context import Request, write_qr
from cacctl.cli.options import ALLOW_PRIVATE, PRINT, QR, SESSION, completion, exclude, require
from cacctl.model import streams
from cacctl.model.programme import UNDETERMINED, Session
from cacctl.model.streams import Stream
from cacctl.settings.settings import Setting, read_switch
from cacctl.times import parse
from cacctl.viewer.selection import live_or_next, named_session
from cacctl.viewer.streams import (
    choose_stream,
    instead_of_searching,
    instead_of_waiting,
    page_of,
    why_words,
)
from cacctl.viewer.view import View

if TYPE_CHECKING:
    from cacctl.live.ticker import Clock, Newest
    from cacctl.openers.base import Opener

# The values of the setting `player` for the browser.
BROWSER = (None, "browser")


ON = typer.Option(
    "--on",
    metavar="PLATFORM",
    help=N_("Platform to watch on, e.g. youtube, facebook or web."),
    autocompletion=completion("platform"),
)
WAIT = typer.Option("--wait", help=N_("Count down to the start, then open the stream."))
EARLY = typer.Option(
    "--early", metavar="LENGTH", help=N_("With --wait: open this long before the start, e.g. 2m.")
)
PLAYER = typer.Option(
    "--player", metavar="COMMAND", help=N_("Player for the stream, e.g. mpv or browser.")
)
CHANNEL = typer.Option("--channel", help=N_("Open the channel instead of a recording or search."))
RESOLVE = typer.Option("--resolve", help=N_("Find the session's video with yt-dlp."))
PAGE = typer.Option("--page", help=N_("Open the session's page instead of a stream."))


def watch(
    request: Request,
    session: Annotated[list[str] | None, SESSION] = None,
    on: Annotated[str | None, ON] = None,
    wait: Annotated[bool, WAIT] = False,
    early: Annotated[str | None, EARLY] = None,
    player: Annotated[str | None, PLAYER] = None,
    print_: Annotated[bool, PRINT] = False,
    qr: Annotated[bool, QR] = False,
    channel: Annotated[bool, CHANNEL] = False,
    resolve: Annotated[bool, RESOLVE] = False,
    page: Annotated[bool, PAGE] = False,
    allow_private: Annotated[bool, ALLOW_PRIVATE] = False,
) -> None:
    """Choose a stream, open it, and write which it is and why."""
    require("--early", "--wait", alone=early is not None and not wait)
    if page:
        exclude("--page", {"--wait": wait, "--on": on is not None, "--channel": channel})
    if resolve:
        others = {"--channel": channel, "--page": page, "--offline": request.offline}
        exclude("--resolve", others)
    is_resolved = _is_resolved(request, resolve=resolve) and not (channel or request.offline)
    on = on and read_platform(on)
    view = request.announced_view(has_times=wait)
    named = named_session(view, " ".join(session)) if session else None
    choose = partial(choose_stream, platform=on, channel=channel)
    stream = _choose_page(view, named) if page else choose(view, named or _default(view, on))
    is_refused = not (allow_private or print_ or qr)
    if wait:
        if is_refused and stream.kind == "live":
            _refuse_private(request, stream, player)
        before = parse.read_length(early) if early is not None else timedelta()
        running, newest = request.clock(view), request.newest(view)
        view, stream = _await_start(view, stream, before, running, newest, choose)
    if is_resolved:
        from cacctl.cli.resolve import resolved

        stream = resolved(request, view, stream, allow_private=allow_private)
        if resolve and stream.session is None:
            tell(_("To look up a video, specify its session."))
    if is_refused:
        _refuse_private(request, stream, player, page=page)
    chosen = _player(request, stream, player)
    if print_ or qr:
        _show(request, view, stream, chosen, qr=qr)
    else:
        _open(request, view, stream, chosen)


def _player(request: Request, stream: Stream, given: str | None) -> Setting:
    """Return the player for a stream, by the option or the settings."""
    setting = request.setting("player", given)
    return setting._replace(value="browser") if stream.is_for_browsers else setting


def _refuse_private(
    request: Request, stream: Stream, player: str | None, *, page: bool = False
) -> None:
    """Raise NothingToOpen where the browser or player would get a private URL from elsewhere."""
    is_in_browser = _player(request, stream, player).value in BROWSER
    url = stream.url if is_in_browser else stream.video or stream.url
    named = [stream.session.id] if stream.session else []
    request.refuse_private(url, "watch", *named, page=page)


def _is_resolved(request: Request, *, resolve: bool) -> bool:
    """Return whether yt-dlp is asked for the video of a session."""
    setting = request.setting("resolve", "true" if resolve else None)
    return setting.read(read_switch, default=False)


def _choose_page(view: View, session: Session | None) -> Stream:
    """Return the web page of a session, or of the live or next one. Raises NothingToOpen."""
    return page_of(view, session or live_or_next(view))


def _default(view: View, platform: str | None) -> Session | None:
    """Return the session to watch if none is named: the live one, else the next, else None."""
    return streams.session_to_watch(
        view.programme, view.now, lang=view.lang, platform=platform or view.platform
    )


def _await_start(
    view: View,
    stream: Stream,
    early: timedelta,
    clock: "Clock",
    newest: "Newest",
    choose: Callable[[View, Session | None], Stream],
) -> tuple[View, Stream]:
    """Wait until `early` before the session, and return the view and the stream at that time."""
    from cacctl.live import wait

    if stream.session is None:
        over = _("The event has ended, so there is nothing to wait for.")
        if view.programme.part:
            over = _("All matching sessions have ended, so there is nothing to wait for.")
        raise NothingToOpen(
            over,
            instead_of_waiting(view, None),
        )
    view = wait.wait_for(view, stream.session, early, clock, newest)
    # The schedule may have changed while waiting.
    session = view.programme.whole.session(stream.session.id)
    return view, choose(view, session)


def _show(request: Request, view: View, stream: Stream, player: Setting, *, qr: bool) -> None:
    """Write the URL that would be opened, or draw that for a browser as a QR code."""
    if request.json:
        write(request.renderer.opened(view, stream, None))
    elif qr:
        _explain(view, stream)
        write_qr(stream.url)
    else:
        write(stream.url if player.value in BROWSER else stream.player_url)


def _open(request: Request, view: View, stream: Stream, player: Setting) -> None:
    """Open the stream; if that fails, write its URL and raise NothingToOpen."""
    opened_with, failure = _opened(view, stream, player)
    if request.json or (opened_with and player.value in BROWSER):
        write(request.renderer.opened(view, stream, opened_with))
        if not request.json and (hint := instead_of_searching(view, stream)):
            tell(hint)
    elif opened_with is None:
        write(stream.url)
    if failure:
        raise failure


def _explain(view: View, stream: Stream) -> None:
    """Write why it is this stream, and the command for a recording in another language."""
    for line in filter(None, [why_words(view, stream), instead_of_searching(view, stream)]):
        tell(line)


def _opened(view: View, stream: Stream, player: Setting) -> tuple[str | None, NothingToOpen | None]:
    """Return the program that opened the stream, or the error if none could."""
    why = why_words(view, stream)
    opener: Opener
    if player.value is None or player.value in BROWSER:
        from cacctl.openers.browser import Browser

        opener = Browser()
    else:
        from cacctl.openers.player import Player

        # Elsewhere the language is not the viewer's choice among several.
        lang = stream.channel.lang if stream.video else UNDETERMINED
        lang = "" if lang == UNDETERMINED else lang
        opener = Player(player.value, stream.video, stream.starts, lang)
        # The player runs until it is closed, so the viewer is informed before.
        _explain(view, stream)
        why = ""
    try:
        return opener.open(stream.url), None
    except NothingToOpen as error:
        # Without `why`, both have been written.
        more = instead_of_searching(view, stream) if why else ""
        hint = f"{error.hint} {more}".rstrip()
        return None, NothingToOpen(f"{why} {error.message}".lstrip(), hint)
