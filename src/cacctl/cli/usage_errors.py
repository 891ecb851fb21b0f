"""Wrong command lines: what is wrong with them, and one that works."""

import os
import re
import shlex
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from typer import TyperException

from cacctl.base import files, hints
from cacctl.base.errors import CacctlError, UsageProblem
from cacctl.base.i18n import N_, _
from cacctl.base.sanitize import visible
from cacctl.cli.arguments import Given, parts, words_of
from cacctl.cli.commands.registry import COMMANDS
from cacctl.cli.help import metavars
from cacctl.settings.settings import EVENT_NAME

UNKNOWN_OPTION = N_("Unknown option: {a}.")
UNKNOWN_COMMAND = N_("Unknown command: '{a}'.")
MISSING = N_("Missing argument: {a}.")
UNEXPECTED = N_("Unexpected argument: '{a}'.")
# Typer's messages, which are in English only, with ours.
ERRORS = (
    (r"No such option: (?P<a>\S+)", UNKNOWN_OPTION),
    (r"No such command '(?P<a>.*?)'\..*", UNKNOWN_COMMAND),
    (r"Missing command\.", N_("Specify a command.")),
    (r"Missing argument '(?P<a>.*)'\.", MISSING),
    (r"Option '(?P<a>.*)' requires an argument\.", N_("{a} requires a value.")),
    (r"Option '(?P<a>.*)' does not take a value\.", N_("{a} does not take a value.")),
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<a>.*)\)", UNEXPECTED),
    (
        r"Invalid value for '(?P<a>.*)': '(?P<b>.*)' is not a valid int(?:eger| range)\.",
        N_("{a} must be a whole number, not '{b}'."),
    ),
    (
        r"Invalid value for '(?P<a>.*)': (?P<b>\S+) is not in the range x>=(?P<c>.*)\.",
        N_("{a} must be {c} or more, not {b}."),
    ),
)

# What people type instead of a command, with the arguments that they mean.
OTHER_NAMES = {
    "help": ["--help"],
    "version": ["--version"],
    "live": ["now"],
    "tomorrow": ["day", "tomorrow"],
    "yesterday": ["day", "yesterday"],
    "programme": ["list"],
    "program": ["list"],
    "schedule": ["list"],
    "search": ["find"],
    "play": ["watch"],
    "link": ["open"],
    "links": ["open"],
    "replay": ["watch"],
    "replays": ["watch"],
    "settings": ["config"],
    "도움말": ["--help"],
    "버전": ["--version"],
    "오늘": ["today"],
    "내일": ["day", "내일"],
    "모레": ["day", "모레"],
    "어제": ["day", "어제"],
    "지금": ["now"],
    "현재": ["now"],
    "다음": ["next"],
    "목록": ["list"],
    "일정": ["list"],
    "찾기": ["find"],
    "검색": ["find"],
    "상세": ["show"],
    "시간표": ["timeline"],
    "채널": ["channels"],
    "소개": ["about"],
    "행사": ["events"],
    "보기": ["watch"],
    "시청": ["watch"],
    "중계": ["watch"],
    "다시보기": ["watch"],
    "열기": ["open"],
    "링크": ["open"],
    "공유": ["share"],
    "내보내기": ["export"],
    "검사": ["check"],
    "만들기": ["new"],
    "새로고침": ["update"],
    "업데이트": ["update"],
    "설정": ["config"],
}
# An argument to try each command with that needs one. `find` and `check` have none that always
# works, so their help is suggested instead.
EXAMPLES = {"show": "1", "share": "1", "export": "ical", "new": "my-event.toml"}
WITH_ARGUMENT = (*EXAMPLES, "find", "check")
# What people type instead of an option.
OTHER_OPTIONS = {
    "--timezone": "--tz",
    "--time-zone": "--tz",
    "--zone": "--tz",
    "--language": "--lang",
}
# Commands without arguments, behind which people type a day.
WITHOUT_ARGUMENTS = ("today", "list")
LONGEST_SEARCH = 64
# Options that differ more are probably others, with a value or without one.
LEAST_SIMILARITY = 0.81
LEAST_OF_A_NAME = 0.75


