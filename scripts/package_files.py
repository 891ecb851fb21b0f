"""Write what a packager installs: man pages and completions, made from the real commands.

`python scripts/package_files.py OUT` fills OUT/share. Commands, options and their help come from
the application; exit codes, examples and paragraphs from the READMEs. What neither has is here.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from cacctl import __version__
from cacctl.base.hints import FILTERS
from cacctl.base.i18n import _, use_language
from cacctl.base.terminal import wrapped
from cacctl.cli.app import application
from cacctl.cli.help import metavars, named
from cacctl.cli.options import SHARED

ROOT = Path(__file__).parents[1]
READMES = {"en": "README.md", "ko": "README.ko.md"}
MAN_PAGES = {"en": "man/man1/cacctl.1", "ko": "man/ko/man1/cacctl.1"}
COMPLETIONS = {
    "bash": "bash-completion/completions/cacctl",
    "zsh": "zsh/site-functions/_cacctl",
    "fish": "fish/vendor_completions.d/cacctl.fish",
}

# The headings, and what is looked for in a README: heads of its tables, words of its paragraphs.
KOREAN = {
    "User Commands": "사용자 명령",
    "NAME": "이름",
    "SYNOPSIS": "사용법",
    "DESCRIPTION": "설명",
    "COMMANDS": "명령",
    "SHARED OPTIONS": "공통 옵션",
    "ENVIRONMENT": "환경 변수",
    "FILES": "파일",
    "EXIT STATUS": "종료 상태",
    "EXAMPLES": "예시",
    "| exit code | meaning |": "| 종료 코드 | 뜻 |",
    "| to learn | say |": "| 알고 싶은 것 | 명령 |",
    "before or after its name": "명령 앞이나 뒤에",
    "standard output": "표준 출력",
    "`(+1d)`": "`(+1일)`",
}

# The variables in the order of the page, with what each says in English and in Korean.
ENVIRONMENT = {
    "CACCTL_TZ": (
        "Your zone, where `--tz` is not given.",
        "`--tz`가 없을 때의 시간대.",
    ),
    "CACCTL_LANG": (
        "The language, `ko` or `en`, where `--lang` is not given.",
        "`--lang`이 없을 때의 언어. `ko`나 `en`.",
    ),
    "CACCTL_AT": (
        "The moment to answer for, where `--at` is not given.",
        "`--at`이 없을 때 답할 시각.",
    ),
    "CACCTL_SCHEDULE": (
        "The schedule file, where `--schedule` is not given.",
        "`--schedule`이 없을 때의 일정 파일.",
    ),
    "CACCTL_PLATFORM": (
        "The platform to watch on, where `--on` is not given.",
        "`--on`이 없을 때 볼 플랫폼.",
    ),
    "CACCTL_PLAYER": (
        "The player to watch with, where `--player` is not given.",
        "`--player`가 없을 때 쓸 플레이어.",
    ),
    "CACCTL_PAGER, PAGER": (
        "What shows an answer that is longer than the terminal, in place of `less`; `cat` or "
        "nothing for no pager.",
        "터미널보다 긴 답을 `less` 대신 보여 줄 프로그램. `cat`이나 빈 값이면 쓰지 않습니다.",
    ),
    "CACCTL_AWAKE": (
        "The hours in which you are awake, such as `07:00-23:00`, where `--awake` is not given.",
        "`--awake`가 없을 때의 깨어 있는 시간. 예: `07:00-23:00`.",
    ),
    "CACCTL_CLOCK": (
        "The clock to show times in: `12` or `24` hours.",
        "`12`면 12시간제, `24`면 24시간제로 시각을 표시합니다.",
    ),
    "CACCTL_CONFIG": (
        "The settings file, instead of `cacctl/config.toml` in the system's folder for settings. "
        "An option and a variable each win over what it says.",
        "시스템의 설정 폴더에 있는 `cacctl/config.toml` 대신 읽을 설정 파일. "
        "옵션과 환경 변수가 설정 파일보다 앞섭니다.",
    ),
    "XDG_CONFIG_HOME": (
        "The system's folder for settings, instead of `~/.config`.",
        "`~/.config` 대신 쓸 시스템의 설정 폴더.",
    ),
    "CACCTL_DEBUG": (
        "Where set, a fault in cacctl itself ends with its traceback, for a report.",
        "값이 있으면 cacctl 자체의 오류를 신고할 수 있게 트레이스백까지 보여 줍니다.",
    ),
    "LC_ALL, LC_MESSAGES, LANG": (
        "The locale. The first that is set decides on the language, where nothing else does: "
        "Korean where it begins with `ko`, else English.",
        "로캘. 언어를 따로 정하지 않으면 이 가운데 처음으로 값이 있는 변수를 따릅니다. "
        "`ko`로 시작하면 한국어, 아니면 영어입니다.",
    ),
    "TZ": (
        "Your zone, where nothing else names it, before the one that the system is set to.",
        "시간대를 따로 정하지 않았을 때의 시간대. 시스템 설정보다 앞섭니다.",
    ),
    "BROWSER": (
        "Commands that open an address, parted by colons and tried in turn before the system's "
        "own browsers. `%s` in a command stands for the address.",
        "주소를 여는 명령. 콜론으로 나누어 여럿을 적으면 차례로 실행해 보고, 시스템의 브라우저는 "
        "그다음에 씁니다. 명령 안의 `%s`는 주소로 바뀝니다.",
    ),
    "DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION": (
        "Without a display, as in a remote session, only the commands in `BROWSER` are tried.",
        "원격 접속처럼 디스플레이가 없으면 `BROWSER`의 명령만 실행해 봅니다.",
    ),
    "NO_COLOR": (
        "Where set, nothing is coloured.",
        "값이 있으면 색을 쓰지 않습니다.",
    ),
    "FORCE_COLOR": (
        "Where set, answers are written as for a terminal, in colour, into a pipe too.",
        "값이 있으면 파이프에도 터미널에서처럼 색을 넣어 출력합니다.",
    ),
    "TERM": (
        "A terminal that is `dumb` or `unknown` gets no colour.",
        "`dumb`이나 `unknown`이면 색을 쓰지 않습니다.",
    ),
    "COLORFGBG": (
        "Whether the terminal's background is light, for a QR code without colour.",
        "터미널의 배경이 밝은지 알려 주는 값. 색 없는 QR 코드를 그릴 때 씁니다.",
    ),
    "COLUMNS": (
        "The width of what is shown, instead of the terminal's own.",
        "터미널의 너비 대신 쓸 출력 너비.",
    ),
}

SETTINGS_FILE = "~/.config/cacctl/config.toml"
OPTIONS = r"[\fIOPTION\fR]..."
SOURCE_COLUMNS = 78
# What roff would read as its own, or show as a typographic sign that no shell understands.
ROFF = str.maketrans(
    {
        "\\": r"\(rs",
        "-": r"\-",
        "'": r"\(aq",
        '"': r"\(dq",
        "`": r"\(ga",
        "^": r"\(ha",
        "~": r"\(ti",
    }
)


def files() -> dict[str, str]:
    """The text of every file, by its path under `share`."""
    pages = {path: man_page(lang) for lang, path in MAN_PAGES.items()}
    return pages | {path: completion(shell) for shell, path in COMPLETIONS.items()}


def man_page(lang: str) -> str:
    """The man page in a language, in the macros of man(7)."""
    use_language(lang)
    say: Callable[[str], str] = KOREAN.__getitem__ if lang == "ko" else str
    readme = (ROOT / READMES[lang]).read_text("utf-8")
    date = release_date((ROOT / "CHANGELOG.md").read_text("utf-8"))
    title = f'.TH CACCTL 1 "{date}" "cacctl {__version__}" "{say("User Commands")}"'
    lines = [r".\" -*- coding: UTF-8 -*-", title, *_sections(lang, say, readme)]
    return "\n".join(lines) + "\n"


def release_date(changelog: str, version: str = __version__) -> str:
    """The date of a version's release; empty where it is not released."""
    heading = rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)$"
    found = re.search(heading, changelog, re.MULTILINE)
    return found[1] if found else ""


