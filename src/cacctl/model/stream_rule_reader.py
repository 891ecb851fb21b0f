"""Read rules for streams from TOML values, in the settings and in schedule files."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cacctl.base.i18n import _
from cacctl.base.names import ID, LANGUAGE
from cacctl.base.urls import url_problem
from cacctl.model.platforms import platform
from cacctl.model.programme import UNDETERMINED
from cacctl.model.stream_rules import (
    BRACES,
    PLACEHOLDERS,
    RuleProblem,
    StreamRule,
    quoted,
    shortened,
)

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath

MOST_RULES = 20
EXAMPLE = 'streams = "https://live.example.org/{room}"'

_EXAMPLES: Mapping[str, tuple[type, str]] = {
    "url": (str, 'url = "https://live.example.org/{room}"'),
    "platform": (str, 'platform = "youtube"'),
    "lang": (str, 'lang = "en"'),
    "replays": (bool, "replays = true"),
    "rooms": (dict, 'rooms = { "Main Hall" = "main" }'),
    "tracks": (dict, 'tracks = { "Main Track" = "main" }'),
}
"""The keys of a rule, each with the type of its value and an example."""
RULE_KEYS = tuple(_EXAMPLES)


class RuleTable(NamedTuple):
    """A rule in a TOML value: its path there, () unless it is in a list; its table.

    It `is_plain` where it is a URL instead of a table.
    """

    path: "KeyPath"
    table: Mapping[str, Any]
    is_plain: bool

    def at(self, key: str) -> "KeyPath":
        """Return the path of a key of the table."""
        return self.path if self.is_plain else (*self.path, key)


def rule_tables(value: object) -> tuple[RuleTable, ...]:
    """Return the rules in a TOML value: a URL, a table, or a list of these."""
    items: list[tuple[KeyPath, object]] = [((), value)]
    if isinstance(value, list):
        items = [((index,), item) for index, item in enumerate(value)]
    return tuple(
        RuleTable(path, {"url": item} if isinstance(item, str) else item, isinstance(item, str))
        for path, item in items
        if isinstance(item, str | dict)
    )


def read_rules(value: object) -> tuple[tuple[StreamRule, ...], tuple[RuleProblem, ...]]:
    """Return the rules in a TOML value, or what is wrong with it. Unknown keys are ignored."""
    tables = rule_tables(value)
    count = len(value) if isinstance(value, list) else 1
    if len(tables) < max(count, 1):
        text = _("must be a URL or a table, or a list of URLs and tables. For example: {example}")
        return (), (RuleProblem((), text, {"example": EXAMPLE}),)
    if count > MOST_RULES:
        text = _("too many rules: {count}. The limit is {most}.")
        return (), (RuleProblem((), text, {"count": count, "most": MOST_RULES}),)
    problems = tuple(problem for table in tables for problem in _problems(table))
    return () if problems else tuple(_rule(table) for _path, table, _plain in tables), problems


def _rule(table: Mapping[str, Any]) -> StreamRule:
    url, rooms, tracks = table.get("url", ""), table.get("rooms", {}), table.get("tracks", {})
    urls = [url, *(name for name in _exceptions(table) if "://" in name)]
    return StreamRule(
        url,
        table.get("platform") or platform(next(filter(None, urls), "")),
        table.get("lang", UNDETERMINED),
        table.get("replays", False),
        rooms,
        tracks,
    )


def _exceptions(table: Mapping[str, Any]) -> list[Any]:
    return [*table.get("rooms", {}).values(), *table.get("tracks", {}).values()]


def _needs_no_url(exception: object) -> bool:
    return not isinstance(exception, str) or not exception or "://" in exception


def _problems(rule: RuleTable) -> Iterator[RuleProblem]:
    table = rule.table
    for key, value in table.items():
        if kind := _EXAMPLES.get(key):
            expected, example = kind
            if not isinstance(value, expected):
                text = _("this value is of the wrong type. For example: {example}")
                yield RuleProblem(rule.at(key), text, {"example": example})
                return
    for key, pattern in (("lang", LANGUAGE), ("platform", ID)):
        if key in table and not re.fullmatch(pattern, table[key]):
            text = _("{value} is not valid here. For example: {example}")
            fields = {"value": quoted(table[key]), "example": _EXAMPLES[key][1]}
            yield RuleProblem(rule.at(key), text, fields)
    yield from _problems_of_exceptions(rule)
    if "url" in table:
        yield from _problems_of_template(rule.at("url"), table["url"])
    elif not all(map(_needs_no_url, _exceptions(table) or ["name"])):
        text = _("{key} is missing. Add it, for example: {example}")
        yield RuleProblem(rule.path, text, {"key": "url", "example": _EXAMPLES["url"][1]})


def _problems_of_template(path: "KeyPath", url: str) -> Iterator[RuleProblem]:
    known = ", ".join(PLACEHOLDERS)
    found = [match[0] for match in BRACES.finditer(url)]
    if unknown := next((text for text in found if text not in PLACEHOLDERS), None):
        text = _("unknown placeholder: {value}. Use one of these: {known}")
        yield RuleProblem(path, text, {"value": shortened(unknown), "known": known})
    elif not found:
        text = _("the URL has no placeholder for the room. Use one of these: {known}")
        yield RuleProblem(path, text, {"known": known})
    elif reason := url_problem(BRACES.sub("a", url)):
        yield _invalid_url(path, url, reason)


def _problems_of_exceptions(rule: RuleTable) -> Iterator[RuleProblem]:
    for key in ("rooms", "tracks"):
        for name, value in rule.table.get(key, {}).items():
            if not isinstance(value, str):
                text = _("this value is of the wrong type. For example: {example}")
                yield RuleProblem((*rule.at(key), name), text, {"example": _EXAMPLES[key][1]})
            elif "://" in value and (reason := url_problem(value)):
                yield _invalid_url((*rule.at(key), name), value, reason)


def _invalid_url(path: "KeyPath", url: str, reason: str) -> RuleProblem:
    text = _("{value} is not a valid URL: {reason}. Use a URL such as https://www.example.org/live")
    return RuleProblem(path, text, {"value": quoted(url), "reason": reason})
