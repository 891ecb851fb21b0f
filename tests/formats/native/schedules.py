"""Small schedules for tests, and functions that read them."""

import pytest

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.loading import Loaded, read_programme
from tests.conftest import SCHEDULES, SOME_TIME

SMALLEST = (SCHEDULES / "smallest.toml").read_text("utf-8")
FULL = (SCHEDULES / "full.toml").read_text("utf-8")


def load(text: str | bytes) -> Loaded:
    data = text.encode() if isinstance(text, str) else text
    return read_programme(data, "p.toml", SOME_TIME)


def refused(text: str | bytes) -> tuple[str, ...]:
    """Return the problems of a schedule that is refused, each with its line."""
    with pytest.raises(ScheduleProblem) as caught:
        load(text)
    assert caught.value.problems
    assert caught.value.hint
    for problem in caught.value.problems:
        assert problem.startswith("p.toml:")
        assert problem.isprintable()
    return caught.value.problems


def changed(old: str, new: str, text: str = SMALLEST) -> str:
    assert old in text
    return text.replace(old, new, 1)


def only_problem(text: str | bytes) -> str:
    problems = refused(text)
    assert len(problems) == 1, problems
    return problems[0]


def with_event(lines: str, text: str = SMALLEST) -> str:
    return changed('zone = "Asia/Seoul"\n', f'zone = "Asia/Seoul"\n{lines}\n', text)


def line_of(snippet: str, text: str) -> int:
    return text[: text.index(snippet)].count("\n") + 1


def with_start(value: str) -> str:
    return changed("start = 2020-06-02T22:00:00", f"start = {value}")


def with_end(value: str) -> str:
    return changed("end = 2020-06-02T23:30:00", f"end = {value}")


def in_zone(zone: str, start: str, end: str = "2021-06-01T00:00:00") -> str:
    return with_start(start).replace("Asia/Seoul", zone).replace("2020-06-02T23:30:00", end)


def many(count: int, name: str = '"S"') -> str:
    return SMALLEST[: SMALLEST.index("[[session]]")] + "".join(
        f'[[session]]\nid = "s{n}"\nname = {name}\n'
        "start = 2020-06-02T10:00:00\nend = 2020-06-02T11:00:00\n"
        for n in range(count)
    )
