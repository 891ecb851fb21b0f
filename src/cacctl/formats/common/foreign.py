"""What the readers of other formats share: sessions as they were found -> `Programme`.

Real files break the standards of their formats. Whatever can be read is; what cannot be is left
out and kept in mind for `check`, and its number is said in one line.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from html import unescape
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import normalize
from zoneinfo import ZoneInfo

from cacctl.base import hints
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.base.urls import address_problem
from cacctl.formats.advice import FIRST_YEAR, LAST_YEAR, ZONE, Advice, said
from cacctl.formats.diagnostics import (
    ID,
    LANGUAGE,
    LONGEST_SESSION,
    MOST_SESSIONS,
    Examined,
    Finding,
    Problem,
)
from cacctl.formats.native.toml_text import LARGEST_FILE_BYTES
from cacctl.model.programme import (
    NO_WORDS,
    UNDETERMINED,
    Channel,
    Event,
    Link,
    Programme,
    Session,
    Speaker,
    Words,
    numbered,
)
from cacctl.model.streams import MEETINGS

if TYPE_CHECKING:
    from cacctl.base.toml_positions import KeyPath

ASSUMED_LENGTH = timedelta(hours=1)
"""How long a session is taken to be whose end is not told."""
LONGEST_TEXT = 20_000
LONGEST_SLUG = 40

# The platforms behind hosts; everything else is the web.
PLATFORMS = {
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "facebook.com": "facebook",
    "fb.watch": "facebook",
    "twitch.tv": "twitch",
    "vimeo.com": "vimeo",
    "zoom.us": "zoom",
    "zoom.com": "zoom",
    "meet.google.com": "meet",
    "teams.microsoft.com": "teams",
    "teams.live.com": "teams",
    "webex.com": "webex",
    "meet.jit.si": "jitsi",
}
# Where a meeting was recorded: nobody links to meetings for another reason than this or to join.
_OF_MEETING = re.compile(r"/(?:rec|recording|recordingservice)/")
LIVE_HOSTS = ("streaming.media.ccc.de", "live.fosdem.org", "stream.fosdem.org")
# media.ccc.de is not among them: the links of talks to it are to earlier talks.
RECORDING_HOSTS = ("video.fosdem.org", "cdn.media.ccc.de")

LIVE_WORDS = re.compile(r"\b(?:live|livestream|stream|join|watch)\b|생중계|실시간", re.IGNORECASE)
RECORDING_WORDS = re.compile(
    r"\b(?:recordings?|video|replay|vod|aufzeichnung)\b|다시보기|녹화", re.IGNORECASE
)
_HOST = re.compile(r"https?://([\w.-]{1,253})(?::\d*)?(?:[/?#]|$)", re.IGNORECASE)
_LINE_BREAKS = re.compile(r"[\t\n\r]+")
VIDEO_FILE = re.compile(r"\.(?:mp4|webm|mkv|ogv|m4v)$", re.IGNORECASE)

# Tags that do not end a line, and all that are taken for tags: `Vec<T>` has none.
INLINE = ("a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u")
_TAG = re.compile(
    rf"</?({'|'.join(INLINE)}|p|br|div|[uo]l|li|h[1-6]|pre|blockquote|img|table|tr|td|hr)\b[^<>]*>"
    r"|<!--[^<>]*>",
    re.IGNORECASE,
)

# How titles say that their session is cancelled. As talks can be about what is cancelled, the
# words count where something sets them apart from the rest: brackets, a colon, a dash, "!", or
# capitals where the rest has small letters.
_LOUD = (
    r"(?:CANCELL?ED|ABGESAGT|F(?:Ä|AE)LLT AUS|ENTF(?:Ä|AE)LLT|ANNULÉE?|CANCELAD[OA]"
    r"|ANNULLAT[OA]|GEANNULEERD)"
)
_CANCELLED = rf"(?:(?i:{_LOUD})|취소(?:됨|되었습니다)?|中止)"
_CANCELLED_STEMS = ("ancel", "abgesagt", "llt aus", "entf", "annul", "취소", "中止")
_ENCLOSED = rf"[(\[{{<【［（*~]{{1,3}}[ !]{{0,3}}{_CANCELLED}[ !]{{0,3}}[)\]}}>】］）*~]{{1,3}}"
_CANCELLED_ALONE = re.compile(rf"\W{{0,9}}(?:{_LOUD}|취소(?:됨|되었습니다)?|中止)\W{{0,9}}")
_CANCELLED_BEFORE = re.compile(
    rf"(?:\W{{0,9}}{_ENCLOSED}|[ !*]{{0,9}}{_CANCELLED}(?= ?[:!|–—：]| -)"
    r"|취소(?:됨|되었습니다)(?= ))(?:: |[ :!|–—：*-]{0,9})"
)
_CANCELLED_BEHIND = re.compile(
    rf"(?:(?: [ :!|–—-]{{0,9}})?{_ENCLOSED}|(?: ?[–—|*]| [!-]) ?{_CANCELLED}"
    r"| (?i:f(?:ä|ae)llt aus)| 취소(?:됨|되었습니다))[ .!*]{0,9}\Z"
)
_LOUDLY_BEFORE = re.compile(rf"[ !*]{{0,9}}{_LOUD}\b(?![-'’])[ :!|–—*-]{{0,9}}")
_LOUDLY_BEHIND = re.compile(rf"(?<!NOT)(?<!not) [ :!|–—*-]{{0,9}}{_LOUD}[ .!*]{{0,9}}\Z")
_LOUDLY_WITHIN = re.compile(rf"[(\[]{_LOUD}[)\]] ?")
_LONGEST_MARK = 60
"""How far from its end a title is looked at for a mark there."""

Kind = Literal["live", "recording"]


class Found(NamedTuple):
    """An address at which a session can be watched."""

    url: str
    kind: Kind
    lang: str = ""


class Draft(NamedTuple):
    """A session as it was found; texts are as they stand in the file, "" where there is none.

    `start` and `end` are UTC. `path` is ("event", n) for the file's event n from 0. `id` is the one
    that is wanted; it need be neither well formed nor the only one. `lang` is the language tag of
    what is said, `text_lang` that of the texts where it is not the same.
    """

    path: KeyPath
    start: datetime
    end: datetime
    name: str
    id: str = ""
    uid: str = ""
    lang: str = ""
    text_lang: str = ""
    topic: str = ""
    description: str = ""
    room: str = ""
    track: str = ""
    host: str = ""
    speakers: tuple[str, ...] = ()
    page: str = ""
    links: tuple[Found, ...] = ()
    cancelled: bool = False


class Facts(NamedTuple):
    """What a file tells about its event. `zone` is an IANA key; the rest may be empty.

    `room_urls` has the address at which a room streams, where the file tells it of the room.
    `names_zone` is False where it names no zone.
    """

    name: str
    zone: str
    id: str = ""
    lang: str = ""
    place: str = ""
    site: str = ""
    first_date: date | None = None
    last_date: date | None = None
    revision: int = 0
    revised: datetime | None = None
    refresh: timedelta | None = None
    room_urls: Mapping[str, str] = {}
    names_zone: bool = True


class Doubts:
    """What could not be read, or only with an assumption, of how many events."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.events = 0
        self._left_out: set[KeyPath] = set()
        self._assumed: set[KeyPath] = set()
        self._of_all = ""
        self._said: set[Finding] = set()

    def leave_out(self, path: KeyPath, text: str, **fields: object) -> None:
        """An event is not read, and why."""
        self._left_out.add(path)
        self.mention(path, text, **fields)

    def assume(self, path: KeyPath, text: str, **fields: object) -> None:
        """An event is read, though not all of it is as it stands in the file."""
        self._assumed.add(path)
        self.mention(path, text, **fields)

    def assume_utc(self) -> None:
        """Times without a zone are read as UTC, as nothing tells of another."""
        self._of_all = _(
            "it names no known time zone, so times without one are taken as UTC. "
            "Name the event's zone with --event-tz."
        )
        self.mention((), self._of_all)

    def mention(self, path: KeyPath, text: str | Advice, **fields: object) -> None:
        """Something for `check` alone."""
        advice = text if isinstance(text, Advice) else said(text, **fields)
        finding = Finding("warning", path, advice)
        # What recurs would have it said of each of its times.
        if finding not in self._said:
            self._said.add(finding)
            self.findings.append(finding)

    def remark(self, source: str) -> str:
        """What became of the events, in one line; nothing where all is well."""
        file = visible(source)
        of_all = _("{file}: {text}").format(file=file, text=self._of_all) if self._of_all else ""
        assumed = self._assumed - self._left_out
        parts = []
        if count := len(self._left_out):
            parts.append(_("{count} could not be read").format(count=count))
        if count := len(assumed):
            parts.append(_("{count} could only be read in part").format(count=count))
        if not parts:
            return of_all
        text = _("{file}: of {events} events, {parts}. Which: {command}").format(
            file=file,
            events=f"{self.events:,}",
            parts=", ".join(parts),
            command=hints.command("check", source),
        )
        return f"{text} {of_all}".rstrip()


