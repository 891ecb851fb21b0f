"""The clock, time zones, and times as they are typed and printed."""
