"""Schedules from addresses, against a real server that answers, stalls, lies and bombs."""

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cacctl.base.errors import CacctlError, NetworkProblem, ScheduleProblem
from cacctl.formats.loading import read_programme
from cacctl.net import http
from cacctl.sources import cache, parsed_cache, remote
from cacctl.sources.remote import Place
from tests import servers
from tests.conftest import ROOT
from tests.servers import Behaviour, ScheduleServer, named

SUMMIT = (ROOT / "data" / "schedule.toml").read_bytes()
NOW = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PACKED = gzip.compress(named("packed"))


def name_of(update: remote.Update) -> str:
    return update.loaded.programme.event.name["und"]


@pytest.fixture
def server() -> Iterator[ScheduleServer]:
    with ScheduleServer(named("first")) as running:
        yield running


@pytest.fixture
def place(server: ScheduleServer, tmp_path: Path) -> Place:
    return Place(server.url, tmp_path / "copies")


@pytest.fixture(autouse=True)
def no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.lower().endswith("_proxy") or name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_the_first_use_fetches_and_later_ones_answer_from_the_copy(
    server: ScheduleServer, place: Place
) -> None:
    assert name_of(remote.schedule(place, NOW)) == "first"
    assert name_of(remote.schedule(place, NOW + MINUTE)) == "first"
    assert len(server.requests) == 1


def test_an_old_copy_is_refreshed_and_nothing_new_is_not_sent_again(
    server: ScheduleServer, place: Place
) -> None:
    remote.schedule(place, NOW)
    later = NOW + 20 * MINUTE
    remote.schedule(place, later)
    assert server.requests[-1]["If-None-Match"] == '"1"'
    # Its age counts from that answer.
    remote.schedule(place, later + 10 * MINUTE)
    assert len(server.requests) == 2
    server.publish(named("second"), '"2"')
    found = remote.schedule(place, later + 20 * MINUTE)
    assert name_of(found) == "second"
    replaced = found.replaced(NOW)
    assert replaced is not None
    assert replaced.event.name["und"] == "first"


def test_what_is_new_is_told_until_it_has_been(server: ScheduleServer, place: Place) -> None:
    remote.schedule(place, NOW)
    server.publish(named("second"), '"2"')
    remote.schedule(place, NOW + 20 * MINUTE)
    server.publish(named("third"), '"3"')
    found = remote.schedule(place, NOW + 40 * MINUTE)
    # Nobody was told of the second one.
    replaced = found.replaced(NOW)
    assert (name_of(found), replaced and replaced.event.name["und"]) == (
        "third",
        "first",
    )
    remote.told(place, NOW)
    assert remote.schedule(place, NOW + 41 * MINUTE).replaced(NOW) is None


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
def test_how_old_a_copy_may_be(moment: str, hint: str, interval: timedelta) -> None:
    now = datetime.fromisoformat(f"{moment}+00:00")
    body = named("x").replace(b'zone = "Asia/Seoul"\n', b'zone = "Asia/Seoul"\n' + hint.encode())
    programme = read_programme(body, "x", NOW).programme
    for spread, factor in ((0.0, 1.0), (0.5, 1.1), (1.0, 1.2)):
        copy = cache.Copy("x", body, now, spread=spread)
        due = remote.due(copy, programme, now)
        assert abs(due - now - interval * factor) < timedelta(seconds=1)


