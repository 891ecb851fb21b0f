"""The files for packagers: man pages that describe every command, and working completions."""

import os
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.cells import cell_len
from typer.main import get_command

from cacctl.base.hints import FILTERS, WITHOUT
from cacctl.base.i18n import _, use_language
from cacctl.cli.app import application
from cacctl.cli.help import metavars, named
from cacctl.cli.options import COMMON_OPTIONS
from cacctl.settings.settings import OPTIONS, variable_of
from tests.conftest import ROOT, script
from tests.processes import PATIENCE_SECONDS

SCRIPT = ROOT / "scripts" / "package_files.py"
PAGES = {"en": "man/man1/cacctl.1", "ko": "man/ko/man1/cacctl.1"}
DOCUMENTATION = {"en": ROOT / "docs", "ko": ROOT / "docs" / "ko"}
COMMANDS, SHARED_OPTIONS, ENVIRONMENT, FILES, EXIT_STATUS = 3, 4, 5, 6, 7
# The characters that escapes stand for; other escapes stand for nothing.
SIGNS = {r"\-": "-", r"\(aq": "'", r"\(dq": '"', r"\(ti": "~", r"\(ha": "^", r"\(rs": "\\"}
BASH_COMPLETION = (
    "/usr/share/bash-completion/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/opt/homebrew/share/bash-completion/bash_completion",
)


