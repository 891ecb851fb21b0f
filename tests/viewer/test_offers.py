"""What the pages of sessions offer to watch: each URL is what the command below it opens."""

import re
import shlex
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from cacctl.model.programme import Programme
from tests.conftest import MOMENTS, Run

KST = timezone(timedelta(hours=9))
PAGES = [(), ("today",), ("now",), ("next",), *(("day", str(n)) for n in range(1, 6))]
CHANNELS = """\
schema = 1
[event]
id = "days"
name = "Big Days"
zone = "Asia/Seoul"

[[channel]]
id = "vimeo"
platform = "vimeo"
lang = "en"
name = "Vimeo"
url = "https://vimeo.example/days"
sessions = ["b"]
replays = true

[[channel]]
id = "youtube-en"
platform = "youtube"
lang = "en"
name = "YouTube (English)"
url = "https://youtube.example/days"
sessions = ["a", "c"]
replays = true

[[channel]]
id = "media"
platform = "web"
lang = "ko"
name = "Media"
url = "https://media.example/days"
sessions = ["a", "b"]

[[session]]
id = "a"
name = "Opening"
start = 2020-06-02T10:00:00
end = 2020-06-02T11:00:00
[[session.recording]]
channel = "media"
url = "https://media.example/days/a"

[[session]]
id = "b"
name = "Middle"
start = 2020-06-02T12:00:00
end = 2020-06-02T13:00:00
[[session.stream]]
channel = "media"
url = "https://media.example/live/b"

[[session]]
id = "c"
name = "Closing"
start = 2020-06-03T12:00:00
end = 2020-06-03T13:00:00
"""


def offered(shown: str) -> list[tuple[str, str]]:
    """Return the URLs and commands of a page on a terminal, where a command follows a URL."""
    return re.findall(r"^  (https?://\S+)\n  (cacctl .+)$", shown, re.MULTILINE)


def assert_urls_are_opened(run: Run, see: Run, *arguments: str, columns: int = 80) -> int:
    """Assert that each URL with a command is what the command opens; return how many there are."""
    pairs = offered(see(*arguments, columns=columns).out)
    for url, command in pairs:
        assert run(*shlex.split(command)[1:], "--print").out == f"{url}\n", (arguments, command)
    plain = run(*arguments).out
    assert re.findall(r", (https?://\S+)$", plain, re.MULTILINE) == [url for url, _ in pairs]
    return len(pairs)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("page", PAGES)
def test_url_of_the_summit_is_what_the_command_below_it_opens(
    run: Run, see: Run, summit: Programme, page: tuple[str, ...], lang: str
) -> None:
    ends = {moment for each in summit.sessions for moment in (each.start, each.end)}
    found = 0
    for moment in [*sorted(ends), max(ends) + timedelta(days=2000)]:
        at = (moment + timedelta(minutes=1)).isoformat()
        found += assert_urls_are_opened(run, see, *page, "--lang", lang, "--at", at)
    assert found


@pytest.fixture
def days(tmp_path: Path) -> tuple[str, ...]:
    """The options for an event with recordings, a stream and channels for some sessions each."""
    path = tmp_path / "days.toml"
    path.write_text(CHANNELS, "utf-8")
    return "--schedule", str(path), "--tz", "Seoul"


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_url_of_other_channels_is_what_the_command_below_it_opens(
    run: Run, see: Run, days: tuple[str, ...], columns: int, lang: str
) -> None:
    for page in PAGES[:6]:
        for hour in range(9, 40):
            at = (datetime(2020, 6, 2, tzinfo=KST) + timedelta(hours=hour, minutes=5)).isoformat()
            options = (*days, "--lang", lang, "--at", at)
            assert_urls_are_opened(run, see, *page, *options, columns=columns)