def test_the_refreshes_of_many_viewers_are_spread(server: ScheduleServer, tmp_path: Path) -> None:
    dues = set()
    for viewer in range(20):
        found = remote.schedule(Place(server.url, tmp_path / str(viewer)), NOW)
        dues.add(remote.due(found.copy, found.loaded.programme, NOW))
    assert len(dues) == 20
    assert max(dues) - min(dues) > MINUTE


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (servers.status(404), "answers 404 instead of a schedule"),
        (servers.status(410), "answers 410 instead of a schedule"),
        (servers.status(500), "answers 500 instead of a schedule"),
        (servers.status(503, Retry_After="600"), "answers 503 instead of a schedule"),
        (servers.status(206, b"x"), "answers 206 instead of a schedule"),
        (servers.status(304), "answers 304 instead of a schedule"),
        (servers.stall, "no answer within"),
        (servers.trickle, "no answer within"),
        (servers.truncate, "breaks off the connection"),
        (servers.gzip_without_end, "breaks off the connection"),
        (servers.chunks_without_end, "breaks off the connection"),
        (servers.status(200, b"no gzip", Content_Encoding="gzip"), "cannot be unpacked"),
        (servers.status(200, b"x", Content_Encoding="br"), "is packed as 'br'"),
        (servers.status(302, Location="http://[::bad"), "which is refused"),
        (servers.bomb, "larger than 20 MiB"),
        (servers.flood, "larger than 20 MiB"),
        (servers.status(200, servers.BOMB), "larger than 20 MiB"),
        (servers.status(200, PACKED[:-9]), "gzip file is incomplete or damaged"),
        (servers.hang_up, "breaks off the connection"),
        (servers.status(200), "answers with nothing"),
        (servers.status(200, b"\xef\xbb\xbf\n <!DOCTYPE HTML><p>Log in"), "a web page instead"),
        (servers.status(302, Location="file:///etc/passwd"), "which is refused"),
        (servers.status(302, Location="http://192.0.2.1/x"), "which is refused"),
        (servers.status(302, Location="/schedule.toml"), "more than 5 redirects"),
    ],
)
def test_what_the_network_can_do(
    server: ScheduleServer,
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    behaviour: Behaviour,
    message: str,
) -> None:
    """Without a copy it is a NetworkProblem; with one, the copy and a warning with its age."""
    monkeypatch.setattr(remote, "FIRST_SECONDS", 1.0)
    monkeypatch.setattr(remote, "REFRESH_SECONDS", 0.5)
    server.behaviour = behaviour
    with pytest.raises(NetworkProblem, match=message):
        remote.schedule(place, NOW)
    server.behaviour = server.serve
    remote.schedule(place, NOW)
    if message.startswith("answers 304"):
        return
    server.behaviour = behaviour
    found = remote.schedule(place, NOW + 20 * MINUTE)
    assert name_of(found) == "first"
    assert found.warning.endswith("What is shown is the copy from 20 minutes ago.")
    # It is not asked again at once, but it is a little later.
    asked = len(server.requests)
    remote.schedule(place, NOW + 20 * MINUTE + timedelta(seconds=30))
    assert len(server.requests) == asked
    server.behaviour = server.serve
    server.publish(named("second"), '"2"')
    assert name_of(remote.schedule(place, NOW + 40 * MINUTE)) == "second"


@pytest.mark.parametrize(
    "behaviour",
    [
        servers.status(200, PACKED),
        servers.status(200, gzip.compress(PACKED), Content_Encoding="gzip"),
    ],
    ids=["as it is", "packed once more on the way"],
)
def test_a_gzip_file_is_unpacked(
    server: ScheduleServer, place: Place, behaviour: Behaviour
) -> None:
    server.behaviour = behaviour
    assert name_of(remote.schedule(place, NOW)) == "packed"
    assert name_of(remote.schedule(place, NOW, offline=True)) == "packed"
    assert remote.body(place, offline=False, progress=lambda *_bytes: None) == named("packed")


