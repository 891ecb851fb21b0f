"""Any schedule is read and shown, or refused, and never controls the terminal.

More of the same: FUZZ_EXAMPLES=100000 pytest tests/formats/test_fuzz.py. What has crashed once
is in schedules/crashes and is tried in every run.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cacctl.base import i18n
from cacctl.base.errors import ScheduleProblem
from cacctl.formats.loading import read_programme
from cacctl.render import json as documents
from cacctl.render import plain, terminal
from cacctl.render.timeline import drawing
from cacctl.times import clock
from cacctl.viewer.view import View
from tests.conftest import SCHEDULES, SOME_TIME, SUMMIT, examples
from tests.formats.fuzzing import acts, changed_lines

CRASHES = sorted((SCHEDULES / "crashes").glob("*"))
LINES = SUMMIT.splitlines()[:140]

odd_values = st.sampled_from(
    ["", "1", "-1", "inf", "nan", "true", "[]", "{}", "[[]]", '""', '"\\u0000"', '"\\u001b[2J"',
     '"\\u202e"', "2020-06-03", "2020-06-03T10:00:00", "2020-06-03T10:00:00Z", "0001-01-01",
     "9999-12-31T23:59:59", "1970-01-01T00:00:00", "10:00:00", '"Asia/Seoul"', '"Factory"',
     '"UTC"', '"javascript:alert(1)"', '"https://example.org/%00"', '"https://[::1"', "'''\n'''",
     '"' + "x" * 5000 + '"', "{ from = 2020-06-03T13:00:00, minutes = 20 }", "[{ }]", "9" * 400,
     '"\U0001f9d1\u200d\U0001f680한"', '"15m"']
)  # fmt: skip
odd_lines = st.sampled_from(
    ["[[session]]", "[event]", "[[channel]]", "[session]", "[[session.note]]", "[event.name]", "[",
     "cancelled = true", "moved = 2020-06-04T16:30:00", "delay = 1", "end = 2020-06-02T08:00:00",
     'id = "mayors"', "\u0000", "\ufeff", "schema = 2"]
)  # fmt: skip


def with_value(line: str, value: str) -> str:
    return f"{line.partition('=')[0]}= {value}"


schedules = changed_lines(LINES, with_value, odd_values, odd_lines).map(
    lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass")
)


def shown(data: bytes) -> None:
    """Read the bytes as a schedule and show it in every form, at moments around its sessions."""
    try:
        programme = read_programme(data, "fuzz.toml", SOME_TIME).programme
    except ScheduleProblem as problem:
        texts = [problem.message, problem.hint, *problem.problems]
    else:
        texts = []
        i18n.use_language("ko")
        for now in (programme.start, programme.end + timedelta(days=400)):
            seen = View(programme, now, clock.zone("Pacific/Apia"))
            forms: list[Any] = [terminal, plain, documents]
            for form in forms:
                texts += [form.programme(seen), form.now(seen), form.channels(seen)]
                texts += [form.session(seen, programme.sessions[0]), form.about(seen)]
            texts += [terminal.board(seen), *drawing.draw(seen, 60, colour=False)]
    for text in texts:
        acting = [sign for sign in text if sign != "\n" and acts(sign)]
        assert not acting, ascii(acting[:5])


@given(schedules)
@settings(max_examples=examples(300), suppress_health_check=list(HealthCheck))
def test_changed_schedule_is_read_or_refused(data: bytes) -> None:
    shown(data)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")))
@settings(max_examples=examples(300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    shown(data)


if CRASHES:

    @pytest.mark.parametrize("file", CRASHES, ids=lambda path: path.name)
    def test_schedule_that_crashed_once_is_read_or_refused(file: Path) -> None:
        shown(file.read_bytes())
