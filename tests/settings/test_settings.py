"""What is in force and where it comes from; what is wrong with a settings file."""

import json
import os
import pwd
from pathlib import Path

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cacctl.base.errors import UsageProblem
from cacctl.settings.file import read_settings
from cacctl.settings.settings import OPTIONS
from tests.conftest import LIVE, SUMMIT, Run
from tests.schemas import SETTINGS


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file, still empty, that is in force."""
    file = tmp_path / "config.toml"
    file.touch()
    monkeypatch.setenv("CACCTL_CONFIG", str(file))
    monkeypatch.delenv("CACCTL_TZ", raising=False)
    monkeypatch.setenv("TZ", "Asia/Seoul")
    return file


def test_option_wins_over_variable_over_file_over_default(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tz(*arguments: str) -> tuple[str, str, str | None]:
        document = json.loads(run("config", "--json", *arguments).out)
        SETTINGS.validate(document)
        found = document["settings"]["tz"]
        return found["value"], found["origin"], found["location"]

    monkeypatch.delenv("TZ")
    assert tz()[1:] == ("default", None)
    config.write_text('# mine\ntz = "paris"\n', "utf-8")
    assert tz() == ("Europe/Paris", "file", f"{config}:2: tz")
    monkeypatch.setenv("CACCTL_TZ", "LA")
    assert tz() == ("America/Los_Angeles", "environment", "CACCTL_TZ")
    assert tz("--tz", "Seoul") == ("Asia/Seoul", "flag", "--tz")


def test_each_setting_works_from_the_file(run: Run, see: Run, config: Path) -> None:
    schedule = config.parent / "mine.toml"
    schedule.write_text(SUMMIT, "utf-8")
    config.write_text(
        'tz = "Seoul"\nlang = "ko"\nplatform = "facebook"\nawake = "12-20"\nclock = 12\n'
        'schedule = "mine.toml"\n',
        "utf-8",
    )
    assert "지금 진행 중" in run("now", "--at", LIVE).out
    assert "9:00" in see("today", "--at", LIVE).out
    assert json.loads(run("timeline", "--json").out)["awake"] == {"from": "12:00", "to": "20:00"}
    # Facebook has the mayors in English alone, and not at all what it does not carry.
    for lang, address in [
        ("en", "https://www.facebook.com/seoulcitykorea"),
        ("ko", "https://www.youtube.com/seoullive"),
    ]:
        answer = run("watch", "mayors", "--print", "--lang", lang, "--at", "2020-06-02T22:00+09:00")
        assert answer.out.startswith(address)
    assert str(schedule) in run("config").out


def test_config_shows_columns_or_lines(run: Run, see: Run, config: Path) -> None:
    config.write_text('player = "mpv --fs"\n', "utf-8")
    assert see("config", columns=200).out == (
        f"Settings file: {config}\n"
        "\n"
        "tz        Asia/Seoul                    TZ\n"
        "lang      en                            LANG\n"
        "schedule  the bundled schedule          default\n"
        "platform  the first available platform  default\n"
        f"player    mpv --fs                      {config}:1: player\n"
        "resolve   false                         default\n"
        "awake     07:00-23:00                   default\n"
        "clock     24                            default\n"
    )
    assert "player: mpv --fs (" in run("config").out


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("resolve = true", "true"),
        ("resolve = false", "false"),
        ('resolve = "Yes"', "true"),
        ("resolve = 1", "true"),
        ('resolve = "off"', "false"),
    ],
)
def test_switch_is_on_or_off(run: Run, config: Path, line: str, value: str) -> None:
    config.write_text(f"{line}\n", "utf-8")
    answer = run("config")
    assert (answer.code, answer.err) == (0, "")
    assert f"resolve: {value} ({config}:1: resolve)" in answer.out


@pytest.mark.parametrize(("value", "shown"), [('"perhaps"', "perhaps"), ("2", "2"), ('""', "")])
def test_switch_that_is_neither_is_refused(run: Run, config: Path, value: str, shown: str) -> None:
    config.write_text(f"\nresolve = {value}\n", "utf-8")
    for command in (["watch", "--print"], ["config"]):
        answer = run(*command)
        assert answer.code == 2
        line = f"cacctl: {config}:2: resolve: must be true or false, not '{shown}'.\n"
        assert answer.err.endswith(line)


def test_path_of_a_missing_settings_file_is_shown(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/somewhere/else")
    assert "/somewhere/else/cacctl/config.toml (not created yet)" in run("config").out
    # A relative path is to be passed over, as the base directory specification has it.
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    assert "relative" not in run("config").out
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", "relative")
    monkeypatch.setattr(pwd, "getpwuid", dict[int, object]().__getitem__)  # nobody has a home
    assert "Set CACCTL_CONFIG to use one." in run("config").out
    assert run("now").code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('clock = 24\ntz = "Nowhere"', ":2: tz: Unknown time zone: 'Nowhere'"),
        ('clock = "13"', ":1: clock: must be 12 or 24, not '13'."),
        ('awake = "always"', ":1: awake: Invalid waking hours: 'always'."),
        ("resolve = []", ":1: resolve "),
        ("tz = 9", ":1: tz "),
        ('lang = "fr"', ":1: lang: Unsupported language: 'fr'."),
        ("\ntz = [1\nb = 2\n", "config.toml:3: "),
        ("a = " + "[" * 5000, "config.toml:1: "),
        ("a = " + "1" * 5000, "config.toml:1: "),
    ],
)
def test_wrong_value_names_file_and_line(run: Run, config: Path, text: str, message: str) -> None:
    config.write_text(text, "utf-8")
    answer = run("now")
    assert answer.code == 2
    assert str(config) in answer.err
    assert message in answer.err
    # The others are not harmed, and `config` shows all of them.
    assert run("--version").code == 0
    assert run("config").code == 2
    if message.startswith(":"):
        assert "clock" in run("config").out


@pytest.mark.parametrize(
    ("line", "key", "right"),
    [
        ("tz = Seoul", "tz", 'tz = "Seoul"'),
        ("tz=America/New_York  # home", "tz", 'tz = "America/New_York"'),
        ("tz = “Seoul”", "tz", 'tz = "Seoul"'),
        ("awake = 07:00-23:00", "awake", 'awake = "07:00-23:00"'),
        (r"schedule = C:\new.toml", "schedule", r"schedule = 'C:\new.toml'"),
    ],
)
def test_value_without_quotes_is_shown_with_them(
    run: Run, config: Path, line: str, key: str, right: str
) -> None:
    config.write_text(f'lang = "en"\n{line}\n', "utf-8")
    assert run("now").err == (
        f"cacctl: {config}:2: {key} must be a string.\nPut the value in quotes: {right}\n"
    )


def test_wrong_settings_that_options_override_are_no_error(run: Run, config: Path) -> None:
    config.write_text('tz = "Nowhere"\nlang = "fr"\n', "utf-8")
    # Only at a time does what it suggests, to watch, have a zone, and so the right one.
    assert run("now", "--tz", "Seoul", "--lang", "en", "--at", LIVE).code == 0


def test_unknown_key_is_a_warning_with_a_suggestion(run: Run, config: Path) -> None:
    config.write_text(
        '\nlanguage = "ko"\nzzz = 1\nstreams = "https://example.org/{room}"\n[event.x]\n', "utf-8"
    )
    answer = run("now")
    assert answer.code == 0
    assert f"{config}:2: unknown setting: 'language'. Did you mean lang?" in answer.err
    assert f"{config}:3: unknown setting: 'zzz'. Available: tz, lang, " in answer.err
    streams = "unknown setting: 'streams'. Put it under [events.NAME], with the event's schedule."
    assert f"{config}:4: {streams}" in answer.err
    assert f"{config}:5: unknown setting: 'event'. Did you mean events?" in answer.err


def test_unknown_key_is_a_warning_where_the_schedule_cannot_be_loaded(
    run: Run, config: Path, tmp_path: Path
) -> None:
    config.write_text('[event.mine]\nschedule = "mine.toml"\n', "utf-8")
    answer = run("now", "--schedule", str(tmp_path / "gone.toml"))
    assert answer.code == 3
    assert f"{config}:1: unknown setting: 'event'. Did you mean events?" in answer.err
    assert "gone.toml" in answer.err


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ('없음 = "x.toml"', '"없음" = "x.toml"'),
        ("내 행사='x.toml' # 주석", "\"내 행사\"='x.toml' # 주석"),
        ('my event = "x.toml"', '"my event" = "x.toml"'),
        ("[events.내 행사]", '[events."내 행사"]'),
    ],
)
def test_name_without_the_quotes_it_needs_is_reported(
    run: Run, config: Path, line: str, quoted: str
) -> None:
    config.write_text(f"[events]\n{line}\n", "utf-8")
    answer = run("now")
    assert answer.code == 2
    assert answer.err == (
        f"cacctl: {config}:2: a name with spaces or letters other than a-z must be quoted.\n"
        f"Put the name in quotes: {quoted}\n"
    )


@pytest.mark.parametrize("line", ["없음 = x.toml", "내 행사", "my\\event = 1", "é = '\x01'"])
def test_name_is_not_quoted_where_more_is_wrong(run: Run, config: Path, line: str) -> None:
    config.write_text(f"{line}\n", "utf-8")
    assert "Write settings as TOML" in run("now").err


def test_suggested_event_is_quoted_where_a_shell_needs_it(run: Run, config: Path) -> None:
    config.write_text('[events]\n"내 행사" = "a.toml"\n"기후-행사" = "b.toml"\n', "utf-8")
    assert "Did you mean '내 행사'?" in run("now", "--schedule", "내행사").err
    assert "Did you mean 기후-행사?" in run("now", "--schedule", "기후행사").err
    assert run("now", "--schedule", "x").err.endswith("To list the events: cacctl events\n")
    listed = run("events").out
    assert "cacctl --event '내 행사'\n" in listed
    assert "cacctl --event 기후-행사\n" in listed


@pytest.mark.parametrize("event", ["내 행사", "a-b"])
def test_example_of_an_event_quotes_its_name_where_toml_needs_it(
    run: Run, config: Path, event: str
) -> None:
    config.write_text(f'[events]\n"{event}" = 3\n', "utf-8")
    example = run("now", "--event", event).err.partition("For example: ")[2]
    assert list(tomli.loads(example)) == [event]


def test_syntax_error_is_explained_in_korean(run: Run, config: Path) -> None:
    config.write_text("tz 'x'\n", "utf-8")
    assert f"cacctl: {config}:1: 키 뒤에 '='가 없음\n" in run("now", "--lang", "ko").err
    config.write_text("tz = 'x'\ntz = 'y'\n", "utf-8")
    told = run("now", "--lang", "ko").err
    assert told == f"cacctl: {config}:2: 같은 키나 테이블이 이미 있습니다. 하나만 남기세요.\n"


def test_unreadable_settings_file_is_an_error(run: Run, config: Path) -> None:
    for data in ("tz = '\xff'".encode("latin-1"), "lang = 'ko'".encode("utf-16"), b"#" * 2**20 * 2):
        config.write_bytes(data)
        answer = run("now")
        assert (answer.code, answer.err.count("\n")) == (2, 2)
    config.unlink()
    answer = run("now")
    assert answer.code == 2
    assert "file not found" in answer.err
    config.mkdir()
    assert run("now").code == 2


def test_byte_order_mark_is_ignored(config: Path) -> None:
    config.write_bytes("\ufefflang = 'ko'".encode())
    assert read_settings(os.environ).setting("lang").value == "ko"


def test_paths_are_relative_to_the_file_or_home(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    for written, path in [
        ("a/b.toml", str(config.parent / "a" / "b.toml")),
        ("~/c.toml", "/home/someone/c.toml"),
        ("/d.toml", "/d.toml"),
        ("~nobody-here/e.toml", str(config.parent / "~nobody-here" / "e.toml")),
    ]:
        config.write_text(f'schedule = "{written}"', "utf-8")
        assert read_settings(os.environ).setting("schedule").value == path


FLOATING = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Talk\nDTSTART:20260711T100000\n"
    "DTEND:20260711T110000\nEND:VEVENT\nEND:VCALENDAR\n"
)


@pytest.fixture
def harbour(config: Path) -> Path:
    """The settings file, with a calendar beside it that names no zone."""
    (config.parent / "harbour.ics").write_text(FLOATING, "utf-8")
    config.write_text(
        'schedule = "harbour"\n[events]\nplain = "harbour.ics"\n'
        'harbour = { schedule = "harbour.ics", event_tz = "berlin" }\n',
        "utf-8",
    )
    return config


def test_event_can_have_its_zone(run: Run, harbour: Path) -> None:
    at = ("--at", "2026-07-11T00:00Z", "--tz", "UTC")
    assert "10:00-11:00 UTC" in run("list", "--schedule", "plain", *at).out
    assert "08:00-09:00 UTC" in run("list", "--schedule", "harbour", *at).out
    assert "08:00-09:00 UTC" in run("list", *at).out
    # The option of a call wins, and works wherever the warning names it.
    assert "--event-tz" in run("list", "--schedule", "plain", *at).err
    for name in ("plain", "harbour"):
        answer = run("list", "--schedule", name, "--event-tz", "Seoul", *at)
        assert "01:00-02:00 UTC" in answer.out
        assert answer.err == ""
    assert "--event-tz" in run("check", "plain").out
    assert "--event-tz" not in run("check", "plain", "--event-tz", "Seoul").out
    assert "is valid" in run("check", "harbour").out


def test_zones_of_events_are_settings(run: Run, harbour: Path) -> None:
    document = json.loads(run("config", "--json").out)
    SETTINGS.validate(document)
    found = document["settings"]
    assert found["events.harbour"] == {
        "value": str(harbour.parent / "harbour.ics"),
        "origin": "file",
        "location": f"{harbour}:4: events.harbour",
    }
    assert found["events.harbour.event_tz"] == {
        "value": "Europe/Berlin",
        "origin": "file",
        "location": f"{harbour}:4: events.harbour.event_tz",
    }
    assert "events.plain.event_tz" not in found


def test_unknown_event_zone_is_an_error_with_its_line(run: Run, harbour: Path) -> None:
    harbour.write_text(harbour.read_text("utf-8").replace("berlin", "Nowhere"), "utf-8")
    answer = run("list")
    assert answer.code == 2
    assert f"{harbour}:4: events.harbour.event_tz: " in answer.err
    assert run("list", "--schedule", "plain").code == 0
    assert run("list", "--event-tz", "Nowhere").code == 2
    assert "events.harbour.event_tz: Unknown time zone" in run("config").err


def test_event_zone_est_is_a_warning(run: Run, harbour: Path) -> None:
    answer = run("list", "--event-tz", "EST", "--at", "2026-07-11T00:00Z", "--tz", "UTC")
    assert "14:00-15:00 UTC" in answer.out
    assert "EST is interpreted as America/New_York" in answer.err


@pytest.mark.parametrize(
    "event",
    ["9", '""', "{}", '{ event_tz = "Seoul" }', '{ schedule = "x.ics", event_tz = 9 }', "[1]"],
)
def test_event_without_a_schedule_is_an_error(run: Run, config: Path, event: str) -> None:
    config.write_text(f"[events]\n\nharbour = {event}\n", "utf-8")
    answer = run("now", "--schedule", "harbour")
    assert answer.code == 2
    assert f"{config}:3: events.harbour must be the path or URL of a schedule." in answer.err
    assert 'harbour = { schedule = "https://...", event_tz = "Europe/Berlin" }' in answer.err


def test_unknown_key_of_an_event_is_a_warning(run: Run, config: Path) -> None:
    config.write_text('[events]\nharbour = { schedule = "x.ics", zone = "Seoul" }\n', "utf-8")
    answer = run("now")
    assert answer.code == 0
    assert f"{config}:2: unknown setting: 'events.harbour.zone'." in answer.err
    assert "Available: schedule, event_tz, streams, streams_api, recordings." in answer.err


def test_resource_of_an_event_is_a_setting(run: Run, config: Path) -> None:
    config.write_text('[events.a]\nschedule = "x.ics"\nstreams_api = "v2.json"\n', "utf-8")
    found = json.loads(run("config", "--json").out)
    SETTINGS.validate(found)
    assert found["settings"]["events.a.streams_api"] == {
        "value": str(config.parent / "v2.json"),
        "origin": "file",
        "location": f"{config}:1: events.a.streams_api",
    }
    config.write_text('[events.a]\nschedule = "x.ics"\nstreams_api = 9\n', "utf-8")
    answer = run("now", "--event", "a")
    assert answer.code == 2
    assert f"{config}:1: events.a.streams_api must be a quoted path or URL." in answer.err


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_gives_settings_or_a_problem(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(data)
    found = read_settings({"CACCTL_CONFIG": str(file)})
    assert found.problem is None or isinstance(found.problem, UsageProblem)
    assert set(found.in_file) <= set(OPTIONS)


def test_settings_file_cannot_control_the_terminal(run: Run, see: Run, config: Path) -> None:
    config.write_text('"\\u001b]0;x" = 1\nplayer = "\\u001b[2J"\ntz = "\\u009b"\n', "utf-8")
    for answer in (run("config"), see("config"), run("now"), run("config", "--json")):
        assert not any(c for c in answer.out + answer.err if c != "\n" and not c.isprintable())
