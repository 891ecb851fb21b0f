"""Output: on a terminal, as plain lines, as JSON and as other documents."""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from cacctl.render.base import Drawing, Renderer

Form = Literal["terminal", "plain", "json"]


def renderer(form: Form) -> "Renderer":
    """Return the module for a form; import it now, as Rich's tables are slow to import."""
    if form == "json":
        from cacctl.render import json

        return json
    if form == "plain":
        from cacctl.render import plain

        return plain
    from cacctl.render import terminal

    return terminal


def drawing() -> "Drawing":
    """Return the module that can draw."""
    from cacctl.render import terminal

    return terminal
