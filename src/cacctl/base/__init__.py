"""What every layer needs, and what knows nothing of schedules."""
