"""What one viewer, the person at the terminal, reads: in their time zone and language."""
