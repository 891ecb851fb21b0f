"""Titles that mark a session as cancelled, and titles about a cancellation."""

from time import process_time

import pytest

from cacctl.formats.common.cancellation import title_and_cancelled


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("CANCELED: Tides", "Tides"),
        ("[CANCELLED] Tides", "Tides"),
        ("[Cancelled] Tides", "Tides"),
        ("(cancelled) Tides", "Tides"),
        ("Cancelled: Tides", "Tides"),
        ("Cancelled - Tides", "Tides"),
        ("Cancelled! Tides", "Tides"),
        ("CANCELLED Tides", "Tides"),
        ("CANCELLED: TIDES", "TIDES"),
        ("CANCELLED 개막", "개막"),
        ("Tides ! CANCELLED !", "Tides"),
        ("Tides CANCELED!!!", "Tides"),
        ("CANCELED!!! Tides", "Tides"),
        ("!!! CANCELED !!! Tides", "Tides"),
        ("*** CANCELLED *** Tides", "Tides"),
        ("Tides (cancelled)", "Tides"),
        ("Tides [Canceled]", "Tides"),
        ("Tides - cancelled", "Tides"),
        ("Tides – abgesagt", "Tides"),
        ("FÄLLT AUS: Gezeiten", "Gezeiten"),
        ("FÄLLT AUS Gezeiten", "Gezeiten"),
        ("Gezeiten FÄLLT AUS", "Gezeiten"),
        ("Gezeiten fällt aus", "Gezeiten"),
        ("Gezeiten fällt aus!", "Gezeiten"),
        ("Gezeiten (fällt aus)", "Gezeiten"),
        ("FA\u0308LLT AUS: Gezeiten", "Gezeiten"),
        ("Abgesagt: Gezeiten", "Gezeiten"),
        ("ABGESAGT Gezeiten", "Gezeiten"),
        ("취소: 개막", "개막"),
        ("취소 - 개막", "개막"),
        ("[취소] 개막", "개막"),
        ("【취소】개막", "개막"),
        ("개막 (취소)", "개막"),
        ("개막 - 취소", "개막"),
        ("개막 취소됨", "개막"),
        ("취소됨 개막", "개막"),
        ("CANCELLED: CANCELLED: Tides", "Tides"),
        ("CANCELLED: Tides (cancelled)", "Tides"),
        ("Day 2 [CANCELLED] Tides", "Day 2 Tides"),
        ("Annulé : Marées", "Marées"),
        ("Cancelado: Mareas", "Mareas"),
        ("Tides!!! CANCELLED", "Tides!!!"),
        ("What is Rust? - CANCELLED", "What is Rust?"),
    ],
)
def test_mark_is_removed_from_the_title(title: str, rest: str) -> None:
    assert title_and_cancelled(title) == (rest, True)


@pytest.mark.parametrize(
    "title",
    [
        "The cancelled flight problem",
        "Cancel culture",
        "Cancelled flights and their data",
        "Cancelling system calls",
        "CANCELLEDNESS",
        "Tides - CANCELLED, replaced by Ropes",
        "Ropes (REPLACES CANCELLED TALK)",
        "CANCELLED FLIGHTS",
        "Why my show got cancelled",
        "Don't get cancelled!",
        "예약 취소",
        "취소 수수료 안내",
        "예약 취소 방법",
        "예약취소",
        "Was fällt aus?",
        "The (cancelled) moon programme",
        "Tides NOT CANCELLED",
        "Cancelled",
        "Un-cancelled",
        "The talk is not cancelled",
        "Tides",
        "abgesagte Konzerte",
        "Cancelled-checks fraud",
        "실행취소: 편집기 만들기",
    ],
)
def test_title_about_a_cancellation_is_not_a_mark(title: str) -> None:
    assert title_and_cancelled(title) == (title, False)


@pytest.mark.parametrize(
    "title",
    [
        "!" * 200_000 + "CANCELLED",
        "CANCELLED: " * 20_000,
        "[" * 200_000 + "CANCELLED",
        "(CANCELLED" * 20_000,
    ],
)
def test_long_title_is_examined_quickly(title: str) -> None:
    started = process_time()
    title_and_cancelled(title)
    assert process_time() - started < 1


@pytest.mark.parametrize("name", ["*", "!", "- *", "?", "*0", "* x", "-x-"])
@pytest.mark.parametrize("mark", ["CANCELLED: ", "취소: "])
def test_signs_after_the_mark_belong_to_the_name(mark: str, name: str) -> None:
    assert title_and_cancelled(mark + name) == (name, True)
