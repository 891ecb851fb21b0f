"""Answers as terminal output, plain lines, JSON and other documents."""
