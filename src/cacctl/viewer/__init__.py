"""What one viewer is told, in their time zone and language."""