Lines = Callable[[], Sequence[int]]
"""The line of each event in the file, from 1; asked only where a problem is to be told."""


def examined(
    source: str, text: str, facts: Facts, drafts: Iterable[Draft], doubts: Doubts, lines: Lines
) -> Examined:
    """The programme of what was found in a file."""
    kept = [_with_good_links(draft, doubts) for draft in drafts if _is_session(draft, doubts)]
    _mention_repeated(kept, doubts)
    if len(kept) > MOST_SESSIONS:
        return unusable(
            source,
            text,
            said(
                _("{count} sessions are too many. At most {most} are read."),
                count=len(kept),
                most=MOST_SESSIONS,
            ),
        )
    if not kept:
        advice = said(_("there is no session in it that can be read."))
        return unusable(source, text, advice, doubts, lines)
    kept.sort(key=lambda draft: draft.start)
    ids = _ids(kept)
    channels, own = _channels(facts, kept, ids)
    zone = ZoneInfo(facts.zone)
    sessions = [
        _session(draft, session_id, links, zone)
        for draft, session_id, links in zip(kept, ids, own, strict=True)
    ]
    ordered = numbered(sessions)
    dates = [session.date for session in ordered]
    event = Event(
        id=slug(facts.id) or slug(facts.name) or "event",
        name=words(facts.name, facts.lang),
        full_name=NO_WORDS,
        theme=NO_WORDS,
        slogan=NO_WORDS,
        place=words(facts.place, facts.lang),
        organiser=NO_WORDS,
        site=words(facts.site, "") if not address_problem(facts.site) else NO_WORDS,
        zone=facts.zone,
        first_date=facts.first_date or min(dates),
        last_date=max(facts.last_date or max(dates), facts.first_date or min(dates)),
        notes=(),
        refresh=facts.refresh,
        revision=facts.revision,
        revised=facts.revised,
    )
    paths = [draft.path for draft in kept]
    return Examined(
        source,
        text,
        Programme(event, tuple(channels), ordered),
        [((), channel) for channel in channels],
        list(zip(paths, sessions, strict=True)),
        [(draft.path, link.url) for draft in kept for link in draft.links],
        [],
        doubts.findings,
        _placing(source, lines),
        doubts.remark(source),
        names_zone=facts.names_zone,
    )


