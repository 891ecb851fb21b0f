"""`watch --resolve`: the session's own video, found by yt-dlp."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LIVE, MOMENTS, SUMMIT, Run
from tests.processes import has_ended, started
from tests.schemas import ANSWER
from tests.servers import LoopbackServer, Responder, ScheduleServer
from tests.terminals import terminals

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs here are shell scripts")

REAL = shutil.which("yt-dlp", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")
CHANNEL = "https://www.youtube.com/seoulcityofficial"
SEARCH = "https://www.youtube.com/results?search_query=CAC+Global+Summit+2020+Culture"
AFTER = ["--at", MOMENTS["after"]]
DURING = ["--at", LIVE]
Answers = Callable[..., Path]


def entry(video: str, title: str, **fields: Any) -> dict[str, Any]:
    """An entry as yt-dlp 2026.10 has it for a tab of a YouTube channel."""
    return {
        "id": video,
        "title": title,
        "thumbnails": [{"url": f"https://i.ytimg.com/vi/{video}/hqdefault.jpg", "height": 94}],
        "duration": 5400.0,
        "view_count": 1200,
        "timestamp": None,
        "live_status": "was_live",
        "availability": None,
        "channel_url": None,
        "uploader_url": None,
        "ie_key": "Youtube",
        "_type": "url",
        "url": f"https://www.youtube.com/watch?v={video}",
        "__x_forwarded_for_ip": None,
        **fields,
    }


def tab(*entries: dict[str, Any], name: str = "streams") -> dict[str, Any]:
    """The answer of yt-dlp for a tab of a YouTube channel."""
    return {
        "id": "UCseoul",
        "channel": "Seoul",
        "channel_id": "UCseoul",
        "title": f"Seoul - {name}",
        "_type": "playlist",
        "entries": list(entries),
        "extractor_key": "YoutubeTab",
        "extractor": "youtube:tab",
        "webpage_url": f"{CHANNEL}/{name}",
        "original_url": f"{CHANNEL}/{name}",
        "webpage_url_basename": name,
        "playlist_count": None,
    }


def page(video: str, title: str, timestamp: int) -> dict[str, Any]:
    """What yt-dlp knows of a single video of YouTube."""
    url = f"https://www.youtube.com/watch?v={video}"
    return {
        "id": video,
        "title": title,
        "timestamp": timestamp,
        "release_timestamp": timestamp,
        "upload_date": time.strftime("%Y%m%d", time.gmtime(timestamp)),
        "live_status": "was_live",
        "webpage_url": url,
        "original_url": url,
        "_type": "video",
        "formats": [],
    }


CULTURE_START = 1591252200  # 2020-06-04T06:30Z
CULTURE = entry("culture1", "[Live] Culture | Cities Against COVID-19")
NIGHT = entry("night", "Seoul Culture Night", live_status=None)
ECONOMY = entry("economy", "CAC Global Summit 2020 - Economy")


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Install a yt-dlp that answers with these lists, and then with what it knows of videos."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def install(*lists: Any, videos: tuple[Any, ...] = (), more: str = "") -> Path:
        for name, documents in (("lists", lists), ("videos", videos)):
            text = "".join(json.dumps(document) + "\n" for document in documents)
            (folder / name).write_text(text, "utf-8")
        program = folder / "yt-dlp"
        program.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" >> {folder}/given\n{more}\n'
            f'case "$*" in *--flat-playlist*) /bin/cat {folder}/lists;; '
            f"*) /bin/cat {folder}/videos;; esac\n"
        )
        program.chmod(0o755)
        return folder / "given"

    return install


def test_recording_of_name_and_date_is_found_on_the_channel(run: Run, answers: Answers) -> None:
    given = answers(
        tab(ECONOMY, CULTURE, NIGHT, name="search"),
        tab(ECONOMY),
        videos=(
            page("culture1", "Culture", CULTURE_START),
            page("night", "Seoul Culture Night", CULTURE_START + 10**7),
        ),
    )
    url = "https://www.youtube.com/watch?v=culture1"
    answer = run("watch", "culture", "--resolve", "--print", *AFTER)
    assert answer == (0, f"{url}\n", "")
    urls = [word for word in given.read_text().split() if "://" in word]
    assert urls == [
        f"{CHANNEL}/search?query=CAC+Global+Summit+2020+Culture",
        f"{CHANNEL}/streams",
        "https://www.youtube.com/watch?v=culture1",
        "https://www.youtube.com/watch?v=night",
    ]
    document = json.loads(run("watch", "culture", "--resolve", "--print", "--json", *AFTER).out)
    ANSWER.validate(document)
    assert document["stream"]["url"] == url
    assert document["stream"]["kind"] == "replay"
    assert document["why"] == "Culture has ended; here is the recording (English)."


@pytest.mark.parametrize("at", [LIVE, "2020-06-03T01:00+09:00"])
def test_live_or_next_video_of_the_channel_is_found(run: Run, answers: Answers, at: str) -> None:
    given = answers(
        tab(
            entry("now", "Seoul live", live_status="is_live"),
            entry("tomorrow", "Tomorrow", live_status="is_upcoming", release_timestamp=1591300000),
            ECONOMY,
        )
    )
    answer = run("watch", "--resolve", "--print", "--at", at)
    assert answer == (0, "https://www.youtube.com/watch?v=now\n", "")
    assert given.read_text().splitlines()[-2:] == ["--", f"{CHANNEL}/streams"]


def test_browser_and_player_get_the_video(
    run: Run, answers: Answers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers(tab(entry("now", "Seoul live", live_status="is_live")))
    url = "https://www.youtube.com/watch?v=now"
    program = tmp_path / "my-program"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/seen\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(program))
    monkeypatch.setenv("CACCTL_RESOLVE", "true")
    opened = run("watch", *DURING)
    assert opened.code == 0
    assert opened.out.startswith("Climate & Environment is live on Seoul's official YouTube")
    assert opened.out.endswith(f"Opened {url} in my-program.\n")
    assert (tmp_path / "seen").read_text() == url
    (tmp_path / "seen").unlink()
    assert run("watch", "--player", str(program), *DURING).code == 0
    assert (tmp_path / "seen").read_text() == url


def test_several_videos_are_listed_and_none_is_opened(run: Run, answers: Answers) -> None:
    other = entry("culture2", "Culture\x1b]0;x\x07 again")
    answers(
        tab(CULTURE, other),
        videos=(page("culture1", "", CULTURE_START), page("culture2", "", CULTURE_START + 86400)),
    )
    answer = run("watch", "culture", "--resolve", "--print", *AFTER)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "https://www.youtube.com/watch?v=culture1  [Live] Culture | Cities Against COVID-19  "
        "Thu 4 June 2020\n"
        "https://www.youtube.com/watch?v=culture2  Culture\\x1b]0;x\\x07 again  Fri 5 June 2020\n"
        "cacctl: Could not tell which video on Seoul's official YouTube (English) is Culture.\n"
        "Choose one of the videos above, or open the channel: "
        f"cacctl watch culture --channel --at {MOMENTS['after']} --print\n"
    )


def test_many_candidates_are_cut(run: Run, answers: Answers) -> None:
    answers(tab(*(entry(f"v{n}", "The Culture of Seoul") for n in range(20))))
    lines = run("watch", "culture", "--resolve", "--print", *AFTER).err.splitlines()
    assert [line[:8] for line in lines] == ["https://"] * 6 + ["…", "cacctl: ", "Choose o"]


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the options for a day after a session that was on the live page of its room."""
    schedule = (
        'schema = 1\n[event]\nid = "harbour"\nname = "Harbour"\nzone = "UTC"\n[[session]]\n'
        'id = "tides"\nname = "Tides"\nroom = "Pier"\n'
        "start = 2027-01-30T10:00:00\nend = 2027-01-30T11:00:00\n"
    )
    (tmp_path / "harbour.toml").write_text(schedule, "utf-8")
    rule = 'schedule = "harbour.toml"\nstreams = "https://live.example.org/{room}"\n'
    (tmp_path / "config.toml").write_text(f"[events.harbour]\n{rule}", "utf-8")
    monkeypatch.setenv("CACCTL_CONFIG", str(tmp_path / "config.toml"))
    return ["--event", "harbour", "--at", "2027-01-31T10:00Z"]


