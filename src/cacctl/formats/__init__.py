"""Reading and writing schedules, a package or module for each format."""
