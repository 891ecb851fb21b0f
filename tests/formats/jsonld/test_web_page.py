"""Web pages that describe their events in JSON-LD."""

import json
import re
import time
from datetime import UTC, datetime
from html import unescape
from shlex import quote as quoted
from typing import Any

import pytest
from hypothesis import given, settings

from cacctl.base.errors import ScheduleProblem
from cacctl.formats.diagnostics import line
from cacctl.formats.jsonld import web_page
from cacctl.formats.loading import examine, read_programme
from cacctl.model.programme import Programme, in_language
from tests.conftest import SCHEDULES, SOME_TIME, examples
from tests.formats.fuzzing import changed_bytes, tried

MEETUPS = (SCHEDULES / "jsonld" / "meetups.html").read_bytes()
EVENT = '{"@type": "Event", "name": "Tides", "startDate": "2026-10-09T10:00:00Z"}'
KOREAN = EVENT.replace("Tides", "조수")
REFUSAL = (
    "some.html: this is a web page, not a schedule. "
    "Look on that page for a link to an iCalendar (.ics) file or schedule.xml."
)


def read(page: str | bytes, source: str = "some.html") -> Programme:
    data = page.encode() if isinstance(page, str) else page
    return read_programme(data, source, SOME_TIME).programme


def page(*scripts: str, head: str = "") -> str:
    tags = [f'<script type="application/ld+json">{script}</script>' for script in scripts]
    return "\n".join(["<!DOCTYPE html>", "<html><head>", head, *tags, "</head><body>"])


def titles(programme: Programme) -> list[str]:
    return [in_language(session.name, "en") for session in programme.sessions]


def problems(data: bytes) -> list[str]:
    examined = examine(data, "some.html", SOME_TIME)
    return [line(problem) for problem in examined.locate(examined.problems)]


def oracle(data: bytes) -> set[tuple[datetime, str]]:
    """Return the starts and names of all events, by expressions, json and datetime alone."""
    found = set()

    def visit(node: Any) -> None:
        for child in node.values() if isinstance(node, dict) else node:
            if isinstance(child, dict | list):
                visit(child)
        if isinstance(node, dict) and node.get("@type") == "Event":
            start = datetime.fromisoformat(node["startDate"]).astimezone(UTC)
            found.add((start, unescape(node["name"])))

    for script in re.findall(r"<script type=.application/ld\+json.*?>(.*?)</script>",
                             data.decode(), re.DOTALL):  # fmt: skip
        try:
            visit(json.loads(script.replace("//<![CDATA[", "").replace("//]]>", ""), strict=False))
        except (ValueError, TypeError):
            continue
    return found


def test_page_has_what_an_independent_reader_finds() -> None:
    expected = oracle(MEETUPS)
    programme = read(MEETUPS)
    assert len(expected) == 3
    assert {(s.start, in_language(s.name, "en")) for s in programme.sessions} == expected
    assert len(programme.sessions) == 3


def test_page_with_several_events_is_named_by_its_title() -> None:
    assert read(MEETUPS).event.name == {"und": "Harbour meetups — all dates"}
    assert read(page(EVENT, head="<title>Page</title>")).event.name == {"und": "Tides"}
    other = EVENT.replace("Tides", "Ebb")
    assert read(page(EVENT, other)).event.name == {"und": "some"}
    assert read(page(EVENT, other), "https://e.example/x").event.name == {"und": "e.example"}


def test_relative_url_is_that_of_the_page_or_else_of_its_canonical_url() -> None:
    assert read(MEETUPS).sessions[0].page == "https://meet.example/events/knots"
    source = "https://other.example/events/"
    assert read(MEETUPS, source).sessions[0].page == "https://other.example/events/knots"


def test_problems_have_their_lines_in_the_page() -> None:
    found = problems(MEETUPS)
    # Its object begins three lines before its name.
    charts = MEETUPS.decode().split('"name": "Charts"')[0].count("\n") - 2
    assert found[0] == (
        "some.html: warning: the JSON-LD on line 14 could not be read: invalid JSON: "
        "Expecting value."
    )
    assert found[-1] == (
        f"some.html:{charts}: warning: event 2: postponed without a new date, so it is shown as "
        "cancelled."
    )


