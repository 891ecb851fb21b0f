"""Language tags."""

import pytest

from cacctl.formats.common.values import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de", "de"),
        ("EN", "en"),
        ("pt_BR", "pt-BR"),
        (" ko ", "ko"),
        ("", ""),
        ("English", ""),
        ("de, en", ""),
        ("x" * 999, ""),
    ],
)
def test_language_tag_is_normalised(text: str, expected: str) -> None:
    assert language(text) == expected
