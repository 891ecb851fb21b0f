"""Schedule XML and JSON: byte for byte, by the validators of c3voc, and read back.

Where CACCTL_SCHEDULE_VALIDATORS names a folder with the published `schedule.xml.xsd` and
`schema.json`, everything is checked by them. Where CACCTL_C3VOC_PYTHON names a Python that has
c3voc-schedule-tools, the format's own implementation reads what is written.
"""

import json
import os
import re
import shutil
import string
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unicodedata import normalize
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cacctl import __version__
from cacctl.base import i18n
from cacctl.base.names import ID
from cacctl.base.sanitize import visible
from cacctl.formats.base import ExportRequest, ReadResult
from cacctl.formats.common import json_text
from cacctl.formats.common.cancellation import title_and_cancelled
from cacctl.formats.frab import writer, xml_reader
from cacctl.formats.frab.roundtrip import CANCELLED_TYPE, PHRASES
from cacctl.formats.loading import read_programme
from cacctl.model.programme import (
    LINK_KINDS,
    NO_WORDS,
    Channel,
    Event,
    Link,
    Programme,
    Session,
    SessionLink,
    Speaker,
    Words,
    by_kind,
    in_language,
    numbered,
)
from cacctl.model.streams import stream_links
from tests.conftest import SOME_TIME, SUMMIT, examples
from tests.formats.frab.schedules import FILES

# Read here, as conftest removes such variables before each test.
VALIDATORS = os.environ.get("CACCTL_SCHEDULE_VALIDATORS", "")
C3VOC_PYTHON = os.environ.get("CACCTL_C3VOC_PYTHON", "")

UUID = "2c6a5b0e-7a6e-5d59-a8ee-222222222222"
SMALL = """
schema = 1

[event]
id = "harbour-24"
name.en = "Harbour Days"
name.ko = "항구의 날"
site = "https://harbour.example.com/"
zone = "Asia/Seoul"
start = 2024-05-04
end = 2024-05-05
revision = 1005
revised = 2024-05-01T12:30:00Z

[[channel]]
id = "youtube"
platform = "youtube"
lang = "ko"
name.en = "Harbour on YouTube"
url = "https://www.youtube.com/harbour"
sessions = ["tides"]

[[session]]
id = "tides"
start = 2024-05-04T23:30:00
end = 2024-05-05T00:10:30
name.en = "Tides & <ropes>"
name.ko = "밀물"
topic.en = "A quiet start"
description.en = "How water moves."
room = "Pier"
track = "Ships"
page = "https://harbour.example.com/tides"

[[session.speakers]]
name.en = "Ida"

[[session.recording]]
channel = "youtube"
url = "https://youtu.be/abc?a=1&b=2"

[[session.link]]
kind = "chat"
url = "https://chat.example.com/#tides"
name.en = "Chat room"
name.ko = "부두"

[[session.link]]
kind = "slides"
url = "https://harbour.example.com/tides.pdf"

[[session.link]]
kind = "feedback"
url = "https://harbour.example.com/tides/feedback"

[[session]]
id = "ai"
start = 2024-05-05T10:00:00
end = 2024-05-09T14:00:00
name.en = "Hack days"
cancelled = true
"""

SMALL_XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <generator name="cacctl" version="VERSION" />
  <version>1.5 2024-05-01T12:30:00Z</version>
  <conference>
    <title>Harbour Days</title>
    <acronym>harbour_24</acronym>
    <start>2024-05-04</start>
    <end>2024-05-05</end>
    <days>2</days>
    <timeslot_duration>00:05</timeslot_duration>
    <url>https://harbour.example.com/</url>
    <time_zone_name>Asia/Seoul</time_zone_name>
  </conference>
  <day index="1" date="2024-05-04" start="2024-05-04T23:30:00+09:00" \
end="2024-05-05T00:10:30+09:00">
    <room name="Pier">
      <event guid="3782e044-6b75-595e-ba6d-a1314ea4bfe8" id="1">
        <room>Pier</room>
        <title>Tides &amp; &lt;ropes&gt;</title>
        <subtitle>A quiet start</subtitle>
        <type />
        <date>2024-05-04T23:30:00+09:00</date>
        <start>23:30</start>
        <duration>00:41</duration>
        <abstract>How water moves.</abstract>
        <slug>harbour_24-tides</slug>
        <track>Ships</track>
        <persons>
          <person>Ida</person>
        </persons>
        <language>en</language>
        <url>https://harbour.example.com/tides</url>
        <links>
          <link href="https://www.youtube.com/harbour" type="stream" service="youtube">\
