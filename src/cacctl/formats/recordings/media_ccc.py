"""Read a conference of the public API of media.ccc.de: its events are those with a recording.

https://github.com/voc/voctoweb has what writes it: app/views/public/shared/_event.json.jbuilder.
"""

import re
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.names import LANGUAGE, language_tag
from cacctl.base.sanitize import visible
from cacctl.base.urls import is_within, url_problem
from cacctl.formats.common import json_text
from cacctl.formats.common.fields import text_in
from cacctl.formats.diagnostics import PathProblem, Problem, advise, quoted
from cacctl.formats.recordings.reader import EXAMPLE, Recording, Recordings

DOMAIN = "media.ccc.de"
MOST_EVENTS = 20_000
LONGEST_UID = 1000

# Codes that name no language, as ISO 639-2 has it, and the API's own for slides.
NO_LANGUAGES = ("mis", "mul", "und", "zxx", "orig")


def read(data: bytes, source: str) -> Recordings:
    """Return the recordings of a conference. Raises ScheduleProblem."""
    parsed = json_text.parse_or_raise(data, source)
    events = parsed.tree.get("events") if isinstance(parsed.tree, dict) else None
    if not isinstance(events, list):
        text = _("{file} is not conference data from the media.ccc.de API.")
        hint = _("Use a URL such as {example}.").format(example=EXAMPLE)
        raise ScheduleProblem(text.format(file=visible(source)), hint)
    recordings, problems = [], []
    for index, event in enumerate(events[:MOST_EVENTS]):
        if not isinstance(event, dict):
            continue
        title, uid, page = (text_in(event, key) for key in ("title", "guid", "frontend_link"))
        if not uid or len(uid) > LONGEST_UID or not is_page(page):
            text = _("{title} was skipped because it has no page on {domain} or no UID.")
            advice = advise(text, title=quoted(title), domain=DOMAIN)
            problems.append(PathProblem("warning", ("recording", index), advice))
            continue
        lang = language_of(text_in(event, "original_language"))
        recordings.append(Recording(index, uid, page, lang, title=title))
    return Recordings(
        source, tuple(recordings), tuple(problems), partial(_located, source), is_api=True
    )


def is_page(url: str) -> bool:
    """Return whether a URL is one of the API's own pages."""
    if url_problem(url) or not url.startswith("https://"):
        return False
    return is_within(urlsplit(url).hostname or "", DOMAIN)


def language_of(code: str) -> str:
    """Return the tag for a code of ISO 639; "" for none, or for several languages."""
    tag = language_tag(code)
    return tag if re.fullmatch(LANGUAGE, tag) and "-" not in tag and tag not in NO_LANGUAGES else ""


def _located(source: str, problems: Sequence[PathProblem]) -> list[Problem]:
    # Lines say nothing in a document that no person reads.
    return [problem.located(source, 0, 0) for problem in problems]
