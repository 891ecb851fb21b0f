"""`check`: how problems are reported, and the exit codes."""

import json
import re
import socket
from pathlib import Path

import pytest
from rich.cells import cell_len

from cacctl.cli import progress
from cacctl.formats import lint, loading
from cacctl.net.link_check import LinkStatus
from tests.conftest import SOME_TIME, Run
from tests.formats.checked import BAD, GOOD, changed, checked
from tests.formats.native.schedules import FULL, SMALLEST
from tests.schemas import CHECK


def written(folder: Path, text: str) -> str:
    path = folder / "p.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_report_quotes_each_line_with_a_problem(
    see: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, BAD)
    monkeypatch.chdir(tmp_path)
    said = see("check", "p.toml", columns=60)
    assert said.code == 3
    assert (
        said.out
        == """\
p.toml:11:7: warning: channel 1 (main), url:
  http://youtube.com/x should use https.
11 │ url = "http://youtube.com/x"
   │       ^
     Use https://youtube.com/x

p.toml:12:20: error: channel 1 (main), sessions 2: no
  session has the ID "tow".
12 │ sessions = ["one", "tow"]
   │                    ^
     Did you mean two?

p.toml:16:7: error: session 1 (one), end: 24:30:00 is not a
  valid time of day.
16 │ end = 2020-06-02T24:30:00
   │       ^
     For 00:30 the next day, use 2020-06-03T00:30:00

p.toml:22:29: error: session 2 (two), name.ko: 2 is not a
  string.
22 │ name = { en = "둘째 세션", ko = 2 }
   │                                 ^
     Put it in double quotes.

p.toml:23:1: warning: session 2 (two), topc: unknown key,
  ignored.
23 │ topc = "x"
   │ ^
     Did you mean topic?

p.toml: 3 errors, 2 warnings.
"""
    )
    assert said.err == "cacctl: p.toml is not a valid schedule.\n"


def test_report_is_a_line_per_problem_in_a_pipe_and_in_korean(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, BAD)
    monkeypatch.chdir(tmp_path)
    said = run("check", "p.toml", "--lang", "ko")
    assert said.code == 3
    assert said.out.splitlines() == [
        "p.toml:11:7: 경고: 채널 1 (main), url: http://youtube.com/x에는 https를 쓰세요."
        " 올바른 주소: https://youtube.com/x",
        'p.toml:12:20: 오류: 채널 1 (main), sessions 2: ID가 "tow"인 세션이 없습니다.'
        " 혹시 two인가요?",
        "p.toml:16:7: 오류: 세션 1 (one), end: 24:30:00은 존재하지 않는 시각입니다."
        " 다음 날 00:30으로 쓰세요: 2020-06-03T00:30:00",
        "p.toml:22:29: 오류: 세션 2 (two), name.ko: 2는 문자열이 아닙니다. 큰따옴표로 감싸세요.",
        "p.toml:23:1: 경고: 세션 2 (two), topc: 알 수 없는 키이므로 무시합니다. 혹시 topic인가요?",
        "p.toml: 오류 3개, 경고 2개.",
    ]


def test_github_format_prints_commands(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, changed("[[session]]", '"a\\u001b\\n%::x" = 1\n[[session]]'))
    monkeypatch.chdir(tmp_path)
    said = run("check", "p.toml", "--format", "github")
    assert said.code == 0
    assert said.out == (
        "::warning file=p.toml,line=23,col=1::channel 2 (side), a\\x1b %25::x: "
        "unknown key, ignored.\n"
        "p.toml is valid: 3 sessions, 1 day, 2 channels, 2 languages (en, ko); 1 warning.\n"
    )


@pytest.mark.parametrize("text", [GOOD, BAD, FULL, "", "x = [" * 5_000])
def test_json_matches_its_schema(run: Run, tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    document = json.loads(run("check", path, "--json").out)
    CHECK.validate(document)
    report = checked(text)
    assert document["file"] == path
    assert [p["message"] for p in document["problems"]] == [p.message for p in report.problems]
    assert (document["errors"], document["warnings"]) == (report.errors, report.warnings)
    assert (document["counts"] is None) == (report.counts is None)


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_quoted_line_fits_the_terminal_and_cannot_control_it(
    see: Run, tmp_path: Path, columns: int, lang: str
) -> None:
    text = BAD.replace('topc = "x"', f"topc = '\x1b[2J\u202e{'긴 글 ' * 80}' ")
    path = written(tmp_path, text.replace("\x1b", "\\u001b") + f"\n\tx\x7f = '{'a' * 900}\x9b'")
    for name in (path, written(tmp_path, text.replace("\x1b", "\u202e"))):
        said = see("check", name, "--lang", lang, columns=columns)
        assert said.code == 3
        assert not set("\x1b\u202e\x7f\x9b") & set(said.out)
        quoted = [line for line in said.out.splitlines() if " │ " in line]
        assert quoted
        assert max(map(cell_len, quoted)) <= columns + 1
        assert all(line == line.rstrip() for line in said.out.splitlines())


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (GOOD, [], 0),
        (GOOD, ["--strict"], 0),
        (FULL, [], 0),
        (FULL, ["--strict"], 3),
        (FULL, ["--strict", "--json"], 3),
        (FULL, ["--strict", "--format", "github"], 3),
        (BAD, [], 3),
        (GOOD, ["--format", "gitlab"], 2),
    ],
)
def test_exit_code_depends_on_the_problems_and_on_strict(
    run: Run, tmp_path: Path, text: str, options: list[str], code: int
) -> None:
    said = run("check", written(tmp_path, text), *options)
    assert said.code == code
    assert (said.err == "") == (code == 0)


