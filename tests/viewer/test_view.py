"""Times and states in words, for other events and in zones whose clocks change."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cacctl.model import streams
from cacctl.model.programme import Programme
from cacctl.render import tables
from cacctl.times import clock
from cacctl.viewer.selection import LONGEST_EXCERPT, excerpt_around, found_texts
from cacctl.viewer.states import standing_words, state_sentence, state_words
from cacctl.viewer.streams import why_words
from cacctl.viewer.times import time_range
from cacctl.viewer.view import View
from tests.conftest import Run, seoul


def seen(programme: Programme, now: str, zone: str = "Asia/Seoul") -> View:
    """The programme as it is seen at a time in Seoul."""
    return View(programme, seoul(now), clock.zone(zone), "en")


def test_a_session_over_a_change_of_the_clock_names_both_zones(summit: Programme) -> None:
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
def test_a_start_that_is_not_on_the_headings_date_has_its_own(
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
    """No reader has to count a day back: the zone database tells what the date is."""
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
def test_the_days_at_a_glance_are_on_the_viewers_dates(summit: Programme, columns: int) -> None:
    moment = seen(summit, "2020-05-01 10:00", "America/Los_Angeles")
    lines = list(tables.days(moment, columns, colour=False))
    own = ["Sun 31 May", "Tue 2 June", "Tue 2 June", "Wed 3 June", "Thu 4 June"]
    found = [re.match(r"  (\d)  (\w+ \d+ \w+)", line) for line in lines]
    assert [(row[1], row[2]) for row in found if row] == list(zip("12345", own, strict=True))
    # Where there is room for it, the event's date stands beside.
    beside = "  3  Tue 2 June  17:00-06:30 (+1d)  Wed 3 June  Climate & Environment"
    assert any(line.startswith(beside) for line in lines) == (columns >= 80)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (
            "2020-05-30T10:00",
            "The event hasn't started yet. It starts on Mon 1 June 11:00 KST, in 2 days 1 hour.",
        ),
        ("2020-06-03T10:00", "Live now: Climate & Environment."),
        (
            "2020-06-03T12:00",
            "Between sessions. Prevention Measures starts in 1 hour.",
        ),
        (
            "2020-06-04T02:00",
            "Nothing until day 4, which starts on Thu 4 June 08:00 KST, in 6 hours, "
            "with Conversation with Jared Diamond.",
        ),
        (
            "2020-06-05T18:30",
            "The event is over: it ended on Fri 5 June 18:30 KST, just now.",
        ),
    ],
)
def test_the_five_states_each_have_their_own_words(
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
            "Nothing until day 2, which starts on Tue 2 June 06:00 PDT, in 8 hours, with Mayoral "
            "Meeting.",
            "Nothing until day 2.",
        ),
    ],
)
def test_the_state_does_not_contradict_the_viewers_today(
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
        (1, "over, 1 minute ago"),
        (200, "over, 3 hours 20 minutes ago"),
        (1439, "over, 23 hours 59 minutes ago"),
        (1440, "over, 1 day ago"),
        (6859, "over, 4 days ago"),
        (60 * 24 * 800, "over, 2 years ago"),
    ],
)
def test_how_long_ago_a_session_ended(summit: Programme, minutes: int, words: str) -> None:
    sports = summit.sessions[-1]
    moment = seen(summit, "2020-06-05 18:30")
    moment = moment._replace(now=moment.now + timedelta(minutes=minutes))
    assert standing_words(moment, sports) == words


@pytest.mark.parametrize(
    ("session", "platform", "now", "why"),
    [
        (
            "mayors",
            None,
            "2020-06-02T22:30",
            "Mayoral Meeting is live on Seoul's official YouTube (English), 1 hour left.",
        ),
        (
            "mayors",
            None,
            "2020-06-02T21:30",
            "Mayoral Meeting starts in 30 minutes on Seoul's official YouTube (English).",
        ),
        (
            "mayors",
            None,
            "2020-07-01T00:00",
            "Mayoral Meeting is over; its replay is on Seoul's official YouTube (English).",
        ),
        (
            "mayors",
            "facebook",
            "2020-07-01T00:00",
            "Mayoral Meeting is over; whether Seoul's official Facebook (English) keeps its replay "
            "is not known.",
        ),
        (
            None,
            None,
            "2020-07-01T00:00",
            "The event is over; its replays are on Seoul's official YouTube (English).",
        ),
        (
            None,
            "web",
            "2020-07-01T00:00",
            "The event is over; whether Official website (English) keeps replays is not known.",
        ),
    ],
)
def test_why_it_is_that_stream_is_no_firmer_than_the_sources(
    summit: Programme, session: str | None, platform: str | None, now: str, why: str
) -> None:
    moment = seen(summit, now)
    wanted = summit.session(session) if session else None
    stream = streams.choose(summit, wanted, lang="en", platform=platform, now=moment.now)
    assert why_words(moment, stream) == why


@pytest.mark.parametrize(
    ("lang", "now", "line"),
    [
        ("en", "2020-06-02T21:30", "YouTube (Korean, live stream)"),
        ("en", "2020-06-02T22:30", "YouTube (Korean, live stream)"),
        ("en", "2020-06-02T23:30", "YouTube (Korean, replay)"),
        ("ko", "2020-06-02T21:30", "유튜브 (한국어, 생중계)"),
        ("ko", "2020-06-02T23:30", "유튜브 (한국어, 다시보기)"),
    ],
)
def test_a_stream_to_come_is_not_said_to_be_on(run: Run, lang: str, now: str, line: str) -> None:
    shown = run("show", "mayors", "--lang", lang, "--at", now + "+09:00").out
    assert f"{line}: https://www.youtube.com/seoullive\n" in shown


def test_a_long_text_is_cut_around_what_was_found_and_says_so() -> None:
    text = "a" * 100 + " needle " + "b" * 100
    excerpt = excerpt_around(text, "NEEDLE")
    assert "needle" in excerpt
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")
    assert len(excerpt) <= LONGEST_EXCERPT + 2
    assert excerpt_around("short", "x") == "short"


@pytest.mark.parametrize(
    ("lang", "query", "texts"),
    [
        ("en", "rome", ["Rome"]),
        ("ko", "rome", ["Rome"]),
        ("ko", "로마", ["로마"]),
        ("en", "seoul declaration", ["Mayor of Seoul (chair, keynote)"]),
    ],
)
def test_what_was_found_is_shown_once_and_in_the_viewers_language(
    summit: Programme, lang: str, query: str, texts: list[str]
) -> None:
    moment = seen(summit, "2020-06-03T10:00")._replace(lang=lang)
    (match, *_others) = summit.find(query)
    assert found_texts(moment, match, query)[: len(texts)] == texts
    assert all(not any("가" <= letter <= "힣" for letter in text) for text in texts) or lang == "ko"


OTHER = """\
schema = 1
[event]
id = "nacht"
name.de = "Lange Nacht"
zone = "Europe/Berlin"
[[channel]]
id = "stream"
platform = "twitch"
lang = "de"
name.de = "Kanal"
url = "https://example.org/live"
[[session]]
id = "a"
name.de = "Eröffnung"
start = 2026-10-24T23:00:00
end = 2026-10-25T04:00:00
[[session]]
id = "b"
name.de = "Zugleich"
start = 2026-10-24T23:00:00
end = 2026-10-24T23:30:00
"""


def test_an_event_in_another_language_and_without_streams_for_the_viewer(
    run: Run, see: Run, tmp_path: Path
) -> None:
    path = tmp_path / "my event.toml"
    path.write_text(OTHER, "utf-8")
    options = ["--schedule", str(path), "--at", "2026-10-24T22:00+02:00", "--tz", "Berlin"]
    assert run("next", *options).out.count("next, in 1 hour") == 2
    shown = see("today", *options).out
    assert "23:00 CEST-04:00 CET (+1d)" in shown
    assert "Times in Europe/Berlin (CEST, UTC+02:00 → CET, UTC+01:00)" in shown
    refused = run("watch", "--print", *options)
    assert refused.code == 5
    assert refused.err == (
        "cacctl: Eröffnung is not streamed in English.\n"
        f"On Twitch, in de: cacctl watch a --on twitch --lang de --schedule '{path}' "
        "--tz Berlin --at 2026-10-24T22:00+02:00 --print\n"
    )
    german = run("watch", "a", "--on", "twitch", "--lang", "de", "--print", *options)
    assert german == (0, "https://example.org/live\n", "")
    after = ["--schedule", str(path), "--at", "2026-12-01"]
    assert "Replays" not in run("today", *after).out
    assert run("today", *after, "--lang", "ko").code == 0
    assert "There is no session on" in see("day", "2026-12-02", *after).out