Stream: YouTube (Korean)</link>
          <link href="https://youtu.be/abc?a=1&amp;b=2" type="recording" service="youtube">\
Recording: YouTube (Korean)</link>
          <link href="https://chat.example.com/#tides" type="chat">Chat room</link>
          <link href="https://harbour.example.com/tides/feedback" type="feedback">Feedback</link>
        </links>
        <attachments>
          <attachment href="https://harbour.example.com/tides.pdf" type="slides">Slides</attachment>
        </attachments>
        <feedback_url>https://harbour.example.com/tides/feedback</feedback_url>
      </event>
    </room>
  </day>
  <day index="2" date="2024-05-05" start="2024-05-05T10:00:00+09:00" \
end="2024-05-09T14:00:00+09:00">
    <room name="Harbour Days">
      <event guid="8b1a8b25-281c-53ab-b149-0f383e8cc0a1" id="2">
        <room>Harbour Days</room>
        <title>CANCELLED: Hack days</title>
        <subtitle />
        <type>cancelled</type>
        <date>2024-05-05T10:00:00+09:00</date>
        <start>10:00</start>
        <duration>4:04:00</duration>
        <abstract />
        <slug>harbour_24-__ai</slug>
        <track />
        <persons />
        <language>en</language>
        <links />
      </event>
    </room>
  </day>
