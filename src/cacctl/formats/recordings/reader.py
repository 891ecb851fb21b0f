"""Read a list of recordings: TOML, CSV, or a conference from the media.ccc.de API.

The kind of a list shows in its first line. Recordings that cannot be read are left out.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.formats.diagnostics import Advice, PathProblem, Problem, advise, line
from cacctl.formats.recordings import programme as programmes
from cacctl.model.programme import Programme

MOST_RECORDINGS = 100_000
EXAMPLE = "https://api.media.ccc.de/public/conferences/38c3"

Locate = Callable[[Sequence[PathProblem]], list[Problem]]
"""Returns problems with their positions, and the errors in the text, in order."""


class Recording(NamedTuple):
    """A recording in a list. It is in this row, counted from 0.

    `session` is the ID or number of its session, in an API its uid, with the `title` there. It
    starts `starts` seconds after the beginning. `lang` and `channel`, an ID, may be empty.
    """

    row: int
    session: str
    url: str
    lang: str = ""
    channel: str = ""
    starts: int = 0
    title: str = ""


class Recordings(NamedTuple):
    """What a list has, and its problems."""

    source: str
    recordings: tuple[Recording, ...]
    problems: tuple[PathProblem, ...]
    locate: Locate
    is_api: bool = False

    @property
    def urls(self) -> list[str]:
        """The URLs that a person wrote."""
        return [] if self.is_api else [found.url for found in self.recordings]

    def added_to(self, programme: Programme) -> Programme:
        """Return the programme with recordings for the sessions that have none of their own."""
        return programmes.with_recordings(programme, self)

    def mismatches(self, programme: Programme) -> list[Advice]:
        """Return what is wrong with the list, and which of its recordings match no session."""
        found = self.locate([*self.problems, *programmes.mismatches(programme, self)])
        return [Advice(line(each._replace(severity="error", hint="")), each.hint) for each in found]


def read(data: bytes, source: str) -> Recordings:
    """Return what is in a list. Raises ScheduleProblem."""
    start = data.removeprefix(b"\xef\xbb\xbf")
    if not start.strip():
        raise unusable(source, advise(_("the file is empty.")))
    if re.match(rb"\s*(?:\{|\[\s*[]{\"])", start):
        from cacctl.formats.recordings import media_ccc

        return media_ccc.read(data, source)
    from cacctl.formats.native.syntax import encoding_advice

    if advice := encoding_advice(data):
        raise unusable(source, advice)
    from cacctl.formats.recordings import csv_list, toml_list

    text = start.decode()
    if header := csv_list.header_of(text, source):
        return csv_list.read(text, source, header)
    if re.match(r"\s*(?:#|\[|[\w-]+\s*=)", text):
        return toml_list.read(data, source)
    message = _("{file} is not a list of recordings.").format(file=visible(source))
    hint = _(
        "Use a TOML file, a CSV file with a header row that contains session and url, or a URL "
        "such as {example}."
    )
    raise ScheduleProblem(message, hint.format(example=EXAMPLE))


def refuse_too_many(count: int, source: str) -> None:
    """Raise ScheduleProblem if a list has more recordings than the limit."""
    if count > MOST_RECORDINGS:
        text = _("the list exceeds the limit of {most} recordings.")
        raise unusable(source, advise(text, most=MOST_RECORDINGS))


def unusable(source: str, advice: Advice) -> ScheduleProblem:
    """Return the error for a list that cannot be used."""
    return ScheduleProblem(f"{visible(source)}: {advice.message}", advice.hint)