HARBOUR_SEARCH = "https://www.youtube.com/results?search_query=Harbour+Tides"


def test_search_for_what_was_on_a_live_page_is_on_youtube(
    run: Run, answers: Answers, harbour: list[str]
) -> None:
    answers(tab(ECONOMY))
    command = ["watch", "tides", "--resolve", "--print", *harbour]
    none = "yt-dlp found no video of Tides on YouTube.\n"
    assert run(*command) == (0, f"{HARBOUR_SEARCH}\n", none)
    assert run(*command, "--lang", "ko").err == (
        "yt-dlp로 검색했지만 유튜브에서 Tides 세션의 영상을 찾지 못했습니다.\n"
    )
    answers(tab(entry("a", "Tides of the sea"), entry("b", "The tides")))
    lines = run(*command).err.splitlines()[-2:]
    assert lines == [
        "cacctl: Could not tell which video on YouTube is Tides.",
        f"Choose one of the videos above, or search for the recording: {HARBOUR_SEARCH}",
    ]
    lines = run(*command, "--lang", "ko").err.splitlines()[-2:]
    assert lines == [
        "cacctl: 유튜브 영상 중 Tides 세션의 영상을 가려내지 못했습니다.",
        f"위의 영상 중에서 고르거나 녹화 영상을 검색하세요: {HARBOUR_SEARCH}",
    ]