def test_good_file_is_reported_in_one_line(run: Run, see: Run, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    line = f"{path} is valid: 3 sessions, 1 day, 2 channels, 2 languages (en, ko).\n"
    assert run("check", path) == (0, line, "")
    assert see("check", path, columns=200) == (0, line, "")
    korean = f"{path}에는 문제가 없습니다: 세션 3개, 1일, 채널 2개, 언어 2개 (en, ko).\n"
    assert run("check", path, "--lang", "ko") == (0, korean, "")
    plain = written(tmp_path, SMALLEST)
    assert "1 session, 1 day, 0 channels.\n" in run("check", plain).out


def test_no_schedule_but_the_file_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACCTL_SCHEDULE", "/nonexistent/s.toml")
    assert run("check", written(tmp_path, GOOD)).code == 0


def test_missing_argument_and_missing_file_are_errors(run: Run) -> None:
    said = run("check")
    assert (said.code, said.out) == (2, "")
    assert "Missing argument: FILE." in said.err
    said = run("check", "missing.toml", "--json")
    assert (said.code, said.out) == (3, "")
    assert "file not found" in said.err


@pytest.mark.parametrize(
    ("text", "silent", "options", "code", "places"),
    [
        (GOOD, [], [], 0, []),
        (GOOD, ["https://www.youtube.com/seoul"], [], 4, [(14, 7)]),
        (GOOD, ["https://www.cac2020.or.kr/"], ["--format", "github"], 4, [(6, 8)]),
        (BAD, ["http://youtube.com/x"], [], 3, [(11, 7)]),
        (FULL, ["https://www.example.org/live"], [], 4, [(29, 7)]),
        (FULL, ["https://www.example.org/live"], ["--strict"], 3, [(29, 7)]),
    ],
)
def test_online_reports_links_that_do_not_work(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    silent: list[str],
    options: list[str],
    code: int,
    places: list[tuple[int, int]],
) -> None:
    def answers(asked: list[str]) -> list[LinkStatus]:
        assert len(asked) == len(set(asked)) > 0
        return [LinkStatus(a, a not in silent, None, "connection refused", 0) for a in asked]

    monkeypatch.setattr(progress, "check_links", answers)
    path = written(tmp_path, text)
    assert run("check", path, "--online", *options).code == code
    document = json.loads(run("check", path, "--online", "--json").out)
    found = [
        p
        for p in document["problems"]
        if any(f"{url} is broken: connection refused" in p["message"] for url in silent)
    ]
    assert [(p["line"], p["column"]) for p in found] == places
    assert {p["severity"] for p in found} <= {"error"}


def test_missing_network_is_reported_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    valid = written(tmp_path, GOOD)
    answer = run("check", valid, "--online")
    line = f"{valid} is valid: 3 sessions, 1 day, 2 channels, 2 languages (en, ko).\n"
    error = re.fullmatch(
        r"cacctl: None of the (\d) URLs could be reached: host \S+ not found\.\n"
        r"Check your connection\.\n",
        answer.err,
    )
    assert error
    assert int(error[1]) == len(lint.urls(loading.examine(GOOD.encode(), "p.toml", SOME_TIME))) > 1
    assert (answer.code, answer.out) == (4, line)
    document = json.loads(run("check", valid, "--online", "--json").out)
    CHECK.validate(document)
    assert document["problems"] == []
    # A single URL may itself be the mistake.
    single = written(tmp_path, SMALLEST.replace("[event]", '[event]\nsite = "https://a.kr/"'))
    answer = run("check", single, "--online")
    assert answer.code == 4
    assert "https://a.kr/ is broken: host a.kr not found." in answer.out
