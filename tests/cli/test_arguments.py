"""The common options in any position."""

import pytest

from cacctl.cli.arguments import FLAGS, VALUED
from cacctl.cli.options import COMMON_OPTIONS
from tests.conftest import Run


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["--tz", "Seoul", "next"], ["next", "--tz", "Seoul"]),
        (["--lang=ko", "--plain", "today"], ["today", "--lang=ko", "--plain"]),
        (["--at", "2020-06-03 10:00", "now", "--tz", "LA"], ["now", "--tz", "LA", "--at",
                                                              "2020-06-03 10:00"]),
        # The option after the command wins.
        (["--tz", "Seoul", "next", "--tz", "LA"], ["next", "--tz", "LA"]),
        (["--json", "find", "--", "--tz"], ["find", "--json", "--", "--tz"]),
    ],
)  # fmt: skip
def test_common_options_are_accepted_before_the_command(
    run: Run, before: list[str], after: list[str]
) -> None:
    answer = run(*before)
    assert answer.code == 0
    # JSON contains the time of the answer.
    if "--json" not in before:
        assert answer == run(*after)


def test_common_options_are_those_accepted_anywhere() -> None:
    assert {*FLAGS, *VALUED} == {*COMMON_OPTIONS, "follow"}


def test_words_after_two_hyphens_are_no_options(run: Run) -> None:
    assert run("find", "--", "--lang", "ko").out == "0 sessions match '--lang ko'\n"
