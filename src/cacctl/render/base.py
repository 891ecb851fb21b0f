"""The interface of the renderers: for a terminal, for plain lines and for JSON.

Formats of a single command have modules of their own: `status_line`, `export`, `qr` and the GitHub
commands in `diagnostics`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from cacctl.formats.lint import Report
    from cacctl.model.diff import Update
    from cacctl.model.programme import Day, Session, SessionLink
    from cacctl.model.search import Match
    from cacctl.model.streams import Stream
    from cacctl.net.link_check import LinkStatus
    from cacctl.viewer.events import EventRow
    from cacctl.viewer.settings import InForce
    from cacctl.viewer.sharing import Shared
    from cacctl.viewer.view import View


class Renderer(Protocol):
    """A module that turns each answer into text: `terminal`, `plain` or `json`."""

    def programme(self, view: "View") -> str:
        """All sessions by day."""

    def day(self, view: "View", day: "Day") -> str:
        """One programme day."""

    def date(self, view: "View", day: date) -> str:
        """One date in the viewer's zone, with or without sessions."""

    def now(self, view: "View") -> str:
        """The live sessions, or the next if none is live."""

    def change(self, view: "View") -> str:
        """One line for a moment at which sessions start or end."""

    def next(self, view: "View", sessions: Sequence["Session"]) -> str:
        """The live sessions in short, and the coming ones."""

    def matches(self, view: "View", query: str, matches: Sequence["Match"]) -> str:
        """The sessions that a search found."""

    def session(self, view: "View", session: "Session") -> str:
        """Everything about one session."""

    def channels(self, view: "View") -> str:
        """The channels and their sessions."""

    def checked(self, view: "View", answers: Sequence["LinkStatus"]) -> str:
        """The result of the channels' link check."""

    def about(self, view: "View") -> str:
        """The event itself."""

    def timeline(self, view: "View") -> str:
        """All sessions as a picture, days down and hours across, or as lines."""

    def shared(self, view: "View", content: "Shared") -> str:
        """A session as text to paste into a message."""

    def updated(self, view: "View", update: "Update") -> str:
        """The changes that an update found."""

    def config(self, settings: Sequence["InForce"], file: "Path | None") -> str:
        """The settings in force with their origins, and the settings file."""

    def events(self, rows: Sequence["EventRow"], now: datetime) -> str:
        """The events, soonest first, with their states at `now`."""

    def report(self, report: "Report") -> str:
        """The problems of a schedule file."""

    def opened(self, view: "View", stream: "Stream", browser: str | None) -> str:
        """The chosen stream, why it was chosen, and the program that opened it."""

    def opened_link(
        self, view: "View", session: "Session", link: "SessionLink", browser: str | None
    ) -> str:
        """The chosen link of a session, and the program that opened it."""


class Drawing(Protocol):
    """A renderer that can also draw. Only `terminal` can."""

    def board(self, view: "View", rows: int | None = None) -> str:
        """The live board, in at most `rows` lines if possible."""

    def timeline_svg(self, view: "View") -> str:
        """The timeline as an SVG file."""
