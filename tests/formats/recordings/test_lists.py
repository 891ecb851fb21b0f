"""Lists of recordings that people write: TOML, and CSV as spreadsheets save it."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

import cacctl
from cacctl.base.errors import ScheduleProblem
from cacctl.base.urls import url_problem
from cacctl.formats.recordings import reader
from cacctl.formats.recordings.programme import MOST_GUESSES
from cacctl.formats.recordings.reader import Recordings, read
from cacctl.model.programme import Channel
from tests.conftest import ROOT, calls_of, examples, item, programme_of, seoul
from tests.formats.fuzzing import acts, changed_bytes
from tests.formats.recordings.builders import conference, congress, event

OURS = str(Path(cacctl.__file__).parent)
TOML = """\
# What was published so far.
[[recording]]
session = "a"
url = "https://www.youtube.com/watch?v=abcdefghijk"
lang = "en"
starts = "1h02m03s"

[[recording]]
session = 2
url = "https://video.example.org/b"
channel = "main"
starts = 90
"""
CSV = """\
session,url,lang,channel,starts
a,https://www.youtube.com/watch?v=abcdefghijk,en,,1h02m03s
2,https://video.example.org/b,,main,90
"""


def rows(found: Recordings) -> list[tuple[str, str, str, str, int]]:
    return [(r.session, r.url, r.lang, r.channel, r.starts) for r in found.recordings]


def problems(text: str | bytes, name: str = "list") -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    found = read(data, name).mismatches(congress())
    return [f"{advice.message} {advice.hint}".rstrip() for advice in found]


EXPECTED = [
    ("a", "https://www.youtube.com/watch?v=abcdefghijk", "en", "", 3723),
    ("2", "https://video.example.org/b", "", "main", 90),
]


def test_seconds_may_be_quoted() -> None:
    quoted = TOML.replace("starts = 90", 'starts = "90"')
    assert quoted != TOML
    assert rows(read(quoted.encode(), "list")) == EXPECTED


def test_toml_is_read() -> None:
    found = read(TOML.encode(), "list.toml")
    assert rows(found) == EXPECTED
    tables = tomli.loads(TOML)["recording"]
    assert [r.url for r in found.recordings] == [table["url"] for table in tables]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\ufeff\r\n"])
def test_csv_of_any_spreadsheet_is_read(delimiter: str, end: str, start: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(
        csv.reader(io.StringIO(CSV))
    )
    found = read((start + text.getvalue()).encode(), "list")
    assert rows(found) == EXPECTED
    assert found.problems == ()


def test_columns_are_in_any_order_and_others_are_ignored() -> None:
    text = (
        'Title;URL ;starts; Session\n"A; ""talk""\nof two lines";https://a.example.org/1;1:02:03;a'
    )
    assert rows(read(text.encode(), "list")) == [("a", "https://a.example.org/1", "", "", 3723)]
    # An empty first column is one.
    text = "\tsession\turl\n1.\tb\thttps://a.example.org/2"
    assert rows(read(text.encode(), "list")) == [("b", "https://a.example.org/2", "", "", 0)]


def test_documented_lists_are_read() -> None:
    text = (ROOT / "docs" / "schedule-format.md").read_text("utf-8")
    lists = re.findall(r"<!-- list -->\n```\w+\n(.*?)```", text, re.DOTALL)
    counts = [len(read(each.encode(), "list").recordings) for each in lists]
    assert counts == [2, 1]
    assert [read(each.encode(), "list").problems for each in lists] == [(), ()]


cells = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"], include_characters=' ,;"\n'),
    max_size=12,
)


@settings(max_examples=examples(300))
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 10**6), cells), max_size=9),
    st.sampled_from(",;\t"),
    st.permutations(["session", "url", "notes"]),
)
def test_what_the_csv_module_writes_is_read(
    found: list[tuple[str, int, str]], delimiter: str, order: list[str]
) -> None:
    tables = [
        {"session": name, "url": f"https://video.example.org/{number}", "notes": notes}
        for name, number, notes in found
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, order, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(tables)
    result = read(text.getvalue().encode(), "list")
    expected = [(table["session"], table["url"]) for table in tables]
    assert [(r.session, r.url) for r in result.recordings] == expected


MISTAKEN_CSV = """\
session,url,starts
nobody,https://video.example.org/1,

