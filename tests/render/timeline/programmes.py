"""Events for the tests of the timeline."""

from datetime import UTC, datetime, timedelta

from cacctl.formats.loading import read_file
from cacctl.model.programme import Programme
from cacctl.sources import bundled
from tests.conftest import SOME_TIME, seoul

MINUTE = timedelta(minutes=1)
MOMENTS = {
    "before": "2020-05-20T00:00",
    "live": "2020-06-03T10:00",
    "between sessions": "2020-06-03T12:00",
    "between days": "2020-06-04T05:00",
    "after": "2020-06-05T19:00",
}
SUMMIT = read_file(bundled.path(), SOME_TIME).programme


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(*texts: str) -> list[tuple[datetime, int]]:
    """Return starts in Seoul and minutes from texts such as `3T10:00 60`: 3 June 2020."""
    parts = [text.split() for text in texts]
    return [(seoul(f"2020-06-{start:0>8}"), int(length)) for start, length in parts]


def with_sessions(zone: str, *times: tuple[datetime, int]) -> Programme:
    """Return an event with sessions of these starts and minutes, named `<number>xx…`."""
    sessions = tuple(
        SUMMIT.sessions[0]._replace(
            id=f"s{number}",
            number=number,
            start=start,
            end=start + length * MINUTE,
            name={"en": f"<{number}>" + "x" * (length % 7 * 25)},
        )
        for number, (start, length) in enumerate(sorted(times), 1)
    )
    return SUMMIT._replace(sessions=sessions, event=SUMMIT.event._replace(zone=zone))
