"""Times, dates, lengths and hours as people type them, in English and Korean."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base import i18n
from cacctl.base.errors import UsageProblem
from cacctl.times import clock, parse
from cacctl.times import format as time_format

NOW = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local", "message", "hint"),
    [
        (
            "America/Los_Angeles",
            "2020-03-08 02:30",
            "2020-03-08 02:30 does not exist in America/Los_Angeles because clocks go forward.",
            "Use 2020-03-08T01:30-08:00 or 2020-03-08T03:30-07:00.",
        ),
        (
            "America/Los_Angeles",
            "2020-11-01 01:30",
            "2020-11-01 01:30 occurs twice in America/Los_Angeles because clocks go back.",
            "Use 2020-11-01T01:30-07:00 or 2020-11-01T01:30-08:00.",
        ),
    ],
)
def test_skipped_or_repeated_time_is_refused_with_both_readings(
    zone: str, local: str, message: str, hint: str
) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse.read_time(local, clock.zone(zone), NOW)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-06-03T10:00+09:00", "2020-06-03T01:00"),
        ("2020-06-03T10:00:30.5Z", "2020-06-03T10:00:30.500"),
        ("2020-06-03t10:00 +0900", "2020-06-03T01:00"),
        ("2020-06-03 10:00", "2020-06-03T17:00"),
        ("2020-06-03", "2020-06-03T07:00"),
        ("10:00", "2020-06-02T17:00"),
        ("9am", "2020-06-02T16:00"),
        ("12am", "2020-06-02T07:00"),
        ("12:15 PM", "2020-06-02T19:15"),
        ("noon", "2020-06-02T19:00"),
        ("tomorrow 9am", "2020-06-03T16:00"),
        ("  Tomorrow   9 a.m. ", "2020-06-03T16:00"),
        ("yesterday", "2020-06-01T07:00"),
        ("wed 18:30", "2020-06-04T01:30"),
        ("내일 오전 9시", "2020-06-03T16:00"),
        ("오늘 오후 3시 30분", "2020-06-02T22:30"),
        ("수요일 정오", "2020-06-03T19:00"),
        ("now", "2020-06-03T01:00"),
    ],
)
def test_time_is_read_as_people_type_it(text: str, expected: str) -> None:
    """At 18:00 on Tuesday 2 June in Los Angeles."""
    instant = parse.read_time(text, clock.zone("America/Los_Angeles"), NOW)
    assert instant == datetime.fromisoformat(f"{expected}+00:00")
    assert type(instant) is datetime


@pytest.mark.parametrize(
    "text",
    ["", "junk", "24:30", "13pm", "0am", "2020-02-30", "2020-02-30 10:00", "2020-06-03T25:00",
     "9999-12-31 10:00", "1969-01-01", "2020", "P1D", "10:60", "tomorrow tomorrow", "\0", "٣:٠٠",
     "2020-06-03T10:00+25:00", "x" * 5000],
)  # fmt: skip
def test_other_text_is_not_a_time(text: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse.read_time(text, clock.zone("Asia/Seoul"), NOW)
    assert len(caught.value.message) < 200


FIRST, LAST = date(2020, 6, 1), date(2020, 6, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6월 3일 10시", "2020-06-03 10:00"),
        ("6월3일10시", "2020-06-03 10:00"),
        ("6월 3일(수) 10시반", "2020-06-03 10:30"),
        ("6월 3일 (수) 10시 반", "2020-06-03 10:30"),
        ("6월 3일 수요일 10:30", "2020-06-03 10:30"),
        ("2020년 6월 3일 오전 10시 30분", "2020-06-03 10:30"),
        ("2020.6.3 오후 3:30", "2020-06-03 15:30"),
        ("20200603 10:00", "2020-06-03 10:00"),
        ("6/3 22시", "2020-06-03 22:00"),
        ("3일 10시 5분", "2020-06-03 10:05"),
        ("6월 3일", "2020-06-03 00:00"),
        ("내일오전 9시", "2026-11-29 09:00"),
        ("오늘 밤 11시", "2026-11-28 23:00"),
        ("밤 6시", "2026-11-28 18:00"),
        ("밤 11시 59분", "2026-11-28 23:59"),
        ("저녁 7시", "2026-11-28 19:00"),
        ("낮 11시", "2026-11-28 11:00"),
        ("낮 12시", "2026-11-28 12:00"),
        ("낮 12:30", "2026-11-28 12:30"),
        ("낮 5시", "2026-11-28 17:00"),
        ("아침 5시", "2026-11-28 05:00"),
        ("새벽 12시", "2026-11-28 00:00"),
        ("새벽 2시", "2026-11-28 02:00"),
        ("오전 0:30", "2026-11-28 00:30"),
        ("오전 12시 30분", "2026-11-28 00:30"),
        ("오후 12시", "2026-11-28 12:00"),
        ("오후 11시", "2026-11-28 23:00"),
        ("0시", "2026-11-28 00:00"),
        ("23시", "2026-11-28 23:00"),
        ("정오", "2026-11-28 12:00"),
        ("6월 3일 정오", "2020-06-03 12:00"),
        ("자정", "2026-11-28 00:00"),
        ("6월 3일 자정", "2020-06-03 00:00"),
    ],
)
def test_korean_time_is_read_as_people_type_it(text: str, expected: str) -> None:
    """On 28 November 2026 in Seoul, for an event of 1 to 5 June 2020."""
    i18n.use_language("ko")
    now = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
    instant = parse.read_time(text, clock.zone("Asia/Seoul"), now, (FIRST, LAST))
    assert f"{instant.astimezone(clock.zone('Asia/Seoul')):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("6월 3일 밤 12시", "2020-06-03T00:00 or 2020-06-04T00:00"),
        ("6월 3일 밤 1시 반", "2020-06-03T01:30 or 2020-06-04T01:30"),
        ("6월 3일 오전 12시", "2020-06-03T00:00 or 2020-06-03T12:00"),
        ("6/3 10:00", "2020-03-06T10:00 or 2020-06-03T10:00"),
    ],
)
def test_time_with_two_meanings_is_refused_with_both(text: str, readings: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse.read_time(text, clock.zone("Asia/Seoul"), NOW, (FIRST, LAST))
    assert caught.value.message in {f"'{part}' is ambiguous." for part in (text, text.split()[0])}
    assert caught.value.hint == f"Use {readings}."


@pytest.mark.parametrize(
    "text",
    ["24시", "10시 60분", "오후 13시", "오전 13시", "아침 4시", "아침 12시", "저녁 4시",
     "저녁 12시", "새벽 8시", "낮 6시",
     "낮 9시", "13월 1일", "2월 30일 10시", "0월 1일", "6월 0일", "6월 10시",
     "10시 6월 3일", "3일 차", "31일", "2020년 3일", "2020.6/3", "202006031",
     "6월 3일 3일",
     "밤"],
)  # fmt: skip
def test_other_korean_text_is_not_a_time(text: str) -> None:
    with pytest.raises(UsageProblem, match="Invalid time"):
        parse.read_time(text, clock.zone("Asia/Seoul"), NOW, (FIRST, LAST))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 June 2020 10am", "2020-06-03 10:00"),
        ("June 3 10:30", "2020-06-03 10:30"),
        ("june 3, 2020 10:30 pm", "2020-06-03 22:30"),
        ("Wed 3 June 10:00", "2020-06-03 10:00"),
        ("Wed 3 June 2020", "2020-06-03 00:00"),
        ("3 Jun noon", "2020-06-03 12:00"),
        ("2020-06-03 10:00 KST", "2020-06-03 10:00"),
        ("Wed 3 June 10:00 kst", "2020-06-03 10:00"),
        ("Tue 2 June 18:00 PDT", "2020-06-03 10:00"),
        ("2 June 2020 9pm ET", "2020-06-03 10:00"),
        ("3 June 1:00 UTC", "2020-06-03 10:00"),
        ("3 June 6:45 AM UTC+05:45", "2020-06-03 10:00"),
        ("3 June 3:00 Europe/Berlin", "2020-06-03 10:00"),
        ("2 June 18:00 America/Los_Angeles", "2020-06-03 10:00"),
        ("tomorrow 1:00 UTC", "2026-11-29 10:00"),
        # It is still Friday there.
        ("20:00 EST", "2026-11-28 10:00"),
    ],
)
def test_english_time_is_read_as_it_is_displayed(text: str, expected: str) -> None:
    """On Saturday 28 November 2026 in Seoul, for an event of 1 to 5 June 2020."""
    now = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
    instant = parse.read_time(text, clock.zone("Asia/Seoul"), now, (FIRST, LAST))
    assert f"{instant.astimezone(clock.zone('Asia/Seoul')):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("3 June 10:00 PST", "'PST' is ambiguous.", "Choose one: America/Los_Angeles, Asia/Manila"),
        (
            "3 June 2020 10:00 EST",
            "'3 June 2020 10:00 EST' is ambiguous.",
            "Use 2020-06-03T10:00-05:00 or 2020-06-03T10:00-04:00.",
        ),
        (
            "2020-12-01 10:00 bst",
            "'2020-12-01 10:00 bst' is ambiguous.",
            "Use 2020-12-01T10:00+01:00 or 2020-12-01T10:00+00:00.",
        ),
        (
            "6월 3일 밤 12시 UTC",
            "'6월 3일 밤 12시 UTC' is ambiguous.",
            "Use 2020-06-03T00:00+00:00 or 2020-06-04T00:00+00:00.",
        ),
        (
            "6/3 10:00 KST",
            "'6/3' is ambiguous.",
            "Use 2020-03-06T10:00+09:00 or 2020-06-03T10:00+09:00.",
        ),
        (
            "Thu 3 June UTC",
            "The weekday does not match the date: 'thu 3 june'.",
            "Use 2020-06-03T00:00+00:00.",
        ),
        (
            "Thu 3 June 10:00",
            "The weekday does not match the date: 'thu 3 june'.",
            "Use 2020-06-03T10:00.",
        ),
    ],
)
def test_time_in_words_with_two_meanings_is_refused_with_both(
    text: str, message: str, hint: str
) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse.read_time(text, clock.zone("Asia/Seoul"), NOW, (FIRST, LAST))
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    "text",
    ["31 June", "June 2020", "0 June", "June 10:00", "3 Juno", "Xyz 3 June", "3 June 4 June",
     "KST", "10:00 Seoul", "10:00 KST KST", "2020-06-03T10:00+09:00 KST", "10:00 XYZ"],
)  # fmt: skip
def test_other_english_text_is_not_a_time(text: str) -> None:
    with pytest.raises(UsageProblem, match="Invalid time"):
        parse.read_time(text, clock.zone("Asia/Seoul"), NOW, (FIRST, LAST))


DATES = {
    "6월 3일": date(2020, 6, 3),
    "6월 3일(수)": date(2020, 6, 3),
    "6월 3일 (수)": date(2020, 6, 3),
    "6월 3일 수요일": date(2020, 6, 3),
    "6월3일": date(2020, 6, 3),
    "2020년 6월 3일": date(2020, 6, 3),
    "2020년 6월 3일(수)": date(2020, 6, 3),
    "2021년 6월 3일": date(2021, 6, 3),
    "2020.6.3": date(2020, 6, 3),
    "2020. 6. 3.": date(2020, 6, 3),
    "2020. 6. 3.(수)": date(2020, 6, 3),
    "2020/06/03": date(2020, 6, 3),
    "2020-6-3": date(2020, 6, 3),
    "20200603": date(2020, 6, 3),
    "3일": date(2020, 6, 3),
    "3일(수)": date(2020, 6, 3),
    "수": date(2020, 6, 3),
    "모레": date(2026, 11, 30),
    # Not on a date of the event: the nearest one
    "5월 31일": date(2020, 5, 31),
    "12월 1일": date(2020, 12, 1),
    "12월 31일": date(2019, 12, 31),
    "11월 1일": date(2020, 11, 1),
    "3 June": date(2020, 6, 3),
    "June 3": date(2020, 6, 3),
    "Wed 3 June 2020": date(2020, 6, 3),
    "wednesday, june 3rd, 2020": date(2020, 6, 3),
    "3 Jun": date(2020, 6, 3),
    "Jun. 3": date(2020, 6, 3),
    "3 September 2021": date(2021, 9, 3),
    "31 Dec": date(2019, 12, 31),
    "2월 29일": date(2020, 2, 29),
}


@pytest.mark.parametrize("text", DATES)
def test_date_is_read_as_people_type_it(text: str) -> None:
    """In both languages, on 28 November 2026, for an event of 1 to 5 June 2020."""
    for lang in ("en", "ko"):
        i18n.use_language(lang)
        assert parse.read_date(text, date(2026, 11, 28), (FIRST, LAST)) == DATES[text]


@pytest.mark.parametrize(
    ("text", "korean"),
    [
        ("6.3", date(2020, 6, 3)),
        ("6. 3.", date(2020, 6, 3)),
        ("6.3(수)", date(2020, 6, 3)),
        ("06/03", date(2020, 6, 3)),
        ("6/6", date(2020, 6, 6)),
        ("6/13", date(2020, 6, 13)),
        ("13/6", date(2020, 6, 13)),
        ("10.30", date(2020, 10, 30)),
    ],
)
def test_month_and_day_are_in_korean_order_only_in_korean(text: str, korean: date) -> None:
    in_english = None if "." in text else korean
    if text == "06/03":
        with pytest.raises(UsageProblem) as caught:
            parse.read_date(text, NOW.date(), (FIRST, LAST))
        assert caught.value.hint == "Use 2020-03-06 or 2020-06-03."
    else:
        assert parse.read_date(text, NOW.date(), (FIRST, LAST)) == in_english
    i18n.use_language("ko")
    assert parse.read_date(text, NOW.date(), (FIRST, LAST)) == korean


@given(day=st.dates(date(1970, 1, 2), date(8999, 12, 30)), lang=st.sampled_from(["en", "ko"]))
def test_date_is_read_as_it_is_displayed(day: date, lang: str) -> None:
    i18n.use_language(lang)
    assert parse.read_date(time_format.date_words(day), FIRST) == day
    assert parse.read_date(time_format.date_words(day, year=False), day, (day,)) == day


def test_date_in_several_years_of_an_event_is_refused() -> None:
    with pytest.raises(UsageProblem) as caught:
        parse.read_date("6월 3일", NOW.date(), (date(2019, 1, 1), date(2020, 12, 31)))
    assert caught.value.hint == "Use 2019-06-03 or 2020-06-03."
    with pytest.raises(UsageProblem) as caught:
        parse.read_date("3일", NOW.date(), (date(2020, 5, 1), date(2020, 6, 30)))
    assert caught.value.hint == "Use 2020-05-03 or 2020-06-03."


def test_weekday_decides_between_dates_and_has_to_be_right() -> None:
    several_years = (date(2019, 1, 1), date(2020, 12, 31))
    assert parse.read_date("6월 3일(월)", NOW.date(), several_years) == date(2019, 6, 3)
    with pytest.raises(UsageProblem) as caught:
        parse.read_date("6월 3일(목)", NOW.date(), (FIRST, LAST))
    assert caught.value.message == "The weekday does not match the date: '6월 3일(목)'."
    assert caught.value.hint == "Use 2020-06-03."


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("6월 3일(목) 10시", "Use 2020-06-03T10:00."),
        ("2020-06-03(목) 10:00:30", "Use 2020-06-03T10:00:30."),
        ("6월 3일(목) 밤 12시", "Use 2020-06-03T00:00 or 2020-06-04T00:00."),
        ("6월 3일(목)", "Use 2020-06-03."),
    ],
)
def test_correction_of_a_weekday_keeps_the_time(typed: str, hint: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse.read_time(typed, UTC, NOW, (FIRST, LAST))
    assert caught.value.hint == hint


def test_choice_between_dates_keeps_the_time() -> None:
    with pytest.raises(UsageProblem) as caught:
        parse.read_time("3일 10시", UTC, NOW, (date(2020, 5, 1), date(2020, 6, 30)))
    assert caught.value.hint == "Use 2020-05-03T10:00 or 2020-06-03T10:00."
    with pytest.raises(UsageProblem) as caught:
        parse.read_time("wed 10:00", UTC, NOW, (date(2020, 7, 1), date(2020, 7, 8)))
    assert caught.value.hint == "Use 2020-07-01T10:00 or 2020-07-08T10:00."


@pytest.mark.parametrize("text", ["mon", "월요일", "월"])
@pytest.mark.parametrize(
    ("today", "dates", "expected"),
    [
        ("2026-11-28", ["2020-06-01", "2020-06-05"], "2020-06-01"),
        # A Monday without sessions between those of the event.
        ("2026-11-28", ["2020-05-31", "2020-06-02"], "2020-06-01"),
        # Two Mondays, of which one has sessions.
        ("2026-11-28", ["2020-05-31", "2020-06-08", "2020-06-09"], "2020-06-08"),
        # Two Mondays, during the event and after it.
        ("2020-06-03", ["2020-06-01", "2020-06-08"], "2020-06-08"),
        ("2020-06-03", ["2020-06-01", "2020-06-15", "2020-06-16"], "2020-06-08"),
        ("2020-06-09", ["2020-06-01", "2020-06-08"], "2020-06-01 or 2020-06-08"),
        ("2026-11-28", ["2020-06-02", "2020-06-03"], "2026-11-30"),
        ("2026-11-28", [], "2026-11-30"),
    ],
)
def test_weekday_is_a_date_with_sessions(
    text: str, today: str, dates: list[str], expected: str
) -> None:
    event = [date.fromisoformat(each) for each in dates]
    try:
        found = str(parse.read_date(text, date.fromisoformat(today), event))
    except UsageProblem as problem:
        found = problem.hint.removeprefix("Use ").removesuffix(".")
    assert found == expected


def test_date_without_an_event_is_the_nearest_to_today() -> None:
    today = date(2026, 1, 2)
    assert parse.read_date("12월 31일", today) == date(2025, 12, 31)
    assert parse.read_date("1월 3일", today) == date(2026, 1, 3)
    assert parse.read_date("3일", today) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 1439))
def test_korean_date_and_time_are_read_as_they_are_displayed(day: date, minutes: int) -> None:
    i18n.use_language("ko")
    reading = datetime.combine(day, time(*divmod(minutes, 60)), UTC)
    for hours in (12, 24):
        text = f"{time_format.date_words(day)} {time_format.time_words(reading, hours)}"
        assert parse.read_time(text, UTC, NOW) == reading
    short = f"{time_format.date_words(day, year=False)} 10:00"
    assert parse.read_time(short, UTC, NOW, (day,)) == reading.replace(hour=10, minute=0)


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", "3"), ("3일차", "3"), ("3일 차", "3"), (" 3 일째 ", "3"), ("3일", ""), ("일차", "")],
)  # fmt: skip
def test_number_of_a_day_is_read(text: str, number: str) -> None:
    assert parse.read_day_number(text) == number


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_a_usage_problem(text: str) -> None:
    with suppress(UsageProblem):
        assert parse.read_time(text, clock.zone("Asia/Seoul"), NOW).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "waking"),
    [
        ("07:00-23:00", clock.Waking(time(7), time(23))),
        ("7-24", clock.Waking(time(7), time(0))),
        ("6:30 ~ 22:15", clock.Waking(time(6, 30), time(22, 15))),
        ("14:00–02:00", clock.Waking(time(14), time(2))),
        ("0-24", clock.Waking(time(0), time(0))),
        ("아침 7시~밤 12시", clock.Waking(time(7), time(0))),
        ("오전 0:30~낮 12:00", clock.Waking(time(0, 30), time(12))),
        ("7am-11:30pm", clock.Waking(time(7), time(23, 30))),
    ],
)
def test_waking_hours_are_read_as_people_type_them(text: str, waking: clock.Waking) -> None:
    assert parse.read_waking(text) == waking


@pytest.mark.parametrize(
    "text", ["", "7", "dawn-dusk", "25-3", "7-24:30", "7:60-8", "7-8-9", "오전 12시-9시"]
)
def test_other_text_is_not_waking_hours(text: str) -> None:
    with pytest.raises(UsageProblem, match="Invalid waking hours"):
        parse.read_waking(text)


@pytest.mark.parametrize("text", ["12", "12h", " 12H "])
def test_clock_has_12_or_24_hours(text: str) -> None:
    assert parse.read_hours(text) == 12
    assert parse.read_hours("24h") == 24
    with pytest.raises(UsageProblem, match="12 or 24"):
        parse.read_hours("13")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2m", 120), ("90s", 90), ("1h 30m", 5400), ("2분", 120), ("PT1H30M", 5400), ("pt90s", 90),
     ("1h30m", 5400), ("1h 30m 5s", 5405), ("1시간", 3600), ("10 minutes", 600), ("0m", 0)],
)  # fmt: skip
def test_length_is_read_as_people_type_it(text: str, seconds: int) -> None:
    length = parse.read_length(text)
    assert length == timedelta(seconds=seconds)
    assert type(length) is timedelta


@pytest.mark.parametrize("text", ["", "soon", "2x", "m", "-2m", "1.5h", "1000h", "PT", "P1D"])
def test_other_text_is_not_a_length(text: str) -> None:
    with pytest.raises(UsageProblem, match="Invalid duration"):
        parse.read_length(text)