@pytest.mark.parametrize(
    "text",
    [
        page(EVENT),
        page(f"[{EVENT}]"),
        page(f"\n\n{EVENT};\n"),
        page(f"<!--\n{EVENT}\n-->"),
        page(f"// <![CDATA[\n[{EVENT}]\n// ]]>"),
        page(f"/*<![CDATA[*/{EVENT}/*]]>*/"),
        page(f"<![CDATA[{EVENT}]]>"),
        page('{"description": ",]", "image": [1, ], ' + EVENT[1:-1] + " , \n }"),
        page("", "null", "[]", "{", EVENT, "false"),
        page(EVENT.replace("{", '{"description": "two\nlines </b> <br/>",', 1)),
        page('{"@type": "Place", "@id": "#1"}', EVENT.replace("{", '{"location":{"@id":"#1"},', 1)),
        page(EVENT).replace("<script", "<SCRIPT ID=x").replace("/ld+json", "/LD+JSON; charset=x"),
        page(EVENT).replace('"application/ld+json"', "application/ld+json"),
        page(EVENT, head="<title>Not closed"),
        page(EVENT, head="<svg><title>A</title></svg><p <b a='<'>"),
        page(EVENT) + "<![x",
        page(EVENT) + "<!--",
        page(EVENT) + "<script>",
        page(EVENT).removeprefix("<!DOCTYPE html>\n"),
        page(EVENT).removeprefix("<!DOCTYPE html>\n<html>"),
        page(EVENT).split("\n")[3],
        f"<!-- {'x' * 500} -->\n<?xml version='1.0'?>\n" + page(EVENT),
        "\ufeff" + page(EVENT),
        page(EVENT).replace("\n", "\r\n"),
    ],
)
def test_event_is_found(text: str) -> None:
    assert titles(read(text)) == ["Tides"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ("<meta charset=euc-kr>", "euc-kr"),
        ("<meta http-equiv=Content-Type content='text/html; charset=ks_c_5601-1987'>", "cp949"),
        ("<meta charset='shift_jis'>", "euc-kr"),
        ("<meta charset='zlib'>", "euc-kr"),
        ("", "euc-kr"),
        ("", "utf-16"),
    ],
)
def test_page_is_read_in_its_encoding(declared: str, encoding: str) -> None:
    found = titles(read(page(KOREAN, head=declared).encode(encoding)))
    is_known = encoding.startswith("utf") or encoding[:2] in declared or "ks_c" in declared
    assert (found == ["조수"]) is is_known
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        page(),
        page("{}"),
        page("{"),
        page("[" * 100_000),
        page('{"@type": "Event", "name": "Tides"}'),
        page('{"@type": "Event", "name": "Tides", "startDate": "soon"}'),
        page(EVENT).replace("ld+json", "json"),
        page(f"<!-- {EVENT}").replace("</script>", ""),
        f"<!DOCTYPE html><!-- {page(EVENT)} -->",
        "<html>{% for talk in talks %}{{ talk }}{% endfor %}",
        "<html><![x" + page(EVENT),
    ],
)
def test_page_without_dated_events_is_refused_as_one(text: str) -> None:
    with pytest.raises(ScheduleProblem) as caught:
        read(text)
    assert REFUSAL in caught.value.problems


