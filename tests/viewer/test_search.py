"""What a search found, in words."""

import re

import pytest

from cacctl.base import i18n
from cacctl.model.programme import Programme
from cacctl.model.search import find_sessions
from cacctl.viewer.search import LONGEST_EXCERPT, excerpt_around, found_texts
from tests.viewer.views import seen


def test_long_text_is_cut_around_the_match() -> None:
    text = "a" * 100 + " needle " + "b" * 100
    excerpt = excerpt_around(text, "NEEDLE")
    assert "needle" in excerpt
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")
    assert len(excerpt) <= LONGEST_EXCERPT + 2
    assert excerpt_around("short", "x") == "short"


@pytest.mark.parametrize(
    ("lang", "query", "texts"),
    [
        ("en", "rome", ["City: Rome"]),
        ("ko", "rome", ["도시: Rome"]),
        ("ko", "로마", ["도시: 로마"]),
        ("en", "seoul declaration", ["Speaker: Park Won-soon, Mayor of Seoul (chair, keynote)"]),
        # Whose role or place it is.
        ("ko", "시민건강국장", ["연사: 나백주, 서울시 시민건강국장, 서울"]),
    ],
)
def test_match_is_shown_once_in_the_viewers_language(
    summit: Programme, lang: str, query: str, texts: list[str]
) -> None:
    i18n.use_language(lang)
    moment = seen(summit, "2020-06-03T10:00")
    (match, *_others) = find_sessions(summit, query)
    found = found_texts(moment, match, query)
    assert found[: len(texts)] == texts
    assert len(set(found)) == len(found)
    assert lang == "ko" or not re.search("[가-힣]", "".join(found))


def test_note_is_shown_only_where_nothing_else_matches(summit: Programme) -> None:
    moment = seen(summit, "2020-06-03T10:00")
    for query, labels in (("rome", {"City", "Speaker"}), ("seoul", {"Note"})):
        *_others, last = find_sessions(summit, query)
        assert {text.partition(":")[0] for text in found_texts(moment, last, query)} == labels
