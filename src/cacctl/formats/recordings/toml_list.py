"""Read a list of recordings in TOML, and the tables that a list in CSV has as well."""

from collections.abc import Sequence
from functools import partial

from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.toml_positions import KeyPath
from cacctl.base.urls import is_private, url_problem
from cacctl.formats.diagnostics import line, quoted
from cacctl.formats.native.keys import LISTED_RECORDING, RECORDINGS
from cacctl.formats.native.problems import Problems, located
from cacctl.formats.native.syntax import Table, parsed
from cacctl.formats.native.values import Values
from cacctl.formats.recordings.reader import Recording, Recordings, refuse_too_many

Tables = Sequence[tuple[KeyPath, Table]]
MOST_DIGITS = 6
"""Of the number of a session."""


def read(data: bytes, source: str) -> Recordings:
    """Return what is in a list. Raises ScheduleProblem for what is not TOML at all."""
    text = parsed(data)
    if text.tree is None:
        raise ScheduleProblem(line(located(source, text, [])[0]))
    if text.tree and "recording" not in text.tree:
        message = _("{file} is not a list of recordings.").format(file=visible(source))
        raise ScheduleProblem(message, _("Add at least one [[recording]]."))
    problems = Problems()
    problems.check_keys(text.tree, (), RECORDINGS)
    tables = Values(problems).tables(text.tree, "recording", ())
    refuse_too_many(len(tables), source)
    for path, table in tables:
        problems.check_keys(table, path, LISTED_RECORDING)
    recordings = read_tables(tables, problems, source)
    problems.refuse_grave_keys()
    return Recordings(source, recordings, tuple(problems.all), partial(located, source, text))


def read_tables(tables: Tables, problems: Problems, source: str) -> tuple[Recording, ...]:
    """Return the recordings without an error, and add to the problems."""
    reader = _Reader(problems, is_public="://" in source and not is_private(source))
    found = [(path, reader.recording(table, path)) for path, table in tables]
    wrong = {problem.path[:2] for problem in problems.errors}
    return tuple(recording for path, recording in found if path[:2] not in wrong)


class _Reader:
    """Reads the tables of a list. One on a public host must not have URLs on private networks."""

    def __init__(self, problems: Problems, *, is_public: bool) -> None:
        self._problems = problems
        self._is_public = is_public
        self._values = Values(problems)

    def recording(self, table: Table, path: KeyPath) -> Recording:
        """Return a recording; what is wrong with it is added to the problems."""
        row = path[1]
        assert isinstance(row, int)
        session = self._session(table, path)
        if "url" not in table:
            self._problems.missing(table, "url", path, LISTED_RECORDING)
        url = self._values.url(table, path) if "url" in table else ""
        if self._is_public and url and not url_problem(url) and is_private(url):
            text = _("{value} is not used: {reason}.")
            reason = _("it is on a private network")
            self._problems.error((*path, "url"), text, value=quoted(url), reason=reason)
        lang = self._values.language(table, path, LISTED_RECORDING) if "lang" in table else ""
        channel = table.get("channel", "")
        if not isinstance(channel, str):
            text = _("{value} is not a string. Put it in double quotes.")
            self._problems.error((*path, "channel"), text, value=quoted(channel))
        starts = self._values.position(table, path) if "starts" in table else 0
        return Recording(row, session, url or "", lang, str(channel), starts)

    def _session(self, table: Table, path: KeyPath) -> str:
        """Return the ID or number of a session, "" if it is missing or neither."""
        value = table.get("session")
        if value is None:
            self._problems.missing(table, "session", path, LISTED_RECORDING)
        elif isinstance(value, str) and value.strip():
            return value.strip()
        elif type(value) is int and 0 < value < 10**MOST_DIGITS:
            return str(value)
        else:
            text = _("{value} does not identify a session. Use a session's ID or number: {example}")
            example = LISTED_RECORDING["session"].example
            self._problems.error((*path, "session"), text, value=quoted(value), example=example)
        return ""
