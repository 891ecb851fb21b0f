"""Links of sessions beside their streams."""

import pytest

from cacctl.formats.diagnostics import line
from cacctl.formats.lint import urls
from cacctl.formats.loading import examine
from cacctl.model.programme import LINK_KINDS
from tests.conftest import SOME_TIME
from tests.formats.native.schedules import SMALLEST, load, only_problem


def with_link(*lines: str) -> str:
    return "\n".join([SMALLEST, "[[session.link]]", *lines, ""])


@pytest.mark.parametrize("kind", LINK_KINDS)
def test_link_of_every_kind_is_read(kind: str) -> None:
    text = with_link(f'kind = "{kind}"', 'url = "https://www.example.org/a"', 'name = "A"')
    (link,) = load(text).programme.sessions[0].links
    assert link == (kind, "https://www.example.org/a", {"und": "A"})


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (['url = "https://www.example.org/a"'],
         'kind is missing. Add it, for example: kind = "chat"'),
        (['kind = "chat"'],
         'url is missing. Add it, for example: url = "https://www.example.org/chat"'),
        (['kind = "slide"', 'url = "https://www.example.org/a"'],
         'kind: "slide" is not a valid kind of link. Did you mean slides?'),
        (["kind = 7", 'url = "https://www.example.org/a"'],
         "kind: 7 is not a valid kind of link. "
         "Use one of these: chat, questions, slides, file, feedback, other."),
        (['kind = "chat"', 'url = "javascript:alert(1)"'], "the URL does not start with https://"),
        (['kind = "chat"', 'url = "https://a@example.org/"'], "the URL contains a username"),
        (['kind = "chat"', 'url = "https://www.example.org/a"', "name = 7"], "7 is not a string."),
    ],
)  # fmt: skip
def test_wrong_link_is_an_error_with_its_position(lines: list[str], problem: str) -> None:
    found = only_problem(with_link(*lines))
    assert "session 1 (welcome), link 1" in found
    assert problem in found


def test_too_many_links_are_an_error() -> None:
    link = '[[session.link]]\nkind = "chat"\nurl = "https://www.example.org/a"\n'
    assert "too many links: 101. The limit is 100." in only_problem(SMALLEST + link * 101)


def test_check_knows_the_urls_of_links() -> None:
    text = with_link('kind = "chat"', 'url = "https://chat.example.org/a"')
    examined = examine(text.encode(), "p.toml", SOME_TIME)
    assert [line(problem) for problem in examined.locate(examined.problems)] == []
    assert urls(examined) == ["https://chat.example.org/a"]
