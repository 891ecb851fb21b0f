"""The values of a schedule file: texts, names, URLs and times, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import url_problem
from cacctl.formats.diagnostics import shown
from cacctl.formats.limits import ID, LANGUAGE, ZONE
from cacctl.formats.native.keys import CHANNEL, EVENT, EXAMPLES
from cacctl.times.clock import FIRST_YEAR, LAST_YEAR
from cacctl.times.zones import STANDARD_TIMES

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.native.findings import Findings
    from cacctl.formats.native.syntax import Table
    from cacctl.model.programme import Words


class Values:
    """Reads the values of a schedule file's tables, and adds what is wrong to the findings."""

    def __init__(self, findings: Findings) -> None:
        self.addresses: list[tuple[KeyPath, str]] = []
        self.zone = ZoneInfo("UTC")
        self._findings = findings
        # Found right already: language tags, and local times with their instants.
        self._tags: set[str] = set()
        self._instants: dict[datetime, datetime] = {}

    # Tables and lists

    def tables(self, parent: Table, key: str, path: KeyPath) -> list[tuple[KeyPath, Table]]:
        """The tables of an array of tables such as [[session]], each with its path."""
        if key not in parent:
            return []
        value = parent[key]
        path = (*path, key)
        if not isinstance(value, list):
            # A header under another one carries its whole name: [[session.note]].
            name = ".".join(part for part in path if isinstance(part, str))
            text = _("{key} is a list of tables. Write [[{name}]], in double brackets.")
            self._findings.problem(path, text, key=key, name=name)
            return []
        tables: list[tuple[KeyPath, Table]] = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                tables.append(((*path, index), item))
            else:
                text = _("{value} is no table.")
                self._findings.problem((*path, index), text, value=shown(item))
        return tables

    def items(self, table: Table, key: str, path: KeyPath) -> list[tuple[KeyPath, object]]:
        """The items of an array, each with its path."""
        if key not in table:
            return []
        value = table[key]
        path = (*path, key)
        if not isinstance(value, list):
            text = _('{value} is no list. Write it in brackets: {key} = ["...", "..."].')
            self._findings.problem(path, text, value=shown(value), key=key)
            return []
        return [((*path, index), item) for index, item in enumerate(value)]

    # Texts

    def words(
        self, table: Table, key: str, path: KeyPath, required_among: Sequence[str] = ()
    ) -> Words:
        """One text in several languages; `required_among` are its table's keys if it must be."""
        value = table.get(key)
        if value is None:
            if required_among:
                self._findings.missing(table, key, path, required_among)
            return {}
        return self.words_of(value, (*path, key))

    def words_of(self, value: object, path: KeyPath) -> Words:
        if isinstance(value, str):
            return {"und": value if _is_clean(value) else self._text(value, path)}
        if not isinstance(value, dict):
            text = _('{value} is not text. Write it in double quotes, by language: en = "...".')
            self._findings.problem(path, text, value=shown(value))
            return {}
        if not value:
            text = _('there is no text in it. Write it by language: en = "...".')
            self._findings.problem(path, text)
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
            text = _("{value} is not text. Write it in double quotes.")
            self._findings.problem(path, text, value=shown(value))
            return ""
        # Composed letters, so that what is searched for is found however it was typed.
        readable = visible(normalize("NFC", value)).strip(" ")
        if not readable:
            text = _("the text is empty. Write one, or leave the key out.")
            self._findings.problem(path, text)
        return readable

    # Names, flags and URLs

    def name(self, table: Table, key: str, path: KeyPath) -> str:
        """An identifier, or "" where there is none or it is not written as one."""
        value = table.get(key)
        if value is None:
            self._findings.missing(table, key, path, ("id", "platform"))
            return ""
        if isinstance(value, str) and re.fullmatch(ID, value):
            return value
        text = _(
            "{value} cannot be used. Write 1 to 64 small letters a-z, digits and hyphens in double "
            "quotes, and begin with no hyphen: {example}"
        )
        self._findings.problem((*path, key), text, value=shown(value), example=EXAMPLES[key])
        return ""

    def language(self, table: Table, path: KeyPath) -> str:
        value = table.get("lang")
        if value is None:
            self._findings.missing(table, "lang", path, CHANNEL)
        elif isinstance(value, str) and re.fullmatch(LANGUAGE, value):
            return value
        else:
            self._no_language(value, (*path, "lang"))
        return ""

    def _no_language(self, value: object, path: KeyPath) -> None:
        text = _("{value} is no language tag. Write one such as ko, en or pt-BR.")
        self._findings.problem(path, text, value=shown(value))

    def flag(self, table: Table, key: str, path: KeyPath) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            text = _("{value} is neither true nor false. Write one of them, without quotes.")
            self._findings.problem((*path, key), text, value=shown(value))
        return value is True

    def address(self, table: Table, path: KeyPath, key: str = "url") -> str | None:
        value, path = table[key], (*path, key)
        if isinstance(value, str):
            self.check_address(value, path)
            return value
        text = _("{value} is not text. Write the address in double quotes: {example}")
        self._findings.problem(path, text, value=shown(value), example=EXAMPLES["url"])
        return None

    def check_address(self, address: str, path: KeyPath) -> None:
        # An empty one has been refused as a text where it is one of several.
        if reason := url_problem(address):
            text = _(
                "{value} cannot be opened: {reason}. Write an address such as "
                "https://www.example.org/live"
            )
            self._findings.problem(path, text, value=shown(address), reason=reason)
        else:
            self.addresses.append((path, address))

    # Times

    def read_zone(self, table: Table | None) -> str:
        """The key of the event's zone, from now on the one in which local times are read."""
        if table is None:
            return ""
        value = table.get("zone")
        if value is None:
            self._findings.missing(table, "zone", ("event",), EVENT)
            return ""
        if isinstance(value, str) and re.fullmatch(ZONE, value) and value != "Factory":
            # "No such zone" comes as its own error (a KeyError), as ValueError for a file that is
            # no zone, and as OSError for a folder or a name that is too long.
            try:
                self.zone = ZoneInfo(value)
            except (KeyError, ValueError, OSError):
                pass
            else:
                self._check_standard_time(value)
                return value
        from cacctl.formats.corrections import zone_advice

        self._findings.problem(("event", "zone"), zone_advice(value))
        return ""

    def _check_standard_time(self, zone: str) -> None:
        if zone in STANDARD_TIMES:
            from cacctl.formats.corrections import standard_time_advice

            if advice := standard_time_advice(zone):
                self._findings.warning(("event", "zone"), advice)

    def calendar_date(self, table: Table, key: str, path: KeyPath) -> date | None:
        value = table.get(key)
        if value is None:
            return None
        if type(value) is not date:
            text = _("{value} is no date. Write it without quotes and without a time: 2020-06-01")
            self._findings.problem((*path, key), text, value=shown(value))
            return None
        return value if self._is_year_known(value, (*path, key)) else None

    def _is_year_known(self, value: date, path: KeyPath) -> bool:
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            return True
        from cacctl.formats.corrections import year_advice

        self._findings.problem(path, year_advice(value.year))
        return False

    def instant(
        self, table: Table, key: str, path: KeyPath, known: Sequence[str]
    ) -> tuple[datetime, date] | tuple[None, None]:
        """A date-time in UTC, and its date in the event's zone."""
        value = table.get(key)
        if value is None:
            self._findings.missing(table, key, path, known)
            return None, None
        path = (*path, key)
        if not isinstance(value, datetime):
            from cacctl.formats.corrections import instant_advice

            self._findings.problem(path, instant_advice(value))
            return None, None
        if not self._is_year_known(value, path):
            return None, None
        if value.tzinfo is not None:
            return value.astimezone(UTC), value.astimezone(self.zone).date()
        # Where many rooms start together, looking at the zone again would take a third of the time.
        if known_instant := self._instants.get(value):
            return known_instant, value.date()
        # A local time that is there twice has two offsets, the earlier one first, and so has one
        # that is skipped (PEP 495), where the second is the larger.
        offsets = [value.replace(tzinfo=self.zone, fold=fold).utcoffset() for fold in (0, 1)]
        readings = [(value - (offset or timedelta())).replace(tzinfo=UTC) for offset in offsets]
        if offsets[0] == offsets[1]:
            self._instants[value] = readings[0]
            return readings[0], value.date()
        text = (
            _("{value} is skipped by the clocks in {zone}. Write {first} or {second}")
            if readings[1] < readings[0]
            else _("{value} is there twice in {zone}. Write {first} or {second}")
        )
        first, second = (reading.astimezone(self.zone).isoformat() for reading in sorted(readings))
        self._findings.problem(
            path, text, value=value.isoformat(), zone=self.zone.key, first=first, second=second
        )
        return None, None


def _is_clean(value: object) -> bool:
    """Whether a value is a text that is taken as it is, as nearly all are."""
    return (
        type(value) is str
        and value.isprintable()
        and is_normalized("NFC", value)
        and value.strip(" ") == value != ""
    )
