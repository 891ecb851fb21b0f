"""Command lines as they are typed: in any order, with slips, and what was meant by them."""

import re
import shlex
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from typer import TyperException

from cacctl.base import hints
from cacctl.base.i18n import N_, _
from cacctl.base.sanitize import visible
from cacctl.cli.help import metavars

# What Typer says of a wrong command line. It has no catalogue for these.
ERRORS = (
    (r"No such option: (?P<a>\S+)", N_("Unknown option: {a}")),
    (r"No such command '(?P<a>.*?)'\..*", N_("Unknown command: '{a}'")),
    (r"Missing command\.", N_("Name a command.")),
    (r"Missing argument '(?P<a>.*)'\.", N_("Missing argument: {a}")),
    (r"Option '(?P<a>.*)' requires an argument\.", N_("{a} needs a value.")),
    (r"Option '(?P<a>.*)' does not take a value\.", N_("{a} doesn't take a value.")),
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<a>.*)\)", N_("Unexpected argument: {a}")),
    (
        r"Invalid value for '(?P<a>.*)': '(?P<b>.*)' is not a valid int(?:eger| range)\.",
        N_('{a} needs a whole number, not "{b}".'),
    ),
    (
        r"Invalid value for '(?P<a>.*)': (?P<b>\S+) is not in the range x>=(?P<c>.*)\.",
        N_("{a} must be {c} or more, not {b}."),
    ),
)

# Words that people try as commands, with what they mean by them.
MEANT = {
    "help": ["--help"],
    "version": ["--version"],
    "live": ["now"],
    "tomorrow": ["day", "tomorrow"],
    "yesterday": ["day", "yesterday"],
    "programme": ["list"],
    "program": ["list"],
    "schedule": ["list"],
    "search": ["find"],
    "open": ["watch"],
    "play": ["watch"],
    "replay": ["watch"],
    "replays": ["watch"],
    "settings": ["config"],
    "도움말": ["--help"],
    "버전": ["--version"],
    "오늘": ["today"],
    "내일": ["day", "내일"],
    "어제": ["day", "어제"],
    "지금": ["now"],
    "다음": ["next"],
    "목록": ["list"],
    "일정": ["list"],
    "찾기": ["find"],
    "검색": ["find"],
    "보기": ["watch"],
    "다시보기": ["watch"],
    "설정": ["config"],
}
# What a command that cannot do without an argument is tried with; of the others only the help.
EXAMPLES = {"show": "1", "share": "1", "export": "ical", "new": "my-event.toml"}
WITH_ARGUMENT = (*EXAMPLES, "find", "check")


# The options that can stand before the command as well: without a value, and with one.
FLAGS = ("follow", *hints.FLAGS)
VALUED = tuple(name for name in (*hints.REPEATED, *hints.OTHERS) if name not in hints.FLAGS)


class Given(NamedTuple):
    """An option of a command line: its name, its value (True for a flag), and its own words."""

    name: str
    value: str | bool
    words: tuple[str, ...]


def options(arguments: Sequence[str], *, watching: bool) -> list[Given]:
    """The options that every command can have among the arguments, and those of `watch`."""
    parts = _parts(arguments)
    if watching:
        flags, valued = (*FLAGS, *hints.WATCHING_FLAGS), (*VALUED, *hints.WATCHING)
        parts = _parts(arguments, flags, valued)
    return [part for part in parts if isinstance(part, Given)]


def in_order(arguments: Sequence[str]) -> list[str]:
    """The arguments with the options that stand before the command behind it.

    There they are the first, so that the command's own win.
    """
    before: list[str] = []
    parts = list(_parts(arguments))
    for number, part in enumerate(parts):
        if isinstance(part, Given):
            before += part.words
            continue
        rest = [word for p in parts[number:] for word in _words(p)]
        # Other options than these are cacctl's own.
        return [*rest[:1], *before, *rest[1:]] if not part.startswith("-") else list(arguments)
    return list(arguments)


def _parts(
    arguments: Sequence[str],
    flags: Collection[str] = FLAGS,
    valued: Collection[str] = VALUED,
) -> Iterator[Given | str]:
    """The options with these names, and every other word."""
    words = iter(arguments)
    for word in words:
        if word == "--":
            yield word
            yield from words
            return
        option, equals, value = word.partition("=")
        name = option.removeprefix("--").replace("-", "_") if option.startswith("--") else ""
        if name in flags and not equals:
            yield Given(name, value=True, words=(word,))
        elif name in valued and equals:
            yield Given(name, value, (word,))
        elif name in valued and (following := next(words, None)) is not None:
            yield Given(name, following, (word, following))
        else:
            yield word


