"""`day`, `find`, `show`, `timeline` and `channels`."""

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import LIVE, MOMENTS, Run
from tests.schemas import ANSWER
from tests.servers import ScheduleServer


def test_session_past_midnight_belongs_to_the_day_it_starts_on(see: Run) -> None:
    out = see("day", "4", "--at", MOMENTS["after"]).out
    assert "11  23:00-00:30 (+1d)  Public Transportation\n" in out
    assert "Times in Asia/Seoul (KST, UTC+09:00)" in out
    assert see("day", "4", "--at", "2020-06-05T00:29+09:00").out.count("▶ 11") == 0
    live = see("day", "4", "--at", "2020-06-05T00:29+09:00").out
    assert "▶  11  23:00-00:30 (+1d)  Public Transportation\n" in live
    assert "live, 1 minute left" in live
    over = json.loads(see("day", "4", "--json", "--at", "2020-06-05T00:30+09:00").out)
    assert over["sessions"][-1]["status"] == "over"


@pytest.mark.parametrize("command", ["show", "share", "watch --print"])
def test_session_name_needs_no_quotes(run: Run, command: str) -> None:
    for words in ("public transport", "transport public", "대중 교통", "11번"):
        answer = run(*command.split(), *words.split(), "--at", LIVE)
        assert answer.code == 0
        assert answer.out == run(*command.split(), "transport", "--at", LIVE).out


def test_timeline_is_a_chart_if_the_terminal_is_wide_enough(run: Run, see: Run) -> None:
    wide, narrow = see("timeline", "--at", LIVE), see("timeline", "--at", LIVE, columns=59)
    assert "\nKST     0     2     4" in wide.out
    line = "Wed 3 June 09:00-11:10 KST: 3. Climate & Environment; live"
    for answer in (narrow, run("timeline", "--at", LIVE)):
        words = " ".join(answer.out.split())
        assert line in words
        assert "11. Public Transportation; upcoming; outside your waking hours" in words
    always = run("timeline", "--at", LIVE, "--awake", "0-24")
    assert "your waking hours" not in always.out
    assert run("timeline", "--awake", "dawn").err.startswith(
        "cacctl: Invalid waking hours: 'dawn'."
    )


