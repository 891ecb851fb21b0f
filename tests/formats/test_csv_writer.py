"""The table for spreadsheets, read back by the standard library's reader."""

import csv
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.formats import csv_writer
from cacctl.formats.base import ExportRequest
from cacctl.model.programme import Programme, SessionLink
from tests.conftest import item, programme_of, seoul

SEOUL = ZoneInfo("Asia/Seoul")


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_table_is_exactly_as_expected() -> None:
    programme = programme_of(
        [
            item("opening", seoul("2020-06-01T11:00"))._replace(
                name={"ko": "개막, 첫날", "en": 'The "opening"'},
                room={"und": "Hall"},
                page="https://example.org/opening",
                links=(
                    SessionLink("chat", "https://example.org/chat", {"en": "=Room"}),
                    SessionLink("slides", "https://example.org/a.pdf"),
                ),
            ),
            item("night", seoul("2020-06-01T23:30"), cancelled=True)._replace(
                name={"en": "=HYPERLINK(1)"}
            ),
        ]
    )
    data = csv_writer.write(ExportRequest(programme, programme.sessions, lang="ko", tz=SEOUL))
    assert data.decode("utf-8") == (
        "\ufeffnumber,id,day,start,end,zone,start_utc,end_utc,cancelled,name.ko,name.en,"
        "room,track,speakers,page,streams,links\r\n"
        "1,opening,1,2020-06-01 11:00,2020-06-01 12:00,Asia/Seoul,2020-06-01T02:00:00Z,"
        '2020-06-01T03:00:00Z,,"개막, 첫날","The ""opening""",Hall,,,'
        "https://example.org/opening,,"
        "chat=https://example.org/chat slides=https://example.org/a.pdf\r\n"
        "2,night,1,2020-06-01 23:30,2020-06-02 00:30,Asia/Seoul,2020-06-01T14:30:00Z,"
        "2020-06-01T15:30:00Z,yes,,'=HYPERLINK(1),,,,,,\r\n"
    )


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles", "Asia/Kathmandu"])
def test_summit_has_times_in_the_zone_and_in_utc(summit: Programme, zone: str) -> None:
    tz = ZoneInfo(zone)
    found = rows(csv_writer.write(ExportRequest(summit, summit.sessions, lang="en", tz=tz)))
    assert len(found) == 15
    for row, session in zip(found, summit.sessions, strict=True):
        assert datetime.fromisoformat(row["start"]).replace(tzinfo=tz) == session.start
        assert datetime.fromisoformat(row["end_utc"]) == session.end
        assert (row["name.ko"], row["topic.en"]) == (session.name["ko"], session.topic["en"])
        assert row["streams"].startswith("https://www.youtube.com/seoullive ")


SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
UNGUARDED = re.compile(r"(?:^|(?<=;))'+")


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1)
        | st.text(";=-'\" ＝a"),
        min_size=1,
    )
)
def test_any_name_is_read_back(names: list[str]) -> None:
    start = datetime(2020, 6, 1, tzinfo=UTC)
    programme = programme_of(
        item(f"s{n}", start + timedelta(hours=n))._replace(name={"und": name})
        for n, name in enumerate(names)
    )
    found = rows(csv_writer.write(ExportRequest(programme, programme.sessions, "en", SEOUL)))
    for row, name in zip(found, names, strict=True):
        told = row["name.und"]
        # No cell is a formula, also if semicolons separate cells.
        for cell in told.split(";"):
            assert not cell.strip(' \u3000"').startswith(SIGNS)
        assert told in (name, f"'{name}") or ";" in name
        assert UNGUARDED.sub("", told) == UNGUARDED.sub("", name)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("x;=HYPERLINK(1)", "x;'=HYPERLINK(1)"),
        ('x;"=1+1"', 'x;\'"=1+1"'),
        ("x; @SUM(1);y", "x;' @SUM(1);y"),
        ("＝1+1", "'＝1+1"),
        ("－1", "'－1"),
        ("＋1", "'＋1"),
        ("＠A1", "'＠A1"),
        ("\t=1", "'\t'=1"),
        ("a\t=1", "a\t'=1"),
        ("\r=1", "'\r'=1"),
        ("a; b, c=d - e", "a; b, c=d - e"),
    ],
)
def test_no_cell_is_a_formula(name: str, written: str) -> None:
    session = item("s", datetime(2020, 6, 1, tzinfo=UTC))._replace(name={"und": name})
    programme = programme_of([session])
    (row,) = rows(csv_writer.write(ExportRequest(programme, programme.sessions, "en", SEOUL)))
    assert row["name.und"] == written
