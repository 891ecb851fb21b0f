"""The check of a schedule file: what it finds and where, how it tells it, how it ends."""

import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cacctl.cli import progress
from cacctl.formats import lint
from cacctl.formats.lint import MOST_TOLD, Report
from cacctl.formats.loading import examine
from cacctl.net.link_check import LinkStatus
from cacctl.render import terminal
from tests.conftest import ROOT, SOME_TIME, Run

SCHEMA = json.loads((ROOT / "src/cacctl/schemas/check.schema.json").read_text("utf-8"))
SCHEDULES = ROOT / "tests" / "schedules"
SMALLEST = (SCHEDULES / "smallest.toml").read_text("utf-8")
FULL = (SCHEDULES / "full.toml").read_text("utf-8")

GOOD = """\
schema = 1

[event]
id = "e"
name = "E"
site = "https://www.cac2020.or.kr/"
zone = "Asia/Seoul"

[[channel]]
id = "main"
platform = "youtube"
lang = "en"
name = "Main"
url = "https://www.youtube.com/seoul"

[[channel]]
id = "side"
platform = "youtube"
lang = "ko"
name = "Side"
sessions = ["two"]

[[session]]
id = "one"
start = 2020-06-02T10:00:00
end = 2020-06-02T11:00:00
name.en = "One"
name.ko = "하나"

[[session]]
id = "two"
start = 2020-06-02T11:00:00
end = 2020-06-02T12:00:00
name.en = "Two"
name.ko = "둘"
topic.en = "T"

[[session]]
id = "three"
start = 2020-06-02T12:00:00
end = 2020-06-02T13:00:00
name.en = "Three"
name.ko = "셋"
"""

BAD = """\
schema = 1
[event]
id = "e"
name = "E"
zone = "Asia/Seoul"
[[channel]]
id = "main"
platform = "youtube"
lang = "en"
name = "개막식 중계"
url = "http://youtube.com/x"
sessions = ["one", "tow"]
[[session]]
id = "one"
start = 2020-06-02T10:00:00
end = 2020-06-02T24:30:00
name.en = "One"
[[session]]
id = "two"
start = 2020-06-02T11:00:00
end = 2020-06-02T12:00:00
name = { en = "둘째 세션", ko = 2 }
topc = "x"
"""


def checked(text: str | bytes, answers: tuple[LinkStatus, ...] = ()) -> Report:
    data = text.encode() if isinstance(text, str) else text
    return lint.report(examine(data, "p.toml", SOME_TIME), answers)


def changed(old: str, new: str, text: str = GOOD) -> str:
    assert old in text
    return text.replace(old, new, 1)


def written(folder: Path, text: str) -> str:
    path = folder / "p.toml"
    path.write_text(text, "utf-8")
    return str(path)


# What is found


