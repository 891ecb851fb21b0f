"""What schedule XML and schedule JSON share: the fields of events -> `Draft`, all else -> `Facts`.

The two are one format, which began with pentabarf and frab and which pretalx and others write and
most conference apps read (https://c3voc.de/wiki/schedule). Their readers hand over the fields as
JSON names them; what XML has beside that is named as XML does. Any of them can be missing, null,
or of another type than it should be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from cacctl.base.i18n import _, ngettext
from cacctl.formats.advice import said, standard_time_advice
from cacctl.formats.common.foreign import (
    ASSUMED_LENGTH,
    Doubts,
    Draft,
    Facts,
    Found,
    Kind,
    Lines,
    examined,
    instant,
    kind_of_link,
    language,
    platform,
    title_and_cancelled,
    unusable,
    zone_named,
)
from cacctl.formats.diagnostics import LARGEST_REVISION, MOST_SESSIONS, Examined
from cacctl.times.zones import zone_meant

Fields = Mapping[str, Any]

GENERATOR = "cacctl"
# Of labels, how those begin that are for the session itself: most other links are references, to
# live demos and to videos of earlier talks as well.
_LIVE = re.compile(
    r"\W*(?:live(?:[ -]?video)?[ -]?stream|live\s*(?:[:(]|$)|(?:video[ -]?)?stream\b"
    r"|watch (?:live|online)|생중계|실시간)",
    re.IGNORECASE,
)
_RECORDING = re.compile(
    r"\W*(?:(?:video[ -]?)?recording\b(?! of\b)|video(?: link)?\s*\(|video link$|replay\b"
    r"|aufzeichnung\b|다시보기|녹화)",
    re.IGNORECASE,
)
# What is said beside a session, not the session itself.
_BESIDE = re.compile(
    r"\W*(?:(?:live|stream|room|submit|give|leave|send)[ -])?(?:chat|feedback)\b|채팅|피드백",
    re.IGNORECASE,
)
_TYPES_BESIDE = ("chat", "feedback", "attachment")
_LANGUAGES_PARTED = re.compile(r"\s*[,;/&+]\s*|\s+(?:and|und)\s+")
_SUBTITLES = re.compile(r"\.(?:vtt|srt)$", re.IGNORECASE)
_KINDS: dict[str, Kind] = {
    "stream": "live",
    "live": "live",
    "livestream": "live",
    "recording": "recording",
    "replay": "recording",
}
_LANGUAGES = {
    "english": "en",
    "영어": "en",
    "korean": "ko",
    "한국어": "ko",
    "german": "de",
    "deutsch": "de",
}
_NAME_KEYS = ("public_name", "full_public_name", "name", "title", "en")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_REVISION = re.compile(r"v?(\d{1,9})(?:\.(\d{1,9}))?(?![\d-])", re.IGNORECASE)
_REVISED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")
_LONGEST_UID = 255


class Day(NamedTuple):
    """A day with its events, each with the name of the room that it stands under, if any.

    `date`, `start` and `end` are as they stand in the file.
    """

    date: str
    start: str
    end: str
    events: Iterable[tuple[str, Fields]]


class Schedule(NamedTuple):
    """A file's tree. `generator` is the name of the program that wrote it."""

    generator: str
    version: str
    base_url: str
    conference: Fields
    days: Iterable[Day]


class _Timed(NamedTuple):
    """An event with its start as it was read: with an offset, or local.

    `of_day` is its day's start, where that has an offset and the event's own start has none.
    """

    number: int
    room: str
    fields: Fields
    start: datetime
    of_day: datetime | None


