"""Open a stream in a media player."""

from pathlib import Path

from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import _
from cacctl.openers import process


class Player:
    """A media player, named by a command line such as `mpv --fullscreen`."""

    def __init__(self, command: str) -> None:
        self.command = command

    def open(self, url: str) -> str:
        """Play `url` until the player ends; return its name.

        The command is read like an item of BROWSER. The player has the terminal, and handles
        Ctrl-C: only where it then ends in failure is KeyboardInterrupt raised. A SIGTERM that ends
        this process leaves the player running. Raises NothingToOpen where the URL must not be
        opened, and where the player cannot be started or fails.
        """
        process.check_url(url)
        hint = _(
            "Set a player and its options with --player or in the settings file, "
            "or open the URL in a browser."
        )
        try:
            words = process.split_command(self.command)
        except ValueError:
            words = []
        if not words:
            text = _("The player command is empty or has an unclosed quote: {command}.")
            raise NothingToOpen(text.format(command=repr(self.command)), hint)
        name = Path(words[0]).name
        failure = process.start(process.insert_url(words, url), process.in_foreground)
        if failure:
            text = _("The player {player} failed ({failure}).")
            raise NothingToOpen(text.format(player=name, failure=failure), hint)
        return name
