"""The programme for one viewer at one moment."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from cacctl.base.i18n import language
from cacctl.model.programme import Programme, Session, Words, in_language
from cacctl.times import clock
from cacctl.times.clock import ONE_DAY

ShownStatus = Literal["over", "live", "next", "upcoming", "cancelled"]


class View(NamedTuple):
    """A programme, the moment (`now`, in UTC) and what is known of the viewer.

    `hours` says whether their clock has 12 or 24, `waking` when they are awake, and `platform`
    where they prefer to watch. `bundled` is true for the schedule that comes with cacctl.
    """

    programme: Programme
    now: datetime
    tz: tzinfo
    hours: clock.Hours = 24
    waking: clock.Waking = clock.Waking()
    platform: str | None = None
    bundled: bool = True

    @property
    def lang(self) -> str:
        """The tag of the viewer's language: the one in use."""
        return language()

    @property
    def event_tz(self) -> tzinfo:
        """The event's own zone."""
        return clock.zone(self.programme.event.zone)

    @property
    def today(self) -> date:
        """The viewer's calendar date."""
        return self.now.astimezone(self.tz).date()

    def date_of(self, session: Session) -> date:
        """Return the date on which the session starts, in the viewer's zone."""
        return session.start.astimezone(self.tz).date()

    def words(self, words: Words) -> str:
        """Return a text of the schedule in the viewer's language, else in another that it has."""
        return in_language(words, self.lang)

    def name(self, session: Session) -> str:
        """Return the session's name in the viewer's language."""
        return self.words(session.name)

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """Return the sessions that overlap a date in the viewer's zone."""
        return self.programme.overlapping(*clock.day_bounds(day, self.tz))

    def status(self, session: Session) -> ShownStatus:
        """Return the session's status, or `next` for the ones that start next."""
        status = session.status(self.now)
        if status == "upcoming" and session.start == self.programme.next_start(self.now):
            return "next"
        return status

    def has_event_time(self, sessions: Sequence[Session]) -> bool:
        """Return whether these sessions have other times in the event's zone."""
        instants = (i for session in sessions for i in (session.start, session.end))
        return not clock.agree(self.tz, self.event_tz, instants)

    def progress(self, session: Session) -> float:
        """Return how much of a live session has passed, from 0 to 1."""
        return (self.now - session.start) / (session.end - session.start)

    def percent(self, session: Session) -> int:
        """Return the same in whole percent, rounded down; 0 for a session without duration."""
        length = session.end - session.start
        return 100 * (self.now - session.start) // length if length else 0

    def in_night(self, session: Session) -> bool:
        """Return whether the viewer is asleep for at least half of the session."""
        if session.cancelled:
            return False
        first = self.date_of(session) - ONE_DAY
        last = session.end.astimezone(self.tz).date()
        awake = timedelta()
        for number in range((last - first).days + 1):
            day = first + number * ONE_DAY
            start, end = clock.waking_bounds(self.waking, day, self.tz)
            awake += max(timedelta(), min(end, session.visible_end) - max(start, session.start))
        return awake <= (session.visible_end - session.start) / 2
