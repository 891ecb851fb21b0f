"""Names of time zones as people type them, and the IANA key that each means."""

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from unicodedata import normalize
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _

# Names that neither the zone database nor NAMES_FILE has, or of which one meaning is by far the
# likeliest. Abbreviations that no zone of the database uses are here, not among ABBREVIATIONS.
COMMON_NAMES = {
    "aet": "Australia/Sydney",
    "barcelona": "Europe/Madrid",
    "brt": "America/Sao_Paulo",
    "central time": "America/Chicago",
    "ct": "America/Chicago",
    "eastern time": "America/New_York",
    "et": "America/New_York",
    "ghent": "Europe/Brussels",
    "gst": "Asia/Dubai",
    "hanoi": "Asia/Ho_Chi_Minh",
    "ict": "Asia/Bangkok",
    "la": "America/Los_Angeles",
    "mountain time": "America/Denver",
    "mt": "America/Denver",
    "myt": "Asia/Kuala_Lumpur",
    "nyc": "America/New_York",
    "pacific time": "America/Los_Angeles",
    "pht": "Asia/Manila",
    "pt": "America/Los_Angeles",
    "sf": "America/Los_Angeles",
    "sgt": "Asia/Singapore",
    "stirling": "Europe/London",
    "trt": "Europe/Istanbul",
    "uk": "Europe/London",
    "venezia": "Europe/Rome",
    "venice": "Europe/Rome",
    "washington": "America/New_York",
    "washington dc": "America/New_York",
    "바르셀로나": "Europe/Madrid",
    "밴쿠버": "America/Vancouver",
    "엘에이": "America/Los_Angeles",
    "오클랜드": "Pacific/Auckland",
    "워싱턴": "America/New_York",
    "하노이": "Asia/Ho_Chi_Minh",
    "하와이": "Pacific/Honolulu",
}

# Abbreviations that are not keys of the zone database, with every zone they commonly mean, one for
# each different offset. With several zones the viewer has to choose.
ABBREVIATIONS = {
    "ACDT": ("Australia/Adelaide",),
    "ACST": ("Australia/Adelaide", "Australia/Darwin"),
    "ADT": ("America/Halifax",),
    "AEDT": ("Australia/Sydney",),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    "AKDT": ("America/Anchorage",),
    "AKST": ("America/Anchorage",),
    "AST": ("America/Halifax", "America/Puerto_Rico"),
    "AWST": ("Australia/Perth",),
    "BST": ("Europe/London",),
    "CAT": ("Africa/Maputo",),
    "CDT": ("America/Chicago", "America/Havana"),
    "CEST": ("Europe/Paris",),
    "CST": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "EAT": ("Africa/Nairobi",),
    "EDT": ("America/New_York",),
    "EEST": ("Europe/Athens",),
    "HKT": ("Asia/Hong_Kong",),
    "HDT": ("America/Adak",),
    "IDT": ("Asia/Jerusalem",),
    "IST": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "MDT": ("America/Denver",),
    "MSK": ("Europe/Moscow",),
    "NDT": ("America/St_Johns",),
    "NST": ("America/St_Johns",),
    "NZDT": ("Pacific/Auckland",),
    "NZST": ("Pacific/Auckland",),
    "PDT": ("America/Los_Angeles",),
    "PKT": ("Asia/Karachi",),
    "PST": ("America/Los_Angeles", "Asia/Manila"),
    "SAST": ("Africa/Johannesburg",),
    "SST": ("Pacific/Pago_Pago",),
    "WAT": ("Africa/Lagos",),
    "WIB": ("Asia/Jakarta",),
    "WIT": ("Asia/Jayapura",),
    "WITA": ("Asia/Makassar",),
}

# Keys of fixed offsets, each with the city whose clock people mean by it, summer and winter.
# `HST` is a fixed offset as well, and so is the clock of Honolulu.
STANDARD_TIMES = {"EST": "America/New_York", "MST": "America/Denver"}

# Keys that zoneinfo can load and that mean nothing to a viewer.
NOT_FOR_VIEWERS = frozenset({"factory", "localtime", "posixrules"})

# Folders of the zone database that hold names of regions rather than of cities.
REGIONS = ("US/", "Canada/", "Brazil/", "Mexico/", "Chile/", "Etc/", "SystemV/")

NAMES_FILE = Path(__file__).with_name("zone_names.txt")
"""Cities, countries and states with their zones; its head describes the format."""
PUNCTUATION = r"[-_.,'’‘`´/()\s]+"

