"""Times and dates in words, in zones whose clocks change and on dates that differ."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cacctl.model.programme import Programme
from cacctl.render import tables
from cacctl.times import clock
from cacctl.viewer.times import time_range
from tests.viewer.views import seen


def test_session_across_a_clock_change_names_both_zones(summit: Programme) -> None:
    night = summit.sessions[0]._replace(start=datetime(2020, 11, 1, 6, 30, tzinfo=UTC))
    night = night._replace(end=night.start + timedelta(hours=2))
    times = time_range(
        seen(summit, "2020-06-03 10:00"), night, clock.zone("America/Denver"), date(2020, 11, 1)
    )
    assert times == "00:30 MDT-01:30 MST"


@pytest.mark.parametrize(
    ("zone", "heading", "times"),
    [
        ("Asia/Seoul", date(2020, 6, 4), "23:00-00:30 (+1d)"),
        ("Asia/Seoul", date(2020, 6, 5), "Thu 23:00-00:30 (+1d)"),
        ("Asia/Seoul", date(2020, 5, 29), "Thu 23:00-00:30 (+1d)"),
        ("Asia/Seoul", date(2020, 5, 28), "Thu 4 June 23:00-00:30 (+1d)"),
        ("Asia/Seoul", date(2019, 6, 4), "Thu 4 June 2020 23:00-00:30 (+1d)"),
        ("America/Los_Angeles", date(2020, 6, 4), "07:00-08:30"),
        ("Pacific/Kiritimati", date(2020, 6, 4), "Fri 04:00-05:30"),
        ("Etc/GMT+12", date(2020, 6, 5), "Thu 02:00-03:30"),
    ],
)
def test_start_on_another_date_than_the_heading_has_its_date(
    summit: Programme, zone: str, heading: date, times: str
) -> None:
    transport = summit.session("transport")
    assert transport
    assert (
        time_range(seen(summit, "2020-06-03 10:00"), transport, clock.zone(zone), heading) == times
    )


ZONES = ["Asia/Seoul", "America/Los_Angeles", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kolkata"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_every_time_in_a_table_is_on_the_date_above_it(
    summit: Programme, zone: str, columns: int
) -> None:
    """No reader has to count a day back; the expected dates come from the zone database."""
    moment = seen(summit, "2020-05-01 10:00", zone)
    starts = {
        session.number: session.start.astimezone(ZoneInfo(zone)) for session in summit.sessions
    }
    shown = {}
    for line in tables.programme(moment, columns, colour=False):
        if heading := re.match(r"Day \d of 5: \w+ (\d+) (May|June) 2020$", line):
            month = {"May": 5, "June": 6}[heading[2]]
            day = date(2020, month, int(heading[1]))
        elif row := re.match(r"▷? +(\d+)  (\d\d):(\d\d)-", line):
            shown[int(row[1])] = (day, int(row[2]), int(row[3]))
        assert "-1d" not in line
    assert shown == {n: (start.date(), start.hour, start.minute) for n, start in starts.items()}


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_days_at_a_glance_are_on_the_viewers_dates(summit: Programme, columns: int) -> None:
    moment = seen(summit, "2020-05-01 10:00", "America/Los_Angeles")
    lines = list(tables.days(moment, columns, colour=False))
    own = ["Sun 31 May", "Tue 2 June", "Tue 2 June", "Wed 3 June", "Thu 4 June"]
    found = [re.match(r"  (\d)  (\w+ \d+ \w+)", line) for line in lines]
    assert [(row[1], row[2]) for row in found if row] == list(zip("12345", own, strict=True))
    # Where there is room for it, the event's date is beside it.
    beside = "  3  Tue 2 June  17:00-06:30 (+1d)  Wed 3 June  Climate & Environment"
    assert any(line.startswith(beside) for line in lines) == (columns >= 80)