def test_nothing_is_wrong_with_what_is_right() -> None:
    assert checked(GOOD).problems == ()
    assert checked(SMALLEST).problems == ()
    bundled = checked((ROOT / "data" / "schedule.toml").read_bytes())
    assert bundled.problems == ()
    assert bundled.counts == (15, 5, 6, ("en", "ko"))


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (
            "start = 2020-06-02T11:00:00", "start = 2020-06-02T10:59:59", (32, 9),
            "session 2 (two), start: one is still on when this starts, and the channel main carries"
            " both.",
        ),
        (
            "end = 2020-06-02T11:00:00", "end = 2020-06-02T11:30:00", (32, 9),
            "session 2 (two), start: one is still on",
        ),
        ('name.ko = "둘"\n', "", (34, 1), "session 2 (two), name: most sessions have this in ko"),
        (
            'topic.en = "T"', 'topic.en = "T"\ntopic.ko = "ㅌ"\n[[session]]\nid = "four"\n'
            "start = 2020-06-03T11:00:00\nend = 2020-06-03T12:00:00\n"
            'name.en = "4"\nname.ko = "4"\ntopic.ko = "T"', (44, 1),
            "session 3 (four), topic: most sessions have this in en, too.",
        ),
        (
            'sessions = ["two"]', "sessions = [ ]", (21, 12),
            "channel 2 (side), sessions: the list is empty, so the channel carries nothing.",
        ),
        (
            'id = "two"', 'id = "Two"', (30, 6),
            "session 2, id: Two differs from two only in capitals.",
        ),
        ('lang = "ko"', 'lang = "ko"\nreplay = true', (20, 1), "channel 2 (side), replay: "),
        (
            'zone = "Asia/Seoul"', 'zone = "Asia/Seoul"\nend = 2020-06-02\n'
            '[[session]]\nid = "late"\nname.en = "L"\nname.ko = "L"\n'
            "start = 2020-06-05T11:00:00\nend = 2020-06-05T12:00:00", (13, 9),
            "session 1 (late), start: 2020-06-05 is outside of the event",
        ),
    ],
)  # fmt: skip
def test_a_doubt(old: str, new: str, place: tuple[int, int], message: str) -> None:
    text = changed(old, new)
    if "Two" in new:
        text += '[[session]]\nid = "two"\nname = "x"\nstart = 2020-06-03T11:00:00\n'
        text += "end = 2020-06-03T12:00:00\n"
        place = (45, 6)
        message = "session 4 (two), id: two differs from Two only in capitals."
    warnings = [p for p in checked(text).problems if p.severity == "warning"]
    assert [(p.line, p.column) for p in warnings] == [place]
    assert warnings[0].message.startswith(message)


def test_parallel_tracks_on_different_channels_are_fine() -> None:
    tracks = changed('lang = "en"', 'lang = "en"\nsessions = ["one", "three"]')
    assert checked(tracks.replace("T11:00:00\nend", "T10:30:00\nend", 1)).problems == ()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("https://www.youtube.com/seoul", ""),
        ("https://www.youtube.com/watch?v=abc", ""),
        ("https://youtu.be/abc", ""),
        ("https://www.youtube.com/channel/abc", ""),
        ("http://www.cac2020.or.kr", ""),
        ("https://en.wikipedia.org/wiki/Seoul_(city)", ""),
        ("https://notyoutube.com/", ""),
        ("http://www.youtube.com/seoul", "www.youtube.com is reached by https."),
        ("https://www.youtube.com/", "it names no channel and no video."),
        ("https://m.youtube.com/watch", "it names no channel and no video."),
        ("https://youtube.com/channel/", "it names no channel and no video."),
        ("https://youtu.be", "it names no channel and no video."),
        ("https://www.facebook.com", "it names no channel and no video."),
        ("https://www.example.org/live", "www.example.org is a placeholder."),
        ("https://EXAMPLE.com./live", "example.com is a placeholder."),
        ("https://live.test:8080/", "live.test is a placeholder."),
        ("http://localhost:8000", "localhost is a placeholder."),
        ("https://a.kr/live)", "the address ends in ), which is probably no part of it."),
        ("https://a.kr/(live))", "the address ends in ), which is probably no part of it."),
        ("https://a.kr/live'", "the address ends in ', which is probably no part of it."),
        ("https://a.kr/live>", "the address ends in >, which is probably no part of it."),
        ("https://a.kr/live,", "the address ends in ,, which is probably no part of it."),
    ],
)
def test_an_address(address: str, message: str) -> None:
    found = checked(changed("https://www.youtube.com/seoul", address)).problems
    assert [p.message for p in found] == ([f"channel 1 (main), url: {message}"] if message else [])
    assert [(p.severity, p.line, p.column) for p in found] == [("warning", 14, 7)] * len(found)


