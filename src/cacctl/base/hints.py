"""Command lines that cacctl suggests, which work when they are pasted into a shell.

A suggestion repeats the options of the current command line that select what is shown, such as
`--schedule` and `--tz`: without them it would be about another event or zone. Environment variables
and the settings file apply to the suggestion anyway, and are left out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from cacctl.base.i18n import _
from cacctl.base.names import language_meant

# Characters without a meaning to any shell.
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./-_")

Value = str | bool | Sequence[str] | None

# Options that select what is shown, in the order in which they are repeated.
REPEATED = (
    "schedule", "event", "event_tz", "offline", "allow_http", "tz", "lang", "at", "room", "track"
)  # fmt: skip
# Options of `watch` that a suggestion of `watch` repeats, and likewise of `open`.
WATCHING = ("on", "wait", "early", "player", "print", "qr", "channel", "resolve", "allow_private")
WATCHING_FLAGS = ("wait", "print", "qr", "channel", "resolve", "allow_private")
OPENING = ("print", "qr", "allow_private")
# Options of `watch` that cannot be used with --page.
WITHOUT_PAGE = ("on", "wait", "early", "channel", "resolve")
# Options of the output format.
OTHERS = ("json", "plain", "no_pager")
FLAGS = ("offline", "allow_http", *OTHERS)
# Options of commands that show many sessions; "" is cacctl without a command.
FILTERS = ("room", "track")
FILTERED = frozenset(
    ("", "today", "day", "list", "now", "next", "find", "timeline", "watch", "open", "export")
)
# Shared options that a command does not have, because they would have no effect.
WITHOUT: Mapping[str, Sequence[str]] = {
    "check": ("schedule", "event", "tz", "at", "no_pager"),
    "config": ("at", "event_tz", "offline", "allow_http", "no_pager"),
    "events": ("schedule", "event", "event_tz"),
    "export": ("json", "plain", "no_pager"),
    "new": ("schedule", "event", "event_tz", "offline", "allow_http", "json", "plain", "no_pager"),
    "open": ("no_pager",),
    "share": ("no_pager",),
    "update": ("offline", "no_pager"),
    "watch": ("no_pager",),
}

WITHOUT_SCHEDULE = ("check", "config", "events", "new")

_given: Mapping[str, Value] = {}
_suggested: dict[str, None] = {}


def use(given: Mapping[str, Value]) -> None:
    """Repeat these options from now on: those of the current command line, by name."""
    global _given
    _given = given


def in_force() -> Mapping[str, Value]:
    """Return the options that are repeated."""
    return _given


def command(name: str, /, *arguments: str, **options: Value) -> str:
    """Return and record a command line that works when it is pasted into a shell.

    `options` win over the ones in force; None leaves one out.
    """
    if options.get("page"):
        options = {**dict.fromkeys(WITHOUT_PAGE), **options}
    own = {"watch": WATCHING, "open": OPENING}.get(name, ())
    repeated = {
        option: value
        for option in (*REPEATED, *own)
        if (value := _given.get(option)) and option not in options and has(name, option)
    }
    if name in ("watch", "open") and "at" not in repeated:
        repeated.pop("tz", None)  # They show no time; the zone is for reading one.
    if name in WITHOUT_SCHEDULE and not language_meant(str(repeated.get("lang", ""))):
        repeated.pop("lang", None)  # One that only a channel of a schedule speaks.
    # A path that begins with a hyphen would be taken for an option.
    safe = (f"./{a}" if a.startswith("-") else a for a in arguments)
    words = ["cacctl", *([name] if name else []), *safe]
    for option, value in {**options, **repeated}.items():
        words += _words(f"--{option.replace('_', '-')}", value)
    return suggest(_joined(words))


def help_of(name: str = "") -> str:
    """Return the command line for the help of a command or of cacctl, in the current language."""
    return suggest(in_language(_joined(["cacctl", *([name] if name else []), "--help"])))


def _joined(words: Sequence[str]) -> str:
    """Return a command line of these words, quoted for a shell where necessary."""
    if all(word and _SAFE.issuperset(word) for word in words):
        return " ".join(words)
    # Slow to import, and seldom needed.
    import shlex

    return shlex.join(words)


def quoted(word: str) -> str:
    """Return a word in quotation marks where a shell needs them."""
    import shlex

    return word if word and all(c.isalnum() or c in _SAFE for c in word) else shlex.quote(word)


def suggestion(name: str, known: Collection[str]) -> str:
    """Suggest the known name most similar to an unknown one, else list all of them."""
    if near := similar(name, known):
        return _("Did you mean {b}?").format(b=quoted(near[0]))
    return _("Available: {names}.").format(names=", ".join(map(quoted, known)))


def similar(name: str, known: Iterable[str], most: int = 1, least: float = 0.6) -> list[str]:
    """Return the known names that are similar to a name, best first.

    They are compared by letters: syllables of Hangul consist of several.
    """
    from difflib import get_close_matches
    from unicodedata import normalize

    names = {normalize("NFD", each): each for each in known}
    near = get_close_matches(normalize("NFD", name), names, most, least)
    return [names[letters] for letters in near]


def in_language(line: str) -> str:
    """Add the language of the current command line, unless the line has one."""
    lang = str(_given.get("lang", ""))
    return line if "--lang" in line or not language_meant(lang) else f"{line} --lang {lang}"


def suggest(line: str) -> str:
    """Record a command line as a suggestion, and return it."""
    _suggested[line] = None
    return line


def has(name: str, option: str) -> bool:
    """Return whether a command has one of the shared options."""
    if option in FILTERS and name not in FILTERED:
        return False
    return option not in WITHOUT.get(name, ())


def suggested() -> list[str]:
    """Return every command line that was suggested, in order."""
    return list(_suggested)


def forget() -> None:
    """Forget what was suggested."""
    _suggested.clear()


def _words(option: str, value: Value) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        return [option]
    values = [value] if isinstance(value, str) else value
    # An option's value that begins with a hyphen would be taken for another option.
    return [word for v in values for word in ([f"{option}={v}"] if v[:1] == "-" else [option, v])]
