"""Follow an online event from far away, in a terminal."""

__version__ = "1.0.0"
