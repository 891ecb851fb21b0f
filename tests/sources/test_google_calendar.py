"""Pages of Google Calendar are read as the calendars that they show."""

import shlex
from base64 import b64encode, urlsafe_b64encode
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import UsageProblem
from cacctl.base.urls import url_problem
from cacctl.net.http import Response
from cacctl.sources.download import Unavailable
from cacctl.sources.google_calendar import feed_url
from cacctl.sources.locate import locate
from cacctl.sources.remote import RemoteSource
from tests.conftest import Run

TIDES = (
    "https://calendar.google.com/calendar/ical/tides%40group.calendar.google.com/public/basic.ics"
)
HOLIDAYS = (
    "https://calendar.google.com/calendar/ical/"
    "ko.south_korea%23holiday%40group.v.calendar.google.com/public/basic.ics"
)
PLAIN = "tides%40group.calendar.google.com"
CODED = urlsafe_b64encode(b"tides@group.calendar.google.com").decode().rstrip("=")
HOST = "https://calendar.google.com/calendar"


@pytest.mark.parametrize(
    "url",
    [
        f"{HOST}/embed?src={PLAIN}&ctz=Asia%2FSeoul",
        f"{HOST}/embed?height=600&wkst=1&bgcolor=%23ffffff&src={CODED}&color=%23039BE5",
        f"{HOST}/embed?src=tides@group.calendar.google.com",
        f"{HOST}/htmlembed?src={PLAIN}&mode=AGENDA",
        f"{HOST}/u/0?cid={CODED}",
        f"{HOST}/u/1/embed?src={PLAIN}#main",
        f"{HOST}/b/1/render?cid={PLAIN}",
        f"{HOST}/r?cid={CODED}==",
        f"{HOST}?cid={CODED}",
        f"{HOST}/hosted/example.org/embed?src={PLAIN}",
        f"http://www.google.com/calendar/embed?src={PLAIN}",
        f"HTTPS://Calendar.Google.com/calendar/embed?src={PLAIN}&src={CODED}",
        TIDES,
    ],
)
def test_page_is_the_calendar_that_it_shows(url: str) -> None:
    assert feed_url(url) == TIDES
    assert feed_url(feed_url(url)) == TIDES


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/calendar/embed?src=" + PLAIN,
        "https://calendar.google.com.example.com/calendar/embed?src=" + PLAIN,
        "https://a@calendar.google.com/calendar/embed?src=" + PLAIN,
        "https://www.google.com/search?src=" + PLAIN,
        f"{HOST}/embed",
        f"{HOST}/embed?src=",
        f"{HOST}/embed?src=tides",
        f"{HOST}/embed?src=%F0%9F",
        f"{HOST}/embed?src=a%20b@example.com",
        f"{HOST}/embed?src=a%2F..%2F..%0A@example.com",
        f"{HOST}/r?cid=http%3A%2F%2F127.0.0.1%2Fx.ics",
        f"{HOST}/r?cid=https%3A%2F%2Fa%3Ab%40example.com%2Fx.ics",
        f"{HOST}/event?eid={CODED}&cid={CODED}",
        f"{HOST}/ical/tides%40group.calendar.google.com/private-0a/basic.ics",
        f"{HOST}/embed?" + "&".join(f"x={n}" for n in range(200)) + f"&src={PLAIN}",
        "https://calendar.google.com/calendar/embed?src=%",
        "https://[calendar.google.com/calendar/embed?src=a@b",
    ],
)
def test_other_urls_stay_as_they_are(url: str) -> None:
    assert feed_url(url) == url


@pytest.mark.parametrize(
    ("added", "calendar"),
    [
        ("webcal://example.com/x.ics?a=1", "https://example.com/x.ics?a=1"),
        ("http://example.com/x.ics", "http://example.com/x.ics"),
        ("https://example.com/x.ics", "https://example.com/x.ics"),
    ],
)
def test_link_that_adds_another_calendar_is_that_calendar(added: str, calendar: str) -> None:
    assert feed_url(f"{HOST}/r?{urlencode({'cid': added})}") == calendar


def test_page_with_several_calendars_is_refused_with_their_urls(run: Run) -> None:
    url = f"{HOST}/embed?src={PLAIN}&src=ko.south_korea%23holiday@group.v.calendar.google.com"
    with pytest.raises(UsageProblem, match="contains 2 calendars") as caught:
        feed_url(url)
    assert TIDES in caught.value.hint
    assert "ko.south_korea%23holiday%40group.v.calendar.google.com" in caught.value.hint
    answer = run("next", "--schedule", url, "--tz", "UTC")
    assert (answer.code, answer.out) == (2, "")
    commands = answer.err.splitlines()[-1].removeprefix("Choose one: ").split(" · ")
    assert [shlex.split(command)[:3] for command in commands] == [
        ["cacctl", "--schedule", feed] for feed in (TIDES, HOLIDAYS)
    ]


def test_command_for_one_of_several_calendars_names_no_event(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    url = f"{HOST}/embed?src={PLAIN}&src=ko.south_korea%23holiday@group.v.calendar.google.com"
    config.write_text(f'[events]\ntides = "{url}"\n', "utf-8")
    monkeypatch.setenv("CACCTL_CONFIG", str(config))
    answer = run("next", "--event", "tides")
    assert answer.code == 2
    assert f"Choose one: cacctl --schedule {TIDES} · " in answer.err
    assert "--event" not in answer.err


def test_schedule_is_read_from_the_calendar_of_a_page() -> None:
    events = {"tides": f"{HOST}/u/0?cid={CODED}"}
    for given_as in ("tides", events["tides"]):
        source = locate(given_as, events, offline=True, allow_http=False)
        assert isinstance(source, RemoteSource)
        assert source.url == TIDES


def test_calendar_that_is_not_found_may_be_private() -> None:
    def hint(url: str) -> str:
        return Unavailable(url, Response(404, {}, b"")).hint

    assert hint(TIDES).startswith("The calendar may not be public.")
    assert hint("https://example.com/x.ics") == "Check the URL."


ids = st.from_regex(r"\A[a-z0-9_.#+-]{1,60}@[a-z0-9.-]{1,40}\Z")


@given(ids, st.sampled_from(["src", "cid"]))
def test_every_form_of_an_id_gives_the_same_url(name: str, key: str) -> None:
    forms = [
        quote(name),
        quote(name, safe=""),
        urlsafe_b64encode(name.encode()).decode(),
        b64encode(name.encode()).decode().rstrip("=").replace("+", "-").replace("/", "_"),
    ]
    urls = {feed_url(f"{HOST}/embed?{key}={form}") for form in forms}
    assert urls == {f"{HOST}/ical/{quote(name, safe='')}/public/basic.ics"}


@given(st.text(), st.text())
def test_any_page_gives_a_url_that_is_checked_as_all_are(path: str, query: str) -> None:
    url = f"{HOST}{path}?src={query}"
    try:
        found = feed_url(url)
    except UsageProblem:
        return
    assert found == url or url_problem(found) is None
