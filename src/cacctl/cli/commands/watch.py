"""Watching: which stream, when, and in what - a browser, a player, a phone."""

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from cacctl.base import hints
from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import _
from cacctl.base.terminal import has_colour, tell, width, write
from cacctl.model import streams
from cacctl.model.programme import Session
from cacctl.model.streams import Stream
from cacctl.settings.settings import Setting
from cacctl.viewer.streams import choose_stream, instead_of_waiting, why_words
from cacctl.viewer.view import View

if TYPE_CHECKING:
    from cacctl.live.ticker import Clock, Newest
    from cacctl.openers.base import Opener

# What the setting `player` is where there is no player.
BROWSER = (None, "browser")


def choose_page(seen: View, session: Session | None) -> Stream:
    """The page of a session, or of the one that is meant where none was named.

    Raises NothingToOpen where there is none.
    """
    session = session or streams.session_to_watch(seen.programme, seen.now)
    if session is None:
        raise NothingToOpen(
            _("Nothing is live or comes next, and no session is named."),
            _("Choose a session: {command}").format(command=hints.command("list")),
        )
    return streams.page_of(session, seen.lang)


def choose(seen: View, session: Session | None, *, platform: str | None) -> Stream:
    """The stream of a session, or of the one that is meant where none was named.

    Raises NothingToOpen.
    """
    if session is None:
        session = streams.session_to_watch(
            seen.programme, seen.now, lang=seen.lang, platform=platform or seen.platform
        )
    return choose_stream(seen, session, platform=platform)


def await_start(
    seen: View,
    stream: Stream,
    early: timedelta,
    clock: "Clock",
    newest: "Newest",
    *,
    platform: str | None,
) -> tuple[View, Stream]:
    """What is seen, and to be opened, so long before the start of the stream's session."""
    from cacctl.live import wait

    if stream.session is None:
        over = _("The event is over; there is nothing to wait for.")
        if seen.programme.part:
            over = _("These sessions are over; there is nothing to wait for.")
        raise NothingToOpen(
            over,
            instead_of_waiting(seen, None),
        )
    seen = wait.wait_for(seen, stream.session, early, clock, newest)
    # As it stands now, if the programme has changed meanwhile.
    session = seen.programme.whole.session(stream.session.id)
    return seen, choose_stream(seen, session, platform=platform)


def open_stream(
    seen: View, stream: Stream, player: Setting
) -> tuple[str | None, NothingToOpen | None]:
    """The program that opened the stream, or why none could."""
    why = why_words(seen, stream)
    opener: Opener
    if player.value is None or player.value in BROWSER:
        from cacctl.openers.browser import Browser

        opener = Browser()
    else:
        from cacctl.openers.player import Player

        opener = Player(player.value)
        # A player is watched until it ends, so this is told before.
        tell(why)
        why = ""
    try:
        return opener.open(stream.url), None
    except NothingToOpen as error:
        return None, NothingToOpen(f"{why} {error.message}".lstrip(), error.hint)


def draw(address: str) -> None:
    """Write the address as a QR code, where it has room, and in letters."""
    from cacctl.render import qr

    drawn = qr.drawn(address, width(), colour=has_colour(sys.stdout), encoding=sys.stdout.encoding)
    if drawn is None:
        tell(_("The terminal is too narrow for a QR code."))
    write(f"{drawn}\n{address}" if drawn else address)
