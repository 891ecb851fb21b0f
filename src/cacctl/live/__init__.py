"""Output that stays: the board, the wait for a session."""