def unusable(
    source: str,
    text: str,
    advice: Advice,
    doubts: Doubts | None = None,
    lines: Lines = tuple,
    *,
    line: int = 0,
    column: int = 0,
) -> Examined:
    """What is left of a file that cannot be used, and why."""
    findings = doubts.findings if doubts else []
    message, hint = map(visible, advice)
    fault = Problem("error", visible(source), line, column, message, hint)
    placed = _placing(source, lines, fault)
    return Examined(source, text, None, [], [], [], [], findings, placed, "")


def too_large(data: bytes) -> Advice | None:
    """That a file is larger than what is read of one, where it is."""
    if len(data) <= LARGEST_FILE_BYTES:
        return None
    text = _("the file is larger than {most} MiB, the most that is read.")
    return said(text, most=LARGEST_FILE_BYTES // 1024**2)


def with_plain_line_ends(text: str) -> str:
    """`text` with \\n for every line end, so that all who count its lines count the same."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def words(text: str, lang: str) -> Words:
    """A text in the language with that tag, in any where it is not known; nothing for nothing."""
    if not text:
        return NO_WORDS
    readable = normalize("NFC", text[:LONGEST_TEXT])
    if not readable.isprintable():
        # Without its line breaks, most of a text needs no second look.
        readable = visible(_LINE_BREAKS.sub(" ", readable))
    readable = readable.strip(" ")
    return {lang or UNDETERMINED: readable} if readable else NO_WORDS


def language(text: str) -> str:
    """The language tag that is meant by `de`, `en_US`, `EN`; nothing for anything else."""
    first, *rest = text.strip().replace("_", "-").split("-")
    tag = "-".join([first.lower(), *rest])
    return tag if re.fullmatch(LANGUAGE, tag) else ""


def slug(text: str) -> str:
    """`text` as an id: small letters, digits, hyphens; nothing where it has no Latin letter."""
    plain = normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(found) > LONGEST_SLUG:
        found = found[: LONGEST_SLUG + 1].rpartition("-")[0] or found[:LONGEST_SLUG]
    return found if re.search(r"[a-z]", found) else ""


def zone_named(name: str) -> str:
    """The IANA key that a file means by a zone's name; nothing where there is no such zone."""
    if not re.fullmatch(ZONE, name) or name == "Factory":
        return ""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ""
    return name


def platform(url: str) -> str:
    """The platform at an address, by its host: "youtube", "zoom"; "web" for any other."""
    name = _host(url)
    while name and name not in PLATFORMS:
        name = name.partition(".")[2]
    return PLATFORMS.get(name, "web")


def is_recorded_meeting(url: str) -> bool:
    """Whether it is the address of what was recorded of a meeting, not where one joins it."""
    return platform(url) in MEETINGS and bool(_OF_MEETING.search(url.partition("?")[0]))


def kind_of_link(url: str, label: str) -> Kind | None:
    """What an address among a session's links is for, where it is for watching at all.

    A link to a video is often a mere reference: unless it can be nothing else, its label or its
    host has to say that it is the session itself.
    """
    host = _host(url)
    if is_recorded_meeting(url):
        return "recording"
    if any(_is_host(host, name) for name in LIVE_HOSTS) or platform(url) in MEETINGS:
        return "live"
    if any(_is_host(host, name) for name in RECORDING_HOSTS):
        return "recording"
    if RECORDING_WORDS.search(label) and not re.search(r"\blive\b|\bstream", label, re.IGNORECASE):
        return "recording"
    if LIVE_WORDS.search(label):
        return "recording" if VIDEO_FILE.search(url) else "live"
    return None


def title_and_cancelled(title: str) -> tuple[str, bool]:
    """The title without the mark that its session is cancelled, and whether it has one.

    A title that is nothing but the mark stays as it is.
    """
    title = normalize("NFC", title.strip())
    lower = title.lower()
    if not any(stem in lower for stem in _CANCELLED_STEMS):
        return title, False
    rest, before = title, ""
    # Some programs mark what is marked, and some people mark both ends.
    for _mark in range(3):
        rest, before = _unmarked(rest), rest
        if rest in ("", before):
            break
    return rest or before, rest != title


def plain_text(text: str) -> str:
    """What is written in a text that may be HTML, without its tags; a block is on its own line."""
    # By an expression, as Python's own parser fails on some texts and takes minutes for others.
    return unescape(_TAG.sub(_in_place_of, text))


def _unmarked(title: str) -> str:
    """The title without a mark of its cancellation; nothing where it is one as a whole."""
    for mark in (_CANCELLED_BEFORE, _LOUDLY_BEFORE):
        if (found := mark.match(title)) and _is_apart(mark, title[found.end() :]):
            title = title[found.end() :]
    for mark in (_CANCELLED_BEHIND, _LOUDLY_BEHIND):
        found = mark.search(title, max(0, len(title) - _LONGEST_MARK))
        if found and _is_apart(mark, title[: found.start()]):
            title = title[: found.start()]
    title = _LOUDLY_WITHIN.sub("", title).strip()
    return "" if _CANCELLED_ALONE.fullmatch(title) else title


def _is_apart(mark: re.Pattern[str], rest: str) -> bool:
    """Whether what looks like a mark is set apart from the rest of the title."""
    has_no_small_letters = rest == rest.upper() != rest.lower()
    is_loud = mark in (_LOUDLY_BEFORE, _LOUDLY_BEHIND)
    return bool(rest.strip()) and not (is_loud and has_no_small_letters)


def _in_place_of(tag: re.Match[str]) -> str:
    return "" if (tag[1] or "a").lower() in INLINE else "\n"


def _is_session(draft: Draft, doubts: Doubts) -> bool:
    years = draft.start.year, draft.end.year
    if not FIRST_YEAR <= min(years) <= max(years) <= LAST_YEAR:
        doubts.leave_out(
            draft.path,
            _("the year {year} is not between {first} and {last}."),
            year=draft.start.year,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    elif draft.end < draft.start:
        doubts.leave_out(draft.path, _("it ends before it has started."))
    elif draft.end - draft.start > LONGEST_SESSION:
        text = _("it is longer than {days} days.")
        doubts.leave_out(draft.path, text, days=LONGEST_SESSION.days)
    elif not words(draft.name, ""):
        doubts.leave_out(draft.path, _("it has no name."))
    else:
        return True
    return False


def _mention_repeated(drafts: Sequence[Draft], doubts: Doubts) -> None:
    """Keep in mind which events have the UID of another one."""
    first: dict[str, KeyPath] = {}
    for draft in drafts:
        if draft.uid and (known := first.setdefault(draft.uid, draft.path)) != draft.path:
            text = _("it has the UID of event {number}. Give each event a UID of its own.")
            doubts.mention(draft.path, text, number=int(known[-1]) + 1)


def _with_good_links(draft: Draft, doubts: Doubts) -> Draft:
    """The draft with what may be opened alone."""
    good = []
    for link in draft.links:
        if reason := address_problem(link.url):
            doubts.mention(draft.path, _("a link cannot be opened: {reason}."), reason=reason)
        else:
            good.append(link)
    page = draft.page
    if page and (reason := address_problem(page)):
        doubts.mention(draft.path, _("its page cannot be opened: {reason}."), reason=reason)
        page = ""
    return draft._replace(links=tuple(good), page=page)


def _session(
    draft: Draft,
    session_id: str,
    links: Mapping[Kind, tuple[Link, ...]],
    zone: ZoneInfo,
) -> Session:
    lang = draft.text_lang or draft.lang
    return Session(
        id=session_id,
        number=0,
        day=0,
        date=draft.start.astimezone(zone).date(),
        start=draft.start,
        end=draft.end,
        name=words(draft.name, lang),
        topic=words(draft.topic, lang),
        host=words(draft.host, lang),
        cities=(),
        speakers=tuple(
            Speaker(name, NO_WORDS, NO_WORDS)
            for speaker in draft.speakers
            if (name := words(speaker, ""))
        ),
        recordings=links.get("recording", ()),
        notes=(),
        cancelled=draft.cancelled,
        description=words(plain_text(draft.description[:LONGEST_TEXT]), lang),
        room=words(draft.room, ""),
        track=words(draft.track, ""),
        lang=draft.lang,
        page=draft.page or None,
        streams=links.get("live", ()),
        uid=visible(draft.uid),
    )


def _ids(drafts: Sequence[Draft]) -> list[str]:
    """An id for each, its own where it has a good one that no earlier one has."""
    free = _Free()
    found = []
    for draft in drafts:
        wanted = draft.id if re.fullmatch(ID, draft.id) and not draft.id.isdigit() else ""
        found.append(free.name(wanted or slug(draft.id) or slug(draft.name) or "session"))
    return found


class _Free:
    """Gives each who wants a name one that no other has: the same with a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: Counter[str] = Counter()

    def name(self, wanted: str) -> str:
        found, stem = wanted, wanted[:57].rstrip("-")
        while found in self._taken:
            # Each goes on from the last, as thousands can want the same.
            self._numbers[stem] += 1
            found = f"{stem}-{self._numbers[stem] + 1}"
        self._taken.add(found)
        return found


class _Key(NamedTuple):
    """What is one channel: a room, on a platform, in a language where that is told."""

    room: str
    platform: str
    lang: str


def _channels(
    facts: Facts, drafts: Sequence[Draft], ids: Sequence[str]
) -> tuple[list[Channel], list[Mapping[Kind, tuple[Link, ...]]]]:
    """The rooms as channels, and what is each session's own on them.

    An address that a room's sessions share is the channel's.
    """
    urls = {room: url for room, url in facts.room_urls.items() if not address_problem(url)}
    in_rooms: dict[str, list[str]] = defaultdict(list)
    keys: dict[_Key, None] = {}
    live: dict[_Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    keyed = [
        [(_Key(draft.room, platform(link.url), link.lang), link) for link in draft.links]
        for draft in drafts
    ]
    linked: dict[_Key, list[str]] = defaultdict(list)
    for draft, session_id, links in zip(drafts, ids, keyed, strict=True):
        in_rooms[draft.room].append(session_id)
        for key, link in links:
            keys.setdefault(key)
            linked[key].append(session_id)
            if link.kind == "live":
                live[key][link.url].append(session_id)
        if url := urls.get(draft.room):
            key = _Key(draft.room, platform(url), "")
            keys.setdefault(key)
            live[key][url].append(session_id)
        elif draft.room and not draft.links:
            keys.setdefault(_Key(draft.room, "web", ""))
    names = dict(zip(keys, _channel_ids(list(keys), facts), strict=True))
    channels, shared = [], {}
    for key, channel_id in names.items():
        url, carried = max(live[key].items(), key=lambda item: len(item[1]), default=("", []))
        is_shared = len(carried) > 1 or bool(url and urls.get(key.room) == url)
        shared[key] = url if is_shared else None
        channels.append(
            Channel(
                id=channel_id,
                platform=key.platform,
                lang=key.lang or UNDETERMINED,
                name=words(key.room or facts.name, ""),
                url=shared[key],
                carries=frozenset(carried if is_shared else linked[key] or in_rooms[key.room]),
                keeps_replays=False,
                notes=(),
            )
        )
    own: list[Mapping[Kind, tuple[Link, ...]]] = []
    for links in keyed:
        # What is its own stands in for the channel's, which then has to be among it.
        standing_in = {
            key for key, link in links if link.kind == "live" and link.url != shared[key]
        }
        found: dict[Kind, list[Link]] = {}
        for key, link in links:
            if link.kind == "recording" or key in standing_in:
                found.setdefault(link.kind, []).append(Link(names[key], link.url))
        own.append({kind: tuple(dict.fromkeys(urls)) for kind, urls in found.items()})
    return channels, own


def _channel_ids(keys: Sequence[_Key], facts: Facts) -> Iterator[str]:
    """Ids after the rooms; with the platform or the language where a room has several."""
    platforms: dict[str, set[str]] = defaultdict(set)
    langs: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        platforms[key.room].add(key.platform)
        langs[key.room].add(key.lang)
    free = _Free()
    for key in keys:
        base = slug(key.room or facts.id or facts.name) or "channel"
        if len(platforms[key.room]) > 1:
            base += f"-{key.platform}"
        if key.lang and len(langs[key.room]) > 1:
            base += f"-{key.lang.lower()}"
        yield free.name(base)


def _placing(
    source: str, lines: Lines, fault: Problem | None = None
) -> Callable[[Sequence[Finding]], list[Problem]]:
    def placed(findings: Sequence[Finding]) -> list[Problem]:
        if not findings:
            return [fault] if fault else []
        known = lines()
        problems = [fault] if fault else []
        for finding in findings:
            number = finding.path[1] if len(finding.path) > 1 else None
            line, where = 0, ""
            if isinstance(number, int):
                line = known[number] if number < len(known) else 0
                where = _("event {number}: ").format(number=number + 1)
            message, hint = (visible(text) for text in finding.advice)
            problems.append(
                Problem(finding.severity, visible(source), line, 1 if line else 0,
                        where + message, hint)
            )  # fmt: skip
        return sorted(problems, key=lambda problem: (problem.line, problem.column))

    return placed


def _host(url: str) -> str:
    """The host's name; nothing where it is not plain which that is."""
    match = _HOST.match(url)
    return match[1].lower() if match else ""


def _is_host(host: str, name: str) -> bool:
    return host == name or host.endswith(f".{name}")


def instant(reading: datetime, zone: tzinfo) -> datetime:
    """A local or aware time as an instant in UTC; of a local time that is there twice, the first.

    Files of others are not refused for a time that their zone skips: it is the one after the gap.
    """
    return (reading if reading.tzinfo else reading.replace(tzinfo=zone)).astimezone(UTC)