def completion(shell: str) -> str:
    """A shell's completion, as Typer makes it and the shell loads it from its folder."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("CACCTL_")}
    script = subprocess.run(
        [sys.executable, "-m", "cacctl"],
        env=environ | {"_CACCTL_COMPLETE": f"source_{shell}"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    # compinit looks for `#compdef` in the very first line.
    script = script.strip() + "\n"
    if shell == "zsh":
        # The first Tab runs the file, in which Typer only defines the function for the next ones.
        script += '\n_cacctl_completion "$@"\n'
    return script


def _sections(lang: str, say: Callable[[str], str], readme: str) -> Iterator[str]:
    group: Any = get_command(application())
    context = typer.Context(group, info_name="cacctl", **group.context_settings)
    names = {*SHARED, "help"} - {*FILTERS}
    shared = [p for p in group.get_params(context) if p.name in names]
    told = [None, *(parameter.get_help_record(context) for parameter in shared)]
    examples = _table(readme, say("| to learn | say |"))
    [alone] = [purpose for purpose, calls in examples if "`cacctl`" in calls]
    summary = re.split("[:.]", _(group.help))[0]

    yield f".SH {say('NAME')}"
    yield rf"cacctl \- {_marked(summary[:1].lower() + summary[1:])}"
    yield f".SH {say('SYNOPSIS')}"
    yield rf"\fBcacctl\fR {OPTIONS}"
    yield ".br"
    yield rf"\fBcacctl\fR \fICOMMAND\fR [\fIARGUMENT\fR]... {OPTIONS}"
    yield f".SH {say('DESCRIPTION')}"
    yield _marked(_paragraph(readme))
    yield ".PP"
    yield _marked(_paragraph(readme, say("`(+1d)`")))
    yield f".SH {say('COMMANDS')}"
    yield from _command(group, context, f"{_capitalised(alone)}.", told)
    panel = None
    for name in group.list_commands(context):
        command = group.commands[name]
        if not command.hidden:
            # A heading is the end of a paragraph itself.
            is_next = command.rich_help_panel == panel
            panel = command.rich_help_panel
            yield ".PP" if is_next else f".SS {_(panel)}"
            own = typer.Context(command, info_name=name, parent=context)
            yield from _command(command, own, _(command.help), told)
    yield f".SH {say('SHARED OPTIONS')}"
    yield _marked(_paragraph(readme, say("before or after its name")))
    for parameter in shared:
        yield from _parameter(parameter, context)
    yield f".SH {say('ENVIRONMENT')}"
    for variables, (english, korean) in ENVIRONMENT.items():
        tag = ", ".join(map(_bold, variables.split(", ")))
        yield from (".TP", tag, _marked(korean if lang == "ko" else english))
    yield f".SH {say('FILES')}"
    yield from (".TP", _bold(SETTINGS_FILE), _marked(_paragraph(readme, SETTINGS_FILE)))
    settings = re.search(r"^```toml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    if settings is None:
        raise LookupError("the settings in TOML")
    yield from (".IP", ".EX", settings[1].rstrip().translate(ROFF), ".EE")
    yield f".SH {say('EXIT STATUS')}"
    for code, meaning in _table(readme, say("| exit code | meaning |")):
        yield from (".TP", _bold(code), _marked(f"{_capitalised(meaning)}."))
    yield ".PP"
    yield _marked(_paragraph(readme, say("standard output")))
    yield f".SH {say('EXAMPLES')}"
    for purpose, calls in examples:
        # What `cacctl` alone does is among the commands.
        if others := [call for call in re.findall("`([^`]+)`", calls) if call != "cacctl"]:
            yield from (".TP", _marked(_capitalised(purpose)), "\n.br\n".join(map(_bold, others)))


def _command(command: Any, context: Any, text: str, told: Sequence[Any]) -> Iterator[str]:
    """A command with what is its own: the parameters whose help is not `told` elsewhere."""
    own = [p for p in command.get_params(context) if p.get_help_record(context) not in told]
    own.sort(key=lambda parameter: parameter.param_type_name == "option")
    arguments = [_usage(p, context) for p in own if p.param_type_name == "argument"]
    yield " ".join([_bold(context.command_path), *arguments, OPTIONS])
    yield ".RS"
    yield _marked(text)
    for parameter in own:
        yield from _parameter(parameter, context)
    yield ".RE"


def _usage(argument: Any, context: Any) -> str:
    name = _italic(metavars(argument.make_metavar(context)).strip("[]"))
    more = "" if argument.nargs == 1 else "..."
    return f"{name if argument.required else f'[{name}]'}{more}"


def _parameter(parameter: Any, context: Any) -> Iterator[str]:
    names, text = named(parameter, context)
    tag = re.sub(
        "[^ ,/]+",
        lambda word: _bold(word[0]) if word[0].startswith("-") else _italic(word[0]),
        names.strip("[]"),
    )
    yield from (".TP", tag, _marked(text))


def _paragraph(readme: str, words: str = "") -> str:
    """The first paragraph with the words, without the link to the README's other language."""
    for block in _blocks(readme):
        if words in block and not block.startswith(("#", "|", "<", "!", "[!")):
            return re.sub(r" \[[^]]+\]\(README[^)]*\)", "", " ".join(block.splitlines()))
    raise LookupError(f"a README has no paragraph with {words!r}")


