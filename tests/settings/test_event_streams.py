"""Rules for the streams of an event in the settings file."""

import json
import os
import re
import shlex
from pathlib import Path

import pytest

from cacctl.cli.context import Request
from cacctl.settings.file import read_settings
from tests.conftest import ROOT, Run
from tests.schemas import ANSWER, SETTINGS
from tests.servers import ScheduleServer

# In the shape of FOSDEM's schedule XML, with some of its rooms.
ROOMS = ("Janson", "K.1.105 (La Fontaine)", "H.1302 (Depage)", "AW1.120", "UD2.120 (Chavanne)")
RULE = 'streams = "https://live.fosdem.org/watch/{room}"'
LIVE = "2027-01-30T10:10:00+01:00"
AFTER = "2027-02-01T10:00:00+01:00"


def event(number: int, room: str, more: str = "") -> str:
    return (
        f'<event id="{number}"><start>10:{number:02}</start><duration>00:50</duration>'
        f"<room>{room}</room><slug>talk_{number}</slug><title>Talk {number}</title>"
        f"<track>Main</track>{more}</event>"
    )


OWN = '<links><link href="https://live.fosdem.org/watch/own">Live video stream</link></links>'
RECORDED = (
    '<links><link href="https://video.fosdem.org/2027/k1105/2.webm">Video recording</link></links>'
)
XML = (
    "<schedule><conference><title>FOSDEM 2027</title><start>2027-01-30</start>"
    "<end>2027-01-30</end><time_zone_name>Europe/Brussels</time_zone_name></conference>"
    '<day index="1" date="2027-01-30">'
    + "".join(
        f'<room name="{room}">{event(number, room, RECORDED if number == 2 else "")}</room>'
        for number, room in enumerate(ROOMS, 1)
    )
    + f'<room name="Janson">{event(9, "Janson", OWN)}</room>'
    + f'<room name="">{event(8, "", "<url>https://fosdem.org/8</url>")}</room></day></schedule>'
)


@pytest.fixture
def fosdem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file with FOSDEM's schedule and one line for its streams."""
    (tmp_path / "schedule.xml").write_text(XML, "utf-8")
    file = tmp_path / "config.toml"
    file.write_text(f'[events.fosdem]\nschedule = "schedule.xml"\n{RULE}\n', "utf-8")
    monkeypatch.setenv("CACCTL_CONFIG", str(file))
    return file


def stream(run: Run, *arguments: str, at: str = LIVE) -> str:
    answer = run("watch", *arguments, "--print", "--schedule", "fosdem", "--at", at)
    assert (answer.code, answer.err) == (0, "")
    return answer.out.strip()


def test_one_line_finds_the_live_page_of_each_room(run: Run, fosdem: Path) -> None:
    for room, name in [
        ("k.1.105", "k1105"),
        ("depage", "h1302"),
        ("aw1.120", "aw1120"),
        ("UD2.120 (Chavanne)", "ud2120"),
    ]:
        assert stream(run, "--room", room) == f"https://live.fosdem.org/watch/{name}"
    assert stream(run, "talk-1") == "https://live.fosdem.org/watch/janson"
    # Of those that are live, the last to start has a stream of its own.
    assert stream(run, "--room", "janson") == "https://live.fosdem.org/watch/own"
    assert stream(run, "--room", "janson", at="2027-01-30T10:05:00+01:00").endswith("/janson")
    assert stream(run, at="2027-01-30T10:05:30+01:00").endswith("/ud2120")


def test_live_page_is_no_recording(run: Run, fosdem: Path) -> None:
    assert stream(run, "talk-2", at=AFTER) == "https://video.fosdem.org/2027/k1105/2.webm"
    search = "https://www.youtube.com/results?search_query=FOSDEM+2027+Talk+1"
    assert stream(run, "talk-1", at=AFTER) == search
    for option in (["--channel"], ["--on", "web"]):
        answer = run("watch", "talk-1", *option, "--schedule", "fosdem", "--at", AFTER)
        assert (answer.code, answer.out) == (5, "")
        assert "Talk 1 has ended, and no recording is listed." in answer.err
    *_words, hint = answer.err.splitlines()
    assert hint.startswith("To search for the recording: cacctl watch talk-1 --schedule fosdem")
    assert run(*shlex.split(hint.partition(": cacctl ")[2]), "--print").out.strip() == search
    answer = run("watch", "--print", "--schedule", "fosdem", "--at", AFTER)
    assert "The event has ended, and no page with all recordings is listed." in answer.err
    shown = run("show", "talk-1", "--schedule", "fosdem", "--at", AFTER).out
    assert "live.fosdem.org" not in shown


