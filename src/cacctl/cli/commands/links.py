"""`open`: open a session's chat, slides, feedback form or another of its links."""

from typing import Annotated

import typer

from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import N_
from cacctl.base.terminal import tell, write
from cacctl.cli.context import Request, write_qr
from cacctl.cli.options import ALLOW_PRIVATE, PRINT, QR, completion
from cacctl.viewer.links import choose_link, session_and_kind, what_words
from cacctl.viewer.selection import live_or_next


def open_(
    request: Request,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SESSION] [KIND]",
            help=N_(
                "Session and kind of link: chat, questions, slides, file, feedback or other. "
                "Default: the live or next session."
            ),
            autocompletion=completion("link"),
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help=N_("Part of the link's name, or its number.")),
    ] = None,
    print_: Annotated[bool, PRINT] = False,
    qr: Annotated[bool, QR] = False,
    allow_private: Annotated[bool, ALLOW_PRIVATE] = False,
) -> None:
    """Open a link of a session in a browser, or write its URL."""
    view = request.announced_view(has_times=False)
    named, kind = session_and_kind(view, words or [])
    session = named or live_or_next(view, view.lang)
    link = choose_link(view, session, kind, name)
    if print_ or qr:
        if request.json:
            write(request.renderer.opened_link(view, session, link, None))
        elif qr:
            tell(what_words(view, session, link))
            write_qr(link.url)
        else:
            write(link.url)
        return
    if not allow_private:
        request.refuse_private(link.url, "open", session.id, link.kind, name=name)
    from cacctl.openers.browser import Browser

    browser, failure = None, None
    try:
        browser = Browser().open(link.url)
    except NothingToOpen as error:
        why = what_words(view, session, link)
        failure = NothingToOpen(f"{why} {error.message}", error.hint)
    if browser or request.json:
        write(request.renderer.opened_link(view, session, link, browser))
    else:
        write(link.url)
    if failure:
        raise failure
