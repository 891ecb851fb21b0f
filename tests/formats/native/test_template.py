"""The schedule that `new` creates: it passes every check, in every zone and language."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cacctl.base import i18n
from cacctl.formats import lint
from cacctl.formats.loading import examine, read_programme
from cacctl.formats.native.template import schedule
from cacctl.times import clock
from cacctl.times.zones import zone_names
from tests.conftest import SOME_TIME, Run


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_template_passes_the_check_in_every_zone(lang: str) -> None:
    i18n.use_language(lang)
    for zone in zone_names():
        text = schedule(datetime(2026, 11, 23, tzinfo=UTC), clock.zone(zone), "p.toml")
        report = lint.report(examine(text.encode(), "p.toml", SOME_TIME))
        assert report.problems == (), zone
        assert report.counts == (2, 2, 2, ("en",) if lang == "en" else ("en", "ko"))


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-23", "2026-12-01"),
        ("2026-12-31", "2027-01-01"),
        ("2027-01-31", "2027-02-01"),
        ("2028-02-29", "2028-03-01"),
    ],
)
def test_template_starts_on_the_first_of_next_month(now: str, first: str) -> None:
    text = schedule(datetime.fromisoformat(now).replace(tzinfo=UTC), clock.zone("UTC"), "p.toml")
    event = read_programme(text.encode(), "p.toml", SOME_TIME).programme.event
    assert str(event.first_date) == first


def test_new_writes_the_template_in_zone_and_language(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "my event.toml"
    said = run(
        "new", str(file), "--tz", "Europe/Berlin", "--lang", "ko", "--at", "2026-11-23 10:00"
    )
    assert (said.code, said.out) == (0, "")
    check = f"cacctl check '{file}' --lang ko"
    assert said.err == f"파일을 저장했습니다: {file}\n파일 검사하기: {check}\n"
    text = file.read_text("utf-8")
    assert text.startswith("# cacctl 일정 파일입니다.")
    assert 'zone = "Europe/Berlin"\nstart = 2026-12-01\n' in text
    assert run("check", str(file), "--strict").code == 0


def test_new_overwrites_only_with_force(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text("mine", "utf-8")
    assert run("new", str(file)).code == 2
    assert file.read_text("utf-8") == "mine"
    assert run("new", str(file), "--force").code == 0
    assert 'zone = "Asia/Seoul"' in file.read_text("utf-8")


def test_fixed_offset_becomes_utc(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    run("new", str(file), "--tz", "UTC+9")
    assert 'zone = "UTC"' in file.read_text("utf-8")


def test_new_works_without_a_schedule(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "p.toml"
    monkeypatch.setenv("CACCTL_SCHEDULE", "/nonexistent/s.toml")
    assert run("new", str(file)).code == 0


def test_only_the_korean_template_has_korean(run: Run, tmp_path: Path) -> None:
    for lang, has_korean in (("en", False), ("ko", True)):
        file = tmp_path / f"{lang}.toml"
        assert run("new", str(file), "--lang", lang).code == 0
        text = file.read_text("utf-8")
        assert bool(re.search("[가-힣]", text)) == has_korean
        assert (".ko = " in text) == has_korean
        assert f"cacctl check {file} --strict" in text


def test_korean_template_puts_korean_first(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    run("new", str(file), "--lang", "ko")
    text = file.read_text("utf-8")
    event = read_programme(text.encode(), "p.toml", SOME_TIME).programme
    assert [channel.lang for channel in event.channels] == ["ko", "en"]
    assert event.sessions[1].speakers[0].name == {"und": "홍길동"}
    names = re.findall(r"^(?:name|topic)\.(ko|en) = ", text, re.MULTILINE)
    assert names == ["ko", "en"] * (len(names) // 2)
