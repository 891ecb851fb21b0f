"""What one viewer, a person, is told about an event, in their time zone and language."""
