"""Read the rules for streams of a schedule file, and apply them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cacctl.formats.diagnostics import advise
from cacctl.formats.native.keys import RULE
from cacctl.model import stream_rules
from cacctl.model.stream_rule_reader import read_rules, rule_tables

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.native.problems import Problems
    from cacctl.formats.native.values import Values
    from cacctl.model.programme import Programme
    from cacctl.model.stream_rules import StreamRule

PATH = ("event", "streams")


def read_streams(value: object, problems: Problems, path: KeyPath = PATH) -> tuple[StreamRule, ...]:
    """Return the rules in the `streams` of an event; () if one of them is wrong."""
    for rule in rule_tables(value):
        if not rule.is_plain:
            problems.check_keys(dict(rule.table), (*path, *rule.path), RULE)
    rules, found = read_rules(value)
    for problem in found:
        problems.error((*path, *problem.path), advise(problem.text, **problem.fields))
    return rules


def with_streams(
    programme: Programme, rules: Sequence[StreamRule], values: Values, problems: Problems
) -> Programme:
    """Return the programme with the streams of its rules, and warn where they make none."""
    found = stream_rules.with_streams(programme, rules)
    for problem in found.problems:
        problems.warning((*PATH, *problem.path), advise(problem.text, **problem.fields))
    values.urls += [
        (PATH, channel.url)
        for channel in found.programme.channels
        if channel.by_rule and channel.url
    ]
    return found.programme