def test_session_without_room_has_no_stream(run: Run, fosdem: Path) -> None:
    answer = run("watch", "talk-8", "--print", "--schedule", "fosdem", "--at", LIVE)
    assert (answer.code, answer.out) == (5, "")
    assert "No stream is listed for Talk 8." in answer.err
    assert "--page" in answer.err


@pytest.mark.parametrize("option", ["--channel", "--resolve", "--on=web", "--wait"])
def test_suggested_page_opens_without_the_options_it_excludes(
    run: Run, fosdem: Path, option: str
) -> None:
    answer = run("watch", "talk-8", option, "--print", "--schedule", "fosdem", "--at", LIVE)
    hint = answer.err.splitlines()[-1]
    assert hint.startswith("To open the session's page: cacctl watch talk-8 --page")
    page = run(*shlex.split(hint.partition(": cacctl ")[2]))
    assert page == (0, "https://fosdem.org/8\n", "")


def test_streams_are_in_every_output(run: Run, fosdem: Path) -> None:
    page = "https://live.fosdem.org/watch/h1302"
    on = ("--schedule", "fosdem")
    for command in ("channels", "show talk-3", "share talk-3", "list --json"):
        assert page in run(*command.split(), *on, "--at", LIVE).out
    for name in ("ical", "schedule-xml", "schedule-json", "csv", "markdown", "json"):
        assert page in run("export", name, *on, "--at", LIVE).out
    document = json.loads(run("channels", "--json", *on, "--at", LIVE).out)
    ANSWER.validate(document)
    channel = next(c for c in document["channels"] if c["url"] == page)
    assert (channel["name"], channel["carries"]) == ({"und": "H.1302 (Depage)"}, ["talk-3"])
    assert not channel["replays"]


def test_rule_is_only_for_its_event(run: Run, fosdem: Path) -> None:
    path = str(fosdem.parent / "schedule.xml")
    assert run("watch", "talk-1", "--print", "--schedule", path, "--at", LIVE).code == 5
    fosdem.write_text(f'schedule = "fosdem"\n{fosdem.read_text("utf-8")}', "utf-8")
    found = run("watch", "talk-1", "--print", "--at", LIVE)
    assert found.out == "https://live.fosdem.org/watch/janson\n"


def test_rules_of_languages_and_exceptions(run: Run, fosdem: Path) -> None:
    fosdem.write_text(
        """\
[events.fosdem]
schedule = "schedule.xml"

[[events.fosdem.streams]]
url = "https://live.fosdem.org/{room.slug}"
rooms = { Janson = "main", "AW1.120" = "" }

[[events.fosdem.streams]]
url = "https://live.fosdem.org/{room}/de"
lang = "de"
""",
        "utf-8",
    )
    assert stream(run, "talk-1") == "https://live.fosdem.org/main"
    assert stream(run, "talk-1", "--lang", "de") == "https://live.fosdem.org/janson/de"
    assert stream(run, "talk-3") == "https://live.fosdem.org/h-1302-depage"
    assert run("watch", "talk-4", "--print", "--schedule", "fosdem", "--at", LIVE).code == 5
    assert stream(run, "talk-4", "--lang", "de") == "https://live.fosdem.org/aw1120/de"


def test_config_shows_the_rule_and_its_line(run: Run, fosdem: Path) -> None:
    document = json.loads(run("config", "--json").out)
    SETTINGS.validate(document)
    assert document["settings"]["events.fosdem.streams"] == {
        "value": "https://live.fosdem.org/watch/{room}",
        "origin": "file",
        "location": f"{fosdem}:3: events.fosdem.streams",
    }


