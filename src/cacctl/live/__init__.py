"""Commands that keep running: the live board, and the wait for a session."""
