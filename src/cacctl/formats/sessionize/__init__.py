"""The JSON of Sessionize."""
