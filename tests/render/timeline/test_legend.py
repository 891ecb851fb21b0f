"""The key and the names below the timeline."""

from datetime import timedelta

from cacctl.model.programme import Programme
from cacctl.render.timeline import drawing
from tests.conftest import item, programme_of, seoul
from tests.render.timeline.programmes import at, with_sessions
from tests.rooms import seen_at
from tests.viewer.views import seen


def test_numbers_of_selected_sessions_are_aligned() -> None:
    """Their numbers can have more digits than their count."""
    sessions = [
        item(f"s{number}", seoul("2027-05-31 10:00") + timedelta(hours=number % 3, days=number), 60)
        for number in range(120)
    ]
    whole = programme_of(sessions)
    seen = seen_at(
        Programme(whole.event, whole.channels, whole.sessions[95:105]), "2027-05-01T15:20+09:00"
    )
    assert (
        "▷  96 S95      98 S97     100 S99     102 S101    104 S103\n"
        "   97 S96      99 S98     101 S100    103 S102    105 S104\n"
    ) in "\n".join(drawing.draw(seen, 60, colour=False))


def test_name_is_shown_verbatim_and_wrapped() -> None:
    name = "[bold]:smile:[/bold] 👩‍💻 " + "가" * 30
    programme = with_sessions("Asia/Seoul", *at("3T09:00 63", "9T09:00 63"))
    first, last = programme.sessions
    programme = programme._replace(sessions=(first._replace(name={"en": name}), last))
    view = seen(programme, "2020-06-01T00:00", "Asia/Seoul", "en")
    *_picture, one, two, three, _last, _empty, _zone = drawing.draw(view, 60, colour=False)
    assert one == "▷ 1 [bold]:smile:[/bold] 👩‍💻"
    assert (two, three) == ("    " + "가" * 28, "    " + "가" * 2)
