"""Changes while the event runs: moved sessions, and delays of the rest of a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from cacctl.base.i18n import _
from cacctl.formats.diagnostics import quoted
from cacctl.formats.limits import LONGEST_DELAY_MINUTES
from cacctl.formats.native.keys import DELAY

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.native.problems import Problems
    from cacctl.formats.native.syntax import Table
    from cacctl.formats.native.times import Times
    from cacctl.formats.native.values import Values
    from cacctl.model.programme import Session


class Delay(NamedTuple):
    """Sessions that start at `start` or later on that date begin later by `length`."""

    start: datetime
    date: date
    length: timedelta
    path: KeyPath


def moved(session: Session, start: datetime, zone: tzinfo) -> Session:
    """Return the session with another start and the same length."""
    announced = session.announced or session.start
    return session._replace(
        start=start,
        end=session.end + (start - session.start),
        date=start.astimezone(zone).date(),
        announced=None if start == announced else announced,
    )


def read_delays(event: Table, values: Values, times: Times, problems: Problems) -> list[Delay]:
    """Return the valid delays of an event's table."""
    path: KeyPath = ("event", "delay")
    value = event["delay"]
    if isinstance(value, dict):
        tables = [(path, value)]
    elif isinstance(value, list):
        tables = values.tables(event, "delay", ("event",))
    else:
        text = _("{value} is not a table. Use {example}")
        example = f"delay = {{ {DELAY['from'].example}, {DELAY['minutes'].example} }}"
        problems.error(path, text, value=quoted(value), example=example)
        return []
    found = (_delay(item, item_path, times, problems) for item_path, item in tables)
    return [delay for delay in found if delay is not None]


def _delay(table: Table, path: KeyPath, times: Times, problems: Problems) -> Delay | None:
    problems.check_keys(table, path, DELAY)
    start, day = times.instant(table, "from", path, DELAY)
    minutes = table.get("minutes")
    if minutes is None:
        problems.missing(table, "minutes", path, DELAY)
    elif type(minutes) is not int or not 0 <= minutes <= LONGEST_DELAY_MINUTES:
        text = _(
            "{value} is not a valid delay. Use a whole number of "
            "minutes from 0 to {most}, without quotes."
        )
        problems.error((*path, "minutes"), text, value=quoted(minutes), most=LONGEST_DELAY_MINUTES)
    elif start is not None and day is not None:
        return Delay(start, day, timedelta(minutes=minutes), path)
    return None


def held_up(
    sessions: Iterable[Session], delays: Sequence[Delay], zone: tzinfo, problems: Problems
) -> list[Session]:
    """Delay each session by the last delay of its date that starts no later than it does."""
    by_date: dict[date, list[Delay]] = {}
    for delay in sorted(delays, key=lambda delay: delay.start):
        by_date.setdefault(delay.date, []).append(delay)
    later, used = [], set()
    for session in sessions:
        of_date = by_date.get(session.date, [])
        count = bisect_right(of_date, session.start, key=lambda delay: delay.start)
        if count:
            used.add(of_date[count - 1].path)
            session = moved(session, session.start + of_date[count - 1].length, zone)
        later.append(session)
    for delay in delays:
        if delay.path not in used:
            text = _(
                "this delay does not affect any session. Check {time} and the other delays "
                "on that day."
            )
            time = delay.start.astimezone(zone).isoformat()
            problems.warning((*delay.path, "from"), text, time=time)
    return later
