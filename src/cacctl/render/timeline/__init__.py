"""All sessions as a picture."""
