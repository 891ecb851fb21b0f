"""The kinds of failure, each with the exit code a shell sees.

The codes are part of the interface; they are listed in docs/scripts.md.
"""

from collections.abc import Sequence


class CacctlError(Exception):
    """A failure that is told in one or two lines.

    `message` says what happened and where; `hint`, when there is one, what to do next.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageProblem(CacctlError):
    """The command line asks for something that cannot be (exit code 2)."""

    exit_code = 2


class ScheduleProblem(CacctlError):
    """A schedule file cannot be used (exit code 3).

    `problems` has one line for every thing that is wrong in `file`, each with its place.
    """

    exit_code = 3

    def __init__(
        self, message: str, hint: str = "", *, file: str = "", problems: Sequence[str] = ()
    ) -> None:
        super().__init__(message, hint)
        self.file = file
        self.problems = tuple(problems)


class NetworkProblem(CacctlError):
    """An address did not answer as it should (exit code 4)."""

    exit_code = 4


class NothingToOpen(CacctlError):
    """There is no such stream, or nothing could open it (exit code 5)."""

    exit_code = 5
