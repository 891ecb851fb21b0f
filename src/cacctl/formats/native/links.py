"""Read the links of a session beside its streams and recordings: [[session.link]]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cacctl.base.i18n import _
from cacctl.formats.diagnostics import advise, quoted
from cacctl.formats.limits import MOST_LINKS
from cacctl.formats.native.keys import BESIDE
from cacctl.model.programme import LINK_KINDS, LinkKind, SessionLink, by_kind

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.native.problems import Problems
    from cacctl.formats.native.syntax import Table
    from cacctl.formats.native.values import Values


def read_links(
    session: Table, path: KeyPath, values: Values, problems: Problems
) -> tuple[SessionLink, ...]:
    """Return the links in a session's table, in the order of their kinds."""
    tables = values.tables(session, "link", path)
    if len(tables) > MOST_LINKS:
        text = _("too many links: {count}. The limit is {most}.")
        problems.error((*path, "link"), text, count=len(tables), most=MOST_LINKS)
    return by_kind(_link(table, at, values, problems) for at, table in tables[:MOST_LINKS])


def _link(table: Table, path: KeyPath, values: Values, problems: Problems) -> SessionLink:
    problems.check_keys(table, path, BESIDE)
    kind = _kind(table, path, problems)
    name = values.words(table, "name", path)
    if "url" in table:
        return SessionLink(kind, values.url(table, path) or "", name)
    problems.missing(table, "url", path, BESIDE)
    return SessionLink(kind, "", name)


def _kind(table: Table, path: KeyPath, problems: Problems) -> LinkKind:
    """Return what a link is for; "other" if that is missing or not valid."""
    value = table.get("kind")
    if value is None:
        problems.missing(table, "kind", path, BESIDE)
        return "other"
    if kind := next((kind for kind in LINK_KINDS if kind == value), None):
        return kind
    text = _("{value} is not a valid kind of link. Use one of these: {kinds}.")
    advice = advise(text, value=quoted(value), kinds=", ".join(LINK_KINDS))
    problems.error((*path, "kind"), problems.guess(advice, value, LINK_KINDS))
    return "other"