def test_search_is_made_for_a_schedule_from_elsewhere(
    run: Run, answers: Answers, harbour: list[str], tmp_path: Path
) -> None:
    given, file = answers(tab(ECONOMY)), tmp_path / "config.toml"
    with ScheduleServer((tmp_path / "harbour.toml").read_bytes()) as server:
        file.write_text(file.read_text("utf-8").replace("harbour.toml", server.url), "utf-8")
        answer = run("watch", "tides", "--resolve", "--print", *harbour)
    assert answer == (0, f"{HARBOUR_SEARCH}\n", "yt-dlp found no video of Tides on YouTube.\n")
    assert given.read_text().splitlines()[-1] == HARBOUR_SEARCH


def test_search_that_fails_is_reported(run: Run, answers: Answers, harbour: list[str]) -> None:
    # As yt-dlp 2026.10 writes it without a network: the list is there, and has nothing.
    error = (
        'ERROR: query "Harbour (Tides)" page 1: Unable to download API page: [Errno 101] Network '
        "is unreachable (caused by x)"
    )
    answers({**tab(), "entries": [None]}, more=f"echo '{error}' >&2")
    assert run("watch", "tides", "--resolve", "--print", *harbour) == (
        0,
        f"{HARBOUR_SEARCH}\n",
        "yt-dlp could not look up the video: Unable to download API page: [Errno 101] Network is "
        "unreachable.\n",
    )


def test_search_is_opened_if_nothing_is_found(run: Run, answers: Answers) -> None:
    answers(tab(ECONOMY), tab())
    answer = run("watch", "culture", "--resolve", "--print", *AFTER)
    none = "yt-dlp found no video of Culture on Seoul's official YouTube (English).\n"
    assert answer == (0, f"{SEARCH}\n", none)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("echo 'ERROR: [youtube:tab] a/streams: Sign in to \033[1mconfirm.' >&2; exit 1", None),
        ("echo '{}{}'", "the response cannot be read"),
        ("kill -9 $$", "the response cannot be read"),
    ],
)
def test_failure_is_one_line_and_the_channel_is_opened(
    run: Run, answers: Answers, body: str, reason: str | None
) -> None:
    answers(more=f"{body}\nexit 1")
    answer = run("watch", "--resolve", "--print", *DURING)
    reason = reason or r"Sign in to \x1b[1mconfirm"
    line = f"yt-dlp could not look up the video: {reason}.\n"
    assert answer == (0, f"{CHANNEL}\n", line)


def test_missing_yt_dlp_is_one_line_with_how_to_install_it(run: Run, answers: Answers) -> None:
    answer = run("watch", "culture", "--resolve", "--print", *AFTER)
    assert answer == (
        0,
        f"{SEARCH}\n",
        "yt-dlp is not installed, so the video was not looked up. To install it: "
        "https://github.com/yt-dlp/yt-dlp/wiki/Installation\n",
    )
    assert run("watch", "culture", "--resolve", "--print", "--lang", "ko", *AFTER).err == (
        "yt-dlp가 설치되어 있지 않아 영상을 검색하지 못했습니다. 설치 방법: "
        "https://github.com/yt-dlp/yt-dlp/wiki/Installation\n"
    )


def test_known_recording_is_opened_without_yt_dlp(run: Run, answers: Answers) -> None:
    given = answers(tab(entry("x", "Education")))
    at = ["--lang", "ko", *AFTER]
    url = run("watch", "education", "--print", *at).out
    assert run("watch", "education", "--resolve", "--print", *at) == (0, url, "")
    assert not given.exists()


def test_without_a_session_the_channel_is_opened(run: Run, answers: Answers) -> None:
    given = answers(tab(CULTURE))
    answer = run("watch", "--resolve", "--print", *AFTER)
    assert answer == (0, f"{CHANNEL}\n", "To look up a video, specify its session.\n")
    assert not given.exists()


@pytest.mark.parametrize("other", ["--channel", "--page", "--offline"])
def test_resolve_is_refused_with_options_that_contradict_it(run: Run, other: str) -> None:
    answer = run("watch", "culture", "--resolve", other)
    assert answer.code == 2
    assert answer.err.startswith(f"cacctl: --resolve cannot be used with {other}.\n")


