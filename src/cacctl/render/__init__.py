"""Output: on a terminal, as plain lines, as JSON and as other documents."""
