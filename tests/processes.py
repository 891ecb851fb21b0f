"""Processes that tests start: whether they run, and how long that is waited for."""

import os
import time
from pathlib import Path

PATIENCE_SECONDS = 60.0
"""For what takes no time unless the machine is busy."""


def started(file: Path) -> int:
    """Return the id of a process, once a program has written it and a line break into a file."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (file.exists() and file.read_text().endswith("\n")):
        assert time.monotonic() < end, "the program never started"
        time.sleep(0.01)
    return int(file.read_text())


def has_ended(process_id: int) -> bool:
    """Return whether a process ends within ten seconds. One that nobody waits for has ended.

    The signal that ends a program is sent before it has ended.
    """
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.kill(process_id, 0)
            state = Path(f"/proc/{process_id}/stat").read_text().rpartition(") ")[2][:1]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False
