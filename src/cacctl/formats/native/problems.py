"""Collect the problems of a schedule file's values, and locate them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cacctl.base.i18n import N_, _
from cacctl.base.names import ID
from cacctl.formats.diagnostics import Advice, PathProblem, Problem, Severity, advise, shorten
from cacctl.formats.native.keys import CHANNEL_WORDS, GRAVE_KEYS, GRAVE_WORDS, SYNONYMS

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.native import keys
    from cacctl.formats.native.syntax import Parsed, Table

# Limits that keep a file full of mistakes fast to report on.
MOST_COMPARISONS = 30_000
MOST_PROBLEMS = 100_000
_CLOSE = 0.76

KINDS = {
    "event": N_("event"),
    "session": N_("session"),
    "channel": N_("channel"),
    "recording": N_("recording"),
}


class Problems:
    """Collects the problems of a schedule file's values."""

    def __init__(self) -> None:
        self.all: list[PathProblem] = []
        self._comparisons_left = MOST_COMPARISONS
        self._is_refused = False
        self._grave: list[tuple[KeyPath, Advice]] = []

    @property
    def errors(self) -> list[PathProblem]:
        """The problems that make the file unusable."""
        return [problem for problem in self.all if problem.severity == "error"]

    def error(
        self, path: KeyPath, text: str | Advice, *, at_key: bool = False, **fields: object
    ) -> None:
        self._add("error", path, text, fields, at_key=at_key)

    def warning(
        self, path: KeyPath, text: str | Advice, *, at_key: bool = False, **fields: object
    ) -> None:
        self._add("warning", path, text, fields, at_key=at_key)

    def missing(self, table: Table, key: str, path: KeyPath, known: keys.Keys) -> None:
        strangers = [name for name in table if name not in known]
        synonyms = (name for name in strangers if key in SYNONYMS.get(name.lower(), ()))
        if (meant := next(synonyms, None) or self._nearest(key, strangers)) is not None:
            text = _("{key} is missing. Use {key} instead of {meant}.")
            self.error((*path, meant), text, at_key=True, key=key, meant=meant)
        else:
            text = _("{key} is missing. Add it, for example: {example}")
            self.error(path, text, key=key, example=_(known[key].example))

    def check_keys(self, table: Table, path: KeyPath, known: keys.Keys) -> None:
        for key in table:
            if key in known:
                continue
            if _bears_times(path) and (meant := self._grave_meaning(key)):
                advice = advise(
                    _("unknown key that may affect times or cancellations. Correct or remove it.")
                )
                self._grave.append(((*path, key), self.guess(advice, meant, known)))
            else:
                advice = advise(_("unknown key, ignored."))
                self.warning((*path, key), self._known_key(advice, key, known), at_key=True)

    def refuse_grave_keys(self) -> None:
        """Turn the unknown keys that seem to change a time into errors."""
        # A key written instead of a required one has been reported.
        reported = {problem.path for problem in self.errors}
        for path, advice in self._grave:
            if path not in reported:
                self.error(path, advice, at_key=True)

    def guess(self, advice: Advice, word: object, known: Collection[str]) -> Advice:
        meant = self._nearest(word, known) if isinstance(word, str) else None
        if meant is None:
            return advice
        return advice._replace(hint=_("Did you mean {word}?").format(word=meant))

    def _known_key(self, advice: Advice, key: str, known: keys.Keys) -> Advice:
        """Suggest what is meant by an unknown key that does not seem to change a time."""
        word = key.lower()
        if word in CHANNEL_WORDS and "stream" in known:
            text = _("Add the session to its channel's sessions, or use [[session.stream]].")
            return advice._replace(hint=text)
        synonyms = [name for name in SYNONYMS.get(word, ()) if name in known]
        return self.guess(
            advice,
            word if not synonyms else synonyms[0],
            # One that resembles a key of times enough for a suggestion has been refused.
            synonyms or [name for name in known if name not in GRAVE_KEYS],
        )

    def _add(
        self,
        severity: Severity,
        path: KeyPath,
        text: str | Advice,
        fields: Mapping[str, object],
        *,
        at_key: bool,
    ) -> None:
        # Nobody reads more, but one error must be kept, because it makes the file unusable.
        if len(self.all) >= MOST_PROBLEMS and (severity == "warning" or self._is_refused):
            return
        self._is_refused |= severity == "error"
        advice = advise(text, **fields) if isinstance(text, str) else text
        self.all.append(PathProblem(severity, path, advice, at_key))

    def _grave_meaning(self, key: str) -> str | None:
        """Return the key meant by an unknown one, if it changes a time or cancels something."""
        word = key.lower().replace("-", "_")
        near = word if word in GRAVE_WORDS else self._nearest(word, GRAVE_KEYS, _CLOSE)
        return GRAVE_WORDS[near] if near else None

    def _nearest(self, word: str, known: Collection[str], cutoff: float = 0.6) -> str | None:
        self._comparisons_left -= len(known)
        if self._comparisons_left < 0 or len(word) > 64:
            return None
        from difflib import get_close_matches

        short = [name for name in known if len(name) <= 64]
        return next(iter(get_close_matches(word.lower(), short, 1, cutoff)), None)


def located(source: str, parsed: Parsed, problems: Sequence[PathProblem]) -> list[Problem]:
    """Return the problems of a text and of its values, with and in order of their positions."""
    if not problems and not parsed.mistakes:
        return []
    from cacctl.base.toml_positions import Positions

    # Without a tree there are no keys to locate.
    positions = Positions("" if parsed.tree is None else parsed.text)

    found = []
    for line, mistake in parsed.mistakes.items():
        problem = PathProblem("error", positions.path_at(line), mistake.advice)
        where = _where(parsed.tree, problem.path)
        found.append(problem.located(source, line, mistake.column, where))
    for problem in problems:
        line, column = positions.position(problem.path, at_key=problem.at_key)
        # The value could not be read, which has been reported.
        if line not in parsed.mistakes:
            where = _where(parsed.tree, problem.path)
            found.append(problem.located(source, line, column, where))
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def _where(tree: Table | None, path: KeyPath) -> str:
    """Return a path in words: `session 3 (climate), name.ko: `."""
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
            parts.append(_(KINDS[key]) if not parts and key in KINDS else shorten(key))
            starts_part = path[0] == "event" and len(parts) == 1
        else:
            parts[-1] += f".{shorten(key)}"
    return ", ".join(parts) + ": " if parts else ""


def _bears_times(path: KeyPath) -> bool:
    """Return whether keys of a table change times: the file, the event, a delay, a session."""
    match path:
        case () | ("event",) | ("event", "delay", *_) | ("session", _):
            return True
    return False
