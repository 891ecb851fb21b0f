"""Text that is not TOML, not UTF-8, or made to take much time or memory."""

import json
from time import process_time

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from cacctl.formats.native.syntax import parsed
from tests.formats.native.schedules import SMALLEST, changed, load, many, only_problem, refused


def test_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    data = b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode()
    assert load(data) == load(SMALLEST)


@pytest.mark.parametrize(
    "text",
    [
        ".".join("a" * 20_000) + " = 1",
        "[" + ".".join("a" * 20_000) + "]",
        "a = " + "[" * 5_000 + "]" * 5_000,
        "a = " + "{a = " * 5_000,
        "a = " + "1" * 5_000,
    ],
    ids=["dotted key", "header", "arrays", "inline tables", "digits"],
)
def test_hostile_toml_is_refused_quickly(text: str) -> None:
    only_problem(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 100_000 + "x",
        "a = 2020-13-01" + " " * 100_000 + "x",
        "a" + "!" * 100_000,
        "a = " + ("1" * 4_299 + " ") * 23,
        "a" + "\t \t" * 33_000 + "= ?",
    ],
    ids=["blanks", "blanks behind a date", "signs", "digits", "tabs before a sign"],
)
def test_mistake_on_a_long_line_is_reported_in_linear_time(text: str) -> None:
    started = process_time()
    only_problem(text)
    assert process_time() - started < 2


def test_number_with_too_many_digits_is_reported_with_its_line() -> None:
    assert only_problem("a = 1\nb = " + "1" * 5_000).startswith("p.toml:2: ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1" * 1_000_000, "p.toml:1: a number has too many digits."),
        ("x = 1." + "9" * 1_000_000, "p.toml:1: a number has too many digits."),
        ("\nx = 0x" + "f" * 1_000_000, "p.toml:2: a number has too many digits."),
        ("x = 1e" + "9" * 1_000_000, "p.toml:1: a number has too many digits."),
        ("[[a]]\n" * 300_000,
         "p.toml: the file exceeds the limit of 128125 tables."),
        (" [a]\n" * 300_000,
         "p.toml: the file exceeds the limit of 123437 tables."),
        ("x = [" + "[]," * 200_000 + "]",
         "p.toml: the file exceeds the limit of 237500 elements."),
        ("".join(f"a{n}=1\n" for n in range(600_000)),
         "p.toml: the file exceeds the limit of 568055 elements."),
    ],
    ids=["digits", "fraction", "hexadecimal", "exponent", "tables", "headers", "lists", "keys"],
)  # fmt: skip
def test_text_that_would_take_much_memory_is_refused_unparsed(
    text: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tomli.loads", lambda _text: pytest.fail("it was parsed"))
    assert only_problem(text) == why


_LONG = "".join(str(n) for n in range(1_500))
_pieces = st.lists(
    st.sampled_from([_LONG, '"', "'", '""', "''", "\\", "#", " ", "=", "[", "0x", "a", "\n"])
).map("".join)


@given(st.lists(st.tuples(st.integers(0, 4), _pieces), max_size=6))
def test_digits_in_strings_and_comments_are_not_counted_as_numbers(
    parts: list[tuple[int, str]],
) -> None:
    lines = []
    for number, (way, piece) in enumerate(parts):
        match way:
            case 0:
                lines.append("# " + piece.replace("\n", " "))
            case 1:
                lines.append(f"a{number} = {json.dumps(piece)}")
            case 2:
                lines.append(f"a{number} = '" + piece.replace("'", "").replace("\n", "") + "'")
            case 3:
                text = piece.replace("\\", "\\\\").replace('"""', '""\\"')
                lines.append(f'a{number} = """{text}x"""')
            case _:
                lines.append(f"a{number} = '''" + piece.replace("'''", "") + "x'''")
    text = "\n".join(lines)
    assert parsed(text.encode()).tree == tomli.loads(text)
    behind = f"{text}\nb = 1.{_LONG}"
    assert list(parsed(behind.encode()).mistakes) == [behind.count("\n") + 1]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("# 서울\n".encode("cp949"), 1),
        (b"a = 1\n# \xff\xff\xff\n", 2),
        (SMALLEST.encode("utf-16"), 0),
        (SMALLEST.encode("utf-16-le"), 0),
        (SMALLEST.encode("utf-16-be"), 0),
    ],
)
def test_other_encodings_get_the_advice_to_save_as_utf_8(data: bytes, line: int) -> None:
    problem = only_problem(data)
    assert "UTF-8" in problem
    assert problem.startswith(f"p.toml:{line}: " if line else "p.toml: ")


@pytest.mark.parametrize("text", ["\0", "a\0b = 1\n", 'schema = "\0"\n', "# comment\0\n"])
def test_nul_is_refused(text: str) -> None:
    refused(text)


def test_invalid_toml_is_reported_with_its_line() -> None:
    assert refused("schema = 1\n\n[event\n")[0].startswith("p.toml:3: ")
    assert "double quotes" in " ".join(refused(changed('"Welcome"', "환영")))


def test_duplicate_key_is_refused_with_its_line() -> None:
    text = changed('name = "Welcome"', 'name = "Welcome"\nname = "Again"')
    assert only_problem(text).startswith("p.toml:13: session 1 (welcome)")


def test_some_fifty_mistakes_in_toml_are_reported_at_a_time() -> None:
    text = many(200).replace("T11:00:00", "T24:30:00")
    assert 40 <= len(refused(text)) <= 50


@pytest.mark.parametrize("value", ["“Meetup”", "„Meetup“", "‘Meetup’", "“Meetup"])
def test_curly_quotes_are_not_part_of_the_suggested_text(value: str) -> None:
    problem = only_problem(changed('"Meetup"', value))
    assert problem.endswith('Put text in double quotes: "Meetup"')