@pytest.mark.parametrize("behaviour", [servers.go_on, servers.stall, servers.trickle])
def test_a_request_that_was_given_up_ends(
    server: ScheduleServer, place: Place, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour
) -> None:
    assert servers.no_request_is_under_way()
    remote.schedule(place, NOW)
    monkeypatch.setattr(remote, "REFRESH_SECONDS", 0.3)
    server.behaviour = behaviour
    for hour in range(1, 4):
        assert "no answer within" in remote.schedule(place, NOW + hour * 60 * MINUTE).warning
        assert servers.no_request_is_under_way()


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NetworkProblem, match="refuses the connection"):
        remote.schedule(Place("http://127.0.0.1:9/x", tmp_path), NOW)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("http://127.0.0.1:9/x", True),
        ("http://localhost:9/x", True),
        ("http://[::1]:9/x", True),
        ("http://example.org/x", False),
        ("http://127.0.0.1.example.org/x", False),
        ("http://localhost@example.org/x", False),
        ("ftp://example.org/x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_plain_http_is_for_this_machine(tmp_path: Path, address: str, allowed: bool) -> None:
    with pytest.raises(NetworkProblem) as caught:
        remote.schedule(Place(address, tmp_path), NOW)
    assert ("is not asked" not in caught.value.message) == allowed


def test_retry_after_is_honoured(server: ScheduleServer, place: Place) -> None:
    found = remote.schedule(place, NOW)
    server.behaviour = servers.status(503, Retry_After="600")
    later = NOW + 20 * MINUTE
    remote.schedule(place, later)
    asked = len(server.requests)
    remote.schedule(place, later + 9 * MINUTE)
    assert len(server.requests) == asked
    remote.schedule(place, later + 11 * MINUTE)
    assert len(server.requests) == asked + 1
    for value, wait in [
        ("Wed, 03 Jun 2020 02:00:00 GMT", timedelta(hours=1)),
        ("999999999999", timedelta(days=1)),
        ("soon", timedelta(0)),
        ("", timedelta(0)),
    ]:
        answer = http.Fetched(503, {"retry-after": value}, b"")
        assert remote.Unavailable("x", answer).wait(NOW) == wait
    assert found.warning == ""


def test_a_schedule_with_mistakes_is_not_taken(server: ScheduleServer, place: Place) -> None:
    broken = named("broken").replace(b"[[session]]", b"[[session")
    server.publish(broken, '"2"')
    with pytest.raises(ScheduleProblem):
        remote.schedule(place, NOW)
    server.publish(named("first"), '"1"')
    remote.schedule(place, NOW)
    server.publish(broken, '"2"')
    found = remote.schedule(place, NOW + 20 * MINUTE)
    assert name_of(found) == "first"
    assert "copy from 20 minutes ago" in found.warning


def test_a_schedule_that_lost_half_is_held_back_until_it_is_accepted(
    server: ScheduleServer, place: Place
) -> None:
    remote.schedule(place, NOW)
    server.publish(named("half", sessions=2), '"2"')
    later = NOW + 20 * MINUTE
    for number in range(3):
        found = remote.schedule(place, later + number * 20 * MINUTE)
        assert name_of(found) == "first"
        assert "--accept" in found.warning
    # Its body came once.
    assert server.requests[-1]["If-None-Match"] == '"1", "2"'
    assert name_of(remote.update(place, later + 70 * MINUTE)) == "first"
    assert name_of(remote.update(place, later + 71 * MINUTE, accept=True)) == "half"
    assert remote.schedule(place, later + 72 * MINUTE).warning == ""


def test_a_held_back_schedule_that_is_mended_is_taken(server: ScheduleServer, place: Place) -> None:
    remote.schedule(place, NOW)
    server.publish(named("half", sessions=2), '"2"')
    remote.schedule(place, NOW + 20 * MINUTE)
    server.publish(named("first"), '"1"')
    found = remote.schedule(place, NOW + 40 * MINUTE)
    assert (name_of(found), found.warning, found.copy.held) == ("first", "", "")


def test_without_an_etag_the_date_is_sent_back(server: ScheduleServer, place: Place) -> None:
    date = "Wed, 27 May 2020 00:00:00 GMT"
    server.behaviour = servers.status(200, server.body, Last_Modified=date)
    remote.schedule(place, NOW)
    remote.schedule(place, NOW + 20 * MINUTE)
    assert server.requests[-1]["If-Modified-Since"] == date
    assert "If-None-Match" not in server.requests[-1]


@pytest.mark.parametrize("etag", ['"\xff"', '"한"'.encode().decode("latin-1"), '"a\tb"'])
def test_an_odd_etag_is_no_fault(server: ScheduleServer, place: Place, etag: str) -> None:
    server.etag = etag
    remote.schedule(place, NOW)
    assert remote.schedule(place, NOW + 20 * MINUTE).warning == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"ETag": '"' + "x" * 60_000 + '"'},
        {"ETag": '"' + "x" * 40_000 + '"', "Last-Modified": "x" * 40_000},
        {"ETag": '"' + "\xff" * 30_000 + '"'},
        {"ETag": '"' + "\x01\x1b" * 10_000 + '"', "Last-Modified": "\x9b" * 20_000},
    ],
    ids=["long", "both", "latin-1", "controls"],
)
def test_no_validator_destroys_the_copy(
    server: ScheduleServer, place: Place, headers: dict[str, str]
) -> None:
    remote.schedule(place, NOW)
    server.behaviour = servers.status(200, named("second"), **headers)
    assert name_of(remote.update(place, NOW + MINUTE)) == "second"
    assert name_of(remote.schedule(place, NOW + MINUTE, offline=True)) == "second"
    # What lacks half of the sessions is still seen to lack them, though it cannot be named.
    server.behaviour = servers.status(200, named("half", sessions=2), **headers)
    found = remote.schedule(place, NOW + 20 * MINUTE)
    assert (name_of(found), "--accept" in found.warning) == ("second", True)
    assert "If-None-Match" not in server.requests[-1]
    assert name_of(remote.schedule(place, NOW + 21 * MINUTE, offline=True)) == "second"


