"""Recordings opened in the middle, by players and by a real mpv."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cacctl.openers.player import Player
from tests.conftest import ROOT
from tests.nginx import needs_nginx, serving
from tests.openers.conftest import Browsers

VIDEO = "https://www.youtube.com/watch?v=abc"
FFMPEG, MPV = shutil.which("ffmpeg"), shutil.which("mpv")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the players here are shell scripts")


@pytest.mark.parametrize(
    ("player", "given"),
    [
        ("mpv --fs", ["--start=3723", "--fs", VIDEO]),
        ("vlc", ["--start-time=3723", VIDEO]),
        ("cvlc", ["--start-time=3723", VIDEO]),
        ("streamlink %s best", ["--hls-start-offset=3723", VIDEO, "best"]),
        ("unknown %s", [f"{VIDEO}&t=3723"]),
    ],
)
def test_player_starts_at_the_position(browsers: Browsers, player: str, given: list[str]) -> None:
    name, _space, options = player.partition(" ")
    command = f"{browsers.add(name)} {options}"
    assert Player(command, VIDEO, 3723).open(f"{VIDEO}&t=3723") == name
    assert browsers.given() == given


def test_player_without_a_position_gets_no_option(browsers: Browsers) -> None:
    Player(browsers.add("mpv"), "https://example.org/live.m3u8").open("https://example.org/room")
    assert browsers.given() == ["https://example.org/live.m3u8"]


@pytest.mark.parametrize(
    ("player", "given"),
    [
        ("mpv --fs", ["--alang=en", "--fs", VIDEO]),
        ("vlc", ["--audio-language=en", VIDEO]),
        ("streamlink %s best", ["--hls-audio-select=en", VIDEO, "best"]),
        ("unknown", [VIDEO]),
    ],
)
def test_player_gets_the_language(browsers: Browsers, player: str, given: list[str]) -> None:
    name, _space, options = player.partition(" ")
    Player(f"{browsers.add(name)} {options}", VIDEO, 0, "en").open("https://example.org/room")
    assert browsers.given() == given


@pytest.mark.parametrize("guide", ["guide.md", "ko/guide.md"])
def test_documented_command_for_streamlink_names_a_stream(browsers: Browsers, guide: str) -> None:
    """Without a stream, streamlink only lists them (https://streamlink.github.io/cli.html)."""
    text = (ROOT / "docs" / guide).read_text("utf-8")
    [options] = re.findall(r"`--player 'streamlink (.*?)'`", text)
    Player(f"{browsers.add('streamlink')} {options}", VIDEO, 60, "en").open(VIDEO)
    own = ["--hls-audio-select=en", "--hls-start-offset=60"]
    assert browsers.given() == [*own, "--default-stream", "best", VIDEO]


@needs_nginx
@pytest.mark.skipif(not (FFMPEG and MPV), reason="mpv or ffmpeg is not installed")
def test_mpv_plays_from_the_position(tmp_path: Path) -> None:
    """mpv itself says where it is when it has played for an instant."""
    video = tmp_path / "www" / "day.mkv"
    video.parent.mkdir()
    source = ["-f", "lavfi", "-i", "sine=frequency=440:duration=60"]
    subprocess.run([str(FFMPEG), "-loglevel", "error", *source, str(video)], check=True)
    schedule = tmp_path / "day.toml"

    with serving(tmp_path) as url:
        schedule.write_text(
            f'''
schema = 1
[event]
id = "day"
name = "Day"
zone = "Asia/Seoul"
[[channel]]
id = "web"
platform = "web"
lang = "en"
name = "Web"
[[session]]
id = "talk"
start = 2020-06-02T22:00:00
end = 2020-06-02T23:30:00
name = "Talk"
[[session.recording]]
channel = "web"
url = "{url}/day.mkv"
starts = "42s"
'''
        )
        player = (
            "mpv --no-config --vo=null --ao=null --length=0.5 "
            "--term-status-msg=position=${=playback-time}"
        )
        shown = subprocess.run(
            [
                *(sys.executable, "-m", "cacctl", "watch", "talk"),
                *("--schedule", str(schedule), "--player", player),
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert shown.returncode == 0, shown.stderr
    assert "position=42." in shown.stdout + shown.stderr
