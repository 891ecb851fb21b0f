"""Links of a session beside its streams: which one a viewer means, and its words."""

import re
from collections.abc import Sequence

from cacctl.base import hints
from cacctl.base.errors import NothingToOpen, UsageProblem
from cacctl.base.i18n import _
from cacctl.base.names import link_kind_title, read_link_kind, typed_link_kind
from cacctl.base.sanitize import visible
from cacctl.model.programme import LINK_KINDS, Session, SessionLink
from cacctl.model.search import sessions_named
from cacctl.model.text import folded
from cacctl.viewer.labels import SEPARATOR
from cacctl.viewer.selection import named_session
from cacctl.viewer.streams import stream_for
from cacctl.viewer.view import View

MOST_OFFERED = 6


def session_and_kind(view: View, words: Sequence[str]) -> tuple[Session | None, str]:
    """Return the session and the kind of link that are named, in this order; "" for no kind.

    Without the name of a session, return None. Raises UsageProblem where no session matches, or
    where something else follows its name, and NothingToOpen if that session has no links.
    """
    named, kind = _before_kind(words)
    text = " ".join(named)
    if not kind and len(words) > 1 and not sessions_named(view.programme, text):
        _explain_last(view, words)
    return (named_session(view, text) if named else None), kind


def _before_kind(words: Sequence[str]) -> tuple[Sequence[str], str]:
    """Return the words before a kind of link at their end, and the kind; all words and ""."""
    # `발표 자료` is a kind of two words.
    for count in (2, 1):
        kind = read_link_kind("".join(words[-count:]))
        if len(words) >= count and kind in LINK_KINDS:
            return words[:-count], kind
    return words, ""


def _explain_last(view: View, words: Sequence[str]) -> None:
    """Raise an error if all but the last word are a session, or a session and a kind of link."""
    named, kind = _before_kind(words[:-1])
    sessions = sessions_named(view.programme, " ".join(named))
    if len(sessions) != 1:
        return
    session, last = sessions[0], words[-1]
    links = _links(session, kind)
    if not links:
        raise NothingToOpen(*_nothing(view, session, kind))
    text = _("Unexpected argument: '{a}'.") if kind else _("Unknown kind of link: {name}.")
    if len(_named(view, links, last)) == 1:
        kinds = [kind] if kind else []
        line = hints.command("open", session.id, *kinds, name=last)
        hint = _("Did you mean: {command}").format(command=line)
    elif kind:
        hint = _which(view, session, kind, links)
    else:
        known = dict.fromkeys(typed_link_kind(link.kind) for link in links)
        hint = hints.suggestion(last[:40], known)
    raise UsageProblem(text.format(a=visible(last[:40]), name=repr(last[:40])), hint)


def choose_link(view: View, session: Session, kind: str, name: str | None) -> SessionLink:
    """Return the link of the session, of a kind and with a name if these are given.

    `name` is a part of the link's name, or its number among those of the kind. Raises
    NothingToOpen where the session has none, and UsageProblem where the name fits none, or where
    several fit.
    """
    links = _links(session, kind)
    if not links:
        raise NothingToOpen(*_nothing(view, session, kind))
    found = links if name is None else _named(view, links, name)
    if len(found) == 1:
        return found[0]
    if name is None:
        text = _("{session} has several links.")
        if kind:
            text = _('{session} has several "{kind}" links.')
        text = text.format(session=view.name(session), kind=typed_link_kind(kind))
    elif found:
        text = _("{name} matches several links.").format(name=repr(name[:40]))
    else:
        text = _("No link matches {name}.").format(name=repr(name[:40]))
    raise UsageProblem(text, _which(view, session, kind, links))


def link_words(view: View, link: SessionLink) -> str:
    """Return what the link is called: `Chat (Room 1)`, `Chat room`, or `Chat` without a name."""
    title, name = link_kind_title(link.kind), _own_name(view, link)
    if re.search(rf"\b{re.escape(folded(title))}", folded(name)):
        return name
    return f"{title} ({name})" if name else title


def name_and_url(view: View, link: SessionLink) -> str:
    """Return the name of the link, unless its kind says as much, and its URL."""
    return f"{_own_name(view, link)} {link.url}".lstrip()


def opened_link_words(view: View, session: Session, link: SessionLink, browser: str) -> str:
    """Return in one line which link it is, and which program opened it."""
    opened = _("Opened {url} in {browser}.").format(url=link.url, browser=browser)
    return f"{what_words(view, session, link)} {opened}"


def what_words(view: View, session: Session, link: SessionLink) -> str:
    """Return in one sentence which link of which session it is."""
    return _("{session}: {link}.").format(session=view.name(session), link=link_words(view, link))


def _links(session: Session, kind: str) -> list[SessionLink]:
    """Return the links of a session, of one kind or of all."""
    return [link for link in session.links if not kind or link.kind == kind]


def _own_name(view: View, link: SessionLink) -> str:
    """Return the name of the link; "" if it is that of its kind: `Slides`, `Talk slides`."""
    name = view.words(link.name)
    kind = link_kind_title(link.kind)
    return "" if folded(name) in (folded(kind), link.kind) else name


def _named(view: View, links: Sequence[SessionLink], name: str) -> list[SessionLink]:
    """Return the link with that number, else those with that name, or with it in their name."""
    numbered = {str(number): link for number, link in enumerate(links, 1)}
    if found := numbered.get(name.lstrip("0")):
        return [found]
    wanted = folded(name)
    names = [(link, [folded(text) for text in link.name.values()]) for link in links]
    if not wanted:
        return []
    return [link for link, known in names if wanted in known] or [
        link for link, known in names if any(wanted in text for text in known)
    ]


def _nothing(view: View, session: Session, kind: str) -> tuple[str, str]:
    """Return why there is no link of that kind, and a command that works."""
    name = view.name(session)
    if session.links:
        text = _('{session} has no "{kind}" links.')
        text = text.format(session=name, kind=typed_link_kind(kind))
        return text, _available(session, session.links)
    text = _("No links are listed for {session}.").format(session=name)
    if session.page:
        return text, _("To open the session's page: {command}").format(
            command=hints.command("watch", session.id, page=True)
        )
    if stream := stream_for(view, session):
        hint = _("To open the session's stream: {command}")
        if stream.kind == "search":
            hint = _("To search for the recording: {command}")
        return text, hint.format(command=hints.command("watch", session.id))
    return text, _("To see the session's details: {command}").format(
        command=hints.command("show", session.id)
    )


def _which(view: View, session: Session, kind: str, links: Sequence[SessionLink]) -> str:
    """Return a hint that lists the links to choose from, with a command that opens the first."""
    if not kind and len({link.kind for link in links}) > 1:
        return _available(session, links)
    candidates = [
        f"{number}. {view.words(link.name) or link.url}"
        for number, link in enumerate(links[:MOST_OFFERED], 1)
    ]
    if len(links) > MOST_OFFERED:
        candidates.append("…")
    return _("Choose one with --name: {links}. For example: {command}").format(
        links=SEPARATOR.join(candidates),
        command=hints.command("open", session.id, links[0].kind, name="1"),
    )


def _available(session: Session, links: Sequence[SessionLink]) -> str:
    """Return the kinds of these links, with a command that opens the first link."""
    kind = links[0].kind
    several = len([link for link in session.links if link.kind == kind]) > 1
    return _("Available: {kinds}. For example: {command}").format(
        kinds=", ".join(dict.fromkeys(typed_link_kind(link.kind) for link in links)),
        command=hints.command("open", session.id, kind, name="1" if several else None),
    )