def programme_of(
    source: str, text: str, schedule: Schedule, lines: Lines, event_tz: str = ""
) -> Examined:
    """The programme of a file's tree; in the zone `event_tz` where the file names none."""
    doubts = Doubts()
    timed = list(_timed(schedule, doubts))
    if doubts.events > MOST_SESSIONS:
        too_many = _("{count} sessions are too many. At most {most} are read.")
        advice = said(too_many, count=doubts.events, most=MOST_SESSIONS)
        return unusable(source, text, advice)
    named = _zone_named(schedule.conference, doubts)
    starts = [event.of_day or event.start for event in timed]
    zone = ZoneInfo(named or event_tz or _likely_zone(schedule.conference, starts, doubts))
    reader = _Reader(schedule, zone, doubts, is_named=bool(named))
    drafts = [reader.draft(event) for event in timed]
    if count := reader.beside:
        text = ngettext(
            "{count} link to a chat, a feedback form or an attachment is not kept.",
            "{count} links to chats, feedback forms and attachments are not kept.",
            count,
        )
        doubts.mention((), text, count=count)
    facts = _facts(schedule, source, zone, drafts)._replace(names_zone=bool(named))
    return examined(source, text, facts, drafts, doubts, lines)


def words(value: object, lang: str = "") -> str:
    """The text that a value is, or that it has as its name or in a language; else nothing."""
    # Most are texts, and most of what is not is missing.
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    # The name of what is told as an object can itself be told by language.
    for _level in range(3):
        if isinstance(value, str):
            return value.strip()
        if not isinstance(value, Mapping):
            return ""
        keys = (lang, *_NAME_KEYS, *value)
        value = next((value[key] for key in keys if value.get(key)), "")
    return ""


def items(value: object) -> list[Any]:
    """What is in a list, or in an object that stands for one."""
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _timed(schedule: Schedule, doubts: Doubts) -> Iterable[_Timed]:
    change = _clock(words(schedule.conference.get("day_change")))
    for day in schedule.days:
        stated = map(_date_time, (day.start, day.end, day.date))
        of_day = next((reading for reading in stated if reading and reading.tzinfo), None)
        for room, fields in day.events:
            number = doubts.events
            doubts.events += 1
            if doubts.events > MOST_SESSIONS:
                return
            if start := _start(fields, day, change):
                yield _Timed(number, room, fields, start, None if start.tzinfo else of_day)
            else:
                text = _("it has no start that can be read.")
                doubts.leave_out(("event", number), text)


def _start(fields: Fields, day: Day, change: time | None) -> datetime | None:
    """The start as it stands in the file: with an offset or, without one, local."""
    told, clock = words(fields.get("date")), words(fields.get("start"))
    # The newer form of the JSON has the whole in `start`.
    for text in (told, clock):
        if len(text) > len("2020-06-02") and (reading := _date_time(text)):
            return reading
    own, of_day = _date_time(told), _date_time(day.date) or _date_time(day.start)
    midnight, at = own or of_day, _clock(clock)
    if midnight is None or at is None:
        return None
    start = datetime.combine(midnight.date(), at)
    if own is None and _is_after_midnight(start, day, change):
        start += timedelta(days=1)
    return start


def _is_after_midnight(start: datetime, day: Day, change: time | None) -> bool:
    """Whether a time is only on the next date, as the day in the programme begins later."""
    first, last = _date_time(day.start), _date_time(day.end)
    if change is None and first:
        change = first.time()
    if change is None or start.time() >= change:
        return False
    return last is None or start + timedelta(days=1) < last.replace(tzinfo=None)


def _zone_named(conference: Fields, doubts: Doubts) -> str:
    """The zone that is named; nothing where none is."""
    zone = _zone_meant(words(conference.get("time_zone_name")))
    if advice := standard_time_advice(zone):
        doubts.mention((), advice)
    return zone


