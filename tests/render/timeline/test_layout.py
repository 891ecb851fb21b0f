"""The rows of the picture and the lanes of the sessions on a date."""

from datetime import date

from cacctl.render.timeline import layout
from cacctl.viewer.view import View
from tests.render.timeline.programmes import at, utc, with_sessions
from tests.viewer.views import seen


def test_overlapping_sessions_get_lanes_and_short_ones_do_not_touch() -> None:
    talks = at(*["3T09:00 60"] * 25, "3T12:00 20", "3T12:20 20", "3T12:40 20", "3T13:00 40")
    busy = with_sessions("Asia/Seoul", *talks, *at("3T13:40 40", "3T23:55 5"))
    view = seen(busy, "2020-06-01T00:00", "Asia/Seoul", "en")
    day = date(2020, 6, 3)
    blocks = layout.blocks(view, day, 3, view.sessions_on(day))
    assert [block.lane for block in blocks] == [*range(25), 0, 1, 0, 1, 0, 0]
    assert [(block.start, block.stop) for block in blocks[24:]] == [
        *((27, 30), (36, 37), (37, 38), (38, 39), (39, 41), (41, 43), (71, 72))
    ]


def rows(view: View) -> list[date | layout.Fold]:
    return layout.rows(view, layout.sessions_by_date(view))


def test_empty_dates_are_folded_except_single_ones_and_today() -> None:
    june = [date(2020, 6, day) for day in range(31)[1:]]
    programme = with_sessions(
        "Asia/Seoul", *at("2T09:00 60", "4T09:00 60", "9T09:00 60", "20T09:00 60")
    )
    view = seen(programme, "2020-06-14T09:00", "Asia/Seoul", "en")
    fold = layout.Fold
    start = [*june[1:4], fold(4), june[8]]
    assert rows(view) == [*start, fold(4), june[13], fold(5), june[19]]
    after = seen(programme, "2020-06-21T09:00", "Asia/Seoul", "en")
    assert rows(after) == [*start, fold(10), june[19]]
    # Samoa had no 30 December 2011.
    times = [(utc(f"2011-12-{day}T18:00"), 60) for day in (28, 30)]
    samoa = seen(with_sessions("Asia/Seoul", *times), "2020-06-21T09:00", "Pacific/Apia", "en")
    assert rows(samoa) == [date(2011, 12, day) for day in (28, 29, 31)]