</schedule>
"""

SMALL_JSON = """\
{
  "$schema": "https://c3voc.de/schedule/schema.json",
  "schedule": {
    "generator": {
      "name": "cacctl",
      "version": "VERSION"
    },
    "version": "1.5 2024-05-01T12:30:00Z",
    "conference": {
      "acronym": "harbour_24",
      "title": "항구의 날",
      "start": "2024-05-04",
      "end": "2024-05-05",
      "daysCount": 1,
      "timeslot_duration": "00:05",
      "time_zone_name": "Asia/Seoul",
      "url": "https://harbour.example.com/",
      "rooms": [
        {
          "name": "Pier",
          "guid": "e57fbe91-08c2-52c8-9e75-f0f06a6a2ec8"
        }
      ],
      "days": [
        {
          "index": 1,
          "date": "2024-05-04",
          "day_start": "2024-05-04T23:30:00+09:00",
          "day_end": "2024-05-05T00:10:30+09:00",
          "rooms": {
            "Pier": [
              {
                "guid": "3782e044-6b75-595e-ba6d-a1314ea4bfe8",
                "id": 1,
                "date": "2024-05-04T23:30:00+09:00",
                "start": "23:30",
                "duration": "00:41",
                "room": "Pier",
                "slug": "harbour_24-tides",
                "url": "https://harbour.example.com/tides",
                "title": "밀물",
                "subtitle": "A quiet start",
                "track": "Ships",
                "type": "",
                "language": "ko",
                "abstract": "How water moves.",
                "persons": [
                  {
                    "name": "Ida"
                  }
                ],
                "links": [
                  {
                    "type": "media",
                    "url": "https://www.youtube.com/harbour",
                    "title": "중계: YouTube (한국어)"
                  },
                  {
                    "type": "media",
                    "url": "https://youtu.be/abc?a=1&b=2",
                    "title": "다시보기: YouTube (한국어)"
                  },
                  {
                    "type": "related",
                    "url": "https://chat.example.com/#tides",
                    "title": "채팅: 부두"
                  },
                  {
                    "type": "related",
                    "url": "https://harbour.example.com/tides/feedback",
                    "title": "의견"
                  }
                ],
                "attachments": [
                  {
                    "type": "slides",
                    "url": "https://harbour.example.com/tides.pdf",
                    "title": "발표 자료"
                  }
                ],
                "feedback_url": "https://harbour.example.com/tides/feedback"
              }
            ]
          }
        }
      ]
    }
  }
}
"""


def programme_of(text: str | bytes) -> Programme:
    data = text.encode() if isinstance(text, str) else text
    return read_programme(data, "some", SOME_TIME).programme


def read(examined: ReadResult) -> Programme:
    assert examined.programme
    assert examined.remarks == []
    return examined.programme


def xml_of(
    programme: Programme, sessions: Sequence[Session] | None = None, *, lang: str = "en"
) -> bytes:
    return writer.write_xml(ExportRequest(programme, sessions or programme.sessions, lang))


def json_of(
    programme: Programme, sessions: Sequence[Session] | None = None, *, lang: str = "en"
) -> bytes:
    return writer.write_json(ExportRequest(programme, sessions or programme.sessions, lang))


def both(programme: Programme, lang: str) -> list[Programme]:
    """Return the programmes read back from the XML and the JSON."""
    return [
        read(xml_reader.read(xml_of(programme, lang=lang), "a.xml", SOME_TIME)),
        read(json_text.read(json_of(programme, lang=lang), "a.json", SOME_TIME)),
    ]


def version_left_out(written: bytes) -> str:
    return written.decode().replace(f'"{__version__}"', '"VERSION"', 1)


# Byte for byte


def test_xml_is_exactly_as_expected() -> None:
    programme = programme_of(SMALL)
    written = xml_of(programme)
    assert version_left_out(written) == SMALL_XML
    assert written == xml_of(programme)


def test_json_of_some_sessions_is_exactly_as_expected() -> None:
    programme = programme_of(SMALL)
    written = json_of(programme, programme.sessions[:1], lang="ko")
    assert version_left_out(written) == SMALL_JSON
    assert written == json_of(programme, programme.sessions[:1], lang="ko")


def test_export_is_read_back() -> None:
    for programme in both(programme_of(SMALL), "en"):
        tides, hack_days = programme.sessions
        event = programme.event
        assert (event.id, event.name, event.zone) == (
            "harbour-24",
            {"en": "Harbour Days"},
            "Asia/Seoul",
        )
        assert (event.revision, event.revised) == (1005, datetime(2024, 5, 1, 12, 30, tzinfo=UTC))
        assert (event.first_date, event.last_date) == (date(2024, 5, 4), date(2024, 5, 5))
        assert event.site == {"und": "https://harbour.example.com/"}
        assert (tides.id, tides.name, tides.page) == (
            "tides",
            {"en": "Tides & <ropes>"},
            "https://harbour.example.com/tides",
        )
        assert (hack_days.id, hack_days.name, hack_days.cancelled, hack_days.page) == (
            "ai",
            {"en": "Hack days"},
            True,
            None,
        )
        assert hack_days.end - hack_days.start == timedelta(hours=100)
        # The format requires a room, so the event's name stands for none.
        assert (tides.room, hack_days.room) == ({"und": "Pier"}, {})
        assert [
            (p.url, p.channel.lang, p.is_recording) for p in stream_links(programme, tides)
        ] == [
            ("https://www.youtube.com/harbour", "ko", False),
            ("https://youtu.be/abc?a=1&b=2", "ko", True),
        ]
        assert tides.links == (
            SessionLink("chat", "https://chat.example.com/#tides", {"und": "Chat room"}),
            SessionLink("slides", "https://harbour.example.com/tides.pdf"),
            SessionLink("feedback", "https://harbour.example.com/tides/feedback"),
        )


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "Tides",
        "밀물",
        "*0",
        "- 1 -",
        "| a",
        "CANCELLED: Tides",
        "[취소] 밀물",
        "Tides - CANCELED!!!",
    ],
)
def test_cancellation_is_marked_once_and_read_back(lang: str, name: str) -> None:
    i18n.use_language(lang)
    programme = programme_of(SMALL)
    session = programme.sessions[1]._replace(name={lang: name}, cancelled=True)
    programme = programme._replace(sessions=(session,))
    plain, is_marked = title_and_cancelled(name)
    written = xml_of(programme, lang=lang)
    assert (ElementTree.fromstring(written).findtext("day/room/event/title") == name) == is_marked
    for found in both(programme, lang):
        assert list(found.sessions[0].name.values()) == [plain]
        assert found.sessions[0].cancelled


@pytest.mark.parametrize("lang", PHRASES)
def test_marks_do_not_depend_on_the_language_of_messages(lang: str) -> None:
    def written() -> list[bytes]:
        programme = programme_of(SMALL)
        return [xml_of(programme, lang=lang), json_of(programme, lang=lang)]

    i18n.use_language("en")
    in_english = written()
    i18n.use_language("ko")
    for data, other in zip(written(), in_english, strict=True):
        assert data.replace("유튜브".encode(), b"YouTube") == other


@pytest.mark.parametrize("mark", ["CANCELLED: ", "취소: "])
def test_files_of_earlier_versions_have_the_mark_in_the_title_alone(mark: str) -> None:
    programme = programme_of(SMALL)
    for data, reader in ((xml_of(programme), xml_reader), (json_of(programme), json_text)):
        text = data.decode()
        assert text.count("CANCELLED: Hack") == text.count(CANCELLED_TYPE) == 1
        text = text.replace("CANCELLED: Hack", f"{mark}Hack").replace(CANCELLED_TYPE, "")
        hack_days = read(reader.read(text.encode(), "a.xml", SOME_TIME)).sessions[1]
        assert (hack_days.cancelled, hack_days.name) == (True, {"en": "Hack days"})


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_labels_are_read_back_in_every_language(lang: str) -> None:
    i18n.use_language(lang)
    for programme in both(programme_of(SMALL), lang):
        tides, hack_days = programme.sessions
        assert hack_days.cancelled
        assert hack_days.name == {"en": "Hack days"}
        assert [(p.channel.lang, p.is_recording) for p in stream_links(programme, tides)] == [
            ("ko", False),
            ("ko", True),
        ]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "00:01"),
        (60, "01:00"),
        (99 * 60 + 59, "99:59"),
        (100 * 60, "4:04:00"),
        (31 * 24 * 60, "31:00:00"),
    ],
)
def test_duration_is_written(minutes: int, words: str) -> None:
    programme = programme_of(SMALL)
    first = programme.sessions[0]
    session = first._replace(end=first.start + timedelta(minutes=minutes))
    xml = xml_of(programme, [session]).decode()
    assert f"<duration>{words}</duration>" in xml
    tree = json.loads(json_of(programme, [session]))
    event = tree["schedule"]["conference"]["days"][0]["rooms"]["Pier"][0]
    assert event["duration"] == f"{minutes // 60:02}:{minutes % 60:02}"


def test_uid_is_kept_if_it_is_a_unique_uuid() -> None:
    programme = programme_of(SMALL)
    first, second = programme.sessions
    cases: list[tuple[tuple[str, str], list[str | None]]] = [
        ((UUID, "a@example.com"), [UUID, None]),
        ((UUID.upper(), UUID), [UUID, None]),
        ((f"{{{UUID}}}", ""), [None, None]),
    ]
    for uids, kept in cases:
        sessions = (first._replace(uid=uids[0]), second._replace(uid=uids[1]))
        for found in both(programme._replace(sessions=sessions), "en"):
            guids = [session.uid for session in found.sessions]
            assert len(set(guids)) == 2
            for guid, wanted in zip(guids, kept, strict=True):
                assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", guid)
                assert wanted in (None, guid)


def test_json_always_has_a_url() -> None:
    programme = programme_of(SMALL)
    tides = programme.sessions[0]._replace(page=None)
    nowhere = programme.event._replace(site=NO_WORDS)
    for event, session, url in [
        (programme.event, tides, "https://harbour.example.com/"),
        (nowhere, tides, "https://www.youtube.com/harbour"),
        (nowhere, tides._replace(cancelled=True), "urn:uuid:3782e044-6b75-595e-ba6d-a1314ea4bfe8"),
    ]:
        changed = programme._replace(event=event, sessions=(session,))
        tree = json.loads(json_of(changed))
        assert tree["schedule"]["conference"]["days"][0]["rooms"]["Pier"][0]["url"] == url
        assert [each.sessions[0].page for each in both(changed, "en")] == [None, None]


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("HTTPS://example.com/a", "https://example.com/a"),
        ('https://example.com/{a}|b^`c"<>', "https://example.com/%7Ba%7D%7Cb%5E%60c%22%3C%3E"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://example.com/%EA%B0%80?a=b&c=d#e", "https://example.com/%EA%B0%80?a=b&c=d#e"),
        ("https://예시.kr/가", "https://예시.kr/가"),
    ],
)
def test_urls_are_percent_encoded(address: str, written: str) -> None:
    programme = programme_of(SMALL)
    session = programme.sessions[0]._replace(page=address)
    root = ElementTree.fromstring(xml_of(programme, [session]))
    assert root.findtext("day/room/event/url") == written


def test_every_visible_character_can_be_written() -> None:
    shown = "".join(dict.fromkeys(visible("".join(map(chr, range(0x110000))))))
    programme = programme_of(SMALL)
    name = {"en": f"a{shown}z"}
    changed = programme._replace(sessions=(programme.sessions[0]._replace(name=name),))
    xml = xml_of(changed)
    assert ElementTree.fromstring(xml).findtext("day/room/event/title") == name["en"]
    tree = json.loads(json_of(changed))
    event = tree["schedule"]["conference"]["days"][0]["rooms"]["Pier"][0]
    assert event["title"] == name["en"]


# By the validators of the format

needs_xmllint = pytest.mark.skipif(not shutil.which("xmllint"), reason="there is no xmllint")


def valid_xml(xml: bytes) -> str:
    """Return the errors of xmllint by the published XSD."""
    xsd = str(Path(VALIDATORS) / "schedule.xml.xsd")
    command = ["xmllint", "--noout", "--nonet", "--schema", xsd, "-"]
    done = subprocess.run(command, input=xml, capture_output=True, check=False)
    return "" if done.returncode == 0 else done.stderr.decode()


def schema() -> Any:
    published = json.loads((Path(VALIDATORS) / "schema.json").read_bytes())
    return jsonschema.Draft6Validator(published)


def assert_valid(programme: Programme, lang: str) -> None:
    assert valid_xml(xml_of(programme, lang=lang)) == ""
    schema().validate(json.loads(json_of(programme, lang=lang)))


def real_programmes() -> list[Programme]:
    summit = programme_of(SUMMIT)
    others = [programme_of(path.read_bytes()) for path in sorted(FILES.iterdir())]
    return [summit, programme_of(SMALL), *others]


# No package index has the validators, so these tests exist only where their folder is given.
if VALIDATORS:

    @needs_xmllint
    @pytest.mark.parametrize("lang", i18n.LANGUAGES)
    def test_validators_accept_real_schedules(lang: str) -> None:
        i18n.use_language(lang)
        for programme in real_programmes():
            assert_valid(programme, lang)


# By the implementation of the format

C3VOC_SCRIPT = """
import json, sys
from voc.schedule import Schedule

