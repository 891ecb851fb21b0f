"""The line for a status bar: filled in, empty, and never harmful."""

import subprocess
from pathlib import Path

import pytest
from conftest import Run, cacctl
from hypothesis import given
from hypothesis import strategies as st

from cacctl import clock
from cacctl.errors import UsageProblem
from cacctl.status import FIELDS, check_template, harmless

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
def test_the_line(run: Run, moment: str, template: str, otherwise: str, line: str) -> None:
    answer = run("now", "--format", template, "--else", otherwise, "--at", moment)
    assert (answer.code, answer.out, answer.err) == (0, f"{line}\n", "")


def test_in_korean(run: Run) -> None:
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
        ("{nme}", "There is no field nme.", "Did you mean name?"),
        ("{}", "There is no field {}.", "There are: event, id, "),
        ("{zzzzz}", "There is no field zzzzz.", "There are: event, id, "),
        (
            "{name",
            "A brace in --format stands alone; write it twice: {{ or }}.",
            "There are: event, id, ",
        ),
        (
            "name}",
            "A brace in --format stands alone; write it twice: {{ or }}.",
            "There are: event, id, ",
        ),
        ("{name.__class__}", "A brace in --format stands alone", "There are: event, id, "),
        ("{name!r:>10}", "A brace in --format stands alone", "There are: event, id, "),
    ],
)
def test_a_wrong_template_is_told(run: Run, template: str, message: str, hint: str) -> None:
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
def test_a_bar_is_never_failed(run: Run, arguments: list[str]) -> None:
    for otherwise, line in (("", ""), ("idle", "idle"), ("{next_name}", "")):
        answer = run("now", "--format", "{name}", "--else", otherwise, *arguments)
        assert (answer.code, answer.out) == (0, f"{line}\n")
        assert answer.err.startswith("cacctl: ")


def test_a_prompt_is_not_told_of_doubts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CACCTL_TZ", "TZ"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("cacctl.clock.system_zone", lambda: clock.zone("UTC"))
    assert "need not be your zone" in run("now").err
    assert run("now", "--format", "{name}").err == ""


# What bars and prompts obey; the last two are read by a prompt that is expanded once more.
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
def test_nothing_that_a_bar_obeys_is_left(parts: list[str]) -> None:
    text = harmless("".join(parts))
    for sign in ("%{", "#(", "#[", "#{", "$(", "${", "$[", "`", "\\"):
        assert sign not in text


@pytest.mark.parametrize("name", OBEYED)
def test_no_name_starts_a_program_from_a_prompt(tmp_path: Path, name: str) -> None:
    """A real bash, whose prompt is put together from the line and then expanded by bash."""
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


@given(st.text(max_size=30))
def test_any_template_is_right_or_told(template: str) -> None:
    try:
        check_template(template)
    except UsageProblem as problem:
        assert problem.message
        return
    assert "{" not in template.replace("{{", "") or any(f"{{{f}}}" in template for f in FIELDS)
