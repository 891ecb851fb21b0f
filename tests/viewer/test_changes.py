"""Changes of a schedule in words, in both languages."""

from datetime import timedelta

import pytest

from cacctl.model.diff import Change, changes
from cacctl.model.programme import Channel, Session
from cacctl.viewer import changes as news
from cacctl.viewer.view import View
from tests.conftest import item, programme_of, seoul
from tests.viewer import views

MINUTE = timedelta(minutes=1)
CULTURE = item("culture", seoul("2020-06-03T15:30"), 90)._replace(
    name={"en": "Culture", "ko": "문화"}
)
CHANNEL = Channel("web", "web", "en", {"en": "Site"}, "http://a.org", None, False, ())
EVENT = programme_of([CULTURE]).event


def moved(minutes: int, longer: int = 0) -> Change:
    start = CULTURE.start + minutes * MINUTE
    new = CULTURE._replace(start=start, end=CULTURE.end + (minutes + longer) * MINUTE)
    return Change("moved", CULTURE, new)


def with_(**facts: object) -> Session:
    return CULTURE._replace(**facts)  # type: ignore[arg-type]


def seen(now: str, lang: str, zone: str = "Asia/Seoul") -> View:
    return views.seen(programme_of([CULTURE]), now, zone, lang)


CANCELLED = with_(cancelled=True)
TODAY, TOMORROW = "2020-06-03T09:00", "2020-06-02T09:00"


@pytest.mark.parametrize(
    ("change", "now", "english", "korean"),
    [
        (
            moved(60),
            TODAY,
            "Culture moved from 15:30 to 16:30",
            "문화: 시작 시각 변경, 15:30 → 16:30",
        ),
        (
            moved(60),
            TOMORROW,
            "Culture (Wed 3 June) moved from 15:30 to 16:30",
            "6월 3일(수) 문화: 시작 시각 변경, 15:30 → 16:30",
        ),
        (
            moved(24 * 60),
            TODAY,
            "Culture moved from Wed 3 June 15:30 to Thu 4 June 15:30",
            "문화: 시작 시각 변경, 6월 3일(수) 15:30 → 6월 4일(목) 15:30",
        ),
        (
            moved(60, -30),
            TODAY,
            "Culture moved from 15:30 to 16:30 and now lasts 1 hour",
            "문화: 시작 시각 변경, 15:30 → 16:30, 진행 시간 1시간으로 변경",
        ),
        (
            moved(0, 30),
            TODAY,
            "Culture now ends at 17:30 instead of 17:00",
            "문화: 종료 시각 변경, 17:00 → 17:30",
        ),
        (
            Change("cancelled", CULTURE, CANCELLED),
            TODAY,
            "Culture was cancelled",
            "문화 세션이 취소되었습니다",
        ),
        (
            Change("restored", CANCELLED, CULTURE),
            TOMORROW,
            "Culture is no longer cancelled: Wed 3 June 15:30-17:00 KST",
            "취소되었던 문화 세션이 예정대로 열립니다: 6월 3일(수) 15:30~17:00 KST",
        ),
        (
            Change("added", None, CULTURE),
            TODAY,
            "New: Culture, Wed 3 June 15:30-17:00 KST",
            "새 세션: 문화, 6월 3일(수) 15:30~17:00 KST",
        ),
        (
            Change("removed", CULTURE),
            TODAY,
            "Culture was removed from the schedule",
            "문화 세션이 일정에서 삭제되었습니다",
        ),
        (
            Change("renamed", CULTURE, with_(name={"en": "Arts", "ko": "예술"})),
            TODAY,
            "Culture was renamed to Arts",
            "이름 변경: 문화 → 예술",
        ),
        (
            Change("renamed", CULTURE, with_(name={"en": "Culture", "ko": "예술"})),
            TODAY,
            "",
            "이름 변경: 문화 → 예술",
        ),
        (
            Change("channel-url", channels=(CHANNEL, CHANNEL._replace(url="http://b.org"))),
            TODAY,
            "Site has a new URL: http://b.org",
            "Site 주소 변경: http://b.org",
        ),
        (
            Change("channel-url", channels=(CHANNEL, CHANNEL._replace(url=None))),
            TODAY,
            "Site no longer has a URL",
            "Site 주소 삭제",
        ),
        (
            Change("event-renamed", events=(EVENT, EVENT._replace(name={"en": "Nights"}))),
            TODAY,
            "Days was renamed to Nights",
            "이름 변경: Days → Nights",
        ),
        (
            Change("event-zone", events=(EVENT, EVENT._replace(zone="Asia/Tokyo"))),
            TODAY,
            "The event's time zone is now Asia/Tokyo",
            "행사 시간대 변경: Asia/Tokyo",
        ),
    ],
)
def test_change_is_described_in_both_languages(
    change: Change, now: str, english: str, korean: str
) -> None:
    assert news.words(seen(now, "en"), change) == english
    assert news.words(seen(now, "ko"), change) == korean
    assert news.lines(seen(now, "ko"), [change]) == [korean]


def test_times_of_a_change_are_in_the_viewers_zone() -> None:
    words = news.words(seen("2020-06-03T09:00", "en", "America/Los_Angeles"), moved(60))
    assert words == "Culture moved from Tue 2 June 23:30 to Wed 3 June 00:30"


AFTERWARDS = "2020-06-03T17:00"


@pytest.mark.parametrize(
    ("change", "matters"),
    [
        (moved(-10), False),
        (moved(10), True),
        (Change("cancelled", CULTURE, CANCELLED), False),
        (Change("restored", CANCELLED, CULTURE), False),
        (Change("removed", CULTURE), False),
        (Change("added", None, CULTURE), False),
        (Change("renamed", CULTURE, with_(name={"en": "Arts"})), False),
    ],
)
def test_change_of_a_session_that_is_over_is_left_out(change: Change, matters: bool) -> None:
    assert bool(news.words(seen(AFTERWARDS, "en"), change)) is matters


@pytest.mark.parametrize(
    "change",
    [
        Change("removed", CANCELLED),
        Change("added", None, CANCELLED),
        Change("renamed", CANCELLED, CANCELLED._replace(name={"en": "Arts"})),
    ],
)
def test_change_of_a_cancelled_session_is_left_out(change: Change) -> None:
    assert news.lines(seen(TODAY, "en"), [change]) == []


def test_many_changes_are_summed_up() -> None:
    old = [item(f"s{n:02}", seoul("2020-06-03T10:00") + n * 60 * MINUTE) for n in range(13)]
    new = [s._replace(start=s.start + 5 * MINUTE) for s in old[:8]]
    new += [s._replace(cancelled=True) for s in old[8:12]] + [item("x", old[12].start)]
    told = changes(programme_of(old), programme_of(new))
    lines = news.lines(seen(TODAY, "en"), told)
    assert len(lines) == news.MOST_LINES + 2
    assert lines[0] == "14 changes: 8 moved, 4 cancelled, 1 removed, 1 new"
    assert lines[1] == "S00 moved from 10:00 to 10:05 and now lasts 55 minutes"
    assert lines[-1] == "And 4 more."
    assert news.lines(seen(TODAY, "ko"), told)[0] == (
        "변경 14건: 시각 변경 8건, 취소됨 4건, 삭제 1건, 추가 1건"
    )
    assert len(news.lines(seen(TODAY, "en"), told[:10])) == 10