a,ftp://video.example.org/2,
b,https://video.example.org/3,soon
,https://video.example.org/4,
c,,
"c"x,https://video.example.org/5,
c,https://video.example.org/6,,x
c,https://video.example.org/7,1:00
"""


def test_every_mistake_in_csv_has_its_line_and_the_rest_is_used() -> None:
    assert problems(MISTAKEN_CSV) == [
        'list:2: session: no session has the ID or number "nobody".',
        'list:4: url: "ftp://video.example.org/2" is not a valid URL: the URL does not start with '
        "https:// or http://. Use a URL such as https://www.example.org/live",
        'list:5: starts: "soon" is not a position in a video. Use a format such as 3723, '
        '"1h02m03s", "1:02:03".',
        "list:6: the row has no session.",
        "list:7: the row has no url.",
        "list:8: this row is not valid CSV. Check its quotation marks.",
        'list:9: the row has more cells than the header. Put the cell with "," in quotes.',
    ]
    assert rows(read(MISTAKEN_CSV.encode(), "list"))[1:] == [
        ("c", "https://video.example.org/7", "", "", 60)
    ]


def test_quotation_mark_that_is_never_closed_is_reported() -> None:
    text = 'session,url\na,https://video.example.org/1\nb,"https://video.example.org/2\nc,x\n'
    assert problems(text) == ["list:3: this row is not valid CSV. Check its quotation marks."]


@pytest.mark.parametrize("rows_after", [0, 2])
def test_header_that_is_not_valid_csv_is_reported(rows_after: int) -> None:
    lines = ["session,url," + "a" * 200_000, *["a,https://video.example.org/1"] * rows_after]
    text = "\n".join(lines)
    assert problems(text) == ["list:1: this row is not valid CSV. Check its quotation marks."]
    assert len(read(text.encode(), "list").recordings) == rows_after


def test_misspelt_column_is_reported() -> None:
    text = "session,url,start,start,url\na,https://video.example.org/1,,,"
    warning = 'list:1: unknown column "start", ignored. Did you mean starts?'
    assert problems(text) == [
        warning,
        warning,
        'list:1: the column "url" is repeated. Its first occurrence is used.',
    ]


MISTAKEN_TOML = """\
[[recording]]
session = "bb"
url = "https://video.example.org/1"
[[recording]]
session = true
url = 5
langg = "en"
[[recording]]
url = "https://video.example.org/2"
[[recording]]
session = "a"
url = "https://video.example.org/3"
channel = "main"
[[recording]]
session = "b"
url = https://video.example.org/4
[[recording]]
session = "c"
url = "https://video.example.org/5"
"""


def test_every_mistake_in_toml_has_its_line_and_the_rest_is_used() -> None:
    found = problems(MISTAKEN_TOML)
    assert [line.partition(" ")[0] for line in found] == [
        f"list:{line}:" for line in (2, 5, 6, 7, 8, 13, 16)
    ]
    assert found[0] == (
        'list:2: recording 1, session: no session has the ID or number "bb". Did you mean b?'
    )
    assert "Use a session's ID or number" in found[1]
    assert "Did you mean lang?" in found[3]
    assert 'session is missing. Add it, for example: session = "climate"' in found[4]
    assert 'no channel has the ID "main"' in found[5]
    assert rows(read(MISTAKEN_TOML.encode(), "list"))[-1][:2] == (
        "c",
        "https://video.example.org/5",
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<!DOCTYPE html>", "not a list of recordings"),
        (b"id,link\na,https://a.example.org/", "not a list of recordings"),
        (b"url,starts\nhttps://a.example.org/,1", "the list has no column named session"),
        (b" URL ;Title\nhttps://a.example.org/;x", "the list has no column named session"),
        (b"url\nhttps://a.example.org/", "the list has no column named session"),
        (b"session,link\na,https://a.example.org/", "the list has no column named url"),
        (b"not a list", "not a list of recordings"),
        (b"schema = 1\n[event]\n", "not a list of recordings"),
        (b"[[recording]", "invalid TOML"),
        ("[[recording]]\n# 녹화".encode("cp949"), "CP949"),
        ("session,url\n녹화,https://a.example.org/".encode("cp949"), "CP949"),
        (CSV.encode("utf-16"), "UTF-16"),
        (b"x = " + b"[" * 5000, "nested too deeply"),
        (b"x = " + b"9" * 5000, "not a list of recordings|too many digits"),
        (b"a." * 20_000 + b"a = 1", "nested|not a list"),
    ],
)
def test_other_files_are_refused_in_one_line(data: bytes, problem: str) -> None:
    with pytest.raises(ScheduleProblem, match=problem) as refusal:
        read(data, "list")
    assert "\n" not in refusal.value.message
    assert refusal.value.message.startswith("list")


@pytest.mark.parametrize(
    ("source", "count"),
    [("https://example.org/list", 1), ("list", 3), ("https://10.0.0.1/list", 3)],
)
def test_list_from_elsewhere_has_no_urls_on_private_networks(source: str, count: int) -> None:
    urls = ("http://192.168.0.1/a", "https://video.example.org/b", "http://localhost/c")
    text = "session,url\n" + "".join(
        f"{name},{url}\n" for name, url in zip("abc", urls, strict=True)
    )
    found = read(text.encode(), source)
    assert len(found.recordings) == count
    messages = [advice.message for advice in found.mismatches(congress())]
    assert len(messages) == 3 - count
    assert all("it is on a private network" in message for message in messages)


def test_list_without_recordings_yet_is_valid() -> None:
    for data in (b"# None yet.\n", b"session,url\n"):
        assert read(data, "list").added_to(congress()) == congress()
        assert problems(data) == []


def test_too_many_recordings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_RECORDINGS", 3)
    row, table = "a,https://a.example.org/1\n", '[[recording]]\nsession="a"\nurl="https://a.org"\n'
    for start, one in (("session,url\n", row), ("", table)):
        assert len(read((start + 3 * one).encode(), "list").recordings) == 3
        with pytest.raises(ScheduleProblem, match="limit of 3 recordings"):
            read((start + 4 * one).encode(), "list")


def test_reports_are_bounded() -> None:
    text = "session,url\n" + "x,https://a.example.org/1\n" * 1500
    found = problems(text)
    assert len(found) == 1001
    assert found[0] == "list: 500 more problems are not shown."


@pytest.mark.parametrize("row", ["aa,https://a.example.org/1,", "a,https://a.example.org/1,mein"])
def test_few_names_are_guessed(row: str) -> None:
    main = Channel("main", "web", "en", {"en": "Main"}, None, None)
    text = "session,url,channel\n" + f"{row}\n" * 50
    found = read(text.encode(), "list").mismatches(congress()._replace(channels=(main,)))
    assert len(found) == 50
    assert sum("Did you mean" in problem.hint for problem in found) == MOST_GUESSES


FILES = [TOML.encode(), CSV.encode(), MISTAKEN_CSV.encode(), conference(event("a"), event("b"))]


@pytest.mark.parametrize(
    "row", ["{n},https://v{n}.example.org/{n}\n", "x{n},https://a.org/\n", "{n}\n"]
)
def test_cost_grows_in_proportion_to_the_rows(row: str) -> None:
    """Counts calls in our own code, for as many sessions as rows."""

    def answer() -> None:
        found = read(data, "list")
        found.mismatches(programme)
        found.added_to(programme)

    counts = []
    for count in (100, 200, 400):
        data = ("session,url\n" + "".join(row.format(n=n) for n in range(1, count + 1))).encode()
        start = seoul("2020-06-02T10:00")
        sessions = [item(f"s{n}", start + n * timedelta(hours=1)) for n in range(count)]
        programme = programme_of(sessions)
        counts.append(calls_of(answer, below=OURS))
    once, twice, four_times = counts
    assert four_times - twice <= 1.15 * 2 * (twice - once)


MORE = [b",", b";", b"\t", b"\n", b"\r", b"\0", b'"', b"[[recording]]", b"https://[", b"//[1"]


def survived(data: bytes, source: str) -> None:
    """Read the bytes as a list, and check what it adds and reports."""
    programme: Any = congress()
    try:
        found = read(data, source)
    except ScheduleProblem as problem:
        assert not any(map(acts, problem.message + problem.hint))
        return
    for advice in found.mismatches(programme):
        assert not any(map(acts, advice.message + advice.hint))
    added = found.added_to(programme)
    for session in added.sessions:
        for link in session.recordings:
            assert added.channel(link.channel)
            assert url_problem(link.url) is None
            assert link.starts >= 0
    for channel in added.channels:
        assert not any(map(acts, "".join([channel.id, channel.lang, *channel.name.values()])))


@settings(max_examples=examples(1000))
@given(changed_bytes(FILES, MORE), st.sampled_from(["list", "https://example.org/list"]))
def test_changed_list_is_read_or_refused(data: bytes, source: str) -> None:
    survived(data, source)


@settings(max_examples=examples(500))
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: f"session,url\n{t}".encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    survived(data, "list")
