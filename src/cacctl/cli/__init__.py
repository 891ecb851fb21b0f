"""The command line: commands, options, help and errors."""