def explain(error: TyperException, arguments: Sequence[str]) -> tuple[str, str]:
    """Return what is wrong with a command line, and a hint with one that works."""
    text = error.format_message()
    base, _parenthesis, _possible = text.partition(" (Possible options: ")
    for pattern, template in ERRORS:
        if match := re.fullmatch(pattern, base, re.DOTALL):
            wrong = match.groupdict().get("a", "")
            fields = {key: visible(value) for key, value in match.groupdict().items()}
            if template == MISSING:
                fields["a"] = metavars(fields["a"])
            return _(template).format(**fields), _hint(template, error, wrong, arguments)
    return visible(text), _see_help(_command_of(arguments))


def _hint(template: str, error: TyperException, wrong: str, arguments: Sequence[str]) -> str:
    name = _command_of(arguments)
    if template == UNKNOWN_COMMAND:
        return _other_command(error, wrong, arguments)
    if template == UNKNOWN_OPTION:
        return _other_option(error, wrong, arguments)
    if template == MISSING and "" not in arguments and (example := _example(name)):
        line = hints.suggest(shlex.join(["cacctl", name, example, *arguments[1:]]))
        return _("For example: {command}").format(command=line)
    # `cacctl next 3`
    if template == UNEXPECTED and name == "next" and re.fullmatch("[1-9][0-9]{0,5}", wrong):
        return _did_you_mean(arguments, wrong, ["-n", wrong])
    # `cacctl events fosdem`
    if template == UNEXPECTED and name == "events" and (event := _event(wrong)):
        line = hints.suggest(shlex.join(["cacctl", *event, *arguments[2:]]))
        return _("Did you mean: {command}").format(command=line)
    if template == UNEXPECTED and name in WITHOUT_ARGUMENTS:
        return _day_or_search(name, arguments[1:])
    return _see_help(name)


def _command_of(arguments: Sequence[str]) -> str:
    """Return the command of a command line, or an empty text."""
    name = next(iter(arguments), "")
    return name if name in COMMANDS else ""


def _example(name: str) -> str:
    """Return an argument to try a command with, or an empty text if none would work."""
    example = EXAMPLES.get(name, "")
    return "" if name == "new" and files.exists(Path(example)) else example


def _other_option(error: TyperException, wrong: str, arguments: Sequence[str]) -> str:
    """Suggest the option that was meant, or leave out one that only other commands have."""
    name = _command_of(arguments)
    if wrong == "--follow":
        return _("Did you mean: {command}").format(command=hints.command("now", follow=True))
    if wrong.removeprefix("--").replace("-", "_") in (*hints.REPEATED, *hints.OTHERS):
        return _without_common_options(name, arguments)
    if (right := OTHER_OPTIONS.get(wrong, "")) and hints.has(name, right.removeprefix("--")):
        return _did_you_mean(arguments, wrong, [right])
    context: Any = getattr(error, "ctx", None)
    known = [o for parameter in context.command.params for o in parameter.opts] if context else []
    for near in hints.similar(wrong, known, 1, LEAST_SIMILARITY):
        return _did_you_mean(arguments, wrong, [near])
    return _see_help(name)


def _other_command(error: TyperException, wrong: str, arguments: Sequence[str]) -> str:
    """Suggest the command that was meant: in small letters, by another name, or misspelt."""
    name = wrong.casefold()
    similar = re.findall(r"'([^']*)'", error.format_message().partition("Did you mean")[2])
    meant = [name] if name in COMMANDS else OTHER_NAMES.get(name) or _event(wrong) or similar[:1]
    for near in [] if meant else hints.similar(name, OTHER_NAMES, 1, LEAST_OF_A_NAME):
        meant = OTHER_NAMES[near]
    if not meant:
        return _day_or_search("", arguments)
    following = list(arguments[list(arguments).index(wrong) + 1 :]) if wrong in arguments else []
    if meant == ["--help"]:
        # `cacctl help now`
        about = next((word for word in following if word in COMMANDS), "")
        return _("Did you mean: {command}").format(command=hints.help_of(about))
    if meant[0] in WITH_ARGUMENT and not _positional(list(parts(following, hints.FLAGS))):
        meant = [*meant, _example(meant[0]) or "--help"]
    return _did_you_mean(arguments, wrong, meant)


