"""Schedules in files, which may change while cacctl runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cacctl.sources.bundled import BundledSource
from cacctl.sources.file import FileSource
from tests.conftest import SUMMIT

NOW = datetime(2020, 6, 3, 1, 0, tzinfo=UTC)


def test_changed_file_is_read_again(tmp_path: Path, cache_home: Path) -> None:
    file = tmp_path / "schedule.toml"
    file.write_text(SUMMIT, "utf-8")
    source = FileSource(str(file))
    source.load(NOW)
    assert source.reload_if_due(NOW) is None
    file.write_text(SUMMIT.replace("CAC Global Summit 2020", "Mine"), "utf-8")
    loaded = source.reload_if_due(NOW)
    assert loaded
    assert loaded.programme.event.name["en"] == "Mine"
    # A mistake, or a file that is being written, leaves the last good one.
    for text in ("[", ""):
        file.write_text(text, "utf-8")
        assert source.reload_if_due(NOW) is None
    file.unlink()
    assert source.reload_if_due(NOW) is None


def test_bundled_schedule_is_never_read_again() -> None:
    source = BundledSource()
    assert source.load(NOW).programme.event.name["en"] == "CAC Global Summit 2020"
    assert source.reload_if_due(NOW + timedelta(days=1)) is None