@pytest.mark.parametrize(
    ("value", "line", "words"),
    [
        ('"https://live.fosdem.org/watch/{rom}"', 3, "unknown placeholder: {rom}."),
        ('"https://live.fosdem.org/watch/"', 3, "the URL has no placeholder"),
        ('"ftp://live.fosdem.org/{room}"', 3, "does not start with https:// or http://"),
        ("7", 3, "must be a URL or a table"),
        ('[\n"https://x.net/{room}",\n{ url = "https://x.net/{r}" }]', 5, "{r}"),
        ('{ url = "https://x.net/{room}", lang = "deutsch" }', 3, '"deutsch" is not valid'),
    ],
)
def test_wrong_rule_is_refused_with_its_line(
    run: Run, fosdem: Path, value: str, line: int, words: str
) -> None:
    fosdem.write_text(f'[events.fosdem]\nschedule = "schedule.xml"\nstreams = {value}\n', "utf-8")
    for command in (("list", "--schedule", "fosdem"), ("config",)):
        answer = run(*command)
        assert answer.code == 2
        assert f"{fosdem}:{line}: events.fosdem.streams: " in answer.err
        assert words in answer.err


def test_wrong_rule_stops_only_commands_on_its_event(run: Run, fosdem: Path) -> None:
    text = f'[events.fosdem]\nschedule = "schedule.xml"\n{RULE.replace("{room}", "{romo}")}\n'
    other = '[events]\nother = "schedule.xml"\nbare = { streams = "https://x.net/{room}" }\n'
    fosdem.write_text(other + text, "utf-8")
    words = f"{fosdem}:6: events.fosdem.streams: unknown placeholder: {{romo}}."
    for command in (("next",), ("now", "--schedule", "other"), ("list", "--event", "other")):
        answer = run(*command)
        assert (answer.code, "events.fosdem" in answer.err) == (0, False)
    for name in ("--schedule", "--event"):
        answer = run("list", name, "fosdem")
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(f"cacctl: {words}")
        bare = run("list", name, "bare")
        assert (bare.code, "events.bare must be the path or URL" in bare.err) == (2, True)
    answer = run("events")
    assert answer.code == 0
    assert words in answer.err
    fosdem.write_text(f'schedule = "fosdem"\n{other}{text}', "utf-8")
    answer = run("next")
    assert answer.code == 2
    assert answer.err.startswith(f"cacctl: {fosdem}:7: events.fosdem.streams: ")
    # What was suggested is run when the test is over.
    fosdem.write_text(other + text, "utf-8")


def test_check_reports_wrong_settings_of_an_event(run: Run, fosdem: Path) -> None:
    text = fosdem.read_text("utf-8").replace("{room}", "{romo}")
    fosdem.write_text(f"{text}[events.bare]\n", "utf-8")
    words = f"{fosdem}:3: events.fosdem.streams: unknown placeholder: {{romo}}."
    answer = run("check", "fosdem")
    assert answer.code == 3
    assert f"fosdem: error: {words}" in answer.out
    assert "valid" not in answer.out + answer.err
    assert answer.err == "cacctl: The settings for fosdem have errors.\n"
    assert "fosdem: 오류: " in run("check", "fosdem", "--lang", "ko").out
    bare = run("check", "bare")
    assert bare.code == 3
    assert f"{fosdem}:4: events.bare must be the path or URL of a schedule." in bare.err


def test_what_makes_no_stream_is_a_warning_with_its_line(run: Run, fosdem: Path) -> None:
    fosdem.write_text(
        "[events.fosdem]\nschedule = 'schedule.xml'\n\n"
        'streams = { url = "https://{room}.fosdem.org/", rooms = { Jansen = "j", AW1.120 = "_-" },'
        ' colour = "red" }\n'.replace("AW1.120", '"AW1.120"'),
        "utf-8",
    )
    start = f"{fosdem}:4: "
    wrong = (
        f"{start}unknown setting: 'events.fosdem.streams.colour'.",
        f'{start}events.fosdem.streams: no stream for "AW1.120": ',
        f'{start}events.fosdem.streams: room "Jansen" has no sessions.',
    )
    answer = run("list", "--schedule", "fosdem", "--at", LIVE)
    assert answer.code == 0
    assert all(text in answer.err for text in wrong)
    assert len(answer.err.splitlines()) == len(wrong)
    answer = run("check", "fosdem")
    assert (answer.code, answer.err) == (0, "")
    assert all(f"fosdem: warning: {text}" in answer.out for text in wrong)
    assert "; 3 warnings." in answer.out


