"""Reasons that come from the system and from libraries, in the viewer's language."""

import errno
import json
import os
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

import pytest
import tomli

from cacctl.base.i18n import use_language
from cacctl.base.reasons import reason_of, translated


@pytest.fixture(autouse=True)
def korean() -> Iterator[None]:
    use_language("ko")
    yield
    use_language("en")


def is_korean(reason: str) -> bool:
    """Return whether a reason is in Korean, apart from acronyms and what is quoted."""
    words = re.sub(r"""(['"]).*\1""", "", reason)
    return bool(re.search("[가-힣]", words)) and not re.search("[a-z]", words)


@pytest.mark.parametrize(
    "number",
    [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS],
)
def test_reason_of_the_system_is_translated(number: int) -> None:
    assert is_korean(reason_of(OSError(number, os.strerror(number))))


@pytest.mark.parametrize(
    "text",
    [
        "없음 = 1",
        "a.없음 = 1",
        "a b = 1",
        "[a",
        "[[a]",
        "a = [1",
        "a = {b=1",
        "a = {b=1, b=2}",
        "a = 'x\n",
        "a = '''x",
        'a = "x',
        'a = "\\q"',
        'a = "\\u12"',
        'a = "\\uD800"',
        'a = "\x01"',
        "a = 1 # \x01",
        "a = 1 2",
        "a = x",
    ],
)
def test_reason_of_the_toml_parser_is_translated(text: str) -> None:
    with pytest.raises(tomli.TOMLDecodeError) as caught:
        tomli.loads(text)
    assert is_korean(translated(caught.value.msg))


@pytest.mark.parametrize("text", ["", "<a>", "<a></b>", "<a>&b;", "<", "<a", "<x:a/>", "<a =>"])
def test_reason_of_the_xml_parser_is_translated(text: str) -> None:
    with pytest.raises(ElementTree.ParseError) as caught:
        ElementTree.fromstring(text)
    assert is_korean(translated(expat.ErrorString(caught.value.code)))


@pytest.mark.parametrize("text", ["", "{", '{"a"}', "[1 2]", "1 2", '"', '"\n"', '"\\q"'])
def test_reason_of_the_json_parser_is_translated(text: str) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    assert is_korean(translated(caught.value.msg))


def test_unknown_reason_and_english_stay_as_they_are() -> None:
    assert translated("Something else") == "Something else"
    assert translated("Something 'else'") == "Something 'else'"
    use_language("en")
    assert translated("Illegal character '\\n'") == "Illegal character '\\n'"
