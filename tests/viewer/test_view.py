"""The one language in use, and an event in a language that cacctl does not speak."""

from datetime import timedelta
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest

from cacctl.base import i18n
from cacctl.model.programme import Programme
from cacctl.viewer.states import state_sentence
from cacctl.viewer.streams import stream_for, stream_words
from tests.conftest import Run
from tests.viewer.views import seen

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


def test_event_in_another_language_is_shown_and_its_stream_suggested(
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
        f"To watch on Twitch in German: cacctl watch a --on twitch --lang de --schedule '{path}' "
        "--tz Berlin --at 2026-10-24T22:00+02:00 --print\n"
    )
    german = run("watch", "a", "--on", "twitch", "--lang", "de", "--print", *options)
    assert german == (0, "https://example.org/live\n", "")
    after = ["--schedule", str(path), "--at", "2026-12-01"]
    assert "Replays" not in run("today", *after).out
    assert run("today", *after, "--lang", "ko").code == 0
    assert "No sessions on" in see("day", "2026-12-02", *after).out


ENGLISH = ("Mayoral Meeting", "YouTube (English, live stream)", "Live now: Mayoral Meeting.")
KOREAN = ("도시정부 시장회의", "유튜브 (한국어, 생중계)", "지금 진행 중: 도시정부 시장회의")


def test_percent_of_a_session_is_rounded_down(summit: Programme) -> None:
    first = summit.sessions[0]
    day = seen(summit, "2020-06-01T11:00")
    assert first.end - first.start == timedelta(hours=1)
    # 100 * 0.29 is 28.999... in floating point.
    for second in range(3600):
        moment = day._replace(now=first.start + timedelta(seconds=second))
        assert moment.percent(first) == floor(Fraction(100 * second, 3600))


def test_texts_streams_and_messages_follow_the_language(
    summit: Programme,
) -> None:
    moment = seen(summit, "2020-06-02T22:30")
    (session,) = summit.live_at(moment.now)
    for lang, words in (("en", ENGLISH), ("ko", KOREAN), ("en", ENGLISH)):
        i18n.use_language(lang)
        stream = stream_for(moment, session)
        assert stream
        assert stream.channel.lang == moment.lang == lang
        assert (moment.name(session), stream_words(stream), state_sentence(moment)) == words


@pytest.mark.parametrize(
    ("locale", "state"), [("ko_KR", "지금 진행 중: Eröffnung"), ("en_US", "Live now: Eröffnung.")]
)
def test_language_of_a_stream_leaves_the_messages_unchanged(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, state: str
) -> None:
    path = tmp_path / "nacht.toml"
    path.write_text(OTHER.replace('name.de = "Er', 'name.ko = "개막"\nname.de = "Er'), "utf-8")
    monkeypatch.setenv("LANG", f"{locale}.UTF-8")
    options = ["--schedule", str(path), "--at", "2026-10-25T01:00+02:00"]
    shown = run("now", "--lang", "de", *options).out
    assert state in shown
    assert run("watch", "--print", "--lang", "de", *options).out == "https://example.org/live\n"
