"""Browsers and media players."""
