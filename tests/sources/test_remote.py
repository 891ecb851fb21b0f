"""When a schedule at a URL is refreshed, and what the viewer sees of it."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cacctl.base.errors import NetworkProblem, ScheduleProblem
from cacctl.formats.loading import read_programme
from cacctl.net import http
from cacctl.sources import cache, remote
from cacctl.sources.cache import CachedCopy
from cacctl.sources.remote import RemoteSource
from tests import servers
from tests.servers import Behaviour, ScheduleServer, named
from tests.sources.conftest import MINUTE, NOW, copy_file, name_of, offline, update


def test_first_use_downloads_and_later_ones_use_the_copy(
    server: ScheduleServer, source: RemoteSource
) -> None:
    assert name_of(source.current(NOW)) == "first"
    assert name_of(source.current(NOW + MINUTE)) == "first"
    assert len(server.requests) == 1


def test_old_copy_is_refreshed_with_a_conditional_request(
    server: ScheduleServer, source: RemoteSource
) -> None:
    source.current(NOW)
    later = NOW + 20 * MINUTE
    source.current(later)
    assert server.requests[-1]["If-None-Match"] == '"1"'
    # Its age counts from that response.
    source.current(later + 10 * MINUTE)
    assert len(server.requests) == 2
    server.publish(named("second"), '"2"')
    found = source.load(later + 20 * MINUTE)
    assert found.programme.event.name["und"] == "second"
    assert found.replaced is not None
    assert found.replaced.event.name["und"] == "first"


def test_changes_are_pending_until_they_were_shown(
    server: ScheduleServer, source: RemoteSource
) -> None:
    source.current(NOW)
    server.publish(named("second"), '"2"')
    source.current(NOW + 20 * MINUTE)
    server.publish(named("third"), '"3"')
    found = source.load(NOW + 40 * MINUTE)
    # The viewer never saw the second one.
    assert found.replaced
    names = [programme.event.name["und"] for programme in (found.programme, found.replaced)]
    assert names == ["third", "first"]
    source.mark_changes_shown(NOW)
    assert source.load(NOW + 41 * MINUTE).replaced is None


@pytest.mark.parametrize(
    ("moment", "hint", "interval"),
    [
        ("2020-06-01T00:00", "", timedelta(days=1)),
        ("2020-06-02T05:00", "", 15 * MINUTE),
        ("2020-06-03T04:00", "", 15 * MINUTE),
        ("2020-06-04T00:00", "", timedelta(days=1)),
        ("2020-06-03T05:00", 'refresh = "5m"\n', 5 * MINUTE),
    ],
)
def test_refresh_interval_is_shorter_around_the_event(
    moment: str, hint: str, interval: timedelta
) -> None:
    now = datetime.fromisoformat(f"{moment}+00:00")
    body = named("x").replace(b'zone = "Asia/Seoul"\n', b'zone = "Asia/Seoul"\n' + hint.encode())
    programme = read_programme(body, "x", NOW).programme
    for spread, factor in ((0.0, 1.0), (0.5, 1.1), (1.0, 1.2)):
        copy = CachedCopy("x", body, now, spread=spread)
        due = remote.due(copy, remote.interval(programme, now), now)
        assert abs(due - now - interval * factor) < timedelta(seconds=1)


def test_refreshes_of_many_viewers_are_spread(server: ScheduleServer, tmp_path: Path) -> None:
    dues = set()
    for viewer in range(20):
        found = RemoteSource(server.url, tmp_path / str(viewer)).current(NOW)
        dues.add(remote.due(found.copy, remote.interval(found.loaded.programme, NOW), NOW))
    assert len(dues) == 20
    assert max(dues) - min(dues) > MINUTE


def test_invalid_version_does_not_replace_the_copy(
    server: ScheduleServer, source: RemoteSource
) -> None:
    broken = named("broken").replace(b"[[session]]", b"[[session")
    server.publish(broken, '"2"')
    with pytest.raises(ScheduleProblem):
        source.current(NOW)
    server.publish(named("first"), '"1"')
    source.current(NOW)
    server.publish(broken, '"2"')
    found = source.current(NOW + 20 * MINUTE)
    assert name_of(found) == "first"
    assert "copy saved 20 minutes ago" in found.warning


def test_version_that_lost_half_is_held_back_until_accepted(
    server: ScheduleServer, source: RemoteSource
) -> None:
    source.current(NOW)
    server.publish(named("half", sessions=2), '"2"')
    later = NOW + 20 * MINUTE
    for number in range(3):
        found = source.current(later + number * 20 * MINUTE)
        assert name_of(found) == "first"
        assert "--accept" in found.warning
    # Its body came once.
    assert server.requests[-1]["If-None-Match"] == '"1", "2"'
    assert update(source, later + 70 * MINUTE) == "first"
    assert update(source, later + 71 * MINUTE, accept=True) == "half"
    assert source.current(later + 72 * MINUTE).warning == ""


def test_held_back_version_is_mentioned_while_another_process_refreshes(
    server: ScheduleServer, source: RemoteSource
) -> None:
    source.current(NOW)
    server.publish(named("half", sessions=2), '"2"')
    source.current(NOW + 20 * MINUTE)
    with cache.lock(source.folder, source.url, 0):
        found = source.current(NOW + 60 * MINUTE)
    assert len(server.requests) == 2
    assert (name_of(found), "--accept" in found.warning) == ("first", True)


def test_corrected_version_replaces_a_held_back_one(
    server: ScheduleServer, source: RemoteSource
) -> None:
    source.current(NOW)
    server.publish(named("half", sessions=2), '"2"')
    source.current(NOW + 20 * MINUTE)
    server.publish(named("first"), '"1"')
    found = source.current(NOW + 40 * MINUTE)
    assert (name_of(found), found.warning, found.copy.is_held) == ("first", "", False)


def test_version_stays_held_back_if_the_server_confirms_it_without_an_etag(
    server: ScheduleServer, source: RemoteSource
) -> None:
    source.current(NOW)
    server.publish(named("half", sessions=2), '"2"')
    source.current(NOW + 20 * MINUTE)
    server.behaviour = servers.status(304)
    for minutes in (40, 60):
        found = source.current(NOW + minutes * MINUTE)
        assert (name_of(found), found.copy.is_held) == ("first", True)
        assert "--accept" in found.warning


def test_offline_makes_no_request(server: ScheduleServer, source: RemoteSource) -> None:
    with pytest.raises(NetworkProblem, match="no saved copy"):
        offline(source).current(NOW)
    source.current(NOW)
    offline(source).current(NOW + timedelta(days=99))
    assert len(server.requests) == 1


def test_source_is_refreshed_while_cacctl_runs(
    server: ScheduleServer, source: RemoteSource
) -> None:
    source.load(NOW)
    server.publish(named("second"), '"2"')
    assert source.reload_if_due(NOW) is None
    soon = source.reload_if_due(NOW + MINUTE)
    assert soon
    assert soon.programme.event.name["und"] == "first"
    later = source.reload_if_due(NOW + 20 * MINUTE)
    assert later
    assert later.programme.event.name["und"] == "second"
    server.behaviour = servers.status(500)
    last = source.reload_if_due(NOW + 80 * MINUTE)
    assert last
    assert last.programme.event.name["und"] == "second"


def test_clock_that_was_ahead_does_not_delay_a_refresh(
    server: ScheduleServer, source: RemoteSource
) -> None:
    source.current(NOW + timedelta(days=4000))
    server.publish(named("second"), '"2"')
    assert name_of(source.current(NOW)) == "second"
    server.behaviour = servers.status(500)
    source.current(NOW + timedelta(days=4000))
    server.behaviour = server.serve
    server.publish(named("third"), '"3"')
    # A Retry-After counts for a day at most.
    assert name_of(source.current(NOW + timedelta(days=2))) == "third"


def test_waiting_for_another_process_shares_the_deadline(
    source: RemoteSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[float] = []
    begun = Event()

    class Deadline(http.Deadline):
        def __init__(self, seconds: float) -> None:
            super().__init__(seconds)
            begun.set()

    def download(_url: str, deadline: Deadline, **_options: object) -> NoReturn:
        left.append(deadline.left)
        raise NetworkProblem("failed")

    monkeypatch.setattr(remote, "Deadline", Deadline)
    monkeypatch.setattr(remote, "download", download)
    with ThreadPoolExecutor(1) as pool:
        with cache.lock(source.folder, source.url, 0):
            waiting = pool.submit(source.current, NOW)
            assert begun.wait(60)
            time.sleep(0.5)
        with pytest.raises(NetworkProblem, match="failed"):
            waiting.result()
    assert 0 < left[0] <= http.FIRST_TIMEOUT_SECONDS - 0.5


def test_waiting_for_another_process_ends_at_the_deadline(
    server: ScheduleServer, source: RemoteSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "FIRST_TIMEOUT_SECONDS", 0.5)
    with (
        cache.lock(source.folder, source.url, 0),
        pytest.raises(NetworkProblem, match="another cacctl"),
    ):
        source.current(NOW)
    assert server.requests == []


def test_ten_processes_make_one_request(server: ScheduleServer, source: RemoteSource) -> None:
    server.behaviour = servers.slow(0.3)
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _n: source.current(NOW), range(10)))
    assert [name_of(each) for each in found] == ["first"] * 10
    assert len(server.requests) == 1
    server.publish(named("second"), '"2"')
    later = NOW + 20 * MINUTE
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _n: source.current(later), range(10)))
    assert {name_of(each) for each in found} <= {"first", "second"}
    assert len(server.requests) == 2
    assert name_of(source.current(later)) == "second"


FAILING = [
    servers.status(500),
    servers.truncate,
    servers.hang_up,
    servers.status(200, b"<html>"),
    servers.status(200, b"x"),
]


class Refreshing(RuleBasedStateMachine):
    """Whatever happens, a viewer sees a whole schedule: the newest good one ever given."""

    def __init__(self) -> None:
        super().__init__()
        self.server = ScheduleServer(named("0"), '"0"').__enter__()
        self.now, self.version, self.seen = NOW, 0, -1

    @initialize(folder=st.uuids())
    def begin(self, folder: object) -> None:
        self.folder = Path(os.environ["HOME"]) / str(folder)
        self.source = RemoteSource(self.server.url, self.folder)

    @rule()
    def publish(self) -> None:
        self.version += 1
        self.server.behaviour = self.server.serve
        self.server.publish(named(str(self.version)), f'"{self.version}"')

    @rule(behaviour=st.sampled_from(FAILING))
    def fail(self, behaviour: Behaviour) -> None:
        self.server.behaviour = behaviour

    @rule()
    def recover(self) -> None:
        self.server.behaviour = self.server.serve

    @rule(minutes=st.integers(-3000, 3000))
    def pass_time(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(share=st.floats(0, 1))
    def corrupt(self, share: float) -> None:
        file = copy_file(self.source)
        if file.exists():
            data = bytearray(file.read_bytes())
            data[int(share * (len(data) - 1))] ^= 1
            file.write_bytes(data)
            self.seen = -1

    @rule()
    def crash_while_writing(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / ".left.behind").write_bytes(b"half")

    @rule(explicit=st.booleans())
    def look(self, *, explicit: bool) -> None:
        healthy = self.server.behaviour == self.server.serve
        try:
            if explicit:
                shown = int(update(self.source, self.now))
            else:
                shown = int(name_of(self.source.current(self.now)))
        except (NetworkProblem, ScheduleProblem):
            # An update fails with the server; what is shown then is what was before.
            assert self.seen == -1 or (explicit and not healthy)
            return
        assert self.seen <= shown <= self.version
        if healthy and explicit:
            assert shown == self.version
        self.seen = shown

    @invariant()
    def the_copy_is_what_was_seen(self) -> None:
        if self.seen >= 0:
            assert int(name_of(offline(self.source).current(self.now))) == self.seen

    def teardown(self) -> None:
        self.server.__exit__()


TestRefreshing = Refreshing.TestCase
TestRefreshing.settings = settings(
    max_examples=30, stateful_step_count=25, suppress_health_check=list(HealthCheck)
)
