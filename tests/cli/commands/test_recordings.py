"""Recordings that a schedule lacks, from lists, through the command line; nginx is real."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.formats.recordings.builders import PAGES, UIDS, conference, event
from tests.nginx import needs_nginx, requests, serving
from tests.schemas import ANSWER

HEAD = """\
schema = 1
[event]
id = "40c3"
name = "40C3"
zone = "Asia/Seoul"
{more}
[[channel]]
id = "hall"
platform = "youtube"
lang = "en"
name = "Hall"
url = "https://www.youtube.com/@congress"
"""
SESSION = """\
[[session]]
id = "{name}"
name = "Talk {name}"
lang = "en"
start = 2020-06-02T1{hour}:00:00
end = 2020-06-02T1{hour}:50:00
"""
SCHEDULE = HEAD + "".join(SESSION.format(name=name, hour=n) for n, name in enumerate("abc"))
XML_EVENT = """\
<event guid="{uid}" id="{number}"><date>2020-06-02T1{hour}:00:00+09:00</date>
<start>1{hour}:00</start><duration>00:50</duration><room>One</room><title>Talk {name}</title>
<language>de</language></event>
"""
XML = (
    '<?xml version="1.0"?><schedule><conference><acronym>40c3</acronym><title>40C3</title>'
    "<time_zone_name>Asia/Seoul</time_zone_name></conference>"
    '<day date="2020-06-02" index="1"><room name="One">'
    + "".join(
        XML_EVENT.format(uid=uid, number=n + 70, hour=n, name=name)
        for n, (name, uid) in enumerate(UIDS.items())
    )
    + "</room></day></schedule>"
)
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
LIST = f"session,url,lang,starts\na,{VIDEO},en,1:02:03\n"
AFTER = ("--at", "2020-06-03T10:00+09:00")

pytestmark = [pytest.mark.usefixtures("cache_home"), needs_nginx]


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder that nginx serves, and its URL."""
    folder = tmp_path / "nginx" / "www"
    folder.mkdir(parents=True)
    (folder / "40c3").write_bytes(conference(event("a"), event("b", "eng"), event("other")))
    (folder / "list.csv").write_text(LIST, "utf-8")
    with serving(tmp_path / "nginx") as url:
        yield folder, url


def schedule(folder: Path, more: str) -> str:
    file = folder / "40c3.toml"
    file.write_text(SCHEDULE.format(more=more), "utf-8")
    return str(file)


def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **keys: str) -> None:
    """Make an event "congress" with these keys the only one in the settings."""
    file = tmp_path / "config.toml"
    lines = [f'{key} = "{value}"' for key, value in keys.items()]
    file.write_text("\n".join(["[events.congress]", *lines]), "utf-8")
    monkeypatch.setenv("CACCTL_CONFIG", str(file))


