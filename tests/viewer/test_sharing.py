"""A session to paste into a message."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cacctl.model.programme import Programme
from cacctl.times import clock
from cacctl.viewer import sharing
from cacctl.viewer.view import View
from tests.conftest import TALK, TALK_PAGE, Run, seoul

DURING = ["--at", "2020-06-01T10:00+09:00"]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ["mayors"],
            "Mayoral Meeting (CAC Global Summit 2020)\n"
            "Tue 2 June 22:00 KST · 15:00 CEST · 14:00 BST · 09:00 EDT · 06:00 PDT\n"
            "https://www.youtube.com/seoulcityofficial\n",
        ),
        (
            ["mayors", "--tz", "Seoul", "--tz", "Berlin", "--tz", "LA"],
            "Mayoral Meeting (CAC Global Summit 2020)\n"
            "Tue 2 June 22:00 KST · 15:00 CEST · 06:00 PDT\n"
            "https://www.youtube.com/seoulcityofficial\n",
        ),
        (
            ["climate", "--lang", "ko"],
            "기후·환경 (CAC 글로벌 서밋 2020)\n"
            "6월 3일(수) 09:00 KST · 02:00 CEST · 01:00 BST · 6월 2일(화) 20:00 EDT · 17:00 PDT\n"
            "https://www.youtube.com/seoullive\n",
        ),
        (
            ["mayors", "--markdown", "--tz", "Kathmandu"],
            "**[Mayoral Meeting](https://www.youtube.com/seoulcityofficial)** "
            "(CAC Global Summit 2020)  \n"
            "Tue 2 June 18:45 UTC+05:45\n",
        ),
    ],
)
def test_shared_text_has_the_time_in_several_zones(
    run: Run, arguments: list[str], text: str
) -> None:
    assert run("share", *arguments, *DURING).out == text


def test_year_is_shown_unless_it_is_the_current_one(run: Run) -> None:
    answer = run("share", "mayors", "--tz", "UTC", "--at", "2026-11-23T10:00Z")
    assert "\nTue 2 June 2020 13:00 UTC\n" in answer.out


def test_viewers_zone_is_included_and_no_time_is_repeated(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACCTL_TZ", "Asia/Kathmandu")
    assert "22:00 KST · 18:45 UTC+05:45 · 15:00 CEST" in run("share", "mayors", *DURING).out
    monkeypatch.setenv("CACCTL_TZ", "Asia/Tokyo")
    assert "JST" not in run("share", "mayors", *DURING).out


def test_json_has_the_texts_and_the_zones(run: Run) -> None:
    document = json.loads(run("share", "mayors", "--json", *DURING).out)
    assert document["text"].splitlines()[0] == "Mayoral Meeting (CAC Global Summit 2020)"
    assert document["timezones"][:2] == ["Asia/Seoul", "Europe/Paris"]
    assert document["sessions"][0]["id"] == "mayors"
    assert document["stream"]["url"] == "https://www.youtube.com/seoulcityofficial"


def test_unknown_zone_or_session_is_a_usage_error(run: Run) -> None:
    assert run("share", "mayors", "--tz", "Nowhere").code == 2
    assert run("share", "nothing").code == 2


class Links(HTMLParser):
    """The text of a page, and where its links go."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


signs = st.text(st.sampled_from("ab[]()*_`<>&#!~|\\{}.-+1 한:/\"'"), min_size=1, max_size=20)


@given(signs.map(str.strip).filter(bool), signs.map(str.strip).filter(bool))
def test_markdown_shows_any_name_unchanged(summit: Programme, name: str, event: str) -> None:
    """Read by a Markdown parser that is not ours."""
    named = summit._replace(event=summit.event._replace(name={"en": event}))
    session = summit.sessions[1]._replace(name={"en": name})
    seen = View(named, seoul("2020-06-01 10:00"), clock.zone("Asia/Seoul"))
    told = sharing.share(seen, session, [clock.zone("UTC")])
    page = Links(MarkdownIt("commonmark").render(sharing.markdown(told)))
    assert page.links == ["https://www.youtube.com/seoulcityofficial"]
    shown = "".join(page.texts).split("\n")
    assert shown[0] == f"{name} ({event})"


@pytest.mark.parametrize(
    ("lang", "text", "markdown"),
    [
        ("ko", "독일어로 시청: {url}", "언어: 독일어"),
        ("en", "Watch in German: {url}", "Language: German"),
        ("de", "{url}", None),
    ],
)
def test_stream_in_another_language_is_shared_with_its_language(
    run: Run, tmp_path: Path, lang: str, text: str, markdown: str | None
) -> None:
    url = "https://tube.example/days"
    path = tmp_path / "days.toml"
    path.write_text(
        'schema = 1\n[event]\nid = "days"\nname = "Days"\nzone = "Asia/Seoul"\n[[channel]]\n'
        f'id = "tube"\nplatform = "tube"\nlang = "de"\nname = "Tube"\nurl = "{url}"\n'
        '[[session]]\nid = "a"\nname = "Opening"\n'
        "start = 2020-06-01T10:00:00\nend = 2020-06-01T11:00:00\n",
        "utf-8",
    )
    share = ("share", "a", "--schedule", str(path), "--lang", lang, "--tz", "Seoul")
    assert run(*share, *DURING).out.splitlines()[2:] == [text.format(url=url)]
    linked, *more = run(*share, *DURING, "--markdown").out.splitlines()
    assert f"]({url})" in linked
    assert more[1:] == ([markdown] if markdown else [])
    # Nothing is known of a recording.
    after = ("--at", "2020-07-01")
    assert (url in run(*share, *after).out) == (lang == "de")


def test_page_is_the_link_without_a_stream(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(TALK + TALK_PAGE, "utf-8")
    told = run("share", "talk", "--schedule", str(file)).out
    assert told.splitlines()[-1] == "https://example.org/talk"
    told = run("share", "talk", "--markdown", "--schedule", str(file)).out
    assert told.startswith("**[Talk](https://example.org/talk)** (E)")
