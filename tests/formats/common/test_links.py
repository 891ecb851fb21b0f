"""What a link is for, by its type, its label and its host."""

import pytest

from cacctl.formats.common.links import kind_beside, kind_by_host, kind_by_label, kind_of_file


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


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        # As FOSDEM, pretalx and frab have them.
        ("Chat room(web)", "chat"),
        ("Chat room(app)", "chat"),
        ("Chatroom", "chat"),
        ("Matrix room", "chat"),
        ("IRC: #river on irc.libera.chat", "chat"),
        ("채팅방", "chat"),
        ("Submit Feedback", "feedback"),
        ("Feedback for this talk", "feedback"),
        ("의견 보내기", "feedback"),
        ("Slides", "slides"),
        ("(slides)", "slides"),
        ("Presentation Slides", "slides"),
        ("Slide Deck", "slides"),
        ("Presentation", "slides"),
        ("Folien", "slides"),
        ("발표 자료", "slides"),
        ("Q&A", "questions"),
        ("Ask a question", "questions"),
        ("질문", "questions"),
        ("Download", "file"),
        # About something else.
        ("Chat control and what to do", None),
        ("Chat-control", None),
        ("Matrix multiplication in hardware", None),
        ("Presentation of eLabFTW", None),
        ("Feedback loops", None),
        ("Question time", None),
        ("Slide rules", None),
        ("Downloading the kernel", None),
        ("Talk on the FOSDEM PGDay website (may include slides)", None),
        ("GitHub repository", None),
        ("", None),
    ],
)
def test_kind_by_label(label: str, kind: str | None) -> None:
    assert kind_by_label(label) == kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Chat: ", "chat"),
        ("- Slides: ", "slides"),
        ("질문 링크:", "questions"),
        ("Slides of the talk before: ", None),
        ("I will chat", None),
        ("", None),
    ],
)
def test_kind_by_whole_label(label: str, kind: str | None) -> None:
    assert kind_by_label(label, whole=True) == kind


def test_only_the_beginning_of_a_label_is_looked_at() -> None:
    assert kind_by_label("-" * 190 + "Chat") == "chat"
    for label in ("-" * 1_000_000 + "Chat", "submit " * 1_000_000, " " * 50_000_000):
        assert kind_by_label(label) is None
        assert kind_of_file("https://example.org/a.pdf", label) == "file"


@pytest.mark.parametrize(
    ("url", "label", "link_type", "kind"),
    [
        ("https://example.org/a", "Slides", "chat", "chat"),
        ("https://example.org/a", "Slides", "related", "slides"),
        ("https://example.org/a", "Anything", "paper", "file"),
        ("https://matrix.to/#/#pier:example.org", "Pier", "", "chat"),
        ("https://app.sli.do/event/a", "", "", "questions"),
        ("https://speakerdeck.com/a/b", "", "", "slides"),
        ("https://docs.google.com/presentation/d/a/edit", "Tides", "", "slides"),
        ("https://docs.google.com/document/d/a/edit", "Tides", "", "other"),
        ("https://example.org/tides.pptx?a=b", "Tides", "", "slides"),
        ("https://notspeakerdeck.com/a", "", "", "other"),
        ("https://example.org/", "Home page", "", "other"),
    ],
)
def test_kind_beside_a_session(url: str, label: str, link_type: str, kind: str) -> None:
    assert kind_beside(url, label, link_type) == kind


@pytest.mark.parametrize(
    ("label", "file_type", "kind"),
    [
        ("Tides", "slides", "slides"),
        ("Slides", "other", "slides"),
        ("Intro to network security - slides", "", "slides"),
        ("Tides", "paper", "file"),
        ("Tides", "video", "file"),
        ("", "", "file"),
    ],
)
def test_kind_of_an_attached_file(label: str, file_type: str, kind: str) -> None:
    assert kind_of_file("https://example.org/a.pdf", label, file_type) == kind
