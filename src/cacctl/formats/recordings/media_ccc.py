"""Read a conference of the public API of media.ccc.de: its events are those with a recording.

https://github.com/voc/voctoweb has what writes it: app/views/public/shared/_event.json.jbuilder.
"""

import re
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from cacctl.base.errors import ScheduleProblem
from cacctl.base.i18n import _
from cacctl.base.names import LANGUAGE
from cacctl.base.sanitize import visible
from cacctl.base.urls import is_within, url_problem
from cacctl.formats.common import json_text
from cacctl.formats.common.fields import text_in
from cacctl.formats.diagnostics import PathProblem, Problem, advise, quoted
from cacctl.formats.recordings.reader import EXAMPLE, Recording, Recordings

DOMAIN = "media.ccc.de"
MOST_EVENTS = 20_000
LONGEST_UID = 1000

# Codes of ISO 639-2 with the tag of the same language, which is that of ISO 639-1 where it has one
# (RFC 5646, 2.2.1). From https://salsa.debian.org/iso-codes-team/iso-codes.
_TAGS = (
    "aaraa abkab afraf akaak albsq amham araar argan armhy asmas avaav aveae aymay azeaz bakba "
    "bambm baqeu belbe benbn bihbh bisbi bodbo bosbs brebr bulbg burmy catca cescs chach chece "
    "chizh chucu chvcv corkw cosco crecr cymcy czecs danda deude divdv dutnl dzodz ellel engen "
    "epoeo estet euseu eweee faofo fasfa fijfj finfi frafr frefr fryfy fulff geoka gerde glagd "
    "glega glggl glvgv greel grngn gujgu hatht hauha hebhe herhz hinhi hmoho hrvhr hunhu hyehy "
    "iboig iceis idoio iiiii ikuiu ileie inaia indid ipkik islis itait javjv jpnja kalkl kankn "
    "kasks katka kaukr kazkk khmkm kikki kinrw kirky komkv konkg korko kuakj kurku laolo latla "
    "lavlv limli linln litlt ltzlb lublu luglg macmk mahmh malml maomi marmr mayms mkdmk mlgmg "
    "mltmt monmn mrimi msams myamy nauna navnv nblnr ndend ndong nepne nldnl nnonn nobnb norno "
    "nyany ocioc ojioj orior ormom ossos panpa perfa plipi polpl porpt pusps quequ rohrm ronro "
    "rumro runrn rusru sagsg sansa sinsi slksk slosk slvsl smese smosm snasn sndsd somso sotst "
    "spaes sqisq srdsc srpsr sswss sunsu swasw swesv tahty tamta tattt telte tgktg tgltl thath "
    "tibbo tirti tonto tsntn tsots tuktk turtr twitw uigug ukruk urdur uzbuz venve vievi volvo "
    "welcy wlnwa wolwo xhoxh yidyi yoryo zhaza zhozh zulzu"
)
TAGS = {pair[:3]: pair[3:] for pair in _TAGS.split()}
# Codes that name no language, as ISO 639-2 has it, and the API's own for slides.
NO_LANGUAGES = ("mis", "mul", "und", "zxx", "orig")


def read(data: bytes, source: str) -> Recordings:
    """Return the recordings of a conference. Raises ScheduleProblem."""
    parsed = json_text.parse_or_raise(data, source)
    events = parsed.tree.get("events") if isinstance(parsed.tree, dict) else None
    if not isinstance(events, list):
        text = _("{file} is not a conference from the media.ccc.de API.")
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
    tag = TAGS.get(code, code)
    return tag if re.fullmatch(LANGUAGE, tag) and "-" not in tag and tag not in NO_LANGUAGES else ""


def _located(source: str, problems: Sequence[PathProblem]) -> list[Problem]:
    # Lines say nothing in a document that no person reads.
    return [problem.located(source, 0, 0) for problem in problems]
