"""The command lines that cacctl suggests: each one works when it is pasted.

A suggestion repeats the options of the command line in force that shape an answer, such as
`--schedule` and `--tz`: without them it would answer for another event or another place. What
came from variables or from the settings file holds for the suggestion anyway, and is left out.
"""

from collections.abc import Mapping, Sequence

from cacctl.base.names import language_meant

# The characters that no shell gives a meaning to.
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./-_")

Value = str | bool | Sequence[str] | None

# The options that shape an answer, in the order in which they are repeated.
REPEATED = (
    "schedule", "event_tz", "offline", "allow_http", "tz", "lang", "at", "room", "track"
)  # fmt: skip
# Of `watch` alone: how it opens what a suggestion of `watch` opens instead.
WATCHING = ("on", "wait", "early", "player", "print", "qr")
WATCHING_FLAGS = ("wait", "print", "qr")
# The others, which only say how it is written.
OTHERS = ("json", "plain", "no_pager")
FLAGS = ("offline", "allow_http", *OTHERS)
# Only for the commands that answer with many sessions; "" is cacctl alone.
FILTERS = ("room", "track")
FILTERED = frozenset(
    ("", "today", "day", "list", "now", "next", "find", "timeline", "watch", "export")
)
# Shared options that would do nothing for a command, which therefore does not have them.
WITHOUT: Mapping[str, Sequence[str]] = {
    "check": ("schedule", "tz", "at", "no_pager"),
    "config": ("at", "event_tz", "offline", "allow_http", "no_pager"),
    "export": ("json", "plain", "no_pager"),
    "new": ("schedule", "event_tz", "offline", "allow_http", "json", "plain", "no_pager"),
    "share": ("no_pager",),
    "update": ("offline", "no_pager"),
    "watch": ("no_pager",),
}

WITHOUT_SCHEDULE = ("check", "config", "new")

_given: Mapping[str, Value] = {}
_suggested: dict[str, None] = {}


def use(given: Mapping[str, Value]) -> None:
    """Repeat these options from now on: those of the command line in force, by name."""
    global _given
    _given = given


def in_force() -> Mapping[str, Value]:
    """The options that are repeated now."""
    return _given


def command(name: str, *arguments: str, **options: Value) -> str:
    """A command line that works when it is pasted into a shell.

    `options` win over the ones in force; None leaves one out.
    """
    repeated = {
        option: value
        for option in (*REPEATED, *(WATCHING if name == "watch" else ()))
        if (value := _given.get(option)) and option not in options and has(name, option)
    }
    if name == "watch" and "at" not in repeated:
        repeated.pop("tz", None)  # It shows no time; the zone is for reading one.
    if name in WITHOUT_SCHEDULE and not language_meant(str(repeated.get("lang", ""))):
        repeated.pop("lang", None)  # One that only a channel of a schedule speaks.
    # A path that begins with a hyphen would be taken for an option.
    safe = (f"./{a}" if a.startswith("-") else a for a in arguments)
    words = ["cacctl", *([name] if name else []), *safe]
    for option, value in {**options, **repeated}.items():
        words += _words(f"--{option.replace('_', '-')}", value)
    return suggest(_joined(words))


def help_of(name: str = "") -> str:
    """The command line that shows the help of a command or of cacctl, as asked in a language."""
    return suggest(in_language(_joined(["cacctl", *([name] if name else []), "--help"])))


def _joined(words: Sequence[str]) -> str:
    """Return a command line of words, quoted where a shell would read them in another way."""
    if all(word and _SAFE.issuperset(word) for word in words):
        return " ".join(words)
    # Slow to import, and seldom needed.
    import shlex

    return shlex.join(words)


def in_language(line: str) -> str:
    """A command line that answers in the language asked for, unless it names one itself."""
    lang = str(_given.get("lang", ""))
    return line if "--lang" in line or not language_meant(lang) else f"{line} --lang {lang}"


def suggest(line: str) -> str:
    """A command line that is suggested as it stands."""
    _suggested[line] = None
    return line


def has(name: str, option: str) -> bool:
    """Whether the command has that one of the shared options."""
    if option in FILTERS and name not in FILTERED:
        return False
    return option not in WITHOUT.get(name, ())


def suggested() -> list[str]:
    """Every command line that was suggested, in order."""
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
