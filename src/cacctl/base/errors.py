"""Errors that a user can meet, each with its exit code.

The codes are part of the interface; they are listed in docs/scripts.md.
"""

from collections.abc import Sequence


class CacctlError(Exception):
    """An error that is shown in one or two lines.

    `message` says what happened and where; `hint`, if there is one, what to do next.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageProblem(CacctlError):
    """The command line or the settings are wrong (exit code 2)."""

    exit_code = 2


class ScheduleProblem(CacctlError):
    """A schedule file cannot be used (exit code 3).

    `problems` has a line for each problem in `file`, with its position.
    """

    exit_code = 3

    def __init__(
        self, message: str, hint: str = "", *, file: str = "", problems: Sequence[str] = ()
    ) -> None:
        super().__init__(message, hint)
        self.file = file
        self.problems = tuple(problems)


class NetworkProblem(CacctlError):
    """A URL did not respond as expected (exit code 4)."""

    exit_code = 4


class NothingToOpen(CacctlError):
    """There is no such stream, or no program could open it (exit code 5)."""

    exit_code = 5
