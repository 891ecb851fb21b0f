"""Warnings about a schedule of which only a part could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cacctl.base import hints
from cacctl.base.i18n import _, ngettext
from cacctl.base.sanitize import visible
from cacctl.formats.common.values import DEFAULT_DURATION
from cacctl.formats.diagnostics import Advice, PathProblem, advise

if TYPE_CHECKING:
    from datetime import timedelta

    from cacctl.base.toml_positions import KeyPath


class Warnings:
    """The warnings about a file, and how many of its events they concern.

    `events` is the number of events in the file, readable or not.
    """

    def __init__(self) -> None:
        self.problems: list[PathProblem] = []
        self.events = 0
        self._skipped: set[KeyPath] = set()
        self._partly_read: set[KeyPath] = set()
        self._postponed: set[KeyPath] = set()
        self._of_file = ""
        self._known: set[PathProblem] = set()

    def skip(self, path: KeyPath, text: str, **fields: object) -> None:
        """Warn that an event is left out."""
        self._skipped.add(path)
        self.add(path, text, **fields)

    def partly_read(self, path: KeyPath, text: str, **fields: object) -> None:
        """Warn that an event is read with a default, or without some of its values."""
        self._partly_read.add(path)
        self.add(path, text, **fields)

    def postponed(self, path: KeyPath) -> None:
        """Warn that an event without a new date is read as cancelled."""
        self._postponed.add(path)
        self.add(path, _("postponed without a new date, so it is shown as cancelled."))

    def assume_zone(self, zone: str = "UTC") -> None:
        """Warn that times without a zone are read in this one, an IANA key."""
        text = _(
            "the event's time zone is unknown, so times without a time zone are read as {zone}. "
            "Set the event's time zone with --event-tz."
        )
        self._of_file = text.format(zone=zone)
        self.add((), text, zone=zone)

    def assume_duration(self, path: KeyPath) -> timedelta:
        """Return the duration of an event without a readable end, and warn that it is assumed."""
        text = _("the end time is missing or unreadable. Assuming a duration of one hour.")
        self.partly_read(path, text)
        return DEFAULT_DURATION

    def add(self, path: KeyPath, text: str | Advice, **fields: object) -> None:
        """Add a warning that only `check` shows."""
        advice = text if isinstance(text, Advice) else advise(text, **fields)
        problem = PathProblem("warning", path, advice)
        # A recurring event would repeat its warnings for each of its occurrences.
        if problem not in self._known:
            self._known.add(problem)
            self.problems.append(problem)

    def remarks(self, source: str) -> list[str]:
        """Return a line on the events that were skipped or only partly read, and others.

        Those are on events that are postponed, and on zones. They are apart, so that the command
        at the end of the first can be pasted.
        """
        file = visible(source)
        of_file = []
        if count := len(self._postponed - self._skipped):
            text = ngettext(
                "{file}: {count} event is postponed without a new date, so it is shown as "
                "cancelled.",
                "{file}: {count} events are postponed without a new date, so they are shown as "
                "cancelled.",
                count,
            )
            of_file.append(text.format(file=file, count=count))
        if self._of_file:
            of_file.append(_("{file}: {text}").format(file=file, text=self._of_file))
        skipped, partly = len(self._skipped), len(self._partly_read - self._skipped)
        if skipped and partly:
            text = _(
                "{file}: skipped {skipped} of {events} events; {partly} could only be read "
                "in part. For details: {command}"
            )
        elif skipped:
            text = _("{file}: skipped {skipped} of {events} events. For details: {command}")
        elif partly:
            text = _(
                "{file}: {partly} of {events} events could only be read in part. For "
                "details: {command}"
            )
        else:
            return of_file
        text = text.format(
            file=file,
            skipped=skipped,
            partly=partly,
            events=f"{self.events:,}",
            command=hints.command("check", source),
        )
        return [text, *of_file]