def test_timeline_overwrites_no_file_without_force(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    answer = run("timeline", "--svg", str(file), "--at", LIVE)
    assert (answer.code, answer.out, answer.err) == (0, "", f"Wrote {file}.\n")
    first = file.read_bytes()
    assert first.startswith(b"<svg ")
    assert run("timeline", "--svg", str(file), "--lang", "ko", "--at", LIVE).code == 2
    assert file.read_bytes() == first
    assert run("timeline", "--svg", str(file), "--lang", "ko", "--at", LIVE, "--force").code == 0
    assert "기후".encode() in file.read_bytes()
    assert run("timeline", "--svg", str(tmp_path / "no" / "a.svg")).code == 1
    assert run("timeline", "--svg", "-", "--at", LIVE).out.encode() == first
    both = run("timeline", "--svg", str(tmp_path / "b.svg"), "--json", "--at", LIVE)
    assert json.loads(both.out)["night"] == ["transport"]
    assert (tmp_path / "b.svg").read_bytes() == first


def test_find_without_a_match_suggests_list(run: Run) -> None:
    answer = run("find", "zzzz")
    assert answer.err == "To list all 15 sessions: cacctl list\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a server that responds with the status in the path."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with ScheduleServer() as running:
        running.behaviour = lambda handler: handler.answer(int(handler.path[1:]))
        yield running.url.rpartition("/")[0]


def schedule(folder: Path, *addresses: str) -> str:
    """Write a schedule with a channel for each URL, and return its path."""
    channels = "".join(
        f'[[channel]]\nid = "c{n}"\nplatform = "web"\nlang = "en"\nname = "C{n}"\nurl = "{url}"\n'
        for n, url in enumerate(addresses)
    )
    path = folder / "schedule.toml"
    path.write_text(
        'schema = 1\n[event]\nid = "e"\nname = "E"\nzone = "Asia/Seoul"\n'
        f'{channels}[[channel]]\nid = "tv"\nplatform = "tv"\nlang = "en"\nname = "TV"\n'
        '[[session]]\nid = "s"\nname = "S"\n'
        "start = 2020-06-03T09:00:00\nend = 2020-06-03T10:00:00\n",
        "utf-8",
    )
    return str(path)


def test_channels_check_lists_the_urls_that_respond(
    run: Run, see: Run, server: str, tmp_path: Path
) -> None:
    path = schedule(tmp_path, f"{server}/200", f"{server}/204")
    plain = run("channels", "--check", "--schedule", path)
    assert plain == (0, f"Event: E\n{server}/200: OK\n{server}/204: OK\n", "")
    shown = see("channels", "--check", "--schedule", path)
    assert shown.code == 0
    assert re.fullmatch(
        rf"E\n\n({server}/200)\n  OK \(\d+\.\d s\)\n({server}/204)\n  OK \(\d+\.\d s\)\n", shown.out
    )


def test_channels_check_fails_if_a_url_does_not_work(
    run: Run, see: Run, server: str, tmp_path: Path
) -> None:
    path = schedule(tmp_path, f"{server}/200", f"{server}/404", f"{server}/500")
    for answer in (run("channels", "--check", "--schedule", path),
                   see("channels", "--check", "--schedule", path)):  # fmt: skip
        assert answer.code == 4
        assert answer.err == "cacctl: 2 URLs do not work.\n"
        assert "page not found (404)" in answer.out
    korean = run("channels", "--check", "--schedule", path, "--lang", "ko")
    assert korean.err == "cacctl: 열리지 않는 주소가 2개 있습니다.\n"
    document = run("channels", "--check", "--json", "--schedule", path)
    assert document.code == 4
    answer_json = json.loads(document.out)
    ANSWER.validate(answer_json)
    assert [check["status"] for check in answer_json["checks"]] == [200, 404, 500]


def test_channels_check_without_any_response_suggests_to_check_the_connection(
    see: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    # Without a network, the real one can take as long as a link has.
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    url = f"https://nowhere.invalid/{'a' * 80}"
    answer = see("channels", "--check", "--schedule", schedule(tmp_path, url))
    assert (answer.code, answer.err) == (
        4, "cacctl: 1 URL does not work.\nNo server responded. Check your connection.\n"
    )  # fmt: skip
    assert f"\n{url}\n  host nowhere.invalid not found (" in answer.out


def test_url_of_two_channels_is_checked_once(run: Run, server: str, tmp_path: Path) -> None:
    path = schedule(tmp_path, f"{server}/200", f"{server}/200")
    assert run("channels", "--check", "--schedule", path).out == f"Event: E\n{server}/200: OK\n"


@pytest.mark.parametrize(
    ("weekday", "sessions"),
    [("sun", [1]), ("일요일", [1]), ("fri", [15]), ("금", [15]), ("wed", [5, 6, 7, 8, 9])],
)
def test_weekday_is_a_date_with_sessions_in_the_viewers_zone(
    run: Run, weekday: str, sessions: list[int]
) -> None:
    """The summit of 1 to 5 June in Seoul begins on Sunday evening in Los Angeles."""
    zone = ["--tz", "America/Los_Angeles"]
    shown = json.loads(run("day", weekday, "--json", *zone, "--at", MOMENTS["after"]).out)
    assert [session["number"] for session in shown["sessions"]] == sessions
    shown = json.loads(run("export", "json", "--day", weekday, *zone).out)
    assert [session["number"] for session in shown["sessions"]] == sessions


def test_weekday_of_at_is_a_date_with_sessions_in_the_viewers_zone(run: Run) -> None:
    shown = json.loads(run("now", "--json", "--tz", "America/Los_Angeles", "--at", "sun 19:30").out)
    assert shown["now"] == "2020-05-31T19:30:00-07:00"


@pytest.mark.parametrize("words", ["3 June", "wed 3 june", "6월 3일", "6월 3일(수)"])
def test_date_of_several_words_needs_no_quotes(run: Run, words: str) -> None:
    answer = run("day", *words.split())
    assert answer.code == 0
    assert answer.out == run("day", words).out == run("day", "2020-06-03").out


@pytest.mark.parametrize("moment", MOMENTS)
def test_day_by_number_shows_the_replays_as_a_date_does(run: Run, see: Run, moment: str) -> None:
    for answer in (run, see):
        by_number, by_date = (
            answer("day", day, "--at", MOMENTS[moment]).out for day in ("1", "2020-06-01")
        )
        assert by_number.partition("\nReplays")[1:] == by_date.partition("\nReplays")[1:]
        assert ("Replays" in by_number) == (moment != "before")
