"""Streams, recordings and other links of events."""

from collections.abc import Sequence

import pytest

from tests.formats.ical.calendars import calendar, programme, session, streams, warnings


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["LOCATION:Hall 3"], []),
        (["LOCATION:https://example.org/live"], [("https://example.org/live", "und", False)]),
        (["LOCATION:Zoom: https://zoom.us/j/1."], [("https://zoom.us/j/1", "und", False)]),
        (["URL:https://example.org/talk"], []),
        (["URL:https://youtu.be/x"], [("https://youtu.be/x", "und", False)]),
        (["URL:https://zoom.us/j/1", "LOCATION:https://zoom.us/j/1"],
         [("https://zoom.us/j/1", "und", False)]),
        (["CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LANGUAGE=ko;LABEL=\"Live: one, two\":"
          "https://example.org/ko", "CONFERENCE;LANGUAGE=en;VALUE=URI:https://example.org/en"],
         [("https://example.org/ko", "ko", False), ("https://example.org/en", "en", False)]),
        (["CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+1-412-555-0123,,,654321"], []),
        (["CONFERENCE;VALUE=URI;LABEL=Video call:https://example.org/v"],
         [("https://example.org/v", "und", False)]),
        (["CONFERENCE;VALUE=URI;LABEL=Recording:https://example.org/v"],
         [("https://example.org/v", "und", True)]),
        (["URL:https://zoom.us/rec/share/x"], [("https://zoom.us/rec/share/x", "und", True)]),
        (["DESCRIPTION:Join: https://zoom.us/j/1\\nSee https://x.zoom.us/rec/play/y."],
         [("https://zoom.us/j/1", "und", False), ("https://x.zoom.us/rec/play/y", "und", True)]),
        (["CONFERENCE;VALUE=URI:https://zoom.us/rec/share/x"],
         [("https://zoom.us/rec/share/x", "und", True)]),
        (["CONFERENCE;VALUE=URI;LABEL=다시보기:https://example.org/v"],
         [("https://example.org/v", "und", True)]),
        (["X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij"],
         [("https://meet.google.com/abc-defg-hij", "und", False)]),
        (["X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:https://example.org/m"],
         [("https://example.org/m", "und", False)]),
        (["DESCRIPTION:Join https://x.zoom.us/j/1 or https://x.zoom.us/j/2\\, settings: "
          "https://zoom.us/profile"], [("https://x.zoom.us/j/1", "und", False)]),
        (["DESCRIPTION:https://acme.webex.com/acme/j.php?MTID=m1 (https://meet.jit.si/Talk)"],
         [("https://acme.webex.com/acme/j.php?MTID=m1", "und", False),
          ("https://meet.jit.si/Talk", "und", False)]),
        (["DESCRIPTION:Help: https://support.zoom.us/hc and https://example.org/"], []),
        (["DESCRIPTION:Watch https://www.twitch.tv/talks!"],
         [("https://www.twitch.tv/talks", "und", False)]),
        (["DESCRIPTION:Recording: https://youtu.be/x\\nSlides: https://youtu.be/y"],
         [("https://youtu.be/x", "und", True)]),
        (["DESCRIPTION:Livestream: https://example.org/hall"],
         [("https://example.org/hall", "und", False)]),
        (["DESCRIPTION:Talks.\\nWatch the live stream on YouTube: https://youtu.be/x\\n"
          "Recording: https://youtu.be/y"],
         [("https://youtu.be/x", "und", False), ("https://youtu.be/y", "und", True)]),
        (["DESCRIPTION:유튜브 생중계: https://youtu.be/x"], [("https://youtu.be/x", "und", False)]),
        (["DESCRIPTION:Join us at https://www.youtube.com/@talks/live"],
         [("https://www.youtube.com/@talks/live", "und", False)]),
        (["DESCRIPTION:<p>Livestream:<br><a href=\"https://youtu.be/x\">here</a></p>"],
         [("https://youtu.be/x", "und", False)]),
        (["DESCRIPTION:<a href=\"https://youtu.be/x\">Live stream</a>"],
         [("https://youtu.be/x", "und", False)]),
        # Videos that are merely mentioned.
        (["DESCRIPTION:As in https://youtu.be/x"], []),
        (["DESCRIPTION:Watch: https://youtu.be/x"], []),
        (["DESCRIPTION:Last year's live stream: https://youtu.be/x"], []),
        (["DESCRIPTION:Stream processing in five minutes: https://youtu.be/x"], []),
        (["DESCRIPTION:<a href=\"https://youtu.be/x\">Our trailer</a> https://vimeo.com/1"], []),
        (["DESCRIPTION:As in https://youtu.be/x", "LOCATION:https://zoom.us/j/1"],
         [("https://zoom.us/j/1", "und", False)]),
        (["LOCATION:javascript:alert(1)", "CONFERENCE:https://user@example.org/"], []),
        (["X-ALT-DESC;FMTTYPE=text/html:<a href=\"https://zoom.us/j/1\">x</a>"], []),
    ],
)  # fmt: skip
def test_streams_and_recordings_are_found(
    lines: Sequence[str], expected: list[tuple[str, str, bool]]
) -> None:
    found = programme(calendar(*lines))
    assert streams(found, found.sessions[0]) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["CONFERENCE;FEATURE=CHAT;LABEL=Pier;VALUE=URI:https://example.org/chat"],
         [("chat", "https://example.org/chat", "Pier")]),
        (["CONFERENCE;FEATURE=CHAT;LABEL=Q&A;VALUE=URI:https://example.org/q"],
         [("questions", "https://example.org/q", "Q&A")]),
        (["CONFERENCE;VALUE=URI;LABEL=채팅:https://example.org/chat"],
         [("chat", "https://example.org/chat", "채팅")]),
        (["CONFERENCE;FEATURE=CHAT:xmpp:chat-123@conference.example.com"], []),
        (["ATTACH;FILENAME=Notes;FMTTYPE=application/pdf:https://example.org/a.pdf"],
         [("file", "https://example.org/a.pdf", "Notes")]),
        (["ATTACH;FMTTYPE=application/vnd.ms-powerpoint:https://example.org/a"],
         [("slides", "https://example.org/a", "")]),
        (["ATTACH:https://docs.google.com/presentation/d/1/edit", "ATTACH:https://example.org/b"],
         [("slides", "https://docs.google.com/presentation/d/1/edit", ""),
          ("file", "https://example.org/b", "")]),
        (["DESCRIPTION:Chat: https://example.org/c\\nSlides here: https://example.org/s."],
         [("chat", "https://example.org/c", ""), ("slides", "https://example.org/s", "")]),
        (["DESCRIPTION:<a href=\"https://example.org/f\">Feedback</a>"],
         [("feedback", "https://example.org/f", "")]),
        # Pictures, files within the calendar, alarms, and what is merely mentioned.
        (["ATTACH;FMTTYPE=image/jpeg:https://example.org/a.jpg"], []),
        (["ATTACH;ENCODING=BASE64;VALUE=BINARY:SGVsbG8="], []),
        (["ATTACH:https://example.org/" + "a" * 20_000], []),
        (["ATTACH:CID:jsmith.part3.960817T083000.xyzMail@example.com"], []),
        (["BEGIN:VALARM", "ACTION:AUDIO", "ATTACH:https://example.org/bell.wav", "END:VALARM"], []),
        (["DESCRIPTION:Slides of last year: https://example.org/s"], []),
        (["DESCRIPTION:More on https://example.org/"], []),
        (["ATTACH:https://user@example.org/"], []),
    ],
)  # fmt: skip
def test_links_beside_the_streams_are_found(
    lines: Sequence[str], expected: list[tuple[str, str, str]]
) -> None:
    found = session(*lines)
    assert [(link.kind, link.url, link.name.get("und", "")) for link in found.links] == expected


def test_attached_url_that_must_not_be_opened_is_a_warning() -> None:
    (warning,) = warnings(calendar("ATTACH:https://user@example.org/"))
    assert warning.endswith(
        'event 1: the link "https://user@example.org/" was omitted: '
        "the URL contains a username or a password."
    )


def test_chat_of_a_meeting_is_no_stream_but_its_video_is() -> None:
    found = programme(
        calendar(
            "CONFERENCE;FEATURE=CHAT:https://example.org/chat",
            "CONFERENCE;FEATURE=CHAT,VIDEO:https://example.org/video",
        )
    )
    assert streams(found, found.sessions[0]) == [("https://example.org/video", "und", False)]
