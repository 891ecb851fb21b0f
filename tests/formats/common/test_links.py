"""What a link is for, by its host."""

import pytest

from cacctl.formats.common.links import kind_by_host


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://live.fosdem.org/watch/k1", "live"),
        ("https://video.fosdem.org/2020/x.webm", "recording"),
        ("https://zoom.us/j/123", "live"),
        ("https://us02web.zoom.us/j/123", "live"),
        ("https://us02web.zoom.us/rec/share/x", "recording"),
        ("https://x.webex.com/recordingservice/sites/x/recording/1", "recording"),
        ("https://zoom.us/j/123?next=/rec/1", "live"),
        ("https://example.org/rec/share/x", None),
        ("https://notzoom.us.example.org/j/1", None),
        ("https://evilzoom.us/j/1", None),
        ("::", None),
        ("http://[", None),
    ],
)
def test_link_is_live_recording_or_neither(url: str, kind: str | None) -> None:
    assert kind_by_host(url) == kind
