"""Read the texts, names, flags and URLs of a schedule file."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _
from cacctl.base.names import ID, LANGUAGE
from cacctl.base.sanitize import visible
from cacctl.base.urls import url_problem
from cacctl.formats.diagnostics import quoted
from cacctl.formats.limits import LONGEST_VIDEO_SECONDS, POSITION, SECONDS
from cacctl.formats.native.keys import LINK
from cacctl.model.programme import UNDETERMINED
from cacctl.times.parse import read_length

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.native import keys
    from cacctl.formats.native.problems import Problems
    from cacctl.formats.native.syntax import Table
    from cacctl.model.programme import Words


class Values:
    """Reads values of a schedule file's tables, and adds to its problems."""

    def __init__(self, problems: Problems) -> None:
        self.urls: list[tuple[KeyPath, str]] = []
        self._problems = problems
        # Language tags already found valid.
        self._tags: set[str] = set()

    # Tables and lists

    def tables(self, parent: Table, key: str, path: KeyPath) -> list[tuple[KeyPath, Table]]:
        """Return the tables of an array of tables such as [[session]], each with its path."""
        if key not in parent:
            return []
        value = parent[key]
        path = (*path, key)
        if not isinstance(value, list):
            # The header of a nested table has its full name: [[session.note]].
            name = ".".join(part for part in path if isinstance(part, str))
            text = _("{name} must be a list of tables. Use double brackets: [[{name}]]")
            self._problems.error(path, text, name=name)
            return []
        tables: list[tuple[KeyPath, Table]] = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                tables.append(((*path, index), item))
            else:
                text = _("{value} is not a table.")
                self._problems.error((*path, index), text, value=quoted(item))
        return tables

    def items(self, table: Table, key: str, path: KeyPath) -> list[tuple[KeyPath, object]]:
        """Return the items of an array, each with its path."""
        if key not in table:
            return []
        value = table[key]
        path = (*path, key)
        if not isinstance(value, list):
            text = _('{value} is not a list. Put it in brackets: {key} = ["...", "..."].')
            self._problems.error(path, text, value=quoted(value), key=key)
            return []
        return [((*path, index), item) for index, item in enumerate(value)]

    # Texts

    def words(self, table: Table, key: str, path: KeyPath, known: keys.Keys | None = None) -> Words:
        """Return a text by language. It is required if its table's keys, `known`, are given."""
        value = table.get(key)
        if value is None:
            if known is not None:
                self._problems.missing(table, key, path, known)
            return {}
        return self.words_of(value, (*path, key))

    def words_of(self, value: object, path: KeyPath) -> Words:
        if isinstance(value, str):
            return {UNDETERMINED: value if _is_clean(value) else self._text(value, path)}
        if not isinstance(value, dict):
            text = _(
                "{value} is not a string. Put it in double quotes, under a language code: en "
                '= "...".'
            )
            self._problems.error(path, text, value=quoted(value))
            return {}
        if not value:
            text = _('the text is missing. Add it under a language code: en = "...".')
            self._problems.error(path, text)
        words = {}
        for tag, text in value.items():
            if tag not in self._tags:
                self._check_tag(tag, (*path, tag))
            words[tag] = text if _is_clean(text) else self._text(text, (*path, tag))
        return words

    def _check_tag(self, tag: str, path: KeyPath) -> None:
        if re.fullmatch(LANGUAGE, tag):
            self._tags.add(tag)
        else:
            self._no_language(tag, path)

    def _text(self, value: object, path: KeyPath) -> str:
        if not isinstance(value, str):
            text = _("{value} is not a string. Put it in double quotes.")
            self._problems.error(path, text, value=quoted(value))
            return ""
        # Composed characters, so that a search finds the text however it was typed.
        readable = visible(normalize("NFC", value)).strip(" ")
        if not readable:
            text = _("the text is empty. Add text or remove the key.")
            self._problems.error(path, text)
        return readable

    # Names, flags and URLs

    def name(self, table: Table, key: str, path: KeyPath, known: keys.Keys) -> str:
        """Return an identifier, or "" if it is missing or not valid."""
        value = table.get(key)
        if value is None:
            self._problems.missing(table, key, path, known)
            return ""
        if isinstance(value, str) and re.fullmatch(ID, value):
            return value
        text = _(
            "{value} is not a valid ID. Use 1 to 64 lowercase letters (a-z), digits and "
            "hyphens in double quotes, not starting with a hyphen: {example}"
        )
        self._problems.error((*path, key), text, value=quoted(value), example=known[key].example)
        return ""

    def language(self, table: Table, path: KeyPath, known: keys.Keys) -> str:
        value = table.get("lang")
        if value is None:
            self._problems.missing(table, "lang", path, known)
        elif isinstance(value, str) and re.fullmatch(LANGUAGE, value):
            return value
        else:
            self._no_language(value, (*path, "lang"))
        return ""

    def _no_language(self, value: object, path: KeyPath) -> None:
        text = _("{value} is not a valid language tag. Use a tag such as ko, en or pt-BR.")
        self._problems.error(path, text, value=quoted(value))

    def flag(self, table: Table, key: str, path: KeyPath) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            text = _("{value} is not valid. Use true or false, without quotes.")
            self._problems.error((*path, key), text, value=quoted(value))
        return value is True

    def position(self, table: Table, path: KeyPath) -> int:
        """Return the seconds of a position in a video: a number, `1h02m03s` or `1:02:03`."""
        value = table["starts"]
        text = value.strip(" ") if isinstance(value, str) else ""
        seconds = value if type(value) is int else None
        if re.fullmatch(SECONDS, text):
            seconds = int(text)
        elif match := re.fullmatch(POSITION, text):
            hours, minutes, rest = (int(part or 0) for part in match.groups())
            seconds = (hours * 60 + minutes) * 60 + rest
        elif text:
            with suppress(UsageProblem):
                seconds = int(read_length(text).total_seconds())
        if seconds is not None and 0 <= seconds <= LONGEST_VIDEO_SECONDS:
            return seconds
        wrong = _("{value} is not a position in a video. Use a format such as {example}.")
        self._problems.error(
            (*path, "starts"), wrong, value=quoted(value), example='3723, "1h02m03s", "1:02:03"'
        )
        return 0

    def url(self, table: Table, path: KeyPath, key: str = "url") -> str | None:
        value, path = table[key], (*path, key)
        if isinstance(value, str):
            self.check_url(value, path)
            return value
        text = _("{value} is not a string. Put the URL in double quotes: {example}")
        self._problems.error(path, text, value=quoted(value), example=LINK["url"].example)
        return None

    def url_or_path(self, table: Table, key: str, path: KeyPath) -> str:
        """Return the URL, or the path relative to the schedule, of a further resource, or ""."""
        value = table.get(key, "")
        if isinstance(value, str) and ("://" in value or not value):
            if key in table:
                self.check_url(value, (*path, key))
            return value
        # A schedule may be anybody's, and must not lead to another disk or server.
        if (
            isinstance(value, str)
            and value.isprintable()
            and re.fullmatch(r"[^/\\:][^\\:]*", value)
        ):
            return value
        text = _("{value} is not valid. Use an https:// URL, or a path relative to this file.")
        self._problems.error((*path, key), text, value=quoted(value))
        return ""

    def check_url(self, url: str, path: KeyPath) -> None:
        if reason := url_problem(url):
            text = _(
                "{value} is not a valid URL: {reason}. Use a URL such as https://www.example.org/live"
            )
            self._problems.error(path, text, value=quoted(url), reason=reason)
        else:
            self.urls.append((path, url))


def _is_clean(value: object) -> bool:
    """Return whether a value is a text that needs no change, as nearly all are."""
    return (
        type(value) is str
        and value.isprintable()
        and is_normalized("NFC", value)
        and value.strip(" ") == value != ""
    )
