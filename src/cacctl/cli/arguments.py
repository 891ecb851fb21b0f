"""Command lines as they are typed, with the common options in any position."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from cacctl.base import hints

# The options that are accepted before the command as well, without a value and with one.
FLAGS = ("follow", *hints.FLAGS)
VALUED = tuple(name for name in (*hints.REPEATED, *hints.OTHERS) if name not in hints.FLAGS)


class Given(NamedTuple):
    """An option of a command line: its name, its value (True for a flag), and its own words."""

    name: str
    value: str | bool
    words: tuple[str, ...]


def options(arguments: Sequence[str], *, watching: bool) -> list[Given]:
    """Return the common options of a command line, and those of `watch` and `open`."""
    found = parts(arguments)
    if watching:
        flags, valued = (*FLAGS, *hints.WATCHING_FLAGS), (*VALUED, *hints.WATCHING)
        found = parts(arguments, flags, valued)
    return [part for part in found if isinstance(part, Given)]


def in_order(arguments: Sequence[str]) -> list[str]:
    """Move the common options before the command behind it.

    They come first there, so that an option behind the command overrides them.
    """
    before: list[str] = []
    found = list(parts(arguments))
    for number, part in enumerate(found):
        if isinstance(part, Given):
            before += part.words
            continue
        rest = [word for p in found[number:] for word in words_of(p)]
        # Any other option, such as --version, is for cacctl itself.
        return [*rest[:1], *before, *rest[1:]] if not part.startswith("-") else list(arguments)
    return list(arguments)


def parts(
    arguments: Sequence[str],
    flags: Collection[str] = FLAGS,
    valued: Collection[str] = VALUED,
) -> Iterator[Given | str]:
    """Yield the options with these names, each with its value, and every other word."""
    words = iter(arguments)
    for word in words:
        if word == "--":
            yield word
            yield from words
            return
        option, equals, value = word.partition("=")
        name = option.removeprefix("--").replace("-", "_") if option.startswith("--") else ""
        if name in flags and not equals:
            yield Given(name, value=True, words=(word,))
        elif name in valued and equals:
            yield Given(name, value, (word,))
        elif name in valued and (following := next(words, None)) is not None:
            yield Given(name, following, (word, following))
        else:
            yield word


def words_of(part: Given | str) -> Sequence[str]:
    """Return the words of a part as they were typed."""
    return (part,) if isinstance(part, str) else part.words