def test_what_could_not_be_read_again_does_not_replace_the_copy(
    server: ScheduleServer, place: Place
) -> None:
    good = remote.schedule(place, NOW).copy
    assert place.folder
    for bad in (
        good._replace(etag="x" * 70_000),
        good._replace(checked=NOW.replace(tzinfo=None)),
        good._replace(spread=float("nan")),
        good._replace(body=b""),
    ):
        with pytest.raises(CacctlError, match="could not be read again"):
            cache.write(place.folder, bad)
        assert cache.read(place.folder, place.address) == good


def test_nothing_of_the_viewers_is_sent(
    server: ScheduleServer, place: Place, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    server.behaviour = servers.status(200, server.body, Set_Cookie="who=me")
    remote.schedule(place, NOW)
    remote.schedule(place, NOW + 20 * MINUTE)
    for request in server.requests:
        assert not {"Authorization", "Cookie"} & set(request)


def test_offline_never_asks(server: ScheduleServer, place: Place) -> None:
    with pytest.raises(NetworkProblem, match="there is no copy of it here"):
        remote.schedule(place, NOW, offline=True)
    remote.schedule(place, NOW)
    remote.schedule(place, NOW + timedelta(days=99), offline=True)
    assert len(server.requests) == 1


def copy_file(place: Place) -> Path:
    assert place.folder
    return place.folder / cache.name(place.address)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data.replace(b"first", b"worst"),
        lambda data: b"[" * 50_000 + data,
        lambda data: b"null\n",
        lambda data: b"{}\n",
        lambda data: os.urandom(2000),
        lambda data: data.replace(b'"version": 2', b'"version": 3'),
        lambda data: data.replace(b"127.0.0.1", b"127.0.0.2"),
    ],
)  # fmt: skip
def test_a_spoilt_copy_is_fetched_again(
    server: ScheduleServer, place: Place, spoil: Callable[[bytes], bytes]
) -> None:
    remote.schedule(place, NOW)
    file = copy_file(place)
    file.write_bytes(spoil(file.read_bytes()))
    assert name_of(remote.schedule(place, NOW)) == "first"
    assert len(server.requests) == 2
    assert "If-None-Match" not in server.requests[-1]


def sealed(head: bytes, body: bytes) -> bytes:
    """A copy as somebody else would write it, with a digest that is right."""
    rest = head + b"\n" + body
    return hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


@pytest.mark.parametrize(
    "change",
    [
        {"spread": None},
        {"spread": 1e300},
        {"spread": float("nan")},
        {"failures": ""},
        {"failures": -(10**30)},
        {"failures": True},
        {"checked": "2020-06-03T01:00:00"},
        {"checked": "2020-06-03T01:00:00+09:00"},
        {"checked": 7},
        {"retry": "0001-01-01T00:00:00"},
        {"retry": "0001-01-01T00:00:00+23:59"},
        {"length": -5},
        {"length": 0},
        {"length": 10**9},
        {"etag": None},
        {"more": 1},
    ],
    ids=str,
)
def test_a_damaged_head_is_fetched_again(
    server: ScheduleServer, place: Place, change: dict[str, object]
) -> None:
    remote.schedule(place, NOW)
    file = copy_file(place)
    _digest, head, body = file.read_bytes().split(b"\n", 2)
    file.write_bytes(sealed(json.dumps(json.loads(head) | change).encode(), body))
    for minutes in (0, 20, 40):
        assert name_of(remote.schedule(place, NOW + minutes * MINUTE)) == "first"
    assert server.requests[1].get("If-None-Match") is None


@given(st.floats(0, 1), st.binary(min_size=0, max_size=12), st.integers(0, 12))
def test_a_copy_with_other_bytes_is_none(place: float, put: bytes, over: int) -> None:
    """Wherever in it they are: the digest covers the head as well."""
    copy = cache.Copy("x", named("x"), NOW, etag='"1"', spread=0.5, previous=named("y"))
    data = cache._packed(copy)
    start = int(place * len(data))
    changed = data[:start] + put + data[start + over :]
    expected = copy if changed == data else None
    assert cache._unpacked(changed, "x") == expected


