"""Files that people take for schedules: what each is, and what to do."""

import bz2
import gzip
import io
import lzma
import time
import zipfile

import pytest

from cacctl.base.errors import ScheduleProblem
from cacctl.formats import unsupported
from cacctl.formats.loading import read_programme
from tests.conftest import SOME_TIME


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.spreadsheet")
    return file.getvalue()


ELSEWHERE = (
    "Look for an iCalendar (.ics) file or schedule.xml on the event's website, or create your "
    "own schedule file: cacctl new my-event.toml"
)


PAGE = (
    "this is a web page, not a schedule. "
    "Look on that page for a link to an iCalendar (.ics) file or schedule.xml."
)


FEED = (
    "this is a news feed, not a schedule. "
    "Look for an iCalendar (.ics) file or schedule.xml on the same site."
)


SAME = "Look for the same calendar in iCalendar (.ics) format."
XCAL = f"this is an xCal (XML) calendar, which cacctl cannot read. {SAME}"
JCAL = f"this is a jCal (JSON) calendar, which cacctl cannot read. {SAME}"
CSV = f"this is a CSV file. cacctl can export CSV files but cannot read them. {ELSEWHERE}"
TEXT = f"this is not a schedule. {ELSEWHERE}"
TEMPLATE = "this is a template, not a finished schedule. Use the file generated from this template."


OFFICE = f"this is an office document, such as a spreadsheet, not a schedule. {ELSEWHERE}"
IMAGE = f"this is an image, not a schedule. {ELSEWHERE}"
ARCHIVE = "this is a compressed file or an archive. Unpack the file and use the schedule inside."


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("<html><body>", PAGE),
        ("<!DOCTYPE html>\n<html>", PAGE),
        ("<?xml version='1.0'?><HTML/>", PAGE),
        ("<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE html PUBLIC 'a' 'b'>\n<html/>", PAGE),
        ("<rss version='2.0'><channel/></rss>", FEED),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", FEED),
        ("<rdf:RDF/>", FEED),
        ('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}', FEED),
        ("<iCalendar xmlns:xCal='urn:ietf:params:xml:ns:xcal'/>", XCAL),
        ("<?xml version='1.0'?><icalendar xmlns='urn:ietf:params:xml:ns:icalendar-2.0'/>", XCAL),
        ('["vcalendar",\n [["version", {}, "text", "2.0"]], [["vevent", [], []]]]', JCAL),
        ("title,start,end,url\nTides,10:00,11:00,https://example.com/?v=1\n", CSV),
        ('"Titel";"Beginn";"Ende"\r\n"Ebbe; Flut";"10:00";"11:00"\r\n', CSV),
        ("제목\t시작\t끝\n개막\t10:00\t11:00", CSV),
        ("제목,시작,끝\n개막,10:00,11:00\n".encode("cp949"), CSV),
        ("# Tides\n\n[![build](https://a.kr/b?x=1)](https://a.kr)\nHow to see them.\n", TEXT),
        ("root:x:0:0:root:/root:/bin/sh\nme:x:1:1::/home/me:/bin/sh\n", TEXT),
        ("{% for talk in talks %}\n[[session]]\nid = 'x'\n{% endfor %}", TEMPLATE),
        ("schema = 1\n{{#each talks}}\n[[session]]\nid = '{{id}}'\n{{/each}}", TEMPLATE),
        ("{{> header}}\n{{ title }}", TEMPLATE),
        ("schema = {{ schema }}\n", TEMPLATE),
        ("<% talks.each do |talk| %>\n<event/>", TEMPLATE),
        ("<?xml version='1.0'?>\n<schedule>\n{% for talk in talks %}<event>"
         "<start>{{ talk.start }}</start></event>{% endfor %}</schedule>", TEMPLATE),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:{{ start }}\nEND:VEVENT\nEND:VCALENDAR",
         TEMPLATE),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", f"this is a PDF, not a schedule. {ELSEWHERE}"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", IMAGE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", IMAGE),
        (b"GIF89a\1\0\1\0\0\0\0;", IMAGE),
        (b"RIFF\x1a\0\0\0WEBPVP8L", IMAGE),
        (packed("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"), OFFICE),
        (packed("mimetype", "content.xml"), OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", OFFICE),
        (packed("schedule.xml"), ARCHIVE),
        (gzip.compress(b""), ARCHIVE),
        (bz2.compress(b"schema = 1"), ARCHIVE),
        (lzma.compress(b"schema = 1"), ARCHIVE),
    ],
)  # fmt: skip
def test_file_that_is_not_a_schedule_is_recognised(data: str | bytes, what: str) -> None:
    data = data.encode() if isinstance(data, str) else data
    with pytest.raises(ScheduleProblem) as caught:
        read_programme(data, "some", SOME_TIME)
    assert caught.value.problems == (f"some: {what}",)


@pytest.mark.parametrize(
    "text",
    [
        "schema = 1\nx = yes\n",
        "a, b, c = 1\nd, e, f = 2\n",
        "# title,start,end\n# Tides,10:00,11:00\nx = yes\n",
        '[event]\nname = "{{ a }}"\nx = yes\n',
        "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        '{"sessions": []}',
        "<schedules/>",
        "# A comment\n\nschema 1\n[event]\nid = 'x'\n",
        "[event\nid = 'x'\n",
        "",
    ],
)
def test_broken_schedule_is_not_taken_for_something_else(text: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        read_programme(text.encode(), "some", SOME_TIME)
    named = (PAGE, FEED, XCAL, JCAL, CSV, TEXT, TEMPLATE, OFFICE, IMAGE, ARCHIVE)
    assert not any(what in line for line in caught.value.problems for what in named)


@pytest.mark.parametrize(
    "part",
    [
        "<!--",
        "<!-- -->",
        "<?",
        "=",
        "{",
        "= ",
        "[",
        "#",
        "# \n",
        "x\n",
        ",",
        "a,",
        "\t\t",
        "\n ",
        '{"',
        '"',
    ],
)
def test_recognition_takes_little_time(part: str) -> None:
    text = part * (100_000 // len(part))
    begun = time.process_time()
    unsupported.advice(text.encode(), text)
    assert time.process_time() - begun < 0.5