def _day_or_search(name: str, arguments: Sequence[str]) -> str:
    """Suggest the day that the words behind a command name, or a session by its number.

    Without a command, else suggest a search for them.
    """
    from cacctl.times.parse import read_day_number

    found = list(parts(arguments, hints.FLAGS))
    named = _positional(found)
    text = " ".join(named)
    has_other_options = any(isinstance(p, str) and p not in named for p in found)
    is_text = text.strip() and visible(text) == text and len(text) <= LONGEST_SEARCH
    if has_other_options or not is_text:
        return _see_help(name)
    if read_day_number(text):
        words = _numbered(text)
        if not words:
            return _see_help(name)
    elif _is_date(text):
        words = ["day", text]
    elif name or "/" in text or files.exists(Path(text)):
        return _see_help(name)
    else:
        words = ["find", *named]
    options = [word for part in found if isinstance(part, Given) for word in part.words]
    line = hints.suggest(shlex.join(["cacctl", *words, *options]))
    return _("Did you mean: {command}").format(command=line)


def _event(name: str) -> list[str]:
    """Return the option for the event with a name, if there is one with a schedule."""
    from cacctl.cli.context import Request
    from cacctl.settings.file import read_settings

    if {"event", "schedule"} & hints.in_force().keys() or not re.fullmatch(EVENT_NAME, name):
        return []
    with suppress(CacctlError):
        request = Request(read_settings(os.environ), event=name, offline=True)
        settings = request.with_event(quiet=True).settings
        if name in settings.events and name not in settings.event_problems:
            return ["--event", name]
    return []


def _numbered(number: str) -> list[str]:
    """Return the command for the day or session with a number, if the schedule has one.

    The schedule is read without going online.
    """
    from cacctl.cli.context import Request
    from cacctl.settings.file import read_settings
    from cacctl.times import clock
    from cacctl.viewer.selection import named_day, named_session

    given: Any = {key: value for key, value in hints.in_force().items() if key in Request._fields}
    request = Request(read_settings(os.environ), **{**given, "offline": True})
    with suppress(CacctlError):
        request = request.with_event(quiet=True)
        view = request.view(request.source.load(clock.now()))
        for command, find in (("day", named_day), ("show", named_session)):
            if not all(hints.has(command, option) for option in given):
                continue
            with suppress(UsageProblem):
                find(view, number)
                return [command, number]
    return []


def _is_date(text: str) -> bool:
    """Return whether a text is a date, of any event."""
    from cacctl.times import clock, parse

    try:
        return bool(parse.read_date(text, clock.now().date()))
    except UsageProblem:
        return False


def _did_you_mean(arguments: Sequence[str], wrong: str, right: Sequence[str]) -> str:
    """Suggest the command line with other words in place of a wrong one."""
    words: list[str] = []
    for word in arguments:
        option, equals, value = word.partition("=")
        if word == wrong:
            words += [w for w in right if not w.startswith("--") or w not in arguments]
        elif equals and option == wrong:
            words.append("".join([*right, equals, value]))
        else:
            words.append(word)
    line = hints.suggest(shlex.join(["cacctl", *words]))
    return _("Did you mean: {command}").format(command=line)


def _without_common_options(name: str, arguments: Sequence[str]) -> str:
    """Suggest the command line without the common options that its command lacks."""
    found = list(parts(arguments, hints.FLAGS))
    kept = [
        word
        for part in found
        if isinstance(part, str) or hints.has(name, part.name)
        for word in words_of(part)
    ]
    named = _positional(found[1:])
    if name in WITH_ARGUMENT and not named:
        given = {part.name: part.value for part in found if isinstance(part, Given)}
        # `cacctl check --schedule FILE`
        file = given.get("schedule") or given.get("event", "") if name == "check" else ""
        if not (meant := str(file) or _example(name)):
            return _see_help(name)
        kept.insert(1, meant)
    if name == "new" and named and files.exists(Path(named[0])):
        return _see_help(name)
    return _("To run the command without unsupported options: {command}").format(
        command=hints.suggest(shlex.join(["cacctl", *kept]))
    )


def _positional(found: Sequence[Given | str]) -> list[str]:
    """Return the words that are not options."""
    return [part for part in found if isinstance(part, str) and not part.startswith("-")]


def _see_help(name: str) -> str:
    return _("For help: {command}").format(command=hints.help_of(name))
