"""The programme as one viewer reads it at one moment."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from cacctl.base.i18n import language
from cacctl.model.programme import Programme, Session, Words, in_language
from cacctl.times import clock

Standing = Literal["over", "live", "next", "upcoming", "cancelled"]
ONE_DAY = timedelta(days=1)


class View(NamedTuple):
    """Who looks at which programme, when, and in which zone. `now` is UTC.

    `hours` is how the viewer's clock counts a day, `waking` when they are awake, `platform` where
    they watch, if that has the session. `bundled` is the programme that cacctl ships with.
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
        """The tag of the viewer's language."""
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
        """The viewer's date on which the session starts."""
        return session.start.astimezone(self.tz).date()

    def words(self, words: Words) -> str:
        """A text of the schedule in the viewer's language, or the nearest it has."""
        return in_language(words, self.lang)

    def name(self, session: Session) -> str:
        """The session's name in the viewer's language."""
        return self.words(session.name)

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """The sessions of which some part lies in that date in the viewer's zone."""
        return self.programme.overlapping(*clock.day_bounds(day, self.tz))

    def standing(self, session: Session) -> Standing:
        """Like the session's status, with the sessions that start next told apart."""
        status = session.status(self.now)
        if status == "upcoming" and session.start == self.programme.next_start(self.now):
            return "next"
        return status

    def has_event_time(self, sessions: Sequence[Session]) -> bool:
        """Whether the event's clock and the viewer's show different times for these sessions."""
        instants = (i for session in sessions for i in (session.start, session.end))
        return not clock.agree(self.tz, self.event_tz, instants)

    def progress(self, session: Session) -> float:
        """How much of the session is over, from 0 to 1."""
        return (self.now - session.start) / (session.end - session.start)

    def in_night(self, session: Session) -> bool:
        """Whether the viewer would sleep through half of the session, or more."""
        if session.cancelled:
            return False
        first = session.start.astimezone(self.tz).date() - ONE_DAY
        last = session.end.astimezone(self.tz).date()
        awake = timedelta()
        for number in range((last - first).days + 1):
            day = first + number * ONE_DAY
            start, end = clock.waking_bounds(self.waking, day, self.tz)
            awake += max(timedelta(), min(end, session.visible_end) - max(start, session.start))
        return awake <= (session.visible_end - session.start) / 2
