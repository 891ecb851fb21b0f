"""Streams of a congress from the API, through the command line: nginx, ffmpeg and mpv are real."""

import array
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from cacctl.cli.context import Request
from cacctl.formats.loading import Loaded
from cacctl.settings.settings import Setting, Settings
from cacctl.sources.remote import RemoteSource
from tests.conftest import ROOT, Run
from tests.formats.c3voc.builders import CDN, PAGES, conference, room, stream
from tests.nginx import needs_nginx, requests, serving
from tests.schemas import ANSWER

FFMPEG, MPV = shutil.which("ffmpeg"), shutil.which("mpv")
GERMAN_HERTZ, ENGLISH_HERTZ, RATE = 440, 880, 44_100
SCHEDULE = """\
schema = 1
[event]
id = "40c3"
name = "40C3"
zone = "Europe/Berlin"
{more}
[[session]]
id = "vortrag"
name = "Ein Vortrag"
lang = "de"
room = "Saal 1 (Erdgeschoss)"
start = 2020-06-02T11:00:00
end = 2020-06-02T12:00:00
[[session]]
id = "lecture"
name = "A Lecture"
lang = "en"
room = "Saal 2"
start = 2020-06-02T11:00:00
end = 2020-06-02T12:00:00
"""
AT = ("--at", "2020-06-02T11:10+02:00", "--tz", "Europe/Berlin")
API = [conference(room("one", "saal 1"), room("two", "Saal 2"), room("lounge", "Lounge"))]

pytestmark = [pytest.mark.usefixtures("cache_home"), needs_nginx]


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder that nginx serves, and its URL."""
    folder = tmp_path / "nginx" / "www"
    folder.mkdir(parents=True)
    (folder / "v2.json").write_text(json.dumps(API), "utf-8")
    with serving(tmp_path / "nginx") as url:
        yield folder, url


@pytest.fixture
def schedule(tmp_path: Path) -> Path:
    file = tmp_path / "40c3.toml"
    file.write_text(SCHEDULE.format(more='streams_api = "nginx/www/v2.json"'), "utf-8")
    return file


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        ("vortrag --lang en", f"{PAGES}/one/i18n/translated"),
        ("vortrag --lang de", f"{PAGES}/one"),
        ("lecture --lang en", f"{PAGES}/two"),
        ("--room Erdgeschoss --lang de", f"{PAGES}/one"),
        ("vortrag --lang en --player mpv", f"{CDN}/one_translated_hd.hls"),
        ("vortrag --lang de --player browser", f"{PAGES}/one"),
        ("vortrag --lang de --player mpv --on audio", f"{CDN}/one_native_audio.opus"),
    ],
)
def test_stream_in_the_viewers_language_is_printed(
    run: Run, schedule: Path, nginx: tuple[Path, str], arguments: str, url: str
) -> None:
    answer = run("watch", *arguments.split(), "--print", "--schedule", str(schedule), *AT)
    assert answer == (0, url + "\n", "")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("vortrag --lang en", "Ein Vortrag is live on saal 1 (video, English), "),
        ("vortrag --lang de --on audio", "Ein Vortrag is live on saal 1 (audio only, German), "),
    ],
)
def test_viewer_learns_the_language_of_an_interpretation(
    run: Run, schedule: Path, nginx: tuple[Path, str], arguments: str, why: str
) -> None:
    given = ("--print", "--json", "--schedule", str(schedule), *AT)
    found = json.loads(run("watch", *arguments.split(), *given).out)["why"]
    assert found.startswith(f"40C3: {why}")


@pytest.mark.parametrize("private", [PAGES, CDN])
def test_only_the_url_that_is_opened_must_not_be_private(
    run: Run,
    schedule: Path,
    nginx: tuple[Path, str],
    monkeypatch: pytest.MonkeyPatch,
    private: str,
) -> None:
    folder, url = nginx
    monkeypatch.setenv("BROWSER", "true")
    (folder / "40c3.toml").write_text(SCHEDULE.format(more=""), "utf-8")
    api = schedule.parent / "v2.json"
    api.write_text(json.dumps(API).replace(private, "http://10.0.0.1"), "utf-8")
    settings = schedule.parent / "config.toml"
    settings.write_text(f'[events.x]\nschedule = "{url}/40c3.toml"\nstreams_api = "{api}"\n')
    monkeypatch.setenv("CACCTL_CONFIG", str(settings))
    for player in ("true", "browser"):
        answer = run("watch", "vortrag", "--event", "x", "--player", player, *AT)
        is_private = (player == "browser") == (private == PAGES)
        assert (answer.code == 5, "private network" in answer.err) == (is_private, is_private)


def test_json_has_the_url_for_players(run: Run, schedule: Path, nginx: tuple[Path, str]) -> None:
    answer = run("watch", "vortrag", "--print", "--json", "--schedule", str(schedule), *AT)
    document = json.loads(answer.out)
    ANSWER.validate(document)
    assert document["stream"]["url"] == f"{PAGES}/one/i18n/translated"
    assert document["stream"]["player_url"] == f"{CDN}/one_translated_hd.hls"


def test_sound_alone_has_a_korean_name(run: Run, schedule: Path, nginx: tuple[Path, str]) -> None:
    at = ("--schedule", str(schedule), *AT, "--lang", "ko")
    assert "오디오" in run("show", "lecture", *at).out
    assert run("watch", "lecture", "--on", "오디오", "--print", *at).code == 5
    answer = run("watch", "lecture", "--on", "오디오", "--print", *at[:-2], "--lang", "en")
    assert answer.out == f"{PAGES}/two/audio\n"


def test_api_is_refreshed_while_cacctl_waits(
    run: Run,
    schedule: Path,
    nginx: tuple[Path, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A schedule in a file stays as it is, while its API gets a new page for a room."""
    folder, url = nginx
    schedule.write_text(schedule.read_text("utf-8").replace("nginx/www", url), "utf-8")
    start = datetime.fromisoformat("2020-06-02T08:00+00:00")
    moment = start
    monkeypatch.setattr("cacctl.times.clock.now", lambda: moment)
    request = Request(
        Settings({}, None), tz="UTC", lang="en", schedule=str(schedule), at=start.isoformat()
    )
    view = request.announced_view()
    newest = request.newest(view)
    moved = json.dumps(API).replace("/40c3/one", "/40c3/moved")
    (folder / "v2.json").write_text(moved, "utf-8")
    pages = []
    for minutes in (1, 20):
        moment = start + timedelta(minutes=minutes)
        programme = newest()
        pages += [c.url for c in programme.channels if c.id == "one-en"]
    assert pages == [f"{PAGES}/{name}/i18n/translated" for name in ("one", "moved")]
    assert len(requests(folder.parent, url)) == 2