answers = []
for document in json.load(sys.stdin):
    schedule, events = Schedule(json=document), []
    schedule.foreach_event(
        lambda event: events.append(
            [event["id"], event.start.isoformat(), event["duration"], event["room"], event["title"],
             event.persons()]
        )
    )
    answers.append([schedule.rooms(), events, schedule.xml()])
print(json.dumps(answers))
"""


@pytest.mark.skipif(not C3VOC_PYTHON, reason="CACCTL_C3VOC_PYTHON is not set")
def test_tools_of_c3voc_read_the_same() -> None:
    programmes = real_programmes()
    documents = [json.loads(json_of(programme)) for programme in programmes]
    done = subprocess.run(
        [C3VOC_PYTHON, "-c", C3VOC_SCRIPT],
        input=json.dumps(documents),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(done.stdout.splitlines()[-1])
    for programme, (rooms, events, xml) in zip(programmes, answers, strict=True):
        assert rooms == list(dict.fromkeys(event[3] for event in events))
        zone = ZoneInfo(programme.event.zone)
        expected = [
            [
                session.number,
                session.start.astimezone(zone).isoformat(),
                f"{minutes // 60:02}:{minutes % 60:02}",
                _room(programme, session, "en"),
                ("CANCELLED: " if session.cancelled else "") + in_language(session.name, "en"),
                [in_language(speaker.name, "en") for speaker in session.speakers],
            ]
            for session in programme.sessions
            for minutes in [-((session.start - session.end) // timedelta(minutes=1))]
        ]
        assert sorted(events) == sorted(expected)
        assert read(xml_reader.read(xml.encode(), "a", SOME_TIME)) == read(
            json_text.read(json_of(programme), "a", SOME_TIME)
        )
        # These tools copy durations and URNs of the JSON into XML, where they are not allowed.
        lengths = [session.end - session.start for session in programme.sessions]
        if VALIDATORS and max(lengths) < timedelta(hours=100) and "urn:uuid:" not in xml:
            assert valid_xml(xml.encode()) == ""


# There and back

texts = (
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
    .map(lambda text: normalize("NFC", visible(text)).strip())
    .filter(bool)
)
# A description may be read as HTML.
plain_texts = texts.filter(lambda text: not set(text) & set("<>&"))
session_ids = st.from_regex(ID, fullmatch=True).filter(lambda text: not text.isdigit())
event_ids = st.from_regex(r"[a-z][a-z0-9]{0,6}(?:-[a-z0-9]{1,6}){0,3}", fullmatch=True)
zones = st.sampled_from(
    ["Asia/Seoul", "UTC", "US/Eastern", "Etc/GMT-1", "Asia/Kathmandu", "Australia/Lord_Howe",
     "Africa/Monrovia", "Pacific/Apia", "America/Port-au-Prince", "Asia/Ho_Chi_Minh", "EST"]
)  # fmt: skip
HOSTS = {
    "youtube": "www.youtube.com",
    "facebook": "www.facebook.com",
    "zoom": "zoom.us",
    "web": "video.fosdem.org",
}


# A link's name is in one line. Some look like what cacctl writes before a name.
link_names = texts.map(lambda text: " ".join(text.split())) | st.sampled_from(
    ["Chat", "Chat: Chat", "채팅: 부두", "Chat room", "Slides (PDF)", "Link: ", "Live: a", "a.vtt"]
).map(str.strip)
links_beside = st.builds(
    SessionLink,
    st.sampled_from(LINK_KINDS),
    st.sampled_from(["beside.example.com", "zoom.us", "www.youtube.com", "matrix.to"]).flatmap(
        lambda host: st.text(string.ascii_letters + "가%.,()'=&?#<", max_size=4).map(
            lambda path: f"https://{host}/beside/{path}"
        )
    ),
    st.just(NO_WORDS)
    | st.dictionaries(st.sampled_from(["ko", "en", "und"]), link_names, min_size=1),
)


def words(values: st.SearchStrategy[str]) -> st.SearchStrategy[Words]:
    tags = st.sampled_from(["ko", "en", "fr", "und"])
    return st.dictionaries(tags, values, min_size=1, max_size=3)


@st.composite
def addresses(draw: st.DrawFn, platform: str) -> str:
    path = draw(st.text(string.ascii_letters + "가%.,()'=&?", max_size=3))
    ending = draw(st.sampled_from(["", ".mp4", ".vtt", "/rec"]))
    return f"https://{HOSTS[platform]}/{path}{ending}"


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Draw a programme of what the formats can hold."""
    ids = draw(st.lists(session_ids, min_size=1, max_size=5, unique=True))
    platforms = draw(st.lists(st.sampled_from(sorted(HOSTS)), max_size=4))
    channels = [
        Channel(
            id=f"channel-{number}",
            platform=platform,
            lang=draw(st.sampled_from(["ko", "en", "fr", "und"])),
            name={"en": "Channel"},
            url=draw(st.none() | addresses(platform)),
            carries=draw(st.none() | st.frozensets(st.sampled_from(ids))),
            keeps_replays=draw(st.booleans()),
            notes=(),
        )
        for number, platform in enumerate(platforms)
    ]
    zone = draw(zones)
    sessions = [draw(sessions_with(session_id, channels, ZoneInfo(zone))) for session_id in ids]
    dates = [session.date for session in sessions]
    event = Event(
        id=draw(event_ids),
        name=draw(words(texts)),
        full_name=NO_WORDS,
        theme=NO_WORDS,
        slogan=NO_WORDS,
        place=draw(st.just(NO_WORDS) | words(texts)),
        organiser=NO_WORDS,
        site=draw(st.just(NO_WORDS) | words(st.just("https://harbour.example.com/"))),
        zone=zone,
        first_date=min(dates),
        last_date=max(dates),
        notes=(),
        revision=draw(st.integers(0, 1_000_000_000)),
        revised=draw(st.none() | instants()),
    )
    return Programme(event, tuple(channels), numbered(sessions))


