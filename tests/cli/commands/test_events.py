"""`events` and `--event`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cacctl.base.terminal import cell_len
from cacctl.model.programme import Programme
from tests.cli.test_completion import complete
from tests.conftest import ROOT, Run
from tests.formats.directory.test_giggity import entry, menu
from tests.schemas import EVENTS, SETTINGS
from tests.servers import ScheduleServer, named
from tests.settings.test_event_streams import XML

DIRECTORY = """\
[[event]]
id = "harbour-2020"
name.en = "Harbour Days 2020"
name.ko = "항구 축제 2020"
start = 2020-06-03
end = 2020-06-04
zone = "Asia/Seoul"
schedule = "{url}"

[[event]]
id = "harbour-2021"
name.en = "Harbour Days 2021, with a name that is much longer than others"
start = 2021-06-03
end = 2021-06-04
"""
DURING = ("--at", "2020-06-03 11:10")


@pytest.fixture(autouse=True)
def configuration(tmp_path: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file with a directory beside it."""
    file = tmp_path / "config.toml"
    file.write_text('directories = "my.toml"\n', "utf-8")
    monkeypatch.setenv("CACCTL_CONFIG", str(file))
    return file


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ScheduleServer]:
    with ScheduleServer(named("Harbour Days")) as running:
        (tmp_path / "my.toml").write_text(DIRECTORY.format(url=running.url), "utf-8")
        yield running


def test_events_are_listed_soonest_first_and_past_ones_last(
    run: Run, server: ScheduleServer
) -> None:
    listed = [line.split("; ") for line in run("events", *DURING).out.splitlines()]
    assert [line[0] for line in listed[:3]] == [
        "CAC Global Summit 2020",
        "Harbour Days 2020",
        "Harbour Days 2021, with a name that is much longer than others",
    ]
    assert listed[1][1:] == [
        "Wed 3 June to Thu 4 June 2020",
        "today",
        "cacctl --event harbour",
    ]
    assert listed[2][2:] == ["in 1 year", "no schedule yet"]
    later = [
        line.split("; ") for line in run("events", "--at", "2021-06-04 12:00").out.splitlines()
    ]
    states = [line[2] for line in later]
    assert states[0] == "in progress"
    assert [line[0] for line in later[-2:]] == ["CAC Global Summit 2020", "Harbour Days 2020"]
    # Its schedule is not to be expected any more.
    past = run("events", "--at", "2021-06-06 12:00").out
    assert "2021; ended 2 days ago; no schedule\n" in past
    assert states[-2:] == ["ended 11 months ago", "ended 1 year ago"]
    # Nothing was downloaded for the list.
    assert server.requests == []


def test_live_sessions_are_those_of_the_saved_copy(run: Run, server: ScheduleServer) -> None:
    assert run("today", "--event", "harbour", *DURING).code == 0
    requests = len(server.requests)
    lines = run("events", *DURING).out.splitlines()
    assert lines[:2] == [
        "Harbour Days 2020; Wed 3 June to Thu 4 June 2020; live; S1; cacctl --event harbour",
        "CAC Global Summit 2020; Mon 1 June to Fri 5 June 2020; in progress; cacctl --event cac",
    ]
    assert len(server.requests) == requests
    document = json.loads(run("events", "--json", *DURING).out)
    EVENTS.validate(document)
    states = {event["id"]: (event["state"], event["live"]) for event in document["events"]}
    assert states["harbour-2020"] == ("live", ["s1"])
    assert states["harbour-2021"] == ("upcoming", [])


def test_live_sessions_are_those_of_the_schedule(run: Run, summit: Programme) -> None:
    for session in summit.sessions:
        at = ("--at", session.start.isoformat())
        events = json.loads(run("events", "--json", *at).out)["events"]
        assert events[0]["id"] == "cac-2020"
        assert events[0]["live"] == [s.id for s in summit.live_at(session.start)]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120])
def test_list_fits_the_terminal(see: Run, server: ScheduleServer, lang: str, columns: int) -> None:
    run_before = see("today", "--event", "harbour", *DURING)
    assert run_before.code == 0
    answer = see("events", *DURING, "--lang", lang, columns=columns)
    assert answer.err == ""
    lines = answer.out.splitlines()
    assert max(map(cell_len, lines)) <= columns
    assert any(line.endswith("cacctl --event harbour") for line in lines)
    assert "  ▶ S1" in lines
    assert (lang == "ko") == ("항구 축제 2020" in answer.out)
    if lang == "ko":
        assert not re.search("live|upcoming|ended|schedule", answer.out)


def test_dates_decide_in_the_zone_of_the_event(run: Run, server: ScheduleServer) -> None:
    for at, state in [
        ("2020-06-02T14:59Z", "upcoming"),
        ("2020-06-02T15:00Z", "in-progress"),
        ("2020-06-04T14:59Z", "in-progress"),
        ("2020-06-04T15:00Z", "past"),
    ]:
        document = json.loads(run("events", "--json", "--at", at).out)
        assert {e["id"]: e["state"] for e in document["events"]}["harbour-2020"] == state