def test_a_folder_that_cannot_be_written_to_is_told_and_no_more(
    server: ScheduleServer, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    found = remote.schedule(Place(server.url, blocked / "copies"), NOW)
    assert name_of(found) == "first"
    assert "cannot be written" in found.warning
    found = remote.schedule(Place(server.url, None), NOW)
    assert "no folder" in found.warning


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts")
def test_a_full_disk_leaves_the_old_copy(server: ScheduleServer, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder])
    if mounted.returncode:
        pytest.skip("no mounts here")
    try:
        place = Place(server.url, folder)
        remote.schedule(place, NOW)
        server.publish(named("second") + b"#" * 200_000, '"2"')
        found = remote.schedule(place, NOW + 20 * MINUTE)
        assert name_of(found) == "second"
        assert "No space left" in found.warning
        written = [file for file in folder.iterdir() if file.is_file() and file.stat().st_size]
        assert [file.suffix for file in written] == [".copy"]
        assert name_of(remote.schedule(place, NOW + MINUTE, offline=True)) == "first"
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_clock_that_was_ahead_is_no_reason_to_wait(server: ScheduleServer, place: Place) -> None:
    remote.schedule(place, NOW + timedelta(days=4000))
    server.publish(named("second"), '"2"')
    assert name_of(remote.schedule(place, NOW)) == "second"
    server.behaviour = servers.status(500)
    remote.schedule(place, NOW + timedelta(days=4000))
    server.behaviour = server.serve
    server.publish(named("third"), '"3"')
    # A time before which it is not to be asked counts for a day at most.
    assert name_of(remote.schedule(place, NOW + timedelta(days=2))) == "third"


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_copies_are_for_their_owner_alone(
    server: ScheduleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Addresses can be private; a folder from before is made so too."""
    monkeypatch.setattr(parsed_cache, "SMALL_BYTES", 0)
    folder = tmp_path / "cache" / "cacctl" / "schedules"
    place = Place(server.url, folder)
    before = os.umask(0o022)
    try:
        remote.schedule(place, NOW)
        written = [folder.parent.parent, folder.parent, folder, *folder.rglob("*")]
        assert len(written) == 7
        for path in written:
            assert mode(path) == ("0o700" if path.is_dir() else "0o600"), path
            path.chmod(0o755 if path.is_dir() else 0o644)
        server.publish(named("second"), '"2"')
        remote.schedule(place, NOW + 20 * MINUTE)
    finally:
        os.umask(before)
    assert [mode(folder), mode(folder / "prepared")] == ["0o700"] * 2
    assert mode(copy_file(place)) == "0o600"


def test_what_a_killed_process_left_is_deleted(
    server: ScheduleServer, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But not what another process may be writing just now, nor anything else."""
    monkeypatch.setattr(parsed_cache, "SMALL_BYTES", 0)
    remote.schedule(place, NOW)
    assert place.folder
    old, new, other = [], [], []
    for folder, kind in ((place.folder, "copy"), (place.folder / "prepared", "json")):
        old.append(folder / f".0123.{kind}.abc_4xyz")
        new.append(folder / f".4567.{kind}.abc_4xyz")
        other.append(folder / f"4567.{kind}.lock")
    for path in (*old, *new, *other):
        path.write_bytes(b"half")
    for path in (*old, *other):
        os.utime(path, (time.time() - 7200,) * 2)
    server.publish(named("second"), '"2"')
    remote.schedule(place, NOW + 20 * MINUTE)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in (*new, *other))


def test_a_link_instead_of_the_lock_harms_no_file(
    server: ScheduleServer, place: Place, tmp_path: Path
) -> None:
    assert place.folder
    place.folder.mkdir()
    mine = tmp_path / "mine"
    mine.write_text("text")
    link = place.folder / f"{cache.name(place.address)}.lock"
    link.symlink_to(mine)
    assert remote.schedule(place, NOW).warning == ""
    assert mine.read_text() == "text"
    assert not link.is_symlink()


def took(place: Place) -> float:
    """How many seconds it takes until there is no schedule."""
    begun = time.monotonic()
    with pytest.raises(NetworkProblem):
        remote.schedule(place, NOW)
    return time.monotonic() - begun