def instants() -> st.SearchStrategy[datetime]:
    first, last = datetime(1970, 1, 2), datetime(8999, 12, 1)  # noqa: DTZ001 - so hypothesis wants it
    return st.datetimes(first, last, timezones=st.just(UTC)).map(
        lambda instant: instant.replace(microsecond=0)
    )


@st.composite
def sessions_with(
    draw: st.DrawFn, session_id: str, channels: list[Channel], zone: ZoneInfo
) -> Session:
    start = draw(st.sampled_from([SOME_TIME, SOME_TIME + timedelta(hours=7)]) | instants())
    links = [
        st.builds(Link, st.just(channel.id), addresses(channel.platform)) for channel in channels
    ]
    own = st.lists(st.one_of(links), max_size=2).map(tuple) if links else st.just(())
    return Session(
        id=session_id,
        number=0,
        day=0,
        date=start.astimezone(zone).date(),
        start=start,
        end=start + timedelta(seconds=draw(st.integers(1, 30 * 24 * 60 * 60))),
        name=draw(words(texts)),
        topic=draw(st.just(NO_WORDS) | words(texts)),
        host=NO_WORDS,
        cities=(),
        speakers=tuple(
            Speaker(name, NO_WORDS, NO_WORDS)
            for name in draw(st.lists(words(texts), max_size=2))
        ),
        recordings=draw(own),
        notes=(),
        cancelled=draw(st.booleans()),
        description=draw(st.just(NO_WORDS) | words(plain_texts)),
        room=draw(st.just(NO_WORDS) | words(texts)),
        track=draw(st.just(NO_WORDS) | words(texts)),
        lang=draw(st.sampled_from(["", "ko", "en", "fr"])),
        page=draw(st.none() | st.just(f"https://harbour.example.com/{session_id}")),
        streams=draw(own),
        uid=draw(st.uuids().map(str) | st.sampled_from(["", "a@example.com"])),
        links=by_kind(draw(st.lists(links_beside, max_size=4))),
    )  # fmt: skip


