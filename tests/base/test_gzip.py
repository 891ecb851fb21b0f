"""gzip files, against what Python's own module packs and the gzip of the system unpacks."""

import gzip
import subprocess
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base.errors import ScheduleProblem
from cacctl.base.gzip import BrokenGzip, unpacked
from cacctl.formats.loading import read_bytes, read_file
from tests.conftest import SCHEDULES, SOME_TIME

SMALLEST = (SCHEDULES / "smallest.toml").read_bytes()
MANY_MEMBERS = gzip.compress(b"") * 200_000


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4), st.integers(0, 900))
def test_file_is_unpacked_up_to_the_limit(members: list[bytes], most: int) -> None:
    packed = b"".join(map(gzip.compress, members))
    assert unpacked(packed, most) == gzip.decompress(packed)[:most]


def test_data_after_the_last_member_is_ignored_as_by_gzip() -> None:
    packed = gzip.compress(SMALLEST) + b"\0" * 512 + b"signature"
    oracle = subprocess.run(["gzip", "-dcq"], input=packed, capture_output=True, check=False)
    assert unpacked(packed, 10**6) == oracle.stdout == SMALLEST


@given(st.integers(2, len(gzip.compress(SMALLEST)) - 1))
def test_truncated_file_is_broken(length: int) -> None:
    with pytest.raises(BrokenGzip):
        unpacked(gzip.compress(SMALLEST)[:length], 10**6)


@pytest.mark.parametrize(
    "packed",
    [
        b"\x1f\x8b\x07garbage",
        # Another checksum.
        gzip.compress(SMALLEST)[:-8] + b"\0" * 8,
        # A name without an end.
        b"\x1f\x8b\x08\x08" + b"n" * 20_000_000,
        MANY_MEMBERS,
    ],
    ids=["header", "checksum", "name", "members"],
)
def test_damaged_file_is_detected_fast(packed: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(BrokenGzip):
        unpacked(packed, 10**6)
    assert time.process_time() - begun < 1


def test_bomb_uses_no_more_memory_than_the_limit() -> None:
    packed = gzip.compress(b"#" * 50_000_000)
    tracemalloc.start()
    try:
        assert len(unpacked(packed, 1_000_000)) == 1_000_000
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_schedule_can_be_a_gzip_file(tmp_path: Path) -> None:
    file = tmp_path / "schedule.toml.gz"
    file.write_bytes(gzip.compress(SMALLEST))
    assert read_file(file, SOME_TIME).programme.event.id == "meetup"
    file.write_bytes(gzip.compress(SMALLEST)[:-1])
    with pytest.raises(ScheduleProblem, match="this gzip file is incomplete or damaged"):
        read_file(file, SOME_TIME)


def test_size_limit_applies_to_the_unpacked_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cacctl.formats.loading.LARGEST_FILE_BYTES", 100)
    file = tmp_path / "large.gz"
    file.write_bytes(gzip.compress(b"#" * 5_000))
    assert read_bytes(file) == b"#" * 101
