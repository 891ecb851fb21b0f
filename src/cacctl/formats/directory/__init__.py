"""Directories of events, in TOML and as Giggity's menu."""