def _room(programme: Programme, session: Session, lang: str) -> str:
    event = programme.event
    choices = (session.room, event.place, event.name)
    return next((text for each in choices if (text := in_language(each, lang))), event.id)


def _facts(programme: Programme, session: Session, lang: str) -> dict[str, Any]:
    """Return what the formats can hold of a session, in that language."""
    text = in_language(session.name, lang)
    tag = next(tag for tag in (lang, "en", *session.name) if session.name.get(tag) == text)
    tag = (session.lang or "und") if tag == "und" else tag
    minutes = -((session.start - session.end) // timedelta(minutes=1))
    texts = (session.topic, session.description, session.track)
    return {
        "id": session.id,
        "start": session.start,
        "end": session.start + timedelta(minutes=minutes),
        "name": {tag: text},
        "texts": [in_language(each, lang) for each in texts],
        "room": _room(programme, session, lang),
        "speakers": [in_language(speaker.name, lang) for speaker in session.speakers],
        "page": session.page,
        "cancelled": session.cancelled,
        "links": [(link.kind, link.url, in_language(link.name, lang)) for link in session.links],
        "places": {
            (place.url, place.channel.lang, place.is_recording)
            for place in stream_links(programme, session)
        },
    }


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(programmes(), st.sampled_from(i18n.LANGUAGES))
def test_any_export_is_read_back(programme: Programme, lang: str) -> None:
    expected = {s.id: _facts(programme, s, lang) for s in programme.sessions}
    for found in both(programme, lang):
        assert {s.id: _facts(found, s, lang) for s in found.sessions} == expected
        for name in ("id", "revision", "revised"):
            assert getattr(found.event, name) == getattr(programme.event, name)
        assert in_language(found.event.name, lang) == in_language(programme.event.name, lang)
        if found.event.zone == programme.event.zone:
            assert [s.date for s in found.sessions] == [s.date for s in programme.sessions]
            assert found.event.first_date == programme.event.first_date
            assert found.event.last_date == programme.event.last_date
    assert both(programme, lang)[0].event.zone == programme.event.zone


if VALIDATORS:

    @needs_xmllint
    @settings(max_examples=examples(50), suppress_health_check=[HealthCheck.too_slow])
    @given(programmes(), st.sampled_from(i18n.LANGUAGES))
    def test_validators_accept_any_export(programme: Programme, lang: str) -> None:
        assert_valid(programme, lang)
