"""Streams and recordings of events."""

from collections.abc import Sequence

import pytest

from tests.formats.ical.calendars import calendar, programme, streams


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