PLAIN_KEY = r"UTC|[A-Z][A-Za-z]+(?:/[A-Za-z0-9_+\-]+){1,2}"
OFFSET = r"(?:utc|gmt)? ?([+\-\u2212]) ?(\d{1,2})(?::?([0-5]\d))?"
SMALLEST_OFFSET_MINUTES = -12 * 60
LARGEST_OFFSET_MINUTES = 14 * 60
LONGEST_NAME = 64
LONGEST_ABBREVIATION = 4
SUGGESTIONS = 4
LEAST_SIMILARITY = 0.75
HANGUL = "[\uac00-\ud7a3]"


def are_known() -> bool:
    """Return whether there is a zone database: the system's, or the package tzdata."""
    try:
        return bool(ZoneInfo("UTC"))
    except (ZoneInfoNotFoundError, OSError):
        return False


def zone_key(name: str) -> str:
    """Return the IANA key, or fixed offset (`UTC+09:00`), that a person means by `name`.

    The name is looked up as an IANA key in any case, an offset from UTC, a city of the zone
    database (`Seoul`, `New York`), an abbreviation, another city or a country (`뉴욕`, `Korea`), in
    this order. A key of STANDARD_TIMES means its city. Raises UsageProblem with suggestions for
    anything else.
    """
    meanings = _meanings(name)
    if not meanings:
        raise _unknown(name)
    if not _alike(meanings):
        raise UsageProblem(
            _("{name} is ambiguous.").format(name=repr(name)),
            _("Choose one: {zones}").format(zones=", ".join(meanings)),
        )
    return meanings[0]


def zone_meant(name: str) -> str:
    """Return what `zone_key` does, but an empty text instead of a costly refusal."""
    meanings = _meanings(name)
    return meanings[0] if meanings and _alike(meanings) else ""


def is_short_name(word: str) -> bool:
    """Return whether a word is a key, an abbreviation, known or ambiguous, or `UTC+9`."""
    wanted = word.replace("_", " ").casefold()
    is_offset = wanted.startswith(("utc", "gmt")) and offset_minutes(wanted) is not None
    return (
        is_offset
        or wanted.upper() in ABBREVIATIONS
        or (wanted in COMMON_NAMES and len(wanted) <= LONGEST_ABBREVIATION)
        or wanted in _keys()
    )


def event_zone_key(name: str) -> str:
    """Return the IANA key that `zone_key` finds for an event; an offset has to be whole hours."""
    key = zone_key(name)
    minutes = offset_minutes(key)
    if minutes is None:
        return key
    if fixed := fixed_key(timedelta(minutes=minutes)):
        return fixed
    raise UsageProblem(
        _("The event's time zone must be a named zone, not just the offset {offset}.").format(
            offset=key
        ),
        _("Use a city or zone name, such as Asia/Kolkata."),
    )


def fixed_key(offset: timedelta) -> str:
    """Return the IANA key of an offset of whole hours; an empty text for other offsets.

    The sign is that of POSIX: `Etc/GMT-9` is ahead of UTC.
    """
    hours, rest = divmod(offset, timedelta(hours=1))
    if rest:
        return ""
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def offset_minutes(key: str) -> int | None:
    """Return the offset from UTC in minutes if `key` is a fixed offset such as `UTC+09:00`."""
    match = re.fullmatch(OFFSET, key.casefold())
    if not match:
        return None
    sign, hours, minutes = match.groups()
    return (1 if sign == "+" else -1) * (int(hours) * 60 + int(minutes or 0))


def offset_key(minutes: int) -> str:
    """Return the fixed offset that `offset_minutes` reads: `UTC+09:00`."""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def zone_names() -> list[str]:
    """Return every IANA key that a viewer can choose, in order."""
    return sorted(_keys().values())


def names_beginning(text: str) -> list[str]:
    """Return the names of cities and countries in Korean, or another script, that begin like this.

    Names in Latin letters are those of `zone_names`.
    """
    wanted = folded(text)
    if not wanted or wanted.isascii():
        return []
    found = re.findall(rf"\n({re.escape(wanted)}[^\t\n]*)\t", _names().decode())
    # `서울특별시` is there without 시, which nobody types.
    return [name for name in found if not name.endswith(("특별", "광역")) and zone_meant(name)]


def standard_time(name: str) -> str:
    """Return the key of STANDARD_TIMES that a person typed as `name`, else an empty text."""
    typed = name.strip().upper()
    return typed if typed in STANDARD_TIMES else ""


def folded(name: str) -> str:
    """Return a name as it is compared: without case, accents, punctuation and 시 ("city")."""
    plain = "".join(c for c in normalize("NFKD", name.casefold()) if not "\u0300" <= c < "\u0370")
    words = re.sub(PUNCTUATION, " ", normalize("NFC", plain)).strip()
    return re.sub(r"(?<=\w\w)(?: ?[시市])+$", "", re.sub(r"^st ", "saint ", words))


