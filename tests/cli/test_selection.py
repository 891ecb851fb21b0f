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
    """In the year of the event, whatever the year."""
    answer = json.loads(run("now", "--at", at, "--lang", "ko", "--json").out)
    assert [s["id"] for s in answer["sessions"] if s["status"] == "live"] == live


def test_moment_with_two_meanings_is_refused(run: Run) -> None:
    answer = run("now", "--at", "6월 4일 밤 12시", "--lang", "ko")
    assert (answer.code, answer.err) == (
        2,
        "cacctl: 여러 가지로 읽을 수 있습니다: '6월 4일 밤 12시'\n"
        "이렇게 쓰세요: 2020-06-04T00:00 또는 2020-06-05T00:00\n",
    )


@pytest.mark.parametrize(
    ("typed", "session"),
    [("저명인사대담", "luminary"), ("기후환경", "climate"), ("3번", "climate"), ("#3", "climate")],
)
def test_session_is_found_as_koreans_type_it(run: Run, typed: str, session: str) -> None:
    (found,) = json.loads(run("show", typed, *AT).out)["sessions"]
    assert found["id"] == session
