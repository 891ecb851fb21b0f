"""What an answer can show, in each of its forms: on a terminal, in plain lines, in JSON.

What a single command writes in a format of its own is a module of its own: a status line, an
export, a QR code, the commands for GitHub's runner.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from cacctl.formats.lint import Report
    from cacctl.model.diff import Change
    from cacctl.model.programme import Day, Session
    from cacctl.model.search import Match
    from cacctl.model.streams import Stream
    from cacctl.net.link_check import LinkStatus
    from cacctl.viewer.settings import InForce
    from cacctl.viewer.sharing import Shared
    from cacctl.viewer.view import View

Form = Literal["terminal", "plain", "json"]


class Renderer(Protocol):
    """A module that turns answers into text: `terminal`, `plain` or `json`."""

    def programme(self, seen: "View") -> str:
        """The whole programme, by day."""

    def day(self, seen: "View", day: "Day") -> str:
        """One programme day."""

    def date(self, seen: "View", day: date) -> str:
        """One date in the viewer's zone, on which there may be no session."""

    def now(self, seen: "View") -> str:
        """What is live; without it, what comes next."""

    def change(self, seen: "View") -> str:
        """One line about a moment at which a session starts or ends."""

    def next(self, seen: "View", sessions: Sequence["Session"]) -> str:
        """The coming sessions, and what is live."""

    def matches(self, seen: "View", query: str, matches: Sequence["Match"]) -> str:
        """What a search found."""

    def session(self, seen: "View", session: "Session") -> str:
        """Everything about one session."""

    def channels(self, seen: "View") -> str:
        """The channels and what they carry."""

    def checked(self, seen: "View", answers: Sequence["LinkStatus"]) -> str:
        """Which of the channels' addresses answered."""

    def about(self, seen: "View") -> str:
        """The event itself."""

    def timeline(self, seen: "View") -> str:
        """The programme as a picture, days down and hours across, or as lines."""

    def shared(self, seen: "View", told: "Shared") -> str:
        """A session as it is pasted into a message."""

    def updated(
        self, seen: "View", address: str, changes: Sequence["Change"], *, held: bool
    ) -> str:
        """That a schedule was asked for, what has changed, and whether a newer one is held back."""

    def config(self, settings: Sequence["InForce"], file: "Path | None") -> str:
        """The settings in force, each with its origin, and the file they can be kept in."""

    def report(self, report: "Report") -> str:
        """What a check of a schedule file found."""

    def opened(self, seen: "View", stream: "Stream", browser: str | None) -> str:
        """Which stream was chosen and why, and what opened it."""


class Drawing(Protocol):
    """A renderer that can also draw: only `terminal` can."""

    def board(self, seen: "View", rows: int | None = None) -> str:
        """The live board, in at most so many rows as far as that is possible."""

    def timeline_svg(self, seen: "View") -> str:
        """The timeline as an SVG file."""


def renderer(form: Form) -> Renderer:
    """Return the module for a form, imported only now: the table libraries are slow."""
    if form == "json":
        from cacctl.render import json

        return json
    if form == "plain":
        from cacctl.render import plain

        return plain
    from cacctl.render import terminal

    return terminal


def drawing() -> Drawing:
    """Return the module that can draw."""
    from cacctl.render import terminal

    return terminal
