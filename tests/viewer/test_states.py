"""States in words: of the event, and of a session."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cacctl.model.programme import Programme
from cacctl.viewer.states import state_sentence, state_words, status_words
from tests.viewer.views import seen


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (
            "2020-05-30T10:00",
            "The event has not started yet. It starts on Mon 1 June 11:00 KST, in 2 days 1 hour.",
        ),
        ("2020-06-03T10:00", "Live now: Climate & Environment."),
        (
            "2020-06-03T12:00",
            "Between sessions. Prevention Measures starts in 1 hour.",
        ),
        (
            "2020-06-04T02:00",
            "Nothing is scheduled until day 4, which starts on Thu 4 June 08:00 KST, in 6 hours, "
            "with Conversation with Jared Diamond.",
        ),
        (
            "2020-06-05T18:30",
            "The event ended on Fri 5 June 18:30 KST, just now.",
        ),
    ],
)
def test_each_state_of_the_event_has_its_own_sentence(
    summit: Programme, now: str, sentence: str
) -> None:
    assert state_sentence(seen(summit, now)) == sentence


@pytest.mark.parametrize(
    ("now", "sentence", "few_words"),
    [
        # In Los Angeles day 2 is over at 07:30, and day 3 starts at 17:00 of the same date.
        (
            "2020-06-02T10:00",
            "Between sessions. Climate & Environment starts in 7 hours.",
            "Between sessions.",
        ),
        (
            "2020-06-01T22:00",
            "Nothing is scheduled until day 2, which starts on Tue 2 June 06:00 PDT, in 8 hours, "
            "with Mayoral Meeting.",
            "Nothing is scheduled until day 2.",
        ),
    ],
)
def test_state_agrees_with_the_viewers_date(
    summit: Programme, now: str, sentence: str, few_words: str
) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("America/Los_Angeles"))
    moment = seen(summit, "2020-06-01 10:00", "America/Los_Angeles")
    moment = moment._replace(now=instant.astimezone(UTC))
    assert summit.state_at(moment.now) == "between-days"
    assert (state_sentence(moment), state_words(moment)) == (sentence, few_words)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "just ended"),
        (1, "ended 1 minute ago"),
        (200, "ended 3 hours 20 minutes ago"),
        (1439, "ended 23 hours 59 minutes ago"),
        (1440, "ended 1 day ago"),
        (6859, "ended 4 days ago"),
        (60 * 24 * 800, "ended 2 years ago"),
    ],
)
def test_time_since_the_end_is_in_one_unit_from_a_day_on(
    summit: Programme, minutes: int, words: str
) -> None:
    sports = summit.sessions[-1]
    moment = seen(summit, "2020-06-05 18:30")
    moment = moment._replace(now=moment.now + timedelta(minutes=minutes))
    assert status_words(moment, sports) == words
