"""The interface of whatever opens a stream: a browser, a media player."""

from typing import Protocol


class Opener(Protocol):
    """A program that shows a stream."""

    def open(self, url: str) -> str:
        """Open `url` and return the program's name.

        Raises NothingToOpen where the URL must not be opened or no program could open it.
        """
