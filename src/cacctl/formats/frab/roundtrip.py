"""What schedules that cacctl writes say beyond the format, so that it reads them back whole."""

from __future__ import annotations

GENERATOR = "cacctl"


def acronym_of(event_id: str) -> str:
    """The event's id as both validators take an acronym: four characters or more, no hyphen."""
    return event_id.replace("-", "_").ljust(4, "_")


def slug_of(session_id: str) -> str:
    """The session's id as both validators take the end of a slug; `own_id` undoes it.

    That has four characters or more, and no hyphen at its end.
    """
    return (session_id + "_0" * session_id.endswith("-")).rjust(4, "_")


def own_id(text: str) -> str:
    """The session's id that `slug_of` has made fit for a slug."""
    return text.lstrip("_").removesuffix("_0")
