"""The lines of keys, against texts that are built with their lines known."""

import json

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.toml_positions import KeyPath, Positions

TEXT = '''\
schema = 1

[event] # a [comment]
name.ko = "a # b ] '"
"quoted key" = 1
note = """
[not.a.header]
key = "x" \\""" """""
after = 1

[[session]]
cities = [
  "[[session]]",
  { a = 1 }, # ]
]
end = 1
[[session.note]]
text = 'a'
[[session]]
start = 1
[session.more]
deep.er = 1
'''


def test_each_path_has_its_line() -> None:
    tomli.loads(TEXT)
    positions = Positions(TEXT)
    expected: dict[KeyPath, int] = {
        ("schema",): 1,
        ("event",): 3,
        ("event", "name", "ko"): 4,
        ("event", "quoted key"): 5,
        ("event", "note"): 6,
        ("event", "after"): 9,
        ("session", 0): 11,
        ("session", 0, "cities"): 12,
        ("session", 0, "end"): 16,
        ("session", 0, "note", 0, "text"): 18,
        ("session", 1): 19,
        ("session", 1, "more", "deep", "er"): 22,
    }
    assert {path: positions.line(path) for path in expected} == expected
    assert positions.path_at(13) == ("session", 0, "cities")


@pytest.mark.parametrize(
    ("path", "at_value", "at_key"),
    [
        (("schema",), (1, 10), (1, 1)),
        (("event",), (3, 2), (3, 2)),
        (("event", "name"), (4, 1), (4, 1)),
        (("event", "name", "ko"), (4, 11), (4, 6)),
        (("event", "quoted key"), (5, 16), (5, 1)),
        (("session", 0, "cities"), (12, 10), (12, 1)),
        (("session", 0, "cities", 0), (13, 3), (13, 3)),
        (("session", 0, "cities", 1), (14, 3), (14, 3)),
        (("session", 0, "cities", 1, "a"), (14, 9), (14, 5)),
        (("session", 0, "cities", 1, "b"), (14, 3), (14, 3)),
        (("session", 0, "note", 0), (17, 11), (17, 11)),
        (("session", 1, "more", "deep"), (22, 1), (22, 1)),
        (("session", 1, "more", "deep", "er"), (22, 11), (22, 6)),
        (("nothing",), (1, 1), (1, 1)),
    ],
)
def test_each_path_has_its_column(
    path: KeyPath, at_value: tuple[int, int], at_key: tuple[int, int]
) -> None:
    positions = Positions(TEXT)
    assert positions.position(path) == at_value
    assert positions.position(path, at_key=True) == at_key


def test_values_inside_values_have_positions() -> None:
    text = 'a = [ # ]\n \'],\', {b.c = [1, [2]], \'d e\' = """\n]"""}, 3]\n'
    tomli.loads(text)
    positions = Positions(text)
    expected: dict[KeyPath, tuple[int, int]] = {
        ("a", 0): (2, 2),
        ("a", 1, "b"): (2, 9),
        ("a", 1, "b", "c", 1, 0): (2, 20),
        ("a", 1, "d e"): (2, 33),
        ("a", 2): (3, 8),
    }
    assert {path: positions.position(path) for path in expected} == expected


def test_unknown_path_has_the_line_of_the_value_around_it() -> None:
    positions = Positions(TEXT)
    assert positions.line(("session", 0, "cities", 2)) == 12
    assert positions.line(("session", 1, "end")) == 19
    assert positions.line(("nothing",)) == 1
    assert Positions("").path_at(1) == ()


KEYS = st.text("ab-_é.\"'#[]= ", max_size=4)
VALUES = st.sampled_from(
    [
        "1",
        '"]"',
        "'[[a]] #'",
        "[1, # ]\n '''\n]''', {a = \"}\"},\n]",
        '"""\nk = 1\n[x]\n\\""" """""',
        "'''\n[[a]]\n''''",
        '""',
        "{}",
        '""""""',
    ]
)
BLANK = st.sampled_from(["", "\n", '# [[a]] = "\n', "\t\n"])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """A TOML text, and the line of each of its keys."""
    text = ""
    lines: dict[KeyPath, int] = {}
    for table in draw(st.lists(KEYS, max_size=4, unique=True)):
        for index in range(draw(st.integers(1, 3))):
            text += draw(BLANK)
            lines[(table, index)] = text.count("\n") + 1
            text += f"[[ {json.dumps(table)} ]] # x\n"
            for key in draw(st.lists(KEYS, max_size=3, unique=True)):
                text += draw(BLANK)
                lines[(table, index, key, "x")] = text.count("\n") + 1
                text += f"{json.dumps(key)} . x = {draw(VALUES)}\n"
    return text, lines


@given(documents())
def test_lines_are_found_in_any_text(document: tuple[str, dict[KeyPath, int]]) -> None:
    text, lines = document
    tomli.loads(text)
    positions = Positions(text)
    assert {path: positions.line(path) for path in lines} == lines
    assert {line: positions.path_at(line) for line in lines.values()} == {
        line: path for path, line in lines.items()
    }


def test_hostile_texts_take_linear_time() -> None:
    Positions("".join(f"{'a.' * 900}k{n} = 1\n" for n in range(200)))
    Positions("a = [\n" + "[],\n" * 100_000 + "]\n")
    Positions(f'a = "{"x" * 2_000_000}"\nb = """{"x" * 2_000_000}"""\n')
    Positions("\n" * 2_000_000)
    one_line = Positions(f"a = [{'[],' * 100_000}]\n")
    assert [one_line.position(("a", n))[1] for n in range(100_000)] == list(range(6, 300_006, 3))
