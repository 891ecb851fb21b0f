"""Rules for streams in a schedule file."""

import re
from pathlib import Path

import pytest

from cacctl.formats import lint, loading
from cacctl.model.programme import Programme
from cacctl.model.streams import streams_of
from cacctl.net.link_check import LinkStatus
from cacctl.sources import parsed_cache
from tests.conftest import ROOT, SOME_TIME, Run
from tests.formats.native.schedules import changed, load, refused

RULE = 'streams = "https://live.example.net/{room}"'


def with_rule(rule: str, room: str = "Janson") -> str:
    text = changed('zone = "Asia/Seoul"', f'zone = "Asia/Seoul"\n{rule}')
    return text.replace('name = "Welcome"', f'name = "Welcome"\nroom = "{room}"')


def urls(programme: Programme) -> list[str]:
    session = programme.sessions[0]
    return [stream.url for stream in streams_of(programme, session, session.start)]


def test_rule_makes_the_stream() -> None:
    loaded = load(with_rule(RULE))
    assert urls(loaded.programme) == ["https://live.example.net/janson"]
    assert loaded.warnings == ()


def test_rules_can_be_tables_in_every_notation() -> None:
    for rule in (
        '[[event.streams]]\nurl = "https://live.example.net/{room}"\nrooms = { Janson = "x" }',
        'streams = [{ url = "https://live.example.net/{room}", rooms.Janson = "x" }]',
        'streams.url = "https://live.example.net/{room}"\nstreams.rooms.Janson = "x"',
    ):
        assert urls(load(with_rule(rule)).programme) == ["https://live.example.net/x"]


@pytest.mark.parametrize(
    ("rule", "start", "words"),
    [
        ('streams = "https://live.example.net/{r}"', ":7: event, streams: ", "{r}"),
        ("streams = 3", ":7: event, streams: ", "must be a URL or a table"),
        ('streams = [\n{ url = "x" }]', ":8: event, streams 1, url: ", "no placeholder"),
        ('[[event.streams]]\nurl = "ftp://x/{room}"', ":8: event, streams 1, url: ", "ftp"),
        ("streams = { rooms = { A = 1 } }", ":7: event, streams.rooms.A: ", "wrong type"),
    ],
)
def test_wrong_rule_is_refused_with_its_line(rule: str, start: str, words: str) -> None:
    (problem,) = refused(with_rule(rule))
    assert start in problem
    assert words in problem


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ('streams = { url = "https://x.net/{room}", colour = "red" }', "colour: unknown key"),
        (
            'streams = { url = "https://x.net/{room}", rooms = { Jansen = "" } }',
            'rooms.Jansen: room "Jansen" has no sessions. Did you mean Janson?',
        ),
        ('streams = "https://{room}.example.net/"', 'no stream for "_": '),
    ],
)
def test_doubtful_rule_is_warned_about_with_its_line(rule: str, words: str) -> None:
    room = "_" if words.startswith("no stream") else "Janson"
    (warning,) = load(with_rule(rule, room)).warnings
    assert ":7: " in warning
    assert words in warning


def test_rule_of_the_settings_wins(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "event.toml").write_text(with_rule(RULE), "utf-8")
    config = tmp_path / "config.toml"
    config.write_text(
        '[events.mine]\nschedule = "event.toml"\nstreams = "https://mine.example.net/{room}"\n'
    )
    monkeypatch.setenv("CACCTL_CONFIG", str(config))
    at = ("--at", "2020-06-02T22:10:00+09:00")
    for name, host in [("mine", "mine"), (str(tmp_path / "event.toml"), "live")]:
        found = run("watch", "--print", "--schedule", name, *at)
        assert found.out == f"https://{host}.example.net/janson\n"


def test_parsed_form_keeps_the_streams_of_rules() -> None:
    loaded = load(with_rule(RULE))
    assert parsed_cache._read(parsed_cache.packed(loaded)) == loaded


def test_documented_rules_are_read_and_make_the_documented_names() -> None:
    text = (ROOT / "docs" / "schedule-format.md").read_text("utf-8")
    examples = re.findall(r"<!-- rules? -->\n```toml\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        loaded = load(with_rule(example))
        assert urls(loaded.programme)
        assert all("has no sessions" in warning for warning in loaded.warnings)
    room = "K.1.105 (La Fontaine)"
    table = re.findall(r"^\| `({room[.a-z]*})` \| `([^`]+)` \|", text, re.MULTILINE)
    assert len(table) == 3
    for placeholder, name in table:
        rule = f'streams = "https://live.example.net/{placeholder}"'
        assert urls(load(with_rule(rule, room)).programme) == [f"https://live.example.net/{name}"]


def test_check_counts_and_requests_the_streams_of_rules() -> None:
    text = with_rule(RULE.replace("example.net", "example.org"))
    examined = loading.examine(text.encode(), "s.toml", SOME_TIME)
    made = "https://live.example.org/janson"
    assert lint.urls(examined) == [made]
    report = lint.report(examined, [LinkStatus(made, ok=False, status=404, detail="x", seconds=0)])
    broken, placeholder = sorted(report.problems, key=lambda problem: problem.severity)
    assert broken.line == placeholder.line == 7
    assert broken.message == f"event, streams: {made} is broken: x."
    assert f"{made} is a placeholder" in placeholder.message
    assert isinstance(report.counts, lint.Counts)
    assert report.counts.channels == 1
