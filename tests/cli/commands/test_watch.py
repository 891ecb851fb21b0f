"""`watch` in a browser, in a player, and as a QR code."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.conftest import LIVE, MOMENTS, SCHEDULES, TALK, TALK_PAGE, Run
from tests.schemas import ANSWER
from tests.servers import ScheduleServer


@pytest.mark.parametrize(
    ("arguments", "at", "address"),
    [
        (["--lang", "en"], "2020-06-02T22:30+09:00", "https://www.youtube.com/seoulcityofficial"),
        (["--lang", "ko"], "2020-06-02T22:30+09:00", "https://www.youtube.com/seoullive"),
        (["--on", "facebook"], "2020-06-02T22:30+09:00", "https://www.facebook.com/seoulcitykorea"),
        (["--on", "web"], LIVE, "http://eng.cac2020.or.kr/"),
        (["--lang", "en"], MOMENTS["after"], "https://www.youtube.com/seoulcityofficial"),
        (["education", "--lang", "ko"], MOMENTS["after"], "https://youtu.be/46yU-Kx_Xl4"),
        (["education", "--channel"], MOMENTS["after"], "https://www.youtube.com/seoulcityofficial"),
        (
            ["education", "--lang", "ko", "--channel"],
            MOMENTS["after"],
            "https://www.youtube.com/seoullive",
        ),
        (["education", "--channel"], LIVE, "https://www.youtube.com/seoulcityofficial"),
        (["education", "--lang", "ko"], LIVE, "https://www.youtube.com/seoullive"),
    ],
)
def test_watch_prints_the_right_url(run: Run, arguments: list[str], at: str, address: str) -> None:
    answer = run("watch", *arguments, "--print", "--at", at)
    assert answer == (0, f"{address}\n", "")


@pytest.mark.parametrize(
    ("arguments", "words", "why"),
    [
        (
            ["culture"],
            "CAC Global Summit 2020 Culture",
            "Culture has ended, and no recording is listed. "
            "Here is a YouTube search for the recording.\n",
        ),
        (
            ["문화", "--lang", "ko"],
            "CAC 글로벌 서밋 2020 문화",
            "문화 세션은 끝났지만 일정에 녹화 영상 주소가 없습니다. "
            "유튜브에서 검색한 결과입니다.\n",
        ),
    ],
)
def test_session_without_a_recording_is_searched_for_in_the_viewers_language(
    run: Run, arguments: list[str], words: str, why: str
) -> None:
    at = ["--at", MOMENTS["after"]]
    url = run("watch", *arguments, "--print", *at).out.strip()
    page, _question, query = url.partition("?")
    assert page == "https://www.youtube.com/results"
    assert parse_qs(query) == {"search_query": [words]}
    assert url in run("show", *arguments, *at).out
    assert run("watch", *arguments, "--qr", *at).err == why


def test_watch_opens_the_browser_and_says_why(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}\n', "utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    answer = run("watch", "--at", LIVE)
    assert answer.code == 0
    assert answer.out == (
        "Climate & Environment is live on Seoul's official YouTube (English), 1 hour 10 minutes "
        "left. Opened https://www.youtube.com/seoulcityofficial in browser.\n"
    )
    assert seen.read_text("utf-8") == "https://www.youtube.com/seoulcityofficial"
    document = json.loads(run("watch", "--json", "--at", LIVE).out)
    assert document["opened_with"] == "browser"


def test_url_is_printed_if_nothing_can_open_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "/bin/false")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    answer = run("watch", "--at", LIVE)
    assert answer.code == 5
    assert answer.out == "https://www.youtube.com/seoulcityofficial\n"
    assert answer.err.startswith("cacctl: Climate & Environment is live on ")


AT = ["--at", LIVE]
WHY = (
    "Climate & Environment is live on Seoul's official YouTube (English), 1 hour 10 minutes left.\n"
)


ADDRESS = "https://www.youtube.com/seoulcityofficial"


@pytest.fixture
def player(tmp_path: Path) -> Path:
    """Return a player that records its arguments."""
    program = tmp_path / "my player"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/given\necho noise\n', "utf-8")
    program.chmod(0o755)
    return program


def test_player_gets_the_url_and_its_output_is_hidden(
    run: Run, player: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = run("watch", "--player", f"'{player}' --fs --title='a b' %s --end", *AT)
    assert (answer.code, answer.out, answer.err) == (0, "", WHY)
    given = player.parent / "given"
    assert given.read_text() == f"--fs|--title=a b|{ADDRESS}|--end|"
    monkeypatch.setenv("CACCTL_PLAYER", str(player))
    answer = run("watch", "--json", *AT)
    assert json.loads(answer.out)["opened_with"] == "my player"
    assert given.read_text() == f"{ADDRESS}|"


@pytest.mark.parametrize(
    ("command", "failure"),
    [
        ("nosuchplayer", "The player nosuchplayer failed (not found)."),
        ("false", "The player false failed (exit code 1)."),
        ("'mpv", 'The player command is empty or has an unclosed quote: "\'mpv".'),
        ("", "The player command is empty or has an unclosed quote: ''."),
        (f"/{'x' * 300}", f"The player {'x' * 300} failed (not found)."),
    ],
)
def test_failing_player_is_reported_with_the_url(run: Run, command: str, failure: str) -> None:
    answer = run("watch", "--player", command, *AT)
    assert (answer.code, answer.out) == (5, f"{ADDRESS}\n")
    assert answer.err.startswith(f"{WHY}cacctl: {failure}\n")
    document = json.loads(run("watch", "--json", "--player", command, *AT).out)
    assert (document["stream"]["url"], document["opened_with"]) == (ADDRESS, None)


OTHER = """\
[[session]]
id = "other"
name = "Other"
start = 2020-06-03T12:00:00
end = 2020-06-03T13:00:00
"""


def test_page_of_a_session_is_opened(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "p.toml"
    file.write_text(TALK + TALK_PAGE + OTHER, "utf-8")
    schedule = ["--schedule", str(file), "--at", "2020-06-03T10:30+09:00"]
    refused = run("watch", *schedule)
    assert refused.code == 5
    assert refused.err == (
        "cacctl: No stream is listed for Talk.\n"
        "To open the session's page: cacctl watch talk --page "
        f"--schedule {file} --at 2020-06-03T10:30+09:00\n"
    )
    # The default is the live session, as without --page.
    assert run("watch", "--page", "--print", *schedule).out == "https://example.org/talk\n"
    monkeypatch.setenv("BROWSER", "true")
    opened = run("watch", "talk", "--page", *schedule)
    assert opened.code == 0
    assert "This is the page for Talk. Opened https://example.org/talk in true." in opened.out
    document = json.loads(run("watch", "talk", "--page", "--json", *schedule).out)
    assert document["stream"]["kind"] == "page"
    ANSWER.validate(document)
    none = run("watch", "other", "--page", *schedule)
    assert (none.code, none.out) == (5, "")
    assert none.err.startswith("cacctl: No web page is listed for Other.\n")
    after = run("watch", "--page", "--schedule", str(file))
    assert after.code == 5
    assert "No sessions are live or coming up." in after.err


@pytest.mark.parametrize("other", [["--wait"], ["--on", "web"], ["--channel"]])
def test_page_is_refused_with_options_of_streams(run: Run, other: list[str]) -> None:
    answer = run("watch", "mayors", "--page", *other)
    assert answer.code == 2
    assert answer.err.startswith(f"cacctl: --page cannot be used with {other[0]}.\n")


def test_player_browser_overrides_the_setting(
    run: Run, player: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACCTL_PLAYER", str(player))
    monkeypatch.setenv("BROWSER", "true")
    assert run("watch", "--player", "browser", *AT).out.endswith(f"Opened {ADDRESS} in true.\n")
    assert not (player.parent / "given").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (
            ["culture"],
            "Culture has ended, and no recording is listed. Here is a YouTube search for the "
            "recording. Opened https://www.youtube.com/results?search_query=",
        ),
        (
            ["culture", "--channel"],
            "Culture has ended, and no recording is listed. Replays are on Seoul's official ",
        ),
        (["culture", "--on", "web"], "Culture has ended. Official website (English) may have "),
        ([], "The event has ended. "),
    ],
)
def test_page_without_a_video_is_opened_in_the_browser(
    run: Run, player: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], why: str
) -> None:
    monkeypatch.setenv("BROWSER", "true")
    monkeypatch.setenv("CACCTL_PLAYER", str(player))
    answer = run("watch", *arguments, "--at", MOMENTS["after"])
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(why)
    assert answer.out.endswith(" in true.\n")
    assert not (player.parent / "given").exists()


def test_page_of_a_session_is_opened_in_the_browser_despite_a_player(
    run: Run, player: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "true")
    schedule = (SCHEDULES / "smallest.toml").read_text("utf-8")
    schedule += 'page = "https://example.org/welcome"\n'
    file = player.parent / "schedule.toml"
    file.write_text(schedule, "utf-8")
    answer = run("watch", "welcome", "--page", "--schedule", str(file), "--player", str(player))
    assert answer.out.endswith(" Opened https://example.org/welcome in true.\n")
    assert not (player.parent / "given").exists()


def test_player_gets_the_recording_of_an_ended_session(run: Run, player: Path) -> None:
    watch = ["watch", "education", "--lang", "ko", "--player", str(player)]
    assert run(*watch, "--at", MOMENTS["after"]).code == 0
    assert (player.parent / "given").read_text() == "https://youtu.be/46yU-Kx_Xl4|"


@pytest.mark.parametrize("option", ["--print", "--qr"])
def test_print_and_qr_start_no_player(run: Run, player: Path, option: str) -> None:
    for form in ([], ["--json"]):
        assert run("watch", option, "--player", str(player), *form, *AT).code == 0
    assert not (player.parent / "given").exists()


def test_qr_code_is_drawn_above_its_url(run: Run, see: Run) -> None:
    answer = see("watch", "--qr", *AT, columns=40)
    assert answer.err.split() == WHY.split()
    *code, address = answer.out.splitlines()
    assert address == ADDRESS
    assert len(code) == 19
    assert set("".join(code)) == set("█▀▄ ")
    assert json.loads(run("watch", "--qr", "--json", *AT).out)["stream"]["url"] == ADDRESS


def test_url_is_printed_without_a_qr_code_that_is_too_wide(see: Run) -> None:
    answer = see("watch", "--qr", *AT, columns=20)
    assert (answer.code, answer.out) == (0, f"{ADDRESS}\n")
    assert "too narrow" in " ".join(answer.err.split())


def test_platform_of_the_settings_is_used_if_it_has_the_session(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACCTL_PLATFORM", "Facebook")
    during = ["--at", "2020-06-02T22:30+09:00"]
    assert "facebook" in run("watch", "mayors", "--print", *during).out
    assert "facebook" in run("now", *during, "--format", "{url}").out
    assert "youtube" in run("watch", "culture", "--print", *during).out
    assert "youtube" in run("watch", "mayors", "--on", "youtube", "--print", *during).out
    # A platform given as an option is never replaced silently.
    assert run("watch", "culture", "--on", "facebook", "--print", *during).code == 5


@pytest.mark.parametrize("command", [("watch", "--print"), ("config",)])
def test_setting_that_no_platform_can_have_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CACCTL_PLATFORM", "네이버")
    refused = run(*command)
    assert refused.code == 2
    assert refused.err.endswith(
        "cacctl: CACCTL_PLATFORM: Unknown platform: '네이버'.\n"
        "Use a format such as youtube, facebook, web, audio, slides.\n"
    )
    assert run(*command, "--lang", "ko").err.endswith(
        "유튜브, 페이스북, 홈페이지, 오디오, 슬라이드처럼 입력하세요.\n"
    )


def test_search_mentions_the_recording_in_another_language(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bundled schedule has a recording of this session in Korean, and none of the other."""
    monkeypatch.setenv("BROWSER", "true")
    at = ("--at", "2020-07-01T10:00+09:00")
    hint = f"To watch in Korean: cacctl watch education --lang ko {' '.join(at)}"
    for more in ([], ["--channel"], ["--on", "youtube"]):
        answer = run("watch", "education", *more, *at)
        assert "no recording in English is listed" in answer.out
        assert answer.err == f"{hint}\n"
        _command, *suggested = shlex.split(hint.partition(": ")[2])
        assert run(*suggested).err == ""
    qr = run("watch", "education", "--qr", *at)
    assert qr.err.endswith(f"for the recording.\n{hint} --qr\n")
    for arguments in (["culture"], ["education", "--json"], ["education", "--lang", "ko"]):
        assert run("watch", *arguments, *at).err == ""
    monkeypatch.setenv("BROWSER", "/bin/false")
    assert run("watch", "education", *at).err.endswith(f" a browser. {hint}\n")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a schedule on localhost whose stream is at another address of this machine."""
    monkeypatch.setenv("BROWSER", "true")
    text = (SCHEDULES / "smallest.toml").read_text("utf-8")
    channel = '[[channel]]\nid = "web"\nplatform = "web"\nlang = "en"\nname = "Web"\nurl = "{}"\n'
    text = text.replace('name = "Welcome"', 'name = "Welcome"\npage = "http://127.0.0.1:1/page"')
    text += channel.format("http://127.0.0.1:1/admin")
    with ScheduleServer(text.encode()) as server:
        yield server.url.replace("127.0.0.1", "localhost")


def test_private_url_of_a_schedule_from_elsewhere_is_opened_only_if_allowed(
    run: Run, elsewhere: str
) -> None:
    given = ["watch", "welcome", "--schedule", elsewhere, "--at", "2020-06-02T22:30:00+09:00"]
    refused = run(*given)
    assert (refused.code, refused.out) == (5, "")
    assert refused.err == (
        "cacctl: http://127.0.0.1:1/admin, from the schedule at localhost, is on a private network."
        "\nTo open it anyway: cacctl watch welcome --allow-private "
        f"--schedule {elsewhere} --at 2020-06-02T22:30:00+09:00\n"
    )
    *_words, suggested = refused.err.splitlines()
    allowed = run(*shlex.split(suggested.partition(": cacctl ")[2]))
    assert allowed.code == 0
    assert allowed.out.endswith("Opened http://127.0.0.1:1/admin in true.\n")
    assert run(*given, "--print").out == "http://127.0.0.1:1/admin\n"


def test_private_url_is_refused_before_waiting(run: Run, elsewhere: str) -> None:
    at = "2020-06-02T21:59:59+09:00"
    refused = run("watch", "--wait", "--schedule", elsewhere, "--at", at)
    assert refused == (
        5,
        "",
        "cacctl: http://127.0.0.1:1/admin, from the schedule at localhost, is on a private network."
        "\nTo open it anyway: cacctl watch welcome --allow-private "
        f"--schedule {elsewhere} --at {at} --wait\n",
    )
    assert run("watch", "--wait", "--print", "--schedule", elsewhere, "--at", at).code == 0


def test_command_that_opens_a_private_page_anyway_opens_the_page(run: Run, elsewhere: str) -> None:
    refused = run("watch", "welcome", "--page", "--schedule", elsewhere)
    assert "http://127.0.0.1:1/page, from the schedule at localhost, is on" in refused.err
    *_words, suggested = refused.err.splitlines()
    allowed = run(*shlex.split(suggested.partition(": cacctl ")[2]))
    assert allowed.out.endswith("Opened http://127.0.0.1:1/page in true.\n")


def test_private_url_of_a_schedule_at_the_same_host_is_opened(run: Run, elsewhere: str) -> None:
    schedule = elsewhere.replace("localhost", "127.0.0.1")
    at = ["--at", "2020-06-02T22:30:00+09:00"]
    assert run("watch", "welcome", "--schedule", schedule, *at).code == 0
