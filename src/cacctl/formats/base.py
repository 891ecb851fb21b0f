"""What every format has in common: what a reader returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath
    from cacctl.formats.diagnostics import Finding, Problem
    from cacctl.model.programme import Channel, Programme, Session


class Examined(NamedTuple):
    """What was read from a schedule, and what was found, also where it cannot be used.

    `text` is what stands in it; where it `is_whole`, nothing is wrong with it as a text. Of its
    `channels`, `sessions`, `addresses` and `ids` there are those that can be read, each with its
    path. `placed` tells findings, and what is wrong with the text, in order of their places. A
    schedule in a format of others is read as far as that goes: `remark` then is one line of what
    could not be, or empty; in our own format it is None. `names_zone` is False where it names no
    time zone.
    """

    source: str
    text: str
    programme: Programme | None
    channels: Sequence[tuple[KeyPath, Channel]]
    sessions: Sequence[tuple[KeyPath, Session]]
    addresses: Sequence[tuple[KeyPath, str]]
    ids: Sequence[tuple[KeyPath, str]]
    findings: Sequence[Finding]
    placed: Callable[[Sequence[Finding]], list[Problem]]
    remark: str | None = None
    is_whole: bool = True
    names_zone: bool = True
