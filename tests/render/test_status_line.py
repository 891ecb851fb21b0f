"""The line for status bars and prompts: its fields, and its safety."""

import random
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import UsageProblem
from cacctl.render.status_line import FIELDS, check_template, filled
from cacctl.times import clock
from tests.conftest import Run, cacctl

LIVE, PAUSE, AFTER = "2020-06-03T10:00+09:00", "2020-06-03T12:00+09:00", "2020-06-06T10:00+09:00"


@pytest.mark.parametrize(
    ("moment", "template", "otherwise", "line"),
    [
        (LIVE, "{name} {remaining}", "-", "Climate & Environment 1 hour 10 minutes"),
        (LIVE, "{number}/{id} {start}-{end} {elapsed} {percent}%", "",
         "3/climate 09:00-11:10 1 hour 46%"),
        (LIVE, "{next_name} {next_in}", "", "Prevention Measures 3 hours"),
        (LIVE, "{{{id}}} {url}", "", "{climate} https://www.youtube.com/seoulcityofficial"),
        (LIVE, "", "else", ""),
        (PAUSE, "{name}", "", ""),
        (PAUSE, "{name}", "quiet", "quiet"),
        (PAUSE, "{name}", "{next_name} in {next_in}", "Prevention Measures in 1 hour"),
        (PAUSE, "{name}", "{{}}", "{}"),
        (PAUSE, "{name}", "{event}", "CAC Global Summit 2020"),
        ("2020-06-03T23:50+09:00", "{name}", "{next_id}", "luminary"),
        ("2020-05-20T10:00+09:00", "{name}", "{next_number}", "1"),
        (AFTER, "{name}", "{next_name} in {next_in}", ""),
        (AFTER, "{name}", "over", "over"),
    ],
)  # fmt: skip
def test_line_has_the_fields_of_the_template(
    run: Run, moment: str, template: str, otherwise: str, line: str
) -> None:
    answer = run("now", "--format", template, "--else", otherwise, "--at", moment)
    assert (answer.code, answer.out, answer.err) == (0, f"{line}\n", "")


def test_line_is_in_korean(run: Run) -> None:
    answer = run("now", "--format", "{name} {remaining} 남음", "--lang", "ko", "--at", LIVE)
    assert answer.out == "기후·환경 1시간 10분 남음\n"


def test_every_field_is_filled_in(run: Run) -> None:
    template = "|".join(f"{{{name}}}" for name in FIELDS)
    values = run("now", "--format", template, "--at", LIVE).out.strip().split("|")
    assert len(values) == len(FIELDS)
    # The summit's sessions are in no rooms.
    empty = [name for name, value in zip(FIELDS, values, strict=True) if not value]
    assert empty == ["room", "next_room"]


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        ("{nme}", "Unknown field: 'nme'.", "Did you mean name?"),
        ("{}", "Unknown field: '{}'.", "Available: event, id, "),
        ("{zzzzz}", "Unknown field: 'zzzzz'.", "Available: event, id, "),
        (
            "{name",
            "Unmatched brace in --format. Use {{ or }} for a literal brace.",
            "Available: event, id, ",
        ),
        (
            "name}",
            "Unmatched brace in --format. Use {{ or }} for a literal brace.",
            "Available: event, id, ",
        ),
        ("{name.__class__}", "Unknown field: 'name.__class__'.", "Did you mean name?"),
        ("{name!r:>10}", "Unknown field: 'name!r:>10'.", "Did you mean name?"),
    ],
)
def test_wrong_template_is_refused_with_a_hint(
    run: Run, template: str, message: str, hint: str
) -> None:
    for arguments in (["--format", template], ["--format", "x", "--else", template]):
        answer = run("now", *arguments)
        assert (answer.code, answer.out) == (2, "")
        assert message in answer.err
        assert hint in answer.err


@pytest.mark.parametrize(
    "arguments",
    [["--schedule", "/nonexistent.toml"], ["--tz", "Nowhere"], ["--at", "24:99"]],
    ids=str,
)
def test_status_line_never_fails(run: Run, arguments: list[str]) -> None:
    for otherwise, line in (("", ""), ("idle", "idle"), ("{next_name}", "")):
        answer = run("now", "--format", "{name}", "--else", otherwise, *arguments)
        assert (answer.code, answer.out) == (0, f"{line}\n")
        assert answer.err.startswith("cacctl: ")


