"""Videos of a channel from yt-dlp: the real one on local pages, and programs that misbehave."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cacctl.openers import process, yt_dlp
from cacctl.openers.yt_dlp import Failed, Video, YtDlp
from tests.openers.conftest import Browsers
from tests.processes import has_ended
from tests.servers import LoopbackServer, Responder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs here are shell scripts")

CHANNEL = "https://www.youtube.com/seoullive"
REAL = shutil.which("yt-dlp", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")

FEED = """\
<?xml version="1.0"?>
<rss version="2.0"><channel><title>Harbour Days</title>
<item><title>Harbour Days: Tides</title><link>{url}/tides</link>
<pubDate>Tue, 02 Jun 2020 13:00:00 GMT</pubDate></item>
<item><title>Cranes</title><link>{url}/cranes</link><guid>cranes</guid></item>
<item><title>Elsewhere</title><link>https://example.org/elsewhere</link></item>
<item><title>A file</title><link>file:///etc/passwd</link></item>
</channel></rss>
"""
TWO_VIDEOS = """\
<html><head><title>Both</title></head>
<body><video src="/one.mp4"></video><video src="/two.mp4"></video></body></html>
"""
ONE_VIDEO = """\
<html><head><title>Cranes</title><script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "VideoObject", "name": "Cranes",
"uploadDate": "2020-06-03T09:00:00Z", "contentUrl": "{url}/one.mp4"}}
</script></head><body></body></html>
"""


class Site(LoopbackServer):
    """Serves pages by their paths."""

    def __init__(self) -> None:
        super().__init__(Page)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.pages = {
            "/feed": ("application/rss+xml", FEED),
            "/both": ("text/html", TWO_VIDEOS),
            "/cranes": ("text/html", ONE_VIDEO),
        }


class Page(Responder):
    server: Site

    def do_GET(self) -> None:
        if page := self.server.pages.get(self.path):
            body = page[1].format(url=self.server.url).encode()
            self.answer(200, body, Content_Type=page[0])
        elif self.path.endswith(".mp4"):
            self.answer(200, bytes(1000), Content_Type="video/mp4")
        else:
            self.answer(404)

    do_HEAD = do_GET


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    if REAL is None:
        pytest.skip("yt-dlp is not installed")
    monkeypatch.setenv("PATH", str(Path(REAL).parent), prepend=os.pathsep)


@pytest.mark.usefixtures("real")
def test_yt_dlp_reads_a_feed_and_what_is_elsewhere_is_left_out(site: Site) -> None:
    feed = f"{site.url}/feed"
    assert YtDlp().videos(feed, [feed]) == [
        Video(
            f"{site.url}/tides",
            "Harbour Days: Tides",
            moment=datetime(2020, 6, 2, 13, tzinfo=UTC),
        ),
        Video(f"{site.url}/cranes", "Cranes"),
    ]


@pytest.mark.usefixtures("real")
def test_yt_dlp_reads_a_page_with_several_videos(site: Site) -> None:
    page = f"{site.url}/both"
    videos = YtDlp().videos(page, [page])
    assert [(video.url, video.title) for video in videos] == [
        (f"{site.url}/one.mp4", "Both (1)"),
        (f"{site.url}/two.mp4", "Both (2)"),
    ]


@pytest.mark.usefixtures("real")
def test_yt_dlp_finds_the_date_of_a_video(site: Site) -> None:
    cranes, nowhere = Video(f"{site.url}/cranes", "Cranes"), Video(f"{site.url}/nowhere", "None")
    assert YtDlp().dated([nowhere, cranes]) == [
        nowhere,
        cranes._replace(moment=datetime(2020, 6, 3, 9, tzinfo=UTC)),
    ]


@pytest.mark.usefixtures("real")
def test_list_that_does_not_exist_is_left_out_if_another_does(site: Site) -> None:
    nowhere, cranes = f"{site.url}/nowhere", f"{site.url}/cranes"
    assert [video.title for video in YtDlp().videos(cranes, [nowhere, cranes])] == ["Cranes"]
    with pytest.raises(Failed, match=r"^Unable to download webpage: HTTP Error 404: Not Found$"):
        YtDlp().videos(cranes, [nowhere])


@pytest.mark.usefixtures("real")
def test_site_that_does_not_answer_ends_at_the_deadline() -> None:
    with LoopbackServer(Silent) as silent:
        url = f"http://127.0.0.1:{silent.server_port}/"
        with pytest.raises(Failed, match=r"^no response within 2 seconds$"):
            YtDlp(2).videos(url, [url])


class Silent(Responder):
    server: LoopbackServer

    def do_GET(self) -> None:
        self.server.over.wait()

    do_HEAD = do_GET


def answers(browsers: Browsers, *documents: Any, more: str = "") -> None:
    """Install a yt-dlp that answers with these documents, one a line."""
    output = browsers.folder / "output"
    output.write_text("".join(json.dumps(document) + "\n" for document in documents))
    browsers.add("yt-dlp", f"/bin/cat {output}\n{more}")


def listed(*entries: Any) -> dict[str, Any]:
    return {"_type": "playlist", "webpage_url": f"{CHANNEL}/streams", "entries": list(entries)}


def entry(**fields: Any) -> dict[str, Any]:
    """An entry as yt-dlp has it for a tab of a YouTube channel."""
    return {
        "_type": "url",
        "ie_key": "Youtube",
        "id": "abc",
        "url": "https://www.youtube.com/watch?v=abc",
        "title": "A title",
        "timestamp": None,
        "release_timestamp": None,
        "live_status": None,
        **fields,
    }


def found(browsers: Browsers, *documents: Any) -> list[Video]:
    answers(browsers, *documents)
    return YtDlp().videos(CHANNEL, [CHANNEL])


def test_url_is_an_argument_behind_the_options(browsers: Browsers) -> None:
    found(browsers, listed())
    *options, dashes, url = browsers.given()
    assert (dashes, url) == ("--", CHANNEL)
    assert "--ignore-config" in options
    assert all(option.startswith("--") for option in options)


@pytest.mark.parametrize("url", ["--exec=x", "file:///etc/passwd", "https://a.org/ b", ""])
def test_program_is_not_started_for_a_refused_url(browsers: Browsers, url: str) -> None:
    answers(browsers, listed(entry()))
    with pytest.raises(Failed):
        YtDlp().videos(CHANNEL, [url])
    assert browsers.given() == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/watch?v=abc",
        "http://localhost:8080/",
        "http://www.youtube.com/watch?v=abc",
        "https://www.youtube.com:8443/watch?v=abc",
        "https://www.youtube.com.example.org/",
        "https://user@www.youtube.com/watch",
        "https://example.org/?u=www.youtube.com",
        "https://www.youtube.com/watch?v=\x1b]0;x\x07",
        "javascript:alert(1)",
        "--exec=x",
        "",
        None,
        7,
        ["https://www.youtube.com/watch?v=abc"],
        {},
    ],
)
def test_video_elsewhere_is_left_out(browsers: Browsers, url: Any) -> None:
    answers(browsers, listed(entry(url=url), entry(title="B")))
    assert [video.title for video in YtDlp().videos(CHANNEL, [CHANNEL])] == ["B"]


@pytest.mark.parametrize("host", ["youtube.com", "m.youtube.com", "WWW.YouTube.com"])
def test_video_on_another_host_of_the_site_is_found(browsers: Browsers, host: str) -> None:
    url = f"https://{host}/watch?v=abc"
    assert [video.url for video in found(browsers, listed(entry(url=url)))] == [url]


@pytest.mark.parametrize("value", [None, 5, True, [], {}, [{}], "text", float("nan"), -1, 1e99])
@pytest.mark.parametrize(
    "key", ["title", "live_status", "is_live", "timestamp", "release_timestamp", "upload_date"]
)
def test_values_of_wrong_types_are_unknown(browsers: Browsers, key: str, value: Any) -> None:
    for video in found(browsers, listed(entry(**{key: value}), value, {"_type": value})):
        assert video.status in ("", "is_live")
        assert video.moment in (None, datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC))
        assert video.title in ("A title", "text")


@pytest.mark.parametrize("entries", [None, 3, "text", {"a": 1}, [None, [], 5, "a"]])
def test_list_of_wrong_type_is_empty(browsers: Browsers, entries: Any) -> None:
    assert found(browsers, {"_type": "playlist", "entries": entries}) == []


def test_lists_among_the_entries_are_left_out(browsers: Browsers) -> None:
    playlist = entry(ie_key="YoutubeTab", url="https://www.youtube.com/playlist?list=abc")
    assert found(browsers, listed(playlist, {"_type": "playlist", "entries": [entry()]})) == []


def test_video_has_a_page_of_its_own_before_its_file(browsers: Browsers) -> None:
    file, list_page = "https://www.youtube.com/file.mp4", f"{CHANNEL}/streams"
    own = {
        "_type": "video",
        "webpage_url": "https://www.youtube.com/own",
        "url": file,
        "title": "A",
    }
    assert found(browsers, listed(own))[0].url == own["webpage_url"]
    assert found(browsers, listed({**own, "webpage_url": list_page}))[0].url == file


def test_answer_that_does_not_end_is_not_complete(browsers: Browsers) -> None:
    answers(browsers, listed(entry()), more="exec /bin/sleep 60\n")
    with pytest.raises(Failed, match=r"^no response within 0.5 seconds$"):
        YtDlp(0.5).videos(CHANNEL, [CHANNEL])


def test_control_characters_of_a_title_are_visible(browsers: Browsers) -> None:
    [video] = found(browsers, listed(entry(title="A\x1b]52;c;x\x07\nB\u202e" + "x" * 5000)))
    assert video.title.startswith("A\\x1b]52;c;x\\x07 B\\u202exx")
    assert len(video.title) == yt_dlp.LONGEST_TITLE


def test_date_is_when_a_video_is_live_before_when_it_was_published(browsers: Browsers) -> None:
    both = entry(release_timestamp=1591102800, timestamp=1500000000, upload_date="20200101")
    assert found(browsers, listed(both))[0].moment == datetime(2020, 6, 2, 13, tzinfo=UTC)
    day = entry(upload_date="20200604")
    assert found(browsers, listed(day))[0].moment == datetime(2020, 6, 4, 12, tzinfo=UTC)
    assert found(browsers, listed(entry(upload_date="20209999")))[0].moment is None


@pytest.mark.parametrize(
    "output",
    [
        "",
        "null",
        "[1, 2]",
        "{",
        '{"a": ' * 5000,
        '{"a": ' + "[" * 100_000,
        '{"a": ' + "1" * 5000 + "}",
        "\\377\\376",
    ],
)
def test_unreadable_answer_is_refused(browsers: Browsers, output: str) -> None:
    (browsers.folder / "output").write_text(output)
    browsers.add("yt-dlp", f"/bin/cat {browsers.folder}/output\nprintf '\\377\\n'\n")
    with pytest.raises(Failed, match=r"^the response cannot be read$"):
        YtDlp().videos(CHANNEL, [CHANNEL])


def test_control_characters_of_an_error_are_visible(browsers: Browsers) -> None:
    browsers.add(
        "yt-dlp", r"printf 'ERROR: [youtube:tab] x/streams: No \033[2J tab.\n' >&2; exit 1"
    )
    with pytest.raises(Failed, match=r"^No \\x1b\[2J tab$"):
        YtDlp().videos(CHANNEL, [CHANNEL])


def test_error_within_an_empty_list_is_a_failure(browsers: Browsers) -> None:
    error = "printf 'ERROR: [youtube:tab] x: No network (y)\\n' >&2; exit 1"
    answers(browsers, listed(None), more=error)
    with pytest.raises(Failed, match=r"^No network$"):
        YtDlp().videos(CHANNEL, [CHANNEL])
    # Here it is the second list that does not exist.
    assert YtDlp().videos(CHANNEL, [CHANNEL, CHANNEL]) == []
    answers(browsers, listed(entry()), more=error)
    assert len(YtDlp().videos(CHANNEL, [CHANNEL])) == 1


def test_program_that_is_missing_fails(browsers: Browsers) -> None:
    assert not yt_dlp.is_installed()
    with pytest.raises(Failed, match=r"^not found$"):
        YtDlp().videos(CHANNEL, [CHANNEL])


def test_program_that_floods_is_ended(browsers: Browsers) -> None:
    browsers.add("yt-dlp", 'echo $$ > "{pid}"; while :; do echo "{{}}{{}}{{}}{{}}{{}}{{}}"; done')
    capture = process.Capture(60, 1 << 20)
    failure = process.start(["yt-dlp"], capture)
    assert failure == "the response is larger than 1 MiB"
    assert len(capture.output) == 1 << 20
    assert has_ended(browsers.running())


def test_program_that_hangs_is_ended_with_those_it_started(browsers: Browsers) -> None:
    browsers.add("yt-dlp", '/bin/sleep 60 & echo $! > "{pid}"; wait')
    start = time.monotonic()
    with pytest.raises(Failed, match=r"^no response within 0.5 seconds$"):
        YtDlp(0.5).videos(CHANNEL, [CHANNEL])
    assert time.monotonic() - start < 50
    assert has_ended(browsers.running())


def test_program_that_is_done_does_not_wait_for_those_it_started(browsers: Browsers) -> None:
    answers(browsers, listed(entry()), more='/bin/sleep 60 >/dev/null 2>&1 & echo $! > "{pid}"\n')
    assert len(YtDlp().videos(CHANNEL, [CHANNEL])) == 1
    assert has_ended(browsers.running())


def test_deadline_is_for_all_questions(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float] = []

    class Capture(process.Capture):
        def __init__(self, seconds: float, largest_bytes: int) -> None:
            super().__init__(seconds, largest_bytes)
            limits.append(seconds)

    monkeypatch.setattr(process, "Capture", Capture)
    answers(browsers, listed(entry()), more="/bin/sleep 0.4\n")
    asked = YtDlp(60)
    asked.dated(asked.videos(CHANNEL, [CHANNEL]))
    assert limits[1] < limits[0] - 0.39 < 60


def test_videos_are_returned_as_they_are_when_the_deadline_passes(browsers: Browsers) -> None:
    answers(browsers, more="exec /bin/sleep 60\n")
    video = Video(f"{CHANNEL}/1", "Cranes")
    assert YtDlp(0.5).dated([video]) == [video]


def test_interrupt_ends_the_program(browsers: Browsers) -> None:
    browsers.add("yt-dlp", '/bin/sleep 60 & echo $! > "{pid}"; wait')

    def interrupt() -> None:
        browsers.running()
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        YtDlp().videos(CHANNEL, [CHANNEL])
    thread.join()
    assert has_ended(browsers.running())


@pytest.mark.parametrize("moment", ["while it starts", "before its output is read"])
def test_ctrl_c_at_the_start_ends_the_program(moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Popen(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)
            if moment == "while it starts":
                signal.raise_signal(signal.SIGINT)

    class Reader(threading.Thread):
        def start(self) -> None:
            if moment == "before its output is read":
                signal.raise_signal(signal.SIGINT)
            super().start()

    monkeypatch.setattr(subprocess, "Popen", Popen)
    monkeypatch.setattr(process, "Thread", Reader)
    with pytest.raises(KeyboardInterrupt):
        process.Capture(60, 1 << 20)(["/bin/sleep", "600"])
    assert started[0].returncode == -signal.SIGKILL
