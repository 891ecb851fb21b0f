"""Lines, folds, escapes and encodings, some of which break the standard."""

import pytest

from tests.formats.ical.calendars import calendar, programme, session, starts, warnings


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Talk", "Talk"),
        (r"One\, two\; three\\four\nfive", r"One, two; three\four five"),
        (r"\\New\\now", r"\New\now"),
        (r"C:\temp", r"C:\temp"),
        ("One, two; three: four", "One, two; three: four"),
        ("[bold] <b>", "[bold] <b>"),
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("한국어 🧑‍🚀", "한국어 🧑‍🚀"),
        ("half\r\n \r\n  folded", "half folded"),
        ("half\r\n\tfolded", "halffolded"),
        ("half\n\n folded", "halffolded"),
        ("not\r\nfolded at all", "not folded at all"),
        ("its own\r\nhttps://example.org/x", "its own https://example.org/x"),
    ],
)
def test_texts_are_unescaped_and_unfolded(written: str, read: str) -> None:
    assert session(f"SUMMARY:{written}").name == {"und": read}


def test_stray_line_is_ignored_with_a_warning() -> None:
    text = calendar("DTSTART:20260311T100000Z\r\nand what is this")
    assert warnings(text) == [
        "team.ics:2: warning: event 1: lines that are not valid iCalendar are ignored."
    ]
    assert starts(programme(text).sessions) == ["2026-03-11 10:00"]


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_line_ending_is_read(ending: str, mark: bytes) -> None:
    text = calendar("SUMMARY:Ein\r\n  Vortrag").replace("\r\n", ending)
    (found,) = programme(mark + text.encode()).sessions
    assert found.name == {"und": "Ein Vortrag"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = calendar("SUMMARY:Caf\u00e9 \u2013 Gespr\u00e4ch")
    (found,) = programme(text.encode(encoding)).sessions
    assert found.name == {"und": "Café – Gespräch"}


def test_lines_can_have_different_encodings() -> None:
    """Some web pages insert texts in another encoding than their own."""
    text = calendar("SUMMARY:한국", "LOCATION:CAFE").encode().replace(b"CAFE", b"Caf\xe9")
    (found,) = programme(text).sessions
    assert (found.name, found.room) == ({"und": "한국"}, {"und": "Café"})


def test_fold_can_split_a_letter() -> None:
    data = calendar("SUMMARY:한국").encode().replace("국".encode(), b"\xea\r\n \xb5\xad")
    assert programme(data).sessions[0].name == {"und": "한국"}