def is_key(key: str) -> bool:
    """Return whether the zone database has a zone with that key."""
    # Besides its own error zoneinfo raises ValueError for a bad key or a file without a zone, and
    # OSError for a directory (https://github.com/python/cpython/issues/85702).
    try:
        ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _meanings(name: str) -> tuple[str, ...]:
    """Return the zones, by their keys or fixed offsets, that a name can mean."""
    if re.fullmatch(PLAIN_KEY, name) and is_key(name):
        return (name,)
    wanted = " ".join(name.replace("_", " ").split()).casefold()
    if not wanted or len(wanted) > LONGEST_NAME or wanted in NOT_FOR_VIEWERS:
        return ()
    if key := STANDARD_TIMES.get(wanted.upper()) or _keys().get(wanted) or _offset(wanted):
        return (key,)
    return _cities().get(wanted) or ABBREVIATIONS.get(wanted.upper()) or _named(folded(wanted))


@cache
def _keys() -> dict[str, str]:
    """Return the keys by the way people may type them."""
    return {
        key.replace("_", " ").casefold(): key
        for key in available_timezones()
        if key.casefold() not in NOT_FOR_VIEWERS
    }


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    cities: dict[str, tuple[str, ...]] = {}
    for typed, key in sorted(_keys().items()):
        if "/" in key and not key.startswith(REGIONS):
            city = typed.rpartition("/")[2]
            cities[city] = (*cities.get(city, ()), key)
    return cities | {name: (key,) for name, key in COMMON_NAMES.items()}


def _named(name: str) -> tuple[str, ...]:
    """Return the zones of a folded name in NAMES_FILE, or of a city with accents."""
    if not name:
        return ()
    text = _names()
    start = text.find(f"\n{name}\t".encode("utf-8", "replace"))
    if start < 0:
        return _cities().get(name, ())
    codes = text[text.index(b"\t", start) + 1 : text.index(b"\n", start + 1)].split(b",")
    heads = (text.index(b"\n#%s " % code) + len("\n#xx ") for code in codes)
    keys = (text[head : text.index(b"\n", head)].decode() for head in heads)
    # An older zone database may lack some of them.
    return tuple(filter(is_key, keys))


@cache
def _names() -> bytes:
    return NAMES_FILE.read_bytes()


def _offset(wanted: str) -> str | None:
    if wanted == "z":
        return "UTC"
    minutes = offset_minutes(wanted)
    if minutes is None or not SMALLEST_OFFSET_MINUTES <= minutes <= LARGEST_OFFSET_MINUTES:
        return None
    return offset_key(minutes)


def _alike(keys: Collection[str]) -> bool:
    """Return whether the zones have been the same under several names, for decades."""
    if len(keys) == 1:
        return True
    months = [datetime(1971, 1, 1, tzinfo=UTC) + timedelta(days=91 * n) for n in range(270)]
    zones = [ZoneInfo(key) for key in keys]
    return all(len({month.astimezone(zone).utcoffset() for zone in zones}) == 1 for month in months)


def _unknown(name: str) -> UsageProblem:
    from cacctl.base.hints import similar

    shown = name[:LONGEST_NAME] + ("..." if len(name) > LONGEST_NAME else "")
    wanted = shown.replace("_", " ").casefold()
    known = sorted(set(COMMON_NAMES.values()))
    close = [key for key in known if wanted and key.casefold().startswith(wanted)]
    for typed in similar(wanted, [*_cities(), *_keys()], SUGGESTIONS, LEAST_SIMILARITY):
        close += _cities().get(typed) or (_keys()[typed],)
    if not close and (plain := folded(shown)):
        # NAMES_FILE is too long to compare all of it: only names that begin alike, or in Hangul.
        is_hangul = re.match(HANGUL, plain)
        begin, most = (HANGUL, SUGGESTIONS) if is_hangul else (re.escape(plain[:2]), 1)
        alike = re.findall(rf"\n({begin}[^\t\n]*)\t", _names().decode())
        for typed in similar(plain, alike, most, LEAST_SIMILARITY):
            close += _named(typed)
    suggestions = ", ".join(list(dict.fromkeys(close))[:SUGGESTIONS])
    return UsageProblem(
        _("Unknown time zone: {name}.").format(name=repr(shown)),
        _("Did you mean {zones}?").format(zones=suggestions)
        if suggestions
        else _("Use a name or an offset, such as America/Los_Angeles, Seoul or UTC+9."),
    )
