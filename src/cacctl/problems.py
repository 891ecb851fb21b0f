"""What is wrong with a schedule file: the place, the words, the refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cacctl.advice import Advice, cut
from cacctl.errors import ScheduleProblem
from cacctl.messages import _, ngettext
from cacctl.visible import visible

if TYPE_CHECKING:
    from cacctl.positions import KeyPath
    from cacctl.toml_text import Parsed, Table

Severity = Literal["error", "warning"]

ID = r"[a-z0-9][a-z0-9-]{0,63}"


class Problem(NamedTuple):
    """What is to be said about a place of a file, and what to do about it, if that is known.

    `line` and `column` count from 1; both are 0 where the file as a whole is meant. With an
    "error" the file cannot be used; a "warning" is something that is probably not meant.
    """

    severity: Severity
    file: str
    line: int
    column: int
    message: str
    hint: str


class Finding(NamedTuple):
    """What was found at a value, or at its key."""

    severity: Severity
    path: KeyPath
    advice: Advice
    at_key: bool = False


def placed(source: str, parsed: Parsed, findings: Sequence[Finding]) -> list[Problem]:
    """What is wrong with a text and what was found in its tree, in order of the places."""
    if not findings and not parsed.mistakes:
        return []
    from cacctl.positions import Positions

    # Without a tree there are no keys whose places could be asked for.
    positions = Positions("" if parsed.tree is None else parsed.text)

    def problem(severity: Severity, place: tuple[int, int], path: KeyPath, said: Advice) -> Problem:
        message = visible(_where(parsed.tree, path) + said.message)
        return Problem(severity, visible(source), *place, message, visible(said.hint))

    problems = [
        problem("error", (line, mistake.column), positions.path_at(line), mistake.advice)
        for line, mistake in parsed.mistakes.items()
    ]
    for severity, path, advice, at_key in findings:
        place = positions.place(path, at_key=at_key)
        # What is said of a value that could not be read would only repeat that.
        if place[0] not in parsed.mistakes:
            problems.append(problem(severity, place, path, advice))
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def line(problem: Problem) -> str:
    """A problem in one line: `my-event.toml:12: session 3 (climate), end: ...`.

    A warning says that it is one, as it can stand among what makes a file unusable.
    """
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    kind = _("warning") + ": " if problem.severity == "warning" else ""
    return f"{place}: {kind}{problem.message} {problem.hint}".rstrip()


def refusal(source: str, problems: Sequence[Problem]) -> ScheduleProblem:
    """That a file cannot be used, and why."""
    lines = [line(problem) for problem in problems]
    count = sum(problem.severity == "error" for problem in problems)
    message = ngettext("{file}: {count} problem", "{file}: {count} problems", count)
    return ScheduleProblem(
        message.format(file=visible(source), count=count),
        lines[0] if len(lines) == 1 else _("The first is {line}").format(line=lines[0]),
        problems=lines,
    )


def _where(tree: Table | None, path: KeyPath) -> str:
    """A path in words: `session 3 (climate), name.ko: `."""
    parts: list[str] = []
    node: Any = tree
    starts_part = True
    for key in path:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            node = None
        if isinstance(key, int):
            parts[-1] += f" {key + 1}"
            known = node.get("id") if isinstance(node, dict) else None
            if isinstance(known, str) and re.fullmatch(ID, known):
                parts[-1] += f" ({known})"
            starts_part = True
        elif starts_part:
            parts.append(cut(key))
            starts_part = path[0] == "event" and len(parts) == 1
        else:
            parts[-1] += f".{cut(key)}"
    return ", ".join(parts) + ": " if parts else ""
