"""Write the files that a package installs: man pages and shell completions.

`python scripts/package_files.py OUT` fills OUT/share. Commands, options and their help come from
the application. Exit codes, examples and paragraphs come from blocks of the documentation that are
marked by a comment such as `<!-- man:examples -->`. Everything else is in this file.
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
from cacctl.cli.options import COMMON_OPTIONS

ROOT = Path(__file__).parents[1]
DOCUMENTATION = {"en": ROOT / "docs", "ko": ROOT / "docs" / "ko"}
MAN_PAGES = {"en": "man/man1/cacctl.1", "ko": "man/ko/man1/cacctl.1"}
COMPLETIONS = {
    "bash": "bash-completion/completions/cacctl",
    "zsh": "zsh/site-functions/_cacctl",
    "fish": "fish/vendor_completions.d/cacctl.fish",
}

KOREAN = {
    "User Commands": "사용자 명령",
    "NAME": "이름",
    "SYNOPSIS": "사용법",
    "DESCRIPTION": "설명",
    "COMMANDS": "명령",
    "COMMON OPTIONS": "공통 옵션",
    "ENVIRONMENT": "환경 변수",
    "FILES": "파일",
    "EXIT STATUS": "종료 상태",
    "EXAMPLES": "예시",
}

# The variables in the order of the page, with their meaning in English and in Korean.
ENVIRONMENT = {
    "CACCTL_TZ": (
        "Your time zone, if `--tz` is not given.",
        "`--tz`를 쓰지 않을 때의 시간대.",
    ),
    "CACCTL_LANG": (
        "The language, such as `ko` or `en`, if `--lang` is not given.",
        "`--lang`을 쓰지 않을 때의 언어. 예: `ko`, `en`.",
    ),
    "CACCTL_AT": (
        "The time to answer for, if `--at` is not given.",
        "`--at`을 쓰지 않을 때 현재 시각 대신 사용할 시각.",
    ),
    "CACCTL_SCHEDULE": (
        "The schedule's file, URL or name, if `--schedule` is not given.",
        "`--schedule`을 쓰지 않을 때의 일정 파일, 주소, 행사 이름.",
    ),
    "CACCTL_PLATFORM": (
        "The platform to watch on, if `--on` is not given.",
        "`--on`을 쓰지 않을 때의 플랫폼.",
    ),
    "CACCTL_PLAYER": (
        "The player to watch with, if `--player` is not given.",
        "`--player`를 쓰지 않을 때의 플레이어.",
    ),
    "CACCTL_RESOLVE": (
        "`true` to find videos with yt-dlp, as with `--resolve`.",
        "`true`면 `--resolve`를 쓴 것처럼 yt-dlp로 영상을 찾습니다.",
    ),
    "CACCTL_PAGER, PAGER": (
        "The pager for long output, instead of `less`; `cat` or an empty value for none.",
        "긴 결과를 보여 줄 페이저. 기본값은 `less`이며, `cat`이나 빈 값이면 쓰지 않습니다.",
    ),
    "CACCTL_AWAKE": (
        "The hours you are awake, such as `07:00-23:00`, if `--awake` is not given.",
        "`--awake`를 쓰지 않을 때의 깨어 있는 시간. 예: `07:00-23:00`.",
    ),
    "CACCTL_CLOCK": (
        "`12` or `24`, for a 12-hour or a 24-hour clock.",
        "`12`면 12시간제, `24`면 24시간제로 시각을 표시합니다.",
    ),
    "CACCTL_CONFIG": (
        "The settings file, instead of `cacctl/config.toml` in the system's configuration folder. "
        "Options and environment variables override it.",
        "시스템의 설정 폴더에 있는 `cacctl/config.toml` 대신 쓸 설정 파일. "
        "옵션과 환경 변수가 설정 파일보다 우선합니다.",
    ),
    "XDG_CONFIG_HOME": (
        "The system's configuration folder, instead of `~/.config`.",
        "`~/.config` 대신 쓸 시스템의 설정 폴더.",
    ),
    "CACCTL_DEBUG": (
        "If set, a bug in cacctl prints its traceback, for a bug report.",
        "값이 있으면 cacctl 자체에 오류가 났을 때, 신고에 쓸 수 있는 트레이스백을 출력합니다.",
    ),
    "LC_ALL, LC_MESSAGES, LANG": (
        "The locale. If nothing else sets the language, the first of these that is set does: "
        "Korean if its language is `ko`, otherwise English.",
        "로캘. 언어를 따로 정하지 않으면 이 가운데 처음으로 값이 있는 변수를 따릅니다. "
        "언어가 `ko`면 한국어, 아니면 영어입니다.",
    ),
    "TZ": (
        "Your time zone, if nothing else sets it; it overrides the system's.",
        "시간대를 따로 정하지 않았을 때의 시간대. 시스템 설정보다 우선합니다.",
    ),
    "BROWSER": (
        "Commands that open a URL, separated by colons. They are tried in turn, before the "
        "system's own browsers. `%s` in a command is replaced by the URL.",
        "주소를 여는 명령. 여러 개면 콜론으로 구분합니다. 차례로 실행해 본 다음 시스템의 "
        "브라우저를 사용합니다. 명령 안의 `%s`는 주소로 바뀝니다.",
    ),
    "DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION": (
        "Without a display, as in a remote session, only the commands in `BROWSER` are tried.",
        "원격 접속처럼 그래픽 화면이 없으면 `BROWSER`의 명령만 실행해 봅니다.",
    ),
    "NO_COLOR": (
        "If set, nothing is coloured.",
        "값이 있으면 색을 쓰지 않습니다.",
    ),
    "FORCE_COLOR": (
        "If set, output is coloured and laid out as for a terminal, even in a pipe.",
        "값이 있으면 파이프에도 터미널처럼 색을 넣어 출력합니다.",
    ),
    "TERM": (
        "If `dumb` or `unknown`, nothing is coloured.",
        "`dumb`이나 `unknown`이면 색을 쓰지 않습니다.",
    ),
    "COLORFGBG": (
        "Whether the terminal's background is light, for a QR code without colour.",
        "터미널의 배경이 밝은지 알려 주는 값. 색 없는 QR 코드를 그릴 때 씁니다.",
    ),
    "COLUMNS": (
        "The width of the output, instead of the terminal's.",
        "터미널의 너비 대신 쓸 출력 너비.",
    ),
}

SETTINGS_FILE = "~/.config/cacctl/config.toml"
OPTIONS = r"[\fIOPTION\fR]..."
SOURCE_COLUMNS = 78
# Characters that roff would interpret, or replace by typographic ones that no shell understands.
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
    """Return the text of every file, by its path under `share`."""
    pages = {path: man_page(lang) for lang, path in MAN_PAGES.items()}
    return pages | {path: completion(shell) for shell, path in COMPLETIONS.items()}


def man_page(lang: str) -> str:
    """Return the man page in a language, in the macros of man(7)."""
    use_language(lang)
    translate: Callable[[str], str] = KOREAN.__getitem__ if lang == "ko" else str
    date = release_date((ROOT / "CHANGELOG.md").read_text("utf-8"))
    title = f'.TH CACCTL 1 "{date}" "cacctl {__version__}" "{translate("User Commands")}"'
    lines = [r".\" -*- coding: UTF-8 -*-", title, *_sections(lang, translate, marked_blocks(lang))]
    return "\n".join(lines) + "\n"


def marked_blocks(lang: str) -> dict[str, str]:
    """Return the blocks of the documentation that are marked for the man page, by name."""
    pages = sorted(DOCUMENTATION[lang].glob("*.md"))
    text = "".join(f"{page.read_text('utf-8')}\n\n" for page in pages)
    marked = r"^<!-- man:([a-z-]+) -->\n(```.*?^```$|.*?(?=\n\n))"
    blocks = re.findall(marked, text, re.MULTILINE | re.DOTALL)
    if len(dict(blocks)) < len(blocks):
        raise ValueError(f"a name stands above two blocks: {[name for name, _block in blocks]}")
    return dict(blocks)


def release_date(changelog: str, version: str = __version__) -> str:
    """Return the date of a version's release, or nothing if it isn't released yet."""
    heading = rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)$"
    found = re.search(heading, changelog, re.MULTILINE)
    return found[1] if found else ""


def completion(shell: str) -> str:
    """Return a shell's completion from Typer, ready to be loaded from the shell's folder."""
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


def _sections(lang: str, translate: Callable[[str], str], blocks: dict[str, str]) -> Iterator[str]:
    group: Any = get_command(application())
    context = typer.Context(group, info_name="cacctl", **group.context_settings)
    names = {*COMMON_OPTIONS, "help"} - {*FILTERS}
    shared = [p for p in group.get_params(context) if p.name in names]
    shared_help = [None, *(parameter.get_help_record(context) for parameter in shared)]
    examples = _table(blocks["examples"])
    [alone] = [purpose for purpose, calls in examples if "`cacctl`" in calls]
    summary = re.split("[:.]", _(group.help))[0]

    yield f".SH {translate('NAME')}"
    yield rf"cacctl \- {_marked(summary[:1].lower() + summary[1:])}"
    yield f".SH {translate('SYNOPSIS')}"
    yield rf"\fBcacctl\fR {OPTIONS}"
    yield ".br"
    yield rf"\fBcacctl\fR \fICOMMAND\fR [\fIARGUMENT\fR]... {OPTIONS}"
    yield f".SH {translate('DESCRIPTION')}"
    yield _paragraph(blocks["description"])
    yield ".PP"
    yield _paragraph(blocks["times"])
    yield f".SH {translate('COMMANDS')}"
    yield from _command(group, context, f"{_capitalised(alone)}.", shared_help)
    panel = None
    for name in group.list_commands(context):
        command = group.commands[name]
        if not command.hidden:
            # A heading is the end of a paragraph itself.
            is_next = command.rich_help_panel == panel
            panel = command.rich_help_panel
            yield ".PP" if is_next else f".SS {_(panel)}"
            own = typer.Context(command, info_name=name, parent=context)
            yield from _command(command, own, _(command.help), shared_help)
    yield f".SH {translate('COMMON OPTIONS')}"
    yield _paragraph(blocks["options"])
    for parameter in shared:
        yield from _parameter(parameter, context)
    yield f".SH {translate('ENVIRONMENT')}"
    for variables, (english, korean) in ENVIRONMENT.items():
        tag = ", ".join(map(_bold, variables.split(", ")))
        yield from (".TP", tag, _marked(korean if lang == "ko" else english))
    yield f".SH {translate('FILES')}"
    yield from (".TP", _bold(SETTINGS_FILE), _paragraph(blocks["files"]))
    settings = "\n".join(blocks["settings"].splitlines()[1:-1])
    yield from (".IP", ".EX", settings.translate(ROFF), ".EE")
    yield f".SH {translate('EXIT STATUS')}"
    for code, meaning in _table(blocks["exit-codes"]):
        yield from (".TP", _bold(code), _marked(f"{_capitalised(meaning)}."))
    yield ".PP"
    yield _paragraph(blocks["output"])
    yield f".SH {translate('EXAMPLES')}"
    for purpose, calls in examples:
        # The command without a name is among the commands.
        if others := [call for call in re.findall("`([^`]+)`", calls) if call != "cacctl"]:
            yield from (".TP", _marked(_capitalised(purpose)), "\n.br\n".join(map(_bold, others)))


def _command(command: Any, context: Any, text: str, shared_help: Sequence[Any]) -> Iterator[str]:
    """Return a command with its own parameters: those whose help is not in `shared_help`."""
    own = [p for p in command.get_params(context) if p.get_help_record(context) not in shared_help]
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


def _paragraph(block: str) -> str:
    return _marked(" ".join(block.splitlines()))


def _table(block: str) -> list[tuple[str, str]]:
    """Return the rows of a Markdown table of two columns, without its head."""
    cells = [line.strip("| ").partition(" | ") for line in block.splitlines()[2:]]
    # Within a cell, Markdown has `\|` for the bar of `ko|en`.
    return [(left, right.replace(r"\|", "|").strip()) for left, _bar, right in cells]


def _capitalised(text: str) -> str:
    return text if text.startswith("cacctl") else text[:1].upper() + text[1:]


def _marked(text: str) -> str:
    """Return a Markdown text as roff, one sentence per line: code is bold, emphasis italic."""
    pieces = re.split(r"(`[^`]+`|\*[^*]+\*)", re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", text))
    fonts = {"`": _bold, "*": _italic}
    whole = "".join(
        fonts[piece[0]](piece[1:-1]) if number % 2 else piece.translate(ROFF)
        for number, piece in enumerate(pieces)
    )
    # A hyphenated option, variable or file could not be copied.
    whole = re.sub(r"(?<!\S)(?=\S*[A-Za-z])(?=\S*(?:[_/]|\\-))", r"\\%", whole)
    sentences = re.split("(?<=[.?!]) ", whole)
    lines = "\n".join(wrapped(sentence, SOURCE_COLUMNS) for sentence in sentences)
    # roff reads a line that begins with a dot as a request.
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
