"""What the readers of calendars and conference schedules share."""
