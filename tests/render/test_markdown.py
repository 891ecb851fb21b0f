"""The Markdown page, as another Markdown parser reads it."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cacctl.base import i18n
from cacctl.model.programme import Channel, Programme, SessionLink
from cacctl.render import markdown
from cacctl.viewer.view import View
from tests.conftest import item, programme_of, seoul

READER = MarkdownIt("commonmark", {"html": True}).enable("table")
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def tables(page: str) -> list[list[list[str]]]:
    """Return the text of each cell, by table and row."""
    found: list[list[list[str]]] = []
    for token in READER.parse(page):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and found and found[-1] and token.level >= 4:
            found[-1][-1].append(plain(token))
    return found


def plain(token: Token) -> str:
    return "".join(child.content for child in token.children or [])


def links(page: str) -> list[str]:
    inline = [child for token in READER.parse(page) for child in token.children or []]
    return [str(child.attrs["href"]) for child in inline if child.type == "link_open"]


def seen(programme: Programme, zone: str = "Asia/Seoul", lang: str = "en") -> View:
    i18n.use_language(lang)
    return View(programme, NOW, ZoneInfo(zone))


def test_small_schedule_is_the_expected_page() -> None:
    channel = Channel(
        "tube", "youtube", "en", {"en": "Tube"}, "https://example.org/a_(b)", None, True, ()
    )
    programme = programme_of(
        [
            item("opening", seoul("2020-06-01T11:00"))._replace(
                name={"en": "A | B *c*"}, room={"und": "Hall"}, topic={"en": "Why?"}
            ),
            item("off", seoul("2020-06-02T11:00"), cancelled=True),
        ],
        (channel,),
    )
    assert (
        markdown.markdown(seen(programme, "America/Los_Angeles"), programme.sessions)
        == r"""# Days

Mon 1 June to Tue 2 June 2020  
Times in America/Los\_Angeles (PDT, UTC-07:00)  
Event time in Asia/Seoul (KST, UTC+09:00)  

## Day 1 of 2: Sun 31 May 2020

| # | PDT | KST | Session | Room | Topic | Speakers |
| ---: | --- | --- | --- | --- | --- | --- |
| 1 | 19:00-20:00 | Mon 11:00-12:00 | **[A \| B \*c\*](https://example.org/a_%28b%29)** | Hall | Why? |  |

## Day 2 of 2: Mon 1 June 2020

| # | PDT | KST | Session | Room | Topic | Speakers |
| ---: | --- | --- | --- | --- | --- | --- |
| 2 | 19:00-20:00 | Tue 11:00-12:00 | **Off (cancelled)** |  |  |  |

## Channels

- [Tube](https://example.org/a_%28b%29) (English)
"""  # noqa: E501, W291 - two spaces break a line
    )


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
def test_page_of_the_summit_has_all_sessions(summit: Programme, lang: str, zone: str) -> None:
    page = markdown.markdown(seen(summit, zone, lang), summit.sessions)
    found = tables(page)
    # In Los Angeles, days 3, 4 and 5 span two dates each.
    assert len(found) == {"Asia/Seoul": 5, "America/Los_Angeles": 8}[zone]
    names = [row[-3] for table in found for row in table[1:]]
    assert names == [session.name[lang] for session in summit.sessions]
    channel = {"en": "seoulcityofficial", "ko": "seoullive"}[lang]
    watched = [link for link in links(page) if link == f"https://www.youtube.com/{channel}"]
    # Education has a recording of its own in Korean; then the list of the channels.
    assert len(watched) == {"en": 15, "ko": 14}[lang] + 1


def test_page_has_only_the_selected_sessions(summit: Programme) -> None:
    page = markdown.markdown(seen(summit), summit.sessions[3:5])
    assert [len(table) for table in tables(page)] == [3]
    assert "## Day 3 of 5: Wed 3 June 2020" in page


texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@given(texts, texts, texts)
def test_no_text_is_read_as_markdown(name: str, theme: str, room: str) -> None:
    session = item("s", datetime(2020, 6, 1, tzinfo=UTC))._replace(
        name={"en": name}, room={"und": room}
    )
    programme = programme_of([session])
    programme = programme._replace(event=programme.event._replace(theme={"en": theme}))
    page = markdown.markdown(seen(programme), programme.sessions)
    ((_heading, row),) = tables(page)
    assert row[2:4] == [shown(name), shown(room)]
    tokens: list[Any] = READER.parse(page)
    kinds = [token.type for token in tokens]
    assert kinds.count("heading_open") == 2
    assert {"bullet_list_open", "ordered_list_open", "html_block", "fence", "hr"}.isdisjoint(kinds)
    (paragraph,) = [t for t in tokens if t.type == "inline" and t.level == 1 and t.map == [2, 5]]
    assert plain(paragraph).startswith(shown(theme))


def shown(text: str) -> str:
    """Return the text without the characters that Markdown itself replaces."""
    return re.sub("\x00", "\ufffd", text)


def test_links_have_a_column_if_there_are_any() -> None:
    programme = programme_of(
        [
            item("a", seoul("2020-06-01T11:00"))._replace(
                links=(
                    SessionLink("chat", "https://example.org/a_(b)|c", {"en": "Pier | *1*"}),
                    SessionLink("slides", "https://example.org/a.pdf"),
                )
            ),
            item("b", seoul("2020-06-01T12:00")),
        ]
    )
    page = markdown.markdown(seen(programme), programme.sessions)
    ((headings, first, second),) = tables(page)
    assert (headings[-1], first[-1], second[-1]) == ("Links", "Chat (Pier | *1*) · Talk slides", "")
    assert links(page) == ["https://example.org/a_%28b%29%7Cc", "https://example.org/a.pdf"]