def made(out: Path, **environ: str) -> dict[str, bytes]:
    """Return the files that the script writes, by path."""
    command = [sys.executable, str(SCRIPT), str(out)]
    subprocess.run(command, env={**os.environ, **environ}, cwd=out, check=True)
    files = [path for path in out.rglob("*") if path.is_file()]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="session")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the script has filled."""
    out = tmp_path_factory.mktemp("out")
    made(out)
    return out / "share"


def sections(share: Path, lang: str) -> list[str]:
    """Return the sections of a man page, without escapes."""
    text = (share / PAGES[lang]).read_text("utf-8")
    plain = re.sub(r"\\(?:f[BIR]|[%&]|-|\(..)", lambda escape: SIGNS.get(escape[0], ""), text)
    return re.split(r"^\.SH ", plain, flags=re.MULTILINE)[1:]


def items(text: str) -> dict[str, str]:
    """Return the tagged items of a section or a command."""
    found = re.findall(r"^\.TP\n(.+)\n((?:[^.\n].*\n?)+)", text, re.MULTILINE)
    return {tag: " ".join(body.split()) for tag, body in found}


def app() -> tuple[Any, typer.Context]:
    group: Any = get_command(application())
    return group, typer.Context(group, info_name="cacctl", **group.context_settings)


def helps(command: Any, context: typer.Context) -> dict[str, str]:
    """Return the help text of each parameter of a command."""
    told = [named(parameter, context) for parameter in command.get_params(context)]
    return {names.strip("[]"): text for names, text in told if names}


def test_files_are_written_where_they_are_installed(share: Path) -> None:
    files = {p.relative_to(share).as_posix() for p in share.rglob("*") if p.is_file()}
    assert files == {
        *PAGES.values(),
        "bash-completion/completions/cacctl",
        "zsh/site-functions/_cacctl",
        "fish/vendor_completions.d/cacctl.fish",
    }


@pytest.mark.parametrize("lang", PAGES)
def test_man_page_describes_every_command_as_its_help_does(share: Path, lang: str) -> None:
    use_language(lang)
    group, context = app()
    parts = sections(share, lang)
    shared = items(parts[SHARED_OPTIONS])
    assert len(shared) == len(COMMON_OPTIONS) - len(FILTERS) + 1  # and --help
    told = re.findall(r"^(cacctl .+)\n\.RS\n((?:(?!\.RE).*\n)+)", parts[COMMANDS], re.MULTILINE)
    by_name = dict(zip(["", *group.list_commands(context)], told, strict=True))
    assert shared | items(by_name.pop("")[1]) == helps(group, context)
    for name, (usage, text) in by_name.items():
        command = group.commands[name]
        own = typer.Context(command, info_name=name, parent=context)
        assert usage.startswith(f"cacctl {name} ")
        assert " ".join(text.partition("\n.")[0].split()) == _(command.help)
        described = shared | items(text)
        missing = set(described) - set(helps(command, own))
        lacking = {f"--{option.replace('_', '-')}" for option in WITHOUT.get(name, ())}
        assert {option.partition(" ")[0] for option in missing} == lacking
        assert helps(command, own).items() <= described.items()
        assert shared.items() & items(text).items() == set()
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        assert [a for a in arguments if metavars(a.human_readable_name) not in usage] == []


def test_man_pages_have_the_same_structure_in_both_languages(share: Path) -> None:
    english, korean = (
        re.findall(r"^\.\w+", (share / page).read_text("utf-8"), re.MULTILINE)
        for page in PAGES.values()
    )
    assert english == korean
    assert english.count(".SH") == 9
    headings = [part.partition("\n")[0] for part in sections(share, "ko")]
    assert [heading for heading in headings if not re.search("[가-힣]", heading)] == []


@pytest.mark.parametrize("lang", PAGES)
def test_man_page_has_the_documented_exit_codes_and_examples(share: Path, lang: str) -> None:
    text = (DOCUMENTATION[lang] / "scripts.md").read_text("utf-8")
    codes = dict(re.findall(r"^\| (\d+) \| ([^|]+) \|$", text, re.MULTILINE))
    parts = sections(share, lang)
    told = items(parts[EXIT_STATUS])
    assert "0" in codes
    assert {code: text.casefold() for code, text in told.items()} == {
        code: f"{meaning}.".replace("`", "").casefold() for code, meaning in codes.items()
    }
    guide = (DOCUMENTATION[lang] / "guide.md").read_text("utf-8")
    rows = re.findall(r"^\|.*\| (`cacctl.*`) \|$", guide, re.MULTILINE)
    calls = [call for row in rows for call in re.findall("`([^`]+)`", row) if call != "cacctl"]
    assert len(calls) > 10
    assert re.findall("^cacctl .*", parts[-1], re.MULTILINE) == calls


@pytest.mark.parametrize("lang", PAGES)
def test_man_page_quotes_the_marked_paragraphs_of_the_documentation(share: Path, lang: str) -> None:
    pages = "".join(p.read_text("utf-8") for p in DOCUMENTATION[lang].glob("*.md"))
    marked = re.findall(r"^<!-- man:.* -->\n((?![|]|```).*)$", pages, re.MULTILINE)
    page = " ".join(" ".join(sections(share, lang)).split())
    assert len(marked) == 5
    for line in marked:
        assert re.sub(r"`|\[([^]]+)\]\([^)]*\)", r"\1", line) in page


def test_man_page_has_every_environment_variable_that_is_read(share: Path) -> None:
    sources = "".join(p.read_text("utf-8") for p in (ROOT / "src" / "cacctl").rglob("*.py"))
    read = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', sources))
    ours = {*re.findall(r"\bCACCTL_[A-Z]+\b", sources), *map(variable_of, OPTIONS)}
    assert {
        "CACCTL_DEBUG",
        "CACCTL_TZ",
        "BROWSER",
        "NO_COLOR",
        "FORCE_COLOR",
        "TERM",
    } <= read | ours
    group, _context = app()
    options = {o for c in (group, *group.commands.values()) for p in c.params for o in p.opts}
    for lang in PAGES:
        told = items(sections(share, lang)[ENVIRONMENT])
        names = set(", ".join(told).split(", "))
        assert read <= names
        assert {name for name in names if name.startswith("CACCTL_")} == ours
        assert [n for n in names - ours - {"COLUMNS"} if n not in sources] == []
        assert set(re.findall(r"--[a-z-]+", " ".join(told.values()))) <= options


def test_release_date_comes_from_the_changelog() -> None:
    release_date = script("package_files").release_date
    changelog = "## [Unreleased]\n\n## [1.2.0] - 2027-01-31\n\n## [1.1.0] - 2026-12-01\n"
    assert release_date(changelog, "1.2.0") == "2027-01-31"
    assert release_date(changelog, "1.3.0") == ""


@pytest.mark.parametrize("lang", PAGES)
def test_text_copied_from_the_man_page_can_be_typed(share: Path, lang: str) -> None:
    """roff turns bare hyphens, quotation marks, tildes and circumflexes into other characters."""
    text = (share / PAGES[lang]).read_text("utf-8").split("\n", 2)[2]
    assert re.findall(r"(?<!\\)-|['\"`^~]", text) == []
    assert len(re.findall(r"\\f[BI]", text)) == text.count(r"\fR")


def program(name: str) -> str:
    return shutil.which(name) or pytest.skip(f"no {name} here")


def rendered(page: Path, columns: int) -> str:
    """Return the man page as on a terminal without colour."""
    options = ["-k", "-man", "-Tutf8", f"-rLL={columns}n", "-P-c", "-P-bou"]
    command = [program("groff"), *options, str(page)]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("lang", PAGES)
def test_rendered_man_page_fits_and_never_hyphenates_an_option(share: Path, lang: str) -> None:
    page = rendered(share / PAGES[lang], 80)
    assert [line for line in page.splitlines() if cell_len(line) > 80] == []
    group, _context = app()
    options = {o for c in (group, *group.commands.values()) for p in c.params for o in p.opts}
    named = re.findall(r"(?<!\S)--?[a-z][a-z-]*", page)
    assert {o for o in options if o.startswith("-")} <= set(named)
    zone = {"en": "ZONE", "ko": "시간대"}[lang]
    assert re.search(f"^ +--tz {zone}$", page, re.MULTILINE)
    # No option is hyphenated, however narrow the page.
    for columns in range(40, 80, 4):
        narrow = rendered(share / PAGES[lang], columns)
        assert re.findall(r"(?<!\S)--?[a-z][a-z-]*", narrow) == named


@pytest.mark.parametrize("lang", PAGES)
def test_groff_accepts_the_man_page(share: Path, lang: str) -> None:
    # -k: the page is in UTF-8, as its first line says.
    command = [program("groff"), "-k", "-man", "-ww", "-Tutf8", "-z", str(share / PAGES[lang])]
    done = subprocess.run(command, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize("lang", PAGES)
def test_mandoc_accepts_the_man_page(share: Path, lang: str) -> None:
    page = share / PAGES[lang]
    done = subprocess.run([program("mandoc"), "-T", "lint", page], capture_output=True, check=False)
    meant = []
    if '.TH CACCTL 1 "" ' in page.read_text("utf-8"):
        meant.append("missing date")
    if lang == "ko":
        # mandoc counts a Korean letter as the eight of its number.
        meant.append("input text line longer than 80 bytes")
    lines = done.stdout.decode().splitlines()
    assert [line for line in lines if not any(text in line for text in meant)] == []


def environ_of_a_shell(share: Path, home: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if k not in ("EDITOR", "VISUAL", "ENV")}
    return inherited | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_DIRS": str(share),
        "SITE_FUNCTIONS": str(share / "zsh" / "site-functions"),
    }


def typed(command: list[str], lines: dict[str, str], environ: dict[str, str]) -> None:
    """Type each line into a shell on a terminal, and wait for its pattern."""
    pty: Any = pytest.importorskip("pty")
    master, slave = pty.openpty()
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True
    ) as shell:
        try:
            os.close(slave)
            for line, expected in lines.items():
                shown = ""
                os.write(master, line.encode())
                deadline = time.monotonic() + PATIENCE_SECONDS
                while not re.search(expected, shown, re.DOTALL) and time.monotonic() < deadline:
                    if select.select([master], [], [], 0.1)[0]:
                        shown += os.read(master, 65536).decode(errors="replace")
                assert re.search(expected, shown, re.DOTALL)
        finally:
            shell.kill()
            os.close(master)


ZSH = "fpath=($SITE_FUNCTIONS $fpath); autoload -Uz compinit; compinit -u -D"
SHELLS = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}
PROMPT = "PS1='wait''ing '\n"


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_shell_completes_from_the_first_tab_on(shell: str, share: Path, tmp_path: Path) -> None:
    setup = ZSH
    if shell == "bash":
        library = next((name for name in BASH_COMPLETION if Path(name).exists()), None)
        if library is None:
            pytest.skip("no bash-completion here")
        setup = f"source {library}"
    # After the Tab, Ctrl-A goes to the beginning of the line, and Enter shows what it became. What
    # is typed has quotation marks, so that only what the shell writes is what is expected.
    lines = {
        f"{setup}; {PROMPT}": "waiting ",
        "cacctl chan\t\x01echo s''o: \n": "so: cacctl channels.*waiting ",
        "cacctl show cul\t\x01echo s''o: \n": "so: cacctl show culture.*waiting ",
        "cacctl show 문\t\x01echo s''o: \n": "so: cacctl show 문화.*waiting ",
        "cacctl show 기\t\x01echo s''o: \n": "so: cacctl show 기후·환경.*waiting ",
        "cacctl today --tz 베를\t\x01echo s''o: \n": "so: cacctl today --tz 베를린.*waiting ",
        "cacctl day 수\t\x01echo s''o: \n": "so: cacctl day 수요일.*waiting ",
        "cacctl watch --on 유\t\x01echo s''o: \n": "so: cacctl watch --on 유튜브.*waiting ",
    }
    environ = environ_of_a_shell(share, tmp_path) | {"LC_ALL": "C.UTF-8"}
    typed([program(shell), *SHELLS[shell]], lines, environ)


# File names, each with another first letter, and names of events, after another.
HOSTILE = ["q$(touch PWNED)", r"r\$(touch PWNED)", "s`touch PWNED`", "t;touch PWNED"]


def events_and_files(folder: Path) -> dict[str, str]:
    """Create plain and hostile files and events; return the variable that names the settings."""
    settings = folder / "settings"
    events = "".join(f"'b{name}' = 'x'\n" for name in HOSTILE)
    settings.write_text(f"[events]\nbe = 'x'\n{events}", "utf-8")
    for name in (*HOSTILE, "plain"):
        (folder / f"{name}.toml").touch()
    return {"CACCTL_CONFIG": str(settings)}


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_never_runs_a_hostile_name(
    shell: str, share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environ = environ_of_a_shell(share, tmp_path) | events_and_files(tmp_path)
    setup = ZSH if shell == "zsh" else f"source {share}/bash-completion/completions/cacctl"
    so = "\x01echo s''o: \n"
    lines = {
        f"{setup}; {PROMPT}": "waiting ",
        f"cacctl today --schedule pl\t{so}": r"so: cacctl today --schedule plain\.toml.*waiting ",
        f"cacctl today --schedule b\t{so}": r"so: cacctl today --schedule be\b.*waiting ",
        f"cacctl today --schedule \t\t{so}": "so: cacctl.*waiting ",
        **{f"cacctl today --schedule {n[0]}\t{so}": "so: cacctl.*waiting " for n in HOSTILE},
    }
    typed([program(shell), *SHELLS[shell]], lines, environ)
    assert not (tmp_path / "PWNED").exists()


def test_completion_offers_fish_no_hostile_name(
    share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = subprocess.run(
        [program("fish"), "-c", 'for i in b pl; complete -C "cacctl today --schedule $i"; end'],
        env=environ_of_a_shell(share, tmp_path) | events_and_files(tmp_path),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines() == ["be", "plain.toml"]


def test_fish_completes_korean_words_and_describes_them(share: Path, tmp_path: Path) -> None:
    words = ("show 문", "show climate", "today --tz 베를", "day 수", "watch --on 유")
    done = subprocess.run(
        [program("fish"), "-c", 'for i in $argv; complete -C "cacctl $i"; end', *words],
        env=environ_of_a_shell(share, tmp_path) | {"LC_ALL": "C.UTF-8", "CACCTL_LANG": "ko"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines() == [
        "문화\tculture",
        "climate\t기후·환경",
        "베를린",
        "수요일\t2020-06-03",
        "유튜브",
    ]


def test_files_do_not_depend_on_the_environment(share: Path, tmp_path: Path) -> None:
    elsewhere = {
        "LANG": "ko_KR.UTF-8",
        "CACCTL_LANG": "ko",
        "CACCTL_SCHEDULE": "/none",
        "COLUMNS": "40",
        "FORCE_COLOR": "1",
        "PYTHONHASHSEED": "7",
        "TZ": "America/Los_Angeles",
    }
    before = {f"share/{p.relative_to(share).as_posix()}": p for p in share.rglob("*")}
    files = {name: path.read_bytes() for name, path in before.items() if path.is_file()}
    assert made(tmp_path, **elsewhere) == files