def test_misspelt_key_of_an_event_is_a_warning_of_its_check(run: Run, fosdem: Path) -> None:
    text = fosdem.read_text("utf-8").replace("streams =", "stream =")
    fosdem.write_text(f"{text}[events.other]\nschedule = 'schedule.xml'\nzone = ''\n", "utf-8")
    words = f"{fosdem}:3: unknown setting: 'events.fosdem.stream'."
    answer = run("check", "fosdem")
    assert (answer.code, answer.err) == (0, "")
    assert f"fosdem: warning: {words} Did you mean streams?" in answer.out
    assert "events.other" not in answer.out
    (problem,) = json.loads(run("check", "fosdem", "--json").out)["problems"]
    assert (problem["severity"], problem["message"]) == ("warning", words)
    answer = run("check", "fosdem", "--strict")
    assert (answer.code, "fosdem has warnings." in answer.err) == (3, True)
    assert run("check", str(fosdem.parent / "schedule.xml"), "--strict").code == 0


def test_documented_lines_are_read(run: Run, fosdem: Path) -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    (example,) = re.findall(r"<!-- rule -->\n```toml\n(.*?)```", text, re.DOTALL)
    assert RULE in example
    fosdem.write_text(re.sub('"https://[^"]*xml"', '"schedule.xml"', example), "utf-8")
    assert stream(run, "--room", "depage") == "https://live.fosdem.org/watch/h1302"


def test_rule_is_applied_to_a_schedule_from_a_url(
    run: Run, fosdem: Path, cache_home: Path, tmp_path: Path
) -> None:
    with ScheduleServer(XML.encode()) as server:
        fosdem.write_text(f'[events.fosdem]\nschedule = "{server.url}"\n{RULE}\n', "utf-8")
        for _time in range(2):
            assert stream(run, "talk-3") == "https://live.fosdem.org/watch/h1302"
        on = ("--schedule", "fosdem", "--at", LIVE)
        assert "No changes." in run("update", *on).out
        server.publish(XML.replace("Talk 3", "Keynote").encode(), '"2"')
        # The room has had its stream before.
        (change,) = json.loads(run("update", "--json", *on).out)["changes"]
        assert change["kind"] == "renamed"
        assert stream(run, "keynote") == "https://live.fosdem.org/watch/h1302"
        assert stream(run, "keynote", "--offline") == "https://live.fosdem.org/watch/h1302"


def test_rule_is_applied_when_a_schedule_changes_while_it_is_followed(fosdem: Path) -> None:
    request = Request(read_settings(os.environ), schedule="fosdem", room="ferrer")
    schedule = fosdem.parent / "schedule.xml"
    schedule.write_text(XML.replace("H.1302 (Depage)", "H.2215 (Ferrer)"), "utf-8")
    newest = request.newest(request.view(request.load()))
    schedule.write_text(XML.replace("H.1302 (Depage)", "H.2215 (Ferrer) "), "utf-8")
    urls = [channel.url for channel in newest().channels if channel.by_rule]
    assert "https://live.fosdem.org/watch/h2215" in urls
    assert len(urls) == len(ROOMS)


def test_completion_knows_the_platforms_of_rules(run: Run, fosdem: Path) -> None:
    fosdem.write_text(
        '[events.fosdem]\nschedule = "schedule.xml"\n'
        'streams = { url = "https://live.fosdem.org/{room}", platform = "peertube" }\n',
        "utf-8",
    )
    assert stream(run, "talk-1", "--on", "peertube") == "https://live.fosdem.org/janson"
