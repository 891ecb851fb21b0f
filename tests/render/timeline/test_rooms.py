"""The timeline with a row for each room."""

import re
from itertools import product

import pytest

from cacctl.render.timeline import drawing, layout
from tests.conftest import Run, item, programme_of, seoul
from tests.rooms import LIVE, MOMENTS, ROOMS, days, seen_at

PICTURE = """\
June 2027
Tue  1 KST            10       11       12       13       14       15       16       17
                      ┊  ┃ now 10:20    ┊                 ┊                 ┊
Main Hall             ▶1━┃▷18─│36─│54──│71─│89───    107─│125│143─│160│178─│196│213──
K.1.105 (La Fontain…  ✓2┄┃▷19─ 37─ 55── 72─ 90──     108─ 126 144─ 161 179─ 197 214─
H.1                   ▶3━┃▷20─│38─│56──│73─│91───    109─│127│145─│162│180─│198│215──
H.2                   ┊  ┃▷21─ 39─      74─ 92──     110─ 128      163 181─ ┊   216─
"""
FOLDED = """\
May 2027
Mon 31 PDT   0       1       2       3       4       5        22      23
             ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮┊       ░░┃░░░░░
R0           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓1┄┄┄┄┄ ▶7┃━━━━░
R1           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓2┄┄┄┄┄ ▶8┃━━━━░
R2           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓3┄┄┄┄┄ ▶9┃━━━━░
R3           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓4┄┄┄┄┄ ━━┃▶10━░
R4           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓5┄┄┄┄┄ ━━┃▶11━░
R5           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░⋮✓6┄┄┄┄┄ ━━┃▶12━░
KST          16      17      18      19      20      21       14      15

June 2027
Tue  1 PDT   0       1       2       3       4       5        22      23
R0           ▷13────░19─────░25─────░31─────░░░░░░░░░░░░░░░░░⋮37───── 43─────░
"""


def test_timeline_has_a_row_for_each_room(many_rooms: str, see: Run) -> None:
    options = ["--schedule", many_rooms, "--at", LIVE]
    shown = see("timeline", *options, columns=100).out
    assert PICTURE in shown
    first = shown.splitlines().index("June 2027")
    labels = [line[:22].rstrip() for line in shown.splitlines()[first + 3 : first + 28]]
    assert labels == [name.replace("Fontaine)", "Fontain…") for name in ROOMS]
    command = f"cacctl list --schedule {many_rooms} --at {LIVE}"
    assert f"To list the names of all 690 sessions:\n{command}\n" in shown
    korean = see("timeline", *options, "--lang", "ko", columns=100).out
    assert PICTURE.splitlines()[3] in korean


@pytest.mark.parametrize("columns", [100, 200])
def test_each_number_is_in_the_row_of_its_room(columns: int) -> None:
    seen = seen_at(days(), MOMENTS["before"])
    rooms: dict[str, set[int]] = {}
    for line in drawing.draw(seen, columns, colour=False):
        if label := line[:22].strip():
            numbers = re.findall(r"(?<![\d-])(\d+)(?=[ ─│]|$)", line[22:])
            rooms.setdefault(label, set()).update(map(int, numbers))
    for place, name in enumerate(ROOMS):
        label = name.replace("Fontaine)", "Fontain…") if columns == 100 else name
        inside = {s.number for s in days().sessions if s.room["en"] == name}
        assert inside <= rooms[label], place
        others = {s.number for s in days().sessions} - inside
        assert not others & rooms[label]


def test_three_rooms_have_labels_edges_and_a_space_above_each_month() -> None:
    """The night is outside the shown hours, so the key does not mention it."""
    sessions = [
        item(f"s{day}-{hour}-{place}", seoul(f"2027-{day} {hour}:00"), 60)._replace(
            room={"en": f"R{place}"}
        )
        for day, hour, place in product(("05-31", "06-01"), (10, 11), range(3))
    ]
    seen = seen_at(programme_of(sessions), "2027-05-01T15:20+09:00")
    assert "\n".join(drawing.draw(seen, 60, colour=False)).startswith(
        """\
May 2027
Mon 31 KST   10   11   12   13   14   15   16   17
R0           ▷1──│4────┊         ┊         ┊
R1           ▷2──│5────┊         ┊         ┊
R2           ▷3──│6────┊         ┊         ┊

June 2027
Tue  1 KST   10   11   12   13   14   15   16   17
R0           7───│10───┊         ┊         ┊
R1           8───│11───┊         ┊         ┊
R2           9───│12───┊         ┊         ┊

▷─ next  ── upcoming
"""
    )
    # Underlined, or the rows of three rooms would merge into one bar.
    coloured = "\n".join(drawing.draw(seen, 60, colour=True))
    assert coloured.count("\x1b[4;97;44m") == 6


def test_rooms_without_overlapping_sessions_share_a_row() -> None:
    sessions = [
        item(f"s{hour}", seoul(f"2027-05-31 {hour}:00"), 60)._replace(room={"en": f"R{hour}"})
        for hour in (10, 11)
    ]
    seen = seen_at(programme_of(sessions), "2027-05-01T15:20+09:00")
    assert layout.rooms(seen) == ()


def test_hours_without_a_session_are_folded() -> None:
    """For a viewer for whom the event's afternoon is the night."""
    sessions = [
        item(f"s{day}-{hour}-{place}", seoul(f"2027-06-0{day} {hour}:00"), 50)._replace(
            room={"en": f"R{place}"}
        )
        for day, hour, place in product((1, 2), range(14, 20), range(6))
    ]
    seen = seen_at(programme_of(sessions), "2027-06-01T15:20+09:00", zone="America/Los_Angeles")
    assert "\n".join(drawing.draw(seen, 80, colour=False)).startswith(FOLDED)


def test_svg_has_the_rooms(many_rooms: str, run: Run) -> None:
    svg = run("timeline", "--svg", "-", "--schedule", many_rooms, "--at", LIVE).out
    assert all(f">{name.replace(' (La Fontaine)', '')}" in svg for name in ROOMS[2:])


def test_filtered_timeline_has_a_row_per_date(many_rooms: str, see: Run) -> None:
    options = ["--schedule", many_rooms, "--at", MOMENTS["before"], "--room", "main hall"]
    lines = see("timeline", *options).out.splitlines()
    assert [line[:6] for line in lines if re.match(r"(Tue|Wed|Thu) ", line)] == [
        "Tue  1",
        "Wed  2",
        "Thu  3",
    ]
