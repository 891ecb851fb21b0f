"""Values of options, and options that depend on each other."""

import re

import pytest

from cacctl.cli.commands.registry import COMMANDS
from tests.conftest import Run


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["now", "--else", "x"], "--else works only with --format."),
        (["timeline", "--force"], "--force works only with --svg."),
        (["watch", "--early", "2m"], "--early works only with --wait."),
        (["now", "--format", "{name}", "--json"], "--format cannot be used with --json."),
    ],
)
def test_option_that_depends_on_another_is_refused_without_it(
    run: Run, arguments: list[str], message: str
) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_empty_value_is_refused(run: Run, name: str) -> None:
    tried = 0
    for option in ("--schedule", "--at", "--tz", "--lang", "--room", "--on", "--day"):
        help_text = run(*([name] if name else []), "--help").out
        if not re.search(rf"{option}[ ,.]", help_text):
            continue
        tried += 1
        answer = run(*([name] if name else []), option, "")
        assert (answer.code, answer.out) == (2, ""), option
        assert answer.err.startswith(f"cacctl: {option} requires a value.\n") or (
            "Missing argument" in answer.err
        )
    assert tried
