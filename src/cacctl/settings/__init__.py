"""The settings file, environment variables, and the viewer's time zone."""