def _likely_zone(conference: Fields, starts: Sequence[datetime], doubts: Doubts) -> str:
    """The zone of an event that names none: that of its city, else that of its offsets.

    A city counts where it fits the offsets. A zone of offsets alone is `Etc/GMT-1` and the like,
    which there are for whole hours; without one, UTC. Times with an offset are right in any.
    """
    offsets = Counter(offset for start in starts if (offset := start.utcoffset()) is not None)
    city = words(conference.get("city"))
    if (zone := _zone_meant(city)) and all(
        start.tzinfo is None or start.astimezone(ZoneInfo(zone)).utcoffset() == start.utcoffset()
        for start in starts
    ):
        text = _("it names no time zone; that of {place} is taken: {zone}.")
        doubts.mention((), text, place=city, zone=zone)
        return zone
    if offsets:
        zone = _zone_of_offset(offsets.most_common(1)[0][0])
        text = _("it names no time zone; by the offsets of its times, {zone} is taken.")
        doubts.mention((), text, zone=zone)
        return zone
    if starts:
        doubts.assume_utc()
    return "UTC"


def _zone_meant(name: str) -> str:
    return zone_named(name) or zone_named(zone_meant(name))


def _zone_of_offset(offset: timedelta) -> str:
    hours, rest = divmod(offset, timedelta(hours=1))
    # The signs of these keys are those of POSIX: west of Greenwich is positive.
    return (hours and not rest and zone_named(f"Etc/GMT{-hours:+d}")) or "UTC"


