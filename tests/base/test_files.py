"""Files are written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from cacctl.base import files
from cacctl.base.errors import CacctlError, UsageProblem


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    file = tmp_path / "한글.svg"
    before = os.umask(0o027)
    try:
        files.write(file, "글\n".encode(), force=False)
    finally:
        os.umask(before)
    assert file.read_bytes() == "글\n".encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert names(tmp_path) == ["한글.svg"]


def test_existing_file_is_overwritten_only_by_force(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("old")
    file.chmod(0o600)
    with pytest.raises(UsageProblem, match="already exists"):
        files.write(file, b"new", force=False)
    assert file.read_text() == "old"
    files.write(file, b"new", force=True)
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_symbolic_link_is_kept(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(file)
    with pytest.raises(UsageProblem):
        files.write(link, b"new", force=False)
    files.write(link, b"new", force=True)
    assert link.is_symlink()
    assert file.read_text() == "new"


def test_name_that_no_file_can_have_does_not_exist(tmp_path: Path) -> None:
    assert files.exists(tmp_path)
    assert not any(files.exists(tmp_path / name) for name in ("a", "a\0b", "a" * 300))


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        (".", UsageProblem, "is a folder"),
        ("missing/a", CacctlError, "No such file or directory"),
        ("a\0b", CacctlError, "null"),
        ("a" * 300, CacctlError, "File name too long"),
    ],
)
def test_path_that_cannot_be_written_is_an_error(
    tmp_path: Path, name: str, error: type[CacctlError], message: str
) -> None:
    with pytest.raises(error, match=message):
        files.write(tmp_path / name, b"x", force=False)
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_full_disk_is_an_error_and_a_device_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(CacctlError, match="No space left"):
        files.write(Path("/dev/full"), b"x", force=True)
    files.write(Path("/dev/null"), b"x", force=True)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_failed_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    file.write_text("old")

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CacctlError, match="No space left"):
        files.write(file, b"new", force=True)
    assert file.read_text() == "old"
    assert names(tmp_path) == ["a"]
