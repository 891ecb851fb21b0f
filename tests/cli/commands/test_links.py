"""`open`: the chat, the slides and other links of a session, and `show`, which lists them."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import LIVE as DURING_SUMMIT
from tests.conftest import MOMENTS, Run
from tests.schemas import ANSWER
from tests.servers import ScheduleServer, status

LIVE = "2024-05-04T10:30+09:00"
AFTER = "2024-05-06"
TEXT = """
schema = 1

[event]
id = "harbour"
name = "Harbour Days"
zone = "Asia/Seoul"

[[session]]
id = "tides"
start = 2024-05-04T10:00:00
end = 2024-05-04T11:00:00
name.en = "Tides and ropes"
name.ko = "밀물과 밧줄"

[[session.link]]
kind = "other"
url = "https://harbour.example.org/map"
name = "Map"

[[session.link]]
kind = "chat"
url = "https://chat.example.org/#web"
name.en = "Chat room (web)"
name.ko = "대화방(웹)"

[[session.link]]
kind = "slides"
url = "https://harbour.example.org/tides.pdf"

[[session.link]]
kind = "chat"
url = "https://chat.example.org/#app?web=no"
name = "Chat"

[[session]]
id = "stars"
start = 2024-05-04T12:00:00
end = 2024-05-04T13:00:00
name = "Stars"
page = "https://harbour.example.org/stars"

