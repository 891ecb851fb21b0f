"""The viewer's zone, and warnings where it may be the wrong one."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cacctl.base.errors import UsageProblem
from cacctl.settings.settings import Setting
from cacctl.settings.time_zone import ViewerZone, viewer_zone
from cacctl.times import clock
from tests.conftest import Run

SUMMER, WINTER = datetime(2020, 6, 3, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
HOW = " Set your time zone with --tz, CACCTL_TZ or the settings file (see cacctl config)."
SETTLED = " Choose a time zone with --tz or CACCTL_TZ."
UNSET = Setting(None, "default")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The link that names the machine's zone; made anew by each test."""
    link = tmp_path / "localtime"
    monkeypatch.setattr(clock, "LOCALTIME", link)
    return link


def set_to(link: Path, key: str) -> None:
    target = link.parent / "zoneinfo" / key
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch()
    link.symlink_to(target)


def zone_of(setting: Setting = UNSET, tz: str = "") -> tuple[str, str]:
    found = viewer_zone(setting, {"TZ": tz} if tz else {}, [SUMMER, WINTER])
    return clock.zone_name(found.tz), found.warning


@pytest.mark.parametrize(
    ("kept", "variable", "machine_key", "zone", "doubt"),
    [
        # Zones that agree, or are not set, cause no warning.
        ("", "", "Europe/Berlin", "Europe/Berlin", ""),
        ("", "Asia/Seoul", "Asia/Seoul", "Asia/Seoul", ""),
        ("", "Asia/Seoul", "Asia/Tokyo", "Asia/Seoul", ""),
        ("", "Asia/Seoul", "Etc/UTC", "Asia/Seoul", ""),
        ("", ":Asia/Seoul", "Etc/UTC", "Asia/Seoul", ""),
        ("", "/usr/share/zoneinfo/Asia/Seoul", "Etc/UTC", "Asia/Seoul", ""),
        ("Seoul", "UTC", "Etc/UTC", "Asia/Seoul", ""),
        ("", "UTC", "Etc/UTC", "UTC", ""),
        # A rule without summer time is a zone; the sign of POSIX is the other way about.
        ("", "KST-9", "Etc/UTC", "UTC+09:00", ""),
        ("", "<+0545>-5:45", "Etc/UTC", "UTC+05:45", ""),
        ("", "EST5", "Etc/UTC", "UTC-05:00", ""),
        # What disagrees is named.
        (
            "Seoul",
            "",
            "Europe/Berlin",
            "Asia/Seoul",
            "Times are in Asia/Seoul (from the settings file), but the system is set to "
            "Europe/Berlin.",
        ),
        (
            "Seoul",
            "America/New_York",
            "Asia/Seoul",
            "Asia/Seoul",
            "Times are in Asia/Seoul (from the settings file), but TZ is set to America/New_York.",
        ),
        (
            "",
            "Asia/Seoul",
            "Europe/Berlin",
            "Asia/Seoul",
            "Times are in Asia/Seoul (from TZ), but the system is set to Europe/Berlin.",
        ),
        # Denver and Phoenix agree in winter alone.
        (
            "America/Phoenix",
            "",
            "America/Denver",
            "America/Phoenix",
            "Times are in America/Phoenix (from the settings file), but the system is set to "
            "America/Denver.",
        ),
        # UTC is what containers are set to.
        (
            "",
            "",
            "Etc/UTC",
            "UTC",
            "Times are in UTC, the system's time zone. Yours may be different.",
        ),
        # A rule with daylight saving time is not the name of a zone.
        (
            "",
            "CET-1CEST,M3.5.0,M10.5.0",
            "Asia/Seoul",
            "Asia/Seoul",
            "TZ=CET-1CEST,M3.5.0,M10.5.0 is not a known time zone; showing times in Asia/Seoul.",
        ),
    ],
)
def test_zones_that_disagree_are_warned_of(
    machine: Path, kept: str, variable: str, machine_key: str, zone: str, doubt: str
) -> None:
    set_to(machine, machine_key)
    setting = Setting(kept, "file", "settings.toml:1: tz") if kept else UNSET
    hint = SETTLED if ", but " in doubt else HOW
    assert zone_of(setting, variable) == (zone, doubt and doubt + hint)