def _table(readme: str, head: str) -> list[tuple[str, str]]:
    """The rows of the table with this head."""
    for block in _blocks(readme):
        first, *lines = block.splitlines() or [""]
        if first == head:
            cells = [line.strip("| ").partition(" | ") for line in lines[1:]]
            # Within a cell, Markdown has `\|` for the bar of `ko|en`.
            return [(left, right.replace(r"\|", "|").strip()) for left, _bar, right in cells]
    raise LookupError(f"a README has no table {head!r}")


def _blocks(readme: str) -> list[str]:
    without_code = re.sub(r"^```.*?^```$", "", readme, flags=re.DOTALL | re.MULTILINE)
    return [block.strip() for block in re.split(r"\n{2,}", without_code)]


def _capitalised(text: str) -> str:
    return text if text.startswith("cacctl") else text[:1].upper() + text[1:]


def _marked(text: str) -> str:
    """A text as roff, a sentence to a line: Markdown's code is bold, what it stresses italic."""
    pieces = re.split(r"(`[^`]+`|\*[^*]+\*)", re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", text))
    fonts = {"`": _bold, "*": _italic}
    whole = "".join(
        fonts[piece[0]](piece[1:-1]) if number % 2 else piece.translate(ROFF)
        for number, piece in enumerate(pieces)
    )
    # Options, variables and files are not to be hyphenated: nobody could copy them.
    whole = re.sub(r"(?<!\S)(?=\S*[A-Za-z])(?=\S*(?:[_/]|\\-))", r"\\%", whole)
    sentences = re.split("(?<=[.?!]) ", whole)
    lines = "\n".join(wrapped(sentence, SOURCE_COLUMNS) for sentence in sentences)
    # A dot at the beginning of a line would make it a request.
    return re.sub(r"^\.", r"\\&.", lines, flags=re.MULTILINE)


def _bold(text: str) -> str:
    return rf"\fB{text.translate(ROFF)}\fR"


def _italic(text: str) -> str:
    return rf"\fI{text.translate(ROFF)}\fR"


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: python scripts/package_files.py OUT")
    for path, text in files().items():
        file = Path(sys.argv[1]) / "share" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
