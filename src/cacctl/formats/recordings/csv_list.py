"""Read a list of recordings in CSV, as spreadsheets write it, row by row."""

import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cacctl.base.hints import similar
from cacctl.base.i18n import _
from cacctl.formats.diagnostics import PathProblem, Problem, advise, quoted
from cacctl.formats.native.keys import LISTED_RECORDING
from cacctl.formats.native.problems import Problems
from cacctl.formats.native.syntax import Table
from cacctl.formats.recordings.reader import Recordings, refuse_too_many, unusable
from cacctl.formats.recordings.toml_list import Tables, read_tables

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = ",;\t"
MOST_COLUMNS = 100
LONGEST_HEADER = 10_000


class Header(NamedTuple):
    """The first row: its delimiter, and the names of the columns."""

    delimiter: str
    names: tuple[str, ...]


def header_of(text: str, source: str) -> Header | None:
    """Return the header of a list in CSV; None if the text is none.

    Raises ScheduleProblem if one of the two columns that it needs is missing.
    """
    for delimiter in DELIMITERS:
        rows = _reader(text[:LONGEST_HEADER], delimiter)
        try:
            row: list[str] = next(filter(_is_written, rows), [])
        except csv.Error:
            continue
        names = tuple(name.strip().lower() for name in row)
        missing = {"session", "url"} - set(names)
        if not missing and len(names) <= MOST_COLUMNS:
            return Header(delimiter, names)
        if len(missing) == 1 and set(names) & set(LISTED_RECORDING):
            text = _("the list has no column named {name}. Add it to the first row.")
            raise unusable(source, advise(text, name=missing.pop()))
    return None


def read(text: str, source: str, header: Header) -> Recordings:
    """Return what is in a list. A row with a mistake is left out."""
    rows = _Rows(text, source, header)
    recordings = read_tables(rows.tables, rows.problems, source)
    locate = partial(_located, source, tuple(rows.lines))
    return Recordings(source, recordings, tuple(rows.problems.all), locate)


class _Rows:
    """The rows as tables, each with the line in which it starts."""

    def __init__(self, text: str, source: str, header: Header) -> None:
        self.problems = Problems()
        self.lines: list[int] = []
        self._source = source
        self._delimiter, self._names = header
        rows = self._rows(text)
        next(rows)
        self._check_header()
        self.tables: Tables = [
            (("recording", number), table)
            for number, row in rows
            if row and (table := self._table(row, number))
        ]

    def _rows(self, text: str) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield the rows that are not empty, each with its index in `lines`; [] for a bad one."""
        reader = _reader(text, self._delimiter)
        while True:
            line = reader.line_num + 1
            # One more for the header.
            refuse_too_many(len(self.lines) - 1, self._source)
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                row = []
                error = _("this row is not valid CSV. Check its quotation marks.")
                self.problems.error(("recording", len(self.lines)), error)
            else:
                if not _is_written(row):
                    continue
            self.lines.append(line)
            yield len(self.lines) - 1, row

    def _check_header(self) -> None:
        for number, name in enumerate(self._names):
            path = ("recording", 0)
            if name in self._names[:number] and name in LISTED_RECORDING:
                text = _("the column {name} is repeated. Its first occurrence is used.")
                self.problems.warning(path, text, name=quoted(name))
            elif name not in LISTED_RECORDING and (
                near := similar(name[:60], set(LISTED_RECORDING) - set(self._names))
            ):
                text = _("unknown column {name}, ignored. Did you mean {word}?")
                self.problems.warning(path, text, name=quoted(name), word=near[0])

    def _table(self, row: Sequence[str], number: int) -> Table:
        """Return the cells of a row that are not empty, by column; {} if it cannot be used."""
        path = ("recording", number)
        if _is_written(row[len(self._names) :]):
            text = _("the row has more cells than the header. Put the cell with {sign} in quotes.")
            self.problems.error(path, text, sign=quoted(self._delimiter))
            return {}
        table: Table = {}
        for name, cell in zip(self._names, map(str.strip, row), strict=False):
            if cell and name in LISTED_RECORDING:
                table.setdefault(name, cell)
        for key in ("session", "url"):
            if key not in table:
                self.problems.error(path, _("the row has no {key}."), key=key)
                return {}
        return table


def _reader(text: str, delimiter: str) -> "Reader":
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _is_written(row: Sequence[str]) -> bool:
    """Return whether a row has a cell that is not empty."""
    return any(map(str.strip, row))


def _located(source: str, lines: Sequence[int], problems: Sequence[PathProblem]) -> list[Problem]:
    """Return the problems with the lines of their rows, in order."""
    found = []
    for problem in problems:
        path = problem.path
        line = lines[int(path[1])] if path else 0
        where = f"{path[2]}: " if len(path) > 2 else ""
        found.append(problem.located(source, line, 0, where))
    return sorted(found, key=lambda problem: problem.line)
