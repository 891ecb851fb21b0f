"""Time and language from options, variables and the locale."""

import json
from datetime import UTC, datetime

import pytest

from tests.conftest import LIVE, Run


def test_language_is_that_of_the_option_then_the_variable_then_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert "18:30 KST에 끝났습니다" in run("next").out
    monkeypatch.setenv("CACCTL_LANG", "en")
    assert "The event ended on" in run("next").out
    assert "18:30 KST에 끝났습니다" in run("next", "--lang=ko").out
    monkeypatch.setenv("CACCTL_LANG", "fr")
    assert run("next") == (
        2,
        "",
        "cacctl: CACCTL_LANG: 지원하지 않는 언어입니다: 'fr'\n사용할 수 있는 값: ko, en\n",
    )


def test_time_can_come_from_the_variable(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACCTL_AT", LIVE)
    assert json.loads(run("now", "--json").out)["sessions"][0]["id"] == "climate"


def test_default_time_is_now(run: Run) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    told = datetime.fromisoformat(json.loads(run("now", "--json").out)["now"])
    assert before <= told <= datetime.now(UTC)


def test_empty_variable_counts_as_unset(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = run("next")
    for name in ("CACCTL_AT", "CACCTL_SCHEDULE", "CACCTL_LANG", "CACCTL_PLATFORM"):
        monkeypatch.setenv(name, "")
    assert run("next") == expected


def test_time_from_the_variable_is_announced(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACCTL_AT", "2020-06-03 10:00")
    answer = run("next")
    assert answer.err == "Pretending it is Wed 3 June 10:00 KST (CACCTL_AT).\n"
    assert run("next", "--at", "2020-06-03 10:00") == (0, answer.out, "")


def test_wrong_time_in_the_variable_names_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACCTL_AT", "foo")
    assert run("next").err.startswith("cacctl: CACCTL_AT: Invalid time: 'foo'.\n")
    assert run("next", "--at", "foo").err.startswith("cacctl: Invalid time: 'foo'.\n")
