"""The whole programme as a picture."""