[[session]]
id = "knots"
start = 2024-05-04T14:00:00
end = 2024-05-04T15:00:00
name = "Knots"
"""
WEB, APP, SLIDES, MAP = (
    "https://chat.example.org/#web",
    "https://chat.example.org/#app?web=no",
    "https://harbour.example.org/tides.pdf",
    "https://harbour.example.org/map",
)


@pytest.fixture
def schedule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CACCTL_TZ", "Asia/Seoul")
    monkeypatch.setenv("BROWSER", "true")
    file = tmp_path / "harbour.toml"
    file.write_text(TEXT, "utf-8")
    monkeypatch.setenv("CACCTL_SCHEDULE", str(file))
    return str(file)


@pytest.mark.usefixtures("schedule")
@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        (["tides", "slides"], SLIDES),
        (["tides", "and", "ropes", "SLIDE"], SLIDES),
        (["#1", "slides"], SLIDES),
        (["밀물", "발표자료"], SLIDES),
        (["밀물과", "밧줄", "발표", "자료"], SLIDES),
        (["tides", "링크"], MAP),
        (["tides", "other"], MAP),
        (["tides", "chat", "--name", "web"], WEB),
        (["tides", "채팅", "--name", "웹"], WEB),
        (["tides", "chat", "--name", "chat"], APP),
        (["tides", "chat", "--name", "2"], APP),
        (["tides", "chat", "--name", "0002"], APP),
        (["tides", "--name", "map"], MAP),
        # Of the live or next session.
        (["slides"], SLIDES),
        (["--name", "1"], WEB),
    ],
)
def test_url_of_the_chosen_link_is_printed(run: Run, arguments: list[str], url: str) -> None:
    answer = run("open", *arguments, "--print", "--at", LIVE)
    assert answer == (0, f"{url}\n", "")
    document = json.loads(run("open", *arguments, "--print", "--json", "--at", LIVE).out)
    ANSWER.validate(document)
    assert (document["link"]["url"], document["opened_with"]) == (url, None)
    assert [session["id"] for session in document["sessions"]] == ["tides"]


@pytest.mark.usefixtures("schedule")
@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        (
            ["tides", "feedback"],
            5,
            'Tides and ropes has no "feedback" links.',
            "Available: chat, slides, other. For example: cacctl open tides chat --name 1",
        ),
        (
            ["stars", "chat"],
            5,
            "No links are listed for Stars.",
            "To open the session's page: cacctl watch stars --page",
        ),
        (
            ["knots"],
            5,
            "No links are listed for Knots.",
            "To see the session's details: cacctl show knots",
        ),
        (
            ["tides"],
            2,
            "Tides and ropes has several links.",
            "Available: chat, slides, other. For example: cacctl open tides chat --name 1",
        ),
        (
            ["tides", "chat"],
            2,
            'Tides and ropes has several "chat" links.',
            "Choose one with --name: 1. Chat room (web) · 2. Chat. "
            "For example: cacctl open tides chat --name 1",
        ),
        (
            ["tides", "chat", "--name", "irc"],
            2,
            "No link matches 'irc'.",
            "Choose one with --name: 1. Chat room (web) · 2. Chat. "
            "For example: cacctl open tides chat --name 1",
        ),
        (
            ["tides", "chat", "--name", "cha"],
            2,
            "'cha' matches several links.",
            "Choose one with --name: 1. Chat room (web) · 2. Chat. "
            "For example: cacctl open tides chat --name 1",
        ),
        (["tides", "chat", "--name", "example"], 2, "No link matches 'example'.", None),
        (["tides", "chat", "--name", "3"], 2, "No link matches '3'.", None),
        (["tides", "chat", "--name", "0000000015"], 2, "No link matches '0000000015'.", None),
        (["tides", "slids"], 2, "Unknown kind of link: 'slids'.", "Did you mean slides?"),
        (["tides", "page"], 2, "Unknown kind of link: 'page'.", "Available: chat, slides, other."),
        (
            ["tides", "map"],
            2,
            "Unknown kind of link: 'map'.",
            "Did you mean: cacctl open tides --name map",
        ),
        (
            ["tides", "chat", "web"],
            2,
            "Unexpected argument: 'web'.",
            "Did you mean: cacctl open tides chat --name web",
        ),
        (
            ["밀물과", "밧줄", "발표", "자료", "1"],
            2,
            "Unexpected argument: '1'.",
            "Did you mean: cacctl open tides slides --name 1",
        ),
        (
            ["tides", "chat", "irc"],
            2,
            "Unexpected argument: 'irc'.",
            "Choose one with --name: 1. Chat room (web) · 2. Chat. "
            "For example: cacctl open tides chat --name 1",
        ),
        (["knots", "page"], 5, "No links are listed for Knots.", None),
        (["moon", "chat", "web"], 2, "No session matches 'moon chat web'.", None),
        (["moon", "chat"], 2, "No session matches 'moon'.", None),
    ],
)
def test_request_that_cannot_be_met_is_refused_with_a_command_that_works(
    run: Run, arguments: list[str], code: int, message: str, hint: str | None
) -> None:
    refused = run("open", *arguments, "--print", "--at", AFTER)
    assert (refused.code, refused.out) == (code, "")
    first, second = refused.err.splitlines()
    assert first == f"cacctl: {message}"
    if hint is not None:
        repeated = f" --at {AFTER}" if "cacctl" in hint else ""
        # `show` opens nothing.
        repeated += " --print" if "cacctl open" in hint or "cacctl watch" in hint else ""
        assert second == hint + repeated
    _text, found, suggested = second.rpartition(": cacctl ")
    if found:
        assert run(*shlex.split(suggested)).code == 0


@pytest.mark.parametrize(
    ("at", "korean", "hint"),
    [
        (DURING_SUMMIT, [], "To open the session's stream: cacctl watch culture"),
        (MOMENTS["after"], [], "To search for the recording: cacctl watch culture"),
        (MOMENTS["after"], ["--lang", "ko"], "녹화 영상 검색하기: cacctl watch culture"),
    ],
)
def test_search_is_suggested_as_a_search(run: Run, at: str, korean: list[str], hint: str) -> None:
    refused = run("open", "culture", "chat", "--print", "--at", at, *korean)
    assert refused.code == 5
    assert refused.err.splitlines()[-1].startswith(f"{hint} ")


@pytest.mark.usefixtures("schedule")
def test_refusals_name_kinds_in_korean(run: Run) -> None:
    refused = run("open", "밀물", "의견", "--lang", "ko")
    assert refused.err == (
        "cacctl: 밀물과 밧줄 세션에는 의견 링크가 없습니다.\n"
        "열 수 있는 링크: 채팅, 발표자료, 링크. "
        "예: cacctl open tides chat --name 1 --lang ko\n"
    )


@pytest.mark.usefixtures("schedule")
def test_without_a_session_one_must_be_live_or_next(run: Run) -> None:
    refused = run("open", "slides", "--at", AFTER)
    assert (refused.code, refused.out) == (5, "")
    assert refused.err.startswith("cacctl: No sessions are live or coming up.\n")


@pytest.mark.usefixtures("schedule")
def test_link_is_drawn_as_a_qr_code(run: Run, see: Run) -> None:
    what = "Tides and ropes: Talk slides.\n"
    answer = see("open", "tides", "slides", "--qr", "--at", LIVE, columns=80)
    assert (answer.code, answer.err) == (0, what)
    *code, url = answer.out.splitlines()
    assert url == SLIDES
    assert len(code) > 15
    assert set("".join(code)) == set("█▀▄ ")
    assert run("open", "tides", "slides", "--qr", "--at", LIVE, "--plain").out == answer.out
    narrow = see("open", "tides", "slides", "--qr", "--at", LIVE, columns=20)
    assert (narrow.code, narrow.out) == (0, f"{SLIDES}\n")
    assert "too narrow" in " ".join(narrow.err.split())
    document = json.loads(run("open", "tides", "slides", "--qr", "--json", "--at", LIVE).out)
    assert (document["link"]["url"], document["opened_with"]) == (SLIDES, None)
    refused = run("open", "tides", "chat", "--qr", "--at", LIVE)
    assert "cacctl open tides chat --name 1" in refused.err
    assert "--qr" in refused.err


@pytest.mark.parametrize("number", ["0", "20", "2040"])
def test_number_is_not_looked_for_in_urls(run: Run, schedule: str, number: str) -> None:
    Path(schedule).write_text(TEXT.replace("tides.pdf", "2040.pdf"), "utf-8")
    answer = run("open", "tides", "slides", "--name", number, "--print")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"cacctl: No link matches '{number}'.\n")


@pytest.mark.usefixtures("schedule")
def test_browser_gets_exactly_the_url(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "given"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {given}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    answer = run("open", "tides", "chat", "--name", "web", "--at", LIVE)
    assert answer.out == (f"Tides and ropes: Chat room (web). Opened {WEB} in browser.\n")
    assert given.read_text() == f"{WEB}|"
    document = json.loads(run("open", "tides", "slides", "--json", "--at", LIVE).out)
    ANSWER.validate(document)
    assert document["opened_with"] == "browser"
    assert document["link"] == {"kind": "slides", "name": {}, "url": SLIDES}


@pytest.mark.usefixtures("schedule")
def test_without_a_browser_the_url_is_printed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "")
    monkeypatch.setenv("PATH", "")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    failed = run("open", "tides", "slides", "--at", LIVE)
    assert (failed.code, failed.out) == (5, f"{SLIDES}\n")
    assert failed.err.startswith("cacctl: Tides and ropes: Talk slides. No ")


@pytest.mark.usefixtures("schedule")
def test_show_lists_the_links_by_kind(run: Run, see: Run) -> None:
    plain = run("show", "tides", "--at", LIVE).out.splitlines()
    assert plain[-4:] == [
        f"Chat: Chat room (web) {WEB}",
        f"Chat: {APP}",
        f"Talk slides: {SLIDES}",
        f"Link: Map {MAP}",
    ]
    page = see("show", "밀물", "--lang", "ko", "--at", LIVE).out
    lines = [line.strip() for line in page.splitlines()]
    position = lines.index(f"채팅       대화방(웹) {WEB}")
    assert lines[position + 1 : position + 4] == [
        APP,
        f"발표 자료  {SLIDES}",
        f"링크       Map {MAP}",
    ]
    document = json.loads(run("show", "tides", "--json", "--at", LIVE).out)
    ANSWER.validate(document)
    assert [(link["kind"], link["url"]) for link in document["sessions"][0]["links"]] == [
        ("chat", WEB),
        ("chat", APP),
        ("slides", SLIDES),
        ("other", MAP),
    ]


@pytest.mark.parametrize("name", ["ical", "schedule-xml", "schedule-json"])
def test_links_can_be_opened_from_an_export(
    run: Run, schedule: str, name: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "exported")
    assert run("export", name, "-o", file).code == 0
    original = json.loads(run("show", "tides", "--json").out)["sessions"][0]["links"]
    read = json.loads(run("show", "tides", "--json", "--schedule", file).out)["sessions"][0][
        "links"
    ]
    assert [(link["kind"], link["url"]) for link in read] == [
        (link["kind"], link["url"]) for link in original
    ]
    assert [list(link["name"].values())[:1] for link in read] == [
        list(link["name"].values())[:1] for link in original
    ]
    opened = run("open", "tides", "slides", "--print", "--schedule", file)
    assert opened.out == f"{SLIDES}\n"
    assert schedule != file


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a schedule on localhost that links to another address of this machine."""
    monkeypatch.setenv("BROWSER", "true")
    with ScheduleServer(TEXT.replace(SLIDES, "http://127.0.0.1:1/admin").encode()) as server:
        yield server.url.replace("127.0.0.1", "localhost")


def test_private_url_of_a_schedule_from_elsewhere_is_opened_only_if_allowed(
    run: Run, elsewhere: str
) -> None:
    given = ["open", "tides", "slides", "--schedule", elsewhere]
    refused = run(*given)
    assert (refused.code, refused.out) == (5, "")
    first, second = refused.err.splitlines()[-2:]
    assert "127.0.0.1:1/admin, from the schedule at localhost, is on a private network." in first
    assert "cacctl open tides slides --allow-private" in second
    allowed = run(*shlex.split(second.partition(": cacctl ")[2]))
    assert allowed.code == 0
    assert allowed.out == "Tides and ropes: Talk slides. Opened http://127.0.0.1:1/admin in true.\n"


def test_online_check_requests_the_links(run: Run, tmp_path: Path) -> None:
    with ScheduleServer() as server:
        server.behaviour = status(404)
        file = tmp_path / "harbour.toml"
        link = f'[[session.link]]\nkind = "slides"\nurl = "{server.url}"\n'
        file.write_text(TEXT.partition("[[session.link]]")[0] + link, "utf-8")
        answer = run("check", str(file), "--online")
    assert answer.code == 4
    assert f"session 1 (tides), link 1, url: {server.url} is broken: " in answer.out
