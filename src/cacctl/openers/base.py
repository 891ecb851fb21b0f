"""The interface of programs that open streams: browsers and media players."""

from typing import Protocol


class Opener(Protocol):
    """A program that shows a stream."""

    def open(self, url: str) -> str:
        """Open `url` and return the program's name.

        Raises NothingToOpen where the URL must not be opened or no program could open it.
        """
