"""Cached copies: private, written whole, and never trusted when damaged."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import CacctlError
from cacctl.sources import cache, parsed_cache
from cacctl.sources.cache import CachedCopy
from cacctl.sources.remote import RemoteSource
from tests import servers
from tests.servers import ScheduleServer, named
from tests.sources.conftest import MINUTE, NOW, copy_file, name_of, offline, update


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
def test_odd_validators_do_not_damage_the_copy(
    server: ScheduleServer, source: RemoteSource, headers: dict[str, str]
) -> None:
    source.current(NOW)
    server.behaviour = servers.status(200, named("second"), **headers)
    assert update(source, NOW + MINUTE) == "second"
    assert name_of(offline(source).current(NOW + MINUTE)) == "second"
    # What lacks half of the sessions is still seen to lack them, though it cannot be named.
    server.behaviour = servers.status(200, named("half", sessions=2), **headers)
    found = source.current(NOW + 20 * MINUTE)
    assert (name_of(found), "--accept" in found.warning) == ("second", True)
    assert "If-None-Match" not in server.requests[-1]
    assert name_of(offline(source).current(NOW + 21 * MINUTE)) == "second"


def test_unreadable_copy_does_not_replace_a_good_one(
    server: ScheduleServer, source: RemoteSource
) -> None:
    good = source.current(NOW).copy
    assert source.folder
    for bad in (
        good._replace(etag="x" * 70_000),
        good._replace(checked=NOW.replace(tzinfo=None)),
        good._replace(spread=float("nan")),
        good._replace(body=b""),
    ):
        with pytest.raises(CacctlError, match="could not be read back"):
            cache.write(source.folder, bad)
        assert cache.read(source.folder, source.url) == good


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
        lambda data: data.replace(b'"version": 3', b'"version": 4'),
        lambda data: data.replace(b"127.0.0.1", b"127.0.0.2"),
    ],
)  # fmt: skip
def test_damaged_copy_is_downloaded_again(
    server: ScheduleServer, source: RemoteSource, spoil: Callable[[bytes], bytes]
) -> None:
    source.current(NOW)
    file = copy_file(source)
    file.write_bytes(spoil(file.read_bytes()))
    assert name_of(source.current(NOW)) == "first"
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
def test_copy_with_a_damaged_head_is_downloaded_again(
    server: ScheduleServer, source: RemoteSource, change: dict[str, object]
) -> None:
    source.current(NOW)
    file = copy_file(source)
    _digest, head, body = file.read_bytes().split(b"\n", 2)
    file.write_bytes(sealed(json.dumps(json.loads(head) | change).encode(), body))
    for minutes in (0, 20, 40):
        assert name_of(source.current(NOW + minutes * MINUTE)) == "first"
    assert server.requests[1].get("If-None-Match") is None


@given(st.floats(0, 1), st.binary(min_size=0, max_size=12), st.integers(0, 12))
def test_altered_copy_is_detected(share: float, put: bytes, over: int) -> None:
    """Wherever in it they are: the digest covers the head as well."""
    copy = CachedCopy("x", named("x"), NOW, etag='"1"', spread=0.5, previous=named("y"))
    data = cache._packed(copy)
    start = int(share * len(data))
    changed = data[:start] + put + data[start + over :]
    expected = copy if changed == data else None
    assert cache._unpacked(changed, "x") == expected


def test_unwritable_folder_is_only_a_warning(server: ScheduleServer, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    found = RemoteSource(server.url, blocked / "copies").current(NOW)
    assert name_of(found) == "first"
    assert "Cannot write" in found.warning
    found = RemoteSource(server.url, None).current(NOW)
    assert "no cache folder" in found.warning


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts")
def test_full_disk_leaves_the_old_copy(server: ScheduleServer, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder])
    if mounted.returncode:
        pytest.skip("no mounts here")
    try:
        source = RemoteSource(server.url, folder)
        source.current(NOW)
        server.publish(named("second") + b"#" * 200_000, '"2"')
        found = source.current(NOW + 20 * MINUTE)
        assert name_of(found) == "second"
        assert "No space left" in found.warning
        written = [file for file in folder.iterdir() if file.is_file() and file.stat().st_size]
        assert [file.suffix for file in written] == [".copy"]
        assert name_of(offline(source).current(NOW + MINUTE)) == "first"
    finally:
        subprocess.run(["umount", folder], check=True)


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_copies_are_private(
    server: ScheduleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """URLs can be secret. An existing folder becomes private as well."""
    monkeypatch.setattr(parsed_cache, "SMALL_BYTES", 0)
    folder = tmp_path / "cache" / "cacctl" / "schedules"
    source = RemoteSource(server.url, folder)
    before = os.umask(0o022)
    try:
        source.current(NOW)
        written = [folder.parent.parent, folder.parent, folder, *folder.rglob("*")]
        assert len(written) == 7
        for path in written:
            assert mode(path) == ("0o700" if path.is_dir() else "0o600"), path
            path.chmod(0o755 if path.is_dir() else 0o644)
        server.publish(named("second"), '"2"')
        source.current(NOW + 20 * MINUTE)
    finally:
        os.umask(before)
    assert [mode(folder), mode(folder / "prepared")] == ["0o700"] * 2
    assert mode(copy_file(source)) == "0o600"


def test_files_of_killed_processes_are_deleted(
    server: ScheduleServer, source: RemoteSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But not what another process may be writing just now, nor anything else."""
    monkeypatch.setattr(parsed_cache, "SMALL_BYTES", 0)
    source.current(NOW)
    assert source.folder
    old, new, other = [], [], []
    for folder, kind in ((source.folder, "copy"), (source.folder / "prepared", "json")):
        old.append(folder / f".0123.{kind}.abc_4xyz")
        new.append(folder / f".4567.{kind}.abc_4xyz")
        other.append(folder / f"4567.{kind}.lock")
    for path in (*old, *new, *other):
        path.write_bytes(b"half")
    for path in (*old, *other):
        os.utime(path, (time.time() - 7200,) * 2)
    server.publish(named("second"), '"2"')
    source.current(NOW + 20 * MINUTE)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in (*new, *other))