def test_every_kind_of_problem_at_once() -> None:
    found = [(p.severity, p.line, p.column) for p in checked(BAD).problems]
    assert found == [
        ("warning", 11, 7),
        ("error", 12, 20),
        ("error", 16, 7),
        ("error", 22, 29),
        ("warning", 23, 1),
    ]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff\xfea", (0, 0)),
        ('schema = 1\n# \xe9\n'.encode("latin-1"), (2, 3)),
        ("schema = 1\n# 개막\n".encode("cp949"), (2, 3)),
        (b"schema = 1\nx = yes\n", (2, 5)),
        (b"schema = 1\n\tschema = 1\n", (2, 2)),
        (b"schema = 1\n= 1\n", (2, 1)),
        (b"schema = 1\nx = " + b"1" * 5_000, (2, 5)),
        (b"x = " + b"[" * 5_000, (0, 0)),
        (b"", (1, 1)),
    ],
)  # fmt: skip
def test_what_is_no_toml(data: bytes, place: tuple[int, int]) -> None:
    report = checked(data)
    assert place in [(p.line, p.column) for p in report.problems]
    assert report.counts is None
    assert report.errors == len(report.problems)


# How it is told


def test_a_report_in_english(see: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, BAD)
    monkeypatch.chdir(tmp_path)
    said = see("check", "p.toml", columns=60)
    assert said.code == 3
    assert (
        said.out
        == """\
p.toml:11:7: warning: channel 1 (main), url: youtube.com is
  reached by https.
11 │ url = "http://youtube.com/x"
   │       ^
     Write https://youtube.com/x

p.toml:12:20: error: channel 1 (main), sessions 2: there is
  no session with the id "tow".
12 │ sessions = ["one", "tow"]
   │                    ^
     Did you mean two?

p.toml:16:7: error: session 1 (one), end: 24:30:00 is not a
  time of day.
16 │ end = 2020-06-02T24:30:00
   │       ^
     Write 00:30 on the next day: 2020-06-03T00:30:00

p.toml:22:29: error: session 2 (two), name.ko: 2 is not
  text.
22 │ name = { en = "둘째 세션", ko = 2 }
   │                                 ^
     Write it in double quotes.

p.toml:23:1: warning: session 2 (two), topc: this key is not
  known and is ignored.
23 │ topc = "x"
   │ ^
     Did you mean topic?

p.toml: 3 errors, 2 warnings.
"""
    )
    assert said.err == "cacctl: p.toml is not a valid schedule.\n"


def test_a_report_in_korean(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, BAD)
    monkeypatch.chdir(tmp_path)
    said = run("check", "p.toml", "--lang", "ko")
    assert said.code == 3
    assert said.out.splitlines() == [
        "p.toml:11:7: 경고: channel 1 (main), url: youtube.com은 https를 씁니다."
        " 이렇게 쓰세요: https://youtube.com/x",
        'p.toml:12:20: 오류: channel 1 (main), sessions 2: ID가 "tow"인 session이 없습니다.'
        " 혹시 two인가요?",
        "p.toml:16:7: 오류: session 1 (one), end: 24:30:00은 하루의 시각이 아닙니다."
        " 다음 날 00:30으로 쓰세요: 2020-06-03T00:30:00",
        "p.toml:22:29: 오류: session 2 (two), name.ko: 2는 글이 아닙니다. 큰따옴표 안에 쓰세요.",
        "p.toml:23:1: 경고: session 2 (two), topc: 알 수 없는 키라서 무시합니다. 혹시 topic인가요?",
        "p.toml: 오류 3개, 경고 2개.",
    ]


def test_github_gets_commands(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, changed("[[session]]", '"a\\u001b\\n%::x" = 1\n[[session]]'))
    monkeypatch.chdir(tmp_path)
    said = run("check", "p.toml", "--format", "github")
    assert said.code == 0
    assert said.out == (
        "::warning file=p.toml,line=23,col=1::channel 2 (side), a\\x1b %25::x: "
        "this key is not known and is ignored.\n"
        "p.toml can be used: 3 sessions, 1 day, 2 channels, 2 languages (en, ko); 1 warning.\n"
    )


