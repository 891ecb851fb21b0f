"""Follow an online event from far away, in a terminal."""

__version__ = "0.1.0"