class _Reader:
    """Turns events into drafts."""

    def __init__(
        self, schedule: Schedule, zone: ZoneInfo, doubts: Doubts, *, is_named: bool
    ) -> None:
        conference = schedule.conference
        self._is_named = is_named
        self._zone = zone
        self._doubts = doubts
        self._acronym = words(conference.get("acronym")).lower()
        self._site = _site(schedule)
        self._base = schedule.base_url or words(conference.get("base_url")) or self._site
        self._is_own = schedule.generator == GENERATOR
        tracks = filter(_is_object, items(conference.get("tracks")))
        self._tracks = {words(track.get("slug")): words(track) for track in tracks}
        self.beside = 0
        """How many links lead to chats, feedback forms and attachments."""

    def draft(self, event: _Timed) -> Draft:
        """The event as a draft."""
        fields, path = event.fields, ("event", event.number)
        zone = self._zone_of(event)
        start = instant(event.start, zone)
        lang = self._language(words(fields.get("language")), path)
        # By the title, as the format has no other way; JSON of some has a state.
        name, cancelled = title_and_cancelled(words(fields.get("title"), lang))
        state = words(fields.get("state") or fields.get("status")).lower()
        links = tuple(self._links(fields))
        self.beside += bool(words(fields.get("feedback_url")))
        self.beside += sum(map(bool, items(fields.get("attachments"))))
        page = self._page(fields)
        uid = words(fields.get("guid"))
        return Draft(
            path=path,
            start=start,
            end=self._end(fields, start, zone, path),
            name=name,
            id=self._id(fields),
            uid=uid if uid.isprintable() and len(uid) <= _LONGEST_UID else "",
            lang=lang,
            topic=words(fields.get("subtitle"), lang),
            description=_description(fields, lang),
            room=words(fields.get("room"), lang) or event.room,
            track=self._track(fields.get("track"), lang),
            speakers=tuple(_speakers(fields)),
            # An address has to be given in JSON; these two stand there where there is no page.
            page="" if page == self._site or page in (link.url for link in links) else page,
            links=links,
            cancelled=cancelled or state in ("canceled", "cancelled"),
        )

    def _id(self, fields: Fields) -> str:
        """The short code of pretalx, else the acronym with the number, else the slug.

        A file of our own has our id in the slug.
        """
        slug = words(fields.get("slug"))
        if self._is_own and slug.startswith(f"{self._acronym}-"):
            return own_id(slug.removeprefix(f"{self._acronym}-"))
        if code := words(fields.get("code")):
            return code.lower()
        number = words(fields.get("id"))
        return f"{self._acronym}-{number}" if self._acronym and number else slug or number

    def _language(self, told: str, path: tuple[str, int]) -> str:
        """The language; of several (`de, en`) the first, as a session has one."""
        parts = _LANGUAGES_PARTED.split(told)
        tags = [tag for part in parts if (tag := _LANGUAGES.get(part.lower()) or language(part))]
        if len(tags) < len(parts):
            return ""
        if len(tags) > 1:
            text = _("only the first of its languages ({languages}) is kept.")
            self._doubts.mention(path, text, languages=", ".join(tags))
        return tags[0]

    def _track(self, track: object, lang: str) -> str:
        """The name of a track, which can be told as its slug alone."""
        keys = (lang, *_NAME_KEYS)
        if isinstance(track, Mapping) and not any(track.get(key) for key in keys):
            track = track.get("slug") or track
        name = words(track, lang)
        return self._tracks.get(name) or name

    def _zone_of(self, event: _Timed) -> tzinfo:
        """The zone of a local time: the event's, but for a day that states another offset."""
        day = event.of_day
        if day is None or self._is_named:
            return self._zone
        fits = day.astimezone(self._zone).utcoffset() == day.utcoffset()
        return self._zone if fits else day.tzinfo or self._zone

    def _end(
        self, fields: Fields, start: datetime, zone: tzinfo, path: tuple[str, int]
    ) -> datetime:
        told = _date_time(words(fields.get("end")))
        if told and (end := instant(told, zone)) > start:
            return end
        length = _length(words(fields.get("duration")))
        if length is None:
            text = _("its end is not told. It is taken to last an hour.")
            self._doubts.assume(path, text)
        return start + (length or ASSUMED_LENGTH)

    def _page(self, fields: Fields) -> str:
        keys = ("url", "full_conf_url", "conf_url", "origin_url")
        return next((url for key in keys if (url := self._resolved(words(fields.get(key))))), "")

    def _links(self, fields: Fields) -> Iterable[Found]:
        for link in items(fields.get("links")):
            fields_of_link = link if isinstance(link, Mapping) else {"url": link}
            label = words(fields_of_link.get("title"))
            url = words(fields_of_link.get("url") or fields_of_link.get("href")) or label
            url = self._resolved(url)
            type_of_link = words(fields_of_link.get("type")).lower()
            if type_of_link in _TYPES_BESIDE or (
                type_of_link not in _KINDS and _BESIDE.match(label)
            ):
                self.beside += bool(url)
                continue
            kind = _KINDS.get(type_of_link) or _kind(url, label)
            # Beside the recordings of others stand their subtitles.
            if kind and url and (self._is_own or not _SUBTITLES.search(url)):
                yield Found(url, kind, self._language_of(label))
        recording = fields.get("recording")
        of_recording = recording if isinstance(recording, Mapping) else {}
        urls = (fields.get("video_download_url"), of_recording.get("url"), of_recording.get("link"))
        for url in dict.fromkeys(self._resolved(words(url)) for url in urls):
            if url:
                yield Found(url, "recording")

    def _language_of(self, label: str) -> str:
        """The language that a label ends with: `YouTube (Korean)`."""
        match = re.search(r"\(([^()]+)\)$", label)
        if match is None:
            return ""
        known = _LANGUAGES.get(match[1].lower())
        # Elsewhere, `(web)` is no language.
        return known or (language(match[1]) if self._is_own else "")

    def _resolved(self, url: str) -> str:
        """An address with what the file leaves out of it; nothing where that is not known."""
        # Some have a space within.
        url = url.replace(" ", "%20")
        if not url or url.startswith(("https://", "http://")):
            return url
        # `twitch.tv/x`: a host without its scheme, if it is one at which streams are.
        if platform(f"https://{url}") != "web":
            return f"https://{url}"
        try:
            found = urljoin(f"https:{self._base}" if self._base[:2] == "//" else self._base, url)
        except ValueError:
            return ""
        if found.startswith("//"):
            return f"https:{found}"
        return found if found.startswith(("https://", "http://")) else ""