def test_link_in_place_of_the_lock_harms_no_file(
    server: ScheduleServer, source: RemoteSource, tmp_path: Path
) -> None:
    assert source.folder
    source.folder.mkdir()
    mine = tmp_path / "mine"
    mine.write_text("text")
    link = source.folder / f"{cache.name(source.url)}.lock"
    link.symlink_to(mine)
    assert source.current(NOW).warning == ""
    assert mine.read_text() == "text"
    assert not link.is_symlink()


# For each number that comes in, a child that is killed at that step; how it ended goes out. The
# modules are imported once for all of them.
KILLED = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from cacctl.net import http
from cacctl.sources.remote import RemoteSource

http.REFRESH_TIMEOUT_SECONDS = 60.0

step = 0
def trace(frame, event, argument):
    global step
    if frame.f_code.co_filename.endswith(("cache.py", "base/files.py", "remote.py", "download.py")):
        step += 1
        if step == last:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace

source, now = RemoteSource(sys.argv[1], Path(sys.argv[2])), datetime(2020, 6, 3, 2, 0, tzinfo=UTC)
for line in sys.stdin:
    last = int(line)
    if not (child := os.fork()):
        try:
            sys.settrace(trace)
            source.current(now)
            sys.settrace(None)
            os.write(1, b"%d " % step)
            os._exit(0)
        finally:
            os._exit(1)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_process_killed_at_any_moment_leaves_a_whole_copy(
    server: ScheduleServer, source: RemoteSource
) -> None:
    """A process of its own is killed at steps spread over all of its lines."""
    ends = set()
    command = [sys.executable, "-c", KILLED, source.url, str(source.folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def run(step: int) -> tuple[int, int]:
            """Run a child up to a step. Return its exit code, and its steps if it ended."""
            assert process.stdin
            assert process.stdout
            print(step, file=process.stdin, flush=True)
            *steps, code = process.stdout.readline().split()
            return int(code), int(steps[0]) if steps else 0

        source.current(NOW)
        server.publish(named("second"), '"2"')
        code, total = run(10**6)
        assert code == 0
        for step in [*range(1, total, total // 17), *range(total * 3 // 4, total, total // 160)]:
            server.publish(named("first"), '"1"')
            copy_file(source).unlink(missing_ok=True)
            source.current(NOW)
            server.publish(named("second"), '"2"')
            code, _steps = run(step)
            assert code in (0, -signal.SIGKILL)
            kept = offline(source).current(NOW + MINUTE)
            ends.add((code, name_of(kept)))
            # The next one is not hindered by anything that was left.
            assert name_of(source.current(NOW + 60 * MINUTE)) == "second"
    assert ends >= {(-signal.SIGKILL, "first"), (-signal.SIGKILL, "second")}
