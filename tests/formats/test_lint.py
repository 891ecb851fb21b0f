"""What a check finds in a schedule file, and where."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.formats import lint
from cacctl.formats.lint import MOST_SHOWN, Report
from cacctl.render import terminal
from tests.conftest import SUMMIT, calls_of
from tests.formats.checked import BAD, GOOD, changed, checked
from tests.formats.native.schedules import FULL, SMALLEST


def test_good_schedule_has_no_problems() -> None:
    assert checked(GOOD).problems == ()
    assert checked(SMALLEST).problems == ()
    bundled = checked(SUMMIT)
    assert bundled.problems == ()
    assert bundled.counts == (15, 5, 6, ("en", "ko"))


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (
            "start = 2020-06-02T11:00:00", "start = 2020-06-02T10:59:59", (32, 9),
            'session 2 (two), start: this session overlaps with "one" on channel "main".',
        ),
        (
            "end = 2020-06-02T11:00:00", "end = 2020-06-02T11:30:00", (32, 9),
            'session 2 (two), start: this session overlaps with "one"',
        ),
        (
            'name.ko = "둘"\n', "", (34, 1),
            "session 2 (two), name: this text has no ko version, but most sessions have one.",
        ),
        (
            'topic.en = "T"', 'topic.en = "T"\ntopic.ko = "ㅌ"\n[[session]]\nid = "four"\n'
            "start = 2020-06-03T11:00:00\nend = 2020-06-03T12:00:00\n"
            'name.en = "4"\nname.ko = "4"\ntopic.ko = "T"', (44, 1),
            "session 3 (four), topic: this text has no en version, but most sessions have one.",
        ),
        (
            'sessions = ["two"]', "sessions = [ ]", (21, 12),
            "channel 2 (side), sessions: the list is empty, so the channel carries no sessions.",
        ),
        (
            'id = "two"', 'id = "Two"', (30, 6),
            "session 2, id: Two differs from two only in case.",
        ),
        ('lang = "ko"', 'lang = "ko"\nreplay = true', (20, 1), "channel 2 (side), replay: "),
        (
            'zone = "Asia/Seoul"', 'zone = "Asia/Seoul"\nend = 2020-06-02\n'
            '[[session]]\nid = "late"\nname.en = "L"\nname.ko = "L"\n'
            "start = 2020-06-05T11:00:00\nend = 2020-06-05T12:00:00", (13, 9),
            "session 1 (late), start: 2020-06-05 is outside the event",
        ),
    ],
)  # fmt: skip
def test_probable_mistake_is_warned_about(
    old: str, new: str, place: tuple[int, int], message: str
) -> None:
    text = changed(old, new)
    if "Two" in new:
        text += '[[session]]\nid = "two"\nname = "x"\nstart = 2020-06-03T11:00:00\n'
        text += "end = 2020-06-03T12:00:00\n"
        place = (45, 6)
        message = "session 4 (two), id: two differs from Two only in case."
    warnings = [p for p in checked(text).problems if p.severity == "warning"]
    assert [(p.line, p.column) for p in warnings] == [place]
    assert warnings[0].message.startswith(message)


def test_parallel_sessions_on_different_channels_are_accepted() -> None:
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
        ("http://www.youtube.com/seoul", "{url} should use https."),
        ("https://www.youtube.com/", "{url} does not point to a channel or video."),
        ("https://m.youtube.com/watch", "{url} does not point to a channel or video."),
        ("https://youtube.com/channel/", "{url} does not point to a channel or video."),
        ("https://youtu.be", "{url} does not point to a channel or video."),
        ("https://www.facebook.com", "{url} does not point to a channel or video."),
        ("https://www.example.org/live", "{url} is a placeholder."),
        ("https://EXAMPLE.com./live", "{url} is a placeholder."),
        ("https://live.test:8080/", "{url} is a placeholder."),
        ("http://localhost:8000", "{url} is a placeholder."),
        ("https://a.kr/live)", "{url} seems to end in a stray ) character."),
        ("https://a.kr/(live))", "{url} seems to end in a stray ) character."),
        ("https://a.kr/live'", "{url} seems to end in a stray ' character."),
        ("https://a.kr/live>", "{url} seems to end in a stray > character."),
        ("https://a.kr/live,", "{url} seems to end in a stray , character."),
    ],
)
def test_url_that_is_probably_wrong_is_warned_about(address: str, message: str) -> None:
    found = checked(changed("https://www.youtube.com/seoul", address)).problems
    words = f"channel 1 (main), url: {message}".format(url=address)
    assert [p.message for p in found] == ([words] if message else [])
    assert [(p.severity, p.line, p.column) for p in found] == [("warning", 14, 7)] * len(found)


def test_every_kind_of_problem_is_reported_at_once() -> None:
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
def test_problem_in_text_that_is_not_toml_has_its_position(
    data: bytes, place: tuple[int, int]
) -> None:
    report = checked(data)
    assert place in [(p.line, p.column) for p in report.problems]
    assert report.counts is None
    assert report.errors == len(report.problems)


def assert_positions_are_in(report: Report) -> None:
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
def test_positions_are_in_the_file_for_any_bytes(data: bytes) -> None:
    assert_positions_are_in(checked(data))


LINES = st.sampled_from([*GOOD.split("\n"), *BAD.split("\n"), "x = [", "]", "= 1", '"', "'''"])


@given(st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=40))
def test_positions_are_in_the_file_for_any_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    if text.isprintable() or not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        assert_positions_are_in(checked(text))


@given(st.data())
def test_positions_are_in_the_file_after_any_edit(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([GOOD, BAD, FULL]))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    put = data.draw(st.sampled_from(["", '"', "[", "]]", "{", "1", "\n", "#", "24:30", "\0"]))
    assert_positions_are_in(checked(text[:start] + put + text[end:]))


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


def test_work_grows_linearly_with_the_file() -> None:
    few, many = (calls_of(partial(checked, hostile(size, size))) for size in (500, 2_000))
    assert many < 6 * few
    assert many < 2_000 * 3_000


def test_largest_files_are_reported_on() -> None:
    report = checked(hostile(50_000, 100))
    assert len(report.problems) == MOST_SHOWN + 1
    assert any("more problems are not shown" in p.message for p in report.problems)
    keys = "".join(f"{'a.' * 20_000}k{n} = 1\n" for n in range(500))
    assert checked(SMALLEST + keys).problems
    array = ", ".join(['"x"'] * 200_000)
    assert len(checked(changed('["two"]', f"[{array}]")).problems) == MOST_SHOWN + 1


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


def test_parallel_sessions_in_a_room_that_does_not_stream_are_accepted() -> None:
    """In other formats the rooms are channels; two workshops in one hall are fine."""
    assert checked(ROOM.format("")).problems == ()
    (problem,) = checked(ROOM.format(" https://zoom.us/j/1")).problems
    assert problem.line == 9
    assert "overlaps with" in problem.message


_ENDS = st.sampled_from(["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", " "])
_PIECES = {
    "xml": ["<day date='2024-05-04'>", "<event>", "</event>", "<title>a</title>", "<!--", "&", "x"],
    "json": ['"days"', ":", "[", "]", "{", "}", ",", '"date"', '"2024-05-04"', "x"],
    "toml": ["[event]", "[[session]]", "id = 1", 'name = "a"', "x", '"', "="],
    "ical": ["BEGIN:VEVENT", "END:VEVENT", "SUMMARY:a", "DTSTART:20240504T1000", "DTSTART:x", "x"],
}


_STARTS = {"xml": "<schedule>", "json": "{", "toml": "schema = 1\n", "ical": "BEGIN:VCALENDAR\n"}


@given(st.sampled_from(sorted(_PIECES)), st.data())
def test_positions_are_in_the_file_for_other_formats(form: str, data: st.DataObject) -> None:
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


def test_lone_carriage_return_ends_a_line_of_xml() -> None:
    report = checked("<schedule>\r<a\r&")
    assert [(problem.line, problem.column) for problem in report.problems] == [(3, 1)]
    assert "3 │ &" in terminal.report(report)


def test_placeholder_in_xml_is_not_called_a_key() -> None:
    text = (
        '<schedule><day index="1" date="2026-06-02"><room name="A"><event id="1">'
        "<title>One</title><date>2026-06-02T10:00:00+02:00</date><duration>01:00</duration>"
        '<links><link href="https://live.example.org/a" type="stream">Stream</link></links>'
        "</event></room></day></schedule>"
    )
    found = [f"{p.message} {p.hint}" for p in checked(text).problems if "placeholder" in p.message]
    assert found == ["event 1: https://live.example.org/a is a placeholder. Enter the real URL."]