def explained(
    error: TyperException, arguments: Sequence[str], commands: Collection[str]
) -> tuple[str, str]:
    """What is wrong with a command line, and one that works, in the language in use."""
    text = error.format_message()
    base, _parenthesis, _possible = text.partition(" (Possible options: ")
    for pattern, template in ERRORS:
        if match := re.fullmatch(pattern, base, re.DOTALL):
            fields = {key: visible(value) for key, value in match.groupdict().items()}
            if template.startswith("Missing argument"):
                fields["a"] = metavars(fields["a"])
            message, wrong = _(template).format(**fields), match.groupdict().get("a", "")
            if template.startswith("Unknown command"):
                return message, _instead(text, wrong, arguments, commands)
            if template.startswith("Unknown option"):
                return message, _other_option(error, wrong, arguments, commands)
            return message, _hint(template, wrong, arguments, commands)
    return visible(text), _help(_name(arguments, commands))


def _name(arguments: Sequence[str], commands: Collection[str]) -> str:
    """The command of a command line, if it is one."""
    name = next(iter(arguments), "")
    return name if name in commands else ""


def _hint(template: str, wrong: str, arguments: Sequence[str], commands: Collection[str]) -> str:
    name = _name(arguments, commands)
    is_missing = template.startswith("Missing argument") and "" not in arguments
    if is_missing and (example := _example(name)):
        line = hints.suggest(shlex.join(["cacctl", name, example, *arguments[1:]]))
        return _("For example: {command}").format(command=line)
    if (
        template.startswith("Unexpected argument")
        and name == "next"
        and re.fullmatch("[1-9][0-9]{0,5}", wrong)
    ):
        return _did_you_mean(arguments, wrong, ["-n", wrong])
    return _help(name)


def _example(name: str) -> str:
    """What a command that needs an argument can be tried with; nothing where that would fail."""
    example = EXAMPLES.get(name, "")
    return "" if name == "new" and Path(example).exists() else example


def _other_option(
    error: TyperException, wrong: str, arguments: Sequence[str], commands: Collection[str]
) -> str:
    """The command line with the option that was meant, or without one that its command lacks."""
    name = _name(arguments, commands)
    if wrong == "--follow":
        return _("Did you mean: {command}").format(command=hints.command("now", follow=True))
    if wrong.removeprefix("--").replace("-", "_") in (*hints.REPEATED, *hints.OTHERS):
        return _without_others(name, arguments)
    context: Any = getattr(error, "ctx", None)
    known = [o for parameter in context.command.params for o in parameter.opts] if context else []
    # Of a longer distance it is another option, with a value or without one.
    for near in get_close_matches(wrong, known, 1, 0.81):
        return _did_you_mean(arguments, wrong, [near])
    return _help(name)


def _instead(text: str, wrong: str, arguments: Sequence[str], commands: Collection[str]) -> str:
    near = re.findall(r"'([^']*)'", text.partition("Did you mean")[2])
    following = list(arguments[list(arguments).index(wrong) + 1 :]) if wrong in arguments else []
    meant = MEANT.get(wrong.casefold()) or near[:1]
    if wrong.casefold() in commands:
        meant = [wrong.casefold()]
    if not meant:
        return _help("")
    if meant == ["--help"]:
        # `cacctl help now`
        name = next((word for word in following if word in commands), "")
        return _("Did you mean: {command}").format(command=hints.help_of(name))
    parts = _parts(following, hints.FLAGS)
    named = [part for part in parts if isinstance(part, str) and not part.startswith("-")]
    if meant[0] in WITH_ARGUMENT and not named:
        meant = [*meant, _example(meant[0]) or "--help"]
    return _did_you_mean(arguments, wrong, meant)


def _did_you_mean(arguments: Sequence[str], wrong: str, right: Sequence[str]) -> str:
    words: list[str] = []
    for word in arguments:
        option, equals, value = word.partition("=")
        has = [w for w in right if w.startswith("--") and w in arguments]
        if word == wrong:
            words += [w for w in right if w not in has]
        elif equals and option == wrong:
            words.append("".join([*right, equals, value]))
        else:
            words.append(word)
    line = hints.suggest(shlex.join(["cacctl", *words]))
    return _("Did you mean: {command}").format(command=line)


def _without_others(name: str, arguments: Sequence[str]) -> str:
    """The command line without the shared options that its command does not have."""
    parts = list(_parts(arguments, hints.FLAGS))
    given = {part.name: part.value for part in parts if isinstance(part, Given)}
    kept = [w for p in parts if isinstance(p, str) or hints.has(name, p.name) for w in _words(p)]
    named = [part for part in parts[1:] if isinstance(part, str) and not part.startswith("-")]
    if name in WITH_ARGUMENT and not named:
        # `cacctl check --schedule FILE`
        file = given.get("schedule", "") if name == "check" else ""
        if not (meant := str(file) or _example(name)):
            return _help(name)
        kept.insert(1, meant)
    if name == "new" and named and Path(named[0]).exists():
        return _help(name)
    return _("Without it: {command}").format(command=hints.suggest(shlex.join(["cacctl", *kept])))


def _words(part: Given | str) -> Sequence[str]:
    return (part,) if isinstance(part, str) else part.words


def _help(name: str) -> str:
    return _("Help: {command}").format(command=hints.help_of(name))