@pytest.mark.parametrize("link", ["", '<a href="https://e.example.org/all.ics">'])
def test_page_whose_events_only_repeat_is_said_to(link: str) -> None:
    schedule = '"eventSchedule": {"@type": "Schedule", "repeatFrequency": "P1W"}}'
    hint = "Look for the same calendar in iCalendar (.ics) format."
    if link:
        hint = "It links to a schedule. To use that schedule: cacctl --schedule "
        hint += "https://e.example.org/all.ics"
    assert problems_of(page('{"@type": "Event", "name": "Tides", ' + schedule, head=link)) == (
        "some.html: cacctl cannot read the repeat schedules (eventSchedule) in this JSON-LD. "
        + hint,
    )


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ('<a href="/all.ics">', "https://e.example.org/all.ics"),
        ("<a href=all.ics?year=2026>", "https://e.example.org/2026/all.ics?year=2026"),
        ("<a href='webcal://cal.example.org/x?y=1'>", "https://cal.example.org/x?y=1"),
        ("<a href='//cal.example.org/x.ics'>", "https://cal.example.org/x.ics"),
        ("<link rel=alternate type='text/calendar' href='/feed'>", "https://e.example.org/feed"),
        ("<a href=/news.html><a href=/schedule.xml>", "https://e.example.org/schedule.xml"),
        (
            "<iframe src='https://calendar.google.com/calendar/embed?src=a%40b.example'>",
            "https://calendar.google.com/calendar/embed?src=a%40b.example",
        ),
        (
            "<a href='https://sessionize.com/api/v2/tides26/view/All'>",
            "https://sessionize.com/api/v2/tides26/view/All",
        ),
        ("<a href='javascript:x.ics'><a href=/b.ics>", "https://e.example.org/b.ics"),
        ("<a href='http://127.0.0.1/x.ics'><a href=/b.ics>", "https://e.example.org/b.ics"),
        ("<a href='https://[/x.ics'><a href=/b.ics>", "https://e.example.org/b.ics"),
        ("<a href='/a b.ics'>", ""),
        ("<a href='/[2J.ics'>", ""),
        ("<a href='/basics'><a href=/schedule>", ""),
        ("<a href='schedule.xml'>", "https://e.example.org/2026/schedule.xml"),
        ("<a href='../schedule.json#top'>", "https://e.example.org/schedule.json#top"),
        ("<a href='?export=all.ics'>", "https://e.example.org/2026/?export=all.ics"),
        ("<base href='/old/'><a href='all.ics'>", "https://e.example.org/old/all.ics"),
        ("<base href='https://b.example.org'><a href='all.ics'>", "https://b.example.org/all.ics"),
        ("<base href='https://['><a href='all.ics'>", ""),
        ("<base href='http://127.0.0.1/'><a href='all.ics'>", ""),
    ],
)
def test_schedule_that_a_page_links_to_is_named(link: str, url: str) -> None:
    source = "https://e.example.org/2026/"
    data = page(head=link).encode()
    assert web_page.schedule_link(data, source) == url
    with pytest.raises(ScheduleProblem) as caught:
        read(data, source)
    hint = f"It links to a schedule. To use that schedule: cacctl --schedule {quoted(url)}"
    assert (hint in caught.value.problems[0]) is bool(url)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "tides.local"])
def test_schedule_on_the_private_host_of_its_page_is_named(host: str) -> None:
    data = page(head="<a href='http://10.0.0.1/all.ics'><a href='schedule.xml'>").encode()
    source = f"http://{host}/2026/"
    assert web_page.schedule_link(data, source) == f"{source}schedule.xml"


def test_events_that_cannot_be_used_are_not_taken_for_something_else() -> None:
    text = page(EVENT.replace("Tides", ""), head="<p>{{ title }}")
    with pytest.raises(ScheduleProblem) as caught:
        read(text)
    assert caught.value.problems[0] == "some.html: no sessions could be read."


@pytest.mark.parametrize(
    "part",
    ["<!--", "<!-- -->", "<![CDATA[", "</", "</a", "<a ", "<a b='", '<a b="c" ', "<", "<?", "<!x",
     "&", "&#", "<script>", "<script type=application/ld+json>", "</script", "<title>", "<a/", "[",
     "<script type='application/ld+json'>{</script>", "<script type='application/ld+json'><!--",
     '\\"', '"\\', ', ', '{"a":'],
)  # fmt: skip
def test_any_page_is_parsed_in_little_time(part: str) -> None:
    for beginning in ("<html>", "<html><title>", "<html><script type='application/ld+json'>"):
        text = beginning + part * (200_000 // len(part)) + "}</script>"
        begun = time.process_time()
        web_page.read(text.encode(), "some.html", SOME_TIME)
        assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (page("<p>" * 900_000), "the file exceeds the limit of"),
        (page("[" + "{}," * 900_000 + "{}]"), "the file exceeds the limit of"),
    ],
)
def test_page_with_too_many_parts_is_refused(text: str, why: str) -> None:
    assert any(why in problem for problem in problems_of(text))


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(ScheduleProblem) as caught:
        read(text)
    return tuple(caught.value.problems)


@settings(max_examples=examples(500))
@given(changed_bytes([MEETUPS]))
def test_changed_pages_are_read_or_refused(data: bytes) -> None:
    tried(data)
