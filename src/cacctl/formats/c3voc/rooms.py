"""Match the rooms of one source to those of another by their names, without guessing."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from cacctl.model.text import folded, joined


def _without_aside(name: str) -> str:
    """Return a name up to its first parenthesis: `Saal 1` for `Saal 1 (ground floor)`."""
    return _letters(name.partition("(")[0])


def _letters(name: str) -> str:
    return joined(folded(name))


# From the strictest to the loosest.
LEVELS: tuple[Callable[[str], str], ...] = (str, _letters, _without_aside)


Named = TypeVar("Named", bound=Hashable)
Room = TypeVar("Room", bound=Hashable)


def matches(
    names: Mapping[Named, Sequence[str]], rooms: Mapping[Room, Sequence[str]]
) -> tuple[dict[Named, Room], set[Named]]:
    """Return the room that each key of `names` means, and the keys that could mean several.

    Both have the names of each of their rooms, the best first. Names are equal as they are, else
    by letters and digits alone, else up to a parenthesis. A room that several could mean at the
    same level is nobody's.
    """
    found: dict[Named, Room] = {}
    unclear: set[Named] = set()
    levels: dict[Room, tuple[int, list[Named]]] = {}
    for level, form in enumerate(LEVELS):
        known: dict[str, set[Room]] = {}
        for room, own in rooms.items():
            for name in filter(None, map(form, own)):
                known.setdefault(name, set()).add(room)
        for key, own in names.items():
            if key in found or key in unclear:
                continue
            meant = next(filter(None, (known.get(form(name)) for name in own)), set())
            if len(meant) > 1:
                unclear.add(key)
            elif meant:
                found[key] = next(iter(meant))
                levels.setdefault(found[key], (level, []))
                if levels[found[key]][0] == level:
                    levels[found[key]][1].append(key)
    return _without_rivals(found, unclear, levels.values())


def _without_rivals(
    found: dict[Named, Room], unclear: set[Named], levels: Iterable[tuple[int, list[Named]]]
) -> tuple[dict[Named, Room], set[Named]]:
    """Keep the key of each room that was found at the strictest level, if it is the only one."""
    first = {keys[0]: found[keys[0]] for _level, keys in levels if len(keys) == 1}
    return first, unclear | (found.keys() - first.keys())
