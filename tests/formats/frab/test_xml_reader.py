"""Schedule XML of other shapes and encodings, or with a DOCTYPE."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cacctl.formats import registry
from cacctl.formats.loading import examine
from tests.conftest import SOME_TIME
from tests.formats.frab.schedules import PENTABARF, problem_lines, read, refusal, xml


def test_problems_have_the_lines_of_events_in_xml() -> None:
    without_time = PENTABARF.replace(b"<start>02:30</start>", b"<start>late</start>")
    assert problem_lines(examine(without_time, "old.xml", SOME_TIME)) == [
        (
            "old.xml: warning: no time zone is specified. Using the time "
            "zone of Brussels: Europe/Brussels."
        ),
        "old.xml:40: warning: event 2: skipped because the start is missing or unreadable.",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("<schedule>", "<schedule xmlns='https://example.com/s'>"),
        lambda text: text.replace("schedule>", "Schedule>").replace("event", "Event"),
        lambda text: text.replace("<schedule>", "<s:schedule xmlns:s='urn:s'>").replace(
            "</schedule>", "</s:schedule>"
        ),
        lambda text: text.replace("<schedule>", "<schedule><days>").replace(
            "</schedule>", "</days></schedule>"
        ),
        lambda text: text.replace("<room name='Pier'>", "<room>").replace(
            "<title>", "<room>Pier</room><title>"
        ),
        lambda text: text.replace("<room name='Pier'>", "").replace("</room>", "").replace(
            "<title>", "<room>Pier</room><title>"
        ),
        lambda text: text.replace('<day date="2024-05-04">', "").replace("</day>", ""),
        lambda text: "\ufeff" + text,
        lambda text: f'\n<?xml-stylesheet href="a.xsl"?><!-- a -->\n{text}<!-- b -->',
        lambda text: text.replace("<title>Tides</title>", "<title/><title>Tides</title>"),
        lambda text: text.replace("Tides", "<i>Ti</i>des"),
        lambda text: text.replace("Tides", "<![CDATA[Tides]]>"),
    ],
)  # fmt: skip
def test_xml_of_other_shapes_is_read(change: Any) -> None:
    text = xml("<date>2024-05-04T10:00:00+09:00</date><duration>00:30</duration>").decode()
    found = read(change(text).encode()).sessions[0]
    assert (found.name, found.room) == ({"und": "Tides"}, {"und": "Pier"})
    assert found.start == datetime(2024, 5, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"),
        ("EUC-KR", "euc-kr"),
        ("cp949", "cp949"),
        ("Shift_JIS", "shift_jis"),
    ],
)
def test_xml_in_other_encodings_is_read(name: str, codec: str) -> None:
    text = xml("<start>10:00</start><subtitle>東</subtitle>").decode()
    data = f'<?xml version="1.0" encoding="{name}"?>{text}'.encode(codec)
    assert registry.detect(data).name == "schedule-xml"
    assert read(data).sessions[0].topic == {"und": "東"}


@pytest.mark.parametrize(
    "name", ["nonsense", "punycode", "idna", "unicode_escape", "zlib", "utf-8"]
)
def test_impossible_encoding_is_refused(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?>'.encode() + xml("<start>10:00</start>\xe9")
    data = data.replace("\xe9".encode(), b"\xe9")
    assert refusal(data) == (
        "some.xml: the file cannot be decoded in the encoding it declares. Save it as UTF-8."
    )


DOCTYPE = (
    "some.xml: XML with a DOCTYPE is not allowed. Remove the DOCTYPE: a schedule does not need one."
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE schedule [<!ENTITY l0 "lol">{LAUGHS}]><schedule a="&l11;">&l11;</schedule>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        f"<?xml version='1.0'?>\n{BOMB}",
        f"<!-- > --><?a > ?>\n<!-- <schedule> -->\t{BOMB}",
        f"{'<!-- -->' * 50_000}{BOMB}",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule>&x;</schedule>',
        '<!DOCTYPE schedule SYSTEM "https://example.com/a.dtd"><schedule/>',
        '<!DOCTYPE schedule PUBLIC "a" "b.dtd" [<!ENTITY % p "">%p;]><schedule/>',
        "<!doctype schedule><schedule/>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_doctype_is_refused(text: str, codec: str) -> None:
    assert refusal(text.encode(codec)) == DOCTYPE


def test_doctype_is_refused_in_other_encodings() -> None:
    data = BOMB.encode("utf-16")
    assert refusal(b'<?xml version="1.0" encoding="cp037"?>' + BOMB.encode("cp037")) != DOCTYPE
    assert refusal(b'<?xml version="1.0" encoding="EUC-KR"?>' + BOMB.encode()) == DOCTYPE
    assert refusal(data) == DOCTYPE
