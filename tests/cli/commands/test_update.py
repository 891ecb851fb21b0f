"""`update`: refreshing a schedule from a URL, and showing what changed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import SUMMIT, Run
from tests.schemas import ANSWER
from tests.servers import ScheduleServer, named, status

pytestmark = pytest.mark.usefixtures("cache_home")


def test_update_shows_what_changed(run: Run, see: Run, summit_server: ScheduleServer) -> None:
    at = ["--schedule", summit_server.url, "--at", "2020-06-03T10:00+09:00"]
    run("update", *at)
    answer = run("update", *at)
    assert answer == (
        0,
        f"CAC Global Summit 2020, from {summit_server.url}\nNo changes.\n",
        "",
    )
    moved = SUMMIT.replace("start = 2020-06-04T15:30:00", "start = 2020-06-04T16:30:00")
    assert moved != SUMMIT
    summit_server.publish(moved.encode(), '"2"')
    document = json.loads(run("update", "--json", *at).out)
    ANSWER.validate(document)
    assert document["url"] == summit_server.url
    assert [(c["kind"], c["id"]) for c in document["changes"]] == [("moved", "culture")]
    # Changes are shown once.
    assert "No changes." in run("update", *at).out
    summit_server.publish(SUMMIT.encode(), '"3"')
    assert see("update", *at, columns=200).out.splitlines()[1:] == [
        "Culture (Thu 4 June) moved from 16:30 to 15:30 and now lasts 1 hour 30 minutes"
    ]


def test_first_update_of_a_schedule_says_that_it_was_downloaded(
    run: Run, summit_server: ScheduleServer
) -> None:
    at = ["--schedule", summit_server.url, "--at", "2020-06-03T10:00+09:00"]
    heading = f"CAC Global Summit 2020, from {summit_server.url}\n"
    assert run("update", *at) == (0, f"{heading}Downloaded 15 sessions.\n", "")
    assert run("update", *at).out == f"{heading}No changes.\n"
    assert json.loads(run("update", "--json", *at).out)["downloaded_sessions"] is None
    other = ["--schedule", f"{summit_server.url}?other", *at[2:]]
    document = json.loads(run("update", "--json", *other).out)
    ANSWER.validate(document)
    assert (document["downloaded_sessions"], document["changes"]) == (15, [])
    third = ["--schedule", f"{summit_server.url}?third", *at[2:], "--lang", "ko"]
    assert run("update", *third).out.endswith("\n세션 15개를 내려받았습니다.\n")


def test_change_of_a_past_session_is_not_called_no_change(
    run: Run, summit_server: ScheduleServer
) -> None:
    at = ["--schedule", summit_server.url, "--at", "2020-07-01T10:00+09:00"]
    run("update", *at)
    moved = SUMMIT.replace("start = 2020-06-04T15:30:00", "start = 2020-06-04T16:30:00")
    summit_server.publish(moved.encode(), '"2"')
    heading = f"CAC Global Summit 2020, from {summit_server.url}\n"
    assert run("update", *at).out == f"{heading}Only details or past sessions changed.\n"
    assert run("update", *at).out == f"{heading}No changes.\n"


def test_changes_are_shown_once_by_any_command(
    run: Run, summit_server: ScheduleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ["--schedule", summit_server.url, "--at", "2020-06-03T10:00+09:00"]
    run("now", *at)
    moved = SUMMIT.replace("start = 2020-06-04T15:30:00", "start = 2020-06-04T16:30:00")
    summit_server.publish(moved.encode(), '"2"')
    later = datetime.now(UTC) + timedelta(days=3)
    monkeypatch.setattr("cacctl.times.clock.now", lambda: later)
    # A status line shows no changes, and so does not mark them as shown.
    assert run("now", "--format", "{name}", *at).err == ""
    assert "Culture (Thu 4 June) moved from 15:30 to 16:30" in run("now", *at).err
    assert run("now", *at).err == ""


def test_failed_update_exits_with_its_code(run: Run, summit_server: ScheduleServer) -> None:
    at = ["--schedule", summit_server.url]
    summit_server.behaviour = status(500)
    assert run("update", *at).code == 4
    summit_server.behaviour = summit_server.serve
    run("update", *at)
    summit_server.behaviour = status(500)
    answer = run("update", *at)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith(
        f"cacctl: {summit_server.url}: the server responded with 500 instead of a schedule. Using"
    )
    summit_server.behaviour = summit_server.serve
    summit_server.publish(b"[", '"2"')
    assert run("update", *at).code == 3


@pytest.mark.parametrize("etags", [('"1"', '"2"'), ("", ""), ('"1"', ""), ("", '"2"')])
def test_update_without_half_of_the_sessions_is_held_back(
    run: Run, summit_server: ScheduleServer, monkeypatch: pytest.MonkeyPatch, etags: tuple[str, str]
) -> None:
    before = datetime(2020, 5, 1, tzinfo=UTC)
    monkeypatch.setattr("cacctl.times.clock.now", lambda: before)
    summit_server.publish(named("E"), etags[0])
    at = ["--schedule", summit_server.url]
    run("update", *at)
    summit_server.publish(named("E", sessions=2), etags[1])
    for _time in range(3):
        answer = run("update", *at)
        assert (answer.code, answer.out) == (3, f"E, from {summit_server.url}\n")
        assert answer.err.count("--accept") == 1
        answer = run("update", "--json", *at)
        assert answer.code == 3
        assert json.loads(answer.out)["held"] is True
    # Every command warns about it until it is accepted.
    assert "--accept" in run("now", *at).err
    assert "S2 (Wed 3 June) was removed from the schedule" in run("update", "--accept", *at).out
    answer = run("update", *at)
    assert (answer.code, answer.out.splitlines()[1:], answer.err) == (0, ["No changes."], "")


EVENT = """\
[[event]]
id = "{0}"
name = "{0}"
start = 2030-06-03
end = {1}
schedule = "{0}.toml"
"""


def test_update_refreshes_directories_of_events(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ("2030-06-03", "2030-06-04")
    first = EVENT.format("one", days[0]) + EVENT.format("two", days[0])
    second = EVENT.format("three", days[0]) + EVENT.format("two", days[1])
    with ScheduleServer(first.encode()) as server:
        config = tmp_path / "config.toml"
        config.write_text(f'directories = ["{server.url}", "my.toml"]\n', "utf-8")
        (tmp_path / "my.toml").write_text(first, "utf-8")
        monkeypatch.setenv("CACCTL_CONFIG", str(config))
        heading = f"Events from {server.url}: "
        assert run("update") == (0, f"{heading}2 new\n", "")
        assert run("update") == (0, f"{heading}no changes\n", "")
        server.publish(second.encode(), '"2"')
        assert run("update", "--lang", "ko").out == (
            f"행사 목록({server.url}): 추가 1건, 변경 1건, 삭제 1건\n"
        )
        assert "\nthree; Mon 3 June 2030; " in run("events").out
        server.publish(EVENT.format("three", "soon").encode(), '"3"')
        answer = run("update")
        assert (answer.code, answer.out) == (0, f"{heading}2 removed\n")
        assert "event 1 (three)" in answer.err
        server.behaviour = status(500)
        assert run("update").out == ""
        answer = run("update", "--json")
        document = json.loads(answer.out)
        ANSWER.validate(document)
        assert answer.code == 4
        (found,) = document["lists"]
        assert (found["kind"], found["url"]) == ("events", server.url)
        assert "the server responded with 500 instead of a file. Using" in found["failure"]
        assert f"\ncacctl: {found['failure']}\n" in answer.err


def test_schedule_and_directories_are_updated_together(
    run: Run, summit_server: ScheduleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScheduleServer(EVENT.format("one", "2030-06-04").encode()) as server:
        config = tmp_path / "config.toml"
        config.write_text(f'directories = ["{server.url}?events"]\n', "utf-8")
        monkeypatch.setenv("CACCTL_CONFIG", str(config))
        answer = run("update", "--schedule", summit_server.url)
        assert answer == (
            0,
            f"CAC Global Summit 2020, from {summit_server.url}\n"
            "Downloaded 15 sessions.\n"
            f"Events from {server.url}?events: 1 new\n",
            "",
        )


def test_update_needs_a_url(run: Run) -> None:
    answer = run("update")
    assert answer.code == 2
    assert "was not loaded from a URL" in answer.err
