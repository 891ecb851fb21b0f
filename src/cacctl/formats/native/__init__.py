"""cacctl's own schedule format (TOML)."""