def test_session_opens_its_own_recording_of_media_ccc(
    run: Run, tmp_path: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = nginx
    (folder / "schedule.xml").write_text(XML, "utf-8")
    settings(tmp_path, monkeypatch, schedule=f"{url}/schedule.xml", recordings=f"{url}/40c3")
    at = ("--schedule", "congress", *AFTER)
    for name, lang in (("a", "de"), ("b", "en")):
        answer = run("watch", f"Talk {name}", "--print", "--lang", lang, *at)
        assert answer == (0, f"{PAGES}/40c3-{name}\n", "")
    # Not the recording of another session.
    assert PAGES not in run("watch", "Talk c", "--print", *at).out
    assert f"{PAGES}/40c3-a" in run("show", "Talk a", *at).out
    document = json.loads(run("show", "Talk a", "--json", *at).out)
    ANSWER.validate(document)
    [stream] = document["sessions"][0]["streams"]
    found = [stream[key] for key in ("channel", "lang", "url", "kind")]
    assert found == ["media-ccc-de-de", "de", f"{PAGES}/40c3-a", "replay"]
    for kind in ("ical", "csv", "markdown", "schedule-xml"):
        assert f"{PAGES}/40c3-b" in run("export", kind, "--schedule", "congress").out
    # All is in the cache now.
    assert run("watch", "Talk b", "--print", "--offline", *at).out == f"{PAGES}/40c3-b\n"
    config = json.loads(run("config", "--json").out)["settings"]
    assert config["events.congress.recordings"]["value"] == f"{url}/40c3"


def test_recording_of_a_list_opens_at_its_second(
    run: Run, tmp_path: Path, nginx: tuple[Path, str]
) -> None:
    folder, url = nginx
    schedule(folder, 'recordings = "list.csv"')
    watch = ("watch", "a", "--schedule", f"{url}/40c3.toml", *AFTER)
    assert run(*watch, "--print").out == f"{VIDEO}&t=3723\n"
    player = tmp_path / "mpv"
    player.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/given\n', "utf-8")
    player.chmod(0o755)
    assert run(*watch, "--player", os.fspath(player)).code == 0
    given = (tmp_path / "given").read_text("utf-8").split("|")
    assert "--start=3723" in given
    assert VIDEO in given


def test_viewer_learns_where_the_session_starts_in_the_video(
    run: Run, see: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "true")
    (tmp_path / "list.csv").write_text(
        "session,url,lang,starts\na,https://video.example.org/#/day,,1:02:03\n"
        "b,https://video.example.org/b,,\nc,https://video.example.org/c,ko,62\n"
    )
    given = ("--schedule", schedule(tmp_path, 'recordings = "list.csv"'), *AFTER)
    why = "40C3: Talk a has ended; here is the recording (English)."
    why += " It starts at 1:02:03 in the video."
    opened = run("watch", "a", *given)
    assert opened.out == f"{why} Opened https://video.example.org/#/day in true.\n"
    assert "recording (English). Opened" in run("watch", "b", *given).out
    opened = run("watch", "c", "--lang", "ko", *given)
    assert "녹화 영상이 있습니다. 영상의 0:01:02 지점에서 시작합니다." in opened.out
    for show in (run, see):
        assert "(English, recording, from 1:02:03)" in show("show", "a", *given).out
        assert "(English, recording)" in show("show", "b", *given).out
    assert "(한국어, 녹화 영상, 0:01:02부터)" in run("show", "c", "--lang", "ko", *given).out
    document = json.loads(run("watch", "a", "--json", *given).out)
    ANSWER.validate(document)
    assert (document["why"], document["stream"]["starts"]) == (why, 3723)
    assert "starts" not in json.loads(run("watch", "b", "--json", *given).out)["stream"]


def test_before_the_end_a_recording_is_not_opened(
    run: Run, tmp_path: Path, nginx: tuple[Path, str]
) -> None:
    file = schedule(tmp_path, 'recordings = "nginx/www/list.csv"')
    at = ("--at", "2020-06-02T10:20+09:00")
    answer = run("watch", "a", "--print", "--schedule", file, *at)
    assert answer.out == "https://www.youtube.com/@congress\n"


def test_update_counts_the_new_recordings(
    run: Run, tmp_path: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = nginx
    schedule(folder, "")
    settings(tmp_path, monkeypatch, schedule=f"{url}/40c3.toml", recordings=f"{url}/list.csv")
    at = ("--schedule", "congress", *AFTER)
    heading, found = f"40C3, from {url}/40c3.toml\n", f"Recordings from {url}/list.csv: "
    answer = run("update", *at)
    assert answer == (0, f"{heading}Downloaded 3 sessions.\n{found}1 new\n", "")
    assert run("update", *at).out == f"{heading}No changes.\n{found}no changes\n"
    (folder / "list.csv").write_text(
        LIST + "b,https://video.example.org/b,,\nc,https://video.example.org/c,,\n", "utf-8"
    )
    # Another command does not refresh it yet.
    assert "video.example.org" not in run("show", "b", *at).out
    document = json.loads(run("update", "--json", *at).out)
    ANSWER.validate(document)
    assert document["new_recordings"] == 2
    assert run("watch", "b", "--print", *at).out == "https://video.example.org/b\n"
    (folder / "list.csv").write_text("id,link\n", "utf-8")
    answer = run("update", "--lang", "ko", *at)
    assert (answer.code, answer.out) == (3, f"40C3 ({url}/40c3.toml)\n바뀐 내용이 없습니다.\n")
    assert "녹화 영상 목록이 아닙니다" in answer.err
    assert "전에 받은 파일을 대신 사용합니다." in answer.err
    assert run("watch", "b", "--print", *at).out == "https://video.example.org/b\n"


def test_update_says_which_list_failed_and_what_has_changed(
    run: Run, tmp_path: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = nginx
    schedule(folder, "")
    lists = {"recordings": f"{url}/list.csv", "streams_api": f"{url}/v2.json"}
    settings(tmp_path, monkeypatch, schedule=f"{url}/40c3.toml", **lists)
    at = ("--schedule", "congress", *AFTER)
    heading = f"40C3, from {url}/40c3.toml\n"
    missing = f"{url}/v2.json: the server responded with 404 instead of a file."
    answer = run("update", *at)
    assert answer == (
        4,
        f"{heading}Downloaded 3 sessions.\nRecordings from {url}/list.csv: 1 new\n",
        f"cacctl: streams_api: {missing}\nCheck the URL.\n",
    )
    (folder / "list.csv").write_text(LIST.replace("1:02:03", "2:03"), "utf-8")
    answer = run("update", "--json", *at)
    document = json.loads(answer.out)
    ANSWER.validate(document)
    assert answer.code == 4
    assert [list(found.values()) for found in document["lists"]] == [
        ["streams", f"{url}/v2.json", 0, 0, 0, missing],
        ["recordings", f"{url}/list.csv", 0, 1, 0, None],
    ]
    # Of two failures, the exit code is that of the first.
    (folder / "list.csv").write_text("id,link\n", "utf-8")
    answer = run("update", *at)
    assert (answer.code, answer.out) == (4, f"{heading}No changes.\n")
    assert answer.err.count("cacctl: ") == 2
    assert f"{url}/list.csv" in answer.err
    assert missing in answer.err


def test_lists_are_updated_even_if_the_schedule_fails(
    run: Run, tmp_path: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = nginx
    file = Path(schedule(folder, ""))
    settings(tmp_path, monkeypatch, schedule=f"{url}/40c3.toml", recordings=f"{url}/list.csv")
    at = ("--event", "congress", "--at", "2020-06-01T10:00+09:00")
    failure = f"{url}/40c3.toml: the server responded with 404 instead of a schedule."
    text = file.read_text("utf-8")
    file.unlink()
    # Without a saved copy, there is nothing that the list could be for.
    assert run("update", *at) == (4, "", f"cacctl: {failure}\nCheck the URL.\n")
    file.write_text(text, "utf-8")
    run("update", *at)
    file.unlink()
    (folder / "list.csv").write_text(LIST + "b,https://video.example.org/b,,\n", "utf-8")
    answer = run("update", *at)
    assert (answer.code, answer.out) == (4, f"40C3\nRecordings from {url}/list.csv: 1 new\n")
    assert answer.err.startswith(f"cacctl: {failure} Using the copy saved ")
    answer = run("update", "--json", *at)
    document = json.loads(answer.out)
    ANSWER.validate(document)
    assert answer.code == 4
    assert document["failure"].startswith(failure)
    (folder / "list.csv").unlink()
    answer = run("update", *at)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.count("cacctl: ") == 2
    file.write_text(f"{text.replace('2020-06-02T10:00:00', '2020-06-02T09:00:00')}\n", "utf-8")
    assert "Talk a (Tue 2 June) moved from 10:00 to 09:00" in run("update", *at).out


def test_update_shows_recordings_that_are_gone(
    run: Run, tmp_path: Path, nginx: tuple[Path, str]
) -> None:
    folder, url = nginx
    file = schedule(tmp_path, f'recordings = "{url}/list.csv"')
    run("update", "--schedule", file)
    (folder / "list.csv").write_text("session,url\nb,https://video.example.org/b\n", "utf-8")
    answer = run("update", "--schedule", file)
    assert answer == (0, f"40C3\nRecordings from {url}/list.csv: 1 new, 1 removed\n", "")


def test_update_shows_new_recordings_of_the_schedule_itself(
    run: Run, nginx: tuple[Path, str]
) -> None:
    folder, url = nginx
    file = Path(schedule(folder, ""))
    text = file.read_text("utf-8")
    at = ("--schedule", f"{url}/40c3.toml", *AFTER)
    run("update", *at)
    recording = f'[[session.recording]]\nchannel = "hall"\nurl = "{VIDEO}"\n'
    file.write_text(f"{text}{recording}", "utf-8")
    heading = f"40C3, from {url}/40c3.toml\n"
    assert run("update", *at) == (0, f"{heading}Recordings: 1 new\n", "")
    file.write_text(f'{text}topic = "Another"\n{recording}', "utf-8")
    assert run("update", *at) == (0, f"{heading}Only details or past sessions changed.\n", "")
    assert run("update", *at) == (0, f"{heading}No changes.\n", "")


def test_list_of_a_schedule_in_a_file_is_updated(
    run: Run, tmp_path: Path, nginx: tuple[Path, str]
) -> None:
    _folder, url = nginx
    file = schedule(tmp_path, f'recordings = "{url}/list.csv"')
    answer = run("update", "--schedule", file, *AFTER)
    assert answer == (0, f"40C3\nRecordings from {url}/list.csv: 1 new\n", "")
    assert json.loads(run("update", "--json", "--schedule", file, *AFTER).out)["url"] is None
    without = schedule(tmp_path, 'recordings = "nginx/www/list.csv"')
    answer = run("update", "--schedule", without, *AFTER)
    assert (answer.code, "not loaded from a URL" in answer.err) == (2, True)


def test_own_recordings_and_those_of_the_settings_win(
    run: Run, tmp_path: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(schedule(tmp_path, 'recordings = "nginx/www/list.csv"'))
    own = "https://www.youtube.com/watch?v=own"
    recording = f'[[session.recording]]\nchannel = "hall"\nurl = "{own}"\n'
    text = file.read_text("utf-8")
    file.write_text(text.replace('[[session]]\nid = "b"', f'{recording}[[session]]\nid = "b"'))
    assert run("watch", "a", "--print", "--schedule", str(file), *AFTER).out == f"{own}\n"
    file.write_text(text, "utf-8")
    other = tmp_path / "other.toml"
    other.write_text('[[recording]]\nsession = "a"\nurl = "https://video.example.org/a"\n', "utf-8")
    settings(tmp_path, monkeypatch, schedule="40c3.toml", recordings="other.toml")
    at = ("--print", *AFTER)
    answer = run("watch", "a", "--schedule", "congress", *at)
    assert answer.out == "https://video.example.org/a\n"
    assert run("watch", "a", "--schedule", str(file), *at).out == f"{VIDEO}&t=3723\n"


def test_check_reports_what_is_wrong_in_a_list(
    run: Run, tmp_path: Path, nginx: tuple[Path, str]
) -> None:
    folder, url = nginx
    (folder / "list.csv").write_text(LIST + f"d,{VIDEO},en,\n", "utf-8")
    file = schedule(tmp_path, 'recordings = "nginx/www/list.csv"')
    where = f"{tmp_path}/nginx/www/list.csv"
    warning = 'session: no session has the ID or number "d".'
    prefix = f"{file}:6:14: warning: event, recordings: "
    answer = run("check", file)
    assert [line for line in answer.out.splitlines() if "warning: " in line] == [
        f"{prefix}{where}:3: {warning}"
    ]
    assert run("check", "--strict", file).code == 3
    schedule(tmp_path, f'recordings = "{url}/list.csv"')
    assert "warning" not in run("check", file).out
    assert requests(folder.parent, url) == []
    (folder / "page").write_text("found", "utf-8")
    rows = ("session,url", f"d,{url}/page", f"a,{url}/page", f"b,{url}/gone")
    (folder / "list.csv").write_text("\n".join(rows), "utf-8")
    text = Path(file).read_text("utf-8")
    Path(file).write_text(text.replace("https://www.youtube.com/@congress", f"{url}/page"), "utf-8")
    answer = run("check", "--online", file)
    assert f"{prefix}{url}/list.csv:2: {warning}" in answer.out
    assert f"{url}/gone is broken" in answer.out
    assert f"{url}/page is broken" not in answer.out
    assert answer.code == 4


def test_mistake_in_a_list_of_the_settings_has_no_position_in_the_schedule(
    run: Run, see: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(tmp_path, "")
    (tmp_path / "list.csv").write_text(
        f"{LIST}d,{VIDEO},en,\na,https://youtube.com/,en,\n", "utf-8"
    )
    settings(tmp_path, monkeypatch, schedule="40c3.toml", recordings="list.csv")
    warning = f"congress: warning: recordings: {tmp_path}/list.csv:3: session: no session"
    answer = run("check", "congress")
    assert answer.code == 0
    assert warning in answer.out.splitlines()[0]
    mistake = "congress: warning: https://youtube.com/ does not point to"
    assert mistake in answer.out.splitlines()[1]
    assert "schema = 1" not in see("check", "congress", columns=300).out


def test_warning_about_a_list_names_its_key_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = schedule(tmp_path, 'recordings = "missing.csv"\nstreams_api = "bad.json"')
    (tmp_path / "bad.json").write_text("<x>", "utf-8")
    missing, bad = f"{tmp_path}/missing.csv: file not found.", f"{tmp_path}/bad.json:1: invalid"
    lines = run("list", "--schedule", file).err.splitlines()
    assert lines[0].startswith(f"streams_api: {bad}")
    assert lines[1] == f"recordings: {missing}"
    checked = run("check", file).out
    assert f"event, recordings: {missing}" in checked
    assert f"event, streams_api: {bad}" in checked
    schedule(tmp_path, "")
    settings(tmp_path, monkeypatch, schedule="40c3.toml", recordings="missing.csv")
    assert f"congress: warning: recordings: {missing}" in run("check", "congress").out


def test_check_online_reports_recordings_of_no_session(
    run: Run, tmp_path: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = nginx
    (folder / "schedule.xml").write_text(XML, "utf-8")
    settings(tmp_path, monkeypatch, schedule=f"{url}/schedule.xml", recordings=f"{url}/40c3")
    answer = run("check", "--online", "congress")
    assert '"Talk other" has a recording, but no session has the UID "other".' in answer.out
    assert "Talk a" not in answer.out


def test_check_names_the_column_that_a_list_lacks(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("url,starts\nhttps://video.example.org/a,1\n", "utf-8")
    answer = run("check", schedule(tmp_path, 'recordings = "list.csv"'))
    problem = f"{tmp_path}/list.csv: the list has no column named session. Add it to the first row."
    assert f"warning: event, recordings: {problem}" in answer.out


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 99, b"\xff" * 99, b"<html>", b'session;url\n"', b"[["]
)
def test_schedule_is_shown_with_a_list_that_cannot_be_read(
    run: Run, tmp_path: Path, nginx: tuple[Path, str], data: bytes
) -> None:
    folder, _url = nginx
    (folder / "list.csv").write_bytes(data)
    answer = run(
        "show", "a", "--schedule", schedule(tmp_path, 'recordings = "nginx/www/list.csv"'), *AFTER
    )
    assert (answer.code, "Talk a" in answer.out) == (0, True)
    assert len(answer.err.splitlines()) == (data != b'session;url\n"')
