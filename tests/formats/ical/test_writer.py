"""Calendars as other programs read them, and as they are read back.

calcurse and ical.js share no code with what writes them. khal reads with the same library, but what
it shows is what many people use. Each is skipped where it is missing; CACCTL_ICAL_JS is the folder
into which `npm install ical.js` has put it.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cacctl.base import i18n
from cacctl.base.sanitize import visible
from cacctl.formats.base import ExportRequest
from cacctl.formats.ical import reader
from cacctl.formats.ical.writer import write
from cacctl.model.programme import (
    LINK_KINDS,
    Channel,
    Link,
    Programme,
    Session,
    SessionLink,
    Speaker,
    by_kind,
    in_language,
)
from cacctl.model.streams import stream_links
from tests.conftest import calls_of, examples, item, programme_of, seoul

CALCURSE = shutil.which("calcurse")
KHAL = shutil.which("khal")
NODE = shutil.which("node")
ICAL_JS = os.environ.get("CACCTL_ICAL_JS", "")

NOW = datetime(2026, 3, 10, tzinfo=UTC)
ZONES = ("Asia/Seoul", "America/Los_Angeles", "Asia/Kathmandu")

# For each line, a calendar, prints a line: its events as ical.js reads them.
READER = """
import ICAL from "ical.js";
import { createInterface } from "node:readline";
const read = (component) => {
  const event = new ICAL.Event(component);
  const alarm = component.getFirstSubcomponent("valarm");
  const summary = component.getFirstProperty("summary");
  const conferences = component.getAllProperties("conference");
  return {
    uid: event.uid, summary: event.summary, lang: summary.getParameter("language") ?? "",
    start: event.startDate.toUnixTime(), end: event.endDate.toUnixTime(),
    location: event.location, description: event.description, sequence: event.sequence,
    url: component.getFirstPropertyValue("url"), track: component.getFirstPropertyValue("categories"),
    status: component.getFirstPropertyValue("status"),
    stamp: component.getFirstPropertyValue("dtstamp").toUnixTime(),
    alarm: alarm ? alarm.getFirstPropertyValue("trigger").toSeconds() : null,
    conferences: conferences.map((property) => [
      property.type, property.getFirstValue(), property.getParameter("label"),
      property.getParameter("language") ?? "", property.getParameter("feature"),
    ]),
    attached: component.getAllProperties("attach").map((property) => [
      property.getParameter("x-cacctl-kind"), property.getFirstValue().toString(),
      property.getParameter("filename") ?? "",
    ]),
  };
};
for await (const line of createInterface({ input: process.stdin })) {
  const component = new ICAL.Component(ICAL.parse(JSON.parse(line)));
  console.log(JSON.stringify(component.getAllSubcomponents("vevent").map(read)));
}
"""  # noqa: E501

Read = Callable[[bytes], list[dict[str, Any]]]


def calendar(
    programme: Programme,
    sessions: Sequence[Session],
    *,
    lang: str,
    alarm: timedelta | None = None,
) -> bytes:
    return write(ExportRequest(programme, sessions, lang, alarm=alarm))


@pytest.fixture(scope="module")
def ical_js() -> Iterator[Read]:
    """Read a calendar with ical.js."""
    if not NODE or not ICAL_JS:
        pytest.skip("ical.js is not here")
    with subprocess.Popen(
        [NODE, "--input-type=module", "--eval", READER],
        cwd=ICAL_JS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout

        def read(data: bytes) -> list[dict[str, Any]]:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(data.decode()) + "\n")
            process.stdin.flush()
            answer: list[dict[str, Any]] = json.loads(process.stdout.readline())
            return answer

        yield read
        process.stdin.close()


def changed(summit: Programme) -> Programme:
    """Return the summit with one session cancelled and one moved."""
    sessions = list(summit.sessions)
    sessions[2] = sessions[2]._replace(cancelled=True)
    later = timedelta(minutes=30)
    moved = sessions[3]
    sessions[3] = moved._replace(
        start=moved.start + later, end=moved.end + later, announced=moved.start
    )
    return summit._replace(sessions=tuple(sessions))


def rows(programme: Programme, lang: str, zone: str) -> list[str]:
    """Return a line for each session, as a calendar shows it in a zone."""
    tz = ZoneInfo(zone)
    return [
        f"{s.start.astimezone(tz):%Y-%m-%d %H:%M}|{s.end.astimezone(tz):%Y-%m-%d %H:%M}"
        f"|{in_language(s.name, lang)}"
        for s in programme.sessions
    ]


@pytest.mark.skipif(CALCURSE is None, reason="calcurse is not here")
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_calcurse_reads_the_export(tmp_path: Path, summit: Programme, lang: str, zone: str) -> None:
    programme = changed(summit)
    file = tmp_path / "summit.ics"
    file.write_bytes(calendar(programme, programme.sessions, lang=lang))

    def calcurse(*arguments: str) -> str:
        done = subprocess.run(
            [str(CALCURSE), "-D", tmp_path / "data", "-C", tmp_path / "conf", *arguments],
            env={**os.environ, "TZ": zone, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=True,
            timeout=60,
        )
        return done.stdout.decode()

    assert "15 apps / 0 events / 0 todos / 0 skipped" in calcurse("--import", str(file))
    form = "%(start:%Y-%m-%d %H:%M)|%(end:%Y-%m-%d %H:%M)|%m\\n"
    shown = calcurse("-G", "--filter-type", "cal", "--format-apt", form)
    assert shown.splitlines() == rows(programme, lang, zone)


def khal_shows(tmp_path: Path, data: bytes, zone: str) -> list[str]:
    """Return what khal shows of an imported calendar, sorted."""
    file = tmp_path / "calendar.ics"
    file.write_bytes(data)
    (tmp_path / "events").mkdir()
    form = "%Y-%m-%d %H:%M"
    config = tmp_path / "config"
    config.write_text(
        f"""
        [calendars]
        [[summit]]
        path = {tmp_path}/events
        type = calendar
        [locale]
        timeformat = %H:%M
        dateformat = %Y-%m-%d
        longdateformat = %Y-%m-%d
        datetimeformat = {form}
        longdatetimeformat = {form}
        local_timezone = {zone}
        default_timezone = {zone}
        [sqlite]
        path = {tmp_path}/khal.db
        """
    )

    def khal(*arguments: str) -> str:
        done = subprocess.run(
            [str(KHAL), "-c", config, *arguments],
            # khal has a Python of its own.
            env={k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))}
            | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=True,
            timeout=60,
        )
        return done.stdout.decode()

    khal("import", "--batch", str(file))
    shown = khal(
        "list", "--once", "--day-format", "",
        "--format", "{start-long}|{end-long}|{title}|{status}", "2020-05-30", "10d",
    )  # fmt: skip
    return sorted(text.strip() for text in shown.splitlines())


@pytest.mark.skipif(KHAL is None, reason="khal is not here")
@pytest.mark.parametrize("zone", ZONES)
def test_khal_reads_the_export(tmp_path: Path, summit: Programme, zone: str) -> None:
    programme = changed(summit)
    shown = khal_shows(tmp_path, calendar(programme, programme.sessions, lang="ko"), zone)
    expected = [
        f"{row}|{'CANCELLED' if session.cancelled else 'CONFIRMED'}"
        for row, session in zip(rows(programme, "ko", zone), programme.sessions, strict=True)
    ]
    assert shown == sorted(expected)


@pytest.mark.skipif(KHAL is None, reason="khal is not here")
def test_khal_shows_all_sessions_that_share_a_uid(tmp_path: Path, summit: Programme) -> None:
    sessions = tuple(
        session._replace(uid="same@example.org" if n % 2 else "") if n else session
        for n, session in enumerate(summit.sessions)
    )
    programme = summit._replace(sessions=sessions)
    shown = khal_shows(tmp_path, calendar(programme, sessions, lang="en"), "Asia/Seoul")
    expected = [f"{row}|CONFIRMED" for row in rows(programme, "en", "Asia/Seoul")]
    assert shown == sorted(expected)


def uids(data: bytes) -> list[str]:
    return [text.partition(":")[2] for text in lines_of(data, "UID")][1:]


def test_uids_are_unique_whichever_sessions_are_written() -> None:
    made = programme_of(
        [
            item("a", NOW)._replace(uid="same"),
            item("b", NOW)._replace(uid="own"),
            item("c", NOW)._replace(uid="same"),
            # This is the UID that would be made for another session.
            item("d", NOW)._replace(uid="a@days"),
            item("e", NOW),
        ]
    )
    whole = uids(calendar(made, made.sessions, lang="en"))
    assert whole == ["_a@days", "own", "c@days", "a@days", "e@days"]
    for session, uid in zip(made.sessions, whole, strict=True):
        assert uids(calendar(made, [session], lang="en")) == [uid]
        part = made.only((), ())
        assert part
        assert uids(calendar(part._replace(sessions=(session,)), [session], lang="en")) == [uid]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_ical_js_reads_the_export(ical_js: Read, summit: Programme, lang: str) -> None:
    programme = changed(summit)
    found = ical_js(calendar(programme, programme.sessions, lang=lang, alarm=timedelta(minutes=10)))
    assert len(found) == 15
    for event, session in zip(found, programme.sessions, strict=True):
        assert event["uid"] == f"{session.id}@cac-2020"
        assert (event["summary"], event["lang"]) == (session.name[lang], lang)
        assert event["start"] == session.start.timestamp()
        assert event["end"] == session.end.timestamp()
        assert event["status"] == ("CANCELLED" if session.cancelled else "CONFIRMED")
        assert event["alarm"] == (None if session.cancelled else -600)
        assert event["description"].startswith(session.topic[lang])
        assert event["stamp"] == seoul("2020-05-27T11:15").timestamp()
    by_id = {event["uid"].partition("@")[0]: event for event in found}
    assert by_id["mayors"]["conferences"][1] == [
        "uri", "https://www.youtube.com/seoulcityofficial", "YouTube, English", "en",
        "AUDIO,VIDEO",
    ]  # fmt: skip
    url = {"ko": "https://www.youtube.com/seoullive"}.get(
        lang, "https://www.youtube.com/seoulcityofficial"
    )
    assert (by_id["mayors"]["url"], by_id["mayors"]["location"]) == (url, url)


def test_export_is_exactly_as_expected() -> None:
    channels = (
        Channel("yt", "youtube", "ko", {}, "https://youtu.be/live", None, False, ()),
        Channel("room", "web", "und", {}, "https://example.org/room", frozenset(["b"]), True, ()),
    )
    sessions = [
        item("a", seoul("2026-03-11T10:00"))._replace(
            name={"ko": "김치, 처음부터", "en": "Kimchi"},
            topic={"ko": "주제"},
            speakers=(Speaker({"ko": "김미나"}, {"ko": "요리사"}, {"en": "Seoul"}),),
            host={"en": "Team"},
            room={"ko": "대강당"},
            track={"en": "Food; drink"},
            page="https://example.org/a",
            recordings=(Link("yt", "https://youtu.be/a"),),
            uid="x@example.org",
            links=(
                SessionLink("chat", "https://example.org/chat", {"ko": "대화방; 하나"}),
                SessionLink("slides", "https://example.org/a.pdf", {"en": 'The "slides"'}),
                SessionLink("feedback", "https://example.org/feedback"),
            ),
        ),
        item("b", seoul("2026-03-11T11:00"), cancelled=True),
    ]
    found = programme_of(sessions, channels)
    found = found._replace(
        event=found.event._replace(
            revision=3,
            revised=datetime(2026, 3, 1, 9, tzinfo=UTC),
            refresh=timedelta(minutes=30),
            site={"en": "https://example.org/"},
        )
    )
    assert calendar(found, found.sessions, lang="ko", alarm=timedelta(hours=1)).decode() == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//cacctl//cacctl//EN\r\n"
        "NAME;LANGUAGE=en:Days\r\n"
        "X-WR-CALNAME:Days\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M\r\n"
        "UID:days\r\n"
        "URL:https://example.org/\r\n"
        "X-PUBLISHED-TTL:PT30M\r\n"
        "X-WR-TIMEZONE:Asia/Seoul\r\n"
        "BEGIN:VEVENT\r\n"
        "SUMMARY;LANGUAGE=ko:김치\\, 처음부터\r\n"
        "DTSTART:20260311T010000Z\r\n"
        "DTEND:20260311T020000Z\r\n"
        "DTSTAMP:20260301T090000Z\r\n"
        "UID:x@example.org\r\n"
        "SEQUENCE:3\r\n"
        "CATEGORIES:Food\\; drink\r\n"
        'CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL="YouTube, Korean";LANGUAGE=ko;VALUE=U\r\n'
        " RI:https://youtu.be/live\r\n"
        'CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL="YouTube, Korean, recording";LANGUAGE\r\n'
        " =ko;VALUE=URI:https://youtu.be/a\r\n"
        'CONFERENCE;FEATURE=CHAT;LABEL="대화방; 하나";VALUE=URI;X-CACCTL-KIND=\r\n'
        " CHAT:https://example.org/chat\r\n"
        "ATTACH;FILENAME=\"The ^'slides^'\";X-CACCTL-KIND=SLIDES:https://example.org/\r\n"
        " a.pdf\r\n"
        "ATTACH;X-CACCTL-KIND=FEEDBACK:https://example.org/feedback\r\n"
        "DESCRIPTION:주제\\n\\nHost: Team\\n\\nSpeakers: 김미나\\, 요리사\\, Seou\r\n"
        " l\\n\\nStreams:\\nYouTube\\, Korean: https://youtu.be/live\\nYouTube\\, Korean\\,\r\n"
        "  recording: https://youtu.be/a\\n\\nPage: https://example.org/a\\n\\nChat: 대\r\n"
        ' 화방\\; 하나: https://example.org/chat\\n\\nTalk slides: The "slides": ht\r\n'
        " tps://example.org/a.pdf\\n\\nFeedback: https://example.org/feedback\r\n"
        "LAST-MODIFIED:20260301T090000Z\r\n"
        "LOCATION:대강당\r\n"
        "STATUS:CONFIRMED\r\n"
        "TRANSP:OPAQUE\r\n"
        "URL:https://example.org/a\r\n"
        "X-CACCTL-ID:a\r\n"
        "BEGIN:VALARM\r\n"
        "ACTION:DISPLAY\r\n"
        "DESCRIPTION;LANGUAGE=ko:김치\\, 처음부터\r\n"
        "TRIGGER:-PT1H\r\n"
        "END:VALARM\r\n"
        "END:VEVENT\r\n"
        "BEGIN:VEVENT\r\n"
        "SUMMARY;LANGUAGE=en:B\r\n"
        "DTSTART:20260311T020000Z\r\n"
        "DTEND:20260311T030000Z\r\n"
        "DTSTAMP:20260301T090000Z\r\n"
        "UID:b@days\r\n"
        "SEQUENCE:4\r\n"
        "LAST-MODIFIED:20260301T090000Z\r\n"
        "STATUS:CANCELLED\r\n"
        "TRANSP:TRANSPARENT\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


def test_writing_an_event_takes_little_time() -> None:
    """Counts function calls, as times vary."""
    made = programme_of([item(f"s{n}", NOW + timedelta(hours=n)) for n in range(50)])
    written = partial(calendar, made, made.sessions, lang="en")
    written()
    assert calls_of(written) < 50 * 300


def lines_of(data: bytes, name: str) -> list[str]:
    return [t for t in unfolded(data).split("\r\n") if t.partition(":")[0] == name]


def test_stamp_and_sequence_follow_the_revision(summit: Programme) -> None:
    """By them, programs recognise the newer version. They depend only on the schedule."""
    programme = changed(summit)
    event = programme.event._replace(revision=5, revised=None)
    data = calendar(programme._replace(event=event), programme.sessions, lang="en")
    # Without the time of a revision, the stamp is the first start.
    assert set(lines_of(data, "DTSTAMP")) == {"DTSTAMP:20200601T020000Z"}
    assert lines_of(data, "LAST-MODIFIED") == []
    assert [text.partition(":")[2] for text in lines_of(data, "SEQUENCE")][:5] == list("55665")


def test_sessions_keep_their_order(summit: Programme) -> None:
    chosen = [summit.sessions[4], summit.sessions[1]]
    found = lines_of(calendar(summit, chosen, lang="en"), "UID")
    assert found == ["UID:cac-2020", *(f"UID:{session.id}@cac-2020" for session in chosen)]


def test_labels_are_in_the_language_in_use(summit: Programme) -> None:
    i18n.use_language("ko")
    text = unfolded(calendar(summit, summit.sessions[:1], lang="ko"))
    assert r"주관: 시민소통기획관\n\n연사:\n" in text
    assert 'LABEL="유튜브, 한국어"' in text


def unfolded(data: bytes) -> str:
    """Return the unfolded lines (RFC 5545, 3.1)."""
    return data.replace(b"\r\n ", b"").decode()


# Characters that calendars trip over, and any that readers keep as they are.
signs = st.sampled_from(
    [*"한글김치 ,;:\\\"'<>^&nN|=-·é(", "🧑‍🚀", "\\n", "\\N", "\\,", "^n", "https://x.org/"]
)
letters = st.characters(exclude_categories=["C", "Zl", "Zp"])
texts = (
    (
        st.lists(signs | letters, min_size=1, max_size=30).map("".join)
        | st.builds(lambda letter, count: letter * count, letters, st.integers(60, 200))
    )
    .map(lambda text: normalize("NFC", text).strip())
    .filter(lambda text: text == visible(text) != "")
)
languages = st.sampled_from([("ko",), ("en",), ("ko", "en"), ("de",), ("und",)])
CHANNELS = tuple(
    Channel(f"{platform}-{lang}", platform, lang, {}, url, frozenset(), False, ())
    for platform, lang, url in [
        ("youtube", "ko", "https://youtu.be/ko"), ("youtube", "en-GB", "https://youtu.be/en"),
        ("zoom", "und", None), ("web", "en", "https://example.org/(live);a,b"), ("tv", "ko", None),
    ]
)  # fmt: skip
HOSTS = {"youtube": "www.youtube.com", "zoom": "x.zoom.us", "web": "example.org"}


@st.composite
def words(draw: st.DrawFn, *, required: bool = False) -> dict[str, str]:
    if not required and draw(st.booleans()):
        return {}
    return {lang: draw(texts) for lang in draw(languages)}


links_beside = st.builds(
    SessionLink,
    st.sampled_from(LINK_KINDS),
    st.integers(1, 9).map(lambda number: f"https://beside.example.org/{number};a,b:c"),
    st.just({})
    | st.dictionaries(
        st.sampled_from(["ko", "en", "und"]),
        texts.map(lambda text: " ".join(text.split())[:100].strip()),
        min_size=1,
    ),
)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    start = seoul("2026-03-11T09:00") + timedelta(minutes=draw(st.integers(0, 60 * 24 * 400)))
    links = [
        Link(channel.id, f"https://{HOSTS[channel.platform]}/{draw(st.integers(1, 9))}/a.")
        for channel in CHANNELS
        if channel.platform in HOSTS and draw(st.booleans())
    ]
    session_id = draw(st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True))
    return item(session_id, start, draw(st.integers(0, 2000)))._replace(
        name=draw(words(required=True)),
        topic=draw(words()),
        description=draw(words()),
        room=draw(words()),
        track=draw(words()),
        speakers=tuple(Speaker(draw(words()), draw(words()), {}) for _n in range(2)),
        streams=tuple(links[:2]),
        recordings=tuple(links[2:]),
        page=draw(st.none() | st.just(f"https://www.youtube.com/{session_id}/page")),
        cancelled=draw(st.booleans()),
        announced=draw(st.none() | st.just(start - timedelta(hours=1))),
        uid=draw(st.just("") | texts),
        links=by_kind(draw(st.lists(links_beside, max_size=3))),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    found = draw(st.lists(sessions(), min_size=1, max_size=6, unique_by=lambda s: s.id))
    ids = [session.id for session in found]
    channels = [
        channel._replace(carries=frozenset(draw(st.sets(st.sampled_from(ids)))))
        for channel in CHANNELS
    ]
    made = programme_of(found, tuple(channels))
    return made._replace(
        event=made.event._replace(name=draw(words(required=True)), revision=draw(st.integers(0, 9)))
    )


def addresses(programme: Programme, session: Session) -> set[tuple[str, str, bool]]:
    places = stream_links(programme, session)
    return {(place.url, place.channel.lang, place.is_recording) for place in places}


@given(programmes(), st.sampled_from(["ko", "en"]))
@settings(max_examples=examples(100), suppress_health_check=list(HealthCheck))
def test_any_export_is_read_back(made: Programme, lang: str) -> None:
    data = calendar(made, made.sessions, lang=lang)
    assert data == calendar(made, made.sessions, lang=lang)
    found = reader.read(data, "days.ics", NOW)
    assert found.remarks == []
    assert found.programme
    assert found.programme.event.id == "days"
    assert found.programme.event.zone == "Asia/Seoul"
    assert in_language(found.programme.event.name, lang) == in_language(made.event.name, lang)
    for session in made.sessions:
        read = found.programme.session(session.id)
        assert read, session.id
        assert (read.start, read.end, read.day) == (session.start, session.end, session.day)
        assert read.name.items() <= session.name.items()
        assert in_language(read.name, lang) == in_language(session.name, lang)
        assert in_language(read.room, lang) == in_language(session.room, lang)
        assert in_language(read.track, lang) == in_language(session.track, lang)
        assert read.page == session.page
        assert read.cancelled == session.cancelled
        assert addresses(found.programme, read) == addresses(made, session)
        assert [(link.kind, link.url, in_language(link.name, lang)) for link in read.links] == [
            (link.kind, link.url, in_language(link.name, lang)) for link in session.links
        ]


@given(programmes(), st.sampled_from(["ko", "en"]), st.integers(1, 2000))
@settings(max_examples=examples(100))
def test_any_export_is_well_formed(made: Programme, lang: str, minutes: int) -> None:
    data = calendar(made, made.sessions, lang=lang, alarm=timedelta(minutes=minutes))
    *physical, last = data.split(b"\r\n")
    assert last == b""
    for text in physical:
        assert 0 < len(text) <= 75
        # No letter is split, and no line break is incomplete.
        assert re.fullmatch(r"[^\r\n]+", text.decode())
    names = re.compile(r"[A-Z-]+(;[A-Z-]+=(\"[^\"]*\"|[^\";:,]+(,[^\";:,]+)*))*:.*", re.DOTALL)
    assert all(names.fullmatch(text) for text in unfolded(data).split("\r\n")[:-1])


def meant(text: str) -> str:
    """Return a text without escapes (RFC 5545, 3.3.11)."""
    return re.sub(r"\\(.)", lambda sign: {"n": "\n", "N": "\n"}.get(sign[1], sign[1]), text)


@given(texts)
def test_any_text_is_escaped(text: str) -> None:
    made = programme_of([item("a", NOW)._replace(name={"ko": text})])
    (line,) = lines_of(calendar(made, made.sessions, lang="ko"), "SUMMARY;LANGUAGE=ko")
    assert meant(line.partition(":")[2]) == text


def unescaped(name: str) -> str:
    """Return what ical.js reads: in a parameter, it takes a backslash for that of a text."""
    return re.sub(r"\\([nN;,\\])", lambda m: "\n" if m[1] in "nN" else m[1], name)


@given(programmes())
@settings(max_examples=examples(100), suppress_health_check=list(HealthCheck))
def test_ical_js_reads_any_export(ical_js: Read, made: Programme) -> None:
    found = ical_js(calendar(made, made.sessions, lang="ko"))
    for event, session in zip(found, made.sessions, strict=True):
        assert event["summary"] == in_language(session.name, "ko")
        assert event["start"] == session.start.timestamp()
        assert event["end"] == session.end.timestamp()
        is_shared = [s.uid for s in made.sessions].count(session.uid) > 1
        own = f"{session.id}@days"
        assert event["uid"] == (own if is_shared or not session.uid else session.uid)
        assert event["track"] == (in_language(session.track, "ko") or None)
        assert event["sequence"] == made.event.revision + (
            session.cancelled or session.announced is not None
        )
        listed = {
            (url, lang or "und")
            for _type, url, _label, lang, feature in event["conferences"]
            if feature != "CHAT"
        }
        assert listed == {(url, lang) for url, lang, _recording in addresses(made, session)}
        others = [
            ["CHAT", url, label or ""]
            for _type, url, label, _lang, feature in event["conferences"]
            if feature == "CHAT"
        ]
        assert [*others, *event["attached"]] == [
            [link.kind.upper(), link.url, unescaped(in_language(link.name, "ko"))]
            for link in session.links
        ]