def test_status_line_writes_no_warnings(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CACCTL_TZ", "TZ"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("cacctl.times.clock.system_zone", lambda: clock.zone("UTC"))
    assert "Yours may be different" in run("now").err
    assert run("now", "--format", "{name}").err == ""


# What bars and prompts interpret; the last two, prompts that are expanded again.
OBEYED = [
    "%{A1:touch pwned:}x%{A}",
    "#(touch pwned)",
    "#[fg=red]",
    "$(touch pwned)",
    "`touch pwned`",
    "${x:=$(touch pwned)}",
    "$[a[$(touch pwned)]]",
    "\\044(touch pwned)",
    "\\`touch pwned\\`",
]


@given(st.lists(st.sampled_from([*OBEYED, "%", "#", "$", "{", "(", "[", "\\", "`", "x"])))
def test_nothing_that_a_bar_interprets_is_left(parts: list[str]) -> None:
    text = filled("{name}", {"name": "".join(parts)})
    for sign in ("%{", "#(", "#[", "#{", "$(", "${", "$[", "`", "\\"):
        assert sign not in text


@pytest.mark.parametrize("name", OBEYED)
def test_no_name_starts_a_program_from_a_prompt(tmp_path: Path, name: str) -> None:
    """In a real bash that expands the line in its prompt."""
    schedule = tmp_path / "schedule.toml"
    literal = name.replace("\\", "\\\\")
    schedule.write_text(
        'schema = 1\n[event]\nid = "e"\nname = "E"\nzone = "UTC"\n[[session]]\nid = "s"\n'
        f'start = 2020-06-03T00:00:00\nend = 2020-06-03T11:00:00\nname = "{literal}"\n'
        '[[channel]]\nid = "c"\nplatform = "web"\nlang = "en"\nname = "C"\n'
        'url = "https://example.org/"\n',
        "utf-8",
    )
    line = cacctl(
        "now", "--format", "{name}", "--schedule", str(schedule), "--at", "2020-06-03T10:00Z"
    ).stdout.decode()
    assert "pwned" in line or "fg" in line
    script = f'PS1={_quoted(line.strip())}; echo "${{PS1@P}}"'
    subprocess.run(["bash", "-c", script], cwd=tmp_path, check=False, capture_output=True)
    assert not (tmp_path / "pwned").exists()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# What starts, continues and ends something interpreted, in a field or the template around it.
SIGNS = [
    *"%$#^!{}()[]<>&|;,=\\`*?~'\"", "", " ", "x", "T", "S", "B", "HOME", "A1:touch pwned:",
    "touch pwned", "fg=red", "5", "한글",
]  # fmt: skip
OWN = ["%", "$", "#", "^", "{{", "}}", "(", ")", "[", "]", " ", "\\", "x", "", "="]


def lines_of_signs() -> list[str]:
    """Return 2000 lines of three fields with the template's text around each."""
    chance = random.Random(20200603)
    lines = []
    for _number in range(2000):
        fields = {n: "".join(chance.choices(SIGNS, k=chance.randrange(4))) for n in "abc"}
        own = chance.choices(OWN, k=4)
        lines.append(filled(f"{own[0]}{{a}}{own[1]}{{b}}{own[2]}{{c}}{own[3]}", fields))
    return lines


def expanded(lines: list[str], *command: str) -> list[str]:
    """Return what a real program makes of each line."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"no {command[0]} here")
    given = "".join(f"{line}\0" for line in lines).encode()
    done = subprocess.run(command, input=given, capture_output=True, timeout=60, check=True)
    return done.stdout.decode().split("\0")[:-1]


def test_bash_expands_nothing_of_a_field_in_a_prompt() -> None:
    lines = lines_of_signs()
    script = """while IFS= read -r -d '' line; do printf "%s\\0" "${line@P}"; done"""
    # Parameters by number stay: prices are frequent, and there are none in a prompt.
    meant = [re.sub(r"\$\d", "", line) for line in lines]
    assert expanded(lines, "bash", "-c", script) == meant


def test_zsh_expands_nothing_of_a_field_in_a_prompt() -> None:
    lines = lines_of_signs()
    loop = "while IFS= read -r -d '' line; do print -rnP -- $line; printf '\\0'; done"
    script = f"setopt prompt_subst; {loop}"
    # zsh ignores a single percent sign and drops the space behind it.
    meant = [re.sub(r"% ?|\$\d", "", line) for line in lines]
    assert expanded(lines, "zsh", "-f", "-c", script) == meant


def test_line_is_safe_across_fields_and_text() -> None:
    for template, values, line in (
        ("{name}{room}", {"name": "Price $", "room": "(touch X)"}, "Price $ (touch X)"),
        ("{percent}%{name}", {"percent": "46", "name": "{A:touch X:}"}, "46% {A:touch X:}"),
        ("{percent}%{name}", {"percent": "46", "name": " of"}, "46% of"),
        ("${room}({name})", {"name": "touch X", "room": ""}, "$ (touch X)"),
        ("#{name}", {"name": "T"}, "# T"),
        ("{name}{{x}}", {"name": "#"}, "# {x}"),
        ("{name}#[fg=red]%{{F#f00}}$(date)", {"name": "a"}, "a#[fg=red]%{F#f00}$(date)"),
        ("{name}", {"name": "C# and #1 of 5 $, at $5"}, "C# and #1 of 5 $, at $5"),
        ("{name}", {"name": "<action=x>a</action> | bash=x"}, "‹action=x>a‹/action> ¦ bash=x"),
        ("{name}", {"name": "Climate & Environment"}, "Climate & Environment"),
    ):
        assert filled(template, values) == line


def test_escaped_url_leads_to_the_same_page() -> None:
    address = "https://e.org/%EB%B0%B0?a=$(x)&b=1#Talk"
    assert filled("{url}", {"url": address}) == "https://e.org/%EB%B0%B0?a=%24(x)&b=1#%54alk"
    assert filled("{url}%{url}", {"url": "https://e.org/"}) == "https://e.org/% https://e.org/"


def test_tmux_shows_every_line_as_it_is(tmp_path: Path) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("no tmux here")
    names = [f"{a}{b}" for a in ("#", "##", "x#") for b in map(chr, range(32, 127))]
    lines = [filled("{name}", {"name": name}) for name in names]
    lines += [filled("#{name}", {"name": chr(number)}) for number in range(32, 127)]
    tmux = ["tmux", "-S", str(tmp_path / "s"), "-f", "/dev/null"]
    subprocess.run([*tmux, "new-session", "-d", "sleep 600"], check=True)
    try:
        options = [
            word
            for number, line in enumerate(lines)
            for word in ("set", "-g", f"@l{number}", f"{line}.", ";")
        ]
        subprocess.run([*tmux, *options], check=True)
        shown = "\n".join(f"#{{E:@l{number}}}" for number in range(len(lines)))
        done = subprocess.run(
            [*tmux, "display-message", "-p", shown], capture_output=True, check=True
        )
    finally:
        subprocess.run([*tmux, "kill-server"], check=True)
    assert done.stdout.decode().splitlines() == [f"{line}." for line in lines]


@given(st.lists(st.sampled_from(SIGNS)).map("".join))
def test_fields_in_pango_markup_get_entities(value: str) -> None:
    line = filled("<b x='{name}'>{name}</b>", {"name": value}, is_pango=True)
    assert [(e.tag, [*e]) for e in [ElementTree.fromstring(line)]] == [("b", [])]


def test_pango_markup_is_detected_by_its_tags(run: Run) -> None:
    for template, line in (
        ("<b>{name}</b>", "<b>Climate &amp; Environment</b>"),
        ("{id} &amp; {name}", "climate &amp; Climate &amp; Environment"),
        ("<fc=red>{name}</fc>", "<fc=red>Climate & Environment</fc>"),
    ):
        assert run("now", "--format", template, "--at", LIVE).out == f"{line}\n"
    answer = run("now", "--format", "<b>{name}</b>", "--else", "{next_name} & <", "--at", PAUSE)
    assert answer.out == "Prevention Measures & <\n"


@given(st.text(max_size=30))
def test_any_template_works_or_is_refused(template: str) -> None:
    try:
        check_template(template)
    except UsageProblem as problem:
        assert problem.message
        return
    assert "{" not in template.replace("{{", "") or any(f"{{{f}}}" in template for f in FIELDS)