@pytest.mark.parametrize(
    ("at", "english", "korean"),
    [
        ("2020-05-31T23:59+09:00", "in 3 days", "3일 후"),
        ("2020-06-01T23:59+09:00", "in 2 days", "2일 후"),
        ("2020-06-02T00:00+09:00", "tomorrow", "내일"),
        ("2020-06-02T23:59+09:00", "tomorrow", "내일"),
        ("2020-06-03T00:00+09:00", "today", "오늘"),
        ("2020-06-04T00:00+09:00", "in progress", "진행 중"),
        ("2020-06-05T00:00+09:00", "ended yesterday", "어제 끝남"),
        ("2020-06-06T23:59+09:00", "ended 2 days ago", "2일 전에 끝남"),
    ],
)
def test_days_of_the_calendar_are_counted(
    run: Run, server: ScheduleServer, at: str, english: str, korean: str
) -> None:
    for lang, words in (("en", english), ("ko", korean)):
        lines = run("events", "--at", at, "--lang", lang, "--tz", "America/Los_Angeles").out
        (line,) = (line for line in lines.splitlines() if "--event harbour" in line)
        assert line.split("; ")[2] == words


def test_event_with_a_saved_schedule_begins_with_its_first_session(
    run: Run, server: ScheduleServer
) -> None:
    assert run("today", "--event", "harbour", *DURING).code == 0
    for at, words in [("2020-06-03 09:59", "today"), ("2020-06-03 12:30", "in progress")]:
        assert f"Harbour Days 2020; Wed 3 June to Thu 4 June 2020; {words};" in (
            run("events", "--at", at).out
        )


@pytest.mark.parametrize("folder", ["docs", "docs/ko"])
def test_event_of_the_settings_that_a_directory_has_is_listed_once(
    run: Run, configuration: Path, folder: str
) -> None:
    page = (ROOT / folder / "settings.md").read_text("utf-8")
    (example,) = re.findall(r"^```toml\n(\[events\.fosdem\]\n.*?)^```$", page, re.DOTALL | re.M)
    configuration.write_text(example, "utf-8")
    lines = run("events", "--at", "2026-11-28").out.splitlines()
    assert [line for line in lines if "2027" in line or "--event fosdem" in line] == [
        "FOSDEM 2027; Sat 30 January to Sun 31 January 2027; in 2 months; cacctl --event fosdem",
        "FOSDEM 2026; Sat 31 January to Sun 1 February 2026; ended 9 months ago; "
        "cacctl --event fosdem-2026",
    ]
    assert not [line for line in lines if "dates unknown" in line]
    assert run("next", "--event", "fosdem-2027", "--tz", "Seoul") == (
        2,
        "",
        "cacctl: No schedule is available for fosdem-2027 in the event directory.\n"
        "To open it with your settings: cacctl --event fosdem --tz Seoul\n",
    )


def test_events_of_the_settings_are_listed_without_going_online(
    run: Run, configuration: Path, server: ScheduleServer, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_bytes(named("Mine"))
    configuration.write_text(
        f'directories = ["my.toml"]\n[events]\nother = "{server.url}?other"\n'
        'mine = "mine.toml"\n"a b" = "missing.toml"\n'
    )
    lines = run("events", *DURING).out.splitlines()
    assert "Mine; Wed 3 June 2020; live; S1; cacctl --event mine" in lines
    assert "other; dates unknown; cacctl --event other" in lines
    assert "a b; dates unknown; cacctl --event 'a b'" in lines
    assert server.requests == []
    assert run("about", "--event", "mine", *DURING).code == 0


@pytest.mark.parametrize(
    ("lang", "headings"),
    [
        ("en", ["Live and upcoming", "Dates unknown", "Past"]),
        ("ko", ["진행 중이거나 예정된 행사", "날짜 정보 없음", "지난 행사"]),
    ],
)
def test_events_of_unknown_dates_have_a_heading(
    see: Run, configuration: Path, server: ScheduleServer, lang: str, headings: list[str]
) -> None:
    configuration.write_text(
        f'directories = ["my.toml"]\n[events]\nother = "{server.url}?other"\n', "utf-8"
    )
    lines = see("events", "--at", "2020-06-06 12:00", "--lang", lang).out.splitlines()
    assert [line for line in lines if line in headings] == headings
    other = next(n for n, line in enumerate(lines) if line.startswith("other"))
    assert lines[other - 2 : other] == ["", headings[1]]


def test_directory_with_mistakes_is_read_as_far_as_possible(run: Run, tmp_path: Path) -> None:
    text = DIRECTORY.format(url="s.toml").replace("start = 2020-06-03", 'start = "soon"')
    (tmp_path / "my.toml").write_text(text, "utf-8")
    answer = run("events")
    assert answer.code == 0
    assert "Harbour Days 2021" in answer.out
    (line,) = answer.err.splitlines()
    assert line.startswith(f"{tmp_path / 'my.toml'}:5: event 1 (harbour-2020), start: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--event", "harbour", "next"],
        ["next", "--event", "harbour"],
        ["next", "--event=HARBOUR_2020"],
        ["next", "--schedule", "harbour-2020"],
    ],
)
def test_event_is_opened_by_its_name(
    run: Run, server: ScheduleServer, arguments: list[str]
) -> None:
    answer = run(*arguments, *DURING)
    assert (answer.code, answer.err) == (0, "")
    assert "Harbour Days" in answer.out
    assert len(server.requests) == 1


