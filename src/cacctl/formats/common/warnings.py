"""What of a file could not be read, or only with an assumption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cacctl.base import hints
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.formats.diagnostics import Advice, Finding, said

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath


class Doubts:
    """What could not be read, or only with an assumption, of how many events."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.events = 0
        self._left_out: set[KeyPath] = set()
        self._assumed: set[KeyPath] = set()
        self._of_all = ""
        self._said: set[Finding] = set()

    def leave_out(self, path: KeyPath, text: str, **fields: object) -> None:
        """An event is not read, and why."""
        self._left_out.add(path)
        self.mention(path, text, **fields)

    def assume(self, path: KeyPath, text: str, **fields: object) -> None:
        """An event is read, though not all of it is as it stands in the file."""
        self._assumed.add(path)
        self.mention(path, text, **fields)

    def assume_utc(self) -> None:
        """Times without a zone are read as UTC, as nothing tells of another."""
        self._of_all = _(
            "it names no known time zone, so times without one are taken as UTC. "
            "Name the event's zone with --event-tz."
        )
        self.mention((), self._of_all)

    def mention(self, path: KeyPath, text: str | Advice, **fields: object) -> None:
        """Something for `check` alone."""
        advice = text if isinstance(text, Advice) else said(text, **fields)
        finding = Finding("warning", path, advice)
        # What recurs would have it said of each of its times.
        if finding not in self._said:
            self._said.add(finding)
            self.findings.append(finding)

    def remark(self, source: str) -> str:
        """What became of the events, in one line; nothing where all is well."""
        file = visible(source)
        of_all = _("{file}: {text}").format(file=file, text=self._of_all) if self._of_all else ""
        assumed = self._assumed - self._left_out
        parts = []
        if count := len(self._left_out):
            parts.append(_("{count} could not be read").format(count=count))
        if count := len(assumed):
            parts.append(_("{count} could only be read in part").format(count=count))
        if not parts:
            return of_all
        text = _("{file}: of {events} events, {parts}. Which: {command}").format(
            file=file,
            events=f"{self.events:,}",
            parts=", ".join(parts),
            command=hints.command("check", source),
        )
        return f"{text} {of_all}".rstrip()