@pytest.mark.parametrize("text", [GOOD, BAD, FULL, "", "x = [" * 5_000])
def test_json_is_as_its_schema_says(run: Run, tmp_path: Path, text: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    path = written(tmp_path, text)
    document = json.loads(run("check", path, "--json").out)
    jsonschema.validate(document, SCHEMA)
    report = checked(text)
    assert document["file"] == path
    assert [p["message"] for p in document["problems"]] == [p.message for p in report.problems]
    assert (document["errors"], document["warnings"]) == (report.errors, report.warnings)
    assert (document["counts"] is None) == (report.counts is None)


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_is_quoted_fits_the_terminal_and_steers_nothing(
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


# How it ends


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
def test_exit_codes(run: Run, tmp_path: Path, text: str, options: list[str], code: int) -> None:
    said = run("check", written(tmp_path, text), *options)
    assert said.code == code
    assert (said.err == "") == (code == 0)


def test_a_fine_file_is_told_in_one_line(run: Run, see: Run, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    line = f"{path} is fine: 3 sessions, 1 day, 2 channels, 2 languages (en, ko).\n"
    assert run("check", path) == (0, line, "")
    assert see("check", path, columns=200) == (0, line, "")
    korean = f"{path}에는 문제가 없습니다: 세션 3개, 1일, 채널 2개, 언어 2개 (en, ko).\n"
    assert run("check", path, "--lang", "ko") == (0, korean, "")
    plain = written(tmp_path, SMALLEST)
    assert "1 session, 1 day, 0 channels.\n" in run("check", plain).out


def test_it_reads_no_schedule_but_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACCTL_SCHEDULE", "/nonexistent/s.toml")
    assert run("check", written(tmp_path, GOOD)).code == 0


def test_no_file_and_a_file_that_is_not_there(run: Run) -> None:
    said = run("check")
    assert (said.code, said.out) == (2, "")
    assert "Missing argument: FILE" in said.err
    said = run("check", "missing.toml", "--json")
    assert (said.code, said.out) == (3, "")
    assert "no such file" in said.err


@pytest.mark.parametrize(
    ("text", "silent", "options", "code", "places"),
    [
        (GOOD, [], [], 0, []),
        (GOOD, ["https://www.youtube.com/seoul"], [], 4, [(14, 7)]),
        (GOOD, ["https://www.cac2020.or.kr/"], ["--format", "github"], 4, [(6, 8)]),
        (BAD, ["http://youtube.com/x"], [], 3, [(11, 7)]),
        (FULL, ["https://www.example.org/live"], [], 4, [(28, 7)]),
        (FULL, ["https://www.example.org/live"], ["--strict"], 3, [(28, 7)]),
    ],
)
def test_online(
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
        p for p in document["problems"] if "does not answer: connection refused" in p["message"]
    ]
    assert [(p["line"], p["column"]) for p in found] == places
    assert {p["severity"] for p in found} <= {"error"}


# Whatever is in the file


def assert_places_are_in(report: Report) -> None:
    lines = report.text.split("\n")
    for problem in report.problems:
        assert problem.message
        assert problem.message.isprintable()
        assert problem.hint.isprintable()
        if problem.line:
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        else:
            assert problem.column == 0
    assert (report.counts is None) == (report.errors > 0)
    assert lint.summary(report)


@given(st.binary(max_size=200))
def test_any_bytes_give_places_in_the_file(data: bytes) -> None:
    assert_places_are_in(checked(data))


LINES = st.sampled_from([*GOOD.split("\n"), *BAD.split("\n"), "x = [", "]", "= 1", '"', "'''"])


@given(st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=40))
def test_any_lines_give_places_in_the_file(lines: list[str]) -> None:
    text = "\n".join(lines)
    if text.isprintable() or not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        assert_places_are_in(checked(text))


@given(st.data())
def test_any_cut_gives_places_in_the_file(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([GOOD, BAD, FULL]))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    put = data.draw(st.sampled_from(["", '"', "[", "]]", "{", "1", "\n", "#", "24:30", "\0"]))
    assert_places_are_in(checked(text[:start] + put + text[end:]))


# Hostile files


def hostile(sessions: int, channels: int) -> str:
    """Sessions that all overlap, with mistakes, on many channels, and long keys."""
    head = 'schema = 1\n[event]\nid = "e"\nname = "E"\nzone = "Asia/Seoul"\n'
    places = "".join(
        f'[[channel]]\nid = "c{n}"\nplatform = "w"\nlang = "en"\nname = "x"\n'
        f'url = "http://youtube.com"\nsessions = ["s{n}", "s{n + 1}", "x"]\n'
        for n in range(channels)
    )
    body = "".join(
        f'[[session]]\nid = "s{n}"\nname.{"abcdefghij"[n % 10]}x = "S"\ntopc = "x"\n'
        "start = 2020-06-02T10:00:00\nend = 2020-06-02T11:00:00\n"
        for n in range(sessions)
    )
    return head + places + body


def calls_of(text: str) -> int:
    """How many functions a check calls."""
    calls = 0

    def count(_frame: object, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        checked(text)
    finally:
        sys.setprofile(before)
    return calls


def test_the_work_grows_with_the_file_and_no_faster() -> None:
    few, many = calls_of(hostile(500, 500)), calls_of(hostile(2_000, 2_000))
    assert many < 6 * few
    assert many < 2_000 * 3_000


def test_the_largest_files_are_told_of() -> None:
    report = checked(hostile(50_000, 100))
    assert len(report.problems) == MOST_TOLD + 1
    assert any("more problems are not told" in p.message for p in report.problems)
    keys = "".join(f"{'a.' * 20_000}k{n} = 1\n" for n in range(500))
    assert checked(SMALLEST + keys).problems
    array = ", ".join(['"x"'] * 200_000)
    assert len(checked(changed('["two"]', f"[{array}]")).problems) == MOST_TOLD + 1


ROOM = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:One
DTSTART:20260311T100000Z
DTEND:20260311T120000Z
LOCATION:Hall{0}
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Two
DTSTART:20260311T110000Z
DTEND:20260311T130000Z
LOCATION:Hall{0}
END:VEVENT
END:VCALENDAR
"""


def test_a_room_is_not_held_to_one_session_unless_it_streams() -> None:
    """In other formats the rooms are channels; two workshops in one hall are no mistake."""
    assert checked(ROOM.format("")).problems == ()
    (problem,) = checked(ROOM.format(" https://zoom.us/j/1")).problems
    assert problem.line == 9
    assert "carries both" in problem.message


_ENDS = st.sampled_from(["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", " "])
_PIECES = {
    "xml": ["<day date='2024-05-04'>", "<event>", "</event>", "<title>a</title>", "<!--", "&", "x"],
    "json": ['"days"', ":", "[", "]", "{", "}", ",", '"date"', '"2024-05-04"', "x"],
    "toml": ["[event]", "[[session]]", "id = 1", 'name = "a"', "x", '"', "="],
    "ical": ["BEGIN:VEVENT", "END:VEVENT", "SUMMARY:a", "DTSTART:20240504T1000", "DTSTART:x", "x"],
}
_STARTS = {"xml": "<schedule>", "json": "{", "toml": "schema = 1\n", "ical": "BEGIN:VCALENDAR\n"}


@given(st.sampled_from(sorted(_PIECES)), st.data())
def test_every_problem_is_in_a_line_of_the_text(form: str, data: st.DataObject) -> None:
    piece = st.sampled_from(_PIECES[form])
    rest = data.draw(st.lists(st.tuples(piece, _ENDS), max_size=12))
    text = _STARTS[form] + "".join(piece + end for piece, end in rest)
    report = checked(text)
    lines = report.text.split("\n")
    for problem in report.problems:
        assert 0 <= problem.line <= len(lines)
        if problem.line:
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    assert terminal.report(report)


def test_a_lone_carriage_return_ends_a_line_of_xml() -> None:
    report = checked("<schedule>\r<a\r&")
    assert [(problem.line, problem.column) for problem in report.problems] == [(3, 1)]
    assert "3 │ &" in terminal.report(report)