@pytest.mark.parametrize(
    "moment", [*MOMENTS.values(), "2020-06-02T11:30+09:00", "2020-06-02T12:30+09:00"]
)
def test_command_of_a_channel_opens_its_url(
    run: Run, see: Run, days: tuple[str, ...], moment: str
) -> None:
    for options in (days, ()):
        shown = see("channels", *options, "--at", moment, columns=120).out
        for block in shown.split("\n\n"):
            urls = re.findall(r"^(?:URL)? +(https?://.+)$", block, re.MULTILINE)
            if command := re.search(r"^Watch +cacctl (.+)$", block, re.MULTILINE):
                assert run(*shlex.split(command[1]), "--print").out == f"{urls[-1]}\n", command[1]


ENGLISH = """\
schema = 1
[event]
id = "days"
name = "Big Days"
zone = "Asia/Seoul"

[[channel]]
id = "youtube"
platform = "youtube"
lang = "{lang}"
name = "Tube"
url = "https://youtube.example/days"
replays = true

[[session]]
id = "a"
name = "Opening"
start = 2020-06-02T10:00:00
end = 2020-06-02T11:00:00

[[session]]
id = "b"
name = "Closing"
start = 2020-06-02T12:00:00
end = 2020-06-02T13:00:00
"""


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize(
    ("lang", "tag", "watch", "replays", "language"),
    [
        ("ko", "en", "영어로 시청: Tube", "영어 다시보기: Tube", "영어"),
        ("ko", "de", "독일어로 시청: Tube", "독일어 다시보기: Tube", "독일어"),
        (
            "ko",
            "pt-BR",
            "포르투갈어(브라질)로 시청: Tube",
            "포르투갈어(브라질) 다시보기: Tube",
            "포르투갈어(브라질)",
        ),
        ("en", "de", "Watch in German: Tube", "Replays in German: Tube", "German"),
    ],
)
def test_stream_in_another_language_is_offered_with_its_language(
    run: Run,
    see: Run,
    tmp_path: Path,
    columns: int,
    lang: str,
    tag: str,
    watch: str,
    replays: str,
    language: str,
) -> None:
    path = tmp_path / "days.toml"
    path.write_text(ENGLISH.replace("{lang}", tag), "utf-8")
    url = "https://youtube.example/days"
    options = ("--schedule", str(path), "--lang", lang, "--tz", "Seoul")
    command = f"\n  {url}\n  cacctl watch"
    for hour, titles in ((9, [watch]), (11, [watch, replays]), (12, [watch, replays])):
        at = ("--at", f"2020-06-02T{hour:02}:30+09:00")
        for page in ((), ("today",), ("day", "1")):
            shown = see(*page, *options, *at, columns=columns).out
            assert [f"{title}{command}" in shown for title in (watch, replays)] == [
                title in titles for title in (watch, replays)
            ]
            plain = run(*page, *options, *at).out.splitlines()
            assert plain[-len(titles) :] == [f"{title}, {url}" for title in titles]
            assert_urls_are_opened(run, see, *page, *options, *at, columns=columns)
        assert f"\n  {url} · {language}\n" in see("now", *options, *at, columns=columns).out
    after = ("--at", "2020-07-01")
    for page in ((), ("today",), ("now",), ("next",), ("day", "1")):
        shown = see(*page, *options, *after, columns=columns).out
        assert f"{replays}{command} --on youtube --lang {tag}" in shown
        assert assert_urls_are_opened(run, see, *page, *options, *after, columns=columns) == 1


def test_recording_in_another_language_is_offered_with_its_language(
    run: Run, see: Run, tmp_path: Path
) -> None:
    path = tmp_path / "days.toml"
    recording = '[[session.recording]]\nchannel = "youtube"\nurl = "https://youtu.be/a"\n'
    text = ENGLISH.replace("{lang}", "de").replace("replays = true\n", "")
    path.write_text(text.replace("11:00:00\n", f"11:00:00\n{recording}"), "utf-8")
    options = ("--schedule", str(path), "--at", "2020-06-02T12:30+09:00")
    assert (
        "Replay of Opening in German: Tube\n  https://youtu.be/a\n"
        "  cacctl watch a --on youtube --lang de"
    ) in see("today", *options).out
    assert_urls_are_opened(run, see, "today", *options)
    assert (
        "\nOpening 독일어 다시보기: Tube, https://youtu.be/a\n"
        in run("today", *options, "--lang", "ko").out
    )