def test_zone_of_an_option_causes_no_warning(machine: Path) -> None:
    set_to(machine, "Europe/Berlin")
    for origin in ("flag", "environment"):
        assert zone_of(Setting("LA", origin), "Asia/Seoul") == ("America/Los_Angeles", "")


EST_IS_NEW_YORK = (
    "EST is interpreted as America/New_York, including daylight saving time. "
    "To use UTC-05:00 all year, specify UTC-05:00 as the time zone."
)


def test_est_means_new_york_with_a_warning(machine: Path) -> None:
    set_to(machine, "Etc/UTC")
    for origin in ("flag", "environment", "file"):
        setting = Setting("est", origin, "settings.toml:1: tz" if origin == "file" else "")
        assert zone_of(setting) == ("America/New_York", EST_IS_NEW_YORK)
        # In winter there is nothing to say.
        assert viewer_zone(setting, {}, [WINTER]).warning == ""
    found = viewer_zone(Setting("EST", "flag"), {}, [SUMMER])
    assert SUMMER.astimezone(found.tz).utcoffset() == timedelta(hours=-4)


def test_tz_mst_is_a_fixed_offset_as_in_other_programs(machine: Path) -> None:
    set_to(machine, "Etc/UTC")
    assert zone_of(tz=":/usr/share/zoneinfo/MST") == zone_of(tz="MST")
    assert zone_of(tz="MST") == (
        "MST",
        "TZ=MST means UTC-07:00 all year, without daylight saving time. "
        "To show times in America/Denver, use --tz America/Denver.",
    )
    assert viewer_zone(UNSET, {"TZ": "MST"}, [WINTER]).warning == ""


def test_warning_about_est_names_both_zones(run: Run) -> None:
    at = ("--at", "2020-06-03T10:00+09:00")
    answer = run("next", "--tz", "EST", *at)
    assert answer.err == f"{EST_IS_NEW_YORK}\n"
    assert "EDT" in answer.out
    assert "UTC-05:00" in run("next", "--tz", "UTC-05:00", *at).out
    assert run("share", "mayors", "--tz", "EST", *at).err == f"{EST_IS_NEW_YORK}\n"


def test_unknown_zone_is_an_error_with_its_origin() -> None:
    with pytest.raises(UsageProblem, match="CACCTL_TZ: Unknown time zone: 'Nowhere'"):
        zone_of(Setting("Nowhere", "environment", "CACCTL_TZ"))
    with pytest.raises(UsageProblem, match=r"^Unknown time zone: 'Nowhere'"):
        zone_of(Setting("Nowhere", "flag", "--tz"))


def test_unknown_system_zone_is_utc_with_a_warning(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr("pendulum.tz.get_local_timezone", fail)
    assert zone_of() == (
        "UTC",
        "The system's time zone is unknown; showing times in UTC." + HOW,
    )


def test_system_zone_is_found_without_a_link(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pendulum.tz.get_local_timezone", lambda: clock.zone("Asia/Kathmandu"))
    assert zone_of() == ("Asia/Kathmandu", "")
    machine.write_bytes(b"a copy of a zone")
    assert zone_of() == ("Asia/Kathmandu", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the C library reads TZ otherwise")
@pytest.mark.parametrize("variable", ["KST-9", "<+0545>-5:45", "EST5", "Asia/Seoul", "UTC0", "EST"])
def test_posix_rule_in_tz_means_what_the_c_library_reads(variable: str) -> None:
    script = "import time; print(-time.timezone)"
    done = subprocess.run(
        [sys.executable, "-c", script], env={"TZ": variable}, capture_output=True, check=True
    )
    found: ViewerZone = viewer_zone(UNSET, {"TZ": variable}, [WINTER])
    assert WINTER.astimezone(found.tz).utcoffset() == timedelta(seconds=int(done.stdout))


def test_warning_about_the_zone_is_on_standard_error(
    run: Run, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to(machine, "Etc/UTC")
    for name in ("CACCTL_TZ", "TZ"):
        monkeypatch.delenv(name, raising=False)
    answer = run("now")
    assert answer.err == "Times are in UTC, the system's time zone. Yours may be different." + (
        f"{HOW}\n"
    )
    assert "Yours may be different" not in answer.out
    assert "Yours may be different" not in run("now", "--tz", "UTC").err
