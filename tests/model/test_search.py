"""The sessions that a viewer names or searches for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.model.programme import Programme
from cacctl.model.search import find_sessions, sessions_named
from cacctl.model.text import folded
from tests.conftest import item, programme_of

START = datetime(2020, 5, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("culture", ["culture"]),
        ("9", ["culture"]),
        ("#9", ["culture"]),
        ("문화", ["culture"]),
        ("Climate", ["climate"]),
        ("CLIM", ["climate"]),
        ("jared", ["luminary"]),
        ("도시", ["mayors", "sharing"]),
        ("종합대담", ["wrap-up"]),
        ("저명인사대담", ["luminary"]),
        ("기후환경", ["climate"]),
        ("3번", ["climate"]),
        ("public transport", ["transport"]),
        ("transport public", ["transport"]),
        # The beginning of a word wins over the middle, except in words without blanks.
        ("art", ["participation", "smart-city"]),
        ("pat", ["participation"]),
        ("form", []),
        ("talk", ["pre-summit"]),
        ("대담", ["luminary", "wrap-up"]),
        ("?", []),
        ("16번", []),
        ("16", []),
        ("0", []),
        ("", []),
        ("  ", []),
        ("nothing of the kind", []),
    ],
)
def test_session_is_found_by_id_number_or_part_of_its_name(
    summit: Programme, text: str, ids: list[str]
) -> None:
    assert [session.id for session in sessions_named(summit, text)] == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("alvaro", ["sharing"]),
        ("Álvaro PORRO", ["sharing"]),
        ("rome", ["sharing", "smart-city"]),
        ("로마", ["sharing", "smart-city"]),
        ("rome singapore", ["smart-city"]),
        ("기후환경", ["climate", "culture"]),
        # In a name, then at the beginning of a word of any text, then within words.
        ("talk", ["pre-summit", "culture"]),
        ("제러드", ["luminary"]),
        ("복지정책실", ["welfare"]),
        ("", []),
        ("nothing of the kind", []),
    ],
)
def test_search_covers_every_text_in_both_languages(
    summit: Programme, text: str, ids: list[str]
) -> None:
    assert [match.session.id for match in find_sessions(summit, text)] == ids


def test_search_ranks_names_before_words_before_other_texts() -> None:
    """Names, then words of names, words of other texts, and parts of words."""
    texts = {
        "inside": item("inside", START, 10)._replace(name={"en": "Party"}),
        "topic": item("topic", START, 10)._replace(name={"en": "A"}, topic={"en": "On art"}),
        "start": item("start", START, 10)._replace(name={"en": "Modern Artists"}),
        "plus": item("plus", START, 10)._replace(name={"en": "Art!"}),
        "other": item("other", START, 10)._replace(name={"en": "Nothing"}),
    }
    programme = programme_of(texts.values())
    found = [match.session.id for match in find_sessions(programme, "ART")]
    assert found == ["plus", "start", "topic", "inside"]
    assert [session.id for session in sessions_named(programme, "art")] == ["plus"]
    assert [session.id for session in sessions_named(programme, "arti")] == ["start"]
    assert [session.id for session in sessions_named(programme, "art!")] == ["plus"]
    assert [session.id for session in sessions_named(programme, "rty")] == ["inside"]


def test_match_in_a_note_alone_is_the_last(summit: Programme) -> None:
    ids = [match.session.id for match in find_sessions(summit, "seoul")]
    assert ids[-1] == "culture"


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
