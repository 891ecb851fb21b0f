"""The cost of an answer grows linearly with the number of sessions, or of events."""

from pathlib import Path

import pytest

import cacctl
from tests.conftest import Run, calls_of

OURS = str(Path(cacctl.__file__).parent)


def calendar(path: Path, days: int, rooms: int, length: int) -> Path:
    """Return a calendar with daily sessions in every room."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{room}\r\nDTSTAMP:20200101T000000Z\r\nDTSTART:20200101T090000Z\r\n"
        f"DURATION:P{length}DT1H\r\nRRULE:FREQ=DAILY;COUNT={days}\r\nSUMMARY:Meeting\r\n"
        f"LOCATION:Room {room}\r\nEND:VEVENT\r\n"
        for room in range(rooms)
    )
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"
    path.write_text(text, "utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("command", "days", "rooms", "length"),
    [
        ("list", 12, 1, 0), ("list", 6, 3, 0), ("list --plain", 20, 1, 0), ("timeline", 40, 1, 0),
        ("timeline", 20, 5, 0), ("timeline", 9, 1, 7), ("timeline --plain", 20, 1, 0),
        ("next -n 500", 20, 1, 0), ("export markdown", 10, 2, 0), ("export schedule-xml", 10, 2, 0),
    ],
)  # fmt: skip
def test_cost_grows_in_proportion_to_the_sessions(
    see: Run, tmp_path: Path, command: str, days: int, rooms: int, length: int
) -> None:
    """Compare more sessions, and longer ones. Counts calls in our own code, not time."""

    def answer() -> None:
        assert see(*arguments).code == 0

    counts = []
    for times in (1, 2, 4):
        more = days if length else times * days
        file = calendar(tmp_path / f"{times}.ics", more, rooms, times * length)
        # In the midst of each event: what is over is shown in other ways.
        arguments = [*command.split(), "--schedule", str(file), "--at", "2020-01-03T10:00Z"]
        # The first run may cache the parsed calendar.
        answer()
        counts.append(calls_of(answer, below=OURS))
    once, twice, four_times = counts
    assert four_times - twice <= 1.15 * 2 * (twice - once)


def test_cost_grows_in_proportion_to_the_events(
    see: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('directories = "events.toml"\n', "utf-8")
    monkeypatch.setenv("CACCTL_CONFIG", str(tmp_path / "config.toml"))

    def answer() -> None:
        assert see("events", "--at", "2020-01-03T10:00Z").code == 0

    counts = []
    for count in (40, 80, 160):
        text = "".join(
            f'[[event]]\nid = "e{number}-con-2020"\nname = "Event {number}"\nstart = 2020-05-01\n'
            f'end = 2020-05-02\nschedule = "{number}.toml"\n'
            for number in range(count)
        )
        (tmp_path / "events.toml").write_text(text, "utf-8")
        answer()
        counts.append(calls_of(answer, below=OURS))
    once, twice, four_times = counts
    assert four_times - twice <= 1.15 * 2 * (twice - once)