def own_id(text: str) -> str:
    """The session's id that `frab_writer.slug_of` has made fit for a slug."""
    return text.lstrip("_").removesuffix("_0")


def _facts(schedule: Schedule, source: str, zone: ZoneInfo, drafts: Sequence[Draft]) -> Facts:
    conference = schedule.conference
    version = _REVISION.match(schedule.version)
    major, minor = (int(part or 0) for part in version.groups()) if version else (0, 0)
    moment = _REVISED.search(schedule.version)
    revised = _date_time(moment[0]) if moment else None
    first, last = (_date(words(conference.get(key)), zone) for key in ("start", "end"))
    starts = [draft.start.astimezone(zone).date() for draft in drafts]
    # Some are the dates of another year, and the sessions know better.
    if starts and ((first and max(starts) < first) or (last and min(starts) > last)):
        first = last = None
    venue, city = (words(conference.get(key)) for key in ("venue", "city"))
    acronym = words(conference.get("acronym"))
    return Facts(
        name=words(conference.get("title")) or acronym or source.rpartition("/")[2],
        zone=zone.key,
        id=acronym,
        # We write the whole in one language.
        lang=drafts[0].lang if drafts and schedule.generator == GENERATOR else "",
        place=", ".join(part for part in (venue, city) if part),
        site=_site(schedule),
        first_date=first,
        last_date=last,
        revision=min(major * 1000 + minor, LARGEST_REVISION),
        revised=instant(revised, zone) if revised else None,
        room_urls=dict(_room_urls(conference)),
    )


def _site(schedule: Schedule) -> str:
    site = words(schedule.conference.get("url"))
    return site if site.startswith(("https://", "http://")) else ""


def _room_urls(conference: Fields) -> Iterable[tuple[str, str]]:
    """The addresses of rooms at which they stream; most are those of their pages."""
    for room in items(conference.get("rooms")):
        url = words(room.get("url")) if isinstance(room, Mapping) else ""
        if url and (kind_of_link(url, "") == "live" or platform(url) != "web"):
            yield words(room), url


def _kind(url: str, label: str) -> Kind | None:
    """What a link is for: by its label, where that says so, else by its host."""
    if _LIVE.match(label):
        return "live"
    return "recording" if _RECORDING.match(label) else kind_of_link(url, "")


def _description(fields: Fields, lang: str) -> str:
    """The abstract, and the description where it says more."""
    abstract, description = (words(fields.get(key), lang) for key in ("abstract", "description"))
    if not description or description in abstract:
        return abstract
    return description if abstract in description else f"{abstract}\n\n{description}"


def _speakers(fields: Fields) -> Iterable[str]:
    persons = fields.get("persons") or fields.get("participants") or fields.get("speakers")
    for person in [persons] if isinstance(persons, str) else items(persons):
        if name := words(person):
            yield name


def _length(text: str) -> timedelta | None:
    """`HH:MM`, `DDD:HH:MM` or minutes; None where no time passes in it or it is none of them."""
    match = re.fullmatch(r"(?:(?:(\d{1,6}):)?(\d{1,6}):)?(\d{1,6})", text)
    if match is None:
        return None
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes) or None


def _clock(text: str) -> time | None:
    match = _CLOCK.fullmatch(text)
    try:
        return time.fromisoformat(text.zfill(len("00:00"))) if match else None
    except ValueError:
        return None


def _date_time(text: str) -> datetime | None:
    """A date and time, or a date as its midnight."""
    if not text[:1].isdigit():
        return None
    try:
        reading = datetime.fromisoformat(text)
        # One near the ends of the calendar has no instant.
        if reading.tzinfo:
            reading.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return reading if 1 < reading.year < 9999 else None


def _date(text: str, zone: ZoneInfo) -> date | None:
    reading = _date_time(text)
    return instant(reading, zone).astimezone(zone).date() if reading else None