def test_update_counts_the_channels_of_the_api(
    run: Run, schedule: Path, nginx: tuple[Path, str]
) -> None:
    folder, url = nginx
    schedule.write_text(schedule.read_text("utf-8").replace("nginx/www", url), "utf-8")
    at = ("--schedule", str(schedule), *AT)
    channels = len(run("channels", "--plain", *at).out.splitlines()) - 1
    assert channels > 2
    answer = run("update", *at)
    assert answer == (0, f"40C3\nStreams from {url}/v2.json: no changes\n", "")
    moved = json.dumps(API[:1]).replace("/40c3/one", "/40c3/moved")
    (folder / "v2.json").write_text(moved, "utf-8")
    ours = sum(
        c["id"].startswith("one-")
        for c in json.loads(run("channels", "--json", *at).out)["channels"]
    )
    assert run("update", *at).out == f"40C3\nStreams from {url}/v2.json: {ours} changed\n"
    (folder / "v2.json").write_text("[]", "utf-8")
    assert run("update", *at).out == f"40C3\nStreams from {url}/v2.json: {channels} removed\n"


def test_schedule_with_an_api_is_read_once_in_an_interval(
    tmp_path: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = nginx
    (folder / "40c3.toml").write_text(SCHEDULE.format(more=""), "utf-8")
    resources = {"streams_api": Setting(f"{url}/v2.json", "file")}
    events = {"congress": Setting(f"{url}/40c3.toml", "file")}
    settings = Settings({}, None, events=events, companions={"congress": resources})
    start = datetime.fromisoformat("2020-06-02T08:00+00:00")
    moment = start
    monkeypatch.setattr("cacctl.times.clock.now", lambda: moment)
    request = Request(settings, tz="UTC", lang="en", schedule="congress")
    newest = request.newest(request.announced_view())
    newest()
    load, loads = RemoteSource.load, list[int]()

    def counted(source: RemoteSource, now: datetime) -> Loaded:
        loads.append((now - start).seconds)
        return load(source, now)

    monkeypatch.setattr(RemoteSource, "load", counted)
    for seconds in range(1, 70):
        moment = start + timedelta(seconds=seconds)
        newest()
    assert loads == [30, 60]


def test_settings_name_the_api_of_an_event(
    run: Run, tmp_path: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = nginx
    (folder / "40c3.toml").write_text(SCHEDULE.format(more=""), "utf-8")
    settings = tmp_path / "config.toml"
    settings.write_text(
        f'[events.congress]\nschedule = "{url}/40c3.toml"\nstreams_api = "{url}/v2.json"\n', "utf-8"
    )
    monkeypatch.setenv("CACCTL_CONFIG", str(settings))
    watch = ("watch", "vortrag", "--lang", "en", "--print", "--schedule", "congress", *AT)
    page = f"{PAGES}/one/i18n/translated\n"
    assert run(*watch) == (0, page, "")
    assert len(requests(folder.parent, url)) == 2
    # Both are in the cache now.
    assert run(*watch, "--offline") == (0, page, "")
    (folder / "v2.json").unlink()
    update = run("update", "--schedule", "congress", *AT)
    assert update.code == 4
    assert "v2.json: the server responded with 404 instead of a file. Using" in update.err
    assert run(*watch) == (0, page, "")
    found = json.loads(run("config", "--json").out)["settings"]["events.congress.streams_api"]
    assert (found["value"], found["origin"]) == (f"{url}/v2.json", "file")


def test_empty_setting_means_no_api(
    run: Run,
    tmp_path: Path,
    schedule: Path,
    nginx: tuple[Path, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config, directory = tmp_path / "config.toml", tmp_path / "events.toml"
    monkeypatch.setenv("CACCTL_CONFIG", str(config))
    event = '[events.congress]\nschedule = "40c3.toml"\n'
    listed = (
        '[[event]]\nid = "congress"\nname = "40C3"\nstart = 2020-06-02\nend = 2020-06-02\n'
        'schedule = "40c3.toml"\n'
    )
    watch = ("watch", "vortrag", "--lang", "en", "--print", "--event", "congress", *AT)
    for key in ("", 'streams_api = ""\n'):
        config.write_text(f"{event}{key}", "utf-8")
        from_settings = run(*watch).out
        shown = "events.congress.streams_api: none" in run("config").out
        config.write_text('directories = "events.toml"\n', "utf-8")
        directory.write_text(f"{listed}{key}", "utf-8")
        is_used = from_settings.startswith(PAGES)
        assert (is_used, run(*watch).out.startswith(PAGES), shown) == (not key, not key, bool(key))
        assert run("check", str(directory)).code == 0


def test_other_schedules_request_nothing(
    run: Run, tmp_path: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = nginx
    (folder / "40c3.toml").write_text(SCHEDULE.format(more=""), "utf-8")
    settings = tmp_path / "config.toml"
    settings.write_text(f'[events.a]\nschedule = "x"\nstreams_api = "{url}/v2.json"\n', "utf-8")
    monkeypatch.setenv("CACCTL_CONFIG", str(settings))
    answer = run("watch", "vortrag", "--print", "--schedule", f"{url}/40c3.toml", *AT)
    assert answer.code == 5
    assert len(requests(folder.parent, url)) == 1


def test_path_in_a_schedule_from_a_url_is_part_of_its_url(
    run: Run, nginx: tuple[Path, str]
) -> None:
    folder, url = nginx
    (folder / "40c3.toml").write_text(SCHEDULE.format(more='streams_api = "v2.json"'), "utf-8")
    watch = ("watch", "lecture", "--lang", "de", "--print", "--schedule", f"{url}/40c3.toml", *AT)
    assert run(*watch) == (0, f"{PAGES}/two/i18n/translated\n", "")


def test_rooms_of_a_real_file_stream(run: Run, tmp_path: Path, nginx: tuple[Path, str]) -> None:
    folder, url = nginx
    shutil.copy(ROOT / "tests" / "schedules" / "c3voc" / "easterhegg-2017.json", folder / "v2.json")
    text = SCHEDULE.format(more=f'streams_api = "{url}/v2.json"').replace(
        "2020-06-02", "2017-04-15"
    )
    file = tmp_path / "eh17.toml"
    file.write_text(text.replace("Saal 1 (Erdgeschoss)", "GROSSES KOLLEG"), "utf-8")
    watch = ("watch", "vortrag", "--print", "--lang", "de", "--schedule", str(file))
    at = ("--at", "2017-04-15T11:10+02:00")
    assert run(*watch, *at).out == "http://streaming.media.ccc.de/eh17/grosses-kolleg\n"
    assert run(*watch, *at, "--player", "mpv").out == "http://cdn.c3voc.de/hls/s4_native_hd.m3u8\n"
    shown = run("channels", "--schedule", str(file)).out
    for kind in ("(grosses-kolleg-de): video", "(grosses-kolleg-audio-de): audio only"):
        assert f"\nGroßes Kolleg {kind}; German; http://streaming.media.ccc.de/" in shown


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_channels_of_a_room_are_told_apart(
    run: Run, see: Run, schedule: Path, nginx: tuple[Path, str], columns: int
) -> None:
    """Each has another heading or language, and its URL is what its command opens."""
    options = ("--schedule", str(schedule), *AT)
    for lang, kinds, languages in (
        ("en", ("video", "audio only", "slides"), ("German", "English")),
        ("ko", ("영상", "오디오 전용", "슬라이드"), ("독일어", "영어")),
    ):
        blank = " " if lang == "en" else ""
        expected = {
            (f"{name}{blank}({kind})", language)
            for name in ("saal 1", "Saal 2")
            for kind in kinds
            for language in languages
        }
        shown = see("channels", *options, "--lang", lang, columns=columns).out
        blocks = [block.splitlines() for block in shown.strip().split("\n\n")]
        found = set()
        for heading, *rows in blocks if blocks[0][0] != "40C3" else blocks[1:]:
            text = " ".join(" ".join(rows).split())
            found.add((heading, next(each for each in languages if f" {each} " in text)))
            command = shlex.split(text[text.index("cacctl watch") :])[1:]
            assert f" {run(*command, '--print').out.strip()} " in text
        assert found == expected
        plain = run("channels", *options, "--lang", lang).out
        markdown = run("export", "markdown", "-o", "-", *options, "--lang", lang).out
        for kind in kinds:
            for language in languages:
                assert plain.count(f"): {kind}; {language}; https://") == 2
                assert markdown.count(f") ({kind}, {language})\n") == 2


def serve_streams(folder: Path, url: str) -> None:
    """Serve the API with URLs of this server, and something at each of them."""
    text = json.dumps(API).replace(PAGES, f"{url}/40c3").replace(CDN, f"{url}/cdn")
    (folder / "v2.json").write_text(text, "utf-8")
    for path in re.findall(rf'{url}/([^"]+)', text):
        (folder / path).mkdir(parents=True, exist_ok=True)
    for room_path in (folder / "40c3").iterdir():
        for page in ("slides", "audio", "i18n", "audio/i18n", "slides/i18n"):
            (room_path / page / "translated").mkdir(parents=True, exist_ok=True)


def test_check_online_requests_the_streams_of_the_api(
    run: Run, schedule: Path, nginx: tuple[Path, str]
) -> None:
    folder, url = nginx
    serve_streams(folder, url)
    hls, page = "cdn/one_translated_hd.hls", "40c3/two/i18n/translated"
    for path in (hls, page, "cdn/lounge_native_hd.hls"):
        (folder / path).rmdir()
    answer = run("check", "--online", str(schedule))
    assert answer.code == 4
    assert [line for line in answer.out.splitlines() if "error: " in line] == [
        f"{schedule}:6:15: error: event, streams_api: {url}/{path} from the streaming API is "
        "broken: page not found (404). If the stream has not started yet, check it again later."
        for path in (hls, page)
    ]
    asked = {line.split()[6] for line in requests(folder.parent, url)}
    assert {"/40c3/one", "/40c3/one/audio", f"/{hls}", "/cdn/two_native_audio.opus"} <= asked
    assert not any("lounge" in path for path in asked)
    assert run("check", str(schedule)).code == 0


def test_check_online_requests_both_pages_of_a_channel(
    run: Run, schedule: Path, nginx: tuple[Path, str]
) -> None:
    folder, url = nginx
    serve_streams(folder, url)
    in_one_room = schedule.read_text("utf-8").replace("Saal 2", "Saal 1 (Erdgeschoss)")
    schedule.write_text(in_one_room, "utf-8")
    run("check", "--online", str(schedule))
    asked = {line.split()[6] for line in requests(folder.parent, url)}
    assert {"/40c3/one", "/40c3/one/i18n/translated"} <= asked
    answer = run("channels", "--schedule", str(schedule), *AT, "--plain")
    [english] = [line for line in answer.out.splitlines() if "(one-en)" in line]
    assert "sessions have their own links" in english


def test_check_online_lists_the_rooms_that_do_not_match(
    run: Run, schedule: Path, nginx: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = nginx
    serve_streams(folder, url)
    text = schedule.read_text("utf-8").replace("Saal 2", "Hall 2")
    schedule.write_text(text.replace("nginx/www/v2.json", f"{url}/v2.json"), "utf-8")
    assert "warning" not in run("check", str(schedule)).out
    assert requests(folder.parent, url) == []
    answer = run("check", "--online", str(schedule))
    assert answer.code == 0
    assert [line for line in answer.out.splitlines() if "warning" in line] == [
        f'{schedule}:6:15: warning: event, streams_api: room "{name}" has a stream but is not '
        "in the schedule. Rooms without a stream: Hall 2"
        for name in ("Saal 2", "Lounge")
    ] + [f"{schedule} is valid: 2 sessions, 1 day, 6 channels; 2 warnings."]
    assert run("check", "--online", "--strict", str(schedule)).code == 3
    # The same for a schedule of another format, by the settings.
    exported = run("export", "schedule-xml", "--schedule", str(schedule)).out
    (folder / "40c3.xml").write_text(exported, "utf-8")
    settings = schedule.parent / "config.toml"
    settings.write_text(
        f'[events.x]\nschedule = "{folder}/40c3.xml"\nstreams_api = "{url}/v2.json"\n', "utf-8"
    )
    monkeypatch.setenv("CACCTL_CONFIG", str(settings))
    assert 'room "Lounge" has a stream' in run("check", "--online", "x").out
    (folder / "v2.json").unlink()
    assert "responded with 404" in run("check", "--online", "x").out


def hertz(file: Path) -> float:
    """The frequency of a tone in samples of 16 bits, by how often it passes zero upwards."""
    samples = array.array("h", file.read_bytes())
    # Without the fade-in of the codec.
    heard = list(samples[len(samples) // 4 :])
    return sum(a < 0 <= b for a, b in pairwise(heard)) * RATE / len(heard)


@pytest.mark.skipif(not (FFMPEG and MPV), reason="mpv or ffmpeg is not installed")
@pytest.mark.parametrize(("lang", "tone"), [("de", GERMAN_HERTZ), ("en", ENGLISH_HERTZ)])
def test_mpv_plays_the_language_of_the_viewer(
    tmp_path: Path, nginx: tuple[Path, str], lang: str, tone: int
) -> None:
    """A live stream whose two languages are two tones; mpv writes what one would hear."""
    folder, url = nginx
    tones = [("-f", "lavfi", "-i", f"sine={tone}") for tone in (GERMAN_HERTZ, ENGLISH_HERTZ)]
    sound = "v:0,agroup:sound a:0,agroup:sound,language:de,default:yes a:1,agroup:sound,language:en"
    subprocess.run(
        [
            *(str(FFMPEG), "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=5"),
            *(*tones[0], *tones[1], "-t", "3", "-map", "0:v", "-map", "1:a", "-map", "2:a"),
            *("-c:v", "libx264", "-c:a", "aac", "-f", "hls", "-hls_time", "1"),
            *("-hls_playlist_type", "vod", "-master_pl_name", "one.m3u8"),
            *("-var_stream_map", sound, str(folder / "part_%v.m3u8")),
        ],
        check=True,
        timeout=60,
    )
    table = room("one", "Saal 1", [("translated", "Translated")])
    table["streams"] = [stream("one", "hd", e, "", "hls") for e in ("native", "translated")]
    for found in table["streams"]:
        found["urls"]["hls"]["url"] = f"{url}/one.m3u8"
    (folder / "v2.json").write_text(json.dumps([conference(table)]), "utf-8")
    file = tmp_path / "40c3.toml"
    file.write_text(SCHEDULE.format(more='streams_api = "nginx/www/v2.json"'), "utf-8")
    sound_file = tmp_path / "heard"
    player = (
        f"mpv --no-config --vo=null --ao=pcm --ao-pcm-file={sound_file} --ao-pcm-waveheader=no "
        f"--audio-format=s16 --audio-channels=mono --audio-samplerate={RATE} --length=2"
    )
    played = subprocess.run(
        [
            *(sys.executable, "-m", "cacctl", "watch", "vortrag", "--lang", lang),
            *("--schedule", str(file), "--player", player, *AT),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert played.returncode == 0, played.stderr
    assert hertz(sound_file) == pytest.approx(tone, rel=0.02)