def test_setting_names_an_event_of_a_directory(
    run: Run, configuration: Path, server: ScheduleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration.write_text('directories = "my.toml"\nschedule = "harbour"\n')
    assert "Harbour Days" in run("next", *DURING).out
    assert "CAC Global Summit" in run("about", "--event", "cac").out
    shown = json.loads(run("config", "--json").out)
    SETTINGS.validate(shown)
    assert shown["settings"]["schedule"]["value"] == "harbour"
    assert shown["settings"]["directories"]["value"].endswith("my.toml")
    configuration.write_text('schedule = "harbor"\n')
    answer = run("next")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("cacctl: Unknown event: 'harbor'.\n")
    monkeypatch.setenv("CACCTL_SCHEDULE", "cac-2020")
    assert run("next", *DURING).code == 0


def test_wrong_directories_in_the_settings_are_refused(run: Run, configuration: Path) -> None:
    configuration.write_text("directories = [3]\n")
    answer = run("events")
    assert answer.code == 2
    assert f"{configuration}:1: directories must be a list of quoted paths or URLs." in answer.err


def test_events_of_the_settings_win(
    run: Run, configuration: Path, server: ScheduleServer, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_bytes(named("Mine"))
    configuration.write_text('directories = "my.toml"\n[events]\nharbour-2020 = "mine.toml"\n')
    assert "Mine" in run("next", "--event", "harbour-2020", *DURING).out
    assert server.requests == []


def test_streams_of_an_event_are_made_by_its_rule(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fosdem.xml").write_text(XML, "utf-8")
    (tmp_path / "my.toml").write_text(
        '[[event]]\nid = "fosdem-2027"\nname = "FOSDEM"\nstart = 2027-01-30\nend = 2027-01-31\n'
        'schedule = "fosdem.xml"\nstreams = "https://live.fosdem.org/watch/{room}"\n'
    )
    at = ("--at", "2027-01-30T10:10:00+01:00")
    answer = run("watch", "--event", "fosdem-2027", "--room", "k.1.105", "--print", *at)
    assert answer == (0, "https://live.fosdem.org/watch/k1105\n", "")
    checked = run("check", "fosdem-2027")
    assert checked.code == 0
    assert "fosdem-2027 is valid" in checked.out


def test_suggestions_are_about_the_same_event(run: Run, server: ScheduleServer) -> None:
    answer = run("show", "zzz", "--event", "harbour", *DURING)
    assert answer.code == 2
    assert "cacctl list --event harbour" in answer.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--event", "harbuor"], "Unknown event: 'harbuor'.\nDid you mean harbour?"),
        (["--schedule", "harbuor"], "Unknown event: 'harbuor'.\nDid you mean harbour?"),
        (["--event", "zzzz"], "Unknown event: 'zzzz'.\nTo list the events: cacctl events"),
        (["--event", "a/b"], "Unknown event: 'a/b'.\nTo list the events: cacctl events"),
        (["--event", "harbour-2021"], "No schedule is available for harbour-2021 yet."),
        (
            ["--event", "fosdem-2027"],
            "No schedule is available for fosdem-2027 yet.\nFor news, see https://fosdem.org/2027/",
        ),
        (
            ["--event", "cac", "--schedule", "cac"],
            "--event cannot be used with --schedule.\nUse only one of these options.",
        ),
        (["--event", ""], "--event requires a value."),
    ],
)
def test_wrong_event_is_refused(
    run: Run, server: ScheduleServer, arguments: list[str], message: str
) -> None:
    answer = run("next", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"cacctl: {message}")


def test_unknown_event_is_looked_for_in_the_list_of_all_events(
    run: Run, configuration: Path
) -> None:
    configuration.write_text('[events]\nmine = "mine.toml"\n', "utf-8")
    answer = run("next", "--event", "zzzz")
    assert answer.err == "cacctl: Unknown event: 'zzzz'.\nTo list the events: cacctl events\n"


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("harbour", "cacctl --event harbour"),
        ("harbour-2020 next --plain", "cacctl --event harbour-2020 next --plain"),
        ("events cac --json", "cacctl --event cac --json"),
        ("mine", "cacctl --event mine"),
        # There is no schedule, or its settings are wrong.
        ("harbour-2021", "cacctl find harbour-2021"),
        ("wrong", "cacctl find wrong"),
        ("events zzzz", "cacctl events --help"),
        # Another schedule was chosen.
        ("harbour --event cac", "cacctl about --event cac"),
    ],
)
def test_name_of_an_event_alone_is_explained(
    run: Run,
    configuration: Path,
    server: ScheduleServer,
    tmp_path: Path,
    typed: str,
    suggested: str,
) -> None:
    (tmp_path / "mine.toml").write_bytes(named("Mine"))
    text = 'directories = "my.toml"\n[events]\nmine = "mine.toml"\nwrong = 9\n'
    configuration.write_text(text, "utf-8")
    answer = run(*typed.split())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[-1].partition(": ")[2] == suggested
    assert server.requests == []


