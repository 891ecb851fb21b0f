"""The catalogue and the documents are complete and true."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import tomli
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from typer.main import get_command

from cacctl import __version__
from cacctl.base.errors import CacctlError
from cacctl.base.i18n import LOCALE_DIR
from cacctl.cli.app import application
from cacctl.render.status_line import FIELDS
from cacctl.settings.settings import OPTIONS
from tests.conftest import ROOT, script
from tests.schemas import ANSWER, CHECK, DIRECTORY, EVENTS, SETTINGS

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
KOREAN = LOCALE_DIR / "ko" / "LC_MESSAGES"


def catalogue() -> Catalog:
    with (KOREAN / "cacctl.po").open("rb") as file:
        return read_po(file, locale="ko")


def forms(words: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the messages with their plurals, which babel gives as lists or tuples."""

    def listed(text: str | Sequence[str]) -> tuple[str, ...]:
        return (text,) if isinstance(text, str) else tuple(text)

    return {listed(m.id): listed(m.string or "") for m in words if m.id}


def test_catalogue_has_every_message_and_no_other() -> None:
    keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
    used = {
        found[2] for found in extract_from_dir(str(ROOT / "src" / "cacctl"), keywords=keywords)
    } - {""}
    known = {message.id for message in catalogue() if message.id}
    assert known == used


def test_no_message_is_in_an_f_string() -> None:
    """Where pybabel would not find it."""
    for path in (ROOT / "src" / "cacctl").rglob("*.py"):
        for text in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(text, ast.JoinedStr):
                called = [n.func for n in ast.walk(text) if isinstance(n, ast.Call)]
                assert not [n for n in called if isinstance(n, ast.Name) and n.id == "_"], path


def fields_of(text: str) -> set[str]:
    """Return the fields of a message; languages may put the year on different dates."""
    return {field.removesuffix("_and_year") for field in re.findall(r"\{(\w+)", text)}


def test_every_message_is_translated_with_its_fields() -> None:
    for message in catalogue():
        if not message.id:
            continue
        assert not message.fuzzy
        forms = [message.id] if isinstance(message.id, str) else message.id
        korean = [message.string] if isinstance(message.string, str) else message.string or []
        fields = {field for form in forms for field in fields_of(form)}
        for form in korean:
            assert form, message.id
            assert fields_of(form) == fields, message.id


def test_compiled_catalogue_matches_its_source() -> None:
    """Compare messages only; the header names the version of Babel."""
    with (KOREAN / "cacctl.mo").open("rb") as file:
        compiled = read_mo(file)
    assert forms(compiled) == forms(catalogue())


EXAMPLES = script("examples")


@pytest.mark.parametrize("page", EXAMPLES.PAGES, ids=str)
def test_examples_show_the_real_output(page: Path) -> None:
    """A page is what `python scripts/examples.py` would write."""
    assert EXAMPLES.with_real_output(page) == page.read_text("utf-8")


@pytest.mark.parametrize("folder", [".", "ko"])
def test_documentation_has_examples_in_both_languages(folder: str) -> None:
    readme = {".": "README.md", "ko": "README.ko.md"}[folder]
    pages = [ROOT / readme, *(ROOT / "docs" / folder).glob("*.md")]
    text = "".join(page.read_text("utf-8") for page in pages)
    assert text.count("\n$ cacctl ") >= 16


@pytest.mark.parametrize("folder", ["docs", "docs/ko"])
def test_documentation_has_every_command_and_common_option(folder: str) -> None:
    command: Any = get_command(application())
    options = {o for p in command.params for o in p.opts if o.startswith("--")}
    guide = (ROOT / folder / "guide.md").read_text("utf-8")
    settings = (ROOT / folder / "settings.md").read_text("utf-8")
    assert [name for name in command.commands if f"`cacctl {name}" not in guide] == []
    shown = set(re.findall(r"`(--[a-z-]+)", settings))
    shown |= set(re.findall(r"`cacctl (--[a-z-]+)", guide + settings))
    assert options - shown == {"--version", "--show-completion"}


@pytest.mark.parametrize("folder", ["docs", "docs/ko"])
def test_documentation_has_every_field_setting_and_exit_code(folder: str) -> None:
    fields = (ROOT / folder / "status-bars.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*`) \|", fields, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(FIELDS)
    settings = (ROOT / folder / "settings.md").read_text("utf-8")
    example = settings.partition("<!-- man:settings -->\n```toml\n")[2].partition("```")[0]
    assert tomli.loads(example).keys() == OPTIONS.keys()
    codes = re.findall(r"^\| (\d+) \|", (ROOT / folder / "scripts.md").read_text("utf-8"), re.M)
    failures: list[type[CacctlError]] = [CacctlError, *CacctlError.__subclasses__()]
    assert sorted(map(int, codes)) == [0, *sorted(f.exit_code for f in failures), 130]


def anchors(text: str) -> set[str]:
    """Return the anchors that code hosts and the site give to the headings of a page."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for link in re.findall(r"\]\(([^) ]+)\)", page.read_text("utf-8")):
        target, _hash, anchor = link.partition("#")
        if "://" not in target:
            file = page.parent / target if target else page
            assert file.exists(), link
            assert not anchor or anchor in anchors(file.read_text("utf-8")), link


def test_contributing_names_every_package() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for module in (ROOT / "src" / "cacctl").glob("*/__init__.py"):
        assert f"  {module.parent.name} " in text


def test_modules_and_functions_stay_short() -> None:
    """A reader has a module of at most 450 lines, and a function on one screen of 60."""
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text("utf-8")
        assert text.count("\n") <= 450, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                assert node.end_lineno - node.lineno < 60, (path, node.name)


def test_contributing_is_short() -> None:
    assert (ROOT / "CONTRIBUTING.md").read_text("utf-8").count("\n") <= 80


def test_published_schemas_are_valid() -> None:
    for validator in (ANSWER, CHECK, DIRECTORY, EVENTS, SETTINGS):
        validator.check_schema(validator.schema)


def test_changelog_describes_this_version() -> None:
    assert f"## [{__version__}] - 20" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def calls(readme: str) -> list[str]:
    """Return the command lines in a README, of blocks and of the text, in English."""
    text = (ROOT / readme).read_text("utf-8")
    typed = {"로마": "rome", "문화": "culture", "명령": "COMMAND", "'6월 3일'": "2020-06-03"}
    for korean, english in typed.items():
        text = text.replace(f" {korean}", f" {english}")
    blocks = re.findall(r"^```(?:sh|console)$.*?^```$", text, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    commands = [line for line in lines if line.startswith(("$ ", "cacctl ", "uv ", "python3 "))]
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return [re.split(" *#", line)[0] for line in commands] + re.findall(r"`(cacctl[^`]*)`", prose)


def test_both_readmes_have_the_same_commands() -> None:
    english = calls("README.md")
    assert len(english) > 20
    assert sorted(calls("README.ko.md")) == sorted(english)


@pytest.mark.parametrize("name", ["README.md", "README.ko.md"])
def test_readme_is_short(name: str) -> None:
    assert len((ROOT / name).read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("name", ["README.md", "README.ko.md", "SECURITY.md"])
def test_documents_warn_of_a_shell_as_player(name: str) -> None:
    assert "sh -c 'mpv %s'" in (ROOT / name).read_text("utf-8")
