"""Open a stream in a media player."""

from pathlib import Path

from cacctl.base.errors import NothingToOpen
from cacctl.base.i18n import _
from cacctl.base.urls import at_position
from cacctl.openers import process

START_OPTIONS = {
    "mpv": "--start",
    "vlc": "--start-time",
    "cvlc": "--start-time",
    "streamlink": "--hls-start-offset",
}
"""The option of each player for the position to start at, in seconds."""
LANGUAGE_OPTIONS = {
    "mpv": "--alang",
    "vlc": "--audio-language",
    "cvlc": "--audio-language",
    "streamlink": "--hls-audio-select",
}
"""The option of each player for the language of the sound, where a video has several."""


class Player:
    """A media player, named by a command line such as `mpv --fullscreen`.

    It plays `video` instead of the URL, if given, from `starts` seconds after its beginning, with
    sound in the language `lang` if there is a choice.
    """

    def __init__(self, command: str, video: str = "", starts: int = 0, lang: str = "") -> None:
        self.command = command
        self._video, self._starts, self._lang = video, starts, lang

    def open(self, url: str) -> str:
        """Play `url` until the player ends; return its name.

        The command is read like an item of BROWSER. The player has the terminal, and handles
        Ctrl-C: only where it then ends in failure is KeyboardInterrupt raised. A SIGTERM that ends
        this process leaves the player running. Raises NothingToOpen where the URL must not be
        opened, and where the player cannot be started or fails.
        """
        url = self._video or url
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
        known = name.removesuffix(".exe")
        option = START_OPTIONS.get(known)
        if self._starts and option:
            words.insert(1, f"{option}={self._starts}")
        else:
            url = at_position(url, self._starts)
        if self._lang and known in LANGUAGE_OPTIONS:
            words.insert(1, f"{LANGUAGE_OPTIONS[known]}={self._lang}")
        failure = process.start(process.insert_url(words, url), process.in_foreground)
        if failure:
            text = _("The player {player} failed ({failure}).")
            raise NothingToOpen(text.format(player=name, failure=failure), hint)
        return name