def test_mistakes_in_a_directory_are_one_line(
    run: Run, server: ScheduleServer, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    wrong = '[[event]]\nid = "badrule"\nstart = 1\nend = 2\nschedule = "{s}"\n'
    line = file.read_text("utf-8").count("\n") + 1
    file.write_text(file.read_text("utf-8") + wrong, "utf-8")
    summary = f"{file}: 3 problems. To list them: cacctl check {file}"
    answer = run("events", *DURING)
    assert (answer.code, answer.err) == (0, f"{summary}\n")
    assert run("check", "harbour").err == f"{summary}\n"
    answer = run("next", "--event", "harbour", *DURING)
    assert (answer.code, answer.err) == (0, "")
    answer = run("update", "--event", "harbour", *DURING)
    assert (answer.code, answer.err) == (0, f"{summary}\n")
    for option in ("--event", "--schedule"):
        answer = run("next", option, "badrule")
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.splitlines() == [
            summary,
            f"cacctl: {file}:{line}: the entry for badrule has an error.",
            f"To list the problems: cacctl check {file}",
        ]
    korean = run("events", "--lang", "ko", *DURING).err
    assert korean == f"{file}: 문제 3건. 모두 보기: cacctl check {file} --lang ko\n"


def test_bad_entry_of_a_menu_is_called_so(run: Run, configuration: Path, tmp_path: Path) -> None:
    file = tmp_path / "menu.json"
    file.write_bytes(menu(entry(1), entry(2, start="soon")))
    configuration.write_text('directories = "menu.json"\n', "utf-8")
    line = file.read_text().split("\n").index('\t\t\t"id": "harbour_2002",')
    for name in ("harbour-2002", "harbour_2002"):
        answer = run("next", "--event", name)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.splitlines() == [
            f'{file}:{line}: event 2 (harbour-2002): start is not a date: "soon".',
            f"cacctl: {file}:{line}: the entry for harbour-2002 has an error.",
            f"To list the problems: cacctl check {file}",
        ]


def test_missing_file_is_still_reported_as_a_file(run: Run, configuration: Path) -> None:
    configuration.unlink()
    configuration.touch()
    answer = run("next", "--schedule", "zzzz")
    assert answer.code == 3
    assert answer.err.startswith("cacctl: zzzz: file not found.")


def test_name_that_no_file_can_have_is_an_error(run: Run, configuration: Path) -> None:
    configuration.write_text("", "utf-8")
    long = "x" * 300
    error = f"cacctl: Cannot read {long}: File name too long.\nCheck the path.\n"
    assert run("next", "--schedule", long) == (3, "", error)
    configuration.write_text(f'schedule = "{long}"\n', "utf-8")
    error = f"cacctl: Unknown event: '{'x' * 40}'.\nTo list the events: cacctl events\n"
    assert run("next") == (2, "", error)
    configuration.write_text(f'[events]\n{long} = "{long}"\n', "utf-8")
    answer = run("events", *DURING)
    assert (answer.code, answer.err) == (0, "")
    assert f"{long}; dates unknown" in answer.out


def test_file_is_preferred_to_an_event_of_its_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fosdem").write_bytes(named("File"))
    monkeypatch.chdir(tmp_path)
    assert "File" in run("about", "--schedule", "fosdem").out


def test_events_are_completed(configuration: Path, server: ScheduleServer) -> None:
    configuration.write_text('directories = "my.toml"\n[events]\nharp = "x.toml"\n')
    assert complete("cacctl --event har") == ["harp", "harbour-2020", "harbour", "harbour-2021"]
    assert complete("cacctl now --event fosdem-2") == ["fosdem-2026", "fosdem-2027"]
    assert complete("cacctl show --event cac cl") == ["climate"]
    assert server.requests == []
