"""Two events with several rooms at once, one small and one large, for tests of all layers."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product

from cacctl.base import i18n
from cacctl.formats.native import reader
from cacctl.model.programme import Programme
from cacctl.times import clock
from cacctl.viewer.view import View
from tests.conftest import SOME_TIME

EVENT = """\
schema = 1
[event]
id = "days"
name.en = "Days"
name.ko = "데이즈"
zone = "Asia/Seoul"
[[channel]]
id = "one"
platform = "web"
lang = "und"
name.en = "Saal 1"
url = "https://example.org/1"
sessions = ["a", "d"]
[[channel]]
id = "two"
platform = "web"
lang = "en"
name.en = "Saal 2"
url = "https://example.org/2"
sessions = ["b", "e"]
"""
SMALL = (
    EVENT
    + """\
[[session]]
id = "a"
start = 2027-06-01T10:00:00
end = 2027-06-01T11:00:00
name.en = "Opening"
room.en = "Saal 1"
room.ko = "1호실"
track.en = "Main"
lang = "de"
page = "https://example.org/a"
description.en = "What it is about."
[[session]]
id = "b"
start = 2027-06-01T10:00:00
end = 2027-06-01T11:00:00
name.en = "Workshop for beginners"
room.en = "Saal 2"
track.en = "Hands-on"
[[session]]
id = "c"
start = 2027-06-01T10:00:00
end = 2027-06-01T10:30:00
name.en = "Coffee"
room.en = "Lounge (EG)"
cancelled = true
[[session]]
id = "d"
start = 2027-06-01T12:00:00
end = 2027-06-01T13:00:00
name.en = "Keynote"
room.en = "Saal 1"
room.ko = "1호실"
track.en = "Main"
[[session]]
id = "e"
start = 2027-06-02T12:00:00
end = 2027-06-02T13:00:00
name.en = "Closing"
room.en = "Saal 2"
track.en = "Main"
"""
)
ROOMS = ["Main Hall", "K.1.105 (La Fontaine)", *(f"H.{number}" for number in range(1, 24))]
TRACKS = ["Security", "Embedded and Real-Time Systems", "웹과 데이터베이스"]
LIVE, PAUSE = "2027-06-01T10:20+09:00", "2027-06-01T11:30+09:00"
MOMENTS = {
    "before": "2027-05-30T10:00+09:00",
    "live": "2027-06-02T10:05+09:00",
    "between-sessions": "2027-06-02T12:55+09:00",
    "between-days": "2027-06-03T02:00+09:00",
    "after": "2028-01-01T12:00+09:00",
}


def large() -> str:
    """Return an event with 25 rooms on three days, a session every half hour except at noon."""
    parts = [EVENT.replace('"a", "d"', "").replace('"b", "e"', "")]
    for day, half, place in product((1, 2, 3), range(14), range(25)):
        if half == 6 or (place > 2 and (half + place) % 3 == 0):
            continue
        start = datetime(2027, 6, day, 10, tzinfo=UTC) + half * timedelta(minutes=30)
        end = start + timedelta(minutes=25 - 5 * (place % 2))
        parts.append(
            f'[[session]]\nid = "s{day}-{half}-{place}"\n'
            f"start = {start:%Y-%m-%dT%H:%M:%S}\nend = {end:%Y-%m-%dT%H:%M:%S}\n"
            f'name.en = "Talk {day}-{half}-{place} {"about something " * (place % 4)}"\n'
            f'name.ko = "발표 {day}-{half}-{place} {"긴 이야기 " * (place % 5)}"\n'
            f'room.en = "{ROOMS[place]}"\ntrack.en = "{TRACKS[place % 3]}"\n'
        )
    return "".join(parts)


@cache
def days() -> Programme:
    programme = reader.read(large().encode(), "big.toml", SOME_TIME).programme
    assert programme
    return programme


def seen_at(programme: Programme, now: str, lang: str = "en", zone: str = "Asia/Seoul") -> View:
    i18n.use_language(lang)
    return View(programme, datetime.fromisoformat(now).astimezone(UTC), clock.zone(zone))


def rows_of(lines: list[str]) -> list[str]:
    """Return the lines of many sessions at once: end, number, room, name."""
    return [line for line in lines if re.match(r"[▶ ] until \d\d:\d\d", line)]
