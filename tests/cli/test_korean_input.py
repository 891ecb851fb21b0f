"""Days, times and sessions as Korean users type them."""

import json

import pytest

from tests.conftest import Run

AT = ("--at", "2020-06-02 10:00", "--lang", "ko", "--json")


@pytest.mark.parametrize(
    "day",
    ["3", "3일 차", "3일차", "6월 3일", "6월 3일(수)", "6.3", "6/3", "2020.6.3", "20200603", "3일",
     "수요일", "내일"],
)  # fmt: skip
def test_day_is_found_as_koreans_type_it(run: Run, day: str) -> None:
    answer = run("day", day, *AT)
    sessions = json.loads(answer.out)["sessions"]
    assert [session["id"] for session in sessions][:2] == ["climate", "prevention"]


@pytest.mark.parametrize(
    ("at", "live"),
    [
        ("6월 3일 10시", ["climate"]),
        ("2020년 6월 3일 오전 10시 30분", ["climate"]),
        ("6월 3일 10시반", ["climate"]),
        ("6월 2일 밤 11시", ["mayors"]),
        ("6월 3일 낮 12시", []),
        ("6월 5일 새벽 0시 10분", ["transport"]),
    ],
)
def test_moment_is_read_as_koreans_type_it(run: Run, at: str, live: list[str]) -> None:
    """A date without a year is in the year of the event."""
    answer = json.loads(run("now", "--at", at, "--lang", "ko", "--json").out)
    assert [s["id"] for s in answer["sessions"] if s["status"] == "live"] == live


def test_moment_with_two_meanings_is_refused(run: Run) -> None:
    answer = run("now", "--at", "6월 4일 밤 12시", "--lang", "ko")
    assert (answer.code, answer.err) == (
        2,
        "cacctl: '6월 4일 밤 12시'는 여러 가지로 해석할 수 있습니다.\n"
        "다음과 같이 입력하세요: 2020-06-04T00:00 또는 2020-06-05T00:00\n",
    )


@pytest.mark.parametrize(
    ("typed", "session"),
    [("저명인사대담", "luminary"), ("기후환경", "climate"), ("3번", "climate"), ("#3", "climate")],
)
def test_session_is_found_as_koreans_type_it(run: Run, typed: str, session: str) -> None:
    (found,) = json.loads(run("show", typed, *AT).out)["sessions"]
    assert found["id"] == session


@pytest.mark.parametrize("lang", ["ko", "ko-KR", "ko_KR", "KO", "한국어", "Korean", "KOREAN"])
def test_korean_is_chosen_as_people_type_it(run: Run, lang: str) -> None:
    at = ("--at", "2020-06-03T10:00+09:00")
    assert run("now", "--lang", lang, *at) == run("now", "--lang", "ko", *at)
    assert "기후·환경" in run("now", "--lang", lang, *at).out
    assert "명령" in run("--help", "--lang", lang).out
    url = run("watch", "climate", "--print", "--lang", lang, *at).out
    assert url == "https://www.youtube.com/seoullive\n"


@pytest.mark.parametrize("lang", ["en", "en-US", "영어", "English", "english"])
def test_english_is_chosen_as_people_type_it(run: Run, lang: str) -> None:
    assert "Climate & Environment" in run("show", "3", "--lang", lang).out


@pytest.mark.parametrize("lang", ["한국어", "korean"])
def test_language_in_a_variable_is_read_as_people_type_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("CACCTL_LANG", lang)
    assert "기후·환경" in run("show", "3").out


@pytest.mark.parametrize(
    ("platform", "url"),
    [
        ("유튜브", "https://www.youtube.com/seoullive"),
        ("YouTube", "https://www.youtube.com/seoullive"),
        ("홈페이지", "http://www.cac2020.or.kr"),
    ],
)
def test_platform_is_chosen_by_the_name_that_is_displayed(
    run: Run, monkeypatch: pytest.MonkeyPatch, platform: str, url: str
) -> None:
    command = ("watch", "climate", "--print", "--lang", "ko", "--at", "2020-06-03T10:00+09:00")
    assert run(*command, "--on", platform).out == f"{url}\n"
    monkeypatch.setenv("CACCTL_PLATFORM", platform)
    assert run(*command).out == f"{url}\n"


def test_platform_that_lacks_the_language_is_refused_with_one_that_works(run: Run) -> None:
    answer = run("watch", "climate", "--lang", "ko", "--on", "페이스북")
    assert answer.code == 5
    assert "cacctl watch climate --on facebook --lang en" in answer.err


@pytest.mark.parametrize(
    ("typed", "lang", "meant"),
    [("유튜부", "ko", "유튜브"), ("유튜부", "en", "youtube"), ("facebok", "en", "facebook"),
     ("페북", "ko", "페이스북"), ("Yuotube", "ko", "유튜브")],
)  # fmt: skip
def test_misspelt_platform_is_suggested(run: Run, typed: str, lang: str, meant: str) -> None:
    answer = run("watch", "climate", "--on", typed, "--lang", lang)
    assert (answer.code, answer.out) == (2, "")
    assert f" {meant}" in answer.err.splitlines()[1]
    assert "," not in answer.err.splitlines()[1]


def test_misspelt_platform_in_a_variable_is_suggested(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACCTL_PLATFORM", "유튜부")
    assert run("next", "--lang", "ko").err.endswith("'유튜부'\n혹시 유튜브인가요?\n")


def test_misspelt_session_is_suggested_by_its_letters(run: Run) -> None:
    answer = run("show", "무화", "--lang", "ko")
    assert "culture (문화)" in answer.err.splitlines()[1]


def test_length_is_suggested_as_koreans_type_it(run: Run) -> None:
    answer = run("export", "ical", "--alarm", "곧", "--lang", "ko")
    assert answer.err.endswith("2분, 90초, 1시간 30분처럼 입력하세요.\n")
    for length in ("2분", "90초", "1시간 30분"):
        assert run("export", "ical", "--alarm", length).code == 0