def test_waiting_for_another_and_for_the_server_have_one_end(
    server: ScheduleServer, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "FIRST_SECONDS", 1.0)
    server.behaviour = servers.stall
    with remote._alone(place, 0), pytest.raises(NetworkProblem, match="another cacctl"):
        remote.schedule(place, NOW)
    assert server.requests == []
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(took, place)
        time.sleep(0.5)
        second = pool.submit(took, place)
    assert first.result() < 1.4
    # It has half of its time left for the server when the first gives up.
    assert second.result() < 1.4
    assert len(server.requests) == 2


def test_a_second_request_has_no_time_of_its_own(
    server: ScheduleServer, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "FIRST_SECONDS", 1.0)

    def late(handler: servers.Handler) -> None:
        time.sleep(0.7)
        handler.answer(304)

    server.behaviour = late
    assert took(place) < 1.3
    assert len(server.requests) == 2


def test_ten_at_once_ask_once(server: ScheduleServer, place: Place) -> None:
    server.behaviour = servers.slow(0.3)
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _n: remote.schedule(place, NOW), range(10)))
    assert [name_of(each) for each in found] == ["first"] * 10
    assert len(server.requests) == 1
    server.publish(named("second"), '"2"')
    later = NOW + 20 * MINUTE
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _n: remote.schedule(place, later), range(10)))
    assert {name_of(each) for each in found} <= {"first", "second"}
    assert len(server.requests) == 2
    assert name_of(remote.schedule(place, later)) == "second"


# For each number that comes in, a child that is killed at that step; how it ended goes out. The
# modules are imported once for all of them.
KILLED = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from cacctl.sources import remote
from cacctl.sources.remote import Place

step = 0
def trace(frame, event, argument):
    global step
    if frame.f_code.co_filename.endswith(("cache.py", "base/files.py", "remote.py")):
        step += 1
        if step == last:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace

place, now = Place(sys.argv[1], Path(sys.argv[2])), datetime(2020, 6, 3, 2, 0, tzinfo=UTC)
for line in sys.stdin:
    last = int(line)
    if not (child := os.fork()):
        try:
            sys.settrace(trace)
            remote.schedule(place, now)
            os._exit(0)
        finally:
            os._exit(1)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_killed_at_any_moment_it_leaves_a_whole_copy(server: ScheduleServer, place: Place) -> None:
    """A process of its own is killed at steps spread over all of its lines."""
    ends = set()
    command = [sys.executable, "-c", KILLED, place.address, str(place.folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        for step in [*range(1, 300, 17), *range(300, 480, 4), 10**6]:
            server.publish(named("first"), '"1"')
            copy_file(place).unlink(missing_ok=True)
            remote.schedule(place, NOW)
            server.publish(named("second"), '"2"')
            print(step, file=process.stdin, flush=True)
            code = int(process.stdout.readline())
            assert code in (0, -signal.SIGKILL)
            kept = remote.schedule(place, NOW + MINUTE, offline=True)
            ends.add((code, name_of(kept)))
            # The next one is not hindered by anything that was left.
            assert name_of(remote.schedule(place, NOW + 60 * MINUTE)) == "second"
    assert ends >= {(-signal.SIGKILL, "first"), (-signal.SIGKILL, "second"), (0, "second")}


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
        self.place = Place(self.server.url, self.folder)

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

    @rule(place=st.floats(0, 1))
    def corrupt(self, place: float) -> None:
        file = copy_file(self.place)
        if file.exists():
            data = bytearray(file.read_bytes())
            data[int(place * (len(data) - 1))] ^= 1
            file.write_bytes(data)
            self.seen = -1

    @rule()
    def crash_while_writing(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / ".left.behind").write_bytes(b"half")

    @rule(by_name=st.booleans())
    def look(self, by_name: bool) -> None:
        try:
            if by_name:
                found = remote.update(self.place, self.now)
            else:
                found = remote.schedule(self.place, self.now)
        except (NetworkProblem, ScheduleProblem):
            assert self.seen == -1
            return
        shown = int(name_of(found))
        assert self.seen <= shown <= self.version
        healthy = self.server.behaviour == self.server.serve
        if healthy and by_name:
            assert shown == self.version
        self.seen = shown

    @invariant()
    def the_copy_is_what_was_seen(self) -> None:
        if self.seen >= 0:
            assert int(name_of(remote.schedule(self.place, self.now, offline=True))) == self.seen

    def teardown(self) -> None:
        self.server.__exit__()


TestRefreshing = Refreshing.TestCase
TestRefreshing.settings = settings(
    max_examples=30, stateful_step_count=25, suppress_health_check=list(HealthCheck)
)