@pytest.mark.parametrize("option", ["--channel", "--offline"])
def test_options_override_the_setting(
    run: Run, answers: Answers, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    given = answers(tab(entry("now", "Seoul live", live_status="is_live")))
    monkeypatch.setenv("CACCTL_RESOLVE", "yes")
    assert run("watch", option, "--print", *DURING).out == f"{CHANNEL}\n"
    monkeypatch.setenv("CACCTL_RESOLVE", "no")
    assert run("watch", "--print", *DURING).out == f"{CHANNEL}\n"
    assert not given.exists()


def test_other_commands_do_not_ask_yt_dlp(
    run: Run, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = answers(tab(entry("now", "Seoul live", live_status="is_live")))
    monkeypatch.setenv("CACCTL_RESOLVE", "yes")
    for command in (["now"], ["show", "culture"], ["next", "--json"], ["channels"]):
        assert run(*command, *DURING).code == 0
    assert not given.exists()


def test_schedule_from_elsewhere_cannot_have_a_private_channel_asked(
    run: Run, answers: Answers, cache_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = answers(tab())
    private = SUMMIT.replace(CHANNEL, "http://10.0.0.1/videos")
    with ScheduleServer(private.encode()) as server:
        command = ["watch", "--resolve", "--print", "--schedule", server.url, *DURING]
        answer = run(*command)
        assert not given.exists()
        run(*command, "--allow-private")
        assert given.read_text().endswith("--\nhttp://10.0.0.1/videos\n")
    assert answer.out == "http://10.0.0.1/videos\n"
    assert answer.err == (
        "yt-dlp could not look up the video: the channel is on a private network.\n"
    )


def test_ctrl_c_ends_yt_dlp_and_nothing_is_opened(answers: Answers, tmp_path: Path) -> None:
    answers(more=f"/bin/sleep 600 & echo $! > {tmp_path}/pid; wait")
    command = [sys.executable, "-m", "cacctl", "watch", "--resolve", "--print", *DURING]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as shown:
        child = started(tmp_path / "pid")
        shown.send_signal(signal.SIGINT)
        out, err = shown.communicate(timeout=60)
    assert (shown.returncode, out, err) == (130, b"", b"")
    assert has_ended(child)


def test_terminal_shows_that_yt_dlp_is_asked_and_is_restored_at_ctrl_c(
    answers: Answers, tmp_path: Path
) -> None:
    answers(more=f"/bin/sleep 60 & echo $! > {tmp_path}/pid; wait")
    with terminals("--print", *DURING) as terminal:
        shown = terminal("watch", "--resolve")
        shown.wait_for("Searching with yt-dlp")
        os.write(shown.master, b"\x03")
        assert shown.end() == 130
    assert shown.raw.rindex(b"\x1b[?25h") > shown.raw.rindex(b"\x1b[?25l")
    assert CHANNEL.encode() not in shown.raw


def test_video_is_looked_up_after_the_wait(run: Run, answers: Answers) -> None:
    given = answers(tab(entry("now", "Seoul live", live_status="is_live")))
    at = ["--at", "2020-06-03T08:59:59+09:00"]
    start = time.time()
    answer = run("watch", "3", "--wait", "--resolve", "--print", *at)
    assert (answer.code, answer.out) == (0, "https://www.youtube.com/watch?v=now\n")
    assert given.stat().st_mtime >= start + 0.9
    assert given.read_text().count("--flat-playlist") == 1


class Feed(Responder):
    """A channel of videos as a feed, and a page for each."""

    server: LoopbackServer

    def do_GET(self) -> None:
        url = f"http://127.0.0.1:{self.server.server_port}"
        items = (
            ("Culture (rehearsal)", "rehearsal", "Mon, 01 Jun 2020 06:30:00 GMT"),
            ("Culture", "culture", "Thu, 04 Jun 2020 06:30:00 GMT"),
            ("Economy", "economy", "Thu, 04 Jun 2020 01:00:00 GMT"),
        )
        feed = "".join(
            f"<item><title>{title}</title><link>{url}/{path}</link><pubDate>{date}</pubDate></item>"
            for title, path, date in items
        )
        head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Seoul</title>'
        body = f"{head}{feed}</channel></rss>".encode()
        self.answer(200, body, Content_Type="application/rss+xml")


@pytest.mark.skipif(REAL is None, reason="yt-dlp is not installed")
def test_real_yt_dlp_finds_the_recording_in_a_feed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{Path(str(REAL)).parent}{os.pathsep}{os.environ['PATH']}")
    with LoopbackServer(Feed) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        schedule = tmp_path / "summit.toml"
        schedule.write_text(SUMMIT.replace("http://eng.cac2020.or.kr/", f"{url}/"), "utf-8")
        command = [
            "watch",
            "culture",
            "--on",
            "web",
            "--schedule",
            str(schedule),
            *AFTER,
            "--print",
        ]
        assert run(*command, "--resolve") == (0, f"{url}/culture\n", "")


def test_suggested_command_repeats_the_option(run: Run, answers: Answers) -> None:
    answers(tab(ECONOMY))
    answer = run("watch", "culture", "--on", "facebook", "--resolve", *AFTER)
    assert answer.code == 5
    assert "--resolve" in shlex.split(answer.err.splitlines()[-1])
