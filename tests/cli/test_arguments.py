"""The common options in any position."""

import pytest

from cacctl.cli.options import SHARED
from tests.conftest import Run


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["--tz", "Seoul", "next"], ["next", "--tz", "Seoul"]),
        (["--lang=ko", "--plain", "today"], ["today", "--lang=ko", "--plain"]),
        (["--at", "2020-06-03 10:00", "now", "--tz", "LA"], ["now", "--tz", "LA", "--at",
                                                              "2020-06-03 10:00"]),
        # The command's own wins.
        (["--tz", "Seoul", "next", "--tz", "LA"], ["next", "--tz", "LA"]),
        (["--json", "find", "--", "--tz"], ["find", "--json", "--", "--tz"]),
    ],
)  # fmt: skip
def test_common_options_are_accepted_before_the_command(
    run: Run, before: list[str], after: list[str]
) -> None:
    answer = run(*before)
    assert answer.code == 0
    # The time of the answer is in documents.
    if "--json" not in before:
        assert answer == run(*after)


def test_common_options_are_those_accepted_anywhere() -> None:
    from cacctl.cli.arguments import FLAGS, VALUED

    assert {*FLAGS, *VALUED} == {*SHARED, "follow"}
